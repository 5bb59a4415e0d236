"""What the last build says of one number or verdict, and why it says it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from helpers.edition.edition import Edition, read_edition
from helpers.edition.kept import executions
from helpers.edition.unchanged import home_of
from helpers.figures.faults import BuildFailed, nearest, one_fault
from helpers.notebook.checkout import ARTICLE, notebook_names
from helpers.notebook.results import Results, collect
from helpers.pages.citation import read_citation
from helpers.pages.place import Book, Place
from helpers.pages.places import read_index
from helpers.pages.told import tell_figure, tell_verdict


def explain(checkout: Path, name: str, edition: str, width: int) -> str:
    """A figure or a verdict of an edition's book, as it was built last, in lines of at most ``width`` letters.

    Raises InputError for an id that the book has not, BuildFailed where there is no book of these notebooks.
    """
    made = read_edition(checkout, edition)
    home = home_of(checkout, {"edition": edition})
    results = replace(read_published(checkout, home, edition), edition=edition)
    if name not in results.figures and name not in results.verdicts:
        known = [*results.figures, *results.verdicts]
        raise one_fault(name, "the report has no figure and no verdict of this id", nearest(name, known))
    citation = replace(read_citation(checkout, results.document().digest), edition=made.title)
    book = Book(results, citation, "", "", roots=(checkout,))
    place = Place(book, book.origins)
    kind = "figure" if name in results.figures else "verdict"
    why = reasons(checkout, made)[results.cell(kind, name).notebook]
    if kind == "verdict":
        return tell_verdict(place, name, why, width)
    return tell_figure(place, name, read_index(home / "html").get(name, []), why, width)


def read_published(checkout: Path, home: Path, edition: str) -> Results:
    """What the notebooks of a published book of an edition say. Raises BuildFailed where there is none, or not of all notebooks."""
    missing = [name for name in notebook_names(checkout) if not (home / "notebooks" / f"{name}.ipynb").is_file()]
    if missing or not (home / "html").is_dir():
        what = f"no notebook {', '.join(missing)}" if (home / "html").is_dir() else "no book"
        command = "report build" + f" {edition}" * (edition != ARTICLE)
        raise BuildFailed(f"there is {what} in {home} yet: {command} makes it")
    return collect(checkout, home / "notebooks")


def reasons(checkout: Path, edition: Edition) -> dict[str, str]:
    """Why each notebook ran last, and where it is stale why the next build runs it again. Raises InputError."""
    found = {}
    for each in executions(checkout, checkout, edition, other_data=False):
        if each.kept:
            found[each.notebook.name] = json.loads(each.kept.with_suffix(".json").read_text(encoding="utf-8"))["why"]
        else:
            found[each.notebook.name] = f"{each.why}: the next build runs it again"
    return found

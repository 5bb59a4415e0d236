"""The editions of a report: what each puts in place of the article's figures and why, and the same page in another."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.figures.data import NOT_KNOWN
from helpers.notebook.checkout import ARTICLE, read_editions
from helpers.notebook.results import Results
from helpers.pages.blocks import Inline, line
from helpers.pages.place import Place, place_of
from helpers.pages.values import make_value, note_dependencies

#: What the edition is called whose figures are all the article's.
OWN = "The article\N{RIGHT SINGLE QUOTATION MARK}s own figures"


def title_of(edition: Mapping) -> str:
    """What an edition is called."""
    return edition.get("title") or (OWN if edition["name"] == ARTICLE else edition["name"])


def address(place: Place, here: str, edition: Mapping, page: str) -> str:
    """The relative address of a page in another edition, whose folder lies beside that of this one."""
    target, origin = (posixpath.join(home, "html") for home in (edition["folder"], here))
    return posixpath.relpath(
        posixpath.join(target, f"{page}.html"), posixpath.dirname(posixpath.join(origin, place.docname))
    )


def other_editions(place: Place) -> list[tuple[str, str]]:
    """The other editions that are there: what each is called, and the address of this page in it."""
    known = place.book.editions
    return [
        (title_of(each), address(place, known["here"], each, place.docname))
        for each in known["filed"]
        if each["there"] and each["folder"] != known["here"]
    ]


class EditionsDirective(SphinxDirective):
    """``{editions}``: every edition, what it replaces and why, how to build it, and the way to it where it is there."""

    def run(self):
        note_dependencies(self.env)
        place = place_of(self.env.app, self.env.docname)
        known = read_editions(Path(self.env.srcdir))
        return [
            nodes.bullet_list(
                "", *[self.item(place, known["here"], each) for each in known["filed"]], classes=["editions"]
            )
        ]

    def item(self, place: Place, here: str, edition: Mapping) -> nodes.list_item:
        """One edition."""
        title = nodes.strong("", title_of(edition))
        if edition["there"] and edition["folder"] != here:
            uri = address(place, here, edition, "index")
            title = nodes.reference("", "", title, refuri=uri, internal=True)
        opening = [title, *([nodes.Text(" (this one)")] if edition["folder"] == here else [])]
        command = "report build" + (f" {edition['name']}" if edition["name"] != ARTICLE else "")
        return nodes.list_item(
            "",
            line("edition-title", *opening),
            *([line("edition-why", nodes.Text(edition["why"]))] if edition.get("why") else []),
            *(
                line("edition-set", *_replaced(place.results, name, given, edition["folder"] == here))
                for name, given in edition.get("set", {}).items()
            ),
            *(
                line("edition-set", nodes.Text(f"Another choice: {_label(place.results, name)}"))
                for name in edition.get("parameters", {})
            ),
            line("edition-command", nodes.literal("", command)),
        )


def _replaced(results: Results, name: str, given: object, is_here: bool) -> Inline:
    """What an edition puts in place of a figure, printed where the report holds that figure; ``is_here`` says that it is its own."""
    opening = nodes.Text(f"In place of the {_label(results, name)}: ")
    given = given if isinstance(given, Mapping) else {"row": given} if given in results.figures else {"value": given}
    if given.get("value") == NOT_KNOWN:
        return [opening, nodes.Text("nothing, for it is not known")]
    if (row := given.get("row")) in results.figures:
        shown = [make_value(results, row), nodes.Text(f", {_label(results, row)}")]
        if "bound" not in given:
            return [opening, *shown]
        return [
            opening,
            nodes.Text("at least as many as in "),
            make_value(results, f"{row}.period"),
            nodes.Text(", "),
            *shown,
        ]
    if is_here:
        return [opening, make_value(results, name)]
    source = given.get("source")
    held = [
        figure
        for figure in results.figures.values()
        if source
        and figure.kind == "context"
        and figure.quotation.source == source
        and figure.central == given["value"]
    ]
    if held:
        return [opening, make_value(results, held[0].id), nodes.Text(f", {held[0].label}")]
    speaker = given.get("speaker")
    number = given.get("value")
    own = f"a figure of its own, {number:,}" if isinstance(number, int | float) else "a figure of its own"
    return [opening, nodes.Text(f"the figure of {speaker}" if speaker else own)]


def _label(results: Results, name: str) -> str:
    return results.figures[name].label if name in results.figures else name


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("editions", EditionsDirective)

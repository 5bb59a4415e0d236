"""Whether the report reproduces: its committed notebooks are run again, compared, and the sheet about it is written.

The sheet is written whatever comes of it, into ``_build/review``: the page, the same as JSON, the notebooks as they were
run, and what a bundle of CODECHECK names them in.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.edition.codecheck import NAME, codecheck
from helpers.edition.compare import reference
from helpers.edition.edition import Edition, check
from helpers.edition.orphans import end_with_starter
from helpers.edition.publish import write_at_once
from helpers.edition.run import normalise
from helpers.edition.surroundings import read_surroundings
from helpers.edition.template import LINUX, warm
from helpers.figures.faults import InputError
from helpers.notebook.checkout import BOOK, longest_first, notebook_names, notebook_path, read_yaml
from helpers.notebook.compared import Ran, RerunFailed, code_cells
from helpers.notebook.results import canonical
from helpers.notebook.review import Review, Surroundings, fail, judge, refuse, review_schema
from helpers.notebook.signed import is_signed, unsigned

#: Where the sheet is, below the checkout.
FOLDER = "_build/review"
PAGE, DOCUMENT, SCHEMA, NOTEBOOKS = "index.html", "review.json", "review.schema.json", "notebooks"
Runs = Mapping[str, Mapping[int, Ran]]


def validate(checkout: Path, run: Callable[[Path, Iterable[Path]], Runs] | None = None) -> Review:
    """Run the committed notebooks again, and write the sheet, whatever comes of it."""
    if run:
        return _validate(checkout, run)
    with warm():  # loads while the data are checked
        return _validate(checkout, _run)


def _validate(checkout: Path, run: Callable[[Path, Iterable[Path]], Runs]) -> Review:
    started = datetime.now(UTC)
    surroundings = read_surroundings(checkout, started.isoformat(timespec="seconds"))
    _clear(checkout)
    try:
        check(checkout, None, Edition())
        names = notebook_names(checkout)
        committed = {name: nbformat.read(notebook_path(checkout, name), as_version=4) for name in names}
        ran = run(checkout, [notebook_path(checkout, name) for name in names])
        _keep_notebooks(checkout, committed, ran)
        surroundings = surroundings.model_copy(update=_digests(checkout))
        prose = [str(each) for each in unsigned(checkout)] if is_signed(checkout) else None
        sheet = judge(committed, ran, _timed(surroundings, started), _stray(checkout, names), prose)
    except InputError as error:
        sheet = refuse(error.faults, _timed(surroundings, started))
    except RerunFailed as error:
        sheet = fail(str(error), _timed(surroundings, started))
    _write(checkout, sheet)
    return sheet


def _run(checkout: Path, paths: Iterable[Path]) -> Runs:
    """What nbval finds, as many notebooks at a time as there are processors. Raises RerunFailed."""
    from helpers.edition.rerunning import start_kernel  # nbval and pytest are slow to load, and not every run gets here
    from helpers.notebook.validation import rerun

    paths = longest_first(paths)
    if not LINUX or len(paths) < 2:
        return rerun(checkout, paths, start_kernel)
    forks = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(len(paths), os.cpu_count() or 1), forks, end_with_starter) as pool:
        try:
            parts = list(pool.map(rerun, repeat(checkout), [[path] for path in paths], repeat(start_kernel)))
        except BrokenProcessPool:
            raise RerunFailed("a process that ran notebooks was killed: is there memory enough?") from None
    return {name: cells for part in parts for name, cells in part.items()}


def _timed(surroundings: Surroundings, started: datetime) -> Surroundings:
    seconds = (datetime.now(UTC) - started).total_seconds()
    return surroundings.model_copy(update={"seconds": round(seconds, 1)})


def _stray(checkout: Path, names: Iterable[str]) -> list[str]:
    """The notebooks that lie beside those of the book."""
    known = set(names)
    paths = sorted((checkout / BOOK).glob("*.ipynb"))
    return [f"{BOOK}/{path.name}" for path in paths if path.stem not in known]


def again(committed: NotebookNode, ran: Mapping[int, Ran]) -> NotebookNode:
    """A notebook with what its cells show now in place of what was committed."""
    notebook = nbformat.from_dict(committed)
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.outputs = list(ran[number].outputs) if number in ran else []
    return normalise(notebook)


def _digests(checkout: Path) -> dict[str, str]:
    """The digests of results.json, as committed and now."""
    found = {"results": reference(checkout), "fresh": reference(checkout, checkout / FOLDER / NOTEBOOKS)}
    return {name: each.document().digest if each else "" for name, each in found.items()}


# --- writing -----------------------------------------------------------------------------------------


def _clear(checkout: Path) -> None:
    """Take away what the last run left: where this one is stopped, no sheet of another stands in its place."""
    for name in (PAGE, DOCUMENT, NAME):
        (checkout / FOLDER / name).unlink(missing_ok=True)
    shutil.rmtree(checkout / FOLDER / NOTEBOOKS, ignore_errors=True)


def _keep_notebooks(checkout: Path, committed: Mapping[str, NotebookNode], ran: Runs) -> None:
    for name, notebook in committed.items():
        content = nbformat.writes(again(notebook, ran.get(name, {})))
        write_at_once(checkout / FOLDER / NOTEBOOKS / f"{name}.ipynb", f"{content}\n".encode())


def _write(checkout: Path, sheet: Review) -> None:
    from helpers.pages.reviewed import review_page  # templates are slow to load

    about = read_yaml(checkout / "CITATION.cff") or {}
    config = read_yaml(checkout / "_config.yml") or {}
    address = (config.get("html") or {}).get("baseurl") or ""
    write_at_once(checkout / FOLDER / SCHEMA, canonical(review_schema()))
    write_at_once(checkout / FOLDER / DOCUMENT, canonical(sheet.model_dump()))
    write_at_once(checkout / FOLDER / NAME, codecheck(sheet, about, address))
    write_at_once(checkout / FOLDER / PAGE, review_page(sheet).encode("utf-8", "replace"))

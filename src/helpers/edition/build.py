"""Building an edition: check, lay out, run what is stale, collect, render with Jupyter Book, verify, publish."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from helpers.edition.compare import reference
from helpers.edition.edition import FIELDS, Edition, check, filed_editions, note, require_named, stage_data
from helpers.edition.inputs import PACKAGE, SOURCES, tree_digest
from helpers.edition.kept import BESIDE, executions
from helpers.edition.publish import locked, publish, require_free, staged, strange
from helpers.edition.render import load, render, verify_pages
from helpers.edition.run import execute
from helpers.figures.faults import BuildFailed, InputError, one_fault
from helpers.notebook.changes import Change, compare
from helpers.notebook.checkout import BOOK, DATA, EDITIONS, NOTE, notebook_names, notebook_path, read_yaml
from helpers.notebook.drawings import compare_drawings
from helpers.notebook.releases import FOLDER, REFERENCE
from helpers.notebook.results import Disagreement, Results, canonical, collect
from helpers.notebook.signed import FILE as SIGNED
from helpers.pages.last import note_last
from helpers.pages.written import keep_sums, published_stamp

#: Folders of a checkout that no book is published into.
OWN = (BOOK, DATA, FOLDER, "benchmarks", "editions", "fonts", "lint", "src", "tests", ".ci", ".git", ".github", ".venv")


@dataclass(frozen=True)
class Build:
    """What a build left: where, whether anything had to be made, and what it changes in the committed results."""

    output: Path
    fresh: bool
    changes: tuple[Change, ...] = ()


def build(
    checkout: Path,
    edition: Edition,
    *,
    data: Path | None = None,
    output: Path | None = None,
    pdf: bool = False,
    say: Callable[[str], None] = print,
    among: Collection[str] = (),
) -> Build:
    """Build an edition into its folder; with ``pdf`` on paper too. Raises InputError, BuildFailed or Disagreement.

    ``among`` are the names of editions that are built with it, which its pages may lead to.
    """
    check(checkout, data, edition)
    require_named(checkout)
    home = (output or default_output(checkout, edition, data)).absolute()
    if home.resolve() == (checkout / "_build").resolve() and (edition != Edition() or data):
        rule = "the article's own book stands there, and another edition never replaces it"
        raise one_fault(str(home), rule, "name another folder")
    _require_apart(checkout, home.resolve())
    require_free(home)
    with locked(home), staged(home) as stage:
        lay_out(checkout, data, edition, stage)
        if output is None:
            (stage / EDITIONS).write_bytes(canonical(_editions(checkout, home, among), as_given=True))
        say("Notebooks")
        todo = executions(checkout, stage, edition, data is not None)
        if not all(each.kept for each in todo):
            load()
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(_read_meanwhile, checkout)
            execute(todo, stage, say)
        found = _collected(stage)
        results, changes = found.document(), _set_beside(stage, found, reading.result())
        made_by = f"{tree_digest(PACKAGE)} {sys.version}"
        stamp, last = f"{tree_digest(stage)} {made_by}", published_stamp(home)
        if last == stamp and (not pdf or pdf_of(home).is_file()):
            say("Book: fresh")
            return Build(home, True, changes)
        if told := strange(home):
            say(f"Book: {told}; publishing it anew")
        if last.endswith(made_by):
            note_last(stage, (home / "html").resolve())
        if pdf:
            _announce_pdf(stage)
        say("Book: rendering, on paper too" if pdf else "Book: rendering")
        with ThreadPoolExecutor(1) as pool:
            printing = pool.submit(_print, stage, found, results.digest) if pdf else None
            html = render(stage, found, meanwhile=lambda: _require_sense(stage, found))
        verify_pages(html, results.digest, checkout)
        if printing:
            os.rename(printing.result(), html / printing.result().name)
        publish(_made(stage, html, results.write()), home, stamp, say)
    return Build(home, False, changes)


def build_all(checkout: Path, *, pdf: bool = False, say: Callable[[str], None] = print) -> list[Build]:
    """Build the article's own edition and every filed one; each page of one leads to the same page of the others.

    All are checked before any is built. Raises as ``build`` does.
    """
    editions = filed_editions(checkout)
    _check_each(editions, lambda edition: check(checkout, None, edition))
    built, names = [], [edition.name for edition in editions]
    for edition in editions:
        say(f"\nEdition {edition.name}" + (f": {edition.title}" if edition.title else ""))
        built.append(build(checkout, edition, pdf=pdf, say=say, among=names))
    return built


def check_all(checkout: Path, say: Callable[[str], None] = print) -> None:
    """Check the article's own edition and every filed one as ``check_computed`` does. Raises as it does."""
    _check_each(filed_editions(checkout), lambda edition: check_computed(checkout, edition, say=say))


def _check_each(editions: list[Edition], checked: Callable[[Edition], None]) -> None:
    """Raises InputError with the faults of all editions, each fault with the name of its edition."""
    faults = []
    for edition in editions:
        try:
            checked(edition)
        except InputError as error:
            faults += [replace(fault, file=f"{edition.name}: {fault.file}") for fault in error.faults]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def _editions(checkout: Path, home: Path, among: Collection[str]) -> dict:
    """What the pages of an edition say of all editions; they lead to those that are there or are being built."""
    filed = []
    for edition in filed_editions(checkout):
        folder = default_output(checkout, edition, None)
        there = edition.name in among or folder == home or bool(published_stamp(folder))
        about = {key: each for key in ("name", *FIELDS) if (each := getattr(edition, key))}
        filed.append({**about, "folder": _below_build(checkout, folder), "there": there})
    return {"here": _below_build(checkout, home), "filed": filed}


def _below_build(checkout: Path, folder: Path) -> str:
    """A folder of builds, from the one that holds them all."""
    return folder.relative_to((checkout / "_build").absolute()).as_posix()


def check_computed(
    checkout: Path, edition: Edition, data: Path | None = None, say: Callable[[str], None] = print
) -> None:
    """Check an edition's input as ``check`` does, then by computing every figure: a build takes over what was run.

    Raises InputError, BuildFailed or Disagreement.
    """
    check(checkout, data, edition)
    require_named(checkout)
    with tempfile.TemporaryDirectory(prefix="report-check-") as folder:
        stage = Path(folder)
        lay_out(checkout, data, edition, stage)
        execute(executions(checkout, stage, edition, data is not None), stage, say)
        _require_sense(stage, _collected(stage))


def _collected(stage: Path) -> Results:
    """What the executed notebooks of a stage say. Raises InputError where they name a figure as the data do."""
    try:
        return collect(stage)
    except Disagreement:
        _require_names(stage)
        raise


def _require_sense(stage: Path, results: Results) -> None:
    """Raises InputError where notebooks name a figure as the data do, or a page prints what none of them shows."""
    from helpers.pages.asked import asked_faults  # what reads pages is slow to load

    _require_names(stage)
    if faults := asked_faults(stage, results):
        raise InputError(faults)


def _require_names(stage: Path) -> None:
    from helpers.edition.sense import shown_faults  # formulas are slow to load

    if faults := shown_faults(stage):
        raise InputError(faults)


def _require_apart(checkout: Path, home: Path) -> None:
    """A book is never published among the sources that it is made from. Raises InputError."""
    sources = [(checkout / name).resolve() for name in OWN]
    if home == checkout.resolve() or any(source in (home, *home.parents) for source in sources):
        raise one_fault(str(home), "the report's own sources stand there", "name another folder")


def default_output(checkout: Path, edition: Edition, data: Path | None) -> Path:
    """``_build`` for the article's own edition, a folder under ``_build/editions`` for any other."""
    if edition == Edition() and data is None:
        return checkout / "_build"
    return checkout / "_build" / "editions" / edition.name


def pdf_of(home: Path) -> Path:
    """Where a book that was built on paper too has its PDF."""
    from helpers.pages.downloads import PDF  # the pages are slow to load

    return home / "html" / PDF


# --- laying out --------------------------------------------------------------------------------------


def lay_out(checkout: Path, data: Path | None, edition: Edition, stage: Path) -> None:
    """Lay out in a folder all that an edition's notebooks run on and its pages are made from."""
    ignore = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", Path(SIGNED).name)  # no page is made from it
    for name in SOURCES:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, stage / name, ignore=ignore)
        elif source.is_file():
            shutil.copyfile(source, stage / name)
    stage_data(checkout, data, stage / DATA)
    if data is not None:
        stage_data(checkout, data, stage / BOOK / BESIDE)
    if edition != Edition() or data is not None:
        (stage / NOTE).write_bytes(canonical(note(checkout, data, edition), as_given=True))
        with _configuring(stage) as config:
            if "title" in config:  # else the pages take it from the citation, with the edition's
                config["title"] += f" ({edition.title or 'edition with other figures'})"


def _read_meanwhile(checkout: Path) -> Results | None:
    """What the committed notebooks say; and what looks at the prose of pages is loaded. Notebooks run meanwhile."""
    import helpers.pages.asked  # noqa: F401

    return reference(checkout)


def _set_beside(stage: Path, found: Results, committed: Results | None) -> tuple[Change, ...]:
    """Leave for the pages what the committed notebooks say where this build says something else; what changes."""
    if committed is None:
        return ()
    before = committed.document().model_dump()
    changes = compare(before, found.document().model_dump())
    charts = {
        name: chart.narrow
        for name, chart in committed.charts.items()
        if name in found.charts and compare_drawings(found.charts[name].narrow, chart.narrow).differences
    }
    if changes or charts:
        (stage / REFERENCE).write_bytes(canonical({**before, "charts": charts}))
    return tuple(changes)


@contextmanager
def _configuring(stage: Path) -> Iterator[dict]:
    """The staged book's configuration, to be changed."""
    path = stage / "_config.yml"
    config = read_yaml(path)
    yield config
    path.write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _made(stage: Path, html: Path, results: bytes) -> Path:
    """The folder that is published: pages, results, and executed notebooks with the modules and data beside them."""
    made = stage / "made"
    (made / "notebooks").mkdir(parents=True)
    os.rename(html, made / "html")
    keep_sums(made / "html")
    (made / "results.json").write_bytes(results)
    for name in notebook_names(stage):
        os.rename(notebook_path(stage, name), made / "notebooks" / f"{name}.ipynb")
    for module in (stage / BOOK).rglob("*.py"):
        target = made / "notebooks" / module.relative_to(stage / BOOK)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(module, target)
    if (stage / BOOK / BESIDE).is_dir():
        os.rename(stage / BOOK / BESIDE, made / "notebooks" / BESIDE)
    return made


# --- on paper ---------------------------------------------------------------------------------------


def _announce_pdf(stage: Path) -> None:
    """Make sure that a PDF can be printed, and tell the pages that they may link to it."""
    from helpers.pages import paper  # Sphinx and Playwright are slow to load, and only a PDF needs them here

    try:
        paper.require_browser()
    except paper.PaperFailed as error:
        raise BuildFailed(str(error)) from None
    with _configuring(stage) as config:
        config["sphinx"]["config"]["report_pdf"] = True
        config["exclude_patterns"] = [*config.get("exclude_patterns", []), "out-*"]  # one renders while the other does


def _print(stage: Path, found: Results, digest: str) -> Path:
    """Render the staged book on one page and print that; the PDF."""
    from helpers.pages import paper

    printed = stage / pdf_of(stage).name
    try:
        paper.print_book(render(stage, found, "singlehtml") / "index.html", stage, digest, printed)
        return printed
    except paper.PaperFailed as error:
        raise BuildFailed(str(error)) from None

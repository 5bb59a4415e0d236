"""An edition of the report: figures and parameters go in, executed notebooks, results.json and a book come out.

Work is done in a staging folder beside the output; what is whole is published by moving one symbolic link, so a
reader sees the old book or the new one and never half of either. What has not changed is not run again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import nbformat
import yaml
from pybtex.database import parse_file

from helpers.claims import EDITION_FILE, Fault, InputError, load, read_edition_note
from helpers.ledger import RECORD
from helpers.quantities import PARAMETERS, check_parameters, names_needed

ARTICLE = "article"
#: The report on paper, beside the pages.
PDF = "report.pdf"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "pygments_lexer": "ipython3",
}
DATA_FILES = ("claims.csv", "context.csv", "grades.csv", "sources.bib")
#: What describes them, for whoever takes the data away; no result depends on these.
DATA_NOTES = ("datapackage.json", "README.md")
SOURCES = ("_config.yml", "_toc.yml", "index.md", "book", "CITATION.cff", "CHANGELOG.md")


class BuildFailed(Exception):
    """The input is sound but the report could not be made; the last good one is untouched."""


@dataclass(frozen=True)
class Edition:
    """What sets one edition apart: a name, a title, replaced figures and parameters, and why."""

    name: str = ARTICLE
    title: str = ""
    set: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Results:
    """What the executed notebooks say: values with provenance, verdicts, charts."""

    values: dict[str, dict]
    provenance: dict[str, dict]
    verdicts: dict[str, dict]
    charts: dict[str, dict]
    parameters: dict[str, float]
    edition: str
    sources: dict[str, dict]

    def document(self) -> dict:
        """results.json: keys sorted, no clock, no path; ``digest`` is of all the rest."""
        body = {
            "edition": self.edition,
            "parameters": self.parameters,
            "values": self.values,
            "verdicts": {name: verdict["plain"] for name, verdict in self.verdicts.items()},
        }
        return {**body, "digest": hashlib.sha256(canonical(body)).hexdigest()}


def canonical(document: object) -> bytes:
    """The one way results and notes are written: keys sorted, no clock, the same content the same bytes."""
    return (json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


# --- reading an edition ------------------------------------------------------------------------------


def read_edition(checkout: Path, name: str) -> Edition:
    """The edition of ``editions/NAME.yml``; ``article`` needs no file. Raises InputError."""
    path = checkout / "editions" / f"{name}.yml"
    if name == ARTICLE and not path.exists():
        return Edition()
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) or not path.is_file():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.yml"))) or "none"
        raise InputError(
            [Fault(f"editions/{name}.yml", None, None, "there is no such edition", f"use one of: {known}")]
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = error.problem_mark.line + 1 if getattr(error, "problem_mark", None) else None
        raise InputError([Fault(path.name, line, None, "not readable as YAML", "mend the file")]) from None
    fields = {"title": str, "set": dict, "parameters": dict, "why": str}
    if not isinstance(content, dict):
        raise InputError([Fault(path.name, None, None, "the file is no mapping", f"give {', '.join(fields)}")])
    faults = [
        Fault(path.name, None, key, "unknown or ill-typed field", f"use {', '.join(fields)}")
        for key, value in content.items()
        if key not in fields or not isinstance(value, fields[key])
    ]
    if faults:
        raise InputError(faults)
    return Edition(name=name, **content)


def check(checkout: Path, data: Path | None, edition: Edition) -> None:
    """Check data, replaced figures and parameters together. Raises InputError with every fault."""
    faults = [Fault("parameters", None, *fault) for fault in check_parameters(edition.parameters)]
    with tempfile.TemporaryDirectory() as folder:
        try:
            stage_data(checkout, data, edition, Path(folder))
            load(Path(folder), edition.set, names_needed())
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)


def stage_data(checkout: Path, data: Path | None, edition: Edition, target: Path) -> None:
    """Lay out the data folder an edition runs on; files that ``data`` lacks come from the checkout."""
    source = data or checkout / "data"
    if not source.is_dir():
        raise InputError([Fault(str(source), None, None, "there is no such folder", "name a folder with a claims.csv")])
    if not (source / "claims.csv").exists():
        raise InputError([Fault("claims.csv", None, None, "the file is missing", f"put it into {source}")])
    target.mkdir(parents=True, exist_ok=True)
    for name in (*DATA_FILES, *DATA_NOTES):
        home = source if (source / name).exists() else checkout / "data"
        if (home / name).is_file():
            shutil.copyfile(home / name, target / name)
    if edition != Edition():
        note = {"name": edition.name, "title": edition.title, "set": edition.set, "why": edition.why}
        note["parameters"] = edition.parameters
        note["as_filed"] = _is_filed(checkout, edition)
        note["other_data"] = data is not None
        note["changed"] = _changed_rows(checkout / "data", target)
        (target / EDITION_FILE).write_bytes(canonical(note))


def _changed_rows(own: Path, other: Path) -> list[str]:
    """The ids of the rows in which another data folder is not the checkout's own."""
    changed = []
    for name in ("claims.csv", "context.csv"):
        known, given = (_lines(folder / name) for folder in (own, other))
        changed += [line.partition(",")[0] for line in given[1:] if line.strip() and line not in known]
    return changed


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig", "replace").splitlines() if path.is_file() else []


def _is_filed(checkout: Path, edition: Edition) -> bool:
    """Whether an edition is what its file says, with nothing replaced on the command line."""
    return (checkout / "editions" / f"{edition.name}.yml").is_file() and read_edition(checkout, edition.name) == edition


# --- executing ---------------------------------------------------------------------------------------


def read_parts(root: Path) -> list[tuple[str, list[str]]]:
    """The parts of the table of contents: the caption of each and its pages."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    parts = toc.get("parts", [toc])
    return [(part.get("caption", ""), [chapter["file"] for chapter in part.get("chapters", [])]) for part in parts]


def notebook_names(checkout: Path) -> list[str]:
    """The notebooks of the table of contents, in its order."""
    pages = [page for _, pages in read_parts(checkout) for page in pages]
    return [Path(page).name for page in pages if (checkout / f"{page}.ipynb").is_file()]


def run_notebook(source: str, target: str, parameters: dict, folder: str) -> None:
    """Run one notebook with papermill into ``target``, normalised; nothing is left there on failure."""
    import warnings

    import papermill
    from papermill.exceptions import PapermillExecutionError

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    logging.getLogger("papermill").setLevel(logging.ERROR)
    partial = f"{target}.partial"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            papermill.execute_notebook(
                source, partial, parameters=parameters, cwd=folder, kernel_name="python3", progress_bar=False
            )
        notebook = normalise(nbformat.read(partial, as_version=4))
        nbformat.write(notebook, partial)
        os.replace(partial, target)
    except PapermillExecutionError as error:
        raise BuildFailed(f"{Path(source).name}, cell {error.exec_count}: {error.ename}: {error.evalue}") from None
    finally:
        Path(partial).unlink(missing_ok=True)


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take clocks, paths and random ids out of an executed notebook, so that equal runs are equal bytes."""
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL, language_info=LANGUAGE)
    count = 0
    for cell in notebook.cells:
        keep = {key: cell.metadata[key] for key in ("tags", "mystnb") if cell.metadata.get(key)}
        cell.metadata = nbformat.NotebookNode(keep)
        if "injected-parameters" in keep.get("tags", []):
            cell.id = "injected-parameters"
            cell.metadata.tags = [*keep["tags"], "hide-input"]
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            if output.output_type in ("display_data", "execute_result"):
                output.metadata = nbformat.NotebookNode()
    return notebook


def _source_digest(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    cells = [(cell.cell_type, cell.id, cell.source, cell.metadata.get("tags", [])) for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _tree_digest(paths: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


#: What runs inside a notebook; all else renders, prints or checks what notebooks said.
NOTEBOOK_CODE = ("interval.py", "claims.py", "quantities.py", "ledger.py", "verdicts.py", "charts.py", "notebook.py")


def _code_digest(checkout: Path, pages: bool) -> str:
    """Everything besides data and pages that a result can depend on: our code, the lock, this Python."""
    package, lock = Path(__file__).parent, checkout / "requirements.txt"
    code = [path for path in package.rglob("*") if path.suffix in (".py", ".css", ".js")]
    code = [path for path in code if pages or path.name in NOTEBOOK_CODE]
    parts = [
        _tree_digest(code, package),
        _tree_digest([lock], checkout) if lock.is_file() else "",
        sys.version,
    ]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _inputs(folder: Path) -> list[Path]:
    """The files of a data folder that a result can depend on."""
    return [path for path in folder.iterdir() if path.name not in DATA_NOTES]


def execute(checkout: Path, stage: Path, edition: Edition, cache: Path, say: Callable[[str], None]) -> None:
    """Run the stale notebooks of a staged edition, two at a time or as many as there are processors."""
    names = notebook_names(checkout)
    folder = stage / "book"
    shared = _code_digest(checkout, pages=False) + _tree_digest(_inputs(stage / "data"), stage)
    cache.mkdir(parents=True, exist_ok=True)
    changed = {k: v for k, v in edition.parameters.items() if v != PARAMETERS[k].default}
    homes, stale = {}, []
    for name in names:
        key = hashlib.sha256(
            (shared + json.dumps(changed, sort_keys=True) + _source_digest(folder / f"{name}.ipynb")).encode()
        )
        homes[name] = cache / f"{name}-{key.hexdigest()[:20]}.ipynb"
        if homes[name].is_file():
            say(f"  {name}: fresh")
        else:
            stale.append(name)
    _run_all(stale, homes, changed, folder, say)
    for name in names:
        shutil.copyfile(homes[name], folder / f"{name}.ipynb")
    _forget(cache, names, set(homes.values()))


def _run_all(stale: list[str], homes: Mapping[str, Path], parameters: dict, folder: Path, say) -> None:
    if not stale:
        return
    failures = []
    workers = min(len(stale), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_quiet) as pool:
        jobs = {
            pool.submit(run_notebook, str(folder / f"{name}.ipynb"), str(homes[name]), parameters, str(folder)): name
            for name in stale
        }
        for job in as_completed(jobs):
            try:
                job.result()
                say(f"  {jobs[job]}: executed")
            except BuildFailed as error:
                failures.append(str(error))
                say(f"  {jobs[job]}: failed")
    if failures:
        raise BuildFailed("\n".join(failures))


def _quiet() -> None:
    """Kernels chat on standard error at every start; what goes wrong comes back as an exception."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _forget(cache: Path, names: list[str], current: set[Path]) -> None:
    """Keep the newest few executions of each notebook, the current one always."""
    for name in names:
        old = sorted(cache.glob(f"{name}-*.ipynb"), key=lambda path: path.stat().st_mtime, reverse=True)[12:]
        for path in old:
            if path not in current:
                path.unlink(missing_ok=True)


# --- collecting --------------------------------------------------------------------------------------


def collect(root: Path) -> Results:
    """What the executed notebooks under ``root`` say. Raises BuildFailed where two of them disagree."""
    edition = read_edition_note(root / "data").get("name", ARTICLE)
    values, origins, verdicts, charts = {}, {}, {}, {}
    for name in notebook_names(root):
        notebook = nbformat.read(root / "book" / f"{name}.ipynb", as_version=4)
        for index, cell in enumerate(notebook.cells):
            for output in cell.get("outputs", []):
                record = output.get("data", {}).get(RECORD)
                if record:
                    where = {"cell": index, "code": cell.source.strip()}
                    _take(record, output["data"], name, where, values, origins, verdicts, charts)
    parameters = {name: values[name]["central"] for name in PARAMETERS if name in values}
    return Results(values, origins, verdicts, charts, parameters, edition, read_sources(root / "data" / "sources.bib"))


def read_sources(path: Path) -> dict[str, dict]:
    """Each source by its key: ``name``, who published it and when, as short as a caption wants it, and ``url``."""
    sources = {}
    for key, entry in parse_file(str(path)).entries.items():
        people = entry.persons.get("author") or []
        name = " and ".join(str(person).strip("{}") for person in people) or f"the {key}"
        year = entry.fields.get("year", "")
        short = f"{name}, {year}" if year[:1].isdigit() else name
        sources[key] = {"name": short, "url": entry.fields.get("url", "")}
    return sources


def _take(record, data, notebook: str, where: dict, values, origins, verdicts, charts) -> None:
    for name, found in record["values"].items():
        entry = {**found["entry"], "notebook": notebook}
        if name in values and {**values[name], "notebook": notebook} != entry:
            raise BuildFailed(
                f"{notebook} and {values[name]['notebook']} give different values for {name!r}: run them on the same data"
            )
        printed_here = name in (record.get("id"), *record.get("ids", []))
        if name not in values or (printed_here and not origins[name]["printed"]):
            values[name] = entry
            origins[name] = {**found["provenance"], **where, "printed": printed_here}
    for name, verdict in record["verdicts"].items():
        verdicts.setdefault(name, {**verdict, "notebook": notebook, **where})
    if "chart" in record:
        charts.setdefault(record["id"], {**record["chart"], "wide": data["image/svg+xml"], "notebook": notebook})


# --- building and publishing -------------------------------------------------------------------------


@dataclass(frozen=True)
class Build:
    """What a build left: where, and whether anything had to be made."""

    output: Path
    fresh: bool


def build(
    checkout: Path,
    edition: Edition,
    *,
    data: Path | None = None,
    output: Path | None = None,
    pdf: bool = False,
    say: Callable[[str], None] = print,
) -> Build:
    """Check, execute what is stale, collect, render, publish; with ``pdf`` on paper too. Raises InputError or BuildFailed."""
    check(checkout, data, edition)
    home = (output or default_output(checkout, edition, data)).absolute()
    if home.resolve() == (checkout / "_build").resolve() and (edition != Edition() or data):
        rule = "the article's own book stands there, and another edition never replaces it"
        raise InputError([Fault(str(home), None, None, rule, "name another folder")])
    if home.exists() and not home.is_dir():
        raise InputError([Fault(str(home), None, None, "the output is a file", "name a folder")])
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home), _staged(home) as stage:
        _lay_out(checkout, data, edition, stage)
        say("Notebooks")
        execute(checkout, stage, edition, checkout / "_build" / ".cache" / "executed", say)
        results = collect(stage)
        stamp = _tree_digest((p for p in stage.rglob("*") if p.is_file()), stage) + _code_digest(checkout, pages=True)
        if _published_stamp(home) == stamp and (not pdf or (home / "html" / PDF).is_file()):
            say("Book: fresh")
            return Build(home, fresh=True)
        if pdf:
            _announce_pdf(stage)
        (stage / "results.json").write_bytes(canonical(results.document()))
        say("Book: rendering, on paper too" if pdf else "Book: rendering")
        digest = results.document()["digest"]
        with ThreadPoolExecutor(1) as pool:
            printing = pool.submit(_print, stage, digest) if pdf else None
            html = render(stage)
        verify_pages(html, digest, checkout)
        if printing:
            os.rename(printing.result(), html / PDF)
        _publish(stage, html, home, stamp)
    return Build(home, fresh=False)


def default_output(checkout: Path, edition: Edition, data: Path | None) -> Path:
    """``_build`` for the article's own edition, a folder under ``_build/editions`` for any other."""
    if edition == Edition() and data is None:
        return checkout / "_build"
    return checkout / "_build" / "editions" / edition.name


def _lay_out(checkout: Path, data: Path | None, edition: Edition, stage: Path) -> None:
    ignore = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    for name in SOURCES:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, stage / name, ignore=ignore)
        elif source.is_file():
            shutil.copyfile(source, stage / name)
    stage_data(checkout, data, edition, stage / "data")
    if edition != Edition() or data is not None:
        config = yaml.safe_load((stage / "_config.yml").read_text(encoding="utf-8"))
        config["title"] = f"{config['title']} ({edition.title or 'edition with other figures'})"
        (stage / "_config.yml").write_text(
            yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8"
        )


def _announce_pdf(stage: Path) -> None:
    """Make sure that a PDF can be printed, and tell the pages that they may link to it."""
    from helpers import paper  # Sphinx and Playwright are slow to import, and only a PDF needs them here

    try:
        paper.require_browser()
    except paper.PaperFailed as error:
        raise BuildFailed(str(error)) from None
    config = yaml.safe_load((stage / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"]["report_pdf"] = True
    config["exclude_patterns"] = [*config.get("exclude_patterns", []), "out-*"]  # one renders while the other does
    (stage / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _print(stage: Path, digest: str) -> Path:
    """Render the staged book on one page and print that; the PDF."""
    from helpers import paper

    page, printed = render(stage, "singlehtml") / "index.html", stage / PDF
    try:
        paper.print_book(page, stage, digest, printed)
        return printed
    except paper.PaperFailed as error:
        raise BuildFailed(str(error)) from None


def render(stage: Path, builder: str = "html") -> Path:
    """Render a staged book with Jupyter Book, warnings as failures; the folder of its pages."""
    program = Path(sys.executable).with_name("jupyter-book")
    out = stage / f"out-{builder}"
    command = [str(program), "build", str(stage), "--path-output", str(out)]
    command = [*command, "--builder", builder, "--all", "-n", "-W", "--keep-going", "-q"]
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=stage, check=False)
    html = out / "_build" / builder
    if done.returncode or not (html / "index.html").is_file():
        lines = (done.stdout + done.stderr).replace(str(stage), "").splitlines()
        problems = [line for line in lines if re.search(r"WARNING|ERROR|^\w*(?:Error|Exception)\b", line)] or lines[
            -15:
        ]
        raise BuildFailed(
            f"the book could not be rendered (exit code {done.returncode}):\n" + "\n".join(dict.fromkeys(problems))
        )
    return html


def verify_pages(html: Path, digest: str, checkout: Path) -> None:
    """Every page of the table of contents is there and was made from these results."""
    entries = ["index", *(page for _, pages in read_parts(checkout) for page in pages)]
    stale = []
    for entry in entries:
        page = html / f"{entry}.html"
        if not page.is_file() or f'name="report-digest" content="{digest}"' not in page.read_text(encoding="utf-8"):
            stale.append(entry)
    if stale:
        raise BuildFailed(f"pages missing or made from other results: {', '.join(stale)}")


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One build at a time for each output."""
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildFailed(f"another build is writing to {home}: wait for it to end") from None
        yield


@contextmanager
def _staged(home: Path) -> Iterator[Path]:
    """A fresh staging folder beside the output; those of killed builds are swept away."""
    base = home / ".staging"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


PUBLISHED = ("html", "results.json", "notebooks")


def _published_stamp(home: Path) -> str:
    stamp = home / ".published" / "current" / "stamp"
    whole = all((home / name).exists() for name in PUBLISHED)
    return stamp.read_text(encoding="utf-8") if whole and stamp.is_file() else ""


def _publish(stage: Path, html: Path, home: Path, stamp: str) -> None:
    """Publish pages, results and notebooks at once: one symbolic link is moved from the old to the new."""
    store = home / ".published"
    store.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="book-", dir=store))
    os.rename(html, new / "html")
    os.rename(stage / "results.json", new / "results.json")
    (new / "notebooks").mkdir()
    for path in sorted((stage / "book").glob("*.ipynb")):
        os.rename(path, new / "notebooks" / path.name)
    shutil.copytree(stage / "data", new / "notebooks" / "data")
    (new / "stamp").write_text(stamp, encoding="utf-8")
    new.chmod(0o755)
    _link(store / "current", new.name)
    for name in PUBLISHED:
        _link(home / name, f".published/current/{name}")
    for path in store.glob("book-*"):
        if path != new:
            shutil.rmtree(path, ignore_errors=True)


def _link(link: Path, target: str) -> None:
    """Point a symbolic link at a target in one step; a real file or folder in its place makes way."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)


# --- accepting and comparing -------------------------------------------------------------------------


def accept(checkout: Path) -> list[str]:
    """Make the published notebooks of the article's own edition the committed reference; the names that changed."""
    published = checkout / "_build" / "notebooks"
    names = notebook_names(checkout)
    missing = [name for name in names if not (published / f"{name}.ipynb").is_file()]
    if missing:
        raise BuildFailed(f"no published notebook {', '.join(missing)}: build the report first")
    changed = []
    for name in names:
        source, target = published / f"{name}.ipynb", checkout / "book" / f"{name}.ipynb"
        if _source_digest(source) != _source_digest(target):
            raise BuildFailed(f"{name} was edited after the last build: build the report again")
        if source.read_bytes() != target.read_bytes():
            partial = target.with_suffix(".partial")
            shutil.copyfile(source, partial)
            os.replace(partial, target)
            changed.append(name)
    return changed


def read_results(checkout: Path, name: str) -> dict:
    """A results.json by its path, its build folder or its edition's name. Raises BuildFailed."""
    built = checkout / "_build" / "editions" / name
    for path in (Path(name), Path(name) / "results.json", built / "results.json"):
        if path.is_file():
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                document["values"], document["verdicts"]
            except (ValueError, KeyError, TypeError):
                raise BuildFailed(f"{path} is no results.json") from None
            return document
    if name == ARTICLE and (checkout / "_build" / "results.json").is_file():
        return read_results(checkout, str(checkout / "_build" / "results.json"))
    raise BuildFailed(f"no results for {name!r}: give a results.json, a build folder or the name of a built edition")


def diff(first: dict, second: dict) -> tuple[list[str], int]:
    """What moved, appeared, vanished and flipped from one results.json to another, and the exit code that says so."""
    lines, code = [], 0
    for kind in ("values", "verdicts"):
        old, new = first[kind], second[kind]
        lines += [f"vanished  {kind[:-1]} {name}" for name in sorted(old.keys() - new.keys())]
        lines += [f"appeared  {kind[:-1]} {name}" for name in sorted(new.keys() - old.keys())]
        code = 3 if old.keys() != new.keys() else code
        for name in sorted(old.keys() & new.keys()):
            change = _change(kind, old[name], new[name])
            if change:
                lines.append(f"{change[0]:9} {name}: {change[1]}")
                code = max(code, 2)
    return lines, code


def _change(kind: str, old: dict, new: dict) -> tuple[str, str] | None:
    if kind == "verdicts":
        if old["holds"] != new["holds"]:
            return "flipped", f"{old['text']} -> {new['text']}"
        return ("reworded", new["text"]) if old != new else None
    numbers = ("low", "central", "high")
    if any(not _same(old[key], new[key]) for key in numbers):
        return "moved", f"{old['text']} -> {new['text']}"
    return ("changed", _fields(old, new)) if old != new else None


def _fields(old: dict, new: dict) -> str:
    changed = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]
    return "; ".join(f"{key}: {old.get(key)} -> {new.get(key)}" for key in changed)


def _same(old: float | None, new: float | None) -> bool:
    return old is new if old is None or new is None else math.isclose(old, new, rel_tol=1e-12)

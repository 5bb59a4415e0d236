"""What a reader takes away: results with their schema and as a workbook, data, each chart's table, notebooks, citations.

All of it lies beside the pages, in ``downloads/``, and is described as a research object (RO-Crate) at their root.
"""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from helpers.figures.spreadsheet import as_cell
from helpers.notebook.checkout import BOOK, DATA, NOTE, notebook_path
from helpers.notebook.record import ChartRecord, ChartRow
from helpers.notebook.results import Results, canonical, results_schema
from helpers.pages.action import add_action, digest_of
from helpers.pages.citation import Citation, bibtex, csl, ris
from helpers.pages.forks import Forked
from helpers.pages.last import last_pages, take_or_make

FOLDER = "downloads"
RESULTS_SCHEMA = "results.schema.json"
WORKBOOK, NOTEBOOKS = "figures.xlsx", "notebooks.zip"
#: The report on paper, beside the pages, and the picture that a preview shows.
PDF, PICTURE = "report.pdf", "front-page.png"

#: The downloads that hold all that the workbook is made from.
COMPUTED_FROM = ("results.json", "citation.*", "CITATION.cff", NOTE, "notebooks/*")

#: The list of the pages' twins.
LIST = "llms.txt"
#: What the report is made from, among the downloads: copies of its sources.
TAKEN = (f"{FOLDER}/{DATA}/", f"{FOLDER}/CITATION.cff", f"{FOLDER}/{NOTE}")

#: What is written or copied whatever the report is on, in words; the rest is named by what it holds.
WORDS = {
    "results.json": "Every value and verdict of the report",
    RESULTS_SCHEMA: "JSON Schema of results.json",
    WORKBOOK: "Every figure in a spreadsheet, the computed ones as live formulas",
    "citation.bib": "How to cite the report, BibTeX",
    "citation.ris": "How to cite the report, RIS",
    "citation.csl.json": "How to cite the report, CSL",
    "CITATION.cff": "How to cite the report, CFF",
    PICTURE: "A picture of the front page",
    "data.zip": "The data folder, packed",
    NOTEBOOKS: "The executed notebooks, packed",
    f"{DATA}/datapackage.json": "Frictionless data package of the data folder",
    f"{DATA}/README.md": "The data dictionary",
    NOTE: "What this edition replaces",
}
#: Media types, the longer endings first.
ENCODINGS = {
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".schema.json": "application/schema+json",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".ris": "application/x-research-info-systems",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def encoding(path: str) -> str:
    """The media type of a file, by its name."""
    return next((kind for ending, kind in ENCODINGS.items() if path.endswith(ending)), "application/octet-stream")


# --- writing -----------------------------------------------------------------------------------------


def begin_workbook(source: Path, results: Results, citation: Citation, aside: Path) -> Callable[[Path], None]:
    """Begin to write the workbook into a folder ``aside``, unless the last book may well have it; what puts it in place."""
    from helpers.pages.workbook import write_workbook  # it takes words from parts of pages, which link to downloads

    write, last = partial(write_workbook, results, citation), last_pages(source)
    if last and (last / FOLDER / "results.json").read_bytes() == results.document().write():
        return write
    aside.mkdir(parents=True, exist_ok=True)
    begun = Forked(partial(write, aside / WORKBOOK))

    def put(target: Path) -> None:
        begun.result()
        shutil.move(aside / WORKBOOK, target)

    return put


def write_downloads(
    source: Path,
    pages: Path,
    results: Results,
    citation: Citation,
    write_workbook: Callable[[Path], None],
    pdf: bool = False,
) -> None:
    """Write ``downloads/`` and ``ro-crate-metadata.json`` beside the pages of a book whose source is given.

    ``pdf`` says that a PDF is printed while the pages are made.
    """
    folder = pages / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("charts", "notebooks"):
        (folder / name).mkdir(parents=True)
    (folder / "results.json").write_bytes(results.document().write())
    (folder / RESULTS_SCHEMA).write_bytes(canonical(results_schema()))
    for name, chart in results.charts.items():
        write_chart(chart, folder / "charts" / f"{name}.csv")
    for name, write in (("citation.bib", bibtex), ("citation.ris", ris), ("citation.csl.json", csl)):
        (folder / name).write_text(write(citation), encoding="utf-8", newline="")
    shutil.copytree(source / DATA, folder / DATA)
    notebooks = {cell.notebook for cell in results.cells.values()}
    copied = [source / "CITATION.cff", source / NOTE, source / BOOK / "images" / PICTURE]
    for path in filter(Path.is_file, copied):
        shutil.copyfile(path, folder / path.name)
    for name in notebooks:
        shutil.copyfile(notebook_path(source, name), folder / "notebooks" / f"{name}.ipynb")
    last = last_pages(source)
    take_or_make(WORKBOOK, folder, last and last / FOLDER, COMPUTED_FROM, write_workbook)
    for name in (DATA, "notebooks"):
        _zip(folder / name, folder / f"{name}.zip")
    (pages / "ro-crate-metadata.json").write_bytes(canonical(describe_crate(pages, results, citation, pdf)))


def write_chart(chart: ChartRecord, target: Path) -> None:
    """The data behind a chart as CSV, a row a mark, every digit as results.json has it; an open end is empty.

    A text that a spreadsheet would compute has an apostrophe before it.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(ChartRow.model_fields), lineterminator="\n")
        table.writeheader()
        table.writerows({name: as_cell(each) for name, each in row.model_dump().items()} for row in chart.rows)


def _zip(folder: Path, target: Path) -> None:
    """Pack a folder; equal files give equal bytes, for no entry bears a clock."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder)}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())


# --- the research object -----------------------------------------------------------------------------


def describe_files(folder: Path, results: Results) -> Iterator[tuple[str, str]]:
    """Each download, by its path below ``folder``, and what it is in words."""
    package = folder / DATA / "datapackage.json"
    tables = json.loads(package.read_text(encoding="utf-8"))["resources"] if package.is_file() else []
    words = WORDS | {f"{DATA}/{each['path']}": each.get("description", each["name"]) for each in tables}
    for name in results.charts:
        words[f"charts/{name}.csv"] = f"The data of the chart {name} of {results.cell('chart', name).notebook}"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield name, words.get(name) or (f"The executed notebook {path.stem}" if path.suffix == ".ipynb" else path.name)


def describe_pages(pages: Path) -> Iterator[tuple[str, str]]:
    """The pages and their twins, by path, and what each is in words: the title that its twin begins with."""
    yield "index.html", "The report"
    if (pages / LIST).is_file():
        yield LIST, "A list of the pages in Markdown"
    for path in sorted(pages.rglob("*.md")):
        name = path.relative_to(pages).as_posix()
        if not name.startswith((f"{FOLDER}/", "_")):
            title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
            page = name.removesuffix(".md") + ".html"
            yield from [] if page == "index.html" else [(page, title)]
            yield name, f"{title}, in Markdown"


def describe_crate(pages: Path, results: Results, citation: Citation, pdf: bool = False) -> dict:
    """The RO-Crate metadata of the published pages and downloads."""
    from rocrate.model import ContextEntity, DataEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate()
    crate.name, crate.description = citation.title, citation.abstract
    crate.datePublished = citation.released
    crate.keywords = ", ".join(citation.keywords)
    crate.license = [
        crate.add(ContextEntity(crate, f"https://spdx.org/licenses/{name}", {"@type": "CreativeWork", "name": name}))
        for name in citation.licences
    ]
    authors = [
        crate.add(ContextEntity(crate, f"#author-{index}", {"@type": "Organization", "name": name}))
        for index, name in enumerate(citation.authors, 1)
    ]
    crate.root_dataset["author"] = authors
    crate.root_dataset["publisher"] = authors[0]
    crate.root_dataset["version"] = citation.made
    files = dict(describe_pages(pages))
    files |= {f"{FOLDER}/{path}": words for path, words in describe_files(pages / FOLDER, results)}
    found = {path: crate.add(DataEntity(crate, path, _file(pages / path, words))) for path, words in files.items()}
    if pdf:  # it is printed when all else is there, and has no digest yet
        said = {"@type": "File", "name": "The report on paper", "encodingFormat": encoding(PDF)}
        crate.add(DataEntity(crate, PDF, said))
    notebooks = found.pop(f"{FOLDER}/{NOTEBOOKS}")
    taken = [path for path in found if path.startswith(TAKEN)]
    given = [path for path in found if path not in taken]
    add_action(crate, citation, authors[0], notebooks, map(found.get, taken), map(found.get, given))
    return crate.metadata.generate()


def _file(path: Path, words: str) -> dict[str, str]:
    kind = ["File", "SoftwareSourceCode"] if path.name == NOTEBOOKS else "File"
    return {"@type": kind, "name": words, "encodingFormat": encoding(path.name), "sha256": digest_of(path)}

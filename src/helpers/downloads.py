"""What a reader takes away: results with their schema, the data package, each chart's data, notebooks, citations.

All of it lies beside the pages, in ``downloads/``, and is described as a research object (RO-Crate) at their root.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from helpers.citation import Citation, bibtex, csl, ris
from helpers.claims import ATTRIBUTIONS
from helpers.editions import PDF, Results, canonical

FOLDER = "downloads"
RESULTS_SCHEMA = "results.schema.json"

# --- the schema of results.json ----------------------------------------------------------------------


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ValueSchema(_Strict):
    """One printed value. An end that is null is open; all three numbers are null where the formula has no value."""

    label: str = Field(min_length=1, description="what is counted, in words")
    central: float | None = Field(description="the best single number; null where the source gave only a bound")
    low: float | None = Field(description="the lower end of the range, in `unit`; null where it is open")
    high: float | None = Field(description="the upper end of the range, in `unit`; null where it is open")
    unit: str = Field(description="the unit; a ratio is a plain ratio, percent stands only where a source quotes it")
    text: str = Field(min_length=1, description="the value as the pages print it, hedge and unit included")
    bound: Literal["exact", "about", "up_to", "at_least", "between"] = Field(description="how the range is bounded")
    attribution: Literal[(*ATTRIBUTIONS, "chosen", "counted")] = Field(description="who vouches for it, never a range")
    formula: str = Field(description="the formula in ids; empty where the value was quoted, chosen or counted")
    inputs: list[str] = Field(description="the ids that the formula is called with")
    notebook: str = Field(description="the notebook that printed it, by its name under book/")


class VerdictSchema(_Strict):
    """One computed judgement."""

    text: str = Field(min_length=1)
    holds: bool | None = Field(description="null where the figures cannot tell")
    because: str = Field(min_length=1)


class ResultsSchema(_Strict):
    """What one edition of the report found: every value that its pages print, and every verdict."""

    edition: str = Field(description="`article`, or the name of another edition")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of all the rest; each page carries it")
    parameters: dict[str, float] = Field(description="the choices of the report, by name")
    values: dict[str, ValueSchema]
    verdicts: dict[str, VerdictSchema]


def results_schema() -> dict:
    """The JSON Schema (2020-12) of results.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ResultsSchema.model_json_schema(),
        "title": "results.json",
    }


# --- writing -----------------------------------------------------------------------------------------


def chart_table(chart: dict) -> pd.DataFrame:
    """The data behind a chart, a row a mark: id, label, period, low, central, high, unit, range, text, and its own."""
    table = pd.DataFrame(chart["data"])
    first = ["id", "label", "period", "low", "central", "high", "unit", "range", "text"]
    return table[[*first, *(column for column in table if column not in first)]]


def write_downloads(source: Path, pages: Path, report: Results, citation: Citation, pdf: bool = False) -> None:
    """Write ``downloads/`` and ``ro-crate-metadata.json`` beside the pages of a book whose source is given."""
    folder = pages / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "charts").mkdir(parents=True)
    (folder / "results.json").write_bytes(canonical(report.document()))
    (folder / RESULTS_SCHEMA).write_bytes(canonical(results_schema()))
    for name, chart in report.charts.items():
        chart_table(chart).to_csv(folder / "charts" / f"{name}.csv", index=False, lineterminator="\n")
    for name, write in (("citation.bib", bibtex), ("citation.ris", ris), ("citation.csl.json", csl)):
        (folder / name).write_text(write(citation), encoding="utf-8", newline="")
    shutil.copyfile(source / "CITATION.cff", folder / "CITATION.cff")
    shutil.copyfile(source / "book" / "images" / "front-page.png", folder / "front-page.png")
    shutil.copytree(source / "data", folder / "data")
    (folder / "notebooks").mkdir()
    for name in dict.fromkeys(entry["notebook"] for entry in report.values.values()):
        shutil.copyfile(source / "book" / f"{name}.ipynb", folder / "notebooks" / f"{name}.ipynb")
    _zip(folder / "data", folder / "data.zip")
    _zip(folder / "notebooks", folder / "notebooks.zip")
    (pages / "ro-crate-metadata.json").write_bytes(canonical(describe_crate(pages, report, citation, pdf)))


def _zip(folder: Path, target: Path) -> None:
    """Pack a folder; equal files give equal bytes, for no entry bears a clock."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder)}")
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())


# --- the research object -------------------------------------------------------------------------------

#: What each download is, in words; a chart and a notebook are named by what they show.
WHAT = {
    "index.html": ("The report", "text/html"),
    f"{FOLDER}/results.json": ("Every value and verdict of the report", "application/json"),
    f"{FOLDER}/{RESULTS_SCHEMA}": ("JSON Schema of results.json", "application/schema+json"),
    f"{FOLDER}/citation.bib": ("How to cite the report, BibTeX", "application/x-bibtex"),
    f"{FOLDER}/citation.ris": ("How to cite the report, RIS", "application/x-research-info-systems"),
    f"{FOLDER}/citation.csl.json": ("How to cite the report, CSL", "application/vnd.citationstyles.csl+json"),
    f"{FOLDER}/CITATION.cff": ("How to cite the report, CFF", "application/yaml"),
    f"{FOLDER}/front-page.png": ("A picture of the front page", "image/png"),
    f"{FOLDER}/data.zip": ("The data folder, packed", "application/zip"),
    f"{FOLDER}/notebooks.zip": ("The executed notebooks, packed", "application/zip"),
    f"{FOLDER}/data/claims.csv": ("The figures that the article quotes", "text/csv"),
    f"{FOLDER}/data/context.csv": ("Independent figures set beside them", "text/csv"),
    f"{FOLDER}/data/grades.csv": ("The reason of each independent figure's grade", "text/csv"),
    f"{FOLDER}/data/sources.bib": ("Where the figures were read", "application/x-bibtex"),
    f"{FOLDER}/data/datapackage.json": ("Frictionless data package of the data folder", "application/json"),
    f"{FOLDER}/data/README.md": ("The data dictionary", "text/markdown"),
    f"{FOLDER}/data/edition.json": ("What this edition replaces", "application/json"),
    PDF: ("The report on paper", "application/pdf"),
}


def describe_crate(pages: Path, report: Results, citation: Citation, pdf: bool = False) -> dict:
    """The RO-Crate metadata of the published pages and downloads; a ``pdf`` is printed while the pages are made."""
    from rocrate.model import ContextEntity, DataEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate()
    crate.name, crate.description = citation.title, citation.abstract
    crate.datePublished = citation.released
    crate.keywords = ", ".join(citation.keywords)
    licences = [
        crate.add(ContextEntity(crate, f"https://spdx.org/licenses/{name}", {"@type": "CreativeWork", "name": name}))
        for name in citation.licences
    ]
    crate.license = licences
    authors = [
        crate.add(ContextEntity(crate, f"#author-{index}", {"@type": "Organization", "name": name}))
        for index, name in enumerate(citation.authors, 1)
    ]
    crate.root_dataset["author"] = authors
    crate.root_dataset["publisher"] = authors[0]
    crate.root_dataset["version"] = citation.made
    what = dict(WHAT)
    for name, chart in report.charts.items():
        what[f"{FOLDER}/charts/{name}.csv"] = (f"The data of the chart {name} of {chart['notebook']}", "text/csv")
    for path in sorted((pages / FOLDER / "notebooks").glob("*.ipynb")):
        what[f"{FOLDER}/notebooks/{path.name}"] = (f"The executed notebook {path.stem}", "application/x-ipynb+json")
    for path, (name, form) in what.items():
        if (pages / path).is_file() or (pdf and path == PDF):
            crate.add(DataEntity(crate, path, {"@type": "File", "name": name, "encodingFormat": form}))
    return crate.metadata.generate()

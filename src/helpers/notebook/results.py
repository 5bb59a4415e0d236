"""What the executed notebooks of a report say, collected: figures, verdicts, charts, and the cell each came from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import nbformat
from pybtex.database.input.bibtex import Parser
from pydantic import Field

from helpers.figures.verdict import MARKER
from helpers.notebook.checkout import ARTICLE, DATA, notebook_names, notebook_path, read_note
from helpers.notebook.record import (
    MIME,
    SVG,
    ChartRecord,
    FigureRecord,
    Record,
    Said,
    Strict,
    Value,
    VerdictRecord,
    WhatIf,
)

#: The tag of the cell that holds an edition's parameters.
INJECTED = "injected-parameters"


class Disagreement(Exception):
    """Two notebooks give different values for one id, or one names a figure that none shows; the message names them."""


@dataclass(frozen=True)
class Cell:
    """The cell of a notebook that showed something: its place among all cells, and its code.

    ``number`` is the one that people call it by: cells of code alone are counted, from 1, as they are run.
    """

    notebook: str
    index: int
    code: str
    number: int


@dataclass(frozen=True)
class Source:
    """A page that figures were read in: who published it and when, as short as a caption wants it, and its address.

    ``published`` is the whole date, as far as it is known: ``2024-11-09`` or ``2024-11``. A ``repost`` is a copy of
    another page's text; it was not read where it first stood.
    """

    name: str
    url: str
    published: str
    repost: bool


@dataclass(frozen=True)
class Results:
    """What the executed notebooks say. ``cells`` holds the cell of each figure, verdict and chart, by kind and id.

    ``roles`` are the ids of figures by other names, such as that of the year before.
    """

    edition: str = ARTICLE
    figures: dict[str, FigureRecord] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, VerdictRecord] = field(default_factory=dict)
    charts: dict[str, ChartRecord] = field(default_factory=dict)
    wide: dict[str, str] = field(default_factory=dict)
    what_if: WhatIf | None = None
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """The id of a figure by one of its names."""
        return self.roles.get(name, name)

    def cell(self, kind: str, name: str) -> Cell:
        """The cell that showed a ``figure``, ``verdict`` or ``chart``."""
        return self.cells[kind, name]

    @property
    def parameters(self) -> dict[str, float]:
        """The choices that the notebooks were run with."""
        return {name: each.central for name, each in self.figures.items() if each.kind == "parameter"}

    def rests_on(self, name: str) -> list[str]:
        """The quoted and chosen figures that a figure finally rests on, by id; itself where it is one."""
        figure = self.figures[name]
        found = (base for below in figure.inputs or figure.counted for base in self.rests_on(below))
        return list(dict.fromkeys(found)) or [name]

    def said(self, name: str) -> Said:
        """A verdict in plain words."""
        verdict = self.verdicts[name]
        statement = verdict.statement
        sure = {"evidence": statement.evidence, "change": self._fill(statement.change)} if statement else {}
        return Said(
            text=self._fill(verdict.text),
            holds=verdict.holds,
            because=self._fill(verdict.because),
            rating=verdict.outcome,
            rests_on=sorted({base for used in verdict.uses for base in self.rests_on(used)}),
            **sure,
        )

    def _fill(self, template: str) -> str:
        words = MARKER.sub(lambda match: self.figures[match[1]].printed(match[2]), template)
        return words[:1].upper() + words[1:]

    def used_by(self, name: str) -> list[str]:
        """The figures that are computed from one directly."""
        return [other for other, each in self.figures.items() if name in each.inputs]

    def document(self) -> ResultsDocument:
        """results.json, as a model; made once."""
        return self._document

    @cached_property
    def _document(self) -> ResultsDocument:
        values = {
            name: PrintedValue(
                **each.value.model_dump(),
                rests_on=[base for base in self.rests_on(name) if base != name],
                notebook=self.cell("figure", name).notebook,
                period=each.quotation.period if each.quotation else "",
            )
            for name, each in sorted(self.figures.items())
        }
        body = {
            "edition": self.edition,
            "parameters": self.parameters,
            "values": {name: value.model_dump() for name, value in values.items()},
            "verdicts": {name: self.said(name).model_dump() for name in sorted(self.verdicts)},
        }
        return ResultsDocument(**body, digest=hashlib.sha256(canonical(body)).hexdigest())


def canonical(document: object, as_given: bool = False) -> bytes:
    """The one way results and notes are written: keys sorted or ``as_given``, no clock, the same content the same bytes."""
    return (json.dumps(document, sort_keys=not as_given, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


# --- results.json ------------------------------------------------------------------------------------


class PrintedValue(Value):
    """One value of results.json."""

    rests_on: list[str] = Field(description="the quoted and chosen values that it finally rests on, or goes over")
    notebook: str = Field(description="the notebook that printed it, by its name under book/")
    period: str = Field("", description="the time that a quoted value is about: a year, or a part of one")


class ResultsDocument(Strict):
    """What one edition of the report found: every value that its pages print, and every verdict."""

    edition: str = Field(description="`article`, or the name of another edition")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of all the rest; each page carries it")
    parameters: dict[str, float] = Field(description="the choices of the report, by name")
    values: dict[str, PrintedValue]
    verdicts: dict[str, Said]

    def write(self) -> bytes:
        """The bytes of results.json."""
        return canonical(self.model_dump())


def results_schema() -> dict:
    """The JSON Schema (2020-12) of results.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ResultsDocument.model_json_schema(),
        "title": "results.json",
    }


# --- collecting --------------------------------------------------------------------------------------


def records_of(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, str, Record, str]]:
    """Each record of an executed notebook: the place of its cell, the cell's code, the record, its picture."""
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if MIME in data:
                yield index, cell.source.strip(), Record.model_validate(data[MIME]), data.get(SVG, "")


def cell_numbers(notebook: nbformat.NotebookNode) -> dict[int, int]:
    """The number of each cell of code by its place among all cells; one that an edition put in is not counted."""
    code = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and INJECTED not in cell.metadata.get("tags", ())
    ]
    return {index: number for number, index in enumerate(code, 1)}


def collect(root: Path, executed: Path | None = None) -> Results:
    """What the executed notebooks under ``root`` say. What a record only names is looked up in those of other cells.

    ``executed`` is the folder of the notebooks where it is not the source's own, as in a published book.
    Raises Disagreement where two notebooks differ on an id, or none holds a figure that one of them names.
    """
    edition = read_note(root).get("name", ARTICLE)
    results = Results(edition, sources=read_sources(root / DATA / "sources.bib"))
    what_if = None
    for name in notebook_names(root):
        path = executed / f"{name}.ipynb" if executed else notebook_path(root, name)
        notebook = nbformat.read(path, as_version=4)
        numbers = cell_numbers(notebook)
        for index, code, record, picture in records_of(notebook):
            cell = Cell(name, index, code, numbers[index])
            _take(results, cell, record, picture)
            if record.what_if and not what_if:
                what_if = record.what_if
                results.cells["what_if", ""] = cell
    _require_all(results)
    return replace(results, what_if=what_if)


def _require_all(results: Results) -> None:
    """Every figure that another is computed from or counts is held by the record of some cell, and no name is an id."""
    for name in sorted(set(results.roles) & set(results.figures)):
        raise Disagreement(
            f"{name!r} stands for {results.roles[name]!r}, and is the id of a figure: give one of them another name"
        )
    for name, figure in results.figures.items():
        for missing in (below for below in (*figure.inputs, *figure.counted) if below not in results.figures):
            cell = results.cell("figure", name)
            raise Disagreement(
                f"{cell.notebook}, cell {cell.number}: {name!r} rests on {missing!r}, which no cell of any notebook shows: "
                "show it as well, alone or in a table"
            )


def _take(results: Results, cell: Cell, record: Record, picture: str) -> None:
    for name, figure in record.figures.items():
        known = results.figures.setdefault(name, figure)
        if known.value != figure.value:
            other = results.cell("figure", name).notebook
            raise Disagreement(
                f"{cell.notebook} and {other} give different values for {name!r} ({known.text}; {figure.text}): "
                "run them on the same data, or name one of the two anew with .named(…)"
            )
        # A figure belongs to the cell that shows it; where none does, to the first that speaks of it.
        results.cells.setdefault(("figure", name), cell)
        if name in record.ids and ("shown", name) not in results.cells:
            results.cells["figure", name] = cell
            results.cells["shown", name] = cell
    for name, stands in record.roles.items():
        if (known := results.roles.setdefault(name, stands)) != stands:
            raise Disagreement(
                f"{cell.notebook}, cell {cell.number}: {name!r} stands for {stands!r}, and elsewhere for {known!r}: "
                "give one of them another name"
            )
    for name, verdict in record.verdicts.items():
        results.verdicts.setdefault(name, verdict)
        results.cells.setdefault(("verdict", name), cell)
    if record.chart and record.chart.id not in results.charts:
        results.charts[record.chart.id] = record.chart
        results.wide[record.chart.id] = picture
        results.cells["chart", record.chart.id] = cell


def read_sources(path: Path) -> dict[str, Source]:
    """Each source by its key."""
    sources = {}
    for key, entry in Parser().parse_file(str(path)).entries.items():
        people = entry.persons.get("author") or []
        name = " and ".join(str(person).strip("{}") for person in people) or f"the {key}"
        year = entry.fields.get("year", "")
        short = f"{name}, {year}" if re.match(r"\d", year) else name
        repost = bool(re.search(r"\b(?:repost|mirror)", entry.fields.get("note", ""), re.IGNORECASE))
        sources[key] = Source(short, entry.fields.get("url", ""), entry.fields.get("date", ""), repost)
    return sources

"""A report of a few figures made by hand, and Sphinx builds of single pages that print them."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace

from helpers.notebook.record import (
    ChartRecord,
    ChartRow,
    Computation,
    FigureRecord,
    Quotation,
    StatementRecord,
    VerdictRecord,
)
from helpers.notebook.results import Cell, Results, Source
from helpers.pages.citation import Citation
from helpers.pages.entries import pages_apart
from helpers.pages.place import Book, Place

ORIGINS, SOURCES = "book/origins", "book/sources"
CITATION = Citation(
    "A ferry", ("The Ferry Report",), "2.0", "2026-01-31", "A ferry.", ("ferry",), ("MIT",), "0123456789abcdef"
)


def figure(name: str, **changes) -> FigureRecord:
    """A claim of 120, or another figure by its changes."""
    plain = {
        "id": name, "kind": "claim", "label": name.replace("_", " "), "central": 120.0, "low": 120.0, "high": 120.0,
        "unit": "persons", "text": "120 persons", "bound": "exact", "attribution": "stated",
    }  # fmt: skip
    return FigureRecord(**plain | changes)


def quotation(**changes) -> Quotation:
    """The words a claim was read in."""
    plain = {"wording": "some 120 went aboard", "period": "2024", "speaker": "the mate", "source": "log"}
    return Quotation(**plain | changes)


PASSENGERS = figure("passengers", quotation=quotation(relayed_by="the harbour <office>", locator="page of May"))
SEATS = figure(
    "seats", kind="context", unit="seats", text="about 40 seats", bound="about", attribution="estimated",
    range="35 to 45 seats", central=40.0, low=35.0, high=45.0,
    quotation=quotation(wording="forty seats, more or less", source="plan", grade="B2", grade_reason="seen once"),
)  # fmt: skip
CROWDED = figure(
    "crowded", kind="parameter", unit="ratio", text="90 percent", attribution="chosen",
    label="share of seats from which a ferry is crowded",
)  # fmt: skip
FILLED = figure(
    "filled", kind="quantity", unit="ratio", text="about 300 percent", bound="about", attribution="estimated",
    range="266 to 343 percent", formula="passengers / seats",
    inputs=["passengers", "seats"], label="share of the seats that is taken",
    computation=Computation(sentence="Passengers for each seat.", file="book/ferry.py", function="filled", code="return a / b"),
)  # fmt: skip
FULL = VerdictRecord(
    id="full", label="Is it full with {passengers}?", text="{filled} of the seats are taken.",
    because="there are {passengers.number} for {seats}.", outcome="full", holds=True, uses=["crowded"],
)  # fmt: skip
SAID = StatementRecord(
    words="as “full” as can be", speaker="the mate", relayed_by="the harbour office", first_said="The log has it, May 2024.",
    evidence="medium evidence, high agreement", raised="One more body would make it robust.",
    lowered="Without the figures of {seats.speaker} there would be none.",
    readings={"Against it": ["{seats} in all"], "For it": ["{passengers} aboard", "{filled} taken"]},
    judged="A child counts as a person.", settled_by="A count at the gangway.", change="{seats.high} would make it mixed.",
)  # fmt: skip
STATED = FULL.model_copy(update={"outcome": "compatible only", "statement": SAID})
SVG = '<svg width="10"><text>{}</text></svg>'
ROW = ChartRow(
    id="filled", label="taken", period="2024", low=2.66, central=3.0, high=3.43, unit="ratio", range="266 to 343 percent",
    text="about 300 percent",
)  # fmt: skip
CHART = ChartRecord(
    id="fill", narrow=SVG.format("narrow"), alt="Seats taken on a ferry, <drawn>.", headline="{filled} of it was taken",
    caption="The ferry had {seats}.",
    rows=[ROW], marks={},
)  # fmt: skip


def results(**changes) -> Results:
    """What one notebook, crossing, says of the ferry."""
    figures = {each.id: each for each in (PASSENGERS, SEATS, CROWDED, FILLED)}
    cells = {("figure", name): Cell("crossing", 4, f"figures.{name}", 2) for name in figures}
    plain = {
        "figures": figures,
        "verdicts": {"full": FULL},
        "charts": {"fill": CHART},
        "wide": {"fill": SVG.format("wide")},
        "cells": cells
        | {("verdict", "full"): Cell("crossing", 6, "full", 3), ("chart", "fill"): Cell("crossing", 8, "fill", 4)},
        "sources": {
            "log": Source("The log, 1999", "https://log.example", "", False),
            "plan": Source("the plan", "", "", False),
        },
    }
    return Results(**plain | changes)


def rows_of(soup: BeautifulSoup) -> dict:
    """The terms of a description and what is said of each."""
    return {term.get_text(): term.find_next_sibling("dd") for term in soup.find("dl").find_all("dt", recursive=False)}


def place(
    docname: str = "book/crossing",
    repository: str = "",
    roots: tuple[Path, ...] = (),
    origins: str = ORIGINS,
    entry_pages: dict[str, str] | None = None,
    **changes,
) -> Place:
    """A page of the ferry's report."""
    book = Book(results(**changes), CITATION, origins, SOURCES, repository, roots, entry_pages=entry_pages or {})
    return Place(book, docname)


def render_page(folder: Path, text: str, builder: str = "html", **changes) -> tuple[BeautifulSoup, str]:
    """A page of reStructuredText that prints the ferry's figures, as the body it becomes and the warnings on the way."""
    source = folder / "source"
    (source / "book").mkdir(parents=True, exist_ok=True)
    (source / "index.rst").write_text("Ferry\n=====\n\n.. toctree::\n\n   book/crossing\n", encoding="utf-8")
    (source / "book" / "crossing.rst").write_text(f"Crossing\n========\n\n{text}\n", encoding="utf-8")
    warnings = io.StringIO()
    parts = [
        f"helpers.pages.{name}" for name in ("values", "blocks", "places", "doors", "entries", "lineage", "listings")
    ]
    with docutils_namespace():
        app = Sphinx(
            source, None, folder / "out", folder / "trees", builder, {"extensions": parts, "html_theme": "basic"},
            status=None, warning=warnings, freshenv=True,
        )  # fmt: skip
        app.book = place(**changes).book
        app.results, app.citation = app.book.results, CITATION
        app.connect("html-collect-pages", pages_apart)
        app.build()
    page = "index.html" if builder == "singlehtml" else "book/crossing.html"
    body = BeautifulSoup((folder / "out" / page).read_text(encoding="utf-8"), "html.parser").find("div", class_="body")
    return body, strip_colors(warnings.getvalue())


def builder(name: str = "html") -> SimpleNamespace:
    """An application, as far as a handler asks for its builder."""
    return SimpleNamespace(builder=SimpleNamespace(name=name), results=results())

"""A number, or a verdict, told in plain text: what stands behind it, for a terminal.

Its parts are those of its entry on the page where every number comes from (``doors``); here each step of a computation
is written out as well, and each quoted figure with its words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from helpers.notebook.checkout import BOOK
from helpers.notebook.record import FigureRecord
from helpers.notebook.results import Cell, Results
from helpers.pages.doors import MANY, behind, excerpt, said_by, with_values
from helpers.pages.pieces import Piece, pieces_of
from helpers.pages.place import Place

#: Where what is said of a part begins, and how much further in each level of it.
MARGIN, STEP = 14, 2

#: A line of a part, and how far it is indented.
Line = tuple[int, str]
Parts = Iterable[tuple[str, list[Line]]]
#: A place of a number: the title of the page, its address, the sentence there.
Spot = tuple[str, str, str]


def tell_figure(place: Place, name: str, spots: Iterable[Spot], why: str, width: int) -> str:
    """A figure: its range and hedge, its formula and every step below, the words it rests on, where it stands.

    ``why`` says why its notebook ran last, where that is known.
    """
    figure, parts = place.results.figures[name], behind(place, name)
    head = f"{name}: {figure.label}" + (f", {figure.printed('period')}" if figure.quotation else "")
    told = [
        ("Value", [(0, figure.text)]),
        ("Range", [(0, figure.range)] if figure.range not in figure.text else []),
        ("Hedge", [(0, parts["hedge"] + (", weak source" if parts["weak"] else ""))]),
        ("What it is", _lines(figure.computation.sentence if figure.computation else "")),
        *_formula(place.results, figure),
        ("Said", _said(place.results, figure, 0) if figure.quotation else []),
        ("Grade", _grade(figure)),
        ("Rests on", _bases(place.results, parts["bases"], brief=figure.kind in MANY)),
        ("Used in", [(0, _joined(words)) for _, words in parts["used_in"]]),
        ("Code", _code(figure, parts["row"])),
        ("Kept in", _lines(parts["kept_in"] or "")),
        ("Notebook", _cell(parts["cell"], parts["code"])),
        ("Ran because", _lines(why)),
        ("Printed", _spots(spots)),
        ("Cite it as", _lines(str(parts["citation"] or ""))),
    ]
    return _write(head, told, width)


def tell_verdict(place: Place, name: str, why: str, width: int) -> str:
    """A verdict: what it finds and why, what would turn it, and the figures that it stands on."""
    results, verdict, said = place.results, place.results.verdicts[name], place.results.said(name)
    cell = results.cell("verdict", name)
    statement = verdict.statement
    bases = [results.figures[each] for each in place.book.stands_on[name]]
    told = [
        ("Statement", [(0, f"“{statement.words}”"), (STEP, statement.chain)] if statement else []),
        ("Finding", [(0, said.rating)]),
        ("In words", [(0, said.text), (0, said.because)]),
        ("How sure", _lines(said.evidence)),
        ("Would turn", _lines(said.change)),
        ("Stands on", [(0, _named(each)) for each in bases if each.kind != "turn"]),
        ("Notebook", _cell(cell, excerpt(cell.code, name))),
        ("Ran because", _lines(why)),
    ]
    return _write(f"{name}: {_joined(pieces_of(results, verdict.label))}", told, width)


# --- the parts ---------------------------------------------------------------------------------------


def _formula(results: Results, figure: FigureRecord) -> Parts:
    if not figure.formula:
        return
    yield "Formula", [(0, figure.formula)]
    yield "With values", [(0, _joined(with_values(results, figure.formula)))]
    yield "Through", [line for each in _steps(results, figure) for line in _step(results, each)]


def _steps(results: Results, figure: FigureRecord, seen: set[str] | None = None) -> Iterator[FigureRecord]:
    """The computed figures that a figure is computed from, directly or not, each once."""
    seen = set() if seen is None else seen
    for name in figure.inputs:
        below = results.figures[name]
        if below.formula and name not in seen:
            seen.add(name)
            yield below
            yield from _steps(results, below, seen)


def _step(results: Results, figure: FigureRecord) -> list[Line]:
    values = _joined(with_values(results, figure.formula))
    return [(0, f"{figure.id} = {figure.formula}"), (STEP, f"= {values}"), (STEP, f"= {_printed(figure)}")]


def _bases(results: Results, bases: Sequence[FigureRecord], brief: bool) -> list[Line]:
    found = []
    for base in bases:
        found.append((0, _named(base)))
        found += [] if brief or not base.quotation else _said(results, base, STEP)
    return found


def _said(results: Results, figure: FigureRecord, indent: int) -> list[Line]:
    """The words of a quoted figure, who said them, through whom, and where they were read."""
    quotation = figure.quotation
    source = results.sources.get(quotation.source)
    where = [source.name if source else quotation.source, quotation.locator, source.url if source else ""]
    lines = [
        f"“{quotation.wording}”" if quotation.wording else "",
        said_by(figure),
        ", ".join(filter(None, where)),
        f"going back to {quotation.origin}" if quotation.origin else "",
        "put in place of the quoted figure by this edition" if quotation.replaced else "",
    ]
    return [(indent, line) for line in lines if line]


def _grade(figure: FigureRecord) -> list[Line]:
    if not (figure.quotation and figure.quotation.grade):
        return []
    return [(0, f"{figure.quotation.grade}: {figure.quotation.grade_reason}")]


def _code(figure: FigureRecord, row: int | None) -> list[Line]:
    if not (figure.computation and figure.computation.file):
        return []
    return [(0, figure.computation.file + (f", line {row}" if row else "")), (STEP, figure.computation.code)]


def _cell(cell: Cell, code: str) -> list[Line]:
    return [(0, f"{BOOK}/{cell.notebook}.ipynb, cell {cell.number}"), *[(STEP, line) for line in code.splitlines()]]


def _spots(spots: Iterable[Spot]) -> list[Line]:
    """The sentences that print a number, page by page, each once."""
    pages: dict[tuple[str, str], list[Line]] = {}
    for title, address, sentence in spots:
        pages.setdefault((title, address), []).append((STEP, sentence))
    return [
        line
        for (title, address), below in pages.items()
        for line in [(0, f"{title} ({address})"), *dict.fromkeys(below)]
    ]


# --- words and lines ---------------------------------------------------------------------------------


def _named(figure: FigureRecord) -> str:
    return f"{figure.id}: {figure.label}, {_printed(figure)}"


def _printed(figure: FigureRecord) -> str:
    """The value, and the range where that says more."""
    return figure.text + ("" if figure.says_range else f" ({figure.range})")


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _lines(text: str) -> list[Line]:
    return [(0, text)] if text else []


def _write(head: str, parts: Parts, width: int) -> str:
    """Parts below their head, each beside its heading; one that says nothing is left out."""
    told = [*textwrap.wrap(head, width), ""]
    for heading, lines in parts:
        for index, (indent, text) in enumerate(lines):
            before = (heading if index == 0 else "").ljust(MARGIN + indent)
            told += textwrap.wrap(
                text, width, initial_indent=before, subsequent_indent=" " * (MARGIN + indent + STEP),
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
    return "\n".join(told)

"""The figures as a workbook for who audits in a spreadsheet: quoted figures are cells, computed ones live formulas.

Every figure has a row, and the two ends and the middle of each a name, ``ID_low``, ``ID_high`` and ``ID_central``, by
which formulas call it. The ends of a computed figure are the least and the greatest of its corners, which have a sheet
of their own, and another sheet sets each cell beside the number that the report published. No value of a formula is
stored: who opens the file computes it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from helpers.figures.palette import CLAIM, COMPUTED, INK, LIMIT, PAGE
from helpers.figures.rows import UNKNOWN as NOT_GIVEN
from helpers.figures.spreadsheet import is_formula
from helpers.notebook.record import FigureRecord
from helpers.notebook.results import Results
from helpers.pages.citation import Citation
from helpers.pages.corners import Corner, Domain, Whole, corners, is_arithmetic, whole
from helpers.pages.doors import hedge
from helpers.pages.entries import KINDS, entries_of
from helpers.pages.excel import FAR, NONE, UNDEFINED, UNKNOWN, settle, write

README, FIGURES, CORNERS, COMPARISON = "Read me", "Figures", "Corners", "Comparison"
PARTS = ("low", "central", "high")
FIGURE_COLUMNS = {
    "id": 30, "what it is": 50, "kind": 22, "low": 16, "estimate": 16, "high": 16, "unit": 14, "as printed": 30,
    "hedge": 28, "period": 12, "who says so": 30, "source": 30, "address": 40, "in the words": 50, "formula": 50,
    "rests on": 40, "notebook": 14,
}  # fmt: skip
CORNER_COLUMNS = {"id": 30, "corner": 60, "formula there": 20, "as an end": 20, "steps": 20}
COMPARISON_COLUMNS = {"id": 30, "what it is": 50, "unit": 14} | {
    f"{part}: {word}": 16
    for part in ("low", "estimate", "high")
    for word in ("live", "published", "difference", "verdict")
}
#: The rows above the comparison's table: what it comes to, and a line left free.
ABOVE = 3
#: How far a live value may be from a published one, which has twelve significant digits.
SLACK = "1E-11"
EQUAL, DIFFERS = "equal", "differs"
#: An open end is seen as a word; no figure comes near the limit, and a limit without an exponent is read everywhere.
NUMBER_FORMAT = '[>=999999999999999]"open";[<=-999999999999999]"open";General'

EXPLANATION = (
    "Each figure of the report is a row of the sheet Figures. Blue cells are what sources gave, what this report chose and "
    "what it counted: change one, and all that is computed from it follows. Brown cells are formulas.",
    "Low and high are the ends of a figure's range, the estimate is its middle, where a source gave one. An open end is "
    "shown as open, and holds {far}; type that to open another. A figure that no source gave is unknown.",
    "A ratio is a plain number, as is a figure in times; percent stands only where a source quotes it, and enters formulas "
    "over a hundred.",
    "A computed figure has its ends where those of the figures it rests on are. The sheet Corners has its formula at each "
    "corner of their ranges that can be one: where it rises or falls steadily with a figure, by its derivative, one end of "
    "that figure serves for the low and the other for the high, and where that is not known both are tried. The least of "
    "the corners is the low and the greatest the high.",
    "Where a formula has no meaning, its figure is not defined; where a computed divisor may be nothing, both ends are open.",
    "The sheet Comparison sets each live cell beside the number that the report published, with their difference. Equal "
    "means to the twelve significant digits that results.json keeps. It changes as you change a figure.",
    "Every cell of a figure has a name: the id, and _low, _central or _high. Formulas call each other by these names.",
    "Counts, and the numbers at which a verdict would turn, are values here and no formulas. So are the words of the column "
    "as printed, which do not follow a change.",
    "The file stores no value of a formula: what you see, your own spreadsheet computed. A protected view computes nothing "
    "until editing is allowed.",
)


def write_workbook(results: Results, citation: Citation, target: Path) -> None:
    """Write the workbook of a report's figures; equal results give equal bytes."""
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        released = datetime.fromisoformat(citation.released)
        book.set_properties({"title": citation.title, "author": citation.author, "created": released})
        book.set_calc_mode("auto")
        sheets = _Sheets(book, results)
        sheets.explain(citation)
        sheets.list_figures()
        sheets.compare()


# --- what a cell holds -------------------------------------------------------------------------------


def published(figure: FigureRecord) -> dict[str, float | str]:
    """The two ends and the middle of a figure as cells hold them: numbers, or words where there is none."""
    if figure.low is None and figure.high is None and (figure.attribution == NOT_GIVEN or figure.bound != "between"):
        return dict.fromkeys(("low", "high"), UNDEFINED if figure.formula else UNKNOWN) | {"central": NONE}
    return {
        "low": -float(FAR) if figure.low is None else figure.low,
        "high": float(FAR) if figure.high is None else figure.high,
        "central": NONE if figure.central is None else figure.central,
    }


def cell_name(name: str, part: str) -> str:
    """The name of a cell of a figure.

    >>> cell_name("seats", "low")
    'seats_low'
    """
    return f"{name}_{part}"


def is_live(figure: FigureRecord) -> bool:
    """Whether a figure's cells are formulas: it is computed by arithmetic, or runs across others."""
    return is_arithmetic(figure.formula) or is_across(figure)


def is_across(figure: FigureRecord) -> bool:
    """Whether a figure runs from the least to the most of others."""
    return isinstance(ast.parse(figure.formula or "0", mode="eval").body, ast.BoolOp)


# --- the sheets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    """A row of the sheet of corners: which corner, and its formula; ``step`` puts what it asks twice beside it."""

    name: str
    words: str
    formula: Callable[[Callable[[str], str]], str]


@dataclass
class _Sheets:
    """A workbook that is being written; the rows of the sheet of corners grow with the figures."""

    book: Workbook
    results: Results
    row: int = 1
    looks: dict = field(default_factory=dict)
    unnamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        number = {"num_format": NUMBER_FORMAT, "align": "right"}
        looks = {
            "head": {"bold": True, "bg_color": PAGE["wash"][0], "font_color": INK, "text_wrap": True, "valign": "top"},
            "title": {"bold": True, "font_size": 14, "font_color": INK},
            "prose": {"text_wrap": True, "valign": "top"},
            "given": {**number, "font_color": CLAIM},
            "computed": {**number, "font_color": COMPUTED},
            "number": number,
            "text": {},
            "sign": {"quote_prefix": True},
            DIFFERS: {"bold": True, "font_color": LIMIT},
        }
        self.looks = {name: self.book.add_format(look) for name, look in looks.items()}
        self.sheets = {name: self.book.add_worksheet(name) for name in (README, FIGURES, CORNERS, COMPARISON)}
        self.names = [name for names in _figures(self.results).values() for name in names]
        self._head(FIGURES, FIGURE_COLUMNS)
        self._head(CORNERS, CORNER_COLUMNS)
        self._head(COMPARISON, COMPARISON_COLUMNS, ABOVE)

    # --- read me ---

    def explain(self, citation: Citation) -> None:
        """A few plain sentences on what the sheets hold."""
        sheet = self.sheets[README]
        sheet.set_column(0, 0, 100)
        edition = [citation.edition] if citation.edition else []
        named = [citation.title, *edition, f"{citation.made}, {citation.released}"]
        lines = [
            *named,
            f"SHA-256 of the results: {citation.results}",
            "",
            *(each.format(far=FAR) for each in EXPLANATION),
        ]
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.looks["prose" if row else "title"])

    # --- figures ---

    def list_figures(self) -> None:
        """Every figure by kind: its ends and middle as cells, and what stands behind it."""
        row = 0
        for kind, names in _figures(self.results).items():
            for name in names:
                row += 1
                self._list(row, KINDS[kind], self.results.figures[name])
        self.sheets[FIGURES].autofilter(0, 0, row, len(FIGURE_COLUMNS) - 1)

    def _list(self, row: int, kind: str, figure: FigureRecord) -> None:
        sheet, results = self.sheets[FIGURES], self.results
        quotation = figure.quotation
        source = results.sources.get(quotation.source) if quotation else None
        said = {
            "id": figure.id,
            "what it is": figure.label,
            "kind": kind,
            "unit": figure.unit,
            "as printed": figure.text,
            "hedge": hedge(figure),
            "period": figure.printed("period") if quotation else "",
            "who says so": quotation.chain if quotation else "",
            "source": source.name if source else "",
            "address": source.url if source else "",
            "in the words": quotation.wording if quotation else "",
            "formula": figure.formula,
            "rests on": ", ".join(base for base in results.rests_on(figure.id) if base != figure.id),
            "notebook": results.cell("figure", figure.id).notebook,
        }
        columns = list(FIGURE_COLUMNS)
        for column, text in said.items():
            self._text(sheet, row, columns.index(column), text)
        cells = self._formulas(figure) if is_live(figure) else published(figure)
        for at, part in enumerate(PARTS, columns.index("low")):
            self._put(sheet, row, at, cells[part], "computed" if is_live(figure) else "given")
            self.book.define_name(cell_name(figure.id, part), f"={FIGURES}!{_fixed(row, at)}")

    def _formulas(self, figure: FigureRecord) -> dict[str, str]:
        """The formulas of a computed figure's cells; its corners are written on the way."""
        if is_across(figure):
            low = cell_name(figure.id, "low")
            middle = f'=IF(AND(ISNUMBER({low}),{low}={cell_name(figure.id, "high")}),{low},"{NONE}")'
            return self._ends(self._write_corners(_across(figure))) | {"central": middle}
        formula = whole(figure.formula, self.results.figures)
        places = self._write_corners(self._at_corners(figure, formula))
        return self._ends(places, *self._uncertain(figure)) | {"central": self._middle(figure, formula)}

    def _ends(self, places: str, *within: str) -> dict[str, str]:
        """The least and the greatest of corners; both open where a computed figure may leave its domain."""
        found = {}
        for part, function, open_end in (("low", "MIN", f"-{FAR}"), ("high", "MAX", FAR)):
            end = f"{function}({places})"
            end = f"IF({_both(within)},{end},{open_end})" if within else end
            found[part] = f'=IF(COUNT({places})=0,"{UNDEFINED}",{end})'
        return found

    # --- corners ---

    def _at_corners(self, figure: FigureRecord, formula: Whole) -> Iterator[_Line]:
        figures = self.results.figures
        domain = {name: ends for name, ends in figure.domain.items() if name in formula.bases}
        meaning = [text for name in figure.domain for text in self._meaning(name, figure.domain)]
        for corner in corners(formula, figures, domain):
            names = {name: self._end(name, side, domain) for name, side in corner.items()}

            def at(step, names=names):
                return _where(meaning, write(formula.expression, names, step), UNDEFINED)

            yield _Line(figure.id, _words(corner), at)

    def _end(self, name: str, side: str, domain: Domain) -> str:
        """An end of a figure as its formula takes it: percent as a ratio, and no further than the domain goes."""
        end = self._taken(name, side)
        limit = domain.get(name, (None, None))[side == "high"]
        return end if limit is None else f"{'MAX' if side == 'low' else 'MIN'}({end},{_plain(limit)})"

    def _taken(self, name: str, part: str) -> str:
        cell = cell_name(name, part)
        return f"({cell}/100)" if self._is_percent(name) else cell

    def _is_percent(self, name: str) -> bool:
        figure = self.results.figures[name]
        return figure.unit == "percent" and not is_arithmetic(figure.formula)

    def _meaning(self, name: str, domain: Domain) -> list[str]:
        """What has to hold for a formula to have a meaning: that a figure's range reaches into its domain."""
        low, high = self._range(name)
        least, most = domain[name]
        return [
            f"ISNUMBER({low})",
            *([] if least is None else [f"{high}>{_plain(least)}"]),
            *([] if most is None else [f"{low}<{_plain(most)}"]),
        ]

    def _uncertain(self, figure: FigureRecord) -> list[str]:
        """What has to hold for a formula to have ends: that no computed figure may leave its domain."""
        found = []
        for name, (least, most) in figure.domain.items():
            if self._is_computed(name):
                low, high = self._range(name)
                found.append(f"{low}>{f'-{FAR}' if least is None else _plain(least)}")
                found += [] if most is None else [f"{high}<{_plain(most)}"]
        return found

    def _is_computed(self, name: str) -> bool:
        return name not in self.results.figures or is_arithmetic(self.results.figures[name].formula)

    def _range(self, name: str) -> tuple[str, str]:
        """The ends of a figure that has a domain: its cells, or those of a formula that no figure stands for."""
        if name in self.results.figures:
            return self._taken(name, "low"), self._taken(name, "high")
        if name not in self.unnamed:
            self.unnamed[name] = self._write_corners(self._at_unnamed(name))
        return f"MIN({self.unnamed[name]})", f"MAX({self.unnamed[name]})"

    def _at_unnamed(self, name: str) -> Iterator[_Line]:
        formula = whole(name, self.results.figures)
        for corner in corners(formula, self.results.figures, {}):
            names = {base: self._taken(base, side) for base, side in corner.items()}
            yield _Line(name, _words(corner), lambda step, names=names: write(formula.expression, names, step))

    def _write_corners(self, lines: Iterable[_Line]) -> str:
        """Write rows of the sheet of corners; the cells of what they come to, as a range."""
        sheet, first = self.sheets[CORNERS], None
        for line in lines:
            steps: list[str] = []

            def step(text: str, steps=steps) -> str:
                """Put a formula to the right of those that there are."""
                if text not in steps:
                    steps.append(text)
                return xl_rowcol_to_cell(self.row, 3 + len(steps[: steps.index(text) + 1]), col_abs=True)

            text = line.formula(step)
            first = first or self.row
            self._text(sheet, self.row, 0, line.name)
            self._text(sheet, self.row, 1, line.words)
            self._put(sheet, self.row, 2, f'=IFERROR({text},"{UNDEFINED}")', "number")
            self._put(sheet, self.row, 3, f"={settle(xl_rowcol_to_cell(self.row, 2))}", "computed")
            for column, each in enumerate(steps, 4):
                self._put(sheet, self.row, column, f"={each}", "number")
            self.row += 1
        return f"{CORNERS}!{_fixed(first, 3)}:{_fixed(self.row - 1, 3)}"

    # --- the middle ---

    def _middle(self, figure: FigureRecord, formula: Whole) -> str:
        names = {name: self._taken(name, "central") for name in formula.bases}
        inside = []
        for name, (least, most) in figure.domain.items():
            expression = whole(name, self.results.figures).expression
            middle = f"({write(expression, names)})" if self._is_computed(name) else names[name]
            inside += [] if least is None else [f"{middle}>{_plain(least)}"]
            inside += [] if most is None else [f"{middle}<{_plain(most)}"]
        return f'=IFERROR({_where(inside, write(formula.expression, names), NONE)},"{NONE}")'

    # --- comparison ---

    def compare(self) -> None:
        """Each live cell beside what the report published, their difference, and whether they are equal."""
        sheet, start = self.sheets[COMPARISON], ABOVE + 1
        last = start + len(self.names) - 1
        verdicts = [column for column, name in enumerate(COMPARISON_COLUMNS) if name.endswith("verdict")]
        for row, verdict in enumerate((EQUAL, DIFFERS)):
            counts = [f'COUNTIF({_fixed(start, at)}:{_fixed(last, at)},"{verdict}")' for at in verdicts]
            self._text(
                sheet,
                row,
                0,
                f"cells whose live and published values are {verdict}" if not row else "cells where they differ",
            )
            self._put(sheet, row, 1, f"={'+'.join(counts)}", "number")
        for row, name in enumerate(self.names, start):
            figure = self.results.figures[name]
            for column, text in enumerate((name, figure.label, figure.unit)):
                self._text(sheet, row, column, text)
            for column, part in zip(range(3, 15, 4), PARTS, strict=True):
                live, other, difference = (xl_rowcol_to_cell(row, column + at) for at in range(3))
                self._put(sheet, row, column, f"={cell_name(name, part)}", "computed" if is_live(figure) else "given")
                self._put(sheet, row, column + 1, published(figure)[part], "number")
                numbers = f"AND(ISNUMBER({live}),ISNUMBER({other}))"
                self._put(
                    sheet, row, column + 2, f'=IF({numbers},{live}-{other},IF({live}={other},0,"{DIFFERS}"))', "number"
                )
                near = f'IF(ABS({difference})<={SLACK}*ABS({other}),"{EQUAL}","{DIFFERS}")'
                self._put(
                    sheet, row, column + 3, f'=IF({live}={other},"{EQUAL}",IF({numbers},{near},"{DIFFERS}"))', "text"
                )
        rule = {"type": "cell", "criteria": "==", "value": f'"{DIFFERS}"', "format": self.looks[DIFFERS]}
        sheet.conditional_format(start, 0, last, len(COMPARISON_COLUMNS) - 1, rule)
        sheet.freeze_panes(start, 1)

    # --- cells ---

    def _head(self, name: str, columns: Mapping[str, int], row: int = 0) -> None:
        sheet = self.sheets[name]
        for column, (words, width) in enumerate(columns.items()):
            sheet.write_string(row, column, words, self.looks["head"])
            sheet.set_column(column, column, width)
        sheet.freeze_panes(row + 1, 1)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """A text, which stays one whatever it begins with."""
        sheet.write_string(row, column, text, self.looks["sign" if is_formula(text) else "text"])

    def _put(self, sheet: Worksheet, row: int, column: int, held: float | str, look: str) -> None:
        """A number, a word that stands for none, or a formula without its value."""
        if isinstance(held, str) and held.startswith("="):
            sheet.write_formula(row, column, held, self.looks[look], value="")
        elif isinstance(held, str):
            sheet.write_string(row, column, held, self.looks[look])
        else:
            sheet.write_number(row, column, held, self.looks[look])


def _figures(results: Results) -> dict[str, list[str]]:
    return {kind: names for kind, names in entries_of(results).items() if kind != "verdict"}


def _across(figure: FigureRecord) -> Iterator[_Line]:
    """The middles of the figures that one runs across, and the ends of those without."""
    for name in figure.inputs:
        middle = cell_name(name, "central")
        for part in ("low", "high"):
            text = f"IF(ISNUMBER({middle}),{middle},{cell_name(name, part)})"
            yield _Line(figure.id, f"{name}, its middle or else its {part}", lambda step, text=text: text)


def _words(corner: Corner) -> str:
    return ", ".join(f"{name} {side}" for name, side in corner.items())


def _fixed(row: int, column: int) -> str:
    return xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)


def _both(conditions: Iterable[str]) -> str:
    first, *more = dict.fromkeys(conditions)
    return f"AND({','.join([first, *more])})" if more else first


def _where(conditions: list[str], text: str, otherwise: str) -> str:
    return f'IF({_both(conditions)},{text},"{otherwise}")' if conditions else text


def _plain(limit: float) -> str:
    return f"{limit:g}"

"""What a spreadsheet computes of a workbook's formulas: its cells read from the file, and evaluated as the formulas say.

It knows the functions that the report's workbook uses and no others; a name, a sign or a function that it does not know
is an error of the test. Errors of cells go the way they do in a spreadsheet: up, until IFERROR.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)|"(?P<text>[^"]*)"|(?P<word>[A-Za-z_$][\w$.]*)|(?P<sign><>|<=|>=|[-+*/=<>(),:!]))'
)


class CellError(Exception):
    """What a cell shows as an error."""


class Book:
    """The cells of a workbook, by sheet and place: a number, a text, or a formula with its sign; and the names of cells."""

    def __init__(self, path: Path):
        with zipfile.ZipFile(path) as archive:
            read = lambda name: ElementTree.fromstring(archive.read(name))  # noqa: E731
            workbook, shared = read("xl/workbook.xml"), read("xl/sharedStrings.xml")
            targets = {each.get("Id"): each.get("Target") for each in read("xl/_rels/workbook.xml.rels")}
            texts = ["".join(each.text or "" for each in item.iter(f"{MAIN}t")) for item in shared]
            self.names = {
                each.get("name"): tuple(each.text.replace("$", "").split("!"))
                for each in workbook.iter(f"{MAIN}definedName")
                if not each.get("name").startswith("_xlnm")
            }
            self.cells: dict[tuple[str, str], float | str] = {}
            self.stored: dict[tuple[str, str], str | None] = {}
            for sheet in workbook.iter(f"{MAIN}sheet"):
                target = targets[sheet.get(LINK)].removeprefix("/xl/")
                for cell in read(f"xl/{target}").iter(f"{MAIN}c"):
                    self._take(sheet.get("name"), cell, texts)
        self.programs: dict[tuple[str, str], Callable] = {}

    def _take(self, sheet: str, cell: ElementTree.Element, texts: list[str]) -> None:
        place = (sheet, cell.get("r"))
        formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
        held = None if value is None else value.text
        if formula is not None:
            self.cells[place], self.stored[place] = f"={formula.text}", held
        elif held is not None:
            self.cells[place] = (
                texts[int(held)] if cell.get("t") == "s" else held if cell.get("t") == "str" else float(held)
            )

    def column(self, sheet: str, letter: str) -> dict[int, float | str]:
        """The cells of a column by row."""
        found = {place[1]: held for place, held in self.cells.items() if place[0] == sheet}
        return {int(at.removeprefix(letter)): held for at, held in found.items() if re.fullmatch(rf"{letter}\d+", at)}

    def is_formula(self, place: tuple[str, str]) -> bool:
        """Whether a cell is a formula, and no text that looks like one."""
        return place in self.stored

    def calculate(self, changed: dict[tuple[str, str], float | str] | None = None) -> Calculation:
        """The values of all cells, with others in some places."""
        return Calculation(self, changed or {})


class Calculation:
    """The values of a workbook's cells, each computed when it is first asked for."""

    def __init__(self, book: Book, changed: dict[tuple[str, str], float | str]):
        self.book, self.known = book, dict(changed)

    def named(self, name: str) -> float | str:
        """The value of the cell that has a name."""
        return self.at(self.book.names[name])

    def at(self, place: tuple[str, str]) -> float | str | bool:
        """The value of a cell; KeyError for one that holds nothing, and CellError for one that shows an error."""
        if place not in self.known:
            self.known[place] = self._computed(place)
        if isinstance(self.known[place], CellError):
            raise self.known[place]
        return self.known[place]

    def _computed(self, place):
        held = self.book.cells[place]
        if not self.book.is_formula(place):
            return held
        if place not in self.book.programs:
            self.book.programs[place] = compiled(held[1:], place[0])
        try:
            value = self.book.programs[place](self)
        except CellError as error:
            return error
        return value

    def block(self, sheet: str, first: str, last: str) -> list[float | str]:
        """The values of a column of cells."""
        letter = re.match(r"[A-Z]+", first)[0]
        rows = range(int(first.removeprefix(letter)), int(last.removeprefix(letter)) + 1)
        return [self.at((sheet, f"{letter}{row}")) for row in rows]


# --- formulas ----------------------------------------------------------------------------------------


def compiled(formula: str, sheet: str) -> Callable[[Calculation], float | str | bool]:
    """A formula, without its sign ``=``, as a function of a calculation."""
    tokens, at = [], 0
    while at < len(formula):
        match = TOKEN.match(formula, at)
        if not match:
            raise ValueError(f"no formula that is known here: {formula[at:]!r} in {formula!r}")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    parser = _Parser(tokens, sheet)
    made = parser.comparison()
    if parser.tokens:
        raise ValueError(f"left over in {formula!r}: {parser.tokens}")
    return made


class _Parser:
    def __init__(self, tokens, sheet):
        self.tokens, self.sheet = tokens, sheet

    def take(self, *signs):
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return None

    def comparison(self):
        left = self.sum()
        if sign := self.take("=", "<>", "<", ">", "<=", ">="):
            right = self.sum()
            return lambda sheet: COMPARE[sign](order(left(sheet)), order(right(sheet)))
        return left

    def sum(self):
        return self._joined(self.product, "+", "-")

    def product(self):
        return self._joined(self.signed, "*", "/")

    def _joined(self, below, *signs):
        left = below()
        while sign := self.take(*signs):
            left = (lambda one, sign, other: lambda sheet: compute(sign, one(sheet), other(sheet)))(left, sign, below())
        return left

    def signed(self):
        if self.take("-"):
            inner = self.signed()
            return lambda sheet: compute("-", 0.0, inner(sheet))
        return self.atom()

    def atom(self):
        if self.take("("):
            inner = self.comparison()
            assert self.take(")")
            return inner
        kind, word = self.tokens.pop(0)
        if kind == "number":
            return lambda sheet: float(word)
        if kind == "text":
            return lambda sheet: word
        if self.take("("):
            return self.call(word)
        return self.place(word)

    def call(self, name):
        arguments = [self.comparison()]
        while self.take(","):
            arguments.append(self.comparison())
        assert self.take(")")
        function = FUNCTIONS[name]
        return lambda sheet: function(sheet, *arguments)

    def place(self, word):
        where, word = (word, self.tokens.pop(0)[1]) if self.take("!") else (self.sheet, word)
        first = word.replace("$", "")
        if not re.fullmatch(r"[A-Z]{1,3}\d+", first):
            return lambda sheet: sheet.named(first)
        if self.take(":"):
            last = self.tokens.pop(0)[1].replace("$", "")
            return lambda sheet: sheet.block(where, first, last)
        return lambda sheet: sheet.at((where, first))


def compute(sign: str, one, other) -> float:
    """Two numbers joined by a sign. CellError for a text, a division by zero, and a number that is too large."""
    if not (is_number(one) and is_number(other)) or (sign == "/" and other == 0):
        raise CellError(f"{one!r} {sign} {other!r}")
    result = {"+": one + other, "-": one - other, "*": one * other, "/": one / other if other else 0.0}[sign]
    if not math.isfinite(result):
        raise CellError(f"{one!r} {sign} {other!r}")
    return result


def is_number(value) -> bool:
    """Whether a cell's value is a number."""
    return isinstance(value, float)


def order(value) -> tuple:
    """How spreadsheets compare: numbers before texts before truth."""
    return (2, value) if isinstance(value, bool) else (1, value.lower()) if isinstance(value, str) else (0, value)


COMPARE = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}


def _numbers(values) -> list[float]:
    return [each for value in values for each in (value if isinstance(value, list) else [value]) if is_number(each)]


def _try(sheet, attempt, otherwise):
    try:
        return attempt(sheet)
    except CellError:
        return otherwise(sheet)


def _logarithm(number):
    if not is_number(number) or number <= 0:
        raise CellError(f"LN({number!r})")
    return math.log(number)


def _truth(value):
    if not isinstance(value, bool):
        raise CellError(f"{value!r} is neither true nor false")
    return value


def _countif(sheet, block, wanted):
    return float(sum(each == wanted(sheet) for each in block(sheet)))


FUNCTIONS = {
    "IF": lambda sheet, test, then, other: then(sheet) if _truth(test(sheet)) else other(sheet),
    "AND": lambda sheet, *tests: all([_truth(each(sheet)) for each in tests]),
    "IFERROR": _try,
    "ISNUMBER": lambda sheet, value: is_number(value(sheet)),
    "MIN": lambda sheet, *values: min(_numbers([each(sheet) for each in values]), default=0.0),
    "MAX": lambda sheet, *values: max(_numbers([each(sheet) for each in values]), default=0.0),
    "COUNT": lambda sheet, *values: float(len(_numbers([each(sheet) for each in values]))),
    "COUNTIF": _countif,
    "ABS": lambda sheet, value: abs(compute("+", value(sheet), 0.0)),
    "SIGN": lambda sheet, value: math.copysign(1.0, value(sheet)) if value(sheet) else 0.0,
    "LN": lambda sheet, value: _logarithm(value(sheet)),
}

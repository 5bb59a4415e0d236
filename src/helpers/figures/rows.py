"""What one row of the data folder may hold: the rules of its cells, and what it is once they hold."""

from __future__ import annotations

import calendar
import datetime
import keyword
import re
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from helpers.figures.interval import BOUNDS, Interval
from helpers.figures.quotation import readings
from helpers.figures.spreadsheet import is_formula
from helpers.figures.units import BUILT_IN, KINDS, SCALE, Unit

#: From the one who vouches most to the one who vouches least.
ATTRIBUTIONS = ("stated", "reported", "estimated", "believed", "alleged")
#: Who vouches for a figure that no source gave, and who is named in the place of one.
UNKNOWN, NOBODY = "unknown", "nobody"

MOST_WORDS = 12
#: A label stands in tables, charts and the margins of pages, a unit beside each number; no other cell is a page.
MOST_LETTERS, MOST_OF_A_UNIT, MOST_OF_A_CELL, MOST_OF_AN_ID = 120, 40, 600, 60
#: What counts, money and shares can be, with digits to spare; beyond it sums and quotients are no longer exact.
LARGEST, SMALLEST = 1e15, 1e-18
#: The years that a period may be in.
FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Cells that are verbatim, whatever digits their language writes.
VERBATIM = ("wording", "words")

#: Characters that no reader sees, that turn the text after them round, or that mean nothing to anybody else; a cell may
#: hold several lines.
HIDDEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001fffe\U0001ffff"
    r"\U000e0000-\U0010ffff]"
)
MARKUP = re.compile(r"<[a-z/!?]|&(#\w+|amp|lt|gt|quot|apos|nbsp);", re.I)


def _broken(rule: str, remedy: str, column: str = "") -> PydanticCustomError:
    return PydanticCustomError("rule", "{rule}; {remedy}", {"rule": rule, "remedy": remedy, "column": column})


def text_trouble(text: str, most: int, plain: bool = True) -> tuple[str, str] | None:
    """The rule that a text breaks, and the remedy; at most so many letters are allowed, and no markup where ``plain``."""
    if len(text) > most:
        return f"the text has {len(text)} letters, at most {most} are allowed", "say it in fewer"
    if found := HIDDEN.search(text):
        return f"the text holds the hidden character U+{ord(found[0]):04X}", "type it anew"
    if plain and (found := MARKUP.search(text)):
        return f"the text holds markup, {found[0]!r}", "write plain text: pages print it as it stands"
    return None


def formula_trouble(text: str) -> tuple[str, str] | None:
    """The rule that a cell breaks which a spreadsheet would compute, and the remedy: the tables are downloads."""
    if is_formula(text):
        return f"the cell begins with {text[0]!r}, which a spreadsheet takes for a formula", "begin with a word"
    return None


def meant(text: str) -> str:
    """The one number that a text says in another form, as a plain decimal; empty where that is not sure.

    >>> meant("2,000,000"), meant("about 1.5 million"), meant("12k"), meant("3 to 5")
    ('2000000', '1500000', '', '')
    """
    found = readings(text)
    whole = [each for each in found if each.upper is None and re.search(rf"(^|\s){re.escape(each.words)}$", text)]
    numbers = {each.value for each in whole}
    return f"{numbers.pop().normalize():f}" if len(numbers) == len({each.value for each in found}) == 1 else ""


def _decimal(text: str) -> str:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII):
        raise _broken(
            f"{text!r} is not a plain decimal",
            f"write {meant(text) or 'a number such as 13221 or 0.5'}: digits and at most one point, "
            "without a sign, comma, space or exponent",
        )
    if float(text) >= LARGEST:
        raise _broken("the number is too large to compute with", f"give one below {LARGEST:,.0f}")
    if 0 < float(text) < SMALLEST or (float(text) == 0 and text.strip("0.")):
        raise _broken("the number is too small to compute with", f"give one from {SMALLEST:.18f} on, or 0")
    return text


def _in_column(column: str, text: str) -> None:
    """Raises the fault of a text that is no plain decimal, as one of a column."""
    try:
        _decimal(text)
    except PydanticCustomError as error:
        raise _broken(error.context["rule"], error.context["remedy"], column) from None


def _matching(pattern: str, what: str, remedy: str):
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise _broken(f"{text!r} is not {what}", remedy)
        return text

    return AfterValidator(check)


def _few_words(text: str) -> str:
    if len(text.split()) > MOST_WORDS:
        raise _broken(
            f"the quotation has {len(text.split())} words, at most {MOST_WORDS} are allowed",
            "keep only the words that hold the figure and its hedge",
        )
    return text


def _filled(text: str) -> str:
    if not text:
        raise _broken("the cell is empty", "fill it in; the data dictionary says what it may hold")
    return text


def _worded(text: str) -> str:
    if text and not any(map(str.isalnum, text)):
        raise _broken(f"{text!r} holds no word", "say it in words")
    return text


def _labelled(text: str) -> str:
    if len(text) > MOST_LETTERS:
        raise _broken(f"the label has {len(text)} letters, at most {MOST_LETTERS} are allowed", "say it in fewer words")
    if not any(map(str.isalnum, text)):
        raise _broken(f"the label {text!r} holds no word", "say what is counted, in words")
    return text


def _in_our_time(period: str) -> str:
    if not FIRST_YEAR <= int(period[:4]) <= LAST_YEAR:
        raise _broken(f"{period!r} is out of time", f"give a year from {FIRST_YEAR} to {LAST_YEAR}")
    return period


def _short(text: str) -> str:
    if len(text) > MOST_OF_A_UNIT:
        rule = f"the cell has {len(text)} letters, at most {MOST_OF_A_UNIT} are allowed"
        raise _broken(rule, "use a shorter word: it stands beside each number")
    return text


def _unscaled(text: str) -> str:
    if SCALE.search(text):
        raise _broken(
            f"the unit {text!r} holds a scale, which every formula would miss",
            "write the value in full and the unit alone: 1500000 workers",
        )
    return text


def _named(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text, re.ASCII):
        raise _broken(f"{text!r} is not an id", "use lower-case letters, digits and _, a letter first")
    if keyword.iskeyword(text):
        raise _broken(
            f"{text!r} is a word of Python's, and figures.{text} could not be written", "give it another name"
        )
    if len(text) > MOST_OF_AN_ID:
        raise _broken(f"the id has {len(text)} letters, at most {MOST_OF_AN_ID} are allowed", "give it a shorter name")
    return text


def _ends(text: str) -> str:
    low, high = text[1:-1].split(", ")
    if not float(_decimal(low)) < float(_decimal(high)):
        raise _broken(f"{text!r} holds no number", "give the lower end first")
    return text


Filled = Annotated[str, AfterValidator(_filled), AfterValidator(_worded)]
Words = Annotated[str, AfterValidator(_worded)]
Label = Annotated[str, AfterValidator(_filled), AfterValidator(_labelled)]
Identifier = Annotated[str, AfterValidator(_named)]
Decimal = Annotated[str, AfterValidator(_filled), AfterValidator(_decimal)]
UnitName = Annotated[str, AfterValidator(_filled), AfterValidator(_short), AfterValidator(_unscaled)]
Period = Annotated[
    str,
    _matching(
        r"\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?",
        "a period",
        "write a year, quarter, half-year or month: 2024, 2024-Q3, 2024-H1 or 2024-12",
    ),
    AfterValidator(_in_our_time),
]


def _day(text: str) -> str:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        text = ""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise _broken("the cell holds no day", "write year, month and day: 2026-11-23")
    return text


Day = Annotated[str, AfterValidator(_filled), AfterValidator(_day)]
FewWords = Annotated[str, AfterValidator(_few_words)]
Grade = Annotated[str, _matching(r"[A-F][1-6]", "a grade", "write reliability A-F and credibility 1-6, such as B2")]
Range = Annotated[
    str,
    _matching(
        r"[\[(]\d+(\.\d+)?, \d+(\.\d+)?[\])]",
        "a range",
        "write its ends, [ or ] where an end belongs to it, ( or ) where not: (0, 1]",
    ),
    AfterValidator(_ends),
]


class Row(BaseModel):
    """A row of a table of the data folder: its fields are the columns that stand first, in this order, and those with a
    default the ones that may follow.
    """

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def columns(cls) -> list[str]:
        """The columns that stand first."""
        return [name for name, field in cls.model_fields.items() if field.is_required()]

    @field_validator("*")
    @classmethod
    def _plain(cls, text: str, info: ValidationInfo) -> str:
        if trouble := text_trouble(text, MOST_OF_A_CELL) or formula_trouble(text):
            raise _broken(*trouble)
        strange = next((sign for sign in text if sign.isdecimal() and not sign.isascii()), "")
        if strange and info.field_name not in VERBATIM:
            raise _broken(f"the cell holds the digit {strange!r}", f"write it as {int(strange)}")
        return text


class ClaimRow(Row):
    """The rules of one row of claims.csv, cell by cell, then across cells."""

    id: Identifier
    label: Label
    value: Decimal
    precision: str
    unit: UnitName
    bound: Literal[BOUNDS]
    attribution: Literal[ATTRIBUTIONS]
    period: Period
    speaker: Filled
    relayed_by: Words
    source: Filled
    locator: Words
    wording: FewWords

    # The columns that may follow.
    part_of: str = ""
    origin: Annotated[str, AfterValidator(lambda text: text and _named(text))] = ""
    upper: str = ""

    @model_validator(mode="after")
    def _precision_fits_bound(self) -> ClaimRow:
        if self.bound not in ("about", "nearly"):
            if self.precision:
                rule = f"a figure that is {self.bound!r} has a precision"
                raise _broken(rule, "leave the cell empty, or make the bound 'about' or 'nearly'", "precision")
            return self
        if not self.precision:
            remedy = 'give the place of its last stated digit: 100000 for "1.5 million"'
            raise _broken(f"a figure that is {self.bound!r} has no precision", remedy, "precision")
        _in_column("precision", self.precision)
        if not 0 < float(self.precision) <= float(self.value):
            rule = f"a precision of {self.precision} does not fit a value of {self.value}"
            raise _broken(
                rule, "give the place of the value's last stated digit, above 0 and at most the value", "precision"
            )
        return self

    @model_validator(mode="after")
    def _upper_fits_bound(self) -> ClaimRow:
        if self.bound != "between":
            if self.upper:
                rule = f"a figure that is {self.bound!r} has an upper end"
                raise _broken(rule, "leave the cell empty, or make the bound 'between'", "upper")
            return self
        if not self.upper:
            remedy = 'give the upper end: 400000 for "200-400 thousand"'
            raise _broken("a figure that is 'between' two numbers has no upper end", remedy, "upper")
        _in_column("upper", self.upper)
        if not float(self.value) < float(self.upper):
            rule = f"an upper end of {self.upper} is not above the value, {self.value}"
            raise _broken(rule, "give the lower end as the value and the upper end here", "upper")
        return self

    @model_validator(mode="after")
    def _part_of_another(self) -> ClaimRow:
        if self.part_of == self.id:
            raise _broken(f"{self.id!r} is a part of itself", "name the whole, or leave the cell empty", "part_of")
        return self

    @model_validator(mode="after")
    def _in_the_time_of_its_id(self) -> ClaimRow:
        """A figure is found in time by its id: ``entries_2024_q3`` is of the third quarter of 2024."""
        named = re.search(r"_(\d{4})_([qh]\d)$", self.id, re.ASCII)
        if named and self.period != f"{named[1]}-{named[2].upper()}":
            if named[2] not in ("q1", "q2", "q3", "q4", "h1", "h2"):
                raise _broken(
                    f"{named[2]!r} is no part of a year", "write q1 to q4 for a quarter, h1 or h2 for a half", "id"
                )
            rule = f"{self.id!r} is of {self.period}"
            remedy = f"make the period {named[1]}-{named[2].upper()}, or give the row the id of its time"
            raise _broken(rule, remedy, "period")
        return self

    @model_validator(mode="after")
    def _percent_of_a_whole(self) -> ClaimRow:
        for column in ("value", "upper"):
            number = getattr(self, column)
            if self.unit == "percent" and number and float(number) > 100:
                raise _broken(f"{number} percent is more than the whole", "give a value from 0 to 100", column)
        return self


class ContextRow(ClaimRow):
    """A row of context.csv: as of claims.csv, with the body that the figure goes back to and a grade."""

    origin: Identifier
    grade: Grade


class GradeRow(Row):
    """A row of grades.csv: why a figure has its grade."""

    id: Identifier
    reason: Filled


class WordsRow(Row):
    """A row of words.csv: a few words of a source, as they stand there, and the day they were taken over."""

    source: Filled
    read: Day
    words: Annotated[FewWords, AfterValidator(_filled)]


class StatementRow(Row):
    """A row of statements.csv: a statement of the article in its own words, who makes it, and who said it first."""

    id: Identifier
    wording: Annotated[FewWords, AfterValidator(_filled)]
    speaker: Filled
    relayed_by: Words
    locator: Words
    first_said: Filled


class UnitRow(Row):
    """A row of units.csv: a unit, the words printed after one and after many, and what it measures."""

    unit: UnitName
    one: Annotated[str, AfterValidator(_short)]
    many: Annotated[str, AfterValidator(_short)]
    kind: Literal[KINDS]


class SeriesRow(Row):
    """A row of series.csv: figures of one thing that come year by year, and their unit, whether any has a row or none."""

    id: Identifier
    label: Label
    unit: UnitName


class ParameterRow(Row):
    """A row of parameters.csv: a choice of the report, its unit and the range it may come from."""

    id: Identifier
    label: Label
    unit: UnitName
    range: Range


CLAIM_COLUMNS = ClaimRow.columns()
CONTEXT_COLUMNS = ContextRow.columns()


@dataclass(frozen=True)
class Claim:
    """One quoted figure. ``value``, ``precision`` and ``upper`` are plain numbers in ``unit``.

    A ``value`` of None stands for a figure that no source gave.
    """

    id: str
    label: str
    value: float | None
    precision: float | None
    unit: str
    bound: str
    attribution: str
    period: str
    speaker: str
    relayed_by: str
    source: str
    locator: str
    wording: str
    part_of: str = ""
    origin: str = ""
    grade: str = ""
    grade_reason: str = ""
    replaced: bool = False
    upper: float | None = None

    @property
    def interval(self) -> Interval | None:
        """What the hedge leaves open, in ``unit``; None where the figure is not known."""
        return None if self.value is None else Interval.from_bound(self.value, self.bound, self.precision, self.upper)

    @property
    def period_text(self) -> str:
        """The period in words."""
        return period_words(self.period)

    def is_of(self, other: Claim) -> bool:
        """Whether both are one figure: the same source, and the same number in the same unit."""
        mine, others = ((each.source, each.interval, each.unit) for each in (self, other))
        return bool(self.source) and mine == others

    @property
    def central(self) -> float | None:
        """The figure itself, or None where the source gave only a bound."""
        return self.value if self.bound in ("exact", "about") else None


def not_known(claim: Claim, **changes: object) -> Claim:
    """The figure that no source gave of the same thing as another; ``changes`` say which, and of when."""
    of_a_source = ("relayed_by", "source", "locator", "wording", "origin", "grade", "grade_reason")
    blank = {**dict.fromkeys(of_a_source, ""), "value": None, "precision": None, "upper": None, "bound": "exact"}
    return replace(claim, **blank, **{"speaker": NOBODY, "attribution": UNKNOWN, **changes})


def never_given(series: Series, name: str, period: str) -> Claim:
    """The figure of a time that no source gave of a series, none of whose figures has a row."""
    blank = dict.fromkeys(("relayed_by", "source", "locator", "wording"), "")
    return Claim(name, series.label, None, None, series.unit, "exact", UNKNOWN, period, NOBODY, **blank)


def period_words(period: str) -> str:
    """A period in words: 2024, the third quarter of 2024, December 2024."""
    year, _, part = period.partition("-")
    if part[:1] == "Q":
        return f"the {('first', 'second', 'third', 'fourth')[int(part[1]) - 1]} quarter of {year}"
    if part[:1] == "H":
        return f"the {('first', 'second')[int(part[1]) - 1]} half of {year}"
    return f"{calendar.month_name[int(part)]} {year}" if part else year


@dataclass(frozen=True)
class Statement:
    """What the article states, in its own words; ``first_said`` is a sentence on the way back to who said it first."""

    id: str
    wording: str
    speaker: str
    relayed_by: str
    locator: str
    first_said: str


@dataclass(frozen=True)
class Series:
    """Figures of one thing that come year by year; their ids are its own with the time."""

    id: str
    label: str
    unit: str


@dataclass(frozen=True)
class Parameter:
    """A choice of the report, never a claim; a notebook's first cell gives its value."""

    id: str
    label: str
    unit: str
    range: str

    def allows(self, number: float) -> bool:
        """Whether the choice may be this number."""
        low, high = self.ends
        above = number > low if self.range[0] == "(" else number >= low
        below = number < high if self.range[-1] == ")" else number <= high
        return above and below

    @property
    def ends(self) -> tuple[float, float]:
        """The lower and the upper end of the range."""
        low, _, high = self.range[1:-1].partition(", ")
        return float(low), float(high)


def unit_of(row: dict[str, str]) -> Unit:
    """The unit of a row of units.csv."""
    return Unit(row["unit"], row["one"], row["kind"], row["many"])


def known_units(units: dict[str, Unit]) -> dict[str, Unit]:
    """A report's own units with those that arithmetic makes."""
    return {**BUILT_IN, **units}

"""The one record between notebooks and pages: what a cell showed, with all that a page says of it.

A notebook's cell writes a Record beside its words; everything after it reads that, and nothing else. results.json,
its schema, the downloads and the table under a chart are parts of it. What follows from the rest is not kept twice: a
record is whole again once it is read.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_serializer, model_validator

from helpers.figures.figure import CHOSEN, COUNTED, SOLVED
from helpers.figures.interval import BOUNDS
from helpers.figures.rows import ATTRIBUTIONS, UNKNOWN, period_words
from helpers.figures.wording import BOUND_WORDS, NOT_KNOWN

#: The type of a notebook's output that the book prints from.
MIME = "application/vnd.report.record+json"
SVG = "image/svg+xml"
#: The number in a printed figure, as ``wording`` writes it.
NUMBER = re.compile(r"\N{MINUS SIGN}?\d[\d,.]*(?: million)?")
#: Figures are kept to twelve significant digits, so that another processor prints the same bytes.
SIGNIFICANT_DIGITS = 12

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """A part of the record: no field more, none less."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- figures -----------------------------------------------------------------------------------------


class Value(Strict):
    """One printed value. An end that is null is open; all three numbers are null where the formula has no value."""

    label: str = Field(min_length=1, description="what is counted, in words")
    central: float | None = Field(description="the best single number; null where the source gave only a bound")
    low: float | None = Field(description="the lower end of the range, in `unit`; null where it is open")
    high: float | None = Field(description="the upper end of the range, in `unit`; null where it is open")
    unit: str = Field(description="the unit; a ratio is a plain ratio, percent stands only where a source quotes it")
    text: str = Field(min_length=1, description="the value as the pages print it, hedge and unit included")
    bound: Literal[BOUNDS] = Field(description="how the range is bounded")
    attribution: Literal[(*ATTRIBUTIONS, UNKNOWN, CHOSEN, COUNTED, SOLVED)] = Field(
        description="who vouches for it, never a range"
    )
    formula: str = Field(description="the formula in ids; empty where the value was quoted, chosen or counted")
    inputs: list[str] = Field(description="the ids that the formula is called with")


class Quotation(Strict):
    """Where a quoted figure comes from."""

    wording: str = ""
    period: str
    speaker: str
    relayed_by: str = ""
    source: str = ""
    locator: str = ""
    origin: str = ""
    grade: str = ""
    grade_reason: str = ""
    replaced: bool = False
    part_of: str = ""

    @property
    def chain(self) -> str:
        """Who said the figure, and through whom."""
        return self.speaker + (f", through {self.relayed_by}" if self.relayed_by else "")


class Computation(Strict):
    """How a computed figure is stated in code: what it is, the file and function, and the line that gives it.

    ``file`` and ``function`` are empty for a figure that a cell computed by itself.
    """

    sentence: str = ""
    file: str = ""
    function: str = ""
    code: str


class FigureRecord(Value):
    """A figure with all that a page says of it; ``number``, ``least``, ``most`` and ``range`` are printed parts.

    The parts are kept only where they are not the usual ones. ``counted`` are the ids of the quoted and chosen figures
    behind what a count went over, which other cells show. ``domain`` has the open range of a figure, by its id or the
    formula it is computed by, outside of which the figure's own formula has no meaning; an end that is null is open.
    """

    id: str = Field("", exclude=True, description="its key in the record")
    kind: Literal["claim", "context", "parameter", "quantity", "tally", "turn"]
    central: float | None = None
    low: float | None = None
    high: float | None = None
    formula: str = ""
    inputs: list[str] = []
    number: str = ""
    least: str = ""
    most: str = ""
    range: str = ""
    counted: list[str] = []
    domain: dict[str, list[float | None]] = {}
    quotation: Quotation | None = None
    computation: Computation | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, kept: object) -> object:
        if not isinstance(kept, dict):
            return kept
        whole = {"range": kept.get("text"), **kept}
        return usual_parts(str(whole.get("text")), str(whole["range"])) | whole

    @model_serializer(mode="wrap")
    def _keep(self, handler):
        usual = {"range": self.text, **usual_parts(self.text, self.range)}
        return {name: part for name, part in handler(self).items() if usual.get(name) != part}

    @property
    def value(self) -> Value:
        """What results.json says of it, without the notebook."""
        return Value(**{name: getattr(self, name) for name in Value.model_fields})

    @property
    def hedge(self) -> str:
        """How its words bound it, and who vouches for it."""
        return NOT_KNOWN if self.attribution == UNKNOWN else f"{BOUND_WORDS[self.bound]}, {self.attribution}"

    @property
    def title(self) -> str:
        """The label, as a heading begins."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def says_range(self) -> bool:
        """Whether its text holds both ends of its range, so that the range beside it would say nothing more."""
        low, between, rest = self.range.partition(" to ")
        return self.range in self.text or (bool(between) and self.text == f"between {low} and {rest}")

    def printed(self, part: str | None = None) -> str:
        """What the figure, or one part of it, prints. KeyError where there is no such part."""
        if part is None:
            return self.text
        if part in ("low", "high"):
            return self.least if part == "low" else self.most
        if part == "period" and self.quotation:
            return period_words(self.quotation.period)
        if part in ("number", "range", "label", "unit", "attribution", "formula"):
            return getattr(self, part)
        if self.quotation and part in Quotation.model_fields:
            return str(getattr(self.quotation, part))
        raise KeyError(part)


def usual_parts(text: str, span: str) -> dict[str, str]:
    """The parts of a printed figure that follow from its text and its range.

    >>> usual_parts("about 60 times", "58 to 64 times")
    {'number': '60', 'least': '58 times', 'most': '64 times'}
    """
    number = NUMBER.search(text)
    least, between, most = span.partition(" to ")
    if between:
        least += NUMBER.sub("", most, count=1)
    elif span.startswith("at least "):
        least, most = span.removeprefix("at least "), "open"
    else:
        least, most = ("open", span.removeprefix("at most ")) if span.startswith("at most ") else (span, span)
    return {"number": number[0] if number else text, "least": least, "most": most}


# --- verdicts, charts, the what-if -------------------------------------------------------------------


class Said(Strict):
    """One computed judgement in plain words; of a statement also how sure it is, and what would change it."""

    text: str = Field(min_length=1)
    holds: bool | None = Field(description="null where the figures cannot tell")
    because: str = Field(min_length=1)
    rating: str = Field(min_length=1, description="the outcome in a word or two")
    rests_on: list[str] = Field(description="the quoted and chosen values that it finally rests on")
    evidence: str = Field(
        "", description="of a statement: how much independent evidence there is, and whether it agrees"
    )
    change: str = Field("", description="of a statement: the smallest changes that would turn the rating")


class StatementRecord(Strict):
    """What a page says of the statement that a verdict rates; all but ``words`` and names are templates of figure ids.

    ``readings`` are the clauses that speak for it, against it, or neither, by what they do; ``instead`` says which
    figures an edition rates in place of those in its words.
    """

    words: str
    speaker: str
    relayed_by: str
    first_said: str
    evidence: str
    raised: str
    lowered: str
    readings: dict[str, list[str]]
    judged: str
    settled_by: str
    change: str
    instead: str = ""

    @property
    def chain(self) -> str:
        """Who said it, and through whom."""
        return self.speaker + (f", through {self.relayed_by}" if self.relayed_by else "")


class VerdictRecord(Strict):
    """A verdict; ``label``, ``text`` and ``because`` are templates of figure ids.

    A verdict on a statement names the figures it stands in (``claims``) and what else pages say of it (``statement``).
    """

    id: str = Field("", exclude=True, description="its key in the record")
    label: str
    text: str = Field(min_length=1)
    because: str = Field(min_length=1)
    outcome: str
    holds: bool | None
    uses: list[str]
    claims: list[str] = []
    statement: StatementRecord | None = None


class ChartRow(Strict):
    """The data behind one mark of a chart; ``id`` is the figure it shows, ``note`` who says it and how weakly."""

    id: str
    label: str
    period: str = ""
    low: float | None = None
    central: float | None = None
    high: float | None = None
    unit: str
    range: str
    text: str
    note: str = ""


class ChartRecord(Strict):
    """A drawn chart: the narrow drawing (the wide one is the output's own picture), its words, data and marks.

    ``headline`` and ``caption`` are templates of figure ids; ``beside`` are the ids of figures that the drawing or its
    words show without a row, such as a threshold.
    """

    id: Identifier
    narrow: str
    alt: str
    headline: str
    caption: str
    rows: list[ChartRow]
    marks: dict
    beside: list[Identifier] = []

    @property
    def figures(self) -> list[str]:
        """The ids of the figures that it shows."""
        return list(dict.fromkeys([*(row.id for row in self.rows), *self.beside]))


class Hedged(Strict):
    """A figure as a what-if moves it."""

    value: float
    bound: str
    precision: float | None
    upper: float | None = None


class Outcomes(Strict):
    """The sentences of a verdict for each outcome of a figure beside the threshold."""

    id: Identifier
    quantity: str
    outcomes: dict[Literal["true", "false", "open"], dict[str, str]]


class Slider(Strict):
    """How a slider runs: a logarithmic one begins at a power of ten and steps by the second digit."""

    kind: Literal["log", "linear"]
    first: int
    last: int


class Alternative(Hedged):
    """A figure that may stand in place of an input, in the words that tell it from others and its own unit."""

    id: Identifier
    words: str
    unit: str


class Input(Strict):
    """An input that a reader may move.

    ``quoted`` is the figure without an edition's replacement, None for a choice. ``unit`` is what the field counts in,
    ``low`` and ``high`` are its limits in the numbers that the field shows, ``factor`` times those that formulas take.
    ``alternatives`` are figures that may stand in its place, the marks of its slider; ``parts`` are figures that are a
    part of it and cannot be more, with their labels.
    """

    id: Identifier
    label: str
    note: str
    unit: str
    factor: float
    quoted: Hedged | None
    low: float
    high: float
    slider: Slider
    alternatives: list[Alternative]
    parts: dict[Identifier, str]


class Bar(Strict):
    """A figure that the form draws, in the words beside it."""

    id: Identifier
    words: str


class Base(Hedged):
    """A figure that the formulas of a what-if are evaluated over."""

    unit: str


class Traced(Strict):
    """A quantity of the what-if: its formula over its bases, as JavaScript."""

    rests_on: list[str]
    domain: dict[str, list[float | None]]
    unit: str
    missing: str
    formula: str


class UnitWords(Strict):
    """How a unit is printed."""

    name: str
    factor: float
    word: str
    single: str
    whole: bool


class WhatIf(Strict):
    """A form that a reader moves: its inputs, the formulas and sentences that follow them, and what it shows.

    What is listed stands in the order of the form; a notebook keeps no other. ``words`` are the subject's own in place
    of the page's general ones: of the ``axis``, the ``limit``, the ``chart`` and what lies ``below``.
    """

    inputs: list[Input]
    figures: dict[str, Base]
    quantities: dict[str, Traced]
    verdicts: list[Outcomes]
    threshold: str
    units: dict[str, UnitWords]
    shown: list[str]
    bars: list[Bar]
    words: dict[Literal["axis", "limit", "chart", "below"], str] = {}


# --- what a cell showed ------------------------------------------------------------------------------

Show = Literal["figure", "table", "roles", "quotations", "verdict", "statements", "chart", "what_if"]


def _by_id(records: dict) -> dict:
    """Records that know their own ids."""
    return {name: record.model_copy(update={"id": name}) for name, record in records.items()}


class Record(Strict):
    """What one cell showed: which figures and verdicts (``ids``), and every figure that these speak of or are computed from.

    ``labels`` are the row labels of a table, by the ids of its rows, where they are not the figures' own; ``roles`` the
    ids of figures by other names that pages print them by.
    """

    show: Show
    ids: list[str]
    figures: Annotated[dict[Identifier, FigureRecord], AfterValidator(_by_id)]
    labels: dict[str, str] = {}
    roles: dict[Identifier, Identifier] = {}
    verdicts: Annotated[dict[Identifier, VerdictRecord], AfterValidator(_by_id)] = {}
    chart: ChartRecord | None = None
    what_if: WhatIf | None = None

"""The one record between notebooks and pages: what a cell showed, with all that a page says of it.

A notebook's cell writes a Record beside its words; everything after it reads that, and nothing else. results.json,
its schema, the downloads and the table under a chart are parts of it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from helpers.figures.figure import CHOSEN, COUNTED
from helpers.figures.interval import BOUNDS
from helpers.figures.rows import ATTRIBUTIONS

#: The type of a notebook's output that the book prints from.
MIME = "application/vnd.report.record+json"
SVG = "image/svg+xml"
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
    bound: Literal[(*BOUNDS, "between")] = Field(description="how the range is bounded")
    attribution: Literal[(*ATTRIBUTIONS, CHOSEN, COUNTED)] = Field(description="who vouches for it, never a range")
    formula: str = Field(description="the formula in ids; empty where the value was quoted, chosen or counted")
    inputs: list[str] = Field(description="the ids that the formula is called with")


class Quotation(Strict):
    """Where a quoted figure comes from."""

    wording: str
    period: str
    period_text: str
    speaker: str
    relayed_by: str
    source: str
    locator: str
    origin: str
    grade: str
    grade_reason: str
    replaced: bool

    @property
    def chain(self) -> str:
        """Who said the figure, and through whom."""
        return self.speaker + (f", through {self.relayed_by}" if self.relayed_by else "")


class Computation(Strict):
    """How a computed figure is stated in code: what it is, the file and function, and the line that gives it.

    ``file`` and ``function`` are empty for a figure that a cell computed by itself.
    """

    sentence: str
    file: str
    function: str
    code: str


class FigureRecord(Value):
    """A figure with all that a page says of it; ``number``, ``least``, ``most`` and ``range`` are printed parts."""

    id: Identifier
    kind: Literal["claim", "context", "parameter", "quantity", "tally"]
    number: str
    least: str
    most: str
    range: str
    rests_on: list[str]
    quotation: Quotation | None = None
    computation: Computation | None = None

    @property
    def value(self) -> Value:
        """What results.json says of it, without the notebook."""
        return Value(**{name: getattr(self, name) for name in Value.model_fields})

    @property
    def title(self) -> str:
        """The label, as a heading begins."""
        return self.label[:1].upper() + self.label[1:]

    def printed(self, part: str | None = None) -> str:
        """What the figure, or one part of it, prints. KeyError where there is no such part."""
        if part is None:
            return self.text
        if part in ("low", "high"):
            return self.least if part == "low" else self.most
        if part == "period" and self.quotation:
            return self.quotation.period_text
        if part in ("number", "range", "label", "unit", "attribution", "formula"):
            return getattr(self, part)
        if self.quotation and part in Quotation.model_fields:
            return str(getattr(self.quotation, part))
        raise KeyError(part)


# --- verdicts, charts, the what-if -------------------------------------------------------------------


class Said(Strict):
    """One computed judgement in plain words."""

    text: str = Field(min_length=1)
    holds: bool | None = Field(description="null where the figures cannot tell")
    because: str = Field(min_length=1)


class VerdictRecord(Strict):
    """A verdict; ``label``, ``text`` and ``because`` are templates of figure ids, ``plain`` the same filled.

    A verdict on a statement names the figures it stands in (``claims``) and its ratings (``own``, ``others``).
    """

    id: Identifier
    label: str
    text: str
    because: str
    outcome: str
    holds: bool | None
    uses: list[str]
    claims: list[str] = []
    own: str = ""
    others: str = ""
    plain: Said


class ChartRow(Strict):
    """The data behind one mark of a chart; ``id`` is the figure it shows."""

    id: str
    label: str
    period: str
    low: float | None
    central: float | None
    high: float | None
    unit: str
    range: str
    text: str


class ChartRecord(Strict):
    """A drawn chart: the narrow drawing (the wide one is the output's own picture), its words, data and marks."""

    id: Identifier
    narrow: str
    alt: str
    caption: str
    rows: list[ChartRow]
    marks: dict
    figures: list[str]


class Hedged(Strict):
    """A figure as a what-if moves it."""

    value: float
    bound: str
    precision: float | None


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

Show = Literal["figure", "table", "quotations", "verdict", "statements", "chart", "what_if"]


class Record(Strict):
    """What one cell showed: which figures and verdicts (``ids``), and every figure that these speak of or rest on.

    ``labels`` are the row labels of a table, by the ids of its rows.
    """

    show: Show
    ids: list[str]
    figures: dict[str, FigureRecord]
    labels: dict[str, str] = {}
    verdicts: dict[str, VerdictRecord] = {}
    chart: ChartRecord | None = None
    what_if: WhatIf | None = None

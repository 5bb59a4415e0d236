"""A row of a frame as it is drawn: in percent, in the colour of its kind, in its own words, with what vouches for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures.columns import Column, ColumnPanel, level, panel
from helpers.figures.figure import Figure, FigureError
from helpers.figures.palette import CLAIM, COMPUTED, CONTEXT, INK, LIMIT, MUTED, PART
from helpers.figures.periods import Span
from helpers.figures.sheet import BASE, SMALL, SPACE, WIDTHS, Line, Panel, Scale, capital, scale_of
from helpers.figures.strips import Strip, Zone, arrow, bar, bracket, hedge
from helpers.figures.table import table_of

KIND_COLOURS = {"claim": CLAIM, "context": CONTEXT, "quantity": COMPUTED, "parameter": LIMIT, "tally": COMPUTED}
#: What tells a row from those of the chart's commonest kind, in words beside it.
KIND_WORDS = {
    "claim": "in the article", "context": "independent", "quantity": "computed here", "parameter": "chosen here",
    "tally": "counted here",
}  # fmt: skip
REPLACED_WORDS = "in this edition"
SHARES = {"ratio", "percent"}


# --- numbers and words -------------------------------------------------------------------------------


def as_drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose ratios are percentages; an end that is open, or a middle that there is not, is not a number."""
    factors = np.where(frame["unit"] == "ratio", 100.0, 1.0)
    return frame.assign(**frame[["low", "central", "high"]].astype(float).mul(factors, axis=0))


def percent(number: float | None, unit: str) -> float:
    """A number as it is drawn; not a number where there is none."""
    return float("nan") if number is None else number * (100 if unit == "ratio" else 1)


def said(text: str, number: str, unit: str) -> str:
    """A figure beside its mark: as pages print it, but for a unit that the name of the scale says.

    >>> said("at least 2,000 workers", "2,000", "workers"), said("about 0.88 percent", "0.88", "ratio")
    ('at least 2,000', 'about 0.88 percent')
    """
    if text == number:
        return text
    before, found, _ = text.partition(number)
    return (before + number if found else number) + (" percent" if unit in SHARES else "")


def said_of(figure: Figure) -> str:
    """A figure beside its mark."""
    return said(figure.text, figure.phrase.number, figure.unit)


def number_line(row) -> Line:
    """The number of a row."""
    return Line(said(row.text, row.number, row.unit), INK, BASE, bold=True)


def words_of(row, *notes: Line | None) -> tuple[Line, ...]:
    """The label and period of a row, with a capital, and the notes below it."""
    label = f"{row.label}, {row.period}" if row.period else row.label
    return (Line(capital(label)), *(note for note in notes if note))


def text_colour(colour: str) -> str:
    """The colour of words about a mark: the grey of independent figures is too light to read."""
    return MUTED if colour == CONTEXT else colour


def kind_notes(frame: pd.DataFrame) -> list[Line | None]:
    """For each row that is not of the commonest kind, words that say of which it is."""
    (common, _), *_ = Counter(frame["kind"]).most_common(1) or [("", 0)]
    figures = frame["figure"] if "figure" in frame else [None] * len(frame)
    return [
        None if kind == common else Line(_kind_words(kind, figure), text_colour(KIND_COLOURS[kind]), SMALL)
        for kind, figure in zip(frame["kind"], figures, strict=True)
    ]


def _kind_words(kind: str, figure: Figure | None) -> str:
    """Words for a kind; a figure that an edition puts in the place of one is not the article's."""
    is_put = isinstance(figure, Figure) and figure.claim is not None and figure.claim.replaced
    return REPLACED_WORDS if is_put else KIND_WORDS[kind]


def scale_name(unit: str, frame: pd.DataFrame, log: bool = False) -> str:
    """The name of a scale: shares are in percent, and powers of ten are said. Raises FigureError for rows of two units."""
    units = [figure.home.units.get(figure.unit) for figure in frame.get("figure", [])]
    scales = {unit.kind if unit.kind in ("count", "share") else unit.name: unit.name for unit in units if unit}
    if len(scales) > 1:
        raise FigureError(f"{' and '.join(sorted(scales.values()))} have no scale in common: draw one chart for each")
    shares = set(frame["unit"]) <= SHARES and "percent" not in unit
    return unit + ", percent" * shares + ", logarithmic scale" * log


# --- where a row's mark lies -------------------------------------------------------------------------


def ends_of(frame: pd.DataFrame) -> list[float]:
    """Every number that a frame draws."""
    return list(frame[["low", "central", "high"]].to_numpy(dtype=float).ravel())


def reach(row, scale: Scale) -> tuple[float, float]:
    """Where a row's mark begins and ends; an open end lies at the end of the scale."""
    low = scale.low if np.isnan(row.low) else row.low
    return low, scale.high if np.isnan(row.high) else row.high


def top_of(row) -> float:
    """Where a bar from zero ends: at the figure, else at the end that it has; 0 where it has none."""
    return next((each for each in (row.central, row.high, row.low) if not np.isnan(each)), 0.0)


def line_at(limit: Figure | None, words: str) -> Zone | None:
    """A limit across all rows, with the range that it has; None where there is none."""
    ends = [] if limit is None else [end for end in (limit.low, limit.high) if end is not None]
    if not ends:
        return None
    low, high = (percent(end, limit.unit) for end in (min(ends), max(ends)))
    colour = KIND_COLOURS[limit.kind]
    return Zone(low, high, f"{words} {said_of(limit)}", colour, text_colour(colour))


def scale_for(frame: pd.DataFrame, zone: Zone | None, limits: tuple[float, float] | None, log: bool = False) -> Scale:
    """The scale of a frame; a limit is always on it, and so is the whole where shares are drawn by powers of ten."""
    ends = [zone.low, zone.high * 1.02] if zone else []
    if limits:
        limits = (min([limits[0], *ends]), max([limits[1], *ends]))
    whole = [99.9] if log and set(frame["unit"]) <= SHARES else []
    return scale_of([*ends_of(frame), *ends, *whole], limits, log)


# --- rows of a ladder --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """A range across the sources of a group of a ladder, drawn as a bracket above its rows and named by ``words``.

    ``group`` is the group as the ladder's column holds it; empty where there is no such column. Its ends are those of
    ``figure``, or without one the lowest and the highest row.
    """

    words: str
    group: str = ""
    figure: Figure | None = None


def cited(frame: pd.DataFrame, column: str = "") -> list[Figure | None]:
    """The quoted figure whose speaker, date and grade stand for each row.

    It is the one in ``column``; without it the row's own figure or, of a computed one, the quoted figure it rests on
    that not all rows rest on, where these speak with one voice.
    """
    if column:
        return [each if isinstance(each, Figure) else None for each in frame[column]]
    shared = set.intersection(*(set(figure.roots) for figure in frame["figure"])) if len(frame) > 1 else set()
    return [figure if figure.claim else _apart(figure, shared) for figure in frame["figure"]]


def _apart(figure: Figure, shared: set[str]) -> Figure | None:
    own = [root for name, root in figure.roots.items() if root.claim and name not in shared]
    voices = {(root.claim.speaker, root.claim.period, root.claim.grade) for root in own}
    return own[0] if len(voices) == 1 else None


def source_words(figure: Figure | None, weak: str) -> tuple[str, ...]:
    """When a figure was stated, by whom and of which grade; and why its source is weak."""
    claim = figure.claim if figure else None
    parts = (
        [Span.read(claim.period).short, claim.speaker, f"grade\N{NO-BREAK SPACE}{claim.grade}" if claim.grade else ""]
        if claim
        else []
    )
    return tuple(filter(None, [", ".join(filter(None, parts)), f"weak source: {weak}" if weak else ""]))


def spoken_note(row) -> str:
    """The same for those who listen: the period in words."""
    claim = row.cited.claim if row.cited else None
    parts = [claim.period_text, claim.speaker, f"grade {claim.grade}" if claim.grade else ""] if claim else []
    return "; ".join(filter(None, [*parts, f"weak source: {row.weak}" if row.weak else ""]))


def rung(row, scale: Scale) -> Strip:
    """A row of a ladder; its period stands with its source."""
    notes = [Line(words, MUTED, SMALL) for words in source_words(row.cited, row.weak)]
    label = row._replace(period="") if row.cited else row
    draw = partial(hedge, row=row, colour=KIND_COLOURS[row.kind], hollow=bool(row.weak))
    return Strip(words_of(label, *notes), (number_line(row),), reach(row, scale), draw)


def heading(words: str, rows: pd.DataFrame, band: Band | None, space: float) -> Strip:
    """The words of a group and, where it has a band, its range, a bracket from one end to the other; none of an open one."""
    title = (Line(words, INK, BASE, bold=True),) if words else ()
    if band is None or rows.empty:
        return Strip(title, (), (0.0, 0.0), lambda *_: None, space, marked=False)
    low, high, number = _across(rows) if band.figure is None else _of(band.figure)
    said = (Line(f"{number} {band.words}", INK, SMALL),)
    if not np.isfinite([low, high]).all():  # a bracket has two ends
        return Strip(title, said, (0.0, 0.0), lambda *_: None, space)
    return Strip(title, said, (low, high), partial(bracket, low=low, high=high), space)


def _of(figure: Figure) -> tuple[float, float, str]:
    low, high = percent(figure.low, figure.unit), percent(figure.high, figure.unit)
    return low, high, figure.phrase.range if figure.unit in SHARES else figure.phrase.number


def _across(rows: pd.DataFrame) -> tuple[float, float, str]:
    """From the lowest to the highest of several rows, in the words of their own numbers."""
    low, high = (rows["central"].fillna(rows[end]) for end in ("low", "high"))
    least, most = rows.loc[low.idxmin()], rows.loc[high.idxmax()]
    ends = [_digits(least, "low"), _digits(most, "high")]
    return low.min(), high.max(), " to ".join(ends) + (" percent" if least["unit"] in SHARES else "")


def _digits(row: pd.Series, end: str) -> str:
    if not np.isnan(row["central"]):
        return row["number"]
    phrase, unit = row["figure"].phrase, row["figure"].home.units[row["unit"]]
    return getattr(phrase, end).removesuffix(f" {unit.word}")


# --- bars and columns --------------------------------------------------------------------------------


def parts_of(frame: pd.DataFrame, column: str) -> list[Figure | None]:
    """The part of each row that is told apart, None where there is none. Raises FigureError for what is no figure."""
    given = list(frame[column]) if column else [None] * len(frame)
    made = [None if each is None or each != each else each for each in given]
    if wrong := [each for each in made if each is not None and not isinstance(each, Figure)]:
        raise FigureError(
            f"the column {column!r} holds {wrong[0]!r}: give each part as a figure, so that it keeps its source"
        )
    return made


def middle_of(figure: Figure | None) -> float:
    """Where a part is drawn to; not a number where there is none."""
    if figure is None:
        return float("nan")
    found = [each for each in (figure.central, figure.high, figure.low) if each is not None]
    return percent(found[0], figure.unit) if found else float("nan")


def joined(frame: pd.DataFrame, figures: Iterable[Figure], *frames: pd.DataFrame) -> pd.DataFrame:
    """A frame, other frames, and a row for each figure that none of them holds."""
    whole = pd.concat([frame, *frames], ignore_index=True) if frames else frame
    more = {each.key: each for each in figures if each.key not in set(whole["id"])}
    return pd.concat([whole, table_of(more.values())], ignore_index=True) if more else whole


def draw_bar(axes: Axes, at: float, *, row, colour: str, part: float) -> None:
    """A bar from zero with its part and its hedge."""
    bar(axes, at, 0.0, top_of(row), colour)
    if np.isfinite(part):
        bar(axes, at, 0.0, part, PART)
    if row.low != row.high and np.isfinite([row.low, row.high]).all():
        axes.plot([row.low, row.high], [at, at], color=INK, linewidth=1.4)
    if np.isfinite(row.low) and np.isnan(row.high):
        arrow(axes, at, top_of(row), INK)


def draw_lollipop(axes: Axes, at: float, *, row, colour: str) -> None:
    """A fine line from zero to a figure with its hedge."""
    axes.plot([0.0, top_of(row)], [at, at], color=colour, linewidth=1.6, solid_capstyle="butt")
    hedge(axes, at, row, colour)


def columns_of(frame: pd.DataFrame, time: str, part: str) -> list[Column]:
    """The rows of a frame in time. Raises FigureError where one has no period, or periods differ in length."""
    spans = [_span(row, time) for row in frame.itertuples()]
    if len({span.per_year for span in spans}) > 1:
        raise FigureError("columns in time last equally long: draw years in one frame, quarters in another")
    made = []
    for span, row, note, given in zip(
        spans, as_drawn(frame).itertuples(), kind_notes(frame), parts_of(frame, part), strict=True
    ):
        low, high = -np.inf if np.isnan(row.low) else row.low, np.inf if np.isnan(row.high) else row.high
        number, inside = said(row.text, row.number, row.unit), "" if given is None else said_of(given)
        colour, words = KIND_COLOURS[row.kind], note.text if note else ""
        made.append(Column(span, number, top_of(row), low, high, colour, words, middle_of(given), inside))
    return made


def _span(row, time: str) -> Span:
    claim = row.figure.claim
    if claim:
        return Span.read(claim.period)
    period = getattr(row, time, "") if time else ""
    if not isinstance(period, str) or not period:
        raise FigureError(
            f"{row.id} is computed and has no period of its own: give one, such as 2024-Q4, in a column time="
        )
    return Span.read(period)


def column_panels(
    made: Sequence[Sequence[Column]], names: Sequence[str], gap: str, part: str, narrow: bool
) -> list[Panel]:
    """A panel for each set of columns: one of two takes its part of a wide sheet by how many periods it has."""
    whole = WIDTHS["narrow" if narrow else "wide"]
    spans = [max(each.span.index for each in one) - min(each.span.index for each in one) + 1 for one in made]
    widths = [whole] * len(made)
    if len(made) > 1 and not narrow:
        first = min(max(spans[0] / sum(spans), 0.42), 0.62) * (whole - SPACE)
        widths = [first, whole - SPACE - first]
    panels = [panel(one, name, gap, part, width, narrow) for one, name, width in zip(made, names, widths, strict=True)]
    if len(panels) < 2 or not all(isinstance(each, ColumnPanel) for each in panels):
        return panels
    return level(panels)

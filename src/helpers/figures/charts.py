"""General forms of charts: a frame of figures becomes a drawing, with its data, its marks and its words.

A form takes a frame and which of its columns to draw; which rows, in which order and in which words, is the notebook's.
Each chart is drawn twice, wide and narrow, so that its text can be read on a phone, and its colours are named, so that
the page can darken them. A headline states what the chart finds; the words of marks stand beside them, never in a
legend. No form holds a formula or reads a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from helpers.figures.curves import Curve, CurvePanel
from helpers.figures.drawn import (
    KIND_COLOURS,
    Band,
    as_drawn,
    cited,
    column_panels,
    columns_of,
    draw_bar,
    draw_lollipop,
    ends_of,
    heading,
    joined,
    kind_notes,
    line_at,
    middle_of,
    number_line,
    parts_of,
    reach,
    rung,
    said_of,
    scale_for,
    scale_name,
    spoken_note,
    text_colour,
    top_of,
    words_of,
)  # fmt: skip
from helpers.figures.figure import Figure, FigureError
from helpers.figures.palette import MUTED, PART
from helpers.figures.sheet import SMALL, WIDTHS, Line, Panel, Scale, capital, compose, scale_of
from helpers.figures.strips import Strip, StripPanel, Zone, hedge
from helpers.figures.svg import marks_of, svg_of
from helpers.figures.swept import swept
from helpers.figures.verdict import fill, names_used
from helpers.figures.wording import axis_number

__all__ = ["Band", "Chart", "bars", "beside", "columns", "curves", "ladder", "ranges", "swept", "swings", "tornado"]

#: Figures that the words of a chart speak of beside its rows, by the names in which they do, or by their ids.
Mentioned = Iterable[Figure] | Mapping[str, Figure]
#: What a curve is drawn from, beside its place.
ENDS = ("low", "central", "high")


@dataclass(frozen=True)
class Chart:
    """A chart to show.

    ``headline`` states its finding, ``caption`` how to read it; both are templates of markers, each the id of a figure
    of a row, of what is drawn ``beside`` the rows (by its words there), or of ``mention``. ``frame`` holds every row
    that is drawn, ``panels`` makes its drawing, narrow or wide.
    """

    name: str
    headline: str
    caption: str
    frame: pd.DataFrame
    panels: Callable[[bool], Sequence[Panel]]
    beside: Mapping[str, Figure] = field(default_factory=dict)
    mention: Mapping[str, Figure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.headline.strip():
            raise FigureError(f"{self.name} has no headline: state in a sentence what it shows")
        for part in ("headline", "caption"):
            if unknown := set(names_used(getattr(self, part))) - set(self.figures):
                names = ", ".join(sorted(unknown))
                raise FigureError(
                    f"the {part} of {self.name} prints {names}, which no row holds; pass the figure in mention=[…]"
                )

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures of the rows and beside them, what these were computed from, and those mentioned, by id or name."""
        rows = list(self.frame["figure"]) if "figure" in self.frame else []
        found: dict[str, Figure] = {}
        for figure in [*rows, *self.beside.values(), *self._cited, *self.mention.values()]:
            found |= {each.key: each for each in (*figure.inputs, *figure.bases.values()) if each.key not in found}
            found[figure.key] = figure
        return found | dict(self.mention)

    @property
    def _cited(self) -> list[Figure]:
        return [each for each in self.frame.get("cited", []) if isinstance(each, Figure)]

    @property
    def drawn(self) -> list[str]:
        """The ids that the drawing shows: of rows, of what stands beside them, of those whose words are cited."""
        others = [figure.key for figure in (*self.beside.values(), *self._cited)]
        return list(dict.fromkeys([*self.frame["id"], *others]))

    @property
    def axes(self) -> Axes:
        """The wide drawing, to look at or to draw on; of two panels the first."""
        return self.canvas("wide").axes[0]

    @property
    def marks(self) -> dict:
        """What was drawn, as numbers and words."""
        return marks_of(self.canvas("wide"))

    def canvas(self, variant: str) -> Canvas:
        """The ``wide`` or the ``narrow`` drawing, as matplotlib has it."""
        return self._drawings[variant]

    def svg(self, variant: str) -> str:
        """The same as a picture that a page holds."""
        return svg_of(self.canvas(variant), f"{self.name.replace('_', '-')}-{variant}")

    @cached_property
    def alt(self) -> str:
        """The headline, then every row with its hedge (those that are ``told``, where a column says so), then what is drawn
        beside the rows, made from the data alone.
        """
        said = []
        for row in self.frame[self.frame["told"]].itertuples() if "told" in self.frame else self.frame.itertuples():
            period = f", {row.period}" if row.period else ""
            note = f" ({row.note})" if getattr(row, "note", "") else ""
            said.append(f"{row.label}{period}{note}: {_with_range(row.text, row.range)}")
        said += [f"{words}: {_with_range(figure.text, figure.phrase.range)}" for words, figure in self.beside.items()]
        sentences = [fill(self.headline, self.figures), "; ".join(said)]
        return " ".join(f"{each.rstrip('.')}." for each in sentences if each)

    @cached_property
    def _drawings(self) -> dict[str, Canvas]:
        return {variant: compose(self.panels(variant == "narrow"), variant == "narrow") for variant in WIDTHS}

    def __repr__(self) -> str:
        return self.alt


def _with_range(text: str, span: str) -> str:
    return text if span in text else f"{text} ({span})"


# --- the forms: figures on a scale -------------------------------------------------------------------


def ranges(
    frame: pd.DataFrame,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    limit: Figure | None = None,
    limit_words: str = "",
    limits: tuple[float, float] | None = None,
    log: bool = False,
    mention: Mentioned = (),
) -> Chart:
    """A row a figure: its middle as a dot, its hedge as a thick line, an open end as an arrow.

    Shares are drawn in percent. The scale runs from zero unless ``limits`` gives its ends or ``log`` asks for powers of
    ten; ``limit`` is drawn across it, named by ``limit_words``::

        charts.ranges(report.table(by_multiple, by_count), name="year_before", unit="entries in the year",
                      headline="A year before, {by_count} were counted", caption="A dot is a count, a line its hedge.")
    """
    shown = as_drawn(frame)
    zone = line_at(limit, limit_words)
    scale = scale_for(shown, zone, limits, log)
    strips = [
        Strip(
            words_of(row, note),
            (number_line(row),),
            reach(row, scale),
            partial(hedge, row=row, colour=KIND_COLOURS[row.kind]),
        )
        for row, note in zip(shown.itertuples(), kind_notes(frame), strict=True)
    ]
    return _strips_chart(
        name,
        headline,
        caption,
        frame,
        strips,
        scale,
        scale_name(unit, frame, log),
        zone,
        _named(limit_words, limit),
        mention,
    )


def tornado(
    frame: pd.DataFrame, *, name: str, headline: str, caption: str, unit: str, mention: Mentioned = ()
) -> Chart:
    """What a share becomes when one input at a time changes: a row an input, as ``swings`` makes them::

    charts.tornado(charts.swings(share, {"the shortage": (figures.shortage, 1e6, 5e6)}), name="sensitivity",
                   headline="The shortage matters most", caption="Each line changes one input.", unit="share of it")
    """
    return ranges(frame, name=name, headline=headline, caption=caption, unit=unit, mention=mention)


def ladder(
    frame: pd.DataFrame,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    limits: tuple[float, float] | None = None,
    threshold: Figure | None = None,
    threshold_words: str = "",
    group: str = "",
    bands: Iterable[Band] = (),
    cite: str = "",
    weak: str = "",
    mention: Mentioned = (),
) -> Chart:
    """Shares or counts, the largest first, each with its date, who says it and its grade in small words.

    What rounding leaves is a thick line; the range across sources is a bracket, a ``Band`` for a group of rows. A row
    beyond ``limits`` is cut: an arrow, and its number. The columns of ``frame`` that may be named:

    - ``group``: the rows of one group stand together beneath its words, groups in the order in which they come;
    - ``cite``: the quoted figure whose date, speaker and grade stand under the row. Without it that is the row's own
      figure or, of a computed one, the quoted figure it rests on that not all rows rest on;
    - ``weak``: why a row's source is weak, in words; empty where it is not. The dot of a weak one is hollow.

    ``threshold`` is a dashed line, named by ``threshold_words``::

        charts.ladder(shares.assign(of_what="Of the whole economy", weak=""), name="shares", group="of_what", weak="weak",
                      limits=(0, 8), bands=[charts.Band("across the estimates", "Of the whole economy")],
                      threshold=report.marginal_below, threshold_words="marginal below", unit="share of the shortage",
                      headline="Under one percent by every estimate", caption="A thick line is what rounding leaves.")
    """
    rows = frame.assign(
        cited=cited(frame, cite), group=frame[group] if group else "", weak=frame[weak].fillna("") if weak else ""
    )
    rows = rows.assign(
        note=[spoken_note(row) for row in rows.itertuples()], size=[top_of(row) for row in as_drawn(rows).itertuples()]
    )
    rows = rows.sort_values("size", ascending=False, kind="stable")
    rows = pd.concat([rows[rows["group"] == words] for words in frame[group].unique()] if group else [rows])
    shown, zone = as_drawn(rows), line_at(threshold, threshold_words)
    scale, bands = scale_for(shown, zone, limits), {band.group: band for band in bands}
    strips: list[Strip] = []
    for words, members in shown.groupby("group", sort=False):
        if words or words in bands:
            strips.append(heading(words, members, bands.get(words), space=8.0 if strips else 0.0))
        strips += [rung(row, scale) for row in members.itertuples()]
    beside = _named(threshold_words, threshold)
    beside |= {f"{band.group}, {band.words}".lstrip(", "): band.figure for band in bands.values() if band.figure}
    return _strips_chart(name, headline, caption, rows, strips, scale, scale_name(unit, frame), zone, beside, mention)


def beside(
    frame: pd.DataFrame,
    need: Figure,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    need_words: str,
    shares: str = "",
    share_words: str = "",
    mention: Mentioned = (),
) -> Chart:
    """Counts beside a need on one scale from zero, the need a band across all rows from its low to its high end.

    ``shares`` names a column of figures, the part of the need that each row is; their ranges stand below the row's
    number, followed by ``share_words``::

        charts.beside(workers.assign(share=[*shares["figure"]]), figures.builders_missing, name="builders", unit="workers",
                      need_words="builders missing", shares="share", share_words="of the builders missing",
                      headline="{workers_2025} are at most {share_2025.high} of the need", caption="The band is the need.")
    """
    shown = as_drawn(frame)
    ends = [end for end in (need.low, need.high) if end is not None]
    scale = scale_of([*ends_of(shown), *ends, max(ends, default=0) * 1.04], None, False)
    low, high = (scale.low if need.low is None else need.low), (scale.high if need.high is None else need.high)
    colour = KIND_COLOURS[need.kind]
    zone = Zone(low, high, f"{need_words}: {said_of(need)}", colour, text_colour(colour))
    strips = []
    for row, note in zip(shown.itertuples(), kind_notes(frame), strict=True):
        share = getattr(row, shares) if shares else None
        part = f"{share.phrase.range} {share_words}".strip() if isinstance(share, Figure) else ""
        number = (number_line(row), *([Line(part, MUTED, SMALL)] if part else []))
        draw = partial(draw_lollipop, row=row, colour=KIND_COLOURS[row.kind])
        strips.append(Strip(words_of(row, note), number, reach(row, scale), draw))
    parts = [each for each in frame[shares] if isinstance(each, Figure)] if shares else []
    whole = joined(frame, parts)
    return _strips_chart(
        name, headline, caption, whole, strips, scale, scale_name(unit, frame), zone, {need_words: need}, mention
    )


# --- the forms: bars and columns from zero -----------------------------------------------------------


def bars(
    frame: pd.DataFrame,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    part: str = "",
    part_words: str = "",
    highlight: str = "",
    highlight_words: str = "",
    limit: Figure | None = None,
    limit_words: str = "",
    mention: Mentioned = (),
) -> Chart:
    """Horizontal bars from zero, a row a figure, its hedge as a line.

    ``part`` names a column of figures, the part of each bar that the text speaks of, and ``part_words`` says what it is;
    ``highlight`` a column that is true for whole bars of that colour, and ``highlight_words`` what they share. ``limit``
    is drawn across, named by ``limit_words``::

        charts.bars(purposes.assign(work=purposes["id"].isin(names)), name="purposes", unit="entries in the year",
                    highlight="work", highlight_words="could hide work",
                    headline="{education} came for education", caption="By stated purpose.")
    """
    shown, parts = as_drawn(frame), parts_of(frame, part)
    zone = line_at(limit, limit_words)
    tops = [max(top_of(row), np.nan_to_num(row.high)) for row in shown.itertuples()]
    scale = scale_of([*tops, *([zone.low, zone.high] if zone else [])], None, False)
    strips = []
    for row, note, given, top in zip(shown.itertuples(), kind_notes(frame), parts, tops, strict=True):
        chosen = bool(getattr(row, highlight)) if highlight else False
        note = Line(highlight_words, PART, SMALL) if chosen else note
        number = [
            number_line(row),
            *([Line(f"{said_of(given)} {part_words}", PART, SMALL)] if given is not None else []),
        ]
        draw = partial(draw_bar, row=row, colour=PART if chosen else KIND_COLOURS[row.kind], part=middle_of(given))
        strips.append(Strip(words_of(row, note), tuple(number), (0.0, top), draw))
    whole = joined(frame, [each for each in parts if each is not None])
    return _strips_chart(
        name,
        headline,
        caption,
        whole,
        strips,
        scale,
        scale_name(unit, frame),
        zone,
        _named(limit_words, limit),
        mention,
    )


def columns(
    frame: pd.DataFrame,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    time: str = "",
    gap: str = "no figure",
    part: str = "",
    part_words: str = "",
    detail: pd.DataFrame | None = None,
    detail_unit: str = "",
    mention: Mentioned = (),
) -> Chart:
    """Columns in time, a figure each, on a true axis: a period that is missing is a gap that reads ``gap``.

    The time of a figure is its own period; of a computed one, which has none, it stands in a column of periods
    (``2024-Q4``) that ``time`` names. Without a row ``gap`` is all there is to read. ``part`` names a column of figures, the part of each column that the text speaks
    of, and ``part_words`` says what it is. ``detail`` is a second frame, such as the quarters of one year, drawn beside
    the first or, where it is narrow, below it, on a scale of its own named by ``detail_unit``. Where the numbers of a
    narrow drawing have no room above columns, time runs downwards::

        charts.columns(years, name="history", unit="entries in the year", gap="not published",
                       detail=quarters, detail_unit="entries in the quarter",
                       headline="{entries_2024} came, fewer than in {entries_2019.period}", caption="By year and quarter.")
    """
    if frame.empty:
        bare = [Strip((Line(capital(gap)),), (), (0.0, 0.0), lambda *_: None, marked=False)]
        return _strips_chart(name, headline, caption, frame, bare, Scale(0.0, 1.0), unit, None, {}, mention)
    shown = [(frame, unit, part)]
    if detail is not None:
        shown.append((detail, detail_unit, part if part in detail else ""))
    made = [columns_of(each, time, its_part) for each, _, its_part in shown]
    names = [scale_name(words, each) for each, words, _ in shown]
    parts = [each for one, _, its_part in shown for each in parts_of(one, its_part) if each is not None]
    whole = joined(frame, parts, *[each for each, _, _ in shown[1:]])
    return Chart(
        name, headline, caption, whole, partial(column_panels, made, names, gap, part_words), {}, _by_name(mention)
    )


# --- the forms: curves over a sweep ------------------------------------------------------------------


def curves(
    frame: pd.DataFrame,
    *,
    name: str,
    headline: str,
    caption: str,
    unit: str,
    along: str,
    along_unit: str,
    by: str = "",
    by_words: Mapping[float, str] | None = None,
    log: bool = False,
    limit: Figure | None = None,
    limit_words: str = "",
    strokes: pd.DataFrame | None = None,
    stroke_words: str = "",
    mention: Mentioned = (),
) -> Chart:
    """What a figure becomes as another moves, drawn from a sweep: a line for each number of ``by``, its hedge as a band.

    ``along`` is the column that lies along the foot, in ``along_unit``; ``by_words`` says of each line what it is, by
    its number. ``log`` asks for powers of ten on both scales. ``limit`` is drawn across, named by ``limit_words``; the
    figures of ``strokes``, in the unit of the foot, stand there as strokes, which ``stroke_words`` name::

        charts.curves(charts.swept(share, shortage=[1e6, 2e6, 4e6]), name="by_shortage", along="shortage",
                      along_unit="people missing", unit="share of the shortage",
                      headline="The more are missing, the less {share} matters", caption="A band is the hedge.",
                      mention=[share])
    """
    shown, zone = as_drawn(frame), line_at(limit, limit_words)
    groups = [(None, shown)] if not by else list(shown.groupby(by, sort=False))
    lines = [
        Curve((by_words or {}).get(key, ""), *(list(rows[each]) for each in (along, *ENDS)))
        for key, rows in groups
        if len(rows)
    ]
    marks = [] if strokes is None else [middle_of(each) for each in strokes["figure"]]
    up = scale_for(shown, zone, None, log)
    foot = Scale(float(shown[along].min()), float(shown[along].max()), log) if len(shown) else Scale(0.0, 1.0)
    marks = [each for each in marks if foot.low <= each <= foot.high]
    names = along_unit + ", logarithmic scale" * log, scale_name(unit, frame, log)

    def panels(narrow: bool) -> list[Panel]:
        width = WIDTHS["narrow" if narrow else "wide"]
        return [CurvePanel(lines, foot, up, *names, width, narrow, zone, marks, stroke_words)]

    beside = _named(limit_words, limit)
    if strokes is not None:
        beside |= {label: each for label, each in zip(strokes["label"], strokes["figure"], strict=True)}
    ends = (frame.groupby(by, sort=False) if by else frame.assign(all=0).groupby("all")).cumcount
    told = frame.assign(told=(ends() == 0) | (ends(ascending=False) == 0))  # of a curve its first and its last point
    return Chart(name, headline, caption, told, panels, beside, _by_name(mention))


def _by_name(mention: Mentioned) -> dict[str, Figure]:
    return dict(mention) if isinstance(mention, Mapping) else {figure.key: figure for figure in mention}


def _named(words: str, figure: Figure | None) -> dict[str, Figure]:
    """What is drawn beside the rows, by its words."""
    return {} if figure is None else {words or figure.label: figure}


def _strips_chart(
    name: str,
    headline: str,
    caption: str,
    frame: pd.DataFrame,
    strips: Sequence[Strip],
    scale: Scale,
    unit: str,
    zone: Zone | None,
    beside: Mapping[str, Figure],
    mention: Mentioned,
) -> Chart:
    """A chart of rows on one scale."""

    def panels(narrow: bool) -> list[Panel]:
        return [StripPanel(strips, scale, unit, WIDTHS["narrow" if narrow else "wide"], narrow, zone)]

    return Chart(name, headline, caption, frame, panels, beside, _by_name(mention))


def swings(figure: Figure, alternatives: dict[str, tuple[Figure, float, float]]) -> pd.DataFrame:
    """What a figure becomes when one of its bases at a time takes each of two numbers, the rest as they are.

    ``alternatives`` maps a row's words to a base and two numbers in the unit that the formula takes. The largest swing
    comes first, from the figure's own number or across it; columns as of a table of figures, with ``base`` the id that
    moves. Raises FigureError for a figure that is not known.
    """
    if missing := [name for name, base in figure.bases.items() if base.interval is None]:
        raise FigureError(
            f"{figure.key} rests on {', '.join(missing)}, which is not known: give a figure, be it a bound"
        )
    centre = {name: _anchor(base) for name, base in figure.bases.items()}
    own, rows = float(figure.evaluate(centre)), []
    for words, (base, *ends) in alternatives.items():
        low, high = sorted(float(figure.evaluate({**centre, base.id: end})) for end in ends)
        number = f"{axis_number(low * 100)} to {axis_number(high * 100)}"
        rows.append({
            "id": figure.id, "label": words, "period": "", "low": low, "central": np.nan, "high": high,
            "unit": figure.unit, "text": f"{number} percent", "number": number, "range": f"{number} percent",
            "bound": "between", "kind": figure.kind, "base": base.id, "swing": max(high, own) - min(low, own),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable")


def _anchor(base: Figure) -> float:
    """The number a one-at-a-time change starts from: the central one, else the end that the source gave."""
    if base.central_argument is not None:
        return base.central_argument
    return base.argument.high if np.isfinite(base.argument.high) else base.argument.low

"""One function per chart: a frame of values becomes Axes; its data, alt text and caption travel with it.

No function here holds a formula, reads a file or keeps a figure open. Each chart is drawn twice, wide and
narrow, so that its text can be read on a phone, and its colours are named, so that the page can darken them.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from helpers.interval import axis_number
from helpers.quantities import INFLOWS, SHORTAGES
from helpers.verdicts import SENSITIVITY_WORDS, Judge, sensitivity_frame

# Each colour has one meaning everywhere, and a name that the stylesheet gives a dark twin.
INK, MUTED, GRID, GROUND = "#1b2733", "#55606d", "#d5dae0", "#fefefe"
CLAIM, CONTEXT, COMPUTED, LIMIT = "#0b62a8", "#6a7683", "#a8480b", "#a3195b"
COLOUR_NAMES = {
    INK: "ink",
    MUTED: "muted",
    GRID: "grid",
    GROUND: "ground",
    CLAIM: "claim",
    CONTEXT: "context",
    COMPUTED: "computed",
    LIMIT: "limit",
}
KIND_COLOURS = {"claim": CLAIM, "context": CONTEXT, "quantity": COMPUTED, "parameter": LIMIT}

STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.labelsize": 9.5,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 10,
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "xtick.bottom": False,
    "ytick.left": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
}
WIDTHS = {"wide": 7.2, "narrow": 3.6}


@dataclass(frozen=True)
class Chart:
    """What is drawn, from which values, and what stands under it. ``caption`` is a template of value markers."""

    id: str
    draw: Callable[[pd.DataFrame, Axes, bool], Axes]
    values: Callable[[Judge], pd.DataFrame]
    caption: str
    height: Callable[[pd.DataFrame, bool], float]


@dataclass(frozen=True)
class Picture:
    """A drawn chart: two SVG texts, the data and marks that were drawn, and words for those who cannot see it."""

    id: str
    wide: str
    narrow: str
    alt: str
    caption: str
    data: list[dict]
    marks: dict
    values: tuple[str, ...]


CHARTS: dict[str, Chart] = {}


def chart(values, caption: str, rows: float = 0.62, narrow_rows: float = 0.78, extra: float = 0.75):
    """Register a drawing function as the chart of its name.

    ``values`` lists the ids to draw, or makes the frame from a Judge; heights are inches per row and for the axis.
    """
    make = values if callable(values) else (lambda judge: value_frame(judge, values))

    def height(frame: pd.DataFrame, narrow: bool) -> float:
        return len(frame) * (narrow_rows if narrow else rows) + extra

    def register(draw: Callable) -> Callable:
        CHARTS[draw.__name__] = Chart(draw.__name__, draw, make, caption, height)
        return draw

    return register


def value_frame(judge: Judge, names) -> pd.DataFrame:
    """The values as rows, with the kind that gives each its colour."""
    frame = judge.ledger.frame(names)
    return frame.assign(kind=[judge[name].kind for name in names])


# --- drawing ----------------------------------------------------------------------------------------


def draw(name: str, judge: Judge) -> Picture:
    """Draw one chart, wide and narrow. KeyError names an unknown chart."""
    if name not in CHARTS:
        raise KeyError(f"no chart has the id {name!r}; known are {', '.join(CHARTS)}")
    spec = CHARTS[name]
    frame = spec.values(judge)
    drawn = {variant: _figure(spec, frame, variant) for variant in WIDTHS}
    marks = marks_of(drawn["wide"].axes[0])
    texts = {variant: _svg(figure, f"{name}-{variant}") for variant, figure in drawn.items()}
    used = tuple(identifier for identifier in frame["id"] if identifier)
    return Picture(
        name, texts["wide"], texts["narrow"], alt_text(frame, judge.fill(spec.caption)), spec.caption,
        _records(frame), marks, used,
    )  # fmt: skip


def _figure(spec: Chart, frame: pd.DataFrame, variant: str) -> Figure:
    narrow = variant == "narrow"
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTHS[variant], spec.height(frame, narrow)), layout="constrained")
        axes = spec.draw(frame, figure.add_subplot(), narrow)
        figure.get_layout_engine().set(w_pad=0.04, h_pad=0.04)
        axes.set_title("")
    return figure


def alt_text(frame: pd.DataFrame, caption: str) -> str:
    """The caption's first sentence, then every row with its hedge, made from the data alone."""
    rows = []
    for row in frame.itertuples():
        hedge = f" ({row.range})" if row.range not in row.text else ""
        period = f", {row.period}" if row.period else ""
        rows.append(f"{row.label}{period}: {row.text}{hedge}")
    return f"{caption.partition('. ')[0].rstrip('.')}. " + "; ".join(rows) + "."


def _records(frame: pd.DataFrame) -> list[dict]:
    columns = ["id", "label", "period", "low", "central", "high", "unit", "text", "range"]
    rows = frame[columns].astype(object).where(frame[columns].notna(), None)
    return [{key: _tidy(value) for key, value in row.items()} for row in rows.to_dict("records")]


def _tidy(value):
    return float(f"{value:.6g}") if isinstance(value, float) else value


def marks_of(axes: Axes) -> dict:
    """What was drawn, read back from the Axes: points, bars, lines, words and limits, to four digits."""

    def numbers(values) -> list[float]:
        return [float(f"{float(value):.4g}") for value in np.ravel(values)]

    bars = [bar for bar in axes.patches if hasattr(bar, "get_height")]
    return {
        "points": [numbers(dots.get_offsets()) for dots in axes.collections if isinstance(dots, PathCollection)],
        "bars": [numbers([*bar.get_xy(), bar.get_width(), bar.get_height()]) for bar in bars],
        "lines": [[numbers(line.get_xdata(orig=True)), numbers(line.get_ydata(orig=True))] for line in axes.lines],
        "words": [text.get_text() for text in axes.texts],
        "limits": [numbers(axes.get_xlim()), numbers(axes.get_ylim())],
        "label": axes.get_xlabel(),
    }


def _svg(figure: Figure, prefix: str) -> str:
    """The figure as a small, stable SVG text whose colours and font the page may replace."""
    buffer = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text[text.index("<svg") :], flags=re.S)
    # Coordinates, never words: what stands between tags is printed as it is.
    text = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(-?\d+\.\d{2})\d+", r"\1", tag[0]), text)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r'(id="|"#|url\(#)(\w+)', rf"\1{prefix}-\2", text)
    text = re.sub(r"(font: [^;\"]*?)'DejaVu Sans'(, [^;\"]*)?", r"\1var(--pst-font-family-base, sans-serif)", text)
    for colour, name in COLOUR_NAMES.items():
        text = text.replace(colour, f"var(--chart-{name}, {colour})")
    return re.sub(r"\s*\n\s*", "\n", text).strip()


# --- the forms that charts are made of --------------------------------------------------------------


def _ranges(frame: pd.DataFrame, axes: Axes, narrow: bool, *, unit: str, log: bool, limits, factor: float = 1.0):
    """Dot and range, a row each: words above, the hedge as a line, an open end as an arrow."""
    low_limit, high_limit = limits
    positions = -np.arange(len(frame), dtype=float)
    if log:
        axes.set_xscale("log")
    axes.set(xlim=limits, ylim=(positions[-1] - 0.35, 1.0), yticks=[])
    for position, row in zip(positions, frame.itertuples(), strict=True):
        colour = KIND_COLOURS[row.kind]
        low = low_limit if np.isnan(row.low) else max(row.low * factor, low_limit)
        high = high_limit if np.isnan(row.high) else min(row.high * factor, high_limit)
        axes.plot([low, high], [position, position], color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt")
        if np.isnan(row.high):
            axes.plot([high_limit], [position], marker=">", color=colour, markersize=7, clip_on=False)
        if row.bound == "up_to" or np.isnan(row.low):
            axes.plot([high], [position], marker="|", color=colour, markersize=13, markeredgewidth=2)
        if row.bound == "at_least":
            axes.plot([low], [position], marker="|", color=colour, markersize=13, markeredgewidth=2)
        _row_words(axes, position, row, narrow)
    dots = frame.assign(position=positions, central=frame["central"] * factor).dropna(subset="central")
    if len(dots):
        palette = [KIND_COLOURS[kind] for kind in dots["kind"]]
        sns.scatterplot(dots, x="central", y="position", ax=axes, c=palette, s=62, zorder=3, linewidth=0)
    axes.set(xlabel=unit, ylabel="")
    return axes


def _row_words(axes: Axes, position: float, row, narrow: bool) -> None:
    width = 23 if narrow else 64
    label = f"{row.label}, {row.period}" if row.period else row.label
    label = "\n".join(textwrap.wrap(label[:1].upper() + label[1:], width))
    at = axes.get_yaxis_transform()
    axes.text(0, position + 0.24, label, transform=at, va="bottom", ha="left", linespacing=1.05)
    axes.text(
        1, position + 0.24, row.number_text, transform=at, va="bottom", ha="right", weight="bold",
        bbox={"facecolor": GROUND, "edgecolor": "none", "pad": 1.5}, zorder=4,
    )  # fmt: skip


def _with_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The words at the right of each row: the hedge and the figure, without its unit."""
    words = {"about": "about ", "up_to": "up to ", "at_least": "at least ", "between": "", "exact": ""}
    return frame.assign(
        number_text=[words[row.bound] + row.number for row in frame.itertuples()],
    )


def _decades(axes: Axes, unit: str = "") -> None:
    axes.xaxis.set_major_locator(LogLocator(base=10))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: axis_number(number) + unit))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _thousands(axes: Axes, narrow: bool) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: axis_number(number)))


def _threshold(axes: Axes, number: float, words: str) -> None:
    """A dashed line at the threshold, named at its foot."""
    axes.axvline(number, color=LIMIT, linestyle=(0, (4, 3)), linewidth=1.4)
    # Named on the side that has room; kept out of the layout, which would else shrink the chart for it.
    low, high = axes.get_xlim()
    right = np.log(number / low) / np.log(high / low) > 0.6 if axes.get_xscale() == "log" else number > (low + high) / 2
    label = axes.annotate(
        words, (number, 1), xycoords=("data", "axes fraction"), xytext=(-5 if right else 5, -1),
        textcoords="offset points", color=LIMIT, ha="right" if right else "left", va="top", fontsize=9.5,
    )  # fmt: skip
    label.set_in_layout(False)


def _decade_limits(frame: pd.DataFrame, factor: float = 1.0, room: float = 1.0) -> tuple[float, float]:
    """Whole decades around every finite, positive end of the data."""
    ends = (frame[["low", "central", "high"]].to_numpy(dtype=float) * factor).ravel()
    ends = ends[np.isfinite(ends) & (ends > 0)]
    if not ends.size:
        return 1.0, 10.0
    low, high = np.floor(np.log10(ends.min())), np.ceil(np.log10(ends.max()) + 1e-9)
    return float(10**low), float(10 ** max(high, low + room))


def _bars(frame: pd.DataFrame, axes: Axes, narrow: bool, unit: str, colours=None) -> Axes:
    """Horizontal bars from zero, a row each: words above, the hedge as a whisker, the figure at the right."""
    positions = [str(index) for index in range(len(frame))]
    shown = frame.assign(position=positions, drawn=frame["central"].fillna(frame["high"]).fillna(frame["low"]))
    colours = colours or [KIND_COLOURS[kind] for kind in frame["kind"]]
    sns.barplot(
        shown, x="drawn", y="position", hue="position", palette=colours, ax=axes,
        errorbar=None, width=0.34, legend=False, saturation=1,
    )  # fmt: skip
    axes.set(ylim=(len(frame) - 0.6, -0.75), yticks=[], xlabel=unit, ylabel="")
    for index, row in enumerate(frame.itertuples()):
        if row.low != row.high and np.isfinite(row.low) and np.isfinite(row.high):
            axes.plot([row.low, row.high], [index, index], color=INK, linewidth=1.6)
        if not np.isfinite(row.high):
            axes.plot([shown["drawn"].iloc[index]], [index], marker=">", color=INK, markersize=7, clip_on=False)
        label = f"{row.label}, {row.period}" if row.period else row.label
        at = axes.get_yaxis_transform()
        label = "\n".join(textwrap.wrap(label[:1].upper() + label[1:], 30 if narrow else 64))
        axes.text(0, index - 0.24, label, transform=at, va="bottom", ha="left", linespacing=1.05)
        axes.text(1, index - 0.24, row.number_text, transform=at, va="bottom", ha="right", weight="bold")
    _thousands(axes, narrow)
    return axes


# --- the charts -------------------------------------------------------------------------------------


@chart(
    ["civilian_workers", "construction_workers", "student_visas", "entrants", "shortage"],
    "How the article's counts compare, on a logarithmic scale: equal steps multiply. "
    "A dot is a figure, a bar its hedge; an arrow marks an open end.",
)
def sizes(frame, axes, narrow=False):
    """The article's counts of people and entries, dot and range on a log scale."""
    low, high = _decade_limits(frame)
    _ranges(
        _with_numbers(frame),
        axes,
        narrow,
        unit="persons, entries or posts (log scale)",
        log=True,
        limits=(low, high),
    )
    _decades(axes)
    return axes


def _history(judge: Judge) -> pd.DataFrame:
    names = ["entries_2019", "entries_2021", "entries_2022", "entries_2023", "entrants"]
    frame = value_frame(judge, names)
    return frame.assign(label="entries by North Koreans")


@chart(
    _history,
    "Entries into Russia by year: {entrants} in {entrants.period} beside {entries_2019} in {entries_2019.period}. "
    "The year the border closed is not in the figures at hand. A line on a bar is its hedge.",
    rows=0.5,
    narrow_rows=0.55,
)
def history(frame, axes, narrow=False):
    """Entries by year, a bar each."""
    years = _with_numbers(frame).assign(label=frame["period"], period="")
    return _bars(years, axes, narrow, "entries in the year")


@chart(
    ["previous_entrants", "entries_2023", "entrants"],
    "The year before: by the article's multiple {previous_entrants}, by the border count {entries_2023}.",
)
def year_before(frame, axes, narrow=False):
    """The year before as the multiple implies it, as the border count has it, and the year itself."""
    limits = _decade_limits(frame)
    _ranges(_with_numbers(frame), axes, narrow, unit="entries in the year (log scale)", log=True, limits=limits)
    _decades(axes)
    return axes


def _quarters(judge: Judge) -> pd.DataFrame:
    names = ["entries_2024_q1", "entries_2024_q2", "entries_2024_q3", "fourth_quarter", "entries_2025_q1"]
    education = ["education_2024_q1", "education_2024_q2", "education_2024_q3", "education_fourth_quarter"]
    frame = value_frame(judge, names)
    ledger = judge.ledger
    year = ledger.data["entrants"].period[:4]
    periods = [ledger.data.figures[name].period_text if name in ledger.data.figures else "" for name in names]
    periods[3] = f"the fourth quarter of {year}"
    study = [judge[name].central for name in education] + [judge["education_2025_q1"].central]
    return frame.assign(label=periods, period="", education=study)


@chart(
    _quarters,
    "Entries by quarter; the blue part gave education as its purpose. The fourth quarter is what the year leaves "
    "once the others are taken away; the next quarter counts {entries_2025_q1}.",
    rows=0.5,
    narrow_rows=0.55,
)
def quarters(frame, axes, narrow=False):
    """Entries by quarter, with the education entries in blue."""
    _bars(_with_numbers(frame), axes, narrow, "entries in the quarter", [CONTEXT] * len(frame))
    axes.barh(range(len(frame)), frame["education"], height=0.34, color=CLAIM)
    return axes


PURPOSES = [
    "education_2024",
    "business_2024",
    "transport_2024",
    "private_2024",
    "transit_2024",
    "tourism_2024",
    "official_2024",
]


@chart(
    PURPOSES,
    "Entries by stated purpose: {education_2024} for education, {purposes_total} in all. "
    "Blue bars could hide work; grey bars are taken at their word.",
    rows=0.45,
    narrow_rows=0.5,
)
def purposes(frame, axes, narrow=False):
    """Entries by purpose, those that could hide work in blue."""
    names = [
        "education",
        "business",
        "transport crews",
        "private visits",
        "transit",
        "tourism",
        "official duties",
    ]
    colours = [CLAIM, CLAIM] + [CONTEXT] * 5
    return _bars(_with_numbers(frame).assign(label=names, period=""), axes, narrow, "entries in the year", colours)


def _coverage(names):
    def frame(judge: Judge) -> pd.DataFrame:
        rows = value_frame(judge, names)
        return rows.assign(threshold=judge["marginal_below"].central)

    return frame


def _percent_axis(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: axis_number(number) + " %"))


def _coverage_chart(frame, axes, narrow, labels, unit):
    threshold = float(frame["threshold"].iloc[0]) * 100
    low, high = _decade_limits(frame, factor=100)
    limits = (min(low, 0.1, threshold), max(high, 100.0))  # a share ends at the whole; the figures stand at the right
    shown = _with_numbers(frame).assign(label=labels, period="")
    shown["number_text"] = [f"{text} %" for text in shown["number_text"]]
    _ranges(shown, axes, narrow, unit=unit, log=True, limits=limits, factor=100)
    _decades(axes, " %")
    _threshold(axes, threshold, f"marginal below {axis_number(threshold)} %")
    return axes


def _beside_the_shortage(judge: Judge) -> pd.DataFrame:
    rows = value_frame(judge, ["shortage", "entrants"])
    reached = judge["entrants_to_matter"]
    return rows.assign(limit_low=reached.low, limit_high=reached.high, limit_text=reached.phrase.text)


@chart(
    _beside_the_shortage,
    "The stated shortage, {shortage}, and {entrants}, drawn to the same scale: {shortage_covered} of the shortage, if "
    "every entry were one worker who stayed. The dashed line, at {entrants_to_matter}, is where this report would no "
    "longer call them marginal.",
    rows=0.7,
)
def to_scale(frame, axes, narrow=False):
    """The stated shortage and the entries as bars of one linear scale, and the threshold between them."""
    shown = _with_numbers(frame).assign(label=["the stated shortage", "the entries, if each were a worker"], period="")
    _bars(shown, axes, narrow, "workers missing, and entries")
    row = frame.iloc[0]
    ends = [end for end in (row.limit_low, row.limit_high) if end is not None and np.isfinite(end)]
    if ends:
        middle, beside = sum(ends) / len(ends), [0.76, 1.24]
        axes.fill_betweenx(beside, min(ends), max(ends), color=LIMIT, alpha=0.18, linewidth=0)
        axes.plot([middle, middle], beside, color=LIMIT, linestyle=(0, (4, 3)), linewidth=1.4)
        left = middle > 0.6 * axes.get_xlim()[1]
        axes.annotate(
            f"marginal below {row.limit_text.removesuffix(' entries')}", (min(ends) if left else max(ends), 1),
            xytext=(-6 if left else 6, 0), textcoords="offset points", color=LIMIT, va="center",
            ha="right" if left else "left", fontsize=9.5,
        ).set_in_layout(False)  # fmt: skip
    return axes


@chart(
    _coverage(["shortage_covered", "shortage_covered_could_work", "shortage_covered_students"]),
    "How much of the stated shortage the entries could fill, if each were a worker who stayed: {shortage_covered}. "
    "Left of the dashed line the report calls it marginal; the scale is logarithmic: equal steps multiply.",
    extra=0.85,
)
def coverage(frame, axes, narrow=False):
    """Share of the stated shortage covered, against the threshold."""
    labels = ["all entries", "entries whose purpose could hide work", "entries for education"]
    return _coverage_chart(frame, axes, narrow, labels, "share of the stated shortage (log scale)")


#: The estimates a chart shows, the two ends of the builders' range as one.
BY_ESTIMATE = {name: what for name, what in SHORTAGES.items() if not name.startswith("construction")} | {
    "construction": "builders missing, the stated range",
    "construction_short_target": SHORTAGES["construction_short_target"],
}


@chart(
    _coverage(["shortage_covered", *[f"covered_{name}" for name in BY_ESTIMATE]]),
    "The same entries beside every estimate of the shortage, the builders' at the foot; each row says what it measures. "
    "Left of the dashed line the report calls the inflow marginal.",
    extra=0.85,
)
def estimates(frame, axes, narrow=False):
    """Coverage under each estimate of the shortage."""
    labels = ["the stated shortage", *BY_ESTIMATE.values()]
    return _coverage_chart(frame, axes, narrow, labels, "share covered by the entries (log scale)")


@chart(
    _coverage(["shortage_covered", *[f"inflow_{name}" for name in INFLOWS]]),
    "Other counts and plans of workers, and earlier peaks, beside the stated shortage. "
    "The largest number spoken of, {planned_total}, would fill {inflow_planned_total}.",
    extra=0.85,
)
def inflows(frame, axes, narrow=False):
    """Coverage under each count, announcement and peak."""
    labels = ["the year's entries", *[f"workers {what}" for what in INFLOWS.values()]]
    return _coverage_chart(frame, axes, narrow, labels, "share of the stated shortage (log scale)")


def _tornado(judge: Judge) -> pd.DataFrame:
    table = sensitivity_frame(judge)
    words = SENSITIVITY_WORDS
    lows, highs = table[["at_low", "at_high"]].min(axis=1), table[["at_low", "at_high"]].max(axis=1)
    return pd.DataFrame(
        {
            "id": ["shortage_covered_assumed"] * len(table),
            "label": [words[name] for name in table["input"]],
            "period": "",
            "low": lows,
            "central": float("nan"),
            "high": highs,
            "unit": "ratio",
            "text": [
                f"{axis_number(a * 100)} to {axis_number(b * 100)} percent" for a, b in zip(lows, highs, strict=True)
            ],
            "number": [f"{axis_number(a * 100)} to {axis_number(b * 100)}" for a, b in zip(lows, highs, strict=True)],
            "range": [
                f"{axis_number(a * 100)} to {axis_number(b * 100)} percent" for a, b in zip(lows, highs, strict=True)
            ],
            "bound": "between",
            "attribution": "estimated",
            "kind": "quantity",
            "centre": judge["shortage_covered_assumed"].central,
        }
    )


@chart(
    _tornado,
    "What moves the covered share most: each bar changes one input and leaves the rest. "
    "The longest bar is the input that matters most.",
    rows=0.55,
    narrow_rows=0.75,
)
def sensitivity(frame, axes, narrow=False):
    """A tornado: the covered share when one input at a time changes."""
    ends = frame[["low", "high"]].to_numpy() * 100
    limits = (0.0, float(ends.max()) * 1.08 or 1.0)
    shown = frame.assign(number_text=[f"{number} %" for number in frame["number"]])
    _ranges(shown, axes, narrow, unit="share of the stated shortage", log=False, limits=limits, factor=100)
    _percent_axis(axes)
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6))
    return axes


def _artillery(judge: Judge) -> pd.DataFrame:
    names = ["artillery_half", "artillery_share", "artillery_2025"]
    speakers = [judge.ledger.data[name].speaker for name in names]
    return value_frame(judge, names).assign(speaker=speakers)


@chart(
    _artillery,
    "North Korea's share of the artillery ammunition Russia fires, by who said so: "
    "{artillery_share} in {artillery_share.period}, in the article.",
)
def artillery(frame, axes, narrow=False):
    """Three statements of the artillery share, dot and range."""
    shown = _with_numbers(frame).assign(label=frame["speaker"])
    shown["number_text"] = [f"{text} %" for text in shown["number_text"]]
    _ranges(shown, axes, narrow, unit="share of the ammunition", log=False, limits=(0, 100))
    _percent_axis(axes)
    return axes

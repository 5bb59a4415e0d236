"""General forms of charts: a frame of figures becomes a drawing, with its data, its marks and its words.

A form takes a frame and which of its columns to draw; which rows, in which order and in which words, is the notebook's.
Each chart is drawn twice, wide and narrow, so that its text can be read on a phone, and its colours are named, so that
the page can darken them. No form holds a formula or reads a file.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from helpers.figures.figure import Figure, FigureError
from helpers.figures.palette import CLAIM, COLOUR_NAMES, COMPUTED, CONTEXT, GRID, GROUND, INK, LIMIT, MUTED
from helpers.figures.verdict import fill, names_used
from helpers.figures.wording import axis_number

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
    """A chart to show: ``caption`` is a template of markers, each the id of a figure of a row or of ``mention``.

    ``height`` is inches a row, wide and narrow, and ``foot`` what the axis takes.
    """

    name: str
    frame: pd.DataFrame
    caption: str
    draw: Callable[[pd.DataFrame, Axes, bool], Axes]
    height: tuple[float, float]
    foot: float = 0.75
    mention: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        if unknown := set(names_used(self.caption)) - set(self.figures):
            names = ", ".join(sorted(unknown))
            raise FigureError(
                f"the caption of {self.name} prints {names}, which no row holds; pass the figure in mention=[…]"
            )

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures of the rows, what these were computed from, and those that the caption mentions, by id."""
        rows = list(self.frame["figure"]) if "figure" in self.frame else []
        found: dict[str, Figure] = {}
        for figure in [*rows, *self.mention]:
            found |= {each.key: each for each in (*figure.inputs, *figure.bases.values()) if each.key not in found}
            found[figure.key] = figure
        return found

    @property
    def axes(self) -> Axes:
        """The wide drawing, to look at or to draw on."""
        return self._drawings["wide"].axes[0]

    @property
    def marks(self) -> dict:
        """What was drawn, as numbers and words."""
        return marks_of(self.axes)

    def svg(self, variant: str) -> str:
        """The ``wide`` or the ``narrow`` drawing."""
        return _svg(self._drawings[variant], f"{self.name.replace('_', '-')}-{variant}")

    @cached_property
    def alt(self) -> str:
        """The caption's first sentence, then every row with its hedge, made from the data alone."""
        rows = []
        for row in self.frame.itertuples():
            hedge = f" ({row.range})" if row.range not in row.text else ""
            period = f", {row.period}" if row.period else ""
            rows.append(f"{row.label}{period}: {row.text}{hedge}")
        first = fill(self.caption, self.figures).partition(". ")[0].rstrip(".")
        return f"{first}. " + "; ".join(rows) + "."

    @cached_property
    def _drawings(self) -> dict[str, Canvas]:
        return {variant: self._canvas(variant) for variant in WIDTHS}

    def _canvas(self, variant: str) -> Canvas:
        narrow = variant == "narrow"
        with mpl.rc_context(STYLE):
            height = len(self.frame) * self.height[narrow] + self.foot
            canvas = Canvas(figsize=(WIDTHS[variant], height), layout="constrained")
            self.draw(self.frame, canvas.add_subplot(), narrow)
            canvas.get_layout_engine().set(w_pad=0.04, h_pad=0.04)
        return canvas

    def __repr__(self) -> str:
        return self.alt


# --- the forms ---------------------------------------------------------------------------------------


def ranges(
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    unit: str,
    limit: Figure | None = None,
    limit_words: str = "",
    limits: tuple[float, float] | None = None,
    mention: Iterable[Figure] = (),
) -> Chart:
    """A row a figure: its middle as a dot, its hedge as a bar, an open end as an arrow.

    Shares are drawn in percent. The scale is logarithmic unless ``limits`` gives the ends of a linear one; ``limit``
    is drawn across it, named by ``limit_words``.
    """
    draw = _Ranges(unit, limit, limit_words, limits, log=limits is None)
    foot = 0.85 if limit is not None else 0.75
    return Chart(name, frame, caption, draw, (0.62, 0.78), foot, _mentioned(mention, limit))


def bars(
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    unit: str,
    part: str = "",
    highlight: str = "",
    limit: Figure | None = None,
    limit_words: str = "",
    mention: Iterable[Figure] = (),
) -> Chart:
    """Horizontal bars from zero, a row a figure, its hedge as a line.

    ``part`` is a column with the coloured part of each bar, ``highlight`` a column that is true for the coloured bars;
    ``limit`` is a figure drawn beside the last bar, named by ``limit_words``.
    """
    draw = _Bars(unit, part, highlight, limit, limit_words)
    return Chart(
        name, frame, caption, draw, (0.5, 0.56) if limit is None else (0.7, 0.78), 0.75, _mentioned(mention, limit)
    )


def tornado(frame: pd.DataFrame, *, name: str, caption: str, unit: str, mention: Iterable[Figure] = ()) -> Chart:
    """What a share becomes when one input at a time changes: a row an input, as ``swings`` makes them."""
    highest = float(frame["high"].max()) * 100
    draw = _Ranges(unit, None, "", (0.0, highest * 1.08 or 1.0), log=False)
    return Chart(name, frame, caption, draw, (0.55, 0.75), 0.75, tuple(mention))


def swings(figure: Figure, alternatives: dict[str, tuple[Figure, float, float]]) -> pd.DataFrame:
    """What a figure becomes when one of its bases at a time takes each of two numbers, the rest as they are.

    ``alternatives`` maps a row's words to a base and two numbers in the unit that the formula takes. The largest swing
    comes first; columns as of a table of figures, with ``base`` the id that moves.
    """
    centre = {name: _anchor(base) for name, base in figure.bases.items()}
    rows = []
    for words, (base, *ends) in alternatives.items():
        low, high = sorted(float(figure.evaluate({**centre, base.id: end})) for end in ends)
        number = f"{axis_number(low * 100)} to {axis_number(high * 100)}"
        rows.append({
            "id": figure.id, "label": words, "period": "", "low": low, "central": np.nan, "high": high,
            "unit": figure.unit, "text": f"{number} percent", "number": number, "range": f"{number} percent",
            "bound": "between", "kind": figure.kind, "base": base.id, "swing": high - low,
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable")


def _anchor(base: Figure) -> float:
    """The number a one-at-a-time change starts from: the central one, else the end that the source gave."""
    if base.central_argument is not None:
        return base.central_argument
    return base.argument.high if np.isfinite(base.argument.high) else base.argument.low


def _mentioned(mention: Iterable[Figure], limit: Figure | None) -> tuple[Figure, ...]:
    return (*mention, *([limit] if limit is not None else []))


@dataclass(frozen=True)
class _Ranges:
    """Draws dots and ranges; a share in percent."""

    unit: str
    limit: Figure | None
    limit_words: str
    limits: tuple[float, float] | None
    log: bool

    def __call__(self, frame: pd.DataFrame, axes: Axes, narrow: bool) -> Axes:
        shown = _as_drawn(frame)
        is_share = set(frame["unit"]) <= {"ratio", "percent"}
        threshold = None if self.limit is None else self.limit.central * (100 if self.limit.unit == "ratio" else 1)
        limits = self.limits or _scale(shown, threshold, is_share)
        _ranges(shown, axes, narrow, unit=self.unit, log=self.log, limits=limits)
        sign = " %" if is_share else ""
        if self.log:
            _decades(axes, sign)
        else:
            axes.xaxis.set_major_formatter(FuncFormatter(lambda number, _: axis_number(number) + sign))
            axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 6))
        if threshold is not None:
            _threshold(axes, threshold, f"{self.limit_words} {axis_number(threshold)}{sign}")
        return axes


def _scale(frame: pd.DataFrame, threshold: float | None, is_share: bool) -> tuple[float, float]:
    low, high = _decade_limits(frame)
    if is_share:  # a share ends at the whole; the figures stand at the right
        low, high = min(low, 0.1, threshold or low), max(high, 100.0)
    return low, high


@dataclass(frozen=True)
class _Bars:
    """Draws horizontal bars."""

    unit: str
    part: str
    highlight: str
    limit: Figure | None
    limit_words: str

    def __call__(self, frame: pd.DataFrame, axes: Axes, narrow: bool) -> Axes:
        colours = [KIND_COLOURS[kind] for kind in frame["kind"]]
        if self.part:
            colours = [CONTEXT] * len(frame)
        if self.highlight:
            colours = [CLAIM if chosen else CONTEXT for chosen in frame[self.highlight]]
        shown = _as_drawn(frame, *filter(None, [self.part]))
        _bars(shown, axes, narrow, self.unit, colours)
        if self.part:
            axes.barh(range(len(frame)), shown[self.part], height=0.34, color=CLAIM)
        if self.limit is not None:
            _limit_beside(axes, self.limit, self.limit_words, len(frame) - 1)
        return axes


def _limit_beside(axes: Axes, limit: Figure, words: str, row: int) -> None:
    """A limit, and the hedge it has, as a band beside one bar."""
    ends = [end for end in (limit.low, limit.high) if end is not None]
    if not ends:
        return
    middle, beside = sum(ends) / len(ends), [row - 0.24, row + 0.24]
    axes.fill_betweenx(beside, min(ends), max(ends), color=LIMIT, alpha=0.18, linewidth=0)
    axes.plot([middle, middle], beside, color=LIMIT, linestyle=(0, (4, 3)), linewidth=1.4)
    left = middle > 0.6 * axes.get_xlim()[1]
    number = limit.text.removesuffix(f" {limit.unit}")
    axes.annotate(
        f"{words} {number}", (min(ends) if left else max(ends), row), xytext=(-6 if left else 6, 0),
        textcoords="offset points", color=LIMIT, va="center", ha="right" if left else "left", fontsize=9.5,
    ).set_in_layout(False)  # fmt: skip


# --- drawing -----------------------------------------------------------------------------------------


def _ranges(frame: pd.DataFrame, axes: Axes, narrow: bool, *, unit: str, log: bool, limits) -> Axes:
    """Dot and range, a row each: words above, the hedge as a line, an open end as an arrow."""
    low_limit, high_limit = limits
    positions = -np.arange(len(frame), dtype=float)
    if log:
        axes.set_xscale("log")
    axes.set(xlim=limits, ylim=(positions[-1] - 0.35, 1.0), yticks=[])
    for position, row in zip(positions, frame.itertuples(), strict=True):
        colour = KIND_COLOURS[row.kind]
        low = low_limit if np.isnan(row.low) else max(row.low, low_limit)
        high = high_limit if np.isnan(row.high) else min(row.high, high_limit)
        axes.plot([low, high], [position, position], color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt")
        if np.isnan(row.high):
            axes.plot([high_limit], [position], marker=">", color=colour, markersize=7, clip_on=False)
        if row.bound == "up_to" or np.isnan(row.low):
            axes.plot([high], [position], marker="|", color=colour, markersize=13, markeredgewidth=2)
        if row.bound == "at_least":
            axes.plot([low], [position], marker="|", color=colour, markersize=13, markeredgewidth=2)
        _row_words(axes, position, row, narrow)
    dots = frame.assign(position=positions).dropna(subset="central")
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


def _as_drawn(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """A frame whose ratios are percentages, with the words at the right of each row: hedge and figure without its unit."""
    words = {"about": "about ", "nearly": "nearly ", "up_to": "up to ", "at_least": "at least "}
    sign = {"ratio": " %", "percent": " %"}
    texts = [words.get(row.bound, "") + row.number + sign.get(row.unit, "") for row in frame.itertuples()]
    factors = np.where(frame["unit"] == "ratio", 100.0, 1.0)
    drawn = frame[["low", "central", "high", *columns]].astype(float).mul(factors, axis=0)
    return frame.assign(**drawn, number_text=texts)


def _bars(frame: pd.DataFrame, axes: Axes, narrow: bool, unit: str, colours: list[str]) -> Axes:
    """Horizontal bars from zero, a row each: words above, the hedge as a whisker, the figure at the right."""
    positions = [str(index) for index in range(len(frame))]
    shown = frame.assign(position=positions, drawn=frame["central"].fillna(frame["high"]).fillna(frame["low"]))
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


def _decade_limits(frame: pd.DataFrame) -> tuple[float, float]:
    """Whole decades around every finite, positive end of the data."""
    ends = frame[["low", "central", "high"]].to_numpy(dtype=float).ravel()
    ends = ends[np.isfinite(ends) & (ends > 0)]
    if not ends.size:
        return 1.0, 10.0
    low, high = np.floor(np.log10(ends.min())), np.ceil(np.log10(ends.max()) + 1e-9)
    return float(10**low), float(10**high)


# --- the drawing as text -----------------------------------------------------------------------------


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


def _svg(figure: Canvas, prefix: str) -> str:
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
    text = text.replace("font-family: 'DejaVu Sans'", "font-family: var(--pst-font-family-base, sans-serif)")
    for colour, name in COLOUR_NAMES.items():
        text = text.replace(colour, f"var(--chart-{name}, {colour})")
    return re.sub(r"\s*\n\s*", "\n", text).strip()

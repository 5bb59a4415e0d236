"""A sheet to draw on, measured in points from its upper left corner, and words that know how wide they are.

The wide sheet is 518 points, the narrow one 259; a phone of 350 pixels shows the latter at a scale of 1.35. Words are
measured in DejaVu Sans, which is wider than the page's own type, so that what fits here fits there.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FixedFormatter, FixedLocator, LogLocator, MaxNLocator, NullFormatter, NullLocator

from helpers.figures.palette import GRID, GROUND, INK, MUTED
from helpers.figures.wording import axis_number

FONT = "DejaVu Sans"
#: Sizes of type, and the height of a line of it.
BASE, SMALL = 10.0, 9.0
LEADING = 1.22

STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.grid": False,
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MUTED,
    "xtick.labelsize": SMALL,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.major.size": 0,
    "font.size": BASE,
    "font.family": FONT,
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
}
WIDTHS = {"wide": 518.0, "narrow": 259.0}


# --- words -------------------------------------------------------------------------------------------


@contextmanager
def any_letters() -> Iterator[None]:
    """Let words hold letters that the font lacks: a page's own fonts have them, and they are measured as boxes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"(Glyph|Matplotlib currently does not support)", UserWarning)
        yield


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = BASE, bold: bool = False) -> float:
    """The width of a line in points."""
    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    with any_letters():
        return TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]


def capital(text: str) -> str:
    """Words as a heading begins."""
    return text[:1].upper() + text[1:]


def wrapped(text: str, width: float, size: float = BASE, bold: bool = False) -> list[str]:
    """The lines of a text within a width in points; a word that is wider is cut where it must be."""
    lines: list[str] = []
    for word in re.split(r"[ \n]+", text.strip()):  # a no-break space breaks no line
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            lines += _cut(word, width, size, bold)
    return lines


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    if text_width(word, size, bold) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@dataclass(frozen=True)
class Line:
    """One line of words on a sheet."""

    text: str
    colour: str = INK
    size: float = BASE
    bold: bool = False

    @property
    def width(self) -> float:
        """Its width in points."""
        return text_width(self.text, self.size, self.bold)

    @property
    def height(self) -> float:
        """Its height in points, with the space to the next."""
        return self.size * LEADING

    def within(self, width: float) -> list[Line]:
        """The same words in lines of at most a width."""
        lines = wrapped(self.text, width, self.size, self.bold)
        return [Line(text, self.colour, self.size, self.bold) for text in lines]


def fit(lines: Iterable[Line], width: float) -> list[Line]:
    """Several texts, each in lines of at most a width."""
    return [made for line in lines for made in line.within(width)]


def height_of(lines: Iterable[Line]) -> float:
    """The height of lines below each other, in points."""
    return sum(line.height for line in lines)


def width_of(lines: Iterable[Line]) -> float:
    """The width of the widest of several lines, in points; 0 where there are none."""
    return max((line.width for line in lines), default=0.0)


def put(
    axes: Axes, lines: Iterable[Line], at: tuple, offset: tuple[float, float] = (0, 0), *, ha: str = "left",
    coords: str | tuple = "data",
) -> None:  # fmt: skip
    """Write lines below each other; the first begins ``offset`` points right of and below a place on the axes."""
    right, below = offset
    for line in lines:
        axes.annotate(
            line.text, at, xycoords=coords, xytext=(right, -below - 0.8 * line.size), textcoords="offset points", ha=ha,
            va="baseline", color=line.colour, fontsize=line.size, weight="bold" if line.bold else "normal",
            annotation_clip=False, zorder=6, bbox={"facecolor": GROUND, "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
        below += line.height


# --- scales ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` to ``high`` along a line, evenly or by powers of ten."""

    low: float
    high: float
    log: bool = False

    def share(self, number: float) -> float:
        """How far along a number lies: 0 at the low end, 1 at the high one, within them always."""
        low, high, at = (np.log10(np.maximum([self.low, self.high, number], 1e-300)) if self.log else
                         (self.low, self.high, number))  # fmt: skip
        return float(np.clip((at - low) / (high - low), 0, 1))

    def ticks(self, width: float) -> tuple[list[float], list[str]]:
        """Round numbers on a line of a width in points, as many as stand apart, and their words."""
        if self.log:
            found = LogLocator(base=10, numticks=12).tick_values(self.low, self.high)
        else:
            locator = MaxNLocator(max(2, min(6, int(width // 55))), steps=[1, 2, 2.5, 5, 10])
            found = locator.tick_values(self.low, self.high)
        slack = 1e-9 * (self.high - self.low)
        inside = [float(each) for each in found if self.low - slack <= each <= self.high + slack]
        for step in range(1, len(inside) + 1):
            kept = inside[::step]
            words = [axis_number(each) for each in kept]
            ends = [
                (self.share(each) * width, text_width(text, SMALL) / 2) for each, text in zip(kept, words, strict=True)
            ]
            if all(at + half + 6 <= after - wide for (at, half), (after, wide) in itertools.pairwise(ends)):
                break
        return kept, words


def scale_of(ends: Iterable[float], limits: tuple[float, float] | None, log: bool) -> Scale:
    """A scale for the finite numbers given, or between ``limits``: from zero to a little above, or whole decades."""
    if limits:
        return Scale(*map(float, limits), log)
    finite = np.array([each for each in ends if np.isfinite(each) and (each > 0 or not log)])
    if log:
        if not finite.size:
            return Scale(1.0, 10.0, True)
        low, high = np.floor(np.log10(finite.min())), np.ceil(np.log10(finite.max()) + 1e-9)
        return Scale(float(10**low), float(10 ** max(high, low + 1)), True)
    if not finite.size:
        return Scale(0.0, 1.0)
    low, high = min(0.0, finite.min() * 1.05), max(0.0, finite.max() * 1.05)
    return Scale(float(low), float(high if high > low else low + 1))


# --- the sheet ---------------------------------------------------------------------------------------


class Panel(Protocol):
    """A part of a drawing that knows its size before it is drawn."""

    width: float
    height: float

    def draw(self, sheet: Sheet, left: float, top: float) -> Axes: ...


class Sheet:
    """A canvas whose places are points from its upper left corner."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self.canvas = Canvas(figsize=(width / 72, height / 72))

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes that fill a box; nothing of their own is drawn."""
        box = (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        axes = self.canvas.add_axes(box)
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_locator(NullLocator())
        return axes

    def name(self, axes: Axes, lines: Sequence[Line], left: float, top: float) -> None:
        """The axes' label: lines whose upper left corner is at a place."""
        label = axes.set_xlabel("\n".join(line.text for line in lines), ha="left", va="top", linespacing=LEADING)
        axes.xaxis.set_label_coords(left / self.width, 1 - top / self.height, transform=self.canvas.transFigure)
        label.set_fontsize(SMALL)


def scaled(axes: Axes, along: str, scale: Scale, width: float) -> None:
    """Lay a scale of a width in points ``along`` an axis, x or y, with as many of its numbers as stand apart."""
    numbers, words = scale.ticks(width)
    axis = {"x": axes.xaxis, "y": axes.yaxis}[along]
    axes.set(**{f"{along}scale": "log" if scale.log else "linear", f"{along}lim": (scale.low, scale.high)})
    axis.set_major_locator(FixedLocator(numbers))
    axis.set_major_formatter(FixedFormatter(words))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())


def across(axes: Axes, scale: Scale, width: float) -> None:
    """The scale along the top, with a fine line down from each of its numbers."""
    scaled(axes, "x", scale, width)
    axes.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, pad=2)
    axes.grid(visible=True, axis="x")


def compose(panels: Sequence[Panel], narrow: bool) -> Canvas:
    """One panel, or two beside each other on a wide sheet and below each other on a narrow one."""
    width = WIDTHS["narrow" if narrow else "wide"]
    heights = [panel.height for panel in panels]
    with mpl.rc_context(STYLE):
        sheet = Sheet(width, sum(heights) + SPACE * (len(panels) - 1) if narrow else max(heights))
        left = top = 0.0
        for panel in panels:
            # beside each other both stand on one foot
            panel.draw(sheet, left, top if narrow else sheet.height - panel.height)
            left, top = (0.0, top + panel.height + SPACE) if narrow else (left + panel.width + SPACE, 0.0)
    return sheet.canvas


#: Between two panels, in points.
SPACE = 22.0

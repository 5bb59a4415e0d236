"""Curves: what a figure becomes as another moves, a line each with its hedge as a band, its words at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.palette import COMPUTED, CONTEXT, MUTED
from helpers.figures.sheet import SMALL, Line, Scale, Sheet, capital, fit, height_of, put, scaled, text_width, width_of
from helpers.figures.strips import Zone

#: The height of the curves in points, the largest part of the width that the words at their ends take, the space from
#: an end to its words, the length of a stroke at the foot, and what the numbers below the foot take.
TALL, RIGHT, BESIDE, STROKE, FOOT = {"wide": 215.0, "narrow": 190.0}, {"wide": 0.3, "narrow": 0.34}, 6.0, 7.0, 22.0


@dataclass(frozen=True)
class Curve:
    """One line: where its points lie along the foot, and at each the figure's middle and ends (not a number where there
    is none, or where it is open).
    """

    words: str
    at: Sequence[float]
    low: Sequence[float]
    central: Sequence[float]
    high: Sequence[float]

    @property
    def middle(self) -> np.ndarray:
        """What is drawn as the line: the middle, else the end that there is."""
        middle, high, low = (np.asarray(each, float) for each in (self.central, self.high, self.low))
        middle = np.where(np.isnan(middle), high, middle)
        return np.where(np.isnan(middle), low, middle)

    @property
    def ends(self) -> list[float]:
        """Every number that it draws."""
        return [*self.low, *self.middle, *self.high]


@dataclass(frozen=True)
class CurvePanel:
    """Curves on two scales: the name of the upright one above, that of the other below the foot, where ``strokes``
    stand for what the data hold there, as ``stroke_words`` say; a ``zone`` lies across them.
    """

    curves: Sequence[Curve]
    along: Scale
    up: Scale
    along_name: str
    up_name: str
    width: float
    narrow: bool
    zone: Zone | None = None
    strokes: Sequence[float] = ()
    stroke_words: str = ""

    # --- where things are, in points -----------------------------------------------------------------

    @cached_property
    def tall(self) -> float:
        """The height of the curves: that of the words at their ends at least."""
        words = sum(height_of(lines) + 1 for lines in self._words)
        return max(TALL["narrow" if self.narrow else "wide"], words)

    @cached_property
    def _up_ticks(self) -> tuple[list[float], list[str]]:
        return self.up.ticks(self.tall)

    @cached_property
    def left(self) -> float:
        """Where the foot begins: behind the numbers of the upright scale."""
        first = text_width(self.along.ticks(self.width)[1][0], SMALL) / 2
        return max(max(text_width(words, SMALL) for words in self._up_ticks[1]) + 6, first)

    @cached_property
    def _words(self) -> list[list[Line]]:
        """The words of each curve, broken within what they may take."""
        most = RIGHT["narrow" if self.narrow else "wide"] * self.width
        return [Line(curve.words, COMPUTED, SMALL).within(most) for curve in self.curves]

    @cached_property
    def right(self) -> float:
        """Where the foot ends: before the words of the curves."""
        return self.width - BESIDE - width_of([line for lines in self._words for line in lines])

    @cached_property
    def _words_at(self) -> list[float]:
        """How far below the top the words of each curve begin: beside its end, or moved until no two lie upon each other."""
        ends = [self.tall * (1 - self.up.share(curve.middle[-1])) for curve in self.curves]
        heights = [height_of(lines) for lines in self._words]
        order = sorted(range(len(ends)), key=ends.__getitem__)
        places, free = {}, 0.0
        for each in order:
            places[each] = max(ends[each] - heights[each] / 2, free)
            free = places[each] + heights[each] + 1
        last = self.tall
        for each in reversed(order):  # none runs off below the foot
            places[each] = min(places[each], last - heights[each])
            last = places[each] - 1
        return [places[each] for each in range(len(ends))]

    @cached_property
    def _head(self) -> list[Line]:
        return Line(capital(self.up_name), MUTED, SMALL).within(self.width)

    @cached_property
    def _foot(self) -> list[Line]:
        lines = [Line(capital(self.along_name), MUTED, SMALL)]
        if self.strokes:
            lines.append(Line(capital(self.stroke_words), MUTED, SMALL))
        return fit(lines, self.width)

    @property
    def height(self) -> float:
        """Of the whole."""
        return height_of(self._head) + 8 + self.tall + FOOT + height_of(self._foot)

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, left: float, top: float) -> Axes:
        """Draw all of it with its upper left corner at a place."""
        head = height_of(self._head) + 8
        axes = sheet.axes(left + self.left, top + head, self.right - self.left, self.tall)
        self._scales(axes)
        sheet.name(axes, self._head, left, top)
        put(axes, self._foot, (0, 0), (-self.left, FOOT), coords="axes fraction")
        if self.zone:
            self._draw_zone(axes)
        for curve, lines, at in zip(self.curves, self._words, self._words_at, strict=True):
            self._draw_curve(axes, curve)
            put(axes, lines, (1, 1), (BESIDE, at), coords="axes fraction")
        for number in self.strokes:
            foot = {"color": CONTEXT, "linewidth": 1.6, "transform": axes.get_xaxis_transform()}
            axes.plot([number, number], [0, STROKE / self.tall], **foot)
        return axes

    def _scales(self, axes: Axes) -> None:
        scaled(axes, "x", self.along, self.right - self.left)
        scaled(axes, "y", self.up, self.tall)
        axes.tick_params(axis="x", bottom=True, labelbottom=True, pad=7)
        axes.tick_params(axis="y", left=True, labelleft=True, pad=4, labelsize=SMALL, labelcolor=MUTED)
        axes.grid(visible=True, axis="both")

    def _draw_curve(self, axes: Axes, curve: Curve) -> None:
        low, high = np.asarray(curve.low, float), np.asarray(curve.high, float)
        is_open = bool(np.isnan([low, high]).any())  # beyond such an end lies more than can be seen
        low = np.where(np.isnan(low), self.up.low, low)
        high = np.where(np.isnan(high), self.up.high, high)
        axes.fill_between(curve.at, low, high, color=COMPUTED, alpha=0.07 if is_open else 0.2, linewidth=0)
        axes.plot(curve.at, curve.middle, color=COMPUTED, linewidth=1.8, solid_capstyle="butt")

    def _draw_zone(self, axes: Axes) -> None:
        low, high, colour = self.zone.low, self.zone.high, self.zone.colour
        if low == high:
            axes.axhline(low, color=colour, linestyle=(0, (4, 3)), linewidth=1.4, zorder=1.5)
        else:
            axes.axhspan(low, high, color=colour, alpha=0.14, linewidth=0)
        lines = Line(self.zone.words, self.zone.text_colour, SMALL).within(self.right - self.left - 6)
        put(axes, lines, (1, high), (-width_of(lines) - 3, -height_of(lines) - 1), coords=axes.get_yaxis_transform())

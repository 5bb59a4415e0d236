"""Rows of a drawing: words at the left or, on a narrow sheet, above; a mark on a common scale; the number beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from matplotlib.axes import Axes

from helpers.figures.palette import GROUND, INK, LIMIT, MUTED
from helpers.figures.sheet import (
    BASE,
    SMALL,
    Line,
    Scale,
    Sheet,
    across,
    capital,
    fit,
    height_of,
    put,
    text_width,
    width_of,
)

#: Points between rows, from a mark to its number, and from the line of a mark to the words above it.
BETWEEN, BESIDE, RISE = 11.0, 8.0, 9.0
#: The largest part of a wide sheet, and of a narrow one, that the words at the left take.
LEFT = {"wide": 0.42, "narrow": 0.26}


@dataclass(frozen=True)
class Strip:
    """One row: its words, its number, where its mark begins and ends on the scale, and how to draw the mark.

    ``space`` is what it keeps from the row above beside the usual; a row that is not ``marked`` is words alone.
    """

    words: tuple[Line, ...]
    number: tuple[Line, ...]
    ends: tuple[float, float]
    draw: Callable[[Axes, float], None]
    space: float = 0.0
    marked: bool = True


@dataclass(frozen=True)
class Zone:
    """What lies across all rows, with its words at the top: a band, or where both ends are one a dashed line."""

    low: float
    high: float
    words: str
    colour: str = LIMIT
    text_colour: str = LIMIT


@dataclass(frozen=True)
class Placed:
    """A row on the sheet: points from the top of the rows to its words, its mark and its number."""

    strip: Strip
    words: list[Line]
    words_at: float
    mark_at: float
    number: list[Line]
    number_at: tuple[float, float]
    ha: str


@dataclass(frozen=True)
class StripPanel:
    """Rows below each other on one scale, with the name of the scale above it; ``even`` ones are
    equally far apart, and ``part`` says below the name what a coloured part of the marks is."""

    strips: Sequence[Strip]
    scale: Scale
    name: str
    width: float
    narrow: bool
    zone: Zone | None = None
    even: bool = False
    part: Line | None = None

    # --- where things are, in points from the left or from the top of the rows ------------------------

    @cached_property
    def aside(self) -> bool:
        """Whether the words stand at the left of the marks."""
        return not self.narrow or self._needed <= LEFT["narrow"] * self.width

    @cached_property
    def _needed(self) -> float:
        return max(width_of(strip.words) for strip in self.strips)

    @cached_property
    def _words_width(self) -> float:
        if not self.aside:
            return self.width
        return min(self._needed, LEFT["narrow" if self.narrow else "wide"] * self.width)

    @cached_property
    def left(self) -> float:
        """Where the scale begins."""
        half = text_width(self.scale.ticks(self.width)[1][0], SMALL) / 2
        return self._words_width + 12 if self.aside else max(6.0, half + 1)

    @cached_property
    def right(self) -> float:
        """Where the scale ends: so far left that the numbers of bars from its beginning stand beside them, if that can be."""
        last = self.width - max(10.0, text_width(self.scale.ticks(self.width)[1][-1], SMALL) / 2 + 1)
        shares = [
            (self.scale.share(strip.ends[1]), width_of(strip.number)) for strip in self.strips if self._is_bar(strip)
        ]
        rooms = [(self.width - self.left - BESIDE - wide) / share for share, wide in shares if share]
        right = self.left + min(rooms, default=last)
        return min(last, right) if right - self.left >= 0.45 * (last - self.left) else last

    def _is_bar(self, strip: Strip) -> bool:
        return bool(strip.number) and self.scale.share(strip.ends[0]) == 0

    def _at(self, number: float) -> float:
        return self.left + self.scale.share(number) * (self.right - self.left)

    @cached_property
    def _names(self) -> list[Line]:
        return fit([Line(capital(self.name), MUTED, SMALL), *([self.part] if self.part else [])], self.width)

    @cached_property
    def _zone_words(self) -> tuple[list[Line], float, str]:
        """The words of the zone, where they begin, and whether they run on to the right or end there."""
        if self.zone is None:
            return [], 0.0, "left"
        low, high = self._at(self.zone.low), self._at(self.zone.high)
        line = Line(self.zone.words, self.zone.text_colour, SMALL)
        if high > low and line.width <= high - low:
            return [line], (low + high) / 2, "center"
        room_right, room_left = self.width - low - 4, high - 4
        if room_right >= min(line.width, room_left):
            return line.within(room_right), low + (4 if low == high else 0), "left"
        return line.within(room_left), high - (4 if low == high else 0), "right"

    @cached_property
    def _head(self) -> float:
        """What the name and the numbers of the scale take."""
        return height_of(self._names) + 5 + SMALL * 1.3

    @cached_property
    def _layout(self) -> tuple[list[Placed], float]:
        """The rows on the sheet, and the height that they take."""
        top = height_of(self._zone_words[0]) + 4 if self.zone else 5.0
        if self.even:
            return self._evenly(top)
        placed = []
        for strip in self.strips:
            row, top = self._place(strip, top + strip.space)
            placed.append(row)
        return placed, top - BETWEEN + 8

    def _evenly(self, top: float) -> tuple[list[Placed], float]:
        """Rows whose marks are equally far apart."""
        tried = [self._place(strip, 0.0) for strip in self.strips]
        rise, drop = max(row.mark_at for row, _ in tried), max(foot - row.mark_at for row, foot in tried)
        tops = [top + index * (rise + drop) + rise - row.mark_at for index, (row, _) in enumerate(tried)]
        placed = [self._place(strip, at)[0] for strip, at in zip(self.strips, tops, strict=True)]
        return placed, top + len(tried) * (rise + drop) - BETWEEN + 8

    def _place(self, strip: Strip, top: float) -> tuple[Placed, float]:
        """A row whose upper edge is at ``top``, and the upper edge of the next."""
        words = fit(strip.words, self._words_width)
        if not strip.marked:
            return Placed(strip, words, top, top, [], (0, 0), "left"), top + height_of(words) + BETWEEN / 2
        begin, end = (self._at(number) for number in strip.ends)
        first = self.left if self.aside else 0.0
        number = self._beside(strip.number, end + BESIDE)
        wide = width_of(number)
        mark, below = top + RISE + (0 if self.aside else height_of(words)), -0.44 * BASE
        if end + BESIDE + wide <= self.width + 0.01:  # a scale of bars ends where this holds, to a rounding
            at, ha = end + BESIDE, "left"
        elif begin - BESIDE - wide >= first:
            at, ha = begin - BESIDE, "right"
        else:  # no room on the line: above it
            number = fit(self._beside(strip.number, max(first, begin)), self.width - first)
            at, ha = max(first, min(begin, self.width - width_of(number))), "left"
            below, mark = -height_of(number) - RISE + 2, mark + height_of(number) - (2 if self.aside else 0)
        foot = max(mark + RISE / 2, mark + below + height_of(number), top + height_of(words))
        row = Placed(strip, words, top + (RISE - 0.44 * BASE if self.aside else 0), mark, number, (at, below), ha)
        return row, foot + BETWEEN

    def _beside(self, lines: Sequence[Line], at: float) -> list[Line]:
        """The lines of a number that begin at a place: what follows the number is broken where it would run into a band or
        off the sheet, if that is enough.
        """
        rooms = [self.width - at]
        if self.zone and self.zone.low < self.zone.high:
            rooms.append(self._at(self.zone.low) - 4 - at)
        for room in sorted(rooms):
            broken = [*lines[:1], *fit(lines[1:], max(room, 1.0))]
            if width_of(lines[:1]) <= room and room >= 45 and len(broken) <= len(lines) + 2:
                return broken
        return list(lines)

    @property
    def height(self) -> float:
        """Of the whole, in points."""
        return self._head + self._layout[1]

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, left: float, top: float) -> Axes:
        """Draw all of it with its upper left corner at a place."""
        placed, height = self._layout
        axes = sheet.axes(left + self.left, top + self._head, self.right - self.left, height)
        axes.set_ylim(height, 0)
        across(axes, self.scale, self.right - self.left)
        axes.set_yticks([row.mark_at for row in placed], labels=[])
        sheet.name(axes, [line for line in self._names if line.colour == MUTED], left, top)
        parts = [line for line in self._names if line.colour != MUTED]
        self._write(axes, parts, 0.0, height_of(self._names) - height_of(parts) - self._head + 1.5)
        if self.zone:
            self._draw_zone(axes, height)
        for row in placed:
            row.strip.draw(axes, row.mark_at)
            self._write(axes, row.words, 0.0, row.words_at)
            self._write(axes, row.number, row.number_at[0], row.mark_at + row.number_at[1], row.ha)
        return axes

    def _write(self, axes: Axes, lines: Sequence[Line], at: float, below: float, ha: str = "left") -> None:
        put(axes, lines, (0, 1), (at - self.left, below), ha=ha, coords="axes fraction")

    def _draw_zone(self, axes: Axes, height: float) -> None:
        lines, at, ha = self._zone_words
        low, high, colour = self.zone.low, self.zone.high, self.zone.colour
        if low == high:
            axes.axvline(low, color=colour, linestyle=(0, (4, 3)), linewidth=1.4, zorder=1.5)
        else:
            top = 1 - (height_of(lines) + 2) / height
            axes.axvspan(low, high, ymax=top, color=colour, alpha=0.14, linewidth=0)
            for end in (low, high):
                axes.axvline(end, ymax=top, color=colour, linewidth=1.2, zorder=1.5)
        self._write(axes, lines, at, 0.0, ha)


# --- marks -------------------------------------------------------------------------------------------


def bar(axes: Axes, at: float, low: float, high: float, colour: str, thick: float = 11.0) -> None:
    """A bar between two numbers."""
    axes.barh([at], [high - low], left=[low], height=thick, color=colour, linewidth=0)


def span(axes: Axes, at: float, low: float, high: float, colour: str, thick: float = 5.0) -> None:
    """What a hedge leaves open: a thick line."""
    axes.plot([low, high], [at, at], color=colour, linewidth=thick, solid_capstyle="butt")


def dot(axes: Axes, at: float, number: float, colour: str, hollow: bool = False) -> None:
    """A figure; hollow where its source is weak. A ring of the ground keeps it apart from its own hedge."""
    axes.scatter(
        [number], [at], s=58, zorder=3, facecolor=GROUND if hollow else colour, edgecolor=colour if hollow else GROUND,
        linewidth=2.0 if hollow else 1.0, clip_on=False,
    )  # fmt: skip


def edge(axes: Axes, at: float, number: float, colour: str) -> None:
    """The end that a bound states."""
    axes.plot([number], [at], marker="|", color=colour, markersize=13, markeredgewidth=2, clip_on=False)


def arrow(axes: Axes, at: float, number: float, colour: str, marker: str = ">") -> None:
    """An end that is open, or beyond the scale."""
    axes.plot([number], [at], marker=marker, color=colour, markersize=7, linestyle="none", clip_on=False, zorder=4)


def bracket(axes: Axes, at: float, low: float, high: float, colour: str = INK) -> None:
    """A range across sources: a fine line between two ticks."""
    axes.plot([low, high], [at, at], color=colour, linewidth=1.1)
    axes.plot([low, high], [at, at], marker="|", color=colour, markersize=9, markeredgewidth=1.1, linestyle="none")


def hedge(axes: Axes, at: float, row, colour: str, hollow: bool = False) -> None:
    """A figure with its hedge: its middle as a dot, its range as a thick line, a given end as an edge, an open one
    as a fine line to an arrow, one beyond the scale as an arrow.

    Nothing is drawn where both ends are open. ``row`` has ``low``, ``central``, ``high`` (not a number where there is none) and ``bound``.
    """
    if row.low != row.low and row.high != row.high:
        return
    least, most = axes.get_xlim()
    low, high = (row.low if row.low == row.low else least), (row.high if row.high == row.high else most)  # NaN is open
    if max(low, least) <= min(high, most):
        is_open = row.low != row.low or row.high != row.high
        span(axes, at, max(low, least), min(high, most), colour, 1.6 if is_open else 5.0)
    if high > most or row.high != row.high:
        arrow(axes, at, most, colour)
    if row.bound == "up_to" and least <= high <= most:
        edge(axes, at, high, colour)
    if row.bound == "at_least" and least <= low <= most:
        edge(axes, at, low, colour)
    if least <= row.central <= most:
        dot(axes, at, row.central, colour, hollow)

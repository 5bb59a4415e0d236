"""Columns on a true axis of time: a period that is missing is a gap, and says so."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes

from helpers.figures.palette import GROUND, INK, MUTED, PART
from helpers.figures.periods import Span, gaps
from helpers.figures.sheet import BASE, SMALL, Line, Scale, Sheet, capital, height_of, put, width_of
from helpers.figures.strips import Strip, StripPanel, arrow, bar

#: The height of the columns in points, the part of a period that a column fills, the air above a
#: column, and the part of the height that the tallest column of a second panel has at least.
TALL, FILLED, AIR, SEEN = {"wide": 190.0, "narrow": 165.0}, 0.72, 5.0, 0.2


@dataclass(frozen=True)
class Column:
    """One figure in time. ``drawn`` is the height of its column, ``low`` and ``high`` its hedge (infinite where open),
    ``part`` the height of the part that is told apart (not a number where there is none).
    """

    span: Span
    number: str
    drawn: float
    low: float
    high: float
    colour: str
    note: str = ""
    part: float = np.nan
    part_number: str = ""

    @property
    def top(self) -> float:
        """What the number stands above."""
        return max(self.drawn, self.high if np.isfinite(self.high) else self.drawn)

    @property
    def is_range(self) -> bool:
        """Whether both ends are known and differ."""
        return self.low != self.high and bool(np.isfinite([self.low, self.high]).all())


def panel(columns: Sequence[Column], name: str, gap: str, part: str, width: float, narrow: bool):
    """Upright columns where their words fit below and above them, else time running downwards; both are true to time."""
    upright = ColumnPanel(tuple(sorted(columns, key=lambda each: each.span)), name, gap, part, width, narrow)
    return upright if upright.fits else upright.downwards


def level(panels: Sequence[ColumnPanel]) -> list[ColumnPanel]:
    """Two panels with heads and feet of one height, on one scale; where that leaves the second too low to see, the second
    says that its scale is larger.
    """
    first, second = panels
    if max(column.top for column in second.columns) * first.scale < SEEN * TALL["wide"]:
        second = replace(second, name=f"{second.name}, on a larger scale")
    else:
        scale = min(first.scale, second.scale)
        first, second = replace(first, most=scale), replace(second, most=scale)
    if first._part_beside[1] and not first.narrow:  # one label names the part in both
        second = replace(second, part="")
    head, foot = max(first.head, second.head), max(first.foot, second.foot)
    return [replace(each, least=(head, foot)) for each in (first, second)]


@dataclass(frozen=True)
class ColumnPanel:
    """Upright columns: number above, period below, a direct label beside the largest part.

    ``least`` is the height of head and foot at least, ``most`` the largest scale, by which two panels agree.
    """

    columns: Sequence[Column]
    name: str
    gap: str
    part: str
    width: float
    narrow: bool
    least: tuple[float, float] = (0.0, 0.0)
    most: float = np.inf

    # --- where things are ------------------------------------------------------------------------

    @cached_property
    def _first(self) -> int:
        return self.columns[0].span.index

    @cached_property
    def pitch(self) -> float:
        """The width of a period in points."""
        return min(self.width / (self.columns[-1].span.index - self._first + 1), 90.0)

    @property
    def _size(self) -> float:
        return SMALL if self.narrow else BASE

    @cached_property
    def _gaps(self) -> list[tuple[Span, Span]]:
        return list(gaps(column.span for column in self.columns))

    def _number(self, column: Column) -> list[Line]:
        return Line(column.number, INK, self._size, bold=True).within(self.pitch - 2)

    def _foot(self, column: Column) -> list[Line]:
        """The period, its year where that begins, and what tells the column from the others."""
        period, year = column.span.words
        begins = year and column.span == min(each.span for each in self.columns if each.span.words[1] == year)
        note = Line(column.note, column.colour, SMALL).within(self.pitch - 2) if column.note else []
        return [Line(period, INK, SMALL), *([Line(year, MUTED, SMALL)] if begins else []), *note]

    def _gap_words(self, first: Span, last: Span) -> list[Line]:
        return Line(self.gap, MUTED, SMALL).within((last.index - first.index + 1) * self.pitch - 2)

    def _gap_foot(self, first: Span, last: Span) -> list[Line]:
        """The periods that are missing."""
        words = first.short if first == last else f"{first.short} to {last.short}"
        return Line(words, MUTED, SMALL).within((last.index - first.index + 1) * self.pitch - 2)

    @property
    def fits(self) -> bool:
        """Whether every word is whole within the width of its period."""
        words = [Line(word, INK, self._size, bold=True) for column in self.columns for word in column.number.split()]
        words += [
            Line(word, INK, SMALL) for column in self.columns for word in (*column.note.split(), *column.span.words)
        ]
        if self._gaps:
            words += [Line(word, MUTED, SMALL) for word in self.gap.split()]
        return width_of(words) <= self.pitch - 2

    @cached_property
    def _names(self) -> list[Line]:
        return Line(capital(self.name), MUTED, SMALL).within(self.width)

    @cached_property
    def scale(self) -> float:
        """Points of height for one unit: the tallest column and its number fill the panel."""
        rooms = [(self._tallest - self._above(each)) / each.top for each in self.columns if each.top > 0]
        return min([*rooms, self.most])

    @property
    def _tallest(self) -> float:
        return TALL["narrow" if self.narrow else "wide"]

    def _above(self, column: Column) -> float:
        """What the number above a column takes."""
        return height_of(self._number(column)) + 2 * AIR + 6 * (not np.isfinite(column.high))

    @cached_property
    def tall(self) -> float:
        """The height that the columns have; below another panel no more than they take."""
        taken = max(each.top * self.scale + self._above(each) for each in self.columns)
        return min(self._tallest, taken) if self.narrow else self._tallest

    @cached_property
    def _part_beside(self) -> tuple[list[Line], tuple[float, float] | None, str]:
        """The words of the part beside the largest one: lines, place in points from the left and the foot, and side.

        No place where there is no room beside it; the words then stand below the panel's name.
        """
        parts = [column for column in self.columns if np.isfinite(column.part)]
        line = Line(self.part, PART, SMALL, bold=True)
        if not parts or not self.part:
            return [], None, "left"
        largest = max(parts, key=lambda column: column.part)
        top = largest.part * self.scale
        for most, side in itertools.product((1, 2, 3), (-1, 1)):
            room = self._room(largest, side, top - most * line.height) - 6
            if room > 1 and len(lines := line.within(room)) <= most and width_of(self._single(line)) <= room:
                at = (largest.span.index - self._first + 0.5 + side * FILLED / 2) * self.pitch + side * 4
                return lines, (at, top), "left" if side > 0 else "right"
        return line.within(self.width), None, "left"

    @staticmethod
    def _single(line: Line) -> list[Line]:
        return [replace(line, text=word) for word in line.text.split()]

    def _room(self, column: Column, side: int, bottom: float) -> float:
        """The width beside a column that stays free, above lower columns with their numbers, from a height upwards."""
        free, at = (1 - FILLED) / 2, column.span.index + side
        known = {each.span.index: each for each in self.columns}
        while self._first <= at <= self.columns[-1].span.index:
            gap = next(((first, last) for first, last in self._gaps if first.index <= at <= last.index), None)
            top = height_of(self._gap_words(*gap)) + AIR if gap else known[at].top * self.scale + self._above(known[at])
            if top > bottom:
                break
            free, at = free + 1, at + side
        return (
            free * self.pitch
            if self._first <= at <= self.columns[-1].span.index
            else (free - (1 - FILLED) / 2) * self.pitch
        )

    @property
    def head(self) -> float:
        """What the name takes above the columns."""
        lines, place, _ = self._part_beside
        return max(height_of([*self._names, *([] if place else lines)]) + 6, self.least[0])

    @property
    def foot(self) -> float:
        """What the periods and notes take below them."""
        return max(*(height_of(self._foot(column)) + 4 for column in self.columns), self.least[1])

    @property
    def height(self) -> float:
        """Of the whole, in points."""
        return self.head + self.tall + self.foot

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, sheet: Sheet, left: float, top: float) -> Axes:
        """Draw all of it with its upper left corner at a place. Along the axis lie periods, counted from the year 0."""
        last = self.columns[-1].span.index + 1
        axes = sheet.axes(left, top + self.head, (last - self._first) * self.pitch, self.tall)
        axes.set_xlim(self._first, last)
        axes.set_ylim(0, self.tall / self.scale)
        axes.set_xticks([])
        axes.axhline(0, color=MUTED, linewidth=1.0)
        sheet.name(axes, self._names, left, top)
        for column in self.columns:
            self._draw_column(axes, column)
        for first, end in self._gaps:
            lines = self._gap_words(first, end)
            put(axes, lines, ((first.index + end.index + 1) / 2, 0), (0, -height_of(lines) - 3), ha="center")
            put(axes, self._gap_foot(first, end), ((first.index + end.index + 1) / 2, 0), (0, 4), ha="center")
        lines, place, side = self._part_beside
        if place:
            put(axes, lines, (self._first, 0), (place[0], -place[1]), ha=side)
        else:
            put(axes, lines, (0, 1), (0, height_of(self._names) - self.head + 1.5), coords="axes fraction")
        return axes

    def _draw_column(self, axes: Axes, column: Column) -> None:
        at = column.span.index + 0.5
        axes.bar([at], [column.drawn], width=FILLED, color=column.colour, linewidth=0)
        if np.isfinite(column.part):
            axes.bar([at], [column.part], width=FILLED, color=PART, linewidth=0)
            number = Line(column.part_number, GROUND, SMALL)
            if column.part * self.scale > number.height + 4 and number.width < FILLED * self.pitch - 2:
                axes.annotate(
                    number.text, (at, column.part), xytext=(0, -4), textcoords="offset points", color=GROUND, fontsize=SMALL,
                    ha="center", va="top", zorder=6,
                )  # fmt: skip
        if column.is_range:
            axes.plot([at, at], [column.low, column.high], color=INK, linewidth=1.4)
        lines, up = self._number(column), AIR
        if not np.isfinite(column.high):
            arrow(axes, column.drawn, at, INK, "^")
            up += 6
        put(axes, lines, (at, column.top), (0, -height_of(lines) - up + 3), ha="center")
        put(axes, self._foot(column), (at, 0), (0, 4), ha="center")

    # --- the same, time downwards ------------------------------------------------------------------

    @property
    def downwards(self) -> StripPanel:
        """A row a period, missing ones too, for a sheet on which the words do not fit above upright columns."""
        known = {column.span: column for column in self.columns}
        first, last = self.columns[0].span, self.columns[-1].span
        spans = [Span(first.per_year, index) for index in range(first.index, last.index + 1)]
        strips = [self._strip(known[span]) if span in known else self._missing(span) for span in spans]
        part = (
            Line(self.part, PART, SMALL, bold=True)
            if self.part and any(np.isfinite(c.part) for c in self.columns)
            else None
        )
        scale = Scale(0.0, max(column.top for column in self.columns) * 1.05 or 1.0)
        return StripPanel(strips, scale, self.name, self.width, self.narrow, even=True, part=part)

    def _strip(self, column: Column) -> Strip:
        number = [Line(column.number, INK, BASE, bold=True)]
        if np.isfinite(column.part):
            number.append(Line(column.part_number, PART, SMALL))
        note = [Line(column.note, column.colour, SMALL)] if column.note else []

        def draw(axes: Axes, at: float) -> None:
            bar(axes, at, 0.0, column.drawn, column.colour)
            if np.isfinite(column.part):
                bar(axes, at, 0.0, column.part, PART)
            if column.is_range:
                axes.plot([column.low, column.high], [at, at], color=INK, linewidth=1.4)
            if not np.isfinite(column.high):
                arrow(axes, at, column.drawn, INK)

        return Strip((Line(column.span.short), *note), tuple(number), (0.0, column.top), draw)

    def _missing(self, span: Span) -> Strip:
        return Strip((Line(span.short),), (Line(self.gap, MUTED, SMALL),), (0.0, 0.0), lambda *_: None)

"""A period of the data folder on a true axis of time: where it begins, how long it lasts, what stands below it."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: How many of a kind make a year: halves, quarters, months.
_PARTS = {"H": 2, "Q": 4, "": 12}


@dataclass(frozen=True, order=True)
class Span:
    """A period as the ``index``-th of its kind since the year 0, of which ``per_year`` make a year.

    >>> quarter = Span.read("2024-Q3")
    >>> quarter.start, quarter.words
    (2024.5, ('Q3', '2024'))
    """

    per_year: int
    index: int

    @classmethod
    def read(cls, period: str) -> Span:
        """A year, half-year, quarter or month as the data write it: 2024, 2024-H1, 2024-Q3, 2024-12."""
        year, _, part = period.partition("-")
        if not part:
            return cls(1, int(year))
        kind = part[0] if part[0] in _PARTS else ""
        per_year = _PARTS[kind]
        return cls(per_year, int(year) * per_year + int(part.removeprefix(kind)) - 1)

    @property
    def start(self) -> float:
        """Where it begins, in years."""
        return self.index / self.per_year

    @property
    def end(self) -> float:
        """Where it ends, in years."""
        return (self.index + 1) / self.per_year

    @property
    def middle(self) -> float:
        """Its middle, in years."""
        return (self.index + 0.5) / self.per_year

    @property
    def words(self) -> tuple[str, str]:
        """What an axis calls it, and the year that this belongs to; a year stands alone."""
        year, at = divmod(self.index, self.per_year)
        names = {2: f"H{at + 1}", 4: f"Q{at + 1}", 12: calendar.month_abbr[at + 1]}
        return (names[self.per_year], str(year)) if self.per_year > 1 else (str(year), "")

    @property
    def short(self) -> str:
        """The period in a few letters: 2024, Q3 2024, Dec 2024."""
        return " ".join(filter(None, self.words))


def gaps(spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """The first and the last period of each stretch that is missing between periods of one kind.

    >>> [(first.short, last.short) for first, last in gaps(map(Span.read, ("2019", "2022", "2023")))]
    [('2020', '2021')]
    """
    ordered = sorted(set(spans))
    for before, after in itertools.pairwise(ordered):
        if after.index - before.index > 1:
            yield Span(before.per_year, before.index + 1), Span(after.per_year, after.index - 1)

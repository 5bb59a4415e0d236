"""What a hedge leaves open: a closed interval of plain numbers, whose infinite ends are open ones."""

from __future__ import annotations

import math
from dataclasses import dataclass

BOUNDS = ("exact", "about", "up_to", "at_least")


@dataclass(frozen=True)
class Interval:
    """A closed interval of plain numbers; an infinite end is an open one.

    ``low`` and ``high`` carry the unit of the figure they bound. ``low <= high`` always,
    or ValueError.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval runs from low to high, not {self.low} to {self.high}")

    @classmethod
    def from_bound(cls, value: float, bound: str, precision: float | None = None) -> Interval:
        """The interval that a hedge leaves open around a quoted value.

        ``precision`` is the place of the last stated digit and is read for ``about`` alone.
        Raises ValueError for an unknown bound word.

        >>> Interval.from_bound(1_500_000, "about", 100_000)
        Interval(low=1450000.0, high=1550000.0)
        >>> Interval.from_bound(12, "up_to")
        Interval(low=0.0, high=12.0)
        """
        if bound == "exact":
            return cls(float(value), float(value))
        if bound == "about":
            if precision is None:
                raise ValueError("a figure that is 'about' needs a precision")
            return cls(value - precision / 2, value + precision / 2)
        if bound == "up_to":
            return cls(0.0, float(value))
        if bound == "at_least":
            return cls(float(value), math.inf)
        raise ValueError(f"unknown bound {bound!r}; one of {', '.join(BOUNDS)}")

    def meet(self, other: Interval) -> Interval | None:
        """What both intervals allow; None where they share nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None

    def scaled(self, factor: float) -> Interval:
        """The same interval in another unit; ``factor`` is positive."""
        return Interval(self.low * factor, self.high * factor)

    @property
    def is_point(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.high


EVERYTHING = Interval(-math.inf, math.inf)

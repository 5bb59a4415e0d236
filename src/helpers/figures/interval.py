"""What a hedge leaves open: a closed interval of plain numbers, whose infinite ends are open ones."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: How the words of a source limit a size.
BOUNDS = ("exact", "about", "nearly", "between", "up_to", "at_least")


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
    def from_bound(
        cls, value: float, bound: str, precision: float | None = None, upper: float | None = None
    ) -> Interval:
        """The interval that a hedge leaves open around a quoted value.

        ``precision`` is the place of the last stated digit, read for ``about`` and ``nearly``; ``upper`` is the upper
        end of a stated range, read for ``between``. Raises ValueError for an unknown bound word.

        >>> Interval.from_bound(1_500_000, "about", 100_000)
        Interval(low=1450000.0, high=1550000.0)
        >>> Interval.from_bound(12, "up_to")
        Interval(low=0.0, high=12.0)
        >>> Interval.from_bound(200_000, "between", upper=400_000)
        Interval(low=200000.0, high=400000.0)
        """
        if bound == "exact":
            return cls(float(value), float(value))
        if bound in ("about", "nearly"):
            if precision is None:
                raise ValueError(f"a figure that is {bound!r} needs a precision")
            return cls(value - precision / 2, value + precision / 2 if bound == "about" else float(value))
        if bound == "between":
            if upper is None:
                raise ValueError("a figure that is 'between' two numbers needs the upper one")
            return cls(float(value), float(upper))
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

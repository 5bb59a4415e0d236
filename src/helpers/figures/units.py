"""The units that figures are counted in, and what arithmetic may do with them.

A report lists its own units in ``units.csv``; those that arithmetic itself makes are built in. A unit carries no
scale: "thousand workers" would be read as workers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What a unit measures; arithmetic goes by it.
KINDS = ("count", "money", "share", "multiple", "time", "ordinal")

#: Words that multiply: the value is written in full instead.
SCALE = re.compile(
    r"\b(hundreds?|thousands?|millions?|billions?|trillions?|dozens?|[kmb]n|mln|mrd|tsd|тыс|млн|млрд)\b\.?", re.I
)


@dataclass(frozen=True)
class Unit:
    """A unit: the word printed after a number, after a single one, and the factor from the stored number."""

    name: str
    one: str
    kind: str
    word: str
    factor: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether numbers in it are counted, so that no digit after the point means anything."""
        return self.kind in ("count", "money", "ordinal")


#: A ratio is stored plain and read as a percentage; a quoted percentage is stored as it was quoted.
BUILT_IN: Mapping[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("ratio", "percent", "share", "percent", 100.0),
        Unit("percent", "percent", "share", "percent"),
        Unit("times", "time", "multiple", "times"),
        Unit("years", "year", "time", "years"),
    )
}


class UnitError(ValueError):
    """Figures were put together whose units do not go together; the message says which, and what to do."""


def quotient_unit(first: Unit, second: Unit) -> str:
    """The unit of one figure divided by another. Raises UnitError where it has no name."""
    if second.kind in ("share", "multiple"):
        return "ratio" if first.name == "percent" else first.name
    if first.name == second.name or (first.kind == second.kind == "count"):
        return "ratio"
    raise UnitError(_advice("divided by", first, second))


def product_unit(first: Unit, second: Unit) -> str:
    """The unit of two figures multiplied. Raises UnitError where it has no name."""
    for one, other in ((first, second), (second, first)):
        if other.kind in ("share", "multiple"):
            return "ratio" if one.name == "percent" else one.name
    raise UnitError(_advice("times", first, second))


def sum_unit(first: Unit, second: Unit) -> str:
    """The unit of two figures added or subtracted. Raises UnitError where they are not of one kind."""
    if first.kind == second.kind == "share":
        return "ratio"
    if first.name == second.name:
        return first.name
    raise UnitError(_advice("with", first, second))


def _advice(sign: str, first: Unit, second: Unit) -> str:
    return (
        f"{first.name!r} {sign} {second.name!r} has no unit of its own; "
        "declare a formula that says what it takes and gives, and call that"
    )

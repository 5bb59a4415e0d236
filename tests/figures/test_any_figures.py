"""Any figures, in any formula: no range leaves out what its inputs allow, none shrinks as they widen, and print holds it."""

from __future__ import annotations

import math
import operator
import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from helpers.figures.figure import FigureError, Home, quoted
from helpers.figures.interval import Interval
from helpers.figures.rows import Claim
from helpers.figures.units import BUILT_IN, Unit, UnitError
from helpers.figures.wording import say

HOME = Home(BUILT_IN)
NAMES = ("a", "b", "c", "d")
SIGNS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
#: Shares with few digits, as sources give them.
SHARES = some.integers(1, 400).map(lambda number: number / 200)
QUICK = settings(deadline=None, derandomize=True, database=None, max_examples=150)


@some.composite
def figures(draw, name: str):
    """A quoted share with any hedge."""
    value = draw(SHARES)
    bound = draw(some.sampled_from(["exact", "about", "nearly", "between", "up_to", "at_least"]))
    precision = draw(some.sampled_from([0.005, 0.01])) if bound in ("about", "nearly") else None
    upper = value + draw(SHARES) if bound == "between" else None
    claim = Claim(
        name, name, value, precision, "ratio", bound, "stated", "2024", "the grower", "", "a page", "", "", upper=upper
    )
    return quoted(claim, "context", HOME)


FOUR = some.tuples(*map(figures, NAMES))
#: A formula: the name of a figure, or a sign between two formulas.
FORMULAS = some.recursive(
    some.sampled_from(NAMES), lambda part: some.tuples(some.sampled_from(sorted(SIGNS)), part, part), max_leaves=5
)


def computed(formula, by_name):
    """A formula over figures, or over plain numbers."""
    if isinstance(formula, str):
        return by_name[formula]
    sign, one, other = formula
    return SIGNS[sign](computed(one, by_name), computed(other, by_name))


def reached(formula, given):
    """The figure that a formula gives; a formula that is refused, or has no figure of its own, is no case."""
    try:
        figure = computed(formula, dict(zip(NAMES, given, strict=True)))
    except (FigureError, UnitError, ZeroDivisionError):
        assume(False)
    assume(figure.formula and figure.interval is not None)
    return figure


def within(interval: Interval, share: float) -> float:
    """A number of an interval; of an open one up to a hundred times its end."""
    high = interval.high if math.isfinite(interval.high) else 100 * max(1.0, interval.low)
    return interval.low + share * (high - interval.low)


def holds(interval: Interval, number: float) -> bool:
    """Whether a number lies in an interval, but for the last bits of its arithmetic."""
    slack = 1e-9 * max(1.0, abs(number))
    return interval.low - slack <= number <= interval.high + slack


@QUICK
@given(FOUR, FORMULAS, some.tuples(*[some.floats(0, 1)] * 4))
def test_a_range_holds_all_that_its_inputs_allow(given_figures, formula, shares):
    figure = reached(formula, given_figures)
    drawn = {each.id: within(each.interval, share) for each, share in zip(given_figures, shares, strict=True)}
    try:
        number = computed(formula, drawn)
    except ZeroDivisionError:
        assume(False)
    assert holds(figure.interval, number), (figure.formula, drawn)


def widened(figure, less: float, more: float):
    """The same figure, its range wider on both sides; it never was below nought."""
    claim = figure.claim
    low, high = figure.interval.low * (1 - less), figure.interval.high + more
    bound = "at_least" if math.isinf(high) else "between"
    upper = None if math.isinf(high) else high
    fields = vars(claim) | {"value": low, "bound": bound, "upper": upper, "precision": None}
    return quoted(Claim(**fields), "context", HOME)


@QUICK
@given(FOUR, FORMULAS, some.sampled_from(NAMES), some.floats(0, 0.5), some.floats(0.01, 2))
def test_no_range_shrinks_where_an_input_widens(given_figures, formula, name, less, more):
    narrow = reached(formula, given_figures)
    wide = reached(formula, [widened(each, less, more) if each.id == name else each for each in given_figures])
    for end in (narrow.interval.low, narrow.interval.high):
        assert holds(wide.interval, end) or (math.isinf(end) and end in (wide.interval.low, wide.interval.high))


# --- in print ----------------------------------------------------------------------------------------

TREES = Unit("trees", "tree", "count", "trees")
NUMBER = r"-?[\d,]*\.?\d+(?: million)?"


def read_back(text: str) -> float:
    """The number that a reader takes from its digits."""
    text = text.replace("\N{MINUS SIGN}", "-")
    (digits,) = re.findall(NUMBER, text)
    million = digits.endswith(" million")
    return float(digits.removesuffix(" million").replace(",", "")) * (1e6 if million else 1)


@settings(deadline=None, derandomize=True, database=None, max_examples=400)
@given(
    some.floats(0.001, 1e8), some.floats(0, 3), some.sampled_from(["exact", "about", "between", "up_to", "at_least"])
)
@example(999_999.7, 0.5, "about")
@example(0.0999999, 1e-9, "about")
def test_a_printed_number_lies_in_its_printed_range_and_that_holds_the_computed_one(low, spread, bound):
    ends = {
        "exact": (low, low), "up_to": (0.0, low), "at_least": (low, math.inf),
    }.get(bound, (low, low * (1 + spread)))  # fmt: skip
    interval = Interval(*ends)
    central = (interval.low + interval.high) / 2 if bound in ("exact", "about") else None
    for unit in (TREES, BUILT_IN["ratio"]):
        phrase = say(interval, central, bound, unit)
        least, most = interval.low * unit.factor, interval.high * unit.factor
        # what is printed of the ends is rounded outwards, but for a number that nothing blurs
        printed = [
            end if text == "open" else read_back(text)
            for text, end in ((phrase.low, -math.inf), (phrase.high, math.inf))
        ]
        half = 0.5 if unit is TREES and least >= 1 else 0.0  # a count that nothing blurs is whole
        blur = max(half, 0.006 * least) if interval.is_point else 1e-9 * max(least, 1)
        assert printed[0] <= least + blur
        assert printed[1] >= (most - blur if math.isfinite(most) else most)
        if central is not None:
            assert printed[0] <= read_back(phrase.number) <= printed[1], phrase

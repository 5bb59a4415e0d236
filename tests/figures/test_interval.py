"""What a hedge leaves open, as numbers: expected ends are worked out by hand."""

from __future__ import annotations

import doctest
import math

import pytest

import helpers.figures.interval
from helpers.figures.interval import BOUNDS, EVERYTHING, Interval

INF = math.inf


def test_the_examples_in_the_module_hold():
    outcome = doctest.testmod(helpers.figures.interval)
    assert outcome.attempted >= 2
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("value", "bound", "precision", "low", "high"),
    [
        (13221, "exact", None, 13221, 13221),
        (0, "exact", None, 0, 0),
        (12, "up_to", None, 0, 12),
        (0, "up_to", None, 0, 0),
        (2000, "at_least", None, 2000, INF),
        (1_500_000, "about", 100_000, 1_450_000, 1_550_000),  # 50,000 either way
        (60, "about", 10, 55, 65),
        (7.6, "about", 0.1, 7.55, 7.65),
        (1000, "about", 1000, 500, 1500),
        (5500, "nearly", 100, 5450, 5500),  # 50 below, and no more
        (2.5, "nearly", 0.1, 2.45, 2.5),
    ],
)
def test_a_hedge_opens_the_interval_of_the_contract(value, bound, precision, low, high):
    interval = Interval.from_bound(value, bound, precision)
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-12)


def test_a_stated_range_has_the_ends_it_states():
    assert Interval.from_bound(200_000, "between", upper=400_000) == Interval(200_000, 400_000)
    assert Interval.from_bound(12, "between", precision=1, upper=16) == Interval(12, 16)


@pytest.mark.parametrize("bound", ["exact", "up_to", "at_least"])
def test_precision_is_read_for_rounded_figures_alone_and_an_upper_end_for_ranges(bound):
    assert Interval.from_bound(60, bound, 10, 70) == Interval.from_bound(60, bound)
    assert Interval.from_bound(60, "about", 10, 70) == Interval(55, 65)


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("about", "'about' needs a precision"),
        ("nearly", "'nearly' needs a precision"),
        ("between", "needs the upper one"),
        ("roughly", r"roughly.*exact, about, nearly, between, up_to, at_least"),
    ],
)
def test_a_bound_without_what_it_needs_and_an_unknown_one_are_refused(bound, words):
    with pytest.raises(ValueError, match=words):
        Interval.from_bound(60, bound)


def test_the_bounds_are_the_contracts_with_two_more():
    assert set(BOUNDS) == {"exact", "about", "up_to", "at_least"} | {"nearly", "between"}


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (1, math.nan)])
def test_an_interval_runs_from_low_to_high(low, high):
    with pytest.raises(ValueError, match="from low to high"):
        Interval(low, high)


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        ((0, 5), (3, 8), (3, 5)),
        ((3, 8), (0, 5), (3, 5)),
        ((0, 5), (5, 8), (5, 5)),  # a shared end is shared
        ((0, 5), (6, 8), None),
        ((0, INF), (6, 8), (6, 8)),
    ],
)
def test_meet_is_what_both_allow(first, second, common):
    assert Interval(*first).meet(Interval(*second)) == (Interval(*common) if common else None)


@pytest.mark.parametrize("ends", [(-INF, -5), (3, 8), (6, INF)])
def test_everything_allows_whatever_another_does(ends):
    assert EVERYTHING.meet(Interval(*ends)) == Interval(*ends)


def test_only_a_closed_interval_without_width_is_a_point():
    assert Interval(3, 3).is_point
    assert not Interval(3, 4).is_point
    assert not Interval(3, INF).is_point


def test_another_unit_scales_both_ends_and_an_open_one_stays_open():
    assert Interval(55, 65).scaled(0.01) == Interval(0.55, 0.65)
    assert Interval(2, INF).scaled(100) == Interval(200, INF)

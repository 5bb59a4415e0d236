"""Units: what arithmetic may do with them, and what a unit may not hold."""

import pytest

from helpers.figures.units import BUILT_IN, SCALE, Unit, UnitError, product_unit, quotient_unit, sum_unit

APPLES, CRATES = Unit("apples", "apple", "count", "apples"), Unit("crates", "crate", "count", "crates")
EURO, POUND = Unit("EUR", "EUR", "money", "EUR"), Unit("GBP", "GBP", "money", "GBP")
RATIO, PERCENT, TIMES = BUILT_IN["ratio"], BUILT_IN["percent"], BUILT_IN["times"]


@pytest.mark.parametrize(
    ("first", "second", "unit"),
    [
        (APPLES, CRATES, "ratio"),  # a comparison of sizes
        (EURO, EURO, "ratio"),
        (APPLES, TIMES, "apples"),
        (APPLES, PERCENT, "apples"),
        (PERCENT, RATIO, "ratio"),  # percent enters as a plain ratio, so it never leaves as percent
        (PERCENT, PERCENT, "ratio"),
    ],
)
def test_a_quotient(first, second, unit):
    assert quotient_unit(first, second) == unit


def test_a_product_takes_the_unit_that_is_no_share():
    assert product_unit(APPLES, RATIO) == product_unit(TIMES, APPLES) == product_unit(APPLES, PERCENT) == "apples"
    assert product_unit(PERCENT, RATIO) == "ratio"


def test_a_sum_is_of_one_kind():
    assert sum_unit(APPLES, APPLES) == "apples"
    assert sum_unit(PERCENT, RATIO) == "ratio"


@pytest.mark.parametrize(
    ("join", "first", "second"),
    [
        (quotient_unit, EURO, POUND),
        (quotient_unit, APPLES, EURO),
        (product_unit, APPLES, CRATES),
        (sum_unit, APPLES, CRATES),
        (sum_unit, APPLES, RATIO),
    ],
)
def test_what_has_no_unit_says_both_and_what_to_do(join, first, second):
    with pytest.raises(UnitError, match=rf"'{first.name}' .* '{second.name}' .*declare a formula"):
        join(first, second)


@pytest.mark.parametrize(
    "unit", ["thousand workers", "Million", "mln posts", "workers (thousands)", "тыс. человек", "млн"]
)
def test_a_scale_word_is_seen(unit):
    assert SCALE.search(unit)


@pytest.mark.parametrize("unit", ["workers", "USD per month", "m", "km", "millwrights", "thousandths of an inch"])
def test_a_word_that_holds_one_is_none(unit):
    assert not SCALE.search(unit)


def test_what_is_counted_has_no_digits_after_the_point():
    assert APPLES.is_whole
    assert EURO.is_whole
    assert not any(unit.is_whole for unit in BUILT_IN.values())

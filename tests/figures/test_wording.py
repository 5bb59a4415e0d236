"""Intervals become words; expected words are worked out by hand, and hold for intervals of every size."""

from __future__ import annotations

import doctest
import math
import random
import re

import pytest

import helpers.figures.wording
from helpers.figures.interval import Interval
from helpers.figures.units import BUILT_IN, Unit
from helpers.figures.wording import axis_number, say

INF = math.inf
UNITS = {
    **BUILT_IN,
    "entries": Unit("entries", "entry", "count", "entries"),
    "workers": Unit("workers", "worker", "count", "workers"),
    "shells": Unit("shells", "shell", "count", "shells"),
    "euros": Unit("euros", "euro", "money", "euros"),
    "year of the war": Unit("year of the war", "year of the war", "ordinal", "years of the war"),
}


def spoken(ends, central, bound, unit, **more):
    """A figure in words, its unit given by name."""
    return say(None if ends is None else Interval(*ends), central, bound, UNITS[unit], **more)


def quote(value, bound, unit, precision=None, upper=None):
    """A quoted figure in words."""
    central = value if bound in ("exact", "about") else None
    interval = Interval.from_bound(value, bound, precision, upper)
    return say(interval, central, bound, UNITS[unit], precision=precision, quoted=True)


def parsed(text: str) -> float:
    """The number that printed digits stand for: "1.43 million workers" is 1,430,000."""
    digits, million = re.match(
        r"(?:at (?:least|most) |up to )?(\N{MINUS SIGN}?[\d,]+(?:\.\d+)?)( million)?", text
    ).groups()
    number = float(digits.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    return number * 1e6 if million else number


def test_the_examples_in_the_module_hold():
    outcome = doctest.testmod(helpers.figures.wording)
    assert outcome.attempted >= 5
    assert outcome.failed == 0


# --- examples worked out by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "bound", "unit", "precision", "text", "span"),
    [
        (13221, "exact", "entries", None, "13,221 entries", "13,221 entries"),
        (12, "up_to", "times", None, "up to 12 times", "up to 12 times"),
        (2000, "at_least", "workers", None, "at least 2,000 workers", "at least 2,000 workers"),
        (1.5e6, "about", "workers", 1e5, "about 1.5 million workers", "1.45 million to 1.55 million workers"),
        (60, "about", "percent", 10, "about 60 percent", "55 to 65 percent"),
        (7.6, "about", "percent", 0.1, "about 7.6 percent", "7.55 to 7.65 percent"),
        (21_000, "about", "entries", 1000, "about 21,000 entries", "20,500 to 21,500 entries"),
        (5500, "nearly", "entries", 100, "nearly 5,500 entries", "5,450 to 5,500 entries"),
        (24_000, "nearly", "entries", 1000, "nearly 24,000 entries", "23,500 to 24,000 entries"),
        (1.5e6, "nearly", "workers", 1e5, "nearly 1.5 million workers", "1.45 million to 1.50 million workers"),
        (2.5, "nearly", "times", 0.1, "nearly 2.5 times", "2.45 to 2.50 times"),
        (4321.9, "about", "euros", 0.1, "about 4,321.9 euros", "4,321.85 to 4,321.95 euros"),
        # ten million either way: no end is rounded to tens of millions
        (3.5e7, "about", "workers", 2e7, "about 35 million workers", "25 million to 45 million workers"),
        (310_000, "about", "euros", 10_000, "about 310,000 euros", "305,000 to 315,000 euros"),
        (2e6, "up_to", "workers", None, "up to 2 million workers", "up to 2 million workers"),
        (2_000_000_001, "up_to", "workers", None, "up to 2,000,000,001 workers", "up to 2,000,000,001 workers"),
        (2.5e6, "at_least", "workers", None, "at least 2.5 million workers", "at least 2.5 million workers"),
        (0.05, "exact", "ratio", None, "5 percent", "5 percent"),
        (0.05, "about", "ratio", 0.01, "about 5 percent", "4.5 to 5.5 percent"),
        (0.05, "nearly", "ratio", 0.01, "nearly 5 percent", "4.5 to 5.0 percent"),
        (1_525_000, "about", "euros", 1000, "about 1.525 million euros", "1.5245 million to 1.5255 million euros"),
        # no hair of a large number is rounded outwards
        (20_000_000.4, "about", "euros", 0.1, "about 20,000,000.4 euros", "20,000,000.35 to 20,000,000.45 euros"),
        # more digits than its precision says: printed all the same
        (1234, "about", "workers", 100, "about 1,234 workers", "1,180 to 1,290 workers"),
        # no digit below a billionth is printed
        (0.5, "about", "times", 1e-10, "about 0.5 times", "0.5 times"),
        (1, "exact", "year of the war", None, "first year of the war", "first year of the war"),
        (3, "exact", "year of the war", None, "third year of the war", "third year of the war"),
        (12, "exact", "year of the war", None, "twelfth year of the war", "twelfth year of the war"),
        (13, "exact", "year of the war", None, "13th year of the war", "13th year of the war"),
        (20, "exact", "year of the war", None, "20th year of the war", "20th year of the war"),
        (21, "exact", "year of the war", None, "21st year of the war", "21st year of the war"),
        (22, "exact", "year of the war", None, "22nd year of the war", "22nd year of the war"),
        (23, "exact", "year of the war", None, "23rd year of the war", "23rd year of the war"),
        (111, "exact", "year of the war", None, "111th year of the war", "111th year of the war"),
        (0, "exact", "year of the war", None, "0 years of the war", "0 years of the war"),
        (2.5, "exact", "year of the war", None, "2.5 years of the war", "2.5 years of the war"),
        (1, "exact", "workers", None, "1 worker", "1 worker"),
        (1, "at_least", "workers", None, "at least 1 worker", "at least 1 worker"),
        (1, "up_to", "workers", None, "up to 1 worker", "up to 1 worker"),
        (0.5, "exact", "times", None, "0.5 times", "0.5 times"),
        (0, "exact", "entries", None, "0 entries", "0 entries"),
    ],
)
def test_a_quoted_figure_keeps_its_digits_and_its_hedge(value, bound, unit, precision, text, span):
    phrase = quote(value, bound, unit, precision)
    assert (phrase.text, phrase.range) == (text, span)


@pytest.mark.parametrize(
    ("ends", "central", "bound", "unit", "text", "span"),
    [
        # half the width of 0.85297 to 0.91179 percent is 0.029: its first digit is the second decimal
        ((0.0085297, 0.0091179), 0.008814, "about", "ratio", "about 0.88 percent", "0.85 to 0.92 percent"),
        # half of 1.2222 to 1.8571 is 0.317: the first decimal
        ((1.2222, 1.8571), 1.5, "about", "shells", "about 1.5 shells", "1.2 to 1.9 shells"),
        # half of 1,436,779 to 1,536,779 is 50,000: the ten thousands
        (
            (1_436_779, 1_536_779), 1_486_779, "about", "workers",
            "about 1.49 million workers", "1.43 million to 1.54 million workers",
        ),
        # one-sided and counted: whole ones, outwards
        ((1101.75, INF), None, "at_least", "entries", "at least 1,101 entries", "at least 1,101 entries"),
        ((-INF, 12119.25), None, "up_to", "entries", "at most 12,120 entries", "at most 12,120 entries"),
        # one-sided and measured: three digits, outwards
        ((1.8904, INF), None, "at_least", "years", "at least 1.89 years", "at least 1.89 years"),
        ((0, 0.066105), None, "up_to", "ratio", "at most 6.62 percent", "at most 6.62 percent"),
        ((-1, 11), None, "up_to", "ratio", "at most 1,100 percent", "at most 1,100 percent"),
        ((0.5, 1), None, "at_least", "ratio", "at least 50.0 percent", "at least 50.0 percent"),
        # exact and computed: three digits of a ratio, every one of a count
        ((0.5965509, 0.5965509), 0.5965509, "exact", "ratio", "59.7 percent", "59.7 percent"),
        ((5334, 5334), 5334, "exact", "entries", "5,334 entries", "5,334 entries"),
        ((-1469, -1469), -1469, "exact", "entries", "\N{MINUS SIGN}1,469 entries", "\N{MINUS SIGN}1,469 entries"),
        ((1, INF), None, "at_least", "workers", "at least 1 worker", "at least 1 worker"),
        # half of 3.1 to 5.6 is 1.25: the ones
        ((3.1, 5.6), 4.4, "about", "times", "about 4 times", "3 to 6 times"),
        # no upper end, so no first digit of an uncertainty: the ones
        ((3, INF), 5, "about", "times", "about 5 times", "at least 3 times"),
        # two sharp ends: three digits of 4.25, and every whole one of what is counted
        ((0.5, 4.25), None, "between", "times", "between 0.50 and 4.25 times", "0.50 to 4.25 times"),
        ((5, 46), None, "between", "entries", "between 5 and 46 entries", "5 to 46 entries"),
        # pushed both ways: half of -13,221 to 2,000,000 is a million
        (
            (-13221, 2e6), None, "between", "workers",  # three digits of 2,000,000: whole ten thousands, outwards
            "between \N{MINUS SIGN}20,000 and 2,000,000 workers",
            "\N{MINUS SIGN}20,000 to 2,000,000 workers",
        ),
        ((-INF, INF), None, "between", "workers", "without bound", "without bound"),
        # the negative end is rounded away from zero as well
        ((-0.0456, 0.0512), 0.0, "about", "times", "about 0 times", "\N{MINUS SIGN}0.05 to 0.06 times"),
    ],
)  # fmt: skip
def test_a_computed_figure_is_printed_to_its_own_uncertainty(ends, central, bound, unit, text, span):
    phrase = spoken(ends, central, bound, unit)
    assert (phrase.text, phrase.range) == (text, span)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text", "span"),
    [
        (2e5, 4e5, "workers", "between 200,000 and 400,000 workers", "200,000 to 400,000 workers"),
        (4e6, 6e6, "shells", "between 4 million and 6 million shells", "4 million to 6 million shells"),
        (1.5e6, 6e6, "shells", "between 1.5 million and 6.0 million shells", "1.5 million to 6.0 million shells"),
        (9e5, 1.5e6, "shells", "between 900,000 and 1,500,000 shells", "900,000 to 1,500,000 shells"),
        (40, 50, "percent", "between 40 and 50 percent", "40 to 50 percent"),
        (0.5, 1, "times", "between 0.5 and 1 time", "0.5 to 1 time"),
    ],
)
def test_a_stated_range_prints_the_ends_it_states_as_a_computed_one_does(low, high, unit, text, span):
    phrase = quote(low, "between", unit, upper=high)
    assert (phrase.text, phrase.range) == (text, span)


def test_the_ends_of_an_exact_computed_figure_are_its_number():
    # 147.4 and 147.6 percent, rounded once: not down to one side and up to the other
    for number, printed in ((1.474, "147 percent"), (1.476, "148 percent")):
        phrase = spoken((number, number), number, "exact", "ratio")
        assert (phrase.text, phrase.low, phrase.high, phrase.range) == (printed,) * 4


@pytest.mark.parametrize(
    ("unit", "one"),
    [("entries", "1 entry"), ("times", "1 time"), ("years", "1 year"), ("workers", "1 worker"), ("shells", "1 shell")],
)
def test_one_of_a_thing_is_singular_and_two_are_not(unit, one):
    assert quote(1, "exact", unit).text == one
    assert quote(2, "exact", unit).text == f"2 {unit}"
    assert quote(11, "exact", unit).text == f"11 {unit}"


def test_the_parts_of_a_phrase_stand_alone():
    phrase = spoken((1101.75, INF), None, "at_least", "entries")
    assert (phrase.number, phrase.low, phrase.high) == ("1,101", "1,101 entries", "open")
    phrase = spoken((-INF, 12119.25), None, "up_to", "entries")
    assert (phrase.number, phrase.low, phrase.high) == ("12,120", "open", "12,120 entries")
    phrase = spoken((0.0085297, 0.0091179), 0.008814, "about", "ratio")
    assert (phrase.number, phrase.low, phrase.high) == ("0.88", "0.85 percent", "0.92 percent")
    phrase = spoken((5, 9), None, "between", "entries")
    assert (phrase.number, phrase.text) == ("5 to 9", "between 5 and 9 entries")


def test_a_quoted_limit_is_up_to_and_a_computed_one_is_at_most():
    assert quote(12, "up_to", "times").text.startswith("up to ")
    assert spoken((0, 12), None, "up_to", "times").text.startswith("at most ")


def test_what_is_not_defined_says_so():
    phrase = spoken(None, None, "at_least", "years", missing="never, at this growth")
    assert phrase.text == phrase.number == phrase.range == "never, at this growth"
    assert spoken(None, None, "exact", "years").text == "not defined"


@pytest.mark.parametrize("number", [9.995, 0.0999999, 999999.6, 99.95, 0.9999, 1e6 - 1e-7, 9.9999999999, 1e6, 100.0])
@pytest.mark.parametrize("unit", ["workers", "times", "ratio"])
def test_numbers_around_powers_of_ten_are_rounded_outwards_and_not_far(number, unit):
    factor = 100 if unit == "ratio" else 1
    ceiling = parsed(spoken((0, number), None, "up_to", unit).high) / factor
    floor = parsed(spoken((number, INF), None, "at_least", unit).low) / factor
    near = parsed(spoken((number, number), number, "exact", unit).text) / factor
    step = 1 if unit == "workers" and number >= 1 else number / 100
    assert number * (1 - 1e-9) <= ceiling <= number + step * (1 + 1e-9)
    assert number - step * (1 + 1e-9) <= floor <= number * (1 + 1e-9)
    assert abs(near - number) <= step * (0.5 + 1e-6)


def test_digits_around_powers_of_ten_by_hand():
    assert spoken((999_999.6, INF), None, "at_least", "workers").text == "at least 999,999 workers"
    assert spoken((0, 999_999.6), None, "up_to", "workers").text == "at most 1,000,000 workers"
    assert spoken((0, 0.0999999), None, "up_to", "ratio").text == "at most 10.00 percent"
    assert spoken((9.995, INF), None, "at_least", "times").text == "at least 9.99 times"
    # a hair below one has the digits of one
    assert spoken((0, 1 - 1e-13), None, "up_to", "times").text == "at most 1.00 times"
    # a round million is in words from the first on
    assert quote(1e6, "at_least", "workers").text == "at least 1 million workers"
    # 0.1 + 0.2 is a hair above 0.3 and must not become 0.301
    assert spoken((0, 0.1 + 0.2), None, "up_to", "times").text == "at most 0.300 times"


# --- any interval -----------------------------------------------------------------------------------


def _intervals(count: int):
    """Seeded intervals of every size and kind: (low, high, central, bound)."""
    dice = random.Random(20250101)
    for _ in range(count):
        size = 10 ** dice.uniform(-6, 8)
        low = size * dice.uniform(-1, 1)
        high = low + size * 10 ** dice.uniform(-4, 1)
        yield dice.choice(
            [
                (low, high, (low + high) / 2, "about"),
                (low, high, None, "between"),
                (low, INF, None, "at_least"),
                (-INF, high, None, "up_to"),
                (0.0, abs(high), None, "up_to"),
                (abs(low), INF, None, "at_least"),
                (low, low, low, "exact"),
            ]
        )


@pytest.mark.parametrize("unit", ["entries", "workers", "times", "ratio", "percent", "years"])
def test_the_printed_range_holds_the_computed_one_and_little_more(unit):
    factor = 100 if unit == "ratio" else 1
    for low, high, central, bound in _intervals(300):
        phrase = spoken((low, high), central, bound, unit)
        sure = 1e-9 * max(abs(low) if math.isfinite(low) else 0, abs(high) if math.isfinite(high) else 0)
        width = high - low
        if low == high:
            size = abs(low)
            room = max(0.5 if unit in ("entries", "workers") and size >= 1 else 0, size / 200) + sure
            assert abs(parsed(phrase.text) / factor - central) <= room, phrase
            assert phrase.range == phrase.text
            continue
        if bound in ("up_to", "at_least"):
            end = high if bound == "up_to" else low
            room = max(1, abs(end) / 100)
        else:
            room = width / 2
        if math.isfinite(low):
            printed = parsed(phrase.low) / factor
            assert printed <= low + sure, (phrase, low)
            assert printed >= low - room - sure, (phrase, low)
            assert bound == "up_to" or parsed(phrase.range) / factor == printed
        else:
            assert phrase.low == "open"
            assert phrase.range.startswith("at most ")
        if math.isfinite(high):
            printed = parsed(phrase.high) / factor
            assert printed >= high - sure, (phrase, high)
            assert printed <= high + room + sure, (phrase, high)
            if bound == "up_to":
                assert phrase.range == phrase.text
            elif math.isfinite(low) and " to " in phrase.range:
                assert parsed(phrase.range.split(" to ")[1]) / factor == printed
        else:
            assert phrase.high == "open"
            assert phrase.range.startswith("at least ")
        if bound == "about":
            assert phrase.text.startswith("about ")
            assert abs(parsed(phrase.number) / factor - central) <= width / 4 + sure, (phrase, central)


def test_a_quoted_range_is_printed_in_full():
    """Half of the last stated digit either way needs one digit more, and no rounding."""
    dice = random.Random(7)
    for _ in range(300):
        precision = 10.0 ** dice.randint(-3, 6)
        value = precision * dice.randint(1, 5000)
        phrase = quote(value, "about", "workers", precision)
        assert parsed(phrase.number) == pytest.approx(value, rel=1e-12)
        assert parsed(phrase.low) == pytest.approx(value - precision / 2, rel=1e-12)
        assert parsed(phrase.high) == pytest.approx(value + precision / 2, rel=1e-12)


@pytest.mark.parametrize(
    "value", [1, 12, 0.9, 1117, 13221, 999_999, 1_000_000, 1_234_567, 1_500_000, 2_000_000, 35_000_000]
)
@pytest.mark.parametrize("bound", ["exact", "up_to", "at_least"])
def test_a_quoted_count_is_printed_in_full(value, bound):
    phrase = quote(value, bound, "workers")
    assert parsed(phrase.number) == value
    assert phrase.text.startswith({"exact": phrase.number, "up_to": "up to ", "at_least": "at least "}[bound])


# --- faults that were found once --------------------------------------------------------------------


@pytest.mark.parametrize(("value", "precision"), [(1_550_000, 50_000), (1_525_000, 25_000), (1.5, 0.25)])
def test_any_precision_keeps_the_digits_of_the_figure(value, precision):
    phrase = quote(value, "about", "workers", precision)
    assert parsed(phrase.number) == value
    assert parsed(phrase.low) <= value - precision / 2
    assert parsed(phrase.high) >= value + precision / 2


def test_a_large_quoted_limit_may_have_decimals():
    assert "1,500,000.5" in quote(1_500_000.5, "at_least", "workers").text


def test_very_large_counts_are_rounded_outwards_too():
    assert parsed(spoken((1_234_567_890.6, INF), None, "at_least", "entries").low) <= 1_234_567_890.6


# --- axes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1, "1"),
        (0.05, "0.05"),
        (0.8814, "0.881"),
        (113.456, "113"),
        (13221, "13,200"),
        (1e6, "1 million"),
        (2.2e6, "2.2 million"),
    ],
)
def test_an_axis_has_three_digits_at_most(number, text):
    assert axis_number(number) == text

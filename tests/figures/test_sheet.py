"""Words know how wide they are, scales where a number lies, and a sheet where its panels stand."""

from dataclasses import dataclass

import pytest

from helpers.figures.sheet import (
    SPACE,
    WIDTHS,
    Line,
    Scale,
    compose,
    fit,
    height_of,
    scale_of,
    text_width,
    width_of,
    wrapped,
)


def test_words_are_as_wide_as_their_type():
    # a letter M of DejaVu Sans is 1767 of 2048 units wide, and of its bold 2038
    assert text_width("M", 10) == pytest.approx(10 * 1767 / 2048, abs=0.1)
    assert text_width("M", 10, bold=True) == pytest.approx(10 * 2038 / 2048, abs=0.1)
    assert text_width("MM", 20) == pytest.approx(40 * 1767 / 2048, abs=0.2)


def test_letters_that_the_font_lacks_are_measured_and_nothing_complains():
    assert text_width("북한 🚀") > 0  # a warning would be an error here, and stand in a cell of a notebook


def test_lines_break_between_words_and_within_one_only_where_they_must():
    width = text_width("one two")
    assert wrapped("one two three", width) == ["one two", "three"]
    assert wrapped("one two", width) == ["one two"]
    assert wrapped("one\N{NO-BREAK SPACE}two one", width + 1) == ["one\N{NO-BREAK SPACE}two", "one"]
    cut = wrapped("W" * 12, text_width("WWWWW") + 1)
    assert cut == ["WWWWW", "WWWWW", "WW"]


def test_lines_below_each_other_add_up():
    lines = fit([Line("one two", size=10), Line("three", size=20)], text_width("three", 20))
    assert [line.text for line in lines] == ["one two", "three"]
    assert height_of(lines) == pytest.approx(1.22 * 30)
    assert width_of(lines) == text_width("three", 20)
    assert width_of([]) == 0


@pytest.mark.parametrize(
    ("scale", "number", "share"),
    [
        (Scale(0, 200), 50, 0.25),
        (Scale(-100, 100), 0, 0.5),
        (Scale(0, 8), 66, 1),
        (Scale(1, 10_000, True), 100, 0.5),
        (Scale(1, 10_000, True), 0, 0),
    ],
)
def test_a_number_has_its_place_on_a_scale(scale, number, share):
    assert scale.share(number) == pytest.approx(share)


def test_ticks_are_round_numbers_that_stand_apart():
    assert Scale(0, 100).ticks(400) == ([0, 20, 40, 60, 80, 100], ["0", "20", "40", "60", "80", "100"])
    assert Scale(1, 10**7, True).ticks(1000)[1][-2:] == ["1 million", "10 million"]
    numbers, words = Scale(1, 10**7, True).ticks(130)
    assert numbers == [1, 1000, 10**6]  # two decades are 37 points, half of 10,000 and of 1 million 36
    assert words == ["1", "1,000", "1 million"]


def test_a_scale_runs_from_zero_or_between_what_is_given():
    assert (scale_of([40, 100, float("nan")], None, False)) == Scale(0, 105)
    assert (scale_of([-20, 100], None, False)) == Scale(-21, 105)
    assert scale_of([5], (1, 2), False) == Scale(1, 2)
    assert scale_of([], None, False) == Scale(0, 1)
    assert scale_of([0], None, False) == Scale(0, 1)
    assert scale_of([0, 40, 900], None, True) == Scale(10, 1000, True)


@dataclass
class Box:
    """A panel that remembers where it was drawn."""

    width: float
    height: float

    def draw(self, sheet, left, top):
        self.at = (left, top)
        return sheet.axes(left, top, self.width, self.height)


def test_two_panels_stand_beside_or_below_each_other():
    one, other = Box(300, 100), Box(196, 60)
    wide = compose([one, other], narrow=False)
    assert tuple(wide.get_size_inches() * 72) == pytest.approx((WIDTHS["wide"], 100))
    assert (one.at, other.at) == ((0, 0), (300 + SPACE, 40))  # on one foot
    narrow = compose([one, other], narrow=True)
    assert tuple(narrow.get_size_inches() * 72) == pytest.approx((WIDTHS["narrow"], 160 + SPACE))
    assert (one.at, other.at) == ((0, 0), (0, 100 + SPACE))

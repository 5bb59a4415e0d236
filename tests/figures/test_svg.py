"""A drawing as text: its marks as numbers, its colours by name."""

import re

import pytest

from helpers.figures.palette import CLAIM
from helpers.figures.sheet import Sheet
from helpers.figures.svg import marks_of, svg_of


@pytest.fixture
def sheet():
    sheet = Sheet(200, 100)
    axes = sheet.axes(20, 10, 150, 80)
    axes.barh([3], [2.123456], color=CLAIM)
    axes.scatter([1], [2])
    axes.plot([0, 1], [5, 5])
    axes.text(0, 0, "7.123456 of them")
    axes.set(xlim=(0, 4), ylim=(0, 9), xlabel="apples")
    return sheet


def test_marks_are_read_back_to_five_digits(sheet):
    marks = marks_of(sheet.canvas)
    assert marks["bars"] == [[0, 2.6, 2.1235, 0.8]]
    assert (marks["points"], marks["lines"]) == ([[1, 2]], [[[0, 1], [5, 5]]])
    assert (marks["words"], marks["label"]) == (["7.123456 of them"], "apples")
    assert marks["limits"] == [[0, 4], [0, 9]]
    assert "detail" not in marks


def test_a_second_panel_is_the_detail(sheet):
    sheet.axes(0, 0, 10, 10).set_xlabel("pears")
    assert marks_of(sheet.canvas)["detail"]["label"] == "pears"


def test_the_text_names_its_colours_and_shortens_coordinates_but_no_words(sheet):
    text = svg_of(sheet.canvas, "one")
    assert text.startswith("<svg")
    assert f"var(--chart-claim, {CLAIM})" in text
    assert "7.123456 of them" in text
    assert "#ffffff" not in text  # the ground of the page is seen through it
    assert not re.search(r"<[^>]*\d\.\d{3,}[^>]*>", text)
    assert svg_of(sheet.canvas, "one") == text
    assert svg_of(sheet.canvas, "two") != text


def test_letters_that_the_font_lacks_are_left_to_the_page(sheet):
    sheet.canvas.axes[0].text(1, 1, "북한 🚀")
    assert "북한 🚀" in svg_of(sheet.canvas, "one")

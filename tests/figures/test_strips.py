"""A row's number stands where there is room for it, and what lies across rows is named at the top."""

import itertools

import pytest

from helpers.figures.sheet import Line, Scale, compose
from helpers.figures.strips import Strip, StripPanel, Zone

NUMBER = Line("about 5,000", bold=True)


def strip(begin=10.0, end=20.0, words="a row", number=(NUMBER,), **more):
    return Strip(
        (Line(words),), tuple(number), (begin, end), lambda axes, at: axes.plot([begin, end], [at, at]), **more
    )


def panel(*strips, narrow=False, **more):
    return StripPanel(strips, Scale(0, 100), "apples", 259.0 if narrow else 518.0, narrow, **more)


def place_of(canvas, words):
    """Where words stand, in points from the left upper corner of the axes."""
    (axes,) = canvas.axes
    text = next(text for text in axes.texts if text.get_text() == words)
    return text.get_position(), text.get_ha()


def test_a_number_stands_right_of_its_mark_else_left_else_above():
    made = panel(strip(10, 20), strip(60, 98), strip(2, 99), strip(0, 50))
    canvas = compose([made], narrow=False)
    (axes,) = canvas.axes
    texts = [text for text in axes.texts if text.get_text() == NUMBER.text]
    assert [text.get_ha() for text in texts] == ["left", "right", "left", "left"]
    width = made.right - made.left
    starts = [text.get_position()[0] for text in texts]
    assert starts[0] == pytest.approx(0.20 * width + 8)
    assert starts[1] == pytest.approx(0.60 * width - 8)
    assert starts[2] == pytest.approx(0.02 * width)
    rows = axes.get_yticks()
    depths = [-text.get_position()[1] for text in texts]
    assert depths[2] < rows[2] - 6  # its line ends above the mark
    assert abs(depths[0] - rows[0] - 3.6) < 0.1  # the middle of its digits is on the mark


def test_a_scale_of_bars_leaves_room_for_the_numbers_at_their_ends():
    plain, bars = panel(strip(10, 100)), panel(strip(0, 100))
    assert bars.right + 8 + NUMBER.width == pytest.approx(518)
    assert plain.right > bars.right + 50


def test_words_stand_at_the_left_and_on_a_narrow_sheet_above_unless_they_are_short():
    long = "a row of many words that says at length what it counts"
    assert (panel(strip(words=long)).aside, panel(strip(words=long), narrow=True).aside) == (True, False)
    assert panel(strip(words="2024"), narrow=True).aside
    assert panel(strip(words=long)).left > 200 > 20 > panel(strip(words=long), narrow=True).left


def test_words_alone_take_no_mark():
    alone = panel(strip(number=(), marked=False), narrow=True)
    assert alone.height < panel(strip(words="a longer row of words " * 2), narrow=True).height


def test_even_rows_are_equally_far_apart():
    rows = [strip(), strip(words="a long row " * 9), strip(2, 99), strip()]
    for narrow in (False, True):
        marks = compose([panel(*rows, narrow=narrow, even=True)], narrow).axes[0].get_yticks()
        steps = [after - before for before, after in itertools.pairwise(marks)]
        assert steps == pytest.approx([steps[0]] * 3)


def test_a_zone_is_a_band_or_a_line_with_its_words():
    band = compose([panel(strip(), zone=Zone(40, 60, "wanted"))], narrow=False).axes[0]
    assert [(bar.get_x(), bar.get_width()) for bar in band.patches] == [(40, 20)]
    assert [list(line.get_xdata()) for line in band.lines][:2] == [[40, 40], [60, 60]]
    line = compose([panel(strip(), zone=Zone(40, 40, "wanted"))], narrow=False).axes[0]
    assert not line.patches
    assert line.lines[0].get_linestyle() == "--"
    assert "wanted" in [text.get_text() for text in line.texts]


def test_what_follows_a_number_is_broken_before_a_band():
    part = Line("a fifth of all that is wanted this year", size=9)
    free, band = (panel(strip(5, 5, number=(NUMBER, part)), zone=zone) for zone in (None, Zone(30, 60, "wanted")))
    assert part.text in [text.get_text() for text in compose([free], False).axes[0].texts]
    words = [text.get_text() for text in compose([band], False).axes[0].texts]
    assert part.text not in words
    assert part.text in " ".join(words)
    assert NUMBER.text in words

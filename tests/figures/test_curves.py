"""Curves lie where their numbers are, and their words stand at their ends without lying upon each other."""

import itertools

import numpy as np
import pytest

from helpers.figures.curves import BESIDE, STROKE, TALL, Curve, CurvePanel
from helpers.figures.sheet import SMALL, Line, Scale, compose, height_of
from helpers.figures.strips import Zone

NAN = float("nan")


def curve(words, *middle):
    """A curve at 0, 1, … whose hedge is one to each side."""
    at = range(len(middle))
    return Curve(words, list(at), [each - 1 for each in middle], list(middle), [each + 1 for each in middle])


def panel(*curves, narrow=False, **more):
    along = Scale(0, max(each.at[-1] for each in curves))
    return CurvePanel(curves, along, Scale(0, 100), "trees", "apples", 259.0 if narrow else 518.0, narrow, **more)


def test_a_line_with_its_band_from_end_to_end():
    (axes,) = compose([panel(curve("few", 10, 30), curve("many", 50, 90))], narrow=False).axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[10, 30], [50, 90]]
    band = axes.collections[0].get_paths()[0].vertices
    assert {tuple(each) for each in band} >= {(0, 9), (1, 29), (0, 11), (1, 31)}
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 1), (0, 100))


def test_an_end_is_drawn_where_there_is_no_middle_and_an_open_one_runs_to_the_edge():
    at_most = Curve("at most", [0, 1], [NAN, NAN], [NAN, NAN], [20, 40])
    at_least = Curve("at least", [0, 1], [20, 40], [NAN, NAN], [NAN, NAN])
    assert (list(at_most.middle), list(at_least.middle)) == ([20, 40], [20, 40])
    (axes,) = compose([panel(at_most, at_least)], narrow=False).axes
    low, high = (each.get_paths()[0].vertices[:, 1] for each in axes.collections)
    assert (low.min(), high.max()) == (0, 100)
    (closed,) = compose([panel(curve("few", 10, 30))], narrow=False).axes
    assert axes.collections[0].get_alpha() < closed.collections[0].get_alpha() / 2


@pytest.mark.parametrize("narrow", [False, True])
def test_words_stand_at_the_end_of_their_line_and_apart(narrow):
    made = panel(
        curve("high above", 50, 80),
        curve("a few", 20, 22),
        curve("a few less", 20, 21),
        curve("none", 5, 0),
        narrow=narrow,
    )
    (axes,) = compose([made], narrow).axes
    words = [text for text in axes.texts if text.get_color() == made._words[0][0].colour]
    assert [text.get_text() for text in words] == ["high above", "a few", "a few less", "none"]
    assert {text.get_position()[0] for text in words} == {BESIDE}
    tops = [-text.get_position()[1] - 0.8 * SMALL for text in words]
    tall = TALL["narrow" if narrow else "wide"]
    line = Line("", size=SMALL).height
    assert tops[0] == pytest.approx(0.2 * tall - line / 2)  # the line ends at 80 of 100
    assert all(below - above >= line for above, below in itertools.pairwise(tops))
    assert tops[-1] + line <= tall + 0.01


def test_it_is_as_tall_as_the_words_at_its_ends():
    long = curve(
        "words that go on and on, far beyond what a phone can show beside a line of a drawing, and further", 1, 2
    )
    made = panel(*[long] * 4, narrow=True)
    assert made.tall >= height_of(line for lines in made._words for line in lines) > TALL["narrow"]


def test_strokes_stand_at_the_foot_and_a_limit_lies_across():
    made = panel(curve("one", 10, 10, 10), strokes=[0.5, 2], stroke_words="a tree", zone=Zone(40, 40, "few below 40"))
    (axes,) = compose([made], narrow=False).axes
    strokes = [line for line in axes.lines if line.get_transform() == axes.get_xaxis_transform()]
    assert [
        line.get_xdata().tolist() if isinstance(line.get_xdata(), np.ndarray) else line.get_xdata() for line in strokes
    ] == [[0.5, 0.5], [2, 2]]
    assert strokes[0].get_ydata()[1] == pytest.approx(STROKE / made.tall)
    assert any(list(line.get_ydata()) == [40, 40] for line in axes.lines)
    shown = {text.get_text() for text in axes.texts}
    assert {"few below 40", "A tree", "Trees"} <= shown
    (axes,) = compose([panel(curve("one", 10, 10), zone=Zone(30, 40, "some"))], narrow=False).axes
    assert [patch.get_y() for patch in axes.patches] == [30]

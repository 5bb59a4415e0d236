"""Two drawings are one by one rule: the same marks, words and looks, and coordinates within a twentieth of a point."""

import pytest

from helpers.notebook import drawings
from helpers.notebook.drawings import TOLERANCE, compare_drawings, is_drawing

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100pt" viewBox="0 0 100 50">
<defs><path id="m1a" d="M 1.00 2.00 L 3.00 4.00" style="stroke: #111; stroke-width: 0.80"/></defs>
<g clip-path="url(#p2b)" opacity="0.90"><use xlink:href="#m1a" x="10.00" y="4" transform="translate(5.00 6.00)"/></g>
<g transform="scale(10)"><path d="M 1.000 2.000 L 3.000 2.000" style="fill: var(--chart-part, #07452f); opacity: 0.05"/></g>
<text x="7.00" y="8.00" transform="rotate(90 7.00 8.00)">about 0.88 %</text>, they say
<path d="M 0 0 C 1 1 2 2 3 3 z" style="stroke: var(--chart-grid, #d5dae0)"/><clipPath id="p2b"/></svg>"""


def changed(old: str, new: str) -> tuple[str, ...]:
    """What is said of the drawing with one piece of it changed."""
    assert old in DRAWING
    there, back = (
        compare_drawings(*pair).differences
        for pair in ((DRAWING, DRAWING.replace(old, new)), (DRAWING.replace(old, new), DRAWING))
    )
    assert bool(there) == bool(back)
    return there


def test_the_tolerance_is_a_twentieth_of_a_point():
    assert TOLERANCE == 1 / 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("M 1.00 2.00", "M 1.04 1.96"),
        ("M 1.00 2.00", "M 1.05 2.00"),
        ('x="10.00"', 'x="10.04"'),
        ("translate(5.00", "translate(5.04"),
        ("rotate(90 7.00", "rotate(90 7.02"),
        ("M 1.000 2.000", "M 1.004 2.000"),  # ten times as large on the page
        ('width="100pt"', 'width="100.04pt"'),
        ("m1a", "m9f"),  # matplotlib names a mark by a digest of its coordinates
        ("p2b", "p77"),
        ('opacity="0.90"', 'opacity="0.9"'),
        ("M 1.00 2.00 L", "M 1.0,2 L"),
        ("stroke: #111; stroke-width: 0.80", "stroke-width:0.8;stroke:#111"),
    ],
)
def test_another_spelling_and_a_step_that_no_eye_sees_are_let_through(old, new):
    assert changed(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("M 1.00 2.00", "M 1.06 2.00", "the #111 line at 1.0, 2.0: moved by 0.06 points"),
        ("L 3.00 4.00", "L 3.00 5.00", "the #111 line at 1.0, 2.0: moved by 1.00 points"),
        ('x="10.00"', 'x="11.02"', "the dot at 15.0, 10.0: moved by 1.02 points"),
        # the shift of the group and that of the mark are one step on the page: 0.04 and 0.04
        ('x="10.00" y="4" transform="translate(5.00', 'x="10.04" y="4" transform="translate(5.04', "moved by 0.08"),
        ("M 1.000 2.000", "M 1.006 2.000", "the part line at 10.0, 20.0: moved by 0.06 points"),
        ("scale(10)", "scale(10.1)", "the part line at 10.0, 20.0: turned or stretched"),
        ("rotate(90 ", "rotate(89.99 ", "the words 'about 0.88 %': turned or stretched"),
        ('viewBox="0 0 100 50"', 'viewBox="0 0 100 51"', "the svg at 100.0, 0.0: moved by 1.00 points"),
        ("C 1 1 2 2 3 3", "L 1 1 L 2 2 L 3 3", "the grid shape at 0.0, 0.0: shape MCz -> MLLLz"),
        (" z", "", "shape MCz -> MC"),
        ("0.88 %", "0.89 %", "the words 'about 0.88 %': words 'about 0.88 %' -> 'about 0.89 %'"),
        (", they say", ", you say", "words ', they say' -> ', you say'"),
        ('opacity="0.90"', 'opacity="0.88"', "the group: opacity 0.90 -> 0.88"),
        ("opacity: 0.05", "opacity: 0", "the part line at 10.0, 20.0: opacity 0.05 -> 0"),
        (' opacity="0.90"', "", "the group: opacity 0.90 -> none given"),
        ("#111", "#112", "the #111 line at 1.0, 2.0: stroke #111 -> #112"),
        ("#111", "#1e2", "stroke #111 -> #1e2"),
        ("--chart-grid", "--chart-limit", "stroke var(--chart-grid, #d5dae0) -> var(--chart-limit, #d5dae0)"),
        ("stroke-width: 0.80", "stroke-width: 0.81", "stroke-width 0.80 -> 0.81"),
        ("stroke-width: 0.80", "stroke-width: 0.80em", "stroke-width 0.80 -> 0.80em"),
        ('xlink:href="#m1a"', 'xlink:href="#p2b"', "href #mark-"),
        ('x="10.00"', 'x="nowhere"', "the dot at 15.0, 10.0: shape none -> "),
        ('clip-path="url(#p2b)" ', "", "the group: clip-path url(#mark-"),
    ],
)
def test_all_else_of_a_drawing_is_exact_and_named_by_its_mark(old, new, said):
    (line,) = changed(old, new)
    assert said in line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<clipPath", "<rect width='3'/><clipPath", "the box at 0.0, 0.0: was not there"),
        (
            '<path d="M 0 0 C 1 1 2 2 3 3 z" style="stroke: var(--chart-grid, #d5dae0)"/>',
            "",
            "the grid shape at 0.0, 0.0: gone",
        ),
    ],
)
def test_a_mark_that_came_or_went_is_named_and_no_other(old, new, said):
    assert old in DRAWING
    assert compare_drawings(DRAWING, DRAWING.replace(old, new)).differences == (said,)


@pytest.mark.parametrize(
    ("given", "in_full"),
    [
        ("<text x='7'>a</text>", "<text x='7' y='0'>a</text>"),
        ("<text y='7'>a</text>", "<text x='0' y='7'>a</text>"),
        ("<rect width='9'/>", "<rect x='0' y='0' width='9' height='0'/>"),
        ("<rect height='9'/>", "<rect x='0' y='0' width='0' height='9'/>"),
        ("<circle r='3'/>", "<circle cx='0' cy='0' r='3'/>"),
        ("<line x2='3'/>", "<line x1='0' y1='0' x2='3' y2='0'/>"),
        ("<svg width='9'/>", "<svg width='9' height='0'/>"),
        ("<svg height='9'/>", "<svg width='0' height='9'/>"),
    ],
)
def test_a_coordinate_that_is_not_given_is_nought(given, in_full):
    assert compare_drawings(f"<svg>{given}</svg>", f"<svg>{in_full}</svg>") == drawings.Comparison()


@pytest.mark.parametrize(
    "mark",
    [
        "<circle cx='{}' cy='3' r='4'/>", "<circle cx='2' cy='{}' r='4'/>", "<circle cx='2' cy='3' r='{}'/>",
        "<ellipse cx='2' cy='3' rx='{}' ry='5'/>", "<ellipse cx='2' cy='3' rx='4' ry='{}'/>",
        "<rect x='2' y='3' width='{}' height='5'/>", "<rect x='2' y='3' width='4' height='{}'/>",
        "<line x1='1' y1='2' x2='3' y2='{}'/>", "<polyline points='1 2 3 {}'/>", "<polygon points='{} 2 3 4'/>",
        "<text x='1' y='{}'>a</text>", "<svg width='{}' height='3'/>", "<svg width='3' height='{}'/>",
    ],
)  # fmt: skip
def test_a_mark_of_any_kind_is_moved_by_as_much_as_its_coordinate(mark):
    found = compare_drawings(f"<svg>{mark.format(4)}</svg>", f"<svg>{mark.format(5.5)}</svg>")
    (said,) = found.differences
    assert said.endswith(": moved by 1.50 points")
    assert found.drift == 1.5


@pytest.mark.parametrize(
    "mark",
    [
        "<rect x='{0}' width='{0}'/>", "<rect y='{0}' height='{0}'/>", "<circle cx='{0}' r='{0}'/>",
        "<ellipse cx='{0}' rx='{0}'/>", "<ellipse cy='{0}' ry='{0}'/>",
    ],
)  # fmt: skip
def test_the_far_side_of_a_mark_is_moved_by_its_place_and_its_size(mark):
    assert compare_drawings(f"<svg>{mark.format(4)}</svg>", f"<svg>{mark.format(5.5)}</svg>").drift == 3


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("<text x='{}'>a</text>", "the words 'a'"),
        ("<path d='M {} 0 L 0 9' style='stroke: var(--chart-ground, #fff); fill: var(--chart-part, #111)'/>",
         "the part line at 4.0, 0.0"),
    ],
)  # fmt: skip
def test_a_mark_is_named_by_its_words_or_by_a_colour_that_is_not_the_grounds(mark, name):
    found = compare_drawings(f"<svg>{mark.format(4)}</svg>", f"<svg>{mark.format(6)}</svg>")
    assert found.differences == (f"{name}: moved by 2.00 points",)


def test_of_many_marks_that_are_alike_only_what_came_and_went_is_told():
    many = "<rect width='9'/>" * 250
    found = compare_drawings(f"<svg><line x2='3'/>{many}</svg>", f"<svg><circle r='3'/>{many}</svg>")
    assert found.differences == ("the line at 0.0, 0.0: gone", "the circle at 0.0, 0.0: was not there")


def test_marks_in_another_order_are_another_drawing():
    first = "<svg><path d='M 0 0 L 9 9'/><rect width='9'/></svg>"
    second = "<svg><rect width='9'/><path d='M 0 0 L 9 9'/></svg>"
    assert compare_drawings(first, second).differences
    same = "<svg><rect width='9' fill='{}'/><rect width='9' fill='{}'/></svg>"
    assert len(compare_drawings(same.format("red", "blue"), same.format("blue", "red")).differences) == 2


def test_a_mark_deeper_in_a_group_is_another_drawing():
    """What stands in a group is clipped and faded with it."""
    assert compare_drawings("<svg><g/><rect/></svg>", "<svg><g><rect/></g></svg>").differences


def test_the_largest_step_of_a_coordinate_is_the_drift():
    # 0.03 of the shift, and 0.02 of the words, whose centre of rotation goes with them
    other = DRAWING.replace("translate(5.00", "translate(5.03").replace("7.00", "7.02")
    found = compare_drawings(DRAWING, other)
    assert found.differences == ()
    assert found.drift == pytest.approx(0.03)
    assert compare_drawings(DRAWING, DRAWING).drift == 0


def test_a_text_that_is_no_drawing_is_told_so():
    assert is_drawing(DRAWING)
    assert not is_drawing("about <svg")
    assert not is_drawing({"svg": 1})
    (said,) = compare_drawings(DRAWING, "<svg>").differences
    assert said.startswith("the second cannot be read as a drawing: ")


@pytest.mark.parametrize(
    ("transform", "point", "expected"),
    [
        ("translate(5)", (1, 2), (6, 2)),
        ("translate(5 7)", (1, 2), (6, 9)),
        ("scale(10)", (1, 2), (10, 20)),
        ("scale(2 3)", (1, 2), (2, 6)),
        ("matrix(1 2 3 4 5 6)", (1, 1), (1 + 3 + 5, 2 + 4 + 6)),
        ("rotate(90)", (1, 0), (0, 1)),
        ("rotate(90)", (0, 1), (-1, 0)),
        ("rotate(90 7 8)", (8, 9), (6, 9)),
        ("translate(1 0) scale(2)", (3, 3), (7, 6)),  # the last is done first
        # (2 + 5 + 11, 3 + 7 + 13) = (18, 23), and (18 + 3 * 23 + 5, 2 * 18 + 4 * 23 + 6)
        ("matrix(1 2 3 4 5 6) matrix(2 3 5 7 11 13)", (1, 1), (92, 134)),
    ],
)
def test_a_transform_puts_a_point_where_it_is_drawn(transform, point, expected):
    assert drawings._put(drawings._matrix(transform), point) == pytest.approx(expected)

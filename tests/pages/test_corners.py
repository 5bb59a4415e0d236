import ast

import pytest

from hand_made import figure
from helpers.pages.corners import corners, directions, is_arithmetic, whole

FIGURES = {
    each.id: each
    for each in (
        figure("a"),
        figure("b", low=0.0),
        figure("c", low=-1.0),
        figure("d", low=None),
        figure("rest", kind="quantity", formula="a - b", inputs=["a", "b"]),
        figure("part", kind="quantity", formula="rest / a", inputs=["rest", "a"]),
        figure("span", kind="quantity", formula="a and b", inputs=["a", "b"]),
    )
}


def ways(formula, domain=None):
    return directions(whole(formula, FIGURES), FIGURES, domain or {})


def test_computed_inputs_are_put_in_and_a_span_stands_for_itself():
    made = whole("ln(part) * span", FIGURES)
    assert ast.unparse(made.expression) == "ln((a - b) / a) * span"
    assert made.bases == ("a", "b", "span")
    with pytest.raises(KeyError):
        whole("a / nobody", FIGURES)


@pytest.mark.parametrize("formula", ["a and b", "max(a, b)", "a.b", "a ** b", "a if b else c", "ln.ln(a)", ""])
def test_what_is_more_than_arithmetic_is_known(formula):
    assert not is_arithmetic(formula)


@pytest.mark.parametrize(
    ("formula", "domain", "expected"),
    [
        ("a / b", {}, {"a": 1, "b": -1}),
        ("a - b", {}, {"a": 1, "b": -1}),
        ("part", {}, {"a": 1, "b": -1}),  # (a - b) / a = 1 - b / a: more of a leaves a greater part
        ("a * c", {}, {"a": 0, "c": 1}),  # c may be below zero, and then more of a is less
        ("a * d", {}, {"a": 0, "d": 1}),  # an open lower end may be below zero too
        ("a / (1 - b)", {}, {"a": 0, "b": 1}),
        ("a / (1 - b)", {"b": [None, 1.0]}, {"a": 1, "b": 1}),
        ("ln(a) / ln(b)", {"b": [1.0, None]}, {"a": 1, "b": 0}),  # falls with b where ln(a) is above zero
        ("-a", {}, {"a": -1}),
        ("a - a", {}, {"a": 1}),
        ("a * (10 - a)", {}, {"a": 0}),
    ],
)
def test_which_way_a_formula_goes(formula, domain, expected):
    assert ways(formula, domain) == expected


def test_the_corners_are_two_where_each_way_is_known():
    assert corners(whole("part", FIGURES), FIGURES, {}) == [{"a": "low", "b": "high"}, {"a": "high", "b": "low"}]


def test_both_ends_are_tried_where_a_way_is_not_known():
    found = corners(whole("a * c", FIGURES), FIGURES, {})
    assert sorted((each["a"], each["c"]) for each in found) == [
        ("high", "high"), ("high", "low"), ("low", "high"), ("low", "low"),
    ]  # fmt: skip
    assert len(corners(whole("a * (10 - a)", FIGURES), FIGURES, {})) == 2

import ast

import pytest

from helpers.pages.excel import settle, write


def parsed(formula):
    return ast.parse(formula, mode="eval").body


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("a - (b - a)", "A-(B-A)"),
        ("a - b - a", "A-B-A"),
        ("(a + b) * 366", "(A+B)*366"),
        ("a / (b * a)", "A/(B*A)"),
        ("a / b / a", "A/B/A"),
        ("-(a + b)", "(-(A+B))"),
        ("ln(a / b) / ln(b)", "LN(A/B)/LN(B)"),
        ("a * 1e-07", "A*1E-07"),
    ],
)
def test_a_formula_keeps_its_order(formula, written):
    assert write(parsed(formula), {"a": "A", "b": "B"}) == written


def test_a_guard_asks_a_figure_by_name_and_what_is_computed_by_its_step():
    steps = []

    def step(text):
        steps.append(text)
        return f"S{len(steps)}"

    assert write(parsed("a / b + a / (a - b)"), {"a": "A", "b": "B"}, step) == "A/IF(B=0,1E-100,B)+A/IF(S1=0,1E-100,S1)"
    assert steps == ["A-B"]
    assert write(parsed("a / 366"), {"a": "A"}, step) == "A/366"
    assert (
        write(parsed("ln(a / b)"), {"a": "A", "b": "B"}, step) == "IF(S2>1E+50,1E+100,IF(ABS(S2)<1E-50,-1E+100,LN(S2)))"
    )
    assert steps[1:] == ["A/IF(B=0,1E-100,B)"]


def test_what_is_beyond_all_counts_is_open_again():
    held = "IF(ABS(C2)>1E+50,SIGN(C2)*1E+100,IF(ABS(C2)<1E-50,0,C2))"
    assert settle("C2") == f'IF(ISNUMBER(C2),{held},"not defined")'

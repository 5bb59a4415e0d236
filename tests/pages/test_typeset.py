"""A formula's text as it is typeset: its terms in their order, its brackets where they are needed."""

import pytest
from bs4 import BeautifulSoup

from helpers.pages.typeset import typeset

NO_BREAK = "\N{NO-BREAK SPACE}"


def read(formula):
    """A typeset formula in one line: a fraction in brackets as (above/below), products joined, words spaced."""
    math = BeautifulSoup(typeset(formula), "html.parser").math
    for fraction in reversed(math.find_all("mfrac")):
        above, below = fraction.find_all(recursive=False)
        fraction.replace_with(f"[{above.get_text()}/{below.get_text()}]")
    for power in math.find_all("msup"):
        base, exponent = power.find_all(recursive=False)
        power.replace_with(f"{base.get_text()}^{exponent.get_text()}")
    return math.get_text().replace("\N{INVISIBLE TIMES}", " ").replace(NO_BREAK, "_")


@pytest.mark.parametrize(
    ("formula", "typed"),
    [
        ("people / seats", "[people/seats]"),
        ("seats_of_all - people", "seats_of_all-people"),
        ("z + y - x", "z+y-x"),
        ("a / (1 - a)", "[a/1-a]"),
        ("a - (b - c)", "a-(b-c)"),
        ("a - (b + c) / d", "a-[b+c/d]"),
        ("a - 2 * b", "a-2 b"),
        ("-a + b", "-a+b"),
        ("0.05 * seats", "0.05 seats"),
        ("ln(a / b) / ln(c)", "[ln([a/b])/ln(c)]"),
        ("a ** 2 - 1", "a^2-1"),
        ("beta + pi", "beta+pi"),
    ],
)
def test_a_formula_is_typeset_as_it_is_written(formula, typed):
    assert read(formula) == typed


def test_a_formula_says_itself_and_its_words_break_nowhere():
    math = BeautifulSoup(typeset("seats_left * share_of_all"), "html.parser").math
    assert math["aria-label"] == "seats_left * share_of_all"
    words = [word.get_text().replace(NO_BREAK, "_") for word in math.find_all("mi")]
    assert words == ["seats_left", "share_of_all"]


@pytest.mark.parametrize("formula", ["low_end and high_end", "open(a)", "a.b / c", "a if b else c"])
def test_what_is_no_arithmetic_is_code(formula):
    assert typeset(formula) == f"<code>{formula}</code>"

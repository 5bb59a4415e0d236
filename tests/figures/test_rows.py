"""What a row is once its cells hold: a claim with its range and period, a parameter with its range."""

import pytest
from pydantic import TypeAdapter, ValidationError

from helpers.figures.rows import Claim, Decimal, FewWords, GradeRow, Identifier, Label, Parameter, Period, UnitName

CLAIM = Claim("a", "a thing", 60.0, 10.0, "percent", "about", "stated", "2024", "somebody", "", "paper", "", "")


def test_a_claim_keeps_its_hedge():
    assert (CLAIM.interval.low, CLAIM.interval.high, CLAIM.central) == (55.0, 65.0, 60.0)
    bound = Claim(**{**CLAIM.__dict__, "bound": "up_to", "precision": None})
    assert (bound.interval.low, bound.interval.high, bound.central) == (0.0, 60.0, None)
    nearly = Claim(**{**CLAIM.__dict__, "bound": "nearly"})
    assert (nearly.interval.low, nearly.interval.high, nearly.central) == (55.0, 60.0, None)
    stated = Claim(**{**CLAIM.__dict__, "bound": "between", "precision": None, "upper": 70.0})
    assert (stated.interval.low, stated.interval.high, stated.central) == (60.0, 70.0, None)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024", "2024"),
        ("2024-Q1", "the first quarter of 2024"),
        ("2024-Q4", "the fourth quarter of 2024"),
        ("2024-H2", "the second half of 2024"),
        ("2024-12", "December 2024"),
        ("2024-01", "January 2024"),
    ],
)
def test_a_period_reads_as_words(period, words):
    assert Claim(**{**CLAIM.__dict__, "period": period}).period_text == words


@pytest.mark.parametrize(
    ("given", "allowed", "refused"),
    [
        ("(0, 1]", (0.001, 1), (0, 1.001, -1)),
        ("[0, 1)", (0, 0.999), (1, -0.001)),
        ("[1, 52]", (1, 52), (0.9, 53)),
        ("(0.5, 1.5)", (0.6, 1.4), (0.5, 1.5)),
    ],
)
def test_a_parameter_may_come_from_its_range(given, allowed, refused):
    parameter = Parameter("few_below", "", "ratio", given)
    assert all(map(parameter.allows, allowed))
    assert not any(map(parameter.allows, refused))


@pytest.mark.parametrize(("cell", "most"), [(Identifier, 60), (Label, 120), (UnitName, 40)])
def test_a_cell_may_have_as_many_letters_as_are_allowed_and_no_more(cell, most):
    assert TypeAdapter(cell).validate_python("a" * most) == "a" * most
    with pytest.raises(ValidationError, match=f"has {most + 1} letters, at most {most} are allowed"):
        TypeAdapter(cell).validate_python("a" * (most + 1))


def test_a_cell_is_no_page():
    assert GradeRow(id="trees", reason="a" * 600).reason == "a" * 600
    with pytest.raises(ValidationError, match="the text has 601 letters, at most 600 are allowed"):
        GradeRow(id="trees", reason="a" * 601)


@pytest.mark.parametrize("text", ["0", "0.0", "1", "0." + "0" * 17 + "1", "9" * 14 + ".9"])
def test_a_number_is_computed_with_from_the_smallest_to_the_largest(text):
    assert TypeAdapter(Decimal).validate_python(text) == text


@pytest.mark.parametrize(
    ("cell", "allowed", "refused", "rule"),
    [
        (Decimal, "0." + "0" * 17 + "1", "0." + "0" * 18 + "9", "too small to compute with"),
        (Decimal, "9" * 15, "1" + "0" * 15, "too large to compute with"),
        (Period, "1900", "1899", "out of time"),
        (Period, "2100-12", "2101-01", "out of time"),
        (FewWords, "word " * 12, "word " * 13, "has 13 words, at most 12 are allowed"),
    ],
)
def test_a_cell_is_refused_from_its_limit_on(cell, allowed, refused, rule):
    assert TypeAdapter(cell).validate_python(allowed) == allowed
    with pytest.raises(ValidationError, match=rule):
        TypeAdapter(cell).validate_python(refused)

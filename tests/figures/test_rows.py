"""What a row is once its cells hold: a claim with its range and period, a parameter with its range."""

import pytest
from pydantic import TypeAdapter, ValidationError

from helpers.figures.rows import (
    Claim,
    ClaimRow,
    Decimal,
    FewWords,
    GradeRow,
    Identifier,
    Label,
    Parameter,
    ParameterRow,
    Period,
    UnitName,
)

CLAIM = Claim("a", "a thing", 60.0, 10.0, "percent", "about", "stated", "2024", "somebody", "", "paper", "", "")


def test_a_claim_keeps_its_hedge():
    assert (CLAIM.interval.low, CLAIM.interval.high, CLAIM.central) == (55.0, 65.0, 60.0)
    bound = Claim(**{**CLAIM.__dict__, "bound": "up_to", "precision": None})
    assert (bound.interval.low, bound.interval.high, bound.central) == (0.0, 60.0, None)
    nearly = Claim(**{**CLAIM.__dict__, "bound": "nearly"})
    assert (nearly.interval.low, nearly.interval.high, nearly.central) == (55.0, 60.0, None)
    stated = Claim(**{**CLAIM.__dict__, "bound": "between", "precision": None, "upper": 70.0})
    assert (stated.interval.low, stated.interval.high, stated.central) == (60.0, 70.0, None)


def test_a_claim_is_quoted_until_an_edition_replaces_it():
    assert CLAIM.replaced is False


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


ROW = {
    "id": "a", "label": "a thing", "value": "60", "precision": "10", "unit": "percent", "bound": "about",
    "attribution": "stated", "period": "2024", "speaker": "somebody", "relayed_by": "", "source": "paper",
    "locator": "page 1", "wording": "some 60 percent",
}  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"precision": "60"},  # as large as the value
        {"value": "100", "wording": "100 percent"},
        {"bound": "between", "precision": "", "upper": "60.5"},
        {"wording": "some ٦٠ percent"},  # as its source has it
    ],
)
def test_a_row_may_go_to_the_limit(cells):
    row = ROW | cells
    assert ClaimRow(**row).model_dump(exclude_unset=True) == row


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"precision": "0"}, "a precision of 0 does not fit a value of 60"),
        ({"precision": "61"}, "a precision of 61 does not fit a value of 60"),
        ({"value": "100.5"}, "100.5 percent is more than the whole"),
        ({"bound": "between", "precision": "", "upper": "60"}, "an upper end of 60 is not above the value, 60"),
        ({"label": "thing ٦"}, "the cell holds the digit '٦'"),
    ],
)
def test_a_row_is_refused_beyond_it(cells, rule):
    with pytest.raises(ValidationError, match=rule):
        ClaimRow(**ROW | cells)


def test_a_range_of_one_number_is_none():
    row = {"id": "few", "label": "few", "unit": "ratio"}
    assert ParameterRow(**row, range="[0, 1]").range == "[0, 1]"
    with pytest.raises(ValidationError, match="holds no number"):
        ParameterRow(**row, range="[1, 1]")

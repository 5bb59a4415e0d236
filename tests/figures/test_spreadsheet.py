"""A cell that a spreadsheet would compute is told from one that it shows."""

import pytest

from helpers.figures.spreadsheet import as_cell, is_formula


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=HYPERLINK(A1)", "+1+1", "-1-1", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "-3.5 percent"],
)
def test_what_would_be_computed_has_an_apostrophe(text):
    assert is_formula(text)
    assert as_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["", "workers", "a=b", "'=1", "-3.5", "+7", "-1e-5", "\u22123 percent", -3.5, 0, None, True]
)
def test_what_is_shown_stays(value):
    assert as_cell(value) is value

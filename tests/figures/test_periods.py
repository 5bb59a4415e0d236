"""Periods lie on a true axis of time."""

import pytest

from helpers.figures.periods import Span, gaps


@pytest.mark.parametrize(
    ("period", "start", "middle", "words", "short"),
    [
        ("2024", 2024, 2024.5, ("2024", ""), "2024"),
        ("2024-H2", 2024.5, 2024.75, ("H2", "2024"), "H2 2024"),
        ("2024-Q1", 2024, 2024.125, ("Q1", "2024"), "Q1 2024"),
        ("2024-Q4", 2024.75, 2024.875, ("Q4", "2024"), "Q4 2024"),
        ("2024-12", 2024 + 11 / 12, 2024 + 23 / 24, ("Dec", "2024"), "Dec 2024"),
    ],
)
def test_a_period_begins_and_ends_where_it_does(period, start, middle, words, short):
    span = Span.read(period)
    assert (span.start, span.middle) == pytest.approx((start, middle))
    assert (span.words, span.short) == (words, short)


def test_what_is_missing_is_found_in_whatever_order():
    # of 2023-Q2 to 2024-Q3: the fourth quarter, and the second; nothing between the second and the third
    spans = [Span.read(period) for period in ("2024-Q3", "2023-Q3", "2023-Q2", "2024-Q1", "2024-Q1")]
    assert [(first.short, last.short) for first, last in gaps(spans)] == [
        ("Q4 2023", "Q4 2023"),
        ("Q2 2024", "Q2 2024"),
    ]
    assert list(gaps(spans[:1])) == list(gaps([])) == []


def test_a_period_ends_where_the_next_begins():
    ends = {"2024": 2025, "2024-H1": 2024.5, "2024-Q3": 2024.75, "2024-12": 2025}
    assert {period: Span.read(period).end for period in ends} == ends

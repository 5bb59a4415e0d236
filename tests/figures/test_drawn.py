"""A row's words as they are drawn; what the forms make of them is tested with the charts."""

import pytest

from helpers.figures.drawn import joined, line_at, parts_of, said, said_of, scale_name, source_words
from helpers.figures.figure import FigureError
from helpers.figures.palette import CONTEXT, LIMIT, MUTED


@pytest.mark.parametrize(
    ("text", "number", "unit", "shown"),
    [
        ("at least 2,000 workers", "2,000", "workers", "at least 2,000"),
        ("about 1.5 million workers", "1.5 million", "workers", "about 1.5 million"),
        ("between 3.30 and 6.62 percent", "3.30 to 6.62", "ratio", "3.30 to 6.62 percent"),
        ("60 percent", "60", "percent", "60 percent"),
        ("not defined", "not defined", "ratio", "not defined"),
    ],
)
def test_a_number_keeps_the_pages_own_form(text, number, unit, shown):
    assert said(text, number, unit) == shown


def test_shares_are_named_in_percent_once(figures):
    shares, counts = figures.like("sold_share"), figures.like("baskets")
    assert scale_name("share sold", shares) == "share sold, percent"
    assert scale_name("percent sold", shares) == "percent sold"
    assert scale_name("baskets", counts, log=True) == "baskets, logarithmic scale"


def test_who_says_a_figure_when_and_how_weakly(figures):
    assert source_words(figures.baskets_2023, "") == ("Q3 2023, the grower, grade\N{NO-BREAK SPACE}B2",)
    assert source_words(figures.baskets, "hearsay") == ("2024, the grower", "weak source: hearsay")
    assert source_words(None, "") == ()


def test_a_limit_is_drawn_in_its_kinds_colour_and_named_in_one_that_can_be_read(figures, choose):
    chosen, counted = line_at(choose(0.2), "few below"), line_at(figures.baskets_2022, "wanted")
    assert (chosen.low, chosen.high, chosen.words, chosen.text_colour) == (20, 20, "few below 20 percent", LIMIT)
    assert (counted.low, counted.high, counted.colour, counted.text_colour) == (4500, 5500, CONTEXT, MUTED)
    assert line_at(None, "") is None
    assert said_of(figures.baskets_2022) == "about 5,000"


def test_parts_are_figures_or_none_and_join_the_rows_once(figures):
    frame = figures.like("baskets_2021", "baskets_2022").assign(sold=[None, figures.baskets_2023])
    assert parts_of(frame, "sold") == [None, figures.baskets_2023]
    assert parts_of(frame, "") == [None, None]
    with pytest.raises(FigureError, match="'sold' holds 5"):
        parts_of(frame.assign(sold=5), "sold")
    whole = joined(frame, [figures.baskets_2023, figures.baskets_2021])
    assert list(whole["id"]) == ["baskets_2021", "baskets_2022", "baskets_2023"]

"""Columns: where the words of a part stand, and when time runs downwards."""

import numpy as np
import pytest

from helpers.figures.columns import Column, ColumnPanel, level, panel
from helpers.figures.palette import CONTEXT
from helpers.figures.periods import Span
from helpers.figures.sheet import compose
from helpers.figures.strips import StripPanel


def column(year: int, number: float, **more) -> Column:
    given = {"low": number, "high": number, "colour": CONTEXT} | more
    return Column(Span.read(str(year)), f"{number:,.0f}", number, **given)


def make(*columns, part="", width=518.0, narrow=False) -> ColumnPanel:
    return ColumnPanel(columns, "apples", "no figure", part, width, narrow)


def test_the_tallest_column_and_its_number_fill_the_panel():
    made = make(column(2020, 50), column(2021, 100))
    # 190 points less a line of 10 points and twice 5 of air
    assert made.scale == pytest.approx((190 - 12.2 - 10) / 100)
    assert make(column(2020, 50), column(2021, 100, high=np.inf)).scale == pytest.approx(
        (190 - 12.2 - 16) / 100
    )  # an arrow


def test_the_words_of_a_part_stand_beside_it_where_lower_columns_leave_room():
    sold = {"part": 80.0, "part_number": "80"}
    lines, place, side = make(
        column(2020, 5), column(2021, 5), column(2022, 100, **sold), part="sold at once"
    )._part_beside
    assert ([line.text for line in lines], side) == (["sold at once"], "right")  # ends at the left side of its column
    # the left side of the third column of 90 points, filled by 0.72 of it, and 4 points of air
    assert place[0] == pytest.approx(2.5 * 90 - 0.36 * 90 - 4)
    assert place[1] == pytest.approx(80 * make(column(2022, 100)).scale)
    _, place, side = make(column(2020, 100, **sold), column(2021, 5), column(2022, 5), part="sold at once")._part_beside
    assert (side, place[0]) == ("left", pytest.approx(0.5 * 90 + 0.36 * 90 + 4))
    walled = make(column(2020, 99), column(2021, 100, **sold), column(2022, 99), part="sold at once")
    assert walled._part_beside[1] is None
    assert walled.head > make(column(2020, 99)).head  # they stand below the name instead
    words = [text.get_text() for text in compose([walled], False).axes[0].texts]
    assert "sold at once" in words


def test_time_runs_downwards_only_where_words_have_no_room():
    few = [column(2020, 1e6), column(2021, 2e6)]
    many = [column(year, 1e6) for year in range(2010, 2024)]
    assert isinstance(panel(few, "", "", "", 259.0, True), ColumnPanel)
    assert isinstance(panel(many, "", "", "", 259.0, True), StripPanel)
    assert isinstance(panel([column(2020, 5), column(2022, 5)], "", "w" * 40, "", 259.0, True), StripPanel)
    assert isinstance(panel([column(2020, 5), column(2021, 5)], "", "w" * 40, "", 259.0, True), ColumnPanel)  # no gap


def test_two_panels_share_one_scale_and_one_label():
    sold = {"part": 80.0, "part_number": "80"}
    first = make(column(2020, 5), column(2021, 100, **sold), part="sold")
    second = make(column(2021, 60, part=50.0, part_number="50"), part="sold")
    one, other = level([first, second])
    assert one.scale == other.scale == first.scale
    assert (one.head, one.foot) == (other.head, other.foot)
    assert (one.part, other.part) == ("sold", "")
    low = level([first, make(column(2021, 10))])[1]  # 10 of 100 would be a tenth of the height
    assert low.scale > first.scale
    assert low.name == "apples, on a larger scale"

"""A sweep gives a row a point: the figure's own formula over other numbers, with the hedges and the words that follow."""

from dataclasses import replace

import numpy as np
import pytest

from helpers.figures.figure import FigureError, quoted
from helpers.figures.formula import formula
from helpers.figures.swept import COLUMNS, swept


@formula("sold part of the baskets", "ratio", sold=("ratio", "percent"), baskets="baskets", whole="baskets")
def sold_part(sold, baskets, whole):
    """A part of a share; of 60 percent, 10 of 100 are 0.06."""
    return sold * baskets / whole


@formula("distance from a half", "ratio", sold=("ratio", "percent"))
def distance(sold):
    """The square of it; of 60 percent 0.01."""
    return (sold - 0.5) ** 2


@pytest.fixture
def share(figures):
    """0.6 of 5,000 by 9,000, each with its hedge."""
    return sold_part(figures.sold_share, figures.baskets_2022, figures.baskets)


def test_a_row_a_point_the_last_name_varying_fastest(share):
    points = swept(share, sold_share=[60, 30], baskets_2022=[2000, 4000])
    assert list(points.columns) == ["sold_share", "baskets_2022", *COLUMNS]
    assert points[["sold_share", "baskets_2022"]].to_numpy().tolist() == [
        [60, 2000],
        [60, 4000],
        [30, 2000],
        [30, 4000],
    ]
    assert set(points["id"]) == {share.key}
    # 30 percent to the nearest ten is 25 to 35, about 2,000 is 1,500 to 2,500, about 9,000 is 8,500 to 9,500:
    # 0.3 of 2,000 by 9,000, at least 0.25 of 1,500 by 9,500, at most 0.35 of 2,500 by 8,500
    numbers = points.loc[2, ["low", "central", "high"]].tolist()
    assert numbers == [pytest.approx(375 / 9500), pytest.approx(600 / 9000), pytest.approx(875 / 8500)]
    assert points.loc[2, "text"] == "about 7 percent"
    assert points.loc[2, "range"] == "3 to 11 percent"
    assert points.loc[2, "label"] == "sold share: about 30 percent; baskets 2022: about 2,000 baskets"


def test_the_figures_own_numbers_give_the_figure(share):
    row = swept(share, sold_share=[60]).iloc[0]
    names = ("low", "central", "high", "text", "number", "range", "bound", "unit", "kind")
    assert [row[name] for name in names] == [
        getattr(share, name, None) or getattr(share.phrase, name) for name in names
    ]


def test_a_choice_is_moved_as_it_is_and_one_under_another_name_by_its_own(figures, choose):
    few = figures.trees.named("firs") * choose(0.05)
    points = swept(few, few_below=[0.1, 0.25], trees=[200])
    assert points[["low", "central", "high"]].to_numpy().tolist() == [[20] * 3, [50] * 3]  # of 200
    assert points["label"].tolist()[0] == "share of the trees below which pickers are few: 10 percent; trees: 200 trees"


def test_a_number_in_the_place_of_a_range_is_exact(figures):
    ranged = quoted(replace(figures.trees.claim, bound="between", upper=600.0), "claim", figures.home)
    assert swept(ranged / figures.baskets_2021, trees=[500]).loc[0, ["low", "high"]].tolist() == [0.25, 0.25]


def test_an_open_end_is_no_number(figures):
    points = swept(figures.baskets_2022 / figures.pickers, baskets_2022=[1000])  # by 20 pickers and more
    assert points[["low", "central"]].isna().to_numpy().tolist() == [[False, True]]
    assert points.loc[0, "bound"] == "up_to"
    assert points.loc[0, "high"] == 75  # 1,500 by 20
    points = swept(figures.trees / figures.growth, trees=[8])  # by 4 times at most
    assert points.loc[0, "low"] == 2
    assert np.isnan(points.loc[0, "high"])


def test_what_is_not_known_has_no_row_and_what_moves_nothing_is_refused(figures, share):
    nothing = swept(figures.at("baskets", 2030) / figures.trees, trees=[1, 2])
    assert (len(nothing), nothing["low"].dtype) == (0, float)
    with pytest.raises(FigureError, match=r"does not rest on sold_shares: did you mean 'sold_share'"):
        swept(share, sold_shares=[1])


def test_where_both_ends_do_not_hold_the_middle_it_is_refused_as_a_figure_is(figures):
    """55 to 65 percent lie on one side of a half, 45 to 55 on both: nearest to it is neither end."""
    far = distance(figures.sold_share)
    assert swept(far, sold_share=[70]).loc[0, "central"] == pytest.approx(0.04)
    with pytest.raises(FigureError, match="distance"):
        swept(far, sold_share=[70, 50])

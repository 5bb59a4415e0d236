"""Figures taken together: which rows stand in a group, and what is computed from them, by hand."""

import pytest

from helpers import open_report
from helpers.findings import groups


@pytest.fixture(scope="module")
def report():
    return open_report(marginal_below=0.05)


def test_the_estimates_of_the_whole_economy_leave_out_builders_and_later_years(report):
    ids = set(groups.whole_economy(report.figures)["id"])
    assert len(ids) == 6
    assert not ids & {"shortage", "shortage_2030", "construction_short", "construction_short_target"}


def test_what_could_hide_work_is_what_other_purposes_leave(report):
    # 13,221 less crews 1,648, private 286, transit 234, tourism 53, official 15
    assert groups.hidden_work(report.figures).central == 13_221 - 1_648 - 286 - 234 - 53 - 15 == 10_985


def test_the_builders_range_has_both_ends(report):
    share = groups.covered_construction(report.figures)
    assert (share.low, share.high) == pytest.approx((13_221 / 400_000, 13_221 / 200_000))
    assert share.central is None
    kept = groups.pay_kept_between(report.figures)  # 100 and 200 of 750 to 850 dollars
    assert (kept.low, kept.high) == pytest.approx((100 / 850, 200 / 750))


def test_the_largest_number_spoken_of(report):
    assert groups.inflow_planned(report.figures).central == pytest.approx(50_000 / 1_500_000)
    builders = groups.builders_planned(report.figures)
    # "50 thousand" to the nearest ten thousand, of 200,000 to 400,000
    assert (builders.low, builders.high) == pytest.approx((45_000 / 400_000, 55_000 / 200_000))


def test_the_counts_follow_the_figures(report):
    assert groups.estimates_count(report).central == 6
    assert groups.estimates_marginal(report).central == 6
    assert groups.estimates_agreeing(report).central == 3  # 1.5, 1.5 and "about 2" million
    strict = open_report(marginal_below=0.006)
    # 13,221 of 2.6 and 4.8 million stay below 0.6 percent; of 2.15 to 2.25 million 0.588 to 0.615 percent do not
    assert groups.estimates_marginal(strict).central == 2

"""Figures taken together: which rows stand in a group, and what is computed from them, by hand."""

from dataclasses import replace

import pytest

from helpers import open_report
from helpers.findings import groups
from helpers.findings.roles import by_border


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
    strict = open_report(marginal_below=0.006)
    # 13,221 of 2.6 and 4.8 million stay below 0.6 percent; of 2.15 to 2.25 million 0.588 to 0.615 percent do not
    assert groups.estimates_marginal(strict).central == 2


def test_the_first_and_the_last_of_the_estimates(report):
    ids = [each.id for each in groups.first_and_last(groups.whole_economy(report.figures))]
    assert ids == ["shortage_economy", "shortage_workers"]  # of 2023 and of December 2024


@pytest.mark.parametrize(
    ("entrants", "whole"),
    [
        ({}, "entrants"),
        ({"entrants": 20_000}, "entries_2024"),
        ({"entrants": "trips_2024"}, "entrants"),  # a figure of the service too
    ],
)
def test_quarters_and_purposes_are_parts_of_what_the_border_service_counted(report_of, entrants, whole):
    figures = report_of(entrants).figures
    assert by_border(figures).key == whole
    if whole == "entries_2024":
        assert groups.last_quarter(figures).central == 13_221 - 812 - 1_696 - 5_263
        assert groups.hidden_work(figures).central == 10_985
        assert groups.hidden_share(figures).central == pytest.approx(10_985 / 13_221)
        assert [each.key for each in (groups.last_quarter(figures), groups.hidden_share(figures))] == [
            "fourth_quarter", "could_work_share",
        ]  # fmt: skip


def test_who_counted_is_said_of_each_who_did():
    def said(replaced):
        return groups.about_the_counts(open_report("../data", replaced).figures)

    ours = {"value": 20_000, "period": "2025"}
    assert said({}) == "All of these counts go back to one body, the {entries_2019.speaker}, whoever printed them."
    assert said({"entrants": {"row": "entries_2025_q1", "bound": "at_least", "period": "2025"}}) == said({})
    assert said({"entrants": ours, "growth_multiple": "unknown", "student_visas": "unknown"}) == (
        "The count of {entrants.period} is by {entrants.speaker}; those before it go back to the {entries_2019.speaker}."
    )


def test_the_last_quarter_of_the_year_before_has_a_name_without_a_year(report):
    last = groups.last_quarter_before(report.figures)
    assert (last.key, last.central) == ("fourth_quarter_before", 1_117 - 153 - 213 - 365)


def test_an_input_that_no_line_tells_is_not_varied():
    choices = {"share_working": 1.0, "entries_per_person": 1.0}
    changes = groups.sensitivity(open_report(**choices))
    assert [(base.id, *ends) for base, *ends in changes.values()] == [
        ("shortage", 4_800_000, 1_500_000), ("entries_per_person", 2, 1), ("share_working", pytest.approx(10_985 / 13_221), 1),
    ]  # fmt: skip
    later = groups.sensitivity(open_report(replaced={"entrants": {"value": 9000, "period": "2030"}}, **choices))
    assert [base.id for base, *_ in later.values()] == ["shortage", "entries_per_person"]


def test_what_is_said_of_estimates_lines_and_crews_holds_for_others(report):
    figures, later = report.figures, open_report(replaced={"entrants": {"value": 9000, "period": "2030"}}).figures
    assert groups.about_the_shells(figures).startswith(
        "The figure of the article and that of an unnamed official are one"
    )
    other = open_report(replaced={"artillery_wsj": {"value": 50, "bound": "about", "precision": 10}}).figures
    assert groups.about_the_shells(other).startswith("Estimates of different months are set beside each other")
    assert "{purposes_total}" in groups.about_the_lines(figures.at("education", 2024, "Q1"))
    assert groups.about_the_lines(later.at("education", 2030)) == "Not every line of the border table is known."
    assert groups.about_the_crews(figures.at("transport", 2024)).endswith(": {crews} were declared as transport work.")
    assert groups.about_the_crews(later.at("transport", 2030)) == "Not every entry is a builder's."


# --- by hand, from the rows alone -------------------------------------------------------------------


def test_each_quarter_has_its_time_and_the_last_is_what_the_year_leaves(report):
    quarters = groups.quarters(report.figures)
    assert list(quarters["time"]) == [
        *(f"{year}-Q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)), "2025-Q1"
    ]  # fmt: skip
    # 1,117 - 153 - 213 - 365 = 386 and 13,221 - 812 - 1,696 - 5,263 = 5,450
    assert list(quarters["central"]) == [153, 213, 365, 386, 812, 1696, 5263, 5450, 300]
    study = [each.central if each is not None else None for each in quarters["education"]]
    assert study == [None] * 4 + [38, 332, 3765, 3752, 3]  # 7,887 - 38 - 332 - 3,765 = 3,752


def test_the_turn_of_a_year_is_the_last_one_of_which_both_quarters_were_counted(report, report_of):
    last, after = groups.at_the_turn(report.figures)
    assert (last.central, after.key) == (13_221 - 812 - 1_696 - 5_263, "entries_2025_q1")
    students = {"student_visas": "unknown"}
    of_2025 = report_of({"entrants": {"value": 250, "bound": "at_least", "period": "2025"}} | students).figures
    assert groups.last_quarter(of_2025).is_unknown
    last, after = groups.at_the_turn(of_2025)  # of 2024, by the border service's own total, and 2025
    assert (last.central, after.key) == (13_221 - 812 - 1_696 - 5_263, "entries_2025_q1")
    of_2030 = report_of({"entrants": {"value": 250, "bound": "exact", "period": "2030"}} | students).figures
    assert [each.is_unknown for each in groups.at_the_turn(of_2030)] == [True, True]
    assert groups.at_the_turn(of_2030)[1].key == "entries_2031_q1"  # its own, where neither year was counted


def test_the_years_up_to_the_stated_one_have_its_entries_for_education(report):
    years = groups.history(report.figures)
    # about 21,000 in 2019, and none counted in 2020
    assert list(years["central"]) == [21_000, 69, 223, 1_117, 13_221]
    assert [each and each.central for each in years["education"]] == [None, None, None, None, 7_887]


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        ("", ""),
        ("A1", ""),
        ("C3", ""),
        ("C4", "doubtful"),
        ("D2", "not usually reliable"),
        ("E5", "not usually reliable"),
    ],
)
def test_a_source_is_weak_by_its_grade(report, grade, words):
    figure = report.figures.shortage_hse
    assert groups.weak_words(replace(figure, claim=replace(figure.claim, grade=grade))) == words


@pytest.mark.parametrize(
    ("counts", "least"),
    [
        ({"entries_2024": {"value": 13_221, "bound": "exact"}}, 10_985 / 13_221),
        ({"transport_2024": 13_221}, 0),  # with other purposes more than all
        ({"entries_2024": {"value": 13_221, "bound": "up_to"}}, 0),
    ],
)
def test_the_least_that_could_hide_work_is_a_share(report_of, counts, least):
    # where the stated number is not the border service's, its own counts
    figures = report_of({"entrants": 99_999, **counts}).figures
    assert groups.least_working(figures) == pytest.approx(least)


def test_no_estimate_of_the_shells_stands_beside_itself(report, report_of):
    ids = ["artillery_share", "artillery_half", "artillery_wsj", "artillery_2025"]
    assert list(groups.shares_of_shells(report.figures)["id"]) == ids
    assert list(groups.shares_of_shells(report_of({"artillery_share": "artillery_2025"}).figures)["id"]) == ids[:3]


def test_the_share_runs_across_the_estimates_from_the_largest_to_the_smallest(report):
    across = groups.covered_across(report.figures)
    assert (across.low, across.high) == pytest.approx((13_221 / 4_800_000, 13_221 / 1_500_000))
    shares = groups.ladder_of_shares(report.figures)
    assert list(shares["group"]) == ["Not in construction alone"] * 7 + ["In construction"] * 2
    # FinExpertiza through a channel and the university through others are graded D, the housing target is doubtful
    assert [bool(words) for words in shares["weak"]] == [False, False, False, True, False, True, False, False, True]


def test_builders_are_set_beside_those_missing(report):
    shares = groups.builders(report.figures)["share"]
    ends = [(each.low, each.high) for each in shares]
    assert ends[1] == pytest.approx((13_221 / 400_000, 13_221 / 200_000))
    assert ends[3] == pytest.approx((20_000 / 400_000, 50_000 / 200_000))
    assert ends[4] == pytest.approx((0, 50_000 / 200_000))


def test_north_koreans_are_few_beside_other_foreigners(report):
    registered, trips, patents = groups.beside_foreigners(report.figures).figures
    assert registered.central == pytest.approx(27_417 / 4_284_181)
    assert trips.high == pytest.approx(13_221 / 16_700_000)  # of at least so many
    assert patents.central == pytest.approx(13_221 / 2_100_000)


def test_pay_is_beside_each_yardstick_in_roubles(report):
    # 800 x 96.1021 = 76,881.68
    centres = [76_881.68 / wage for wage in (106_481, 87_952, 56_433)]
    assert list(groups.pay_beside_wages(report.figures)["central"]) == pytest.approx(centres)


def test_shells_sent_are_a_fifth_to_nearly_all_of_those_fired(report):
    share = groups.shells_share_between(report.figures)
    assert (share.low, share.high) == pytest.approx((3_500_000 / 366 / 44_500, 3_500_000 / 366 / 10_000))


def test_measures_of_the_shortage_stand_beside_those_before_the_invasion(report):
    grown = groups.since_the_invasion(report.figures)["central"]
    assert list(grown) == pytest.approx([2 / 2.2, 7.6 / 3.7, 47 / 26, 4.3 / 2.3])


def test_each_inflow_has_the_count_it_is_of(report):
    shares = groups.inflow_shares(report.figures)
    assert [each.id for each in shares["counted"]] == ["entrants", *groups.inflows(report.figures)["id"]]
    assert shares["central"].iloc[0] == pytest.approx(13_221 / 1_500_000)

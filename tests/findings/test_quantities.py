"""Every formula against hand arithmetic, as numbers, columns and symbols, and the figures they give of the article's.

No expected value below was printed by the code: each stands beside the arithmetic that gives it.
"""

from __future__ import annotations

import doctest
import math

import numpy as np
import pytest
import sympy

from helpers.findings import groups, quantities

OPEN = None
TO_1E9 = {"rel": 1e-9, "abs": 1e-12}
FORMULAS = {name: each for name, each in vars(quantities).items() if hasattr(each, "declared")}


def agree(figure, low, central, high) -> bool:
    """Whether a figure has these bounds, None where open, to 1e-9."""
    pairs = [(figure.low, low), (figure.central, central), (figure.high, high)]
    return all((a is None) == (b is None) and (a is None or a == pytest.approx(b, **TO_1E9)) for a, b in pairs)


# --- each formula by itself -------------------------------------------------------------------------

#: Other numbers than the examples in the docstrings, so small that they are worked in the head.
BY_HAND = {
    "previous_entrants": ([100, 8], 12.5),
    "entrants_increase": ([100, 30], 70),
    "growth_rate": ([3.5], 2.5),
    "growth_observed": ([90, 60], 1.5),
    "share_of_2019": ([30, 120], 0.25),
    "fourth_quarter": ([100, 10, 20, 40], 30),
    "next_quarter_ratio": ([6, 24], 0.25),
    "student_visa_share": ([30, 80], 0.375),
    "other_entrants": ([80, 30], 50),
    "purposes_total": ([1, 20, 300, 4000, 50_000, 600_000, 7_000_000], 7_654_321),
    "purposes_gap": ([100, 97], 3),
    "education_second_half_share": ([100, 10, 25], 0.65),
    "entries_per_student": ([90, 12], 7.5),
    "could_work": ([1_111_111, 1, 10, 100, 1000, 10_000], 1_100_000),
    "could_work_share": ([60, 80], 0.75),
    "shortage_covered": ([30, 120], 0.25),
    "shortage_remaining": ([120, 30], 90),
    "growth_to_cover": ([120, 30], 4),
    "years_to_cover": ([100_000, 100, 10], 3),  # tenfold three times
    "entrants_to_matter": ([0.125, 800], 100),
    "shortage_to_matter": ([100, 0.125], 800),
    "shortage_covered_assumed": ([800, 0.5, 4, 1000], 0.1),  # 400 workers, who entered four times each
    "shortage_of_labour_force": ([3, 60], 0.05),
    "shells_per_other_shell": ([0.75], 3),
    "pay_kept": ([90, 120], 0.75),
    "times_grown": ([9, 6], 1.5),
    "year_beginning": ([4], 5),
    "shells_share": ([732_000, 4000], 0.5),  # 366 days of 4,000 are 1,464,000
    "pay_beside_wage": ([100, 90, 18_000], 0.5),
    "cost_of_output": ([1.5, 3], 0.5),
    "visas_of_entries": ([30, 40], 0.75),
    "share_of_all": ([3, 60], 0.05),
}


def test_every_formula_is_worked_by_hand_and_has_an_example_that_runs():
    assert set(BY_HAND) == set(FORMULAS)
    assert all(">>>" in each.__doc__ for each in FORMULAS.values())
    run = doctest.testmod(quantities)
    assert (run.failed, run.attempted) == (0, len(FORMULAS))


@pytest.mark.parametrize("name", BY_HAND)
def test_a_formula_gives_the_hand_worked_number_for_numbers_columns_and_symbols(name):
    numbers, expected = BY_HAND[name]
    assert float(FORMULAS[name](*numbers)) == pytest.approx(expected, rel=1e-12)
    columns = [np.array([number, number], float) for number in numbers]
    assert FORMULAS[name](*columns).tolist() == pytest.approx([expected, expected], rel=1e-12)
    symbols = sympy.symbols(f"x:{len(numbers)}", positive=True)
    expression = FORMULAS[name](*symbols)
    assert expression.free_symbols == set(symbols)
    assert float(expression.subs(dict(zip(symbols, numbers, strict=True)))) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_scales_as_its_unit_does(name):
    """Seven times the people, or the money: a count grows sevenfold, and a ratio, a multiple or a time stays."""
    declared, (numbers, expected) = FORMULAS[name].declared, BY_HAND[name]
    pure = {"ratio", "percent", "times", "years", "RUB per USD"}  # of two kinds of money both grow
    factors = [1 if pure & set(units) else 7 for units in declared.takes.values()]
    scaled = FORMULAS[name](*[number * factor for number, factor in zip(numbers, factors, strict=True)])
    grows = declared.unit in ("entries", "workers")
    assert float(scaled) == pytest.approx(expected * (7 if grows else 1), rel=1e-12)


def test_the_years_to_cover_are_those_that_compounding_takes():
    for shortage, entrants, growth in ((1_500_000, 13_221, 12), (500.0, 1000.0, 3.0), (7e6, 2.0, 1.01)):
        years = float(quantities.years_to_cover(shortage, entrants, growth))
        assert entrants * growth**years == pytest.approx(shortage, rel=1e-9)


# --- the article's own figures ----------------------------------------------------------------------


def quantity(name: str, report):
    """A quantity of the report, its formula called with the figures that its id speaks of."""
    f, q = report.figures, quantities
    previous = q.previous_entrants(f.entrants, f.growth_multiple)
    last = q.fourth_quarter(f.entrants, f.entries_2024_q1, f.entries_2024_q2, f.entries_2024_q3)
    observed = q.growth_observed(f.entrants, f.entries_2023)
    made = {
        "previous_entrants": lambda: previous,
        "entrants_increase": lambda: q.entrants_increase(f.entrants, previous),
        "growth_rate": lambda: q.growth_rate(f.growth_multiple),
        "student_visa_share": lambda: q.student_visa_share(f.student_visas, f.entrants),
        "other_entrants": lambda: q.other_entrants(f.entrants, f.student_visas),
        "shortage_covered": lambda: q.shortage_covered(f.entrants, f.shortage),
        "shortage_covered_students": lambda: q.shortage_covered(f.student_visas, f.shortage),
        "shortage_remaining": lambda: q.shortage_remaining(f.shortage, f.entrants),
        "growth_to_cover": lambda: q.growth_to_cover(f.shortage, f.entrants),
        "years_to_cover": lambda: q.years_to_cover(f.shortage, f.entrants, f.growth_multiple),
        "years_at_growth_observed": lambda: q.years_to_cover(f.shortage, f.entrants, observed),
        "entrants_to_matter": lambda: q.entrants_to_matter(report.marginal_below, f.shortage),
        "shortage_to_matter": lambda: q.shortage_to_matter(f.entrants, report.marginal_below),
        "shortage_covered_assumed": lambda: q.shortage_covered_assumed(
            f.entrants, report.share_working, report.entries_per_person, f.shortage
        ),
        "shells_per_other_shell": lambda: q.shells_per_other_shell(f.artillery_share),
        "could_work": lambda: groups.hidden_work(f),
        "could_work_share": lambda: groups.hidden_share(f),
        "fourth_quarter": lambda: last,
        "next_quarter_ratio": lambda: q.next_quarter_ratio(f.entries_2025_q1, last),
        "growth_observed": lambda: observed,
        "covered_construction": lambda: groups.covered_construction(f),
        "inflow_planned_total": lambda: groups.inflow_planned(f),
        "builders_planned_total": lambda: groups.builders_planned(f),
        "pay_kept": lambda: groups.pay_kept_between(f),
        "could_work_covered": lambda: q.shortage_covered(groups.hidden_work(f), f.shortage),
        "posts_vacant_grown": lambda: q.times_grown(f.vacancy_rate_2024, f.vacancy_rate_2020),
        "containers_grown": lambda: q.times_grown(f.containers_2024_12, f.containers_2024_06),
        "year_beginning": lambda: q.year_beginning(f.war_years),
        "shells_share": lambda: q.shells_share(f.shells_zelensky_2024, f.fired_per_day_2024_08),
        "pay_of_mean": lambda: q.pay_beside_wage(f.pay_worker, f.rate_2024_10, f.mean_wage_2024),
        "cost_of_output": lambda: q.cost_of_output(f.cost_same_khusnullin, f.productivity_khusnullin),
        "visas_of_entries": lambda: q.visas_of_entries(f.student_visas_2024, f.entrants),
        "registered_share": lambda: q.share_of_all(f.registrations_2016, f.registrations_all_2016),
        "entries_of_trips": lambda: q.share_of_all(f.entrants, f.trips_all_2024),
    }  # fmt: skip
    return made[name]() if name in made else f[name]


ARTICLE = {
    # id: low, central, high
    "entrants": (13221, 13221, 13221),
    # 13,221 / 12 = 1,101.75; any smaller multiple leaves more, without end
    "previous_entrants": (1101.75, OPEN, OPEN),
    # 13,221 - 1,101.75 = 12,119.25 at the most
    "entrants_increase": (OPEN, OPEN, 12119.25),
    # 12 - 1 = 11 at the most; 0 - 1 = -1 at the least
    "growth_rate": (-1, OPEN, 11),
    # 7,887 / 13,221: 13,221 x 0.5965509416836 = 7,887.0000000
    "student_visa_share": (0.596550941683685, 0.596550941683685, 0.596550941683685),
    # 13,221 - 7,887
    "other_entrants": (5334, 5334, 5334),
    # 13,221 / 1,550,000, / 1,500,000, / 1,450,000
    "shortage_covered": (0.0085296774193548, 0.008814, 0.0091179310344828),
    # 7,887 / 1,550,000, / 1,500,000, / 1,450,000
    "shortage_covered_students": (0.0050883870967742, 0.005258, 0.0054393103448276),
    # 1,450,000 - 13,221 and so on
    "shortage_remaining": (1_436_779, 1_486_779, 1_536_779),
    # 1,450,000 / 13,221, 1,500,000 / 13,221, 1,550,000 / 13,221
    "growth_to_cover": (109.6740034793132, 113.4558656682550, 117.2377278571969),
    # ln 109.6740034793 / ln 12 = 4.69751281 / 2.48490665 at the least; a smaller multiple takes longer, without end
    "years_to_cover": (1.8904180409704438, OPEN, OPEN),
    # 0.05 x 1,450,000, x 1,500,000, x 1,550,000
    "entrants_to_matter": (72_500, 75_000, 77_500),
    # 0.55 / 0.45 = 11 / 9, 0.6 / 0.4 = 3 / 2, 0.65 / 0.35 = 13 / 7
    "shells_per_other_shell": (1.2222222222222222, 1.5, 1.8571428571428572),
    # beyond the contract: 13,221 - 812 - 1,696 - 5,263
    "fourth_quarter": (5450, 5450, 5450),
    # 250, 300 and 350 by 5,450
    "next_quarter_ratio": (0.0458715596330275, 0.0550458715596330, 0.0642201834862385),
    # 13,221 / 1,117: 1,117 x 11.8361683079678 = 13,221.0000000
    "growth_observed": (11.836168307967771, 11.836168307967771, 11.836168307967771),
    # 13,221 - 1,648 - 286 - 234 - 53 - 15
    "could_work": (10_985, 10_985, 10_985),
    # 10,985 / 13,221
    "could_work_share": (0.8308751229105211, 0.8308751229105211, 0.8308751229105211),
    # 10,985 / 1,550,000, / 1,500,000, / 1,450,000
    "could_work_covered": (0.0070870967741935, 0.0073233333333333, 0.0075758620689655),
    # 13,221 by 400,000 at the most, and by 200,000 at the least
    "covered_construction": (0.0330525, OPEN, 0.066105),
    # 45,000 / 1,550,000, 50,000 / 1,500,000, 55,000 / 1,450,000
    "inflow_planned_total": (0.0290322580645161, 0.0333333333333333, 0.0379310344827586),
    # 45,000 by 400,000 at the most, and 55,000 by 200,000 at the least
    "builders_planned_total": (0.1125, OPEN, 0.275),
    # 100 of at most 850, and 200 of at least 750
    "pay_kept": (0.1176470588235294, OPEN, 0.2666666666666667),
    # percentages are ratios there: 7.55, 7.6 and 7.65 by 3.75, 3.7 and 3.65
    "posts_vacant_grown": (7.55 / 3.75, 7.6 / 3.7, 7.65 / 3.65),
    # 15,000 to 25,000 beside 10,000 or any more
    "containers_grown": (0, OPEN, 2.5),
    # three are over
    "year_beginning": (4, 4, 4),
    # 2024 had 366 days: 44,450, 44,500 and 44,550 a day are 16,268,700, 16,287,000 and 16,305,300
    "shells_share": (3_450_000 / 16_305_300, 3_500_000 / 16_287_000, 3_550_000 / 16_268_700),
    # 750, 800 and 850 dollars are 72,076.575, 76,881.68 and 81,686.785 roubles
    "pay_of_mean": (72_076.575 / 87_952, 76_881.68 / 87_952, 81_686.785 / 87_952),
    # 1.05 by two at the most; any productivity above that costs less
    "cost_of_output": (0, OPEN, 0.525),
    # 8,550, 8,600 and 8,650 by 13,221
    "visas_of_entries": (8550 / 13_221, 8600 / 13_221, 8650 / 13_221),
    # 27,417 of 4,284,181, both counts: 0.64 percent
    "registered_share": (27_417 / 4_284_181,) * 3,
    # 13,221 of 16.7 million at the most: 0.08 percent
    "entries_of_trips": (0, OPEN, 13_221 / 16_700_000),
}


@pytest.mark.parametrize("name", ARTICLE)
def test_the_articles_figures_give_what_hand_arithmetic_gives(report, name):
    made = quantity(name, report)
    assert agree(made, *ARTICLE[name]), made


# --- other figures, worked by hand ------------------------------------------------------------------


def one(bound, value, precision=None):
    """A replaced figure."""
    return {"value": value, "bound": bound} | ({"precision": precision} if precision else {})


ELSEWHERE = {
    "entrants up to 20,000, fourfold exactly, a million missing": (
        {"entrants": one("up_to", 20_000), "growth_multiple": one("exact", 4), "shortage": one("exact", 1_000_000)},
        {
            "entrants": (0, OPEN, 20_000),
            "previous_entrants": (0, OPEN, 5000),  # 20,000 / 4
            "entrants_increase": (0, OPEN, 15_000),  # 20,000 x 3/4
            "growth_rate": (3, 3, 3),
            "student_visa_share": (0.39435, OPEN, OPEN),  # 7,887 / 20,000
            "other_entrants": (-7887, OPEN, 12_113),  # 0 - 7,887; 20,000 - 7,887
            "shortage_covered": (0, OPEN, 0.02),  # 20,000 / 1,000,000
            "shortage_covered_students": (0.007887, 0.007887, 0.007887),
            "shortage_remaining": (980_000, OPEN, 1_000_000),
            "growth_to_cover": (50, OPEN, OPEN),  # 1,000,000 / 20,000
            "years_to_cover": (2.8219280948873623, OPEN, OPEN),  # ln 50 / ln 4 = 3.912023005 / 1.386294361
            "entrants_to_matter": (50_000, 50_000, 50_000),
        },
    ),
    "entrants at least 10,000, up to fivefold, about two million missing": (
        {
            "entrants": one("at_least", 10_000),
            "growth_multiple": one("up_to", 5),
            "shortage": one("about", 2_000_000, 1_000_000),
        },
        {
            "entrants": (10_000, OPEN, OPEN),
            "previous_entrants": (2000, OPEN, OPEN),  # 10,000 / 5
            "growth_rate": (-1, OPEN, 4),
            "student_visa_share": (0, OPEN, 0.7887),  # 7,887 / 10,000
            "other_entrants": (2113, OPEN, OPEN),  # 10,000 - 7,887
            "shortage_covered": (0.004, OPEN, OPEN),  # 10,000 / 2,500,000
            "shortage_covered_students": (0.0031548, 0.0039435, 0.005258),  # 7,887 / 2.5, / 2, / 1.5 million
            "shortage_remaining": (OPEN, OPEN, 2_490_000),  # 2,500,000 - 10,000
            "growth_to_cover": (0, OPEN, 250),  # 2,500,000 / 10,000
            "years_to_cover": (OPEN, OPEN, OPEN),
            "entrants_to_matter": (75_000, 100_000, 125_000),  # 0.05 x 1.5, 2, 2.5 million
        },
    ),
    "entrants about 13,000, twelvefold exactly": (
        {
            "entrants": one("about", 13_000, 1000),
            "growth_multiple": one("exact", 12),
            "shortage": one("exact", 1_300_000),
        },
        {
            "entrants": (12_500, 13_000, 13_500),
            "previous_entrants": (1041.6666666666667, 1083.3333333333333, 1125),  # twelfths
            "entrants_increase": (11458.333333333334, 11916.666666666666, 12_375),  # x 11/12, not a difference of two
            "growth_rate": (11, 11, 11),
            "student_visa_share": (0.5842222222222222, 0.6066923076923077, 0.63096),  # 7,887 / 13,500 and so on
            "other_entrants": (4613, 5113, 5613),
            "shortage_covered": (0.0096153846153846, 0.01, 0.0103846153846154),  # 125/13, 130/13, 135/13 thousandths
            "shortage_remaining": (1_286_500, 1_287_000, 1_287_500),
            "growth_to_cover": (96.2962962962963, 100, 104),  # 1,300 / 13.5, / 13, / 12.5
            # ln 96.2962963, ln 100 and ln 104, each by ln 12 = 2.484906650
            "years_to_cover": (1.8380689907988754, 1.8532568160582536, 1.8690403921361024),
            "entrants_to_matter": (65_000, 65_000, 65_000),
        },
    ),
    "growth 0.9 exactly: the shortage is never covered": (
        {"growth_multiple": one("exact", 0.9)},
        {
            "previous_entrants": (14_690, 14_690, 14_690),  # 13,221 x 10/9
            "entrants_increase": (-1469, -1469, -1469),
            "growth_rate": (-0.1, -0.1, -0.1),
            "years_to_cover": (OPEN, OPEN, OPEN),
        },
    ),
    "growth about 1, give or take a half": (
        {"growth_multiple": one("about", 1, 1)},
        {
            "previous_entrants": (8814, 13_221, 26_442),  # 13,221 / 1.5, / 1, / 0.5
            "entrants_increase": (-13_221, 0, 4407),  # 13,221 less these
            "growth_rate": (-0.5, 0, 0.5),
            # at 1.5: ln 109.6740034793 / ln 1.5 = 4.697512813 / 0.405465108; nearer to 1 it takes longer, without end
            "years_to_cover": (11.5854910002108587, OPEN, OPEN),
        },
    ),
    "at least two million missing": (
        {"shortage": one("at_least", 2_000_000)},
        {
            "shortage_covered": (0, OPEN, 0.0066105),  # 13,221 / 2,000,000
            "shortage_covered_students": (0, OPEN, 0.0039435),
            "shortage_remaining": (1_986_779, OPEN, OPEN),
            "growth_to_cover": (151.2744875576734, OPEN, OPEN),  # 2,000,000 / 13,221
            "years_to_cover": (2.0198328116037383, OPEN, OPEN),  # ln 151.2744875577 / ln 12
            "entrants_to_matter": (100_000, OPEN, OPEN),
        },
    ),
    "up to two million missing": (
        {"shortage": one("up_to", 2_000_000)},
        {
            "shortage_covered": (0.0066105, OPEN, OPEN),
            "shortage_remaining": (-13_221, OPEN, 1_986_779),  # 0 - 13,221
            "growth_to_cover": (0, OPEN, 151.2744875576734),
            "years_to_cover": (OPEN, OPEN, OPEN),  # a shortage of nothing lies without end in the past
            "entrants_to_matter": (0, OPEN, 100_000),
        },
    ),
    "fewer missing than came: the years lie behind": (
        {"shortage": one("exact", 3305.25), "growth_multiple": one("exact", 2)},
        # 3,305.25 is a quarter of 13,221: two doublings ago
        {"shortage_covered": (4, 4, 4), "years_to_cover": (-2, -2, -2), "shortage_remaining": (-9915.75,) * 3},
    ),
    "artillery at least 60 percent": (
        {"artillery_share": one("at_least", 60)},
        {"shells_per_other_shell": (1.5, OPEN, OPEN)},
    ),
    "artillery up to 75 percent": (
        {"artillery_share": one("up_to", 75)},
        {"shells_per_other_shell": (0, OPEN, 3)},  # 0.75 / 0.25
    ),
    "artillery about 90 percent": (
        {"artillery_share": one("about", 90, 10)},
        {"shells_per_other_shell": (5.666666666666667, 9, 19)},  # 0.85 / 0.15, 0.9 / 0.1, 0.95 / 0.05
    ),
    "all artillery": (
        {"artillery_share": one("exact", 100)},
        {"shells_per_other_shell": (OPEN, OPEN, OPEN)},
    ),
    "nobody came": (
        {"entrants": one("exact", 0), "student_visas": one("exact", 0), "artillery_share": one("exact", 0)},
        {
            "shortage_covered": (0, 0, 0),
            "shortage_covered_students": (0, 0, 0),
            "shortage_remaining": (1_450_000, 1_500_000, 1_550_000),
            "other_entrants": (0, 0, 0),
            "student_visa_share": (OPEN, OPEN, OPEN),
            "growth_to_cover": (OPEN, OPEN, OPEN),
            "shells_per_other_shell": (0, 0, 0),
        },
    ),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_other_figures_give_what_hand_arithmetic_gives(report_of, case):
    replaced, expected = ELSEWHERE[case]
    opened = report_of(replaced)
    wrong = {
        name: quantity(name, opened) for name, ends in expected.items() if not agree(quantity(name, opened), *ends)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("choices", "name", "expected"),
    [
        ({"marginal_below": 0.1}, "entrants_to_matter", (145_000, 150_000, 155_000)),  # a tenth of the shortage
        ({"marginal_below": 0.1}, "shortage_to_matter", (132_210, 132_210, 132_210)),  # ten times the entries
        ({"marginal_below": 0.1}, "shortage_covered", ARTICLE["shortage_covered"]),
        # a half of the entries, two a person: a quarter of each end
        (
            {"share_working": 0.5, "entries_per_person": 2},
            "shortage_covered_assumed",
            tuple(end / 4 for end in ARTICLE["shortage_covered"]),
        ),
    ],
)
def test_a_choice_moves_what_it_should(report_of, choices, name, expected):
    assert agree(quantity(name, report_of(**choices)), *expected)


@pytest.mark.parametrize(
    ("replaced", "name", "expected"),
    [
        # a claim used twice keeps its open end
        (
            {"entrants": one("at_least", 13_221), "growth_multiple": one("exact", 12)},
            "entrants_increase",
            (12119.25, OPEN, OPEN),
        ),
        ({"entrants": one("at_least", 13_221)}, "entrants_increase", (OPEN, OPEN, OPEN)),
        # 1 - 2,236 / 13,221 up to 1
        (
            {"entrants": 20_000, "entries_2024": one("at_least", 13_221)},
            "could_work_share",
            (0.830875122910521, OPEN, 1),
        ),
        # 300 by what up to 13,221 leaves after 7,771: a denominator that may be zero leaves no bound
        ({"entrants": one("up_to", 13_221), "student_visas": 0}, "next_quarter_ratio", (OPEN, OPEN, OPEN)),
        # 250, 300 and 350 by 14,000 - 7,771 = 6,229
        ({"entrants": 14_000}, "next_quarter_ratio", (250 / 6229, 300 / 6229, 350 / 6229)),
        ({"entrants": one("at_least", 13_221)}, "next_quarter_ratio", (0, OPEN, 350 / 5450)),
        # ln 109.6740034793 / ln 11.836168 = 4.697512813 / 2.471160 and so on
        ({}, "years_at_growth_observed", (1.900934155413457, 1.914653037355824, 1.927922037917307)),
        # 4,468 entries are four times 1,117; by 71,488 they are short sixteenfold: two years
        (
            {"entrants": 4468, "student_visas": 0, "shortage": one("exact", 71_488)},
            "years_at_growth_observed",
            (2, 2, 2),
        ),
    ],
)
def test_a_figure_used_twice_or_as_a_computed_denominator_is_bounded(report_of, replaced, name, expected):
    made = quantity(name, report_of(replaced))
    assert agree(made, *expected), made


def test_where_the_shortage_is_never_covered_the_words_say_so(report_of):
    for given in (one("exact", 0.9), one("exact", 1), one("up_to", 1), one("about", 0.5, 0.1)):
        made = quantity("years_to_cover", report_of({"growth_multiple": given}))
        assert (made.interval, made.text) == (None, "never, at this growth")
    assert quantity("years_to_cover", report_of({"growth_multiple": one("exact", 1.1)})).interval is not None
    # at a computed growth too: the year before had 1,117
    assert quantity("years_at_growth_observed", report_of({"entrants": 1000, "student_visas": 0})).interval is None


def test_the_central_value_lies_within_the_bounds_or_is_none(report_of):
    made = quantity("years_to_cover", report_of({"growth_multiple": one("about", 0.9, 0.4)}))  # 0.7 to 1.1
    assert made.central is None or made.central >= made.low


# --- corners are bounds only where a formula is monotone --------------------------------------------


@pytest.mark.parametrize("name", [name for name in ARTICLE if name != "entrants"])
def test_the_slope_along_each_figure_keeps_its_sign(report, name):
    """By the derivative, which the code never forms; over the hedges, and a tenth beyond them.

    Along each figure the slope may turn no sign while the others stay, whatever they are: the corners are the bounds.
    """
    made = quantity(name, report)
    spans = {}
    for base, figure in made.bases.items():
        low, high = figure.argument.low, figure.argument.high
        spans[base] = np.linspace(max(0.9 * low, 0.01), 4 * low if math.isinf(high) else 1.1 * high, 4)
    if name == "years_to_cover":
        spans["growth_multiple"] = np.linspace(1.01, 13, 4)  # the formula has no meaning below one
    grid = np.meshgrid(*spans.values(), indexing="ij")
    symbols = [sympy.Symbol(base, positive=True) for base in spans]
    expression = made.evaluate(dict(zip(spans, symbols, strict=True)))
    for axis, symbol in enumerate(symbols):
        slope = np.broadcast_to(sympy.lambdify(symbols, sympy.diff(expression, symbol))(*grid), grid[0].shape)
        assert ((slope >= 0).all(axis) | (slope <= 0).all(axis)).all(), symbol


# --- what each rests on -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "bases", "attribution"),
    [
        ("previous_entrants", ("entrants", "growth_multiple"), "stated"),
        ("entrants_increase", ("entrants", "growth_multiple"), "stated"),  # entrants enters twice, and is named once
        ("student_visa_share", ("student_visas", "entrants"), "alleged"),
        ("shortage_covered", ("entrants", "shortage"), "estimated"),
        ("shortage_covered_students", ("student_visas", "shortage"), "alleged"),
        ("years_to_cover", ("shortage", "entrants", "growth_multiple"), "estimated"),
        ("entrants_to_matter", ("marginal_below", "shortage"), "estimated"),  # a choice vouches for nothing
        ("shells_per_other_shell", ("artillery_share",), "believed"),
        ("pay_of_mean", ("pay_worker", "rate_2024_10", "mean_wage_2024"), "reported"),
        ("visas_of_entries", ("student_visas_2024", "entrants"), "reported"),
        (
            "next_quarter_ratio",
            ("entries_2025_q1", "entrants", "entries_2024_q1", "entries_2024_q2", "entries_2024_q3"),
            "stated",
        ),
    ],
)
def test_a_quantity_rests_on_quoted_and_chosen_figures_and_is_as_sure_as_the_least_sure(
    report, name, bases, attribution
):
    made = quantity(name, report)
    assert (made.rests_on, made.attribution) == (bases, attribution)


def test_attribution_never_changes_the_range(report_of):
    for word in ("stated", "reported", "estimated", "believed", "alleged"):
        made = quantity("shortage_covered", report_of({"shortage": {"value": 1_500_000, "attribution": word}}))
        assert agree(made, *ARTICLE["shortage_covered"])
        assert made.attribution == word


def test_the_formulas_have_the_domains_of_their_meaning():
    domains = {name: each.declared.domain for name, each in FORMULAS.items() if each.declared.domain}
    assert domains == {
        "years_to_cover": {"growth_multiple": (1.0, math.inf)},
        "shells_per_other_shell": {"artillery_share": (-math.inf, 1.0)},
        "next_quarter_ratio": {"fourth_quarter": (0.0, math.inf)},
    }


def test_each_formula_says_what_it_is():
    for each in FORMULAS.values():
        assert each.declared.sentence.endswith(".")
        assert each.declared.label
        assert each.declared.code.startswith("return ")

"""Every quantity against hand arithmetic, a second statement of its formula, and what its kind promises.

No expected value below was printed by the code: each stands beside the arithmetic that gives it.
"""

from __future__ import annotations

import doctest
import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import sympy

import helpers.quantities
from helpers.quantities import PARAMETERS, QUANTITIES, check_parameters, ln, names_needed, quantity, same_formula

OPEN = None
TO_1E9 = {"rel": 1e-9, "abs": 1e-12}


@pytest.fixture(scope="module")
def article(ledger_of):
    """The ledger of the article's own figures, made once."""
    return ledger_of()


def agree(value, low, central, high) -> bool:
    """Whether a value has these bounds, None where open, to 1e-9."""
    pairs = [(value.low, low), (value.central, central), (value.high, high)]
    return all((a is None) == (b is None) and (a is None or a == pytest.approx(b, **TO_1E9)) for a, b in pairs)


def test_the_examples_in_the_module_hold():
    outcome = doctest.testmod(helpers.quantities)
    assert outcome.attempted >= 20
    assert outcome.failed == 0


def test_every_formula_has_an_example_that_is_run():
    functions = {quantity.function for quantity in QUANTITIES.values()}
    assert all(">>>" in function.__doc__ for function in functions)


# --- the article's own figures ----------------------------------------------------------------------

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
}


@pytest.mark.parametrize("name", ARTICLE)
def test_the_articles_figures_give_what_the_contract_states(article, name):
    value = article[name]
    assert agree(value, *ARTICLE[name]), value


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
def test_other_figures_give_what_hand_arithmetic_gives(ledger_of, case):
    replacements, expected = ELSEWHERE[case]
    ledger = ledger_of(replacements)
    wrong = {name: ledger[name] for name, bounds in expected.items() if not agree(ledger[name], *bounds)}
    assert not wrong


def test_where_the_shortage_is_never_covered_the_words_say_so(ledger_of):
    for given in (one("exact", 0.9), one("exact", 1), one("up_to", 1), one("about", 0.5, 0.1)):
        value = ledger_of({"growth_multiple": given})["years_to_cover"]
        assert value.interval is None
        assert "never" in value.text
    assert "never" not in ledger_of({"growth_multiple": one("exact", 1.1)})["years_to_cover"].text


def test_another_threshold_moves_what_it_should(ledger_of):
    ledger = ledger_of(parameters={"marginal_below": 0.1})
    assert agree(ledger["entrants_to_matter"], 145_000, 150_000, 155_000)  # a tenth of the shortage
    assert agree(ledger["shortage_to_matter"], 132_210, 132_210, 132_210)  # ten times the entries
    assert agree(ledger["shortage_covered"], *ARTICLE["shortage_covered"])
    # half of the entries, two a person: a quarter
    ledger = ledger_of({"shortage": one("exact", 1_000_000)}, {"share_working": 0.5, "entries_per_person": 2})
    assert agree(ledger["shortage_covered_assumed"], 0.00330525, 0.00330525, 0.00330525)


@pytest.mark.parametrize(
    ("name", "growth", "low", "high"),
    [
        ("entrants_increase", one("exact", 12), 12119.25, OPEN),  # 13,221 x 11/12 or more
        ("entrants_increase", one("up_to", 12), OPEN, OPEN),
        ("could_work_share", one("exact", 12), 0.830875122910521, 1.0),  # 1 - 2,236 / 13,221 up to 1
    ],
)
def test_a_claim_used_twice_keeps_its_open_end(ledger_of, name, growth, low, high):
    value = ledger_of({"entrants": one("at_least", 13_221), "growth_multiple": growth})[name]
    assert agree(value, low, OPEN, high), value


def test_the_central_value_lies_within_the_bounds_or_is_none(ledger_of):
    value = ledger_of({"growth_multiple": one("about", 0.9, 0.4)})["years_to_cover"]  # 0.7 to 1.1
    assert value.central is None or value.central >= value.low


def test_a_denominator_that_may_be_zero_leaves_no_bound(ledger_of):
    value = ledger_of({"entrants": one("up_to", 13_221)})["next_quarter_ratio"]  # 300 / (0 to 13,221 less 7,771)
    assert value.high is None


def test_a_quotient_keeps_the_bounds_of_a_denominator_that_stays_above_zero(ledger_of):
    # 250, 300 and 350 by 14,000 - 7,771 = 6,229
    value = ledger_of({"entrants": 14_000})["next_quarter_ratio"]
    assert agree(value, 250 / 6229, 300 / 6229, 350 / 6229)


def test_a_quotient_by_at_least_so_many_is_bounded_above(ledger_of):
    value = ledger_of({"entrants": one("at_least", 13_221)})["next_quarter_ratio"]  # 350 / 5,450 at the most
    assert agree(value, 0, OPEN, 350 / 5450)


def test_a_quotient_by_less_than_nothing_has_no_central_value(ledger_of):
    assert ledger_of({"entrants": 7000})["next_quarter_ratio"].central is None  # 7,771 in three quarters alone


def test_the_years_at_a_growth_that_is_itself_computed(ledger_of, article):
    # ln 109.674, ln 113.456 and ln 117.238, each by ln (13,221 / 1,117) = ln 11.836168 = 2.471160
    assert agree(article["years_at_growth_observed"], 1.900934155413457, 1.914653037355824, 1.927922037917307)
    # 4,468 entries are four times 1,117; by 71,488 they are short sixteenfold: two years
    value = ledger_of({"entrants": 4468, "shortage": one("exact", 71_488)})["years_at_growth_observed"]
    assert agree(value, 2, 2, 2)


@pytest.mark.parametrize("entrants", [1000, 1117])
def test_at_a_computed_growth_of_one_or_less_the_shortage_is_never_covered(ledger_of, entrants):
    value = ledger_of({"entrants": entrants})["years_at_growth_observed"]  # the year before had 1,117
    assert value.interval is None
    assert value.central is None
    assert value.text == "never, at this growth"


# --- the formulas stated a second time --------------------------------------------------------------

RESTATED = {
    "previous_entrants": lambda c: c["entrants"] / c["growth_multiple"],
    "entrants_increase": lambda c: c["entrants"] * (1 - 1 / c["growth_multiple"]),
    "growth_rate": lambda c: c["growth_multiple"] - 1,
    "student_visa_share": lambda c: c["student_visas"] / c["entrants"],
    "other_entrants": lambda c: c["entrants"] - c["student_visas"],
    "shortage_covered": lambda c: c["entrants"] / c["shortage"],
    "shortage_covered_students": lambda c: c["student_visas"] / c["shortage"],
    "shortage_remaining": lambda c: c["shortage"] - c["entrants"],
    "growth_to_cover": lambda c: c["shortage"] / c["entrants"],
    "entrants_to_matter": lambda c: c["marginal_below"] * c["shortage"],
    "shells_per_other_shell": lambda c: 1 / (1 / c["artillery_share"] - 1),
    # beyond the contract
    "growth_observed": lambda c: c["entrants"] / c["entries_2023"],
    "growth_before": lambda c: c["entries_2023"] / c["entries_2022"],
    "share_of_2019": lambda c: c["entrants"] / c["entries_2019"],
    "fourth_quarter": lambda c: c["entrants"] - sum(c[f"entries_2024_q{n}"] for n in (1, 2, 3)),
    "next_quarter_ratio": lambda c: c["entries_2025_q1"] / RESTATED["fourth_quarter"](c),
    "purposes_total": lambda c: sum(c[f"{what}_2024"] for what in ["education", "business", "transport", *OTHERS]),
    "purposes_gap": lambda c: c["entrants"] - RESTATED["purposes_total"](c),
    "education_fourth_quarter": lambda c: c["education_2024"] - sum(c[f"education_2024_q{n}"] for n in (1, 2, 3)),
    "education_second_half_share": lambda c: (
        1 - (c["education_2024_q1"] + c["education_2024_q2"]) / c["education_2024"]
    ),
    "entries_per_student": lambda c: c["student_visas"] / c["students_enrolled_2024"],
    "could_work": lambda c: c["entrants"] - sum(c[f"{what}_2024"] for what in ["transport", *OTHERS]),
    "could_work_share": lambda c: RESTATED["could_work"](c) / c["entrants"],
    "shortage_covered_could_work": lambda c: RESTATED["could_work"](c) / c["shortage"],
    "shortage_to_matter": lambda c: c["entrants"] / c["marginal_below"],
    "shortage_covered_assumed": lambda c: (
        c["entrants"] * c["share_working"] / (c["entries_per_person"] * c["shortage"])
    ),
    "shortage_of_labour_force": lambda c: c["shortage"] / c["labour_force"],
    "covered_construction_short_low": lambda c: c["entrants"] / c["construction_short_low"],
    "covered_construction_short_high": lambda c: c["entrants"] / c["construction_short_high"],
    "covered_shortage_economy": lambda c: c["entrants"] / c["shortage_economy"],
    "inflow_planned_total": lambda c: c["planned_total"] / c["shortage"],
    "builders_planned_total": lambda c: c["planned_total"] / c["construction_short_high"],
    "times_planned_to_cover": lambda c: c["shortage"] / c["planned_total"],
    "shells_per_other_half": lambda c: 1 / (1 / c["artillery_half"] - 1),
    "shells_per_other_2025": lambda c: 1 / (1 / c["artillery_2025"] - 1),
    "pay_kept_low": lambda c: c["kept_low"] / c["pay_worker"],
    "pay_kept_high": lambda c: c["kept_high"] / c["pay_worker"],
}
OTHERS = ["private", "transit", "tourism", "official"]


def _fractions(ledger, shift: int) -> dict[str, Fraction]:
    """Exact figures in the formulas' own units, near those of the data and all different."""
    figures = {}
    for index, name in enumerate(sorted({base for known in QUANTITIES for base in ledger.rests_on(known)})):
        value = Fraction(ledger[name].central or ledger[name].high or ledger[name].low)
        value /= 100 if ledger[name].unit == "percent" else 1
        figures[name] = value * (1 + Fraction(shift * (index + 1), 10_007))
    return figures


@pytest.mark.parametrize("shift", [0, 1, 3])
@pytest.mark.parametrize("name", RESTATED)
def test_each_formula_equals_its_second_statement_exactly(article, name, shift):
    figures = _fractions(article, shift)
    assert article.evaluate(name, figures) == RESTATED[name](figures)


def test_the_years_to_cover_are_those_that_compounding_takes(article):
    # 100 entries that grow tenfold a year are 100,000 after three years
    years = article.evaluate("years_to_cover", {"shortage": 100_000.0, "entrants": 100.0, "growth_multiple": 10.0})
    assert years == pytest.approx(3, rel=1e-12)
    for shortage, entrants, growth in ((1_500_000, 13_221, 12), (500.0, 1000.0, 3.0), (7e6, 2.0, 1.01)):
        figures = {"shortage": shortage, "entrants": entrants, "growth_multiple": growth}
        years = float(article.evaluate("years_to_cover", figures))
        assert entrants * growth**years == pytest.approx(shortage, rel=1e-9)


def test_every_function_is_restated():
    restated = {QUANTITIES[name].function for name in RESTATED} | {QUANTITIES["years_to_cover"].function}
    assert {quantity.function for quantity in QUANTITIES.values()} == restated


# --- what each kind of quantity promises ------------------------------------------------------------


def _ranges(ledger, name) -> dict[str, tuple[float, float]]:
    """For each figure below a quantity the range to try: its hedge, with some room, inside the domain."""
    domain = {argument: ends for quantity in QUANTITIES.values() for argument, ends in quantity.domain.items()}
    ranges = {}
    for base in ledger.rests_on(name):
        argument = ledger._argument(base)
        low, high = argument.low, argument.high
        if not math.isfinite(high):
            high = low * 4
        if low == high:
            low, high = low * 0.95, high * 1.05
        low = low or high / 50
        inside = domain.get(base, (-math.inf, math.inf))
        if base.startswith("artillery"):
            inside = (-math.inf, 0.999)
        ranges[base] = (max(low, inside[0] + 0.01), min(high, inside[1] - 0.0001))
    return ranges


@pytest.mark.parametrize("name", QUANTITIES)
def test_each_quantity_is_monotone_in_each_figure_it_rests_on(article, name):
    """Else the corners of the hedges would not be its bounds."""
    ranges = _ranges(article, name)
    dice = np.random.default_rng(1)
    for base, (low, high) in ranges.items():
        column = np.linspace(low, high, 41)
        for _ in range(5):
            others = {key: dice.uniform(*ends) for key, ends in ranges.items()}
            steps = np.diff(np.broadcast_to(article.evaluate(name, {**others, base: column}), column.shape))
            slack = 1e-9 * np.abs(steps).max()
            assert (steps >= -slack).all() or (steps <= slack).all(), base


@pytest.mark.parametrize("name", QUANTITIES)
def test_counts_scale_with_the_counts_and_ratios_do_not(article, name):
    """A check of units: were a count added to a ratio, or divided by one, scaling would show it."""
    counts = {"entries", "workers", "visas", "students", "persons", "posts", "permits", "shells", "USD per month"}
    factor = 7.0
    figures, scaled = {}, {}
    for index, (base, (low, high)) in enumerate(_ranges(article, name).items()):
        figures[base] = low + (high - low) * (0.3 + 0.05 * index)
        scaled[base] = figures[base] * (factor if article[base].unit in counts else 1.0)
    before, after = float(article.evaluate(name, figures)), float(article.evaluate(name, scaled))
    unit = QUANTITIES[name].unit
    assert unit in ("entries", "workers", "ratio", "times", "years", "shells")
    grows = unit in ("entries", "workers")
    scale = max(figures[base] for base in figures) if name == "purposes_gap" else 0  # a difference near zero
    assert after == pytest.approx(before * (factor if grows else 1.0), rel=1e-9, abs=1e-9 * scale)


@pytest.mark.parametrize("name", QUANTITIES)
def test_symbols_and_columns_agree_with_numbers(article, name):
    ranges = _ranges(article, name)
    columns = {base: np.linspace(low, high, 4) for base, (low, high) in ranges.items()}
    swept = article.evaluate(name, columns)
    assert isinstance(swept, np.ndarray)
    symbols = {base: sympy.Symbol(base, positive=True) for base in ranges}
    expression = article.evaluate(name, symbols)
    assert {str(symbol) for symbol in expression.free_symbols} == set(ranges)
    for index in range(4):
        numbers = {base: float(column[index]) for base, column in columns.items()}
        number = float(article.evaluate(name, numbers))
        assert swept[index] == pytest.approx(number, rel=1e-12, abs=1e-9)
        given = {symbols[base]: value for base, value in numbers.items()}
        assert float(expression.subs(given)) == pytest.approx(number, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("case", [None, *ELSEWHERE])
def test_the_bounds_hold_every_point_inside_the_hedges(ledger_of, case):
    """500 seeded points inside the claims' intervals, for every quantity."""
    ledger = ledger_of(ELSEWHERE[case][0] if case else None)
    dice = np.random.default_rng(500)
    for name in QUANTITIES:
        interval = ledger[name].interval
        if interval is None:
            continue
        points, domain = {}, ledger.domain(name)
        for base in ledger.rests_on(name):
            argument = ledger._argument(base)
            low, high = argument.low, min(argument.high, 1e3 * (argument.low + 1))
            inside = domain.get(base, (-math.inf, math.inf))
            points[base] = np.clip(dice.uniform(low, high, 500), inside[0] + 1e-9, inside[1] - 1e-9)
        with np.errstate(all="ignore"):
            results = np.broadcast_to(ledger.evaluate(name, points), (500,))
        results = results[~np.isnan(results)]
        slack = 1e-9 * np.abs(results[np.isfinite(results)]).max(initial=1e-12)
        assert (results >= interval.low - slack).all(), name
        assert (results <= interval.high + slack).all(), name


def test_the_bounds_are_reached_and_not_only_kept(article):
    """A closed hedge's own ends give the bounds: no wider interval would pass for them."""
    checked = 0
    for name in QUANTITIES:
        ends = {base: article._argument(base) for base in article.rests_on(name)}
        if not all(article[base].bound in ("exact", "about") for base in ends):
            continue  # the hand-worked cases cover hedges with one side
        corners = itertools.product(*[(argument.low, argument.high) for argument in ends.values()])
        seen = [float(article.evaluate(name, dict(zip(ends, corner, strict=True)))) for corner in corners]
        assert min(seen) == pytest.approx(article[name].interval.low, **TO_1E9)
        assert max(seen) == pytest.approx(article[name].interval.high, **TO_1E9)
        checked += 1
    assert checked >= 40


# --- how a quantity is declared ---------------------------------------------------------------------


def test_each_quantity_is_described_and_its_formula_is_shown_in_the_ids_that_fill_it():
    for name, declared in QUANTITIES.items():
        assert declared.id == name
        assert declared.label
        assert declared.sentence.endswith(".")
        assert all(used in declared.formula for used in declared.inputs.values())
    assert QUANTITIES["shortage_covered"].formula == "entrants / shortage"
    assert QUANTITIES["shortage_covered_students"].formula == "student_visas / shortage"
    assert QUANTITIES["growth_before"].formula == "entries_2023 / entries_2022"
    assert QUANTITIES["shells_per_other_shell"].formula == "artillery_share / (1 - artillery_share)"


def test_the_domains_are_those_of_the_contract():
    assert QUANTITIES["years_to_cover"].domain == {"growth_multiple": (1.0, math.inf)}
    assert QUANTITIES["years_to_cover"].missing.startswith("never")
    assert QUANTITIES["shells_per_other_shell"].domain["artillery_share"][1] == 1.0
    assert QUANTITIES["shells_per_other_2025"].domain  # a formula used again keeps its domain


def test_the_formulas_need_the_claims_and_name_no_parameter_and_no_quantity():
    needed = names_needed()
    assert {"entrants", "shortage", "student_visas", "growth_multiple", "artillery_share"} <= needed
    assert not needed & (set(QUANTITIES) | set(PARAMETERS))


def test_a_quantity_is_declared_once():
    before = dict(QUANTITIES)
    with pytest.raises(ValueError, match="shortage_covered"):
        quantity("again", "ratio")(QUANTITIES["shortage_covered"].function)
    with pytest.raises(ValueError, match="growth_rate"):
        same_formula(QUANTITIES["shortage_covered"].function, "growth_rate", "again")
    assert before == QUANTITIES


def test_the_logarithm_takes_numbers_columns_and_symbols():
    x = sympy.Symbol("x", positive=True)
    assert ln(x) == sympy.log(x)
    assert ln(math.e**2) == pytest.approx(2)
    assert ln(np.array([1.0, math.e])) == pytest.approx([0, 1])


# --- parameters -------------------------------------------------------------------------------------


def test_the_threshold_is_a_parameter_and_five_percent_by_default():
    assert PARAMETERS["marginal_below"].default == 0.05
    assert check_parameters({name: parameter.default for name, parameter in PARAMETERS.items()}) == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"marginal_above": 0.1}, "no such parameter"),
        ({"marginal_below": "0.1"}, "not a number"),
        ({"marginal_below": True}, "not a number"),
        ({"marginal_below": None}, "not a number"),
        ({"marginal_below": math.nan}, "not a number"),
        ({"marginal_below": 0}, "out of range"),
        ({"marginal_below": -0.1}, "out of range"),
        ({"marginal_below": 1.5}, "out of range"),
        ({"share_working": 1.01}, "out of range"),
        ({"entries_per_person": 0}, "out of range"),
        ({"entries_per_person": 53}, "out of range"),
    ],
)
def test_a_bad_parameter_is_refused_by_name_with_a_remedy(given, rule):
    ((name, said, remedy),) = check_parameters(given)
    assert name in given
    assert rule in said
    assert remedy


@pytest.mark.parametrize(
    "given", [{"marginal_below": 1}, {"marginal_below": 0.001}, {"share_working": 0}, {"entries_per_person": 52}, {}]
)
def test_parameters_at_the_ends_of_their_range_are_accepted(given):
    assert check_parameters(given) == []


def test_all_bad_parameters_are_reported_together():
    assert len(check_parameters({"marginal_below": 2, "nothing": 1, "share_working": "all"})) == 3

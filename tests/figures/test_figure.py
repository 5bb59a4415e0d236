"""Arithmetic on figures: bounds by hand, a figure that enters twice, units, who vouches, what a figure rests on.

The orchard's figures: 400 trees; 8,500 to 9,500 baskets, 9,000 stated; growth up to 4; 20 pickers and more;
55 to 65 percent sold, 60 stated; none lost.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from helpers.figures.figure import FigureError, across, computed, count, rebased
from helpers.figures.formula import formula
from helpers.figures.interval import Interval
from helpers.figures.units import UnitError

OPEN = None


def ends(figure) -> tuple:
    """Low, central and high, to nine digits; None where open."""
    return tuple(None if end is None else float(f"{end:.9g}") for end in (figure.low, figure.central, figure.high))


def one(bound, value, precision=None, unit="trees", attribution="stated"):
    """A row of the orchard."""
    return (value, unit, bound, precision, attribution)


# --- by hand ------------------------------------------------------------------------------------------

BY_HAND = {
    # what is computed: low, central, high, unit, how bounded, who vouches
    "f.trees + f.trees": (800, 800, 800, "trees", "exact", "stated"),
    "f.baskets - f.baskets_2022": (3000, 4000, 5000, "baskets", "about", "estimated"),  # 8,500-5,500, 9,500-4,500
    "f.baskets / f.trees": (21.25, 22.5, 23.75, "ratio", "about", "estimated"),
    "f.trees / f.growth": (100, OPEN, OPEN, "trees", "at_least", "reported"),  # by four at the most
    "f.trees * f.growth": (0, OPEN, 1600, "trees", "up_to", "reported"),
    "f.growth * f.trees": (0, OPEN, 1600, "trees", "up_to", "reported"),
    "f.growth - 1": (-1, OPEN, 3, "times", "up_to", "reported"),
    "f.wage / f.growth": (30, OPEN, OPEN, "euros", "at_least", "reported"),
    "f.trees * f.sold_share": (220, 240, 260, "trees", "about", "believed"),  # 55, 60 and 65 percent of 400
    "1 - f.sold_share": (0.35, 0.4, 0.45, "ratio", "about", "believed"),
    "f.sold_share + f.sold_share": (1.1, 1.2, 1.3, "ratio", "about", "believed"),
    # 55/45 = 1.222222222, 60/40 = 1.5, 65/35 = 1.857142857
    "f.sold_share / (1 - f.sold_share)": (1.22222222, 1.5, 1.85714286, "ratio", "about", "believed"),
    "f.pickers * f.growth": (0, OPEN, OPEN, "pickers", "at_least", "alleged"),  # none at all, or without end
    # numbers on either side, Python's and NumPy's
    "f.trees + 100": (500, 500, 500, "trees", "exact", "stated"),
    "100 + f.trees": (500, 500, 500, "trees", "exact", "stated"),
    "f.trees - 100": (300, 300, 300, "trees", "exact", "stated"),
    "1000 - f.baskets": (-8500, -8000, -7500, "baskets", "about", "estimated"),
    "2 * f.trees": (800, 800, 800, "trees", "exact", "stated"),
    "f.trees / 2.5": (160, 160, 160, "trees", "exact", "stated"),
    "1 / f.growth": (0.25, OPEN, OPEN, "times", "at_least", "reported"),
    "np.float64(2) * f.trees": (800, 800, 800, "trees", "exact", "stated"),
    "f.trees * np.int64(2)": (800, 800, 800, "trees", "exact", "stated"),
    # a figure that enters twice enters once
    "f.baskets / f.baskets": (1, 1, 1, "ratio", "exact", "estimated"),
    "f.baskets - (f.baskets - 100)": (100, 100, 100, "baskets", "exact", "estimated"),
    "f.trees - f.trees / f.growth": (OPEN, OPEN, 300, "trees", "up_to", "reported"),  # three quarters at the most
    "f.baskets - f.baskets / 4": (6375, 6750, 7125, "baskets", "about", "estimated"),  # 3/4, not 8,500 - 2,375
    "f.pickers - f.pickers / 4": (15, OPEN, OPEN, "pickers", "at_least", "alleged"),  # infinity less infinity
    "f.pickers - f.pickers * f.sold_share": (7, OPEN, OPEN, "pickers", "at_least", "alleged"),  # 35 percent of 20
    # one by the pickers a tree, 0.05 and more: infinity by more of it
    "f.pickers / f.trees / (f.pickers / f.trees * (f.pickers / f.trees))": (0, OPEN, 20, "ratio", "up_to", "alleged"),
    "f.pickers / (f.pickers + 20)": (0.5, OPEN, 1, "ratio", "at_least", "alleged"),  # infinity by infinity
    # a computed denominator: above zero, below it, and on both sides
    "f.baskets / (f.baskets_2022 - 4000)": (5.66666667, 9, 19, "ratio", "about", "estimated"),  # by 1,500 and 500
    "f.baskets / (f.baskets_2022 - 6000)": (-19, -9, -5.66666667, "ratio", "about", "estimated"),
    "f.baskets / (f.baskets_2022 - 5000)": (OPEN, OPEN, OPEN, "ratio", "between", "estimated"),
    "f.lost / f.lost": (OPEN, OPEN, OPEN, "ratio", "at_least", "stated"),
    "f.trees / (f.lost / f.lost)": (OPEN, OPEN, OPEN, "trees", "at_least", "stated"),
    "f.trees / (f.trees - f.trees)": (OPEN, OPEN, OPEN, "ratio", "at_least", "stated"),
    # one that may be zero at its end, from 0 to 1,000 and from -1,000 to 0, leaves no bound either
    "f.baskets / (f.baskets_2022 - 4500)": (OPEN, 18, OPEN, "ratio", "about", "estimated"),
    "f.baskets / (f.baskets_2022 - 5500)": (OPEN, -18, OPEN, "ratio", "about", "estimated"),
    # nothing stays nothing, whatever it is set beside
    "f.lost / f.baskets": (0, 0, 0, "ratio", "exact", "estimated"),
    "f.lost * f.growth": (0, OPEN, 0, "baskets", "up_to", "reported"),
}  # fmt: skip


@pytest.mark.parametrize("code", BY_HAND)
def test_arithmetic_gives_the_bounds_unit_and_voucher_of_hand_arithmetic(figures, code):
    made = eval(code, {"f": figures, "np": np})
    assert (*ends(made), made.unit, made.bound, made.attribution) == BY_HAND[code]


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("f.baskets / f.trees", "baskets / trees"),
        ("(f.trees + f.trees) * 2 - f.trees", "(trees + trees) * 2 - trees"),
        ("f.trees - (f.trees - 100)", "trees - (trees - 100)"),
        ("f.trees * np.float64(2.5)", "trees * 2.5"),
        ("sum([f.baskets, f.lost])", "baskets + lost"),  # the 0 that sum() begins with is no part of it
    ],
)
def test_the_formula_is_stated_in_ids_with_the_brackets_it_needs(figures, code, formula):
    assert eval(code, {"f": figures, "np": np}).formula == formula


@pytest.mark.parametrize(
    ("numerator", "denominator", "bound"),
    [
        (one("exact", 10), one("exact", 20), "exact"),
        (one("about", 10, 1), one("exact", 20), "about"),
        (one("up_to", 10), one("exact", 20), "up_to"),
        (one("exact", 10), one("up_to", 20), "at_least"),
        (one("at_least", 10), one("about", 20, 1), "at_least"),
        (one("exact", 10), one("at_least", 20), "up_to"),
        (one("up_to", 10), one("at_least", 20), "up_to"),  # pushed one way twice
        (one("at_least", 10), one("up_to", 20), "at_least"),
    ],
)
def test_the_bound_of_a_quotient_follows_from_those_of_its_figures(figures_of, numerator, denominator, bound):
    f = figures_of({"one": numerator, "other": denominator})
    made = f.one / f.other
    assert made.bound == bound
    assert (made.central is None) == (bound not in ("exact", "about"))


@pytest.mark.parametrize("side", ["up_to", "at_least"])
def test_a_difference_that_is_pushed_both_ways_is_a_range(figures_of, side):
    f = figures_of({"one": one(side, 30), "other": one(side, 20)})
    assert (f.one - f.other).bound == "between"


EXPRESSIONS = (
    "f.baskets * (1 - f.sold_share)",
    "(f.baskets - f.baskets_2022) / f.baskets",
    "f.sold_share / (1 - f.sold_share) * f.baskets_2022",
    "f.baskets / (f.baskets_2022 + f.baskets)",
)


@pytest.mark.parametrize("code", EXPRESSIONS)
def test_the_bounds_are_the_corners_and_hold_every_point_between_them(figures, code):
    """With exact fractions: no corner outside the bounds, the extreme corners are the bounds, nor any point beyond."""
    spans = {
        "baskets": (8500, 9500),
        "baskets_2022": (4500, 5500),
        "sold_share": (Fraction(55, 100), Fraction(65, 100)),
    }
    steps = {name: [low + (high - low) * Fraction(step, 6) for step in range(7)] for name, (low, high) in spans.items()}
    made = eval(code, {"f": figures})
    reached = [
        eval(code.replace("f.", ""), dict(zip(spans, map(Fraction, point), strict=True)))
        for point in itertools.product(*steps.values())
    ]
    assert (made.low, made.high) == pytest.approx((float(min(reached)), float(max(reached))), rel=1e-12)


def made_of(call, *inputs, **more):
    """A figure in times that a call makes of others."""
    return computed(call, inputs, name="made", label="made", unit="times", formula="made", **more)


def test_what_grows_without_end_has_no_end_however_slowly(figures):
    # ln 20 = 2.99573227355, and the logarithm of any more pickers
    assert ends(made_of(np.log, figures.pickers)) == (2.99573227, OPEN, OPEN)


@pytest.mark.parametrize(
    ("domain", "expected"), [((1.0, math.inf), (2, OPEN, 3)), ((-math.inf, 1.0), (1, OPEN, 2)), ((0.5, 1.5), (1, 2, 3))]
)
def test_the_ends_of_a_domain_have_no_value(figures_of, domain, expected):
    stated = figures_of({"stated": one("about", 1, 1, "times")}).stated  # 0.5 to 1.5, 1 in the middle
    assert ends(made_of(lambda number: 2 * number, stated, domain=[(stated, domain)])) == expected


def test_a_formula_of_many_figures_is_looked_at_in_some_thousand_points_and_of_few_at_all(figures_of):
    names = [f"part_{number}" for number in range(5)]
    parts = [figures_of({name: one("about", 10, 2, "times") for name in names})[name] for name in names]
    looked = []

    def total(*numbers):
        looked.append(np.size(numbers[0]))
        return sum(numbers)

    assert ends(made_of(total, *parts[:2])) == (18, 20, 22)
    assert max(looked) == 11 * 11  # eleven places within each
    assert ends(made_of(total, *parts)) == (45, 50, 55)
    assert max(looked) == 4096


# --- over other figures -------------------------------------------------------------------------------

MOVED = {
    "baskets": one("about", 8000, 2000, "baskets"),  # 7,000 to 9,000
    "baskets_2022": one("about", 3000, 1000, "baskets"),
    "growth": one("up_to", 2, None, "times"),
    "pickers": one("at_least", 30, None, "pickers"),
    "sold_share": one("about", 50, 20, "percent"),  # 40 to 60
    "trees": one("exact", 0),
}


@pytest.mark.parametrize(
    "code",
    [
        "f.baskets - f.baskets_2022",
        "f.baskets / f.trees",  # by nothing
        "f.trees / f.trees",
        "f.trees / f.growth",
        "f.pickers / f.growth",
        "f.pickers - f.pickers / 4",
        "f.sold_share / (1 - f.sold_share)",
        "f.baskets / (f.baskets_2022 - 1000)",
        "across([f.baskets, f.baskets_2022], 'both', 'both')",
        "across([f.baskets / 2, f.pickers / 2], 'both', 'both') * f.growth",
        "made_of(np.log, f.trees)",  # which nothing has no logarithm of
        "made_of(lambda one, other: one + np.log(other), f.baskets, f.growth)",
    ],
)
def test_a_figure_moved_onto_others_is_what_it_would_be_of_them(figures, figures_of, code):
    anew, known = figures_of(MOVED), {"np": np, "across": across, "made_of": made_of}
    moved = rebased(eval(code, known | {"f": figures}), dict(anew))
    expected = eval(code, known | {"f": anew})
    assert (moved.interval, moved.central) == (expected.interval, expected.central)


def test_a_figure_that_nothing_moves_stays_the_same(figures, figures_of):
    load, wage = figures.baskets / figures.trees, figures_of({"wage": one("exact", 5, None, "euros")}).wage
    assert rebased(load, {"wage": wage}) is load
    assert rebased(load, {"baskets": figures.at("baskets", 2030)}).interval is None


def test_a_moved_figure_may_turn_within_its_hedges(figures_of):
    # x(1-x)/(1+x) falls from 60 to 80 percent, and is most at 41.4, within 40 to 60, where 0.171 and 0.15 are its ends
    at, moved = (figures_of({"share": one("about", value, 20, "percent")}).share for value in (70, 50))
    turning = rebased(at * (1 - at) / (1 + at), {"share": moved})
    assert ends(turning) == (0.15, 0.166666667, 0.171428571)


# --- what is refused ----------------------------------------------------------------------------------


def test_a_formula_that_turns_within_the_hedges_is_refused_by_name(figures_of):
    f = figures_of({"share": (50, "percent", "about", 20, "stated")})  # x(1-x) is 0.24 at 40 and 60, 0.25 at 50
    with pytest.raises(
        FigureError, match=r"share \* \(1 - share\) neither rises nor falls .* with share.*steady parts"
    ):
        f.share * (1 - f.share)
    beside = figures_of({"share": (70, "percent", "about", 20, "stated")})  # 60 to 80: falls throughout
    assert ends(beside.share * (1 - beside.share)) == (0.16, 0.21, 0.24)


@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("f.trees + f.baskets", "'trees' with 'baskets'"),
        ("f.trees - f.growth", "'trees' with 'times'"),
        ("f.trees * f.trees", "'trees' times 'trees'"),
        ("f.growth / f.trees", "'times' divided by 'trees'"),
        ("f.wage / f.trees", "'euros' divided by 'trees'"),
    ],
)
def test_units_that_do_not_go_together_are_refused_with_advice(figures, code, units):
    with pytest.raises(UnitError, match=f"{units}.*declare a formula"):
        eval(code, {"f": figures})


def test_a_number_divided_by_a_count_has_no_unit(figures):
    with pytest.raises(FigureError, match=r"divided by trees.*declare a formula"):
        1 / figures.trees


@pytest.mark.parametrize("other", [True, "two", None])
def test_what_is_no_number_does_not_enter(figures, other):
    with pytest.raises(TypeError):
        figures.trees * other


def test_float_gives_the_single_number_and_refuses_a_one_sided_figure(figures):
    assert float(figures.baskets) == 9000
    with pytest.raises(FigureError, match=r"growth is up to 4 times: it has no single number; use \.low and \.high"):
        float(figures.growth)


# --- names, inputs, bases, roots ----------------------------------------------------------------------


def test_an_unnamed_figure_has_its_formula_as_its_key(figures):
    per_tree = figures.baskets / figures.trees
    assert (per_tree.id, per_tree.key, per_tree.label) == ("", "baskets_over_trees", "baskets / trees")
    assert (1 - figures.sold_share).key == "f_1_less_sold_share"  # an id begins with a letter
    assert (2 * figures.trees).key == "f_2_times_trees"


def test_naming_gives_another_id_and_keeps_all_else(figures):
    unnamed = figures.baskets / figures.trees
    named = unnamed.named("load", "baskets a tree")
    assert (named.id, named.key, named.label) == ("load", "load", "baskets a tree")
    assert (named.interval, named.formula, named.inputs) == (unnamed.interval, unnamed.formula, unnamed.inputs)
    assert figures.trees.named("all_trees").label == figures.trees.label


def test_a_named_step_stands_in_the_formula_and_its_bases_are_still_seen_through(figures):
    kept = (figures.baskets * figures.sold_share).named("kept")
    unnamed = figures.baskets - figures.baskets * figures.sold_share
    share = kept / figures.baskets
    assert share.formula == "kept / baskets"
    assert [each.id for each in share.inputs] == ["kept", "baskets"]
    assert list(share.bases) == list(share.rests_on) == ["baskets", "sold_share"]
    assert ends(share) == (0.55, 0.6, 0.65)  # the baskets fall out
    assert [each.id for each in unnamed.inputs] == ["baskets", "sold_share"]


def test_a_quoted_figure_under_another_name_is_still_the_same_figure(figures):
    orchard = figures.baskets.named("harvest", "the harvest")
    share = orchard / figures.baskets
    assert (ends(share), share.formula) == ((1, 1, 1), "harvest / baskets")
    assert orchard.rests_on == share.rests_on == ("baskets",)


def test_figures_of_two_reports_that_differ_are_not_computed_with_each_other(figures, figures_of):
    other = figures_of({"trees": one("exact", 500)})
    with pytest.raises(FigureError, match="'trees' is 400 trees and 500 trees: figures of two reports"):
        figures.trees - other.trees
    same = figures_of({"trees": one("exact", 400)})
    assert ends(figures.trees - same.trees) == (0, 0, 0)


def test_a_formula_evaluates_over_numbers_and_columns(figures):
    rest = figures.baskets - figures.baskets * figures.sold_share
    assert rest.evaluate({"baskets": 100, "sold_share": 0.25}) == 75
    column = rest.evaluate({"baskets": np.array([100.0, 200.0]), "sold_share": 0.5})
    assert column.tolist() == [50, 100]


def test_a_choice_vouches_for_nothing_but_itself(figures, choose):
    assert (choose(0.05).attribution, choose(0.05).text) == ("chosen", "5 percent")
    assert (choose(0.05) * figures.trees).attribution == "stated"
    assert (choose(0.05) * 2).attribution == "chosen"


def test_a_count_is_exact_and_rests_on_what_was_counted(figures):
    load = (figures.baskets / figures.trees).named("load")
    tally = count("kinds", "kinds of figures", "trees", 2, figures.home, [load, figures.growth])
    assert (tally.text, tally.kind, tally.attribution, tally.interval) == (
        "2 trees",
        "tally",
        "counted",
        Interval(2, 2),
    )
    assert tally.rests_on == ("baskets", "trees", "growth")
    assert (tally.inputs, list(tally.bases)) == ((), ["kinds"])  # it is computed from none of them


def test_across_runs_from_the_least_to_the_most_middle(figures):
    # middles 9,000, 2,000 and 5,000; at least 3,000 has none, and no upper end either
    open_ended = [figures.baskets_2021, figures.baskets_2022, figures.baskets_2023]
    assert across(open_ended, "harvest", "baskets, across the reports").text == "at least 2,000 baskets"
    # and up to 8,000 has none, but both ends: nothing is the least of all
    capped = across([figures.baskets, figures.baskets_2024], "harvest", "harvest")
    assert (ends(capped), capped.text) == ((0, None, 9000), "at most 9,000 baskets")
    rounded = across([figures.baskets, figures.baskets_2022], "harvest", "harvest")  # the least is a middle, no bound
    assert (*ends(rounded), rounded.bound) == (5000, None, 9000, "between")
    counts = [figures.baskets, figures.baskets_2021, figures.baskets_2022]
    harvest = across(counts, "harvest", "baskets, across the reports")
    assert (*ends(harvest), harvest.bound, harvest.unit) == (2000, None, 9000, "between", "baskets")
    assert harvest.formula == "baskets and baskets_2021 and baskets_2022"
    assert harvest.rests_on == ("baskets", "baskets_2021", "baskets_2022")
    assert harvest.attribution == "estimated"  # of stated, reported and estimated the weakest
    with pytest.raises(FigureError, match="'baskets' is the id of a figure that it runs across"):
        across(counts, "baskets", "the same id twice")


# --- what nobody gave ---------------------------------------------------------------------------------


def test_what_rests_on_a_figure_that_is_not_known_is_not_known(figures):
    missing = figures.at("baskets", 2030)
    load = missing / figures.trees
    assert (load.is_unknown, load.interval, load.central, load.attribution) == (True, None, None, "unknown")
    assert (load.text, load.phrase.range) == ("an unknown share", "not known")
    assert (figures.baskets - missing).text == "an unknown number of baskets"
    assert figures.growth.is_unknown is False
    assert across([missing, figures.baskets_2021], "both", "both").text == "2,000 baskets"
    assert across([missing], "alone", "alone").text == "an unknown number of baskets"


def test_a_figure_is_of_a_year_only_where_it_is_quoted(figures):
    assert figures.baskets_2022.year == 2022
    with pytest.raises(FigureError, match=r"is of .+ 2023, and is set beside whole years: give it a year"):
        _ = figures.baskets_2023.year
    with pytest.raises(FigureError, match="load is not quoted"):
        _ = (figures.baskets / figures.trees).named("load").year


# --- what a person reads ------------------------------------------------------------------------------


def test_a_figure_is_read_on_a_line_with_its_range_and_what_it_rests_on(figures):
    assert repr(figures.trees) == "400 trees, stated"
    assert repr(figures.growth) == "up to 4 times, reported"
    share = figures.trees * figures.sold_share  # 220 to 260, 240 in the middle, and blurred by 20
    assert repr(share) == "about 240 trees (220 to 260 trees), rests on what is believed\n= trees * sold_share"


def test_the_period_is_that_of_a_quoted_figure_in_words(figures):
    assert figures.baskets_2023.period == "the third quarter of 2023"
    assert figures.baskets_2024.period == "December 2024"
    assert (figures.baskets_2023 * 2).period == ""


def test_a_figure_quoted_in_percent_shows_as_quoted_and_enters_as_a_ratio(figures):
    assert (*ends(figures.sold_share), figures.sold_share.unit) == (55, 60, 65, "percent")
    assert figures.sold_share.argument.low == pytest.approx(0.55)
    assert figures.sold_share.central_argument == 0.6
    assert (figures.trees.argument, figures.trees.central_argument) == (Interval(400, 400), 400)


# --- what is refused, with its remedy ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("refused", "remedy"),
    [
        (lambda figures: figures.trees / 0, "0 is no number to compute a figure with"),
        (lambda figures: figures.trees * float("nan"), "nan is no number"),
        (lambda figures: figures.trees > 5, r"use below\(figure, limit\)"),
        (lambda figures: max(figures.values()), r"use below\(figure, limit\)"),
        (lambda figures: figures.trees.named("Bad Name!"), "'Bad Name!' is not an id"),
        (lambda figures: figures.trees / figures.like("*"), "call a formula with it"),
    ],
)
def test_what_cannot_be_computed_says_what_to_do(figures, refused, remedy):
    with pytest.raises(FigureError, match=remedy):
        refused(figures)


def test_a_turning_point_near_an_end_is_seen(figures):
    """(x - c)(x - c) falls to nothing at c, a fiftieth within 55 to 65 percent, so neither corner is its lower end."""
    with pytest.raises(FigureError, match="neither rises nor falls steadily"):
        (figures.sold_share - 0.552) * (figures.sold_share - 0.552)


def test_a_turning_point_of_tiny_numbers_is_seen(figures):
    """A billionth of the same: 4e-15 at 55 percent, 9.604e-12 at 65, and nothing at 55.2."""
    with pytest.raises(FigureError, match="neither rises nor falls steadily"):
        (figures.sold_share - 0.552) * 1e-9 * (figures.sold_share - 0.552)


@pytest.mark.parametrize(
    ("code", "end", "turn"),
    [
        ("f.pickers / f.trees", (0.05, OPEN, OPEN), 0.0508),  # 20 and more of 400
        ("f.pickers / f.trees", (0.05, OPEN, OPEN), 500),
        ("1 - f.pickers / f.trees", (OPEN, OPEN, 0.95), 0.9492),
        ("1 - f.pickers / f.trees", (OPEN, OPEN, 0.95), -500),
    ],
)
def test_a_turning_point_near_the_end_of_what_is_open_and_one_far_from_it_are_seen(figures, code, end, turn):
    """(x - c)(x - c) is least at c, and each c lies within."""
    rate = across([eval(code, {"f": figures})], "rate", "a rate")
    assert ends(rate) == end
    less = rate - turn  # this is steady
    with pytest.raises(FigureError, match="neither rises nor falls steadily with rate"):
        less * less


@pytest.mark.parametrize(("least", "most"), [(-1.5e6, -0.9e6), (0.9e6, 1.5e6)])
def test_a_dent_on_either_side_of_what_has_no_end_is_seen(figures, least, most):
    """Nothing below nought, then rising without end, but for a dent around a million on one side."""

    @formula("a dented ratio", "ratio", of="ratio")
    def dented(of):
        """Less than nothing in the dent; of 2 it is 2."""
        return np.where((of > least) & (of < most), -1.0, np.maximum(of, 0.0))

    rate = across([figures.pickers / figures.trees - figures.baskets_2023 / figures.baskets_2021], "rate", "a rate")
    assert ends(rate) == (OPEN, OPEN, OPEN)
    with pytest.raises(FigureError, match="neither rises nor falls steadily with rate"):
        dented(rate)

"""Tests over figures turn where their ranges do; a rule gives the declared outcome, with the figures it was told of."""

from __future__ import annotations

import pytest

from helpers.figures.figure import FigureError, count
from helpers.figures.interval import Interval
from helpers.figures.table import table_of
from helpers.figures.verdict import (
    UNTOLD,
    Answer,
    Outcome,
    below,
    fill,
    last_digit,
    meets,
    names_used,
    once,
    part_of,
    rounds_to,
    rule,
)

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.OPEN


class Ranged:
    """What a test reads of a figure; None in place of ends where it is not defined."""

    def __init__(self, ends):
        self.interval = self.argument = Interval(*ends) if ends else None


# --- answers ------------------------------------------------------------------------------------------


def test_an_answer_turns_round_and_open_stays_open():
    assert (~YES, ~NO, ~OPEN) == (NO, YES, OPEN)
    assert (Answer(True), Answer(False), Answer(None)) == (YES, NO, OPEN)
    assert (Answer.of(2 > 1), Answer.of(1 > 2)) == (YES, NO)


# --- tests over figures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "answer"),
    [
        ((1, 2), YES),
        ((4, 4), YES),
        ((1, 5), OPEN),  # the limit itself is not below it
        ((4, 6), OPEN),
        ((5, 5), NO),
        ((5, 9), NO),
        ((6, float("inf")), NO),
        (None, OPEN),
    ],
)
def test_below_needs_the_whole_range(ends, answer, figures):
    assert below(Ranged(ends), 5) is answer
    five = count("five", "five", "trees", 5, figures.home)
    assert below(Ranged(ends), five) is answer


def test_below_compares_a_percentage_as_a_ratio(figures):
    half = figures.sold_share  # 55 to 65 percent
    assert [below(half, limit) for limit in (0.5, 0.55, 0.6, 0.66)] == [NO, NO, OPEN, YES]
    limits = [count("limit", "limit", "percent", number, figures.home) for number in (55, 60, 66)]
    assert [below(Ranged((0.55, 0.65)), limit) for limit in limits] == [NO, OPEN, YES]


@pytest.mark.parametrize(
    ("figure", "stated", "digit", "answer"),
    [
        ((11.84, 11.84), (12, 12), 1, YES),  # 11.5 to 12.5
        ((11.5, 11.5), (12, 12), 1, YES),
        ((11.49, 11.49), (12, 12), 1, NO),
        ((12.51, 13), (12, 12), 1, NO),
        ((13, 13), (12, 12), 2, YES),  # 11 to 13
        ((12.5, 12.5), (0, 12), 1, YES),
        ((12.6, 12.6), (0, 12), 1, NO),
        (None, (12, 12), 1, OPEN),
        ((12, 12), None, 1, OPEN),
    ],
)
def test_a_stated_figure_may_have_been_rounded_by_half_of_its_last_digit(figure, stated, digit, answer):
    assert rounds_to(Ranged(figure), Ranged(stated), digit) is answer


@pytest.mark.parametrize(("value", "place"), [(12, 1), (400, 1), (7.6, 0.1), (2.25, 0.01), (0.005, 0.001)])
def test_the_last_digit_of_a_quoted_figure_stands_behind_its_point_or_is_a_whole_one(figures_of, value, place):
    assert last_digit(figures_of({"stated": (value, "times", "exact", None, "stated")}).stated) == pytest.approx(place)


def test_only_a_quoted_figure_has_a_last_digit(figures):
    for figure in (figures.trees * 2, figures.at("baskets", 2030)):
        with pytest.raises(FigureError, match="is not quoted, so it has no last digit"):
            last_digit(figure)


# --- rules --------------------------------------------------------------------------------------------


@rule(
    "Are the pickers few?",
    yes=("few", "the pickers are few: {share} of the trees."),
    no=("enough", "{pickers} are enough."),
    open=(
        UNTOLD,
        "The figures cannot tell.",
    ),
    because="{pickers} in {pickers.period} are {share}.",
)
def few(share, *, pickers):
    return below(share, 0.05)


@pytest.mark.parametrize(
    ("value", "bound", "word", "holds", "text"),
    [
        (10, "exact", "few", True, "The pickers are few: 2.50 percent of the trees."),  # 10 / 400
        (40, "exact", "enough", False, "40 pickers are enough."),
        (10, "at_least", UNTOLD, None, "The figures cannot tell."),
    ],
)
def test_a_rule_gives_the_outcome_of_its_test(figures, figures_of, value, bound, word, holds, text):
    pickers = figures_of({"pickers": (value, "pickers", bound, None, "stated")}).pickers
    verdict = few(pickers / figures.trees, pickers=pickers)
    assert (verdict.id, verdict.question, verdict.outcome.word) == ("few", "Are the pickers few?", word)
    assert (verdict.holds, verdict.answer) == (holds, Answer(holds))
    assert verdict.fill(verdict.outcome.text) == text
    assert verdict.outcome.because == "{pickers} in {pickers.period} are {share}."
    assert repr(verdict).startswith(f"{text}\nBecause: ")


def test_what_is_taken_by_keyword_alone_is_printed_and_not_tested(figures):
    verdict = few(figures.pickers / figures.trees, pickers=figures.pickers)
    assert list(verdict.figures) == ["share", "pickers"]
    assert list(verdict.tested) == ["share"]
    with pytest.raises(TypeError):
        few(figures.pickers / figures.trees, figures.pickers)


def test_a_verdict_and_a_table_bring_their_figures(figures):
    @rule("Is it so?", yes=("so", "{share} of {baskets}."), no=("not", "no"), open=("open", "open"), because="So.")
    def joined(share, verdict, rows, *, baskets):
        assert verdict.answer is NO  # 20 or more of 400 are five percent or more
        return Answer.of(len(rows) == 2)

    inner = few(figures.pickers / figures.trees, pickers=figures.pickers)
    verdict = joined(figures.sold_share, inner, figures.like("baskets_202[12]"), baskets=figures.baskets)
    assert set(verdict.figures) == {"share", "pickers", "baskets_2021", "baskets_2022", "baskets"}
    assert verdict.figures["share"] is figures.sold_share  # its own, not that of the verdict it was called with
    assert set(verdict.tested) == {"share", "pickers", "baskets_2021", "baskets_2022"}


def test_a_rule_may_give_a_named_outcome_or_one_of_its_own(figures):
    many, few = Outcome("many", "{trees} are many.", holds=True), Outcome("few", "Few.", "Seen.")

    @rule("How many?", because="Counted.", many=many, few=few)
    def named(trees, key):
        return key

    @rule("How many?")
    def own(trees):
        return Outcome("so many", "There are {trees}.", "They were counted.", holds=False)

    chosen = named(figures.trees, "many")
    assert (chosen.holds, chosen.outcome.because) == (True, "Counted.")
    assert named(figures.trees, "few").outcome.because == "Seen."  # its own reason goes first
    verdict = own(figures.trees)
    assert (verdict.outcome.word, verdict.holds) == ("so many", False)
    assert verdict.fill(verdict.outcome.text) == "There are 400 trees."


@pytest.mark.parametrize("place", ["question", "sentence", "because"])
def test_a_marker_that_no_argument_fills_is_refused_where_it_is_declared(place):
    words = dict.fromkeys(("question", "sentence", "because"), "{share}") | {place: "{share} of {rows.period}"}
    with pytest.raises(TypeError, match="enough prints rows, which none of its arguments fills"):

        @rule(words["question"], yes=("yes", words["sentence"]), because=words["because"])
        def enough(share):
            return YES


# --- sentences ----------------------------------------------------------------------------------------


def test_markers_print_a_figure_its_parts_and_fields_of_its_claim(figures):
    known = {"baskets": figures.baskets, "then": figures.baskets_2023, "load": figures.baskets / figures.trees}
    assert fill("{baskets} beside {then} in {then.period}", known) == (
        "About 9,000 baskets beside at least 3,000 baskets in the third quarter of 2023"
    )
    assert fill("{then.period}: {baskets.low} to {baskets.high}", known) == (
        "The third quarter of 2023: 8,500 baskets to 9,500 baskets"
    )
    assert fill("{baskets.speaker}: {baskets.number}", known) == "The grower: 9,000"
    assert part_of(known["load"], "unit") == "ratio"  # of a computed figure itself
    assert part_of(known["load"], "period") == ""
    with pytest.raises(KeyError, match="trees"):
        fill("{trees}", known)
    with pytest.raises(AttributeError):
        fill("{baskets.colour}", known)


def test_a_range_in_brackets_is_left_out_where_the_text_says_as_much(figures):
    words = "{trees} ({trees.range}) gave {baskets} ({baskets.range})"
    assert once(words, figures) == "{trees} gave {baskets} ({baskets.range})"  # 400 trees are 400 trees


def test_the_names_of_a_template_are_listed_once_each():
    assert names_used("{trees} of {baskets.high} in {trees.period}, {Not} {1}") == ["trees", "baskets"]


def test_the_table_of_a_rule_may_hold_unnamed_figures(figures):
    @rule("Is it so?", yes=("so", "So."), because="So.")
    def so(rows):
        return YES

    verdict = so(table_of([figures.baskets / figures.trees]))
    assert list(verdict.figures) == ["baskets_over_trees"]


def test_figures_meet_where_their_ranges_have_something_in_common(figures):
    assert meets(figures.baskets, figures.baskets_2022) is Answer.NO  # 8,500 to 9,500 and 4,500 to 5,500
    assert meets(figures.baskets_2024, figures.baskets) is Answer.NO  # up to 8,000
    assert meets(figures.baskets_2023, figures.baskets) is Answer.YES  # at least 3,000
    assert (meets(figures.growth, 4.0), meets(figures.growth, 4.1)) == (Answer.YES, Answer.NO)
    unknown = figures.at("baskets", 2030)
    assert meets(unknown, 0.0) is meets(figures.baskets, unknown) is Answer.OPEN

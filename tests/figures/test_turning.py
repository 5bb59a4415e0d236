"""The smallest changes that turn a finding: solved by hand, looked for on a fine grid, and printed so that they do turn it."""

from __future__ import annotations

import functools
import itertools
import math

import numpy as np
import pytest

from helpers.figures import turning
from helpers.figures.figure import Home, across, chosen, count, quoted
from helpers.figures.formula import formula, ln
from helpers.figures.interval import Interval
from helpers.figures.rows import Claim, Parameter, Statement, known_units
from helpers.figures.statement import Finding, Rated, Reading, Stance, beside, ceiling, statement
from helpers.figures.statement import tested as by_test
from helpers.figures.table import table_of
from helpers.figures.turning import away, finding_at, movable, noted, turned, turns
from helpers.figures.units import Unit
from helpers.figures.verdict import Answer, below, rounds_to, rule

SUPPORTED, COMPATIBLE, MIXED, CONTRADICTED, UNCHECKED = Finding
HOME = Home(
    known_units({"trees": Unit("trees", "tree", "count", "trees"), "grams": Unit("grams", "gram", "multiple", "grams")})
)
SAID = Statement("said", "there are many trees", "the grower", "", "first line", "")
PAIRED = (1, -1)


def said(name, value, bound="exact", more=None, unit="trees"):
    """A quoted figure of a body of its own; ``more`` is the precision, or the upper end of a stated range."""
    precision, upper = (None, more) if bound == "between" else (more, None)
    claim = Claim(
        name, f"the {name}", value, precision, unit, bound, "stated", "2024", "the office", "", "a page", "", "",
        origin=name, grade="B2", upper=upper,
    )  # fmt: skip
    return quoted(claim, "context", HOME)


def choice(name, number, unit="ratio"):
    """A choice of the report."""
    return chosen(Parameter(name, f"the {name}", unit, "(0, 1]"), number, HOME)


@formula("part of the whole", "ratio", part="trees", whole="trees")
def share(part, whole):
    """A part of the trees.

    >>> share(1, 4)
    0.25
    """
    return part / whole


@formula("what is left", "trees", whole="trees", part="trees")
def left(whole, part):
    """What a part leaves of the trees.

    >>> left(4, 1)
    3
    """
    return whole - part


@formula("years to grow", "years", small="trees", large="trees", growth="times", domain={"growth": (1.0, math.inf)})
def years(small, large, growth):
    """Years until a small number has grown to a large one.

    >>> round(years(1, 8, 2))
    3
    """
    return ln(large / small) / ln(growth)


def meets(one, other) -> Answer:
    """Whether two ranges share a number."""
    return Answer.of(one.interval.meet(other.interval) is not None)


def overlaps(one, other) -> Answer:
    """Whether two ranges share more than an end; a number alone may lie at one."""
    common = one.interval.meet(other.interval)
    return Answer.of(common is not None and (one.interval.is_point or other.interval.is_point or not common.is_point))


EVERY = dict.fromkeys(("supported", "compatible", "mixed", "contradicted", "unchecked"), "so")


def of_test(answer, *given) -> Rated:
    """A statement on some figures, whose one reading is a test of them."""

    @statement("it", **EVERY)
    def tried(figures):
        return [by_test(figures.figures[0], answer(*figures.figures), "it")]

    return tried(SAID, table_of(given))


def set_beside(stated, *figures) -> Rated:
    """A statement of one figure, with others beside it."""

    @statement("it", **EVERY)
    def compared(stated, figures):
        return [beside(each, stated, "it") for each in figures.figures]

    return compared(SAID, stated, table_of(figures))


# --- solved by hand ----------------------------------------------------------------------------------


def found(turn):
    """A turn by what moves, up or down, the factor and the finding."""
    moves = {each.figure.key: each.value / turning._amount(each.figure) for each in turn.changes}
    return {name: 1 if by > 1 else -1 for name, by in moves.items()}, turn.factor, turn.becomes


def test_a_ratio_below_a_limit_turns_at_the_limit():
    # 100 of 400 is 0.25, below 0.5: twice the part, half of the whole or half of the limit reach it, the first named counts
    rated = of_test(below, share(said("part", 100), said("whole", 400)), choice("limit", 0.5))
    single, pair = turns(rated)
    moves, factor, becomes = found(single)
    assert (moves, becomes) == ({"part": 1}, CONTRADICTED)
    assert factor == pytest.approx(2, rel=1e-8)
    assert single.changes[0].value == pytest.approx(200, rel=1e-8)
    # both at once by the square root of two
    moves, factor, becomes = found(pair)
    assert (moves, becomes) == ({"part": 1, "whole": -1}, CONTRADICTED)
    assert factor == pytest.approx(math.sqrt(2), rel=1e-8)
    assert [each.value for each in pair.changes] == pytest.approx([141.4213562, 282.8427125], rel=1e-6)


def test_a_hedge_moves_with_its_figure():
    # 90 to 110 of 400 is at most 0.275; below 0.5 all of it must be, so it leaves room from 0.5 / 0.275 = 1.818 on,
    # and only where 90 of 400 reach 0.5, at 2.222, would it be contradicted
    rated = of_test(below, share(said("part", 100, "about", 20), said("whole", 400)), choice("limit", 0.5))
    _, factor, becomes = found(turns(rated)[0])
    assert (factor, becomes) == (pytest.approx(0.5 / 0.275, rel=1e-8), COMPATIBLE)


def test_ranges_that_lie_apart_turn_where_they_meet():
    # 90 to 110 and 190 to 210: 110 f > 190 from 1.7273 on, and 190 / f < 110 as well; both at once by the root, 1.3143
    rated = of_test(overlaps, said("few", 100, "about", 20), said("many", 200, "about", 20))
    single, pair = turns(rated)
    assert found(single) == ({"few": 1}, pytest.approx(190 / 110, rel=1e-8), SUPPORTED)
    assert found(pair) == ({"few": 1, "many": -1}, pytest.approx(math.sqrt(190 / 110), rel=1e-8), SUPPORTED)


def test_what_leaves_room_alone_no_longer_speaks_for_it():
    # 98 to 108 speaks for 95 to 105 and 150 against it. Its middle, 103 f, leaves 105 at f = 1.0194; the middle of the
    # other, 100, lies in it until 98 f passes that, at f = 1.0204
    rated = set_beside(said("stated", 100, "about", 10), said("near", 103, "about", 10), said("far", 150))
    assert rated.finding is MIXED
    assert found(turns(rated)[0]) == ({"near": 1}, pytest.approx(100 / 98, rel=1e-8), CONTRADICTED)


def test_a_share_cannot_exceed_the_whole():
    sold, limit = said("sold", 60, unit="percent"), choice("limit", 0.9)
    rated = of_test(lambda figure, limit: below(figure * 1.0, limit), sold, limit)
    assert rated.finding is SUPPORTED
    assert found(turns(rated)[0]) == ({"sold": 1}, pytest.approx(1.5, rel=1e-8), CONTRADICTED)  # 90 of 100
    assert finding_at(rated, movable(rated), [("sold", 100 / 60)]) is CONTRADICTED
    assert finding_at(rated, movable(rated), [("sold", 1.67)]) is None  # 100.2 percent
    assert finding_at(rated, movable(rated), [("sold", 0.5), ("limit", 1.2)]) is None
    assert finding_at(rated, movable(rated), [("limit", 1.1)]) is SUPPORTED  # 0.99, below the whole
    # all of it is less than 1.6: only the limit can turn that, at 0.6
    high = of_test(lambda figure, limit: below(figure * 1.0, limit), sold, said("limit", 1.6, unit="grams"))
    moves, factor, _ = found(turns(high)[0])
    assert (moves, factor) == ({"limit": -1}, pytest.approx(1.6 / 0.6, rel=1e-8))


@pytest.mark.parametrize(
    ("bound", "more", "most"), [("up_to", None, 100 / 60), ("at_least", None, 100 / 60), ("between", 80, 100 / 80)]
)
def test_a_bound_on_a_share_cannot_exceed_the_whole_either(bound, more, most):
    sold = said("sold", 60, bound, more, unit="percent")
    rated = of_test(lambda figure: below(figure, 1000), sold)
    assert finding_at(rated, {"sold": sold}, [("sold", most)]) is rated.finding
    assert finding_at(rated, {"sold": sold}, [("sold", most * 1.001)]) is None


def test_what_nothing_turns_has_no_turn():
    part, whole = said("part", 100), said("whole", 400)
    always = of_test(lambda figure: Answer.of(figure.interval.low > 0), share(part, whole))
    assert (always.finding, turns(always)) == (SUPPORTED, (None, None))
    # beyond a hundredfold nothing is tried: 100 would have to be 10,001
    far = of_test(lambda figure: below(figure, 10_001), part)
    assert turns(far) == (None, None)
    nearer = of_test(lambda figure: below(figure, 9_999), part)
    assert found(turns(nearer)[0]) == ({"part": 1}, pytest.approx(99.99, rel=1e-8), CONTRADICTED)
    # a bound without end stays one
    assert turns(of_test(lambda figure: below(figure, 5), said("more", 10, "up_to"))) != (None, None)


def test_two_may_turn_what_neither_turns_alone():
    # 10 of 40,000 and a limit of 0.9: alone either would have to move 3,600 times, together 60 times
    rated = of_test(lambda figure: below(figure, 0.9), share(said("part", 10), said("whole", 40_000)))
    single, pair = turns(rated)
    assert single is None
    assert found(pair) == ({"part": 1, "whole": -1}, pytest.approx(60, rel=1e-8), CONTRADICTED)
    (rated,) = turned([rated])
    assert rated.fill(rated.change) == (
        "No change of one figure alone, as far as any was tried, turns it. Changes at once, 600 trees instead of 10 trees "
        "(the part), with 666 trees instead of 40,000 trees (the whole), would make it contradicted."
    )


def test_a_point_that_only_one_number_reaches_is_found():
    # the third year is about to begin, and four are said to be over: one number alone makes them the same
    rated = of_test(meets, said("stated", 3), said("counted", 4))
    single, pair = turns(rated)
    assert found(single) == ({"stated": 1}, pytest.approx(4 / 3, rel=1e-9), SUPPORTED)
    assert (single.changes[0].rounded, pair) == (4, None)  # nothing smaller of both makes whole numbers of them
    # seven tenths of ten have no end as a factor, 1.428571..., and are a whole number
    tenth = of_test(lambda one, other: Answer.of(one.interval == other.interval), said("one", 10), said("other", 7))
    assert found(turns(tenth)[0]) == ({"one": -1}, pytest.approx(10 / 7, rel=1e-9), SUPPORTED)
    assert turns(tenth)[0].changes[0].rounded == 7


def test_a_point_is_found_where_a_formula_does_not_grow_evenly():
    # 300 less 100 f are 149 for a factor of 1.51 alone
    rest = left(said("whole", 300), said("part", 100))
    rated = of_test(lambda rest, other: Answer.of(rest.interval == other.interval), rest, said("other", 149))
    turn = turning._smallest(rated, movable(rated), [(("part", 1),)], math.log(100))
    assert found(turn) == ({"part": 1}, pytest.approx(1.51, rel=1e-9), SUPPORTED)
    assert turn.changes[0].rounded == 151


@pytest.mark.parametrize("width", [1e-2, 1e-4, 1e-6])
def test_a_narrow_window_is_not_stepped_over(width):
    # 100 grams are too light; only from 250 to a hair more they are right
    def right(figure):
        return Answer.of(250 <= figure.interval.low < 250 * (1 + width))

    single, _ = turns(of_test(right, said("weight", 100, unit="grams")))
    assert found(single) == ({"weight": 1}, pytest.approx(2.5, rel=1e-8), SUPPORTED)
    assert right(said("weight", single.changes[0].rounded, unit="grams")) is Answer.YES


def test_a_window_that_no_whole_number_reaches_is_passed_over():
    def between_wholes(figure):
        return Answer.of(250.2 <= figure.interval.low <= 250.8 or figure.interval.low >= 300)

    assert found(turns(of_test(between_wholes, said("trees", 100)))[0]) == (
        {"trees": 1}, pytest.approx(3, rel=1e-8), SUPPORTED,
    )  # fmt: skip
    weight = of_test(between_wholes, said("weight", 100, unit="grams"))
    assert found(turns(weight)[0])[1] == pytest.approx(2.502, rel=1e-8)


def test_two_figures_that_no_numbers_turn_are_passed_over():
    # 95 trees would have to be 97.8 to 97.9; beside them 11 grams, which begin with a digit more
    rated = of_test(
        lambda one, other: Answer.of(97.8 <= one.interval.low <= 97.9), said("one", 95), said("other", 11, unit="grams")
    )
    assert turns(rated) == (None, None)


def test_numbers_that_come_near_and_part_again_are_followed():
    # 100 f - 25 f f is most, 100, at f = 2
    grow = said("grow", 1, unit="grams")

    def arch(height):
        def reached(figure):
            by = figure.interval.low
            return Answer.of(100 * by - 25 * by * by >= height)

        return reached

    # 100 f - 25 f f = 99: f = 2 - sqrt(4 - 3.96) = 1.8
    assert found(turns(of_test(arch(99), grow))[0]) == ({"grow": 1}, pytest.approx(1.8, rel=1e-8), SUPPORTED)
    # 99.9999: f = 2 - sqrt(0.000004) = 1.998, and back at 2.002
    assert found(turns(of_test(arch(99.9999), grow))[0]) == ({"grow": 1}, pytest.approx(1.998, rel=1e-8), SUPPORTED)
    assert turns(of_test(arch(100.001), grow))[0] is None

    def later(figure):  # the same, and most at f = 2.5: back at 2.502
        by = figure.interval.low - 2.5
        return Answer.of(100 - 25 * by * by >= 99.9999)

    assert found(turns(of_test(later, grow))[0]) == ({"grow": 1}, pytest.approx(2.498, rel=1e-8), SUPPORTED)


def test_any_change_at_all_may_turn_it():
    rated = of_test(meets, said("one", 4), said("other", 4))
    single, pair = turns(rated)
    assert (found(single), pair) == (({"one": 1}, pytest.approx(1, abs=1e-8), CONTRADICTED), None)
    assert single.changes[0].rounded == 5
    light = of_test(meets, said("one", 4, unit="grams"), said("other", 4, unit="grams"))
    assert turns(light)[0].changes[0].rounded == 4.0001


def test_a_domain_can_turn_it():
    # eight times as many take three years at twice a year; at growth of one and less they never come
    rated = of_test(
        lambda time: Answer.of(time.interval is not None),
        years(said("small", 10), said("large", 80), said("growth", 2, unit="times")),
    )
    assert rated.finding is SUPPORTED
    single, _ = turns(rated)
    assert found(single) == ({"growth": -1}, pytest.approx(2, rel=1e-6), CONTRADICTED)


def test_a_figure_that_a_test_computes_itself_turns_it_too():
    part, whole = said("part", 100), said("whole", 400)

    @statement("it", **EVERY)
    def it(part, whole):
        return [by_test(part, below(share(part, whole), 0.3), "it")]

    assert found(turns(it(SAID, part, whole))[0]) == ({"part": 1}, pytest.approx(1.2, rel=1e-8), CONTRADICTED)


def test_a_wide_window_of_what_a_test_computes_itself_is_seen():
    # 225 to 440 of 1,000 are right. The logarithms of 2.25 and 4.4, 0.81 and 1.48, are 0.67 apart, and no two looks, at
    # the ends and the middle of each stretch, are further apart than half of 1.2
    part, whole = said("part", 100), said("whole", 1000)

    @statement("it", **EVERY)
    def it(part, whole):
        return [by_test(part, Answer.of(0.225 <= share(part, whole).interval.low <= 0.44), "it")]

    assert found(turns(it(SAID, part, whole))[0]) == ({"part": 1}, pytest.approx(2.25, rel=1e-8), SUPPORTED)


# Through three distances, evenly apart, runs m + s x + b x x for x from -1 to 1: m in the middle, s half of what the ends
# differ by, b what their mean lies above m. It is least at x = -s / 2b, and m - s s / 4b there.
@pytest.mark.parametrize(
    ("before", "between", "after", "dips"),
    [
        (10, 4, 10, True),  # b is 6 and s 0: 4 is less than half of 10
        (-10, -4, -10, True),  # the same below nought
        (8, 4, 8, False),  # half of 8 and no less
        (10, 6, 10, False),
        (10, 0.5, 2, True),  # s -4, b 5.5: the least is beyond nought, 0.5 - 16 / 22
        (20, 5.6, 10, True),  # s -5, b 9.4: 5.6 is not less than half of 10, but the least is, 5.6 - 25 / 37.6 = 4.94
        (10, 5.6, 20, True),
        (20, 5.7, 10, False),  # s -5, b 9.3: 5.7 - 25 / 37.2 = 5.03
        (100, 25, 10, False),  # s -45, b 30: 25 - 2025 / 120 = 8.125
        (20, 8.75, 10, False),  # s -5, b 6.25: 7.75 is less than half of 20, not of 10
        (10, 8.75, 20, False),  # nor of 10 where that comes first
        (100, 30.5, 1, False),  # s -49.5, b 20: least at x = 1.2, beyond the end, so it shrinks on and on
        (1, 30.5, 100, False),
        (10, 20, 10, False),  # it grows and shrinks
        (10, 10, 10, False),  # it stays
        (0, 0, 0, False),
    ],
)
def test_a_distance_dips_where_it_seems_to_shrink_to_less_than_half_and_grow_again(before, between, after, dips):
    looks = [turning.Look(size, SUPPORTED, (1.0, apart), ()) for size, apart in enumerate((before, between, after))]
    assert list(turning._dipping(*looks)) == [1] * dips


def test_figures_across_sources_move_too():
    # from 30 to 50, all below 60: the larger source turns it at 1.2
    rated = of_test(lambda span: below(span, 60), across([said("few", 30), said("many", 50)], "span", "the span"))
    assert found(turns(rated)[0]) == ({"many": 1}, pytest.approx(1.2, rel=1e-8), COMPATIBLE)


# --- what can move -----------------------------------------------------------------------------------


def test_only_quoted_and_chosen_figures_that_are_something_move():
    part, nothing, limit = said("part", 100), said("nothing", 0), choice("limit", 0.5)
    rate = share(part, said("whole", 400))

    @statement("it", **EVERY)
    def it(rate, limit, nothing, printed):
        return [by_test(rate, below(rate, limit), "it")]

    rated = it(SAID, rate, limit, nothing, count("tally", "a tally", "trees", 2, HOME, [part]))
    assert list(movable(rated)) == ["part", "whole", "limit"]


def test_a_statement_rated_on_a_verdict_is_refused():
    @rule("so?", yes=("yes", "yes"), no=("no", "no"), open=("open", "open"), because="so")
    def so(figure):
        return Answer.YES

    @statement("it", **EVERY)
    def it(figure, verdict):
        return [by_test(figure, verdict.answer, "it")]

    with pytest.raises(TypeError, match="not on other verdicts"):
        turns(it(SAID, said("trees", 4), so(said("trees", 4))))


# --- beside a fine grid ------------------------------------------------------------------------------

A, B, C = said("a", 120, "about", 20), said("b", 300, "at_least"), said("c", 50, "up_to")
D, E_, F = said("d", 90, "between", 130), said("e", 100, "nearly", 10), said("f", 240)
G = said("g", 0.4, unit="grams")
RULES = {
    "a share below a limit": of_test(below, share(A, F), choice("limit", 0.7)),
    "a share that is not": of_test(lambda figure, limit: ~below(figure, limit), share(A, F), choice("limit", 0.6)),
    "ranges apart": of_test(overlaps, A, F),
    "ranges that meet": of_test(meets, A, D),
    "rounded": of_test(lambda one, other: rounds_to(one, other, 10), E_, said("h", 104)),
    "what is left": of_test(lambda figure: below(figure, 150), left(F, A)),
    "a sum of shares": of_test(lambda figure: below(figure, 1.2), share(A, F) + share(E_, F)),
    "beside": set_beside(A, D, E_, F),
    "beside a bound": set_beside(B, F, said("h", 320)),
    "beside an upper bound": set_beside(C, said("h", 45), A),
    "wide and narrow": set_beside(said("h", 118, "about", 10), A, said("i", 121, "about", 31)),
    "time": of_test(lambda time: below(time, 4), years(said("h", 10), said("i", 80), said("j", 2, unit="times"))),
}


@statement("it", **EVERY)
def several(whole, part, rest, low, high):
    narrow = Answer.of(1.30 <= whole.interval.low / part.interval.high <= 1.302)
    return [
        ceiling(rest, low, "it"),
        beside(high, rest, "it"),
        Reading(whole, Stance.SILENT, "it") if narrow is Answer.NO else by_test(part, narrow, "it"),
    ]


RULES["several, with a window"] = several(SAID, F, A, left(F, A), said("h", 80), said("i", 119, "about", 40))


@functools.cache
def turns_of(name):
    """The turns of one of the rules."""
    return turns(RULES[name])


#: Of each rule so many points are looked at for one figure, of all rules together ten thousand; for two half as many.
POINTS = 10_000 // len(RULES) + 50


#: A turn is solved for to nine digits of a factor.
FINER = 2e-9


def sizes_on_grid(limit, points):
    return np.linspace(0, max(limit, 0), points + 1)[1:]


@pytest.mark.parametrize("name", RULES)
def test_no_smaller_change_of_one_figure_turns_it_and_a_larger_one_does(name):
    rated = RULES[name]
    bases = movable(rated)
    single, _ = turns_of(name)
    (change,) = single.changes
    sign = 1 if change.value > turning._amount(change.figure) else -1
    key, size = change.figure.key, math.log(single.factor)
    points = POINTS // (2 * len(bases))
    for other, direction in itertools.product(bases, PAIRED):
        for step in sizes_on_grid(size - FINER, points):
            factor = math.exp(direction * step)
            assert finding_at(rated, bases, [(other, factor)]) in (rated.finding, None), (name, other, factor)
    assert finding_at(rated, bases, [(key, math.exp(sign * size * (1 + 1e-9) + sign * 1e-9))]) is single.becomes


@pytest.mark.parametrize("name", RULES)
def test_no_smaller_change_of_two_figures_turns_it_and_a_larger_one_does(name):
    rated = RULES[name]
    bases = movable(rated)
    single, pair = turns_of(name)
    size = math.log((pair or single).factor)
    ways = [
        tuple(zip(names, signs, strict=True))
        for names in itertools.combinations(bases, 2) for signs in itertools.product(PAIRED, PAIRED)
    ]  # fmt: skip
    for way in ways:
        for step in sizes_on_grid(size - FINER, POINTS // 2 // len(ways)):
            factors = [(key, math.exp(sign * step)) for key, sign in way]
            assert finding_at(rated, bases, factors) in (rated.finding, None), (name, factors)
    if pair:
        assert pair.factor < single.factor
        beyond = [(each.figure.key, (each.value / turning._amount(each.figure)) ** (1 + 1e-7)) for each in pair.changes]
        assert finding_at(rated, bases, beyond) is pair.becomes


@pytest.mark.parametrize("name", RULES)
def test_the_printed_numbers_turn_it_to_what_is_said(name):
    rated = RULES[name]
    (with_change,) = turned([rated])
    for turn in filter(None, turns_of(name)):
        printed = [(each.figure.key, each.rounded / turning._amount(each.figure)) for each in turn.changes]
        assert finding_at(rated, movable(rated), printed) is turn.becomes is not rated.finding
        assert turn.becomes.value in with_change.change
        for each in turn.changes:
            # Rounding goes on in the direction of the change, by a tenth of it or by less than one where it is counted.
            now = turning._amount(each.figure)
            beyond = (each.rounded - each.value) * (1 if each.value > now else -1)
            whole = each.figure.home.units[each.figure.unit].is_whole
            assert -1e-6 * now <= beyond <= max(abs(each.value - now) / 10, 1.000001 if whole else 1e-4 * now)
            if whole:
                assert each.rounded == int(each.rounded)


def test_a_formula_moved_in_plain_numbers_is_what_it_would_be_anew():
    fresh = {name: said(name, turning._amount(base) * 1.5, base.bound, base.claim.precision and base.claim.precision * 1.5,
                        base.unit) for name, base in {"a": A, "f": F, "e": E_, "b": B, "c": C}.items()}  # fmt: skip
    made = {
        "share": lambda of: share(of["a"], of["f"]),
        "open": lambda of: share(of["a"], of["b"]),
        "from nought": lambda of: share(of["a"], of["c"]),
        "rest": lambda of: left(of["f"], of["a"]) / of["e"],
        "twice": lambda of: (of["f"] - of["a"]) / (of["f"] + of["c"]),
    }
    old = {"a": A, "f": F, "e": E_, "b": B, "c": C}
    for name, make in made.items():
        moved = turning.rebased(make(old), {key: turning._scaled(base, 1.5) for key, base in old.items()})
        anew = make(fresh)
        assert moved.interval.low == pytest.approx(anew.interval.low, rel=1e-12), name
        assert moved.interval.high == pytest.approx(anew.interval.high, rel=1e-12), name
        assert (moved.central, anew.central) == (None, None) or moved.central == pytest.approx(anew.central, rel=1e-12)
        assert list(moved.roots) == list(anew.roots)


# --- numbers that note what they are compared with ---------------------------------------------------


def test_a_number_notes_how_far_it_is_from_what_it_is_compared_with():
    notes = []
    ten = noted(10, notes)
    assert [ten < 20, ten > 20, ten >= 5, ten == 10, ten != 10, ten * 2 >= 20, -ten < 0] == [
        True, False, True, True, False, True, True,
    ]  # fmt: skip
    # ratios of numbers above nought, else differences; from the noting number to the other
    expected = [math.log(0.5), math.log(0.5), math.log(2), 0, 0, 0, -10]
    assert notes == pytest.approx(expected)
    assert noted(0.5, notes) > 0.25
    assert notes.pop() == pytest.approx(math.log(2))
    assert max(ten, 3) == 10
    assert len({ten, 10}) == 1


def test_nearly_equal_numbers_and_open_ends_are_equal():
    notes = []
    third = noted(0.1 + 0.2, notes)
    assert third == 0.3
    assert third <= 0.3
    assert not third > 0.3
    assert noted(math.inf, notes) == math.inf
    assert noted(math.inf, notes) > 5
    assert noted(1e-14, notes) != 0
    assert notes[:4] == [0, 0, 0, 0]
    assert notes[4] == math.inf
    assert third is not None
    assert third != "text"
    assert Interval(third, third).is_point


# --- in words ----------------------------------------------------------------------------------------


def test_the_sentence_names_the_figures_with_what_they_would_have_to_be():
    rated = of_test(below, share(said("part", 100), said("whole", 400)), choice("limit", 0.5))
    (rated,) = turned([rated])
    # 200 of 400 is no longer below a half. At once 142 of 282: 141.4 up, 282.8 down
    assert rated.fill(rated.change) == (
        "200 trees instead of 100 trees (the part) would make it contradicted. So would smaller changes at once: 142 trees "
        "instead of 100 trees (the part), with 282 trees instead of 400 trees (the whole)."
    )
    made = rated.figures["turn_tried_part"]
    assert (made.kind, made.attribution, made.interval) == ("turn", "solved", Interval(200, 200))
    assert made.rests_on == ("part", "whole", "limit")
    assert rated.figures["turn_tried_part_at_once"].central == 142
    assert rated.finding is SUPPORTED


def test_a_number_has_no_more_digits_than_tell_it_from_what_it_is():
    # 10 to 123.4567 and more: three digits go no tenth of the way beyond it
    single, _ = turns(of_test(lambda figure: below(figure, 123.4567), said("weight", 10, unit="grams")))
    assert single.changes[0].rounded == 124


def test_a_figure_that_changes_nothing_makes_no_smaller_change_of_two():
    weight, idle = said("weight", 100, unit="grams"), said("idle", 7, unit="grams")
    single, pair = turns(of_test(lambda weight, _: below(weight, 250), weight, idle))
    assert (found(single), pair) == (({"weight": 1}, pytest.approx(2.5, rel=1e-8), CONTRADICTED), None)


def test_a_strict_limit_takes_one_more_step():
    # at 200 of 400 it is not above a half; at 201 it is
    rated = of_test(lambda figure: Answer.of(figure.interval.low > 0.5), share(said("part", 100), said("whole", 400)))
    single, _ = turns(rated)
    assert single.factor == pytest.approx(2, rel=1e-8)
    assert single.changes[0].rounded == 201


def test_a_stated_range_moves_as_one_and_its_lower_end_is_printed():
    rated = of_test(lambda figure: below(figure, 195), said("builders", 100, "between", 150))
    (rated,) = turned([rated])
    assert rated.fill(rated.change) == (
        "130 trees instead of 100 trees at the least (the builders, the upper end moved alike) would make it compatible only."
    )


def test_two_changes_that_end_otherwise_say_so():
    # one reaches 4 alone, and both tests fail; 3 times 3 of both reach 9 before, where only the second fails
    @statement("it", **EVERY)
    def it(one, other):
        together = one.interval.low * other.interval.low
        return [
            by_test(one, Answer.of(one.interval.low < 4), "it"),
            by_test(other, Answer.of(together < 9 and one.interval.low < 4), "it"),
        ]

    rated = it(SAID, said("one", 1, unit="grams"), said("other", 1, unit="grams"))
    single, pair = turns(rated)
    assert found(single) == ({"one": 1}, pytest.approx(4, rel=1e-8), CONTRADICTED)
    assert found(pair) == ({"one": 1, "other": 1}, pytest.approx(3, rel=1e-8), MIXED)
    (rated,) = turned([rated])
    assert rated.fill(rated.change) == (
        "4 grams instead of 1 gram (the one) would make it contradicted. Smaller changes at once, 3 grams instead of 1 gram "
        "(the one), with 3 grams instead of 1 gram (the other), would make it mixed."
    )


def test_the_right_figure_is_named_where_an_argument_is_called_like_another():
    @statement("it", **EVERY)
    def it(trees):
        return [by_test(trees, below(trees, 0.5), "it")]

    (rated,) = turned([it(SAID, share(said("part", 100), said("trees", 400)).named("part_of_trees", "the share"))])
    assert "200 trees instead of 100 trees (the part)" in rated.fill(rated.change)
    assert "with 282 trees instead of 400 trees (the trees)" in rated.fill(rated.change)


def test_a_statement_that_rests_on_nothing_says_nothing_of_changes():
    @statement("it", **EVERY)
    def it():
        return []

    (rated,) = turned([it(SAID)])
    assert (rated.finding, rated.change) == (UNCHECKED, "")
    (still,) = turned([of_test(lambda figure: Answer.YES, said("trees", 4))])
    assert still.change == "No change of one figure alone, as far as any was tried, turns it."


def test_a_figure_with_nothing_beside_it_and_one_that_cannot_move_say_nothing_of_changes():
    @statement("it", **EVERY)
    def alone(figure):
        return []

    (rated,) = turned([alone(SAID, said("trees", 4))])
    assert (rated.finding, rated.change) == (UNCHECKED, "")
    (rated,) = turned([of_test(lambda figure: below(figure, 5), said("nothing", 0))])
    assert (rated.finding, rated.change) == (SUPPORTED, "")


@pytest.mark.parametrize(
    ("number", "now", "whole", "digits", "further", "expected"),
    [
        (264_420, 1_500_000, True, 3, 0, 264_000),
        (264_420, 200_000, True, 3, 0, 265_000),
        (264_420, 1_500_000, True, 4, 0, 264_400),
        (264_420, 1_500_000, True, 3, 1, 263_000),
        (264_000.000_3, 200_000, True, 3, 0, 264_000),  # a billionth, the dust of solving, is none
        (4.2, 3, True, 3, 0, 5),
        (4.2, 5, True, 3, 0, 4),
        (0.2, 1, True, 3, 0, 0),
        (0.009_114, 0.05, False, 3, 0, 0.009_11),
        (0.009_114, 0.001, False, 3, 0, 0.009_12),
        (0.009_114, 0.001, False, 3, 2, 0.009_14),
        (99.96, 90, False, 3, 0, 100.0),
        (4.25, 4.25, False, 2, 0, 4.2),  # what is where it was goes down
        (0, 5, False, 3, 1, -1),
    ],
)
def test_a_number_is_rounded_away_from_what_it_is_now(number, now, whole, digits, further, expected):
    assert away(number, now, whole=whole, digits=digits, further=further) == expected


def test_three_digits_are_enough_where_nothing_else_is_asked():
    assert away(264_420, 1_500_000, whole=True) == 264_000


def test_of_a_million_the_shortest_number_that_adds_no_more_than_a_tenth_to_the_change_comes_first():
    """1,050 fewer are 998,950: a tenth of that is 105, so its hundreds are told, and then every digit up to the twelfth."""
    numbers = list(turning._rounded(said("trees", 1_000_000), 0.99895))
    assert numbers[:4] == [998_900, 998_800, 998_950, 998_940]
    assert numbers[-2:] == [998_950, 998_949]
    assert len(numbers) == 2 * 9


@pytest.mark.parametrize(
    ("near", "far", "share"),
    [
        ((1.0,), (-3.0,), 0.25),  # it falls by four and has fallen to nought after one
        ((-3.0,), (1.0,), 0.75),
        ((1.0,), (3.0,), 0.5),  # it does not vanish
        ((1.0,), (-math.inf,), 0.5),
        ((math.nan,), (1.0,), 0.5),
        ((), (), 0.5),  # no such distance
        ((0.0,), (1.0,), 2.5e-10),  # half of the finest step, a billionth, of a way of two
        ((1.0,), (0.0,), 1 - 2.5e-10),
        ((0.0,), (-1.0,), 2.5e-10),
    ],
)
def test_the_place_where_a_distance_vanishes_is_told_from_both_ends(near, far, share):
    looks = (turning.Look(3.0, SUPPORTED, near, ()), turning.Look(5.0, SUPPORTED, far, ()))
    assert turning._vanishing(*looks, 0) == pytest.approx(share, rel=1e-12, abs=0)


# --- how long it takes -------------------------------------------------------------------------------

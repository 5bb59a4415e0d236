"""What a figure says of a statement, what the readings come to, and how sure that is: all by hand, then over all small sets."""

from __future__ import annotations

import functools
import itertools
import math
import re
from dataclasses import replace

import pytest

from helpers.figures.figure import Home, chosen, quoted
from helpers.figures.formula import formula
from helpers.figures.rows import Claim, Parameter, Statement, known_units, not_known
from helpers.figures.statement import (
    LEVELS,
    Evidence,
    Finding,
    Reading,
    Stance,
    Weighed,
    agreement,
    beside,
    ceiling,
    evidence_of,
    find,
    independent,
    level,
    statement,
    under_names,
    unrated,
    weigh,
)
from helpers.figures.statement import tested as by_test
from helpers.figures.table import table_of
from helpers.figures.units import Unit
from helpers.figures.verdict import Answer, below

FOR, ALLOWS, AGAINST, SILENT = Stance
SUPPORTED, COMPATIBLE, MIXED, CONTRADICTED, UNCHECKED = Finding
HOME = Home(known_units({"trees": Unit("trees", "tree", "count", "trees")}))
SAID = Statement("counted", "there are many trees", "the grower", "", "first line", "")


def said(name, value, bound="exact", more=None, *, unit="trees", origin="", grade=""):
    """A quoted figure; ``more`` is the precision, or the upper end of a stated range. Each body speaks for itself."""
    precision, upper = (None, more) if bound == "between" else (more, None)
    speaker = f"the {origin or 'grower'}"
    claim = Claim(
        name, name, value, precision, unit, bound, "stated", "2024", speaker, "", "a page", "", "",
        origin=origin, grade=grade, upper=upper,
    )  # fmt: skip
    return quoted(claim, "context" if grade else "claim", HOME)


@formula("trees of all", "ratio", part="trees", whole="trees", domain={"whole": (0.0, math.inf)})
def share(part, whole):
    """A part of the trees.

    >>> share(1, 4)
    0.25
    """
    return part / whole


# --- what a figure says of another -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "stated", "stance"),
    [
        # a number, and a number
        ((9000,), (9000,), FOR),
        ((9000,), (9001,), AGAINST),
        # a number in a range, at its end, and outside: 8,500 to 9,500
        ((9400,), (9000, "about", 1000), FOR),
        ((9500,), (9000, "about", 1000), FOR),
        ((9501,), (9000, "about", 1000), AGAINST),
        ((9000, "about", 1000), (8500,), FOR),
        ((9000, "about", 1000), (8499,), AGAINST),
        # beside a number a range is too wide once its end is more than three times its beginning
        ((12,), (8, "between", 24), FOR),
        ((12,), (8, "between", 24.1), ALLOWS),
        ((8, "between", 24), (12,), FOR),
        ((8, "between", 24.1), (12,), ALLOWS),
        ((1000, "about", 1000), (1000,), FOR),  # 500 to 1,500
        # a bound reaches to nought, or without end
        ((12, "up_to"), (12,), ALLOWS),
        ((12, "up_to"), (13,), AGAINST),
        ((11.8,), (12, "up_to"), ALLOWS),
        ((5, "at_least"), (9,), ALLOWS),
        ((5, "at_least"), (9, "about", 1), ALLOWS),
        ((5, "at_least"), (4,), AGAINST),
        # two ranges share an end and no more: 8,500 to 9,500 and 9,500 to 10,500
        ((9000, "about", 1000), (10_000, "about", 1000), AGAINST),
        ((10_000, "about", 1000), (9000, "about", 1000), AGAINST),
        ((9000, "about", 1000), (9999, "about", 1000), ALLOWS),  # from 9,499 on, in the middle of neither
        ((9000, "about", 1000), (9500, "about", 1000), FOR),  # 9,500, the middle of one, is the end of the other
        ((9000, "about", 1000), (9501, "about", 1000), ALLOWS),
        # one within the other: 90 to 110, 20 wide, is up to three times as wide as one of 20 / 3 = 6.67
        ((102, "between", 108.7), (100, "about", 20), FOR),  # 6.7 wide
        ((102, "between", 108.6), (100, "about", 20), ALLOWS),  # 6.6 wide
        ((100, "about", 20), (102, "between", 108.7), FOR),
        ((100, "about", 20), (102, "between", 108.6), ALLOWS),
        ((102, "between", 112), (100, "about", 30), FOR),  # 10 wide, and 30
        ((104, "between", 111), (100, "about", 20), ALLOWS),  # over the end, and it has no middle
        # a middle within, and neither range within the other: 98 to 112, 105 in the middle
        ((105, "about", 14), (100, "about", 20), FOR),
        # nearly: from half a digit below to the number itself
        ((5500, "nearly", 100), (5450, "between", 5500), FOR),
        ((5500, "nearly", 100), (5500,), FOR),
        ((5500, "nearly", 100), (5501,), AGAINST),
        ((5500, "nearly", 100), (5550, "about", 100), AGAINST),  # 5,500 alone
        ((5500, "nearly", 100), (5500, "about", 100), FOR),  # 5,450 to 5,500 within 5,450 to 5,550
        # any closed count from a stated least on bears it out; one that begins below it leaves room
        ((20,), (20, "at_least"), FOR),
        ((21,), (20, "at_least"), FOR),
        ((19,), (20, "at_least"), AGAINST),
        ((1000, "between", 90_000), (20, "at_least"), FOR),
        ((20, "about", 10), (20, "at_least"), ALLOWS),
        ((15, "about", 10), (20, "at_least"), AGAINST),  # 10 to 20
        ((30, "up_to"), (20, "at_least"), ALLOWS),
        ((25, "at_least"), (20, "at_least"), ALLOWS),
        ((5, "at_least"), (20, "at_least"), ALLOWS),
    ],
)
def test_a_figure_of_the_same_thing_takes_a_stance_by_the_ranges(figure, stated, stance):
    reading = beside(said("figure", *figure), said("stated", *stated), "words")
    assert (reading.stance, reading.words, reading.figure.id) == (stance, "words", "figure")


def test_a_percentage_is_set_beside_a_ratio():
    half = share(said("part", 2), said("whole", 4))
    assert beside(half, said("percentage", 50, unit="percent"), "").stance is FOR
    assert beside(said("percentage", 51, unit="percent"), half, "").stance is AGAINST
    assert ceiling(half, said("percentage", 51, unit="percent"), "").stance is AGAINST


def test_what_is_not_defined_says_nothing():
    nothing = share(said("part", 2), said("whole", 0))
    assert nothing.interval is None
    ten = said("ten", 10)
    for reading in (
        beside(nothing, ten, ""),
        beside(ten, nothing, ""),
        ceiling(nothing, ten, ""),
        ceiling(ten, nothing, ""),
    ):
        assert reading.stance is SILENT


@pytest.mark.parametrize(
    ("figure", "stated", "stance"),
    [
        ((10,), (10,), ALLOWS),
        ((10,), (10.1,), AGAINST),
        ((10, "about", 2), (11,), ALLOWS),  # 9 to 11
        ((10, "about", 2), (11.1,), AGAINST),
        ((10,), (11, "about", 2), ALLOWS),  # from 10 on
        ((10,), (12, "about", 2), AGAINST),
        ((10,), (10, "at_least"), ALLOWS),
        ((10,), (11, "at_least"), AGAINST),
        ((10, "up_to"), (10,), ALLOWS),
        ((10, "at_least"), (9999,), ALLOWS),
    ],
)
def test_a_ceiling_never_speaks_for_a_statement(figure, stated, stance):
    assert ceiling(said("figure", *figure), said("stated", *stated), "").stance is stance


def test_a_test_speaks_for_against_or_leaves_room():
    stances = [by_test(said("trees", 4), answer, "words").stance for answer in (Answer.YES, Answer.NO, Answer.OPEN)]
    assert stances == [FOR, AGAINST, ALLOWS]


# --- what a reading rests on -------------------------------------------------------------------------


def test_a_reading_rests_on_other_origins_than_the_statements_own():
    office, market = said("a", 1, origin="office", grade="B2"), said("b", 4, origin="market", grade="C3")
    own, nobody = said("c", 4), said("d", 4, origin="unnamed", grade="F6")

    def origins(figure, own=()):
        return weigh(Reading(figure, FOR, ""), own).origins

    assert origins(office) == {"office"}
    assert origins(share(office, market)) == {"office", "market"}
    assert origins(share(office, market), ["office"]) == {"market"}
    assert origins(share(office, own)) == {"office"}
    assert origins(share(own, nobody)) == set()
    assert weigh(Reading(share(own, nobody), FOR, ""), ()).echo
    assert weigh(Reading(office, FOR, ""), ["office"]).echo
    assert not weigh(Reading(office, FOR, ""), ["market"]).echo


@pytest.mark.parametrize(
    ("grades", "sound", "strong"),
    [
        (["A1"], True, True),
        (["B2"], True, True),
        (["B3"], True, False),
        (["C2"], True, False),
        (["C3"], True, False),
        (["C4"], False, False),
        (["D3"], False, False),
        (["D1"], False, False),
        (["B2", "B2"], True, True),
        (["B2", "C3"], True, False),
        (["C1", "A3"], True, False),
        (["A1", "F6"], False, False),
        (["B2", ""], True, True),  # the article's own figures have no grade
        (["", ""], False, False),
    ],
)
def test_the_worst_grade_counts(grades, sound, strong):
    figures = [said(f"f{at}", 4, origin=f"o{at}", grade=grade) for at, grade in enumerate(grades)]
    figure = share(*figures) if len(figures) == 2 else figures[0]
    weighed = weigh(Reading(figure, FOR, ""), ())
    assert (weighed.sound, weighed.strong) == (sound, strong)


# --- the finding -------------------------------------------------------------------------------------


def weighed_as(stance, echo=False) -> Weighed:
    """A reading of a stance, by another body or by the statement's own."""
    return Weighed(Reading(None, stance, ""), frozenset() if echo else frozenset({"office"}), sound=True, strong=True)


OTHER = {stance: weighed_as(stance) for stance in Stance}
ECHO = {stance: weighed_as(stance, echo=True) for stance in Stance}
KINDS = [*OTHER.values(), *ECHO.values()]


@pytest.mark.parametrize(
    ("stances", "echoes", "finding"),
    [
        ((), (), UNCHECKED),
        ((SILENT,), (), UNCHECKED),
        ((SILENT,), (SILENT,), UNCHECKED),
        ((FOR,), (), SUPPORTED),
        ((FOR, SILENT), (), SUPPORTED),
        ((FOR, ALLOWS), (), SUPPORTED),
        ((FOR, ALLOWS, SILENT), (FOR, ALLOWS, SILENT), SUPPORTED),
        ((ALLOWS,), (), COMPATIBLE),
        ((ALLOWS, SILENT), (), COMPATIBLE),
        ((), (ALLOWS,), COMPATIBLE),
        ((), (FOR,), COMPATIBLE),
        ((SILENT,), (FOR,), COMPATIBLE),
        ((ALLOWS,), (FOR, SILENT), COMPATIBLE),
        ((AGAINST,), (), CONTRADICTED),
        ((AGAINST, ALLOWS), (), CONTRADICTED),
        ((AGAINST, SILENT), (ALLOWS,), CONTRADICTED),
        ((), (AGAINST,), CONTRADICTED),  # its own origin's other figures can speak against it
        ((AGAINST, FOR), (), MIXED),
        ((AGAINST, FOR, ALLOWS, SILENT), (), MIXED),
        ((AGAINST,), (FOR,), MIXED),
        ((FOR,), (AGAINST,), MIXED),
        ((), (FOR, AGAINST), MIXED),
    ],
)
def test_the_finding_follows_from_the_stances(stances, echoes, finding):
    assert find([*(OTHER[each] for each in stances), *(ECHO[each] for each in echoes)]) is finding


def all_sets(longest):
    """Every set of readings, up to a length, one reading twice as well."""
    for length in range(longest + 1):
        yield from itertools.combinations_with_replacement(KINDS, length)


def test_no_echo_supports_and_each_finding_is_reached():
    found = {readings: find(readings) for readings in all_sets(4)}
    assert set(found.values()) == set(Finding)
    for readings, finding in found.items():
        by_others = any(each.reading.stance is FOR and not each.echo for each in readings)
        assert by_others or finding is not SUPPORTED
        assert (finding is UNCHECKED) == all(each.reading.stance is SILENT for each in readings)
        against = any(each.reading.stance is AGAINST for each in readings)
        assert against == (finding in (MIXED, CONTRADICTED))


def test_the_order_of_readings_does_not_matter():
    for readings in all_sets(3):
        assert len({find(order) for order in itertools.permutations(readings)}) == 1


def test_an_echo_turns_only_what_nobody_checked_or_all_contradict():
    turned = {UNCHECKED: COMPATIBLE, CONTRADICTED: MIXED}
    for readings in all_sets(3):
        before = find(readings)
        assert find([*readings, ECHO[FOR]]) is turned.get(before, before)
        assert find([*readings, ECHO[SILENT]]) is find([*readings, OTHER[SILENT]]) is before
        assert find([*readings, ECHO[ALLOWS]]) is (COMPATIBLE if before is UNCHECKED else before)


def test_one_more_for_or_against_never_moves_the_finding_the_other_way():
    for readings in all_sets(3):
        before = find(readings)
        assert find([*readings, OTHER[FOR]]) is (MIXED if before in (CONTRADICTED, MIXED) else SUPPORTED)
        spoken_for = any(each.reading.stance is FOR for each in readings)
        assert find([*readings, OTHER[AGAINST]]) is (MIXED if spoken_for else CONTRADICTED)


def test_a_finding_holds_fails_or_leaves_it_open():
    assert [finding.holds for finding in Finding] == [True, None, None, False, None]


# --- the evidence ------------------------------------------------------------------------------------

#: A grade that is weak, one that is sound and one that is strong.
WEAK, SOUND, STRONG = "D4", "C3", "B2"
GRADES = (WEAK, SOUND, STRONG)


def read(bodies: str, grade: str, stance=FOR) -> Weighed:
    """A reading that rests on a figure of each body, one letter each, all of one grade; of the statement itself on none."""
    figures = [said(f"{body}_count", 4, origin=body, grade=grade) for body in bodies] or [said("own", 4)]
    figure = share(*figures) if len(figures) == 2 else figures[0]
    return weigh(Reading(figure, stance, ""), ())


#: The readings of the small sets, each made once.
MADE = {(bodies, grade): read(bodies, grade) for bodies in ("a", "b", "c", "d", "ab", "bc", "") for grade in GRADES}


def amount(readings) -> str:
    """How much evidence readings are."""
    return level(independent(readings))


def rank(readings) -> int:
    """The same as a number."""
    return LEVELS.index(amount(readings))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], "none"),
        ([("", STRONG)], "none"),  # the statement's own
        ([("a", WEAK)], "limited"),
        ([("a", SOUND)], "limited"),
        ([("a", STRONG)], "medium"),
        ([("a", WEAK), ("b", WEAK), ("c", WEAK)], "limited"),
        ([("a", SOUND), ("b", WEAK)], "limited"),
        ([("a", SOUND), ("b", SOUND)], "medium"),
        ([("a", SOUND), ("a", SOUND)], "limited"),  # one body twice
        ([("a", STRONG), ("b", WEAK)], "medium"),
        ([("a", STRONG), ("b", STRONG)], "medium"),
        ([("a", SOUND), ("b", SOUND), ("c", SOUND)], "robust"),
        ([("a", STRONG), ("b", STRONG), ("c", WEAK)], "medium"),
        ([("a", STRONG), ("ab", STRONG), ("b", SOUND)], "medium"),
        # what rests on two bodies does not hide that each of them speaks for itself
        ([("ab", STRONG), ("a", SOUND), ("b", SOUND), ("c", SOUND)], "robust"),
        ([("bc", STRONG), ("ab", STRONG)], "medium"),
        ([("ab", SOUND), ("bc", SOUND)], "limited"),
        ([("a", WEAK), ("a", STRONG)], "medium"),
    ],
)
def test_the_amount_of_evidence_is_that_of_the_best_independent_readings(readings, expected):
    made = [read(*each) for each in readings]
    for order in itertools.permutations(made):
        assert amount(order) == expected


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([], "none to compare"),
        ([FOR], "one origin alone"),
        ([AGAINST], "one origin alone"),
        ([FOR, FOR], "high"),
        ([AGAINST, AGAINST, AGAINST], "high"),
        ([FOR, AGAINST], "low"),
        ([FOR, FOR, AGAINST], "medium"),  # one in three
        ([AGAINST, AGAINST, FOR], "medium"),
        ([FOR, FOR, AGAINST, AGAINST], "low"),
        ([FOR, FOR, FOR, AGAINST, AGAINST], "low"),  # two in five
        ([FOR, FOR, FOR, FOR, AGAINST, AGAINST], "medium"),
    ],
)
def test_readings_agree_as_far_as_they_take_one_side(sides, expected):
    assert agreement(read(body, SOUND, side) for body, side in zip("abcdef", sides, strict=False)) == expected


def test_only_readings_that_take_a_side_are_evidence():
    readings = [read("a", STRONG, ALLOWS), read("b", STRONG, SILENT), read("c", WEAK, AGAINST)]
    assert [each.origins for each in independent(readings)] == [{"c"}]


def test_of_one_body_that_says_both_the_side_that_disagrees_counts():
    both = [read("a", SOUND, FOR), read("a", SOUND, AGAINST), read("b", SOUND, FOR)]
    for order in itertools.permutations(both):
        assert (amount(order), agreement(independent(order))) == ("medium", "low")


def test_many_readings_that_share_nothing_are_weighed_at_once():
    readings = [read(f"{letter}", SOUND) for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert independent(readings) == readings


def small_sets(longest=4):
    """Every set of up to four readings, by the bodies that each rests on and its grade, that differ in more than order."""
    for length in range(longest + 1):
        yield from itertools.combinations_with_replacement(list(MADE), length)


def test_a_weaker_grade_an_echo_or_another_reading_of_a_body_never_raises_the_amount():
    ranks = {given: rank([MADE[each] for each in given]) for given in small_sets()}

    def ranked(given):
        return ranks[tuple(sorted(given, key=list(MADE).index))]

    for given in small_sets(3):
        before = ranks[given]
        for at, (bodies, grade) in enumerate(given):
            for weaker in GRADES[: GRADES.index(grade)]:
                assert ranked([*given[:at], (bodies, weaker), *given[at + 1 :]]) <= before
            for weaker in GRADES[: GRADES.index(grade) + 1]:
                # Another reading of the same bodies, and of more than these, graded no better.
                for wider in ("a", "b", "ab", "bc") if bodies else ("",):
                    if set(bodies) <= set(wider):
                        assert ranked([*given, (wider, weaker)]) == before
        for grade in GRADES:
            assert ranked([*given, ("", grade)]) == before
        for more in MADE:
            assert ranked([*given, more]) >= before  # and none lowers it


#: What a sentence says of one more body, fairly and usually reliable; the amount now stands for itself.
RAISED = [
    (r"More bodies of the same kind would not raise it further\.", lambda now: (now, now)),
    (r"It would take more than one further independent body to raise it\.", lambda now: (now, now)),
    (
        r"One more independent body, fairly reliable or better, would make it (\w+)\.",
        lambda now, made: (made, made),
    ),
    (
        r"One more independent body would make it (\w+) if it is usually reliable, and not raise it if less so\.",
        lambda now, made: (now, made),
    ),
    (
        r"One more independent body would make it (\w+), or (\w+) if it is usually reliable\.",
        lambda now, fair, usual: (fair, usual),
    ),
]


#: One more body, fairly and usually reliable, and another.
FAIR, USUAL, ANOTHER = read("y", SOUND), read("y", STRONG), read("z", SOUND)


@functools.cache
def evidence_at(given) -> Evidence:
    """The evidence of one of the small sets."""
    return evidence([MADE[each] for each in given])


def evidence(readings) -> Evidence:
    """The evidence of readings whose figures templates call by their ids."""
    _, names = under_names({}, [root for each in readings for root in each.reading.figure.roots.values()])
    return evidence_of(readings, names)


def test_what_would_raise_the_evidence_is_true():
    used = set()
    for given in small_sets(3):
        readings = [MADE[each] for each in given]
        now = evidence_at(given)
        (said_so,) = [(at, match) for at, (words, _) in enumerate(RAISED) if (match := re.fullmatch(words, now.raised))]
        at, match = said_so
        expected = RAISED[at][1](now.amount, *match.groups())
        assert (amount([*readings, FAIR]), amount([*readings, USUAL])) == expected
        if at == 0:
            assert now.amount == "robust"
        elif at == 1:
            assert LEVELS.index(amount([*readings, FAIR, ANOTHER])) > LEVELS.index(now.amount)
        used.add(at)
    assert used == set(range(len(RAISED)))


def test_what_would_lower_the_evidence_is_true():
    used = set()
    for given in small_sets(3):
        readings = [MADE[each] for each in given]
        now = evidence_at(given)
        left = {body: amount([each for each in readings if body not in each.origins]) for body in "abcd"}
        if match := re.fullmatch(
            r"Without the figures of \{([abcd])_count\.speaker\} (?:it would be (\w+)|there would be (none))\.",
            now.lowered,
        ):
            assert left[match[1]] == (match[2] or match[3]) != now.amount
            used.add("one body")
        else:
            assert set(left.values()) == {now.amount}
            expected = "There is none to lose." if now.amount == "none" else "No single body's figures hold it up."
            assert now.lowered == expected
            used.add(expected)
    assert len(used) == 3


def test_the_body_that_the_evidence_hangs_on_is_never_the_statements_own():
    # The statement's own office stands first among what the share rests on, and is graded; the market lends the evidence.
    ratio = share(said("own_part", 1, origin="office", grade="A1"), said("whole", 4, origin="market", grade="B2"))
    weighed = [weigh(Reading(ratio, FOR, ""), ["office"])]
    now = evidence(weighed)
    assert now.lowered == "Without the figures of {whole.speaker} there would be none."


def test_evidence_is_said_without_likelihood_and_findings_without_confidence():
    likelihood = re.compile(r"\b(un)?(likel\w*|probab\w*|chances?|odds|certain\w*|possib\w*)\b", re.I)
    every = [evidence_at(given) for given in small_sets(3)]
    words = {text for now in every for text in (now.words, now.raised, now.lowered)}
    assert not [text for text in words if likelihood.search(text)]
    confidence = re.compile(r"\b(evidence|agreement|limited|medium|robust|high|low|confiden\w*|sure|certain\w*)\b")
    assert not [finding.value for finding in Finding if confidence.search(finding.value)]


def test_the_evidence_is_said_in_one_phrase():
    assert evidence([]).words == "no independent evidence"
    assert evidence([read("a", SOUND)]).words == "limited evidence, one origin alone"
    assert evidence([read("a", SOUND), read("b", SOUND, AGAINST)]).words == "medium evidence, low agreement"
    assert evidence([read(body, SOUND) for body in "abc"]).words == "robust evidence, high agreement"
    against = [read("a", SOUND, AGAINST), read("b", SOUND, AGAINST)]
    assert evidence(against).words == "medium evidence, all of it against"
    assert evidence(against[:1]).words == "limited evidence, one origin alone"


# --- declaring and rating ----------------------------------------------------------------------------

SENTENCES = {"supported": "So it is: {trees}.", "contradicted": "It is not {trees}."}


@statement("how many trees", "trees", judged="A tree is a tree.", settled_by="A count.", **SENTENCES)
def counted(trees, others, ledger):
    words = "{ledger.speaker}: {ledger}"
    return [
        *(beside(each, trees, f"{{{each.key}.speaker}}: {{{each.key}}}") for each in others.figures),
        beside(ledger, trees, words),
    ]


def test_a_statement_is_rated_with_all_that_is_said_of_it():
    trees, ledger = said("trees", 400, "about", 20), said("ledger", 405)
    others = table_of(
        [said("office_count", 400, origin="office", grade="B2"), said("market_count", 500, origin="market", grade="D4")]
    )
    rated = counted(SAID, trees, others, ledger)
    assert (rated.id, rated.question, rated.finding, rated.holds) == ("counted", "how many trees", MIXED, None)
    assert [each.stance for each in rated.readings] == [FOR, AGAINST, FOR]
    assert rated.fill(rated.outcome.because) == (
        "For it: the office: 400 trees; the grower: 405 trees. Against it: the market: 500 trees."
    )
    assert rated.sides == {
        "For it": ["{office_count.speaker}: {office_count}", "{ledger.speaker}: {ledger}"],
        "Against it": ["{market_count.speaker}: {market_count}"],
    }
    assert rated.evidence.words == "medium evidence, low agreement"
    assert rated.evidence.lowered == "Without the figures of {office_count.speaker} it would be limited."
    assert (rated.said, rated.rule.stands_in, rated.rule.judged) == (SAID, ("trees",), "A tree is a tree.")
    assert rated.rule.rate(rated.arguments) is rated.finding


def test_a_rule_says_the_sentence_of_its_finding_or_a_plain_one():
    trees = said("trees", 400)

    def outcome(value, grade):
        others = table_of([said("office_count", value, origin="office", grade=grade)])
        return counted(SAID, trees, others, others.figures[0])

    assert outcome(400, "B2").fill(
        "{trees}: " + outcome(400, "B2").outcome.text
    ) == "400 trees: So it is: {trees}.".replace("{trees}", "400 trees")
    assert outcome(401, "B2").outcome.text == "It is not {trees}."
    # It has no sentence for one that its own figures alone bear out.
    echoed = counted(SAID, trees, table_of([said("second", 400)]), said("ledger", 400))
    assert (echoed.finding, echoed.holds) == (COMPATIBLE, None)
    assert echoed.outcome.text == "Nothing at hand contradicts it, and nothing independent bears it out."


def test_a_figure_that_is_not_known_is_no_reading():
    empty = said("ledger", 405)
    unknown = replace(empty, claim=not_known(empty.claim), interval=None, central=None)
    trees = said("trees", 400)
    beside_it = counted(SAID, trees, table_of([said("office_count", 401, origin="office", grade="B2")]), unknown)
    assert [each.figure.key for each in beside_it.readings] == ["office_count"]
    alone = counted(SAID, trees, table_of([]), unknown)
    assert (alone.finding, alone.outcome.text) == (UNCHECKED, "No figure at hand can check how many trees.")
    assert alone.outcome.because == "Nothing at hand can be set beside it."


def test_a_figure_of_an_edition_is_not_set_beside_itself():
    """The market's 400 stand in place of the grower's trees, and among what is set beside them."""
    market, ledger = said("market_count", 400, origin="market", grade="B2"), said("ledger", 405)
    trees = replace(said("trees", 400), claim=replace(market.claim, id="trees", label="trees", replaced=True))
    put = counted(SAID, trees, table_of([market]), ledger)
    assert [each.figure.key for each in put.readings] == ["ledger"]
    assert put.fill(put.instead) == ("Rated here is not the figure in these words but another: 400 trees (2024).")
    own = replace(trees, claim=replace(trees.claim, replaced=False))  # an author's, in another folder of data
    assert counted(SAID, own, table_of([market]), ledger).instead
    quoted_so = replace(trees, claim=replace(trees.claim, replaced=False, wording="some 400 trees"))
    own = counted(SAID, quoted_so, table_of([market]), ledger)
    assert ([each.figure.key for each in own.readings], own.instead) == (["market_count", "ledger"], "")


def test_a_sentence_on_every_reading_waits_until_none_leaves_room():
    def little(**of_all):
        @statement("it", **of_all, supported="All are few.", mixed="Some are.", contradicted="None is.")
        def all_few(one, other):
            return [by_test(each, below(each, 500), "") for each in (one, other)]

        return all_few

    few, room, many = said("few", 400, origin="a"), said("room", 500, "about", 100, origin="b"), said("many", 600)
    for given, plain, text in [
        ((few, few), "All are few.", "All are few."),
        ((few, room), "Independent figures bear it out.", "All are few."),
        ((many, room), "The figures at hand contradict it.", "None is."),
        ((many, few), "Some are.", "Some are."),
    ]:
        assert little(of_all=True)(SAID, *given).outcome.text == plain
        assert little()(SAID, *given).outcome.text == text


def test_the_figures_a_statement_stands_in_give_no_evidence_of_their_own():
    office, trees = said("office_count", 400, origin="office", grade="B2"), said("trees", 400, origin="office")
    rated = counted(SAID, trees, table_of([office]), office)
    assert (rated.finding, rated.evidence.amount) == (COMPATIBLE, "none")

    @statement("how many", own=("office",), supported="yes", compatible="open")
    def of_the_office(figure):
        return [by_test(figure, below(figure, 500), "{figure}")]

    assert of_the_office(SAID, office).finding is COMPATIBLE
    assert of_the_office(SAID, said("other", 400, origin="market", grade="B2")).finding is SUPPORTED


def test_a_figure_keeps_its_own_name_where_an_argument_is_called_like_another():
    # What the rule calls "trees" is a share; the trees that it rests on are another figure.
    ratio = share(said("part", 100, origin="office", grade="B2"), said("trees", 400, origin="market", grade="B2"))

    @statement("the share", supported="yes", contradicted="no")
    def shared(trees):
        return [by_test(trees, below(trees, 0.5), "{trees}")]

    rated = shared(SAID, ratio)
    assert {name: figure.key for name, figure in rated.figures.items()} == {
        "trees": "share", "part": "part", "trees_": "trees",
    }  # fmt: skip
    assert rated.fill("{trees} of {trees_}") == "25.0 percent of 400 trees"


def test_choices_of_the_report_are_nobodys_evidence():
    limit = chosen(Parameter("few", "few", "ratio", "(0, 1]"), 0.5, HOME)

    @statement("few", supported="{limit}", contradicted="no")
    def few(figure, limit):
        return [by_test(limit, below(figure, limit), "{figure} below {limit}")]

    rated = few(SAID, share(said("part", 1), said("whole", 4)), limit)
    assert (rated.finding, rated.evidence.amount) == (COMPATIBLE, "none")


def test_a_statement_that_nothing_can_check_is_listed_and_not_rated():
    rated = unrated("freed", "who is freed", "Nobody counted them.", "A count.")(SAID)
    assert (rated.id, rated.finding, rated.holds) == ("freed", UNCHECKED, None)
    assert (rated.outcome.text, rated.evidence.words) == ("Nobody counted them.", "no independent evidence")
    assert (rated.readings, rated.figures) == ((), {})


@pytest.mark.parametrize("sentences", [{}, {"supported": "So it is."}])
def test_a_statement_that_can_come_to_one_finding_only_is_refused(sentences):
    with pytest.raises(TypeError, match="one finding only is not rated: how many"):
        statement("how many", "trees", **sentences)


@pytest.mark.parametrize("place", ["about", "judged", "settled_by", "supported", "contradicted"])
def test_a_marker_that_no_argument_fills_is_refused(place):
    words = {"about": "how many", "judged": "", "settled_by": "", "supported": "yes", "contradicted": "no"}
    words[place] = "{baskets.period}"
    with pytest.raises(TypeError, match="unfilled prints baskets, which none of its arguments fills"):

        @statement(words.pop("about"), "trees", **words)
        def unfilled(trees):
            return []

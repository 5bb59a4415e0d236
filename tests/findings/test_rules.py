"""What may be concluded: each rule turns where the arithmetic does, and no two sentences contradict each other.

The notebooks' own cells are run on each set of figures, so the wiring that is tested is the one that is published.
"""

from __future__ import annotations

import ast
import inspect
import re

import pandas as pd
import pytest

from helpers.figures.statement import Finding
from helpers.figures.verdict import MARKER, Answer, Rule, below, fill
from helpers.findings import groups, rules, statements
from helpers.findings.quantities import shortage_covered

RULES = {name: each for name, each in vars(rules).items() if isinstance(each, Rule)}


def one(bound, value, precision=None):
    """A replaced figure."""
    return {"value": value, "bound": bound} | ({"precision": precision} if precision else {})


# --- where each rule turns --------------------------------------------------------------------------

TURNS = [
    # the replaced figures, the choices, the rule, what it comes to
    ({}, {}, "marginal", True),  # at most 13,221 / 1,450,000 = 0.9 percent, below 5
    ({"shortage": 100_000}, {}, "marginal", False),  # 13,221 / 150,000 = 8.8 percent at the least
    ({"shortage": one("about", 264_420, 100_000)}, {}, "marginal", None),  # by 314,420 and 214,420: 4.2 to 6.2 percent
    ({"shortage": one("exact", 264_420)}, {}, "marginal", False),  # a twentieth exactly reaches the threshold
    ({"shortage": one("exact", 264_421)}, {}, "marginal", True),  # and one more stays below
    ({"shortage": one("at_least", 200_000)}, {}, "marginal", None),
    ({"shortage": one("at_least", 300_000)}, {}, "marginal", True),  # 4.4 percent at the most
    ({"shortage": one("up_to", 200_000)}, {}, "marginal", False),  # 6.6 percent at the least
    ({"shortage": one("up_to", 1_500_000)}, {}, "marginal", None),
    ({"entrants": one("up_to", 72_499)}, {}, "marginal", True),  # 5 percent of 1,450,000 is 72,500
    ({"entrants": 77_500}, {}, "marginal", False),  # 5 percent of 1,550,000
    ({"entrants": 75_000}, {}, "marginal", None),
    ({"entrants": one("at_least", 13_221)}, {}, "marginal", None),
    ({}, {"marginal_below": 0.0085}, "marginal", False),  # the share runs from 0.853 to 0.912 percent
    ({}, {"marginal_below": 0.009}, "marginal", None),
    ({}, {"marginal_below": 0.0092}, "marginal", True),
    # 13,221 x 0.5 / 2 = 3,305.25; by 1.55 and 1.45 million: 0.2132 to 0.2280 percent
    ({}, {"share_working": 0.5, "entries_per_person": 2.0, "marginal_below": 0.003}, "marginal_assumed", True),
    ({}, {"share_working": 0.5, "entries_per_person": 2.0, "marginal_below": 0.0022}, "marginal_assumed", None),
    ({}, {"share_working": 0.5, "entries_per_person": 2.0, "marginal_below": 0.002}, "marginal_assumed", False),
    ({}, {}, "marginal_construction", None),  # 13,221 by 400,000 and by 200,000: 3.3 to 6.6 percent
    ({"entrants": 40_000}, {}, "marginal_construction", False),  # 10 percent of 400,000 already
    ({"entrants": 9000}, {}, "marginal_construction", True),  # 4.5 percent of 200,000 still
    ({"entrants": 10_000}, {}, "marginal_construction", None),  # 2.5 to 5 percent
    ({}, {}, "return_or_record", True),  # at most 13,221 / 20,500 = 0.64
    ({"entrants": 20_499}, {}, "return_or_record", True),
    (
        {"entrants": 1_118, "student_visas": 9},
        {},
        "return_or_record",
        True,
    ),  # one more than the 1,117 of the year before
    ({"entrants": 1_117, "student_visas": 9}, {}, "return_or_record", False),  # no more than these, so nothing returned
    ({"entrants": 21_000}, {}, "return_or_record", None),  # beside 20,500 to 21,500
    ({"entrants": 25_000}, {}, "return_or_record", False),  # 25,000 / 21,500 = 1.16 at the least
    ({}, {}, "inflow_went_on", False),  # at most 350 / 5,450
    ({"entries_2025_q1": 6000}, {}, "inflow_went_on", True),  # 5,950 / 5,450 at the least
    ({"entries_2025_q1": 5450}, {}, "inflow_went_on", None),  # 5,400 to 5,500 beside 5,450
    ({}, {}, "larger_inflow", False),  # at most 55,000 / 1,450,000 = 3.8 percent
    ({"planned_total": 100_000}, {}, "larger_inflow", True),  # 95,000 / 1,550,000 = 6.1 percent
    ({"planned_total": 75_000}, {}, "larger_inflow", None),  # 70,000 to 80,000: 4.5 to 5.5 percent
    ({}, {}, "robust", True),  # the smallest other estimate is 1.45 million as well
    ({"entrants": 100_000}, {}, "robust", False),  # 6.7 percent of 1.5, but 2.1 percent of 4.8 million
    ({"entrants": 300_000}, {}, "robust", True),  # more than 6 percent of each
    ({"entrants": 75_000}, {}, "robust", None),
    ({"shortage_hse": 100_000}, {}, "robust", False),  # 8.8 percent of 150,000
    ({"shortage_hse": 260_000}, {}, "robust", False),  # 4.3 to 6.3 percent: this estimate cannot tell
    ({"entrants": 240_000}, {}, "robust", False),  # by 4.85 and 4.75 million 4.95 to 5.05 percent: nor can this
    ({}, {}, "most_sensitive", True),  # 13,221 by 1.5 million: nothing carries it across 5 percent
    ({}, {"marginal_below": 0.006}, "most_sensitive", False),  # by 4.8 million 0.28 percent, below 0.6
    ({"entrants": one("at_least", 13_221)}, {}, "most_sensitive", None),
    ({"entrants": one("at_least", 13_221)}, {}, "marginal_construction", None),
    ({"entrants": one("at_least", 40_000)}, {}, "marginal_construction", False),  # 10 percent of 400,000 at the least
    ({"shortage": 100_000}, {}, "most_sensitive", False),  # from 13.2 percent to 0.9 at the most by any other estimate
    ({}, {}, "answer", True),
    ({"shortage": 100_000}, {}, "answer", False),
    ({"entrants": 75_000}, {}, "answer", None),
]


@pytest.mark.parametrize(("replaced", "choices", "name", "holds"), TURNS)
def test_a_rule_turns_where_its_arithmetic_does(said, replaced, choices, name, holds):
    assert said(replaced, of=name, **choices).verdicts[name].holds is holds


@pytest.mark.parametrize(("entrants", "stays"), [(13_221, True), (300_000, False)])
def test_a_threshold_at_which_it_stays_marginal_is_named_only_where_it_is(said, entrants, stays):
    """13,221 are 0.88 percent of 1.5 million, and 300,000 are 20."""
    because = said({"entrants": entrants}, of="robust").verdicts["robust"].outcome.because
    assert ("they would stay marginal" in because) is stays


def test_each_rule_is_brought_to_each_of_its_outcomes():
    reached = {(name, holds) for _, _, name, holds in TURNS}
    declared = {(name, each.holds) for name, rule in RULES.items() for each in rule.outcomes.values()}
    own = {(name, holds) for name in ("robust", "answer") for holds in (True, False, None)}
    assert reached == declared | own | {("most_sensitive", holds) for holds in (True, False, None)}


def test_the_assumptions_are_said_with_their_numbers(said):
    verdict = said(share_working=0.5, entries_per_person=2.0).verdicts["marginal_assumed"]
    because = verdict.fill(verdict.outcome.because)
    assert because.startswith(
        "If 50 percent of 13,221 entries were made by workers who stayed, 2 to a person, they would fill"
    )
    # 3,305.25 by 1.55 and 1.45 million
    assert "(0.213 to 0.228 percent) of a shortage of about 1.5 million workers." in because


@pytest.mark.parametrize(
    ("replaced", "first", "second"),
    [
        # by the smallest and the largest other estimate, 1.5 and 4.8 million, 0.88 and 0.28 percent: 0.61 apart;
        # at two entries a person 0.44, so 0.44 apart; and 10,985 of 13,221 makes 0.15 apart
        ({}, "which estimate of the shortage", "how often one person entered"),
        # 1.5 to 1.6 million: 0.88 and 0.83 percent
        (
            dict.fromkeys(["shortage_notified", "shortage_surveyed", "shortage_hse", "shortage_economy"], 1_600_000),
            "how often one person entered",
            "how many entries were workers",
        ),
    ],
)
def test_the_input_that_moves_most_is_named_first(said, replaced, first, second):
    verdict = said(replaced).verdicts["most_sensitive"]
    assert verdict.fill(verdict.outcome.text) == f"The answer depends most on {first}, then on {second}."
    because = "No change alone carries the share across 5 percent."
    assert verdict.fill(verdict.outcome.because) == because


@pytest.mark.parametrize(
    ("replaced", "word", "words"),
    [
        # beside the 20,500 to 21,500 of the last year before the border closed
        ({"entrants": 21_500}, "no fewer", "No fewer North Koreans crossed"),
        ({"entrants": 21_501}, "more", "More North Koreans crossed"),
    ],
)
def test_more_than_before_is_not_called_no_fewer(said, replaced, word, words):
    verdict = said(replaced, of="return_or_record").verdicts["return_or_record"]
    assert (verdict.outcome.word, verdict.holds) == (word, False)
    assert verdict.outcome.text.startswith(words)


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        ({}, "in the first quarter of 2025 the entries fell, and no later quarter is known."),
        (
            {"entries_2025_q1": 6000},
            "the entries were no fewer than in the quarter before, and no later quarter is known.",
        ),
        ({"entries_2025_q1": 5450}, "cannot be told from the counts."),
    ],
)
def test_a_quarter_of_the_year_itself_does_not_tell_whether_the_inflow_went_on(said, quarter, words):
    nothing = {"value": "unknown", "period": "2025"}
    year = {"entrants": {"value": 20_000, "period": "2025"}, "growth_multiple": nothing, "student_visas": nothing}
    verdict = said({**year, **quarter}, of="inflow_went_on").verdicts["inflow_went_on"]
    assert verdict.holds is None
    text = verdict.fill(verdict.outcome.text)
    assert text.startswith("Whether the inflow went on cannot be told")
    assert text.endswith(words)


# --- sentences over many figures --------------------------------------------------------------------

SCENARIOS = {
    "the article": {},
    "a hundred thousand missing": {"shortage": 100_000},
    "the threshold within the hedge": {"shortage": one("about", 264_420, 100_000)},
    "at least so many missing": {"shortage": one("at_least", 300_000)},
    "up to so many missing": {"shortage": one("up_to", 200_000)},
    "more came than before the border closed": {"entrants": 25_000},
    "as many came": {"entrants": 21_000},
    "many more came": {"entrants": 100_000},
    "more than any estimate makes marginal": {"entrants": 300_000},
    "at least so many came": {"entrants": one("at_least", 13_221)},
    "up to so many came": {"entrants": one("up_to", 13_221)},
    "about so many came": {"entrants": one("about", 13_000, 1000)},
    "fewer came": {"entrants": 9000},
    "growth below one": {"growth_multiple": one("exact", 0.9)},
    "growth of five": {"growth_multiple": one("exact", 5)},
    "few students": {"student_visas": 5000},
    "a small estimate": {"shortage_hse": 100_000},
    "few came and few are missing": {"entrants": 9000, "shortage": 100_000},
    "few came and few may be missing": {"entrants": 9000, "shortage": one("about", 180_000, 10_000)},
    "larger plans": {"planned_total": 100_000},
    "growth went on": {"entries_2025_q1": 6000},
    "all artillery": {"artillery_share": one("exact", 100)},
    "more builders than came": {"construction_workers": 20_000, "civilian_workers": 20_000},
    "more builders than purposes leave": {"construction_workers": 12_000},
    "fewer entries than purposes": {"entrants": 13_000},
    "too few students enrolled to tell": {"students_enrolled_2024": 657},
    "many students enrolled": {"students_enrolled_2024": 1300},
    "another estimate of builders": {"construction_short": 500_000},
    "fewer builders": {"construction_short": one("between", 100_000) | {"upper": 150_000}},
    "the builders within the threshold": {"construction_short": one("about", 264_420, 10_000)},
}


@pytest.mark.parametrize("case", SCENARIOS)
def test_every_sentence_is_whole(said, case):
    for verdict in said(SCENARIOS[case]).verdicts.values():
        for template in (verdict.question, verdict.outcome.text, verdict.outcome.because):
            assert not re.search(r"\d", MARKER.sub("", template)), template
            filled = verdict.fill(template)
            assert not re.search(r"[{}]|\bNone\b|\bnan\b|\binf\b|  ", filled), filled
            assert filled[0] == filled[0].upper()
        assert verdict.outcome.because.endswith((".", "?"))
        assert verdict.outcome.word


@pytest.mark.parametrize("case", SCENARIOS)
def test_no_two_sentences_contradict_each_other(said, report_of, case):
    concluded, figures = said(SCENARIOS[case]), report_of(SCENARIOS[case]).figures
    verdicts = concluded.verdicts
    shortage, entrants = figures.shortage.interval, figures.entrants.interval
    # covered below a twentieth: twenty times the entries fall short
    holds = True if 20 * entrants.high < shortage.low else False if 20 * entrants.low >= shortage.high else None
    marginal, answer, robust = verdicts["marginal"], verdicts["answer"], verdicts["robust"]
    assert (marginal.holds, answer.holds, verdicts["marginal_assumed"].holds) == (holds, holds, holds)
    for verdict in (marginal, verdicts["marginal_assumed"]):
        ending = {True: ": marginal.", False: ": not marginal.", None: ""}[holds]
        assert verdict.outcome.text.endswith(f"of the stated shortage{ending}") == (holds is not None)
        assert ("cannot be told" in verdict.outcome.text) is (holds is None)
    lead = {True: ": marginal, by the line", False: "not a marginal share", None: "cannot be told"}
    assert [words for words in lead.values() if words in answer.outcome.text] == [lead[holds]]
    assert answer.fill(answer.outcome.because) == marginal.fill(marginal.outcome.because)
    # the estimates one by one
    each = [
        True if 20 * entrants.high < other.interval.low else False if 20 * entrants.low >= other.interval.high else None
        for other in groups.whole_economy(figures).figures
    ]
    assert robust.holds is (None if holds is None else all(rating is holds for rating in each))
    robustly = {
        True: "Every other estimate",
        False: "The answer depends" if holds in each else "The answer rests",
        None: "The answer is not robust",
    }
    assert robust.outcome.text.startswith(robustly[robust.holds])
    assert ("they would stay marginal" in robust.outcome.because) is (holds is True)
    one_side = Finding.CONTRADICTED if False in each else Finding.SUPPORTED if True in each else Finding.COMPATIBLE
    stated = verdicts["marginal_stated"]
    assert stated.finding is (Finding.MIXED if {True, False} <= set(each) else one_side)
    assert concluded.figures["estimates_marginal"].central == each.count(True)
    # building sites: twenty times the entries beside the builders missing
    missing, sites = figures.construction_short.interval, verdicts["marginal_construction"]
    on_sites = True if 20 * entrants.high < missing.low else False if 20 * entrants.low >= missing.high else None
    assert sites.holds is on_sites
    clauses = {True: "they would be marginal:", False: "they would not be marginal:", None: "they could fill"}
    assert [words for words in clauses.values() if words in answer.outcome.text] == [clauses[on_sites]]
    assert not re.search(r"\b(too|also|far)\b", answer.outcome.text + sites.outcome.text)  # true beside either lead


@pytest.mark.parametrize("case", SCENARIOS)
def test_a_sentence_says_what_its_verdict_holds(said, case):
    verdicts = said(SCENARIOS[case]).verdicts
    for name, words in {
        "marginal_construction": ("entries would be marginal.", "would not be marginal", "which end|no upper end"),
        "return_or_record": ("a return, not a record", "No fewer North|Fewer North|More North", "cannot be told"),
        "inflow_went_on": ("no fewer entries", "did not go on growing", "cannot be told"),
        "larger_inflow": ("would not be marginal", "Even the largest number", "cannot be told"),
    }.items():
        expected = dict(zip((True, False, None), words, strict=True))[verdicts[name].holds]
        assert [each for each in words if re.search(each, verdicts[name].outcome.text)] == [expected]
    fewer = "Fewer North" in verdicts["return_or_record"].outcome.text
    counted = verdicts["return_or_record"].figures["entrants"]
    assert not fewer or (counted.high < 20_500 and counted.low <= 1_117)  # 2019, and the year before


def test_a_change_that_leads_to_the_line_crosses_it(report):
    """What fills 5 percent is no longer marginal, for that is what lies under the line."""
    share, line = shortage_covered(report.figures.entrants, report.figures.shortage), report.marginal_below
    for high, word in ((0.05, "crosses the line"), (0.0499, "crosses nothing")):
        moved = pd.DataFrame({"label": ["which: a", "how: b"], "low": [0.001, 0.002], "high": [high, 0.01]})
        assert rules.most_sensitive(moved, share, line).outcome.word == word
    large = shortage_covered(report.figures.entrants, 100_000)  # 13.2 percent, which 5 percent is not marginal beside
    for low, word in ((0.0499, "crosses the line"), (0.05, "crosses nothing")):
        moved = pd.DataFrame({"label": ["which: a", "how: b"], "low": [low, 0.1], "high": [0.14, 0.2]})
        assert rules.most_sensitive(moved, large, line).outcome.word == word


# --- how the rules are written ----------------------------------------------------------------------


@pytest.mark.parametrize("module", [rules, statements])
def test_no_digit_is_typed_in_a_sentence(module):
    tree = ast.parse(inspect.getsource(module))
    sentences = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    sentences = [words for words in sentences if " " in words]
    assert len(sentences) > 30
    assert [words for words in sentences if re.search(r"\d", MARKER.sub("", words))] == []


def test_each_rule_prints_the_reason_of_its_answer(report):
    """The figures that decide stand in the sentence, so that a reader can decide anew."""
    covered = shortage_covered(report.figures.entrants, report.figures.shortage)
    figures = {"entrants": report.figures.entrants, "shortage": report.figures.shortage}
    verdict = rules.marginal(covered, report.marginal_below, **figures)
    assert list(verdict.tested) == ["shortage_covered", "marginal_below"]
    assert below(covered, report.marginal_below) is verdict.answer is Answer.YES
    assert verdict.fill(verdict.outcome.because) == (
        "Set beside a shortage of about 1.5 million workers, 13,221 entries come to about 0.88 percent (0.85 to 0.92 "
        "percent). This report calls anything under 5 percent marginal."
    )
    assert fill("{shortage_covered.high}", verdict.figures) == "0.92 percent"


def test_a_share_without_an_upper_end_lies_on_no_side_of_a_line(said):
    verdicts = said({"entrants": one("at_least", 250), "student_visas": 9}).verdicts
    open_ended = {name: each.fill(f"{each.outcome.text} {each.outcome.because}") for name, each in verdicts.items()}
    # 250 by 1.55 million, and by 400,000
    assert "they would fill at least 0.0161 percent of it; no upper end is known, and" in open_ended["answer"]
    assert "they could fill at least 0.0625 percent, with no upper end known." in open_ended["answer"]
    assert open_ended["marginal_construction"].startswith(
        "Whether they would be marginal in construction cannot be told"
    )
    assert "at least 250 entries come to at least 0.0161 percent. This report" in open_ended["marginal"]  # said once
    assert "By none of 6 other estimates is it sure" in open_ended["robust"]
    assert open_ended["most_sensitive"].startswith("The least that is known depends most on")
    assert not [words for words in open_ended.values() if "side of" in words]

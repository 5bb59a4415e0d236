"""How the article's statements are rated on its own and on other figures, and what the report counts of itself."""

from __future__ import annotations

import csv

import pytest

from helpers.figures.verdict import Rule
from helpers.findings import statements

#: Those that the module declares; it imports a rule too.
DECLARED = [
    name
    for name, each in vars(statements).items()
    if isinstance(each, Rule) and each.test.__module__ == statements.__name__
]
AGREES, DISAGREES, UNTOLD, NOTHING = "agrees", "disagrees", "cannot be told", "nothing to compare"


def one(bound, value, precision=None):
    """A replaced figure."""
    return {"value": value, "bound": bound} | ({"precision": precision} if precision else {})


@pytest.fixture(scope="module")
def rated(report_of):
    """The verdicts on the statements by id, on replaced figures and other choices."""

    def rate(replaced: dict | None = None, **choices: float):
        return {verdict.id: verdict for verdict in statements.rated(report_of(replaced, **choices))}

    return rate


@pytest.fixture(scope="module")
def article(rated):
    return rated()


# --- ratings ----------------------------------------------------------------------------------------

#: Of the article's own figures: against themselves, against others.
RATED = {
    "thousands_came": (AGREES, AGREES),  # 2,000 and more fit into 13,221 and into 10,985
    "entrants_counted": (AGREES, AGREES),  # 3,098 + 1,648 + 286 + 234 + 53 + 15 + 7,887 = 13,221
    "growth_stated": (NOTHING, AGREES),  # 13,221 / 1,117 = 11.84, up to 12
    "many_are_students": (AGREES, UNTOLD),  # 59.7 percent; 7,887 in both, but of entries
    "education_is_real": (NOTHING, UNTOLD),  # 7,887 / 135 = 58 a student at the least
    "civilian_work": (AGREES, AGREES),  # 3,000 and more fit into 13,221 and into 10,985
    "marginal_stated": (AGREES, AGREES),  # 0.9 percent at the most, by each estimate as well
    "shortage_stated": (NOTHING, UNTOLD),  # three of six estimates reach 1.45 to 1.55 million
    "shortage_is_significant": (NOTHING, UNTOLD),
    "shortage_since": (NOTHING, UNTOLD),
    "war_year_counts": (NOTHING, UNTOLD),
    "larger_influxes": (NOTHING, UNTOLD),  # not for the economy, yet for builders
    "artillery_stated": (NOTHING, UNTOLD),  # 55 to 65 beside 45 to 55 and at most 40
    "shells_grew": (NOTHING, UNTOLD),
    "pay_differs": (NOTHING, UNTOLD),
    "enterprises_benefit": (NOTHING, UNTOLD),
    "workers_freed": (NOTHING, UNTOLD),
}


def test_every_statement_is_rated_once_and_as_worked_by_hand(article):
    assert list(article) == DECLARED
    assert {name: verdict.ratings for name, verdict in article.items()} == RATED


def test_every_statement_is_kept_in_the_articles_own_words(article, report):
    assert list(report.data.statements) == list(article)


def test_no_quoted_figure_of_the_article_is_left_unrated(article, report):
    stands_in = [name for verdict in article.values() for name in verdict.rule.stands_in]
    assert set(stands_in) == set(report.data.claims)


@pytest.mark.parametrize(
    ("replaced", "name", "own", "others"),
    [
        ({"construction_workers": 20_000}, "thousands_came", DISAGREES, DISAGREES),  # more than came
        ({"construction_workers": 12_000}, "thousands_came", AGREES, DISAGREES),  # more than 10,985
        ({"civilian_workers": 12_000}, "civilian_work", AGREES, DISAGREES),
        ({"civilian_workers": 14_000}, "civilian_work", DISAGREES, DISAGREES),
        ({"entrants": 14_000}, "entrants_counted", AGREES, DISAGREES),  # the purposes add up to 13,221
        ({"entrants": 13_000}, "entrants_counted", AGREES, DISAGREES),
        ({"entrants": one("about", 13_000, 1000)}, "entrants_counted", AGREES, AGREES),  # 12,500 to 13,500
        ({"growth_multiple": one("exact", 5)}, "growth_stated", NOTHING, DISAGREES),  # 11.84 is not 4.5 to 5.5
        ({"growth_multiple": one("exact", 12)}, "growth_stated", NOTHING, AGREES),  # 11.5 to 12.5
        ({"growth_multiple": one("exact", 11)}, "growth_stated", NOTHING, DISAGREES),  # 10.5 to 11.5
        ({"growth_multiple": one("at_least", 13)}, "growth_stated", NOTHING, DISAGREES),  # from 12.5 on
        ({"growth_multiple": one("up_to", 11)}, "growth_stated", NOTHING, DISAGREES),  # to 11.5
        ({"entries_2023": 1000}, "growth_stated", NOTHING, DISAGREES),  # 13.2
        ({"student_visas": 5000}, "many_are_students", DISAGREES, DISAGREES),  # 38 percent; 7,887 in the table
        ({"student_visas": 6610}, "many_are_students", DISAGREES, DISAGREES),  # one below the half of 13,221
        ({"student_visas": 6611}, "many_are_students", AGREES, DISAGREES),
        ({"student_visas": one("up_to", 7887)}, "many_are_students", UNTOLD, UNTOLD),
        ({"students_enrolled_2024": 1300}, "education_is_real", NOTHING, AGREES),  # 6 a student
        ({"students_enrolled_2024": 657}, "education_is_real", NOTHING, UNTOLD),  # 7,887 / 662 = 11.9, / 652 = 12.1
        ({"artillery_share": 44}, "artillery_stated", NOTHING, AGREES),  # 39 to 49 beside 45 to 55 and at most 40
        ({"artillery_share": 45}, "artillery_stated", NOTHING, UNTOLD),  # 40 to 50 shares only an end with at most 40
        ({"shortage": one("exact", 10_000_000)}, "shortage_stated", NOTHING, DISAGREES),
        ({"shortage": one("at_least", 1)}, "shortage_stated", NOTHING, AGREES),
        ({"shortage": 100_000}, "marginal_stated", DISAGREES, AGREES),
        ({"entrants": 75_000}, "marginal_stated", UNTOLD, UNTOLD),
        ({"entrants": 100_000}, "marginal_stated", DISAGREES, UNTOLD),  # it depends on the estimate
        ({"entrants": 300_000}, "marginal_stated", DISAGREES, DISAGREES),
        ({"planned_total": 100_000}, "larger_influxes", NOTHING, AGREES),  # for the economy and for builders
        ({"planned_total": 10_000, "construction_short": one("exact", 400_000)}, "larger_influxes", NOTHING, DISAGREES),
        ({"planned_total": 10_000}, "larger_influxes", NOTHING, UNTOLD),  # 5,000 by 400,000 is 1.25 percent, 15,000 by 200,000 is 7.5
    ],
)  # fmt: skip
def test_a_rating_turns_where_its_arithmetic_does(rated, replaced, name, own, others):
    verdict = rated(replaced)[name]
    assert verdict.ratings == (own, others)
    sides = {own, others} - {NOTHING}
    assert verdict.holds is (False if DISAGREES in sides else None if UNTOLD in sides else True)
    assert verdict.outcome.text == f"Against the article's own figures: {own}. Against other figures: {others}."


@pytest.mark.parametrize(
    ("replaced", "name", "words", "other_words"),
    [
        ({}, "thousands_came", "leaves room for", "do not fit"),
        ({"construction_workers": 12_000}, "thousands_came", "do not fit", "leaves room for"),
        ({}, "entrants_counted", "the stated total. ", "leaves a gap"),
        ({"entrants": 14_000}, "entrants_counted", "leaves a gap of 779 entries", ", the stated total"),
        ({}, "growth_stated", "a statement of up to 12 times allows that", "does not allow"),
        ({"entries_2023": 1000}, "growth_stated", "does not allow that", "times allows that"),
        ({}, "artillery_stated", "not all agree", ": all agree"),
        ({"artillery_share": 44}, "artillery_stated", ": all agree.", "not all"),
        ({}, "education_is_real", "cannot tell", "could explain"),
        ({"students_enrolled_2024": 1300}, "education_is_real", "could explain", "cannot tell"),
        # the estimates by their upper ends: 1.5 to 2.5 million goes beyond 2.15 to 2.25
        (
            {"shortage_hse": 2_000_000, "shortage_economy": 2_000_000},
            "shortage_stated",
            "from about 1.5 million workers to about 2 million workers, and",
            "2.2 million",
        ),
        ({}, "shortage_stated", "from about 1.5 million workers to about 4.8 million workers", "open"),
        (
            {"shortage_surveyed": 9_000_000, "shortage_hse": 300_000},
            "shortage_stated",
            "from about 300,000 workers to about 9.0 million posts",
            "4.8",
        ),
    ],
)
def test_the_reason_says_what_the_rating_says(rated, replaced, name, words, other_words):
    verdict = rated(replaced)[name]
    because = verdict.fill(verdict.outcome.because)
    assert words in because
    assert other_words not in because


def test_what_only_stands_beside_a_statement_does_not_decide_it(article):
    for name, verdict in article.items():
        assert (verdict.ratings != (NOTHING, UNTOLD)) <= bool(verdict.tested), name
    assert list(article["growth_stated"].tested) == ["growth_multiple", "growth_observed"]
    assert "workers_nis" not in article["thousands_came"].tested
    assert article["shells_grew"].tested == {}


# --- what is counted --------------------------------------------------------------------------------


def tally(report) -> dict:
    verdicts = statements.rated(report)
    return {figure.id: figure for figure in statements.tallies(report, verdicts)}


def test_the_tallies_count_what_they_say(report, checkout):
    rows = {
        name: list(csv.DictReader((checkout / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("claims", "context")
    }
    counts = {name: figure.central for name, figure in tally(report).items()}
    assert counts == {
        "claims_count": len(rows["claims"]),
        "context_count": len(rows["context"]),
        "origins_count": len({row["origin"] for row in rows["context"]}),
        "pages_count": len({row["source"] for row in rows["context"]}),
        "statements_count": 17,
        "statements_agreeing": 5,  # builders, the total, the growth, civilian work, and marginal
        "statements_border": 4,  # of these, marginal alone is set beside other bodies' estimates
        "statements_disagreeing": 0,
        "statements_untold": 12,
        "estimates_count": 6,  # qualified, workers, notified, surveyed, the university's, the whole economy's
        "estimates_marginal": 6,
        "estimates_agreeing": 3,  # 1.45 to 1.55 million twice, and 1.5 to 2.5 million
    }


@pytest.mark.parametrize(
    ("replaced", "choices", "expected"),
    [
        # 5 percent is 2,000,000: surveyed from 2.15, the university's from 2.55, the economy's from 4.75 million
        ({"entrants": 100_000}, {}, {"estimates_marginal": 3}),
        # the purposes, the growth, the half of students and the threshold contradict 100,000
        ({"entrants": 100_000}, {}, {"statements_disagreeing": 4}),
        # by 1.45 to 1.55 million 0.85 to 0.91, by 1.5 to 2.5 at most 0.88, by 2.15 and more below 0.62 percent
        ({}, {"marginal_below": 0.009}, {"estimates_marginal": 4}),
        # marginal is open then, and the largest plans, 3.3 percent, matter for the economy and for builders
        ({}, {"marginal_below": 0.009}, {"statements_agreeing": 5, "statements_border": 4}),
        ({"shortage": one("exact", 2_000_000)}, {}, {"estimates_agreeing": 1}),  # notified, 1.5 to 2.5 million
        # a purpose of the author's own: the growth alone is beside border counts and nothing else
        ({"transport_2024": 1648}, {}, {"statements_agreeing": 5, "statements_border": 1}),
        (
            {"construction_workers": 20_000},
            {},
            {"statements_agreeing": 4, "statements_border": 3, "statements_disagreeing": 1, "statements_untold": 12},
        ),
    ],
)
def test_the_tallies_move_with_the_figures(report_of, replaced, choices, expected):
    made = tally(report_of(replaced, **choices))
    assert {name: made[name].central for name in expected} == expected


def test_a_tally_is_exact_and_rests_on_what_was_gone_through(report):
    made = tally(report)
    assert made["estimates_marginal"].text == "6 estimates"
    assert (made["statements_disagreeing"].low, made["statements_disagreeing"].high) == (0, 0)
    assert set(made["estimates_marginal"].rests_on) == {
        "entrants", "marginal_below", "shortage_qualified", "shortage_workers", "shortage_notified",
        "shortage_surveyed", "shortage_hse", "shortage_economy",
    }  # fmt: skip
    assert made["claims_count"].rests_on == ("claims_count",)  # of rows, not of figures

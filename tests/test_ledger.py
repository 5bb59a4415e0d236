"""Values with provenance: what rests on what, how sure the whole is, and what is kept of a number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers.claims import ATTRIBUTIONS, Data
from helpers.interval import Interval
from helpers.ledger import Ledger, provenance
from helpers.quantities import PARAMETERS, QUANTITIES


@pytest.fixture(scope="module")
def article(ledger_of):
    """The ledger of the article's own figures, made once."""
    return ledger_of()


# --- what rests on what -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("entrants", ("entrants",)),
        ("marginal_below", ("marginal_below",)),
        ("shortage_covered", ("entrants", "shortage")),
        ("shortage_covered_students", ("student_visas", "shortage")),
        ("entrants_increase", ("entrants", "growth_multiple")),  # entrants enters twice and is named once
        ("years_to_cover", ("shortage", "entrants", "growth_multiple")),
        ("entrants_to_matter", ("marginal_below", "shortage")),
        (
            "next_quarter_ratio",
            ("entries_2025_q1", "entrants", "entries_2024_q1", "entries_2024_q2", "entries_2024_q3"),
        ),
    ],
)
def test_a_value_rests_on_claims_and_parameters_in_the_order_of_the_formulas(article, name, bases):
    assert article.rests_on(name) == bases


def test_no_value_rests_on_a_quantity(article):
    for name in QUANTITIES:
        assert not set(article.rests_on(name)) & set(QUANTITIES)


def test_used_by_names_the_quantities_that_a_value_enters_directly(article):
    assert article.used_by("fourth_quarter") == ["next_quarter_ratio"]
    assert article.used_by("previous_entrants") == ["entrants_increase"]
    assert article.used_by("growth_multiple") == ["previous_entrants", "growth_rate", "years_to_cover"]
    assert "next_quarter_ratio" not in article.used_by("entrants")
    assert article.used_by("years_to_cover") == []
    assert article.used_by("artillery_share") == ["shells_per_other_shell"]


def test_upstream_and_downstream_are_each_others_reverse(article):
    for name in QUANTITIES:
        for used in article[name].inputs:
            assert name in article.used_by(used)
            assert used in article


def test_an_unknown_id_is_named(article):
    with pytest.raises(KeyError, match="nobody"):
        article["nobody"]
    assert "nobody" not in article
    assert "shortage_covered" in article
    assert "entries_2019" in article
    assert "marginal_below" in article


def test_a_quantity_whose_figures_are_missing_is_left_out(article):
    claims_only = Ledger(Data(article.data.claims))
    assert "shortage_covered" in claims_only
    assert "growth_observed" not in claims_only
    assert "next_quarter_ratio" not in claims_only


# --- how sure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "attribution"),
    [
        ("entrants", "stated"),
        ("previous_entrants", "stated"),  # stated by stated
        ("student_visa_share", "alleged"),  # alleged by stated
        ("shortage_covered", "estimated"),  # stated by estimated
        ("shortage_covered_students", "alleged"),  # alleged by estimated
        ("inflow_workers_nis_2024", "believed"),  # believed by estimated
        ("shells_per_other_shell", "believed"),
        ("entrants_to_matter", "estimated"),  # a parameter vouches for nothing
        ("marginal_below", "chosen"),
    ],
)
def test_a_value_is_as_sure_as_its_least_sure_claim(article, name, attribution):
    assert article[name].attribution == attribution


def test_the_attributions_are_those_of_the_contract():
    assert set(ATTRIBUTIONS) == {"stated", "reported", "alleged", "estimated", "believed"}
    assert ATTRIBUTIONS[0] == "stated"


def test_attribution_never_changes_the_interval(ledger_of, article):
    for word in ATTRIBUTIONS:
        given = {"value": 1_500_000, "attribution": word}
        value = ledger_of({"shortage": given})["shortage_covered"]
        assert value.interval == article["shortage_covered"].interval
        assert value.attribution == word


UP, ABOUT, LEAST = (
    {"bound": "up_to"},
    {"bound": "about", "precision": 1000},
    {"bound": "at_least"},
)


@pytest.mark.parametrize(
    ("replacements", "name", "bound"),
    [
        ({}, "student_visa_share", "exact"),
        ({}, "shortage_covered", "about"),
        ({}, "previous_entrants", "at_least"),  # divided by an upper bound
        ({}, "entrants_increase", "up_to"),
        ({}, "growth_rate", "up_to"),
        ({}, "years_to_cover", "at_least"),
        ({}, "entrants_to_matter", "about"),
        ({}, "covered_construction_short_low", "up_to"),  # divided by a lower bound
        ({}, "covered_construction_short_high", "at_least"),
        ({"entrants": UP}, "shortage_covered", "up_to"),
        ({"entrants": UP}, "shortage_remaining", "at_least"),  # less an upper bound
        ({"entrants": LEAST}, "shortage_covered", "at_least"),
        ({"entrants": LEAST}, "shortage_remaining", "up_to"),
        ({"entrants": ABOUT}, "other_entrants", "about"),
        ({"shortage": UP}, "entrants_to_matter", "up_to"),
        ({"shortage": LEAST}, "entrants_to_matter", "at_least"),
        ({"shortage": UP, "entrants": UP}, "shortage_remaining", "between"),  # pushed both ways
        ({"shortage": LEAST, "entrants": LEAST}, "shortage_remaining", "between"),
        ({"student_visas": UP, "entrants": LEAST}, "student_visa_share", "up_to"),  # pushed one way twice
        ({"student_visas": LEAST, "entrants": UP}, "student_visa_share", "at_least"),
        ({"student_visas": UP, "entrants": UP}, "other_entrants", "between"),
        ({"artillery_share": UP}, "shells_per_other_shell", "up_to"),
    ],
)
def test_the_bound_word_of_a_value_follows_from_those_of_its_claims(ledger_of, replacements, name, bound):
    value = ledger_of(replacements)[name]
    assert value.bound == bound
    assert (value.central is None) == (bound not in ("exact", "about"))


def test_a_central_value_exists_only_where_every_claim_has_one(ledger_of, article):
    for name in QUANTITIES:
        one_sided = [
            base
            for base in article.rests_on(name)
            if base not in PARAMETERS and article[base].bound in ("up_to", "at_least")
        ]
        assert (article[name].central is None) == bool(one_sided), name
    # 13,221 exactly by 1,500,000 exactly
    exact = ledger_of({"shortage": {"value": 1_500_000, "bound": "exact"}})["shortage_covered"]
    assert (exact.low, exact.central, exact.high) == (0.008814, 0.008814, 0.008814)


def test_an_undefined_value_has_no_interval_and_no_ends(ledger_of):
    value = ledger_of({"growth_multiple": {"value": 1, "bound": "exact"}})["years_to_cover"]
    assert (value.interval, value.low, value.central, value.high) == (None, None, None, None)


# --- what is kept of a number -----------------------------------------------------------------------


def test_numbers_are_kept_to_twelve_significant_digits(article):
    # 13,221 / 1,550,000 = 0.008529677419354838...; 13,221 / 1,450,000 = 0.009117931034482758...
    value = article["shortage_covered"]
    assert (value.low, value.high) == (0.00852967741935, 0.00911793103448)
    # 7,887 / 13,221 = 0.596550941683685...
    assert article["student_visa_share"].central == 0.596550941684
    for name in [*QUANTITIES, *article.data.figures]:
        for number in (article[name].low, article[name].central, article[name].high):
            assert number is None or number == float(f"{number:.12g}")


def test_an_open_end_is_none_and_never_infinite(ledger_of, article):
    for ledger in (article, ledger_of({"entrants": LEAST}), ledger_of({"entrants": 0, "shortage": LEAST})):
        for name in [*QUANTITIES, *ledger.data.figures]:
            for number in (ledger[name].low, ledger[name].central, ledger[name].high):
                assert number is None or math.isfinite(number)
            assert not any(number == 0 and math.copysign(1, number) < 0 for number in [ledger[name].low] if number)
    assert article["previous_entrants"].high is None
    assert article["entrants_increase"].low is None


def test_a_claim_keeps_the_unit_it_is_quoted_in_and_enters_as_a_ratio(article):
    share = article["artillery_share"]
    assert (share.low, share.central, share.high, share.unit) == (55, 60, 65, "percent")
    assert article["shells_per_other_shell"].central == pytest.approx(1.5, rel=1e-12)


def test_the_kinds_of_values(article):
    kinds = [article[name].kind for name in ("entrants", "entries_2019", "shortage_covered", "marginal_below")]
    assert kinds == ["claim", "context", "quantity", "parameter"]


def test_an_entry_has_the_fields_of_the_contract(article):
    entry = article["shortage_covered"].entry()
    fields = {"label", "central", "low", "high", "unit", "text", "bound", "attribution", "formula", "inputs"}
    assert set(entry) == fields
    assert entry["formula"] == "entrants / shortage"
    assert entry["inputs"] == ["entrants", "shortage"]
    assert entry["text"] == "about 0.88 percent"
    assert article["entrants"].entry()["inputs"] == []


def test_parameters_take_the_place_of_their_defaults(ledger_of, article):
    assert article["marginal_below"].central == 0.05
    assert article["marginal_below"].text == "5 percent"
    changed = ledger_of(parameters={"marginal_below": 0.1})
    assert changed["marginal_below"].interval == Interval(0.1, 0.1)
    assert changed["share_working"].central == article["share_working"].central


# --- tables -----------------------------------------------------------------------------------------


def test_evaluate_takes_numbers_and_columns(article):
    figures = {"entrants": np.array([10.0, 20.0]), "growth_multiple": 4.0}
    assert article.evaluate("entrants_increase", figures).tolist() == [7.5, 15.0]  # three quarters
    assert article.evaluate("entrants", figures) is figures["entrants"]


def test_a_frame_has_a_row_for_each_value(article):
    frame = article.frame(["entrants", "previous_entrants", "shortage_covered", "marginal_below"])
    columns = "id label period low central high unit text number range bound attribution"
    assert list(frame.columns) == columns.split()
    assert list(frame["id"]) == ["entrants", "previous_entrants", "shortage_covered", "marginal_below"]
    assert list(frame["period"]) == ["2024", "", "", ""]
    assert list(frame["low"]) == [13221, 1101.75, 0.00852967741935, 0.05]
    assert frame["high"].isna().tolist() == [False, True, False, False]
    assert frame["central"].isna().tolist() == [False, True, False, False]
    assert list(frame["text"])[1] == "at least 1,101 entries"
    assert list(frame["bound"]) == ["exact", "at_least", "about", "exact"]
    assert list(frame["number"])[2] == "0.88"
    assert list(frame["range"])[2] == "0.85 to 0.92 percent"


def test_sensitivity_ranks_inputs_by_what_they_move(article):
    alternatives = {"entrants": (10_000, 20_000), "shortage": (1_000_000, 3_000_000)}
    table = article.sensitivity("shortage_covered", alternatives)
    # the shortage: 13,221 by 1 and by 3 million, 0.008814 apart; the entries: 10 and 20 by 1,500, 0.00667 apart
    assert list(table["input"]) == ["shortage", "entrants"]
    assert list(table["at_low"]) == pytest.approx([0.013221, 1 / 150], rel=1e-11)
    assert list(table["at_high"]) == pytest.approx([0.004407, 2 / 150], rel=1e-11)
    assert list(table["swing"]) == pytest.approx([0.008814, 1 / 150], rel=1e-11)
    assert list(table["label"]) == [article["shortage"].label, article["entrants"].label]
    assert (list(table["from"]), list(table["to"])) == ([1_000_000, 10_000], [3_000_000, 20_000])


# --- provenance -------------------------------------------------------------------------------------


def test_provenance_of_a_claim_is_its_quotation_and_its_chain(article):
    record = provenance(article, "shortage")
    claim = article.data["shortage"]
    assert record["kind"] == "claim"
    assert (record["wording"], record["source"], record["speaker"]) == (claim.wording, "article", claim.speaker)
    assert record["used_by"] == article.used_by("shortage")
    assert record["replaced"] is False
    assert record["text"] == "about 1.5 million workers"
    assert provenance(article, "entries_2019")["grade_reason"]


def test_provenance_of_a_quantity_is_its_sentence_and_what_it_rests_on(article):
    record = provenance(article, "entrants_increase")
    assert record["sentence"] == "Entries more than in the year before."
    assert record["rests_on"] == ["entrants", "growth_multiple"]
    assert "wording" not in record


def test_provenance_of_a_replaced_figure_says_so(ledger_of):
    record = provenance(ledger_of({"entrants": 1000}), "entrants")
    assert record["replaced"] is True
    assert record["wording"] == ""

"""The form that a reader moves is the report's own formulas and sentences, bounded as the data and the choices are."""

from __future__ import annotations

import math

import pytest

from helpers import open_report
from helpers.figures.figure import Figure
from helpers.findings import groups, quantities, rules
from helpers.notebook.what_if import trace

CHOICES = {"marginal_below": 0.05, "share_working": 1.0, "entries_per_person": 1.0}


@pytest.fixture(scope="module")
def report():
    return open_report("../data", **CHOICES)


@pytest.fixture(scope="module")
def figures(report):
    return report.figures


def moves(report):
    """Inputs of each kind: a figure with others in its place, choices with a slider of each form, another figure."""
    figures = report.figures
    others = report.table({"as quoted": figures.shortage}, groups.whole_economy(figures))
    return {
        figures.shortage: {"others": others, "reach": groups.builders_missing(figures), "largest": 1e9},
        report.marginal_below: {"decades": (-1, 2)},
        report.share_working: {},
        figures.growth_multiple: {"decades": (0, 2)},
    }


def form_of(report, **changed):
    """A form over the shortage and the threshold, with what a test changes."""
    figures, threshold = report.figures, report.marginal_below
    covered = quantities.shortage_covered(figures.entrants, figures.shortage)
    marginal = rules.marginal(covered, threshold, entrants=figures.entrants, shortage=figures.shortage)
    settings = {
        "inputs": moves(report),
        "follow": [covered, quantities.growth_rate(figures.growth_multiple)],
        "show": [covered],
        "bars": {"All entries": covered},
        "verdicts": {marginal: covered},
        "threshold": threshold,
    }  # fmt: skip
    return report.what_if(**{**settings, **changed}).form


# --- formulas as JavaScript ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "script"),
    [
        ("previous_entrants entrants growth_multiple", "({entrants, growth_multiple}) => entrants/growth_multiple"),
        ("shortage_covered entrants shortage", "({entrants, shortage}) => entrants/shortage"),
        (
            "years_to_cover shortage entrants growth_multiple",
            "({shortage, entrants, growth_multiple}) => Math.log(shortage/entrants)/Math.log(growth_multiple)",
        ),
        (
            "shortage_covered_assumed entrants share_working entries_per_person shortage",
            "({entrants, share_working, entries_per_person, shortage}) => "
            "((entrants*share_working)/entries_per_person)/shortage",
        ),
    ],
)
def test_a_formula_is_a_function_of_what_it_finally_rests_on_in_pythons_order(report, figures, arguments, script):
    name, *given = arguments.split()
    made = getattr(quantities, name)(*[report.choices.get(each) or figures[each] for each in given])
    assert trace(made) == script


def test_a_formula_of_formulas_is_seen_through(figures):
    previous = quantities.previous_entrants(figures.entrants, figures.growth_multiple)
    script = trace(quantities.entrants_increase(figures.entrants, previous))
    assert script.startswith("({entrants, growth_multiple}) => ")
    assert "previous" not in script
    body = script.partition("=>")[2].strip()
    assert eval(body, {"entrants": 100, "growth_multiple": 4}) == 75


# --- the form -----------------------------------------------------------------------------------------


def test_the_inputs_are_bounded_as_the_data_and_the_choices_are(report):
    shortage, threshold, working, growth = form_of(report).inputs
    assert (shortage.id, shortage.low, shortage.high, shortage.factor) == ("shortage", 1, 1e9, 1)
    assert shortage.quoted.model_dump() == {"value": 1_500_000, "bound": "about", "precision": 100_000, "upper": None}
    # builders missing begin at 200,000, and 5 million are needed for the housing target: 10^5 to 10^7, 90 steps each
    assert shortage.slider.model_dump() == {"kind": "log", "first": 5, "last": 180}
    # a choice shows in percent, above zero and at most a hundred: from 0.1 on, and three powers of ten
    assert (threshold.low, threshold.high, threshold.factor) == (pytest.approx(1e-4), 100, 100)
    assert (threshold.quoted, threshold.slider.model_dump()) == (None, {"kind": "log", "first": -1, "last": 270})
    # a whole share may be nothing; a linear slider steps by one percent
    assert (working.low, working.high, working.slider.model_dump()) == (
        0,
        100,
        {"kind": "linear", "first": 0, "last": 100},
    )
    # without more said a quoted figure is moved up to itself: to 10 in 90 steps, and 11 and 12
    assert (growth.low, growth.high, growth.slider.last) == (0, 12, 92)
    larger = {**moves(report), report.figures.growth_multiple: {"decades": (0, 2), "largest": 12.5}}
    *_, growth = form_of(report, inputs=larger).inputs
    assert (growth.high, growth.slider.last) == (12.5, 92)  # no step beyond the end


def test_a_replaced_figure_keeps_what_it_replaces_beside_it():
    report = open_report("../data", {"shortage": {"value": 3e9, "bound": "exact"}}, **CHOICES)
    form = form_of(report)
    shortage = form.inputs[0]
    assert (shortage.quoted.value, shortage.high) == (1_500_000, 3e9)
    assert form.figures["shortage"].model_dump() == {
        "value": 3e9,
        "bound": "exact",
        "precision": None,
        "upper": None,
        "unit": "workers",
    }


def test_quantities_keep_their_domain_unit_and_words(report, figures):
    years = quantities.years_to_cover(figures.shortage, figures.entrants, figures.growth_multiple)
    form = form_of(report, follow=[years], show=[years])
    made = form.quantities["years_to_cover"]
    assert made.domain == {"growth_multiple": [1, None]}
    assert (made.unit, made.missing) == ("years", "never, at this growth")
    assert made.rests_on == ["shortage", "entrants", "growth_multiple"]
    assert form.shown == ["years_to_cover"]
    assert {unit for unit in form.units} >= {"years", "workers", "entries", "times", "ratio"}
    assert form.units["ratio"].model_dump() == {
        "name": "ratio", "factor": 100, "word": "percent", "single": "percent", "whole": False,
    }  # fmt: skip


def test_a_verdict_brings_its_sentence_for_each_outcome_in_ids(report):
    (made,) = form_of(report).verdicts
    assert (made.id, made.quantity) == ("marginal", "shortage_covered")
    assert set(made.outcomes) == {"true", "false", "open"}
    assert made.outcomes["true"]["text"].endswith(
        "they would fill {shortage_covered} of the stated shortage: marginal."
    )
    assert made.outcomes["false"]["text"].endswith("of the stated shortage: not marginal.")
    assert made.outcomes["open"]["text"].startswith("Whether the entries are marginal cannot be told")
    assert all("{shortage_covered.range}" in each["because"] for each in made.outcomes.values())


def test_any_input_may_have_others_in_its_place_those_with_a_middle(report, figures):
    shortage = report.table({"as quoted": figures.shortage, "a range": figures.construction_short})
    workers = report.table({"in spring": figures.workers_2025})
    moved = {
        figures.shortage: {"others": shortage},
        figures.entrants: {"others": workers, "label": "workers", "unit": "workers", "note": "not people"},
    }
    form = form_of(report, inputs=moved)
    first, second = form.inputs
    assert [each.model_dump() for each in first.alternatives] == [
        {
            "id": "shortage",
            "words": "as quoted",
            "value": 1_500_000,
            "bound": "about",
            "precision": 100_000,
            "upper": None,
            "unit": "workers",
        },
    ]
    assert [(each.id, each.words, each.value) for each in second.alternatives] == [
        ("workers_2025", "in spring", 15_000)
    ]
    assert (first.label, first.unit, first.note) == ("shortage of workers in Russia", "workers", "")
    assert (second.label, second.unit, second.note) == ("workers", "workers", "not people")
    # 13,221 and 15,000 lie between 10^4 and 10^5, and without more said nothing is above 13,221: 11, 12, 13 thousand
    assert (second.slider.first, second.slider.last) == (4, 3)


def test_what_is_a_part_of_an_input_comes_with_it_though_no_formula_reads_it(report, figures):
    form = form_of(report, inputs={figures.entrants: {}, **moves(report)})
    assert form.inputs[0].parts == {"student_visas": "entries said to be for education"}
    assert form.figures["student_visas"].model_dump() == {
        "value": 7_887, "bound": "exact", "precision": None, "upper": None, "unit": "entries",
    }  # fmt: skip
    assert all(each.parts == {} for each in form.inputs[1:])


def test_what_is_not_known_is_left_out_with_all_that_rests_on_it():
    report = open_report("../data", {"growth_multiple": "unknown"}, marginal_below=0.05, share_working=1.0)
    figures = report.figures
    covered = quantities.shortage_covered(figures.entrants, figures.shortage)
    bars = {"All entries": covered, "Growth": quantities.growth_rate(figures.growth_multiple)}
    form = form_of(report, bars=bars)
    assert [each.id for each in form.inputs] == ["shortage", "marginal_below", "share_working"]
    assert list(form.quantities) == [each.id for each in form.bars] == ["shortage_covered"]
    assert "growth_multiple" not in form.figures


def test_a_setting_that_no_input_has_is_refused(report, figures):
    with pytest.raises(TypeError, match="larges"):
        form_of(report, inputs={figures.shortage: {"larges": 1}})


def test_a_domain_of_a_computed_figure_is_refused(report, figures):
    last = quantities.fourth_quarter(
        figures.entrants, figures.entries_2024_q1, figures.entries_2024_q2, figures.entries_2024_q3
    )
    ratio = quantities.next_quarter_ratio(figures.entries_2025_q1, last)
    with pytest.raises(ValueError, match="'next_quarter_ratio' has a domain of a computed figure, 'fourth_quarter'"):
        form_of(report, follow=[ratio])


def test_the_formula_of_the_page_gives_what_python_gives(report, figures):
    """At a point that no one prints: 13,221 by 2,000,000 at 60 percent working, three entries a person."""
    made: Figure = quantities.shortage_covered_assumed(
        figures.entrants, report.share_working, report.entries_per_person, figures.shortage
    )
    point = {"entrants": 13_221, "share_working": 0.6, "entries_per_person": 3, "shortage": 2_000_000}
    body = trace(made).partition("=>")[2]
    assert math.isclose(eval(body, dict(point)), 0.0013221, rel_tol=1e-12)  # a tenth of one percent and a third

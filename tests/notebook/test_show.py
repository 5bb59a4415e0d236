"""What each kind of shown thing leaves in a notebook: the words a person reads, and the record that pages print from."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from IPython.core.formatters import DisplayFormatter

from helpers import charts, open_report
from helpers.figures.formula import formula
from helpers.figures.statement import beside, statement
from helpers.figures.verdict import below, rule
from helpers.findings.quantities import (
    entrants_increase,
    fourth_quarter,
    next_quarter_ratio,
    previous_entrants,
    shortage_covered,
)
from helpers.notebook import show
from helpers.notebook.record import MIME, Record
from helpers.notebook.results import Results


@pytest.fixture(scope="module")
def report():
    return open_report("../data", marginal_below=0.05)


@pytest.fixture(scope="module")
def figures(report):
    return report.figures


def record_of(bundle: dict) -> Record:
    return Record.model_validate(bundle[MIME])


@rule(
    "Is it little?",
    yes=("little", "It is little: {share}."),
    no=("much", "It is much."),
    open=("cannot be told", "It cannot be told."),
    because="{whole} in {whole.period}, and the threshold is {limit}.",
)
def little(share, limit, *, whole):
    return below(share, limit)


# --- figures ------------------------------------------------------------------------------------------


def test_a_figure_shows_its_words_and_its_record_alone(figures):
    bundle = show.figure_bundle(shortage_covered(figures.entrants, figures.shortage))
    assert set(bundle) == {"text/plain", MIME}
    assert set(bundle[MIME]) == {"show", "ids", "figures"}  # what there is none of is not kept
    assert bundle["text/plain"] == (
        "about 0.88 percent (0.85 to 0.92 percent), rests on what is estimated\n= entrants / shortage"
    )
    record = record_of(bundle)
    assert (record.show, record.ids) == ("figure", ["shortage_covered"])
    assert list(record.figures) == ["entrants", "shortage", "shortage_covered"]


def test_a_record_has_the_domain_of_a_formula_and_of_those_below_it(figures):
    year = (figures.entries_2024_q1, figures.entries_2024_q2, figures.entries_2024_q3)
    quarter = fourth_quarter(figures.entrants, *year)
    made = next_quarter_ratio(figures.entries_2025_q1, quarter)
    assert show.figure_record(made).domain == {"fourth_quarter": [0.0, None]}
    assert show.figure_record((1 + made).named("more", "more")).domain == {"fourth_quarter": [0.0, None]}
    # what no name stands for is told by its formula
    assert show.figure_record(figures.entrants / (figures.entrants - year[0])).domain == {
        "entrants - entries_2024_q1": [0.0, None]
    }
    assert show.figure_record(quarter).model_dump(exclude_defaults=True).get("domain") is None


def test_a_computed_figures_record_holds_hand_values(figures):
    made = show.figure_record(shortage_covered(figures.entrants, figures.shortage))
    # 13,221 by 1,550,000, 1,500,000 and 1,450,000, to twelve digits
    assert (made.low, made.central, made.high) == (0.00852967741935, 0.008814, 0.00911793103448)
    assert (made.unit, made.bound, made.attribution, made.kind) == ("ratio", "about", "estimated", "quantity")
    assert (made.text, made.number, made.range) == ("about 0.88 percent", "0.88", "0.85 to 0.92 percent")
    assert (made.least, made.most) == ("0.85 percent", "0.92 percent")
    assert (made.formula, made.inputs, made.counted) == ("entrants / shortage", ["entrants", "shortage"], [])
    assert made.quotation is None
    assert made.computation.model_dump() == {
        "sentence": "Share of the shortage covered if every entry were one worker who stayed.",
        "file": "src/helpers/findings/quantities.py",
        "function": "shortage_covered",
        "code": "return entrants / shortage",
    }


def test_a_quoted_figures_record_holds_its_quotation(figures):
    made = show.figure_record(figures.shortage)
    assert (made.kind, made.formula, made.inputs, made.computation) == ("claim", "", [], None)
    quotation = made.quotation
    assert quotation.wording == "reportedly has an estimated labor shortage of 1.5 million workers"
    assert quotation.chain == "an unnamed estimate, through Institute for the Study of War"
    assert (quotation.period, made.printed("period"), quotation.replaced) == ("2024-12", "December 2024", False)
    beside = show.figure_record(figures.entries_2019).quotation
    assert beside.grade
    assert beside.grade_reason.endswith(".")
    own = show.figure_record(open_report("../data", {"shortage": 100_000}).figures.shortage).quotation
    assert (own.replaced, own.wording, own.speaker) == (True, "", "the author of this edition")


def test_a_cells_own_arithmetic_is_recorded_under_its_formula(figures):
    made = show.figure_record(figures.entrants / figures.shortage)
    assert (made.id, made.label) == ("entrants_over_shortage", "entrants / shortage")
    assert made.computation.model_dump() == {"sentence": "", "file": "", "function": "", "code": "entrants / shortage"}


def test_a_record_holds_all_that_its_figures_are_computed_from(figures):
    previous = previous_entrants(figures.entrants, figures.growth_multiple)
    increase = entrants_increase(figures.entrants, previous)
    assert set(show.figure_records([increase])) == {
        "entrants_increase",
        "previous_entrants",
        "entrants",
        "growth_multiple",
    }
    unnamed = figures.entrants - figures.entrants / figures.growth_multiple
    assert set(show.figure_records([unnamed])) == {unnamed.key, "entrants", "growth_multiple"}


def test_a_count_names_the_quoted_figures_behind_what_was_gone_through_and_holds_none(report):
    previous = previous_entrants(report.figures.entrants, report.figures.growth_multiple)
    made = report.count("some", "some figures", "figures", "ab", of=[previous])
    records = show.figure_records([made])
    assert set(records) == {"some"}
    assert (records["some"].inputs, records["some"].counted) == ([], ["entrants", "growth_multiple"])


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (1 / 3, 0.333333333333),
        (2 / 3 * 1e6, 666666.666667),
        (0.1 + 0.2, 0.3),
        (13_221, 13_221.0),
        (math.inf, None),
        (-math.inf, None),
        (None, None),
    ],
)
def test_numbers_are_kept_to_twelve_digits_and_open_ends_as_none(number, kept):
    assert show.tidy(number) == kept


def test_a_negative_zero_is_kept_as_zero():
    assert math.copysign(1, show.tidy(-0.0)) == 1


# --- tables -------------------------------------------------------------------------------------------


def test_a_table_shows_what_how_much_which_hedge_and_who_vouches(report, figures):
    table = report.table({"came": figures.entrants, "missing": figures.shortage})
    bundle = show.table_bundle(table)
    assert set(bundle) == {"text/plain", "text/html", MIME}
    head, first, second = bundle["text/plain"].splitlines()
    assert head.split() == ["figure", "value", "range", "hedge", "vouched", "for"]
    assert " ".join(second.split()) == (
        "missing about 1.5 million workers 1.45 million to 1.55 million workers rounded estimated"
    )
    assert first.split()[-3:] == ["as", "given", "stated"]
    assert bundle["text/html"].count("<tr") == 3
    assert bundle["text/html"].count("<th>") == 5  # the five columns, and no numbers of rows
    assert "border=" not in bundle["text/html"]
    record = record_of(bundle)
    assert (record.show, record.ids) == ("table", ["entrants", "shortage"])
    assert record.labels == {"entrants": "came", "shortage": "missing"}
    assert set(record.figures) == {"entrants", "shortage"}
    assert record_of(show.table_bundle(report.table(figures.entrants))).labels == {}  # the figure's own is no other
    sorted_record = record_of(show.table_bundle(table.sort_values("high", ascending=False)))
    assert sorted_record.ids == ["shortage", "entrants"]


def test_a_label_is_no_markup(report, figures):
    assert "<b>" not in show.table_bundle(report.table({"<b>": figures.entrants}))["text/html"]


def test_quotations_show_the_words(report, figures):
    bundle = show.quotations_bundle(report.quotations(figures.like("shortage")))
    assert "reportedly has an estimated labor shortage of 1.5 million workers" in bundle["text/plain"]
    assert bundle["text/plain"].split()[:5] == ["value", "words", "said", "by", "through"]
    record = record_of(bundle)
    assert (record.show, record.ids, record.labels) == ("quotations", ["shortage"], {})


# --- verdicts -----------------------------------------------------------------------------------------


def test_a_verdicts_record_speaks_in_ids_whatever_the_rule_calls_its_arguments(report, figures):
    share = shortage_covered(figures.entrants, figures.shortage)
    verdict = little(share, report.marginal_below, whole=figures.shortage)
    bundle = show.verdict_bundle(verdict)
    record = record_of(bundle)
    assert (record.show, record.ids) == ("verdict", ["little"])
    made = record.verdicts["little"]
    assert made.text == "It is little: {shortage_covered}."
    assert made.because == "{shortage} in {shortage.period}, and the threshold is {marginal_below}."
    said = Results(figures=record.figures, verdicts=record.verdicts).said("little")
    assert said.model_dump(exclude_defaults=True) == {
        "text": "It is little: about 0.88 percent.",
        "rating": "little",
        "holds": True,
        "because": "About 1.5 million workers in December 2024, and the threshold is 5 percent.",
        "rests_on": ["entrants", "marginal_below", "shortage"],
    }
    assert (made.label, made.outcome, made.holds) == ("Is it little?", "little", True)
    assert made.uses == ["shortage_covered", "marginal_below", "shortage"]
    assert (made.claims, made.statement) == ([], None)
    assert set(record.figures) == {"shortage_covered", "marginal_below", "shortage", "entrants"}
    assert bundle["text/plain"] == f"{said.text}\nBecause: {said.because}"
    assert show.in_ids("{share.range} of {whole}", verdict.figures) == "{shortage_covered.range} of {shortage}"


@statement(
    "how many are missing",
    "shortage",
    judged="Posts count as {stated.unit}.",
    settled_by="A count.",
    supported="Others agree with {stated}.",
    contradicted="Nobody agrees with {stated}.",
)
def missing(stated, other):
    return [beside(other, stated, "{other.speaker} speaks of {other}")]


def test_statements_are_a_table_that_keeps_its_verdicts(report, figures):
    said = report.data.statements["shortage_stated"]
    shown = report.statements([missing(said, figures.shortage, figures.shortage_workers)])
    bundle = show.statements_bundle(shown)
    assert said.wording[:30] in bundle["text/plain"]
    record = record_of(bundle)
    assert (record.show, record.ids) == ("statements", ["missing"])
    made = record.verdicts["missing"]
    assert (made.label, made.outcome, made.holds) == ("how many are missing", "supported", True)
    assert (made.text, made.claims) == ("Others agree with {shortage}.", ["shortage"])
    assert made.because == "For it: {shortage_workers.speaker} speaks of {shortage_workers}."
    assert made.uses == ["shortage", "shortage_workers"]
    rated = made.statement
    assert (rated.words, rated.speaker, rated.relayed_by) == (said.wording, said.speaker, said.relayed_by)
    assert rated.readings == {"For it": ["{shortage_workers.speaker} speaks of {shortage_workers}"]}
    assert (rated.judged, rated.settled_by) == ("Posts count as {shortage.unit}.", "A count.")
    assert rated.evidence == "limited evidence, one origin alone"  # one body, graded C3
    assert (rated.lowered, rated.change) == (
        "Without the figures of {shortage_workers.speaker} there would be none.",
        "",
    )
    assert type(shown.head(0)) is show.Statements
    assert type(shown.drop(columns="verdict")) is not show.Statements


# --- charts and the form ------------------------------------------------------------------------------


def test_a_charts_record_holds_both_drawings_its_rows_and_what_it_speaks_of(report, figures):
    share = shortage_covered(figures.entrants, figures.shortage)
    chart = charts.ranges(
        report.table({"all": share}),
        name="drawn",
        unit="share",
        limit=report.marginal_below,
        mention=[figures.unemployed],
        headline="All of them: {shortage_covered}, of {entrants}",
        caption="A dot is a share, in {shortage.period}.",
    )
    bundle = show.chart_bundle(chart)
    assert bundle["image/svg+xml"].startswith("<svg")
    record = record_of(bundle)
    assert (record.show, record.ids) == ("chart", ["drawn"])
    assert record.chart.narrow.startswith("<svg")
    assert record.chart.narrow != bundle["image/svg+xml"]
    (row,) = record.chart.rows
    assert row.model_dump() == {
        "id": "shortage_covered", "label": "all", "period": "", "low": 0.00852967741935, "central": 0.008814,
        "high": 0.00911793103448, "unit": "ratio", "range": "0.85 to 0.92 percent", "text": "about 0.88 percent", "note": "",
    }  # fmt: skip
    assert record.chart.figures == ["shortage_covered", "marginal_below"]  # the row, and the limit across
    assert record.chart.headline == "All of them: {shortage_covered}, of {entrants}"
    assert record.chart.caption == "A dot is a share, in {shortage.period}."
    assert {"shortage_covered", "entrants", "shortage", "unemployed"} <= set(record.figures)
    assert bundle["text/plain"] == record.chart.alt


def test_a_charts_rows_are_those_of_both_its_panels_and_its_notes(figures):
    chart = charts.columns(
        figures.like("entries_2022", "entries_2023").assign(part=[None, figures.entries_2023_q3]),
        name="years", unit="entries", part="part", part_words="in the third quarter",
        detail=figures.like("entries_2023_q1", "entries_2023_q2"), detail_unit="entries in the quarter", headline="Few", caption="",
    )  # fmt: skip
    rows = record_of(show.chart_bundle(chart)).chart.rows
    assert [row.id for row in rows] == [
        "entries_2022", "entries_2023", "entries_2023_q1", "entries_2023_q2", "entries_2023_q3",
    ]  # fmt: skip
    weak = figures.like("shortage_hse").assign(weak="read as a repost")
    ladder = charts.ladder(weak, name="weak", unit="workers", weak="weak", headline="Many", caption="")
    (row,) = record_of(show.chart_bundle(ladder)).chart.rows
    assert row.note.endswith("weak source: read as a repost")


@formula("twice", "workers", one="workers")
def twice(one):
    """Twice as many."""
    return one * 2


def test_the_forms_record_holds_the_form_and_all_it_speaks_of(report, figures):
    double = twice(figures.shortage)
    form = report.what_if(
        inputs={figures.shortage: {"others": figures.like("shortage_hse")}}, follow=[double], show=[double], bars={},
        verdicts={}, threshold=report.marginal_below,
    )  # fmt: skip
    bundle = show.what_if_bundle(form)
    assert bundle["text/plain"].startswith("A form that moves shortage and follows twice")
    record = record_of(bundle)
    assert (record.show, record.ids, set(record.figures)) == ("what_if", [], {"shortage", "twice", "shortage_hse"})
    assert record.what_if.shown == ["twice"]


def test_in_a_notebook_each_kind_is_shown_with_its_record(monkeypatch):
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    show.install()
    for kind, bundle in show.BUNDLES.items():
        assert shell.display_formatter.mimebundle_formatter.lookup_by_type(kind) is bundle


def test_outside_a_notebook_nothing_is_installed_and_nothing_fails():
    assert show.install() is None

"""What a cell shows and keeps: words and a table for whoever reads the notebook, and the record that pages print from."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable

import pandas as pd

from helpers.figures.charts import Chart
from helpers.figures.figure import Figure
from helpers.figures.rows import UNKNOWN
from helpers.figures.statement import Rated
from helpers.figures.table import Roles, Table
from helpers.figures.verdict import Verdict, in_ids, names_used
from helpers.figures.wording import BOUND_WORDS, NOT_KNOWN
from helpers.notebook.record import (
    MIME,
    SIGNIFICANT_DIGITS,
    SVG,
    ChartRecord,
    ChartRow,
    Computation,
    FigureRecord,
    Quotation,
    Record,
    StatementRecord,
    VerdictRecord,
    WhatIf,
)


class Quotations(Table):
    """A table of figures that shows their quoted words."""


class Statements(pd.DataFrame):
    """A table of verdicts on statements: selections of its rows are such tables too."""

    @property
    def _constructor(self):
        return lambda *args, **kwargs: _statements(pd.DataFrame(*args, **kwargs))


def _statements(frame: pd.DataFrame) -> pd.DataFrame:
    return Statements(frame) if "verdict" in frame.columns else frame


class WhatIfForm:
    """A form that a reader moves, with the figures and verdicts that it speaks of."""

    def __init__(self, form: WhatIf, figures: Iterable[Figure], verdicts: Iterable[Verdict]):
        self.form, self.figures, self.verdicts = form, list(figures), list(verdicts)

    def __repr__(self) -> str:
        moved = ", ".join(each.id for each in self.form.inputs)
        return f"A form that moves {moved} and follows {', '.join(self.form.shown)}; it works in the built book."


def install() -> None:
    """Have the running notebook show figures, tables, verdicts and charts with their records."""
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        for kind, bundle in BUNDLES.items():
            shell.display_formatter.mimebundle_formatter.for_type(kind, bundle)


# --- the outputs -------------------------------------------------------------------------------------


def figure_bundle(figure: Figure, *_, **__) -> dict:
    """A figure on a line, with what it rests on."""
    return _bundle(repr(figure), Record(show="figure", ids=[figure.key], figures=figure_records([figure])))


def table_bundle(table: Table, *_, **__) -> dict:
    """A table of figures: what, how much, which range, which hedge, who vouches for it."""
    rows = zip(table["id"], table["label"], table["figure"], strict=True)
    labels = {name: label for name, label, figure in rows if label != figure.label}
    record = Record(show="table", ids=list(table["id"]), figures=figure_records(table["figure"]), labels=labels)
    hedges = [BOUND_WORDS[f.bound] if f.attribution != UNKNOWN else NOT_KNOWN for f in table.figures]
    shown = table[["label", "text", "range"]].assign(hedge=hedges)
    return _bundle_frame(shown.assign(**{"vouched for": table["attribution"]}), record)


def roles_bundle(roles: Roles, *_, **__) -> dict:
    """Figures by what they stand for, which a page prints nothing of by itself."""
    figures = dict.fromkeys(figure.key for figure in roles.values())
    names = {name: figure.key for name, figure in roles.items()}
    record = Record(show="roles", ids=list(figures), figures=figure_records(roles.values()), roles=names)
    return _bundle(repr(roles), record)


def quotations_bundle(table: Quotations, *_, **__) -> dict:
    """Figures with their quoted words."""
    record = Record(show="quotations", ids=list(table["id"]), figures=figure_records(table["figure"]))
    return _bundle_frame(table[["text", "words", "said by", "through"]], record)


def verdict_bundle(verdict: Verdict, *_, **__) -> dict:
    """A verdict and its reason."""
    return _bundle(repr(verdict), _verdicts_record("verdict", [verdict]))


def statements_bundle(table: Statements, *_, **__) -> dict:
    """Verdicts on statements, a row each."""
    return _bundle_frame(table.drop(columns="verdict"), _verdicts_record("statements", table["verdict"]))


def chart_bundle(chart: Chart, *_, **__) -> dict:
    """A chart: the wide drawing as its picture, all else in the record."""
    spoken = [*chart.drawn, *names_used(chart.headline), *names_used(chart.caption)]
    rows = _chart_rows(chart.frame)
    record = ChartRecord(
        id=chart.name, narrow=chart.svg("narrow"), alt=chart.alt,
        headline=in_ids(chart.headline, chart.figures), caption=in_ids(chart.caption, chart.figures),
        rows=rows, marks=chart.marks, beside=[name for name in chart.drawn if name not in {row.id for row in rows}],
    )  # fmt: skip
    figures = figure_records(
        [*(chart.figures[name] for name in dict.fromkeys(spoken) if name in chart.figures), *chart.mention.values()]
    )
    record = Record(show="chart", ids=[chart.name], figures=figures, chart=record)
    return _bundle(chart.alt, record) | {SVG: chart.svg("wide")}


def what_if_bundle(form: WhatIfForm, *_, **__) -> dict:
    """A what-if."""
    verdicts = _verdicts_record("what_if", form.verdicts)
    figures = figure_records(form.figures) | verdicts.figures
    return _bundle(repr(form), verdicts.model_copy(update={"figures": figures, "what_if": form.form}))


BUNDLES = {
    Figure: figure_bundle,
    Table: table_bundle,
    Roles: roles_bundle,
    Quotations: quotations_bundle,
    Verdict: verdict_bundle,
    Statements: statements_bundle,
    Chart: chart_bundle,
    WhatIfForm: what_if_bundle,
}


def _bundle(text: str, record: Record) -> dict:
    return {"text/plain": text, MIME: record.model_dump(exclude_defaults=True)}


def _bundle_frame(frame: pd.DataFrame, record: Record) -> dict:
    shown = frame.rename(columns={"label": "figure", "text": "value"})
    page = shown.to_html(index=False, border=0, escape=True)
    return _bundle(shown.to_string(index=False), record) | {"text/html": page}


# --- the records -------------------------------------------------------------------------------------


def figure_records(figures: Iterable[Figure]) -> dict[str, FigureRecord]:
    """The records of figures and of all that they are computed from, by id."""
    found: dict[str, FigureRecord] = {}
    waiting = list(figures)
    while waiting:
        figure = waiting.pop(0)
        if figure.key not in found:
            found[figure.key] = figure_record(figure)
            waiting += figure.inputs
    return dict(sorted(found.items()))


def figure_record(figure: Figure) -> FigureRecord:
    """A figure as pages print it."""
    return FigureRecord(
        id=figure.key,
        kind=figure.kind,
        label=figure.label,
        central=tidy(figure.central),
        low=tidy(figure.low),
        high=tidy(figure.high),
        unit=figure.unit,
        text=figure.text,
        bound=figure.bound,
        attribution=figure.attribution,
        formula=figure.formula,
        inputs=[each.key for each in figure.inputs],
        number=figure.phrase.number,
        least=figure.phrase.low,
        most=figure.phrase.high,
        range=figure.phrase.range,
        counted=[root.key for root in figure.roots.values()] if figure.counted else [],
        domain={used.id or used.formula: [tidy(end) for end in ends] for used, ends in figure.domains},
        quotation=_quotation(figure),
        computation=_computation(figure),
    )


def tidy(number: float | None) -> float | None:
    """A number as it is kept: twelve significant digits; None for an open end."""
    if number is None or not math.isfinite(number):
        return None
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0


def _quotation(figure: Figure) -> Quotation | None:
    if figure.claim is None:
        return None
    return Quotation(**{name: getattr(figure.claim, name) for name in Quotation.model_fields})


def _computation(figure: Figure) -> Computation | None:
    if not figure.formula:
        return None
    declared = figure.declared
    if declared:
        return Computation(sentence=declared.sentence, file=declared.place, function=declared.name, code=declared.code)
    joined = "From the least to the most of these figures."
    return Computation(sentence="" if figure.call else joined, code=figure.formula)


def verdict_record(verdict: Verdict) -> VerdictRecord:
    """A verdict as pages print it: its markers are ids, whatever its rule calls its arguments."""

    figures, outcome = verdict.figures, verdict.outcome
    rated = verdict if isinstance(verdict, Rated) else None
    return VerdictRecord(
        id=verdict.id,
        label=in_ids(verdict.question, figures),
        text=verdict.sentence,
        because=in_ids(outcome.because, figures),
        outcome=outcome.word,
        holds=outcome.holds,
        uses=list(dict.fromkeys(figure.key for figure in verdict.figures.values())),
        claims=list(verdict.rule.stands_in),
        statement=_statement_record(rated) if rated else None,
    )


def _statement_record(rated: Rated) -> StatementRecord:
    said, evidence, rule = rated.said, rated.evidence, rated.rule
    templates = {
        "raised": evidence.raised,
        "lowered": evidence.lowered,
        "judged": rule.judged,
        "settled_by": rule.settled_by,
        "change": rated.change,
        "instead": rated.instead,
    }
    return StatementRecord(
        words=said.wording,
        speaker=said.speaker,
        relayed_by=said.relayed_by,
        first_said=said.first_said,
        evidence=evidence.words,
        readings={side: [in_ids(words, rated.figures) for words in clauses] for side, clauses in rated.sides.items()},
        **{name: in_ids(template, rated.figures) for name, template in templates.items()},
    )


def _verdicts_record(show: str, verdicts: Iterable[Verdict]) -> Record:
    verdicts = list(verdicts)
    figures = figure_records(figure for verdict in verdicts for figure in verdict.figures.values())
    records = {verdict.id: verdict_record(verdict) for verdict in verdicts}
    return Record(show=show, ids=list(records), figures=figures, verdicts=records)


def _chart_rows(frame: pd.DataFrame) -> list[ChartRow]:
    noted = frame.assign(note=frame.get("note", ""))
    rows = noted[list(ChartRow.model_fields)].to_dict("records")
    return [ChartRow(**{key: _cell(value) for key, value in row.items()}) for row in rows]


def _cell(value):
    return tidy(value) if isinstance(value, float) else value

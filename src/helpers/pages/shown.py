"""The record of a notebook's output as the book shows it; plain viewers show the words beside it."""

from __future__ import annotations

from docutils import nodes

from helpers.figures.statement import SIDES
from helpers.figures.verdict import RATINGS, Answer
from helpers.notebook.record import MIME, FigureRecord, Record, VerdictRecord
from helpers.pages.blocks import Inline, box, chart_nodes, line, make_table, missing, quoted
from helpers.pages.doors import WEAK, is_weak
from helpers.pages.pieces import capital, is_missing
from helpers.pages.place import Place, place_of
from helpers.pages.values import make_sentence, make_value
from helpers.pages.whatif import what_if_nodes


class RecordRenderer:
    """Renders a record in a page of the book; the entry point of the package names it."""

    mime_priority_overrides = [("*", MIME, 1)]  # noqa: RUF012 (the protocol's own form)

    @staticmethod
    def handle_mime(renderer, data, inline: bool):
        """Docutils nodes for one record; None for any other kind of output."""
        env = renderer.renderer.sphinx_env
        if data.mime_type != MIME or inline or not env:
            return None
        record = Record.model_validate(data.content)
        if record.what_if:
            return what_if_nodes(env.app, env.docname, f"what-if-{nodes.make_id(env.docname)}")
        return show(place_of(env.app, env.docname), record)


def show(place: Place, record: Record) -> list[nodes.Node]:
    """The nodes of one record that is no what-if."""
    return _FORMS[record.show](place, record)


def _figures(place: Place, record: Record) -> list[nodes.Node]:
    return [_answer(place, place.results.figures[name]) for name in record.ids]


def _answer(place: Place, figure: FigureRecord) -> nodes.paragraph:
    """One figure as a line: what it is, how much, how sure."""
    if is_missing(figure):
        return missing(figure)
    words = [nodes.Text(f"{figure.title}: "), nodes.strong("", "", make_value(place.results, figure.id))]
    if not figure.says_range:
        words += [nodes.Text(" ("), make_value(place.results, f"{figure.id}.range"), nodes.Text(")")]
    return line("answer-line", *words, nodes.Text(f", {figure.attribution}"))


def _table(place: Place, record: Record) -> list[nodes.Node]:
    """The figures that are known, a row each; of the others it says that nobody gave them."""
    shown = [(place.results.figures[name], record.labels.get(name, "")) for name in record.ids]
    rows = [_row(place, *each) for each in shown if not is_missing(each[0])]
    absent = [
        figure.model_copy(update={"label": label or figure.label}) for figure, label in shown if is_missing(figure)
    ]
    table = [make_table(["Figure", "Value", "Range", "Vouched for"], rows)] if rows else []
    return table + ([missing(*absent)] if absent else [])


def _row(place: Place, figure: FigureRecord, label: str) -> list[Inline]:
    """A figure as a row; on a phone each cell says what it is."""
    what = [nodes.Text(capital(label or figure.label))]
    if figure.quotation:
        what += [nodes.Text(", "), make_value(place.results, f"{figure.id}.period", plain=True)]
    span = [nodes.inline("", "\N{EM DASH}", classes=["not-on-phone"])]
    if figure.range not in figure.text:
        span = [_on_phone("Range: "), make_value(place.results, f"{figure.id}.range")]
    vouched = [_on_phone("Vouched for: "), nodes.Text(figure.attribution)]
    return [what, _value(place, figure), span, vouched]


def _value(place: Place, figure: FigureRecord) -> Inline:
    """A figure in its cell; a weak source is marked beside it."""
    mark = [nodes.Text(" "), nodes.inline("", WEAK, classes=["weak-source"])] if is_weak(figure) else []
    return [make_value(place.results, figure.id), *mark]


def _quotations(place: Place, record: Record) -> list[nodes.Node]:
    rows = [_quotation(place, place.results.figures[name]) for name in record.ids]
    return [make_table(["Figure", "Quoted words", "Said by", "Hedge"], rows)]


def _quotation(place: Place, figure: FigureRecord) -> list[Inline]:
    quotation = figure.quotation
    quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{quotation.wording}\N{RIGHT DOUBLE QUOTATION MARK}"
    words = nodes.emphasis("", quoted, classes=["quoted"]) if quotation.wording else nodes.Text("\N{EM DASH}")
    speaker = nodes.inline("", quotation.chain, classes=["source-name"])
    hedge = nodes.Text(figure.hedge)
    put = (
        [nodes.Text(" (in the place of the article\N{RIGHT SINGLE QUOTATION MARK}s figure)")]
        if quotation.replaced
        else []
    )
    return [_value(place, figure), [words, *put], [speaker], [hedge]]


def _verdicts(place: Place, record: Record) -> list[nodes.Node]:
    made = []
    for name in record.ids:
        verdict = place.results.verdicts[name]
        block = box(
            "verdict",
            nodes.paragraph("", "", nodes.strong("", "", *make_sentence(place.results, verdict.text))),
            nodes.paragraph("", "", *make_sentence(place.results, verdict.because)),
        )
        block["classes"].append(f"verdict-{mark_of(verdict.holds)}")
        made.append(block)
    return made


def mark_of(holds: bool | None) -> str:
    """The end of the CSS class of a verdict."""
    return RATINGS[Answer(holds)].replace(" ", "-")


def _statements(place: Place, record: Record) -> list[nodes.Node]:
    """A table of all statements with their findings, then each with its evidence."""
    verdicts = [place.results.verdicts[name] for name in record.ids]
    rows = [
        [
            [quoted(each.statement.words, f"#statement-{each.id}"), *_put(each)],
            [_on_phone("Finding: "), _badge(each.outcome)],
            [_on_phone("How sure: "), nodes.Text(each.statement.evidence)],
        ]
        for each in verdicts
    ]
    return [
        make_table(["What the article says", "Finding", "How sure"], rows),
        *[_statement(place, each) for each in verdicts],
    ]


def _put(verdict: VerdictRecord) -> Inline:
    """What a row says where another figure is rated than that in the words."""
    return [nodes.Text(" (rated on another figure)")] if verdict.statement.instead else []


def _badge(finding: str) -> nodes.inline:
    return nodes.inline("", finding, classes=["finding", "finding-" + finding.lower().replace(" ", "-")])


def _statement(place: Place, verdict: VerdictRecord) -> nodes.Node:
    """A statement: its words and who said them, the finding, what speaks for and against, and what would turn it."""
    said, results = verdict.statement, place.results

    def sentence(template: str) -> Inline:
        return make_sentence(results, template)

    sides = [
        part
        for side in SIDES.values()
        if (clauses := said.readings.get(side))
        for part in (
            line("statement-side", nodes.strong("", side)),
            nodes.bullet_list("", *[nodes.list_item("", nodes.paragraph("", "", *sentence(each))) for each in clauses]),
        )
    ]
    more = [
        ("What would turn it", said.change),
        ("What would settle it", said.settled_by),
        ("What is taken for the same thing", said.judged),
    ]
    block = box(
        "statement",
        nodes.rubric("", "", quoted(said.words), classes=["statement-words"], level=3),  # a heading, to MyST
        line(
            "statement-from",
            nodes.inline("", capital(said.chain), classes=["source-name"]),
            nodes.Text(". "),
            nodes.inline("", said.first_said, classes=["source-name"]),
        ),
        line("statement-finding", _badge(capital(verdict.outcome)), nodes.Text(". "), *sentence(verdict.text)),
        *([line("statement-more", *sentence(said.instead))] if said.instead else []),
        *sides,
        line(
            "statement-evidence",
            nodes.strong("", "How sure: "),
            nodes.Text(f"{said.evidence}. "),
            *sentence(said.raised),
            nodes.Text(" "),
            *sentence(said.lowered),
        ),
        *[
            line("statement-more", nodes.strong("", f"{head}: "), *sentence(template))
            for head, template in more
            if template
        ],
    )
    block["ids"].append(f"statement-{verdict.id}")
    return block


def _on_phone(label: str) -> nodes.inline:
    """A column's name, for a phone, where the table's head is not seen."""
    return nodes.inline("", label, classes=["phone-only"])


def _chart(place: Place, record: Record) -> list[nodes.Node]:
    return chart_nodes(place, record.chart.id)


_FORMS = {
    "figure": _figures,
    "table": _table,
    "roles": lambda *_: [nodes.comment()],  # names, which pages use
    "quotations": _quotations,
    "verdict": _verdicts,
    "statements": _statements,
    "chart": _chart,
}

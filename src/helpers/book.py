"""The book's Sphinx extension: every number on a page is a value of an executed notebook, and a door to its source.

Roles ``{value}``, ``{verdict}`` and ``{field}``, directives ``{chart}``, ``{cards}`` and ``{provenance}``, and the
rendering of the notebooks' records. Nothing is computed here; an unknown id is a warning, and warnings fail the build.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from pathlib import Path

from docutils import nodes
from pybtex.database import parse_file
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from helpers.claims import EDITION_FILE
from helpers.editions import Results, collect
from helpers.interval import BOUND_WORDS
from helpers.ledger import RECORD
from helpers.quantities import QUANTITIES
from helpers.verdicts import MARKER, RATINGS

LOG = logging.getLogger(__name__)
PROVENANCE = "book/provenance"
ASSETS = Path(__file__).parent / "assets"


class value_node(nodes.Inline, nodes.TextElement):
    """A printed value; ``value`` is its id."""


class popovers_node(nodes.General, nodes.Element):
    """Where a page keeps the details behind its numbers; ``ids`` are the values it prints."""


# --- results ----------------------------------------------------------------------------------------


def load_results(app: Sphinx) -> None:
    """Collect what the notebooks of the book say, once a build."""
    app.report = collect(Path(app.srcdir))
    app.report_digest = app.report.document()["digest"]


def _note_dependencies(env, report: Results) -> None:
    for name in {entry["notebook"] for entry in report.values.values()}:
        env.note_dependency(str(Path(env.srcdir) / "book" / f"{name}.ipynb"))


def printed(report: Results, name: str, part: str | None = None) -> str:
    """What a value, or one part of it, prints. KeyError where there is no such value or part."""
    origin = report.provenance[name]
    if part is None:
        return report.values[name]["text"]
    if part == "period":
        return origin["period_text"]
    if part in ("attribution", "label", "unit", "formula"):
        return report.values[name][part]
    return origin[part]


def make_value(report: Results, target: str) -> value_node:
    """The node for ``id`` or ``id.part``. KeyError where there is none."""
    name, _, part = target.partition(".")
    text = printed(report, name, part or None)
    return value_node("", nodes.Text(str(text)), value=name)


def make_sentence(report: Results, template: str) -> list[nodes.Node]:
    """A computed sentence: words as text, markers as values."""
    made, at = [], 0
    for match in MARKER.finditer(template):
        made += [nodes.Text(template[at : match.start()])] if match.start() > at else []
        made.append(make_value(report, match[0][1:-1]))
        at = match.end()
    made += [nodes.Text(template[at:])] if at < len(template) else []
    first = made[0]
    text = first.astext()
    if text[:1].islower():
        replacement = nodes.Text(text[:1].upper() + text[1:])
        if isinstance(first, value_node):
            first.children[0] = replacement
            replacement.parent = first
        else:
            made[0] = replacement
    return made


class _ReportRole(SphinxRole):
    """A role whose text is an id; an unknown one is a warning that names the page and line."""

    def make(self, report: Results) -> list[nodes.Node]:
        raise NotImplementedError

    def run(self):
        report = self.env.app.report
        _note_dependencies(self.env, report)
        try:
            return self.make(report), []
        except KeyError:
            LOG.warning("no %s %r in the results of the notebooks", self.name, self.text, location=self.get_location())
            return [nodes.problematic("", self.text)], []


class ValueRole(_ReportRole):
    """``{value}`id``` or ``{value}`id.part```: a number with its hedge, and the door to its source."""

    def make(self, report):
        return [make_value(report, self.text)]


class VerdictRole(_ReportRole):
    """``{verdict}`id``` or ``{verdict}`id.because```: a computed sentence."""

    def make(self, report):
        name, _, part = self.text.partition(".")
        return make_sentence(report, report.verdicts[name][part or "text"])


# --- blocks -----------------------------------------------------------------------------------------


def chart_nodes(report: Results, name: str, docname: str) -> list[nodes.Node]:
    """A figure of both drawings of a chart, its caption, its data as a table and its sources."""
    chart = report.charts[name]
    svgs = "".join(
        f'<div class="chart-{variant}">{_labelled(chart[variant], chart["alt"])}</div>'
        for variant in ("wide", "narrow")
    )
    figure = nodes.container("", classes=["chart"], ids=[f"fig-{name}"])
    figure += nodes.raw("", svgs, format="html")
    caption = nodes.paragraph("", "", *make_sentence(report, chart["caption"]), classes=["chart-caption"])
    figure += caption
    figure += nodes.raw("", _chart_sources(report, chart, docname), format="html")
    figure += _data_table(report, chart)
    return [figure]


def _chart_sources(report: Results, chart: dict, docname: str) -> str:
    """The line under a chart that names the pages its figures were read in."""
    bases = [base for name in chart["values"] for base in report.provenance[name].get("rests_on", [name])]
    keys = dict.fromkeys(report.provenance[base].get("source") for base in bases)
    links = [_source_html(report, key, docname) for key in keys if key]
    return f'<p class="chart-sources">Sources: {", ".join(links)}.</p>' if links else ""


def _labelled(svg: str, alt: str) -> str:
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)


def _data_table(report: Results, chart: dict) -> nodes.Node:
    rows = [
        [[nodes.Text(row["label"] + (f", {row['period']}" if row["period"] else ""))], [_cell_value(report, row)], [
            nodes.Text(row["range"])
        ]]
        for row in chart["data"]
    ]  # fmt: skip
    return _folded("The data behind this chart", make_table(["figure", "value", "range"], rows))


def _cell_value(report: Results, row: dict) -> nodes.Node:
    if row["text"] == report.values.get(row["id"], {}).get("text"):
        return make_value(report, row["id"])
    return value_node("", nodes.Text(row["text"]), value=row["id"])


def _folded(summary: str, *content: nodes.Node) -> nodes.container:
    box = nodes.container("", classes=["folded"])
    box += nodes.raw("", f"<details><summary>{escape(summary)}</summary>", format="html")
    box += list(content)
    box += nodes.raw("", "</details>", format="html")
    return box


def make_table(head: list[str], rows: list[list[list[nodes.Node]]]) -> nodes.Node:
    """A table of cells that hold inline nodes, in a frame that scrolls by itself where it is too wide."""
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in head], cols=len(head))
    group += nodes.thead("", _table_row([[nodes.Text(text)] for text in head]))
    group += nodes.tbody("", *[_table_row(cells) for cells in rows])
    table = nodes.table("", group, classes=["report-table"])
    frame = nodes.container("", classes=["table-frame"])
    frame += nodes.raw("", '<div class="table-scroll" tabindex="0">', format="html")
    frame += [table, nodes.raw("", "</div>", format="html")]
    return frame


def _table_row(cells: list[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells])


class ChartDirective(SphinxDirective):
    """``{chart} id``: a chart that a notebook drew, on another page."""

    required_arguments = 1

    def run(self):
        report = self.env.app.report
        _note_dependencies(self.env, report)
        if self.arguments[0] not in report.charts:
            raise self.error(f"no notebook drew a chart {self.arguments[0]!r}")
        return chart_nodes(report, self.arguments[0], self.env.docname)


class CardsDirective(SphinxDirective):
    """``{cards}``: a line ``id: what it says`` each, as large numbers with their ranges."""

    has_content = True

    def run(self):
        report = self.env.app.report
        _note_dependencies(self.env, report)
        box = nodes.container("", classes=["cards"])
        for line in filter(None, map(str.strip, self.content)):
            name, _, words = line.partition(":")
            if name not in report.values:
                raise self.error(f"no value {name!r} in the results of the notebooks")
            card = nodes.container("", classes=["card-number"])
            card += nodes.paragraph("", "", make_value(report, name), classes=["card-value"])
            inline, _ = self.state.inline_text(words.strip(), self.lineno)
            card += nodes.paragraph("", "", *inline, classes=["card-words"])
            span, text = report.provenance[name]["range"], report.values[name]["text"]
            hedge = (
                [nodes.Text("range "), make_value(report, f"{name}.range"), nodes.Text(", ")]
                if span not in text
                else []
            )
            hedge.append(nodes.Text(report.values[name]["attribution"]))
            card += nodes.paragraph("", "", *hedge, classes=["card-hedge"])
            box += card
        return [box]


class ProvenanceDirective(SphinxDirective):
    """``{provenance}``: an anchor per value with its source or formula, and what depends on it."""

    def run(self):
        report = self.env.app.report
        _note_dependencies(self.env, report)
        kinds = {
            "claim": "Figures of the article",
            "quantity": "Computed figures",
            "context": "Independent figures",
            "parameter": "Choices of this report",
            "tally": "Counts",
        }
        made = []
        for kind, title in kinds.items():
            section = nodes.section("", nodes.title("", title), ids=[f"kind-{kind}"])
            for name, origin in report.provenance.items():
                if origin["kind"] == kind:
                    section += self._entry(report, name)
            made.append(section)
        return made

    def _entry(self, report: Results, name: str) -> nodes.Node:
        entry = report.values[name]
        box = nodes.container("", classes=["origin"], ids=[f"value-{name}"])
        label = entry["label"][:1].upper() + entry["label"][1:]
        period = report.provenance[name].get("period_text")
        box += nodes.paragraph(
            "", "", nodes.strong("", label + (f", {period}" if period else "")), classes=["origin-label"]
        )
        box += nodes.raw("", details_html(report, name, "", self.env.docname), format="html")
        return box


class SourcesDirective(SphinxDirective):
    """``{sources}``: every entry of sources.bib, with an anchor and the figures read in it."""

    def run(self):
        report = self.env.app.report
        path = Path(self.env.srcdir) / "data" / "sources.bib"
        self.env.note_dependency(str(path))
        style = find_plugin("pybtex.style.formatting", "plain")()
        figures: dict[str, list[str]] = {}
        for name, origin in report.provenance.items():
            figures.setdefault(origin.get("source", ""), []).append(name)
        items = []
        for entry in sorted(style.format_bibliography(parse_file(str(path))), key=lambda entry: entry.key != "article"):
            text = re.sub(r'<a href="(?=http)', '<a rel="external" href="', entry.text.render_as("html"))
            used = ", ".join(
                _link(name, report.values[name]["label"], "provenance.html") for name in figures.get(entry.key, [])
            )
            items.append(f'<li id="source-{entry.key}">{text}' + (f"<br>Figures: {used}</li>" if used else "</li>"))
        return [nodes.raw("", f'<ul class="sources">{"".join(items)}</ul>', format="html")]


# --- what stands behind a number ---------------------------------------------------------------------


def details_html(report: Results, name: str, to_provenance: str, docname: str) -> str:
    """The hedge, the formula or quotation, the inputs as links, the source and the code behind one value."""
    entry, origin = report.values[name], report.provenance[name]
    rows = [("Value", f'<strong data-value="{name}">{escape(entry["text"])}</strong>')]
    if origin["range"] not in entry["text"]:
        rows.append(("Range", f'<span data-value="{name}">{escape(origin["range"])}</span>'))
    rows.append(("Hedge", f"{BOUND_WORDS[entry['bound']]}, {escape(entry['attribution'])}"))
    if entry["formula"]:
        rows.append(("What it is", escape(origin["sentence"])))
        rows.append(("Formula", f'<div class="formula" tabindex="0">{_formula_html(name, entry["formula"])}</div>'))
        rows.append(("With values", _substituted(report, name)))
    if origin.get("wording"):
        rows.append(("In its words", f"<q>{escape(origin['wording'])}</q>"))
    if origin.get("speaker"):
        chain = origin["speaker"] + (f", through {origin['relayed_by']}" if origin["relayed_by"] else "")
        rows.append(("Said by", escape(chain)))
    if origin.get("source"):
        place = f", {origin['locator']}" if origin["locator"] else ""
        rows.append(("Source", _source_html(report, origin["source"], docname) + escape(place)))
    if origin.get("grade"):
        rows.append(("Grade", f"{escape(origin['grade'])}: {escape(origin['grade_reason'])}"))
    if origin.get("rests_on"):
        rows.append(("Rests on", "; ".join(_base_html(report, base, to_provenance) for base in origin["rests_on"])))
    used = [other for other in origin.get("used_by", []) if other in report.values]
    if used and not to_provenance:
        rows.append(
            (
                "Used in",
                ", ".join(_link(other, report.values[other]["label"], to_provenance) for other in used),
            )
        )
    notebook = (
        f'<a href="{_relative(docname, "book/" + entry["notebook"])}">{entry["notebook"]}</a>, cell {origin["cell"]}'
    )
    rows.append(("Computed in", notebook))
    return "<dl>" + "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in rows) + "</dl>"


def _base_html(report: Results, name: str, to_provenance: str) -> str:
    text = f"{_link(name, report.values[name]['label'], to_provenance)} "
    text += f'(<span data-value="{name}">{escape(report.values[name]["text"])}</span>)'
    wording = report.provenance[name].get("wording")
    return text + (f" <q>{escape(wording)}</q>" if wording else "")


def _link(name: str, text: str, to_provenance: str) -> str:
    return f'<a href="{to_provenance}#value-{name}">{escape(text)}</a>'


def _source_html(report: Results, key: str, docname: str) -> str:
    return f'<a href="{_relative(docname, "book/sources")}#source-{key}">{escape(report.sources[key])}</a>'


def _relative(docname: str, target: str) -> str:
    page = f"{target}.html"
    return page.removeprefix("book/") if docname.startswith("book/") else page


def _substituted(report: Results, name: str) -> str:
    """The formula with each input's printed number in its place, each of them a link onwards by its id."""

    def fill(match: re.Match) -> str:
        used = match[0]
        if used not in report.values:
            return used
        number = report.provenance[used]["number"]
        return f'<span data-value="{used}">{escape(number)}</span>'

    formula = (
        escape(report.values[name]["formula"]).replace("*", "\N{MULTIPLICATION SIGN}").replace("/", "\N{DIVISION SIGN}")
    )
    return re.sub(r"[a-z][a-z0-9_]+", fill, formula)


@lru_cache
def _formula_html(name: str, formula: str) -> str:
    """The formula typeset as MathML by SymPy, from the very function that computes it."""
    if name not in QUANTITIES:
        return f"<code>{escape(formula)}</code>"
    import sympy
    from sympy.printing.mathml import MathMLPresentationPrinter

    quantity = QUANTITIES[name]
    symbols = {argument: sympy.Symbol(used) for argument, used in quantity.inputs.items()}
    printer = MathMLPresentationPrinter({"symbol_names": {}})
    expression = quantity.function(**symbols)
    words = {
        symbol: used.replace("_", "\N{NO-BREAK SPACE}")
        for symbol, used in zip(symbols.values(), quantity.inputs.values(), strict=True)
    }

    def in_words(symbol, style="plain"):
        node = printer.dom.createElement("mi")
        node.appendChild(printer.dom.createTextNode(words[symbol]))
        return node

    printer._print_Symbol = in_words
    mathml = printer._print(expression).toxml()
    return f'<math display="inline" aria-label="{escape(formula)}">{mathml}</math>'


# --- visitors -----------------------------------------------------------------------------------------


def visit_value(self, node) -> None:
    name = node["value"]
    if self.builder.name == "singlehtml":
        self.body.append(f'<a class="value" data-value="{name}" href="#value-{name}">')
        node["tag"] = "a"
        return
    self.body.append(
        f'<span class="together">{node.get("before", "")}<button type="button" class="value" data-value="{name}" popovertarget="about-{name}">'
    )
    node["tag"] = "button"


def depart_value(self, node) -> None:
    self.body.append(f"</{node['tag']}>")
    if node["tag"] == "button":
        self.body.append(f"{node.get('after', '')}</span>")


def visit_popovers(self, node) -> None:
    if self.builder.name == "singlehtml":
        raise nodes.SkipNode
    report = self.builder.app.report
    docname = self.builder.current_docname
    target = _relative(docname, PROVENANCE)
    for name in node["ids_used"]:
        label = report.values[name]["label"]
        title = label[:1].upper() + label[1:]
        self.body.append(
            f'<aside popover class="about" id="about-{name}" aria-label="{escape(title)}">'
            f'<p class="about-title">{escape(title)}</p>{details_html(report, name, target, docname)}'
            f'<p class="about-more"><a href="{target}#value-{name}">All about this number</a></p></aside>'
        )
    raise nodes.SkipNode


def add_popovers(app: Sphinx, doctree, docname: str) -> None:
    """Keep one popover a page for each value it prints."""
    if app.builder.name != "singlehtml":
        for node in list(doctree.findall(value_node)):
            _keep_punctuation(node)
            _begin_sentence(node)
    names = list(dict.fromkeys(node["value"] for node in doctree.findall(value_node)))
    if names:
        doctree += popovers_node(ids_used=names)


def _keep_punctuation(node: value_node) -> None:
    """A button may break the line beside it: the signs that belong to a number move inside its wrapper."""
    siblings, index = node.parent.children, node.parent.index(node)
    after = siblings[index + 1] if index + 1 < len(siblings) else None
    if isinstance(after, nodes.Text) and after.astext()[:1] in tuple(",.;:)?"):
        text = after.astext()
        signs = text[: len(text) - len(text.lstrip(",.;:)?"))]
        node["after"] = signs
        node.parent.replace(after, nodes.Text(text[len(signs) :]))
    before = siblings[index - 1] if index else None
    if isinstance(before, nodes.Text) and before.astext().endswith("("):
        node["before"] = "("
        node.parent.replace(before, nodes.Text(before.astext()[:-1]))


def add_page_context(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Each page carries the digest of the results that it was made from."""
    tag = f'<meta name="report-digest" content="{app.report_digest}">'
    context["metatags"] = context.get("metatags", "") + tag


def _begin_sentence(node: value_node) -> None:
    """A hedge that opens a paragraph of prose begins with a capital."""
    opens = isinstance(node.parent, nodes.paragraph) and node.parent.index(node) == 0
    if opens and isinstance(node.parent.parent, nodes.section):
        text = node.astext()
        node.children[0] = nodes.Text(text[:1].upper() + text[1:])


def add_banner(app: Sphinx, doctree) -> None:
    """Every page of an edition says which figures and parameters are not the article's."""
    note = Path(app.srcdir) / "data" / EDITION_FILE
    if not note.is_file() or app.env.docname.startswith("data"):
        return
    edition, report = json.loads(note.read_text(encoding="utf-8")), app.report
    parts: list[nodes.Node] = [nodes.strong("", edition["title"] or "An edition with other figures")]
    for name in [*edition["set"], *edition["parameters"]]:
        parts += [nodes.Text(f"; {report.values[name]['label']}: "), make_value(report, name)]
    box = nodes.container("", nodes.paragraph("", "", *parts, nodes.Text(".")), classes=["edition-banner"])
    section = next(iter(doctree.findall(nodes.section)))
    section.insert(1, box)


def name_landmarks(app: Sphinx, error: Exception | None) -> None:
    """The theme's sidebar is no landmark; a reader who jumps from landmark to landmark would miss it."""
    if error or app.builder.name != "html":
        return
    plain = '<div id="pst-primary-sidebar" '
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        page.write_text(html.replace(plain, plain + 'role="navigation" aria-label="The report" '), encoding="utf-8")


# --- records of notebooks ----------------------------------------------------------------------------


class RecordRenderer:
    """Renders the record of a notebook's output in the book; plain viewers show the words beside it."""

    mime_priority_overrides = [("*", RECORD, 1)]  # noqa: RUF012 (the protocol's own form)

    @staticmethod
    def handle_mime(renderer, data, inline: bool):
        """Docutils nodes for one record; None for any other kind of output."""
        if data.mime_type != RECORD or inline or not renderer.renderer.sphinx_env:
            return None
        report = renderer.renderer.sphinx_env.app.report
        record = data.content
        return {
            "value": _show_value,
            "table": _show_table,
            "quoted": _show_quoted,
            "verdict": _show_verdict,
            "statements": _show_statements,
            "chart": lambda report, record: chart_nodes(report, record["id"], renderer.renderer.sphinx_env.docname),
        }[record["show"]](report, record)


def _show_value(report: Results, record: dict) -> list[nodes.Node]:
    name = record["id"]
    entry, origin = report.values[name], report.provenance[name]
    line = [
        nodes.Text(f"{entry['label'][:1].upper()}{entry['label'][1:]}: "),
        nodes.strong("", "", make_value(report, name)),
    ]
    if origin["range"] not in entry["text"]:
        line += [nodes.Text(" ("), make_value(report, f"{name}.range"), nodes.Text(")")]
    line.append(nodes.Text(f", {entry['attribution']}"))
    return [nodes.paragraph("", "", *line, classes=["answer-line"])]


def _show_table(report: Results, record: dict) -> list[nodes.Node]:
    rows = []
    for name in record["ids"]:
        entry, origin = report.values[name], report.provenance[name]
        label = entry["label"][:1].upper() + entry["label"][1:]
        period = f", {origin['period_text']}" if origin.get("period_text") else ""
        span = [nodes.inline("", "\N{EM DASH}", classes=["not-on-phone"])]
        if origin["range"] not in entry["text"]:
            span = [_phone("Range: "), make_value(report, f"{name}.range")]
        vouched = [_phone("Vouched for: "), nodes.Text(entry["attribution"])]
        rows.append([[nodes.Text(label + period)], [make_value(report, name)], span, vouched])
    return [make_table(["Figure", "Value", "Range", "Vouched for"], rows)]


def _show_quoted(report: Results, record: dict) -> list[nodes.Node]:
    rows = []
    for name in record["ids"]:
        entry, origin = report.values[name], report.provenance[name]
        words = [
            nodes.emphasis("", f"\N{LEFT DOUBLE QUOTATION MARK}{origin['wording']}\N{RIGHT DOUBLE QUOTATION MARK}")
        ]
        chain = origin["speaker"] + (f", through {origin['relayed_by']}" if origin["relayed_by"] else "")
        rows.append(
            [[make_value(report, name)], words if origin["wording"] else [nodes.Text("\N{EM DASH}")], [nodes.Text(chain)], [
                nodes.Text(f"{BOUND_WORDS[entry['bound']]}, {entry['attribution']}")
            ]]
        )  # fmt: skip
    return [make_table(["Figure", "Quoted words", "Said by", "Hedge"], rows)]


def _show_verdict(report: Results, record: dict) -> list[nodes.Node]:
    verdict = report.verdicts[record["id"]]
    mark = RATINGS[verdict["holds"]].replace(" ", "-")
    box = nodes.container("", classes=["verdict", f"verdict-{mark}"])
    box += nodes.paragraph("", "", nodes.strong("", "", *make_sentence(report, verdict["text"])))
    box += nodes.paragraph("", "", *make_sentence(report, verdict["because"]))
    return [box]


def _show_statements(report: Results, record: dict) -> list[nodes.Node]:
    rows = []
    for name in record["ids"]:
        verdict = report.verdicts[name]
        rows.append(
            [
                [nodes.strong("", verdict["label"])],
                _rating("Its own figures: ", verdict["own"]),
                _rating("Other figures: ", verdict["others"]),
                make_sentence(report, verdict["because"]),
            ]
        )
    return [make_table(["Statement", "Its own figures", "Other figures", "Because"], rows)]


def _phone(label: str) -> nodes.inline:
    """A column's name, for a phone, where the table's head is not seen."""
    return nodes.inline("", label, classes=["phone-only"])


def _rating(side: str, rating: str) -> list[nodes.Node]:
    """A rating in its colour; on a phone, where the table's head is not seen, the side it speaks of comes first."""
    mark = "rating-" + rating.replace(" ", "-")
    return [
        nodes.inline("", side, classes=["phone-only"]),
        nodes.inline("", rating, classes=["rating", mark]),
    ]


def setup(app: Sphinx) -> dict:
    """Register the extension."""
    app.add_node(value_node, html=(visit_value, depart_value))
    app.add_node(popovers_node, html=(visit_popovers, None))
    app.add_role("value", ValueRole())
    app.add_role("verdict", VerdictRole())
    app.add_directive("chart", ChartDirective)
    app.add_directive("cards", CardsDirective)
    app.add_directive("sources", SourcesDirective)
    app.add_directive("provenance", ProvenanceDirective)
    app.connect("builder-inited", load_results)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(ASSETS)))
    app.add_css_file("report.css")
    app.connect("doctree-read", add_banner)
    app.connect("doctree-resolved", add_popovers)
    app.connect("html-page-context", add_page_context)
    app.connect("build-finished", name_landmarks)
    app.setup_extension("helpers.whatif")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

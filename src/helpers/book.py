"""The book's Sphinx extension: every number on a page is a value of an executed notebook, and a door to its source.

Roles ``{value}`` and ``{verdict}``, directives such as ``{chart}``, ``{cards}`` and ``{provenance}``, and the rendering
of the notebooks' records. Nothing is computed here; an unknown id is a warning, and warnings fail the build.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes
from pybtex.database import parse_file
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from helpers.citation import cite, read_citation
from helpers.claims import read_edition_note
from helpers.downloads import FOLDER, write_downloads
from helpers.editions import Results, collect, read_parts
from helpers.graph import draw_graph
from helpers.interval import BOUND_WORDS
from helpers.ledger import RECORD
from helpers.metadata import citation_tags, json_ld, page_tags
from helpers.provenance import (
    KINDS,
    PROVENANCE,
    Place,
    cell_anchor,
    chain,
    details_html,
    entry_html,
    printed,
    source_link,
    title,
    verdict_html,
)
from helpers.verdicts import MARKER, RATINGS, names_used

LOG = logging.getLogger(__name__)
ASSETS = Path(__file__).parent / "assets"


class value_node(nodes.Inline, nodes.TextElement):
    """A printed value; ``value`` is its id."""


class popovers_node(nodes.General, nodes.Element):
    """Where a page keeps the details behind its numbers; ``ids`` are the values it prints."""


# --- results ----------------------------------------------------------------------------------------


def load_results(app: Sphinx) -> None:
    """Collect what the notebooks of the book say, once a build."""
    app.report = collect(Path(app.srcdir))
    app.citation = read_citation(Path(app.srcdir), app.report.document()["digest"], app.config.html_baseurl)


def place_of(app: Sphinx, docname: str) -> Place:
    """Where a description on a page stands."""
    settings = app.config.html_theme_options
    repository = settings.get("repository_url", "").rstrip("/")
    branch = settings.get("repository_branch") or "main"
    return Place(app.report, app.citation, docname, f"{repository}/blob/{branch}" if repository else "")


def _note_dependencies(env, report: Results) -> None:
    for name in {entry["notebook"] for entry in report.values.values()}:
        env.note_dependency(str(Path(env.srcdir) / "book" / f"{name}.ipynb"))


def make_value(report: Results, target: str, plain: bool = False) -> value_node:
    """The node for ``id`` or ``id.part``; a plain one is marked but opens nothing. KeyError where there is none."""
    name, _, part = target.partition(".")
    text = printed(report, name, part or None)
    return value_node("", nodes.Text(str(text)), value=name, plain=plain)


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


def chart_nodes(place: Place, name: str) -> list[nodes.Node]:
    """A figure of both drawings of a chart, its caption, its data as a table and its sources."""
    report = place.report
    chart = report.charts[name]
    svgs = "".join(
        f'<div class="chart-{variant}">{_labelled(chart[variant], chart)}</div>' for variant in ("wide", "narrow")
    )
    figure = nodes.container("", classes=["chart"], ids=[f"fig-{name}"])
    figure += nodes.raw("", svgs, format="html")
    caption = nodes.paragraph("", "", *make_sentence(report, chart["caption"]), classes=["chart-caption"])
    figure += caption
    figure += nodes.raw("", _chart_sources(place, chart), format="html")
    figure += _data_table(place, chart)
    return [figure]


def _chart_sources(place: Place, chart: dict) -> str:
    """The line under a chart that names the pages its figures were read in."""
    report = place.report
    bases = [base for name in chart["values"] for base in report.provenance[name].get("rests_on", [name])]
    keys = dict.fromkeys(report.provenance[base].get("source") for base in bases)
    links = [source_link(place, key) for key in keys if key]
    return f'<p class="chart-sources">Sources: {", ".join(links)}.</p>' if links else ""


def _labelled(svg: str, chart: dict) -> str:
    """The drawing with its words for those who do not see it, and the values that these words speak of."""
    spoken = " ".join(
        dict.fromkeys([*chart["values"], *(row["id"] for row in chart["data"]), *names_used(chart["caption"])])
    )
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(chart["alt"])}" data-values="{spoken}" ', 1)


def _data_table(place: Place, chart: dict) -> nodes.Node:
    report = place.report
    rows = [
        [
            [_from_row(row, ", ".join(filter(None, (row["label"], row["period"]))))],
            [_cell_value(report, row)],
            [_from_row(row, row["range"])],
        ]
        for row in chart["data"]
    ]  # fmt: skip
    table = make_table(["figure", "value", "range"], rows)
    file = place.to_file(f"{FOLDER}/charts/{chart['id']}.csv")
    link = f'<p class="chart-file"><a href="{file}" download>This table as CSV</a></p>'
    return _folded("The data behind this chart", table, nodes.raw("", link, format="html"))


def _from_row(row: dict, text: str) -> value_node:
    return value_node("", nodes.Text(text), value=row["id"], plain=True)


def _cell_value(report: Results, row: dict) -> nodes.Node:
    if row["text"] == report.values.get(row["id"], {}).get("text"):
        return make_value(report, row["id"])
    return value_node("", nodes.Text(row["text"]), value=row["id"])


def _dated(report: Results, name: str, label: str, period: str | None) -> list[nodes.Node]:
    """A figure's label with its period, where it has one."""
    return (
        [nodes.Text(f"{label}, "), make_value(report, f"{name}.period", plain=True)] if period else [nodes.Text(label)]
    )


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
        return chart_nodes(place_of(self.env.app, self.env.docname), self.arguments[0])


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
            hedge += _vouched(report, name)
            card += nodes.paragraph("", "", *hedge, classes=["card-hedge"])
            box += card
        return [box]


def _vouched(report: Results, name: str) -> list[nodes.Node]:
    """Who vouches for a figure, or for the weakest of those that a computed one rests on."""
    attribution, speaker = report.values[name]["attribution"], report.provenance[name].get("speaker")
    if speaker:
        return [nodes.Text(f"{attribution} by "), nodes.inline("", speaker, classes=["source-name"])]
    return [nodes.Text(f"rests on what is {attribution}" if report.values[name]["formula"] else attribution)]


class ProvenanceDirective(SphinxDirective):
    """``{provenance}``: an entry for each value and verdict, with its source or formula and what depends on it."""

    def run(self):
        report = self.env.app.report
        _note_dependencies(self.env, report)
        place = place_of(self.env.app, self.env.docname)
        groups = {
            heading: [entry_html(place, name) for name, origin in report.provenance.items() if origin["kind"] == kind]
            for kind, heading in KINDS.items()
        }
        groups["Verdicts"] = [verdict_html(place, name) for name in report.verdicts]
        made = []
        for heading, entries in groups.items():
            section = nodes.section("", nodes.title("", heading), ids=[nodes.make_id(f"all {heading}")])
            section += [nodes.raw("", entry, format="html") for entry in entries]
            made.append(section)
        return made


class LineageDirective(SphinxDirective):
    """``{lineage}``: the drawn graph of claims, quantities and verdicts."""

    def run(self):
        _note_dependencies(self.env, self.env.app.report)
        return [nodes.raw("", draw_graph(self.env.app.report), format="html")]


class questions_node(nodes.General, nodes.Element):
    """Where the list of all pages and their sections stands."""


class QuestionsDirective(SphinxDirective):
    """``{questions}``: every page of the report and every question on it."""

    def run(self):
        return [questions_node()]


def list_questions(app: Sphinx, doctree, docname: str) -> None:
    """Put the contents of all pages, down to their sections, where ``{questions}`` stands."""
    for node in list(doctree.findall(questions_node)):
        if app.builder.name == "singlehtml":  # on paper the contents say this
            node.parent.remove(node)
            continue
        box = nodes.container("", classes=["questions"])
        for caption, pages in read_parts(Path(app.srcdir)):
            box += nodes.rubric("", caption)
            box += nodes.bullet_list("", *[_page_item(app, docname, page) for page in pages])
        node.replace_self(box)


def _page_item(app: Sphinx, docname: str, page: str) -> nodes.list_item:
    """A page's title with the sections below it, as links from another page."""
    address = app.builder.get_relative_uri(docname, page)
    (whole,) = app.env.tocs[page].children
    links = [_toc_link(reference, address) for reference in whole.children[0].findall(nodes.reference)]
    item = nodes.list_item("", nodes.paragraph("", "", *links))
    below = [entry for found in whole.children[1:] for entry in found.children]
    if below:
        references = [next(entry.findall(nodes.reference)) for entry in below]
        sections = [nodes.paragraph("", "", _toc_link(reference, address)) for reference in references]
        item += nodes.bullet_list("", *[nodes.list_item("", section) for section in sections])
    return item


def _toc_link(reference: nodes.reference, address: str) -> nodes.reference:
    return nodes.reference("", reference.astext(), refuri=address + reference["anchorname"], internal=True)


class CiteDirective(SphinxDirective):
    """``{cite-report}``: how to cite the report, with its version, edition and results."""

    def run(self):
        _note_dependencies(self.env, self.env.app.report)
        quote = nodes.block_quote("", nodes.paragraph("", cite(self.env.app.citation)))
        return [quote]


class SourcesDirective(SphinxDirective):
    """``{sources}``: every entry of sources.bib, with an anchor and the figures read in it."""

    def run(self):
        report = self.env.app.report
        path = Path(self.env.srcdir) / "data" / "sources.bib"
        self.env.note_dependency(str(path))
        style = find_plugin("pybtex.style.formatting", "plain")()
        place = place_of(self.env.app, self.env.docname)
        figures: dict[str, list[str]] = {}
        for name, origin in report.provenance.items():
            figures.setdefault(origin.get("source", ""), []).append(name)
        items = []
        for entry in sorted(style.format_bibliography(parse_file(str(path))), key=lambda entry: entry.key != "article"):
            text = re.sub(r'<a href="(?=http)', '<a rel="external" href="', entry.text.render_as("html"))
            used = ", ".join(map(place.value_link, figures.get(entry.key, [])))
            items.append(f'<li id="source-{entry.key}">{text}' + (f"<br>Figures: {used}</li>" if used else "</li>"))
        return [nodes.raw("", f'<ul class="sources">{"".join(items)}</ul>', format="html")]


# --- visitors -----------------------------------------------------------------------------------------


def visit_value(self, node) -> None:
    name = node["value"]
    if self.builder.name == "singlehtml":
        self.body.append(f'<a class="value" data-value="{name}" href="#value-{name}">')
        node["tag"] = "a"
        return
    if node.get("plain"):
        self.body.append(f'<span data-value="{name}">')
        node["tag"] = "span"
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
    place = place_of(self.builder.app, self.builder.current_docname)
    for name in node["ids_used"]:
        heading = escape(title(report, name))
        more = place.link(PROVENANCE, f"value-{name}", "All about this number, and how to cite it")
        self.body.append(
            f'<aside popover class="about" id="about-{name}" aria-label="{heading}">'
            f'<button type="button" class="about-close" popovertarget="about-{name}" popovertargetaction="hide" '
            f'aria-label="Close">\N{MULTIPLICATION SIGN}</button>'
            f'<p class="about-title">{heading}</p>{details_html(place, name)}'
            f'<p class="about-more">{more}</p></aside>'
        )
    raise nodes.SkipNode


def add_popovers(app: Sphinx, doctree, docname: str) -> None:
    """Keep one popover a page for each value it prints."""
    for node in [node for node in doctree.findall(value_node) if not node.get("plain")]:
        if app.builder.name != "singlehtml":
            _keep_punctuation(node)
        _begin_sentence(node)
    names = list(dict.fromkeys(node["value"] for node in doctree.findall(value_node) if not node.get("plain")))
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
    """Each page carries the digest of the results that it was made from, and says to machines what it is."""
    tags = f'<meta name="report-digest" content="{app.citation.results}">'
    if doctree is not None:
        words, values = summary(doctree)
        app.summaries[page] = words
        tags += page_tags(app.citation, page, context["title"], words, values)
        tags += citation_tags(app.citation, app.config.report_pdf) + json_ld(
            app.report, app.citation, page, context["title"]
        )
    context["metatags"] = context.get("metatags", "") + tags


def summary(doctree, length: int = 300) -> tuple[str, list[str]]:
    """The whole sentences that a page opens with, as many as fit, and the ids of the values in them."""
    lead = next(
        doctree.findall(lambda node: "lead" in node.get("classes", []) if isinstance(node, nodes.Element) else False),
        None,
    )
    paragraph = next((lead or doctree).findall(nodes.paragraph), None)
    if paragraph is None:
        return "", []
    text = "".join(map(_words, paragraph.children))
    kept = text[:length].rpartition(". ")[0] + "." if len(text) > length else text
    return kept, list(dict.fromkeys(node["value"] for node in paragraph.findall(value_node)))


def _words(node: nodes.Node) -> str:
    """The words of a node; a value's with the signs that its wrapper holds."""
    if isinstance(node, value_node):
        return f"{node.get('before', '')}{node.astext()}{node.get('after', '')}"
    return "".join(map(_words, node.children)) if node.children else node.astext()


def _begin_sentence(node: value_node) -> None:
    """A hedge that opens a paragraph of prose begins with a capital."""
    opens = isinstance(node.parent, nodes.paragraph) and node.parent.index(node) == 0
    if opens and isinstance(node.parent.parent, nodes.section):
        text = node.astext()
        node.children[0] = nodes.Text(text[:1].upper() + text[1:])


def add_banner(app: Sphinx, doctree) -> None:
    """Every page of an edition says which figures and parameters are not the article's."""
    edition, report = read_edition_note(Path(app.srcdir) / "data"), app.report
    if not edition:
        return
    parts: list[nodes.Node] = [nodes.strong("", edition["title"] or "An edition with other figures")]
    changed = [name for name in edition.get("changed", []) if name in report.values]
    for name in dict.fromkeys([*edition["set"], *edition["parameters"], *changed]):
        parts += [nodes.Text(f"; {report.values[name]['label']}: "), make_value(report, name)]
    box = nodes.container("", nodes.paragraph("", "", *parts, nodes.Text(".")), classes=["edition-banner"])
    section = next(iter(doctree.findall(nodes.section)))
    section.insert(1, box)


def name_cells(app: Sphinx, doctree) -> None:
    """Each cell of a notebook has an anchor, so that a number can lead to the cell that computed it."""
    for cell in doctree.findall(lambda node: isinstance(node, nodes.container) and "cell_index" in node):
        cell["ids"].append(cell_anchor(Path(app.env.docname).name, cell["cell_index"]))


def offer_notebook(app: Sphinx, doctree) -> None:
    """A page that is a notebook ends with a link to it, as it was executed."""
    name = Path(app.env.docname).name
    if (Path(app.srcdir) / "book" / f"{name}.ipynb").is_file() and app.builder.name == "html":
        link = f'<p class="page-notebook"><a href="../{FOLDER}/notebooks/{name}.ipynb" download>This page as an executed notebook</a></p>'
        next(iter(doctree.findall(nodes.section))).append(nodes.raw("", link, format="html"))


def add_downloads(app: Sphinx, error: Exception | None) -> None:
    """What a reader may take away lies beside the pages."""
    if not error and app.builder.name == "html":
        write_downloads(Path(app.srcdir), Path(app.outdir), app.report, app.citation, app.config.report_pdf)


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
        record, env = data.content, renderer.renderer.sphinx_env
        place = place_of(env.app, env.docname)
        return {
            "value": _show_value,
            "table": _show_table,
            "quoted": _show_quoted,
            "verdict": _show_verdict,
            "statements": _show_statements,
            "chart": lambda report, record: chart_nodes(place, record["id"]),
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
        span = [nodes.inline("", "\N{EM DASH}", classes=["not-on-phone"])]
        if origin["range"] not in entry["text"]:
            span = [_phone("Range: "), make_value(report, f"{name}.range")]
        vouched = [_phone("Vouched for: "), nodes.Text(entry["attribution"])]
        rows.append(
            [
                _dated(report, name, title(report, name), origin.get("period_text")),
                [make_value(report, name)],
                span,
                vouched,
            ]
        )
    return [make_table(["Figure", "Value", "Range", "Vouched for"], rows)]


def _show_quoted(report: Results, record: dict) -> list[nodes.Node]:
    rows = []
    for name in record["ids"]:
        entry, origin = report.values[name], report.provenance[name]
        words = [
            nodes.emphasis(
                "",
                f"\N{LEFT DOUBLE QUOTATION MARK}{origin['wording']}\N{RIGHT DOUBLE QUOTATION MARK}",
                classes=["quoted"],
            )
        ]
        rows.append(
            [[make_value(report, name)], words if origin["wording"] else [nodes.Text("\N{EM DASH}")], [nodes.inline("", chain(origin), classes=["source-name"])], [
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
                [nodes.strong("", "", *make_sentence(report, verdict["label"]))],
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
    app.add_directive("lineage", LineageDirective)
    app.add_directive("cite-report", CiteDirective)
    app.add_directive("questions", QuestionsDirective)
    app.connect("doctree-resolved", list_questions)
    app.connect("builder-inited", load_results)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(ASSETS)))
    app.add_css_file("report.css")
    app.connect("doctree-read", name_cells)
    app.connect("doctree-read", offer_notebook)
    app.connect("doctree-read", add_banner)
    app.connect("doctree-resolved", add_popovers)
    app.connect("html-page-context", add_page_context)
    app.connect("build-finished", add_downloads)
    app.setup_extension("helpers.site")
    app.setup_extension("helpers.whatif")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

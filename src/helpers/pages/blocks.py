"""What stands between paragraphs: tables of figures, charts with their data, cards with large numbers, what is not known."""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.figures.verdict import names_used
from helpers.figures.wording import NOT_KNOWN
from helpers.notebook.record import ChartRecord, ChartRow, FigureRecord
from helpers.notebook.results import Results
from helpers.pages.downloads import FOLDER
from helpers.pages.drawing import lighten
from helpers.pages.pieces import STANDS, is_missing
from helpers.pages.place import Place, place_of
from helpers.pages.templating import render
from helpers.pages.values import make_sentence, make_value, note_dependencies, value_node

Inline = list[nodes.Node]
#: The marks of a quotation that stands within another.
WITHIN = str.maketrans(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}",
)


class framed_node(nodes.General, nodes.Element):
    """Nodes within a ``template``, whose ``inside`` they become; ``given`` is what else it is filled with."""


def visit_framed(self, node) -> None:
    node["begins"] = len(self.body)


def depart_framed(self, node) -> None:
    inside = Markup("".join(self.body[node["begins"] :]))
    self.body[node["begins"] :] = [render(node["template"], inside=inside, **node["given"])]


def framed(template: str, *children: nodes.Node, **given: object) -> framed_node:
    """Nodes within a template."""
    return framed_node("", *children, template=template, given=given)


def html(template: str, **content: object) -> nodes.raw:
    """A template of ``templates/`` as a node."""
    return nodes.raw("", str(render(template, **content)), format="html")


def box(name: str, *children: nodes.Node, id: str = "") -> nodes.container:
    """Nodes in a block of a class, that may be linked to by an id."""
    return nodes.container("", *children, classes=[name], ids=[id] if id else [])


def line(name: str, *children: nodes.Node) -> nodes.paragraph:
    """Words and values as a paragraph of a class."""
    return nodes.paragraph("", "", *children, classes=[name])


def quoted(words: str, target: str = "") -> nodes.Node:
    """A source's own words, as a link where there is a target; what they quote themselves has single marks."""
    words = words.translate(WITHIN)
    shown = nodes.emphasis(
        "", f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}", classes=["quoted"]
    )
    return nodes.reference("", "", shown, refuri=target, internal=True) if target else shown


# --- tables ------------------------------------------------------------------------------------------


def make_table(head: list[str], rows: list[list[Inline]]) -> nodes.Node:
    """A table of cells that hold inline nodes, in a frame that scrolls by itself where it is too wide."""
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in head], cols=len(head))
    group += nodes.thead("", _table_row([[nodes.Text(text)] for text in head]))
    group += nodes.tbody("", *[_table_row(cells) for cells in rows])
    return box("table-frame", framed("scroll.html", nodes.table("", group, classes=["report-table"])))


def _table_row(cells: list[Inline]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells])


# --- what nobody gave --------------------------------------------------------------------------------


def missing(*figures: FigureRecord) -> nodes.paragraph:
    """Which figures nobody gave, in place of their rows or their bars; without any that the data hold none."""
    if not figures:
        return line("missing", nodes.Text("Not drawn: the data hold no figure for it."))
    words: Inline = [nodes.Text("Not known, for want of a figure: ")]
    for before, figure in zip((None, *figures), figures, strict=False):
        period = figure.printed("period") if figure.quotation else ""
        goes_on = period and before is not None and before.label == figure.label  # the same thing, of another time
        text = period if goes_on else ", ".join(filter(None, (figure.label, period)))
        mark = "" if before is None else ", " if goes_on else "; "
        words += [nodes.Text(mark), value_node("", nodes.Text(text), value=figure.id, plain=True)]
    return line("missing", *words, nodes.Text("."))


class KnownDirective(SphinxDirective):
    """``{known} id``: words that stand on a page where a figure is known; ``{unknown} id`` where nobody gave it, and
    ``{quoted} id`` where it is quoted from the words of a source.
    """

    required_arguments = 1
    has_content = True

    def run(self):
        note_dependencies(self.env)
        results: Results = self.env.app.results
        try:
            figure = results.figures[results.id_of(self.arguments[0])]
        except KeyError:
            raise self.error(f"no value {self.arguments[0]!r} in the results of the notebooks") from None
        if not STANDS[self.name](figure):
            return []
        block = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, block)
        return block.children


def join_lists(app: Sphinx, doctree) -> None:
    """Lists that stand one after the other are one: what is said of a known figure may be an item of its own."""
    for first in list(doctree.findall(nodes.bullet_list)):
        while first.parent and isinstance(after := _next(first), nodes.bullet_list):
            after.parent.remove(after)
            after.parent = None
            first += after.children


def _next(node: nodes.Node) -> nodes.Node | None:
    siblings = node.parent.children
    place = siblings.index(node) + 1
    return siblings[place] if place < len(siblings) else None


# --- charts ------------------------------------------------------------------------------------------


def chart_nodes(place: Place, name: str) -> list[nodes.Node]:
    """A chart's headline, both its drawings, its caption, the sources of its figures and its data as a table. KeyError where none."""
    chart = place.results.charts[name]
    drawn = [place.results.figures[row.id] for row in chart.rows]
    if all(map(is_missing, drawn)):
        return [box("chart", missing(*drawn), id=f"fig-{name}")]
    spoken = dict.fromkeys([*chart.figures, *names_used(chart.headline + chart.caption)])
    label = Markup('<svg role="img" aria-label="{}" data-values="{}" ').format(chart.alt, " ".join(spoken))
    drawings = map(lighten, (place.results.wide[name], chart.narrow))
    wide, narrow = (Markup(svg.replace("<svg ", label, 1)) for svg in drawings)
    figure = box("chart", box("chart-headline", *make_sentence(place.results, chart.headline)), id=f"fig-{name}")
    figure += html("drawings.html", wide=wide, narrow=narrow)
    if chart.caption:
        figure += line("chart-caption", *make_sentence(place.results, chart.caption))
    figure += html("chart-sources.html", place=place, keys=_sources(place.results, chart))
    figure += framed(
        "folded.html",
        _data_table(chart),
        html("chart-file.html", file=place.to_file(f"{FOLDER}/charts/{name}.csv")),
        summary="The data behind this chart",
    )
    return [figure]


def _sources(results: Results, chart: ChartRecord) -> list[str]:
    """The keys of the pages that a chart's figures were read in."""
    bases = [results.figures[base] for name in chart.figures for base in results.rests_on(name)]
    return list(dict.fromkeys(base.quotation.source for base in bases if base.quotation and base.quotation.source))


def _data_table(chart: ChartRecord) -> nodes.Node:
    rows = [
        [
            [_marked(row, ", ".join(filter(None, (row.label, row.period))))],
            [value_node("", nodes.Text(row.text), value=row.id)],
            [_marked(row, row.range)],
        ]
        for row in chart.rows
    ]
    return make_table(["figure", "value", "range"], rows)


def _marked(row: ChartRow, text: str) -> value_node:
    return value_node("", nodes.Text(text), value=row.id, plain=True)


class ChartDirective(SphinxDirective):
    """``{chart} id``: a chart that a notebook drew, on another page."""

    required_arguments = 1

    def run(self):
        note_dependencies(self.env)
        if self.arguments[0] not in self.env.app.results.charts:
            raise self.error(f"no notebook drew a chart {self.arguments[0]!r}")
        return chart_nodes(place_of(self.env.app, self.env.docname), self.arguments[0])


# --- cards -------------------------------------------------------------------------------------------


class CardsDirective(SphinxDirective):
    """``{cards}``: a line ``id: what it says`` each, as large numbers with their ranges."""

    has_content = True

    def run(self):
        note_dependencies(self.env)
        cards = [self.card(text.strip()) for text in self.content if text.strip()]
        return [box("cards", *filter(None, cards))]

    def card(self, text: str) -> nodes.container | None:
        """One number, what it says, and its hedge; none where it is not known."""
        name, _, words = text.partition(":")
        results = self.env.app.results
        if name not in results.figures:
            raise self.error(f"no value {name!r} in the results of the notebooks")
        figure = results.figures[name]
        if is_missing(figure):
            return None
        inline, _ = self.state.inline_text(words.strip(), self.lineno)
        hedge = vouched(figure)
        if not figure.says_range:
            hedge = [nodes.Text("range "), make_value(results, f"{name}.range"), nodes.Text(", "), *hedge]
        return box(
            "card-number",
            box("card-value", make_value(results, name)),  # a paragraph of large letters would pass for a heading
            line("card-words", *inline),
            line("card-hedge", *hedge),
        )


def vouched(figure: FigureRecord) -> Inline:
    """Who vouches for a figure, or for the weakest of those that a computed one rests on."""
    if is_missing(figure):
        return [nodes.Text(NOT_KNOWN)]
    if figure.quotation:
        speaker = nodes.inline("", figure.quotation.speaker, classes=["source-name"])
        return [nodes.Text(f"{figure.attribution} by "), speaker]
    return [nodes.Text(f"rests on what is {figure.attribution}" if figure.formula else figure.attribution)]


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_node(framed_node, html=(visit_framed, depart_framed))
    app.add_directive("chart", ChartDirective)
    app.add_directive("cards", CardsDirective)
    for name in STANDS:
        app.add_directive(name, KnownDirective)
    app.connect("doctree-read", join_lists)

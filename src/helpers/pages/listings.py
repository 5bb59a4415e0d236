"""Lists made of the whole book: every question with its place, every source with its figures, how to cite the report."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from pybtex.backends.html import Backend
from pybtex.database.input.bibtex import Parser
from pybtex.style.formatting.plain import Style
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from helpers.notebook.checkout import DATA, read_parts
from helpers.pages.blocks import Inline, box, html, quoted
from helpers.pages.citation import cite
from helpers.pages.place import place_of
from helpers.pages.values import note_dependencies

#: The source that the report reads; it stands first.
FIRST = "article"


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
        parts = box("questions")
        for caption, pages in read_parts(Path(app.srcdir)):
            parts += nodes.rubric("", caption)
            parts += nodes.bullet_list("", *[_page_item(app, docname, page) for page in pages])
        node.replace_self(parts)


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


class SourcesDirective(SphinxDirective):
    """``{sources}``: every entry of sources.bib, with an anchor and the figures read in it."""

    def run(self):
        note_dependencies(self.env)
        path = Path(self.env.srcdir) / DATA / "sources.bib"
        self.env.note_dependency(str(path))
        cited, backend = Style().format_bibliography(Parser().parse_file(str(path))), Backend()
        entries = sorted(cited, key=lambda entry: entry.key != FIRST)
        place = place_of(self.env.app, self.env.docname)
        figures: dict[str, list] = {entry.key: [] for entry in entries}
        for figure in place.results.figures.values():
            if figure.quotation and figure.quotation.source:
                figures[figure.quotation.source].append(figure)
        words = {entry.key: _external(entry.text.render(backend)) for entry in entries}
        reposts = {key for key, source in place.results.sources.items() if source.repost}
        return [html("sources.html", place=place, words=words, figures=figures, reposts=reposts)]


def _external(text: str) -> Markup:
    return Markup(re.sub(r'<a href="(?=http)', '<a rel="external" href="', text))


class CiteDirective(SphinxDirective):
    """``{cite-report}``: how to cite the report, with its version, edition and results."""

    def run(self):
        note_dependencies(self.env)
        return [nodes.block_quote("", nodes.paragraph("", cite(self.env.app.citation)))]


class FoundRole(SphinxRole):
    """``{found}`RATING```, behind the number of them: in brackets the words rated so, each a link; nothing where none was."""

    def run(self):
        note_dependencies(self.env)
        place = place_of(self.env.app, self.env.docname)
        rated = [each for each in place.results.verdicts.values() if each.statement and each.outcome == self.text]
        said: Inline = []
        for each in rated:
            said += [nodes.Text(", ")] * bool(said) + [quoted(each.statement.words, place.to_statement(each.id))]
            said += [nodes.Text(", with another figure in its place")] if each.statement.instead else []
        return [nodes.Text(" ("), *said, nodes.Text(")")] if said else [], []


def setup(app: Sphinx) -> None:
    """Register the directives and the role."""
    app.add_role("found", FoundRole())
    app.add_directive("questions", QuestionsDirective)
    app.add_directive("sources", SourcesDirective)
    app.add_directive("cite-report", CiteDirective)
    app.connect("doctree-resolved", list_questions)

"""The book's Sphinx extension: every number on a page is a value of an executed notebook, and a door to its source.

Results are collected once a build; what prints them is in the modules beside this one. Nothing is computed here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from helpers.notebook.checkout import BOOK, notebook_path, read_note
from helpers.notebook.results import Results, collect
from helpers.pages import (
    apart,
    blocks,
    builder,
    changed,
    doors,
    editions,
    entries,
    face,
    lineage,
    listings,
    places,
    reproduce,
    site,
    twins,
    values,
    whatif,
)
from helpers.pages.blocks import box, html
from helpers.pages.citation import read_citation
from helpers.pages.downloads import FOLDER, begin_workbook, write_downloads
from helpers.pages.entries import entry_pages
from helpers.pages.markdown import shortened
from helpers.pages.metadata import citation_tags, json_ld, page_tags
from helpers.pages.place import cell_anchor, place_of, read_book
from helpers.pages.templating import render
from helpers.pages.values import make_value, value_node
from helpers.pages.written import keep_plain_record, make_way

ASSETS = Path(__file__).parent / "assets"
PARTS = (
    values,
    blocks,
    builder,
    changed,
    editions,
    places,
    doors,
    entries,
    lineage,
    listings,
    reproduce,
    face,
    site,
    whatif,
    twins,
    apart,
)
#: What the notebooks of a book say, by the folder of its source, where whoever asks for the book has collected it.
COLLECTED: dict[Path, Results] = {}
#: The longest description of a page, in letters.
LONGEST_SUMMARY = 300


def load_results(app: Sphinx) -> None:
    """Collect what the notebooks of the book say, where that is not done yet."""
    app.results = COLLECTED.get(Path(app.srcdir).resolve()) or collect(Path(app.srcdir))
    app.citation = read_citation(Path(app.srcdir), app.results.document().digest, app.config.html_baseurl)
    app.book = read_book(app, app.results, app.citation)
    if app.builder.name == "html":  # on paper the entries are one chapter, and nothing is taken away
        app.workbook = begin_workbook(Path(app.srcdir), app.results, app.citation, Path(app.doctreedir) / FOLDER)
        app.book = replace(app.book, entry_pages=entry_pages(app.results, app.book.origins))


#: The class of what is said of an edition under the title of each page.
BANNER = "edition-banner"
#: So many changed figures are named there.
MOST_CHANGED = 3

# --- what every page has -----------------------------------------------------------------------------


def add_banner(app: Sphinx, doctree) -> None:
    """Every page of an edition says which figures and parameters are not the article's."""
    note, figures = read_note(Path(app.srcdir)), app.results.figures
    if not note:
        return
    changed = dict.fromkeys([*note["set"], *note["parameters"], *note.get("changed", [])])
    shown = [figures[name] for name in changed if name in figures]
    parts: list[nodes.Node] = [nodes.strong("", note["title"] or "An edition with other figures")]
    for number, figure in enumerate(shown[:MOST_CHANGED]):
        opening = f"; {figure.label}" if number else f". {figure.title}"
        of = f", {figure.printed('period')}" if figure.quotation else ""
        parts += [nodes.Text(f"{opening}{of}: "), make_value(app.results, figure.id)]
    rest = f"; and {len(shown) - MOST_CHANGED} more" if len(shown) > MOST_CHANGED else ""
    lines = [nodes.paragraph("", "", *parts, nodes.Text(f"{rest}."))]
    if note.get("why"):
        lines.append(nodes.paragraph("", note["why"], classes=["edition-why"]))
    _under_title(doctree, box(BANNER, *lines))


def fold_code(app: Sphinx, doctree) -> None:
    """A notebook's page has one control for the code of all its cells, and each cell an anchor."""
    cells = [node for node in doctree.findall(nodes.container) if "cell_index" in node]
    for cell in cells:
        cell["ids"].append(cell_anchor(Path(app.env.docname).name, cell["cell_index"]))
    if cells:
        _under_title(doctree, html("show-code.html"))


def _under_title(doctree, node: nodes.Node) -> None:
    next(iter(doctree.findall(nodes.section))).insert(1, node)


def offer_notebook(app: Sphinx, doctree) -> None:
    """A page that is a notebook ends with a link to it, as it was executed."""
    folder, _, name = app.env.docname.rpartition("/")
    if folder == BOOK and notebook_path(Path(app.srcdir), name).is_file() and app.builder.name == "html":
        file = place_of(app, app.env.docname).to_file(f"{FOLDER}/notebooks/{name}.ipynb")
        next(iter(doctree.findall(nodes.section))).append(html("page-notebook.html", file=file))


def add_page_context(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Each page carries the digest of the results that it was made from, and says to machines what it is."""
    tags = [render("digest.html", digest=app.citation.results)]
    if doctree is not None:
        words, names = app.summaries[page]
        tags += [
            page_tags(app.citation, page, context["title"], words, names),
            citation_tags(app.citation, app.config.report_pdf),
            json_ld(place_of(app, page), context["title"]),
        ]
    context["metatags"] = "".join([context.get("metatags", ""), *tags])


def summarise(app: Sphinx, doctree, docname: str) -> None:
    """What a page says of itself is known once it is resolved: other pages tell it too."""
    app.summaries[docname] = summary(doctree)


def summary(doctree) -> tuple[str, list[str]]:
    """The whole sentences that a page opens with, as many as fit, and the ids of the values in them."""
    lead = (node for node in doctree.findall(nodes.Element) if "lead" in node.get("classes", []))
    own = (each for each in next(lead, doctree).findall(nodes.paragraph) if not _in_banner(each))
    paragraph = next(own, None)
    if paragraph is None:
        return "", []
    text = "".join(map(_words, paragraph.children))
    return shortened(text, LONGEST_SUMMARY), list(
        dict.fromkeys(node["value"] for node in paragraph.findall(value_node))
    )


def _in_banner(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph says what an edition is, and nothing of the page."""
    return BANNER in paragraph.parent.get("classes", [])


def _words(node: nodes.Node) -> str:
    """The words of a node; a value's with the signs that its wrapper holds."""
    if isinstance(node, value_node):
        return f"{node.get('before', '')}{node.astext()}{node.get('after', '')}"
    return "".join(map(_words, node.children)) if node.children else node.astext()


def add_downloads(app: Sphinx, error: Exception | None) -> None:
    """What a reader may take away lies beside the pages."""
    if not error and app.builder.name == "html":
        source, pages = Path(app.srcdir), Path(app.outdir)
        write_downloads(source, pages, app.results, app.citation, app.workbook, app.config.report_pdf)


def record_plain(app: Sphinx, error: Exception | None) -> None:
    """The plain tool's book is known by its record, so that ``report build`` may put its own in its place."""
    if not error:
        keep_plain_record(Path(app.srcdir), Path(app.outdir))


def setup(app: Sphinx) -> dict:
    """Register the extension."""
    app.outdir = type(app.outdir)(make_way(Path(app.srcdir), Path(app.outdir)))
    app.add_config_value("report_origins_page", f"{BOOK}/provenance", "env", [str])
    app.add_config_value("report_sources_page", f"{BOOK}/sources", "env", [str])
    app.connect("builder-inited", load_results)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(ASSETS)))
    app.add_css_file("report.css")
    app.connect("doctree-read", add_banner)
    app.connect("doctree-read", fold_code)
    app.connect("doctree-read", offer_notebook)
    app.summaries = {}
    app.connect("doctree-resolved", summarise, priority=999)
    app.connect("html-page-context", add_page_context)
    # the pages' digests are among the downloads, and their twins list these
    app.connect("build-finished", add_downloads, priority=800)
    for part in PARTS:
        part.setup(app)
    app.connect("build-finished", record_plain, priority=999)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""A twin of every page in Markdown, for who reads with a program, and the list of them all, ``llms.txt``.

A twin is made from the finished page: each number has its range and its id beside it, each chart is the table of its
data. The list has the form of llmstxt.org: a title, a summary, and links with a line on each.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from lxml.html import HtmlElement
from sphinx.application import Sphinx

from helpers.notebook.record import NUMBER, FigureRecord
from helpers.notebook.results import Results
from helpers.pages.citation import Citation
from helpers.pages.downloads import FOLDER, LIST, RESULTS_SCHEMA, WORDS, WORKBOOK
from helpers.pages.forks import map_forked
from helpers.pages.last import is_as_it_was, last_pages
from helpers.pages.markdown import Lead, Say, read_article, shortened, to_markdown
from helpers.pages.place import Place, place_of
from helpers.pages.places import in_order
from helpers.pages.templating import render

#: Pages that say nothing by themselves.
BARE = ("search",)
#: What the list names beside the pages.
DATA = ("results.json", RESULTS_SCHEMA, WORKBOOK, "data.zip", "notebooks.zip")
#: The longest line on a page, in letters.
LONGEST = 400
DASH = "\N{EM DASH}"
#: The title of a page, and what it says of itself.
Opening = tuple[str, str]


# --- a page ------------------------------------------------------------------------------------------


def twin(place: Place, article: HtmlElement, pages: Iterable[str]) -> str:
    """The Markdown of a page's article; ``pages`` are those that have twins."""
    said: dict[str, None] = {}
    text = to_markdown(article, speaker(place.results, said), leader(place.docname, pages))
    addresses = [f"[{name}]: {place.to_value(name)}" for name in sorted(said)]
    return "\n".join([text, *addresses]).rstrip() + "\n"


def speaker(results: Results, said: dict[str, None]) -> Say:
    """How a marked number is told: as the page prints it, with its range where that says more, and its id.

    The ids that were told are kept in ``said``.
    """

    def say(element: HtmlElement, text: str) -> str:
        name = element.get("data-value")
        figure = results.figures.get(name)
        if figure is None or text == DASH or not (any(map(str.isdigit, text)) or _is_whole(figure, text)):
            return text
        said[name] = None
        span = f" ({figure.range})" if _wants_range(figure, element, text) else ""
        return f"{text}{span} [{name}]"

    return say


def _is_whole(figure: FigureRecord, text: str) -> bool:
    return text.lower() == figure.text.lower()


def _wants_range(figure: FigureRecord, element: HtmlElement, text: str) -> bool:
    """Whether a number is the figure's text, which does not hold the range, and the words beside it do not either."""
    if not _is_whole(figure, text) or {*NUMBER.findall(figure.range)} <= {*NUMBER.findall(figure.text)}:
        return False
    block = next(chain(element.iterancestors("tr"), element.iterancestors("p", "li", "dl", "div"), [element]))
    beside = (each for each in block.iterdescendants() if each.get("data-value") == figure.id)
    return not any(each.text_content().strip() == figure.range for each in beside)


def leader(docname: str, pages: Iterable[str]) -> Lead:
    """Where links of a page lead from its twin: to the twin of a page, to an anchor or a file as they stand."""

    def lead(address: str) -> str:
        page, dot, ending = address.partition(".html")
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(docname), page))
        if address.startswith("#"):
            return f"{posixpath.basename(docname)}.html{address}"
        return f"{page}.md" if dot and not ending and whole in pages else address

    return lead


# --- the list ----------------------------------------------------------------------------------------


def opening(place: Place, article: HtmlElement) -> tuple[str, str]:
    """The title of a page and the whole sentences that it opens with, as many as fit, their numbers with ids."""
    heading = article.find(".//h1")
    title = place.docname if heading is None else " ".join(heading.text_content().split())
    leading = (each for lead in article.find_class("lead") for each in lead.iter("p"))
    own = (each for each in chain(leading, article.iter("p")) if not _within(each, "edition-banner"))
    paragraph = next(own, None)
    if paragraph is None:
        return title, ""
    text = to_markdown(paragraph, speaker(place.results, {}), lambda address: "").strip()
    return title, shortened(text, LONGEST)


def _within(element: HtmlElement, name: str) -> bool:
    """Whether an element, or one that it stands in, has a class."""
    return any(name in each.classes for each in (element, *element.iterancestors()))


def list_pages(citation: Citation, sections: Mapping[str, list[tuple[str, str, str]]]) -> str:
    """The list; ``sections`` are lines by their heading: an address, a title and what is said of it."""
    summary = " ".join(citation.abstract.split())
    lines = [f"# {citation.title}", "", f"> {summary}", "", f"{citation.made}. {EXPLANATION}"]
    for heading, some in sections.items():
        lines += ["", f"## {heading}", ""]
        lines += [f"- [{title}]({address})" + (f": {words}" if words else "") for address, title, words in some]
    return "\n".join(lines) + "\n"


def read_list(pages: Path, address: str) -> dict[str, tuple[str, str]]:
    """The pages that a list beside pages names, each with its title and what is said of it."""
    lines = (pages / LIST).read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"- \[(.*)\]\((\S*)\.md\)(?:: (.*))?", line) for line in lines)
    return {line[2].removeprefix(address): (line[1], line[3] or "") for line in found if line}


EXPLANATION = (
    "Each link leads to a page in Markdown. A number there stands with its hedge and the id that it has in results.json, "
    "as in `about … (… to …) [id]`. The range is what the sources leave open, and is never to be narrowed."
)


# --- the extension -----------------------------------------------------------------------------------


def add_link(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """The head of each page names its twin."""
    if page not in BARE and app.builder.name == "html":
        link = render("twin-link.html", file=f"{posixpath.basename(page)}.md")
        context["metatags"] = "".join([context.get("metatags", ""), link])


def write_twins(app: Sphinx, error: Exception | None) -> None:
    """Write the twins of all pages, now that these are finished, and the list."""
    if error or app.builder.name != "html":
        return
    made = app.made_apart
    openings = made | write_twins_of(app, [page for page in _in_order(app) if page not in made])
    openings = {page: openings[page] for page in _in_order(app)}
    (Path(app.outdir) / LIST).write_text(_list(app, openings), encoding="utf-8")


def write_twins_of(app: Sphinx, some: Sequence[str]) -> dict[str, Opening]:
    """Write the twins of some finished pages; how each opens. A page of the last book keeps its twin."""
    folder, last, pages = Path(app.outdir), last_pages(Path(app.srcdir)), list(_in_order(app))
    kept = read_list(last, app.citation.address) if last else {}
    if {*kept} != {*pages}:  # a link leads to the twin of the page that it leads to, where that has one
        kept = {}

    def write(page: str) -> Opening:
        if page in kept and is_as_it_was(folder, last, [f"{page}.html"]):
            shutil.copyfile(last / f"{page}.md", folder / f"{page}.md")
            return kept[page]
        article = read_article((folder / f"{page}.html").read_text(encoding="utf-8"))
        (folder / f"{page}.md").write_text(twin(place_of(app, page), article, pages), encoding="utf-8")
        return opening(place_of(app, page), article)

    return dict(zip(some, map_forked(write, some), strict=True))


def _in_order(app: Sphinx) -> Iterator[str]:
    """The pages in the order of the book, then those that hold the entries in full."""
    yield from in_order(app)
    yield from dict.fromkeys(app.book.entry_pages.values())


def _list(app: Sphinx, openings: Mapping[str, Opening]) -> str:
    citation, apart = app.citation, set(app.book.entry_pages.values())
    lines = {page: (f"{citation.address}{page}.md", *said) for page, said in openings.items()}
    sections = {
        "Pages": [line for page, line in lines.items() if page not in apart],
        "Data": [(f"{citation.address}{FOLDER}/{name}", name, WORDS.get(name, "")) for name in DATA],
        "Optional": [(address, title, "") for page, (address, title, _) in lines.items() if page in apart],
    }
    return list_pages(citation, {heading: some for heading, some in sections.items() if some})


def setup(app: Sphinx) -> None:
    """Register the twins."""
    app.connect("html-page-context", add_link)
    app.connect("build-finished", write_twins, priority=700)

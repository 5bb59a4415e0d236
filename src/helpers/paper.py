"""The report on paper: the pages of a rendered book become one PDF, with a cover and a contents that knows its pages.

The words and numbers are those of the pages, in another order of things: nothing is computed here. Chromium prints;
pypdf finds the pages of the headings between two printings, and signs the result.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from playwright.sync_api import Browser, Error, Playwright, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, ByteStringObject, DictionaryObject, NameObject, TextStringObject
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.citation import Citation, cite, read_citation
from helpers.editions import PDF, read_parts

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: Older ones print no page numbers.
OLDEST_BROWSER = 131
REMEDY = "run `make browser`, or install Chromium so that `chromium` is on the PATH"
ASSETS = Path(__file__).parent / "assets"
OPENING = "opening"
#: Sections of the pages that only lead from page to page, as the contents do on paper.
NAVIGATION = ("where-to-next", "how-to-read-it")
#: Pages that do the same.
NAVIGATION_PAGES = ("book/questions",)
#: Letters; a typeset formula breaks no line, and one that sticks out makes Chromium shrink every page.
WIDEST_FORMULA = 36
#: Rows, the head included, that stay on one page.
LONGEST_WHOLE_TABLE = 9
#: Letters of an entry of the appendix that stay together.
LONGEST_WHOLE_ENTRY = 1000
#: What works on a screen alone: links to headings, code behind a click, drawings for a phone, controls.
SCREEN_ONLY = (
    "a.headerlink, details, .folded, .chart-narrow, .phone-only, .cell_input, .popovers, .screen-only, "
    "script, link, button, form, input, select, textarea, output, dialog, [popover]"
)


class PaperFailed(Exception):
    """The PDF could not be made; the message says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents: the anchor it leads to, its words, and its level (0 part, 1 page, 2 section)."""

    anchor: str
    text: str
    level: int


def print_book(page: Path, root: Path, digest: str, target: Path) -> int:
    """Print a book that stands on one HTML ``page`` to the PDF ``target``; the number of its pages.

    ``root`` is the folder of the book's CITATION.cff, _toc.yml and data. Raises PaperFailed.
    """
    cover = read_cover(root, digest)
    chapters = lay_out(BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("article"))
    entries = contents(chapters, part_captions(root))
    body = "".join(str(chapter) for chapter in chapters)
    paper = page.with_name("paper.html")
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        try:
            places: dict[str, int] = {}
            for _ in range(3):
                paper.write_text(document(cover, entries, places, body), encoding="utf-8")
                pdf = _print(browser, paper)
                found = places_of(pdf, entries)
                if found == places:
                    break
                places = found
            else:
                raise PaperFailed("the page numbers of the contents do not settle: shorten its lines in paper.css")
        finally:
            browser.close()
    signed = sign(pdf, cover)
    target.write_bytes(signed)
    return len(PdfReader(io.BytesIO(signed)).pages)


# --- the browser -------------------------------------------------------------------------------------


def find_browser() -> str | None:
    """The path of an installed Chromium; None leaves it to the one that Playwright may have installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def require_browser() -> None:
    """Raises PaperFailed, with the remedy, where there is no browser to print with."""
    if find_browser():
        return
    with sync_playwright() as playwright:
        if not Path(playwright.chromium.executable_path).is_file():
            raise PaperFailed(f"the PDF needs a Chromium and none was found: {REMEDY}")


def open_browser(playwright: Playwright) -> Browser:
    """Start the browser that is there. It shows our own files alone, so it needs no sandbox. Raises PaperFailed."""
    try:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
    except Error as error:
        raise PaperFailed(f"no Chromium could be started: {REMEDY} ({error.message.splitlines()[0]})") from None
    if int(browser.version.partition(".")[0]) < OLDEST_BROWSER:
        browser.close()
        raise PaperFailed(f"Chromium {browser.version} is too old to number pages: install {OLDEST_BROWSER} or newer")
    return browser


def _print(browser: Browser, page: Path) -> bytes:
    sheet = browser.new_page()
    sheet.goto(page.resolve().as_uri())
    pdf = sheet.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    sheet.close()
    return pdf


# --- what the cover says -----------------------------------------------------------------------------


def read_cover(root: Path, digest: str) -> Citation:
    """What the cover says, from CITATION.cff and the note of an edition. Raises PaperFailed."""
    try:
        return read_citation(root, digest)
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise PaperFailed(f"CITATION.cff does not say what the cover needs: {error!r}") from None


def whole_title(cover: Citation) -> str:
    """The title, and the edition's own where it is not the article's."""
    return cover.title + (f" ({cover.edition})" if cover.edition else "")


def _title_and_subtitle(cover: Citation) -> tuple[str, str]:
    title, mark, subtitle = cover.title.partition("? ")
    return title + mark.strip(), subtitle


def date_in_words(cover: Citation) -> str:
    """The date of release."""
    released = datetime.date.fromisoformat(cover.released)
    return f"{released.day} {released:%B %Y}"


def part_captions(root: Path) -> dict[str, str]:
    """The caption that stands before a page in the table of contents, by the page's anchor."""
    return {_anchor(pages[0]): caption for caption, pages in read_parts(root) if caption and pages}


def _anchor(docname: str) -> str:
    return "page-" + docname.replace("/", "-")


# --- from pages to chapters --------------------------------------------------------------------------


def lay_out(article: Tag) -> list[Tag]:
    """The pages of a book on one HTML page as chapters, each with an anchor of its own, for paper."""
    opening = article.find("section")
    for marker in list(article.select("span[id^='document-']")):
        section = marker.find_next_sibling("section")
        section["data-page"] = marker["id"].removeprefix("document-")
        marker.decompose()
    chapters = [section.extract() for section in article.select("section[data-page]")]
    chapters = [section for section in chapters if section["data-page"] not in NAVIGATION_PAGES]
    for section in chapters:
        for heading in section.find_all(re.compile("^h[2-6]$")):
            heading.name = f"h{int(heading.name[1]) - 1}"
    opening["data-page"] = OPENING
    opening.h1.string = "Summary"
    chapters.insert(0, opening)
    names = {chapter["data-page"]: _anchor(chapter["data-page"]) for chapter in chapters}
    for chapter in chapters:
        _for_paper(chapter)
        _link_within(chapter, names)
        chapter["class"] = ["chapter", names[chapter["data-page"]]]
    _one_banner(chapters)
    _unique_anchors(chapters)
    for chapter in chapters:
        chapter["id"] = names[chapter.attrs.pop("data-page")]
    return chapters


def _for_paper(chapter: Tag) -> None:
    """Take out what works on a screen alone, and the boxes that are empty without it."""
    for entry in chapter.select("details.origin"):
        entry.name, entry.summary["class"] = "div", ["origin-label"]
        entry.summary.name = "p"
    for found in chapter.select(SCREEN_ONLY):
        found.decompose()
    for section in chapter.find_all("section", id=list(NAVIGATION)):
        section.decompose()
    for box in chapter.select("div.cell, div.toctree-wrapper"):
        if not box.find(["p", "table", "svg", "img", "pre", "dl"]):
            box.decompose()
    for tag in chapter.select("[tabindex]"):
        del tag["tabindex"]
    for formula in chapter.find_all("math"):
        if _width(formula) > WIDEST_FORMULA:
            formula.replace_with(_in_words(formula["aria-label"]))
    for formula in chapter.select(".formula code"):
        formula.replace_with(_in_words(formula.get_text()))
    for table in chapter.find_all("table"):
        if len(table.find_all("tr")) > LONGEST_WHOLE_TABLE:
            table["class"] = [*table.get("class", []), "long"]
    for section in chapter.find_all("section"):
        entries = section.find_all("div", class_="origin", recursive=False)
        if entries:
            entries[0].insert_before(box := BeautifulSoup('<div class="entries"></div>', "html.parser").div)
            box.extend(entries)
        for entry in entries:
            _shorten(entry)


def _shorten(entry: Tag) -> None:
    """What paper says elsewhere goes: the value in the entry's head, quotations where they come from, how to cite."""
    for term in entry.find_all("dt", string=["Cite this number", "Value", "Kept in"]):
        term.find_next_sibling("dd").decompose()
        term.decompose()
    for term in entry.find_all("dt", string="Rests on"):
        for quotation in term.find_next_sibling("dd").find_all("q"):
            quotation.previous_sibling.replace_with(quotation.previous_sibling.rstrip(": "))
            for after in list(quotation.next_siblings):
                after.extract()
            quotation.decompose()
    if len(entry.get_text()) > LONGEST_WHOLE_ENTRY:
        entry["class"] = [*entry["class"], "long"]


def _in_words(formula: str) -> str:
    """A formula in words and signs, which may break over lines."""
    signs = {
        "_": "\N{NO-BREAK SPACE}",
        " - ": " \N{MINUS SIGN} ",
        "*": "\N{MULTIPLICATION SIGN}",
        "/": "\N{DIVISION SIGN}",
    }
    for sign, better in signs.items():
        formula = formula.replace(sign, better)
    return formula


def _width(formula: Tag) -> int:
    """The letters of a formula's longest line: a fraction is as wide as the wider of its halves."""
    parts = [child for child in formula.children if isinstance(child, Tag)]
    if not parts:
        return len(formula.get_text())
    return (max if formula.name == "mfrac" else sum)(map(_width, parts))


def _link_within(chapter: Tag, names: dict[str, str]) -> None:
    """Links from page to page become links within the document; other relative ones lead nowhere and are words."""
    folder = chapter["data-page"].rpartition("/")[0] or "book"
    for link in chapter.find_all("a", href=True):
        href = link["href"]
        if href.startswith("#document-"):
            page = href.removeprefix("#document-")
            link["href"] = "#" + names[OPENING if page == "index" else page]
        elif href.startswith("#") or re.match(r"[a-z]+:", href):
            continue
        else:
            path, _, anchor = href.partition("#")
            page = f"{folder}/{Path(path).stem}"
            if path.endswith(".html") and page in names:
                link["href"] = f"#{anchor or names[page]}"
            else:
                link.unwrap()


def _one_banner(chapters: list[Tag]) -> None:
    """The banner of an edition stands on every page of the book; on paper once is enough."""
    for banner in [found for chapter in chapters for found in chapter.select(".edition-banner")][1:]:
        banner.decompose()


def _unique_anchors(chapters: list[Tag]) -> None:
    """Two pages may use the same anchor: the later one is named after its page, and so are the links to it there."""
    seen: set[str] = set()
    for chapter in chapters:
        own = {tag["id"] for tag in chapter.find_all(id=True)}
        renamed = {name: f"{chapter['data-page'].replace('/', '-')}-{name}" for name in own & seen}
        seen |= own | set(renamed.values())
        if renamed:
            _rename(chapter, renamed)


def _rename(chapter: Tag, names: dict[str, str]) -> None:
    for tag in chapter.find_all(True):
        if tag.get("id") in names:
            tag["id"] = names[tag["id"]]
        for key in ("href", "xlink:href", "clip-path"):
            if "#" in tag.get(key, ""):
                tag[key] = re.sub(r"#([^)]+)", lambda found: "#" + names.get(found[1], found[1]), tag[key])


# --- the document ------------------------------------------------------------------------------------


def contents(chapters: list[Tag], parts: dict[str, str]) -> list[Entry]:
    """The lines of the contents: parts, pages and their sections."""
    entries = []
    for chapter in chapters:
        anchor = chapter["id"]
        if anchor in parts:
            entries.append(Entry("", parts[anchor], 0))
        entries.append(Entry(anchor, _words(chapter.h1), 1))
        entries += [
            Entry(section["id"], _words(section.h2), 2) for section in chapter.find_all("section", recursive=False)
        ]
    return entries


def _words(heading: Tag) -> str:
    return " ".join(heading.get_text().split())


def document(cover: Citation, entries: list[Entry], places: dict[str, int], body: str) -> str:
    """The whole document as HTML; a page that ``places`` does not know yet prints as three figures."""
    styles = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("report.css", "paper.css"))
    title, subtitle = _title_and_subtitle(cover)
    edition = f'<p class="cover-edition">{escape(cover.edition)}</p>' if cover.edition else ""
    return (
        '<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(whole_title(cover))}</title><style>{styles}{_running(cover)}</style></head><body>"
        f'<header class="cover"><p class="cover-title">{escape(title)}</p>'
        f'<p class="cover-subtitle">{escape(subtitle)}</p>{edition}'
        f'<p class="cover-abstract">{escape(cover.abstract)}</p>'
        f'<p class="cover-authors">{escape(cover.author)}</p>'
        f'<p class="cover-release">Version {escape(cover.version)}, {date_in_words(cover)}. '
        f"Results {cover.results[:12]}.</p>"
        f'<p class="cover-cite">How to cite: {escape(cite(cover))}</p>'
        f'<p class="cover-licence">Licences: {escape(" and ".join(cover.licences))}</p></header>'
        f'<nav class="contents" aria-label="Contents"><h1 id="contents">Contents</h1>{_lines(entries, places)}</nav>'
        f"<main>{body}</main></body></html>"
    )


def _running(cover: Citation) -> str:
    """The running title, as style: Chromium takes it from there alone."""
    left = _title_and_subtitle(cover)[0] + (f" \N{MIDDLE DOT} {cover.edition}" if cover.edition else "")
    right = f"Version {cover.version} \N{MIDDLE DOT} results {cover.results[:12]}"
    return (
        f"@page {{ @top-left {{ content: {json.dumps(left, ensure_ascii=False)} }} "
        f"@top-right {{ content: {json.dumps(right, ensure_ascii=False)} }} }}"
        "@page :first { @top-left { content: none } @top-right { content: none } }"
    )


def _lines(entries: list[Entry], places: dict[str, int]) -> str:
    made = []
    for before, entry in zip([None, *entries], entries, strict=False):
        if entry.level < 2 and not (before and before.level == 0):
            made.append('</div><div class="contents-group">')
        if entry.level == 0:
            made.append(f'<p class="contents-part">{escape(entry.text)}</p>')
        else:
            made.append(
                f'<p class="contents-line level-{entry.level}"><a href="#{entry.anchor}">'
                f'<span class="contents-words">{escape(entry.text)}</span> '
                f'<span class="contents-page">{places.get(entry.anchor, "000")}</span></a></p>'
            )
    return "".join(made).removeprefix("</div>") + "</div>"


def places_of(pdf: bytes, entries: list[Entry]) -> dict[str, int]:
    """The page on which each line of the contents finds its heading, the cover being the first."""
    reader = PdfReader(io.BytesIO(pdf))
    known = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
    return {
        entry.anchor: reader.get_destination_page_number(known[entry.anchor]) + 1 for entry in entries if entry.anchor
    }


# --- the file ----------------------------------------------------------------------------------------


def sign(pdf: bytes, cover: Citation) -> bytes:
    """The PDF with its title, author, subject, language and dates; no clock, so equal input gives equal bytes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    moment = f"D:{cover.released.replace('-', '')}000000Z"
    writer.metadata = {
        "/Title": whole_title(cover),
        "/Author": cover.author,
        "/Subject": cover.abstract,
        "/Keywords": ", ".join([*cover.keywords, f"results {cover.results[:12]}"]),
        "/CreationDate": moment,
        "/ModDate": moment,
    }
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en")
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
    writer.page_mode = "/UseOutlines"
    name = ByteStringObject(hashlib.sha256(cover.results.encode()).digest()[:16])
    writer._ID = ArrayObject([name, name])
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


# --- the link on a page ------------------------------------------------------------------------------


class paper_link_node(nodes.General, nodes.Element):
    """Where a page links to the PDF that was published with it."""


class PaperLinkDirective(SphinxDirective):
    """``{pdf-link}``: a line that links to the PDF; nothing where the book is published without one."""

    def run(self):
        return [paper_link_node()] if self.config.report_pdf else []


def visit_paper_link(self, node) -> None:
    if self.builder.name != "singlehtml":
        up = "../" * self.builder.current_docname.count("/")
        self.body.append(f'<p class="paper-link"><a href="{up}{PDF}">The whole report as a PDF</a></p>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    """Register the link and the styles for the browser's own printing."""
    app.add_config_value("report_pdf", False, "env", [bool])
    app.add_node(paper_link_node, html=(visit_paper_link, None))
    app.add_directive("pdf-link", PaperLinkDirective)
    app.add_css_file("print.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

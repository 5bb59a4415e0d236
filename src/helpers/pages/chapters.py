"""From pages to chapters: what a book on one HTML page needs to be read on paper.

Works on the pages' HTML alone; which words and numbers stand there is not its business.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

#: The page that opens the book; on paper it is the summary.
OPENING = "index"
#: Letters; a typeset formula breaks no line, and one that sticks out makes Chromium shrink every page.
WIDEST_FORMULA = 36
#: Rows, the head included, that stay on one page.
LONGEST_WHOLE_TABLE = 9
#: Letters of an entry of the appendix that stay together.
LONGEST_WHOLE_ENTRY = 1000
#: What works on a screen alone: links to headings, code behind a click, drawings for a phone, controls, and what only
#: leads from page to page.
SCREEN_ONLY = (
    "a.headerlink, details, .folded, .chart-narrow, .phone-only, .cell_input, .popovers, .screen-only, .navigation, "
    "script, link, button, form, input, select, textarea, output, dialog, [popover]"
)
#: Terms of an entry that paper says elsewhere: in the entry's head, in the colophon.
SAID_ELSEWHERE = ("Cite this number", "Value", "Kept in")
SIGNS = {
    "_": "\N{NO-BREAK SPACE}",
    " - ": " \N{MINUS SIGN} ",
    "*": "\N{MULTIPLICATION SIGN}",
    "/": "\N{DIVISION SIGN}",
}


@dataclass(frozen=True)
class Entry:
    """A line of the contents: its words and the anchor it leads to.

    That of a chapter has the lines of its ``sections``, and the caption of the ``part`` that begins with it.
    """

    anchor: str
    text: str
    sections: tuple[Entry, ...] = ()
    part: str = ""


def lay_out(article: Tag) -> list[Tag]:
    """The pages of a book on one HTML page as chapters, each with an anchor of its own, for paper."""
    chapters = _cut(article)
    for chapter in chapters:
        _for_paper(chapter)
    chapters = [chapter for chapter in chapters if not _is_bare(chapter)]
    anchors = {chapter["data-page"]: anchor_of(chapter["data-page"]) for chapter in chapters}
    for chapter in chapters:
        _link_within(chapter, anchors)
    # The banner of an edition stands on every page of the book; on paper once is enough.
    for banner in [found for chapter in chapters for found in chapter.select(".edition-banner")][1:]:
        banner.decompose()
    _unique_anchors(chapters)
    for chapter in chapters:
        chapter["id"] = anchors[chapter.attrs.pop("data-page")]
        chapter["class"] = "chapter"
    return chapters


def anchor_of(docname: str) -> str:
    """The anchor of a page's chapter."""
    return "page-" + docname.replace("/", "-")


def contents(chapters: list[Tag], parts: dict[str, str]) -> list[Entry]:
    """The lines of the contents; ``parts`` are the captions of the parts by the anchors of the chapters they begin with."""
    return [
        Entry(
            chapter["id"],
            _words(chapter.h1),
            tuple(Entry(each["id"], _words(each.h2)) for each in chapter.find_all("section", recursive=False)),
            parts.get(chapter["id"], ""),
        )
        for chapter in chapters
    ]


def _words(heading: Tag) -> str:
    return " ".join(heading.get_text().split())


# --- one page ----------------------------------------------------------------------------------------


def _cut(article: Tag) -> list[Tag]:
    """The section of each page, the opening one first; a page's heading is one of the first level again."""
    opening = article.find("section")
    for marker in list(article.select("span[id^='document-']")):
        section = marker.find_next_sibling("section")
        section["data-page"] = marker["id"].removeprefix("document-")
        marker.decompose()
    chapters = [section.extract() for section in article.select("section[data-page]")]
    for chapter in chapters:
        for heading in chapter.select(":is(h2, h3, h4, h5, h6):not(.rubric)"):  # a rubric's level is its own
            heading.name = f"h{int(heading.name[1]) - 1}"
    opening["data-page"] = OPENING
    opening.h1.string = "Summary"
    return [opening, *chapters]


def _for_paper(chapter: Tag) -> None:
    """Take out what works on a screen alone, and what is empty without it; set the rest so that it can be broken."""
    for entry in chapter.select("details.origin"):
        entry.name, entry.summary["class"] = "div", ["origin-label"]
        entry.summary.name = "p"
    for found in chapter.select(SCREEN_ONLY):
        found.decompose()
    for box in chapter.select("div.cell, div.toctree-wrapper"):
        if not box.find(["p", "table", "svg", "img", "pre", "dl"]):
            box.decompose()
    for section in reversed(chapter.find_all("section")):
        if _is_bare(section):
            section.decompose()
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
    _gather_entries(chapter)


def _is_bare(section: Tag) -> bool:
    """Whether a section is a heading and nothing else."""
    heading = section.find(re.compile("^h[1-6]$"))
    whole, words = section.get_text(strip=True), heading.get_text(strip=True) if heading else ""
    return whole == words and not section.find(["svg", "img"])


def _gather_entries(chapter: Tag) -> None:
    """The entries of an appendix stand in a box, which paper sets in columns."""
    for section in chapter.find_all("section"):
        entries = section.find_all("div", class_="origin", recursive=False)
        if entries:
            entries[0].insert_before(box := BeautifulSoup('<div class="entries"></div>', "html.parser").div)
            box.extend(entries)
        for entry in entries:
            _shorten(entry)


def _shorten(entry: Tag) -> None:
    """What paper says elsewhere goes from an entry, and so do quotations where another entry has them."""
    for term in entry.find_all("dt", string=SAID_ELSEWHERE):
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
    for sign, better in SIGNS.items():
        formula = formula.replace(sign, better)
    return formula


def _width(formula: Tag) -> int:
    """The letters of a formula's longest line: a fraction is as wide as the wider of its halves."""
    parts = [child for child in formula.children if isinstance(child, Tag)]
    if not parts:
        return len(formula.get_text())
    return (max if formula.name == "mfrac" else sum)(map(_width, parts))


# --- links -------------------------------------------------------------------------------------------


def _link_within(chapter: Tag, anchors: dict[str, str]) -> None:
    """Links from page to page become links within the document; other relative ones lead nowhere and are words."""
    folder = posixpath.dirname(chapter["data-page"])
    for link in chapter.find_all("a", href=True):
        path, _, anchor = link["href"].partition("#")
        if re.match(r"[a-z]+:", path) or (not path and not anchor.startswith("document-")):
            continue
        page = anchor.removeprefix("document-")
        if path:
            page = posixpath.normpath(posixpath.join(folder, path)).removesuffix(".html")
        if page in anchors:
            link["href"] = f"#{anchor}" if path and anchor else f"#{anchors[page]}"
        else:
            link.unwrap()


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

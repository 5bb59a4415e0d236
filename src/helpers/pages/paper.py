"""The report on paper: the pages of a rendered book become one PDF, with a cover and a contents that knows its pages.

The words and numbers are those of the pages; nothing is computed here. Chromium prints; pypdf finds the pages of the
headings between two printings, and signs the result.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from pathlib import Path

from bs4 import BeautifulSoup
from markupsafe import Markup
from playwright.sync_api import Browser, Error, Playwright, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, ByteStringObject, DictionaryObject, NameObject, TextStringObject

from helpers.figures.palette import MUTED, palette_css
from helpers.notebook.checkout import DATA, read_parts
from helpers.notebook.results import read_sources
from helpers.pages.chapters import Entry, anchor_of, contents, lay_out
from helpers.pages.citation import Citation, cite, in_words, read_citation
from helpers.pages.face import edition_words, known_until
from helpers.pages.templating import render

#: The browser without a window first: it starts and turns its pages in half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: It shows our own files alone, so it needs no sandbox; unhinted type has the same widths on paper as on any screen.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--font-render-hinting=none")
#: Older ones print no page numbers.
OLDEST_BROWSER = 131
REMEDY = "run `make browser`, or install Chromium so that `chromium` is on the PATH"
ASSETS = Path(__file__).parent / "assets"


class PaperFailed(Exception):
    """The PDF could not be made; the message says why and what to do."""


def print_book(page: Path, root: Path, digest: str, target: Path) -> int:
    """Print a book that stands on one HTML ``page`` to the PDF ``target``; the number of its pages.

    ``root`` is the folder of the book's CITATION.cff, _toc.yml and edition. Raises PaperFailed.
    """
    cover = read_cover(root, digest)
    chapters = lay_out(BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("article"))
    entries = contents(chapters, part_captions(root))
    body = "".join(str(chapter) for chapter in chapters)
    known = known_until(read_sources(root / DATA / "sources.bib"))
    paper = page.with_name("paper.html")
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        try:
            places: dict[str, int] = {}
            for _ in range(3):
                paper.write_text(document(cover, entries, places, body, known), encoding="utf-8")
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
    """Start the browser that is there. Raises PaperFailed."""
    try:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
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


# --- the document ------------------------------------------------------------------------------------


def read_cover(root: Path, digest: str) -> Citation:
    """What the cover says, from CITATION.cff and the note of an edition. Raises PaperFailed."""
    try:
        return read_citation(root, digest)
    except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise PaperFailed(f"CITATION.cff does not say what the cover needs: {error!r}") from None


def part_captions(root: Path) -> dict[str, str]:
    """The captions of the table of contents, by the anchor of the chapter that each stands before."""
    return {anchor_of(pages[0]): caption for caption, pages in read_parts(root) if caption and pages}


def whole_title(cover: Citation) -> str:
    """The title, and the edition's own where it is not the article's."""
    return cover.title + (f" ({cover.edition})" if cover.edition else "")


def document(cover: Citation, entries: list[Entry], places: dict[str, int], body: str, known: str = "") -> str:
    """The whole document as HTML; ``places`` are the pages of the anchors, as far as they are known.

    ``known`` is the date of the newest source.
    """
    sheets = [(ASSETS / name).read_text(encoding="utf-8") for name in ("fonts.css", "report.css", "paper.css")]
    sheets[0] = sheets[0].replace('url("fonts/', 'url("_static/fonts/')  # it stands beside the one page, not in _static
    dot = " \N{MIDDLE DOT} "
    return render(
        "paper.html",
        cover=cover,
        title=whole_title(cover),
        question=cover.question,
        subject=cover.subject,
        date=in_words(cover.released),
        edition=edition_words(cover),
        known=in_words(known) if known else "",
        cite=cite(cover),
        styles=Markup("".join([palette_css(), *sheets])),
        left=_in_style(dot.join(filter(None, [cover.question, cover.edition]))),
        right=_in_style(f"{cover.release}{dot}results {cover.results[:12]}"),
        muted=MUTED,
        entries=entries,
        places=places,
        body=Markup(body),
    )


def _in_style(words: str) -> Markup:
    """Words as a stylesheet quotes them."""
    return Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\3c "))


def places_of(pdf: bytes, entries: list[Entry]) -> dict[str, int]:
    """The page on which each line of the contents finds its heading, the cover being the first."""
    reader = PdfReader(io.BytesIO(pdf))
    known = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
    anchors = [line.anchor for entry in entries for line in (entry, *entry.sections)]
    return {anchor: reader.get_destination_page_number(known[anchor]) + 1 for anchor in anchors}


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

"""The report on paper: a PDF of the same results as the pages, complete, numbered, linked and tagged."""

import datetime
import io
import os
import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader, PdfWriter

from checkouts import copy_built, edit_file, results_of, run_report, run_tool
from helpers.notebook.checkout import NOTE
from helpers.pages import paper
from helpers.pages.chapters import Entry
from helpers.pages.citation import cite

pytestmark = pytest.mark.long

LINK = 'href="report.pdf"'
CONTENTS_DEPTH = 2


@pytest.fixture(scope="module")
def printed(built) -> Path:
    """The output folder of the article's book, which was built with its PDF."""
    return built / "_build"


@pytest.fixture(scope="module")
def ferry(small, tmp_path_factory) -> Path:
    """A copy of the small report, built without a PDF, of these tests' own."""
    return copy_built(small, tmp_path_factory)


@pytest.fixture(scope="module")
def reader(printed) -> PdfReader:
    return PdfReader(printed / "html" / "report.pdf")


@pytest.fixture(scope="module")
def read(reader) -> dict[int, tuple[str, list[tuple[str, float, float]]]]:
    """Text of pages by number, and its pieces: words, height above the foot and size, in points.

    Of the entries, half of the pages and all alike, some are read: each on which a part begins, and every sixth.
    """
    marks = outline(reader, depth=CONTENTS_DEPTH)
    entries = dict(marks)["Where every number comes from"]
    numbers = {*range(1, entries + 3), *(page for _, page in marks), *range(entries, len(reader.pages) + 1, 6)}
    return {number: read_page(reader.pages[number - 1]) for number in sorted(numbers)}


@pytest.fixture(scope="module")
def texts(read) -> dict[int, str]:
    return {number: text for number, (text, _) in read.items()}


@pytest.fixture(scope="module")
def placed(read) -> dict[int, list[tuple[str, float, float]]]:
    return {number: pieces for number, (_, pieces) in read.items()}


@pytest.fixture(scope="module")
def document(printed) -> dict:
    return results_of(printed)


def outline(reader, entries=None, depth=9) -> list[tuple[str, int]]:
    """Titles and pages of the bookmarks down to a depth, the first page being 1."""
    found = []
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            found += outline(reader, entry, depth - 1) if depth > 1 else []
        else:
            found.append((entry.title, reader.get_destination_page_number(entry) + 1))
    return found


def read_page(page) -> tuple[str, list[tuple[str, float, float]]]:
    pieces = []

    def keep(text, current, matrix, font, size):
        if text.strip():
            height = matrix[4] * current[1] + matrix[5] * current[3] + current[5]
            pieces.append((text.strip(), height, abs(size * matrix[3] * current[3])))

    text = page.extract_text(visitor_text=keep)
    return " ".join(text.split()), pieces


def links(reader) -> list[str]:
    """Where the links within the document lead, by name."""
    found = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return [str(note["/Dest"]).lstrip("/") for note in found if "/Dest" in note]


def tags(node) -> list:
    """The elements of the structure tree, all levels in one list."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for child in node for tag in tags(child)]
    if not isinstance(node, dict):
        return []
    return ([node] if "/S" in node else []) + (tags(node["/K"]) if "/K" in node else [])


# --- what it says ------------------------------------------------------------------------------------


def test_the_cover_says_what_this_is(texts, document, checkout):
    known = yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))
    title, question = known["title"].split("? ")
    for words in (f"{title}?", question, "The North Korean Entries Report", f"version {known['version']} of"):
        assert words in texts[1]
    day = datetime.date.fromisoformat(str(known["date-released"]))
    assert f"{day.day} {day.strftime('%B %Y')}" in texts[1]
    assert f"Results {document['digest'][:12]}" in texts[1]
    assert "How to cite: The North Korean Entries Report (2026). Marginal or not?" in texts[1]


def test_the_contents_name_every_page_of_the_book(texts, printed, checkout):
    toc = yaml.safe_load((checkout / "_toc.yml").read_text(encoding="utf-8"))
    assert texts[2].startswith("Marginal or not? Version")
    for part in toc["parts"]:
        assert part["caption"].upper() in texts[2].upper()
        for chapter in part["chapters"]:
            if chapter["file"] == "book/questions":  # only leads from page to page
                continue
            page = (printed / "html" / f"{chapter['file']}.html").read_text(encoding="utf-8")
            heading = BeautifulSoup(page, "html.parser").find("article").h1
            assert heading.get_text().rstrip("#") in texts[2]


def test_the_contents_give_the_pages_of_the_headings(reader, texts):
    marks = outline(reader, depth=CONTENTS_DEPTH)
    assert len(marks) > 50
    at = 0
    for title, page in marks[1:]:  # the first is the contents' own
        assert title in texts[page]
        found = re.compile(re.escape(title) + r" (\d+)").search(texts[2], at)
        assert found, title
        assert int(found[1]) == page, title
        at = found.end()


def test_every_page_but_the_cover_has_its_number_and_the_running_title(placed):
    for number, pieces in placed.items():
        foot = [text for text, height, _ in pieces if height < 60]
        head = " ".join(text for text, height, _ in pieces if height > 785)
        assert foot == ([] if number == 1 else [str(number)])
        assert ("Marginal or not?" in head) == (number > 1)


def test_the_numbers_of_the_results_are_printed(texts, document):
    whole = " ".join(texts.values())
    names = ("entrants", "student_visas", "growth_multiple", "shortage", "student_visa_share", "shortage_covered")
    for name in (*names, "entrants_to_matter", "growth_to_cover", "years_to_cover", "artillery_share"):
        assert document["values"][name]["text"] in whole, name
    assert "13,221 entries" in whole
    assert "about 0.88 percent" in whole


def test_what_works_on_a_screen_alone_is_not_printed(texts):
    whole = " ".join(texts.values())
    link = "The whole report as a PDF"
    for words in ("Show the code", "The data behind this chart", "All about this number", "open_report(", link):
        assert words not in whole, words


# --- how it is set -----------------------------------------------------------------------------------


def test_it_is_a4_readable_and_has_no_empty_page(reader, texts, placed):
    assert 20 < len(reader.pages) < 110
    for page in reader.pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
    assert min(map(len, texts.values())) > 400
    # Text that sticks out makes Chromium shrink the whole: then the body is no longer 10.5 points.
    sizes = {round(size, 1) for _, _, size in placed[3]}
    assert 10.5 in sizes
    smallest = min(size for pieces in placed.values() for _, _, size in pieces)
    assert smallest > 5


def test_no_heading_ends_a_page(reader, placed):
    titles = {title for title, _ in outline(reader)}
    for number, page in placed.items():
        if number < 3:
            continue
        pieces = [piece for piece in page if 60 < piece[1] < 785]
        last = min(pieces, key=lambda piece: piece[1])
        assert last[0] not in titles or last[2] < 12, (number, last)


# --- links -------------------------------------------------------------------------------------------


def test_every_number_leads_to_its_entry(reader, document):
    wanted = links(reader)
    known = {name.lstrip("/") for name in reader.named_destinations}
    assert set(wanted) <= known
    entries = {name.removeprefix("value-") for name in wanted if name.startswith("value-")}
    assert {"entrants", "student_visa_share", "shortage_covered"} <= entries <= document["values"].keys()
    assert sum(name.startswith("value-") for name in wanted) > 500
    start = dict(outline(reader))["Where every number comes from"]
    for name in known:
        if name.startswith("value-"):
            page = reader.get_destination_page_number(
                reader.named_destinations[f"/{name}" if f"/{name}" in reader.named_destinations else name]
            )
            assert page + 1 >= start


def test_no_link_leads_to_a_file_of_the_maker(reader):
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    assert len(addresses) > 20
    assert all(address.startswith(("http:", "https:")) for address in addresses)


# --- accessible, and the same again ------------------------------------------------------------------


def test_it_is_tagged_and_names_itself(reader, checkout):
    known = yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == known["title"]
    assert reader.metadata.author == "The North Korean Entries Report"
    assert reader.metadata.subject.startswith("Reads one news article")
    assert reader.metadata.creation_date.date().isoformat() == str(known["date-released"])


def test_every_figure_speaks(reader, built):
    found = tags(reader.root_object["/StructTreeRoot"]["/K"])
    kinds = {tag["/S"] for tag in found}
    assert {"/H1", "/H2", "/Table", "/TH", "/Link", "/P", "/Figure"} <= kinds
    figures = [str(tag.get("/Alt", "")) for tag in found if tag["/S"] == "/Figure"]
    pages = [built / "_build" / "html" / "index.html", *(built / "_build" / "html" / "book").glob("*.html")]
    drawn = sum(page.read_text(encoding="utf-8").count('class="chart-wide"') for page in pages)
    assert len(figures) == drawn
    assert all(len(words) > 60 for words in figures)


def test_the_clock_leaves_no_trace(checkout):
    cover = paper.read_cover(checkout, "0123456789abcdef")
    signed = []
    for moment in ("D:20200101000000Z", "D:20210101000000Z"):
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.metadata = {"/CreationDate": moment, "/Producer": "a browser"}
        blank = io.BytesIO()
        writer.write(blank)
        signed.append(paper.sign(blank.getvalue(), cover))
    assert signed[0] == signed[1]


# --- the pages and their PDF -------------------------------------------------------------------------


def test_the_pdf_comes_and_goes_with_its_pages(ferry):
    """Pages link to it exactly where there is one; a plain build keeps that of the same results, and no other."""
    pdf, page = ferry / "_build" / "html" / "report.pdf", ferry / "_build" / "html" / "index.html"
    assert LINK not in page.read_text(encoding="utf-8")
    assert not pdf.exists()
    assert run_report(ferry, "build", "--pdf").returncode == 0
    assert LINK in page.read_text(encoding="utf-8")
    before = pdf.stat()
    assert "Book: fresh" in run_report(ferry, "build").stdout
    assert pdf.stat() == before
    # Another text: another book, and the PDF of the last one is gone with it.
    edit_file(ferry / "index.md", "A local paper asks", "Once more a local paper asks")
    assert "Book: rendering" in run_report(ferry, "build").stdout
    assert not pdf.exists()
    assert LINK not in page.read_text(encoding="utf-8")


def test_without_a_browser_one_sentence_says_so_and_the_last_book_stays(ferry, tmp_path, monkeypatch):
    published = os.readlink(ferry / "_build" / ".published" / "current")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    done = run_tool("report", "build", "--pdf", cwd=ferry)  # another browser may be open in this process
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "failed: the PDF needs a Chromium and none was found: "
        "run `make browser`, or install Chromium so that `chromium` is on the PATH"
    )
    assert os.readlink(ferry / "_build" / ".published" / "current") == published


# --- its parts ---------------------------------------------------------------------------------------


def test_the_cover_of_another_edition_names_it(checkout, tmp_path):
    (tmp_path / "CITATION.cff").write_bytes((checkout / "CITATION.cff").read_bytes())
    (tmp_path / NOTE).write_text('{"title": "A larger <shortage>"}', encoding="utf-8")
    cover = paper.read_cover(tmp_path, "0123456789abcdef")
    assert paper.whole_title(cover).endswith("and the labour shortage (A larger <shortage>)")
    assert cite(cover).endswith("results 0123456789ab.")
    document = paper.document(cover, [], {}, "")
    assert '<p class="cover-edition">A larger &lt;shortage&gt;</p>' in document
    assert "A larger <" not in document
    assert "A larger \\3c shortage>" in document  # the running title, quoted in the style


def test_the_contents_print_parts_chapters_and_sections_with_their_pages(checkout):
    entries = [Entry("one", "One", (Entry("deep", "Deep & deeper"),), "Part A"), Entry("two", "Two")]
    document = paper.document(paper.read_cover(checkout, "0" * 64), entries, {"one": 3, "deep": 14}, "<p>The body</p>")
    contents = BeautifulSoup(document, "html.parser").nav
    assert [line.get_text(" ", strip=True) for line in contents.select("p")] == [
        "Part A", "One 3", "Deep & deeper 14", "Two 000",
    ]  # fmt: skip
    assert [len(group.find_all("a")) for group in contents.select(".contents-group")] == [2, 1]
    assert "<main><p>The body</p></main>" in document


def test_a_citation_without_a_date_is_refused(tmp_path):
    (tmp_path / "CITATION.cff").write_text("title: What? A report\n", encoding="utf-8")
    with pytest.raises(paper.PaperFailed, match=r"CITATION\.cff does not say what the cover needs"):
        paper.read_cover(tmp_path, "")


# --- the browser's own printing ----------------------------------------------------------------------


def test_a_dark_page_prints_dark_on_white_without_its_furniture(browser, built, tmp_path):
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto((built / "_build" / "html" / "book" / "shortage.html").resolve().as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    target = tmp_path / "page.pdf"
    page.pdf(path=target, format="A4")
    page.emulate_media(media="print")
    look = "selector => { const style = getComputedStyle(document.querySelector(selector)); return [style.color, style.backgroundColor] }"
    assert page.evaluate(look, "article section section > p") == ["rgb(17, 17, 17)", "rgba(0, 0, 0, 0)"]
    assert page.evaluate(look, "body")[1] == "rgb(255, 255, 255)"
    hidden = ".bd-sidebar-primary, .bd-header-article, .bd-footer, .about, .chart-narrow, .headerlink, summary"
    shown = page.evaluate(
        "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length", hidden
    )
    assert shown == 0
    page.context.close()
    reader = PdfReader(target)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split()).replace(
        "\N{LATIN SMALL LIGATURE FI}", "fi"
    )
    masthead, _, article = text.partition("How much of the shortage could they fill?")
    assert masthead.startswith("Marginal or not? North Korean entries into Russia")
    assert len(masthead) < 250
    assert article
    assert "about 0.88 percent" in text
    for words in ("Search", "Show the code", "On this page", "All about this number", "Contents", "previous"):
        assert words not in text

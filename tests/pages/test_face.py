"""Every page shows which report and release it is of, in fonts of its own that move no line when they come."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from built_pages import PAGES, soup_of
from hand_made import CITATION, place
from helpers.notebook.results import Source
from helpers.pages.citation import Citation
from helpers.pages.face import edition_words, foot, known_until, masthead

TITLED = replace(CITATION, title="Is it full? The ferry in 1999", edition="Two <boats>")


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def of(citation: Citation, docname="book/crossing", **changes):
    where = place(docname, **changes)
    return replace(where, book=replace(where.book, citation=citation))


# --- by hand -----------------------------------------------------------------------------------------


def test_the_masthead_says_title_version_date_and_edition():
    said = words(masthead(of(CITATION), "Crossing"))
    assert said == "A ferry Version 2.0, 31 January 2026 The article\N{RIGHT SINGLE QUOTATION MARK}s own figures"
    said = words(masthead(of(TITLED), "Crossing"))
    assert said.startswith("Is it full? The ferry in 1999 Version 2.0, 31 January 2026")
    assert said.endswith("Edition: Two <boats>")


def test_what_is_in_no_release_yet_is_not_called_by_its_name():
    later = of(replace(CITATION, moved=True))
    assert words(masthead(later, "Crossing")).startswith("A ferry After version 2.0 of 31 January 2026 The article")
    assert "Not released yet After version 2.0 of 31 January 2026 Results 0123456789ab" in words(foot(later))
    assert "This release Version 2.0, 31 January 2026 Results 0123456789ab" in words(foot(of(CITATION)))


def test_a_page_headed_by_the_question_does_not_say_it_twice():
    assert words(masthead(of(TITLED), "Is it full?")).startswith("The ferry in 1999 Version")


def test_the_report_knows_as_far_as_its_newest_source():
    """A day is later than the month it is in, and any month than its year; what has no date counts for nothing."""
    dates = ["2024", "2024-11", "", "2024-11-09", "2023-12-31"]
    sources = {str(index): Source("x", "", date, False) for index, date in enumerate(dates)}
    assert known_until(sources) == "2024-11-09"
    assert known_until({}) == ""
    assert "Sources up to 9 November 2024" in words(masthead(of(CITATION, sources=sources), "Crossing"))
    assert "Sources" not in words(masthead(of(CITATION), "Crossing"))


def test_the_masthead_leads_home_and_the_foot_to_the_results():
    assert BeautifulSoup(masthead(of(CITATION), ""), "html.parser").a["href"] == "../index.html"
    links = [link["href"] for link in BeautifulSoup(foot(of(CITATION)), "html.parser").find_all("a")]
    assert links == ["https://spdx.org/licenses/MIT", "../downloads/results.json"]


def test_the_foot_says_how_to_cite_and_which_results():
    said = words(foot(of(CITATION)))
    assert "The Ferry Report (2026). A ferry. Version 2.0, results 0123456789ab." in said
    assert said.endswith("Results 0123456789ab")


def test_an_edition_is_named():
    assert edition_words(TITLED) == "Edition: Two <boats>"


# --- on the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_one_masthead_and_one_foot(built, name):
    soup = soup_of(built, name)
    (head,), (below,) = soup.select("header.masthead"), soup.select("footer.foot")
    assert "After version 1.0.0 of 23 November 2026" in words(str(head))
    assert "North Korean entries into Russia and the labour shortage" in words(str(head))
    digest = soup.find("meta", attrs={"name": "report-digest"})["content"]
    assert f"Results {digest[:12]}" in words(str(below))
    assert words(str(soup)).count("Copyright") == 0  # the theme's own foot is gone


def test_the_newest_source_is_that_of_the_bibliography(built):
    dates = re.findall(r"^  date = \{(.+)\}", (built / "data" / "sources.bib").read_text(encoding="utf-8"), re.M)
    times = [each["datetime"] for each in soup_of(built, "index").select(".masthead time")]
    assert times == ["2026-11-23", max(dates)]


def test_the_small_report_has_the_same_face(small):
    assert "Is the ferry used?" in words(str(soup_of(small, "crossing").select_one(".masthead")))
    assert "Version 0.1.0, 24 November 2026" in words(str(soup_of(small, "crossing").select_one(".masthead")))


# --- in a browser ------------------------------------------------------------------------------------

OWN = {"Report Serif", "Report Display", "Report Sans"}
#: Which fonts draw the words below an element, by Chromium's own account.
LETTERS = "header.masthead, article h1, article h2, article p, article table, .foot"


def fonts_of(page, selector):
    """The fonts that draw the elements of a selector, and how many letters each."""
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    drawn = {}
    for node in client.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]:
        for font in client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            drawn[font["familyName"]] = drawn.get(font["familyName"], 0) + font["glyphCount"]
    return drawn


@pytest.mark.parametrize("name", ["index", "agreement", "shortage"])
def test_pages_are_set_in_their_own_fonts(visit, name):
    page = visit(name)
    page.evaluate("document.fonts.ready")
    drawn = fonts_of(page, LETTERS)
    assert set(drawn) <= OWN, drawn
    assert set(drawn) >= OWN
    assert set(fonts_of(page, "article .chart text")) <= {"Report Sans"}
    assert page.asked == []


def test_a_font_of_the_reader_is_seen(visit):
    page = visit("index")
    page.evaluate("document.querySelector('article h1').style.fontFamily = 'monospace'")
    assert not set(fonts_of(page, LETTERS)) <= OWN


@pytest.mark.parametrize("width", [1440, 390])
def test_no_line_moves_when_the_fonts_come(visit, width):
    """What stands in is as wide and as high: the whole page ends within a fiftieth of where it will."""
    page = visit("shortage", width=width)
    page.evaluate("document.fonts.ready")
    height = "document.querySelector('article').getBoundingClientRect().height"
    own = page.evaluate(height)
    page.context.route("**/*.woff2", lambda route: route.abort())
    page.reload()
    assert not set(fonts_of(page, "article h1")) & OWN
    assert page.evaluate(height) == pytest.approx(own, rel=0.02)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_answer_and_a_number_stand_on_the_first_screen(visit, width):
    page = visit("index", width=width)
    page.evaluate("document.fonts.ready")
    for selector in (".masthead", ".lead", ".card-number"):
        top = page.locator(selector).first.bounding_box()["y"]
        assert 0 <= top < 900, selector
    assert page.locator(".masthead").bounding_box()["height"] < 150


def test_a_line_of_text_is_no_longer_than_is_read_with_ease(visit):
    """Sixty to seventy-five letters, by the longest lines of the paragraphs of a page."""
    page = visit("limits")
    page.evaluate("document.fonts.ready")
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('article section > p')].map(paragraph => {
          const size = parseFloat(getComputedStyle(paragraph).lineHeight);
          const lines = Math.round(paragraph.getBoundingClientRect().height / size);
          return lines > 3 ? paragraph.textContent.length / lines : 0; }))"""
    )
    assert 55 < longest <= 75


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_table_of_pandas_is_legible_on_a_page_and_on_paper(visit, scheme):
    page = visit("growth", 1024, scheme)
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
          '<div class="cell_output"><table class="dataframe"><tbody><tr><td>5</td></tr></tbody></table></div>')"""
    )
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        cell, text = (
            page.evaluate("name => getComputedStyle(document.querySelector(name)).color", name)
            for name in ("table.dataframe td", ".bd-article")
        )
        assert cell == text

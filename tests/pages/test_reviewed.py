"""The sheet as a page: it says what the sheet says, brings all that it shows, and runs nothing."""

import base64
import re

import pytest
from bs4 import BeautifulSoup

from built_pages import open_page
from helpers.notebook.review import DrawingSheet, Group, NotebookSheet, Output, Review, Surroundings, Version
from helpers.pages.reviewed import review_page

HOSTILE = "<script>alert('&')</script>\"'><img src=x onerror=alert(1)>"
DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><text>{"a" * 9}</text></svg>'


def sheet(words: str = "words", **parts) -> Review:
    """A sheet whose every text holds ``words``."""
    about = {name: words for name in Surroundings.model_fields}
    about |= {
        "changed": [words],
        "outdated": [words],
        "packages": 3,
        "seconds": 2,
        "versions": [Version(name=words, locked="2", installed="")],
    }
    counts = dict.fromkeys(("cells", "outputs", "compared", "differing", "values", "verdicts", "drawings"), 7)
    whole = {
        "reproduced": False, "summary": f"Not reproduced: {words}", "refused": False, "notes": [words],
        "groups": [
            Group(heading=f"Inputs {words}", cause=True, lines=[words]),
            Group(heading="Sentences", cause=False, lines=[f"said [-{words} once-] {{+{words} twice+}} more"] * 10),
            Group(heading="Drawings that differ", cause=False, lines=[words]),
        ],
        "surroundings": Surroundings(**about),
        "notebooks": [NotebookSheet(name=words, drift=0.0123, **counts)],
        "edited": [],
        "outputs": [Output(kind=kind, id=words, text=words, notebook=words, cell=3) for kind in ("value", "verdict", "chart", "table")],
        "differences": [{"notebook": words, "cell": 3, "places": [words, "x" * 500]}],
        "drawings": [DrawingSheet(chart=words, width="narrow", notebook=words, cell=3, drift=1, differences=[words] * 9, before=DRAWING, after=DRAWING)],
        "unsigned": [f"book/a: {words}"],
        "unchecked": [words],
    }  # fmt: skip
    return Review(**{**whole, **parts})


def soup(review: Review) -> BeautifulSoup:
    return BeautifulSoup(review_page(review), "html.parser")


def test_the_answer_comes_first_and_then_why():
    page = soup(sheet())
    assert page.h1.get_text() == "Not reproduced: words"
    assert page.title.get_text() == "Not reproduced: words"
    assert [each.get_text() for each in page.find_all("h2")] == [
        "Why?", "What differs?", "Which prose is not signed?", "Which drawings differ?", "Where, to the letter?", "What was compared?", "On what?",
        "Which cell computes what?", "What was not checked?",
    ]  # fmt: skip
    assert [each.get_text() for each in page.find_all("h3")][:2] == ["Inputs words", "Sentences (10)"]


def test_a_good_sheet_says_so_and_asks_no_why():
    good = sheet(reproduced=True, summary="Reproduced: all", groups=[], differences=[], drawings=[], unsigned=[])
    page = soup(good)
    assert page.h1["class"] == ["good"]
    assert page.find("h2").get_text() == "What was compared?"
    assert soup(sheet()).h1["class"] == ["bad"]


@pytest.mark.parametrize(
    ("edited", "said", "heading"),
    [
        ([], "compared with the one that is committed", "As committed"),
        (["a"], "compared with the one that the notebook holds", "As the notebook holds it"),
    ],
)
def test_what_is_not_as_the_commit_has_it_is_not_called_committed(edited, said, heading):
    page = soup(sheet(edited=edited))
    assert said in page.get_text()
    assert {each.get_text() for each in page.select("figcaption")} >= {heading, "Now"}
    assert heading in [each.get_text() for each in page.select("th")]
    assert ("committed" in page.get_text()) == (not edited)


def test_words_that_changed_are_marked_and_long_lists_folded():
    page = soup(sheet())
    assert (page.find("del").get_text(), page.find("ins").get_text()) == ("words once", "words twice")
    assert len(page.find_all("ins")) == 10
    assert page.find("summary").get_text() == "and 2 more"


def test_prose_that_nobody_signed_is_told_with_the_words_that_changed():
    page = soup(sheet(groups=[], unsigned=["book/a: An entry is [-not -]a worker."]))
    head = page.find("h2", string="Which prose is not signed?")
    assert head.find_next("li").get_text() == "book/a: An entry is not a worker."
    assert head.find_next("del").get_text() == "not "


def test_all_of_it_is_on_the_page():
    page = soup(sheet())
    row = [each.get_text() for each in page.table.tbody.tr.find_all(["th", "td"])]
    assert row == ["words", *"7777777", "0.01 points"]
    facts = {each.get_text(): each.find_next("dd").get_text() for each in page.find_all("dt")}
    assert set(facts) == {"Commit", "Values and verdicts", "Data", "Code", "Python", "Machine", "Packages", "When"}
    assert "words: 2 is locked, none is installed" in facts["Packages"]
    assert [each.get_text() for each in page.find_all("summary")][2:] == [
        "Verdicts (1)",
        "Values (1)",
        "Charts (1)",
        "Tables (1)",
    ]
    drawings = [each["src"] for each in page.find_all("img")]
    assert len(drawings) == 4  # before, now, and the two over each other
    assert all(
        base64.b64decode(each.removeprefix("data:image/svg+xml;base64,")).decode() == DRAWING for each in drawings
    )


def test_what_a_notebook_holds_is_text():
    """An edited notebook puts no tag, attribute or script on the page; a drawing is a picture, and no part of it."""
    plain, hostile = soup(sheet()), soup(sheet(HOSTILE))
    assert HOSTILE in hostile.h1.get_text()
    tags = [[(each.name, sorted(each.attrs)) for each in page.find_all()] for page in (plain, hostile)]
    assert tags[0] == tags[1]
    assert not hostile.find_all(["script", "svg"])
    assert "onload" not in str(hostile)


def test_the_page_asks_for_nothing():
    page = review_page(sheet())
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\(\"(?!data:)|@import", page)
    assert page.count("data:font/woff2;base64,") == 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_a_phone_and_in_the_dark(browser, tmp_path, scheme):
    (tmp_path / "index.html").write_text(review_page(sheet(f"{HOSTILE} {'long' * 60}")), encoding="utf-8")
    page = open_page(browser, (tmp_path / "index.html").as_uri(), 390, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (page.asked, page.complained) == ([], [])
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(254, 254, 254)", "dark": "rgb(18, 18, 18)"}[scheme]
    page.context.close()

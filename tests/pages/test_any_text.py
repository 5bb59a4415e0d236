"""Whatever text a cell, a label, a speaker or an edition holds, where the check passes it: it stands on the pages as text."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from built_pages import open_page
from checkouts import edit_file, own_figure, run_report
from hand_made import CITATION, PASSENGERS, STATED, figure, place, quotation, render_page, results
from helpers.figures.rows import MOST_LETTERS, formula_trouble, text_trouble
from helpers.notebook.results import Source
from helpers.pages.citation import bibtex, cite
from helpers.pages.doors import behind
from helpers.pages.face import foot, masthead
from helpers.pages.metadata import citation_tags, json_ld, page_tags
from helpers.pages.templating import as_script, render

LOOK = settings(
    deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)  # fmt: skip
#: Pieces of what has lived, swallowed or broken something somewhere, whether or not the check lets them through.
PIECES = [
    "<", ">", "<!--", "-->", "<script>", "</script>", "< script", "]]>", "<![CDATA[", "&", "&lt", "&#60", "&lt;", '"', "'", "`", "\\",
    "\\u003c", "\\x3c", "{", "}", "{{ 7*7 }}", "{% raw %}", "$", "${alert(1)}", "javascript:alert(1)", "data:text/html,", " onload=x ",
    '" onmouseover="x', "' autofocus '", "[a](javascript:x)", "*", "_", "|", ":sub:`a`", "#", "//", "/*", "*/", "\n", "\u2028", "\x00",
    "\ufe64", "\uff1c", "%3Cscript%3E", "=1+1", "workers", "Ø", "渡",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join) | st.text(min_size=1, max_size=20)
PLAIN = "words"


def passed(text: str) -> bool:
    """Whether the check passes a text as a label, the cell of which most is asked."""
    return not (
        text_trouble(text, MOST_LETTERS)
        or formula_trouble(text)
        or text != text.strip()
        or not any(map(str.isalnum, text))
    )


def shape(html: str) -> list[tuple[str, list[str]]]:
    """The elements of a page and the names of their attributes."""
    return [(each.name, sorted(each.attrs)) for each in BeautifulSoup(html, "html.parser").find_all()]


def holding(text: str):
    """A page of the ferry's report in which a figure, its source and the report itself are called by a text."""
    words = quotation(speaker=text, relayed_by=text, locator=text, wording=text)
    passengers = figure("passengers", label=text, text=f"120 {text}", unit=text, quotation=words)
    said = STATED.statement.model_copy(update={"words": text, "speaker": text, "first_said": text})
    known = results()
    return place(
        figures=known.figures | {"passengers": passengers},
        verdicts={"full": STATED.model_copy(update={"statement": said})},
        sources={"log": Source(text, "https://log.example", "", False), "plan": Source(text, "", "", False)},
    )


def parts(text: str) -> dict[str, str]:
    """What is written of a text, part by part, but for what Sphinx writes."""
    where = holding(text)
    book = type(CITATION)(text, (text,), "2.0", "2026-01-31", text, (text,), ("MIT",), "0123456789abcdef", edition=text)
    here = type(where)(type(where.book)(where.results, book, where.book.origins, where.book.sources), where.docname)
    return {
        "door": render("door.html", **behind(where, "passengers")),
        "masthead": masthead(here, "A page"),
        "foot": foot(here),
        "tags": page_tags(book, "index", text, text, []) + citation_tags(book),
        "machines": json_ld(here, text),
    }


@settings(LOOK, max_examples=30)
@given(text=TEXTS)
@example(text='a < b" onload="x')
@example(text="workers -->]]>")
def test_no_text_becomes_an_element_or_an_attribute(text):
    assume(passed(text))
    plain = parts(PLAIN)
    for name, html in parts(text).items():
        assert shape(html) == shape(plain[name]), name
    (script,) = BeautifulSoup(parts(text)["machines"], "html.parser").find_all("script")
    assert json.loads(script.string)["@graph"][0]["name"] == text


@settings(LOOK, max_examples=40)
@given(text=TEXTS)
@example(text="workers<!--<script>")
@example(text="</script><script>alert(1)</script>")
def test_no_text_ends_a_script_whether_or_not_the_check_passes_it(text):
    made = as_script({text: [text]})
    assert "<" not in made
    assert json.loads(made) == {text: [text]}
    machines = json_ld(holding(PLAIN), text)
    assert machines.count("<") == 2  # where it begins and where it ends


@settings(LOOK, max_examples=25)
@given(text=TEXTS)
@example(text="a { b")
def test_no_text_leaves_its_citation(text):
    """A title ends neither its line nor its entry."""
    assume(passed(text) and "\n" not in text)
    book = type(CITATION)(text, (text,), "2.0", "2026-01-31", text, (text,), ("MIT",), "0123456789abcdef")
    assert text in cite(book)
    assert bibtex(book).count("\n@") == 0


PAGE = "First\n-----\n\n{}\n\nSecond\n------\n\nwords\n\nThird\n-----\n\n.. provenance::\n"


def page_shape(folder: Path, text: str) -> list[tuple[str, list[str]]]:
    """The elements of a page that prints a figure called by a text, and its entry; every section is there."""
    assert passed(text)
    made = holding(text).results
    told = {"figures": made.figures, "verdicts": made.verdicts, "sources": made.sources}
    body, _ = render_page(folder, PAGE.format(":value:`passengers`"), **told)
    assert [each.get_text().rstrip("¶") for each in body.find_all("h2")][:3] == ["First", "Second", "Third"]
    assert text in body.get_text()
    return shape(str(body))


def test_a_page_of_any_text_keeps_all_its_sections(tmp_path):
    plain = page_shape(tmp_path / "plain", PLAIN)
    for number, text in enumerate(
        ['a < b" onload="x & c -->', "{{ 7*7 }} [a](javascript:x) `b`_ |c| *d \\u003c ${e} ]]>"]
    ):
        assert page_shape(tmp_path / str(number), text) == plain


# --- the whole way -----------------------------------------------------------------------------------

#: What no cell may hold, and a title of an edition may; what a cell may hold.
TITLE = '</title></script><x-live onlive="globalThis.lived=1"><!--<script>alert(1)'
CELL = "a < b & \"c\" 'd' $e$ [f](javascript:alert) ${g} --> ]]> \\u003cscript>"


@pytest.mark.long
def test_a_book_of_hostile_texts_is_whole_and_nothing_in_it_lives(small, browser, tmp_path):
    report = Path(shutil.copytree(small, tmp_path / "report", symlinks=True))
    assert passed(CELL)
    own_figure(report / "data" / "claims.csv", "passengers", label=CELL, speaker=CELL, relayed_by=CELL, locator=CELL)
    edit_file(report / "data" / "units.csv", "passengers,passenger,passengers", 'passengers,a < b -->,"a ""< b -->"')
    (report / "editions").mkdir()
    edition = {"title": TITLE, "why": f"{TITLE} {CELL}", "set": {"subsidy": 310001}}
    (report / "editions" / "hostile.yml").write_text(json.dumps(edition), encoding="utf-8")
    done = run_report(report, "build", "hostile")
    assert done.returncode == 0, done.stderr
    html, before = report / "_build" / "editions" / "hostile" / "html", small / "_build" / "html"
    for page in ("index", "book/crossing", "book/cost", "book/origins", "book/changes", "search"):
        soups = [
            BeautifulSoup((root / f"{page}.html").read_text(encoding="utf-8"), "html.parser") for root in (before, html)
        ]
        assert len(soups[0].find_all("script")) == len(soups[1].find_all("script")), page
        headings = [[each.get_text() for each in soup.select("article h1, article h2")] for soup in soups]
        assert set(headings[0]) <= set(headings[1]), page
        assert not soups[1].select("x-live, [onlive], a[href^='javascript:']"), page
        assert soups[1].body.get_text().count("Cite") >= soups[0].body.get_text().count("Cite"), page
        shown = open_page(browser, (html / f"{page}.html").resolve().as_uri())
        assert shown.complained == [], page
        assert shown.evaluate("[globalThis.lived, document.querySelectorAll('x-live').length]") == [None, 0], page
        shown.context.close()
    assert "x-live" in (html / "index.html").read_text(encoding="utf-8")  # it is there, as text
    assert not re.search(r"<x-live", (html / "index.html").read_text(encoding="utf-8"))


def test_what_lives_would_be_seen():
    assert shape(f"<p title='a'>{PASSENGERS.text}</p>") != shape(f"<p title='a' onload='x'>{PASSENGERS.text}</p>")
    assert shape("<p><b>a</b></p>") != shape("<p>a</p>")

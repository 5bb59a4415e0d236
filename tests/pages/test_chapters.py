"""Pages become chapters: what only a screen needs goes, links lead within, and anchors are each other's no more."""

import pytest
from bs4 import BeautifulSoup

from helpers.pages.chapters import LONGEST_WHOLE_ENTRY, Entry, _width, contents, lay_out

BOOK = """<article><section id="opening"><h1>The opening</h1><div class="edition-banner">Other</div>
<p><a href="#document-book/one">one</a> <a href="book/two.html#deep">two</a></p>
<section id="same"><h2>Same</h2><p>words</p></section><section id="on"><h2>Where to next?</h2>
<div class="navigation docutils"><ul><li><a href="book/links.html">all</a></li></ul></div></section></section>
<div class="toctree-wrapper"><span id="document-book/one"></span><section id="one"><h2>One</h2>
<div class="edition-banner">Other</div><a href="two.html">two</a> <a href="notes.txt">notes</a>
<section id="same"><h3>Same again</h3><h3 class="rubric">Words</h3><a href="#same">here</a></section></section>
<span id="document-book/two"></span><section id="two"><h2>Two</h2><p id="deep">Deep</p><details>code</details>
</section><span id="document-book/links"></span><section id="links"><h2>All links</h2><div class="navigation">here</div></section>
<span id="document-book/three"></span><section id="three"><h2>Three</h2><p><a href="#document-book/links">links</a></p></section>
</div></article>"""


def laid_out(html):
    return lay_out(BeautifulSoup(html, "html.parser").find("article"))


def test_pages_become_chapters_with_anchors_of_their_own():
    chapters = laid_out(BOOK)
    pages = ["page-index", "page-book-one", "page-book-two", "page-book-three"]
    assert [chapter["id"] for chapter in chapters] == pages
    assert [chapter.h1.get_text() for chapter in chapters] == ["Summary", "One", "Two", "Three"]
    whole = BeautifulSoup("".join(map(str, chapters)), "html.parser")
    assert (whole.h2.get_text(), whole.h3.get_text()) == ("Same", "Words")  # a rubric keeps its level
    anchors = [tag["id"] for tag in whole.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    targets = [link["href"] for link in whole.find_all("a")]
    assert targets == ["#page-book-one", "#deep", "#page-book-two", "#book-one-same"]
    assert {target[1:] for target in targets} <= set(anchors)
    assert "Where to next?" not in whole.get_text()
    assert "code" not in whole.get_text()
    assert len(whole.select(".edition-banner")) == 1


@pytest.mark.parametrize(("formula", "letters"), [("<mi>abc</mi>", 3), ("<mi>ab</mi><mo>+</mo><mi>c</mi>", 4),
                                                  ("<mfrac><mi>abcd</mi><mi>ab</mi></mfrac><mo>-</mo>", 5)])  # fmt: skip
def test_the_width_of_a_formula_is_that_of_its_longest_line(formula, letters):
    assert _width(BeautifulSoup(f"<math>{formula}</math>", "html.parser").math) == letters


def test_the_contents_are_the_headings_of_chapters_and_sections():
    chapters = laid_out(BOOK)
    lines = contents(chapters, {"page-book-one": "The first part"})
    assert lines[0] == Entry("page-index", "Summary", (Entry("same", "Same"),))
    assert lines[1] == Entry("page-book-one", "One", (Entry("book-one-same", "Same again"),), "The first part")
    assert [line.text for line in lines[2:]] == ["Two", "Three"]


APPENDIX = """<article><section id="a"><h1>A</h1><p>x</p></section><div>
<span id="document-book/origins"></span><section id="o"><h2>Origins</h2><section id="figures"><h3>Figures</h3>
<details class="origin"><summary>Share <span>0.9</span></summary><div id="value-share"><dl>
<dt>Value</dt><dd>0.9</dd><dt>Hedge</dt><dd>rounded</dd>
<dt>Rests on</dt><dd><ul><li><a href="#value-all">all</a>: <q>some words</q> (source)</li></ul></dd>
<dt>Cite this number</dt><dd>so</dd></dl></div></details>
<details class="origin"><summary>All</summary><div id="value-all"><dl><dt>Hedge</dt><dd>LONG</dd></dl></div></details>
</section></section></div></article>"""


def test_entries_stand_open_in_columns_and_say_nothing_twice():
    long = APPENDIX.replace("LONG", "word " * LONGEST_WHOLE_ENTRY)
    appendix = laid_out(long)[1]
    share, everything = appendix.select(".entries > div.origin")
    assert [term.get_text() for term in share.find_all("dt")] == ["Hedge", "Rests on"]
    assert share.li.get_text() == "all"
    assert share.select_one("p.origin-label").get_text() == "Share 0.9"
    assert "long" in everything["class"]
    assert "long" not in share["class"]


PAGE = '<article><section id="a"><h1>A</h1>{}</section></article>'
FORMULA = '<div class="formula"><math aria-label="{}"><mi>{}</mi></math></div>'


def test_a_wide_formula_is_said_in_words():
    html = PAGE.format(FORMULA.format("first_share * (1 - b)", "a" * 40) + FORMULA.format("short", "x"))
    (chapter,) = laid_out(html)
    first, second = chapter.select(".formula")
    assert first.get_text() == "first\N{NO-BREAK SPACE}share \N{MULTIPLICATION SIGN} (1 \N{MINUS SIGN} b)"
    assert second.math is not None


def test_a_long_table_may_break_and_a_short_one_may_not():
    table = "<table>" + "<tr><td>x</td></tr>" * 10 + "</table>"
    (chapter,) = laid_out(PAGE.format(f"{table}<table><tr><td>y</td></tr></table>"))
    assert [each.get("class") for each in chapter.find_all("table")] == [["long"], None]

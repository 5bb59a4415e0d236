"""Lists made of the whole book: its questions, its sources, and how to cite it."""

import pytest

from built_pages import soup_of
from hand_made import STATED, render_page

TOC = """
root: index
parts:
  - caption: The question
    chapters:
      - file: book/crossing
"""
BIB = """
@misc{plan, author = {{A yard}}, title = {Plan of the ferry}, year = {1998}}
@misc{article, author = {{The paper}}, title = {A ferry}, url = {https://paper.example}}
@misc{log, author = {{The mate}}, title = {Log}, year = {1999}, url = {https://log.example}}
"""


@pytest.fixture
def source(tmp_path):
    """The folder of a page's source, with a table of contents and a bibliography."""
    (tmp_path / "source" / "data").mkdir(parents=True)
    (tmp_path / "source" / "_toc.yml").write_text(TOC, encoding="utf-8")
    (tmp_path / "source" / "data" / "sources.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def test_every_section_is_listed_with_its_place(source):
    body, warnings = render_page(source, ".. questions::\n\nWho came?\n---------\n\nWhere to?\n---------\n")
    assert warnings == ""
    questions = body.find(class_="questions")
    assert questions.find(class_="rubric").get_text() == "The question"
    links = [(link.get_text(), link["href"]) for link in questions.find_all("a")]
    assert [words for words, _ in links] == ["Crossing", "Who came?", "Where to?"]
    anchors = {section["id"] for section in body.find_all("section")}
    assert {address.partition("#")[2] for _, address in links[1:]} == anchors - {"crossing"}


def test_paper_lists_them_in_its_contents(source):
    assert not render_page(source, ".. questions::", "singlehtml")[0].find(class_="questions")


def test_every_source_is_listed_with_the_figures_read_in_it(source):
    body, warnings = render_page(source, ".. sources::")
    assert warnings == ""
    article, plan, log = body.select("ul.sources > li")  # what the report reads, then by who published it
    assert [entry["id"] for entry in (article, plan, log)] == ["source-article", "source-plan", "source-log"]
    assert "Plan of the ferry" in plan.get_text()
    assert [link["href"] for link in plan.find_all("a")] == ["origins.html#value-seats"]
    assert log.find_all("a")[-1].get_text() == "passengers"
    assert "Figures" not in article.get_text()
    assert all(link["rel"] == ["external"] for link in body.select("a[href^=http]"))
    assert body.select("a[href^=http]")


def test_the_report_is_cited_with_its_version_and_results(source):
    body, _ = render_page(source, ".. cite-report::")
    cited = body.find("blockquote").get_text()
    assert "The Ferry Report (2026). A ferry." in cited
    assert "Version 2.0" in cited
    assert "0123456789ab" in cited


def test_where_nothing_was_rated_so_no_word_stands_for_it(tmp_path):
    rated = {"full": STATED}
    body, _ = render_page(
        tmp_path, "They differ on 1\\ :found:`compatible only`, on 0\\ :found:`mixed`.", verdicts=rated
    )
    assert body.p.get_text().startswith("They differ on 1 (")
    assert body.p.get_text().endswith("), on 0.")


def test_the_opening_page_names_what_is_contradicted(built):
    """The statement that the figures contradict, in the article's words, leads to all that is set beside it."""
    (link,) = [each for each in soup_of(built, "index").select("a:has(em.quoted)") if "#statement-" in each["href"]]
    assert link.get_text() == "\u201cinvasion of Ukraine is set to drag into its third year\u201d"
    assert link["href"] == "book/agreement.html#statement-war_year_counts"
    assert soup_of(built, "agreement").find(id="statement-war_year_counts")

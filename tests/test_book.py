"""The built pages: what they hold, and that every number on them is a value of the results."""

import json
import re

import pytest
import yaml
from bs4 import BeautifulSoup

from helpers.editions import collect

PAGES = [
    "index",
    "article",
    "growth",
    "students",
    "shortage",
    "outlook",
    "beyond",
    "what-if",
    "agreement",
    "limits",
    "method",
    "provenance",
    "sources",
    "questions",
    "glossary",
    "rerun",
]


def page_of(built, name):
    folder = built / "_build" / "html"
    return (folder / "index.html" if name == "index" else folder / "book" / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(built):
    return json.loads((built / "_build" / "results.json").read_text(encoding="utf-8"))


def test_the_contents_are_the_pages_tested(checkout):
    toc = yaml.safe_load((checkout / "_toc.yml").read_text(encoding="utf-8"))
    listed = [chapter["file"].split("/")[-1] for part in toc["parts"] for chapter in part["chapters"]]
    assert ["index", *listed] == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_each_page_carries_the_digest_of_its_results(built, document, name):
    assert f'<meta name="report-digest" content="{document["digest"]}">' in page_of(built, name)


@pytest.mark.parametrize("name", PAGES)
def test_each_printed_value_is_in_the_results_and_has_its_details(built, document, name):
    html = page_of(built, name)
    for identifier in set(re.findall(r'data-value="([^"]+)"', html)):
        assert identifier in document["values"], identifier
    for target in set(re.findall(r'popovertarget="([^"]+)"', html)):
        assert html.count(f'id="{target}"') == 1, target


@pytest.mark.parametrize("name", PAGES)
def test_links_within_the_book_lead_somewhere(built, name):
    folder = built / "_build" / "html" / ("" if name == "index" else "book")
    for target in set(re.findall(r'href="([^":?]+?)"', page_of(built, name))):
        path, _, anchor = target.partition("#")
        file = (folder / path) if path else (folder / f"{name}.html")
        if path in ("", "#") and not anchor:
            continue
        assert file.exists(), target
        if anchor and file.suffix == ".html":
            assert f'id="{anchor}"' in file.read_text(encoding="utf-8"), target


@pytest.mark.parametrize("name", PAGES)
def test_every_drawing_speaks(built, name):
    html = page_of(built, name)
    for label in re.findall(r'<svg role="img" aria-label="([^"]*)"', html):
        assert len(label) > 60
    assert html.count('<svg role="img"') == 2 * html.count('class="chart docutils') or "chart" not in html


@pytest.mark.parametrize("name", PAGES)
def test_each_number_has_the_quoted_words_one_click_away(built, name):
    """The popover holds the words of every figure that the number rests on; counts and choices rest on none."""
    report, soup = collect(built), BeautifulSoup(page_of(built, name), "html.parser")
    for button in soup.select("button.value"):
        value = button["data-value"]
        origin, about = report.provenance[value], soup.find(id=button["popovertarget"])
        if origin["kind"] in ("tally", "parameter"):
            assert about.find("code"), value
            continue
        bases = [report.provenance[base] for base in origin.get("rests_on", [value])]
        quoted = {quote.get_text() for quote in about.find_all("q")}
        assert {base["wording"] for base in bases if base.get("wording")} <= quoted, value
        assert quoted or not any(base.get("wording") for base in bases), value


def test_an_entry_says_what_depends_on_it_which_line_made_it_and_how_to_cite_it(built, document):
    soup = BeautifulSoup(page_of(built, "provenance"), "html.parser")
    entry = soup.find(id="value-shortage_covered")
    links = {link["href"] for link in entry.find_all("a")}
    assert {"#value-entrants", "#value-shortage", "#verdict-marginal", "shortage.html#fig-coverage"} <= links
    codes = [code.get_text() for code in entry.find_all("code")]
    assert "return entrants / shortage" in codes
    line = next(code for code in codes if code.startswith("src/helpers/quantities.py:")).rpartition(":")[2]
    source = (built / "src" / "helpers" / "quantities.py").read_text(encoding="utf-8").splitlines()
    assert source[int(line) - 1].strip() == "return entrants / shortage"
    citation = entry.find(class_="citation").get_text()
    assert "about 0.88 percent" in citation
    assert document["digest"][:12] in citation
    claim = soup.find(id="value-shortage_qualified")
    assert claim.find("a", string="open the page")["href"].startswith("http")


def test_the_graph_leads_from_claims_over_quantities_to_verdicts(built):
    graph = BeautifulSoup(page_of(built, "provenance"), "html.parser").find("svg", class_="lineage")
    nodes = {link["data-node"] for link in graph.find_all("a")}
    assert {"entrants", "shortage", "shortage_covered", "marginal_below", "verdict:marginal"} <= nodes
    families = [set(path["data-family"].split()) for path in graph.find_all("path")]
    assert any({"entrants", "shortage_covered", "verdict:marginal"} <= family for family in families)
    assert not any({"artillery_share", "shortage_covered"} <= family for family in families)


def test_the_opening_page_holds_the_answer_in_numbers(built):
    html = page_of(built, "index")
    for identifier in ("entrants", "student_visa_share", "shortage_covered"):
        assert f'data-value="{identifier}"' in html
    assert "about 0.88 percent" in html


def test_no_digit_is_typed_in_prose(checkout):
    """Sources of the pages hold no digit outside of roles, code, links and the citation."""
    import nbformat

    for path in [checkout / "index.md", *sorted((checkout / "book").iterdir())]:
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            cells = nbformat.read(path, as_version=4).cells
            text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        else:
            continue
        text = re.sub(r"```.*?```|\{\w+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|^> .*$|CC BY 4\.0", " ", text, flags=re.S | re.M)
        assert not re.findall(r"\d+", text), f"{path.name}: {re.findall(r'.{20}[0-9].{10}', text)}"

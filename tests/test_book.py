"""The built pages: what they hold, and that every number on them is a value of the results."""

import json
import re

import pytest
import yaml

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

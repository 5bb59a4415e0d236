"""The built pages: what they hold, that every number on them is a value of the results, and what every page has."""

import json
import re
from types import SimpleNamespace

import nbformat
import pytest
from docutils import nodes

from built_pages import PAGES, anchors_of, entry_pages_of, page_of, soup_of
from checkouts import results_of
from hand_made import place
from helpers.notebook.checkout import NOTE, notebook_names
from helpers.notebook.results import collect
from helpers.pages.book import add_banner, summary
from helpers.pages.values import make_value


@pytest.fixture(scope="module")
def document(built):
    return results_of(built / "_build")


@pytest.fixture(scope="module")
def results(built):
    return collect(built)


# --- what all pages hold -----------------------------------------------------------------------------


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
            assert anchor in anchors_of(file.resolve()), target


@pytest.mark.parametrize("name", PAGES)
def test_every_drawing_speaks(built, name):
    html = page_of(built, name)
    for label in re.findall(r'<svg role="img" aria-label="([^"]*)"', html):
        assert len(label) > 60
    drawn = html.count('class="chart docutils') + html.count('<div class="chart">')
    assert html.count('<svg role="img"') == 2 * drawn or "chart" not in html


@pytest.mark.parametrize("name", PAGES)
def test_each_number_has_the_quoted_words_one_click_away(built, results, name):
    """The popover holds the words of every figure that the number rests on; choices rest on none, and counts on many."""
    soup = soup_of(built, name)
    boxes = {box["id"]: box for box in soup.select("[popover]")}
    for button in soup.select("button.value"):
        figure, about = results.figures[button["data-value"]], boxes[button["popovertarget"]]
        if figure.kind in ("tally", "parameter"):
            assert about.find("code"), figure.id
            continue
        bases = [results.figures[base].quotation for base in results.rests_on(figure.id)]
        words = {base.wording for base in bases if base and base.wording}
        assert words <= {quote.get_text() for quote in about.find_all("q")}, figure.id


def test_an_entry_says_what_depends_on_it_which_line_made_it_and_how_to_cite_it(built, document):
    entry = entry_of(built, "value-shortage_covered")
    links = {link["href"].removeprefix("provenance") for link in entry.find_all("a")}
    assert {
        "-claim.html#value-entrants", "-claim.html#value-shortage", "-verdict.html#verdict-marginal",
        "shortage.html#fig-estimates",
    } <= links  # fmt: skip
    codes = [code.get_text() for code in entry.find_all("code")]
    assert "return entrants / shortage" in codes
    (place_in_code,) = [code for code in codes if code.startswith("src/helpers/findings/quantities.py:")]
    file, _, line = place_in_code.partition(":")
    source = (built / file).read_text(encoding="utf-8").splitlines()
    assert source[int(line) - 1].strip() == "return entrants / shortage"
    citation = entry.find(class_="citation").get_text()
    assert "about 0.88 percent" in citation
    assert document["digest"][:12] in citation
    claim = entry_of(built, "value-shortage_qualified")
    assert claim.find("a", string="open the page")["href"].startswith("http")


def entry_of(built, anchor):
    """An entry in full, on whichever page it stands."""
    (found,) = [entry for name in entry_pages_of(built) if (entry := soup_of(built, name).find(id=anchor))]
    return found


def test_what_a_count_rests_on_is_all_in_its_entry(built, results):
    counts = [name for name, figure in results.figures.items() if figure.kind in ("tally", "turn")]
    assert counts
    for name in counts:
        term = entry_of(built, f"value-{name}").find("dt", string="Rests on")
        listed = (
            {link["href"].partition("#")[2] for link in term.find_next_sibling("dd").select("li a")} if term else set()
        )
        assert listed == {f"value-{base}" for base in results.rests_on(name) if base != name}, name


def test_the_graph_leads_from_claims_over_quantities_to_verdicts(built):
    graph = soup_of(built, "provenance").find("svg", class_="lineage")
    drawn = {link["data-node"] for link in graph.find_all("a")}
    assert {"entrants", "shortage", "shortage_covered", "marginal_below", "verdict:marginal"} <= drawn
    families = [set(path["data-family"].split()) for path in graph.find_all("path")]
    assert any({"entrants", "shortage_covered", "verdict:marginal"} <= family for family in families)
    assert not any({"artillery_share", "shortage_covered"} <= family for family in families)


def test_the_opening_page_holds_the_answer_in_numbers(built):
    html = page_of(built, "index")
    for identifier in ("entrants", "student_visa_share", "shortage_covered"):
        assert f'data-value="{identifier}"' in html
    assert "about 0.88 percent" in html


def test_no_digit_is_typed_in_prose(checkout):
    """Sources of the pages hold no digit outside of roles, code, links and the citation; but for what a benchmark wrote."""
    for path in [checkout / "index.md", *sorted((checkout / "book").iterdir())]:
        if path.suffix == ".md" and path.name != "speed.md":
            text = path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            cells = nbformat.read(path, as_version=4).cells
            text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        else:
            continue
        text = re.sub(
            r"```.*?```|\{\w+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|<a [^>]*>|^> .*$|CC BY 4\.0", " ", text, flags=re.S | re.M
        )
        assert not re.findall(r"\d+", text), f"{path.name}: {re.findall(r'.{20}[0-9].{10}', text)}"


# --- notebooks ---------------------------------------------------------------------------------------


def test_the_pages_of_notebooks_have_one_control_for_their_code_and_no_other_page_has(built):
    notebooks = notebook_names(built)
    assert notebooks
    for name in PAGES:
        soup = soup_of(built, name)
        controls = soup.select("input[type=checkbox]#show-code")
        assert len(controls) == (name in notebooks), name
        if controls:
            label = soup.find("label", attrs={"for": "show-code"})
            assert label.get_text() == "Show the code"
            assert "screen-only" in label.parent["class"]
            assert label.find_previous(re.compile("^h[1-6]$")).name == "h1"
            assert soup.select(".cell_input")
        assert not soup.select(".cell details.hide, .tag_hide-input")


def test_each_cell_can_be_led_to_and_the_notebook_taken_away(built):
    for name in notebook_names(built):
        soup = soup_of(built, name)
        cells = nbformat.read(built / "book" / f"{name}.ipynb", 4).cells
        coded = {f"{name}-cell-{index}" for index, cell in enumerate(cells) if cell.cell_type == "code"}
        assert {cell["id"] for cell in soup.select("div.cell[id]")} == coded
        assert soup.find(class_="page-notebook").a["href"] == f"../downloads/notebooks/{name}.ipynb"


# --- what each page gets -----------------------------------------------------------------------------


def page(*parts):
    """A page with a title."""
    return nodes.section("", nodes.title("", "Crossing"), *parts)


def application(folder, note=None):
    if note is not None:
        (folder / NOTE).write_text(json.dumps(note), encoding="utf-8")
    return SimpleNamespace(srcdir=folder, results=place().results)


def test_an_edition_says_under_its_title_what_is_not_the_articles(tmp_path):
    note = {
        "title": "A larger ferry",
        "set": {"seats": 60},
        "parameters": {"crowded": 0.5},
        "changed": ["seats", "passengers"],
    }
    document = page()
    add_banner(application(tmp_path, note), document)
    banner = document[1]
    assert banner["classes"] == ["edition-banner"]
    assert banner.astext() == (
        "A larger ferry. Seats, 2024: about 40 seats; share of seats from which a ferry is crowded: 90 percent; "
        "passengers, 2024: 120 persons."
    )


def test_a_banner_names_three_figures_and_counts_the_rest(tmp_path):
    changed = ["filled", "crowded", "seats", "passengers", "full of them"]  # the last is nowhere in the report
    document = page()
    add_banner(
        application(tmp_path, {"title": "All of it", "set": dict.fromkeys(changed, 1), "parameters": {}}), document
    )
    assert document[1].astext() == (
        "All of it. Share of the seats that is taken: about 300 percent; share of seats from which a ferry is crowded: "
        "90 percent; seats, 2024: about 40 seats; and 1 more."
    )


def test_a_page_of_an_edition_is_described_by_its_own_words(tmp_path):
    document = page(nodes.paragraph("", "", nodes.Text("The ferry was full.")))
    add_banner(application(tmp_path, {"title": "A larger ferry", "set": {"seats": 60}, "parameters": {}}), document)
    assert document.next_node(nodes.paragraph).astext().startswith("A larger ferry")
    assert summary(document) == ("The ferry was full.", [])


def test_the_articles_own_pages_have_no_banner(tmp_path):
    document = page()
    add_banner(application(tmp_path), document)
    assert len(document) == 1


def test_a_page_is_described_by_its_first_sentences_and_the_numbers_in_them():
    value = make_value(place().results, "seats")
    value["after"] = "."
    opening = nodes.paragraph("", "", nodes.Text("It had "), value, nodes.Text(" So it was full."))
    second = nodes.paragraph("", "", nodes.Text("More."))
    assert summary(page(opening, second)) == ("It had about 40 seats. So it was full.", ["seats"])


def test_a_lead_describes_the_page_before_its_first_paragraph():
    lead = nodes.container("", nodes.paragraph("", "", nodes.Text("The answer.")), classes=["lead"])
    assert summary(page(nodes.paragraph("", "", nodes.Text("Before it.")), lead)) == ("The answer.", [])


def test_a_long_description_ends_with_a_sentence():
    text = "One sentence of the page. " * 20
    words, _ = summary(page(nodes.paragraph("", "", nodes.Text(text))))
    assert words.endswith("of the page.")
    assert 250 < len(words) <= 300


def test_a_page_without_words_has_no_description():
    assert summary(page()) == ("", [])

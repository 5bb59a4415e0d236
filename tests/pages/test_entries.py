"""The entries of the page where every number comes from: in place, or as lines that lead to pages behind it."""

import re

import pytest
from bs4 import BeautifulSoup

from built_pages import anchors_of, entry_pages_of, page_of, soup_of
from hand_made import FULL, figure, place, render_page, results, rows_of
from helpers.notebook.results import Cell
from helpers.pages import entries
from helpers.pages.doors import behind
from helpers.pages.entries import entry_pages
from helpers.pages.templating import render

SEVEN = """
:value:`seats` are on board. On deck there are :value:`seats` more, or :value:`seats.range`.

.. chart:: fill

Inside
------

Not :value:`filled`; :value:`seats`.
"""


def test_an_entry_says_what_depends_on_it_and_how_to_cite_it():
    content = behind(place("book/origins"), "passengers")
    rows = rows_of(BeautifulSoup(render("entry.html", pages={}, **content), "html.parser"))
    assert [(link["href"], link.get_text()) for link in rows["Used in"].find_all("a")] == [
        ("#value-filled", "share of the seats that is taken"),
        ("#verdict-full", "Is it full with 120 persons?"),
    ]
    cited = rows["Cite this number"].find(class_="citation").get_text()
    assert "Passengers: 120 persons." in cited
    assert cited.endswith("Version 2.0, results 0123456789ab, figure “passengers”.")  # no address is known
    assert rows["Cite this number"].a["href"] == "#value-passengers"
    charts = rows_of(
        BeautifulSoup(render("entry.html", pages={}, **behind(place("book/origins"), "filled")), "html.parser")
    )
    assert charts["Used in"].find_all("a")[-1]["href"] == "crossing.html#fig-fill"


def test_an_entry_says_in_how_many_places_its_number_stands_and_leads_to_each(tmp_path):
    """Three in the first paragraph, one in the chart's caption, one below: 3 + 1 + 1 = 5, all on one page."""
    body, warnings = render_page(tmp_path, f"{SEVEN}\n.. provenance::")
    assert warnings == ""
    places = body.select_one("#value-seats .places")
    assert places.summary.get_text() == "printed in 5 places on 1 page"
    links = places.find_all("a")
    assert [link.get_text() for link in links[:2]] == [
        "about 40 seats are on board.",
        "On deck there are about 40 seats more, or 35 to 45 seats.",
    ]
    anchors = [link["href"].removeprefix("#") for link in links]
    assert anchors == [f"at-seats-{number}" for number in (1, 2, 4, 5)]  # the sentence of the second holds the third
    assert [item.get_text().endswith(" (2 times)") for item in places.find_all("li")] == [False, True, False, False]
    doors = [body.select_one(f"#{anchor}:is(.value), #{anchor} .value") for anchor in anchors]
    assert [door["data-value"] for door in doors] == ["seats"] * 4
    assert body.select_one("#value-crowded .places").get_text(strip=True) == "printed here alone"


def test_the_page_lists_every_figure_by_its_kind_and_every_verdict(tmp_path):
    body, warnings = render_page(tmp_path, ".. provenance::")
    assert warnings == ""
    assert [heading.get_text().rstrip("¶") for heading in body.find_all("h2")] == [
        "Figures of the article", "Computed figures", "Independent figures", "Choices of this report", "Verdicts",
    ]  # fmt: skip
    assert [option["value"] for option in body.select("form.filter option")] == [
        "", *[section["id"] for section in body.find("section").find_all("section", id=True)],
    ]  # fmt: skip
    assert [entry["id"] for entry in body.select(".origin-details")] == [
        "value-passengers", "value-filled", "value-seats", "value-crowded", "verdict-full",
    ]  # fmt: skip
    assert body.select(".origin > summary")[0].get_text() == "Passengers, 2024 120 persons"
    verdict = rows_of(body.find(id="verdict-full"))
    assert verdict["It says"].get_text() == "About 300 percent of the seats are taken."
    assert verdict["Because"].get_text() == "There are 120 for about 40 seats."
    assert len(verdict["Rests on"].find_all("li")) == 4
    assert verdict["Notebook"].get_text() == "crossing: full"


def test_what_would_turn_a_finding_has_an_entry_and_is_no_ground_of_it(tmp_path):
    turn = figure("turn_full", kind="turn", attribution="solved", counted=["seats"], label="seats for it to turn")
    cells = results().cells | {("figure", "turn_full"): Cell("crossing", 6, "full", 3)}
    turned = FULL.model_copy(update={"uses": ["crowded", "turn_full"]})
    figures = {**results().figures, "turn_full": turn}
    text = ".. provenance::\n\n:value:`turn_full`"
    body, warnings = render_page(tmp_path, text, figures=figures, cells=cells, verdicts={"full": turned})
    assert warnings == ""
    entry = body.find(id="value-turn_full")
    assert entry.find_parent("section").h2.get_text() == "What would turn a finding\N{PILCROW SIGN}"
    assert [link["href"] for link in rows_of(entry)["Rests on"].find_all("a")] == ["origins.html#value-seats"]
    grounds = [link["href"] for link in rows_of(body.find(id="verdict-full"))["Rests on"].find_all("a")]
    assert grounds == [f"origins.html#value-{name}" for name in ("crowded", "filled", "passengers", "seats")]


def test_a_verdict_that_rests_on_nothing_says_so_by_leaving_it_out(tmp_path):
    bare = FULL.model_copy(update={"uses": [], "text": "It is full.", "because": "It looks so.", "label": "Full?"})
    body, _ = render_page(tmp_path, ".. provenance::", verdicts={"full": bare})
    assert "Rests on" not in rows_of(body.find(id="verdict-full"))


# --- pages of their own ------------------------------------------------------------------------------


def test_entries_that_one_page_holds_have_no_other():
    assert entry_pages(results(), "book/origins") == {}


def test_a_kind_of_more_entries_than_a_page_holds_has_several_of_like_length(monkeypatch):
    """Of five counts two to a page: 2 + 2 + 1; the one claim and the one verdict have pages of their own kinds."""
    monkeypatch.setattr(entries, "MOST", 2)
    counts = {f"count_{at}": figure(f"count_{at}", kind="tally") for at in range(5)}
    pages = entry_pages(results(figures={**counts, "passengers": results().figures["passengers"]}), "book/origins")
    assert list(pages.values()) == [
        "book/origins-claim",
        "book/origins-tally", "book/origins-tally", "book/origins-tally-2", "book/origins-tally-2", "book/origins-tally-3",
        "book/origins-verdict",
    ]  # fmt: skip
    assert (pages["value-count_2"], pages["verdict-full"]) == ("book/origins-tally-2", "book/origins-verdict")


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """The page of origins with each kind's entries on a page of their own, and one of those pages."""
    monkeypatch.setattr(entries, "MOST", 2)
    pages = entry_pages(results(), "book/crossing")
    origins, warnings = render_page(
        tmp_path, ":value:`seats`\n\n.. provenance::", origins="book/crossing", entry_pages=pages
    )
    assert warnings == ""
    html = (tmp_path / "out" / "book" / "crossing-context.html").read_text(encoding="utf-8")
    return origins, BeautifulSoup(html, "html.parser").find("div", class_="body")


def test_the_page_of_origins_then_lists_each_entry_by_name_and_value_under_its_anchor(apart):
    origins, _ = apart
    listed = origins.select(".origin")
    assert [entry["id"] for entry in listed] == [
        "value-passengers", "value-filled", "value-seats", "value-crowded", "verdict-full",
    ]  # fmt: skip
    assert [entry.a["href"] for entry in listed[-3:]] == [
        "crossing-context.html#value-seats", "crossing-parameter.html#value-crowded", "crossing-verdict.html#verdict-full",
    ]  # fmt: skip
    assert listed[0].get_text() == "Passengers, 2024 120 persons"
    assert listed[-1].get_text() == "Is it full with 120 persons? full"


def test_the_whole_entry_stands_on_the_page_behind_and_leads_back(apart):
    _, page = apart
    assert page.h1.get_text() == "Independent figures"
    assert page.p.a["href"] == "crossing.html"
    (entry,) = page.select(".origin-details")
    assert entry["id"] == "value-seats"
    rows = rows_of(entry)
    assert rows["Cite this number"].find(class_="citation")
    assert [link["href"] for link in rows["Where it stands"].find_all("a")] == ["crossing.html#at-seats-1"]
    assert rows["Used in"].a["href"] == "crossing-quantity.html#value-filled"


def test_a_door_leads_straight_to_the_whole_entry(apart):
    origins, _ = apart
    assert origins.find("aside").find(class_="about-more").a["href"] == "crossing-context.html#value-seats"


def test_every_line_of_the_book_leads_to_its_entry_and_every_entry_has_a_line(built):
    whole = {
        entry["id"]: name for name in entry_pages_of(built) for entry in soup_of(built, name).select(".origin-details")
    }
    lines = soup_of(built, "provenance").select("p.origin")
    assert {line["id"]: line.a["href"] for line in lines} == {
        anchor: f"{name}.html#{anchor}" for anchor, name in whole.items()
    }
    assert len(lines) > entries.MOST


def test_links_of_the_pages_behind_lead_somewhere(built):
    for name in entry_pages_of(built):
        for target in set(re.findall(r'href="([^":?]+?)"', page_of(built, name))):
            path, _, anchor = target.partition("#")
            file = (built / "_build" / "html" / "book" / (path or f"{name}.html")).resolve()
            assert file.exists(), target
            if anchor and file.suffix == ".html":
                assert anchor in anchors_of(file), f"{name}: {target}"

"""Tables, charts and cards."""

import pytest

from hand_made import CHART, ROW, SEATS, figure, quotation, render_page


def test_a_chart_has_its_headline_two_drawings_its_words_its_sources_and_its_data(tmp_path):
    body, warnings = render_page(tmp_path, ".. chart:: fill")
    assert warnings == ""
    chart = body.find(id="fig-fill")
    headline = chart.find(class_="chart-headline")
    assert headline.get_text().strip() == "About 300 percent of it was taken"
    assert headline.button["data-value"] == "filled"
    assert headline.find_next("svg").parent["class"] == ["chart-wide"]  # it stands above the drawing
    drawings = chart.find_all("svg")
    assert [svg.parent["class"][0] for svg in drawings] == ["chart-wide", "chart-narrow"]
    assert [svg.get_text() for svg in drawings] == ["wide", "narrow"]
    for svg in drawings:
        assert (svg["role"], svg["aria-label"]) == ("img", "Seats taken on a ferry, <drawn>.")
        assert svg["data-values"].split() == ["filled", "seats"]
    caption = drawings[-1].find_next(class_="chart-caption")
    assert caption.get_text() == "The ferry had about 40 seats."
    assert caption.button["data-value"] == "seats"
    sources = chart.find(class_="chart-sources")
    assert sources.get_text() == "Sources: The log, 1999, the plan."
    assert [link["href"] for link in sources.find_all("a")] == ["sources.html#source-log", "sources.html#source-plan"]
    folded = chart.find("details")
    assert folded.summary.get_text() == "The data behind this chart"
    cells = [cell.get_text().strip() for cell in folded.find_all("td")]
    assert cells == ["taken, 2024", "about 300 percent", "266 to 343 percent"]
    assert {cell["data-value"] for cell in folded.select("td [data-value]")} == {"filled"}
    assert folded.find("a")["href"] == "../downloads/charts/fill.csv"
    assert folded.table.find_parent(class_="table-scroll")["tabindex"] == "0"  # it scrolls by keyboard as well


def test_a_chart_of_no_quoted_figure_names_no_source(tmp_path):
    row = ROW.model_copy(update={"id": "crowded"})
    chart = CHART.model_copy(update={"rows": [row], "headline": "Full", "caption": "A choice."})
    body, _ = render_page(tmp_path, ".. chart:: fill", charts={"fill": chart})
    assert not body.find(class_="chart-sources")


def test_a_card_does_not_say_a_range_twice(tmp_path):
    seats = SEATS.model_copy(update={"text": "between 35 and 45 seats", "bound": "between"})
    body, _ = render_page(tmp_path, ".. cards::\n\n   seats: on it", figures={"seats": seats})
    assert body.find(class_="card-hedge").get_text() == "estimated by the mate"


def test_a_chart_without_a_row_is_not_drawn(tmp_path):
    chart = CHART.model_copy(update={"rows": [], "headline": "It cannot be told."})
    body, warnings = render_page(tmp_path, ".. chart:: fill", charts={"fill": chart})
    assert warnings == ""
    assert body.find(id="fig-fill").get_text().strip() == "Not drawn: the data hold no figure for it."
    assert body.find("svg") is body.find("table") is None


def test_cards_show_the_number_its_words_and_its_hedge(tmp_path):
    cards = "   seats: on a *small* ferry\n   passengers: went aboard\n   filled: were taken\n   crowded: is full"
    body, warnings = render_page(tmp_path, f".. cards::\n\n{cards}")
    assert warnings == ""
    said = [
        [line.get_text(strip=True) if line.name == "div" else line.get_text() for line in card.find_all(["div", "p"])]
        for card in body.select(".card-number")
    ]
    assert said == [
        ["about 40 seats", "on a small ferry", "range 35 to 45 seats, estimated by the mate"],
        ["120 persons", "went aboard", "stated by the mate"],
        ["about 300 percent", "were taken", "range 266 to 343 percent, rests on what is estimated"],
        ["90 percent", "is full", "chosen"],
    ]
    doors = [card.find("button")["data-value"] for card in body.select(".card-value")]
    assert doors == ["seats", "passengers", "filled", "crowded"]


LOST = figure("lost", text="an unknown number of persons", attribution="unknown", quotation=quotation(period="2025"))


@pytest.mark.parametrize(("name", "known"), [("seats", True), ("lost", False)])
def test_words_stand_where_a_figure_is_known_or_where_it_is_not(tmp_path, name, known):
    text = f".. known:: {name}\n\n   There were :value:`{name}`.\n\n.. unknown:: {name}\n\n   Nobody counted."
    body, warnings = render_page(tmp_path, text, figures={"seats": SEATS, "lost": LOST})
    assert warnings == ""
    assert ("There were about 40 seats." in body.get_text(), "Nobody counted." in body.get_text()) == (known, not known)


def test_no_card_and_no_bar_stands_for_what_nobody_gave(tmp_path):
    chart = CHART.model_copy(
        update={"rows": [ROW.model_copy(update={"id": "lost"})], "headline": "Lost", "caption": ""}
    )
    text = ".. cards::\n\n   lost: went down\n   seats: on it\n\n.. chart:: fill"
    body, warnings = render_page(tmp_path, text, figures={"seats": SEATS, "lost": LOST}, charts={"fill": chart})
    assert warnings == ""
    assert [card.get_text() for card in body.select(".card-words")] == ["on it"]
    assert body.find(id="fig-fill").get_text().strip() == "Not known, for want of a figure: lost, 2025."
    assert not body.find("svg")


@pytest.mark.parametrize(("changes", "stands"), [({}, True), ({"wording": ""}, False), ({"replaced": True}, False)])
def test_words_on_a_quotation_stand_where_a_source_is_quoted(tmp_path, changes, stands):
    passengers = figure("passengers", quotation=quotation(**changes))
    body, warnings = render_page(
        tmp_path, ".. quoted:: passengers\n\n   As its words are read.", figures={"passengers": passengers}
    )
    assert warnings == ""
    assert ("As its words are read." in body.get_text()) is stands


def test_items_on_figures_that_may_be_unknown_are_one_list(tmp_path):
    text = (
        "- One.\n\n.. known:: seats\n\n   - Two, of :value:`seats`.\n\n.. unknown:: seats\n\n   - Nobody.\n\n"
        ".. known:: filled\n\n   - Three.\n\n     - Of its own.\n\nWords.\n\n- Another list."
    )
    body, warnings = render_page(tmp_path, text)
    assert warnings == ""
    lists = [each for each in body.find_all("ul") if not each.find_parent("li")]
    assert [[item.p.get_text() for item in each.find_all("li", recursive=False)] for each in lists] == [
        ["One.", "Two, of about 40 seats.", "Three."], ["Another list."],
    ]  # fmt: skip
    assert lists[0].find("ul").get_text().strip() == "Of its own."


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        (".. chart:: empty", "no notebook drew a chart 'empty'"),
        (".. cards::\n\n   nobody: is there", "no value 'nobody'"),
        (".. known:: nobody\n\n   Somebody.", "no value 'nobody'"),
    ],
)
def test_what_no_notebook_gave_is_an_error(tmp_path, directive, words):
    assert words in render_page(tmp_path, directive)[1]

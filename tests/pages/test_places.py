"""Where every number stands: the anchors of the doors, the sentences around them, and the index of the search."""

import json
import re

import pytest
from docutils import nodes

from built_pages import PAGES, entry_pages_of, soup_of
from hand_made import render_page, results
from helpers.pages.places import sentence_of
from helpers.pages.values import make_value

SEATS = make_value(results(), "seats")


def within(before, after, block=nodes.paragraph):
    """A number between words, as a block of a section."""
    number = make_value(results(), "seats")
    nodes.section("", block("", "", nodes.Text(before), number, nodes.Text(after)))
    return number


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("It sails. The ferry has ", " below deck. It is red.", "The ferry has about 40 seats below deck."),
        ("", " are free", "about 40 seats are free"),
        ("At 1.5 knots there are ", "; some sail.", "At 1.5 knots there are about 40 seats;"),
    ],
)
def test_a_place_is_told_by_its_sentence(before, after, sentence):
    assert sentence_of(within(before, after)) == sentence


def test_of_a_long_sentence_the_words_around_the_number_are_told():
    """Of 120 letters the number takes 14, and each side at most half of the rest, 53."""
    told = sentence_of(within("early words " * 30, " late words" * 30))
    assert len(told) <= 120
    assert told.startswith("\N{HORIZONTAL ELLIPSIS} ")
    assert told.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert " words about 40 seats late " in told


def test_in_a_table_the_row_is_told_and_on_a_card_the_card():
    cells = [
        nodes.entry("", nodes.paragraph("", "", child))
        for child in (nodes.Text("Below deck"), make_value(results(), "seats"))
    ]
    nodes.row("", *cells)
    assert sentence_of(cells[1][0][0]) == "Below deck \N{MIDDLE DOT} about 40 seats"
    number = make_value(results(), "seats")
    nodes.container("", nodes.container("", number), nodes.paragraph("", "of a ferry"))
    assert sentence_of(number) == "about 40 seats of a ferry"


def test_the_index_says_of_each_figure_what_it_is_and_where_it_stands(tmp_path):
    text = "The ferry has :value:`seats`. It carried :value:`passengers`. It has :value:`seats`!\n"
    render_page(tmp_path, text)
    script = (tmp_path / "out" / "_static" / "figures-index.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("const figuresIndex = ").rstrip(";\n"))
    assert index["pages"] == [["Crossing", "book/crossing.html"]]
    figures = {each["id"]: each for each in index["figures"]}
    assert figures["seats"] == {
        "id": "seats", "entry": "book/origins.html", "label": "Seats", "text": "about 40 seats", "range": "35 to 45 seats",
        "said": "the mate forty seats, more or less",
        "places": [[0, 1, "The ferry has about 40 seats."], [0, 2, "It has about 40 seats!"]],
    }  # fmt: skip
    assert figures["crowded"]["places"] == []


def test_every_door_of_the_book_is_in_its_entry(built):
    """Counted on the pages themselves: as many links as there are doors, each to a door of that number."""
    pages = {name: soup_of(built, name) for name in PAGES}
    spots = {name: {spot["id"]: spot for spot in page.select("[id^=at-]")} for name, page in pages.items()}
    doors = {}
    for page in pages.values():
        for door in page.select("article .value"):
            doors[door["data-value"]] = doors.get(door["data-value"], 0) + 1
    entries = [entry for name in entry_pages_of(built) for entry in soup_of(built, name).select("[id^=value-]")]
    listed = {}
    for entry in entries:
        name = entry["id"].removeprefix("value-")
        links = entry.select(".places a")
        for link in links:
            page, _, anchor = link["href"].partition("#")
            target = spots[page.rpartition("/")[2].removesuffix(".html")][anchor]
            assert (target if target.has_attr("data-value") else target.select_one(".value"))["data-value"] == name
        times = [re.search(r" \((\d+) times\)$", item.get_text()) for item in entry.select(".places li")]
        listed |= {name: sum(int(found[1]) if found else 1 for found in times)} if links else {}
    assert listed == doors
    assert len(doors) > 50

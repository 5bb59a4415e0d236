"""How links run from page to page, and what a verdict stands on."""

import pytest

from hand_made import place
from helpers.notebook.results import Cell


@pytest.mark.parametrize(
    ("docname", "target", "address"),
    [
        ("book/crossing", "book/origins", "origins.html#value-seats"),
        ("index", "book/origins", "book/origins.html#value-seats"),
        ("book/origins", "book/origins", "#value-seats"),
        ("book/more/deep", "book/origins", "../origins.html#value-seats"),
        ("book/crossing", "index", "../index.html#value-seats"),
    ],
)
def test_links_are_relative_to_their_page(docname, target, address):
    assert place(docname).to(target, "value-seats") == address


def test_a_page_knows_where_things_stand():
    here = place("index")
    assert here.to_value("seats") == "book/origins.html#value-seats"
    assert here.to_verdict("full") == "book/origins.html#verdict-full"
    assert here.to_chart("fill") == "book/crossing.html#fig-fill"
    assert here.to_source("log") == "book/sources.html#source-log"
    assert here.to_cell(Cell("crossing", 4, "", 2)) == "book/crossing.html#crossing-cell-4"
    assert place("book/crossing").to_file("downloads/a.csv") == "../downloads/a.csv"
    assert here.to_file("downloads/a.csv") == "downloads/a.csv"


def test_a_verdict_stands_on_what_it_rates_and_what_it_prints():
    assert place().book.stands_on == {"full": ["crowded", "filled", "passengers", "seats"]}

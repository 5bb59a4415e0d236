"""What stands behind a number: the popover beside it and its entry on the page where every number comes from."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from hand_made import (
    CROWDED,
    FILLED,
    PASSENGERS,
    SEATS,
    builder,
    figure,
    place,
    quotation,
    render_page,
    results,
    rows_of,
)
from helpers.notebook.results import Cell, Source
from helpers.pages.doors import behind, excerpt, find_line, hedge, is_weak, keep_popovers, with_values
from helpers.pages.templating import render
from helpers.pages.told import tell_figure
from helpers.pages.values import make_value

FERRY = '''
def other(a):
    return a


def filled(a, b):
    """Passengers for each seat."""
    if b:
        return a / b
    return None
'''


def door(name, **changes):
    """A popover of a page, parsed, and its rows."""
    soup = BeautifulSoup(render("door.html", **behind(place(**changes), name)), "html.parser")
    return soup, rows_of(soup)


def test_a_quoted_figure_shows_words_speaker_source_and_file():
    soup, rows = door("passengers")
    assert list(rows) == ["Value", "Hedge", "In its words", "Said by", "Source", "Kept in", "Notebook"]
    assert soup.aside["id"] == "about-passengers"
    assert soup.aside["aria-label"] == soup.find(class_="about-title").get_text() == "Passengers"
    assert rows["Value"].find(attrs={"data-value": "passengers"}).get_text() == "120 persons"
    assert rows["Hedge"].get_text() == "as given, stated"
    assert rows["In its words"].q.get_text() == "some 120 went aboard"
    assert rows["Said by"].get_text() == "the mate, through the harbour <office>"
    assert rows["Source"].get_text() == "The log, 1999, page of May (open the page)"
    assert [link["href"] for link in rows["Source"].find_all("a")] == ["sources.html#source-log", "https://log.example"]
    assert rows["Kept in"].get_text() == "data/claims.csv"
    assert rows["Notebook"].get_text() == "crossing: figures.passengers"
    assert rows["Notebook"].a["href"] == "#crossing-cell-4"
    assert soup.find(class_="about-more").a["href"] == "origins.html#value-passengers"


def test_an_independent_figure_shows_its_range_and_its_grade():
    _, rows = door("seats")
    assert rows["Range"].get_text() == "35 to 45 seats"
    assert rows["Hedge"].get_text() == "rounded, estimated"
    assert rows["Grade"].get_text() == "B2: seen once"
    assert rows["Kept in"].get_text() == "data/context.csv"
    assert "open the page" not in rows["Source"].get_text()


def test_a_replaced_figure_is_kept_in_no_file():
    replaced = PASSENGERS.model_copy(update={"quotation": quotation(replaced=True, wording="")})
    _, rows = door("passengers", figures={"passengers": replaced})
    assert "Kept in" not in rows
    assert "In its words" not in rows


def test_a_computed_figure_shows_formula_values_and_what_it_rests_on(tmp_path):
    _, rows = door("filled")
    terms = "Value, Range, Hedge, What it is, Formula, With values, Rests on, Code, Notebook"
    assert ", ".join(rows) == terms
    assert rows["What it is"].get_text() == "Passengers for each seat."
    assert rows["Formula"].math["aria-label"] == "passengers / seats"
    assert rows["With values"].get_text() == "120 \N{DIVISION SIGN} about 40"
    numbers = rows["With values"].find_all(attrs={"data-value": True})
    assert [(each["data-value"], each.get_text()) for each in numbers] == [("passengers", "120"), ("seats", "40")]
    first, second = rows["Rests on"].find_all("li")
    assert first.get_text() == "passengers (120 persons): some 120 went aboard, the mate, through the harbour <office>"
    assert second.a["href"] == "origins.html#value-seats"


@pytest.mark.parametrize(
    ("repository", "link"),
    [("", None), ("https://code.example/ferry/blob/main", "https://code.example/ferry/blob/main/book/ferry.py#L9")],
)
def test_the_code_is_its_line_in_its_file(tmp_path, repository, link):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "ferry.py").write_text(FERRY.replace("    return None\n", ""), encoding="utf-8")
    _, rows = door("filled", roots=(tmp_path / "elsewhere", tmp_path), repository=repository)
    assert rows["Code"].get_text() == "return a / b in book/ferry.py:9"
    assert (rows["Code"].a and rows["Code"].a["href"]) == link


def test_of_several_returns_the_last_is_found(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "ferry.py").write_text(FERRY, encoding="utf-8")
    assert find_line(place(roots=(tmp_path,)).book, FILLED.computation) == 10


def test_a_file_that_is_not_at_hand_is_named_without_a_line():
    _, rows = door("filled")
    assert rows["Code"].get_text() == "return a / b in book/ferry.py"


def test_a_figure_that_a_cell_computed_shows_the_cell_alone():
    alone = FILLED.computation.model_copy(update={"file": "", "function": "", "sentence": ""})
    computed = FILLED.model_copy(update={"computation": alone})
    _, rows = door("filled", figures={"passengers": PASSENGERS, "seats": SEATS, "filled": computed})
    assert not {"Code", "What it is"} & rows.keys()
    assert rows["Notebook"].code.get_text() == "figures.filled"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (PASSENGERS, "as given, stated"),
        (SEATS, "rounded, estimated"),
        (CROWDED, "chosen by this report"),
        (figure("boats", kind="tally", attribution="counted"), "counted"),
        (figure("turned", kind="turn", attribution="solved"), "solved"),
        (figure("both", kind="quantity"), "computed from exact figures, stated"),
        (figure("more", kind="quantity", bound="at_least", attribution="alleged"), "lower bound, alleged"),
    ],
)
def test_what_was_computed_chosen_or_counted_is_not_given(shown, words):
    assert hedge(shown) == words


def test_a_formula_with_values_keeps_its_signs_hedges_and_units():
    pieces = with_values(results(), "crowded * seats - ln(passengers / 2)")
    said = "".join(piece.text for piece in pieces)
    assert said == "90 % \N{MULTIPLICATION SIGN} about 40 - ln(120 \N{DIVISION SIGN} 2)"
    assert [piece.text for piece in pieces if piece.id] == ["90", "40", "120"]


LONG = """
tickets = figures.tickets  # the cell opens with a line that says nothing of what is shown
table = report.table(
    share_sold(figures.sold, tickets).named("share_early", "share sold before the day of the crossing, by the office"),
    filled(figures.passengers, figures.seats),
    figures.crew,
)
table
"""


@pytest.mark.parametrize(
    ("name", "function", "shown"),
    [
        ("share_early", "share_sold", "share_sold(figures.sold, tickets).named('share_early', 'share sold before the day of the crossing, by the office')"),
        ("filled", "filled", "filled(figures.passengers, figures.seats)"),
        ("filled_twice", "filled", "filled(figures.passengers, figures.seats)"),
        ("crew", "", "figures.crew"),
        ("gulls", "", "table"),
    ],
)  # fmt: skip
def test_of_a_long_cell_the_part_that_gives_the_figure_is_shown(name, function, shown):
    assert excerpt(LONG, name, function) == shown


def test_a_short_cell_is_shown_whole_and_one_that_is_not_python_by_its_end():
    assert excerpt("a = 1\na", "passengers") == "a = 1\na"
    assert excerpt("%time\n" * 60 + "figures.crew", "crew") == "figures.crew"


@pytest.mark.parametrize(
    ("grade", "weak"), [("C3", False), ("A1", False), ("D1", True), ("A4", True), ("F6", True), ("", False)]
)
def test_a_weak_source_is_marked_where_its_figure_opens(grade, weak):
    """Weak is a letter of D or worse, or a digit of 4 or worse."""
    graded = SEATS.model_copy(update={"quotation": quotation(grade=grade, grade_reason="seen once")})
    assert is_weak(graded) is weak
    soup, rows = door("seats", figures={"seats": graded}, verdicts={})
    assert bool(soup.find(class_="about-title").find(class_="weak-source")) is weak
    assert bool("Grade" in rows and rows["Grade"].find(class_="weak-source")) is weak
    entry = BeautifulSoup(
        render(
            "entry.html", pages={}, **behind(place("book/origins", figures={"seats": graded}, verdicts={}), "seats")
        ),
        "html.parser",
    )
    assert bool(entry.summary.find(class_="weak-source")) is weak


def test_a_copy_of_another_page_says_so():
    copied = {"log": Source("The log, 1999", "https://log.example", "", repost=True)}
    _, rows = door("passengers", sources=copied)
    assert rows["Source"].get_text() == "The log, 1999 (read as a repost), page of May (open the page)"


@pytest.mark.parametrize("kind", ["tally", "turn"])
def test_what_hangs_on_a_great_many_leaves_them_to_its_entry_which_lists_them_on_a_screen_alone(kind):
    counted = figure("both", kind=kind, counted=["passengers", "seats"])
    cells = results().cells | {("figure", "both"): Cell("crossing", 6, "both", 3)}
    changes = {"figures": {**results().figures, "both": counted}, "cells": cells}
    _, rows = door("both", **changes)
    assert rows["Rests on"].a["href"] == "origins.html#value-both"
    assert not rows["Rests on"].find("q")
    entry = render("entry.html", pages={}, **behind(place("book/origins", **changes), "both"))
    listed = rows_of(BeautifulSoup(entry, "html.parser"))["Rests on"]
    assert [item.get_text() for item in listed.find_all("li")] == ["passengers (120 persons)", "seats (about 40 seats)"]
    assert "screen-only" in listed["class"]


def test_what_a_computed_figure_rests_on_is_on_paper_too():
    assert "screen-only" not in door("filled")[1]["Rests on"].get("class", [])


def test_a_popover_leaves_that_to_the_entry():
    assert not {"Used in", "Cite this number"} & door("passengers")[1].keys()


@pytest.mark.parametrize(("replaced", "said_by"), [(False, "nobody; no row of the data gives it"), (True, "nobody")])
def test_what_nobody_gave_has_no_row_and_is_not_cited(replaced, said_by):
    """Where an edition calls a figure unknown, a row may still stand there."""
    words = quotation(speaker="nobody", wording="", source="", replaced=replaced)
    lost = figure(
        "lost", text="an unknown number", central=None, attribution="unknown", kind="context", quotation=words
    )
    changes = {"figures": {**results().figures, "lost": lost}, "verdicts": {}}
    changes["cells"] = results().cells | {("figure", "lost"): Cell("crossing", 4, "figures", 2)}
    soup, rows = door("lost", **changes)
    assert rows["Said by"].get_text() == said_by
    assert "Kept in" not in rows
    assert soup.find(class_="about-more").get_text() == "All about this number"
    content = behind(place("book/origins", **changes), "lost")
    entry = rows_of(BeautifulSoup(render("entry.html", pages={}, **content), "html.parser"))
    assert entry["Said by"].get_text() == said_by
    assert not {"Kept in", "Cite this number"} & entry.keys()
    told = tell_figure(place("book/origins", **changes), "lost", [], "", 100)
    assert said_by in told
    assert not any(words in told for words in ("Kept in", "Cite it as"))


def test_a_page_keeps_one_popover_for_each_number_it_prints(tmp_path):
    body, _ = render_page(tmp_path, ":value:`seats` and :value:`seats.range`, :value:`passengers` :verdict:`full`")
    doors = [aside["id"] for aside in body.find_all("aside")]
    assert doors == ["about-seats", "about-passengers", "about-filled"]
    assert {button["popovertarget"] for button in body.select("button.value")} == set(doors)


def test_a_number_that_opens_nothing_keeps_no_popover():
    text = nodes.paragraph("", "", make_value(results(), "seats", plain=True))
    keep_popovers(builder(), document := nodes.section("", text), "book/crossing")
    assert document.children == [text]


def test_what_is_solved_for_leads_straight_to_its_entry_and_keeps_no_popover(tmp_path):
    turn = figure("turn_full", kind="turn", attribution="solved", counted=["seats"])
    cells = results().cells | {("figure", "turn_full"): Cell("crossing", 6, "full", 3)}
    figures = {**results().figures, "turn_full": turn}
    body, _ = render_page(tmp_path, ":value:`turn_full` (:value:`turn_full`)", figures=figures, cells=cells)
    assert not body.find("aside")
    alone, within = body.select("a.value")
    assert (alone["href"], alone["data-value"]) == ("origins.html#value-turn_full", "turn_full")
    assert (alone["id"], within.parent["id"]) == ("at-turn_full-1", "at-turn_full-2")


def test_paper_has_no_popovers(tmp_path):
    assert not render_page(tmp_path, ":value:`seats`", "singlehtml")[0].find("aside")


def test_the_cell_of_a_figure_is_where_its_notebook_showed_it():
    cells = results().cells | {("figure", "seats"): Cell("boats", 7, "figures.seats", 4)}
    _, rows = door("seats", cells=cells)
    assert rows["Notebook"].a["href"] == "boats.html#boats-cell-7"

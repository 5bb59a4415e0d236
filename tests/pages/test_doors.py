"""What stands behind a number: the popover beside it and its entry on the page where every number comes from."""

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from hand_made import CROWDED, FILLED, FULL, PASSENGERS, SEATS, builder, figure, place, quotation, render_page, results
from helpers.notebook.results import Cell, Source
from helpers.pages.doors import behind, excerpt, find_line, hedge, is_weak, keep_popovers, with_values
from helpers.pages.templating import render
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


def rows_of(soup):
    """The terms of a description and what is said of each."""
    return {term.get_text(): term.find_next_sibling("dd") for term in soup.find("dl").find_all("dt", recursive=False)}


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


SEVEN = """
:value:`seats` are on board. On deck there are :value:`seats` more, or :value:`seats.range`.

.. chart:: fill

Inside
------

Not :value:`filled`; :value:`seats`.
"""


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
    assert anchors == [f"at-seats-{number}" for number in (1, 2, 3, 4, 5)]
    assert all(body.find(id=anchor).button["data-value"] == "seats" for anchor in anchors)
    assert body.select_one("#value-crowded .places").get_text(strip=True) == "printed here alone"


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
    copied = {"log": Source("The log, 1999", "https://log.example", repost=True)}
    _, rows = door("passengers", sources=copied)
    assert rows["Source"].get_text() == "The log, 1999 (read as a repost), page of May (open the page)"


@pytest.mark.parametrize(("kind", "on_paper"), [("tally", False), ("turn", False), ("quantity", True)])
def test_what_hangs_on_a_great_many_lists_them_on_a_screen_alone(kind, on_paper):
    counted = figure("both", kind=kind, counted=["passengers", "seats"])
    cells = results().cells | {("figure", "both"): Cell("crossing", 6, "both")}
    _, rows = door("both", figures={**results().figures, "both": counted}, cells=cells)
    assert len(rows["Rests on"].find_all("li")) == 2
    assert ("screen-only" not in rows["Rests on"].get("class", [])) is on_paper


def test_a_popover_leaves_that_to_the_entry():
    assert not {"Used in", "Cite this number"} & door("passengers")[1].keys()


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
    cells = results().cells | {("figure", "turn_full"): Cell("crossing", 6, "full")}
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


def test_a_page_keeps_one_popover_for_each_number_it_prints(tmp_path):
    body, _ = render_page(tmp_path, ":value:`seats` and :value:`seats.range`, :value:`passengers` :verdict:`full`")
    doors = [aside["id"] for aside in body.find_all("aside")]
    assert doors == ["about-seats", "about-passengers", "about-filled"]
    assert {button["popovertarget"] for button in body.select("button.value")} == set(doors)


def test_a_number_that_opens_nothing_keeps_no_popover():
    text = nodes.paragraph("", "", make_value(results(), "seats", plain=True))
    keep_popovers(builder(), document := nodes.section("", text), "book/crossing")
    assert document.children == [text]


def test_paper_has_no_popovers(tmp_path):
    assert not render_page(tmp_path, ":value:`seats`", "singlehtml")[0].find("aside")


def test_a_verdict_that_rests_on_nothing_says_so_by_leaving_it_out(tmp_path):
    bare = FULL.model_copy(update={"uses": [], "text": "It is full.", "because": "It looks so.", "label": "Full?"})
    body, _ = render_page(tmp_path, ".. provenance::", verdicts={"full": bare})
    assert "Rests on" not in rows_of(body.find(id="verdict-full"))


def test_the_cell_of_a_figure_is_where_its_notebook_showed_it():
    cells = results().cells | {("figure", "seats"): Cell("boats", 7, "figures.seats")}
    _, rows = door("seats", cells=cells)
    assert rows["Notebook"].a["href"] == "boats.html#boats-cell-7"

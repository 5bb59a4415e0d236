"""Opening the report: which data, which figures replaced, which choices; and what a person asks it in a cell."""

from __future__ import annotations

import shutil

import pytest

from checkouts import SMALL
from helpers import open_report
from helpers.figures.faults import InputError
from helpers.figures.figure import FigureError

ROWS = "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording\n"
MINE = ROWS + "passengers,passengers of the ferry,999,,passengers,exact,stated,2024,me,,article,,\n"


@pytest.fixture
def ferry(tmp_path, monkeypatch):
    """A copy of the small report; the test runs in its folder of notebooks, as a notebook does."""
    made = shutil.copytree(SMALL, tmp_path / "ferry", ignore=shutil.ignore_patterns("_build"))
    monkeypatch.chdir(made / "book")
    return made


@pytest.fixture
def report(ferry):
    return open_report(hardly_used=0.25)


# --- which data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["book", ".", "book/images"])
def test_the_checkouts_data_is_found_from_wherever_in_it_one_works(ferry, monkeypatch, place):
    (ferry / place).mkdir(exist_ok=True)
    monkeypatch.chdir(ferry / place)
    assert open_report("../data").figures.passengers.central == 48_200
    assert open_report(ferry / "data").figures.passengers.central == 48_200


def test_a_folder_that_lies_beside_the_checkout_by_chance_is_not_taken_for_its_data(ferry, monkeypatch):
    (ferry.parent / "data").mkdir()
    (ferry.parent / "data" / "claims.csv").write_text(MINE, encoding="utf-8")
    monkeypatch.chdir(ferry)
    assert open_report("../data").figures.passengers.central == 48_200  # as from the notebooks


@pytest.mark.parametrize(
    ("place", "stands", "said"),
    [
        ("book", "book/mine", "mine"),
        ("book", "mine", "../mine"),
        ("book", "book/mine", "./mine"),
        (".", "mine", "mine"),
    ],
)
def test_another_folder_is_found_from_the_notebooks_and_from_the_root(ferry, monkeypatch, place, stands, said):
    (ferry / stands).mkdir()
    (ferry / stands / "claims.csv").write_text(MINE, encoding="utf-8")
    monkeypatch.chdir(ferry / place)
    figures = open_report(said).figures
    assert figures.passengers.central == 999
    assert list(figures) == ["passengers"]
    # what the folder lacks is the checkout's own: the units, the sources, the parameters
    assert figures.passengers.text == "999 passengers"
    assert open_report(said, hardly_used=0.5).hardly_used.text == "50 percent"


@pytest.mark.parametrize("data", ["nowhere", "../nowhere"])
def test_a_folder_without_figures_is_named(ferry, data):
    with pytest.raises(InputError, match=r"nowhere: there is no claims\.csv in this folder; name a folder"):
        open_report(data)


def test_outside_a_checkout_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no report here or above"):
        open_report()


# --- which figures and choices ------------------------------------------------------------------------


def test_a_replaced_figure_stands_in_place_of_the_quoted_one(ferry):
    report = open_report("../data", {"passengers": 96_400, "crossings": {"value": 10_000, "bound": "exact"}})
    assert (report.figures.passengers.central, report.figures.passengers.claim.replaced) == (96_400, True)
    assert (report.figures.passengers / report.figures.crossings).central == 9.64
    assert report.quoted["passengers"].value == 48_200  # what it replaces is kept
    assert report.figures.passengers.claim.wording == ""


def test_the_choices_are_figures_of_the_report(report):
    assert (report.hardly_used.central, report.hardly_used.kind) == (0.25, "parameter")
    assert report.hardly_used.text == "25 percent"
    with pytest.raises(AttributeError, match="the report was not opened with 'trips_a_year'; pass it to open_report"):
        _ = report.trips_a_year


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"hardly_use": 0.1}, "no such parameter; did you mean 'hardly_used'"),
        ({"hardly_used": "0.1"}, "not a number"),
        ({"hardly_used": True}, "not a number"),
        ({"hardly_used": None}, "not a number"),
        ({"hardly_used": float("nan")}, "not a number"),
        ({"hardly_used": 0}, r"out of range; give a number within \(0, 1\]"),
        ({"hardly_used": 1.5}, "out of range"),
        ({"trips_a_year": 0.5}, "out of range"),
        ({"trips_a_year": 731}, "out of range"),
    ],
)
def test_a_bad_choice_is_refused_by_name_with_a_remedy(ferry, choices, words):
    with pytest.raises(InputError, match=words) as raised:
        open_report(**choices)
    assert all(name in str(raised.value) for name in choices)


def test_choices_at_the_ends_of_their_range_are_accepted(ferry):
    report = open_report(hardly_used=1, trips_a_year=730)
    assert (report.hardly_used.central, report.trips_a_year.central) == (1, 730)
    assert open_report(trips_a_year=1).trips_a_year.central == 1


def test_all_bad_choices_are_told_together(ferry):
    with pytest.raises(InputError) as raised:
        open_report(hardly_used=2, nothing=1, trips_a_year="all")
    assert len(raised.value.faults) == 3


def test_an_unknown_replaced_figure_is_answered_with_the_nearest(ferry):
    with pytest.raises(InputError, match="no figure has this id; did you mean 'passengers'"):
        open_report("../data", {"passenger": 1})


# --- what a cell asks ---------------------------------------------------------------------------------


def test_tables_are_joined_and_keep_the_labels_of_their_rows(report):
    figures = report.figures
    named = report.table({"on board": figures.passengers})
    table = report.table(
        figures.seats, named, [figures.crossings], {"to work": figures.commuters}, figures.like("sub*")
    )
    assert list(table["id"]) == ["seats", "passengers", "crossings", "commuters", "subsidy"]
    assert list(table["label"]) == [
        "seats on the ferry", "on board", "crossings of the ferry", "to work", "what the county pays for the ferry",
    ]  # fmt: skip
    assert len(report.table()) == 0
    half, third = (figures.seats / 2).named("some"), (figures.seats / 3).named("some")
    with pytest.raises(FigureError, match="have the id 'some'"):
        report.table({"a": half}, {"b": third})


def test_quotations_show_who_said_what_through_whom(report):
    shown = report.quotations(report.figures.like("passengers", "subsidy"))
    assert list(shown["words"]) == [
        "it carried 48,200 passengers in 2023",
        "costs the county an estimated 310,000 euros a year",
    ]
    assert list(shown["said by"]) == ["the harbour office", "a county councillor"]
    assert list(shown["through"]) == ["Lenn Courier", "Lenn Courier"]


def test_a_count_is_how_many_there_are(report):
    made = report.count("kinds", "figures quoted", "seats", iter("abc"), of=[report.figures.seats])
    assert (made.text, made.kind, made.rests_on) == ("3 seats", "tally", ("seats",))


def test_a_report_says_what_was_replaced_and_chosen():
    report = open_report(replaced={"shortage": 2_000_000}, marginal_below=0.1)
    assert repr(report) == (
        f"A report on {len(report.figures)} figures; shortage replaced by about 2.0 million workers; marginal_below 10 percent"
    )

"""The workbook computes what the report computed, and what the report's own arithmetic gives of other figures."""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from unittest.mock import patch

import pytest

from hand_made import CITATION, SEATS, figure, quotation, results
from helpers.figures.figure import rebased, with_numbers
from helpers.figures.interval import Interval
from helpers.notebook import show
from helpers.notebook.checkout import notebook_names, notebook_path
from helpers.notebook.results import Cell, collect
from helpers.pages.workbook import PARTS, cell_name, is_live, published, write_workbook
from in_process import run_here
from recalculated import Book

#: So many times all figures are drawn anew.
DRAWS = 1000
FAR = 1e100


@pytest.fixture(scope="module")
def path(built):
    return built / "_build" / "html" / "downloads" / "figures.xlsx"


@pytest.fixture(scope="module")
def book(path):
    return Book(path)


@pytest.fixture(scope="module")
def found(built):
    return collect(built)


def written(folder, **changes):
    """The workbook of the ferry, with other figures."""
    write_workbook(results(**changes), CITATION, folder / "figures.xlsx")
    return Book(folder / "figures.xlsx")


def of_figures(*figures):
    """What a report of these figures says."""
    known = {each.id: each for each in figures}
    return {"figures": known, "cells": {("figure", name): Cell("crossing", 1, name, 1) for name in known}}


def numbers_of(sheet, name):
    return [sheet.named(cell_name(name, part)) for part in PARTS]


# --- by hand -----------------------------------------------------------------------------------------


def test_a_workbook_computes_what_was_worked_out_by_hand(book):
    sheet = book.calculate()
    # 13,221 entries over a shortage of 1,500,000, to the nearest 100,000: over 1,550,000 and over 1,450,000
    assert numbers_of(sheet, "shortage_covered") == pytest.approx(
        [13_221 / 1_550_000, 0.008814, 13_221 / 1_450_000], rel=1e-15
    )
    # up to twelve times as many as in the year before, so at least a twelfth then, and no middle
    assert numbers_of(sheet, "previous_entrants") == [1101.75, "none", FAR]
    # the year less three quarters: 13,221 - 812 - 1,696 - 5,263
    assert numbers_of(sheet, "fourth_quarter") == [5450.0, 5450.0, 5450.0]
    # 300 entries to the nearest hundred beside those 5,450
    assert numbers_of(sheet, "next_quarter_ratio") == pytest.approx([250 / 5450, 300 / 5450, 350 / 5450], rel=1e-15)
    # the shortage over the entries grown at most twelvefold a year: ln(1,450,000 / 13,221) / ln(12) years, or more
    low, middle, high = numbers_of(sheet, "years_to_cover")
    assert (low, middle, high) == (pytest.approx(math.log(1_450_000 / 13_221) / math.log(12), rel=1e-15), "none", FAR)


def test_a_cell_that_is_changed_moves_what_rests_on_it_alone(book):
    sheet = book.calculate({book.names["shortage_low"]: 1_000_000.0, book.names["shortage_central"]: "none"})
    low, middle, high = numbers_of(sheet, "shortage_covered")
    assert (low, middle, high) == (
        pytest.approx(13_221 / 1_550_000, rel=1e-15),
        "none",
        pytest.approx(0.013221, rel=1e-15),
    )
    assert sheet.named("fourth_quarter_low") == 5450.0
    rows = book.column("Comparison", "A")
    differing = {
        rows[row]
        for row in rows
        if row > 4 and any(sheet.at(("Comparison", f"{at}{row}")) == "differs" for at in "GKO")
    }
    assert {"shortage", "shortage_covered"} <= differing
    assert "fourth_quarter" not in differing


# --- as published ------------------------------------------------------------------------------------


def test_every_figure_is_a_row_and_every_computed_one_a_formula(book, found):
    ids = [name for row, name in book.column("Figures", "A").items() if row > 1]
    assert sorted(ids) == sorted(found.figures)
    for name, each in found.figures.items():
        for part in PARTS:
            assert book.is_formula(book.names[cell_name(name, part)]) == (each.kind == "quantity"), name
    assert sum(each.kind == "quantity" for each in found.figures.values()) > 70


def test_every_live_value_is_the_published_one(book, found):
    sheet = book.calculate()
    for name, each in found.figures.items():
        for part, said in published(each).items():
            live = sheet.named(cell_name(name, part))
            assert live == (said if isinstance(said, str) else pytest.approx(said, rel=1e-11)), (name, part)
    assert sheet.at(("Comparison", "B1")) == 3 * len(found.figures)
    assert sheet.at(("Comparison", "B2")) == 0


def test_no_value_of_a_formula_is_stored(book):
    assert set(book.stored.values()) == {None}


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here: the evaluator of the tests stands for it")
def test_libreoffice_computes_the_same(path, book, tmp_path):
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True)
    opened, sheet = Book(tmp_path / path.name), book.calculate()
    assert len(opened.stored) == len(book.stored) > 2000
    for place in book.stored:
        told, expected = opened.stored[place], sheet.at(place)
        if isinstance(expected, float):  # a spreadsheet takes a difference in the last digits for none
            assert float(told) == pytest.approx(expected, rel=1e-12, abs=1e-12 if place[0] == "Comparison" else 0), (
                place
            )
        else:
            assert told == expected, place
    assert opened.stored["Comparison", "B2"] == "0"


# --- of other figures --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def computed(built):
    """Every computed figure of the report, with the arithmetic behind it."""
    figures = {}

    def keep(made, record=show.figure_record):
        figures[made.key] = made
        return record(made)

    with patch.object(show, "figure_record", keep):
        ran = run_here(built, [notebook_path(built, name) for name in notebook_names(built)])
    assert not [each.error for cells in ran.values() for each in cells.values() if each.error]
    return figures


def draw(chance, base):
    """Another range and middle of a figure: somewhat wider or narrower, now and then open, from nothing, or unknown."""
    if base.interval is None or chance.random() < 0.01:
        return None, None
    low, high = base.interval.low, base.interval.high
    low = 0.0 if chance.random() < 0.03 else low * chance.uniform(0.7, 1)
    high = (
        math.inf
        if chance.random() < 0.03 or math.isinf(high)
        else high * chance.uniform(1, 1.4) + (base.unit == "percent")
    )
    middle = None if chance.random() < 0.1 or math.isinf(high) else chance.uniform(low, high)
    if chance.random() < 0.2 and low > 0:
        high = middle = low
    return Interval(low, high), middle


def cells_of(interval, middle):
    """How the workbook holds a range and a middle."""
    if interval is None:
        return ["not defined", "none", "not defined"]
    low, high = (math.copysign(FAR, end) if math.isinf(end) else end for end in (interval.low, interval.high))
    return [low, "none" if middle is None else middle, high]


def disagreements(book, computed, draws, seed=0):
    """How often the workbook computes another number than the report's own arithmetic, and of how many it was asked."""
    chance, asked, wrong = random.Random(seed), 0, []
    quantities = {name: each for name, each in computed.items() if each.inputs}
    bases = {name: base for each in quantities.values() for name, base in each.bases.items() if not base.inputs}
    bases |= {
        each.base: each for made in quantities.values() if made.call is None for each in made.inputs if not each.inputs
    }
    for _ in range(draws):
        drawn = {name: draw(chance, bases[name]) for name in chance.sample(sorted(bases), len(bases) // 3)}
        cells = {
            book.names[cell_name(name, part)]: "unknown" if held == "not defined" else held
            for name, numbers in drawn.items()
            for part, held in zip(PARTS, cells_of(*numbers), strict=True)
        }
        sheet = book.calculate(cells)
        others = {name: with_numbers(bases[name], *numbers) for name, numbers in drawn.items()}
        for name, made in quantities.items():
            expected = rebased(made, others)
            interval, middle = expected.interval, expected.central
            if made.call is None and interval and interval.is_point:  # all that it runs across say one number
                middle = interval.low
            for part, held in zip(PARTS, cells_of(interval, middle), strict=True):
                live, asked = sheet.named(cell_name(name, part)), asked + 1
                same = live == held or (
                    isinstance(live, float)
                    and isinstance(held, float)
                    and math.isclose(live, held, rel_tol=1e-12, abs_tol=1e-12)
                )
                wrong += [] if same else [(name, part, live, held)]
    return wrong, asked


@pytest.mark.parametrize("draws", [200, pytest.param(DRAWS, marks=pytest.mark.long)])
def test_the_workbook_computes_what_the_arithmetic_of_figures_gives_of_other_figures(book, computed, draws):
    wrong, asked = disagreements(book, computed, draws)
    assert wrong == []
    assert asked == 3 * draws * sum(bool(each.inputs) for each in computed.values()) > 200 * draws


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "entrants_low/IF(shortage_high=0,1E-100,shortage_high)",
            "entrants_low/IF(shortage_low=0,1E-100,shortage_low)",
        ),
        ("MAX(growth_multiple_low,1)", "growth_multiple_low"),
        ("(artillery_share_low/100)", "artillery_share_low"),
        ("education_2024_low+business_2024_low", "education_2024_low-business_2024_low"),
    ],
)
def test_a_formula_that_is_another_is_seen(path, computed, old, new):
    broken = Book(path)
    places = [place for place, held in broken.cells.items() if broken.is_formula(place) and old in held]
    assert places
    for place in places:
        broken.cells[place] = broken.cells[place].replace(old, new)
    assert disagreements(broken, computed, 5)[0]


def test_cells_in_each_other_s_place_are_seen(path, computed):
    broken = Book(path)
    names = broken.names
    names["shortage_covered_low"], names["shortage_covered_high"] = (
        names["shortage_covered_high"],
        names["shortage_covered_low"],
    )
    assert {name for name, *_ in disagreements(broken, computed, 5)[0]} == {"shortage_covered"}


# --- a workbook of any report ------------------------------------------------------------------------


def test_texts_stay_texts_and_equal_results_give_equal_bytes(tmp_path):
    said = quotation(wording="=1+1", speaker="@mate", relayed_by="", locator="+1")
    shown = figure("passengers", label="-a plain label", text="=cmd|' /C calc'!A1", quotation=said)
    book = written(tmp_path, **of_figures(shown))
    texts = {held for place, held in book.cells.items() if place[0] == "Figures" and not book.is_formula(place)}
    assert {"=1+1", "@mate", "-a plain label", "=cmd|' /C calc'!A1"} <= texts
    assert not any(place[0] == "Figures" for place in book.stored)
    first = (tmp_path / "figures.xlsx").read_bytes()
    written(tmp_path, **of_figures(shown))
    assert (tmp_path / "figures.xlsx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "figures.xlsx") as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-31T00:00:00Z" in archive.read("docProps/core.xml")


AT_LEAST = figure("crew", low=40.0, central=None, high=None, bound="at_least")
NOBODY = figure("stowaways", low=None, central=None, high=None, attribution="unknown", bound="at_least", text="unknown")
SHARE = figure("share", unit="percent", low=20.0, central=25.0, high=50.0, bound="about")


def quantity(name, formula, *inputs, **changes):
    plain = {"kind": "quantity", "formula": formula, "inputs": list(inputs), "low": None, "central": None, "high": None}
    return figure(name, **plain | changes)


@pytest.mark.parametrize(
    ("formula", "inputs", "changes", "expected"),
    [
        # 120 over 40 or any more: a third part of one to none
        ("passengers / crew", ["passengers", "crew"], {}, [0.0, "none", 3.0]),
        ("passengers - crew", ["passengers", "crew"], {}, [-FAR, "none", 80.0]),
        ("ln(crew / passengers)", ["crew", "passengers"], {}, [math.log(1 / 3), "none", FAR]),
        ("crew / crew", ["crew"], {}, [1.0, "none", 1.0]),
        ("passengers * stowaways", ["passengers", "stowaways"], {}, ["not defined", "none", "not defined"]),
        # a fifth to a half of 120, a quarter most likely
        ("passengers * share", ["passengers", "share"], {}, [24.0, 30.0, 60.0]),
        ("passengers / (share - 0.25)", ["passengers", "share"], {"domain": {"share": [0.25, None]}}, [480.0, "none", FAR]),
        ("ln(share)", ["share"], {"domain": {"share": [0.5, None]}}, ["not defined", "none", "not defined"]),
        # what is divided by may be nothing, so nothing is known
        ("passengers / (seats - 40)", ["passengers", "seats"], {"domain": {"seats - 40": [0.0, None]}}, [-FAR, "none", FAR]),
        # 35 to 45 seats, 40 in the middle, less 10
        ("passengers / (seats - 10)", ["passengers", "seats"], {"domain": {"seats - 10": [0.0, None]}}, [120 / 35, 4.0, 4.8]),
        ("passengers / (seats - 90)", ["passengers", "seats"], {"domain": {"seats - 90": [0.0, None]}}, ["not defined", "none", "not defined"]),
        ("seats and crew and stowaways", ["seats", "crew", "stowaways"], {}, [40.0, "none", FAR]),
        ("seats and stowaways", ["seats", "stowaways"], {}, [40.0, 40.0, 40.0]),
    ],
)  # fmt: skip
def test_open_unknown_and_undefined_figures(tmp_path, formula, inputs, changes, expected):
    made = quantity("made", formula, *inputs, **changes)
    book = written(tmp_path, **of_figures(figure("passengers"), SEATS, AT_LEAST, NOBODY, SHARE, made))
    live = numbers_of(book.calculate(), "made")
    assert live == [each if isinstance(each, str) else pytest.approx(each, rel=1e-15) for each in expected]


def test_a_formula_that_is_no_arithmetic_is_a_value(tmp_path):
    made = quantity("made", "largest(passengers, seats)", "passengers", "seats", low=120.0, central=120.0, high=120.0)
    book = written(tmp_path, **of_figures(figure("passengers"), SEATS, made))
    assert numbers_of(book.calculate(), "made") == [120.0, 120.0, 120.0]
    assert not is_live(made)
    assert not any(book.is_formula(book.names[cell_name("made", part)]) for part in PARTS)


def test_a_title_is_text_whatever_it_holds(tmp_path):
    odd = replace(CITATION, title="Seats {2025}", edition="{b} and {0.far}")
    write_workbook(results(), odd, tmp_path / "figures.xlsx")
    with zipfile.ZipFile(tmp_path / "figures.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "Seats {2025}" in strings
    assert "{b} and {0.far}" in strings
    assert "{far}" not in strings

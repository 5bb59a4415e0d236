"""Names that are taken, and zeros that are divided by, are told before anything is computed."""

import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL, edit_file, own_figure
from helpers.edition.edition import Edition, check
from helpers.edition.sense import shown_faults
from helpers.figures.faults import InputError
from helpers.notebook.record import MIME


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "report"))


def faults_of(report: Path, **edition) -> list[str]:
    with pytest.raises(InputError) as caught:
        check(report, None, Edition(**edition))
    return [str(fault) for fault in caught.value.faults]


def add_row(report: Path, name: str) -> None:
    with (report / "data" / "claims.csv").open("a", encoding="utf-8") as file:
        file.write(f"{name},boats that somebody owns,3,,seats,exact,stated,2023,the author,,article,,\n")


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("load", "a formula"),
        ("use", "a verdict"),
        ("commuter_share", "a figure that is computed"),  # a notebook's .named(…)
        ("running_cost", "a figure that is computed"),
    ],
)
def test_an_id_of_the_data_is_no_name_of_what_is_computed(report, name, of):
    add_row(report, name)
    (told,) = faults_of(report)
    assert told == f"claims.csv, line 8, column id: {name!r} is the name of {of} already; give the row another id"


def test_a_lone_row_that_is_called_nearly_like_a_series_is_a_slip(report):
    for name in ("tickets_2021", "tickets_2022", "tikets_2023", "docks_2023"):
        add_row(report, name)
    (told,) = faults_of(report)
    assert told == (
        "claims.csv, line 10, column id: 'tikets_2023' stands alone, and is called nearly like the series 'tickets'; "
        "did you mean 'tickets_2023'? A series of its own takes another name"
    )
    edit_file(report / "data" / "claims.csv", "tikets_2023", "tikets_23")  # of no year, and so of no series
    check(report, None, Edition())


def test_what_a_notebook_shows_under_an_id_of_the_data_is_told_once_it_has_run(report):
    assert shown_faults(report) == []
    path = report / "book" / "cost.ipynb"
    notebook = nbformat.read(path, as_version=4)
    shown = next(
        each["data"][MIME]["figures"]
        for cell in notebook.cells
        for each in cell.get("outputs", [])
        if MIME in each.get("data", {})
    )
    shown["seats"] = {**next(iter(shown.values())), "id": "seats", "kind": "quantity"}
    nbformat.write(notebook, path)
    (fault,) = shown_faults(report)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", 4, "id")
    assert fault.rule == "'seats' is the name of a figure that cost.ipynb computes already"


def test_a_zero_that_is_divided_by_is_told_with_its_row_and_what_divides(report):
    own_figure(report / "data" / "claims.csv", "crossings", value="0", bound="exact", precision="")
    own_figure(report / "data" / "claims.csv", "passengers", value="0")
    own_figure(report / "data" / "claims.csv", "commuters", value="0")  # divided, and not divided by
    told = faults_of(report)
    assert [line.partition(";")[0] for line in told] == [
        "claims.csv, line 2, column value: passengers is 0, and cost.ipynb divides by it",
        "claims.csv, line 3, column value: crossings is 0, and the formula load divides by it",
    ]


def test_a_zero_of_an_edition_is_told_as_its_own(report):
    (told,) = faults_of(report, set={"passengers": 0})
    assert told.startswith("--set passengers: passengers is 0, and cost.ipynb divides by it; give a number above 0")
    own_figure(report / "data" / "claims.csv", "passengers", value="0")
    check(report, None, Edition(set={"passengers": 5}))


@pytest.mark.parametrize("given", [0, 0.0, "0", {"value": 0, "period": "2023"}])
def test_a_zero_in_the_place_of_a_rounded_figure_is_told_as_one_and_not_by_its_precision(report, given):
    told = faults_of(report, set={"crossings": given, "seats": {"valu": 3}})
    assert [line.partition(";")[0] for line in told] == [
        "--set seats, column valu: a figure has no such field",
        "--set crossings: crossings is 0, and the formula load divides by it",
    ]
    own_figure(report / "data" / "claims.csv", "crossings", value="0", bound="exact", precision="")
    told = faults_of(report, set={"crossings": 5, "seats": {"valu": 3}})
    assert len(told) == 1, "the edition's figure is none"


def test_what_a_formula_is_called_with_counts_whatever_it_calls_it(report):
    edit_file(report / "book" / "ferry.py", "def load(passengers, crossings):", "def load(passengers, trips):")
    edit_file(report / "book" / "ferry.py", "passengers / crossings", "passengers / trips")
    edit_file(report / "book" / "ferry.py", 'crossings="crossings"', 'trips="crossings"')
    own_figure(report / "data" / "claims.csv", "crossings", value="0", bound="exact", precision="")
    (told,) = faults_of(report)
    assert "crossings is 0, and the formula load divides by it" in told

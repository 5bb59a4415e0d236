"""Every cell of the figures' tables is watched: a letter or digit changed in it is noticed, by the check of the data or
by the record that the committed notebooks keep of the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import nbformat
import pytest

from helpers.figures import data as reading
from helpers.figures.data import TABLES, Data
from helpers.figures.faults import InputError
from helpers.figures.figure import Home, quoted
from helpers.notebook.checkout import notebook_names, notebook_path
from helpers.notebook.results import records_of
from helpers.notebook.show import figure_record

pytestmark = pytest.mark.long

#: The tables whose cells are changed, and what the rows of each are about.
KINDS = {"claims.csv": "claim", "context.csv": "context", "grades.csv": "context"}


@pytest.fixture(scope="module")
def tables(checkout):
    """The rows of each committed table, as they are read."""
    faults = []
    rows = reading.read_tables(checkout / "data", None, faults)
    assert faults == []
    return rows


@pytest.fixture(scope="module")
def load_with(checkout, tables):
    """Checks the committed folder with one cell changed: ``load_with(file, row, column, text)``. What stands as it
    stood is not checked again: rows and quotations are the same for nearly every change.
    """
    folder = checkout / "data"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_row_faults", "_quotation_faults", "_wording_faults"):
            patch.setattr(reading, name, _remembered(getattr(reading, name)))

        def load(file: str, at: int, column: str, text: str) -> Data:
            line, row = tables[file][at]
            changed = {**row, column: text}
            rows = [*tables[file][:at], (line, changed), *tables[file][at + 1 :]]

            def read(folder, fallback, faults):
                faults += reading._row_faults(file, line, changed, TABLES[file])
                return {**tables, file: rows}

            with pytest.MonkeyPatch.context() as once:
                once.setattr(reading, "read_tables", read)
                return reading.load(folder)

        yield load


def _remembered(call: Callable) -> Callable:
    known = {}

    def remembered(*arguments):
        key = tuple(tuple(each.values()) if isinstance(each, dict) else str(each) for each in arguments)
        if key not in known:
            known[key] = call(*arguments)
        return known[key]

    return remembered


@pytest.fixture(scope="module")
def committed(checkout):
    """What the committed notebooks keep of each quoted figure."""
    notebooks = [nbformat.read(notebook_path(checkout, name), as_version=4) for name in notebook_names(checkout)]
    records = [record for notebook in notebooks for _, _, record, _ in records_of(notebook)]
    return {name: figure for record in records for name, figure in record.figures.items() if figure.quotation}


def changed(text: str) -> tuple[str, str]:
    """A text with its first letter or digit changed, and with its last; an empty one filled."""
    places = [at for at, letter in enumerate(text) if letter.isalnum()]
    if not places:
        return f"{text}1", f"{text}x"
    return tuple(text[:at] + _other(text[at], step) + text[at + 1 :] for at, step in ((places[0], 1), (places[-1], 3)))


def _other(letter: str, step: int) -> str:
    if letter.isdigit():
        return str((int(letter) + step) % 10)
    return "abcdefgh"[("abcdefgh".find(letter) + step) % 8]


@pytest.mark.parametrize("text", ["13,221", "about", "D1", "«работу»", "a", ""])
def test_a_changed_text_is_another_in_one_place(text):
    for other in changed(text):
        places = [at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two]
        assert len(places) == (1 if text else 0)
        assert len(other) == max(len(text), 1)


def record_of(data: Data, name: str, kind: str):
    """What a notebook would keep of a row."""
    return figure_record(quoted(data.figures[name], kind, Home(data.units)))


def noticed_by(load: Callable[[], Data], committed, file: str, name: str) -> str:
    """What notices that a folder is not as it was: the check, or the record of a row; empty where nothing does."""
    try:
        data = load()
    except InputError:
        return "check"
    if name not in committed:
        return ""
    kept = name in data.figures and record_of(data, name, KINDS[file]) == committed[name]
    return "" if kept else "record"


@pytest.mark.parametrize("file", KINDS)
def test_no_changed_cell_passes(tables, load_with, committed, file):
    noticed, passed = Counter(), []
    for at, (_, row) in enumerate(tables[file]):
        for column, cell in row.items():
            for text in changed(cell):
                by = noticed_by(
                    lambda at=at, column=column, text=text: load_with(file, at, column, text),
                    committed,
                    file,
                    row["id"],
                )
                noticed[by] += 1
                passed += [] if by else [(row["id"], column, text)]
    columns = len(tables[file][0][1])
    assert noticed.total() == 2 * columns * len(tables[file])
    assert noticed["check"] > noticed.total() / 10
    assert passed == []


def test_the_cells_are_more_than_two_thousand(tables):
    """So many cells are changed, each twice; a row or a column less is fewer of them."""
    assert sum(len(row) for file in KINDS for _, row in tables[file]) > 2000


def test_a_part_given_to_another_whole_is_noticed(tables, load_with, committed):
    at = next(at for at, (_, row) in enumerate(tables["context.csv"]) if row["id"] == "education_2024_q1")

    def load():
        return load_with("context.csv", at, "part_of", "education_2019")

    # the 38 of its quarter fit into the 3,200 of another year, so the check has nothing against it
    assert load()["education_2024_q1"].part_of == "education_2019"
    assert noticed_by(load, committed, "context.csv", "education_2024_q1") == "record"


def test_every_row_stands_in_a_notebook(tables, committed):
    rows = {row["id"] for file in ("claims.csv", "context.csv") for _, row in tables[file]}
    assert sorted(rows - set(committed)) == []


def test_sound_tables_are_as_the_notebooks_keep_them(checkout, committed):
    data = reading.load(checkout / "data")
    kinds = dict.fromkeys(data.claims, "claim") | dict.fromkeys(data.context, "context")
    assert {name: record_of(data, name, kinds[name]) for name in committed} == committed

"""Every cell of the figures' tables is watched: a letter or digit changed in it is noticed, by the check of the data or
by the record that the committed notebooks keep of the row.
"""

from __future__ import annotations

import csv
import functools
import io
from collections import Counter

import nbformat
import pytest

from helpers.figures import data as reading
from helpers.figures.faults import InputError
from helpers.figures.figure import Home, quoted
from helpers.notebook.checkout import notebook_names, notebook_path
from helpers.notebook.results import records_of
from helpers.notebook.show import figure_record

TABLES = ("claims.csv", "context.csv", "grades.csv")
KINDS = {"claims.csv": "claim", "context.csv": "context", "grades.csv": "context"}
#: Rows that stand on no page, so that only the check watches them. A page that shows one takes it off; none is put on.
ON_NO_PAGE = {
    "artillery_wsj", "builders_moving_2025", "builders_wanted_2022", "construction_pay_offered_2024",
    "construction_short_2021", "cost_same_khusnullin", "engineers_2025", "engineers_pledged_2025",
    "enterprises_short_2024", "entries_2019_q3", "entries_2022_h1", "entries_2023_h1", "entries_2023_q1",
    "entries_2023_q2", "entries_2023_q3", "fired_per_day_2024_03", "fired_per_day_2024_08", "firms_short_2022",
    "firms_short_2024", "forecast_builders_2025", "foreigners_2024", "hourly_pay_2025", "hours_a_day",
    "losses_share_2025", "median_wage_2024", "median_wage_2025", "migrants_building_2023", "patents_2024",
    "patents_2025", "pay_same_ambassador", "permits_india_2024", "rate_2024_10", "rate_2025_02",
    "registrations_all_2016", "repatriation_months", "shells_zelensky_2024", "shortage_isw",
    "shortage_notified_2021", "shortage_notified_2021_01", "soldiers_2024", "soldiers_kursk_2024",
    "soldiers_more_2025", "soldiers_shipped_2024", "student_visas_2020_q1", "tourist_visas_2018",
    "tourist_visas_2019", "trips_all_2024", "trips_all_2025", "unemployment_2021", "unemployment_2024",
    "vacancy_rate_2020", "vacancy_rate_2022", "war_years", "work_visas_2017", "workers_belenets_2025",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    """What stands as it stood is not read again: files, rows and quotations are the same for nearly every change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "parse_string", functools.cache(reading.parse_string))
        for name in ("_row_faults", "_quotation_faults"):
            patch.setattr(reading, name, _remembered(getattr(reading, name)))
        patch.setattr(reading, "_read_rows", _read_remembered(reading._read_rows))
        yield


def _remembered(call):
    known = {}

    def remembered(*arguments):
        key = tuple(tuple(each.items()) if isinstance(each, dict) else str(each) for each in arguments)
        if key not in known:
            known[key] = call(*arguments)
        return known[key]

    return remembered


def _read_remembered(call):
    known = {}

    def remembered(path, model, faults):
        key = path.name, path.read_bytes()
        if key not in known:
            own: list = []
            known[key] = call(path, model, own), own
        rows, own = known[key]
        faults.extend(own)
        return rows

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


def in_csv(rows: list[list[str]]) -> str:
    """Rows as the text of a table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def noticed_by(folder, committed, file: str, name: str) -> str:
    """What notices that a folder is not as it was: the check, or the record of a row; empty where nothing does."""
    try:
        data = reading.load(folder)
    except InputError:
        return "check"
    if name not in committed:
        return ""
    row = data.figures.get(name)
    if row is None or figure_record(quoted(row, KINDS[file], Home(data.units))) != committed[name]:
        return "record"
    return ""


@pytest.mark.parametrize("file", TABLES)
def test_no_changed_cell_passes(data_folder, committed, file):
    path = data_folder / file
    sound = path.read_text(encoding="utf-8")
    header, *rows = list(csv.reader(io.StringIO(sound)))
    assert in_csv([header, *rows]) == sound
    noticed, passed = Counter(), Counter()
    for at, row in enumerate(rows):
        for column in range(len(header)):
            for text in changed(row[column]):
                other = [*row[:column], text, *row[column + 1 :]]
                path.write_text(in_csv([header, *rows[:at], other, *rows[at + 1 :]]), encoding="utf-8")
                by = noticed_by(data_folder, committed, file, row[0])
                noticed[by] += 1
                if not by:
                    passed[row[0], header[column]] += 1
    assert noticed.total() == 2 * len(header) * len(rows)
    assert noticed["check"] > 0
    assert {cell: count for cell, count in passed.items() if cell[0] not in ON_NO_PAGE} == {}


def test_the_cells_are_those_of_the_tables(data_folder):
    """So many cells are changed, each twice: a column or a row more is more of them."""
    tables = [list(csv.reader(io.StringIO((data_folder / file).read_text(encoding="utf-8")))) for file in TABLES]
    cells = sum(len(header) * len(rows) for header, *rows in tables)
    assert cells >= 1500


def test_a_part_given_to_another_whole_is_noticed(data_folder, committed):
    path = data_folder / "context.csv"
    sound = path.read_text(encoding="utf-8")
    assert sound.count(",education_2024,") == 3  # its quarters
    path.write_text(sound.replace(",education_2024,", ",education_2019,"), encoding="utf-8")
    reading.load(data_folder)  # none is larger than the education entries of the other year, to the check it fits
    assert noticed_by(data_folder, committed, "context.csv", "education_2024_q1") == "record"


def test_the_rows_that_stand_on_no_page_are_few_and_known(data_folder, committed):
    rows = set(reading.load(data_folder).figures)
    assert rows - set(committed) == ON_NO_PAGE, "take rows that a page shows now off the list; show the others"


def test_sound_tables_are_as_the_notebooks_keep_them(data_folder, committed):
    data = reading.load(data_folder)
    home = Home(data.units)
    kinds = dict.fromkeys(data.claims, "claim") | dict.fromkeys(data.context, "context")
    assert {
        name: figure_record(quoted(row, kinds[name], home)) for name, row in data.figures.items() if name in committed
    } == committed

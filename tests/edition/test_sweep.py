"""Sweeps: a row for each point of a grid, the values those of papermill, whatever is killed on the way."""

import csv
import itertools
import os
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from checkouts import GRID, REPORT, copy_built, run_report, run_tool
from helpers.edition import sweep as sweeping
from helpers.edition.sweep import Journal, Sweep, read_sweep
from helpers.figures.faults import InputError
from helpers.notebook.results import records_of


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


def write(report: Path, text: str, name: str = "grid") -> str:
    (report / f"{name}.yml").write_text(text, encoding="utf-8")
    return f"{name}.yml"


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def swept(report) -> list[dict[str, str]]:
    done = run_report(report, "sweep", write(report, GRID))
    assert done.returncode == 0, done.stderr
    table = report / "_build" / "sweeps" / "grid.csv"
    assert done.stdout == f"8 points, 4 of them failed: see the column error\nThe table: {table}\n"
    return rows_of(table)


# --- what comes out ----------------------------------------------------------------------------------


def test_a_row_a_point_with_what_hand_arithmetic_gives(swept):
    assert list(swept[0]) == [
        "passengers", "crossings", "trips_a_year", "load.low", "load.central", "load.high",
        "commuter_share.low", "commuter_share.central", "commuter_share.high", "error",
    ]  # fmt: skip
    exact = '{"value": 500, "bound": "exact"}'
    grid = list(itertools.product(["40000", "48200"], ["9000", exact], ["200", "1000"]))
    assert [(row["passengers"], row["crossings"], row["trips_a_year"]) for row in swept] == grid
    # 40,000 over 8,500 to 9,500 crossings; 50 commuters or more, 200 crossings each
    expected = {"load.low": 40000 / 9500, "load.central": 40000 / 9000, "load.high": 40000 / 8500}
    for name, number in {**expected, "commuter_share.low": 50 * 200 / 40000}.items():
        assert float(swept[0][name]) == pytest.approx(number, rel=1e-9)
    assert (swept[0]["commuter_share.central"], swept[0]["commuter_share.high"]) == ("", "")
    assert [float(swept[2][f"load.{end}"]) for end in ("low", "central", "high")] == [80, 80, 80]


def test_a_point_that_fails_is_a_row_with_its_error(swept):
    failed = [row for row in swept if row["trips_a_year"] == "1000"]
    for row in failed:
        assert row["error"].startswith(
            "cost.ipynb, cell 2: InputError: parameters, column trips_a_year: 1000 is out of"
        )
        assert row["load.low"] == ""
    assert [row["error"] for row in swept if row not in failed] == [""] * 4


@pytest.mark.long
def test_the_values_are_those_of_papermill_to_the_byte(report, swept, tmp_path):
    settings = "replaced: {passengers: 40000, crossings: {value: 500, bound: exact}}\ntrips_a_year: 200"
    found = {}
    for name in ("crossing", "cost"):
        done = run_tool(
            "papermill", report / "book" / f"{name}.ipynb", "out.ipynb", "-y", settings, cwd=report / "book"
        )
        assert done.returncode == 0, done.stderr
        for _, _, record, _ in records_of(nbformat.read(report / "book" / "out.ipynb", as_version=4)):
            found |= record.figures
    (report / "book" / "out.ipynb").unlink()
    for name in ("load", "commuter_share"):
        for end in ("low", "central", "high"):
            number = getattr(found[name], end)
            assert swept[2][f"{name}.{end}"] == ("" if number is None else repr(number))


def test_parquet_says_the_same(report, swept):
    done = run_report(report, "sweep", write(report, GRID), "--output", "grid.parquet")
    assert done.returncode == 0, done.stderr
    table = pd.read_parquet(report / "grid.parquet")
    assert list(table.columns) == list(swept[0])
    assert table["error"].tolist() == [row["error"] for row in swept]
    assert table["crossings"].tolist() == [row["crossings"] for row in swept]
    for name in ("passengers", "load.low", "commuter_share.high"):
        assert [f"{each}" for each in table[name]] == [f"{float(row[name] or 'nan')}" for row in swept]
    assert not list(report.glob(".grid*"))


def test_large_tables_are_turned_into_parquet_in_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(sweeping, "CHUNK", 3)
    found = Sweep({"seats": list(range(10))}, {}, ["load"], ["seats"])
    journal = Journal(tmp_path / "t.parquet", tmp_path, found, [])
    with journal:
        for seats in range(10):
            journal.write([seats, None, seats / 3, None, "" if seats else "failed"])
    journal.finish()
    table = pd.read_parquet(tmp_path / "t.parquet")
    assert table["seats"].tolist() == list(range(10))
    assert table["load.central"].tolist() == [seats / 3 for seats in range(10)]
    assert table["error"].tolist() == ["failed", *[""] * 9]


# --- going on ----------------------------------------------------------------------------------------


def test_a_finished_sweep_runs_nothing_again(report, swept, monkeypatch):
    monkeypatch.setattr(sweeping, "run_points", lambda *_: pytest.fail("it ran again"))
    assert run_report(report, "sweep", "grid.yml").returncode == 0


def test_what_was_written_in_part_is_cut_off_and_written_again(tmp_path):
    found = Sweep({"seats": [1, 2, 3]}, {}, ["load"], ["seats"])
    table = tmp_path / "t.csv"
    with Journal(table, tmp_path, found, ["a"]) as journal:
        journal.write([1, 0.5, 0.5, 0.5, ""])
        journal.write([2, None, None, None, "a cell, or two, raised"])
    whole = table.read_text()
    table.write_text(whole + "3,0.25,0.2")
    journal = Journal(table, tmp_path, found, ["a"])
    assert (journal.done, journal.failed) == (2, 1)
    assert table.read_text() == whole
    changed = Sweep({"seats": [1, 2, 4]}, {}, ["load"], ["seats"])
    assert Journal(table, tmp_path, changed, ["a"]).done == 0  # another grid begins anew
    with Journal(table, tmp_path, changed, ["a"]) as journal:
        journal.write([1, 0.5, 0.5, 0.5, ""])
    assert Journal(table, tmp_path, changed, ["a"]).done == 1
    assert Journal(table, tmp_path, changed, ["b"]).done == 0  # and so do other notebooks or data


def test_a_file_that_no_sweep_wrote_is_left_alone(report):
    (report / "mine.csv").write_text("years of work")
    done = run_report(report, "sweep", write(report, GRID), "--output", "mine.csv")
    assert done.returncode == 2
    assert "something that no sweep wrote is there; name another file, or move it" in done.stderr
    assert (report / "mine.csv").read_text() == "years of work"


def children_of(pid: int) -> list[int]:
    """The processes that the threads of a process started."""
    listed = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for children in listed for child in children.split()]


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_whatever_is_killed_every_row_is_there_once(report):
    count = 40
    numbers = ", ".join(str(40000 + each) for each in range(count))
    name = write(report, f"set: {{passengers: [{numbers}]}}\nvalues: [load]\n", "killed")
    table = report / "_build" / "sweeps" / "killed.csv"

    def begin() -> subprocess.Popen:
        return subprocess.Popen([REPORT, "sweep", name], cwd=report, stdout=subprocess.PIPE, text=True)

    def wait_for(command: subprocess.Popen, lines: int) -> None:
        while command.poll() is None and not (table.is_file() and len(table.read_bytes().splitlines()) > lines):
            time.sleep(0.02)

    driver = begin()
    wait_for(driver, 2)
    templates = children_of(driver.pid)
    forks = [fork for template in templates for fork in children_of(template)]
    assert templates
    for each in [*forks, templates[0]]:
        os.kill(each, signal.SIGKILL)
    wait_for(driver, 8)
    driver.kill()
    driver.wait()
    driver.stdout.close()
    assert 8 <= len(rows_of(table)) < count - 10
    with begin() as driver:  # stopped by hand
        wait_for(driver, len(rows_of(table)) + 3)
        templates = children_of(driver.pid)
        driver.send_signal(signal.SIGINT)
        assert driver.wait() == 1
        assert not [each for each in templates if Path(f"/proc/{each}").exists()]
    with begin() as driver:
        assert driver.stdout.read() == f"{count} points\nThe table: {table}\n"
    rows = rows_of(table)
    assert [row["passengers"] for row in rows] == [str(40000 + each) for each in range(count)]
    assert {row["error"] for row in rows} == {""}
    assert float(rows[-1]["load.central"]) == pytest.approx((40000 + count - 1) / 9000)


# --- bad files ---------------------------------------------------------------------------------------


def test_every_fault_of_a_file_is_told_at_once(report):
    faulty = """
set: {passenger: [1], seats: [], crossings: [many, .nan, true, 2024-01-01]}
parameters: {hardly_use: 0.2, trips_a_year: [{value: 3}]}
values: [lode, load, load]
"""
    done = run_report(report, "sweep", write(report, faulty, "faulty"))
    assert done.returncode == 2
    for told in (
        "field set: no figure has this id: 'passenger'; did you mean 'passengers'?",
        "field set.seats: the list is empty; ",
        "field set.crossings: 'many' is not a number; ",
        "field set.crossings: '.nan' is not a number; ",
        "field set.crossings: True is not a number; ",
        "field set.crossings: '2024-01-01' is not a number; ",
        "field parameters: the report has no such parameter: 'hardly_use'; did you mean 'hardly_used'?",
        "field parameters.trips_a_year: {'value': 3} is not a number; ",
        "field values: 'load' is listed twice; ",
        "field values: no notebook shows a figure of this id: 'lode'; did you mean 'load'?",
    ):
        assert f"error: faulty.yml, {told}" in done.stderr
    assert done.stderr.endswith("\n10 faults; nothing was changed.\n")
    assert not (report / "_build" / "sweeps" / "faulty.csv").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1]", "the file is no mapping"),
        ("set: [1]", "field set: unknown or ill-typed field"),
        ("sets: {}", "field sets: unknown or ill-typed field"),
        ("set: {", "line 1: not readable as YAML"),
        ("set: {seats: [50]}\nset: {seats: [60]}", "line 2: 'set' is given twice"),
        ("set: {seats: !!int '5'}", "line 1: it has the type '!!int'"),
    ],
)
def test_a_file_that_is_no_sweep_is_refused(report, text, told):
    with pytest.raises(InputError, match=told):
        read_sweep(report, report / write(report, text, "none"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("set: {passengers: 3}\nvalues: [load]", "nothing varies"),
        ("set: {passengers: [3]}", "field values: no figure is kept"),
    ],
)
def test_a_sweep_of_nothing_is_refused(report, text, told):
    _, faults = read_sweep(report, report / write(report, text, "none"))
    assert [told in str(fault) for fault in faults] == [True]


def test_other_files_are_refused(report):
    done = run_report(report, "sweep", write(report, GRID), "--output", "grid.xlsx")
    assert (done.returncode, "end its name in .csv or .parquet" in done.stderr) == (2, True)
    done = run_report(report, "sweep", "nowhere.yml")
    assert (done.returncode, "it cannot be read: No such file" in done.stderr) == (2, True)

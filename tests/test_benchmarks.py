"""What a benchmark says of what it measured: medians, ratios, the rows that are kept, the page; and how it measures."""

import csv

import pytest

from benchmarks import run, sheet, works
from benchmarks.works import WORKS, Way, Work, WorkFailed

SAID = {"work": "a build", "against": "the plain way", "unit": "s", "date": "2026-11-27", "machine": "2 x one"}


def test_a_row_holds_medians_and_their_ratio():
    # the medians of 3, 1, 2 and of 9, 5, 8 are 2 and 8: four times as much
    row = sheet.row([3, 1, 2], [9, 5, 8], name="a", **SAID)
    assert row == {"name": "a", **SAID, "median": "2", "against_median": "8", "ratio": "4", "rounds": "3"}
    # of an even number it is the mean of the two in the middle, (1 + 4) / 2; 10 / 2.5 = 4; three digits are kept
    assert sheet.row([1, 4], [10, 10], name="a", **SAID)["ratio"] == "4"
    assert sheet.row([3], [1], name="a", **SAID)["ratio"] == "0.333"


def test_rounds_come_in_pairs():
    with pytest.raises(ValueError, match="2 rounds of one and 1 of the other"):
        sheet.row([1, 2], [1], name="a", **SAID)


def test_the_table_has_a_line_a_row():
    row = sheet.row([2], [5], name="a", **SAID)
    *_, line = sheet.table([row]).splitlines()
    assert line == "| `a` | a build | 2 s | the plain way | 5 s | 2.5 | 1 | 2026-11-27, 2 x one |"
    assert {text.count("|") for text in sheet.table([row]).splitlines()} == {9}
    assert sheet.table([]) == "Nothing has been measured on a quiet machine yet.\n"


def test_a_row_takes_the_place_of_the_one_of_its_name(tmp_path):
    (tmp_path / "results.csv").write_text(f"{','.join(sheet.FIELDS)}\n", encoding="utf-8")
    sheet.keep([sheet.row([2], [5], name=name, **SAID) for name in ("a", "b")], tmp_path)
    sheet.keep([sheet.row([4], [4], name="a", **SAID)], tmp_path)
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [(row["name"], row["ratio"]) for row in rows] == [("a", "1"), ("b", "2.5")]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == sheet.HEAD + sheet.table(rows)


def test_what_is_committed_is_the_page_of_its_rows():
    with (sheet.HOME / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        assert rows.fieldnames == sheet.FIELDS
        assert (sheet.HOME / "README.md").read_text(encoding="utf-8") == sheet.HEAD + sheet.table(rows)


# --- measuring ---------------------------------------------------------------------------------------


@pytest.fixture
def done(tmp_path, monkeypatch):
    """What a work of two ways did, in order, on copies of a checkout of one file."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    told = []

    def way(side, measure, **points):
        def did(what):
            return lambda checkout, turn=None: told.append((side, what, turn, (checkout / "file").exists()))

        return Way(side, lambda checkout, turn: told.append(checkout) or measure + turn, did("once"), did("before"))

    monkeypatch.setitem(WORKS, "small", Work("MB", way("one", 10), way("other", 30)))
    return told


def test_ways_take_turns_each_on_a_copy(done):
    row = run.measure("small", 2)
    assert (row["median"], row["against_median"]) == ("10.5", "30.5")  # of 10 and 11, and of 30 and 31
    steps = [each[:3] for each in done if isinstance(each, tuple)]
    assert steps[:2] == [("one", "once", None), ("other", "once", None)]
    assert steps[2:] == [(side, "before", turn) for side, turn in [("one", 0), ("other", 0), ("other", 1), ("one", 1)]]
    assert all(each[3] for each in done if isinstance(each, tuple))
    assert len({each for each in done if not isinstance(each, tuple)}) == 2


def test_time_is_told_for_each_point(tmp_path, monkeypatch):
    clock = iter([100.0, 112.0])
    monkeypatch.setattr(run.time, "perf_counter", lambda: next(clock))
    assert run.timed(tmp_path, Way("six points", works.nothing, points=6), 0) == 2  # 12 seconds, six points


@pytest.mark.parametrize(("load", "kept"), [(0.4, True), (0.6, False)])
def test_what_a_busy_machine_gives_is_not_kept(done, monkeypatch, capsys, load, kept):
    monkeypatch.setattr(run.os, "getloadavg", lambda: (load, 0, 0))
    rows = []
    monkeypatch.setattr(sheet, "keep", rows.extend)
    assert run.main(["--only", "small", "--rounds", "1"]) == 0
    assert [row["name"] for row in rows] == ["small"] * kept
    assert ("none of this is kept" in capsys.readouterr().out) != kept


def test_a_command_that_fails_ends_it(done, monkeypatch, capsys):
    def fail(*_):
        raise WorkFailed("papermill ended with 1")

    monkeypatch.setattr(run, "timed", fail)
    assert run.main(["--only", "small", "--rounds", "1"]) == 1
    assert capsys.readouterr().err == "failed: papermill ended with 1\n"


def test_what_a_command_says_and_that_it_failed(tmp_path):
    assert works.command(tmp_path, "sh", "-c", "echo $PYTHONPATH") == f"{tmp_path}/src\n"
    with pytest.raises(WorkFailed, match=r"sh -c 'echo no; exit 3' ended with 3:\nno"):
        works.command(tmp_path, "sh", "-c", "echo no; exit 3")


def test_a_figure_is_changed_anew_each_turn(tmp_path):
    (tmp_path / "data").mkdir()
    table = tmp_path / "data" / "claims.csv"
    table.write_text(f"id,value,wording\nother,5,five\n{works.FIGURE},1500000,a quotation\n", encoding="utf-8")
    works.change(tmp_path, 2)
    # 1,600,000 and twice 100,000
    assert table.read_text(encoding="utf-8") == f"id,value,wording\nother,5,five\n{works.FIGURE},1800000,\n"


def test_a_sweep_is_written_anew_with_so_many_points(tmp_path):
    (tmp_path / "inner" / "_build" / "sweeps").mkdir(parents=True)
    works.grid(3, "inner", "seats", "load")(tmp_path, 0)
    text = (tmp_path / "inner" / "grid.yml").read_text(encoding="utf-8")
    assert text == "set: {seats: [1000000, 1000001, 1000002]}\nvalues: [load]\n"
    assert not (tmp_path / "inner" / "_build" / "sweeps").exists()

"""What a benchmark says of what it measured: medians, ratios, the rows that are kept, the page; and how it measures."""

import pytest
from matplotlib.colors import to_hex

from benchmarks import page, run, sheet, works
from benchmarks.works import WORKS, Way, Work, WorkFailed
from helpers.figures.palette import COMPUTED, LIMIT
from helpers.figures.sheet import WIDTHS, Scale, compose
from helpers.figures.strips import StripPanel

SAID = {"work": "a build", "against": "the plain way", "unit": "s", "at_most": "0.25"}
SAID |= {"date": "2026-11-27", "machine": "2 x one"}


def test_a_row_holds_medians_and_the_ratio_with_its_rounds():
    # the medians of 2, 1, 3 and of 8, 5, 10 are 2 and 8: a quarter; the rounds are 2/8, 1/5 and 3/10
    row = sheet.row([2, 1, 3], [8, 5, 10], [0.5, 0.7, 0.6], name="a", **SAID)
    numbers = {"median": "2", "against_median": "8", "floor_median": "0.6", "ratio": "0.25"}
    assert row == {"name": "a", **SAID, **numbers, "ratio_least": "0.2", "ratio_most": "0.3", "rounds": "3"}
    # of an even number it is the mean of the two in the middle, (1 + 4) / 2 by 10; three digits are kept
    assert sheet.row([1, 4], [10, 10], name="a", **SAID)["ratio"] == "0.25"
    alone = sheet.row([1], [3], name="a", **SAID)
    assert (alone["ratio"], alone["floor_median"]) == ("0.333", "")


def test_rounds_come_in_pairs():
    with pytest.raises(ValueError, match="2 rounds of one and 1 of the other"):
        sheet.row([1, 2], [1], name="a", **SAID)


def test_a_row_takes_the_place_of_the_one_of_its_name(tmp_path):
    results = tmp_path / "results.csv"
    results.write_text(f"{','.join(sheet.FIELDS)}\n", encoding="utf-8")
    sheet.keep([sheet.row([2], [5], name=name, **SAID) for name in ("a", "b")], results)
    sheet.keep([sheet.row([4], [4], name="a", **SAID)], results)
    rows = sheet.kept(results)
    assert [(row["name"], row["ratio"]) for row in rows] == [("a", "1"), ("b", "0.4")]
    assert [*rows[0]] == [*sheet.FIELDS]


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def rows():
    """A build that keeps its promise, and one that does not."""
    said = {**SAID, "at_most": "0.5"}
    return [
        sheet.row([2, 2.5], [8, 8], [1, 1], name="a", **said),
        sheet.row([3, 3], [4, 4], name="b", **{**said, "work": "`report b`"}),
    ]


def test_the_table_has_a_line_a_row(rows):
    *_, one, other = page.table(rows).splitlines()
    # 2.25 by 8 is 0.28125; 2 and 2.5 by 8 are 0.25 and 0.3125
    assert one == (
        "| a build: 2.25 s (the cells alone, one after another: 1 s) | the plain way: 8 s | 0.281 (0.25 to 0.312); at most 0.5 |"
    )
    assert other == "| `report b`: 3 s | the plain way: 4 s | 0.75 (0.75 to 0.75); at most 0.5 |"
    assert {text.count("|") for text in page.table(rows).splitlines()} == {4}


def test_the_page_says_how_often_on_what_and_when(rows):
    text = page.page(rows)
    assert (
        "timed beside the plain way of the same, in turns, each on a copy of its own, twice on 2 x one, 2026-11-27."
        in text
    )
    assert page.table(rows) in text
    assert f":file: {page.CHART}" in text
    more = sheet.row([1] * 3, [2] * 3, name="c", **{**SAID, "machine": "4 x two"})
    assert "2 or 3 times on 2 x one, 2026-11-27 and on 4 x two, 2026-11-27." in page.page([*rows, more])
    later = {**rows[0], "date": "2026-11-28"}
    assert "twice on 2 x one, 2026-11-27 and 2026-11-28." in page.page([later, *rows])
    assert "Nothing has been measured" in page.page([])
    assert ":file:" not in page.page([])


def test_the_chart_is_a_bar_a_row_beside_the_plain_way(rows):
    panel = StripPanel([page.strip(row) for row in rows], Scale(0.0, page.HIGH), "", WIDTHS["wide"], False)
    (axes,) = compose([panel], narrow=False).axes
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([0.281, 0.75])
    # the first is within its promise, the second is not
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == [COMPUTED, LIMIT]
    ends = [list(line.get_xdata()) for line in axes.lines]
    assert ends == [[0.25, 0.312], [0.5], [0.75, 0.75], [0.5]]
    shown = page.chart(rows)
    assert shown.count("<svg ") == shown.count('role="img"') == 2
    assert all(words in shown for words in ("a build", "report b", "0.281", "at most 0.5", "the plain way"))


def test_what_is_committed_is_the_page_of_its_rows():
    rows = sheet.kept()
    assert (page.BOOK / page.PAGE).read_text(encoding="utf-8") == page.page(rows)
    assert (page.BOOK / page.CHART).read_text(encoding="utf-8") == page.chart(rows)
    assert {row["name"] for row in rows} >= WORKS.keys()


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

    monkeypatch.setitem(WORKS, "small", Work("MB", 0.5, way("one", 10), way("other", 30), way("least", 1)))
    return told


def test_ways_take_turns_each_on_a_copy(done):
    row = run.measure("small", 2)
    # of 10 and 11, of 30 and 31, of 1 and 2
    assert (row["median"], row["against_median"], row["floor_median"]) == ("10.5", "30.5", "1.5")
    assert row["at_most"] == "0.5"
    steps = [each[:3] for each in done if isinstance(each, tuple)]
    assert steps[:3] == [(side, "once", None) for side in ("one", "other", "least")]
    turns = [("least", 0), ("one", 0), ("other", 0), ("other", 1), ("one", 1), ("least", 1)]
    assert steps[3:] == [(side, "before", turn) for side, turn in turns]
    assert all(each[3] for each in done if isinstance(each, tuple))
    assert len({each for each in done if not isinstance(each, tuple)}) == 3


def test_time_is_told_for_each_point(tmp_path, monkeypatch):
    clock = iter([100.0, 112.0])
    monkeypatch.setattr(run.time, "perf_counter", lambda: next(clock))
    assert run.timed(tmp_path, Way("six points", works.nothing, points=6), 0) == 2  # 12 seconds, six points


@pytest.mark.parametrize(("load", "kept"), [(0.4, True), (0.6, False)])
def test_what_a_busy_machine_gives_is_not_kept(done, monkeypatch, capsys, load, kept):
    monkeypatch.setattr(run.os, "getloadavg", lambda: (load, 0, 0))
    rows, written = [], []
    monkeypatch.setattr(sheet, "keep", rows.extend)
    monkeypatch.setattr(page, "write", written.append)
    assert run.main(["--only", "small", "--rounds", "1"]) == 0
    assert [row["name"] for row in rows] == ["small"] * kept
    assert len(written) == kept
    assert ("none of this is kept" in capsys.readouterr().out) != kept


def test_what_was_measured_before_a_work_fails_is_kept(done, monkeypatch):
    def fail(*_):
        raise WorkFailed("papermill ended with 1")

    monkeypatch.setattr(run.os, "getloadavg", lambda: (0, 0, 0))
    broken = Way("broken", fail)
    monkeypatch.setattr(run, "WORKS", {"small": WORKS["small"], "broken": Work("s", 1, broken, broken)})
    rows = []
    monkeypatch.setattr(sheet, "keep", rows.extend)
    monkeypatch.setattr(page, "write", lambda rows: None)
    assert run.main(["--rounds", "1"]) == 1
    assert [row["name"] for row in rows] == ["small"]


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

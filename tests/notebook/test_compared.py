"""A committed notebook beside what its cells show when they are run again."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbval.plugin import comment_markers, metadata_tags

from helpers.notebook import compared
from helpers.notebook.compared import (
    MARKS,
    TAGS,
    Ran,
    apart,
    compare_notebook,
    differences,
    marks_of,
    output_differences,
    shows,
)
from helpers.notebook.record import MIME, SVG

SQUARE = '<svg width="9"><rect x="{}" width="3" height="3"/></svg>'


def result(data: dict, count: int = 1):
    return new_output("execute_result", data, execution_count=count)


def printed(text: str, name: str = "stdout"):
    return new_output("stream", name=name, text=text)


def notebook(*cells) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells))


def cell(source: str, *outputs, count: int | None = 1, **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


# --- outputs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([result({"text/plain": "5"})], [result({"text/plain": "6"})], "text/plain: 5 -> 6"),
        ([result({"text/plain": "5"})], [result({"text/plain": "5", "text/html": "5"})], "text/html: None -> 5"),
        ([result({"image/png": "AA"})], [result({"image/png": "AB"})], "image/png: AA -> AB"),
        ([result({"application/json": {"a": [1, 2]}})], [result({"application/json": {"a": [1, 3]}})], "a[1]: 2 -> 3"),
        ([result({"application/json": 1})], [result({"application/json": True})], "application/json: 1 -> True"),
        ([result({"application/json": 1})], [result({"application/json": 1.5})], "application/json: 1 -> 1.5"),
        ([result({MIME: {"low": 1}})], [result({MIME: {"low": 2}})], "low: 1 -> 2"),
        ([result({SVG: SQUARE.format(1)})], [result({SVG: SQUARE.format(2)})], f"{SVG}: the box at 1.0, 0.0: moved by 1.00"),
        (
            [result({MIME: {"chart": {"narrow": SQUARE.format(1)}}})],
            [result({MIME: {"chart": {"narrow": SQUARE.format(2)}}})],
            "chart.narrow: the box at 1.0, 0.0: moved by 1.00",
        ),
        ([result({SVG: SQUARE.format(1)})], [result({SVG: "none"})], f"{SVG}: <svg"),
        ([printed("5")], [printed("6")], "text: 5 -> 6"),
        ([printed("5")], [printed("5", "stderr")], "name: stdout -> stderr"),
        ([printed("5")], [result({"text/plain": "5"})], "output_type: stream -> execute_result"),
        ([], [printed("5")], "it shows stream, and nothing in the notebook"),
        ([printed("5")], [], "it shows nothing, and stream in the notebook"),
        ([result({"text/plain": "5"})], [new_output("display_data", {"text/plain": "5"})], "output_type: "),
        (
            [new_output("display_data", {"text/plain": "5"}, metadata={"isolated": True})],
            [new_output("display_data", {"text/plain": "5"})],
            "metadata.isolated: True -> None",
        ),
        (
            [printed("1"), result({"text/plain": "5"})],
            [printed("1"), result({"text/plain": "6"})],
            "output 2 text/plain: 5 -> 6",
        ),
    ],
)  # fmt: skip
def test_whatever_a_cell_shows_is_compared(before, after, said):
    found = output_differences(before, after)
    assert said in "\n".join(found)
    assert output_differences(before, before) == []
    assert output_differences(after, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([result({"text/plain": "5"}, 3)], [result({"text/plain": "5"}, 4)]),
        ([printed("one\ntwo\n")], [printed("one\n"), printed("two\n")]),
        ([result({SVG: SQUARE.format("1.00")})], [result({SVG: SQUARE.format("1.04")})]),
        ([result({MIME: {"chart": {"narrow": SQUARE.format(1)}}})], [result({MIME: {"chart": {"narrow": SQUARE.format(1.04)}}})]),
    ],
)  # fmt: skip
def test_what_is_no_difference(before, after):
    assert output_differences(before, after) == []


def test_differences_name_the_place():
    old, new = {"values": {"a": {"high": 1.5, "low": 1}}}, {"values": {"a": {"high": 1.6, "low": 1}}}
    assert differences(old, new) == ["values.a.high: 1.5 -> 1.6"]
    assert differences(old, old) == []
    assert differences({"a": 1}, {"b": 1}) == ["a: 1 -> None", "b: None -> 1"]
    assert differences([1, 2], [1, 3]) == ["[1]: 2 -> 3"]
    assert differences([1], [1, 2]) == [": [1] -> [1, 2]"]


def test_long_texts_are_cut_to_where_they_differ():
    """Two long texts that differ late do not read the same."""
    one, two = ("x" * 300 + each + "y" * 300 for each in ("5", "6"))
    assert apart(one, two) == ("…" + "x" * 28 + "5" + "y" * 28 + "…", "…" + "x" * 28 + "6" + "y" * 28 + "…")
    assert apart("short", "shorter") == ("short", "shorter")
    assert apart("a   b", "a   c") == ("a   b", "a   c")  # short texts are shown as they are
    assert apart("a" + "x" * 60, "b" + "x" * 60, around=5) == ("axxxxx…", "bxxxxx…")  # from the first letter on
    assert apart("ab" * 40, "ab" * 41, around=5) == ("…babab", "…bababab")
    assert apart("x" * 60 + "yy", "x" * 60, around=5) == ("…xxxxxyy", "…xxxxx")  # where one is the other's beginning
    # at most six times as many letters, and a sign on each side
    assert [len(each) for each in apart("x" * 300 + "y" * 900, "x" * 300)] == [6 * 28 + 2, 28 + 1]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("aa    bbbb", "x", "aa    bbbb"),  # ten letters, twice as many as are shown around: as it stands
        ("aa    bbbbb", "x", "aa bbbbb"),
        ("x" * 19 + "a", "x" * 19 + "b", "x" * 19 + "a"),  # four times as many: as a whole
        ("x" * 20 + "a", "x" * 20 + "b", "…xxxxxa"),
        ("x" * 60, "x" * 60, "x" * 60),
        ("x" * 5 + "a" + "y" * 60, "x" * 5 + "b" + "y" * 60, "xxxxxayyyyy…"),  # five letters are all there are
        ("x" * 6 + "a" + "y" * 60, "x" * 6 + "b" + "y" * 60, "…xxxxxayyyyy…"),
        ("x" * 60 + "a" + "y" * 5, "x" * 60 + "b" + "y" * 5, "…xxxxxayyyyy"),
        ("x" * 60 + "a" + "y" * 6, "x" * 60 + "b" + "y" * 6, "…xxxxxayyyyy…"),
    ],
)
def test_a_text_is_cut_where_there_is_more_than_is_shown(before, after, told):
    assert apart(before, after, around=5)[0] == told


# --- cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("figures.seats", True),
        ("on_board = figures.passengers / figures.crossings\non_board", True),
        ("charts.ranges(\n    rows,\n    name='x',\n)", True),
        ("on_board = figures.passengers / figures.crossings", False),
        ("figures.seats;", False),
        ("from helpers import charts", False),
        ("# nothing but words", False),
        ("", False),
        ("not python (", False),
    ],
)
def test_a_cell_that_shows_something_ends_in_an_expression(source, expected):
    assert shows(source) is expected


def test_every_mark_that_nbval_knows_is_known():
    assert set(comment_markers) == MARKS
    assert set(metadata_tags) <= TAGS


def test_marks_are_found_as_comments_and_as_tags():
    assert marks_of(cell("#  NBVAL_SKIP\nx")) == ["NBVAL_SKIP"]
    assert marks_of(cell("x", tags=["skip-execution"])) == ["skip-execution"]  # nbclient's own
    assert marks_of(cell("x  # NBVAL_SKIP")) == []  # nbval does not hear it there
    assert marks_of(cell("x", tags=["parameters", "nbval-skip"])) == ["nbval-skip"]
    odd = cell("x")
    odd.metadata["tags"] = "raises-exception"
    assert marks_of(odd) == ["raises-exception"]


def test_the_cell_that_breaks_the_order_is_the_one_named():
    cells = [cell("x = 1", count=1), cell("y = 2", count=3), cell("z = 3", count=4)]
    assert list(compared._broken_order(cells)) == [2]


@pytest.mark.parametrize(
    ("cells", "ran", "said"),
    [
        ([cell("x", count=None)], {1: Ran()}, "cell 1: no run of it is recorded"),
        ([cell("x")], {1: Ran()}, "cell 1: what it shows is not recorded"),
        ([cell("x", printed("5"))], {}, "cell 1: it was not run, and so not compared"),
        ([cell("y = 1"), cell("y", printed("5"), count=3)], {1: Ran(), 2: Ran((printed("5"),))}, "cell 2: a cell before it was taken out"),
        ([cell("y = 1", count=2)], {1: Ran()}, "cell 1: a cell before it was taken out"),
        ([cell("y = 1"), cell("y = 2", count=1)], {1: Ran(), 2: Ran()}, "cell 2: it was put in, or moved,"),
        ([cell("y = 1", tags=["nbval-skip"])], {1: Ran()}, "cell 1: the mark nbval-skip tells tools not to check it: take the mark away"),
    ],
)  # fmt: skip
def test_a_cell_that_would_pass_without_a_look_is_named(cells, ran, said):
    found = [
        f"cell {each.number}: {words}"
        for each in compare_notebook("a", notebook(*cells), ran)
        for words in each.unsound
    ]
    assert len(found) == 1
    assert found[0].startswith(said)
    assert sum(not each.compared for each in compare_notebook("a", notebook(*cells), ran)) == 1


def test_a_cell_that_stopped_is_not_compared():
    (only,) = compare_notebook("a", notebook(cell("x", printed("5"))), {1: Ran((), "NameError: x")})
    assert (only.error, only.compared, only.differences) == ("NameError: x", False, ())
    assert only.place == "a.ipynb, cell 1"


def test_words_between_cells_are_not_counted():
    cells = [
        nbformat.v4.new_markdown_cell("# A"),
        cell("y = 1"),
        nbformat.v4.new_markdown_cell("B"),
        cell("y = 2", count=2),
    ]
    assert [each.number for each in compare_notebook("a", notebook(*cells), {1: Ran(), 2: Ran()})] == [1, 2]


def test_what_only_nbval_finds_is_a_difference():
    same = printed("5")
    (only,) = compare_notebook("a", notebook(cell("x", same)), {1: Ran((same,), "", True)})
    assert only.differences == ("nbval finds another output, and this comparison does not",)
    (only,) = compare_notebook("a", notebook(cell("x", same)), {1: Ran((same,))})
    assert only.differences == ()
    (only,) = compare_notebook("a", notebook(cell("x", same)), {1: Ran((printed("6"),), "", True)})
    assert only.differences == ("text: 5 -> 6",)


def test_the_drawings_of_a_chart_are_told_apart_by_their_width():
    old, new = (
        result({SVG: SQUARE.format(wide), MIME: {"chart": {"id": "seats", "narrow": SQUARE.format(narrow)}}})
        for wide, narrow in ((1, 2), (1.03, 2.5))
    )
    (only,) = compare_notebook("a", notebook(cell("x", old)), {1: Ran((new,))})
    drawn = [
        (each.chart, each.width, round(each.compared.drift, 9), len(each.compared.differences))
        for each in only.drawings
    ]
    assert drawn == [("seats", "wide", 0.03, 0), ("seats", "narrow", 0.5, 1)]
    assert [each["chart"]["id"] for each in only.records] == ["seats", "seats"]
    without = result({MIME: old.data[MIME]})
    (only,) = compare_notebook("a", notebook(cell("x", old)), {1: Ran((without,))})
    assert [each.width for each in only.drawings] == ["narrow"]

"""The sheet says first whether the report reproduces, then why not, in few lines."""

import copy
from itertools import pairwise

import nbformat
import pytest
from jsonschema import Draft202012Validator
from nbformat.v4 import new_code_cell, new_notebook, new_output

from checkouts import SMALL
from helpers.figures.faults import Fault
from helpers.notebook.causes import CONTRADICTED
from helpers.notebook.compared import Ran, code_cells
from helpers.notebook.record import MIME
from helpers.notebook.review import (
    LONGEST,
    MOST,
    Group,
    Surroundings,
    Version,
    bears,
    count,
    fail,
    judge,
    lines,
    refuse,
    review_schema,
)


def surroundings(**parts) -> Surroundings:
    usual = {
        "title": "A report", "version": "1.0.0", "commit": "a1" * 20, "changed": [], "outdated": [], "data": "d" * 64, "code": "c" * 64,
        "python": "CPython 3.11.9", "platform": "Linux", "packages": 2, "versions": [], "started": "then", "seconds": 3,
    }  # fmt: skip
    return Surroundings(**{**usual, **parts})


def printed(text):
    return new_output("stream", name="stdout", text=text)


def one(text="5", count=1):
    """A notebook with a cell that prints."""
    return new_notebook(cells=[new_code_cell("x", outputs=[printed(text)], execution_count=count)])


def judged(now="5", **parts):
    return judge({"a": one()}, {"a": {1: Ran((printed(now),))}}, surroundings(**parts))


def test_what_is_the_same_is_reproduced():
    sheet = judged()
    assert lines(sheet, "there") == [
        "Reproduced: the only output of 1 notebook is what is committed.",
        "All of it: there",
    ]
    assert sheet.code == 0


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            "5",
            "Reproduced: the only output of 1 notebook is what the notebooks hold; a.ipynb changed since the commit.",
        ),
        ("6", "Not reproduced: 1 of 1 output is not what the notebooks hold; a.ipynb changed since the commit."),
    ],
)
def test_a_notebook_that_is_not_as_the_commit_has_it_is_not_called_committed(now, said):
    sheet = judged(now, changed=["book/a.ipynb: output of cell 1"])
    assert (sheet.summary, sheet.edited) == (said, ["a"])
    assert judged(now, changed=["book/other.ipynb: not committed", "book/a.ipynb.bak: deleted"]).edited == []


@pytest.mark.parametrize(
    ("prose", "said"),
    [
        (["book/a: one"], "; 1 sentence of prose is not as signed."),
        (["book/a: one", "book/a: two"], "; 2 sentences of prose are not as signed."),
        ([], "what is committed."),
        (None, "what is committed."),
    ],
)
def test_a_good_answer_says_with_it_that_prose_is_not_signed(prose, said):
    sheet = judge({"a": one()}, {"a": {1: Ran((printed("5"),))}}, surroundings(), prose=prose)
    assert sheet.reproduced
    assert sheet.summary.endswith(said)


def test_what_differs_is_not():
    sheet = judged("6")
    assert lines(sheet, "there") == [
        "Not reproduced: 1 of 1 output is not what is committed.",
        "No input, formula or locked version differs",
        "  What a.ipynb, cell 1 shows was edited after the run, or made by other code or on other data: no file has changed since the commit.",
        "Outputs that read differently",
        "  a.ipynb, cell 1: text: 5 -> 6",
        "The rest: there",
    ]
    assert sheet.code == 1
    assert [(each.notebook, each.cell, each.places) for each in sheet.differences] == [("a", 1, ["text: 5 -> 6"])]


def test_other_versions_and_changed_files_are_causes_of_a_difference_and_notes_of_none():
    parts = {
        "versions": [Version(name="matplotlib", locked="3.11.2", installed="3.10.1")],
        "changed": ["data/claims.csv: changed"],
    }
    assert lines(judged("6", **parts), "there")[1:5] == [
        "Versions other than the locked ones",
        "  matplotlib: 3.11.2 is locked, 3.10.1 is installed",
        "Files changed since the commit a1a1a1a1a1",
        "  data/claims.csv: changed",
    ]
    assert lines(judged(**parts), "there")[1:3] == [
        "  Versions other than the locked ones: matplotlib: 3.11.2 is locked, 3.10.1 is installed",
        "  Files changed since the commit a1a1a1a1a1: data/claims.csv: changed",
    ]
    # what no notebook runs on is no cause of a difference, and a reader reads it
    prose = ["book/limits.md: changed", "book/signed.yml: changed"]
    told = f"  Files changed since the commit a1a1a1a1a1: {'; '.join(prose)}"
    assert lines(judged(changed=prose), "there")[1] == told
    assert "Files" not in "".join(lines(judged("6", changed=prose), "there"))
    assert "This is no clone" in lines(judged(commit=""), "there")[1]


def test_outputs_of_several_cells_are_not_called_one():
    both = {"a": one(), "b": one()}
    sheet = judge(both, {name: {1: Ran((printed("6"),))} for name in both}, surroundings())
    assert lines(sheet, "there")[2].startswith("  The outputs were edited after the run, or made by other code")


def test_what_only_pages_show_is_no_file_that_notebooks_run_on():
    run_on = ["book/a.ipynb", "data/claims.csv", "src/a.py"]
    shown = ["book/signed.yml", "book/page.md", "book/images/a.html", "book/mutants.csv", "README.md"]
    assert [name for name in run_on + shown if bears(name)] == run_on
    told = lines(judged("6", changed=["book/signed.yml: changed", "book/page.md: changed"]), "there")
    assert told[1] == "No input, formula or locked version differs"


def test_an_output_that_others_contradict_is_told_before_files_that_changed():
    committed = {"crossing": nbformat.read(SMALL / "book" / "crossing.ipynb", as_version=4)}
    cells = code_cells(committed["crossing"])
    ran = {"crossing": {number: Ran(tuple(copy.deepcopy(cell.outputs))) for number, cell in enumerate(cells, 1)}}
    cells[3].outputs[0].data[MIME]["figures"]["seats"]["text"] = "61 seats"
    files = {"changed": ["data/claims.csv: changed"], "outdated": ["data/claims.csv"]}
    told = [group.heading for group in judge(committed, ran, surroundings(**files)).groups]
    assert told[0] == CONTRADICTED
    assert len(told) == 2
    assert told[1].startswith("Files changed since the commit")  # which tells more than what older commits changed


@pytest.mark.parametrize(
    ("file", "told"), [("src/helpers/notebook/drawings.py", True), ("src/helpers/figures/svg.py", False)]
)
def test_a_check_that_is_changed_itself_is_told_beside_a_good_answer(file, told):
    first = lines(judged(changed=[f"{file}: changed"]), "there")[1]
    assert (first == f"  The check itself is changed: {file}: changed") is told


def test_code_that_was_committed_without_its_outputs_is_a_cause_of_a_difference_alone():
    told = lines(judged("6", outdated=["src/helpers/figures/wording.py"]), "there")
    assert told[1:3] == [
        "Files that commits changed after the outputs were made, so that these may be of older ones",
        "  src/helpers/figures/wording.py",
    ]
    assert len(lines(judged(outdated=["src/helpers/figures/wording.py"]), "there")) == 2


def test_prose_that_nobody_signed_is_told_beside_the_answer_and_changes_none():
    prose = ["book/a: An entry is [-not -]a worker.", "index: {+All of it is true.+}"]
    for shown, answer in (("5", "Reproduced: "), ("6", "Not reproduced: ")):
        sheet = judge({"a": one()}, {"a": {1: Ran((printed(shown),))}}, surroundings(), prose=prose)
        told = lines(sheet, "there")
        assert told[0].startswith(answer)
        assert told[-4:-1] == [
            "Prose that is not signed (2)",
            "  book/a: An entry is [-not -]a worker.",
            "  and 1 more",
        ]
        assert sheet.unsigned == prose
    sheet = judge({"a": one()}, {"a": {1: Ran((printed("5"),))}}, surroundings(), prose=None)
    assert "nobody has signed it yet" in sheet.unchecked[0]
    assert len(lines(sheet, "there")) == 2


def test_a_cell_that_nobody_compared_is_no_reproduction():
    for ran in ({}, {"a": {}}):
        sheet = judge({"a": one()}, ran, surroundings())
        assert sheet.summary == "Not reproduced: 1 cell could not be checked."
        assert lines(sheet, "there")[1:3] == [
            "What keeps cells from being checked",
            "  a.ipynb, cell 1: it was not run, and so not compared",
        ]
    assert [(each.outputs, each.compared) for each in sheet.notebooks] == [(1, 0)]


def test_nothing_to_compare_is_no_reproduction():
    empty = new_notebook(cells=[new_code_cell("x = 1", execution_count=1)])
    sheet = judge({"a": empty}, {"a": {1: Ran()}}, surroundings())
    assert (sheet.summary, sheet.code) == ("Not reproduced: no cell shows anything.", 1)
    assert judge({}, {}, surroundings()).code == 1


def test_an_output_that_was_not_there_is_a_difference():
    bare = new_notebook(cells=[new_code_cell("x = 1", execution_count=1)])
    sheet = judge(
        {"a": one(), "b": bare}, {"a": {1: Ran((printed("5"),))}, "b": {1: Ran((printed("6"),))}}, surroundings()
    )
    assert sheet.summary == "Not reproduced: 1 of 2 outputs is not what is committed."


def test_a_cell_that_stopped_is_a_difference():
    sheet = judge({"a": one()}, {"a": {1: Ran((), "NameError: x")}}, surroundings())
    assert sheet.summary == "Not reproduced: 1 of 1 output is not what is committed."
    assert sheet.differences[0].places == ["NameError: x"]


def test_a_refused_source_is_bad_input():
    fault = Fault("claims.csv", 2, "unit", "no such unit", "use one of people")
    sheet = refuse([fault, fault], surroundings())
    assert sheet.code == 2
    assert lines(sheet, "there") == [
        "Not reproduced: the source is refused, for 2 faults; nothing was run.",
        "What is wrong with the source (2)",
        *["  claims.csv, line 2, column unit: no such unit; use one of people"] * 2,
        "The rest: there",
    ]
    failed = fail("pytest says:\nno", surroundings())
    assert (failed.code, failed.groups[0].lines) == (1, ["pytest says:", "no"])


@pytest.mark.parametrize("groups", [[60], [1, 60], [60] * 4, [3] * 12, [1] * 40, [60] * 40])
def test_there_are_never_more_than_twenty_lines(groups):
    made = [
        Group(heading=f"Kind {index}", cause=True, lines=["word " * 90] * each) for index, each in enumerate(groups)
    ]
    told = lines(judged("6").model_copy(update={"groups": made}), "there")
    assert len(told) <= MOST == 20
    assert all(len(line) <= LONGEST for line in told)
    assert told[0].startswith("Not reproduced")
    assert told[-1] == "The rest: there"
    assert "Kind 0" in told[1]
    if len(groups) == 1:
        assert told[1:3] == ["Kind 0 (60)", f"  {'word ' * 20}word … {'word ' * 10}"]  # where, and what to do
        assert told[-2] == "  and 44 more"  # of 60, when 16 and three lines around them are told
        assert len(told) == MOST
    if groups == [60] * 40:
        assert told[1].startswith("Kind 0 (60): word word")
        assert len(told) == MOST
    if groups == [60] * 4:
        # 18 lines: four headings, four that say how many more there are, and ten for four groups in turn
        assert [sum(line.startswith("  word") for line in told[a:b]) for a, b in pairwise([1, 6, 11, 15, 19])] == [
            3,
            3,
            2,
            2,
        ]
        assert [line for line in told if line.startswith("Kind")] == [f"Kind {index} (60)" for index in range(4)]


def test_a_long_sentence_is_cut_to_the_words_that_changed():
    sentence = f"use, because: {'so it was ' * 20}of [-8.9-]{{+4.5+}} percent of them"
    sheet = judged("6").model_copy(update={"groups": [Group(heading="Sentences", cause=False, lines=[sentence])]})
    assert lines(sheet, "there")[2] == "  use, because: …it was so it was of [-8.9-]{+4.5+} percent of them"


WISH = "(staff_share): between 5.0 and 25.0 percent \N{RIGHTWARDS ARROW} between 10.0 and 50.0 percent (cost.ipynb, cell 8)"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        # of 160 letters the values and what is around them take 97, and the label the 63 that are left
        (f"share of {'the staff ' * 15}{WISH}", f"share of {'the staff ' * 5}t… {WISH}"),
        # each side has the half of what the arrow leaves, 78 letters
        (f"words {'a' * 90} -> {'b' * 90}", f"words {'a' * 69}… -> {'b' * 77}…"),
    ],
)
def test_of_a_long_line_what_was_and_what_is_are_kept(line, told):
    group = Group(heading="Numbers that moved", cause=False, lines=[line])
    assert lines(judged("6").model_copy(update={"groups": [group]}), "there")[2] == f"  {told}"


def test_what_the_report_shows_is_led_back_to_its_cell():
    names = ("crossing", "cost")
    committed = {name: nbformat.read(SMALL / "book" / f"{name}.ipynb", as_version=4) for name in names}
    ran = {
        name: {number: Ran(tuple(cell.outputs)) for number, cell in enumerate(code_cells(notebook), 1)}
        for name, notebook in committed.items()
    }
    sheet = judge(committed, ran, surroundings(), ["book/scratch.ipynb"])
    shown = {(each.kind, each.id): (each.text, each.notebook, each.cell) for each in sheet.outputs}
    assert shown["value", "load"] == ("about 5.4 passengers", "crossing", 3)
    assert shown["verdict", "use"] == ("hardly used", "crossing", 5)
    assert shown["chart", "seats_drawn"][1:] == ("crossing", 6)
    assert shown["table", "subsidy, share_left, running_cost"] == ("3 rows", "cost", 3)
    counted = [
        (each.name, each.cells, each.outputs, each.compared, each.drawings, each.drift) for each in sheet.notebooks
    ]
    assert counted == [("crossing", 6, 4, 4, 2, 0), ("cost", 4, 2, 2, 0, 0)]
    # passengers, crossings, seats; load, seats_taken; hardly_used
    assert sheet.notebooks[0].values == 6
    assert sheet.unchecked[0] == "book/scratch.ipynb: it is in no table of contents, and so no part of the book."


def test_the_sheet_is_as_its_schema_says():
    schema = review_schema()
    Draft202012Validator.check_schema(schema)
    for sheet in (judged(), judged("6"), refuse(["no"], surroundings())):
        Draft202012Validator(schema).validate(sheet.model_dump())
    with pytest.raises(Exception, match="Additional properties"):
        Draft202012Validator(schema).validate({**judged().model_dump(), "more": 1})


def test_a_count_is_put_into_words():
    assert (count(0, "cell"), count(1, "cell"), count(2, "cell")) == ("0 cells", "1 cell", "2 cells")

"""How notebooks are run: once, in their own place, leaving nothing of the machine; and what fails is named."""

import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL, edit_notebook
from helpers.edition import run
from helpers.edition.build import lay_out
from helpers.edition.edition import Edition
from helpers.edition.kept import executions
from helpers.figures.faults import BuildFailed, InputError

OWN = Edition()


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report with a lock, that a test may change."""
    copy = Path(shutil.copytree(SMALL, tmp_path / "report"))
    (copy / "requirements.txt").write_text("pandas==3.1.1\n")
    return copy


# --- running -----------------------------------------------------------------------------------------


def staged(report: Path, tmp_path: Path) -> Path:
    stage = tmp_path / "stage"
    stage.mkdir(parents=True)
    lay_out(report, None, OWN, stage)
    return stage


def execute(report: Path, stage: Path, edition: Edition = Edition()) -> list[str]:  # noqa: B008  (it is frozen)
    said = []
    run.execute(executions(report, stage, edition, False), stage, said.append)
    return sorted(said)


def test_notebooks_run_once_and_leave_no_clock_and_no_path(report, tmp_path):
    stage = staged(report, tmp_path)
    laid_out = sorted(stage.rglob("*"))
    assert execute(report, stage) == [
        "  cost: executed (not run before)",
        "  crossing: executed (not run before)",
    ]
    assert sorted(path for path in stage.rglob("*") if "__pycache__" not in path.parts) == laid_out
    first = {path.name: path.read_bytes() for path in (stage / "book").glob("*.ipynb")}
    assert execute(report, staged(report, tmp_path / "again")) == ["  cost: fresh", "  crossing: fresh"]
    shutil.rmtree(report / "_build")
    execute(report, staged(report, tmp_path / "anew"))
    anew = {path.name: path.read_bytes() for path in (tmp_path / "anew" / "stage" / "book").glob("*.ipynb")}
    assert anew == first
    for content in first.values():
        assert b"papermill" not in content
        assert str(tmp_path).encode() not in content
    assert not list((report / "_build" / ".cache" / "executed").glob(".*"))


def test_a_cell_that_fails_is_named_and_leaves_nothing(report, tmp_path):
    edit_notebook(report, "cost", "left = (1", "left = undefined + (1")
    with pytest.raises(BuildFailed, match=r"^cost\.ipynb, cell 3: NameError: name 'undefined' is not defined$"):
        execute(report, staged(report, tmp_path))
    assert {path.name[:8] for path in (report / "_build" / ".cache" / "executed").iterdir()} == {"crossing"}


@pytest.mark.parametrize("said", ["Kernel didn't respond in 60 seconds", "Kernel died before replying to kernel_info"])
def test_a_kernel_that_never_answered_has_a_second_one(monkeypatch, said):
    asked = []

    def papermill(*args, **options):
        asked.append((args, options))
        if len(asked) == 1:
            raise RuntimeError(said)
        return "executed"

    monkeypatch.setattr("papermill.execute_notebook", papermill)
    assert run._execute("notebook", kernel_name="python3") == "executed"
    assert asked == [(("notebook",), {"kernel_name": "python3"})] * 2
    monkeypatch.setattr("papermill.execute_notebook", lambda: (_ for _ in ()).throw(RuntimeError(said)))
    with pytest.raises(RuntimeError, match="Kernel"):  # there is no third
        run._execute()


def test_what_else_goes_wrong_is_not_tried_again(monkeypatch):
    asked = []

    def papermill():
        asked.append(1)
        raise RuntimeError("something else")

    monkeypatch.setattr("papermill.execute_notebook", papermill)
    with pytest.raises(RuntimeError, match="something else"):
        run._execute()
    assert asked == [1]


def test_a_kernel_that_is_killed_is_named(report, tmp_path):
    edit_notebook(report, "cost", "left = (1", "import os; os.kill(os.getpid(), 9)\nleft = (1")
    with pytest.raises(BuildFailed, match=r"^the process that ran cost was killed: is there memory enough\?$"):
        execute(report, staged(report, tmp_path))


def test_figures_that_do_not_go_together_are_bad_input(report, tmp_path):
    edit_notebook(report, "cost", "figures.subsidy / left", "figures.subsidy / figures.passengers")
    with pytest.raises(InputError) as caught:
        execute(report, staged(report, tmp_path))
    (fault,) = caught.value.faults
    assert fault.file == "book/cost.ipynb, cell 3"
    assert "'euros' divided by 'passengers' has no unit of its own" in fault.rule


def test_a_cell_keeps_its_number_where_parameters_were_put_in_before_it(report, tmp_path):
    edit_notebook(report, "cost", "figures.subsidy / left", "figures.subsidy / figures.passengers")
    with pytest.raises(InputError) as caught:
        execute(report, staged(report, tmp_path), Edition(name="custom", set={"subsidy": 320000}))
    (fault,) = caught.value.faults
    assert (fault.file, fault.remedy) == ("book/cost.ipynb, cell 3", "correct the cell, or what is set: subsidy")


def test_one_fault_of_several_cells_is_told_once(report, tmp_path):
    for name, cell in (("cost", "left = (1"), ("crossing", "on_board = load")):
        edit_notebook(report, name, cell, f"_ = figures.subsidy / figures.passengers\n{cell}")
    with pytest.raises(InputError) as caught:
        execute(report, staged(report, tmp_path))
    (fault,) = caught.value.faults
    assert fault.file == "book/cost.ipynb, cell 3; book/crossing.ipynb, cell 3"


def test_what_papermill_adds_is_taken_out():
    cell = nbformat.v4.new_code_cell(
        "a = 1", execution_count=7, metadata={"tags": ["injected-parameters"], "papermill": 1}
    )
    shown = nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=7, metadata={"clock": "now"})
    cell.outputs = [shown]
    made = run.normalise(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("words"), cell]))
    assert (made.cells[1].id, made.cells[1].execution_count) == ("injected-parameters", 1)
    assert made.cells[1].metadata == {"tags": ["injected-parameters"]}
    assert made.cells[1].outputs[0].execution_count == 1
    assert made.cells[1].outputs[0].metadata == {}

"""Which notebooks are run again, what they are given, and what is kept of a run."""

import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL, edit_file, edit_notebook
from helpers.edition import run
from helpers.edition.build import lay_out
from helpers.edition.edition import BuildFailed, Edition
from helpers.figures.faults import InputError

OWN = Edition()


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report with a lock, that a test may change."""
    copy = Path(shutil.copytree(SMALL, tmp_path / "report"))
    (copy / "requirements.txt").write_text("pandas==3.1.1\n")
    return copy


@pytest.fixture
def stale(report):
    """Makes the names of the notebooks that are run again after a change, were all run before it."""

    def after(change, edition=OWN) -> set[str]:
        before = homes(report)
        change()
        return {name for name, home in homes(report, edition).items() if home != before[name]}

    return after


def homes(report: Path, edition: Edition = OWN, other_data: bool = False) -> dict[str, Path]:
    return {each.notebook.name: each.home for each in run.executions(report, report, edition, other_data)}


def nothing() -> None:
    """No change at all."""


BOTH = {"crossing", "cost"}


# --- staleness ---------------------------------------------------------------------------------------


def test_what_is_only_touched_is_not_run_again(report, stale):
    files = [path for folder in ("book", "data") for path in (report / folder).iterdir()]
    assert stale(lambda: [path.touch() for path in (*files, report / "requirements.txt")]) == set()


def test_another_lock_or_python_runs_everything_again(report, stale, monkeypatch):
    assert stale(lambda: (report / "requirements.txt").write_text("pandas==3.1.2\n")) == BOTH
    assert stale(lambda: (report / "requirements.txt").unlink()) == BOTH
    assert stale(lambda: monkeypatch.setattr("sys.version", "3.11.99")) == BOTH


@pytest.mark.parametrize(
    ("name", "again"),
    [
        *((name, BOTH) for name in ("claims.csv", "words.csv", "units.csv", "parameters.csv", "sources.bib")),
        ("README.md", set()),
    ],
)
def test_other_data_run_everything_again_and_their_description_nothing(report, stale, name, again):
    path = report / "data" / name
    assert stale(lambda: path.write_text(path.read_text() + "\n")) == again


def test_a_module_runs_those_again_that_import_it(report, stale):
    assert stale(lambda: edit_file(report / "book" / "ferry.py", "used.", "in use.")) == {"crossing"}
    (report / "book" / "tide.py").write_text("HIGH = 2\n")
    edit_file(report / "book" / "ferry.py", "from helpers.figures.formula", "import tide\nfrom helpers.figures.formula")
    assert stale(lambda: (report / "book" / "tide.py").write_text("HIGH = 3\n")) == {"crossing"}


def test_an_edited_cell_or_tag_runs_its_notebook_again(report, stale):
    assert stale(lambda: edit_notebook(report, "cost", "on their way to work", "going to work")) == {"cost"}


def test_outputs_alone_run_nothing_again(report, stale):
    path = report / "book" / "cost.ipynb"

    def strip() -> None:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.update({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {})
        nbformat.write(notebook, path)

    assert stale(strip) == set()


def test_a_parameter_runs_those_again_that_declare_it(stale):
    assert stale(nothing, Edition(parameters={"trips_a_year": 300})) == {"cost"}
    assert stale(nothing, Edition(parameters={"trips_a_year": 400})) == set()
    assert stale(nothing, Edition(set={"subsidy": 320000})) == BOTH


# --- what a notebook is given ------------------------------------------------------------------------


def test_a_notebook_is_given_what_it_declares_and_what_differs(report):
    edition = Edition(set={"subsidy": 1}, parameters={"trips_a_year": 300, "hardly_used": 0.25})
    given = {each.notebook.name: each.parameters for each in run.executions(report, report, edition, True)}
    assert given == {
        "crossing": {"data": "data", "replaced": {"subsidy": 1}},
        "cost": {"data": "data", "replaced": {"subsidy": 1}, "trips_a_year": 300},
    }
    own = run.executions(report, report, Edition(), False)
    assert [each.parameters for each in own] == [{}, {}]


# --- running -----------------------------------------------------------------------------------------


def staged(report: Path, tmp_path: Path) -> Path:
    stage = tmp_path / "stage"
    stage.mkdir(parents=True)
    lay_out(report, None, OWN, stage)
    return stage


def execute(report: Path, stage: Path) -> list[str]:
    said = []
    run.execute(run.executions(report, stage, Edition(), False), stage, said.append)
    return sorted(said)


def test_notebooks_run_once_and_leave_no_clock_and_no_path(report, tmp_path):
    stage = staged(report, tmp_path)
    laid_out = sorted(stage.rglob("*"))
    assert execute(report, stage) == ["  cost: executed", "  crossing: executed"]
    assert sorted(stage.rglob("*")) == laid_out
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
    assert [path.name[:8] for path in (report / "_build" / ".cache" / "executed").iterdir()] == ["crossing"]


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


def test_few_old_runs_are_kept_and_the_present_one_always(report, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "KEPT", 2)
    cache = report / "_build" / ".cache" / "executed"
    cache.mkdir(parents=True)
    execute(report, staged(report, tmp_path))
    for number in range(4):  # later runs on other figures
        (cache / f"cost-{number}.ipynb").write_text("another")
    (cache / "other-0.ipynb").write_text("another notebook's")
    execute(report, staged(report, tmp_path / "again"))
    kept = sorted(path.name for path in cache.iterdir())
    assert len([name for name in kept if name.startswith("cost-")]) == 3
    assert homes(report)["cost"].name in kept
    assert "other-0.ipynb" in kept


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

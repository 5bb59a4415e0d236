"""nbval runs every cell of the committed notebooks, and nothing in them or around them turns that off."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import ROOT, SMALL
from helpers.edition.template import warm
from helpers.notebook.compared import RerunFailed, code_cells, compare_notebook, output_differences
from helpers.notebook.validation import rerun
from in_process import run_here

# --- runs --------------------------------------------------------------------------------------------

#: What would have pytest leave out every cell, where it was heard.
DEAF = {
    "book/conftest.py": "def pytest_collection_modifyitems(items): items.clear()\n",
    "pytest.ini": "[pytest]\naddopts = -k nothing\n",
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What the small report's notebooks show, one of them with marks in it, one cell that raises, and a picture."""
    folder = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("marked") / "small"))
    for name, content in DEAF.items():
        (folder / name).write_text(content, encoding="utf-8")
    path = folder / "book" / "cost.ipynb"
    notebook = nbformat.read(path, as_version=4)
    marked, tagged = code_cells(notebook)[2:]
    marked.source = f"# NBVAL_SKIP\n# NBVAL_IGNORE_OUTPUT\n{marked.source}"
    marked.outputs[0].data["image/png"] = "AAAA"
    tagged.metadata["tags"] = ["raises-exception", "nbval-ignore-output"]
    tagged.source = f"1 / 0\n{tagged.source}"
    notebook.cells.append(nbformat.v4.new_code_cell("left", execution_count=5))
    nbformat.write(notebook, path)
    with pytest.MonkeyPatch.context() as patch, warm():
        patch.setenv("PYTEST_ADDOPTS", "-k nothing")
        return rerun(folder, [folder / "book" / f"{name}.ipynb" for name in ("crossing", "cost")])


def test_what_nobody_touched_is_what_is_committed(ran):
    cells = compare_notebook(
        "crossing", nbformat.read(SMALL / "book" / "crossing.ipynb", as_version=4), ran["crossing"]
    )
    assert [cell.number for cell in cells if cell.compared] == [1, 2, 3, 4, 5, 6]
    assert [cell.place for cell in cells if cell.differences] == []
    assert not any(each.differs for each in ran["crossing"].values())


def test_a_cell_shows_the_same_within_this_process(ran):
    """The tests of what a check says run cells so."""
    here = run_here(SMALL, [SMALL / "book" / "crossing.ipynb"])["crossing"]
    assert set(here) == set(ran["crossing"])
    for number, each in here.items():
        assert output_differences(each.outputs, ran["crossing"][number].outputs) == []
    assert sum(bool(each.outputs) for each in here.values()) == 4


def test_marks_have_no_say(ran):
    assert set(ran["cost"]) == {1, 2, 3, 4, 5}
    # NBVAL_SKIP: it was run, and nbval saw that a picture is gone, of which it compares none by itself
    assert "share_left" in json.dumps(ran["cost"][3].outputs)
    assert (ran["cost"][3].differs, ran["cost"][3].error) == (True, "")


def test_a_cell_that_raises_says_so_and_the_next_one_runs(ran):
    assert ran["cost"][4].error == "ZeroDivisionError: division by zero"
    assert not ran["cost"][4].differs
    assert "60.0 percent" in json.dumps(ran["cost"][5].outputs)


def test_no_run_at_all_is_an_error(tmp_path):
    (tmp_path / "none.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(RerunFailed, match="could not be run again"):
        rerun(tmp_path, [tmp_path / "none.ipynb"])


# --- the committed notebooks -------------------------------------------------------------------------


@pytest.mark.parametrize("report", [ROOT, SMALL], ids=["article", "small"])
def test_notebooks_hold_no_clock_path_or_definition(report):
    paths = sorted((report / "book").glob("*.ipynb"))
    assert len(paths) >= 2
    for path in paths:
        text = path.read_text(encoding="utf-8")
        notebook = json.loads(text)
        assert "papermill" not in notebook["metadata"]
        assert str(ROOT) not in text
        assert "/tmp" not in text
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                assert not re.search(r"^\s*(def|class|for|while)\b", source, re.M), path.name


@pytest.mark.parametrize("report", [ROOT, SMALL], ids=["article", "small"])
def test_each_parameter_says_what_it_is(report):
    for path in sorted((report / "book").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert all(re.fullmatch(r"\w+ = \S+  # .+", line) for line in cell.source.splitlines()), path.name

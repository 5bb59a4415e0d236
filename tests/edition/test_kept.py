"""Which notebooks are run again after a change, and why; what a run is kept with."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL, edit_file, edit_notebook, own_figure
from helpers.edition import kept
from helpers.edition.build import lay_out
from helpers.edition.edition import Edition
from helpers.edition.kept import executions
from helpers.edition.run import execute

OWN = Edition()
BOTH = {"crossing", "cost"}
#: The notebooks that ask for each figure and choice, as one reads it off their cells.
READERS = {
    "passengers": BOTH, "crossings": {"crossing"}, "seats": {"crossing"}, "subsidy": {"cost"}, "fare_share": {"cost"},
    "commuters": {"cost"},
}  # fmt: skip
#: Another number for each, as near that no sentence turns.
MOVED = {"passengers": 48300, "crossings": 9100, "seats": 61, "subsidy": 320000, "fare_share": 41, "commuters": 51}


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> Path:
    """The small report with a lock, its notebooks run."""
    copy = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("ran") / "report"))
    (copy / "requirements.txt").write_text("pandas==3.1.1\n")
    run_all(copy, tmp_path_factory.mktemp("stage"))
    return copy


@pytest.fixture
def report(ran, tmp_path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(ran, tmp_path / "report"))


def run_all(report: Path, stage: Path, edition: Edition = OWN) -> dict[str, bytes]:
    """Run what is stale; the notebooks that a book would be made from."""
    stage.mkdir(exist_ok=True)
    lay_out(report, None, edition, stage)
    done = execute(executions(report, stage, edition, False), stage, lambda line: None)
    return {each.notebook.name: each.kept.read_bytes() for each in done}


def stale(report: Path, edition: Edition = OWN, other_data: bool = False) -> dict[str, str]:
    """The notebooks that are to run again, and why."""
    return {each.notebook.name: each.why for each in executions(report, report, edition, other_data) if not each.kept}


# --- what runs again, and why ------------------------------------------------------------------------


def test_what_is_only_touched_is_not_run_again(report):
    for path in [path for folder in ("book", "data") for path in (report / folder).iterdir()]:
        path.touch()
    (report / "requirements.txt").touch()
    assert stale(report) == {}


@pytest.mark.parametrize("name", READERS)
def test_a_changed_row_runs_those_again_that_ask_for_it(report, name):
    own_figure(report / "data" / "claims.csv", name, value=str(MOVED[name]))
    assert stale(report) == dict.fromkeys(READERS[name], f"{name} changed")


@pytest.mark.parametrize("name", READERS)
def test_what_is_run_again_gives_what_a_clean_run_gives(report, tmp_path, name):
    own_figure(report / "data" / "claims.csv", name, value=str(MOVED[name]))
    again = run_all(report, tmp_path / "stage")
    shutil.rmtree(report / "_build")
    assert again == run_all(report, tmp_path / "clean")


def test_a_row_that_nobody_asks_for_runs_nothing(report):
    claims = report / "data" / "claims.csv"
    row = "deckhands,deckhands of the ferry,4,,people,exact,stated,2023,the harbour office,,article,first paragraph,"
    claims.write_text(claims.read_text() + row + "\n")
    assert stale(report) == {}


def test_words_are_checked_and_no_notebook_asks_for_them(report):
    for name in ("words.csv", "sources.bib", "README.md"):
        path = report / "data" / name
        path.write_text(path.read_text() + "\n")
    assert stale(report) == {}


def test_a_changed_unit_or_choice_runs_those_again_that_ask_for_it(report):
    edit_file(report / "data" / "units.csv", "euros,euro,", "euros,Euro,")
    assert stale(report) == {"cost": "units euros changed"}
    edit_file(report / "data" / "parameters.csv", "below which a ferry", "under which a ferry")
    assert stale(report) == {"cost": "units euros changed", "crossing": "parameters hardly_used changed"}


def test_a_pattern_asks_for_what_fits_it(report, tmp_path):
    edit_notebook(report, "cost", "left = (1", 'figures.like("sub*")\nleft = (1')
    run_all(report, tmp_path / "stage")
    claims = report / "data" / "claims.csv"
    row = "{},deckhands of the ferry,4,,people,exact,stated,2023,the harbour office,,article,first paragraph,\n"
    claims.write_text(claims.read_text() + row.format("deckhands"))
    assert stale(report) == {}
    claims.write_text(claims.read_text() + row.format("substitutes"))
    assert stale(report) == {"cost": "the ids like sub* changed"}


def test_a_notebook_that_opens_a_file_of_the_data_depends_on_all_of_it(report, tmp_path):
    edit_notebook(report, "cost", "left = (1", 'import pandas; pandas.read_csv("../data/words.csv")\nleft = (1')
    run_all(report, tmp_path / "stage")
    words = report / "data" / "words.csv"
    words.write_text(words.read_text() + "\n")
    assert stale(report) == {"cost": "data/words.csv changed"}


def test_a_notebook_that_opens_other_data_depends_on_every_file(report, tmp_path):
    shutil.copytree(report / "data", tmp_path / "other")
    edit_notebook(report, "cost", "report = open_report(data", f"report = open_report({str(tmp_path / 'other')!r}")
    run_all(report, tmp_path / "stage")
    words = report / "data" / "words.csv"
    words.write_text(words.read_text() + "\n")
    assert stale(report) == {"cost": "data/words.csv changed"}


def test_another_lock_or_python_runs_everything_again(report, monkeypatch):
    (report / "requirements.txt").write_text("pandas==3.1.2\n")
    assert stale(report) == dict.fromkeys(BOTH, "the lock changed")
    monkeypatch.setattr("sys.version", "3.11.99")
    assert stale(report) == dict.fromkeys(BOTH, "the lock, Python changed")


def test_a_module_runs_those_again_that_import_it(report):
    edit_file(report / "book" / "ferry.py", "used.", "in use.")
    assert stale(report) == {"crossing": "the code of ferry.py changed"}


@pytest.fixture
def package(monkeypatch, tmp_path) -> Path:
    """A copy of the package in place of the package itself."""
    copy = Path(shutil.copytree(kept.PACKAGE, tmp_path / "src" / "helpers"))
    monkeypatch.setattr(kept, "PACKAGE", copy)
    return copy


@pytest.mark.parametrize(
    ("module", "again"),
    [
        ("figures/interval.py", BOTH),
        ("notebook/show.py", BOTH),
        ("__init__.py", BOTH),
        ("figures/formula.py", {"crossing"}),
        ("findings/quantities.py", set()),
        ("pages/book.py", set()),
        ("edition/build.py", set()),
        ("notebook/results.py", set()),
    ],
)
def test_code_runs_those_again_that_have_loaded_it(report, package, module, again):
    path = package / module
    path.write_text(path.read_text() + "\n# changed\n")
    assert stale(report) == dict.fromkeys(again, f"the code of helpers/{module} changed")


def test_of_changed_code_the_number_of_files_is_told(report, package):
    for module in ("figures/interval.py", "figures/wording.py"):
        (package / module).write_text((package / module).read_text() + "\n# changed\n")
    assert stale(report)["crossing"] == "the code of 2 files changed"


def test_a_record_of_another_form_is_none(report):
    for record in (report / "_build" / ".cache" / "executed").glob("*.json"):
        record.write_text('{"needs": {}}')
    assert stale(report) == dict.fromkeys(BOTH, "not run before")


def test_a_module_that_a_module_imports_counts_as_well(report, tmp_path):
    (report / "book" / "tide.py").write_text("HIGH = 2\n")
    edit_file(report / "book" / "ferry.py", "from helpers.figures.formula", "import tide\nfrom helpers.figures.formula")
    run_all(report, tmp_path / "stage")
    (report / "book" / "tide.py").write_text("HIGH = 3\n")
    assert stale(report) == {"crossing": "the code of tide.py changed"}


def test_an_edited_cell_or_tag_runs_its_notebook_again(report):
    edit_notebook(report, "cost", "on their way to work", "going to work")
    assert stale(report) == {"cost": "its cells changed"}


def test_outputs_alone_run_nothing_again(report):
    path = report / "book" / "cost.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.update({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {})
    nbformat.write(notebook, path)
    assert stale(report) == {}


def test_a_parameter_runs_those_again_that_declare_it(report):
    assert stale(report, Edition(parameters={"trips_a_year": 300})) == {"cost": "what the edition sets changed"}
    assert stale(report, Edition(parameters={"trips_a_year": 400})) == {}
    assert set(stale(report, Edition(set={"subsidy": 320000}))) == BOTH


def test_of_many_changes_a_few_are_named_and_the_nearest_run_counts(report, tmp_path):
    run_all(report, tmp_path / "stage", Edition(parameters={"trips_a_year": 300}))
    for name in ("passengers", "subsidy", "fare_share", "commuters"):
        own_figure(report / "data" / "claims.csv", name, value=str(MOVED[name]))
    assert stale(report)["crossing"] == "passengers changed"
    assert stale(report, Edition(parameters={"trips_a_year": 300}))["cost"].endswith(" and 1 more changed")
    shutil.rmtree(report / "_build")
    assert stale(report) == dict.fromkeys(BOTH, "not run before")


# --- what a notebook is given ------------------------------------------------------------------------


def test_a_notebook_is_given_what_it_declares_and_what_differs(report):
    edition = Edition(set={"subsidy": 320000}, parameters={"trips_a_year": 300, "hardly_used": 0.25})
    given = {each.notebook.name: each.parameters for each in executions(report, report, edition, True)}
    assert given == {
        "crossing": {"data": "data", "replaced": {"subsidy": 320000}},
        "cost": {"data": "data", "replaced": {"subsidy": 320000}, "trips_a_year": 300},
    }
    assert [each.parameters for each in executions(report, report, OWN, False)] == [{}, {}]


# --- what is kept ------------------------------------------------------------------------------------


def test_a_run_says_why_it_was_made(report, tmp_path):
    own_figure(report / "data" / "claims.csv", "seats", value="61")
    run_all(report, tmp_path / "stage")
    (run,) = [each for each in executions(report, report, OWN, False) if each.notebook.name == "crossing"]
    assert json.loads(run.kept.with_suffix(".json").read_text())["why"] == "seats changed"


def test_few_old_runs_are_kept_and_the_present_one_always(report, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 2)
    store = report / "_build" / ".cache" / "executed"
    for number in range(4):  # later runs on other figures
        (store / f"cost-{number}.ipynb").write_text("another")
        (store / f"cost-{number}.json").write_text('{"needs": {}, "code": {}, "answers": {}}')
    (store / "other-0.json").write_text("another notebook's")
    run_all(report, tmp_path / "stage")
    left = sorted(path.name for path in store.iterdir() if path.name.startswith("cost-"))
    assert len(left) == 6
    assert stale(report) == {}
    assert (store / "other-0.json").exists()

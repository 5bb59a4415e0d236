"""The sheet is written whatever comes of the run, and the command says what it says."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from jsonschema import Draft202012Validator

from checkouts import SMALL, edit_file, notebook_differences, own_figure, run_report
from helpers.edition.validate import FOLDER, validate
from helpers.notebook.compared import RerunFailed
from in_process import run_here


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def kept(folder: Path) -> dict:
    return json.loads((folder / FOLDER / "review.json").read_text(encoding="utf-8"))


def test_the_command_runs_every_notebook_and_leaves_the_sheet(folder):
    nbformat.write(nbformat.v4.new_notebook(), folder / "book" / "scratch.ipynb")
    done = run_report(folder / "book", "validate")
    assert done.returncode == 0, done.stdout
    # four cells of one notebook show something, and two of the other; one of them is a chart, wide and narrow
    assert done.stdout.startswith(
        "Reproduced: all 6 outputs of 2 notebooks are what is committed; the largest drift in 2 drawings is 0.00 points.\n"
    )
    assert done.stdout.endswith("All of it: _build/review/index.html\n")
    sheet = kept(folder)
    assert [(each["name"], each["outputs"], each["compared"]) for each in sheet["notebooks"]] == [
        ("crossing", 4, 4),
        ("cost", 2, 2),
    ]
    assert sheet["unchecked"][0].startswith("book/scratch.ipynb: ")
    schema = json.loads((folder / FOLDER / "review.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(sheet)
    page = (folder / FOLDER / "index.html").read_text(encoding="utf-8")
    assert '<h1 class="good">Reproduced: all 6 outputs of 2 notebooks' in page
    # the notebooks as they were run are those that the file of CODECHECK names, and their results are the same
    bundle = yaml.safe_load((folder / FOLDER / "codecheck.yml").read_text(encoding="utf-8"))
    assert [(folder / FOLDER / each["file"]).is_file() for each in bundle["manifest"]] == [True, True]
    assert sheet["surroundings"]["results"] == sheet["surroundings"]["fresh"] != ""
    for name in ("crossing", "cost"):
        assert (
            notebook_differences(SMALL / "book" / f"{name}.ipynb", folder / FOLDER / "notebooks" / f"{name}.ipynb")
            == []
        )


def test_a_changed_sentence_is_on_the_sheet_and_does_not_hide_the_answer(folder):
    edit_file(folder / "book" / "origins.md", "Every number here leads", "No number here leads")
    sheet = validate(folder, run_here)
    assert sheet.code == 0
    assert kept(folder)["unsigned"] == ["book/origins: [-Every-]{+No+} number here leads to an entry on this page."]
    assert "<del>Every</del><ins>No</ins> number" in (folder / FOLDER / "index.html").read_text(encoding="utf-8")


def test_what_differs_is_in_the_sheet_and_in_the_notebook_as_it_was_run(folder):
    own_figure(folder / "data" / "claims.csv", "passengers", value="48300")
    assert validate(folder, run_here).code == 1
    sheet = kept(folder)
    assert sheet["reproduced"] is False
    assert {(each["notebook"], each["cell"]) for each in sheet["differences"]} >= {("crossing", 3), ("cost", 4)}
    assert sheet["surroundings"]["results"] != sheet["surroundings"]["fresh"]
    assert "48,300 passengers" in (folder / FOLDER / "notebooks" / "crossing.ipynb").read_text(encoding="utf-8")


def test_a_refused_source_leaves_a_sheet_and_no_notebook_of_another_run(folder):
    validate(folder, run_here)
    edit_file(folder / "data" / "claims.csv", "48200,,passengers", "48200,,people")
    done = run_report(folder, "validate")
    assert done.returncode == 2
    assert done.stdout.startswith(
        "Not reproduced: the source is refused, for 1 fault; nothing was run.\n"
        "What is wrong with the source\n  claims.csv, line 2, column unit: "
    )
    assert kept(folder)["refused"] is True
    assert not list((folder / FOLDER).glob("notebooks/*"))
    assert '<h1 class="bad">Not reproduced: the source is refused' in (folder / FOLDER / "index.html").read_text()


def test_a_run_that_could_not_be_made_leaves_a_sheet(folder):
    def fail(*_):
        raise RerunFailed("pytest says:\nno")

    sheet = validate(folder, fail)
    assert (sheet.code, kept(folder)["groups"][0]["lines"]) == (1, ["pytest says:", "no"])

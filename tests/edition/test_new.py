"""A report of one's own, made and built."""

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from checkouts import ROOT, results_of, run_report, run_tool
from helpers.cli import main
from helpers.edition import new
from helpers.edition.new import make_report
from helpers.figures.faults import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A new report, its book built."""
    folder = tmp_path_factory.mktemp("own") / "a library of ours"
    assert main(["new", str(folder)]) == 0
    done = run_report(folder, "build")
    assert done.returncode == 0, done.stderr
    return folder


def test_it_is_small_and_whole(made):
    listed = {path.name for path in made.iterdir()} - {"_build"}
    assert listed == {
        ".gitignore", "CITATION.cff", "Makefile", "README.md", "_config.yml", "_toc.yml", "book", "data", "index.md",
        "pyproject.toml", "report.mk", "requirements.in", "requirements.txt", "src", "tests", "Dockerfile", ".dockerignore", ".binder",
    }  # fmt: skip
    assert os.access(made / ".binder" / "postBuild", os.X_OK)
    assert not list(made.parent.glob(".*"))
    assert len((made / "data" / "claims.csv").read_text().splitlines()) == 1 + 3
    assert [path.name for path in (made / "book").glob("*.ipynb")] == ["visits.ipynb"]


def test_it_brings_the_machinery_and_nothing_of_this_report(made):
    package = made / "src" / "helpers"
    assert not (package / "findings").exists()
    assert {path.name for path in package.iterdir()} >= {"cli.py", "edition", "figures", "notebook", "pages"}
    for path in made.rglob("*"):
        if path.suffix in (".md", ".cff", ".csv", ".ipynb", ".yml", ".py") and "_build" not in path.parts:
            assert "Korea" not in path.read_text(encoding="utf-8"), path


def test_what_it_finds_is_hand_arithmetic(made):
    # 15,000 to the nearest thousand, of 43,800
    share = results_of(made / "_build")["values"]["child_share"]
    assert share["central"] == pytest.approx(0.34246575342)
    assert (share["low"], share["high"]) == (pytest.approx(0.33105022831), pytest.approx(0.35388127854))
    assert share["text"] == "about 34 percent"


def test_its_title_stands_in_one_place(made, tmp_path):
    title = yaml.safe_load((made / "CITATION.cff").read_text())["title"]
    page = BeautifulSoup((made / "_build" / "html" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.title.get_text().endswith(title)
    assert "My Jupyter Book" not in str(page)
    others = [
        path for path in made.rglob("*") if path.suffix in (".yml", ".md", ".toml") and "_build" not in path.parts
    ]
    assert not [path for path in others if title in path.read_text(encoding="utf-8")]


@pytest.mark.long
def test_its_tests_pass_and_its_notebooks_are_what_a_run_gives(made):
    done = run_tool("pytest", "-q", "tests", "-p", "no:cacheprovider", cwd=made)
    assert (done.returncode, done.stdout.splitlines()[-1].split()[:2]) == (0, ["3", "passed"]), done.stdout
    done = run_report(made, "validate")
    assert done.returncode == 0, done.stdout
    # one notebook, whose three figures, table and chart are shown by three cells
    assert done.stdout.startswith("Reproduced: all 3 outputs of 1 notebook are what is committed")


def test_its_verbs_are_those_of_make(made):
    said = run_make(made, "help")
    assert [line.split()[1] for line in said.splitlines()] == [
        "help", "book", "pdf", "validate", "check", "diff", "accept", "release", "serve", "lock", "clean", "browser", "test",
    ]  # fmt: skip


def test_check_and_book_take_an_edition():
    for verb, command in (("check", "check"), ("book", "build")):
        assert f'report {command} "mine"' in run_make(ROOT, "-n", verb, "EDITION=mine")


def run_make(folder: Path, *verb: str) -> str:
    return subprocess.run(["make", "-s", *verb], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_what_is_there_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert main(["new", str(tmp_path / "mine")]) == 2
    assert "something is there already; name a folder that does not exist yet" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "thesis.txt"]


def test_a_report_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(new, "execute", fail)
    with pytest.raises(KeyboardInterrupt):
        make_report(tmp_path / "own")
    assert list(tmp_path.iterdir()) == []


def test_without_its_source_the_package_makes_none(tmp_path, monkeypatch):
    installed = tmp_path / "lib" / "helpers"
    monkeypatch.setattr(new, "PACKAGE", installed)
    with pytest.raises(
        InputError, match=r"the package was installed without starter, pyproject\.toml, requirements\.in"
    ):
        make_report(tmp_path / "own")

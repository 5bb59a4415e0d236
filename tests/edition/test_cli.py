"""The command: what it takes, what it says, and its exit codes."""

import shutil
from pathlib import Path

import pytest

from checkouts import SMALL, edit_file, run_tool
from helpers.cli import main


@pytest.fixture
def report(tmp_path, monkeypatch) -> Path:
    """A copy of the small report to run commands in."""
    copy = Path(shutil.copytree(SMALL, tmp_path / "report"))
    monkeypatch.chdir(copy)
    return copy


def test_sound_data_have_no_fault(report, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "data: no fault\n"


def test_bad_input_lists_every_fault_and_makes_nothing(report, tmp_path, capsys):
    other = Path(shutil.copytree(report / "data", tmp_path / "other"))
    edit_file(other / "claims.csv", ",48200,,", ",many,,")
    edit_file(other / "claims.csv", ",about,estimated", ",roughly,estimated")
    assert main(["build", "--data", str(other), "-p", "hardly_use=1"]) == 2
    said = capsys.readouterr()
    assert "parameters, column hardly_use: the report has no such parameter; did you mean 'hardly_used'?" in said.err
    assert "claims.csv, line 2, column value" in said.err
    assert "claims.csv, line 5, column bound" in said.err
    assert said.err.endswith("3 faults; nothing was changed.\n")
    assert said.out == ""
    assert not (report / "_build").exists()
    assert main(["check", "--data", str(other)]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("-p", "hardly_used=high"),
        ("-p", "hardly_used=2"),
        ("-p", "hardly_used=.nan"),
        ("-p", "hardly_used"),
        ("-p", "=1"),
        ("-p", "hardly_used={"),
        ("--set", "seats"),
        ("--set", "seats="),
        ("--set", "nobody=3"),
        ("--set", "seats=-3"),
        ("--set", "seats={value: 3, unit: people}"),
        ("--data", "nowhere"),
        ("no-such",),
    ],
)
def test_wrong_settings_are_refused_before_anything_runs(report, capsys, arguments):
    assert main(["build", *arguments]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: ")
    assert said.out == ""


def test_outside_a_report_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "no report here or above" in capsys.readouterr().err


def test_a_mistake_of_the_command_line_is_bad_input(report):
    done = run_tool("report", "built", cwd=report)
    assert done.returncode == 2
    assert "invalid choice: 'built'" in done.stderr

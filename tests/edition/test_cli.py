"""The command: what it takes, what it says, and its exit codes."""

import shutil
from pathlib import Path

import pytest

from checkouts import SMALL, edit_file, edit_notebook, run_tool
from helpers.cli import main
from helpers.edition import build


@pytest.fixture
def report(tmp_path, monkeypatch) -> Path:
    """A copy of the small report to run commands in."""
    copy = Path(shutil.copytree(SMALL, tmp_path / "report"))
    monkeypatch.chdir(copy)
    return copy


def test_sound_data_have_no_fault(report, capsys):
    assert main(["check"]) == 0
    *runs, last = capsys.readouterr().out.splitlines()
    assert last == "data: no fault"
    assert sorted(line.partition(":")[0].strip() for line in runs) == ["cost", "crossing"]


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (("dear",), "edition dear: no fault"),
        (("all",), "all editions: no fault"),
        (("--data", "other"), "other: no fault"),
        (("dear", "--data", "other"), "edition dear, on other: no fault"),
        (("--set", "seats = 70", "-p", "hardly_used=0.5"), "data, with seats, hardly_used set: no fault"),
    ],
)
def test_what_was_checked_is_named(report, monkeypatch, capsys, arguments, last):
    monkeypatch.setattr(build, "check_computed", lambda *_, **__: None)
    (report / "editions").mkdir()
    (report / "editions" / "dear.yml").write_text("title: Dear\nwhy: another source\nset: {subsidy: 400000}")
    shutil.copytree(report / "data", report / "other")
    assert main(["check", *arguments]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_bad_input_lists_every_fault_and_makes_nothing(report, tmp_path, capsys):
    other = Path(shutil.copytree(report / "data", tmp_path / "other"))
    edit_file(other / "claims.csv", ",48200,,", ",many,,")
    edit_file(other / "claims.csv", ",about,estimated", ",roughly,estimated")
    assert main(["build", "--data", str(other), "-p", "hardly_use=1"]) == 2
    said = capsys.readouterr()
    assert "-p hardly_use: the report has no such parameter; did you mean 'hardly_used'?" in said.err
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
        ("--set", "seats=3", "--set", "seats=4"),
        ("-p", "hardly_used=0.1", "-p", "hardly_used=0.2"),
        ("--set", "seats={value: 3, value: 4}"),
        ("--set", "seats=.inf"),
        ("--set", "seats=.nan"),
        ("--set", "seats=2024-01-01"),
        ("--set", "seats=!!binary aGVsbG8="),
        ("--set", "seats=&a [*a]"),
        ("--set", f"seats={'9' * 5000}"),
        ("--set", "seats=1e400"),
        ("--set", "seats=0"),
        ("--set", 'seats={value: 3, speaker: "a\\ud800b"}'),
        ("-p", "hardly_used=2024-01-01"),
        ("-p", "hardly_used=!!binary aGVsbG8="),
        ("-p", f"hardly_used={'9' * 400}"),
        ("--data", "nowhere"),
        ("no-such",),
    ],
)
def test_wrong_settings_are_refused_before_anything_runs(report, capsys, arguments):
    assert main(["build", *arguments]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: ")
    assert said.out == ""
    if "no-such" not in arguments[0]:
        assert main(["check", *arguments]) == 2  # the same, to the letter
        assert capsys.readouterr().err == said.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("--set", "hardly_used=1"),
            "--set hardly_used: no figure has this id; it is a parameter: set it with -p",
        ),
        (("-p", "seats=70"), "-p seats: the report has no such parameter; it is a figure: set it with --set"),
        (("-p", "seat=70"), "did you mean a figure, 'seats'? That is set with --set"),
        (("--set", "trips_a_yaer=1"), "did you mean a parameter, 'trips_a_year'? That is set with -p"),
        (("--set", "seats=70", "--set", "seats=71"), "--set: seats is given twice, as '70' and as '71'; keep one"),
    ],
)
def test_what_was_meant_for_the_other_option_is_told(report, capsys, arguments, told):
    assert main(["check", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_faults_of_the_edition_and_of_both_options_are_told_together(report, capsys):
    (report / "editions").mkdir()
    (report / "editions" / "twice.yml").write_text("title: a\ntitle: b\nset:\n  seats: 1\n  seats: 2\n")
    assert main(["check", "twice", "--set", "x", "-p", "y"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(";")[0] for line in told[:-1]] == [
        "error: editions/twice.yml, line 2: 'title' is given twice, as 'a' and as 'b'",
        "error: --set: 'x' is no NAME=VALUE",
        "error: -p: 'y' is no NAME=VALUE",
    ]


@pytest.mark.parametrize("option", ["--output", "--data"])
def test_a_folder_has_a_name(report, capsys, option):
    with pytest.raises(SystemExit) as ended:
        main(["build", option, ""])
    assert ended.value.code == 2
    assert f"argument {option}: name a folder" in capsys.readouterr().err
    assert not (report / "_build").exists()


def test_an_output_that_holds_anything_of_the_authors_is_refused(report, capsys):
    mine = [report / "mine" / name for name in ("html/index.html", "notebooks/thesis.ipynb", "results.json")]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    assert main(["build", "--output", "mine"]) == 2
    told = capsys.readouterr().err
    assert told.count("something that no build has written stands where the book belongs") == 3
    assert [path.read_text() for path in mine] == ["mine"] * 3
    assert sorted(path.name for path in (report / "mine").iterdir()) == ["html", "notebooks", "results.json"]


def test_what_passes_the_check_was_computed(report, capsys):
    # The row is sound, and the chart of its notebook takes no such unit: only running it can tell.
    edit_notebook(
        report,
        "crossing",
        '{"seats taken": taken}),\n    name',
        '{"seats taken": taken, "seats": figures.seats}),\n    name',
    )
    assert main(["check"]) == 2
    assert "error: book/crossing.ipynb, cell " in capsys.readouterr().err


def test_outside_a_report_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "no report here or above" in capsys.readouterr().err


def test_a_mistake_of_the_command_line_is_bad_input(report):
    done = run_tool("report", "built", cwd=report)
    assert done.returncode == 2
    assert "invalid choice: 'built'" in done.stderr

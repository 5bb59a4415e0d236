"""What two builds differ in, and taking the fresh outputs as the reference."""

import json
import re
from pathlib import Path

import pytest

from checkouts import copy_built, edit_file, edit_notebook, own_figure, results_of, run_report
from helpers.edition.compare import diff, read_results
from helpers.edition.edition import BuildFailed


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


def entry(central: float | None = 1.0, **changed) -> dict:
    return {"central": central, "low": 1.0, "high": 1.0, "text": f"about {central}", "unit": "seats"} | changed


def found(values: dict | None = None, verdicts: dict | None = None) -> dict:
    return {"values": values or {}, "verdicts": verdicts or {}}


# --- diff --------------------------------------------------------------------------------------------


YES = {"text": "yes", "holds": True, "because": "x"}


@pytest.mark.parametrize(
    ("old", "new", "lines", "code"),
    [
        (found({"a": entry()}), found({"a": entry()}), [], 0),
        (found({"a": entry(high=None)}), found({"a": entry(high=None)}), [], 0),
        (found({"a": entry()}), found({"a": entry(2.0)}), ["moved     a: about 1.0 -> about 2.0"], 2),
        (found({"a": entry()}), found({"a": entry(high=None)}), ["moved     a: about 1.0 -> about 1.0"], 2),
        (found({"a": entry()}), found({"a": entry(unit="rows")}), ["changed   a: unit: seats -> rows"], 2),
        # Another bit at the end is no move.
        (found({"a": entry()}), found({"a": entry(low=1 + 2e-15)}), ["changed   a: low: 1.0 -> 1.000000000000002"], 2),
        (
            found({"a": entry()}, {"v": YES}),
            found({"b": entry()}),
            ["vanished  value a", "appeared  value b", "vanished  verdict v"],
            3,
        ),
        (found({}, {"v": YES}), found({}, {"v": YES | {"text": "no", "holds": None}}), ["flipped   v: yes -> no"], 2),
        (found({}, {"v": YES}), found({}, {"v": YES | {"text": "indeed"}}), ["reworded  v: indeed"], 2),
    ],
)
def test_what_came_went_moved_changed_or_flipped_is_told(old, new, lines, code):
    assert diff(old, new) == (lines, code)


def test_results_are_found_by_path_folder_or_edition(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number, folder in enumerate(("_build", "_build/editions/big", "elsewhere")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "results.json").write_text(json.dumps(found() | {"number": number}))
    for name, number in {"article": 0, "_build": 0, "big": 1, "elsewhere": 2, "elsewhere/results.json": 2}.items():
        assert read_results(tmp_path, name)["number"] == number
    with pytest.raises(BuildFailed, match="no results for 'nowhere'"):
        read_results(tmp_path, "nowhere")
    (tmp_path / "elsewhere" / "results.json").write_text("[]")
    with pytest.raises(BuildFailed, match=r"is no results\.json"):
        read_results(tmp_path, "elsewhere")


def test_the_command_says_what_moved_and_flipped(report):
    same = run_report(report, "diff", "article", "_build")
    assert (same.returncode, same.stdout) == (0, "the same\n")
    other = json.loads((report / "_build" / "results.json").read_text(encoding="utf-8"))
    other["values"]["hardly_used"] |= {"low": 0.05, "central": 0.05, "high": 0.05, "text": "5 percent"}
    other["verdicts"]["use"] |= {"holds": False, "text": "On an average crossing the ferry is used."}
    (report / "_build" / "editions" / "custom").mkdir(parents=True)
    (report / "_build" / "editions" / "custom" / "results.json").write_text(json.dumps(other), encoding="utf-8")
    done = run_report(report, "diff", "_build", "custom")
    assert done.returncode == 2
    assert re.search(r"^moved +hardly_used: 25 percent -> 5 percent$", done.stdout, re.M)
    assert re.search(r"^flipped +use: ", done.stdout, re.M)
    assert run_report(report, "diff", "_build", "nowhere").returncode == 1


# --- accept ------------------------------------------------------------------------------------------


def books(report: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (report / "book").glob("*.ipynb")}


def test_accept_without_a_change_changes_no_byte(report):
    before = books(report)
    done = run_report(report, "accept")
    assert (done.returncode, done.stdout) == (0, "nothing to accept: the reference is current\n")
    assert books(report) == before


def test_accept_without_a_book_is_refused(checkout):
    done = run_report(checkout / "tests" / "small", "accept")
    assert done.returncode == 1
    assert done.stderr == "failed: no published notebook crossing, cost: build the report first\n"


def test_what_was_built_is_accepted_and_nothing_else(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    before = books(report)
    edit_notebook(report, "cost", "costs in a year", "costs a year")
    edit_file(report / "index.md", "A local paper asks", "A paper of the town asks")
    edited = books(report)
    done = run_report(report, "accept")
    assert done.returncode == 1
    assert "cost was edited after the last build" in done.stderr
    done = run_report(report, "build")  # an edited notebook alone runs again, and a page of prose runs none
    assert done.stdout.startswith(
        "Notebooks\n  crossing: fresh\n  cost: executed: its cells changed\nBook: rendering\n"
    ), done.stderr
    assert results_of(report / "_build")["values"]["running_cost"]["label"] == "what running the ferry costs a year"
    assert "A paper of the town asks" in (report / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    claims = report / "data" / "claims.csv"
    sound = claims.read_text(encoding="utf-8")
    own_figure(claims, "passengers", value="48300")
    done = run_report(report, "accept")
    assert done.returncode == 1
    assert "built from other data or code than there is now" in done.stderr
    assert books(report) == edited
    claims.write_text(sound, encoding="utf-8")
    assert run_report(report, "accept").stdout == "accepted cost\n"
    assert books(report)["crossing.ipynb"] == before["crossing.ipynb"]
    assert b"costs a year" in books(report)["cost.ipynb"]
    assert run_report(report, "accept").stdout == "nothing to accept: the reference is current\n"

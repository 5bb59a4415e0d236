"""What two builds differ in, and taking the fresh outputs as the reference."""

import json
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from checkouts import (
    copy_built,
    edit_file,
    edit_notebook,
    own_figure,
    results_of,
    run_report,
)
from helpers.edition.compare import read_results
from helpers.figures.faults import InputError


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


def found(values: dict | None = None, verdicts: dict | None = None) -> dict:
    return {"values": values or {}, "verdicts": verdicts or {}}


# --- diff --------------------------------------------------------------------------------------------


def test_results_are_found_by_path_folder_or_edition(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number, folder in enumerate(("_build", "_build/editions/big", "elsewhere")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "results.json").write_text(json.dumps(found() | {"number": number}))
    for name, number in {"article": 0, "_build": 0, "big": 1, "elsewhere": 2, "elsewhere/results.json": 2}.items():
        assert read_results(tmp_path, name)["number"] == number
    with pytest.raises(InputError, match="nowhere: there are no results of this name; give a"):
        read_results(tmp_path, "nowhere")
    (tmp_path / "elsewhere" / "results.json").write_text("[]")
    with pytest.raises(InputError, match=r"it is no results\.json"):
        read_results(tmp_path, "elsewhere")


def test_the_command_says_what_moved_and_turned(report):
    same = run_report(report, "diff", "article", "_build")
    assert (same.returncode, same.stdout) == (0, "the same\n")
    assert run_report(report, "diff", "reference", "article").stdout == "the same\n"
    other = json.loads((report / "_build" / "results.json").read_text(encoding="utf-8"))
    other["values"]["hardly_used"] |= {"low": 0.05, "central": 0.05, "high": 0.05, "text": "5 percent"}
    other["verdicts"]["use"] |= {"holds": False, "rating": "used", "text": "On an average crossing the ferry is used."}
    custom = report / "_build" / "editions" / "custom"
    custom.mkdir(parents=True)
    (custom / "results.json").write_text(json.dumps(other), encoding="utf-8")
    done = run_report(report, "diff", "_build", "custom")
    assert done.returncode == 2
    label = "share of seats taken below which a ferry is called hardly used"
    assert done.stdout == (
        f"Inputs that moved (1)\n  {label} (hardly_used): 25 percent → 5 percent\n"
        "Verdicts that turned (1)\n  use: hardly used → used; moved by hardly_used\n"
        "Sentences that changed (1)\n  use: On an average crossing the ferry is [-hardly -]used.; moved by hardly_used\n"
    )
    told = json.loads(run_report(report, "diff", "_build", "custom", "--json").stdout)
    assert [(each["of"], each["id"], each["because"]) for each in told] == [
        ("input", "hardly_used", []),
        ("verdict", "use", ["hardly_used"]),
        ("sentence", "use", ["hardly_used"]),
    ]
    del other["values"]["seats"]
    (custom / "results.json").write_text(json.dumps(other), encoding="utf-8")
    assert run_report(report, "diff", "_build", "custom").returncode == 3


def test_what_cannot_be_found_is_said_with_what_there_is(report):
    done = run_report(report, "diff", "_build", "nowhere")
    assert done.returncode == 2
    assert "error: nowhere: there are no results of this name; " in done.stderr
    assert "or one of article, reference" in done.stderr
    (report / "editions").mkdir()
    (report / "editions" / "dear.yml").write_text("title: Dear\nwhy: another source\nset: {subsidy: 400000}")
    assert "the edition dear is not built yet: report build dear" in run_report(report, "diff", "_build", "dear").stderr


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
        "Notebooks\n  crossing: fresh\n  cost: executed (its cells changed)\nBook: rendering\n"
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
    refused = run_report(report, "accept")
    assert refused.returncode == 2
    assert "1 result changes, and no class (CLASS) and no reason (WHY) is given; say of which class" in refused.stderr
    assert '\n  make accept CLASS=correction WHY="the ministry corrected its figure"\n' in refused.stderr
    assert "\n  revision   a source gave another figure for the same thing\n" in refused.stderr
    for given, told, command in (
        (("--class", "method"), "no reason (WHY) is", 'CLASS=method WHY="the ministry corrected its figure"'),
        (("--class", "method", "--why", " "), "no reason (WHY) is", "CLASS=method WHY="),
        (("--why", "shorter words"), "no class (CLASS) is", "CLASS=correction WHY='shorter words'"),
    ):
        refused = run_report(report, "accept", *given)
        assert refused.returncode == 2
        assert f"1 result changes, and {told} given; " in refused.stderr
        assert f"\n  make accept {command}" in refused.stderr
    assert books(report) == edited
    told = (
        "What is described in other words (1)\naccepted cost\n"
        "signed index: A [-local paper-]{+paper of the town+} asks whether the boat to Ostrey will go on.\n"
    )
    assert run_report(report, "accept", "--class", "method", "--why", "shorter").stdout == told
    assert yaml.safe_load((report / "releases" / "next.yml").read_text()) == {
        "changes": [{"class": "method", "why": "shorter", "ids": ["running_cost"]}]
    }
    assert books(report)["crossing.ipynb"] == before["crossing.ipynb"]
    assert b"costs a year" in books(report)["cost.ipynb"]
    assert run_report(report, "accept").stdout == "nothing to accept: the reference is current\n"


# --- an author's story -------------------------------------------------------------------------------


def test_from_a_changed_row_to_an_accepted_edition_and_back(small, tmp_path_factory):
    """Change a row, check, build, read what changed, accept it with a reason, validate; and all of it back."""
    report = copy_built(small, tmp_path_factory)
    sound, before = (report / "data" / "claims.csv").read_bytes(), books(report)
    own_figure(report / "data" / "claims.csv", "subsidy", value="320000")
    checked = run_report(report, "check")
    assert checked.returncode == 0, checked.stderr
    assert "  crossing: fresh\n  cost: executed (subsidy changed)\n" in checked.stdout
    built = run_report(report, "build")
    assert "  crossing: fresh\n  cost: fresh\n" in built.stdout  # what the check has run
    # 320,000 euros to the nearest 10,000, of which fares cover up to 40 percent: at most 325,000 / 0.6 = 541,667
    assert "What moved against the committed notebooks:\n  Inputs that moved (1)\n" in built.stdout
    assert "(subsidy): about 310,000 euros → about 320,000 euros\n" in built.stdout
    assert "(running_cost): at most 525,000 euros → at most 541,667 euros; moved by subsidy" in built.stdout
    assert built.stdout.endswith("All of it: report diff reference article\n")
    page = (report / "_build" / "html" / "book" / "changes.html").read_text(encoding="utf-8")
    told = BeautifulSoup(page, "html.parser").select(".changes details li")
    printed = run_report(report, "diff", "reference", "article").stdout.splitlines()
    assert [item.get_text() for item in told] == [each.strip() for each in printed if each.startswith("  ")]
    accepted = run_report(report, "accept", "--class", "revision", "--why", "the county counted again")
    assert accepted.stdout.endswith("accepted cost\n")
    assert run_report(report, "validate").returncode == 0
    assert run_report(report, "diff", "reference", "article").returncode == 0

    (report / "data" / "claims.csv").write_bytes(sound)
    assert "cost: fresh" in run_report(report, "build").stdout  # the run on the old row was kept
    assert run_report(report, "accept", "--class", "correction", "--why", "it had been right").returncode == 0
    assert books(report) == before
    kept = yaml.safe_load((report / "releases" / "next.yml").read_text())["changes"]
    assert [(each["class"], each["why"]) for each in kept] == [
        ("revision", "the county counted again"),
        ("correction", "it had been right"),
    ]
    assert kept[0]["ids"] == ["subsidy", "running_cost"]


# --- release -----------------------------------------------------------------------------------------


def test_a_release_keeps_its_results_and_sets_its_version_everywhere(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    (report / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- More seats.\n")
    (report / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
    for version, words in (
        ("1.0", "is no version"),
        ("0.2.0", None),
        ("0.2.0", "does not come after 0.2.0"),
        ("0.1.9", "after"),
    ):
        done = run_report(report, "release", version, "--date", "2026-12-24")
        assert done.returncode == (1 if words else 0), done.stderr
        assert not words or words in done.stderr
    kept = report / "releases" / "0.2.0"
    assert (kept / "results.json").read_bytes() == (report / "_build" / "results.json").read_bytes()
    assert yaml.safe_load((kept / "release.yml").read_text()) == {"date": "2026-12-24", "changes": []}
    cited = yaml.safe_load((report / "CITATION.cff").read_text())
    assert (cited["version"], str(cited["date-released"])) == ("0.2.0", "2026-12-24")
    assert 'version = "0.2.0"' in (report / "pyproject.toml").read_text()
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-12-24\n\n- More seats.\n" in (report / "CHANGELOG.md").read_text()
    assert run_report(report, "diff", "0.2.0", "article").stdout == "the same\n"


def test_a_release_of_what_is_not_accepted_is_refused(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    edit_notebook(report, "cost", "costs in a year", "costs a year")
    assert "was edited after the last build" in run_report(report, "release", "0.2.0").stderr
    run_report(report, "build")
    done = run_report(report, "release", "0.2.0")
    assert (done.returncode, done.stderr) == (1, "failed: cost was built and not accepted: accept it first\n")
    assert not (report / "releases").exists()


def test_a_release_of_prose_that_is_not_signed_is_refused(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    edit_file(report / "book" / "origins.md", "Every number here leads", "No number here leads")
    done = run_report(report, "release", "0.2.0")
    assert done.returncode == 1
    assert "book/origins: [-Every-]{+No+} number here leads" in done.stderr
    assert run_report(report, "accept").stdout.startswith("signed book/origins: [-Every-]{+No+} number here")
    assert "not signed" not in run_report(report, "release", "0.2.0").stderr

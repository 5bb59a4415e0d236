"""An edition's file, and everything that is found wrong before anything runs."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkouts import ROOT, SMALL, edit_file, edit_notebook, own_figure
from helpers.edition.build import build, check_all, check_computed
from helpers.edition.edition import (
    Edition,
    check,
    complaint,
    filed_editions,
    note,
    read_edition,
    require_named,
    stage_data,
)
from helpers.figures.faults import InputError


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "report"))


@pytest.fixture
def other(report, tmp_path) -> Path:
    """Another data folder, with nothing but claims of its own."""
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copyfile(report / "data" / "claims.csv", folder / "claims.csv")
    own_figure(folder / "claims.csv", "passengers", value="36000")
    return folder


def faults_of(report: Path, data: Path | None = None, **edition) -> list[str]:
    with pytest.raises(InputError) as caught:
        check(report, data, Edition(**edition))
    return [str(fault) for fault in caught.value.faults]


# --- the file ----------------------------------------------------------------------------------------


def test_an_edition_file_is_read_and_checked(tmp_path):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "big.yml").write_text("title: Bigger\nset: {subsidy: 400000}\nwhy: another source\n")
    edition = read_edition(tmp_path, "big")
    assert (edition.title, edition.set, edition.why) == ("Bigger", {"subsidy": 400000}, "another source")
    (tmp_path / "editions" / "bad.yml").write_text("sett: {}\ntitle: 3\n")
    with pytest.raises(InputError) as caught:
        read_edition(tmp_path, "bad")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(1, "sett"), (2, "title"), (None, "why")]
    (tmp_path / "editions" / "bare.yml").write_text("set: {subsidy: 400000}\nwhy: ' '\n")
    with pytest.raises(InputError) as caught:
        read_edition(tmp_path, "bare")
    assert [(fault.line, fault.rule) for fault in caught.value.faults] == [
        (None, "the edition has no title"),
        (2, "the edition has no why"),
    ]


def test_the_articles_own_edition_needs_no_file(tmp_path):
    assert read_edition(tmp_path, "article") == Edition()


@pytest.mark.parametrize("name", ["no-such", "../article", "Big"])
def test_an_edition_that_is_not_there_is_refused(tmp_path, name):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "big.yml").write_text("title: Bigger\n")
    with pytest.raises(InputError, match=r"there is no such edition; use one of: big"):
        read_edition(tmp_path, name)


NOT_READ = "the file is not read: the name of an edition has lower-case letters, digits, - and _, and ends in .yml"


@pytest.fixture
def misnamed(report) -> Path:
    """A report with an edition, and two files beside it that are none by their names."""
    (report / "editions").mkdir()
    for name in ("big.yml", "Big.YAML", "My Numbers (2).yaml"):
        (report / "editions" / name).write_text("title: Big\nwhy: to try\nset: {subsidy: 400000}\n")
    (report / "editions" / "notes.txt").write_text("nothing of a book")
    return report


#: What is told of each: the name that it may have, if that is free.
BOTH = [
    f"editions/Big.YAML: {NOT_READ}; call it editions/big-2.yml, and the edition big-2",
    f"editions/My Numbers (2).yaml: {NOT_READ}; call it editions/my-numbers-2.yml, and the edition my-numbers-2",
]


def told_by(action) -> list[str]:
    with pytest.raises(InputError) as caught:
        action()
    return [str(fault) for fault in caught.value.faults]


def test_a_file_that_is_no_edition_by_its_name_is_never_passed_over(misnamed):
    for action in (
        lambda: filed_editions(misnamed),
        lambda: require_named(misnamed),
        lambda: check_all(misnamed),
        lambda: check_computed(misnamed, Edition()),
        lambda: build(misnamed, read_edition(misnamed, "big")),
    ):
        assert told_by(action) == BOTH
    assert not (misnamed / "_build").exists()
    for path in ((misnamed / "editions") / name for name in ("Big.YAML", "My Numbers (2).yaml")):
        path.unlink()
    require_named(misnamed)
    assert [each.name for each in filed_editions(misnamed)] == ["article", "big"]


@pytest.mark.parametrize("name", ["My Numbers (2)", "my-numbers-2", "My Numbers (2).yaml"])
def test_an_edition_whose_file_is_misnamed_is_told_what_to_call_it(misnamed, name):
    assert told_by(lambda: read_edition(misnamed, name)) == BOTH[1:]


def test_an_edition_that_is_not_there_is_told_with_the_files_that_may_be_meant(misnamed):
    assert told_by(lambda: read_edition(misnamed, "mine")) == [
        "editions/mine.yml: there is no such edition; use one of: big",
        *BOTH,
    ]
    assert read_edition(misnamed, "big").title == "Big"


def test_changes_make_an_edition_of_their_own():
    filed = Edition(name="big", title="Bigger", set={"a": 1, "b": 2}, parameters={"p": 1})
    changed = filed.changed({"b": 3}, {"q": 2})
    assert (changed.name, changed.title) == ("custom", "Bigger")
    assert (changed.set, changed.parameters) == ({"a": 1, "b": 3}, {"p": 1, "q": 2})


def test_a_fault_of_what_is_set_is_placed_in_the_file_or_at_the_option(report):
    (report / "editions").mkdir()
    text = "title: Big\nwhy: to try\nset:\n  seats: sevnty\n  subsidy:\n    bound: nearby\n    speakr: x\nparameters:\n  trips_a_yaer: 2\n"
    (report / "editions" / "big.yml").write_text(text)
    filed = read_edition(report, "big")

    def told(edition):
        with pytest.raises(InputError) as caught:
            check(report, None, edition)
        return [str(fault).partition(";")[0] for fault in caught.value.faults]

    assert told(filed) == [
        "editions/big.yml, line 9, field trips_a_yaer: the report has no such parameter",
        "editions/big.yml, line 4, field seats.value: 'sevnty' is no number and no id of another figure",
        "editions/big.yml, line 7, field subsidy.speakr: a figure has no such field",
        "editions/big.yml, line 6, field subsidy.bound: 'nearby' is not an allowed word",
    ]
    changed = told(filed.changed({"seats": "sixty", "subsidy": {"bound": "near"}}, {"trips_a_yaer": 3}))
    assert changed == [
        "-p trips_a_yaer: the report has no such parameter",
        "--set seats: 'sixty' is no number and no id of another figure",
        "--set subsidy, column bound: 'near' is not an allowed word",
    ]


# --- checking ----------------------------------------------------------------------------------------


def test_sound_input_has_no_fault(report, other):
    check(report, None, Edition())
    check(report, other, Edition(set={"subsidy": 320000}, parameters={"hardly_used": 1, "trips_a_year": 730}))


ONLY_CHECKED = """
import sys
from pathlib import Path
from helpers.edition.edition import Edition, check
check(Path.cwd(), None, Edition())
print([name for name in ("matplotlib", "seaborn", "sphinx", "papermill") if name in sys.modules])
"""


def test_the_check_of_the_article_loads_nothing_that_draws_or_runs():
    done = subprocess.run([sys.executable, "-c", ONLY_CHECKED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_faults_of_data_figures_parameters_and_notebooks_are_told_together(report):
    edit_file(report / "data" / "claims.csv", ",48200,,", ",many,,")
    edit_file(report / "data" / "claims.csv", "9000,1000,crossings", "9000,1000,seats")
    edit_notebook(report, "cost", "figures.commuters *", "figures.riders *")
    edit_notebook(report, "cost", "report.table(", 'report.table(figures.like("subsidies_*"), ')
    told = faults_of(report, set={"subsidi": 1}, parameters={"trips_a_yaer": 2, "hardly_used": 3})
    assert [line.partition(";")[0] for line in told] == [
        "-p trips_a_yaer: the report has no such parameter",
        "-p hardly_used: 3 is out of range",
        "claims.csv, line 2, column value: 'many' is not a plain decimal",
        "claims.csv or context.csv, column id: no row has the id 'riders', which is asked for in cost.ipynb, cell 4, line 1",
        "--set subsidi: no figure has this id",
        "book/cost.ipynb: no figure has an id like 'subsidies_*'",
        "claims.csv, line 3, column unit: crossings is in seats, and the formula load takes it in crossings",
    ]
    assert told[0].endswith("did you mean 'trips_a_year'?")
    assert told[4].endswith("did you mean 'subsidy'?")
    assert told[5].endswith("did you mean 'subsidy'?")


@pytest.mark.parametrize("given", ["high", True, None, float("nan"), float("inf"), [0.1], 0, -0.1, 1.1])
def test_a_parameter_of_another_type_or_out_of_range_is_refused(report, given):
    (told,) = faults_of(report, parameters={"hardly_used": given})
    assert told.startswith("-p hardly_used: ")


@pytest.mark.parametrize(("name", "remedy"), [("data", "use --data"), ("replaced", "use --set")])
def test_figures_are_not_set_as_parameters(report, name, remedy):
    (told,) = faults_of(report, parameters={name: "x"})
    assert told.endswith(remedy)


def test_a_parameter_that_no_notebook_declares_is_refused(report):
    with (report / "data" / "parameters.csv").open("a") as file:
        file.write('unused,a choice that nobody reads,ratio,"[0, 1]"\n')
    check(report, None, Edition())
    (told,) = faults_of(report, parameters={"unused": 0.5})
    assert "the report has no such parameter" in told


def test_a_default_out_of_its_range_or_without_a_row_is_a_fault_of_the_notebook(report):
    edit_notebook(report, "crossing", "hardly_used = 0.25", "hardly_used = 25")
    edit_notebook(report, "cost", "trips_a_year", "trips_a_week")
    told = faults_of(report)
    assert "book/crossing.ipynb, column hardly_used: 25 is out of range" in told[0]
    assert "book/cost.ipynb, column trips_a_week: the report has no such parameter" in told[1]


def test_a_folder_without_figures_is_refused(report, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "claims.csv: the file is missing" in faults_of(report, tmp_path / "empty")[0]
    (tmp_path / "claims.csv").write_text("id\n", encoding="utf-8")
    assert "that is a file; name the folder that it stands in" in faults_of(report, tmp_path / "claims.csv")[0]
    told = faults_of(report, tmp_path / "nowhere", parameters={"hardly_use": 1})
    assert "there is no such folder" in told[0]
    assert "did you mean 'hardly_used'?" in told[1]


def test_sources_of_ones_own_bring_statements_of_their_own(checkout, data_folder):
    (data_folder / "statements.csv").unlink()
    (told,) = faults_of(checkout, data_folder)
    assert told.startswith("statements.csv: no statement has a row, and notebooks rate them")
    (data_folder / "sources.bib").unlink()
    check(checkout, data_folder, Edition())


# --- what an edition lays out ------------------------------------------------------------------------


def test_files_that_another_folder_lacks_come_from_the_checkout(report, other, tmp_path):
    stage_data(report, other, tmp_path / "staged")
    assert (tmp_path / "staged" / "claims.csv").read_bytes() == (other / "claims.csv").read_bytes()
    for name in ("words.csv", "units.csv", "parameters.csv", "sources.bib", "README.md"):
        assert (tmp_path / "staged" / name).read_bytes() == (report / "data" / name).read_bytes()


def test_the_note_says_what_is_not_the_articles_own(report, other):
    (report / "editions").mkdir()
    (report / "editions" / "big.yml").write_text("title: Bigger\nset: {subsidy: 400000}\nwhy: another source\n")
    filed = read_edition(report, "big")
    assert note(report, None, filed) == {
        "name": "big",
        "title": "Bigger",
        "set": {"subsidy": 400000},
        "parameters": {},
        "why": "another source",
        "as_filed": True,
        "other_data": False,
        "changed": [],
    }
    changed = note(report, other, filed.changed({}, {"hardly_used": 0.5}))
    assert changed["as_filed"] is False
    assert changed["other_data"] is True
    assert changed["changed"] == ["passengers"]


def test_a_full_disk_and_a_folder_that_can_only_be_read_are_told_in_a_line():
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/there/book")
    told = "failed: /there/book: the disk is full: make room, and run it again; the last published book is untouched"
    assert complaint(full) == (told, 1)
    assert "this folder can only be read" in complaint(OSError(errno.EROFS, "no"))[0]
    assert complaint(OSError(errno.EIO, "broken")) == (f"failed: [Errno {errno.EIO}] broken", 1)

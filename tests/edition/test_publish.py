"""A book is published whole or not at all, wherever a build is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from checkouts import copy_built, own_figure, results_of, run_report
from helpers.edition.build import lay_out
from helpers.edition.edition import Edition
from helpers.edition.kept import executions
from helpers.edition.publish import locked, publish, require_free, staged, strange
from helpers.edition.render import verify_pages
from helpers.edition.run import execute
from helpers.figures.faults import BuildFailed, InputError
from helpers.pages.written import keep_plain_record, make_way, published_stamp

KILLED = Path(__file__).with_name("killed.py")


def make(folder: Path, word: str) -> Path:
    """What a build has made, each part of it with the same word."""
    for name in ("html", "notebooks"):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(word)
    (folder / "results.json").write_text(word)
    return folder


def seen(home: Path) -> set[str]:
    """The words that a reader of the book finds; "nothing" where a part of it is missing."""
    parts = [home / "html" / "index.html", home / "notebooks" / "index.html", home / "results.json"]
    return {part.read_text() if part.is_file() else "nothing" for part in parts}


# --- publishing --------------------------------------------------------------------------------------


def test_the_new_book_replaces_the_old_and_leaves_no_rest(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    for word in ("old", "new"):
        publish(make(tmp_path / word, word), home, f"stamp of {word}")
        assert seen(home) == {word}
        assert published_stamp(home) == f"stamp of {word}"
        assert len(list((home / ".published").iterdir())) == 3  # the book, the link to it, and whose they are


def run_killed(folder: Path, code: str, *places: object) -> list[int]:
    """Exit codes of code that is run for each place, and killed there."""
    command = [sys.executable, str(KILLED), code, *map(str, places)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return [int(line) for line in done.stdout.splitlines() if line.lstrip("-").isdigit()]


PUBLISH = """
from pathlib import Path
from helpers.edition.publish import publish
from helpers.edition.render import verify_pages
from helpers.edition.kept import executions
from helpers.edition.run import execute
publish(Path("new-" + place), Path("home-" + place), "new")
"""


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_publishing_that_is_killed_anywhere_leaves_a_whole_book(tmp_path, first):
    moments = range(1, 31)
    for moment in moments:
        home = tmp_path / f"home-{moment}"
        home.mkdir()
        if not first:
            publish(make(tmp_path / f"old-{moment}", "old"), home, "old")
        make(tmp_path / f"new-{moment}", "new")
    codes = run_killed(tmp_path, PUBLISH, *moments)
    killed = codes.index(0)
    assert codes == [-signal.SIGKILL] * killed + [0] * (len(moments) - killed)
    assert 5 <= killed < len(moments)  # the stamp, the store, the move, the links: it was killed within, and not after
    for moment in moments:
        home = tmp_path / f"home-{moment}"
        old = {"nothing"} if first else {"old"}
        assert seen(home) in ([{"new"}, old] if moment <= killed else [{"new"}]), f"killed before change {moment}"
        assert published_stamp(home) in ("" if first else "old", "new")
        publish(make(tmp_path / f"next-{moment}", "next"), home, "next")
        assert seen(home) == {"next"}
        assert len(list((home / ".published").iterdir())) == 3


def test_a_book_that_is_not_whole_counts_as_none(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    assert published_stamp(home) == ""
    publish(make(tmp_path / "made", "word"), home, "stamp")
    (home / "results.json").unlink()
    assert published_stamp(home) == ""


@pytest.mark.parametrize("name", ["html/index.html", "notebooks/thesis.ipynb", "results.json", ".published/mine"])
def test_what_no_build_has_written_is_left_alone(tmp_path, name):
    place = tmp_path / "home" / name
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    for attempt in (require_free, lambda home: publish(make(tmp_path / "made", "new"), home, "new")):
        with pytest.raises(InputError, match="something that no build has written stands where the book belongs"):
            attempt(tmp_path / "home")
    assert place.read_text() == "mine"
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == [place]


def test_all_that_is_in_the_way_is_told_at_once(tmp_path):
    (tmp_path / "html").symlink_to("/elsewhere")  # a link of somebody's own
    (tmp_path / "results.json").write_text("mine")
    with pytest.raises(InputError) as caught:
        require_free(tmp_path)
    assert [Path(fault.file).name for fault in caught.value.faults] == ["html", "results.json"]


def test_a_book_is_not_published_over_a_file_or_within_a_book(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the output is a file"):
        require_free(tmp_path / "file")
    publish(make(tmp_path / "made", "old"), tmp_path, "old")
    for inside in (tmp_path / "html", tmp_path / "html" / "new", tmp_path / ".published"):
        with pytest.raises(InputError, match="a published book lies there"):
            require_free(inside)
    require_free(tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda home: (home / "html" / "index.html").write_text("edited"), "html/index.html is not as published"),
        (lambda home: (home / "notebooks" / "thesis.ipynb").write_text("mine"), "notebooks/thesis.ipynb is not as"),
        (lambda home: (home / "html" / "index.html").unlink(), "html/index.html is not as published"),
    ],
    ids=["edited", "added", "removed"],
)
def test_a_book_that_was_changed_is_not_fresh_and_is_kept_aside(tmp_path, change, told):
    said = []
    publish(make(tmp_path / "made", "old"), tmp_path, "old")
    assert (published_stamp(tmp_path), strange(tmp_path)) == ("old", "")
    change(tmp_path)
    kept = {
        path.name: path.read_bytes() for path in (tmp_path / "html").resolve().parent.rglob("*.*") if path.is_file()
    }
    assert published_stamp(tmp_path) == ""
    assert told in strange(tmp_path)
    publish(make(tmp_path / "made", "new"), tmp_path, "new", said.append)
    assert seen(tmp_path) == {"new"}
    (aside,) = (tmp_path / "set-aside").iterdir()
    assert said == [f"  the book with these changes is kept in {aside}"]
    assert {path.name: path.read_bytes() for path in aside.rglob("*.*") if path.is_file()} == kept
    publish(make(tmp_path / "made", "newer"), tmp_path, "newer", said.append)
    assert len(said) == 1  # what is as it was published is not kept
    assert len(list((tmp_path / "set-aside").iterdir())) == 1


def test_many_changes_are_told_as_a_few_and_more(tmp_path):
    publish(make(tmp_path / "made", "old"), tmp_path, "old")
    for number in range(5):
        (tmp_path / "html" / f"{number}.html").write_text("")
    assert strange(tmp_path) == "html/0.html, html/1.html, html/2.html, … are not as published"


def test_the_plain_tools_book_makes_way_for_ours(tmp_path):
    publish(make(tmp_path / "_build" / "made", "old"), tmp_path / "_build", "old")
    plain = make_way(tmp_path, (tmp_path / "_build" / "html").resolve())
    (plain / "index.html").write_text("plain")
    keep_plain_record(tmp_path, plain)
    assert seen(tmp_path / "_build") == {"plain", "nothing"}
    assert published_stamp(tmp_path / "_build") == ""
    assert "is not ours but jupyter-book's own" in strange(tmp_path / "_build")
    said = []
    publish(make(tmp_path / "_build" / "made", "new"), tmp_path / "_build", "new", said.append)
    assert (seen(tmp_path / "_build"), said) == ({"new"}, [])


def test_what_was_put_into_the_plain_tools_book_is_kept(tmp_path):
    plain = make_way(tmp_path, tmp_path / "_build" / "html")
    keep_plain_record(tmp_path, plain)
    (plain / "CNAME").write_text("mine")
    said = []
    publish(make(tmp_path / "_build" / "made", "new"), tmp_path / "_build", "new", said.append)
    (aside,) = (tmp_path / "_build" / "set-aside").iterdir()
    assert (aside / "CNAME").read_text() == "mine"
    assert len(said) == 1


def test_one_build_at_a_time(tmp_path):
    with locked(tmp_path), pytest.raises(BuildFailed, match="another build is writing"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_stage_is_fresh_and_swept_away(tmp_path):
    with staged(tmp_path):
        pass
    (tmp_path / ".published" / "staging").mkdir()
    (tmp_path / ".published" / "staging" / "left-by-a-killed-build").write_text("")
    with staged(tmp_path) as stage:
        assert list(stage.iterdir()) == []
    assert not stage.exists()


# --- a build that is killed --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


def require_whole(report: Path, digest: str) -> None:
    """The published book is the one with this digest, in all its parts."""
    assert results_of(report / "_build")["digest"] == digest
    verify_pages(report / "_build" / "html", digest, report)
    for name in ("crossing", "cost"):
        assert nbformat.read(report / "_build" / "notebooks" / f"{name}.ipynb", as_version=4).cells


BUILD = "from helpers.cli import main; main(['build'])"


@pytest.mark.long
def test_builds_that_are_killed_leave_the_last_book_and_a_next_one_works(report, tmp_path):
    old = results_of(report / "_build")["digest"]
    own_figure(report / "data" / "claims.csv", "passengers", value="48300")
    # While a notebook is kept, before rendering, and within publishing, each on what the last one left.
    assert run_killed(report, BUILD, "executed/.") == [-signal.SIGKILL]
    require_whole(report, old)
    lay_out(report, None, Edition(), tmp_path)
    execute(executions(report, tmp_path, Edition(), False), tmp_path, lambda line: None)
    assert run_killed(report, BUILD, "out-html.txt", ".current.new") == [-signal.SIGKILL] * 2
    require_whole(report, old)
    done = run_report(report, "build")
    assert done.returncode == 0, done.stderr
    assert results_of(report / "_build")["values"]["passengers"]["central"] == 48300
    require_whole(report, results_of(report / "_build")["digest"])
    assert not (report / "_build" / ".published" / "staging").exists()

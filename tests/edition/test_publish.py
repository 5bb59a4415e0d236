"""A book is published whole or not at all, wherever a build is killed."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from checkouts import REPORT, copy_built, own_figure, results_of, run_report
from helpers.edition.build import verify_pages
from helpers.edition.edition import BuildFailed
from helpers.edition.publish import locked, publish, published_stamp, require_free, staged
from helpers.figures.faults import InputError

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
        assert len(list((home / ".published").iterdir())) == 2  # the book, and the link to it


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
def test_publishing_that_is_killed_anywhere_leaves_a_whole_book(tmp_path, first):
    moments = 0
    for moment in range(1, 100):
        home = tmp_path / f"home-{moment}"
        home.mkdir()
        if not first:
            publish(make(tmp_path / f"old-{moment}", "old"), home, "old")
        made = make(tmp_path / f"new-{moment}", "new")
        code = f"from pathlib import Path; publish(Path({str(made)!r}), Path({str(home)!r}), 'new')"
        code = f"from helpers.edition.publish import publish; {code}"
        done = subprocess.run(
            [sys.executable, str(KILLED), str(moment), code], capture_output=True, text=True, check=False
        )
        whole = seen(home)
        assert whole in ({"new"}, {"nothing"} if first else {"old"}), f"killed before change {moment}"
        assert published_stamp(home) in ("" if first else "old", "new")
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        moments += 1
        publish(make(tmp_path / f"next-{moment}", "next"), home, "next")
        assert seen(home) == {"next"}
        assert len(list((home / ".published").iterdir())) == 2
    assert moments >= 5  # the stamp, the store, the move, the links: it was killed within


def test_a_book_that_is_not_whole_counts_as_none(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    assert published_stamp(home) == ""
    publish(make(tmp_path / "made", "word"), home, "stamp")
    (home / "results.json").unlink()
    assert published_stamp(home) == ""


def test_what_is_not_a_book_of_ours_is_left_alone(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "mine.ipynb").write_text("{}")
    with pytest.raises(InputError, match="something else stands where the book belongs"):
        require_free(tmp_path, own=False)
    require_free(tmp_path, own=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the output is a file"):
        require_free(tmp_path / "file", own=True)


def test_one_build_at_a_time(tmp_path):
    with locked(tmp_path), pytest.raises(BuildFailed, match="another build is writing"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_stage_is_fresh_and_swept_away(tmp_path):
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging" / "left-by-a-killed-build").write_text("")
    with staged(tmp_path) as stage:
        assert list(stage.iterdir()) == []
    assert not stage.exists()


# --- a build that is killed --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


NUMBERS = itertools.count(48300)


@pytest.fixture
def changed(report):
    """The number that another figure was changed to, so that a build would publish another book."""
    claims, number = report / "data" / "claims.csv", next(NUMBERS)
    sound = claims.read_text(encoding="utf-8")
    own_figure(claims, "passengers", value=str(number))
    yield number
    claims.write_text(sound, encoding="utf-8")


def require_whole(report: Path, digest: str) -> None:
    """The published book is the one with this digest, in all its parts."""
    assert results_of(report / "_build")["digest"] == digest
    verify_pages(report / "_build" / "html", digest, report)
    for name in ("crossing", "cost"):
        assert nbformat.read(report / "_build" / "notebooks" / f"{name}.ipynb", as_version=4).cells


def require_next_build_works(report: Path, number: int) -> None:
    done = run_report(report, "build")
    assert done.returncode == 0, done.stderr
    assert results_of(report / "_build")["values"]["passengers"]["central"] == number
    require_whole(report, results_of(report / "_build")["digest"])
    assert not (report / "_build" / ".staging").exists()


def test_builds_that_are_killed_leave_the_last_book_and_a_next_one_works(report, changed):
    old = results_of(report / "_build")["digest"]
    command = {"args": [str(REPORT), "build"], "cwd": report, "start_new_session": True}
    job = subprocess.Popen(**command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list((report / "_build").glob(".staging/running-*")):
        assert job.poll() is None
        time.sleep(0.01)
    os.killpg(job.pid, signal.SIGKILL)
    assert job.wait() == -signal.SIGKILL
    require_whole(report, old)
    # Before rendering, before publishing and within, each on what the last one left.
    code = "import sys; from helpers.cli import main; sys.exit(main(['build']))"
    for moment in ("jupyter-book", "made/stamp", ".current.new"):
        command = [sys.executable, str(KILLED), moment, code]
        done = subprocess.run(command, cwd=report, capture_output=True, text=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
        require_whole(report, old)
    require_next_build_works(report, changed)

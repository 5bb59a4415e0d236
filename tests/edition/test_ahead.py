"""What is slow to load is begun at once: kernels where a notebook may have to be run, and else the renderer."""

import os
import shutil
import threading
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from checkouts import SMALL
from helpers.edition import ahead, render
from helpers.edition.ahead import may_run
from helpers.edition.inputs import EXECUTED


@pytest.fixture
def report(tmp_path):
    """A copy of the small report that was never built."""
    return shutil.copytree(SMALL, tmp_path / "report", ignore=shutil.ignore_patterns("_build"))


@pytest.fixture
def kept(report):
    """A report whose notebooks were run after all of it was written, and a time after that."""
    run = report / EXECUTED / "crossing-0.ipynb"
    run.parent.mkdir(parents=True)
    run.touch()
    later = max(path.stat().st_mtime for path in ahead.PACKAGE.rglob("*.py")) + 100
    for path in report.rglob("*"):
        os.utime(path, (later, later))
    os.utime(run, (later + 1, later + 1))
    return report, later + 2


@pytest.mark.parametrize(
    ("name", "runs"),
    [("data/claims.csv", True), ("book/crossing.ipynb", True), ("book/ferry.py", True), ("data/sources.bib", True), ("index.md", False), ("book/glossary.md", False), ("book/signed.yml", False)],
)  # fmt: skip
def test_what_notebooks_run_on_has_kernels_begun_and_prose_has_not(kept, name, runs):
    report, later = kept
    assert not may_run(report)
    (report / name).touch()
    os.utime(report / name, (later, later))
    assert may_run(report) is runs


def test_where_nothing_was_run_all_is(report):
    assert may_run(report)


@pytest.fixture
def happened(monkeypatch):
    """What is begun and ended, in order; kernels load until ``happened.loaded`` is set, and serve if it says so."""

    class Happened(list):
        loaded, serves = threading.Event(), True

    happened = Happened()

    def wait():
        assert happened.loaded.wait(60)
        happened.append("kernels serve" if happened.serves else "kernels failed")
        return happened.serves

    @contextmanager
    def warm():
        happened.append("kernels begin")
        yield SimpleNamespace(wait=wait)
        happened.append("kernels end")

    monkeypatch.setattr(ahead, "warm", warm)
    monkeypatch.setattr(render, "load", lambda: happened.append("renderer"))
    return happened


def wait_for_threads():
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.name.endswith("(_load_after)"):
            thread.join(60)


@pytest.mark.parametrize(("other", "may", "runs"), [(False, False, False), (True, False, True), (False, True, True)])
def test_kernels_end_with_what_they_were_begun_for(tmp_path, monkeypatch, happened, other, may, runs):
    monkeypatch.setattr(ahead, "may_run", lambda checkout: may)
    with ahead.ahead(tmp_path, other):
        happened.append("build")
    assert happened == (["kernels begin", "build", "kernels end"] if runs else ["renderer", "build"])
    happened.loaded.set()
    wait_for_threads()


@pytest.mark.parametrize("serves", [True, False])
def test_the_renderer_is_loaded_once_kernels_serve(tmp_path, happened, serves):
    happened.serves = serves
    with ahead.ahead(tmp_path, True):
        happened.append("build")
        happened.loaded.set()
        wait_for_threads()
    served = ["kernels serve", "renderer"] if serves else ["kernels failed"]
    assert happened == ["kernels begin", "build", *served, "kernels end"]

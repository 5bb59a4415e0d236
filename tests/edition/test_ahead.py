"""What is slow to load is begun at once: kernels where a notebook may have to be run, and else the renderer."""

import os
import shutil
from contextlib import contextmanager

import pytest

from checkouts import SMALL
from helpers.edition import ahead
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


@pytest.mark.parametrize(("other", "may", "runs"), [(False, False, False), (True, False, True), (False, True, True)])
def test_kernels_end_with_what_they_were_begun_for(tmp_path, monkeypatch, other, may, runs):
    happened = []

    @contextmanager
    def warm():
        happened.append("kernels begin")
        yield
        happened.append("kernels end")

    monkeypatch.setattr(ahead.kernels, "warm", warm)
    monkeypatch.setattr(ahead.render, "load", lambda: happened.append("renderer"))
    monkeypatch.setattr(ahead, "may_run", lambda checkout: may)
    with ahead.ahead(tmp_path, other):
        happened.append("build")
    assert happened == (["kernels begin", "build", "kernels end"] if runs else ["renderer", "build"])

"""A build that has nothing to do is told by what it was asked, what it is made from, and what is published."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers.edition import inputs, unchanged
from helpers.edition.publish import publish
from helpers.edition.unchanged import asked, home_of, made_from, remember, remembered

ARTICLE = {"edition": "article", "set": [], "parameters": [], "data": None, "output": None, "pdf": False}


@pytest.fixture
def checkout(tmp_path):
    """A checkout of few files, with a book published in it that a build has left word of."""
    for name in ("book", "data", "editions", "_build", "made/html", "made/notebooks"):
        (tmp_path / name).mkdir(parents=True)
    for name in (
        "index.md",
        "_toc.yml",
        "data/claims.csv",
        "book/page.md",
        "made/html/index.html",
        "made/results.json",
    ):
        (tmp_path / name).write_text(name)
    publish(tmp_path / "made", tmp_path / "_build", "a stamp")
    remember(tmp_path / "_build", request(tmp_path), "The book: here")
    return tmp_path


def request(checkout, **options):
    given = {**ARTICLE, **options}
    return asked(checkout, given, made_from(checkout, given["data"]))


def said(checkout, **options):
    return remembered(checkout / "_build", request(checkout, **options))


def test_the_same_asked_of_the_same_has_been_said(checkout):
    assert said(checkout) == "The book: here"
    os.utime(checkout / "index.md", (1, 1))  # touched, and the same
    assert said(checkout) == "The book: here"


@pytest.mark.parametrize("name", ["index.md", "data/claims.csv", "book/page.md"])
def test_what_it_is_made_from_has_changed(checkout, name):
    (checkout / name).write_text("other")
    assert said(checkout) == ""


@pytest.mark.parametrize("name", ["book/new.md", "editions/new.yml", "requirements.txt", "_build/editions/other/html"])
def test_something_came(checkout, name):
    (checkout / name).parent.mkdir(parents=True, exist_ok=True)
    (checkout / name).write_text("new")
    assert said(checkout) == ""


@pytest.mark.parametrize("name", ["html/index.html", "results.json", "html/more.html"])
def test_what_is_published_is_not_as_it_was(checkout, name):
    (checkout / "_build" / name).write_text("other")
    assert said(checkout) == ""


def test_other_code_another_python_and_other_options_are_other_requests(checkout, monkeypatch):
    assert said(checkout, set=["shortage=1"]) == said(checkout, pdf=True) == said(checkout, edition="other") == ""
    (checkout / "other").mkdir()
    assert said(checkout, data=checkout / "other") == ""
    with monkeypatch.context() as patch:
        patch.setattr(unchanged.sys, "version", "4.0")
        assert said(checkout) == ""
    package = checkout / "package"
    package.mkdir()
    (package / "code.py").touch()
    monkeypatch.setattr(unchanged, "PACKAGE", package)
    assert package != inputs.PACKAGE
    assert said(checkout) == ""


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"asked": 1}'])
def test_a_note_that_cannot_be_read_says_nothing(checkout, note):
    (checkout / "_build" / ".published" / "asked.json").write_text(note)
    assert said(checkout) == ""


def test_where_a_build_publishes(tmp_path):
    def home(**options):
        return home_of(tmp_path, {**ARTICLE, **options})

    editions = tmp_path / "_build" / "editions"
    assert home() == tmp_path / "_build"
    assert home(edition="other") == editions / "other"
    assert home(set=["a=1"]) == home(parameters=["b=1"], edition="other") == home(data=tmp_path) == editions / "custom"
    assert home(output=tmp_path / "mine", set=["a=1"]) == tmp_path / "mine"
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "article.yml").touch()
    assert home() == editions / "article"


def test_nothing_slow_is_loaded_for_it():
    code = "import sys, helpers.cli, helpers.edition.unchanged; print(*{'numpy', 'pandas', 'sphinx', 'pydantic'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"

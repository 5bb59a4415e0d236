"""Pages are resolved one after another and written on all processors, as Sphinx writes them one by one."""

import os
import time
from io import StringIO
from types import SimpleNamespace

import pytest
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import docutils_namespace
from sphinx.util.logging import getLogger

from helpers.pages import builder, forks

PAGES = {"index": "First {ref}`there <here>`.", "one": "(here)=\n# One\n\nWords.", "two": "# Two\n\n![](none.png)"}


@pytest.fixture(params=[True, False], ids=["forked", "here"])
def can_fork(request, monkeypatch):
    monkeypatch.setattr(forks, "CAN_FORK", request.param)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return request.param


def build(folder, extensions, before=lambda app: None):
    """Build three pages; the written files by name, and what is said."""
    source = folder / "source"
    source.mkdir(parents=True)
    index = "# Home\n\n" + PAGES["index"] + "\n\n```{toctree}\none\ntwo\n```\n"
    for name, text in (PAGES | {"index": index}).items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    said, out = StringIO(), folder / "out"
    settings = {"extensions": ["myst_parser", *extensions]}
    with docutils_namespace():
        app = Sphinx(source, None, out, folder / "trees", "html", settings, status=None, warning=said, freshenv=True)
        before(app)
        app.build(force_all=True)
    names = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return names, said.getvalue().replace(str(source), ""), app


def test_the_pages_are_those_of_the_plain_builder_and_so_is_what_is_said(tmp_path, can_fork):
    def complain(app):
        app.connect("html-page-context", lambda app, page, *_: getLogger("helpers").warning("%s is odd", page))

    plain, told, app = build(tmp_path / "plain", [], complain)
    assert type(app.builder) is StandaloneHTMLBuilder
    shared, said, app = build(tmp_path / "shared", [builder.__name__], complain)
    assert type(app.builder) is builder.SharedBuilder
    assert {name for name in plain if plain[name] != shared.get(name)} <= {*map(type(app.outdir), [".buildinfo"])}
    assert plain.keys() == shared.keys()
    assert sorted(said.splitlines()) == sorted(told.splitlines())
    assert "one is odd" in said
    assert "none.png" in said
    assert b"there</" in shared[next(name for name in shared if name.name == "index.html")]


def test_pages_are_written_by_more_than_one_process(tmp_path, can_fork, monkeypatch):
    writers = tmp_path / "writers"
    (tmp_path / "made").mkdir()

    def note(app, page, template, context, doctree):
        if doctree is not None:
            with writers.open("a") as file:
                file.write(f"{os.getpid()}\n")
            deadline = time.monotonic() + 60
            others = len(writers.read_text().split()) > 1  # before them all one is written, for what it loads
            while can_fork and others and len({*writers.read_text().split()}) < 2:
                assert time.monotonic() < deadline
                time.sleep(0.005)

    build(tmp_path / "made" / "book", [builder.__name__], lambda app: app.connect("html-page-context", note))
    first, *others = writers.read_text().split()
    assert (first, len(others)) == (str(os.getpid()), 2)
    assert len({*writers.read_text().split()}) == (2 if can_fork else 1)


def test_another_builder_writes_as_it_does():
    assert builder.write(SimpleNamespace(builder=object())) == []

"""Pages that are made in a fork are as whole as the others, and what is said of them is heard."""

import logging
import os
from types import SimpleNamespace

import pytest
from sphinx.util.logging import getLogger

from helpers.pages import apart, forks
from helpers.pages.apart import begin, take


@pytest.fixture
def heard():
    """What is said to Sphinx's loggers meanwhile."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            kept.append(record.getMessage().removeprefix("WARNING: "))  # put before it once a book was made here

    logger = logging.getLogger("sphinx")
    level, handler = logger.level, Keep()
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    yield kept
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.fixture(params=[True, False], ids=["forked", "here"])
def app(request, monkeypatch, tmp_path):
    """A builder of two pages, one of which it complains of, in the order in which they are made whole."""
    monkeypatch.setattr(forks, "CAN_FORK", request.param)
    done: list[str] = []

    def handle_page(name: str, context: dict, template: str) -> None:
        done.append(f"{name} with {context['title']} from {template}")
        if context["title"] == "odd":
            getLogger("helpers").warning("%s is odd", name)

    def openings(app, pages) -> dict:
        return {page: (f"{page}: {', '.join(done)}", str(os.getpid())) for page in pages}

    monkeypatch.setattr(apart, "spots_of", lambda app: done.append("places"))
    monkeypatch.setattr(
        apart, "pages_apart", lambda app: [("one", {"title": "odd"}, "a"), ("two", {"title": "b"}, "c")]
    )
    monkeypatch.setattr(apart, "finish_pages", lambda pages, icons: done.append(f"{[page.name for page in pages]}"))
    monkeypatch.setattr(apart, "write_twins_of", openings)
    builder = SimpleNamespace(name="html", handle_page=handle_page)
    return SimpleNamespace(builder=builder, outdir=tmp_path, made_apart={}, done=done)


MADE = "places, one with odd from a, two with b from c, ['one.html', 'two.html']"


def test_the_pages_are_written_then_finished_then_twinned_once(app):
    begin(app, None, "first")
    begin(app, None, "second")
    assert take(app) == []
    assert {page: words for page, (words, _) in app.made_apart.items()} == {
        "one": f"one: {MADE}",
        "two": f"two: {MADE}",
    }
    here = {process == str(os.getpid()) for _, process in app.made_apart.values()}
    assert here == {not forks.CAN_FORK}


def test_what_is_said_of_a_page_is_said_to_the_build(app, heard):
    begin(app, None, "first")
    take(app)
    assert [words for words in heard if "odd" in words][-1:] == ["one is odd"]


def test_a_book_on_paper_has_no_such_pages(app):
    app.builder.name = "singlehtml"
    begin(app, None, "first")
    assert (take(app), app.made_apart, app.done) == ([], {}, [])

"""The pages that hold entries in full: made in a fork, whole, while the builder writes the others.

They come of results alone, and none of the other pages is made from them.
"""

from __future__ import annotations

from functools import partial
from logging import LogRecord
from pathlib import Path

from sphinx.application import Sphinx

from helpers.pages.builder import heard, say_again
from helpers.pages.entries import pages_apart
from helpers.pages.forks import Forked
from helpers.pages.places import spots_of
from helpers.pages.site import finish_pages, read_icons
from helpers.pages.twins import Opening, write_twins_of


def begin(app: Sphinx, doctree, docname: str) -> None:
    """Begin, once the builder is ready to write its first page."""
    if app.builder.name == "html" and not hasattr(app, "apart"):
        spots_of(app)  # else it were found out here and there
        app.apart = Forked(partial(_make, app))


def _make(app: Sphinx) -> tuple[list[LogRecord], dict[str, Opening]]:
    """Write, finish and twin the pages; what was said of them, and how each opens."""
    pages = []
    with heard() as logs:
        for page in pages_apart(app):
            app.builder.handle_page(*page)
            pages.append(page[0])
    folder = Path(app.outdir)
    finish_pages([folder / f"{page}.html" for page in pages], read_icons(folder))
    return logs, write_twins_of(app, pages)


def take(app: Sphinx) -> list:
    """Wait for the pages; there is none left for the builder to write. What was said of them is said."""
    if hasattr(app, "apart"):
        logs, app.made_apart = app.apart.result()
        say_again(logs)
    return []


def setup(app: Sphinx) -> None:
    """Register the pages."""
    app.made_apart = {}
    app.connect("doctree-resolved", begin, priority=900)
    app.connect("html-collect-pages", take)

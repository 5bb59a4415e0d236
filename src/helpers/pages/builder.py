"""Sphinx's builder of pages, but for the order: pages are resolved one after another, and then written on all processors.

How a page resolves may rest on those before it; how one is written does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from logging import LogRecord

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from helpers.pages.forks import map_forked

logger = logging.getLogger(__name__)
Resolved = tuple[str, nodes.document]


@contextmanager
def heard() -> Iterator[list[LogRecord]]:
    """What is said to Sphinx meanwhile: complete once it is over, fit to be handed to another process."""
    collector, logs = logging.LogCollector(), []
    with collector.collect():
        yield logs
    logs += collector.logs
    logging.convert_serializable(logs)


def say_again(logs: Iterable[LogRecord]) -> None:
    """Say what a fork has heard."""
    for each in logs:
        logger.handle(each)


class SharedBuilder(StandaloneHTMLBuilder):
    """Keeps resolved pages until ``write_resolved``."""

    def init(self) -> None:
        super().init()
        self._resolved: list[Resolved] = []

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Keep a resolved page, to be written with the others."""
        self._resolved.append((docname, doctree))

    def write_resolved(self) -> None:
        """Write the pages that were resolved; what is said of them is said in their order.

        The first is written before the others are shared out: what it loads, each process then has.
        """
        first, others = self._resolved[:1], self._resolved[1:]
        for logs in [*map(self._write, first), *map_forked(self._write, others)]:
            say_again(logs)

    def _write(self, page: Resolved) -> list[LogRecord]:
        with heard() as logs:
            super().write_doc(*page)
        return logs


def write(app: Sphinx) -> list:
    """Write what was resolved; there is no other page."""
    if isinstance(app.builder, SharedBuilder):
        app.builder.write_resolved()
    return []


def setup(app: Sphinx) -> None:
    """Put the builder in the place of Sphinx's."""
    app.add_builder(SharedBuilder, override=True)
    app.connect("html-collect-pages", write, priority=400)

"""Where something stands: a page of the book that is being built, and how links run from it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sphinx.application import Sphinx

import helpers
from helpers.figures.verdict import names_used
from helpers.notebook.checkout import BOOK, read_editions
from helpers.notebook.results import Cell, Results
from helpers.pages.citation import Citation


@dataclass(frozen=True)
class Book:
    """What all pages of one build share.

    ``origins`` is the page where every number comes from, ``sources`` the one that lists the sources; ``repository``
    is where files of the checkout can be read, or empty; ``roots`` are the folders that their copies here lie in;
    ``editions`` are all that there are, and where this one is; ``entry_pages`` are the pages of the entries, by their
    anchors, that ``origins`` only lists.
    """

    results: Results
    citation: Citation
    origins: str
    sources: str
    repository: str = ""
    roots: tuple[Path, ...] = ()
    editions: Mapping = field(default_factory=lambda: {"here": "", "filed": []})
    entry_pages: Mapping[str, str] = field(default_factory=dict)

    def page_of(self, anchor: str) -> str:
        """The page that holds an entry in full, by its anchor."""
        return self.entry_pages.get(anchor, self.origins)

    @cached_property
    def stands_on(self) -> dict[str, list[str]]:
        """The ids of the figures that each verdict rates or prints."""
        return {
            name: list(dict.fromkeys([*each.claims, *each.uses, *names_used(each.text), *names_used(each.because)]))
            for name, each in self.results.verdicts.items()
        }


@dataclass(frozen=True)
class Place:
    """A page of the book."""

    book: Book
    docname: str

    @property
    def results(self) -> Results:
        """What the notebooks say."""
        return self.book.results

    @property
    def is_origins(self) -> bool:
        """Whether this is the page where every number comes from, or one of those behind it."""
        return self.docname in (self.book.origins, *self.book.entry_pages.values())

    def to(self, target: str, anchor: str = "") -> str:
        """The relative address of a page of the book, or of an anchor on it."""
        page = "" if target == self.docname else self.to_file(f"{target}.html")
        return page + (f"#{anchor}" if anchor else "")

    def to_file(self, path: str) -> str:
        """The relative address of a file that lies beside the pages."""
        return posixpath.relpath(path, posixpath.dirname(self.docname) or ".")

    def to_entry(self, anchor: str) -> str:
        """The address of an entry by its anchor."""
        return self.to(self.book.page_of(anchor), anchor)

    def to_value(self, name: str) -> str:
        """The address of a figure's entry."""
        return self.to_entry(f"value-{name}")

    def to_verdict(self, name: str) -> str:
        """The address of a verdict's entry."""
        return self.to_entry(f"verdict-{name}")

    def to_statement(self, name: str) -> str:
        """The address of a statement, with all that is set beside it, where a notebook rates it."""
        return self.to(f"{BOOK}/{self.results.cell('verdict', name).notebook}", f"statement-{name}")

    def to_chart(self, name: str) -> str:
        """The address of a chart where a notebook drew it."""
        return self.to(f"{BOOK}/{self.results.cell('chart', name).notebook}", f"fig-{name}")

    def to_source(self, key: str) -> str:
        """The address of a source's entry."""
        return self.to(self.book.sources, f"source-{key}")

    def to_cell(self, cell: Cell) -> str:
        """The address of a notebook's cell."""
        return self.to(f"{BOOK}/{cell.notebook}", cell_anchor(cell.notebook, cell.index))


def cell_anchor(notebook: str, index: int) -> str:
    """The anchor of a notebook's cell on its page."""
    return f"{notebook}-cell-{index}"


def read_book(app: Sphinx, results: Results, citation: Citation) -> Book:
    """What all pages of a build share, by the book's configuration."""
    options = app.config.html_theme_options
    repository = options.get("repository_url", "").rstrip("/")
    branch = options.get("repository_branch") or "main"
    package = Path(helpers.__file__).parents[2]
    return Book(
        results,
        citation,
        app.config.report_origins_page,
        app.config.report_sources_page,
        f"{repository}/blob/{branch}" if repository else "",
        (Path(app.srcdir), package),
        read_editions(Path(app.srcdir)),
    )


def place_of(app: Sphinx, docname: str) -> Place:
    """The page of a build."""
    return Place(app.book, docname)

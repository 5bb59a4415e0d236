"""What rendering a book loads, imported once by the process that renderers are forked from."""

from importlib import import_module

import jupyter_book.cli.main
import jupyter_book.sphinx  # noqa: F401
from sphinx.application import builtin_extensions

import helpers.pages.book  # noqa: F401

EXTENSIONS = ("myst_nb.sphinx_ext", "sphinx_book_theme", "sphinx_copybutton", "sphinx_design", "sphinx_external_toc")
OURS = ("sympy", "pybtex.database.input.bibtex", "pybtex.plugin")
for name in (*builtin_extensions, "sphinx.builders.singlehtml", *EXTENSIONS, *OURS):
    import_module(name)

"""What rendering a book loads, imported once by the process that renderers are forked from, while that has a parent."""

import gc
from importlib import import_module

from helpers.edition.orphans import ending_with_parent

EXTENSIONS = ("myst_nb.sphinx_ext", "sphinx_book_theme", "sphinx_copybutton", "sphinx_design", "sphinx_external_toc")
OURS = ("sympy", "pybtex.database.input.bibtex")
gc.disable()  # nothing that is loaded goes
with ending_with_parent():
    import jupyter_book.cli.main
    import jupyter_book.sphinx  # noqa: F401
    from sphinx.application import builtin_extensions

    import helpers.pages.book  # noqa: F401

    for name in (*builtin_extensions, "sphinx.builders.singlehtml", *EXTENSIONS, *OURS):
        import_module(name)
#: In no renderer the collector looks at it again, nor are its pages copied for that.
gc.freeze()
gc.enable()

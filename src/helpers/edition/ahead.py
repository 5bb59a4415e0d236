"""What a build needs is loaded by other processes while this one loads what it needs itself, and looks what is to be done."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from helpers.edition import render
from helpers.edition.inputs import EXECUTED, PACKAGE, files_of
from helpers.edition.template import Template, warm
from helpers.notebook.checkout import BOOK, DATA

#: What notebooks run on, by the ending of its files; what else lies there is read by pages alone.
RUN_ON = (DATA, BOOK, "requirements.txt", PACKAGE)
ENDINGS = (".bib", ".csv", ".ipynb", ".py", ".txt")


@contextmanager
def ahead(checkout: Path, other: bool) -> Iterator[None]:
    """Load the template of kernels where notebooks may have to be run, which ends at the end, and then the renderer.

    One after the other, for what the build looks at meanwhile takes a processor too. Next to nothing that a build makes
    goes before it ends, so that the collector has nothing to look for. ``other`` says that other figures or parameters
    are asked for.
    """
    gc.disable()
    try:
        with _loading(other or may_run(checkout)):
            yield
    finally:
        gc.enable()


@contextmanager
def _loading(runs: bool) -> Iterator[None]:
    if runs:
        with warm() as template:
            if template:
                Thread(target=_load_after, args=(template,), daemon=True).start()
            yield
    else:
        render.load()
        yield


def _load_after(template: Template) -> None:
    if template.wait():
        render.load()


def may_run(checkout: Path) -> bool:
    """Whether something that notebooks run on was written since one was run last, told by the clock of the files alone.

    What is really stale the digests say; here nothing comes of a mistake but that a moment is lost.
    """
    runs = [path.stat().st_mtime_ns for path in (checkout / EXECUTED).glob("*.ipynb")]
    files = [path for name in RUN_ON for path in files_of(checkout / name) if path.suffix in ENDINGS]
    return not runs or max(runs) < max(path.stat().st_mtime_ns for path in files)

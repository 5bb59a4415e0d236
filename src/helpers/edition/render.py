"""Rendering a staged book with Jupyter Book, in a process forked from one that has loaded it already.

The first process loads while notebooks run, and serves every book that this one renders. Where there is no fork, each
renderer loads by itself, with the same result.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.edition.orphans import end_with_starter
from helpers.figures.faults import BuildFailed
from helpers.notebook.checkout import page_names

if TYPE_CHECKING:
    from helpers.notebook.results import Results

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
#: What colours the words of a terminal.
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_processes = multiprocessing.get_context("forkserver" if FORKS else "spawn")
_processes.set_forkserver_preload(["helpers.edition.loaded"])


def load() -> None:
    """Begin to load what rendering needs, in another process."""
    if FORKS:
        forkserver.ensure_running()


def render(stage: Path, found: Results, builder: str = "html", meanwhile: Callable[[], object] = lambda: None) -> Path:
    """Render a staged book, whose notebooks say what was ``found``; the folder of its pages.

    Warnings are failures. Raises BuildFailed, or at once what is raised ``meanwhile``.
    """
    out, said = stage / f"out-{builder}", stage / f"out-{builder}.txt"
    options = ["--path-output", str(out), "--builder", builder, "--all", "-n", "-W", "--keep-going", "-q"]
    said.write_text("")
    process = _processes.Process(target=_jupyter_book, args=(stage, options, said, found), daemon=True)
    process.start()
    try:
        meanwhile()
        process.join()
    except BaseException:
        _end(process)
        raise
    html = out / "_build" / builder
    if process.exitcode or not (html / "index.html").is_file():
        lines = COLOURS.sub("", said.read_text(encoding="utf-8", errors="replace")).replace(str(stage), "").splitlines()
        if os.strerror(errno.ENOSPC) in "".join(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(stage))
        problems = [line for line in lines if re.search(r"WARNING|ERROR|^[\w.]*(?:Error|Exception): \S", line)]
        told = "\n".join(dict.fromkeys(problems or lines[-15:]))
        raise BuildFailed(f"the book could not be rendered (exit code {process.exitcode}):\n{told}")
    return html


def _end(process: multiprocessing.process.BaseProcess) -> None:
    """End a renderer, and what it has forked, which would write on into the stage."""
    process.kill()
    if FORKS:
        with suppress(ProcessLookupError):  # it has forked nothing yet
            os.killpg(process.pid, signal.SIGKILL)
    process.join()


def _jupyter_book(stage: Path, options: list[str], said: Path, found: Results) -> None:
    """Be ``jupyter-book build`` with these options, what it says kept in a file."""
    end_with_starter()
    if FORKS:
        os.setsid()  # a group of its own, with what it forks
    output = os.open(said, os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(stage)
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    gc.disable()  # a renderer is gone once its one book is made
    from jupyter_book.cli.main import main

    from helpers.pages.book import COLLECTED

    COLLECTED[stage.resolve()] = found
    main(["build", str(stage), *options], standalone_mode=False)


def verify_pages(html: Path, digest: str, checkout: Path) -> None:
    """Every page of the table of contents is there and was made from these results."""
    stale = []
    for entry in page_names(checkout):
        page = html / f"{entry}.html"
        if not page.is_file() or f'name="report-digest" content="{digest}"' not in page.read_text(encoding="utf-8"):
            stale.append(entry)
    if stale:
        raise BuildFailed(f"pages missing or made from other results: {', '.join(stale)}")

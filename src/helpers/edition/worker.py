"""A process that builds the article's own edition whenever it is asked to, with all that a build needs loaded.

It serves one version of the report's own code: asked to build with another, or gone, it is replaced. It ends when its
standard input is closed, in whatever way the process that it serves ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from helpers.edition.inputs import PACKAGE, tree_digest

#: Seconds that a build is given to stop by itself.
PATIENCE = 10


class Worker:
    """The process, as whoever asks it for builds knows it; a context that ends it."""

    #: What Python is asked to run.
    command = ("-c", f"from {__name__} import work; work()")

    def __init__(self, checkout: Path):
        self._checkout, self._process, self._code = checkout, None, ""

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self._end()

    def build(self, say: Callable[[str], None]) -> str:
        """Build once, saying what the build says; its faults as ``report build`` prints them, empty where it went well."""
        code = tree_digest(PACKAGE)
        if self._process is None or self._process.poll() is not None or code != self._code:
            self._end()
            self._start()
            self._code = code
        with suppress(BrokenPipeError):
            self._process.stdin.write("build\n")
            self._process.stdin.flush()
        stray = []
        for line in self._process.stdout:
            told = _read(line)
            if "faults" in told:
                return told["faults"]
            stray += [] if "line" in told else [line]
            say(told.get("line", line.rstrip("\n")))
        return f"failed: what builds the book ended by itself ({self._process.wait()})\n{''.join(stray)}".rstrip()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", *self.command],
            cwd=self._checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace", start_new_session=True,
        )  # fmt: skip

    def _end(self) -> None:
        if self._process is None:
            return
        with self._process, suppress(OSError):
            self._process.stdin.close()
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
            os.killpg(self._process.pid, signal.SIGKILL)  # what it had load for it
        self._process = None


def _read(line: str) -> dict[str, str]:
    """A message of the process; empty for what else it printed."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def work() -> None:
    """Load, then build for each line of standard input; what there is to tell goes to standard output, as JSON."""
    from helpers.edition import render, template
    from helpers.edition.build import build
    from helpers.edition.edition import COMPLAINED, Edition, complaint
    from helpers.notebook.checkout import find_checkout

    def tell(**message: str) -> None:
        print(json.dumps(message), flush=True)

    try:
        render.load()
        with template.warm():
            for _ in sys.stdin:
                try:
                    build(find_checkout(), Edition(), say=lambda line: tell(line=line))
                    tell(faults="")
                except COMPLAINED as error:
                    tell(faults=complaint(error)[0])
                except Exception:  # a mistake of the code: whoever writes it wants to see where
                    tell(faults=f"failed:\n{traceback.format_exc()}")
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # whoever asked is done

"""Notebooks run for their values alone: cells in IPython shells, each forked from a process that has loaded all of it.

A point of a sweep runs the cells of its notebooks as papermill would, its parameters after theirs, in a process of its
own that nothing else ran in; what no value is asked of is not shown, so that no chart is drawn for nothing. The process
that is forked belongs to one sweep and loads the report's own code with the rest. Where there is no fork, it runs one
point and is replaced. The side of the driver needs nothing but Python, so that a machine without the report can load it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

FORKS = hasattr(os, "fork")
#: What its process runs.
SERVING = "from helpers.edition.shells import serve; serve()"
#: How often a point is begun again whose process was killed.
TRIES = 3
#: The answer for a fork that was killed.
LOST = "lost\n"
#: The exit code of one that was not.
ANSWERED = 7


@dataclass(frozen=True)
class Script:
    """A notebook as a point runs it: the sources of its code cells, and which of them show a value that is asked for.

    ``parameters`` is the place of the cell after which those of the point are set, -1 where there is none.
    """

    name: str
    cells: tuple[str, ...]
    showing: tuple[int, ...]
    parameters: int


# --- the side of the driver --------------------------------------------------------------------------


class Shells:
    """Runs points one after another in forks of one process, which is replaced where it is lost.

    ``code`` is the folder of the package, where that is not the one that is installed.
    """

    def __init__(self, folder: Path, scripts: Sequence[Script], ids: Sequence[str], code: Path | None = None):
        self._folder, self._process = folder, None
        paths = [str(code) if code else "", os.environ.get("PYTHONPATH", "")]
        self._around = {**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self._closed, self._busy = False, threading.Lock()
        self._names, self._ids = [each.name for each in scripts], list(ids)
        self._plan = json.dumps({"scripts": [asdict(each) for each in scripts], "ids": self._ids})

    def __enter__(self) -> Shells:
        return self

    def __exit__(self, *_) -> None:
        self._closed = True
        self._kill()
        with self._busy:  # whoever waits for an answer has none, and asks no more
            self._end()

    def run(self, injected: Mapping[str, str]) -> dict:
        """The ``values`` of a point, or its ``error``; ``injected`` is the code that sets its parameters, by notebook."""
        found: dict[str, list[float | None]] = {}
        for name in self._names:
            answer = self.run_one(name, injected.get(name, ""))
            if "error" in answer:
                return answer
            for each, numbers in answer["values"].items():
                if found.setdefault(each, numbers) != numbers:
                    return {"error": f"{name} and another notebook give different values for {each!r}"}
        missing = [each for each in self._ids if each not in found]
        return {"error": f"no cell shows {', '.join(missing)}"} if missing else {"values": found}

    def run_one(self, name: str, injected: str) -> dict:
        """The values that one notebook shows at a point, or its error."""
        with self._busy:
            return self._answer(name, injected)

    def _answer(self, name: str, injected: str) -> dict:
        for _ in range(TRIES):
            if self._closed:
                break
            self._start()
            with suppress(OSError):
                self._process.stdin.write(json.dumps([name, injected]) + "\n")
                self._process.stdin.flush()
            answer = self._process.stdout.readline()
            if answer.endswith("}\n"):
                return json.loads(answer)
            if answer != LOST:
                self._end()
        return {"error": f"{name}.ipynb: its process was killed {TRIES} times: is there memory enough?"}

    def _start(self) -> None:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", SERVING],
                cwd=self._folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", env=self._around, start_new_session=True,
            )  # fmt: skip
            with suppress(OSError):
                self._process.stdin.write(self._plan + "\n")

    def _kill(self) -> None:
        if process := self._process:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)

    def _end(self) -> None:
        """End the process, and the fork that it waits for."""
        if self._process is not None:
            self._kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe.close()
            self._process = None


# --- the side of the shells --------------------------------------------------------------------------


def serve() -> None:
    """Load, then run each notebook that standard input asks for; end when it is closed."""
    from helpers.notebook.checkout import BOOK

    plan = json.loads(sys.stdin.readline())
    scripts = {each["name"]: Script(**each) for each in plan["scripts"]}
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a cell prints is no answer
    os.chdir(BOOK)
    shell, shown = _load()
    for line in sys.stdin:
        name, injected = json.loads(line)
        child = os.fork() if FORKS else 0
        if not child:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # a cell reads no requests
            answers.write(json.dumps(_run(shell, shown, scripts[name], injected, plan["ids"])) + "\n")
            answers.flush()
            os._exit(ANSWERED)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != ANSWERED:
            answers.write(LOST)
            answers.flush()


def _load() -> tuple[InteractiveShell, list[dict]]:
    """What every notebook would load, and a shell that keeps what its cells show."""
    import seaborn  # noqa: F401
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    import helpers.notebook.report  # noqa: F401

    shown: list[dict] = []

    class Keep(DisplayHook):
        """Keeps what a cell ends on, as it would be shown."""

        def __call__(self, result=None):
            if result is not None:
                shown.append(self.shell.display_formatter.format(result)[0])

    class Publish(CapturingDisplayPublisher):
        """Keeps what a cell displays."""

        def publish(self, data, **_):
            shown.append(data)

    settings = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=settings, displayhook_class=Keep, display_pub_class=Publish)
    sys.path.insert(0, "")  # a notebook imports what lies beside it
    return shell, shown


def _run(shell: InteractiveShell, shown: list[dict], script: Script, injected: str, ids: Sequence[str]) -> dict:
    """The values among ``ids`` that the cells of a notebook show, or the error of the cell that raises."""
    import numpy

    from helpers.notebook.record import MIME

    numpy.random.seed()  # random does this at every fork by itself
    for number, source in enumerate(script.cells, 1):
        shell.ast_node_interactivity = "last_expr" if number - 1 in script.showing else "none"
        for each in (source, injected) if number - 1 == script.parameters and injected else (source,):
            done = shell.run_cell(each)
            if error := done.error_before_exec or done.error_in_exec:
                return {"error": f"{script.name}.ipynb, cell {number}: {type(error).__name__}: {error}"}
    figures = [each for data in shown if MIME in data for each in data[MIME]["figures"].items()]
    numbers = ("low", "central", "high")
    return {"values": {name: [figure.get(key) for key in numbers] for name, figure in figures if name in ids}}

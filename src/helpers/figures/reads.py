"""What of the data a notebook asks for as it runs, so that it is run again when an answer has changed, and only then.

Each question is noted once: a row by its id, the ids of a table, those that fit a pattern, the parts of a figure, or a
file of the data folder that the notebook opens itself. The same questions, put to other data, say whether it is stale.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

import helpers
from helpers.figures.data import Data

#: The data with an edition's figures in them, and as they were quoted.
REPLACED, QUOTED = "replaced", "quoted"


@dataclass(frozen=True, order=True)
class Question:
    """What is asked of the data: of ``data`` (as replaced, as quoted, or the folder's files), by ``asked`` and ``key``."""

    data: str
    table: str
    asked: str
    key: str = ""

    @property
    def words(self) -> str:
        """What the question is about, in words that say what may have changed."""
        return {
            "row": f"{self.table} {self.key}"
            if self.table in ("units", "parameters", "statements", "series")
            else self.key,
            "ids": f"the ids of {self.table}",
            "like": f"the ids like {self.key}",
            "parts": f"the parts of {self.key}",
            "file": f"data/{self.key}",
        }[self.asked]


class _Table(Mapping):
    """A table of the data that notes what is asked of it."""

    def __init__(self, rows: Mapping, ask):
        self._rows, self._ask = rows, ask

    def __getitem__(self, key: str):
        self._ask("row", key)
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        self._ask("ids")
        return iter(self._rows)

    def __len__(self) -> int:
        self._ask("ids")
        return len(self._rows)


@dataclass(frozen=True)
class Watched(Data):
    """Checked data that note what is asked of them in ``questions``."""

    of: Data | None = None
    name: str = REPLACED
    questions: set[Question] = field(default_factory=set)

    def __post_init__(self):
        for each in fields(Data):
            if each.name != "sources":  # the pages read these, and no notebook
                object.__setattr__(self, each.name, self._table(each.name))

    def _table(self, table: str) -> _Table:
        return _Table(getattr(self.of, table), lambda *asked: self.questions.add(Question(self.name, table, *asked)))

    @cached_property
    def figures(self) -> Mapping:
        return self._table("figures")

    def fitting(self, pattern: str) -> list[str]:
        self.questions.add(Question(self.name, "figures", "like", pattern))
        return self.of.fitting(pattern)

    def in_time(self, series: str) -> list[str]:
        self.questions.add(Question(self.name, "figures", "like", f"{series}_*"))
        return self.of.in_time(series)

    def parts_of(self, name: str) -> dict:
        self.questions.add(Question(self.name, "figures", "parts", name))
        return self.of.parts_of(name)


def answer(question: Question, data: Mapping[str, Data], folder: Path) -> str:
    """A digest of what data answer to a question; ``folder`` holds the files."""
    if question.asked == "file":
        path = folder / question.key
        return _digest(path.read_bytes() if path.is_file() else b"")
    asked = data[question.data]
    if question.asked == "like":
        given = asked.fitting(question.key)
    elif question.asked == "parts":
        given = list(asked.parts_of(question.key).items())
    else:
        table = getattr(asked, question.table)
        given = list(table) if question.asked == "ids" else table.get(question.key)
    return _digest(repr(given).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


# --- within a notebook -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """Data that were opened in this process: their folder, the figures replaced in them, and what was asked of them."""

    folder: Path
    replaced: Mapping[str, object]
    questions: set[Question] = field(default_factory=set)


_OPENED: list[Opened] = []
#: The same by their folders: every file that the process opens is looked for here.
_FOLDERS: dict[Path, list[Opened]] = {}
_READING = [False]


def watch(folder: Path, replaced: Mapping[str, object], data: Data, quoted: Data) -> tuple[Watched, Watched]:
    """The same data, as replaced and as quoted, noting what is asked of them from now on; and files that are opened."""
    if not _OPENED:
        sys.addaudithook(_note_file)
    opened = Opened(folder.resolve(), dict(replaced))
    _OPENED.append(opened)
    _FOLDERS.setdefault(opened.folder, []).append(opened)
    made = [
        Watched({}, of=each, name=name, questions=opened.questions)
        for each, name in ((data, REPLACED), (quoted, QUOTED))
    ]
    return made[0], made[1]


@contextmanager
def reading() -> Iterator[None]:
    """Data files are read to be checked, which asks nothing of them."""
    before, _READING[0] = _READING[0], True
    try:
        yield
    finally:
        _READING[0] = before


def _note_file(event: str, arguments: tuple) -> None:
    """Note a file of a data folder that a notebook opens past the report."""
    if event != "open" or _READING[0] or not isinstance(arguments[0], str):
        return
    path = Path(os.path.realpath(arguments[0]))
    for folder in _FOLDERS.keys() & set(path.parents):
        question = Question("files", "", "file", path.relative_to(folder).as_posix())
        for opened in _FOLDERS[folder]:
            opened.questions.add(question)


def tell() -> None:
    """Print, as JSON, what was opened in this process, what was asked of it, and which files of code were loaded.

    Of code that counts what is the report's own: this package, and modules beside the notebook.
    """
    own = (Path(helpers.__file__).parents[1], Path.cwd())
    loaded = [Path(file) for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))]
    code = {file.relative_to(home).as_posix() for file in loaded for home in own if home in file.parents}
    opened = [
        {"folder": str(each.folder), "replaced": each.replaced, "questions": [vars(q) for q in sorted(each.questions)]}
        for each in _OPENED
    ]
    print(json.dumps({"opened": opened, "code": sorted(code)}, default=str))

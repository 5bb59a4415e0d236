"""Comparing a notebook as it is committed with what its cells show when they are run again.

Everything that a cell shows is compared: words, tables and records to the last letter and digit, drawings by the rule
of ``drawings``. What would keep a cell from being compared is named too: a mark that turns a check off, an output that
was not recorded, a cell that was taken out after the run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from nbformat import NotebookNode

from helpers.figures.wording import ordinal
from helpers.notebook.drawings import Comparison, compare_drawings, is_drawing
from helpers.notebook.record import MIME, SVG

#: Comments of a cell, and tags of it, by which the field's tools leave out a check or a cell.
MARKS = {
    *("NBVAL_SKIP", "NBVAL_IGNORE_OUTPUT", "NBVAL_CHECK_OUTPUT", "NBVAL_RAISES_EXCEPTION"),
    "PYTEST_VALIDATE_IGNORE_OUTPUT",
}
TAGS = {*(mark.lower().replace("_", "-") for mark in MARKS), "raises-exception", "skip-execution"}
#: So many letters of a text are shown on each side of where it differs.
AROUND = 28


@dataclass(frozen=True)
class Ran:
    """What a cell showed when it was run again, and why it stopped, where it did; ``differs`` is nbval's own word."""

    outputs: tuple[NotebookNode, ...] = ()
    error: str = ""
    differs: bool = False


class RerunFailed(Exception):
    """The notebooks could not be run again; the message says why."""


@dataclass(frozen=True)
class Drawn:
    """One drawing of a chart, wide or narrow, as it was and as it is."""

    chart: str
    width: str
    before: str
    after: str
    compared: Comparison


@dataclass(frozen=True)
class Cell:
    """A code cell by the number that it is run as: what it shows as committed and, unless it was not run, now.

    ``differences`` are the places where the two differ, ``unsound`` is what keeps the cell from being compared.
    """

    notebook: str
    number: int
    before: tuple[NotebookNode, ...]
    after: tuple[NotebookNode, ...] | None
    differences: tuple[str, ...] = ()
    drawings: tuple[Drawn, ...] = ()
    unsound: tuple[str, ...] = ()
    error: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.notebook}.ipynb, cell {self.number}"

    @property
    def compared(self) -> bool:
        """Whether all that it shows was compared."""
        return self.after is not None and not self.error and not self.unsound

    @property
    def records(self) -> tuple[object, object]:
        """What it keeps for the pages, as committed and now; None where it keeps nothing."""
        return _only(self.before, MIME), _only(self.after or (), MIME)


# --- notebooks ---------------------------------------------------------------------------------------


def compare_notebook(name: str, committed: NotebookNode, ran: Mapping[int, Ran]) -> list[Cell]:
    """Each code cell of a notebook beside what it showed when it was run again, by number."""
    cells = code_cells(committed)
    broken = _broken_order(cells)
    found = []
    for number, cell in enumerate(cells, 1):
        unsound = [*_unrecorded(cell), *_marks(cell), *broken.get(number, ())]
        again = ran.get(number)
        if again is None:
            unsound.append("it was not run, and so not compared")
        found.append(_compare_cell(Cell(name, number, tuple(cell.outputs), None, unsound=tuple(unsound)), again))
    return found


def _compare_cell(cell: Cell, again: Ran | None) -> Cell:
    """The cell with what it showed when it was run again, and where that differs."""
    if again is None or again.error:
        return replace(cell, after=again and again.outputs, error=again.error if again else "")
    found = output_differences(cell.before, again.outputs)
    if again.differs and not found:
        found = ["nbval finds another output, and this comparison does not"]
    drawings = tuple(_drawings(cell.before, again.outputs))
    return replace(cell, after=again.outputs, differences=tuple(found), drawings=drawings)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that are run, in their order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def marks_of(cell: NotebookNode) -> list[str]:
    """The comments and tags of a cell that turn a check off."""
    comments = [line.strip().lstrip("#").strip() for line in cell.source.splitlines() if line.strip().startswith("#")]
    tags = cell.metadata.get("tags", [])
    tags = [tags] if isinstance(tags, str) else tags
    return [*(each for each in comments if each in MARKS), *(each for each in tags if each in TAGS)]


def _marks(cell: NotebookNode) -> Iterator[str]:
    yield from (f"the mark {mark} tells tools not to check it: take the mark away" for mark in marks_of(cell))


def _unrecorded(cell: NotebookNode) -> Iterator[str]:
    if cell.execution_count is None:
        yield "no run of it is recorded: build the report and accept it"
    elif shows(cell.source) and not cell.outputs:
        yield "what it shows is not recorded: take its output back from the commit, or build the report and accept it"


def shows(source: str) -> bool:
    """Whether a cell shows something: it ends in an expression, and in no semicolon."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(statements) and isinstance(statements[-1], ast.Expr) and not source.rstrip().endswith(";")


def _broken_order(cells: list[NotebookNode]) -> dict[int, list[str]]:
    """Where the recorded runs of a notebook are not one run from the top: cells came or went after it."""
    counts = [cell.execution_count for cell in cells]
    if None in counts:
        return {}
    for number, (before, after) in enumerate(pairwise([0, *counts]), 1):
        if after != before + 1:
            went = "a cell before it was taken out" if after > before else "it was put in, or moved,"
            one = f", and the one before as the {ordinal(before)}" if before else ""
            return {number: [f"{went} after the run: it was run as the {ordinal(after)}{one}"]}
    return {}


# --- what a cell shows -------------------------------------------------------------------------------


def output_differences(before: Iterable[NotebookNode], after: Iterable[NotebookNode]) -> list[str]:
    """The places where what a cell shows is not what it showed."""
    one, two = (_streamed(outputs) for outputs in (before, after))
    if len(one) != len(two):
        return [f"it shows {_things(two)}, and {_things(one)} in the notebook"]
    found = []
    for index, pair in enumerate(zip(one, two, strict=True)):
        found += differences(*pair, f"output {index + 1} " if len(one) > 1 else "")
    return found


def _things(outputs: list) -> str:
    kinds = [each["output_type"].replace("_", " ") for each in outputs]
    return ", ".join(kinds) or "nothing"


def _streamed(outputs: Iterable[NotebookNode]) -> list[dict]:
    """The outputs without their counts; what was printed in pieces is one piece."""
    found: list[dict] = []
    for output in outputs:
        kept = {key: each for key, each in output.items() if key != "execution_count"}
        last = found[-1] if found else {}
        if kept.get("output_type") == last.get("output_type") == "stream" and kept["name"] == last["name"]:
            found[-1] = {**last, "text": last["text"] + kept["text"]}
        else:
            found.append(kept)
    return found


def _drawings(before: Iterable[NotebookNode], after: Iterable[NotebookNode]) -> Iterator[Drawn]:
    """The drawings that both sides have: the picture of a chart, and the narrow one in its record."""
    old, new = _only(before, MIME), _only(after, MIME)
    charts = [each.get("chart") or {} if isinstance(each, dict) else {} for each in (old, new)]
    name = next(filter(None, (chart.get("id") for chart in charts)), "a picture")
    pairs = {
        "wide": (_only(before, SVG), _only(after, SVG)),
        "narrow": tuple(chart.get("narrow") for chart in charts),
    }
    for width, (one, two) in pairs.items():
        if is_drawing(one) and is_drawing(two):
            yield Drawn(name, width, one, two, compare_drawings(one, two))


def _only(outputs: Iterable[NotebookNode], kind: str) -> object:
    return next((each["data"][kind] for each in outputs if kind in each.get("data", {})), None)


def differences(first: object, second: object, path: str = "") -> list[str]:
    """The places where two JSON documents differ, each as ``path: old -> new``; drawings in them as drawings."""
    if is_drawing(first) and is_drawing(second):
        return [f"{path}: {words}" for words in compare_drawings(first, second).differences]
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({*first, *second})
        return [line for key in keys for line in differences(first.get(key), second.get(key), _below(path, key))]
    if isinstance(first, list | tuple) and isinstance(second, list | tuple) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [line for index, (one, two) in pairs for line in differences(one, two, f"{path}[{index}]")]
    if type(first) is type(second) and first == second:
        return []
    return [f"{path}: {' -> '.join(apart(str(first), str(second)))}"]


def _below(path: str, key: str) -> str:
    """The place of a key, without what stands above every key of a record."""
    name = "" if key in ("data", MIME) else str(key)
    return path + ("." if path and name and not path.endswith((" ", ".")) else "") + name


def apart(before: str, after: str, around: int = AROUND) -> tuple[str, str]:
    """Two texts, cut to where they differ and a few letters around it.

    >>> apart("x" * 90 + "about 5 of them", "x" * 90 + "about 6 of them", around=6)
    ('…about 5 of th…', '…about 6 of th…')
    """
    before, after = (" ".join(text.split()) if len(text) > 2 * around else text for text in (before, after))
    if max(len(before), len(after)) <= 4 * around or before == after:
        return before, after
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    most = min(len(before), len(after)) - start
    end = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return tuple(_cut(text, start - around, len(text) - end + around) for text in (before, after))


def _cut(text: str, first: int, last: int) -> str:
    last = min(last, first + 6 * AROUND)
    return ("…" if first > 0 else "") + text[max(first, 0) : last] + ("…" if last < len(text) else "")

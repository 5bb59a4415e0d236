"""Sweeps: the parameterised notebooks run at each point of a grid of figures and parameters, a row of a table a point.

Rows are written in the order of the grid as they come, so that a table is also the record of how far its sweep is: one
that was stopped, in whatever way, goes on behind its last whole row. A point that fails is a row with its error.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import nbformat

from helpers.edition.build import lay_out
from helpers.edition.edition import Edition, check
from helpers.edition.kept import executions, parameters_of
from helpers.edition.needs import Notebook, defaults, read_notebooks
from helpers.edition.publish import locked, staged
from helpers.edition.run import execute
from helpers.edition.settings import SettingsError, read_settings
from helpers.edition.shells import Script, Shells
from helpers.figures.data import read_tables
from helpers.figures.faults import Fault, InputError, nearest, one_fault
from helpers.figures.spreadsheet import as_cell
from helpers.notebook.checkout import DATA, notebook_path
from helpers.notebook.results import Results, collect, records_of

#: The columns of a kept figure, and of what went wrong.
ENDS, ERROR = ("low", "central", "high"), "error"
#: What a table may be written as, by its suffix.
KINDS = (".csv", ".parquet")
#: Points under way, for each process, while the one before them is waited for.
AHEAD = 4
#: Rows that are turned into Parquet at a time.
CHUNK = 10_000
#: A point, and the code that sets its parameters, by notebook.
Asked = tuple[Edition, Mapping[str, str]]
#: What runs points: the stage, the scripts, the ids that are kept, the points; they come back in order.
Runner = Callable[[Path, Sequence[Script], Sequence[str], Iterable[Asked]], Iterator[tuple[Edition, dict]]]


@dataclass(frozen=True)
class Sweep:
    """A grid: the lists of figures and of parameters that vary, what is the same at each point, the ids that are kept."""

    figures: Mapping[str, Sequence[object]]
    parameters: Mapping[str, Sequence[object]]
    values: Sequence[str]
    varied: Sequence[str]

    def __len__(self) -> int:
        return math.prod(len(each) for each in (*self.figures.values(), *self.parameters.values()))

    def points(self) -> Iterator[Edition]:
        """Each point as an edition, the last name varying fastest."""
        for chosen in product(*self.figures.values(), *self.parameters.values()):
            count = len(self.figures)
            figures = dict(zip(self.figures, chosen[:count], strict=True))
            yield Edition().changed(figures, dict(zip(self.parameters, chosen[count:], strict=True)))

    @property
    def words(self) -> list[str]:
        """The columns that hold words: figures given by their fields, and what went wrong."""
        lists = {**self.figures, **self.parameters}
        return [*(name for name in self.varied if any(isinstance(each, dict) for each in lists[name])), ERROR]

    @property
    def columns(self) -> list[str]:
        """The head of its table."""
        return [*self.varied, *(f"{name}.{end}" for name in self.values for end in ENDS), ERROR]


def sweep(
    checkout: Path, file: Path, output: Path | None, say: Callable[[str], None], scheduler: str | None = None
) -> Path:
    """Run a sweep, or the rest of one, into its table, whose path it returns. Raises InputError or BuildFailed.

    With the address of a ``scheduler`` its points run on the workers of that cluster of Dask, else on this machine.
    """
    table = (output or checkout / "_build" / "sweeps" / f"{file.stem}.csv").absolute()
    if table.suffix not in KINDS:
        raise one_fault(str(table), "a table is no such file", f"end its name in {' or '.join(KINDS)}")
    name = hashlib.sha256(str(table).encode()).hexdigest()[:16]
    home = checkout / "_build" / ".sweeps" / name
    found, faults = read_sweep(checkout, file)
    check(checkout, None, Edition())
    with _runner(scheduler) as run, locked(home), staged(home) as stage:
        lay_out(checkout, None, Edition(), stage)
        todo = executions(checkout, stage, Edition(), other_data=False)
        todo = execute(todo, stage, lambda line: None)
        results = collect(stage)
        faults += _unknown(file.name, "values", found.values, results.figures, "no notebook shows a figure of this id")
        if faults:
            raise InputError(faults)
        scripts = {each.name: each for each in scripts_of(stage, results, found.values)}
        used = [each for each in todo if each.notebook.name in scripts]
        journal = Journal(table, home, found, [each.kept.stem for each in used])
        if journal.done < len(found):
            notebooks = [each.notebook for each in used]
            with journal, _progress(journal.done, len(found)) as bar:
                points = islice(found.points(), journal.done, None)
                asked = ((point, injected(notebooks, point)) for point in points)
                for point, answer in run(stage, list(scripts.values()), found.values, asked):
                    journal.write(_row(found, point, answer))
                    bar.update()
        journal.finish()
        failed = journal.failed
    say(f"{len(found)} points" + (f", {failed} of them failed: see the column {ERROR}" if failed else ""))
    return table


def _runner(scheduler: str | None) -> AbstractContextManager[Runner]:
    """What runs the points: the workers of a cluster, or this machine."""
    if scheduler is None:
        return nullcontext(run_points)
    from helpers.edition.cluster import joined  # few sweeps go there

    return joined(scheduler)


def _progress(done: int, total: int):
    """A bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    return tqdm(total=total, initial=done, unit="point", disable=None)


# --- the file ----------------------------------------------------------------------------------------


def read_sweep(checkout: Path, file: Path) -> tuple[Sweep, list[Fault]]:
    """The sweep of a file, and what is wrong with it; whether its values are shown is for the notebooks to say.

    Raises InputError where it cannot be read at all.
    """
    content = _read(file)
    tables = read_tables(checkout / DATA, None, [])
    figures = [row["id"] for name in ("claims.csv", "context.csv") for _, row in tables[name]]
    choices = defaults(read_notebooks(checkout, []).values(), [])
    given_sets, given_choices = content.get("set", {}), content.get("parameters", {})
    faults = _unknown(file.name, "set", given_sets, figures, "no figure has this id")
    faults += _unknown(file.name, "parameters", given_choices, choices, "the report has no such parameter")
    for column, names in {"set": given_sets, "parameters": given_choices}.items():
        for name, each in names.items():
            faults += _list_faults(file.name, f"{column}.{name}", _listed(each), mappings=column == "set")
    values = content.get("values", [])
    if not values:
        faults.append(Fault(file.name, None, "values", "no figure is kept", "list the ids of those to keep"))
    for twice in sorted({str(each) for each in values if values.count(each) > 1}):
        faults.append(Fault(file.name, None, "values", f"{twice!r} is listed twice", "list it once"))
    varied = [name for name, each in [*given_sets.items(), *given_choices.items()] if isinstance(each, list)]
    if not varied:
        faults.append(Fault(file.name, None, None, "nothing varies", "give a figure or a parameter a list"))
    grid = [{name: _listed(each) for name, each in names.items()} for names in (given_sets, given_choices)]
    return Sweep(*grid, values, varied), faults


def _listed(given: object) -> list:
    return given if isinstance(given, list) else [given]


def _read(file: Path) -> dict:
    fields = {"set": dict, "parameters": dict, "values": list}
    try:
        content = read_settings(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise one_fault(str(file), f"it cannot be read: {error.strerror}", "name a file that can") from None
    except UnicodeDecodeError:
        raise one_fault(file.name, "the text is not UTF-8", "save the file as UTF-8") from None
    except SettingsError as error:
        faults = [Fault(file.name, line, None, rule, remedy) for line, rule, remedy in error.problems]
        raise InputError(faults) from None
    if not isinstance(content, dict):
        raise one_fault(file.name, "the file is no mapping", f"give {', '.join(fields)}")
    faults = [
        Fault(file.name, None, str(key), "unknown or ill-typed field", f"use {', '.join(fields)}")
        for key, each in content.items()
        if key not in fields or not isinstance(each, fields[key])
    ]
    if faults:
        raise InputError(faults)
    return content


def _list_faults(file: str, column: str, listed: list, mappings: bool) -> Iterator[Fault]:
    """What is wrong with the list of one figure, which may be given by its fields, or of one parameter."""
    if not listed:
        yield Fault(file, None, column, "the list is empty", "give it a number, or take it away")
    for each in listed:
        number = isinstance(each, int | float) and not isinstance(each, bool) and math.isfinite(each)
        if not number and not (mappings and isinstance(each, dict)):
            yield Fault(file, None, column, f"{each!r} is not a number", "give numbers such as 0.05")


def _unknown(file: str, column: str, names: Iterable[object], known: Iterable[str], rule: str) -> list[Fault]:
    known = list(known)
    return [
        Fault(file, None, column, f"{rule}: {name!r}", nearest(str(name), known)) for name in names if name not in known
    ]


# --- the points --------------------------------------------------------------------------------------


def scripts_of(stage: Path, results: Results, values: Sequence[str]) -> list[Script]:
    """The notebooks that show the kept figures, each as far as it has to be run for them."""
    wanted: dict[str, list[str]] = {}
    for name in values:
        wanted.setdefault(results.cell("figure", name).notebook, []).append(name)
    return [_script(notebook_path(stage, notebook), notebook, names) for notebook, names in wanted.items()]


def _script(path: Path, notebook: str, names: Sequence[str]) -> Script:
    document = nbformat.read(path, as_version=4)
    code = [index for index, cell in enumerate(document.cells) if cell.cell_type == "code"]
    records = sorted(records_of(document), key=lambda each: (each[2].chart is not None, each[0]))  # a chart takes long
    first = {name: next(index for index, _, record, _ in records if name in record.figures) for name in names}
    showing = sorted({code.index(index) for index in first.values()})
    cells = [document.cells[index] for index in code[: showing[-1] + 1]]
    tagged = [index for index, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    return Script(notebook, tuple(cell.source for cell in cells), tuple(showing), tagged[0] if tagged else -1)


def run_points(
    stage: Path, scripts: Sequence[Script], values: Sequence[str], asked: Iterable[Asked]
) -> Iterator[tuple[Edition, dict]]:
    """Each point with its values or its error, in order, as many at a time as there are processors."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    idle: queue.SimpleQueue[Shells] = queue.SimpleQueue()

    def run(point: Edition, setting: Mapping[str, str]) -> tuple[Edition, dict]:
        shells = idle.get()
        try:
            return point, shells.run(setting)
        finally:
            idle.put(shells)

    with ThreadPoolExecutor(processors) as pool, ExitStack() as stack:
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        for _ in range(processors):
            idle.put(stack.enter_context(Shells(stage, scripts, values)))
        running = deque()
        for each in asked:
            running.append(pool.submit(run, *each))
            if len(running) == AHEAD * processors:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def injected(notebooks: Sequence[Notebook], point: Edition) -> dict[str, str]:
    """The code with which papermill would set the parameters of each notebook at a point."""
    from papermill.translators import PythonTranslator

    settings = {each.name: parameters_of(each, point, other_data=False) for each in notebooks}
    return {name: PythonTranslator.codify(each) for name, each in settings.items() if each}


def _row(found: Sweep, point: Edition, answer: Mapping[str, object]) -> list[object]:
    chosen = {**point.set, **point.parameters}
    where = [json.dumps(each) if isinstance(each, dict) else each for each in (chosen[name] for name in found.varied)]
    values = answer.get("values", {})
    numbers = [number for name in found.values for number in values.get(name, (None, None, None))]
    return [*where, *numbers, " ".join(str(answer.get(ERROR, "")).split())]


# --- the table ---------------------------------------------------------------------------------------


class Journal:
    """The rows of a table as they are written; a context that holds the file open.

    What the table is of is kept apart from it: a table of the same sweep goes on, one of another is begun anew, and a
    file that no sweep wrote is left alone. Raises InputError for that one.
    """

    def __init__(self, table: Path, home: Path, found: Sweep, homes: Sequence[str]):
        self._table, self._found, self._file = table, found, None
        grid = [found.columns, found.figures, found.parameters, homes]
        digest = hashlib.sha256(json.dumps(grid, sort_keys=True).encode()).hexdigest()
        self._rows, note = table if table.suffix == ".csv" else home / "rows.csv", home / "sweep"
        known = note.read_text(encoding="utf-8") if note.is_file() else ""
        if table.exists() and not known:
            raise one_fault(str(table), "something that no sweep wrote is there", "name another file, or move it")
        if known != digest:
            self._rows.unlink(missing_ok=True)
            note.write_text(digest, encoding="utf-8")
        self.done, self.failed = self._resume()

    def _resume(self) -> tuple[int, int]:
        """How many whole rows there are, and how many failed; what was written of one more is cut off."""
        if not self._rows.is_file():
            return 0, 0
        whole, rows, failed = 0, -1, 0
        with self._rows.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    whole, rows = whole + len(line), rows + 1
                    failed += rows > 0 and bool(next(csv.reader([line.decode()]))[-1])
        os.truncate(self._rows, whole)
        return max(rows, 0), failed

    def __enter__(self) -> Journal:
        self._rows.parent.mkdir(parents=True, exist_ok=True)
        empty = not self._rows.is_file() or not self._rows.stat().st_size
        self._file = self._rows.open("a", encoding="utf-8", newline="")
        if empty:
            self._line(self._found.columns)
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def write(self, row: Sequence[object]) -> None:
        """Write a row, whole."""
        self._line(row)
        self.done, self.failed = self.done + 1, self.failed + bool(row[-1])

    def _line(self, cells: Sequence[object]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([as_cell(cell) for cell in cells])
        self._file.write(line.getvalue())
        self._file.flush()

    def finish(self) -> None:
        """Write a table that is no CSV, in one move."""
        if self._table.suffix == ".parquet":
            import fastparquet
            import pandas as pd

            self._table.parent.mkdir(parents=True, exist_ok=True)
            partial = self._table.with_name(f".{self._table.name}")
            for index, chunk in enumerate(pd.read_csv(self._rows, chunksize=CHUNK, dtype=str, keep_default_na=False)):
                words = chunk[self._found.words].astype(object)
                numbers = chunk.drop(columns=words.columns).apply(pd.to_numeric).astype(float)
                whole = numbers.join(words)[self._found.columns]
                fastparquet.write(str(partial), whole, append=index > 0)
            os.replace(partial, self._table)

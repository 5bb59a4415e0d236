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
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import nbformat
import yaml

from helpers.edition.build import lay_out
from helpers.edition.edition import Edition, check
from helpers.edition.kept import executions, parameters_of
from helpers.edition.needs import Notebook, defaults, read_notebooks
from helpers.edition.publish import locked, staged
from helpers.edition.run import execute
from helpers.edition.shells import Script, Shells
from helpers.figures.data import read_tables
from helpers.figures.faults import Fault, InputError, nearest, one_fault
from helpers.notebook.checkout import DATA
from helpers.notebook.results import Results, collect, records_of

#: The columns of a kept figure, and of what went wrong.
ENDS, ERROR = ("low", "central", "high"), "error"
#: What a table may be written as, by its suffix.
KINDS = (".csv", ".parquet")
#: Points under way, for each process, while the one before them is waited for.
AHEAD = 4
#: Rows that are turned into Parquet at a time.
CHUNK = 10_000


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
    def columns(self) -> list[str]:
        """The head of its table."""
        return [*self.varied, *(f"{name}.{end}" for name in self.values for end in ENDS), ERROR]


def sweep(checkout: Path, file: Path, output: Path | None, say: Callable[[str], None]) -> Path:
    """Run a sweep, or the rest of one, into its table, whose path it returns. Raises InputError or BuildFailed."""
    table = (output or checkout / "_build" / "sweeps" / f"{file.stem}.csv").absolute()
    if table.suffix not in KINDS:
        raise one_fault(str(table), "a table is no such file", f"end its name in {' or '.join(KINDS)}")
    name = hashlib.sha256(str(table).encode()).hexdigest()[:16]
    home = checkout / "_build" / ".sweeps" / name
    found = read_sweep(checkout, file)
    with locked(home), staged(home) as stage:
        lay_out(checkout, None, Edition(), stage)
        todo = executions(checkout, stage, Edition(), other_data=False)
        todo = execute(todo, stage, lambda line: None)
        results = collect(stage)
        require_known(file, found.values, results.figures)
        scripts = {each.name: each for each in scripts_of(stage, results, found.values)}
        used = [each for each in todo if each.notebook.name in scripts]
        journal = Journal(table, home, found, [each.kept.stem for each in used])
        if journal.done < len(found):
            notebooks = [each.notebook for each in used]
            with journal, _progress(journal.done, len(found)) as bar:
                points = islice(found.points(), journal.done, None)
                for point, answer in run_points(stage, list(scripts.values()), notebooks, found.values, points):
                    journal.write(_row(found, point, answer))
                    bar.update()
        journal.finish()
        failed = journal.failed
    say(f"{len(found)} points" + (f", {failed} of them failed: see the column {ERROR}" if failed else ""))
    return table


def _progress(done: int, total: int):
    """A bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    return tqdm(total=total, initial=done, unit="point", disable=None)


# --- the file ----------------------------------------------------------------------------------------


def read_sweep(checkout: Path, file: Path) -> Sweep:
    """The sweep of a file, its figures and parameters known. Raises InputError with every fault."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise one_fault(file.name, f"the file cannot be read: {error}", "name a file that can") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            [Fault(file.name, mark.line + 1 if mark else None, None, "not readable as YAML", "mend the file")]
        ) from None
    fields = {"set": dict, "parameters": dict, "values": list}
    if not isinstance(content, dict):
        raise one_fault(file.name, "the file is no mapping", f"give {', '.join(fields)}")
    faults = [
        Fault(file.name, None, str(key), "unknown or ill-typed field", f"use {', '.join(fields)}")
        for key, each in content.items()
        if key not in fields or not isinstance(each, fields[key])
    ]
    if faults:
        raise InputError(faults)
    check(checkout, None, Edition())
    tables = read_tables(checkout / DATA, None, [])
    figures = [row["id"] for name in ("claims.csv", "context.csv") for _, row in tables[name]]
    parameters = defaults(read_notebooks(checkout, []).values(), [])
    grid = {}
    for field, known in {"set": figures, "parameters": parameters}.items():
        grid[field] = {
            name: each if isinstance(each, list) else [each] for name, each in content.get(field, {}).items()
        }
        for name, listed in grid[field].items():
            faults += _list_faults(file.name, f"{field}.{name}", name, listed, known, field == "set")
    values = content.get("values", [])
    if not values:
        faults.append(Fault(file.name, None, "values", "no figure is kept", "list the ids of those to keep"))
    faults += [
        Fault(file.name, None, "values", f"{each!r} is listed twice", "list it once")
        for each in {str(each) for each in values if values.count(each) > 1}
    ]
    varied = [name for field in grid for name in grid[field] if isinstance(content[field][name], list)]
    if not varied and not faults:
        faults.append(Fault(file.name, None, None, "nothing varies", "give a figure or a parameter a list"))
    if faults:
        raise InputError(faults)
    return Sweep(grid["set"], grid["parameters"], values, varied)


def _list_faults(
    file: str, column: str, name: str, listed: list, known: Iterable[str], is_figure: bool
) -> Iterator[Fault]:
    """What is wrong with the list of one figure or parameter."""
    if name not in known:
        what = "no figure has this id" if is_figure else "the report has no such parameter"
        yield Fault(file, None, column, what, nearest(str(name), known))
    if not listed:
        yield Fault(file, None, column, "the list is empty", "give it a number, or take it away")
    for each in listed:
        number = isinstance(each, int | float) and not isinstance(each, bool) and math.isfinite(each)
        if not number and not (is_figure and isinstance(each, dict)):
            yield Fault(file, None, column, f"{each!r} is not a number", "give numbers such as 0.05")


def require_known(file: Path, values: Sequence[object], figures: Mapping[str, object]) -> None:
    """Raises InputError for ids to keep that no notebook shows."""
    faults = [
        Fault(file.name, None, "values", f"no notebook shows {name!r}", nearest(str(name), figures))
        for name in values
        if name not in figures
    ]
    if faults:
        raise InputError(faults)


# --- the points --------------------------------------------------------------------------------------


def scripts_of(stage: Path, results: Results, values: Sequence[str]) -> list[Script]:
    """The notebooks that show the kept figures, each as far as it has to be run for them."""
    wanted: dict[str, list[str]] = {}
    for name in values:
        wanted.setdefault(results.cell("figure", name).notebook, []).append(name)
    return [_script(stage / "book" / f"{notebook}.ipynb", notebook, names) for notebook, names in wanted.items()]


def _script(path: Path, notebook: str, names: Sequence[str]) -> Script:
    document = nbformat.read(path, as_version=4)
    # what papermill injected into the article's own edition, nothing, is not there
    code = [index for index, cell in enumerate(document.cells) if cell.cell_type == "code"]
    records = sorted(records_of(document), key=lambda each: (each[2].chart is not None, each[0]))  # a chart takes long
    first = {name: next(index for index, _, record, _ in records if name in record.figures) for name in names}
    showing = sorted({code.index(index) for index in first.values()})
    cells = [document.cells[index] for index in code[: showing[-1] + 1]]
    tagged = [index for index, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    return Script(notebook, tuple(cell.source for cell in cells), tuple(showing), tagged[0] if tagged else -1)


def run_points(
    stage: Path,
    scripts: Sequence[Script],
    notebooks: Sequence[Notebook],
    values: Sequence[str],
    points: Iterable[Edition],
) -> Iterator[tuple[Edition, dict]]:
    """Each point with its values or its error, in order, as many at a time as there are processors."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    idle: queue.SimpleQueue[Shells] = queue.SimpleQueue()

    def run(point: Edition) -> tuple[Edition, dict]:
        shells = idle.get()
        try:
            return point, shells.run(injected(notebooks, point))
        finally:
            idle.put(shells)

    with ThreadPoolExecutor(processors) as pool, ExitStack() as stack:
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        for _ in range(processors):
            idle.put(stack.enter_context(Shells(stage, scripts, values)))
        running = deque()
        for point in points:
            running.append(pool.submit(run, point))
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
        csv.writer(line, lineterminator="\n").writerow(cells)
        self._file.write(line.getvalue())
        self._file.flush()

    def finish(self) -> None:
        """Write a table that is no CSV, in one move."""
        if self._table.suffix == ".parquet":
            import fastparquet
            import pandas as pd

            self._table.parent.mkdir(parents=True, exist_ok=True)
            partial = self._table.with_name(f".{self._table.name}")
            words = {ERROR: str}
            chunks = pd.read_csv(self._rows, chunksize=CHUNK, dtype=words, keep_default_na=False, na_values=[""])
            for index, chunk in enumerate(chunks):
                kept = chunk.fillna({ERROR: ""}).astype({name: float for name in self._found.columns if "." in name})
                fastparquet.write(str(partial), kept.astype({ERROR: object}), append=index > 0)
            os.replace(partial, self._table)

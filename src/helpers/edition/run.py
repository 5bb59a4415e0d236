"""Running the notebooks of an edition with papermill: only those that are stale, several at a time.

Each runs in a kernel of its own, and is kept with all that it depended on.
"""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

import nbformat

from helpers.edition.kept import Execution, forget, keep
from helpers.edition.needs import REPLACED
from helpers.edition.template import stop, warm
from helpers.figures.faults import BuildFailed, Fault, InputError, some
from helpers.notebook.checkout import BOOK, longest_first
from helpers.notebook.results import INJECTED

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}
#: Errors of a cell that say what is wrong with figures given to it.
BAD_INPUT = ("InputError", "UnitError", "FigureError", "UnknownFigure", "ZeroDivisionError", "OverflowError")


class CellFailed(Exception):
    """A cell raised: the notebook, the number of the cell, the name of the error, what it says, the figures replaced."""

    def __str__(self) -> str:
        name, number, error, message, _ = self.args
        return f"{name}.ipynb, cell {number}: {error}: {message}"

    @property
    def bad_input(self) -> bool:
        """Whether the error says what is wrong with figures given to the cell."""
        return self.args[2] in BAD_INPUT

    @property
    def fault(self) -> Fault:
        """The same as a fault of the input."""
        name, number, error, message, replaced = self.args
        where = f"{BOOK}/{name}.ipynb, cell {number}"
        rule = message if self.bad_input else f"{error}: {message}"
        given = f"what is set: {some(replaced)}" if replaced else "the figures that it is given"
        return Fault(where, None, None, rule, f"correct the cell, or {given}")


def execute(todo: list[Execution], stage: Path, say: Callable[[str], None]) -> list[Execution]:
    """Run the stale notebooks of a staged edition, as many at a time as there are processors, and put all in place."""
    todo[0].store.mkdir(parents=True, exist_ok=True) if todo else None
    for each in todo:
        if each.kept:
            say(f"  {each.notebook.name}: fresh")
    runs = _run_all([each for each in todo if not each.kept], say)
    done = [replace(each, kept=runs.get(each.notebook.name, each.kept)) for each in todo]
    for each in done:
        shutil.copyfile(each.kept, each.notebook.path)
    forget(done)
    return done


def _run_all(stale: list[Execution], say: Callable[[str], None]) -> dict[str, Path]:
    """The files that keep the runs, by the names of the notebooks."""
    if not stale:
        return {}
    failures: list[CellFailed] = []
    runs: dict[str, Path] = {}
    with warnings.catch_warnings(), warm(), ThreadPoolExecutor(min(len(stale), os.cpu_count() or 1)) as pool:
        warnings.simplefilter("ignore")  # papermill's and jupyter's own
        named = {each.notebook.path: each for each in stale}
        jobs = {pool.submit(run_notebook, named[path]): named[path] for path in longest_first(named)}
        try:
            for job in as_completed(jobs):
                error, each = job.exception(), jobs[job]
                if isinstance(error, CellFailed):
                    failures.append(error)
                elif error:
                    raise error
                else:
                    runs[each.notebook.name] = job.result()
                say(f"  {each.notebook.name}: {'failed' if error else 'executed'} ({each.why})")
        except KeyboardInterrupt:
            stop()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    if any(error.bad_input for error in failures):  # what else fails with it may well fail by it
        raise InputError(_together(error.fault for error in failures))
    if failures:
        raise BuildFailed("\n".join(map(str, failures)))
    return runs


def _together(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of cells, each told once with all the cells that it stopped."""
    cells: dict[Fault, list[str]] = {}
    for fault in faults:
        cells.setdefault(replace(fault, file=""), []).append(fault.file)
    return [replace(fault, file="; ".join(sorted(places))) for fault, places in cells.items()]


#: A cell that is added to a notebook, run last, and taken away again: what it asked of the data.
TELLING = "from helpers.figures.reads import tell; tell()"


def run_notebook(each: Execution) -> Path:
    """Run one notebook with papermill where it lies, and keep it normalised. Raises CellFailed or BuildFailed."""
    from jupyter_core.utils import ensure_event_loop
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from helpers.edition import engine

    logging.getLogger("papermill").setLevel(logging.ERROR)
    path = each.notebook.path
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(TELLING))
    # papermill's own cwd is that of the whole process, and others run in it.
    where = {"resources": {"metadata": {"path": str(path.parent)}}, "shutdown_kernel": "immediate"}
    where["engine_name"] = engine.NAME
    try:
        executed = _execute(notebook, None, dict(each.parameters), kernel_name="python3", progress_bar=False, **where)
    except PapermillExecutionError as error:
        number = _number_of(notebook, error.exec_count, bool(each.parameters))
        replaced = tuple(each.parameters.get(REPLACED, ()))
        raise CellFailed(path.stem, number, error.ename, error.evalue, replaced) from None
    except DeadKernelError:
        raise BuildFailed(f"the process that ran {path.stem} was killed: is there memory enough?") from None
    finally:
        ensure_event_loop().close()  # nbclient makes one for each thread
    told = "".join(output.get("text", "") for output in executed.cells.pop().outputs)
    return keep(each, normalise(executed), told)


def _number_of(notebook: nbformat.NotebookNode, run_as: int, has_parameters: bool) -> int:
    """The number of a cell that was run as another: one that holds the parameters was put in after their defaults."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    defaults = next((n for n, cell in enumerate(code, 1) if "parameters" in cell.metadata.get("tags", ())), 0)
    return run_as - (has_parameters and run_as > defaults)


#: What is said of a kernel that never answered: it lost a port to another process between choosing and taking it.
UNANSWERED = ("Kernel didn't respond", "Kernel died before replying")


def _execute(*args, **options) -> nbformat.NotebookNode:
    """Run a notebook with papermill; where its kernel never answered, and so ran nothing, with a second one."""
    import papermill

    try:
        return papermill.execute_notebook(*args, **options)
    except RuntimeError as error:
        if not str(error).startswith(UNANSWERED):
            raise
    return papermill.execute_notebook(*args, **options)


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take clocks, paths and random ids out of an executed notebook, so that equal runs are equal bytes."""
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL, language_info=LANGUAGE)
    count = 0
    for cell in notebook.cells:
        keep = {key: cell.metadata[key] for key in ("tags", "mystnb") if cell.metadata.get(key)}
        cell.metadata = nbformat.NotebookNode(keep)
        if INJECTED in keep.get("tags", []):
            cell.id = INJECTED
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            if output.output_type in ("display_data", "execute_result"):
                output.metadata = nbformat.NotebookNode()
    return notebook

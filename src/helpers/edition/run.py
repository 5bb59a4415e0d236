"""Running the notebooks of an edition with papermill: only those that are stale, several at a time.

An execution is kept under the digest of all that it depends on, so the same notebook on the same figures runs once.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import nbformat

from helpers.edition.edition import BuildFailed, Edition
from helpers.edition.kernels import warm
from helpers.edition.needs import DATA_PARAMETER, REPLACED, Notebook, digest, read_notebooks
from helpers.figures.data import DATA_FILES
from helpers.figures.faults import Fault, InputError
from helpers.notebook.checkout import BOOK, DATA

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}
#: Where an edition on another data folder finds it: beside its notebooks.
BESIDE = "data"
#: Errors of a cell that say what is wrong with figures given to it.
BAD_INPUT = ("InputError", "UnitError", "FigureError", "UnknownFigure")
#: How many executions of each notebook are kept, the current one always.
KEPT = 12


class CellFailed(Exception):
    """A cell raised: the notebook, the number of the cell, the name of the error and what it says."""

    def __str__(self) -> str:
        name, number, error, message = self.args
        return f"{name}.ipynb, cell {number}: {error}: {message}"

    @property
    def fault(self) -> Fault | None:
        """The same as a fault of the input, where it is one."""
        name, number, error, message = self.args
        if error not in BAD_INPUT:
            return None
        where = f"{BOOK}/{name}.ipynb, cell {number}"
        return Fault(where, None, None, message, "correct the cell, or the figures that it is given")


@dataclass(frozen=True)
class Execution:
    """A notebook under the parameters of an edition, and the file that keeps its outputs."""

    notebook: Notebook
    parameters: Mapping[str, object]
    home: Path


def executions(checkout: Path, root: Path, edition: Edition, other_data: bool) -> list[Execution]:
    """What an edition runs of the notebooks that are laid out in ``root``, in the order of its contents."""
    cache, data = checkout / "_build" / ".cache" / "executed", root / DATA
    lock = checkout / "requirements.txt"
    files = {name: data / name for name in DATA_FILES if (data / name).is_file()}
    shared = [digest(files), digest({"lock": lock} if lock.is_file() else {}), sys.version]
    found = []
    for notebook in read_notebooks(root, []).values():
        parameters = _parameters(notebook, edition, other_data)
        parts = [
            *shared,
            notebook.code_digest,
            notebook.source_digest,
            json.dumps(parameters, sort_keys=True, default=str),
        ]
        key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
        found.append(Execution(notebook, parameters, cache / f"{notebook.name}-{key}.ipynb"))
    return found


def _parameters(notebook: Notebook, edition: Edition, other_data: bool) -> dict[str, object]:
    """What papermill is given: what differs from the notebook's own cell, and nothing that it does not declare."""
    given = {**edition.parameters, DATA_PARAMETER: BESIDE} if other_data else dict(edition.parameters)
    given |= {REPLACED: edition.set}
    declared = notebook.parameters
    return {name: each for name, each in given.items() if name in declared and each != declared[name]}


def execute(todo: list[Execution], stage: Path, say: Callable[[str], None]) -> None:
    """Run the stale notebooks of a staged edition, as many at a time as there are processors, and put all in place."""
    for each in todo:
        each.home.parent.mkdir(parents=True, exist_ok=True)
        if each.home.is_file():
            say(f"  {each.notebook.name}: fresh")
    _run_all([each for each in todo if not each.home.is_file()], say)
    for each in todo:
        shutil.copyfile(each.home, each.notebook.path)
    _forget(todo)


def _run_all(stale: list[Execution], say: Callable[[str], None]) -> None:
    if not stale:
        return
    failures: list[CellFailed] = []
    with warnings.catch_warnings(), ThreadPoolExecutor(min(len(stale), os.cpu_count() or 1)) as pool, warm():
        warnings.simplefilter("ignore")  # papermill's and jupyter's own
        jobs = {pool.submit(run_notebook, each): each.notebook.name for each in stale}
        try:
            for job in as_completed(jobs):
                error = job.exception()
                if isinstance(error, CellFailed):
                    failures.append(error)
                elif error:
                    raise error
                say(f"  {jobs[job]}: {'failed' if error else 'executed'}")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    faults = [error.fault for error in failures if error.fault]
    if len(faults) < len(failures):
        raise BuildFailed("\n".join(map(str, failures)))
    if faults:
        raise InputError(faults)


def run_notebook(each: Execution) -> None:
    """Run one notebook with papermill where it lies, and keep it normalised. Raises CellFailed or BuildFailed."""
    import papermill
    from jupyter_core.utils import ensure_event_loop
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    path = each.notebook.path
    # papermill's own cwd is that of the whole process, and others run in it.
    where = {"resources": {"metadata": {"path": str(path.parent)}}, "shutdown_kernel": "immediate"}
    try:
        executed = papermill.execute_notebook(
            path, None, dict(each.parameters), kernel_name="python3", progress_bar=False, **where
        )
    except PapermillExecutionError as error:
        raise CellFailed(path.stem, error.exec_count, error.ename, error.evalue) from None
    except DeadKernelError:
        raise BuildFailed(f"the process that ran {path.stem} was killed: is there memory enough?") from None
    finally:
        ensure_event_loop().close()  # nbclient makes one for each thread
    whole = each.home.with_name(f".{each.home.name}.{os.getpid()}")
    nbformat.write(normalise(executed), whole)
    os.replace(whole, each.home)


def normalise(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take clocks, paths and random ids out of an executed notebook, so that equal runs are equal bytes."""
    notebook.metadata = nbformat.NotebookNode(kernelspec=KERNEL, language_info=LANGUAGE)
    count = 0
    for cell in notebook.cells:
        keep = {key: cell.metadata[key] for key in ("tags", "mystnb") if cell.metadata.get(key)}
        cell.metadata = nbformat.NotebookNode(keep)
        if "injected-parameters" in keep.get("tags", []):
            cell.id = "injected-parameters"
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


def _forget(done: list[Execution]) -> None:
    """Keep the newest few executions of each notebook, the current one always."""
    for each in done:
        runs = sorted(each.home.parent.glob(f"{each.notebook.name}-*.ipynb"), key=lambda path: -path.stat().st_mtime_ns)
        for path in runs[KEPT:]:
            if path != each.home:
                path.unlink(missing_ok=True)

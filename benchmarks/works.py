"""What is timed: each work of the report, and the plain way of the same, on copies of the checkout."""

from __future__ import annotations

import csv
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

import nbformat

from helpers.notebook.record import MIME

#: The figure that is changed and varied, what a sweep keeps, and the notebook that shows it.
FIGURE, VALUE, NOTEBOOK = "shortage", "shortage_covered", "shortage.ipynb"
#: The small report, whose points are cheap.
SMALL = "tests/small"
#: Points of a timed sweep, and of the plain way, which are compared per point.
POINTS, PLAIN_POINTS = 200, 6
REPORT = (sys.executable, "-m", "helpers.cli")
#: A command within its process, which then says its peak and that of the largest process it waited for, in kB.
PEAK = """
import resource, sys
from helpers.cli import main
code = main(sys.argv[1:])
print(sum(resource.getrusage(each).ru_maxrss for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
sys.exit(code)
"""
#: Settings of whoever measures that would change what is measured.
NOT_TAKEN = ("JUPYTER_DEFAULT_PROVISIONER_NAME", "PYTHONDONTWRITEBYTECODE")
#: The cells of the notebooks in the folder where it runs, one after another.
CELLS = """
from pathlib import Path
import nbformat
from IPython.core.interactiveshell import InteractiveShell
for path in sorted(Path().glob("*.ipynb")):
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()  # without which a chart is not drawn
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source).raise_error()
"""


class WorkFailed(Exception):
    """A command did not end well, so that its time says nothing."""


def nothing(checkout: Path, turn: int = 0) -> None:
    """No preparation."""


@dataclass(frozen=True)
class Way:
    """A way to do a work in a checkout: what is done once and before each turn, untimed, and what is timed.

    What ``run`` returns is the measure, if it returns any, else its seconds, for each of its ``points``.
    """

    said: str
    run: Callable[[Path, int], float | None]
    once: Callable[[Path], object] = nothing
    before: Callable[[Path, int], object] = nothing
    points: int = 1


@dataclass(frozen=True)
class Work:
    """A work in two ways, measured in one unit; ours takes ``at_most`` so many times what the plain one does.

    The ``floor`` is the least that any way can take: the cells alone.
    """

    unit: str
    at_most: float
    ours: Way
    plain: Way
    floor: Way | None = None

    @property
    def ways(self) -> dict[str, Way]:
        """Its ways by name."""
        named = {"ours": self.ours, "plain": self.plain, "floor": self.floor}
        return {name: way for name, way in named.items() if way}


def command(checkout: Path, name: str, *words: object, given: str | None = None) -> str:
    """What a command says, run in a checkout on the code of that, kernels as Jupyter starts them by itself.

    Code is compiled once, and what it installs is fetched anew. Raises WorkFailed.
    """
    around = {key: each for key, each in os.environ.items() if key not in NOT_TAKEN}
    around |= {
        "PYTHONPATH": str(checkout / "src"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_CACHE_DIR": "1",
        "UV_NO_CACHE": "1",
    }
    words = [name, *map(str, words)]
    done = subprocess.run(words, cwd=checkout, env=around, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkFailed(f"{shlex.join(words)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def doing(*words: object) -> Callable:
    """The way that is one command."""

    def run(checkout: Path, turn: int = 0) -> None:
        command(checkout, *words)

    return run


# --- beginning ---------------------------------------------------------------------------------------


def bare(checkout: Path, turn: int) -> None:
    """Nothing is installed, and nothing is built."""
    rmtree(checkout / ".venv", ignore_errors=True)
    forget(checkout, turn)


def plain_install(checkout: Path, turn: int) -> None:
    """The packages of the lock alone, by pip."""
    command(checkout, sys.executable, "-m", "venv", ".venv")
    pip = (checkout / ".venv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    command(checkout, *pip, "install", "--quiet", "--require-hashes", "-r", "requirements.txt")


# --- building ----------------------------------------------------------------------------------------


def forget(checkout: Path, turn: int) -> None:
    """Nothing is built."""
    rmtree(checkout / "_build", ignore_errors=True)


def change(checkout: Path, turn: int) -> None:
    """Another number in the row of a figure, an author's own, which quotes nobody."""
    path = checkout / "data" / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (row,) = (row for row in rows if row[0] == FIGURE)
    row[header.index("value")], row[header.index("wording")] = str(1_600_000 + 100_000 * turn), ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def plain_build(checkout: Path, turn: int) -> None:
    """Every notebook in its place, then every page."""
    for path in sorted((checkout / "book").glob("*.ipynb")):
        command(checkout, "papermill", path, path, "--cwd", path.parent)
    command(checkout, "jupyter-book", "build", "--all", ".")


def without_extension(checkout: Path) -> None:
    """Pages that are the tool's own, without what this report adds to each build, are built once."""
    config = checkout / "_config.yml"
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "helpers.pages.book" not in line and "local_extensions" not in line]
    config.write_text("".join(kept), encoding="utf-8")
    for path in (checkout / "book").glob("*.ipynb"):
        document = nbformat.read(path, 4)
        for output in (each for cell in document.cells for each in cell.get("outputs", [])):
            output.get("data", {}).pop(MIME, None)
        nbformat.write(document, path)
    again(checkout)


def cells(checkout: Path, turn: int) -> None:
    """The cells of every notebook in one process, with nothing around them."""
    command(checkout / "book", sys.executable, "-c", CELLS)


# --- sweeping ----------------------------------------------------------------------------------------


def grid(count: int, home: str = ".", figure: str = FIGURE, value: str = VALUE) -> Callable[[Path, int], None]:
    """Writes a sweep of so many points into a report below the checkout, none of them run yet."""

    def write(checkout: Path, turn: int) -> None:
        numbers = ", ".join(str(1_000_000 + each) for each in range(count))
        text = f"set: {{{figure}: [{numbers}]}}\nvalues: [{value}]\n"
        (checkout / home / "grid.yml").write_text(text, encoding="utf-8")
        rmtree(checkout / home / "_build" / "sweeps", ignore_errors=True)

    return write


def first_sweep(checkout: Path) -> None:
    """What every sweep begins with, the notebooks as they are, is run once."""
    grid(2)(checkout, 0)
    sweep(checkout)


def plain_sweep(checkout: Path, turn: int) -> None:
    """Points by papermill, two at a time."""
    book, numbers = checkout / "book", "\n".join(str(1_000_000 + each) for each in range(PLAIN_POINTS))
    words = ("papermill", book / NOTEBOOK, checkout / "out-@.ipynb", "--cwd", book)
    command(checkout, "xargs", "-P2", "-I@", *words, "-y", f"replaced: {{{FIGURE}: @}}", given=numbers)


def peak(checkout: Path, turn: int) -> float:
    """Megabytes at the peak of a sweep of the small report, whose points are cheap."""
    said = command(checkout, "sh", "-c", 'cd "$0" && exec "$@"', SMALL, sys.executable, "-c", PEAK, "sweep", "grid.yml")
    return int(said.split()[-1]) / 1024


@cache
def cluster():
    """Two workers on this machine, until the command ends."""
    from distributed import LocalCluster

    return LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)


def join(checkout: Path) -> None:
    """The workers are there before the first turn."""
    first_sweep(checkout)
    cluster()


def far_sweep(checkout: Path, turn: int) -> None:
    """Points on the cluster."""
    command(checkout, *REPORT, "sweep", "grid.yml", "--scheduler", cluster().scheduler_address)


# --- all of them -------------------------------------------------------------------------------------

build, again, sweep = doing(*REPORT, "build"), doing("jupyter-book", "build", "."), doing(*REPORT, "sweep", "grid.yml")
nbval = doing(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "book")
PLAIN = "`papermill` for each notebook, then `jupyter-book build --all`"
LOCAL = Way(f"`report sweep` of {POINTS} points on two processors", sweep, first_sweep, grid(POINTS), POINTS)
FAR = Way(f"`report sweep --scheduler`, {POINTS} points on two workers of Dask", far_sweep, join, grid(POINTS), POINTS)
CELLS_ALONE = Way("the cells alone, in one process", cells)
WORKS = {
    "first-book": Work(
        "s",
        0.5,
        Way("`make book` on a bare clone, install included", doing("make", "book"), before=bare),
        Way("`pip install` of the same lock, alone", plain_install, before=bare),
    ),
    "build-stale": Work(
        "s", 0.25, Way("`report build`, all stale", build, before=forget), Way(PLAIN, plain_build), CELLS_ALONE
    ),
    "build-figure": Work(
        "s",
        0.15,
        Way("`report build`, one figure changed", build, build, change),
        Way(PLAIN, plain_build, again, change),
    ),
    "build-nothing": Work(
        "s",
        0.1,
        Way("`report build`, nothing changed", build, build),
        Way("`jupyter-book build`, without this report's extension", again, without_extension),
    ),
    "check": Work(
        "s", 0.45, Way("`report validate`", doing(*REPORT, "validate")), Way("`pytest --nbval`", nbval), CELLS_ALONE
    ),
    "sweep": Work("s a point", 0.12, LOCAL, Way("`papermill` under `xargs -P2`", plain_sweep, points=PLAIN_POINTS)),
    "sweep-memory": Work(
        "MB",
        1.2,
        Way("`report sweep` of 10,000 points", peak, before=grid(10_000, SMALL, "passengers", "load")),
        Way("the same of 1,000", peak, before=grid(1_000, SMALL, "passengers", "load")),
    ),
    **({"sweep-dask": Work("s a point", 1.5, FAR, LOCAL)} if find_spec("distributed") else {}),
}

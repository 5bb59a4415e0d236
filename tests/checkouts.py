"""Copies of the two reports that tests build, change and spoil."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import nbformat

from helpers.cli import main
from helpers.edition.run import normalise
from helpers.notebook.compared import differences

ROOT = Path(__file__).parents[1]
#: Another report, made by the same machinery; the tests of the machinery run on it.
SMALL = ROOT / "tests" / "small"
REPORT = Path(sys.executable).with_name("report")
#: A sweep of the small report: eight points, of which two figures and a parameter each have two.
GRID = """
set:
  passengers: [40000, 48200]
  crossings: [9000, {value: 500, bound: exact}]
parameters: {trips_a_year: [200, 1000]}
values: [load, commuter_share]
"""
#: What a copy of a checkout goes without.
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache", ".ipynb_checkpoints"
)


def run_report(checkout: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the command ``report`` in a checkout, within this process, which has loaded all that it needs."""
    with chdir(checkout), redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as complained:
        code = main(list(arguments))
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), complained.getvalue())


def run_tool(name: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess:
    """Run a command that is installed, in a process of its own, on kernels as jupyter starts them by itself."""
    environment = {key: each for key, each in os.environ.items() if key != "JUPYTER_DEFAULT_PROVISIONER_NAME"}
    command = [Path(sys.executable).with_name(name), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def notebook_differences(first: Path, second: Path) -> list[str]:
    """Where two notebooks differ: in any letter or digit, their drawings by the rule for drawings."""
    return differences(*(nbformat.read(path, as_version=4) for path in (first, second)))


def copy_built(built: Path, tmp_path_factory) -> Path:
    """A copy of a built checkout that a module's tests may change."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("own") / "checkout", symlinks=True))


def results_of(output: Path) -> dict:
    """The results.json of a build."""
    return json.loads((output / "results.json").read_text(encoding="utf-8"))


def outputs_of(path: Path) -> list[str]:
    """All that the cells of an executed notebook show, to the byte, as a build would keep it."""
    cells = normalise(nbformat.read(path, as_version=4)).cells
    shown = [json.dumps(cell.outputs) for cell in cells if cell.cell_type == "code"]
    assert len("".join(shown)) > 1000
    return shown


def edit_notebook(checkout: Path, name: str, old: str, new: str) -> None:
    """Change the text of a notebook's cells as an author would; ``old`` is there."""
    path = checkout / "book" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert any(old in cell.source for cell in notebook.cells)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


def own_figure(path: Path, name: str, **cells: str) -> None:
    """Put an author's own figure, which quotes nobody, into the row of an id: its ``cells`` are changed."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    (row,) = [row for row in rows if row[0] == name]
    for column, text in {**cells, "wording": ""}.items():
        row[header.index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def edit_file(path: Path, old: str, new: str) -> None:
    """Change a file; ``old`` is there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

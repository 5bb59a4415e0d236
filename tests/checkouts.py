"""Copies of the two reports that tests build, change and spoil."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
#: Another report, made by the same machinery; the tests of the machinery run on it.
SMALL = ROOT / "tests" / "small"
REPORT = Path(sys.executable).with_name("report")
#: What a copy of a checkout goes without.
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache", ".ipynb_checkpoints"
)


def run_report(checkout: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run the command ``report`` in a checkout."""
    return subprocess.run([str(REPORT), *arguments], cwd=checkout, capture_output=True, text=True, check=False)


def copy_built(built: Path, tmp_path_factory) -> Path:
    """A copy of a built checkout that a module's tests may change."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("own") / "checkout", symlinks=True))


def results_of(output: Path) -> dict:
    """The results.json of a build."""
    return json.loads((output / "results.json").read_text(encoding="utf-8"))


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

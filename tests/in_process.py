"""Runs the cells of notebooks within this process, for tests that ask what a check says of a run, not how it is made."""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

import nbformat

from helpers.notebook.compared import Ran, code_cells
from helpers.notebook.show import BUNDLES


def run_here(root: Path, paths: Iterable[Path]) -> dict[str, dict[int, Ran]]:
    """What the cells of notebooks show, by notebook and number, as ``rerun`` gives it."""
    return {path.stem: _run_notebook(path) for path in paths}


def _run_notebook(path: Path) -> dict[int, Ran]:
    known, ran, names = set(sys.modules), {}, {}
    importlib.invalidate_caches()
    home = patch.object(sys, "path", [str(path.parent), *sys.path])
    with chdir(path.parent), home, patch.object(sys, "dont_write_bytecode", True):
        for number, cell in enumerate(code_cells(nbformat.read(path, as_version=4)), 1):
            try:
                ran[number] = Ran(_outputs(_run_cell(cell.source, names), number))
            except Exception as error:  # whatever a cell raises
                ran[number] = Ran((), f"{type(error).__name__}: {error}")
    for name in set(sys.modules) - known:
        if path.parent in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
            del sys.modules[name]
    return ran


def _run_cell(source: str, names: dict) -> object:
    """What a cell ends on."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "a cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "a cell", "eval"), names) if last else None


def _outputs(value: object, number: int) -> tuple[nbformat.NotebookNode, ...]:
    if value is None:
        return ()
    bundle = next((BUNDLES[kind] for kind in type(value).__mro__ if kind in BUNDLES), None)
    data = json.loads(json.dumps(bundle(value) if bundle else {"text/plain": repr(value)}))
    return (nbformat.v4.new_output("execute_result", data, execution_count=number),)

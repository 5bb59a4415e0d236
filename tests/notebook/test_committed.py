"""Whether the committed notebooks are those of the data and the code, asked within this process.

``make validate`` asks the same of kernels of their own; this is quick enough to be asked of every small change.
"""

from __future__ import annotations

import nbformat
import pytest

from checkouts import ROOT
from helpers import open_report
from helpers.notebook.checkout import notebook_names, notebook_path
from helpers.notebook.compared import compare_notebook
from helpers.notebook.results import records_of
from helpers.notebook.show import figure_record
from in_process import run_here


def committed(name: str) -> nbformat.NotebookNode:
    return nbformat.read(notebook_path(ROOT, name), as_version=4)


def test_quoted_figures_are_kept_as_the_data_have_them():
    figures = open_report(ROOT / "data", {}).figures
    kept = {
        name: record
        for notebook in notebook_names(ROOT)
        for _, _, shown, _ in records_of(committed(notebook))
        for name, record in shown.figures.items()
        if record.kind in ("claim", "context")
    }
    assert {name: figure_record(figures[name]) for name in kept} == kept
    assert set(kept) == set(figures)


@pytest.mark.parametrize("name", notebook_names(ROOT))
def test_a_notebook_shows_what_is_committed(name):
    notebook = committed(name)
    ran = run_here(ROOT, [notebook_path(ROOT, name)])[name]
    cells = compare_notebook(name, notebook, ran)
    assert {cell.number: (cell.differences, cell.error) for cell in cells if cell.differences or cell.error} == {}

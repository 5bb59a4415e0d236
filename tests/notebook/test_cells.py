"""What a person types into a notebook, in a kernel of its own; and the notebooks run from wherever one works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from checkouts import ROOT
from helpers.notebook.compared import differences
from helpers.notebook.record import MIME, Record
from helpers.notebook.results import Results, records_of
from own_kernels import KernelOverFiles

OPENING = """
from helpers import charts, open_report
from helpers.findings.quantities import could_work_share, shortage_covered
report = open_report("../data", marginal_below=0.05)
figures = report.figures
readings = report.table({
    "all entries": shortage_covered(figures.entrants, figures.shortage),
    "for education": shortage_covered(figures.student_visas, figures.shortage),
    "planned": shortage_covered(figures.planned_total, figures.shortage),
})
"""
TYPED = {
    "division": "figures.entrants / figures.shortage",
    "sorted": 'readings.sort_values("high")',
    "filtered": 'readings.query("high > 0.02")',
    "plain": 'readings[["label", "high"]]',
    "another": "shortage_covered(figures.entrants, figures.shortage_economy)",
    "columns": "shortage_covered(figures.entrants, figures.like('shortage_h*'))",
    "barplot": "import seaborn as sns; axes = sns.barplot(data=readings, x='central', y='label', errorbar=None); axes",
    "bars": "[round(float(bar.get_width()), 6) for bar in axes.patches]",
    "misspelt": "figures.shortge",
    "mixed": "figures.entrants + figures.growth_multiple",
}


def execute(notebook: nbformat.NotebookNode, place: str, **settings) -> nbformat.NotebookNode:
    """Run a notebook in a folder of the checkout, on a kernel of its own."""
    where = {"metadata": {"path": str(ROOT / place)}}
    settings |= {"kernel_manager_class": KernelOverFiles, "timeout": 120}
    return NotebookClient(notebook, resources=where, **settings).execute()


@pytest.fixture(scope="module")
def outputs():
    """What each typed cell shows: its outputs, by name."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in (OPENING, *TYPED.values())],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    opening, *typed = execute(notebook, "book", allow_errors=True).cells
    assert opening.outputs == []
    return dict(zip(TYPED, [cell.outputs for cell in typed], strict=True))


def shown(outputs, name: str) -> dict:
    """The one thing that a cell shows."""
    (output,) = outputs[name]
    return output.data


def record_of(data: dict) -> Record:
    return Record.model_validate(data[MIME])


def test_arithmetic_shows_the_figure_and_its_record_and_nothing_that_was_made_up(outputs):
    data = shown(outputs, "division")
    assert set(data) == {"text/plain", MIME}
    assert data["text/plain"] == (
        "about 0.88 percent (0.85 to 0.92 percent), rests on what is estimated\n= entrants / shortage"
    )
    assert set(record_of(data).figures) == {"entrants_over_shortage", "entrants", "shortage"}


def test_a_sorted_or_filtered_table_is_shown_and_recorded_as_it_is(outputs):
    data = shown(outputs, "sorted")
    assert set(data) == {"text/plain", "text/html", MIME}
    ids = ["shortage_covered_student_visas", "shortage_covered", "shortage_covered_planned_total"]
    assert record_of(data).ids == ids
    lines = data["text/plain"].splitlines()
    assert [line.split("about")[0].strip() for line in lines[1:]] == ["for education", "all entries", "planned"]
    assert record_of(shown(outputs, "filtered")).ids == ids[2:]  # 50,000 by 1.5 million


def test_columns_of_a_table_are_a_plain_frame(outputs):
    data = shown(outputs, "plain")
    assert set(data) == {"text/plain", "text/html"}
    assert "0.009118" in data["text/plain"]  # 13,221 by 1,450,000


def test_a_formula_called_with_another_estimate_gives_another_figure_with_a_name_of_its_own(outputs):
    data = shown(outputs, "another")
    # 13,221 by 4.85, 4.8 and 4.75 million: 0.2726, 0.2754 and 0.2783 percent
    assert data["text/plain"] == (
        "about 0.275 percent (0.272 to 0.279 percent), rests on what is estimated\n= entrants / shortage_economy"
    )
    assert record_of(data).ids == ["shortage_covered_shortage_economy"]
    assert record_of(shown(outputs, "columns")).ids == ["shortage_covered_shortage_hse"]


def test_seaborn_draws_a_table_as_it_draws_any_frame(outputs):
    kinds = [set(output.data) for output in outputs["barplot"]]
    assert any("image/png" in kind for kind in kinds)
    assert not any(MIME in kind for kind in kinds)
    # 13,221, 7,887 and 50,000 by 1,500,000
    assert shown(outputs, "bars")["text/plain"] == "[0.008814, 0.005258, 0.033333]"


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("misspelt", "UnknownFigure", "no figure of the data has the id 'shortge'; did you mean 'shortage'?"),
        ("mixed", "UnitError", "'entries' with 'times' has no unit of its own"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(outputs, name, error, words):
    (output,) = outputs[name]
    assert output.ename == error
    assert output.evalue.startswith(words)


# --- the committed notebooks --------------------------------------------------------------------------


def records(notebook) -> list[Record]:
    return [record for _, _, record, _ in records_of(notebook)]


def kept(notebook) -> list[dict]:
    """Its records as they are kept, whose drawings are held by the rule for drawings."""
    return [record.model_dump() for record in records(notebook)]


@pytest.mark.parametrize(("name", "place"), [("students", "book"), ("what-if", ".")])
def test_a_notebook_says_the_same_from_the_notebooks_and_from_the_checkouts_root(name, place):
    committed = nbformat.read(ROOT / "book" / f"{name}.ipynb", as_version=4)
    fresh = nbformat.from_dict(committed)
    execute(fresh, place)
    assert differences(kept(fresh), kept(committed)) == []
    assert len(kept(fresh)) > 0


@pytest.mark.long
def test_plain_papermill_gives_a_notebook_another_figure(tmp_path):
    papermill, out = Path(sys.executable).with_name("papermill"), tmp_path / "out.ipynb"
    command = [papermill, "book/agreement.ipynb", out, "-y", "{replaced: {shortage: 2000000}, marginal_below: 0.006}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *_, last = records(nbformat.read(out, as_version=4))
    said = Results(figures=last.figures, verdicts=last.verdicts).said("answer")
    # 13,221 by 2,050,000, 2,000,000 and 1,950,000: 0.645, 0.661 and 0.678 percent
    assert said.holds is False
    assert (
        "would fill about 0.66 percent of a stated shortage of about 2.0 million workers: not a marginal share"
        in said.text
    )

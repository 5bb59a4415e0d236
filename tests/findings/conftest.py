"""The report on the repository's own data, opened as a notebook opens it, with what a test replaces."""

from __future__ import annotations

import ast
import functools
import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from helpers import charts, open_report
from helpers.figures import turning
from helpers.figures.figure import Figure
from helpers.figures.verdict import Verdict
from helpers.notebook.show import Statements

#: The choices of the notebooks' own first cells.
CHOICES = {
    "marginal_below": 0.05,
    "share_working": 1.0,
    "entries_per_person": 1.0,
    "many_from": 0.5,
    "entries_per_student_most": 12.0,
    "significant_from": 0.3,
    "grown_from": 1.25,
    "same_pay_within": 0.1,
}


@pytest.fixture(scope="session")
def report_of():
    """Opens the report: ``report_of({"shortage": 100_000}, marginal_below=0.1)``."""

    def opened(replaced: dict | None = None, **choices: float):
        return open_report("../data", replaced or {}, **{**CHOICES, **choices})

    return opened


@pytest.fixture(scope="session")
def report(report_of):
    """The report on the article's own figures."""
    return report_of()


#: The notebooks that come to a conclusion.
CONCLUDING = ("growth", "shortage", "outlook", "agreement")


@dataclass
class Said:
    """What the notebooks' cells came to: the verdicts, and the figures that these speak of, by id."""

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def take(self, verdict: Verdict) -> None:
        """Keep a verdict; the same one said twice must come to the same."""
        said = self.verdicts.setdefault(verdict.id, verdict)
        assert repr(said) == repr(verdict)
        self.figures |= {figure.key: figure for figure in verdict.figures.values()}


@pytest.fixture(scope="session")
def said():
    """What the committed notebooks come to on other figures and choices, their own cells run here and nothing drawn."""
    kept: dict[str, Said] = {}

    def concluded(replaced: dict | None = None, of: str = "", **choices: float) -> Said:
        """What they come to; ``of`` one rule alone, what the notebook comes to that calls it."""
        names = [name for name in CONCLUDING if f"rules.{of}(" in _source(name)][:1] if of else CONCLUDING
        key = json.dumps([replaced or {}, choices, names])
        if key not in kept:
            kept[key] = Said()
            with pytest.MonkeyPatch.context() as patch:
                for form in ("ranges", "bars", "tornado", "columns", "ladder", "beside"):
                    patch.setattr(charts, form, lambda *_, **__: None)
                patch.setattr(turning, "turned", lambda rated: rated)  # tests of turning test it; it takes seconds
                for name in names:
                    for shown in _shown(name, {"replaced": replaced or {}, **choices}):
                        for verdict in shown["verdict"] if isinstance(shown, Statements) else [shown]:
                            kept[key].take(verdict)
        return kept[key]

    return concluded


@functools.cache
def _cells(name: str) -> list:
    """The cells of a notebook that compute."""
    cells = nbformat.read(Path(__file__).parents[2] / "book" / f"{name}.ipynb", as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


@functools.cache
def _compiled(name: str) -> list:
    """The same, each as what it does, what it ends in, and whether its parameters are given from outside."""
    compiled = []
    for cell in _cells(name):
        *above, last = ast.parse(cell.source).body
        ends = ast.Expression(last.value) if isinstance(last, ast.Expr) else None
        does = ast.Module(above if ends else [*above, last], [])
        given = "parameters" in cell.metadata.get("tags", [])
        compiled.append((compile(does, name, "exec"), ends and compile(ends, name, "eval"), given))
    return compiled


def _source(name: str) -> str:
    return "\n".join(cell.source for cell in _cells(name))


def _shown(name: str, given: dict):
    """The verdicts, and tables of them, that a notebook's cells end in, its parameters given from outside."""
    space: dict = {}
    for does, ends, is_given in _compiled(name):
        exec(does, space)
        if ends and isinstance(shown := eval(ends, space), Verdict | Statements):
            yield shown
        if is_given:
            space |= {key: value for key, value in given.items() if key in space}

"""What it takes to reproduce the report, and which cell makes which output: a statement that is computed, never typed.

How long a run takes is no part of it: that depends on the machine, and each reproduction sheet says it of its own.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sphinx.util.docutils import SphinxDirective

from helpers.notebook.checkout import notebook_names, notebook_path
from helpers.notebook.results import Results
from helpers.pages.blocks import html
from helpers.pages.pieces import is_missing
from helpers.pages.place import cell_anchor, place_of
from helpers.pages.values import note_dependencies

PROJECT, LOCK = "pyproject.toml", "requirements.txt"


@dataclass
class Made:
    """What one cell makes: ``number`` counts the cells of code as they are run, ``index`` all cells from nought."""

    notebook: str
    index: int
    number: int
    charts: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    values: int = 0


def python_of(root: Path) -> str:
    """The oldest Python that a report takes; empty where it does not say."""
    path = root / PROJECT
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"] if path.is_file() else {}
    return project.get("requires-python", "").removeprefix(">=")


def packages_of(root: Path) -> int:
    """How many packages a lock holds, whichever platform takes them; none where there is no lock."""
    path = root / LOCK
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return len({*re.findall(r"(?m)^([\w.-]+)(?:\[[^\]]*\])?==", text)})


def made_by(results: Results, notebooks: Iterable[str]) -> dict[str, list[Made]]:
    """The cells of each notebook that make something, in the order in which they are run."""
    notebooks = list(notebooks)
    made: dict[tuple[str, int], Made] = {}
    for (kind, name), cell in results.cells.items():
        if cell.notebook not in notebooks:
            continue
        one = made.setdefault((cell.notebook, cell.index), Made(cell.notebook, cell.index, cell.number))
        if kind == "figure":
            one.values += 1
        elif kind in ("chart", "verdict"):
            (one.charts if kind == "chart" else one.verdicts).append(name)
    ordered = sorted(made.values(), key=lambda each: each.number)
    return {name: some for name in notebooks if (some := [each for each in ordered if each.notebook == name])}


def given(results: Results) -> tuple[int, int]:
    """How many figures the data hold, and how many sources gave them; what is not known is none of them."""
    quoted = [each for each in results.figures.values() if each.quotation and not is_missing(each)]
    return len(quoted), len({each.quotation.source for each in quoted if each.quotation.source})


class ReproduceDirective(SphinxDirective):
    """``{reproduce}``: what is needed to reproduce the report, and which cell of which notebook makes what."""

    def run(self):
        note_dependencies(self.env)
        root, app = Path(self.env.srcdir), self.env.app
        notebooks = notebook_names(root)
        place = place_of(app, self.env.docname)
        figures, sources = given(place.results)
        return [
            html(
                "reproduce.html",
                place=place,
                python=python_of(root),
                packages=packages_of(root),
                quoted=figures,
                sources=sources,
                made=made_by(place.results, notebooks),
                anchor=cell_anchor,
                titles={name: _title_of(notebook_path(root, name)) for name in notebooks},
                whole=app.builder.name != "singlehtml",
            )
        ]


def _title_of(path: Path) -> str:
    """The heading that a notebook opens with; its name where it has none."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return next((text.splitlines()[0].lstrip("# ") for text in words if text.startswith("# ")), path.stem)


def setup(app) -> None:
    """Register the directive."""
    app.add_directive("reproduce", ReproduceDirective)

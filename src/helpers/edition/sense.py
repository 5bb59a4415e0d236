"""Whether what notebooks compute can be told from the data, and computed with it: names that are taken, and zeros.

A name that code gives to what it computes is no id of the data; a figure that something is divided by is not zero.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

import nbformat
import numpy as np

from helpers.edition.needs import FIGURES, Notebook, declared_by, nodes_of, trees_of
from helpers.figures.data import Data, Rows, read_tables
from helpers.figures.faults import Fault
from helpers.figures.formula import Formula
from helpers.figures.verdict import Rule
from helpers.notebook.checkout import DATA, notebook_names, notebook_path
from helpers.notebook.results import records_of

#: What gives a name to a figure: by a method of a figure, of the report, or on its own.
NAMING = ("named", "count", "across")
#: Kinds of figures that the data hold.
HELD = ("claim", "context", "parameter")


# --- names -------------------------------------------------------------------------------------------


def name_faults(notebooks: Iterable[Notebook], tables: Mapping[str, Rows]) -> list[Fault]:
    """The ids of the data that are names of formulas or rules too, or of what a notebook names."""
    return _taken({**_declared_names(notebooks), **_given_names(notebooks)}, tables)


#: How alike the name of a lone row must be to that of a series, to be taken for a slip of the pen.
ALIKE = 0.85


def series_faults(notebooks: Iterable[Notebook], tables: Mapping[str, Rows]) -> list[Fault]:
    """Rows of a year that stand alone, are asked for by nobody, and are called nearly like a series."""
    asked = {name for notebook in notebooks for name in notebook.ids}
    rows = [(file, line, row["id"]) for file in FIGURES for line, row in tables[file]]
    counts = Counter(series for _, _, name in rows if (series := _series_of(name)))
    known = [series for series, count in counts.items() if count > 1]
    found = []
    for file, line, name in rows:
        series = _series_of(name)
        near = get_close_matches(series, known, n=1, cutoff=ALIKE) if counts[series] == 1 and name not in asked else []
        if near:
            rule = f"{name!r} stands alone, and is called nearly like the series {near[0]!r}"
            meant = near[0] + name.removeprefix(series)
            found.append(
                Fault(file, line, "id", rule, f"did you mean {meant!r}? A series of its own takes another name")
            )
    return found


def _series_of(name: str) -> str:
    """The name of the series that a row of a year, or of a part of one, belongs to."""
    found = re.fullmatch(r"(.+)_\d{4}(?:_[qh]\d)?", name)
    return found[1] if found else ""


def shown_faults(root: Path) -> list[Fault]:
    """The ids of the data that executed notebooks show something else under."""
    shown = {}
    for name in notebook_names(root):
        for _, _, record, _ in records_of(nbformat.read(notebook_path(root, name), as_version=4)):
            shown |= {key: f"a figure that {name}.ipynb computes" for key, each in record.figures.items()
                      if each.kind not in HELD}  # fmt: skip
            shown |= {key: f"a verdict of {name}.ipynb" for key in record.verdicts}
    return _taken(shown, read_tables(root / DATA, None, []))


def _taken(names: Mapping[str, str], tables: Mapping[str, Rows]) -> list[Fault]:
    return [
        Fault(file, line, "id", f"{row['id']!r} is the name of {names[row['id']]} already", "give the row another id")
        for file in FIGURES
        for line, row in tables[file]
        if row["id"] in names
    ]


def _declared_names(notebooks: Iterable[Notebook]) -> dict[str, str]:
    found = declared_by(notebooks)
    kinds = ((Formula, "a formula"), (Rule, "a verdict"))
    return {each.name: what for kind, what in kinds for each in found if isinstance(each, kind)}


def _given_names(notebooks: Iterable[Notebook]) -> dict[str, str]:
    """The names that stand in code, word for word."""
    return {
        each.value: "a figure that is computed"
        for tree in trees_of(notebooks)
        for call in nodes_of(tree)
        if isinstance(call, ast.Call) and _last_name(call.func) in NAMING
        for each in call.args[:2]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


# --- zeros -------------------------------------------------------------------------------------------


def zero_faults(
    notebooks: Iterable[Notebook], tables: Mapping[str, Rows], data: Data | None, replaced: Mapping[str, object]
) -> list[Fault]:
    """The figures of zero that a formula or a notebook divides by.

    ``data`` are those with an edition's figures, ``replaced``, in place; None where these or others cannot be read.
    """
    notebooks = list(notebooks)
    dividing = _divided_by(notebooks)
    found = []
    for file in ("claims.csv", "context.csv"):
        for line, row in tables[file]:
            name = row["id"]
            claim = data.figures.get(name) if data else None
            zero = claim.value == 0 if claim else _is_zero(replaced.get(name, row["value"]))
            if zero and name in dividing:
                where = ("set", None, name) if name in replaced else (file, line, "value")
                rule = f"{name} is 0, and {dividing[name]} divides by it"
                found.append(Fault(*where, rule, "give a number above 0; where only a ceiling is known, make it up_to"))
    return found


def _is_zero(given: object) -> bool:
    """Whether the cell of a row, or what an edition says of a figure, is a zero."""
    text = str(given.get("value", "") if isinstance(given, Mapping) else given).strip()
    return text.strip("0.") == "" != text


def _divided_by(notebooks: list[Notebook]) -> dict[str, str]:
    """The ids that something is divided by, and what does so."""
    formulas = {each.name: each for each in declared_by(notebooks) if isinstance(each, Formula)}
    spoiled = {name: _spoiled_by_zero(each) for name, each in formulas.items()}
    found = {argument: f"the formula {name}" for name, arguments in spoiled.items() for argument in arguments}
    for tree, notebook in trees_of(notebooks).items():
        for node in nodes_of(tree):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                found |= {_figure_of(node.right): f"{notebook.name}.ipynb"}
            elif isinstance(node, ast.Call) and (name := _last_name(node.func)) in formulas:
                given = _arguments(formulas[name], node)
                found |= {
                    _figure_of(each): f"the formula {name}" for key, each in given.items() if key in spoiled[name]
                }
    return found


def _spoiled_by_zero(formula: Formula) -> set[str]:
    """The arguments of a formula that must not be zero, whatever the others are."""
    names = list(inspect.signature(formula.function).parameters)
    others = {name: 2.0 + 0.37 * place for place, name in enumerate(names)}
    found = set()
    for name in names:
        with np.errstate(all="ignore"):
            try:
                finite = np.isfinite(formula.function(**{**others, name: 0.0}))
            except ArithmeticError:
                finite = False
        found |= set() if finite else {name}
    return found


def _arguments(formula: Formula, call: ast.Call) -> dict[str, ast.expr]:
    """What a call gives each argument, as far as it can be read off."""
    names = list(inspect.signature(formula.function).parameters)
    starred = next((place for place, each in enumerate(call.args) if isinstance(each, ast.Starred)), len(call.args))
    given = dict(zip(names, call.args[:starred], strict=False))
    return given | {each.arg: each.value for each in call.keywords if each.arg}


def _figure_of(node: ast.expr) -> str:
    """The id of ``figures.ID``; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) and _last_name(node.value) == "figures" else ""

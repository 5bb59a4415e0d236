"""A computed figure over the figures that it finally rests on, and the corners of their ranges at which its own ends lie.

The formula is the one of the record, with those of its inputs put in, so that a figure used twice enters once. Which way
it goes with each figure is read off its derivative, by SymPy; where that is not known both ends of the figure are tried.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from helpers.notebook.record import FigureRecord

LOGARITHM = "ln"
Side = Literal["low", "high"]
#: A corner: which end of each figure is taken.
Corner = dict[str, Side]
Domain = Mapping[str, list[float | None]]

_OTHER: dict[Side, Side] = {"low": "high", "high": "low"}
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub)


@dataclass(frozen=True)
class Whole:
    """A formula whose names are ids of figures that are not computed by arithmetic, ``bases`` in the order it has them."""

    expression: ast.expr
    bases: tuple[str, ...]


def is_arithmetic(formula: str) -> bool:
    """Whether a formula has the four signs, numbers, ids and logarithms alone; two joined bounds are none.

    >>> is_arithmetic("ln(a / 2) - b"), is_arithmetic("a and b"), is_arithmetic("max(a, b)"), is_arithmetic("")
    (True, False, False, False)
    """
    parts = list(ast.walk(ast.parse(formula, mode="eval"))) if formula else [None]
    calls = [part.func for part in parts if isinstance(part, ast.Call)]
    known = (ast.Expression, ast.BinOp, ast.UnaryOp, *_SIGNS, ast.Constant, ast.Name, ast.Load, ast.Call)
    return all(isinstance(part, known) for part in parts) and all(
        isinstance(call, ast.Name) and call.id == LOGARITHM for call in calls
    )


def whole(formula: str, figures: Mapping[str, FigureRecord]) -> Whole:
    """A formula in ids with the formulas of computed figures in their place. KeyError for an id without a figure."""

    class Fill(ast.NodeTransformer):
        def visit_Call(self, node):
            return ast.Call(node.func, [self.visit(each) for each in node.args], [])

        def visit_Name(self, node):
            below = figures[node.id].formula
            return self.visit(ast.parse(below, mode="eval").body) if is_arithmetic(below) else node

    expression = Fill().visit(ast.parse(formula, mode="eval").body)
    return Whole(expression, tuple(_names(expression)))


def _names(node: ast.expr) -> dict[str, None]:
    if isinstance(node, ast.Name):
        return {node.id: None}
    below = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return {name: None for each in below for name in _names(each)}


def corners(formula: Whole, figures: Mapping[str, FigureRecord], domain: Domain) -> list[Corner]:
    """The corners among which the least and the greatest value of a formula are, within ``domain``."""
    ways = directions(formula, figures, domain)
    least: Corner = {name: "low" if way > 0 else "high" for name, way in ways.items() if way}
    greatest = {name: _OTHER[side] for name, side in least.items()}
    unsure = [name for name, way in ways.items() if not way]
    tried = [dict(zip(unsure, sides, strict=True)) for sides in itertools.product(("low", "high"), repeat=len(unsure))]
    found = [{name: (known | other)[name] for name in ways} for known in (least, greatest) for other in tried]
    return list({tuple(corner.items()): corner for corner in found}.values())


def directions(formula: Whole, figures: Mapping[str, FigureRecord], domain: Domain) -> dict[str, int]:
    """Which way a formula goes as each of its figures grows: 1 up, -1 down, 0 where that is not known."""
    import sympy  # takes a third of a second, which only a build of the pages should

    steps, values = {}, {}
    for name in formula.bases:
        low, high = domain.get(name, (None, None))
        positive = (low, high) != (None, None) or (figures[name].low is not None and figures[name].low >= 0)
        steps[name] = sympy.Symbol(name, positive=True) if positive else sympy.Symbol(name, real=True)
        # within its domain a figure is so much above its lower end, or below its upper one
        values[name] = (
            steps[name] if low is None and high is None else (high - steps[name] if low is None else low + steps[name])
        )
    expression = _in_sympy(formula.expression, values)
    return {
        name: _sign(sympy.diff(expression, step)) * (-1 if values[name].diff(step) < 0 else 1)
        for name, step in steps.items()
    }


def _in_sympy(node: ast.expr, values: Mapping[str, object]):
    import sympy

    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Constant):
        return sympy.nsimplify(node.value)
    if isinstance(node, ast.Call):
        return sympy.log(_in_sympy(node.args[0], values))
    if isinstance(node, ast.UnaryOp):
        return -_in_sympy(node.operand, values)
    left, right = (_in_sympy(each, values) for each in (node.left, node.right))
    return {
        ast.Add: lambda: left + right,
        ast.Sub: lambda: left - right,
        ast.Mult: lambda: left * right,
        ast.Div: lambda: left / right,
    }[type(node.op)]()


def _sign(expression) -> int:
    """The sign of what SymPy knows to be of one sign, and 1 for what is nothing; 0 where it cannot tell."""
    import sympy

    if expression.is_nonnegative:
        return 1
    if expression.is_nonpositive:
        return -1
    factored = sympy.factor(sympy.together(expression))
    if factored.is_Pow and factored.exp.is_integer:
        return 1 if factored.exp.is_even else _sign(factored.base) if factored.base != expression else 0
    if not factored.is_Mul:
        return 0
    sign = 1
    for factor in factored.args:
        sign *= _sign(factor)
    return sign

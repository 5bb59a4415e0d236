"""A formula as a cell of a spreadsheet computes it: its figures by the names of their cells, open ends and zeros minded.

A spreadsheet has no infinite number, so ``FAR`` stands for an open end: what comes out beyond ``BEYOND`` is open again,
and what is as small is nothing. What a guard asks twice is a step, with a cell of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

#: What a cell holds for an open end, and the size from which a result is one; what stands for nothing below a line.
FAR, BEYOND = "1E+100", "1E+50"
NEAR, WITHIN = "1E-100", "1E-50"
#: What a cell says that holds no number.
NONE, UNDEFINED, UNKNOWN = "none", "not defined", "unknown"

_SIGNS = {ast.Add: ("+", 1), ast.Sub: ("-", 1), ast.Mult: ("*", 2), ast.Div: ("/", 2)}
_ATOM = 3


def write(expression: ast.expr, names: Mapping[str, str], step: Callable[[str], str] | None = None) -> str:
    """An expression as a spreadsheet writes it, without the sign ``=``; ``names`` says what stands for each figure.

    With ``step``, which gives a formula a cell and returns the name of it, an end may be open and a number divided by
    zero is: so the bounds of figures go. Without it that is an error, as it is for the middle of a figure.

    >>> write(ast.parse("a / (b - 1)", mode="eval").body, {"a": "a_central", "b": "b_central"})
    'a_central/(b_central-1)'
    >>> write(ast.parse("a / b", mode="eval").body, {"a": "a_low", "b": "b_high"}, str)
    'a_low/IF(b_high=0,1E-100,b_high)'
    """
    return _write(expression, names, step)[0]


def _write(node: ast.expr, names: Mapping[str, str], step: Callable[[str], str] | None) -> tuple[str, int]:
    """The text of a node, and how strongly it holds together."""
    if isinstance(node, ast.Name):
        return names[node.id], _ATOM
    if isinstance(node, ast.Constant):
        return repr(node.value).upper(), _ATOM
    if isinstance(node, ast.UnaryOp):
        return f"(-{_held(node.operand, names, step, _ATOM)})", _ATOM
    if isinstance(node, ast.Call):
        (argument,) = node.args
        return (_logarithm(_asked(argument, names, step)) if step else f"LN({write(argument, names)})"), _ATOM
    sign, strength = _SIGNS[type(node.op)]
    left = _held(node.left, names, step, strength)
    if sign == "/" and step and not isinstance(node.right, ast.Constant):
        below = _asked(node.right, names, step)
        return f"{left}/IF({below}=0,{NEAR},{below})", strength
    return f"{left}{sign}{_held(node.right, names, step, strength + 1)}", strength


def _held(node: ast.expr, names: Mapping[str, str], step: Callable[[str], str] | None, strength: int) -> str:
    text, own = _write(node, names, step)
    return text if own >= strength else f"({text})"


def _asked(node: ast.expr, names: Mapping[str, str], step: Callable[[str], str]) -> str:
    """What a guard asks of: a figure by its name, what is computed by the cell of its step."""
    text = write(node, names, step)
    return text if isinstance(node, ast.Name | ast.Constant) else step(text)


def _logarithm(of: str) -> str:
    return f"IF({of}>{BEYOND},{FAR},IF(ABS({of})<{WITHIN},-{FAR},LN({of})))"


def settle(text: str) -> str:
    """What a corner comes to, ``text`` being a cell: open beyond ``BEYOND``, zero where it is as small, else itself."""
    size = f"ABS({text})"
    held = f"IF({size}>{BEYOND},SIGN({text})*{FAR},IF({size}<{WITHIN},0,{text}))"
    return f'IF(ISNUMBER({text}),{held},"{UNDEFINED}")'

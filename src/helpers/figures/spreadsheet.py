"""Texts in a table that a spreadsheet opens: none of them is taken for a formula, and computed there."""

from __future__ import annotations

import re

#: What a cell begins with that spreadsheets take for a formula, in the wide forms of East Asia too.
SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.I | re.ASCII)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute a text, or might; a number is none.

    >>> is_formula("=1+1"), is_formula("-3.5"), is_formula("a-b")
    (True, False, False)
    """
    return text[:1] in SIGNS and text != "" and not NUMBER.fullmatch(text)


def as_cell(value: object) -> object:
    """A value as it stands in a cell: a text that would be computed has an apostrophe before it, all else is itself.

    >>> as_cell("@home"), as_cell(-3.5), as_cell("at home")
    ("'@home", -3.5, 'at home')
    """
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value

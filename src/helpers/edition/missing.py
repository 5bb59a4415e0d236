"""The rows that notebooks ask for and the data lack: the file that each belongs in, who asks for it, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import filter as fitting
from operator import itemgetter

from helpers.edition.needs import FIGURES, Notebook, asked_ids, placed_trees
from helpers.figures.data import Rows
from helpers.figures.faults import Fault, some

#: The tables that a quoted figure may stand in.
QUOTED = ("claims.csv", "context.csv")
#: So many rows are not missing one by one.
MANY = 6
#: So many of those who ask are named.
ASKING = 2
#: How alike an id that nobody asks for must be to a missing one, to be taken for a slip of the pen.
ALIKE = 0.85


def missing_faults(
    notebooks: Iterable[Notebook], tables: Mapping[str, Rows], own: Mapping[str, Rows], faults: Iterable[Fault]
) -> list[Fault]:
    """The ids that notebooks ask for and no row has; ``own`` are the checkout's tables, where other data are checked.

    Nothing is told of rows that may stand in a file that cannot be read, as ``faults`` say.
    """
    notebooks = list(notebooks)
    known = {row["id"] for name in FIGURES for _, row in tables[name]}
    missing = sorted({name for each in notebooks for name in each.ids} - known)
    unreadable = {fault.file for fault in faults if fault.column is None}.intersection(QUOTED)
    if len(missing) > MANY and not tables["context.csv"] and "context.csv" not in unreadable:
        rule = f"the file is missing, and {len(missing)} rows that notebooks ask for: {some(missing)}"
        return [Fault("context.csv", None, None, rule, "put it into the folder, or add the rows to claims.csv")]
    if unreadable or not missing:
        return []
    asking, idle = _asking(notebooks), list(_idle(notebooks, tables, own))
    return [_missing(name, asking[name], idle, tables, own) for name in missing]


def _missing(
    name: str, asking: Sequence[str], idle: Sequence[tuple[str, str, int]], tables: Mapping[str, Rows], own: Mapping
) -> Fault:
    """The fault of a missing row; ``idle`` are rows that nobody asks for: id, file and line."""
    (file, line) = next(iter(_places(name, own)), ("", 0))
    has_grade = any(row["id"] == name for _, row in tables["grades.csv"])
    remedy = f"add the row, as it stands in line {line} of the report's own {file}" if file else "add the row"
    if slip := _slip(name, idle):
        remedy += ", or correct the id {!r} of {}, line {}, which nobody asks for".format(*slip)
    home = file or ("context.csv" if has_grade else " or ".join(QUOTED))
    rule = f"no row has the id {name!r}, which is asked for in {_told(asking)}"
    return Fault(home, None, "id", rule, remedy)


def _told(asking: Sequence[str]) -> str:
    """The first places that ask for a row, in words."""
    return " and ".join([*asking[:ASKING], *(["elsewhere"] if len(asking) > ASKING else [])])


def _places(name: str, tables: Mapping[str, Rows]) -> Iterator[tuple[str, int]]:
    """The file and the line of the row of an id."""
    return ((file, line) for file in FIGURES for line, row in tables.get(file, ()) if row["id"] == name)


def _asking(notebooks: Iterable[Notebook]) -> dict[str, list[str]]:
    """Where each id is asked for, in words: the first line of each cell and of each module that does."""
    found: dict[str, dict[str, int]] = {}
    for place, tree in (each for notebook in notebooks for each in placed_trees(notebook)):
        for name, line in sorted(asked_ids(tree), key=itemgetter(1)):
            found.setdefault(name, {}).setdefault(place, line)
    return {name: [f"{place}, line {line}" for place, line in places.items()] for name, places in found.items()}


def _idle(
    notebooks: Sequence[Notebook], tables: Mapping[str, Rows], own: Mapping[str, Rows]
) -> Iterator[tuple[str, str, int]]:
    """The rows of quoted figures that nobody asks for, and that are not the report's own too: id, file and line."""
    names = [row["id"] for file in QUOTED for _, row in tables[file]]
    asked = {name for each in notebooks for name in each.ids}
    asked |= {name for each in notebooks for pattern in each.patterns for name in fitting(names, pattern)}
    for file in QUOTED:
        for line, row in tables[file]:
            if row["id"] not in asked and not any(_places(row["id"], own)):
                yield row["id"], file, line


def _slip(name: str, idle: Sequence[tuple[str, str, int]]) -> tuple[str, str, int] | None:
    """The row whose id may be a misspelling of a name: much like it, and with the same digits."""
    digits = re.findall(r"\d+", name)
    rows = {each[0]: each for each in idle if re.findall(r"\d+", each[0]) == digits}
    (close,) = get_close_matches(name, rows, n=1, cutoff=ALIKE) or [""]
    return rows.get(close)

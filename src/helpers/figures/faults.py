"""What is wrong with an input, said so that an author can mend it: where, which rule, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

#: So many names of a list are told.
MOST = 6


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: where, which rule it breaks, what to do."""

    file: str
    line: int | None
    column: str | None
    rule: str
    remedy: str

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line else "")
        kind = "field" if self.file.endswith(".yml") else "column"
        where += f", {kind} {self.column}" if self.column else ""
        return f"{where}: {self.rule}; {self.remedy}"


class InputError(Exception):
    """The input cannot be used. Holds every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


class BuildFailed(Exception):
    """The input is sound but the report could not be made; the last good one is untouched."""


def one_fault(file: str, rule: str, remedy: str, column: str | None = None) -> InputError:
    """An InputError with a single fault that has no line."""
    return InputError([Fault(file, None, column, rule, remedy)])


def nearest(name: str, known: Iterable[str], most: int = MOST) -> str:
    """What to use in place of an unknown name: the one it may be meant for, else so many that are known."""
    known = list(known)
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"use one of {some(known, most)}"


def some(names: Iterable[str], most: int = MOST) -> str:
    """A list of names, which says where it is cut."""
    names = list(names)
    return ", ".join([*names[:most], "…"] if len(names) > most else names)

"""What differs between two results of a report: inputs, then the numbers, sentences and verdicts that they move.

Each change names the inputs that caused it, and the kind and reason that were given when it was accepted. The command,
the terminal after a build and the page of the book say the same words, which are made here.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from helpers.figures.figure import COUNTED, SOLVED

#: What a change is of, in the order that they are told; each heading is printed as it stands here.
HEADINGS = {
    "input": "Inputs",
    "verdict": "Verdicts that turned",
    "number": "Numbers that follow",
    "sentence": "Sentences that changed",
}
#: The kinds of a change that an author gives when accepting it, and what each means.
CLASSES = {
    "correction": "a mistake of this report was mended",
    "revision": "a source gave another figure for the same thing",
    "new-data": "figures that were not there before",
    "method": "another way to compute, to judge or to say it",
}
NUMBERS = ("low", "central", "high")
#: What follows from other fields or is told beside them.
_UNTOLD = ("text", *NUMBERS, "inputs", "rests_on", "notebook")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: ``kept``, ``taken`` away or ``put`` in."""

    change: str
    words: str


@dataclass(frozen=True)
class Change:
    """One thing that differs: an input, number, verdict or sentence by its id.

    ``before`` or ``after`` is empty where it appeared or vanished. ``because`` are the ids of the inputs that moved and
    that it rests on; ``kind`` and ``why`` are what was said when it was accepted, and empty where it was not.
    """

    of: str
    id: str
    label: str
    before: str
    after: str
    because: tuple[str, ...] = ()
    kind: str = ""
    why: str = ""

    @property
    def pieces(self) -> list[Piece]:
        """The words before and after, as one sentence with what was taken away and put in."""
        return marked(self.before, self.after)

    @property
    def whole(self) -> bool:
        """Whether it appeared or vanished."""
        return not (self.before and self.after)


def marked(before: str, after: str) -> list[Piece]:
    """Two sentences as one, word by word.

    >>> [(each.change, each.words) for each in marked("about 5 workers", "about 6 workers")]
    [('kept', 'about '), ('taken', '5'), ('put', '6'), ('kept', ' workers')]
    """
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces = []
    for change, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(Piece("kept", "".join(old[i:j])))
            continue
        pieces += [Piece("taken", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("put", "".join(new[k:m]))] if m > k else []
    return pieces


# --- comparing ---------------------------------------------------------------------------------------


def compare(first: Mapping, second: Mapping) -> list[Change]:
    """What differs from one results.json to another, in the order in which it is told."""
    values = [
        change
        for name in sorted({*first["values"], *second["values"]})
        if (change := _value_change(name, first["values"].get(name), second["values"].get(name)))
    ]
    moved = {change.id for change in values if change.of == "input"}
    values = [_caused(change, first["values"], second["values"], moved) for change in values]
    verdicts = [
        _caused(change, first["verdicts"], second["verdicts"], moved)
        for name in sorted({*first["verdicts"], *second["verdicts"]})
        for change in _verdict_changes(name, first["verdicts"].get(name), second["verdicts"].get(name))
    ]
    order = list(HEADINGS)
    return sorted([*values, *verdicts], key=lambda change: order.index(change.of))


def is_input(value: Mapping) -> bool:
    """Whether a value of results.json is quoted or chosen, and so not made from others."""
    return not value["formula"] and value["attribution"] not in (COUNTED, SOLVED)


def _value_change(name: str, old: Mapping | None, new: Mapping | None) -> Change | None:
    if old == new:
        return None
    there = new or old
    before, after = ((_printed(each) if each else "") for each in (old, new))
    if old and new and before == after:
        fields = [key for key in sorted({*old, *new}) if key not in _UNTOLD and old.get(key) != new.get(key)]
        if fields:
            before, after = ("; ".join(f"{key} {each.get(key) or 'none'}" for key in fields) for each in (old, new))
        elif all(_same(old[key], new[key]) for key in NUMBERS):
            return None  # another bit at the end, or another notebook
        else:
            before, after = (f"{_printed(each)} ({_exactly(each)})" for each in (old, new))
    return Change("input" if is_input(there) else "number", name, there["label"], before, after)


def _printed(value: Mapping) -> str:
    return value["text"]


def _exactly(value: Mapping) -> str:
    """The ends of a value and its middle, where the words for two are the same."""
    return ", ".join("open" if value[key] is None else f"{value[key]:.6g}" for key in NUMBERS)


def _same(old: float | None, new: float | None) -> bool:
    return old is new if old is None or new is None else math.isclose(old, new, rel_tol=1e-12)


def _verdict_changes(name: str, old: Mapping | None, new: Mapping | None) -> list[Change]:
    """A verdict that turned, and each of its sentences that reads differently."""
    if old is None or new is None:
        given = _judged(old or new)
        return [Change("verdict", name, (new or old)["text"], given if old else "", given if new else "")]
    found = []
    if (old.get("rating"), old["holds"]) != (new.get("rating"), new["holds"]):
        found.append(Change("verdict", name, new["text"], _judged(old), _judged(new)))
    for part in ("text", "because", "evidence", "change"):
        before, after = old.get(part) or "", new.get(part) or ""
        if before != after:
            label = name if part == "text" else f"{name}, {part}"
            found.append(Change("sentence", name, label, before, after))
    return found


def _judged(verdict: Mapping) -> str:
    return verdict.get("rating") or {True: "yes", False: "no", None: "cannot be told"}[verdict["holds"]]


def _caused(change: Change, old: Mapping, new: Mapping, moved: set[str]) -> Change:
    """The change with the inputs that moved and that it rests on, before or after."""
    if change.of == "input":
        return change
    rests = [name for each in (new.get(change.id), old.get(change.id)) if each for name in each.get("rests_on", [])]
    return replace(change, because=tuple(name for name in dict.fromkeys(rests) if name in moved))


# --- reasons -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Accepted:
    """A change that was accepted: its kind and reason, and the ids that it moved."""

    kind: str
    why: str
    ids: tuple[str, ...]


def explained(changes: Iterable[Change], accepted: Iterable[Accepted]) -> list[Change]:
    """The changes with the kind and reason that the last acceptance of each gave."""
    given = {name: each for each in accepted for name in each.ids}
    return [
        replace(change, kind=given[change.id].kind, why=given[change.id].why) if change.id in given else change
        for change in changes
    ]


# --- words -------------------------------------------------------------------------------------------


def told(change: Change) -> list[Piece]:
    """A change in words; on a page its pieces are marked, on a terminal they stand in brackets."""
    named = change.id if change.of in ("verdict", "sentence") else f"{change.label} ({change.id})"
    opening = change.label if change.of == "sentence" else named
    if change.whole:
        said = [Piece("kept", "appeared: "), Piece("put", change.after)]
        if change.before:
            said = [Piece("kept", "vanished: "), Piece("taken", change.before)]
    elif change.of == "sentence":
        said = change.pieces
    else:
        said = [Piece("taken", change.before), Piece("kept", " \N{RIGHTWARDS ARROW} "), Piece("put", change.after)]
    closing = []
    if change.because:
        closing = [Piece("kept", f"; moved by {', '.join(change.because)}")]
    if change.kind:
        closing.append(Piece("kept", f" [{change.kind}: {change.why}]"))
    return [Piece("kept", f"{opening}: "), *said, *closing]


def line(change: Change) -> str:
    """A change in one line of plain text, as ``report diff`` prints it."""
    marks = {"kept": "{}", "taken": "[-{}-]", "put": "{{+{}+}}"}
    if change.of != "sentence":
        marks |= {"taken": "{}", "put": "{}"}
    return "".join(marks[piece.change].format(piece.words) for piece in told(change))


def lines(changes: Iterable[Change]) -> list[str]:
    """All changes in plain text, under their headings."""
    changes, made = list(changes), []
    for of, heading in HEADINGS.items():
        some = [change for change in changes if change.of == of]
        made += [f"{heading} ({len(some)})", *(f"  {line(change)}" for change in some)] if some else []
    return made


def in_short(changes: Iterable[Change], most: int = 4) -> list[str]:
    """The same in a few lines: of each heading the first ones, and how many more there are."""
    made = []
    for of, heading in HEADINGS.items():
        some = [change for change in changes if change.of == of]
        if not some:
            continue
        shown = [] if of == "sentence" else some[:most]
        left = len(some) - len(shown)
        made += [f"{heading} ({len(some)})", *(f"  {line(change)}" for change in shown)]
        made += [f"  and {left} more"] if shown and left else []
    return made

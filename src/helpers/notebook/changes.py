"""What differs between two results of a report: inputs, then the numbers, sentences and verdicts that they move.

Each change names the inputs that caused it, and the kind and reason that were given when it was accepted. The command,
the terminal after a build and the page of the book say the same words, which are made here.
"""

from __future__ import annotations

import difflib
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.figures.figure import COUNTED, SOLVED
from helpers.figures.rows import UNKNOWN, period_words

#: What a change is, in the order that they are told; each heading is printed as it stands here.
HEADINGS = {
    "input": "Inputs that moved",
    "verdict": "Verdicts that turned",
    "number": "Numbers that moved",
    "sentence": "Sentences that changed",
    "vanished": "What is no longer used or shown",
    "appeared": "What was not used or shown before",
    "turn": "What would turn a finding",
    "described": "What is described in other words",
}
NUMBERS = ("low", "central", "high")
#: Sentences with less in common than this are not set into each other.
ALIKE = 0.6
#: What follows from other fields or is told beside them.
_UNTOLD = ("text", *NUMBERS, "inputs", "rests_on", "notebook")
#: So many of the inputs that moved a number are named.
NAMED = 4


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: ``kept``, ``taken`` away, ``put`` in, or an ``id``."""

    change: str
    words: str


@dataclass(frozen=True)
class Change:
    """One thing that differs, by its id: an input, a number, a verdict or a sentence that is not what it was, or one that
    came or went, where ``before`` or ``after`` is empty. ``because`` are the ids of the inputs that moved and
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


def marked(before: str, after: str) -> list[Piece]:
    """Two sentences as one, word by word; one after the other where they have little in common.

    A single word that is the same between two that changed goes with them, so that a number is not cut in pieces.

    >>> [(each.change, each.words) for each in marked("about 5 workers", "about 6 workers")]
    [('kept', 'about '), ('taken', '5'), ('put', '6'), ('kept', ' workers')]
    """
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    matcher, pieces = difflib.SequenceMatcher(None, old, new, autojunk=False), []
    if matcher.ratio() < ALIKE:
        return [Piece("taken", before), Piece("kept", " "), Piece("put", after)]
    for kept, stretch in itertools.groupby(_steps(matcher, old), key=lambda step: step[0]):
        steps = list(stretch)
        (_, i, _, k, _), (*_, j, _, m) = steps[0], steps[-1]
        if kept:
            pieces.append(Piece("kept", "".join(old[i:j])))
            continue
        pieces += [Piece("taken", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("put", "".join(new[k:m]))] if m > k else []
    return pieces


def _steps(matcher: difflib.SequenceMatcher, old: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """The steps from one list of words to another: whether a stretch is kept, and where it is in either."""
    steps = matcher.get_opcodes()
    for index, (change, i, j, k, m) in enumerate(steps):
        between = 0 < index < len(steps) - 1 and len("".join(old[i:j]).split()) < 2
        yield change == "equal" and not between, i, j, k, m


# --- comparing ---------------------------------------------------------------------------------------


def compare(first: Mapping, second: Mapping) -> list[Change]:
    """What differs from one results.json to another, in the order in which it is told."""
    values = [
        change
        for name in sorted({*first["values"], *second["values"]})
        if (change := _value_change(name, first["values"].get(name), second["values"].get(name)))
    ]
    there = {**first["values"], **second["values"]}
    moved = {change.id for change in values if is_input(there[change.id]) and change.of != "described"}
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
    if not old and new["attribution"] == UNKNOWN:  # that nobody gave it is no news
        return None
    of = _kind(new or old)
    if old is None or new is None:
        came = "appeared" if new else "vanished"
        return Change(of if of == "turn" else came, name, (new or old)["label"], *_came_or_went(old, new, "text"))
    if old["text"] != new["text"] or (of == "input" and _of_other_times(old, new)):
        return Change(of, name, new["label"], *_with_periods(old, new))
    if not all(_same(old[key], new[key]) for key in NUMBERS):
        before, after = (f"{each['text']} ({_exactly(each)})" for each in (old, new))
        return Change(of, name, new["label"], before, after)
    fields = [key for key in sorted({*old, *new}) if key not in _UNTOLD and old.get(key) != new.get(key)]
    fields = [key for key in fields if key != "period" or key in old]  # results of before the field was kept
    before, after = ("; ".join(f"{key} {each.get(key) or 'none'}" for key in fields) for each in (old, new))
    return Change("described", name, new["label"], before, after) if fields else None  # else another bit at the end


def _with_periods(*values: Mapping) -> list[str]:
    """The words of two values, with the time that each is about where that differs."""
    apart = _of_other_times(*values)
    return [f"{each['text']} ({period_words(each['period'])})" if apart else each["text"] for each in values]


def _of_other_times(*values: Mapping) -> bool:
    """Whether two values say what time they are about, and not the same."""
    periods = [each.get("period") for each in values]
    return all(periods) and len(set(periods)) > 1


def _kind(value: Mapping) -> str:
    if value["attribution"] == SOLVED:
        return "turn"
    return "input" if is_input(value) else "number"


def _came_or_went(old: Mapping | None, new: Mapping | None, said: str) -> tuple[str, str]:
    return old[said] if old else "", new[said] if new else ""


def _exactly(value: Mapping) -> str:
    """The ends of a value, where the words for two are the same; a ratio's in percent."""
    factor = 100 if value["unit"] == "ratio" else 1
    numbers = [None if value[key] is None else float(f"{value[key] * factor:.6g}") for key in ("low", "high")]
    ends = ["open" if number is None else f"{number:,.15g}" for number in numbers]
    return " to ".join(ends)


def _same(old: float | None, new: float | None) -> bool:
    return old is new if old is None or new is None else math.isclose(old, new, rel_tol=1e-12)


def _verdict_changes(name: str, old: Mapping | None, new: Mapping | None) -> list[Change]:
    """A verdict that turned, and each of its sentences that reads differently."""
    if old is None or new is None:
        return [Change("appeared" if new else "vanished", name, "verdict", *_came_or_went(old, new, "text"))]
    found = []
    if old["holds"] != new["holds"] or old.get("rating", new["rating"]) != new["rating"]:
        found.append(Change("verdict", name, new["text"], _judged(old), _judged(new)))
    for part in [part for part in ("text", "because", "evidence", "change") if part in old]:
        before, after = old[part], new[part]
        if before != after:
            label = name if part == "text" else f"{name}, {part}"
            found.append(Change("sentence", name, label, before, after))
    return found


def _judged(verdict: Mapping) -> str:
    return verdict.get("rating") or {True: "yes", False: "no", None: "cannot be told"}[verdict["holds"]]


def _caused(change: Change, old: Mapping, new: Mapping, moved: set[str]) -> Change:
    """The change with the inputs that moved and that it rests on, before or after."""
    if change.of in ("input", "described"):
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


def reasons(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """The kinds and reasons that changes were accepted with, in the order in which they are numbered."""
    return list(dict.fromkeys((change.kind, change.why) for change in changes if change.kind))


def told(change: Change, given: Sequence[tuple[str, str]] = ()) -> list[Piece]:
    """A change in words; on a page its pieces are marked and its ids are links, on a terminal the words alone stand.

    ``given`` are the reasons, of which the change names its own by number.
    """
    before, after = Piece("taken", change.before), Piece("put", change.after)
    opening = [_kept(f"{change.label} ("), Piece("id", change.id), _kept("): ")]
    if change.of == "verdict":
        opening = [Piece("id", change.id), _kept(": ")]
    if change.of == "sentence":
        name, _, part = change.label.partition(", ")
        opening = [Piece("id", name), _kept(f", {part}: " if part else ": ")]
        said = change.pieces
    elif not (change.before and change.after):
        said = [after if change.after else before]
    else:
        said = [before, _kept(" \N{RIGHTWARDS ARROW} "), after]
    closing = [_kept("; moved by ")] if change.because else []
    for number, name in enumerate(change.because[:NAMED]):
        closing += [_kept(", ")] * (number > 0) + [Piece("id", name)]
    more = len(change.because) - NAMED
    closing += [_kept(f" and {more} more")] if more > 0 else []
    if change.kind:
        closing.append(_kept(f" [{change.kind}, {given.index((change.kind, change.why)) + 1}]"))
    return [*opening, *said, *closing]


def _kept(words: str) -> Piece:
    return Piece("kept", words)


def line(change: Change, given: Sequence[tuple[str, str]] = ()) -> str:
    """A change in one line of plain text, as ``report diff`` prints it."""
    marks = {"taken": "[-{}-]", "put": "{{+{}+}}"} if change.of == "sentence" else {}
    return "".join(marks.get(piece.change, "{}").format(piece.words) for piece in told(change, given))


def lines(changes: Iterable[Change], most: int | None = None) -> list[str]:
    """All changes in plain text under their headings, with the reasons first; or ``most`` of each, and no sentences."""
    changes = list(changes)
    given, made = reasons(changes), []
    if given:
        made = ["Reasons", *(f"  {number}. {kind}: {why}" for number, (kind, why) in enumerate(given, 1))]
    for of, heading in HEADINGS.items():
        some = [change for change in changes if change.of == of]
        shown = [] if most is not None and of in ("sentence", "described", "turn") else some[:most]
        made += [f"{heading} ({len(some)})"] if some else []
        made += [f"  {line(change, given)}" for change in shown]
        made += [f"  and {len(some) - len(shown)} more"] if shown and len(shown) < len(some) else []
    return made

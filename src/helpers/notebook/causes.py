"""Why a run differs from what is committed: what went in first, then what came of it, in the report's own words.

A record says of each figure where it comes from and how it is computed, so two records say whether an input, a formula
or only a result is not the same. What each change is called is said once, in ``changes``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from helpers.notebook.changes import HEADINGS, Change, compare, line
from helpers.notebook.compared import Cell, apart
from helpers.notebook.drawings import Comparison
from helpers.notebook.record import SVG, FigureRecord, Record, VerdictRecord
from helpers.notebook.results import Results

#: The kinds of a figure that go in; all others come out.
INPUTS = ("claim", "context", "parameter")
#: What is said of an input beside its value.
HEDGES = ("label", "unit", "bound", "attribution")
WENT_IN = ("Inputs that differ", "Formulas that differ")
DRAWN = "Drawings that differ"
CONTRADICTED = "Outputs in the notebooks that contradict each other: they were edited after the run"
FOLLOWING = "What would follow from them, in cells that do not differ"
#: Where in an output a drawing stands, as its differences say it.
DRAWINGS = (SVG, "chart.narrow")


@dataclass(frozen=True)
class Section:
    """Things of one kind that differ, a line each; a cause is something that goes in."""

    heading: str
    lines: tuple[str, ...]
    cause: bool = False


@dataclass
class Side:
    """What the cells say on one side, committed or fresh; of an id that several show, the cell that differs counts.

    ``places`` are the cells that show each, ``moved`` those that differ and show it, ``held`` those that differ and hold
    it; ``given`` is each figure in each cell that gives it.
    """

    figures: dict[str, FigureRecord] = field(default_factory=dict)
    verdicts: dict[str, VerdictRecord] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    given: dict[str, list[tuple[str, FigureRecord]]] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    def take(self, place: str, kept: object, differs: bool) -> None:
        """Take what a cell keeps for the pages."""
        try:
            record = Record.model_validate(kept)
        except ValidationError as error:
            where = ".".join(map(str, error.errors()[0]["loc"]))
            self.unreadable[place] = f"{place}: its record is not of the form that pages read, at {where}"
            return
        for name, figure in record.figures.items():
            self.given.setdefault(name, []).append((place, figure))
            if differs or name not in self.figures:
                self.figures[name] = figure
        self.verdicts |= {name: each for name, each in record.verdicts.items() if differs or name not in self.verdicts}
        for name in (*record.ids, *record.verdicts):
            self.places.setdefault(name, place)
        if differs:
            self.moved = dict.fromkeys((*record.ids, *record.verdicts), place) | self.moved
            self.held = dict.fromkeys((*record.figures, *record.verdicts), place) | self.held

    def place(self, name: str) -> str:
        """The cell of an id: one that differs, where one does."""
        return self.moved.get(name) or self.held.get(name) or self.places.get(name, "")

    def contradictions(self) -> dict[str, list[tuple[str, FigureRecord]]]:
        """What does not have one value, with every cell that gives it."""
        return {
            name: each for name, each in self.given.items() if any(one.value != each[0][1].value for _, one in each)
        }

    def document(self) -> dict:
        """What there is of results.json."""
        results = Results(figures=self.figures, verdicts=self.verdicts)
        values = {
            name: {**figure.value.model_dump(), "rests_on": [each for each in _bases(results, name) if each != name]}
            for name, figure in self.figures.items()
        }
        said = {name: _said(results, name) for name in self.verdicts}
        return {"values": values, "verdicts": {name: each for name, each in said.items() if each}}


def _bases(results: Results, name: str) -> list[str]:
    try:
        return results.rests_on(name)
    except (KeyError, RecursionError):  # a record that was edited names what is not there
        return []


def _said(results: Results, name: str) -> dict | None:
    try:
        return results.said(name).model_dump()
    except (KeyError, RecursionError, ValidationError):
        return None


def sides(cells: Iterable[Cell]) -> tuple[Side, Side]:
    """What the cells say as committed, and now; cells that differ are read last, and count."""
    before, after = Side(), Side()
    for cell in sorted(cells, key=lambda cell: bool(cell.differences)):
        for side, kept in zip((before, after), cell.records, strict=True):
            if kept is not None:
                side.take(cell.place, kept, bool(cell.differences))
    return before, after


# --- telling -----------------------------------------------------------------------------------------


def explain(cells: Iterable[Cell]) -> list[Section]:
    """What differs between the two sides of cells: causes first, then what follows, each kind in a section."""
    cells = list(cells)
    differing = [cell for cell in cells if cell.differences]
    before, after = sides(cells)
    contradicted = before.contradictions()
    inputs, formulas = (_changed(before, after, told, contradicted) for told in (_input_lines, _formula_lines))
    changes = [each for each in compare(before.document(), after.document()) if each.id not in contradicted]
    seen = {*before.moved, *before.held, *after.moved, *after.held}
    shown = [each for each in changes if each.id in seen]
    told = [
        Section(WENT_IN[0], tuple(line for lines in inputs.values() for line in lines), True),
        Section(WENT_IN[1], tuple(line for lines in formulas.values() for line in lines), True),
        *_of_results(shown, {*inputs, *formulas}, before, after),
    ]
    edited = [_edited_line(name, each, after.figures.get(name)) for name, each in contradicted.items()]
    whole = bool(edited) or any(section.lines for section in told)
    found = [
        *(section for section in told if section.cause),
        Section("Cells that stopped", tuple(f"{cell.place}: {cell.error}" for cell in cells if cell.error), True),
        Section(CONTRADICTED, (*before.unreadable.values(), *edited), True),
        *(section for section in told if not section.cause),
        Section(DRAWN, tuple(_drawing_lines(differing))),
        Section("Outputs that read differently", tuple(_read_lines(differing, whole))),
        Section(FOLLOWING, tuple(_line(each, before, after) for each in changes if each.id not in seen)),
    ]
    return [section for section in found if section.lines]


def _edited_line(name: str, given: list[tuple[str, FigureRecord]], now: FigureRecord | None) -> str:
    """A figure that cells of the notebooks give differently; where a run agrees with some, the others were edited."""
    right = [place for place, figure in given if now and figure.value == now.value]
    if not right:
        where, known = given[0]
        place, figure = next(each for each in given if each[1].value != known.value)
        one, two = _told_apart(known, figure)
        return f"{name}: {one} in {where}, and {two} in {place}"
    (place, figure), *more = [each for each in given if each[0] not in right]
    one, two = _told_apart(figure, now)
    others = f"; it is edited in {len(more)} more" if more else ""
    return f"{place}: {name}: {one} \N{RIGHTWARDS ARROW} {two}, as in {right[0]}{others}"


def _told_apart(one: FigureRecord, two: FigureRecord) -> tuple[str, str]:
    """Two figures in words that tell them apart."""
    return (one.text, two.text) if one.text != two.text else (_whole(one), _whole(two))


def _changed(
    before: Side,
    after: Side,
    told: Callable[[FigureRecord, FigureRecord], Iterator[str]],
    without: Collection[str],
) -> dict[str, list[str]]:
    """What is told of each figure that both sides have, ``without`` some, where anything is."""
    both = sorted((before.figures.keys() & after.figures.keys()) - set(without))
    found = {name: list(told(before.figures[name], after.figures[name])) for name in both}
    return {name: lines for name, lines in found.items() if lines}


def _input_lines(before: FigureRecord, after: FigureRecord) -> Iterator[str]:
    """What differs in a figure that goes in: its value, how it is hedged, and whose words it is in."""
    if not {before.kind, after.kind} & set(INPUTS):
        return
    if before.text != after.text:
        yield f"{after.label} ({after.id}): {before.text} \N{RIGHTWARDS ARROW} {after.text}"
    elif (before.low, before.central, before.high) != (after.low, after.central, after.high):
        yield f"{after.label} ({after.id}): {_whole(before)} \N{RIGHTWARDS ARROW} {_whole(after)}"
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in HEDGES}
    old, new = (each.quotation.model_dump() if each.quotation else {} for each in (before, after))
    pairs |= {name: (old.get(name, ""), new.get(name, "")) for name in {**old, **new}}
    for name, (one, two) in pairs.items():
        if one != two:
            yield f"{after.id}, {name}: {_arrow(str(one), str(two))}"


def _formula_lines(before: FigureRecord, after: FigureRecord) -> Iterator[str]:
    """What differs in how a figure is computed."""
    if before.formula != after.formula:
        yield f"{after.id}: {_arrow(before.formula, after.formula)}"
    elif before.computation != after.computation:
        old, new = (each.computation.model_dump() if each.computation else {} for each in (before, after))
        name = next(key for key in ("code", "function", "file", "sentence") if old.get(key) != new.get(key))
        place = f" ({new.get('file')})" if new.get("file") and name == "code" else ""
        yield f"{after.id}, {name}: {_arrow(old.get(name, ''), new.get(name, ''))}{place}"


def _arrow(before: str, after: str) -> str:
    one, two = apart(before, after)
    return f"{one or 'none'} \N{RIGHTWARDS ARROW} {two or 'none'}"


def _whole(figure: FigureRecord) -> str:
    """A figure with its ends, where its words alone may not tell it from another."""
    ends = ("open" if each is None else f"{each:,.6g}" for each in (figure.low, figure.high))
    return f"{figure.text} ({' to '.join(ends)})"


def _of_results(changes: list[Change], told: set[str], before: Side, after: Side) -> Iterator[Section]:
    """Verdicts, values and sentences that differ, under the headings of ``changes``; what is ``told`` of itself apart."""
    for of, heading in HEADINGS.items():
        some = [each for each in changes if each.of == of and not (of in ("input", "described") and each.id in told)]
        yield Section(heading, tuple(_line(change, before, after) for change in some))


def _line(change: Change, before: Side, after: Side) -> str:
    place = before.place(change.id) or after.place(change.id)
    return line(change) + (f" ({place})" if place else "")


def _drawing_lines(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        for drawn in cell.drawings:
            if drawn.compared.differences:
                yield f"{drawn.chart}, {drawn.width}: {_first(drawn.compared)} ({cell.place})"


def _first(compared: Comparison) -> str:
    """The first mark that differs, and how many there are."""
    many = len(compared.differences)
    return compared.differences[0] + (f"; and {many - 1} more" if many > 1 else "")


def _read_lines(cells: Iterable[Cell], told: bool) -> Iterator[str]:
    """Of each cell of which nothing else is told, the first thing that reads differently."""
    for cell in cells:
        one, two = (_without_drawing(each) for each in cell.records)
        words = [each for each in cell.differences if not each.partition(": ")[0].endswith(DRAWINGS)]
        if words and not (told and one != two):
            more = len(words) - 1
            yield f"{cell.place}: {words[0]}" + (f"; and {more} more place{'s' * (more > 1)}" if more else "")


def _without_drawing(kept: object) -> object:
    if not isinstance(kept, dict) or not isinstance(kept.get("chart"), dict):
        return kept
    return {**kept, "chart": {**kept["chart"], "narrow": ""}}

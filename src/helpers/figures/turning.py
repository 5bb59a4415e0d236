"""The cheapest way to be wrong: the smallest change of one figure, and of two at once, that turns a statement's finding.

A change multiplies a figure, with its whole range, by a factor; of two figures both move by the same factor, up or
down each. A finding can only turn where a number that the rule compares reaches the one it is compared with. So the
numbers given to a rule note how far they are from each such one, and the changes at which they reach it are solved for:
no window, however narrow, is stepped over. A figure that a test computes itself, in place of being given it, notes
nothing: where the finding turns by it is solved for too, but a window narrower than a stretch may go unseen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.figures.figure import Figure, rebased, solved, with_numbers
from helpers.figures.interval import Interval
from helpers.figures.statement import Finding, Rated, under_names
from helpers.figures.table import Table
from helpers.figures.verdict import Verdict, figures_of

#: No change larger than this factor is tried.
LARGEST = 100.0
#: A share has no more than the whole.
WHOLE = {"ratio": 1.0, "percent": 100.0}
#: How finely the logarithm of a factor is solved for, and how nearly equal two numbers count as equal.
FINE, SAME = 1e-9, 1e-12
#: The stretch of such logarithms over which distances are followed by their ends and their middle.
STRETCH = 1.2
#: A rounded number has at least so many digits, and at most so many unless it takes more to turn the finding.
FEW, MANY, MOST = 3, 5, 12

#: The figures that move, each by its id with 1 for up and -1 for down.
Way = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Change:
    """One figure and what it would have to be, in its own unit: where the finding turns, and rounded beyond that."""

    figure: Figure
    value: float
    rounded: float


@dataclass(frozen=True)
class Turn:
    """A change that turns a finding: its figures, the factor by which each moves, and what the finding becomes."""

    changes: tuple[Change, ...]
    factor: float
    becomes: Finding


@dataclass(frozen=True)
class Rows:
    """The figures of a table, as far as a rule reads them."""

    figures: list[Figure]


def turns(rated: Rated) -> tuple[Turn | None, Turn | None]:
    """The smallest change of one figure that turns the finding, and of two at once where that is smaller still.

    A change that no rounded number makes, such as a part of a person, is passed over.
    """
    bases = movable(rated)
    rated = replace(rated, arguments=_arguments(rated, bases, ()))  # tables are slow to read
    single = _smallest(rated, bases, [((name, sign),) for name in bases for sign in (1, -1)], math.log(LARGEST))
    limit = math.log(single.factor if single else LARGEST)
    signed = [[(name, sign) for sign in (1, -1)] for name in bases]
    pairs = [pair for one, other in itertools.combinations(signed, 2) for pair in itertools.product(one, other)]
    return single, _smallest(rated, bases, pairs, limit * (1 - 1e-6) - FINE)


def movable(rated: Rated) -> dict[str, Figure]:
    """The quoted and chosen figures that a finding rests on, by id; one that is nothing cannot be multiplied."""
    figures = [*(each.figure for each in rated.readings), *figures_of(rated.arguments).values()]
    roots = {name: root for figure in figures for name, root in figure.roots.items()}
    return {name: root for name, root in roots.items() if _amount(root) > 0}


def finding_at(rated: Rated, bases: Mapping[str, Figure], factors: Iterable[tuple[str, float]]) -> Finding | None:
    """The finding with some figures multiplied; None where a share would be more than the whole."""
    factors = list(factors)
    if any(factor > _room(bases[name]) for name, factor in factors):
        return None
    return rated.rule.rate(_arguments(rated, bases, factors))


def _arguments(rated: Rated, bases: Mapping[str, Figure], factors: Iterable[tuple[str, float]]) -> dict[str, object]:
    """What a rule is given with some figures multiplied."""
    moved = {name: _scaled(bases[name], factor) for name, factor in factors}
    return {name: _moved(given, moved) for name, given in rated.arguments.items()}


def _scaled(figure: Figure, factor: float) -> Figure:
    interval = Interval(figure.interval.low * factor, figure.interval.high * factor)
    return with_numbers(figure, interval, None if figure.central is None else figure.central * factor)


def _moved(given: object, bases: Mapping[str, Figure]) -> object:
    """An argument of a rule over other bases."""
    if isinstance(given, Figure):
        return rebased(given, bases)
    if isinstance(given, Rows):
        return Rows([rebased(each, bases) for each in given.figures])
    if isinstance(given, Table):
        return _moved(Rows(given.figures), bases)
    if isinstance(given, Verdict):
        raise TypeError("a statement is rated on figures, not on other verdicts")
    return given


def _amount(figure: Figure) -> float:
    """The number that a figure is quoted with; 0 where there is none to multiply."""
    return (figure.claim.value if figure.claim else figure.central) or 0.0


def _room(figure: Figure) -> float:
    """The largest factor that a figure can be multiplied by."""
    most = max(_amount(figure), (figure.claim and figure.claim.upper) or 0.0)
    return WHOLE.get(figure.unit, math.inf) / most * (1 + SAME)


# --- numbers that note what they are compared with ---------------------------------------------------


class Noted(float):
    """A number that notes how far it is from each number it is compared with; nearly equal ones are equal.

    ``notes`` grow with each comparison, also of what is computed from it: the logarithm of the ratio of two numbers
    above nought, which moves evenly where figures are multiplied, else their difference.
    """

    notes: list[float]


def noted(number: float, notes: list[float]) -> Noted:
    """A number that writes into ``notes``."""
    made = Noted(number)
    made.notes = notes
    return made


def _distance(one: float, other: float) -> float:
    if one > 0 and other > 0:
        apart = math.log(one) - math.log(other)
        return apart if abs(apart) > SAME else 0.0
    apart = one - other
    return apart if abs(apart) > SAME * min(max(abs(one), abs(other)), 1e300) else 0.0  # also of two open ends


def _comparing(name: str):
    plain = getattr(float, name)

    def compare(self: Noted, other):
        if not isinstance(other, int | float):
            return NotImplemented
        apart = _distance(float(self), float(other))
        self.notes.append(apart)
        return plain(apart, 0.0)

    return compare


def _computing(name: str):
    plain = getattr(float, name)

    def compute(self: Noted, *others):
        made = plain(self, *others)
        return made if made is NotImplemented else noted(made, self.notes)

    return compute


for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
    setattr(Noted, f"__{_name}__", _comparing(f"__{_name}__"))
for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "neg", "abs"):
    setattr(Noted, f"__{_name}__", _computing(f"__{_name}__"))
Noted.__hash__ = float.__hash__


def _noting(given: object, notes: list[float]) -> object:
    """A figure, or what stands for a table, with numbers that note what they are compared with."""
    if isinstance(given, Rows):
        return Rows([_noting(each, notes) for each in given.figures])
    if not isinstance(given, Figure) or given.interval is None:
        return given
    low, high = given.interval.low, given.interval.high
    ends = Interval(noted(low, notes), noted(high, notes))
    return with_numbers(given, ends, None if given.central is None else noted(given.central, notes))


# --- the smallest change -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """The finding at one size of a change, the logarithm of its factor, with the distances that it followed from.

    ``signs`` are those of the distances, and the finding, for one that followed from others unnoted.
    """

    size: float
    finding: Finding
    apart: tuple[float, ...]
    signs: tuple[object, ...]


@dataclass(frozen=True)
class Path:
    """Changes of growing size of the same figures, each up or down."""

    rated: Rated
    bases: Mapping[str, Figure]
    way: Way

    def factors(self, size: float) -> list[tuple[str, float]]:
        """The factor of each figure."""
        return [(name, math.exp(sign * size)) for name, sign in self.way]

    def at(self, size: float) -> Look:
        """The finding at a size."""
        notes: list[float] = []
        moved = _arguments(self.rated, self.bases, self.factors(size))
        given = self.rated.arguments
        finding = self.rated.rule.rate({
            name: each if each is given[name] else _noting(each, notes) for name, each in moved.items()
        })  # fmt: skip
        return Look(size, finding, tuple(notes), (*((apart > 0) - (apart < 0) for apart in notes), finding))

    def first(self, start: Look, limit: float) -> tuple[Look, Turn] | None:
        """The smallest size up to a limit at which the finding has turned, and the turn; ``start`` is the look at 0."""
        before = start
        count = math.ceil(limit / STRETCH)
        for stretch in range(count):
            after = self.at(limit * (stretch + 1) / count)
            if found := self._between(before, after):
                return found
            before = after
        return None

    def _between(self, one: Look, other: Look) -> tuple[Look, Turn] | None:
        """The first turn after one look, up to another."""
        if one.signs == other.signs:
            return self._within(one, other)
        near, far = self._edge(one, other)
        return (
            (self._between(one, near) if near is not one else None)
            or self._turn(far)
            or (self._between(far, other) if far is not other else None)
        )

    def _within(self, one: Look, other: Look) -> tuple[Look, Turn] | None:
        """The same where all that is compared stands alike at both: a distance may have vanished between and come back."""
        if other.size - one.size < 1e3 * FINE:
            return None
        middle = self.at((one.size + other.size) / 2)
        if middle.signs == one.signs:
            dips = (self._dip(one, other, place) for place in _dipping(one, middle, other))
            middle = next((look for look in dips if look), None)
        return (self._between(one, middle) or self._between(middle, other)) if middle else None

    def _dip(self, one: Look, other: Look, place: int) -> Look | None:
        """A look between two at which a distance that shrinks and grows again has vanished; None where it does not."""
        while other.size - one.size > FINE:
            width = other.size - one.size
            left, right = self.at(one.size + 0.382 * width), self.at(one.size + 0.618 * width)
            for look in (left, right):
                if look.signs != one.signs:
                    return look
            depths = [abs(look.apart[place]) for look in (one, left, right, other)]
            if max(depths) < 1.5 * min(depths):
                return None  # too flat to reach nought
            one, other = (one, right) if depths[1] < depths[2] else (left, other)
        return None

    def _edge(self, near: Look, far: Look) -> tuple[Look, Look]:
        """Looks on both sides of where the first distance that two looks differ in vanishes."""
        for attempt in itertools.count():
            place, width = _first_difference(near, far), far.size - near.size
            if width <= FINE:
                return near, far
            # Every third time the middle, for a distance that does not move evenly.
            share = 0.5 if attempt % 3 == 2 else _vanishing(near, far, place)
            look = self.at(near.size + width * share)
            if look.signs[: place + 1] == near.signs[: place + 1]:
                near = look
            else:
                far = look

    def _turn(self, look: Look) -> tuple[Look, Turn] | None:
        """The turn at a look; None where there is none, or no rounded number makes it."""
        if look.finding is self.rated.finding:
            return None
        factors = self.factors(look.size)
        for numbers in zip(*[_rounded(self.bases[name], factor) for name, factor in factors], strict=False):
            rounded = [
                (name, number / _amount(self.bases[name])) for (name, _), number in zip(factors, numbers, strict=True)
            ]
            if finding_at(self.rated, self.bases, rounded) is look.finding:
                changes = tuple(
                    Change(self.bases[name], _amount(self.bases[name]) * factor, number)
                    for (name, factor), number in zip(factors, numbers, strict=True)
                )
                return look, Turn(changes, math.exp(look.size), look.finding)
        return None


def _first_difference(one: Look, other: Look) -> int:
    """The place of the first distance in which two looks differ; where one only has more of them, the one after."""
    pairs = enumerate(zip(one.signs, other.signs, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one.signs), len(other.signs)))


def _vanishing(near: Look, far: Look, place: int) -> float:
    """The share of the way between two looks at which a distance seems to vanish; the middle where it is not to be seen.

    Where it has vanished at one of them, the share is next to that.
    """
    width = far.size - near.size
    one, other = (look.apart[place] if place < len(look.apart) else math.nan for look in (near, far))
    if one * other < 0 and math.isfinite(one - other):
        return one / (one - other)
    if 0 in (one, other):
        return FINE / 2 / width if one == 0 else 1 - FINE / 2 / width
    return 0.5


def _dipping(one: Look, middle: Look, other: Look) -> Iterator[int]:
    """The places of distances that seem to shrink to less than half and grow again."""
    for place, (before, between, after) in enumerate(zip(one.apart, middle.apart, other.apart, strict=True)):
        bend, slope = (before + after) / 2 - between, (after - before) / 2
        if abs(slope) < 2 * abs(bend):  # the parabola through the three turns between them
            turn = between - slope**2 / (4 * bend)
            if turn / before < min(1.0, after / before) / 2:
                yield place


def _smallest(rated: Rated, bases: Mapping[str, Figure], ways: Iterable[Way], limit: float) -> Turn | None:
    """The smallest change, of those that move figures the given ways, that turns the finding."""
    smallest = None
    starts: dict[frozenset[str], Look] = {}  # up or down, a way begins at the same figures
    for way in ways:
        path, names = Path(rated, bases, way), frozenset(name for name, _ in way)
        if names not in starts:
            starts[names] = path.at(0.0)
        if found := path.first(starts[names], limit):
            look, smallest = found
            limit = look.size - FINE
    return smallest


# --- in words ----------------------------------------------------------------------------------------


def turned(rated: Iterable[Rated]) -> list[Rated]:
    """The same statements, each with a sentence on the smallest changes that would turn its finding.

    One that nothing is set beside, or that rests on no figure, has none.
    """
    return [_with_change(each) if each.readings and movable(each) else each for each in rated]


def _with_change(rated: Rated) -> Rated:
    single, pair = turns(rated)
    made = {change: figure for turn in (single, pair) if turn for change, figure in _solutions(rated, turn).items()}
    figures, names = under_names(rated.figures, [*made.values(), *(change.figure for change in made)])
    clauses = {change: _clause(change, names[made[change].key], names[change.figure.key]) for change in made}
    sentences = [_single(single, clauses), _pair(pair, single, clauses)]
    return replace(rated, change=" ".join(filter(None, sentences)), figures=figures)


def _single(turn: Turn | None, clauses: Mapping[Change, str]) -> str:
    if turn is None:
        return "No change of one figure alone, as far as any was tried, turns it."
    return f"{clauses[turn.changes[0]]} would make it {turn.becomes.value}."


def _pair(turn: Turn | None, single: Turn | None, clauses: Mapping[Change, str]) -> str:
    if turn is None:
        return ""
    one, other = (clauses[change] for change in turn.changes)
    if single and single.becomes is turn.becomes:
        return f"So would smaller changes at once: {one}, with {other}."
    at_once = "Smaller changes at once" if single else "Changes at once"
    return f"{at_once}, {one}, with {other}, would make it {turn.becomes.value}."


def _clause(change: Change, made: str, name: str) -> str:
    """What a figure would have to be; of a stated range the lower end is named, and the upper moves with it."""
    if change.figure.bound == "between":
        return f"{{{made}}} instead of {{{name}.low}} at the least ({{{name}.label}}, the upper end moved alike)"
    return f"{{{made}}} instead of {{{name}}} ({{{name}.label}})"


def _solutions(rated: Rated, turn: Turn) -> dict[Change, Figure]:
    """What each figure of a change would have to be, rounded away from what it is."""
    of = movable(rated).values()
    at = {}
    for change in turn.changes:
        figure = change.figure
        name = "_".join(["turn", rated.id, figure.key, *(["at_once"] if len(turn.changes) > 1 else [])])
        label = f"{figure.label}, for the finding on {rated.question} to turn"
        at[change] = solved(name, label, figure.unit, change.rounded, figure.home, of)
    return at


def _rounded(figure: Figure, factor: float) -> Iterator[float]:
    """Numbers near a multiple of a figure and beyond it, the shortest first that tell it from the figure."""
    now, whole = _amount(figure), figure.home.units[figure.unit].is_whole
    number = now * factor
    # Rounding adds no more than a tenth to the change, if few digits do.
    few = _place(number) + 1 - _place(abs(number - now) / 10) if number != now else MANY
    for digits in range(max(FEW, min(few, MANY)), MOST + 1):
        for further in (0, 1):
            yield away(number, now, whole=whole, digits=digits, further=further)


def _place(number: float) -> int:
    """The power of ten of the first digit."""
    return math.floor(math.log10(number))


def away(number: float, now: float, *, whole: bool, digits: int = 3, further: int = 0) -> float:
    """A number rounded to some digits, and to a whole one where it counts, away from what it is now.

    ``further`` is how many steps of the last digit it goes beyond that.

    >>> away(264_420.0, 1_500_000, whole=True), away(13_221.0, 1_000, whole=True), away(0.00911, 0.05, whole=False)
    (264000.0, 13300.0, 0.00911)
    >>> away(264_420.0, 1_500_000, whole=True, digits=4), away(264_420.0, 1_500_000, whole=True, further=1)
    (264400.0, 263000.0)
    """
    place = 10.0 ** (_place(number) - digits + 1) if number else 1.0
    place = max(place, 1.0) if whole else place
    steps = round(number / place, 6)
    steps = math.ceil(steps) + further if number > now else math.floor(steps) - further
    return float(f"{steps * place:.12g}")

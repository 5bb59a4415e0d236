"""The cheapest way to be wrong: the smallest change of one figure, and of two at once, that turns a statement's finding.

A change multiplies a figure, with its whole range, by a factor; of two figures both move by the same factor, up or
down each. Changes grow step by step until one turns the finding; where it turns is then found by bisection.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import SimpleNamespace

from helpers.figures.figure import Figure, rebased, solved
from helpers.figures.interval import Interval
from helpers.figures.statement import Finding, Rated
from helpers.figures.table import Table
from helpers.figures.verdict import Verdict

#: No change larger than this factor is tried.
LARGEST = 100.0
#: How many steps there are to it: each multiplies by the same small factor.
STEPS = 160
#: Bisections between two steps; the factor is then exact to nine digits.
HALVINGS = 34
#: A share has no more than the whole.
WHOLE = {"ratio": 1.0, "percent": 100.0}

Factors = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Change:
    """One figure and what it would have to be, in its own unit."""

    figure: Figure
    value: float


@dataclass(frozen=True)
class Turn:
    """A change that turns a finding: its figures, the factor by which each moves, and what the finding becomes."""

    changes: tuple[Change, ...]
    factor: float
    becomes: Finding


def turns(rated: Rated) -> tuple[Turn | None, Turn | None]:
    """The smallest change of one figure that turns the finding, and of two at once where that is smaller still."""
    bases = movable(rated)
    single = _smallest(rated, [((name, sign),) for name in bases for sign in (1, -1)], math.log(LARGEST), bases)
    limit = math.log(single.factor) if single else math.log(LARGEST)
    signed = [[(name, sign) for sign in (1, -1)] for name in bases]
    pairs = [pair for one, other in itertools.combinations(signed, 2) for pair in itertools.product(one, other)]
    return single, _smallest(rated, pairs, limit * (1 - 1e-6), bases)


def movable(rated: Rated) -> dict[str, Figure]:
    """The quoted and chosen figures that a finding rests on, by id; one that is nothing cannot be multiplied."""
    figures = [each.figure for each in rated.readings] + [
        given for given in rated.arguments.values() if isinstance(given, Figure)
    ]
    roots = {name: root for figure in figures for name, root in figure.roots.items()}
    return {name: root for name, root in roots.items() if root.interval and root.interval.high > 0}


def finding_at(rated: Rated, bases: Mapping[str, Figure], factors: Iterable[tuple[str, float]]) -> Finding | None:
    """The finding with some figures multiplied; None where a share would be more than the whole."""
    moved = {}
    for name, factor in factors:
        figure = _scaled(bases[name], factor)
        if figure.interval.low > WHOLE.get(figure.unit, math.inf) or (figure.central or 0) > WHOLE.get(
            figure.unit, math.inf
        ):
            return None
        moved[name] = figure
    return rated.rule.rate({name: _moved(given, moved) for name, given in rated.arguments.items()})


def _scaled(figure: Figure, factor: float) -> Figure:
    interval = Interval(figure.interval.low * factor, figure.interval.high * factor)
    return replace(figure, interval=interval, central=None if figure.central is None else figure.central * factor)


def _moved(given: object, bases: Mapping[str, Figure]) -> object:
    """An argument of a rule over other bases."""
    if isinstance(given, Figure):
        return rebased(given, bases)
    if isinstance(given, Table):
        return SimpleNamespace(figures=[rebased(each, bases) for each in given.figures])
    if isinstance(given, Verdict):
        raise TypeError("a statement is rated on figures, not on other verdicts")
    return given


def _smallest(rated: Rated, ways: list, limit: float, bases: Mapping[str, Figure]) -> Turn | None:
    """The smallest change, of those that move figures the given ``ways`` (id and direction), that turns the finding."""
    now, waiting = rated.finding, list(ways)
    step = math.log(LARGEST) / STEPS
    size = 0.0
    while waiting and size < limit:
        before, size = size, min(size + step, limit)
        turned = []
        for way in list(waiting):
            came = finding_at(rated, bases, _factors(way, size))
            if came is None:
                waiting.remove(way)
            elif came is not now:
                turned.append(way)
        if turned:
            return min((_bisect(rated, way, before, size, bases) for way in turned), key=lambda turn: turn.factor)
    return None


def _factors(way: Iterable[tuple[str, int]], size: float) -> Factors:
    return tuple((name, math.exp(sign * size)) for name, sign in way)


def _bisect(rated: Rated, way, same: float, turned: float, bases: Mapping[str, Figure]) -> Turn:
    """Where between two sizes of a change the finding turns."""
    for _ in range(HALVINGS):
        middle = (same + turned) / 2
        if finding_at(rated, bases, _factors(way, middle)) is rated.finding:
            same = middle
        else:
            turned = middle
    changes = tuple(Change(bases[name], _amount(bases[name]) * factor) for name, factor in _factors(way, turned))
    return Turn(changes, math.exp(turned), finding_at(rated, bases, _factors(way, turned)))


def _amount(figure: Figure) -> float:
    """The number that a figure is quoted with."""
    return figure.claim.value if figure.claim else figure.central


# --- in words ----------------------------------------------------------------------------------------


def turned(rated: Iterable[Rated]) -> list[Rated]:
    """The same statements, each with a sentence on the smallest changes that would turn its finding."""
    return [_with_change(each) for each in rated]


def _with_change(rated: Rated) -> Rated:
    single, pair = turns(rated)
    made = {change: figure for turn in (single, pair) if turn for change, figure in _solutions(rated, turn).items()}
    sentences = [_single(rated, single, made)] + ([_pair(rated, pair, made)] if pair else [])
    names = {figure.key: figure for figure in (*made.values(), *(change.figure for change in made))}
    return replace(rated, change=" ".join(sentences), figures={**names, **rated.figures})


def _single(rated: Rated, turn: Turn | None, made: Mapping[Change, Figure]) -> str:
    if turn is None:
        return "No change of one figure alone turns it."
    (change,) = turn.changes
    return f"{_clause(change, made)} would make it {turn.becomes.value}."


def _pair(rated: Rated, turn: Turn, made: Mapping[Change, Figure]) -> str:
    one, other = (_clause(change, made) for change in turn.changes)
    return f"So would smaller changes at once: {one}, with {other}."


def _clause(change: Change, made: Mapping[Change, Figure]) -> str:
    name = change.figure.key
    return f"{{{made[change].key}}} instead of {{{name}}} ({{{name}.label}})"


def _solutions(rated: Rated, turn: Turn) -> dict[Change, Figure]:
    """What each figure of a change would have to be, rounded away from what it is."""
    of = movable(rated).values()
    at = {}
    for change in turn.changes:
        now = _amount(change.figure)
        name = "_".join(["turn", rated.id, change.figure.key, *(["at_once"] if len(turn.changes) > 1 else [])])
        label = f"{change.figure.label}, for the finding on {rated.question} to turn"
        unit = change.figure.home.units[change.figure.unit]
        number = away(change.value, now, whole=unit.is_whole)
        at[change] = solved(name, label, change.figure.unit, number, change.figure.home, of)
    return at


def away(number: float, now: float, *, whole: bool) -> float:
    """A number rounded to three digits, and to a whole one where it counts, away from what it is now.

    >>> away(264_420.0, 1_500_000, whole=True), away(13_221.0, 1_000, whole=True), away(0.00911, 0.05, whole=False)
    (264000.0, 13300.0, 0.00911)
    """
    place = 10.0 ** (math.floor(math.log10(number)) - 2) if number else 1.0
    place = max(place, 1.0) if whole else place
    steps = round(number / place, 6)
    return float(f"{(math.ceil(steps) if number > now else math.floor(steps)) * place:.12g}")

"""A figure to compute with: a number that keeps its hedge, its unit, who vouches for it and what it rests on.

A figure is quoted, chosen, computed or counted. Arithmetic on figures gives a figure, evaluated over the figures that
it finally rests on, so that one used twice enters once; where the formula is monotone in each of them the corners of
their ranges are its bounds. A figure whose formula is seen not to be, at points within the ranges, is refused.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from helpers.figures.interval import EVERYTHING, Interval
from helpers.figures.rows import ATTRIBUTIONS, UNKNOWN, Claim, Parameter
from helpers.figures.units import Unit, product_unit, quotient_unit, sum_unit
from helpers.figures.wording import Phrase, say, unknown

#: Who vouches for a figure that no source states.
CHOSEN, COUNTED, SOLVED = "chosen", "counted", "solved"

#: Where within a range a formula is looked at, and how many points in all.
_SHARES = (0.002, 0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98, 0.998)
_MOST_POINTS = 4096
#: How far from its one end a range without another is looked at; one without any, from nought, to both sides.
_STEPS = (1e-3, 1.0, 1e3, 1e6)

#: Stands for an open end where infinity itself gives no answer.
_FAR = 1e300

#: How the signs of a formula are written in an id.
_SPOKEN = {ord("+"): " plus ", ord("-"): " less ", ord("*"): " times ", ord("/"): " over "}

Domain = tuple[float, float]


class FigureError(ValueError):
    """Figures that cannot be computed with as asked; the message names them and the remedy."""


@dataclass(frozen=True)
class Home:
    """What the figures of one report share: its units, and the ids of its data."""

    units: Mapping[str, Unit]
    ids: Container[str] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class Figure:
    """A figure with all that is known of it. ``kind`` is claim, context, parameter, quantity or tally.

    ``interval`` and ``central`` are plain numbers in ``unit``. An interval of None means that the figure is not known,
    or the formula not defined for these figures, a ``central`` of None that the source gave only a bound. ``inputs``
    are the named figures that it was computed from, ``formula`` says how in their ids.
    """

    id: str
    kind: str
    label: str
    unit: str
    home: Home
    interval: Interval | None
    central: float | None
    bound: str
    attribution: str
    phrase: Phrase
    claim: Claim | None = None
    inputs: tuple[Figure, ...] = ()
    formula: str = ""
    declared: object = None
    call: Callable | None = field(default=None)
    domains: tuple[tuple[Figure, Domain], ...] = ()
    counted: tuple[Figure, ...] = ()
    quoted_as: str = ""

    @property
    def key(self) -> str:
        """The id; of a figure that nobody named, its formula as one."""
        return self.id or "f_" * self.formula[0].isdigit() + re.sub(r"\W+", "_", self.formula.translate(_SPOKEN)).strip(
            "_"
        )

    @property
    def text(self) -> str:
        """The figure as it is printed, hedge and unit included."""
        return self.phrase.text

    @property
    def low(self) -> float | None:
        """The lower end; None where it is open or the figure is not defined."""
        return _end(self.interval and self.interval.low)

    @property
    def high(self) -> float | None:
        """The upper end; None where it is open or the figure is not defined."""
        return _end(self.interval and self.interval.high)

    @property
    def period(self) -> str:
        """The time that a quoted figure is about, in words."""
        return self.claim.period_text if self.claim else ""

    @property
    def year(self) -> int:
        """The year that a quoted figure is about. Raises FigureError for any other, and for one of a part of a year."""
        if self.claim is None:
            raise FigureError(f"{self.key} is not quoted, so it has no year: ask this of a figure of the data")
        if not self.claim.period.isdecimal():
            raise FigureError(
                f"{self.key} is of {self.period}, and is set beside whole years: give it a year for its period, and the "
                "bound at_least where only a part of the year was counted"
            )
        return int(self.claim.period)

    @property
    def is_unknown(self) -> bool:
        """Whether no source gave it, or one of those that it is computed from."""
        return self.claim.value is None if self.claim else any(each.is_unknown for each in self.inputs)

    @cached_property
    def bases(self) -> dict[str, Figure]:
        """The figures that it is evaluated over, by id, in the order the formula names them."""
        if self.call is None:
            return {self.base: self}
        found: dict[str, Figure] = {}
        for name, base in itertools.chain.from_iterable(each.bases.items() for each in self.inputs):
            if found.setdefault(name, base).interval != base.interval:
                raise FigureError(
                    f"{name!r} is {found[name].text} and {base.text}: figures of two reports cannot be computed with "
                    "each other; show both in a table, one of them under a name of its own with .named(…)"
                )
        return found

    @property
    def base(self) -> str:
        """The id under which a figure that is not computed enters a formula, whatever it was named since."""
        return self.quoted_as or self.id

    @cached_property
    def roots(self) -> dict[str, Figure]:
        """The quoted and chosen figures that it finally rests on, by id."""
        below = self.inputs or self.counted
        return {name: root for each in below for name, root in each.roots.items()} or {self.base: self}

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The ids of the quoted and chosen figures that it finally rests on."""
        return tuple(self.roots)

    def evaluate(self, base: Mapping[str, object]):
        """The formula, and all it is made of, over numbers, columns or symbols for the bases.

        A base quoted in percent enters as a plain ratio.
        """
        if self.call is None:
            return base[self.base]
        return self.call(*[each.evaluate(base) for each in self.inputs])

    def named(self, name: str, label: str = "") -> Figure:
        """The same figure under an id of its own, by which pages print it, and another label. Raises FigureError."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise FigureError(f"{name!r} is not an id: use lower-case letters, digits and _, a letter first")
        return replace(self, id=name, label=label or self.label, quoted_as="" if self.call else self.base)

    # --- as an argument of a formula ---------------------------------------------------------------

    @property
    def argument(self) -> Interval:
        """The interval that a formula is called with."""
        return self.interval.scaled(0.01) if self.unit == "percent" else self.interval

    @property
    def central_argument(self) -> float | None:
        """The middle that a formula is called with."""
        return self.central / 100 if self.central is not None and self.unit == "percent" else self.central

    @property
    def expression(self) -> ast.expr:
        """What stands for the figure in a formula: its id, or its own formula while it has none."""
        return ast.Name(self.id) if self.id else ast.parse(self.formula, mode="eval").body

    # --- arithmetic --------------------------------------------------------------------------------

    def __add__(self, other):
        return _combine(ast.Add(), self, other, sum_unit)

    def __radd__(self, other):
        # sum() begins at 0, which is no part of the formula.
        return self if type(other) is int and other == 0 else _combine(ast.Add(), other, self, sum_unit)

    def __sub__(self, other):
        return _combine(ast.Sub(), self, other, sum_unit)

    def __rsub__(self, other):
        return _combine(ast.Sub(), other, self, sum_unit)

    def __mul__(self, other):
        return _combine(ast.Mult(), self, other, product_unit)

    def __rmul__(self, other):
        return _combine(ast.Mult(), other, self, product_unit)

    def __truediv__(self, other):
        return _combine(ast.Div(), self, other, quotient_unit)

    def __rtruediv__(self, other):
        return _combine(ast.Div(), other, self, quotient_unit)

    def __lt__(self, other):
        raise FigureError("figures have ranges, so one is not simply less than another: use below(figure, limit)")

    __le__ = __gt__ = __ge__ = __lt__

    def __float__(self) -> float:
        if self.central is None:
            raise FigureError(f"{self.id or self.formula} is {self.text}: it has no single number; use .low and .high")
        return float(self.central)

    def __repr__(self) -> str:
        vouched = f"rests on what is {self.attribution}" if self.formula else self.attribution
        formula = f"\n= {self.formula}" if self.formula else ""
        return f"{describe(self)}, {vouched}{formula}"


def describe(figure: Figure) -> str:
    """The printed figure, and its range where the text does not hold it."""
    span = figure.phrase.range
    return figure.text if span in figure.text else f"{figure.text} ({span})"


# --- the four kinds ----------------------------------------------------------------------------------


def quoted(claim: Claim, kind: str, home: Home) -> Figure:
    """A figure that a source states, or that none gave; ``kind`` is claim or context."""
    unit = home.units[claim.unit]
    phrase = say(claim.interval, claim.central, claim.bound, unit, precision=claim.precision, quoted=True)
    phrase = unknown(unit) if claim.value is None else phrase
    return Figure(
        claim.id, kind, claim.label, claim.unit, home, claim.interval, claim.central, claim.bound, claim.attribution,
        phrase, claim,
    )  # fmt: skip


def chosen(parameter: Parameter, number: float, home: Home) -> Figure:
    """A choice of the report."""
    return _point(parameter.id, "parameter", parameter.label, float(number), parameter.unit, CHOSEN, home)


def count(name: str, label: str, unit: str, number: int, home: Home, counted: Iterable[Figure] = ()) -> Figure:
    """A count of figures, sources or verdicts; ``counted`` are the figures that the count goes over."""
    made = _point(name, "tally", label, float(number), unit, COUNTED, home)
    return replace(made, counted=tuple(counted))


def solved(name: str, label: str, unit: str, number: float, home: Home, of: Iterable[Figure]) -> Figure:
    """What a figure would have to be for a verdict to turn; ``of`` are the figures that the verdict rests on."""
    return replace(_point(name, "turn", label, number, unit, SOLVED, home), counted=tuple(of))


def _point(name: str, kind: str, label: str, number: float, unit: str, attribution: str, home: Home) -> Figure:
    point = Interval(number, number)
    phrase = say(point, number, "exact", home.units[unit], quoted=True)
    return Figure(name, kind, label, unit, home, point, number, "exact", attribution, phrase)


def computed(
    call: Callable,
    inputs: Iterable[Figure],
    *,
    name: str,
    label: str,
    unit: str,
    formula: str,
    domain: Iterable[tuple[Figure, Domain]] = (),
    missing: str = "not defined",
    declared: object = None,
) -> Figure:
    """A figure computed from others by ``call``, which takes a number, column or symbol for each input.

    ``domain`` gives the open range of an input outside of which the formula has no meaning. Raises FigureError
    where the formula is not monotone in each figure it rests on.
    """
    inputs = tuple(dict.fromkeys(inputs))
    home = inputs[0].home
    domains = tuple(dict.fromkeys([*itertools.chain.from_iterable(each.domains for each in inputs), *domain]))
    bare = Figure(
        name, "quantity", label, unit, home, EVERYTHING, None, "between", _weakest(inputs), _UNSAID,
        inputs=inputs, formula=formula, declared=declared, call=call, domains=domains,
    )  # fmt: skip
    interval, pushes = bounds(bare)
    central = _middle(bare) if interval else None
    bound = derived_bound(interval, central, pushes)
    phrase = say(interval, central, bound, home.units[unit], missing=missing)
    phrase = unknown(home.units[unit]) if bare.is_unknown else phrase
    return replace(bare, interval=interval, central=central, bound=bound, phrase=phrase)


_UNSAID = Phrase("", "", "", "", "")


def across(figures: Iterable[Figure], name: str, label: str) -> Figure:
    """From the least to the most of several figures of one thing: what differs between sources, not what a hedge leaves.

    Of each its middle counts, or where it has none its range. Raises FigureError for the id of one of them.
    """
    figures = tuple(figures)
    if name in {each.key for each in figures}:
        raise FigureError(f"{name!r} is the id of a figure that it runs across: give it one of its own")
    reached = _reach(figures)
    unit = figures[0].home.units[figures[0].unit]
    central = reached.low if reached and reached.is_point else None
    open_below = (
        {each.bound for each in figures if each.interval and each.interval.low == reached.low} if reached else set()
    )
    bound = derived_bound(reached, central, open_below & {"up_to"}) if reached else "between"
    phrase = say(reached, central, bound, unit) if reached else unknown(unit)
    return Figure(
        name, "quantity", label, figures[0].unit, figures[0].home, reached, central, bound, _weakest(figures), phrase,
        inputs=figures, formula=" and ".join(each.key for each in figures),
    )  # fmt: skip


def _reach(figures: Iterable[Figure]) -> Interval | None:
    """From the least to the most of the middles of figures, or of the ranges of those that have none."""
    known = [each for each in figures if each.interval is not None]
    lows, highs = (
        [end if each.central is None else each.central for each in known for end in (getattr(each.interval, side),)]
        for side in ("low", "high")
    )
    return Interval(min(lows), max(highs)) if known else None


def rebased(figure: Figure, bases: Mapping[str, Figure]) -> Figure:
    """The same figure over other bases: numbers alone, to be tested and not to be printed."""
    if not figure.inputs:
        return bases.get(figure.base, figure)
    if figure.roots.keys().isdisjoint(bases):
        return figure
    inputs = tuple(rebased(each, bases) for each in figure.inputs)
    if all(one is other for one, other in zip(inputs, figure.inputs, strict=True)):
        return figure
    domains = tuple((rebased(used, bases), ends) for used, ends in figure.domains)
    moved = with_numbers(figure, None, None, inputs=inputs, domains=domains)
    if figure.call is None:
        return with_numbers(moved, _reach(inputs), None)
    if (plain := _plainly(moved)) is not None:
        return with_numbers(moved, *plain)
    interval, _ = bounds(moved, checked=False)
    return with_numbers(moved, interval, _middle(moved) if interval else None)


def with_numbers(figure: Figure, interval: Interval | None, central: float | None, **fields) -> Figure:
    """The same figure with other numbers, as ``replace`` gives it but much faster; its words are still the old ones."""
    made = object.__new__(Figure)
    made.__dict__.update(figure.__dict__, interval=interval, central=central, **fields)
    made.__dict__.pop("bases", None)  # these have other numbers; whom its roots go back to stays
    return made


def _plainly(figure: Figure) -> tuple[Interval, float | None] | None:
    """The range and the middle by plain arithmetic, which is faster than columns for the few corners of a figure.

    None where a corner, or the middle, lies outside of what plain arithmetic and the formula's domain allow.
    """
    if figure.domains or any(base.interval is None for base in figure.bases.values()):
        return None
    arguments = {name: base.argument for name, base in figure.bases.items()}
    ends = [{argument.low, argument.high} for argument in arguments.values()]
    middle = {name: base.central_argument for name, base in figure.bases.items()}
    corners = [dict(zip(arguments, corner, strict=True)) for corner in itertools.product(*ends)]
    try:
        with np.errstate(all="ignore"):
            reached = [float(figure.evaluate(corner)) for corner in corners]
            central = None if None in middle.values() else float(figure.evaluate(middle))
    except ArithmeticError:
        return None
    if any(map(math.isnan, reached)) or (central is not None and not math.isfinite(central)):
        return None
    return Interval(min(reached), max(reached)), central


def _weakest(inputs: Iterable[Figure]) -> str:
    """The attribution of the figure that the fewest vouch for; what is chosen or counted has none."""
    inputs = tuple(inputs)
    if any(each.is_unknown for each in inputs):
        return UNKNOWN
    said = [each.attribution for each in inputs if each.attribution in ATTRIBUTIONS]
    return max(said, key=ATTRIBUTIONS.index) if said else CHOSEN


def _combine(sign: ast.operator, first, second, unit_of: Callable[[Unit, Unit], str]):
    """Two figures, or a figure and a number, joined by a sign of arithmetic."""
    operands = [first, second]
    if not all(isinstance(each, Figure | int | float | np.number) and not isinstance(each, bool) for each in operands):
        if any(hasattr(each, "columns") for each in operands):
            raise FigureError("a table is no figure: call a formula with it, which gives a table of figures")
        return NotImplemented
    numbers = [each for each in operands if not isinstance(each, Figure)]
    by_zero = isinstance(sign, ast.Div) and not isinstance(second, Figure) and second == 0
    if by_zero or not all(map(math.isfinite, numbers)):
        raise FigureError(f"{numbers[0]} is no number to compute a figure with")
    figures = [each for each in operands if isinstance(each, Figure)]
    units = [figure.home.units[figure.unit] for figure in figures]
    unit = unit_of(*units) if len(units) == 2 else _unit_beside_number(sign, operands, units[0])
    expression = ast.BinOp(*[_operand(first), sign, _operand(second)])
    formula = ast.unparse(ast.fix_missing_locations(ast.Expression(expression)))
    sources, calls = zip(*[_source(each) for each in operands], strict=True)
    inputs = tuple(dict.fromkeys(itertools.chain.from_iterable(sources)))
    operate = _SIGNS[type(sign)]

    def call(*arguments):
        known = dict(zip(inputs, arguments, strict=True))
        return operate(*[made(*[known[each] for each in used]) for used, made in zip(sources, calls, strict=True)])

    domain = []
    if isinstance(sign, ast.Div) and isinstance(second, Figure) and second.call is not None:
        positive = second.interval is None or second.interval.high > 0
        domain.append((second, (0.0, math.inf) if positive else (-math.inf, 0.0)))
    return computed(call, inputs, name="", label=formula, unit=unit, formula=formula, domain=domain)


_SIGNS = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
}


def _operand(each) -> ast.expr:
    return each.expression if isinstance(each, Figure) else number_in_formula(each)


def number_in_formula(number) -> ast.expr:
    """A number as a formula states it; one of NumPy's as Python's own."""
    return ast.Constant(number.item() if isinstance(number, np.number) else number)


def _source(each) -> tuple[tuple[Figure, ...], Callable]:
    """The named figures behind an operand, and how it comes from them."""
    if not isinstance(each, Figure):
        return (), lambda: each
    return ((each,), lambda number: number) if each.id else (each.inputs, each.call)


def _unit_beside_number(sign: ast.operator, operands: list, unit: Unit) -> str:
    """A number beside a figure is in the figure's unit; a number divided by one has none but a ratio's."""
    if isinstance(sign, ast.Div) and not isinstance(operands[0], Figure) and unit.kind not in ("share", "multiple"):
        raise FigureError(f"a number divided by {unit.name} has no unit: declare a formula that says what it gives")
    return "ratio" if unit.name == "percent" else unit.name


# --- bounds ------------------------------------------------------------------------------------------


def bounds(figure: Figure, checked: bool = True) -> tuple[Interval | None, set[str]]:
    """The range of a computed figure, and which ways its one-sided bases push it.

    Raises FigureError, if ``checked``, for a formula that is not monotone in each base.
    """
    for used, ends in figure.domains:
        # A computed input that may leave its domain (a denominator that may be zero) leaves no bound.
        if used.call is not None:
            reached = used.interval
            if reached is None or not (ends[0] < reached.high and reached.low < ends[1]):
                return None, set()
            if not _inside(reached, ends):
                return EVERYTHING, set()
    ranges = _ranges(figure)
    if ranges is None:
        return None, set()
    open_bases = [name for name, argument in ranges.items() if not argument.is_point]
    corners = list(itertools.product(*[(ranges[name].low, ranges[name].high) for name in open_bases]))
    results = _at(figure, ranges, {name: [corner[i] for corner in corners] for i, name in enumerate(open_bases)})
    known = results[~np.isnan(results)]
    if not known.size:
        return None, set()
    reached = Interval(float(known.min()), float(known.max()))
    if checked:
        _require_monotone(figure, ranges, open_bases, reached)
    pushes = {
        _push(figure.bases[name], np.array([corner[i] == ranges[name].high for corner in corners]), results)
        for i, name in enumerate(open_bases)
    }
    return reached, pushes - {""}


def _ranges(figure: Figure) -> dict[str, Interval] | None:
    """What each base may be, within the domain of the formulas; None where one has no place in it."""
    limits = {used.base: ends for used, ends in figure.domains if used.call is None}
    ranges = {}
    for name, base in figure.bases.items():
        argument = None if base.interval is None else base.argument
        if argument is not None and name in limits:
            low, high = limits[name]
            argument = argument.meet(Interval(low, high))
            if argument is not None and argument.is_point and argument.low in (low, high):
                return None
        if argument is None:
            return None
        ranges[name] = argument
    return ranges


def _at(figure: Figure, ranges: Mapping[str, Interval], columns: Mapping[str, list[float]]) -> np.ndarray:
    """The values at the given columns of bases, the others at their points; NaN where the formula has none.

    An open end that enters twice (the entries less a share of the entries) gives infinity less infinity;
    there the limit is taken with a number too large for any count.
    """
    length = len(next(iter(columns.values()), [None]))
    base = {name: np.array(columns.get(name, [argument.low] * length), float) for name, argument in ranges.items()}
    with np.errstate(all="ignore"):
        results = np.broadcast_to(np.asarray(figure.evaluate(base), float), (length,)).copy()
        lost = np.isnan(results) & np.any([np.isinf(column) for column in base.values()], axis=0)
        if lost.any():
            far = {name: np.clip(column, -_FAR, _FAR) for name, column in base.items()}
            limit = np.broadcast_to(np.asarray(figure.evaluate(far), float), (length,))
            limit = np.where(np.abs(limit) > math.sqrt(_FAR), np.copysign(math.inf, limit), limit)
            limit = np.where(np.abs(limit) < 1 / math.sqrt(_FAR), 0.0, limit)
            results[lost] = limit[lost]
    return results


def _require_monotone(figure: Figure, ranges: Mapping[str, Interval], open_bases: list[str], reached: Interval) -> None:
    """The corners bound a formula that rises or falls steadily with each base. Raises FigureError for one that is seen,
    at points within the ranges (a grid for a few bases, drawn ones for more), to leave them.
    """
    if not open_bases:
        return
    inner = [_points_within(ranges[name]) for name in open_bases]
    if math.prod(map(len, inner)) <= _MOST_POINTS:
        grid = list(itertools.product(*inner))
    else:
        drawn = random.Random(0)
        grid = [tuple(map(drawn.choice, inner)) for _ in range(_MOST_POINTS)]
    results = _at(figure, ranges, {name: [point[i] for point in grid] for i, name in enumerate(open_bases)})
    slack = 1e-9 * max([0.0, *(abs(end) for end in (reached.low, reached.high) if math.isfinite(end))])
    outside = (results < reached.low - slack) | (results > reached.high + slack)
    if outside.any():
        raise FigureError(
            f"{figure.id or figure.formula} neither rises nor falls steadily with {', '.join(open_bases)}, so its ends "
            "are not at theirs: compute the steady parts as figures of their own"
        )


def _points_within(interval: Interval) -> list[float]:
    """A few numbers inside an interval."""
    low, high = interval.low, interval.high
    if math.isinf(low) and math.isinf(high):
        return [sign * step for sign in (-1, 1) for step in _STEPS]
    if math.isinf(high):
        return [low + step for step in _STEPS]
    if math.isinf(low):
        return [high - step for step in _STEPS]
    return [low + (high - low) * share for share in _SHARES]


def _push(base: Figure, at_high: np.ndarray, results: np.ndarray) -> str:
    """Whether a one-sided base makes the value an upper or a lower bound."""
    if base.bound not in ("up_to", "at_least"):
        return ""
    falls = (results[at_high] < results[~at_high]).any()  # not where either has no value
    return {"up_to": "at_least", "at_least": "up_to"}[base.bound] if falls else base.bound


def _middle(figure: Figure) -> float | None:
    base = {name: each.central_argument for name, each in figure.bases.items()}
    if any(number is None for number in base.values()):
        return None
    numbers = {name: np.float64(number) for name, number in base.items()}
    with np.errstate(all="ignore"):
        if any(not ends[0] < used.evaluate(numbers) < ends[1] for used, ends in figure.domains):
            return None
        number = float(figure.evaluate(numbers))
    return number if math.isfinite(number) else None


def _inside(interval: Interval, ends: Domain) -> bool:
    return ends[0] < interval.low and (interval.high < ends[1] or math.isinf(ends[1]))


def derived_bound(interval: Interval | None, central: float | None, pushes: set[str]) -> str:
    """Which bound describes a computed range: by its middle, its open ends, else the ways it is pushed."""
    if interval is None:
        return "at_least"
    if central is not None:
        return "exact" if interval.is_point else "about"
    if math.isinf(interval.low) and math.isinf(interval.high):
        return "between"
    if math.isinf(interval.high):
        return "at_least"
    if math.isinf(interval.low):
        return "up_to"
    return next(iter(pushes)) if len(pushes) == 1 else "between"


def _end(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else number

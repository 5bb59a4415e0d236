"""Claims and quantities become values with provenance: how large, how sure, from what, by which formula.

A quantity is evaluated over the claims it finally rests on, so that a claim used twice enters once and the
bounds are exact. Every formula is monotone in each claim, so the corners of the claims' intervals bound it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.claims import ATTRIBUTIONS, CONTEXT_COLUMNS, Claim, Data
from helpers.interval import Interval, Phrase, say
from helpers.quantities import JOINED, PARAMETERS, QUANTITIES, Quantity

#: The type of a notebook's output that the book prints from.
RECORD = "application/vnd.report.record+json"

#: Stands for an open end where infinity itself gives no answer.
_FAR = 1e300

#: Figures are kept to twelve significant digits, so that another processor prints the same bytes.
SIGNIFICANT_DIGITS = 12


@dataclass(frozen=True)
class Value:
    """A claim, parameter or quantity with all that the book says of it.

    ``interval`` and ``central`` are plain numbers in ``unit``. An interval of None means that the formula is not
    defined for these figures, a ``central`` of None that the source gave only a bound. ``phrase`` holds the
    printed parts.
    """

    id: str
    kind: str
    label: str
    central: float | None
    interval: Interval | None
    unit: str
    bound: str
    attribution: str
    formula: str
    inputs: tuple[str, ...]
    phrase: Phrase

    @property
    def text(self) -> str:
        """The figure as the book prints it, hedge and unit included."""
        return self.phrase.text

    @property
    def low(self) -> float | None:
        """The lower end; None where it is open."""
        return _tidy(self.interval.low) if self.interval else None

    @property
    def high(self) -> float | None:
        """The upper end; None where it is open."""
        return _tidy(self.interval.high) if self.interval else None

    def entry(self) -> dict:
        """The fields of results.json, without the notebook that printed the value."""
        names = ("label", "central", "low", "high", "unit", "bound", "attribution", "formula")
        return {name: getattr(self, name) for name in names} | {
            "inputs": list(self.inputs),
            "text": self.text,
        }


class Ledger:
    """All values of one edition. ``ledger["shortage"]`` is a Value; KeyError names an unknown id."""

    def __init__(self, data: Data, parameters: Mapping[str, float] | None = None):
        self.data = data
        self.parameters = {name: parameter.default for name, parameter in PARAMETERS.items()} | dict(parameters or {})

    def __getitem__(self, name: str) -> Value:
        if name not in self._values:
            if name not in self:
                raise KeyError(f"no claim, parameter or quantity has the id {name!r}")
            self._values[name] = self._value(name)
        return self._values[name]

    def __contains__(self, name: str) -> bool:
        """Whether the id is known and every figure it rests on is at hand."""
        return all(base in PARAMETERS or base in self.data.figures for base in self.rests_on(name))

    @cached_property
    def _values(self) -> dict[str, Value]:
        """The values asked for so far: a what-if asks for a few of many, thousands of times."""
        return {}

    def _value(self, name: str) -> Value:
        if name in JOINED:
            return self._joined_value(name)
        if name in QUANTITIES:
            return self._quantity_value(QUANTITIES[name])
        return self._parameter_value(name) if name in PARAMETERS else self._claim_value(self.data[name])

    def rests_on(self, name: str) -> tuple[str, ...]:
        """The claims and parameters a value finally rests on, in the order the formulas name them."""
        if name in JOINED:
            return tuple(dict.fromkeys([*self.rests_on(JOINED[name][0]), *self.rests_on(JOINED[name][1])]))
        if name not in QUANTITIES:
            return (name,)
        below = itertools.chain.from_iterable(self.rests_on(used) for used in QUANTITIES[name].inputs.values())
        return tuple(dict.fromkeys(below))

    def used_by(self, name: str) -> list[str]:
        """The quantities that a value enters directly."""
        computed = [quantity.id for quantity in QUANTITIES.values() if name in quantity.inputs.values()]
        return computed + [joined for joined, ends in JOINED.items() if name in ends[:2]]

    def evaluate(self, name: str, base: Mapping[str, object]):
        """The formula of ``name``, and of all it is made of, over given claims (numbers or columns)."""
        if name not in QUANTITIES:
            return base[name]
        quantity = QUANTITIES[name]
        arguments = {argument: self.evaluate(used, base) for argument, used in quantity.inputs.items()}
        return quantity.function(**arguments)

    def frame(self, names: Iterable[str]) -> pd.DataFrame:
        """One row per value: id, label, low, central, high (NaN where open), unit, text, range, bound and so on."""
        rows = []
        for name in names:
            value = self[name]
            rows.append(
                {
                    "id": name,
                    "label": value.label,
                    "period": self.data.figures[name].period_text if name in self.data.figures else "",
                    "low": value.low,
                    "central": value.central,
                    "high": value.high,
                    "unit": value.unit,
                    "text": value.text,
                    "number": value.phrase.number,
                    "range": value.phrase.range,
                    "bound": value.bound,
                    "attribution": value.attribution,
                }
            )
        frame = pd.DataFrame(rows)
        return frame.astype({"low": float, "central": float, "high": float})

    def sensitivity(self, name: str, alternatives: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
        """What one value becomes when one input at a time takes each of its alternatives, the rest as quoted.

        ``alternatives`` maps a claim or parameter to a low and a high number in the formula's own units.
        Columns: input, label, at_low, at_high, swing; the largest swing first.
        """
        centre = {base: self._anchor(base) for base in self.rests_on(name)}
        rows = []
        for base, ends in alternatives.items():
            low, high = (float(self.evaluate(name, {**centre, base: end})) for end in ends)
            rows.append(
                {
                    "input": base,
                    "label": self[base].label,
                    "from": ends[0],
                    "to": ends[1],
                    "at_low": _tidy(low),
                    "at_high": _tidy(high),
                    "swing": _tidy(abs(high - low)),
                }
            )
        return pd.DataFrame(rows).sort_values("swing", ascending=False, ignore_index=True)

    # --- one value of each kind ---------------------------------------------------------------------

    def _claim_value(self, claim: Claim) -> Value:
        phrase = say(claim.interval, claim.central, claim.bound, claim.unit, precision=claim.precision, quoted=True)
        return Value(
            claim.id,
            "claim" if claim.id in self.data.claims else "context",
            claim.label,
            _tidy(claim.central),
            claim.interval,
            claim.unit,
            claim.bound,
            claim.attribution,
            "",
            (),
            phrase,
        )

    def _parameter_value(self, name: str) -> Value:
        parameter, number = PARAMETERS[name], float(self.parameters[name])
        phrase = say(Interval(number, number), number, "exact", parameter.unit, quoted=True)
        point = Interval(number, number)
        return Value(
            name,
            "parameter",
            parameter.label,
            number,
            point,
            parameter.unit,
            "exact",
            "chosen",
            "",
            (),
            phrase,
        )

    def _quantity_value(self, quantity: Quantity) -> Value:
        interval, directions = self._bounds(quantity.id)
        central = self._central(quantity.id) if interval else None
        bound = _derived_bound(interval, central, directions)
        phrase = say(interval, central, bound, quantity.unit, missing=quantity.missing)
        return Value(
            quantity.id,
            "quantity",
            quantity.label,
            _tidy(central),
            interval,
            quantity.unit,
            bound,
            self._weakest_attribution(quantity.id),
            quantity.formula,
            tuple(quantity.inputs.values()),
            phrase,
        )

    def _joined_value(self, name: str) -> Value:
        """What two bounds on one thing leave; not defined where they exclude each other."""
        lower, upper, label = JOINED[name]
        below, above = (self._quantity_value(QUANTITIES[used]) for used in (lower, upper))
        interval = below.interval.meet(above.interval) if below.interval and above.interval else None
        bound = _derived_bound(interval, None, set())
        phrase = say(interval, None, bound, below.unit, missing="no range: the bounds exclude each other")
        said = max(below.attribution, above.attribution, key=[*ATTRIBUTIONS, "chosen"].index)
        formula = f"{lower} and {upper}"
        return Value(name, "quantity", label, None, interval, below.unit, bound, said, formula, (lower, upper), phrase)

    # --- arithmetic that keeps the hedge ------------------------------------------------------------

    def _argument(self, name: str) -> Interval:
        """The interval a formula is called with: percent enters as a plain ratio."""
        if name in PARAMETERS:
            number = float(self.parameters[name])
            return Interval(number, number)
        claim = self.data[name]
        scale = 0.01 if claim.unit == "percent" else 1.0
        return Interval(claim.interval.low * scale, claim.interval.high * scale)

    def _central_argument(self, name: str) -> float | None:
        if name in PARAMETERS:
            return float(self.parameters[name])
        claim = self.data[name]
        if claim.central is None:
            return None
        return claim.central / 100 if claim.unit == "percent" else claim.central

    def _anchor(self, name: str) -> float:
        """The number a one-at-a-time change starts from: the central one, else the end that the source gave."""
        central, argument = self._central_argument(name), self._argument(name)
        given = argument.high if math.isfinite(argument.high) else argument.low
        return given if central is None else central

    def domain(self, name: str) -> dict[str, tuple[float, float]]:
        """The open ranges outside of which a claim gives the value no meaning."""
        if name not in QUANTITIES:
            return {}
        quantity = QUANTITIES[name]
        found = {}
        for used in quantity.inputs.values():
            found |= self.domain(used)
        return found | {quantity.inputs[argument]: ends for argument, ends in quantity.domain.items()}

    def _bounds(self, name: str) -> tuple[Interval | None, set[str]]:
        """The range of a quantity, and which ways its one-sided claims push it."""
        ranges: dict[str, Interval] = {}
        domain = self.domain(name)
        for used, ends in domain.items():
            # A computed input that may leave its domain (a denominator that may be zero) leaves no bound.
            if used in QUANTITIES:
                reached = self._bounds(used)[0]
                if reached is None or not (ends[0] < reached.high and reached.low < ends[1]):
                    return None, set()
                if not _inside(reached, ends):
                    return Interval(-math.inf, math.inf), set()
        for base in self.rests_on(name):
            argument = self._argument(base)
            if base in domain:
                low, high = domain[base]
                inside = argument.meet(Interval(low, high))
                if inside is None or (inside.is_point and inside.low in (low, high)):
                    return None, set()
                argument = inside
            ranges[base] = argument
        open_bases = [base for base, argument in ranges.items() if not argument.is_point]
        corners = list(itertools.product(*[(ranges[base].low, ranges[base].high) for base in open_bases]))
        results = np.array([self._at(name, ranges, dict(zip(open_bases, corner, strict=True))) for corner in corners])
        known = results[~np.isnan(results)]
        if not known.size:
            return None, set()
        directions = {
            self._push(base, [corner[index] == ranges[base].high for corner in corners], results)
            for index, base in enumerate(open_bases)
        }
        return Interval(float(known.min()), float(known.max())), directions - {""}

    def _at(self, name: str, ranges: Mapping[str, Interval], corner: Mapping[str, float]) -> float:
        """The value at one corner; NaN where the formula has none there.

        An open end that enters twice (the entries less a share of the entries) gives infinity less infinity;
        there the limit is taken with a number too large for any count.
        """
        base = {key: np.float64(corner.get(key, argument.low)) for key, argument in ranges.items()}
        with np.errstate(all="ignore"):
            number = float(self.evaluate(name, base))
            if not math.isnan(number) or not any(np.isinf(end) for end in base.values()):
                return number
            far = {key: np.clip(end, -_FAR, _FAR) for key, end in base.items()}
            limit = float(self.evaluate(name, far))
        if abs(limit) > math.sqrt(_FAR):
            return math.copysign(math.inf, limit)
        return 0.0 if abs(limit) < 1 / math.sqrt(_FAR) else limit

    def _push(self, base: str, at_high: list[bool], results: np.ndarray) -> str:
        """Whether a one-sided claim makes the value an upper or a lower bound."""
        bound = "exact" if base in PARAMETERS else self.data[base].bound
        if bound not in ("up_to", "at_least"):
            return ""
        highs = np.nan_to_num(results[np.array(at_high)], nan=0.0)
        lows = np.nan_to_num(results[~np.array(at_high)], nan=0.0)
        rising = bool((highs >= lows).all())
        return bound if rising else {"up_to": "at_least", "at_least": "up_to"}[bound]

    def _central(self, name: str) -> float | None:
        base = {key: self._central_argument(key) for key in self.rests_on(name)}
        if any(number is None for number in base.values()):
            return None
        if any(not ends[0] < base[used] < ends[1] for used, ends in self.domain(name).items() if used in base):
            return None
        figures = {key: np.float64(value) for key, value in base.items()}
        with np.errstate(all="ignore"):
            for used, ends in self.domain(name).items():
                if used in QUANTITIES and not ends[0] < self.evaluate(used, figures) < ends[1]:
                    return None
            number = float(self.evaluate(name, figures))
        return number if math.isfinite(number) else None

    def _weakest_attribution(self, name: str) -> str:
        """The attribution of the claim that the fewest vouch for."""
        said = [self.data[base].attribution for base in self.rests_on(name) if base not in PARAMETERS]
        return max(said, key=ATTRIBUTIONS.index) if said else "chosen"


def _inside(interval: Interval, ends: tuple[float, float]) -> bool:
    return ends[0] < interval.low and (interval.high < ends[1] or math.isinf(ends[1]))


def _derived_bound(interval: Interval | None, central: float | None, directions: set[str]) -> str:
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
    return directions.pop() if len(directions) == 1 else "between"


def _tidy(number: float | None) -> float | None:
    """A number as results.json keeps it: twelve significant digits, None for an open end."""
    if number is None or not math.isfinite(number):
        return None
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0


def provenance(ledger: Ledger, name: str) -> dict:
    """Where a value comes from, for the pages: the quoted words, the chain and the source, or the formula's inputs."""
    value = ledger[name]
    record = {"kind": value.kind, **asdict(value.phrase), "used_by": ledger.used_by(name)}
    claim = ledger.data.figures.get(name)
    if claim:
        fields = [*CONTEXT_COLUMNS[CONTEXT_COLUMNS.index("period") :], "grade_reason"]
        record |= {key: getattr(claim, key) for key in fields} | {"replaced": claim.replaced}
        record["period_text"] = claim.period_text
    if name in QUANTITIES or name in JOINED:
        record["sentence"] = (
            QUANTITIES[name].sentence if name in QUANTITIES else "What a lower and an upper bound leave between them."
        )
        record["rests_on"] = list(ledger.rests_on(name))
    return record

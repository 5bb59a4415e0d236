"""Building a what-if: the report's own formulas and sentences, to be followed in a page as a reader moves inputs.

Each quantity is its formula over the figures that it finally rests on, called with SymPy symbols and printed as
JavaScript; each sentence is that of a rule for one of its outcomes. Nothing is computed here a second time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from helpers.figures.data import Data
from helpers.figures.figure import Figure
from helpers.figures.rows import Claim
from helpers.figures.table import Table
from helpers.figures.units import Unit
from helpers.figures.verdict import Answer, Verdict
from helpers.notebook.record import Alternative, Bar, Base, Hedged, Input, Outcomes, Slider, Traced, UnitWords, WhatIf
from helpers.notebook.show import in_ids

#: The smallest choice a field takes where the report wants one above zero.
SMALLEST = 1e-6


def build_what_if(
    quoted: Data,
    *,
    inputs: Mapping[Figure, tuple[int, int] | None],
    largest: Mapping[Figure, float],
    follow: Iterable[Figure],
    show: Iterable[Figure],
    bars: Mapping[str, Figure],
    verdicts: Mapping[Verdict, Figure],
    threshold: Figure,
    alternatives: Table,
    reach: Table,
    words: Mapping[str, str] | None = None,
) -> tuple[WhatIf, list[Figure], list[Verdict]]:
    """The form, and the figures and verdicts that it speaks of.

    ``inputs`` are what a reader may move, in order, with the powers of ten between which a logarithmic slider runs
    (None: for the first input as far as the ``alternatives`` and ``reach`` go, for others a linear one).
    ``largest`` is what a quoted input may become, ``follow`` what is computed, ``show`` what the table lists, ``bars``
    what the chart draws by its words, ``verdicts`` which figure each sets beside the ``threshold``, ``alternatives``
    the figures that may stand in place of the first input. ``words`` are the subject's own for
    the chart: of its ``axis``, its ``limit`` and what lies ``below``, and of the whole ``chart``.
    """
    moved, followed = list(inputs), list(follow)
    bases = {name: base for figure in followed for name, base in figure.bases.items()}
    bases |= {figure.id: figure for figure in moved}
    of = next(iter(inputs))
    units = {figure.unit: figure.home.units[figure.unit] for figure in (*bases.values(), *followed)}
    pairs = zip(alternatives["label"], alternatives.figures, strict=True)
    middle = {label: figure for label, figure in pairs if figure.central is not None}
    compared = [figure.claim for figure in (*alternatives.figures, *reach.figures)]
    reached = [end for claim in compared for end in (claim.value, claim.upper) if end]
    ends = {**inputs, of: inputs[of] or _decades(reached)}
    form = WhatIf(
        inputs=[_input(figure, ends[figure], largest.get(figure), quoted) for figure in moved],
        figures={name: Base(**_hedged(base).model_dump(), unit=base.unit) for name, base in bases.items()},
        quantities={figure.id: _traced(figure) for figure in followed},
        verdicts=[_outcomes(verdict, figure) for verdict, figure in verdicts.items()],
        threshold=threshold.id,
        alternatives_of=of.id,
        alternatives=[
            Alternative(id=figure.id, words=label, **_hedged(figure).model_dump()) for label, figure in middle.items()
        ],
        units={name: _words(unit) for name, unit in sorted(units.items())},
        shown=[figure.id for figure in show],
        bars=[Bar(id=figure.id, words=label) for label, figure in bars.items()],
        words=dict(words or {}),
    )
    return form, [*bases.values(), *followed, *middle.values()], list(verdicts)


def trace(figure: Figure) -> str:
    """A figure over those it finally rests on, as a JavaScript function of an object of numbers.

    The operations keep their order, so that rounding is the same.
    """
    import sympy
    from sympy.printing.jscode import jscode

    with sympy.evaluate(False):
        expression = figure.evaluate({name: sympy.Symbol(name) for name in figure.bases})
    return f"({{{', '.join(figure.bases)}}}) => {jscode(expression)}"


def _traced(figure: Figure) -> Traced:
    if computed := [used.id for used, _ in figure.domains if used.call is not None]:
        raise ValueError(
            f"{figure.id!r} has a domain of a computed figure, {computed[0]!r}, which a page does not follow"
        )
    domain = {used.id: [end if math.isfinite(end) else None for end in ends] for used, ends in figure.domains}
    missing = figure.declared.missing if figure.declared else "not defined"
    return Traced(rests_on=list(figure.bases), domain=domain, unit=figure.unit, missing=missing, formula=trace(figure))


def _outcomes(verdict: Verdict, figure: Figure) -> Outcomes:
    """The sentences of a verdict's rule; their markers are those of the rule's arguments, as ids."""
    made = {}
    for key, answer in {"true": Answer.YES, "false": Answer.NO, "open": Answer.OPEN}.items():
        outcome = verdict.rule.outcomes[answer]
        made[key] = {
            "text": in_ids(outcome.text, verdict.figures),
            "because": in_ids(outcome.because, verdict.figures),
            "holds": key,
        }
    return Outcomes(id=verdict.id, quantity=figure.id, outcomes=made)


def _hedged(figure: Figure) -> Hedged:
    if figure.claim:
        return _quoted(figure.claim)
    return Hedged(value=figure.central, bound="exact", precision=None)


def _quoted(claim: Claim) -> Hedged:
    return Hedged(**{name: getattr(claim, name) for name in Hedged.model_fields})


def _input(figure: Figure, decades: tuple[int, int] | None, largest: float | None, quoted: Data) -> Input:
    """How a field shows and bounds an input: numbers are in the unit that the field shows."""
    factor = figure.home.units[figure.unit].factor
    if figure.claim:
        was = quoted[figure.id]
        hedged = _quoted(was)
        low, high = 0.0, max(largest or was.value, figure.claim.value)
    else:
        parameter, hedged = quoted.parameters[figure.id], None
        low, high = parameter.ends
        low, high = (low if parameter.allows(low) else max(low, SMALLEST)) * factor, high * factor
    return Input(id=figure.id, factor=factor, quoted=hedged, low=low, high=high, slider=_slider(decades, high))


def _slider(decades: tuple[int, int] | None, high: float) -> Slider:
    if decades is None:
        return Slider(kind="linear", first=0, last=int(high))
    last = (decades[1] - decades[0]) * 90
    if high < 10.0 ** decades[1]:
        power = math.floor(math.log10(high))
        last = (power - decades[0]) * 90 + math.floor(high / 10.0 ** (power - 1)) - 10
    return Slider(kind="log", first=decades[0], last=last)


def _decades(numbers: list[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))


def _words(unit: Unit) -> UnitWords:
    return UnitWords(name=unit.name, factor=unit.factor, word=unit.word, single=unit.one, whole=unit.is_whole)

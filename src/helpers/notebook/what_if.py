"""Building a what-if: the report's own formulas and sentences, to be followed in a page as a reader moves inputs.

Each quantity is its formula over the figures that it finally rests on, called with SymPy symbols and printed as
JavaScript; each sentence is that of a rule for one of its outcomes. Nothing is computed here a second time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.figures.data import Data
from helpers.figures.figure import Figure
from helpers.figures.rows import Claim
from helpers.figures.table import Table
from helpers.figures.units import Unit
from helpers.figures.verdict import Answer, Verdict, in_ids
from helpers.notebook.record import Alternative, Bar, Base, Hedged, Input, Outcomes, Slider, Traced, UnitWords, WhatIf

#: The smallest choice a field takes where the report wants one above zero.
SMALLEST = 1e-6


@dataclass(frozen=True, kw_only=True)
class Move:
    """How a reader may move an input; what is not said follows from the figure.

    ``others`` are figures that may stand in its place: those with a middle become the marks of its slider. The slider
    is logarithmic between two powers of ten, ``decades``, or as far as ``others`` and ``reach`` go, and linear where
    none of the three is given. ``largest`` is what a quoted figure may become. ``label``, ``unit`` and ``note`` say
    what a number put in its place stands for, where that is not what the figure counts.
    """

    others: Table | None = None
    reach: Table | None = None
    decades: tuple[int, int] | None = None
    largest: float | None = None
    label: str = ""
    unit: str = ""
    note: str = ""


def build_what_if(
    quoted: Data,
    *,
    inputs: Mapping[Figure, Mapping[str, object]],
    follow: Iterable[Figure],
    show: Iterable[Figure],
    bars: Mapping[str, Figure],
    verdicts: Mapping[Verdict, Figure],
    threshold: Figure,
    words: Mapping[str, str] | None = None,
) -> tuple[WhatIf, list[Figure], list[Verdict]]:
    """The form, and the figures and verdicts that it speaks of.

    ``inputs`` are what a reader may move, in order, with the settings of a ``Move`` for each; ``follow`` is what is
    computed, ``show`` what the table lists, ``bars`` what the chart draws by its words, ``verdicts`` which figure each
    sets beside the ``threshold``. ``words`` are the subject's own for the chart: of its ``axis``, its ``limit`` and
    what lies ``below``, and of the whole ``chart``. What is not known is left out, with all that rests on it.
    """
    moves = {figure: Move(**settings) for figure, settings in inputs.items() if not figure.is_unknown}
    followed, show, verdicts = _known(follow), _known(show), {v: of for v, of in verdicts.items() if not of.is_unknown}
    bars = {words: figure for words, figure in bars.items() if not figure.is_unknown}
    bases = {name: base for figure in followed for name, base in figure.bases.items()}
    bases |= {figure.id: figure for figure in moves}
    made = [_input(figure, move, quoted) for figure, move in moves.items()]
    others = [figure for move in moves.values() for figure in _others(move).values()]
    figures = {name: Base(**_hedged(base).model_dump(), unit=base.unit) for name, base in bases.items()}
    parts = {name: quoted[name] for each in made for name in each.parts if name not in figures}
    figures |= {name: Base(**_quoted(claim).model_dump(), unit=claim.unit) for name, claim in parts.items()}
    names = {each.unit for each in (*figures.values(), *followed, *others, *made)}
    form = WhatIf(
        inputs=made,
        figures=figures,
        quantities={figure.id: _traced(figure) for figure in followed},
        verdicts=[_outcomes(verdict, figure) for verdict, figure in verdicts.items()],
        threshold=threshold.id,
        units={name: _words(threshold.home.units[name]) for name in sorted(names)},
        shown=[figure.id for figure in show],
        bars=[Bar(id=figure.id, words=label) for label, figure in bars.items()],
        words=dict(words or {}),
    )
    return form, [*bases.values(), *followed, *others], list(verdicts)


def _known(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if not figure.is_unknown]


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


# --- inputs ------------------------------------------------------------------------------------------


def _input(figure: Figure, move: Move, quoted: Data) -> Input:
    """How a field shows and bounds an input: numbers are in the unit that the field shows."""
    unit = figure.home.units[move.unit or figure.unit]
    if figure.claim:
        hedged = _quoted(quoted[figure.id])
        # of what is counted there is at least one; a multiple may be nothing
        low, high = float(unit.is_whole), max(move.largest or hedged.value, figure.claim.value)
    else:
        parameter, hedged = quoted.parameters[figure.id], None
        low, high = parameter.ends
        low, high = (low if parameter.allows(low) else max(low, SMALLEST)) * unit.factor, high * unit.factor
    return Input(
        id=figure.id,
        label=move.label or figure.label,
        note=move.note,
        unit=unit.name,
        factor=unit.factor,
        quoted=hedged,
        low=low,
        high=high,
        slider=_slider(_decades(figure, move), high),
        alternatives=[
            Alternative(id=other.id, words=words, unit=other.unit, **_hedged(other).model_dump())
            for words, other in _others(move).items()
        ],
        parts=quoted.parts_of(figure.id),
    )


def _others(move: Move) -> dict[str, Figure]:
    """The figures that may stand in place of an input, by their words: those with a middle."""
    pairs = [] if move.others is None else zip(move.others["label"], move.others.figures, strict=True)
    return {words: figure for words, figure in pairs if figure.central is not None}


def _slider(decades: tuple[int, int] | None, high: float) -> Slider:
    if decades is None:
        return Slider(kind="linear", first=0, last=int(high))
    high = min(high, 10.0 ** decades[1])
    power = math.floor(math.log10(high))
    last = (power - decades[0]) * 90 + math.floor(high / 10.0 ** (power - 1)) - 10
    return Slider(kind="log", first=decades[0], last=last)


def _decades(figure: Figure, move: Move) -> tuple[int, int] | None:
    """The powers of ten that a logarithmic slider runs between; None for a linear one."""
    tables = [table for table in (move.others, move.reach) if table is not None]
    claims = [other.claim for table in tables for other in table.figures]
    numbers = [end for claim in claims for end in (claim.value, claim.upper) if end]
    if move.decades or not numbers:
        return move.decades
    numbers.append(figure.claim.value)
    return math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))


def _words(unit: Unit) -> UnitWords:
    return UnitWords(name=unit.name, factor=unit.factor, word=unit.word, single=unit.one, whole=unit.is_whole)

"""A figure in words: the one place that decides digits, rounding and the words of a hedge.

It knows nothing of claims, formulas or files; its twin in the what-if page is ``say.js``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from helpers.figures.interval import Interval
from helpers.figures.units import Unit

#: What a bound is called where it stands alone.
BOUND_WORDS = {
    "exact": "as given",
    "about": "rounded",
    "nearly": "rounded up",
    "up_to": "upper bound",
    "at_least": "lower bound",
    "between": "range",
}
#: What is said of the range of a figure that no source gave, and of what rests on it.
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Phrase:
    """A figure in words: with its hedge and unit, and the parts a sentence may need alone."""

    text: str
    number: str
    low: str
    high: str
    range: str


def say(
    interval: Interval | None,
    central: float | None,
    bound: str,
    unit: Unit,
    *,
    precision: float | None = None,
    quoted: bool = False,
    missing: str = "not defined",
) -> Phrase:
    """Put a figure into words, the same way everywhere.

    ``bound`` is one of BOUNDS. A ``quoted`` figure keeps the digits of its source, and is rounded where it has a
    ``precision``; a computed one is printed to the first digit of its own uncertainty, and the ends of its range are
    rounded outwards, so that the printed range always holds the computed one. A bound is printed as a bound, as a range too.

    >>> from helpers.figures.units import BUILT_IN
    >>> share = say(Interval(0.0085297, 0.0091179), 0.008814, "about", BUILT_IN["ratio"])
    >>> share.text, share.range
    ('about 0.88 percent', '0.85 to 0.92 percent')
    >>> say(Interval(1.8904, math.inf), None, "at_least", BUILT_IN["years"]).text
    'at least 1.89 years'
    >>> say(Interval(-1, 11), None, "up_to", BUILT_IN["ratio"]).range
    'at most 1,100 percent'
    """
    if interval is None:
        return Phrase(missing, missing, "open", "open", missing)
    if unit.kind == "ordinal" and interval.is_point and interval.low >= 1 and float(interval.low).is_integer():
        word = ordinal(int(interval.low))
        text = f"{word} {unit.one}".strip()
        return Phrase(text, word, text, text, text)
    low, high = interval.low * unit.factor, interval.high * unit.factor
    middle = None if central is None else central * unit.factor
    step = precision and precision * unit.factor
    place = _quoted_place(low, high, middle, bound, step) if quoted else _place(low, high, middle, unit.is_whole, bound)
    million = _in_millions(low, high, place)
    end_place = _finest(step / 2) if quoted and step else place
    low_text = _digits(low, end_place, "down", million)
    high_text = _digits(high, end_place, "up", million)
    if interval.is_point and middle is not None:
        low_text = high_text = _digits(middle, place, "near", million)
    number, text = _words(bound, quoted, middle, (low, high), (low_text, high_text), place, million)
    if interval.is_point:
        span = _with_unit(number, unit)
    else:
        span = _with_unit(text, unit) if _one_sided(bound, low, high) else _range(low_text, high_text, unit)
    return Phrase(_with_unit(text, unit), number, _with_unit(low_text, unit), _with_unit(high_text, unit), span)


def unknown(unit: Unit) -> Phrase:
    """A figure that is not known, in words that stand where a number would.

    >>> from helpers.figures.units import BUILT_IN
    >>> unknown(BUILT_IN["ratio"]).text, unknown(BUILT_IN["years"]).text
    ('an unknown share', 'an unknown number of years')
    """
    words = {"share": "an unknown share", "money": "an unknown amount"}
    text = words.get(unit.kind) or f"an unknown number of {unit.word}".removesuffix(" of ")
    return Phrase(text, "an unknown number", "unknown", "unknown", NOT_KNOWN)


#: How a number in a series is called in words; a larger one is written in digits.
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip


def ordinal(number: int) -> str:
    """How a place in a series is called.

    >>> [ordinal(number) for number in (3, 13, 21, 112, 1_002)]
    ['third', '13th', '21st', '112th', '1,002nd']
    """
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def _one_sided(bound: str, low: float, high: float) -> bool:
    """Whether only one end means anything, whatever the other may be."""
    return math.isfinite({"up_to": high, "at_least": low}.get(bound, math.inf))


def _words(bound, quoted, middle, ends, end_texts, place, million) -> tuple[str, str]:
    """The bare number that stands for the figure, and the number with its hedge."""
    (low, high), (low_text, high_text) = ends, end_texts
    if middle is not None:
        number = _digits(middle, place, "near", million)
        return number, f"about {number}" if bound == "about" else number
    if math.isinf(low) and math.isinf(high):
        return "without bound", "without bound"
    if bound == "nearly" and math.isfinite(high):
        number = _digits(high, place, "near", million)
        return number, f"nearly {number}"
    if bound == "up_to" and math.isfinite(high):
        return high_text, f"{'up to' if quoted else 'at most'} {high_text}"
    if math.isinf(high) or (bound == "at_least" and math.isfinite(low)):
        return low_text, f"at least {low_text}"
    if math.isinf(low):
        return high_text, f"at most {high_text}"
    return f"{low_text} to {high_text}", f"between {low_text} and {high_text}"


def _range(low: str, high: str, unit: Unit) -> str:
    if low == high == "open":
        return "without bound"
    if high == "open":
        return f"at least {_with_unit(low, unit)}"
    if low == "open":
        return f"at most {_with_unit(high, unit)}"
    return _with_unit(low if low == high else f"{low} to {high}", unit)


def _with_unit(number: str, unit: Unit) -> str:
    if not unit.word or number in ("open", "without bound"):
        return number
    return f"{number} {unit.one if number.split()[-1] == '1' else unit.word}"


def _quoted_place(low: float, high: float, middle: float | None, bound: str, step: float | None) -> float:
    """A quoted figure keeps its own digits: those of its last stated one, else all it has; 0 stands for all."""
    if step:
        return min(_finest(step), _finest(high if middle is None else middle) or math.inf)
    large = [end for end in (low, high) if end >= 1e6 and float(end).is_integer()]
    if len(large) < {"up_to": 1, "at_least": 1, "between": 2}.get(bound, math.inf):
        return 0.0
    return min(_finest(end) for end in large)


def _finest(step: float) -> float:
    """The largest power of ten, from a million to a billionth, that a step is a whole multiple of."""
    for power in range(6, -10, -1):
        count = step / 10.0**power
        if round(count) and math.isclose(count, round(count), rel_tol=1e-14):
            return 10.0**power
    return 0.0


def _place(low: float, high: float, middle: float | None, counted: bool, bound: str) -> float:
    """The place of the last digit worth printing for a computed figure."""
    end = {"up_to": high, "at_least": low}.get(bound, math.inf)
    if middle is not None and low == high:
        end = middle
    if math.isfinite(end):
        return 1.0 if counted and abs(end) >= 1 else _power(end, 2)
    blurred = _power((high - low) / 2, 0)
    # "between" has two sharp ends and no blurred middle: three digits of the larger one, if that is finer
    sharp = max(_power(max(abs(low), abs(high)), 2), 1.0 if counted else 0.0)
    return min(blurred, sharp) if bound == "between" else blurred


def _power(number: float, digits: int) -> float:
    """Ten to the place of the first digit of ``number``, ``digits`` places further down; of 0 and of no end, the ones."""
    if not math.isfinite(number) or number == 0:
        return 1.0
    # the nudge keeps 0.1 + 0.2 in the decade of 0.3, and 999.9999999999 in that of 1000
    return 10.0 ** (math.floor(math.log10(abs(number) * (1 + 1e-12))) - digits)


def _in_millions(low: float, high: float, place: float) -> bool:
    """Large rounded figures read as "1.5 million"; all digits stay where all are known."""
    finite = [abs(end) for end in (low, high) if math.isfinite(end) and end != 0]
    return bool(finite) and min(finite) >= 1e6 and place >= 1000


def _digits(number: float, place: float, towards: str, million: bool) -> str:
    """Digits of a number at a place, rounded near, down or up; place 0 keeps all digits."""
    if not math.isfinite(number):
        return "open"
    if number == 0:
        return "0"
    if place:
        steps = number / place
        nearest = round(steps)
        if abs(steps - nearest) > max(1e-9, 1e-15 * abs(steps)):
            nearest = {"near": nearest, "down": math.floor(steps), "up": math.ceil(steps)}[towards]
        number = nearest * place
    if million:
        decimals = max(0, 6 - round(math.log10(place)))
        return f"{number / 1e6:,.{decimals}f} million".replace("-", "\N{MINUS SIGN}")
    decimals = max(0, -math.floor(math.log10(place) + 1e-9)) if place else _own_decimals(number)
    return f"{number + 0.0:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def axis_number(number: float) -> str:
    """A number for an axis or a chart's margin: three digits at most, millions in words.

    >>> [axis_number(number) for number in (0.275, 20000, 1_500_000, 10)]
    ['0.275', '20,000', '1.5 million', '10']
    """
    if abs(number) >= 1e6:
        return f"{number / 1e6:.3g} million"
    return f"{float(f'{number:.3g}'):,.10g}"


def _own_decimals(number: float) -> int:
    text = f"{number:.9f}".rstrip("0")
    return len(text.partition(".")[2])

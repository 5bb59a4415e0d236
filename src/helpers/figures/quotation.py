"""What a quotation says: the numbers in its words, each with the hedge before it, so that a figure can be held to them.

The rule is the one that the data dictionary prints, in the languages that sources were read in. Whether the words stand
in their source is asked of the words that were stored of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

# --- the words of the rule ---------------------------------------------------------------------------

#: Words before a number, as patterns, and the bounds that they allow.
HEDGES = {
    r"up to|as (?:much|many) as|(?:no|not) more than|at most|less than|fewer than|under|below|peaked at"
    r"|не более|не больше|менее|меньше": ("up_to",),
    r"at least|no (?:less|fewer) than|more than|over|above|exceed(?:s|ed|ing)"
    r"|не менее|не меньше|более|больше|свыше|превышал[аио]?|превысил[аио]?": ("at_least",),
    r"about|around|roughly|approximately|some|circa|close to|closer to"
    r"|около|порядка|примерно|приблизительно|близько|приблизно|etwa|rund|ungefähr|environ": ("about",),
    r"nearly|almost|почти|майже|beinahe|presque|quasi|casi": ("nearly",),
    r"до": ("exact", "about", "up_to"),  # Russian and Ukrainian: up to, or simply to
}
#: The bounds of a number without such words: as given, or rounded.
PLAIN = ("exact", "about")

#: Words that count from one on, in each language, and the tens.
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FIRSTS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_COUNTED = (
    f"{' '.join(_ONES)} ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    f"{' '.join(_FIRSTS)} tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    "один два три четыре пять шесть семь восемь девять десять",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
#: Words that are numbers.
NUMBER_WORDS = {
    **{word: number for words in _COUNTED for number, word in enumerate(words.split(), 1)},
    **_TENS,
    **{f"{ten.removesuffix('y')}ieth": tens for ten, tens in _TENS.items()},
    **{
        f"{ten}-{one}": tens + number
        for ten, tens in _TENS.items()
        for ones in (_ONES, _FIRSTS)
        for number, one in enumerate(ones, 1)
    },
}
#: Words that multiply the number before them.
SCALES = {
    r"hundred": 100,
    r"thousands?|тыс\.?|тысяч[аи]?|тисяч[аі]?|Tausend|mila": 10**3,
    r"millions?|mln|млн\.?|миллион(?:а|ов)?|мільйон(?:а|ів)?|Million(?:en)?|Mio\.?|milion[ei]": 10**6,
    r"万": 10**4,
    r"billions?|bn|млрд\.?|миллиард(?:а|ов)?|Milliarden?|Mrd\.?|miliard[oi]": 10**9,
}
#: Words of a size without a number: at least two of them, "several" of them at least three.
SIZES = {r"hundreds|сотни": 100, r"thousands|тысячи|тысяч": 10**3, r"millions|миллионы|миллионов": 10**6}
SEVERAL = r"several|несколько|кілька|mehrere"
PERCENT = r"%|percent|per cent|процент(?:а|ов)?|відсот(?:ок|ки|ків)|Prozent|per cento|por ciento|pour cent"
#: Words that are a number and the place of its last digit: a half is fifty percent, the same is once.
MULTIPLES = {
    r"half|halved|половин[ау]": ("0.5", "0.1"),
    r"twice|doubled|twofold|вдвое": ("2", "1"),
    r"three times|tripled|threefold|втрое": ("3", "1"),
    r"the same|столько же|стільки ж": ("1", "0.1"),
}
#: After these a second number is the end of a change, not of a range.
_CHANGE = r"from|с|со|від|von|da"

# --- the patterns ------------------------------------------------------------------------------------

_BLANK = "[ \u00a0\u202f]"
_DIGITS = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?"
    r"|\d{1,3}(?:['’]\d{3})+|\d+(?:[.,]\d+)?)(?!\d)"
)
_AFTER_TENS = rf"-(?:{'|'.join(_ONES + _FIRSTS)})"
_SINGLE = "|".join(word for word in NUMBER_WORDS if "-" not in word)
_WORDS = rf"(?:(?:{'|'.join(_TENS)}){_AFTER_TENS}|{_SINGLE})(?!\w|{_AFTER_TENS}(?!\w))"
_SCALE = rf"(?:(?:{'|'.join(SCALES)})(?!\w)|万)"  # Japanese joins its words
_ATOM = rf"(?:{_DIGITS}|{_WORDS})"
_NUMBER = rf"{_ATOM}(?:[\s-]?{_SCALE}(?:-{_ATOM})?)?"
_SIGN = r"[$£€¥]?"
_SHARE = rf"\s?(?:{PERCENT})(?!\w)"
_OUTSIDE = r"(?<![A-Za-zА-Яа-яІіЇїЄє\d])(?<!\d[.,])"
_FOUND = re.compile(
    rf"{_OUTSIDE}(?:"
    rf"(?P<tenths>\d+)割"
    rf"|(?P<multiple>{'|'.join(MULTIPLES)})(?!\w)"
    rf"|(?P<joined>{_ATOM}-{_SCALE}-{_ATOM})(?!\s?{_SCALE})"
    rf"|(?P<low>{_NUMBER})(?P<low_share>{_SHARE})?"
    rf"(?:\s?[-–—]\s?{_SIGN}|\s(?:to|bis|до|and)\s{_SIGN})(?P<high>{_NUMBER})(?P<high_share>{_SHARE})?"
    rf"|(?P<number>{_NUMBER})(?P<share>{_SHARE})?"
    rf"|(?P<several>(?:{SEVERAL})\s)?(?P<size>{'|'.join(SIZES)})(?!\w)"
    r")",
    re.I,
)
_PARTS = re.compile(rf"(?P<atom>{_ATOM})(?:[\s-]?(?P<scale>{_SCALE})(?:-(?P<rest>{_ATOM}))?)?", re.I)
_BEFORE = re.compile(rf"(?<!\w)({'|'.join(f'({words})' for words in HEDGES)})\s(?:an?\s|the\s|чем\s)?{_SIGN}$", re.I)
_BEGINS, _ENDS = re.compile(r"(?<!\w)(?<!\d[.,])"), re.compile(r"(?!\w)(?![.,]\d)")
_CHANGED = re.compile(rf"(?<!\w)(?:{_CHANGE})\s{_SIGN}$", re.I)


@dataclass(frozen=True)
class Reading:
    """A number read from words. ``place`` is that of its last stated digit, ``bounds`` are those that its hedge allows;
    a percentage is read as the number before the sign.
    """

    words: str
    value: Decimal
    place: Decimal
    bounds: tuple[str, ...]
    upper: Decimal | None = None
    is_percent: bool = False


@lru_cache(maxsize=4096)
def readings(words: str) -> tuple[Reading, ...]:
    """Every number that a quotation holds, as the rule reads it.

    >>> [(str(each.value), each.bounds) for each in readings("growth of up to 12 times")]
    [('12', ('up_to',))]
    >>> [(int(each.value), int(each.place)) for each in readings("дефицит 1,5 млн человек")]
    [(1500000, 100000)]
    """
    plain = " ".join(words.split())
    return tuple(reading for match in _FOUND.finditer(plain) for reading in _read(match, plain[: match.start()]))


def _read(match: re.Match, before: str) -> Iterator[Reading]:
    """What one match can mean; ``before`` are the words before it."""
    hedge = _BEFORE.search(before)
    bounds = _bounds_of(hedge) if hedge else PLAIN
    text = match[0]
    if match["tenths"]:
        yield Reading(text, Decimal(match["tenths"]) * 10, Decimal(10), bounds, is_percent=True)
    elif match["multiple"]:
        value, place = map(Decimal, _worth(MULTIPLES, match["multiple"]))
        yield Reading(text, value, place, bounds)
        if value < 1:
            yield Reading(text, value * 100, place * 100, bounds, is_percent=True)
    elif match["size"]:
        least = _worth(SIZES, match["size"]) * (3 if match["several"] else 2)
        yield Reading(text, Decimal(least), Decimal(1), ("at_least",))
    elif match["low"]:
        yield from _read_pair(match, before, bounds)
    else:
        share, number = bool(match["share"]), match["joined"] or match["number"]
        yield from (Reading(text, value, place, bounds, is_percent=share) for value, place in _numbers(number))


def _read_pair(match: re.Match, before: str, bounds: tuple[str, ...]) -> Iterator[Reading]:
    """A range; two numbers where the second is not above the first, or where something changed from one to the other."""
    share, scale = bool(match["high_share"]), _PARTS.fullmatch(match["high"])["scale"]
    low = match["low"] if _PARTS.fullmatch(match["low"])["scale"] or not scale else f"{match['low']} {scale}"
    ranges = [
        Reading(match[0], lower, place, ("between",), upper, share)
        for (lower, place), (upper, _) in zip(_numbers(low), _numbers(match["high"]), strict=False)
        if lower < upper
    ]
    changed = _CHANGED.search(before)
    yield from ranges
    if changed or not ranges:
        for text, is_share, hedge in (
            (match["low"], bool(match["low_share"]), bounds),
            (match["high"], share, PLAIN),
        ):
            yield from (Reading(text, value, place, hedge, is_percent=is_share) for value, place in _numbers(text))


def _bounds_of(hedge: re.Match) -> tuple[str, ...]:
    """The bounds of the first pattern of HEDGES that a match is of."""
    return next(bounds for group, bounds in enumerate(HEDGES.values(), 2) if hedge[group])


def _worth(table: dict, word: str):
    """What a word of a table of patterns stands for."""
    return next(worth for pattern, worth in table.items() if re.fullmatch(pattern, word, re.I))


def _numbers(text: str) -> list[tuple[Decimal, Decimal]]:
    """A number as written, and the place of its last stated digit; two where its separator may be read both ways."""
    parts = _PARTS.fullmatch(text)
    scale = Decimal(_worth(SCALES, parts["scale"])) if parts["scale"] else Decimal(1)
    scaled = bool(parts["scale"])
    numbers = [(value * scale, place * scale) for value, place in _atoms(parts["atom"], scaled)]
    if parts["rest"]:
        rest, place = _atoms(parts["rest"], scaled)[0]
        numbers = [(value + rest, place) for value, _ in numbers]
    return numbers


def _atoms(text: str, scaled: bool) -> list[tuple[Decimal, Decimal]]:
    """A number without its scale: digits, whose separators part thousands or decimals, or a word."""
    if text.lower() in NUMBER_WORDS:
        return [_with_place(str(NUMBER_WORDS[text.lower()]))]
    text = re.sub(rf"{_BLANK}|['’]", "", text)
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        # One group of three: thousands, as in 13,221; beside a scale, or after a point, perhaps decimals (1,788 milioni).
        both = [text.replace(",", "").replace(".", ""), text.replace(",", ".")]
        return [_with_place(each) for each in (both if scaled or "." in text else both[:1])]
    groups = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", text)
    if groups and not text.startswith("0"):
        whole = groups[1].replace(groups[2], "")
        return [_with_place(f"{whole}.{groups[3]}" if groups[3] else whole)]
    return [_with_place(text.replace(",", "."))]


def _with_place(number: str) -> tuple[Decimal, Decimal]:
    """A plain decimal, and the place of its last digit that is not a trailing zero of a whole number."""
    whole, _, decimals = number.partition(".")
    zeros = len(whole) - len(whole.rstrip("0")) if not decimals and whole.strip("0") else 0
    return Decimal(number), Decimal(10) ** (zeros - len(decimals))


# --- a figure beside its quotation -------------------------------------------------------------------

#: A column of the row, the rule that it breaks, and what to do.
Trouble = tuple[str, str, str]


def trouble_with(row: dict[str, str]) -> Trouble | None:
    """What a row of figures says otherwise than its quotation; None where it agrees, or quotes nobody."""
    wording = row["wording"]
    found = readings(wording)
    right = [each for each in found if _same_number(each, row)]
    if not right:
        read = ", ".join(dict.fromkeys(each.words for each in found)) or "no number"
        number = row["value"] + (f" to {row['upper']}" if row.get("upper") else "")
        rule = f"{number} {row['unit']} cannot be read from {wording!r}, which holds {read}"
        return "value", rule, "correct it, quote the words that hold it, or leave the wording of your own figure empty"
    bounds = list(dict.fromkeys(bound for each in right for bound in each.bounds))
    hedged = [each for each in right if row["bound"] in each.bounds]
    if not hedged:
        rule = f"the words {right[0].words!r} in {wording!r} are {' or '.join(bounds)}, not {row['bound']}"
        return "bound", rule, f"make the bound {' or '.join(bounds)}"
    factor = 100 if row["unit"] == "ratio" else 1
    places = list(dict.fromkeys(each.place / factor for each in hedged))
    if row["precision"] and Decimal(row["precision"]) not in places:
        place = f"{places[0].normalize():f}"
        rule = f"the last stated digit of {hedged[0].words!r} stands for {place}, not for {row['precision']}"
        return "precision", rule, f"make the precision {place}"
    return None


def _same_number(reading: Reading, row: dict[str, str]) -> bool:
    """Whether a row holds the number that was read: a percentage as it is quoted, or as a plain ratio."""
    factor = 100 if row["unit"] == "ratio" else 1
    if reading.is_percent != (row["unit"] in ("percent", "ratio")):
        return False
    upper = Decimal(row["upper"]) * factor if row.get("upper") else None
    return (Decimal(row["value"]) * factor, upper) == (reading.value, reading.upper)


# --- words beside their source -----------------------------------------------------------------------


def occurs(wording: str, stored: Iterable[str]) -> bool:
    """Whether a quotation stands, word for word, in one of the texts stored of its source."""
    words = " ".join(wording.split())
    return any(_stands(words, " ".join(text.split())) for text in stored)


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text and end where a word or a number does. A pattern for each would take far longer."""
    at = text.find(words)
    while at >= 0 and not (_BEGINS.match(text, at) and _ENDS.match(text, at + len(words))):
        at = text.find(words, at + 1)
    return at >= 0


def nearest_words(wording: str, stored: Iterable[str]) -> str:
    """The stored words that a quotation is most like; empty where none are stored."""
    return next(iter(get_close_matches(wording, list(stored), cutoff=0.0)), "")

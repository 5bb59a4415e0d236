"""Declaring a verdict: a question, a test over figures, the sentence for each answer, and the reason.

A rule is called with the figures it reads, in a notebook where everybody sees them, and gives a verdict. Its sentences
are templates in which ``{argument}`` stands for a figure, so that every number in a verdict keeps its hedge and its
way back to the source. A verdict rates arithmetic and agreement, never a person and never truth.
"""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from helpers.figures.figure import Figure, FigureError
from helpers.figures.interval import Interval

#: ``{id}`` or ``{id.part}`` in a sentence.
MARKER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z_]+))?\}")

AGREES, DISAGREES, UNTOLD = "agrees", "disagrees", "cannot be told"


class Answer(enum.Enum):
    """What a test comes to. ``~`` turns it round."""

    YES = True
    NO = False
    OPEN = None

    def __invert__(self) -> Answer:
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, Answer.OPEN)

    @classmethod
    def of(cls, holds: bool) -> Answer:
        """The answer where the figures leave nothing open."""
        return cls.YES if holds else cls.NO


# --- tests over figures ------------------------------------------------------------------------------


def below(figure: Figure, limit: Figure | float) -> Answer:
    """Whether all of a figure's range lies below a limit; OPEN where it lies on both sides, or is not defined.

    A percentage is compared as the plain ratio that it is.
    """
    limit = limit.central_argument if isinstance(limit, Figure) else limit
    if figure.interval is None:
        return Answer.OPEN
    if figure.argument.high < limit:
        return Answer.YES
    return Answer.NO if figure.argument.low >= limit else Answer.OPEN


def meets(figure: Figure, other: Figure | float) -> Answer:
    """Whether a figure's range and another's, or a number, have something in common; OPEN where one is not defined."""
    room = other.interval if isinstance(other, Figure) else Interval(other, other)
    if figure.interval is None or room is None:
        return Answer.OPEN
    return Answer.of(figure.interval.meet(room) is not None)


def rounds_to(figure: Figure, stated: Figure, digit: float) -> Answer:
    """Whether a figure agrees with a stated one that may have been rounded to its last ``digit``."""
    if figure.interval is None or stated.interval is None:
        return Answer.OPEN
    room = Interval(stated.interval.low - digit / 2, stated.interval.high + digit / 2)
    return Answer.of(figure.interval.meet(room) is not None)


def last_digit(stated: Figure) -> float:
    """The place of the last digit that a stated figure has, behind the point; 1 of a whole one.

    Raises FigureError for a figure that is not quoted.
    """
    if stated.claim is None or stated.claim.value is None:
        raise FigureError(f"{stated.key} is not quoted, so it has no last digit: ask this of a figure of the data")
    _, _, behind = f"{stated.claim.value:.9f}".rstrip("0").partition(".")
    return 10.0 ** -len(behind)


# --- rules and verdicts ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """How a rule may come out: a word or two, the sentence, and the reason; both are templates."""

    word: str
    text: str
    because: str = ""
    holds: bool | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """A computed judgement. Texts are templates whose markers are keys of ``figures``; ``tested`` are those that its test read."""

    id: str
    question: str
    outcome: Outcome
    figures: Mapping[str, Figure]
    tested: Mapping[str, Figure]
    rule: Rule

    @property
    def holds(self) -> bool | None:
        """Yes, no, or None where the figures cannot tell."""
        return self.outcome.holds

    @property
    def answer(self) -> Answer:
        """The same, to be joined with other answers."""
        return Answer(self.holds)

    @property
    def sentence(self) -> str:
        """What it says, a template of ids: the headline of a chart."""
        return in_ids(self.outcome.text, self.figures)

    def fill(self, template: str) -> str:
        """A template in plain words, each marker replaced by what it prints, with a capital at its head."""
        return fill(template, self.figures)

    def __repr__(self) -> str:
        return f"{self.fill(self.outcome.text)}\nBecause: {self.fill(self.outcome.because)}"


def fill(template: str, figures: Mapping[str, Figure]) -> str:
    """A template in plain words, each marker replaced by what it prints, with a capital at its head."""
    words = MARKER.sub(lambda match: part_of(figures[match[1]], match[2]), template)
    return words[:1].upper() + words[1:]


def part_of(figure: Figure, part: str | None) -> str:
    """One printed part of a figure: its text, a part of its phrase, or a field of its claim."""
    if part is None:
        return figure.text
    if hasattr(figure.phrase, part):
        return getattr(figure.phrase, part)
    return figure.period if part == "period" else str(getattr(figure.claim or figure, part))


def once(template: str, figures: Mapping[str, Figure]) -> str:
    """A template without the range in brackets after a figure whose own text says as much."""

    def shown(match: re.Match) -> str:
        figure = figures[match[1]]
        return "" if figure.phrase.range in figure.text else match[0]

    return re.sub(r" \(\{([a-z][a-z0-9_]*)\.range\}\)", shown, template)


def in_ids(template: str, figures: Mapping[str, Figure]) -> str:
    """A template whose markers are ids; ``figures`` says what its own markers stand for."""
    return MARKER.sub(lambda match: f"{{{figures[match[1]].key}{'.' + match[2] if match[2] else ''}}}", template)


def names_used(template: str) -> list[str]:
    """The ids that a template prints."""
    return list(dict.fromkeys(match[1] for match in MARKER.finditer(template)))


@dataclass(frozen=True)
class Rule:
    """A declared verdict: called with the figures and verdicts that its test and its sentences name, it gives one.

    What the test takes by keyword alone (after ``*``) is only printed, and decides nothing.
    ``test`` gives the key of an outcome (an Answer, or a name), or an Outcome of its own.
    """

    name: str
    question: str
    outcomes: Mapping[Answer | str, Outcome]
    test: Callable
    stands_in: tuple[str, ...] = ()

    def __call__(self, *args, **kwargs) -> Verdict:
        signature = inspect.signature(self.test)
        given = signature.bind(*args, **kwargs)
        came = self.test(*given.args, **given.kwargs)
        outcome = came if isinstance(came, Outcome) else self.outcomes[came]
        decisive = {
            name: each
            for name, each in given.arguments.items()
            if signature.parameters[name].kind is not inspect.Parameter.KEYWORD_ONLY
        }
        figures, tested = figures_of(given.arguments), figures_of(decisive)
        outcome = replace(outcome, because=once(outcome.because, figures))
        return Verdict(self.name, self.question, outcome, figures, tested, self)


def figures_of(arguments: Mapping[str, object]) -> dict[str, Figure]:
    """The figures among the arguments of a rule, by argument; those of tables and verdicts by what these call them."""
    from helpers.figures.table import Table  # pandas is slow to load, and what renders pages calls no rule

    found: dict[str, Figure] = {}
    for name, given in arguments.items():
        if isinstance(given, Verdict):
            found = {**given.figures, **found}
        elif isinstance(given, Figure):
            found |= {name: given}
        elif isinstance(given, Table):
            found = {**{figure.key: figure for figure in given.figures}, **found}
    return found


def rule(question: str, *, because: str = "", **outcomes: tuple[str, str] | Outcome) -> Callable:
    """Declare a rule: its question and its outcomes, ``yes``, ``no`` and ``open`` or others, each (word, sentence).

    ``because`` is the reason for all outcomes that give none. Raises TypeError for a marker that no argument fills.
    """

    def declare(test: Callable) -> Rule:
        made = {}
        for key, given in outcomes.items():
            outcome = given if isinstance(given, Outcome) else Outcome(*given, holds=_KEYS[key].value)
            made[_KEYS.get(key, key)] = replace(outcome, because=outcome.because or because)
        check_markers(test, [question, *(text for each in made.values() for text in (each.text, each.because))])
        return Rule(test.__name__, question, made, test)

    return declare


_KEYS = {"yes": Answer.YES, "no": Answer.NO, "open": Answer.OPEN}


#: What an answer is called.
RATINGS = {Answer.YES: AGREES, Answer.NO: DISAGREES, Answer.OPEN: UNTOLD}


def check_markers(test: Callable, templates: Iterable[str]) -> None:
    """Raises TypeError for a template with a marker that no argument of the test fills."""
    parameters = inspect.signature(test).parameters
    if unfilled := {name for text in templates for name in names_used(text)} - set(parameters):
        raise TypeError(f"{test.__name__} prints {', '.join(sorted(unfilled))}, which none of its arguments fills")

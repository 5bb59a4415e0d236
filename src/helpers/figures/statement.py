"""Rating a statement: what is set beside it, what that says of it, and how sure one can be of the rating.

A statement is rated by readings. Each sets a figure beside it and takes a stance: for it, against it, or leaving room
for it. The finding follows from the stances alone, and how sure one can be from whose figures they are and how well
these are graded; the two are never mixed. A rating is about arithmetic and agreement, never about a person or truth.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from helpers.figures.figure import Figure
from helpers.figures.interval import Interval
from helpers.figures.rows import Claim, Statement
from helpers.figures.verdict import Answer, Outcome, Rule, Verdict, check_markers, figures_of

#: A body that nobody names stands behind nothing.
UNNAMED = "unnamed"


class Stance(enum.Enum):
    """What a figure says of a statement. ALLOWS is a bound too wide to test it, SILENT what cannot be compared."""

    FOR = "for"
    ALLOWS = "room"
    AGAINST = "against"
    SILENT = "silent"

    @classmethod
    def of(cls, answer: Answer) -> Stance:
        """For where a test holds, against where it fails, and room where it is open."""
        if answer is Answer.OPEN:
            return cls.ALLOWS
        return cls.FOR if answer is Answer.YES else cls.AGAINST


class Finding(enum.Enum):
    """How a statement fares; the words are those that pages print."""

    SUPPORTED = "supported"
    COMPATIBLE = "compatible only"
    MIXED = "mixed"
    CONTRADICTED = "contradicted"
    UNCHECKED = "cannot be checked"

    @property
    def holds(self) -> bool | None:
        """Yes, no, or None where the figures do not settle it."""
        return {Finding.SUPPORTED: True, Finding.CONTRADICTED: False}.get(self)


@dataclass(frozen=True)
class Reading:
    """A figure set beside a statement: its stance, and a clause of a sentence that says so."""

    figure: Figure
    stance: Stance
    words: str


# --- what a figure says of another -------------------------------------------------------------------


def beside(figure: Figure, stated: Figure, words: str) -> Reading:
    """A figure of the same thing as a stated one.

    It speaks for it where one of the two, or its middle, lies within the other and neither is more than ``TOO_WIDE``
    times as wide as the other, or, beside a single number, as its own lower end; against it where they share no more
    than an end; else it leaves room. What is stated to be at least so many is borne out by any closed count from there.
    """
    if figure.interval is None or stated.interval is None:
        return Reading(figure, Stance.SILENT, words)
    one, other = figure.argument, stated.argument  # a percentage beside a ratio
    common = one.meet(other)
    touching = common is not None and common.is_point and not (one.is_point or other.is_point)
    if common is None or touching:
        return Reading(figure, Stance.AGAINST, words)
    if other.high == float("inf"):
        bears_out = other.low <= one.low and one.high < float("inf")
    else:
        bears_out = _close(one, other) and (_lies_in(figure, other) or _lies_in(stated, one))
    return Reading(figure, Stance.FOR if bears_out else Stance.ALLOWS, words)


#: A range this many times as wide as another is too wide to bear it out.
TOO_WIDE = 3.0


def _lies_in(figure: Figure, ends: Interval) -> bool:
    """Whether the middle of a figure lies within a range; all of it, where it has no middle."""
    middle = figure.central_argument
    if middle is None:
        return ends.low <= figure.argument.low and figure.argument.high <= ends.high
    return ends.low <= middle <= ends.high


def _close(one: Interval, other: Interval) -> bool:
    """Whether neither of two ranges is too wide to bear out the other."""
    narrow, wide = sorted((one, other), key=lambda each: each.high - each.low)
    if narrow.is_point:
        return wide.high <= TOO_WIDE * wide.low
    return wide.high - wide.low <= TOO_WIDE * (narrow.high - narrow.low)


def ceiling(figure: Figure, stated: Figure, words: str) -> Reading:
    """A figure that a stated one cannot exceed: against it where it does, else it leaves room."""
    if figure.interval is None or stated.interval is None:
        return Reading(figure, Stance.SILENT, words)
    fits = stated.argument.low <= figure.argument.high
    return Reading(figure, Stance.ALLOWS if fits else Stance.AGAINST, words)


def tested(figure: Figure, answer: Answer, words: str) -> Reading:
    """A figure whose test speaks for a statement where it holds and against it where it fails."""
    return Reading(figure, Stance.of(answer), words)


# --- the finding and its evidence --------------------------------------------------------------------


@dataclass(frozen=True)
class Weighed:
    """A reading with the bodies that it rests on, the statement's own apart, and how well these are graded.

    A ``sound`` one has a grade of C3 or better for all of them, a ``strong`` one of B2 or better.
    """

    reading: Reading
    origins: frozenset[str]
    sound: bool
    strong: bool

    @property
    def echo(self) -> bool:
        """Whether it only says again what the statement's own origin says."""
        return not self.origins

    @property
    def takes_side(self) -> bool:
        """Whether it speaks for or against the statement."""
        return self.reading.stance in (Stance.FOR, Stance.AGAINST)


def weigh(reading: Reading, own: Iterable[str]) -> Weighed:
    """A reading with the origins and grades of the quoted figures that it finally rests on."""
    claims = [root.claim for root in reading.figure.roots.values() if root.claim]
    origins = frozenset([claim.origin for claim in claims if claim.origin]).difference(own, (UNNAMED,))
    grades = [claim.grade for claim in claims if claim.grade]
    source, said = (max(marks) for marks in zip(*grades, strict=True)) if grades else ("F", "6")  # the worst counts
    return Weighed(reading, origins, source <= "C" and said <= "3", source <= "B" and said <= "2")


def find(weighed: Iterable[Weighed]) -> Finding:
    """What the readings come to.

    An independent figure for a statement supports it; its own origin alone, or a bound too wide to test it, only
    leaves room. A figure against it contradicts it; where another speaks for it, be it its own origin's, the figures
    differ and it is mixed.
    """
    weighed = list(weighed)
    stances = [each.reading.stance for each in weighed]
    if Stance.AGAINST in stances:
        return Finding.MIXED if Stance.FOR in stances else Finding.CONTRADICTED
    if any(each.reading.stance is Stance.FOR and not each.echo for each in weighed):
        return Finding.SUPPORTED
    return Finding.COMPATIBLE if Stance.FOR in stances or Stance.ALLOWS in stances else Finding.UNCHECKED


LEVELS = ("none", "limited", "medium", "robust")


def independent(weighed: Iterable[Weighed]) -> list[Weighed]:
    """Readings that take a side, no two of which share an origin: of all such choices the one of most evidence.

    Of several of as much the one with the most readings counts, and of these the one that agrees least.
    """
    sides = [each for each in weighed if each.takes_side and not each.echo]
    # What shares no origin with any other belongs to every choice.
    apart = [each for each in sides if sum(bool(each.origins & other.origins) for other in sides) == 1]
    chosen = [apart]
    for each in sides:
        chosen += [[*others, each] for others in chosen if not any(each.origins & other.origins for other in others)]
    return max(chosen, key=lambda choice: (LEVELS.index(level(choice)), len(choice), _minority(choice)))


def _minority(chosen: Iterable[Weighed]) -> int:
    """How many readings take the side that fewer take."""
    sides = [each.reading.stance for each in chosen]
    return min(sides.count(Stance.FOR), sides.count(Stance.AGAINST))


def level(chosen: Iterable[Weighed]) -> str:
    """How much evidence independent readings are.

    Robust are three sound ones, medium are two, or one strong one; any other is limited.
    """
    chosen = list(chosen)
    sound, strong = sum(each.sound for each in chosen), sum(each.strong for each in chosen)
    if sound >= 3:
        return "robust"
    if sound == 2 or strong:
        return "medium"
    return "limited" if chosen else "none"


def agreement(chosen: Iterable[Weighed]) -> str:
    """Whether independent readings take one side: high where all do, medium where one in three or fewer does not."""
    chosen = list(chosen)
    if len(chosen) < 2:
        return "one origin alone" if chosen else "none to compare"
    minority = _minority(chosen)
    if not minority:
        return "high"
    return "medium" if 3 * minority <= len(chosen) else "low"


@dataclass(frozen=True)
class Evidence:
    """How sure one can be of a finding, apart from what it is, and what would change that; the last are templates."""

    amount: str
    agreement: str
    raised: str
    lowered: str
    against: bool

    @property
    def words(self) -> str:
        """Both in one phrase; evidence that is all ``against`` a statement says so."""
        if self.amount == "none":
            return "no independent evidence"
        if self.agreement == "high" and self.against:
            return f"{self.amount} evidence, all of it against"
        alone = self.agreement == "one origin alone"
        return f"{self.amount} evidence, {self.agreement if alone else self.agreement + ' agreement'}"


def evidence_of(weighed: Iterable[Weighed], names: Mapping[str, str]) -> Evidence:
    """The evidence of readings; ``names`` are the markers of figures in a template, by id."""
    weighed = list(weighed)
    chosen = independent(weighed)
    amount = level(chosen)
    against = all(each.reading.stance is Stance.AGAINST for each in chosen)
    sentences = _raised(weighed, amount), _lowered(weighed, chosen, amount, names)
    return Evidence(amount, agreement(chosen), *sentences, against)


def _raised(weighed: list[Weighed], amount: str) -> str:
    """What one more body that takes a side would make of the evidence, by how well it is graded."""
    if amount == LEVELS[-1]:
        return "More bodies of the same kind would not raise it further."
    nobody = Reading(_NOBODY, Stance.FOR, "")
    fair, usual = (
        level(independent([*weighed, Weighed(nobody, frozenset({"another body"}), sound=True, strong=strong)]))
        for strong in (False, True)
    )
    if fair == usual == amount:
        return "It would take more than one further independent body to raise it."
    if fair == usual:
        return f"One more independent body, fairly reliable or better, would make it {fair}."
    if fair == amount:
        return (
            f"One more independent body would make it {usual} if it is usually reliable, and not raise it if less so."
        )
    return f"One more independent body would make it {fair}, or {usual} if it is usually reliable."


def _lowered(weighed: list[Weighed], chosen: list[Weighed], amount: str, names: Mapping[str, str]) -> str:
    """The first body whose figures the amount of evidence hangs on."""
    for each in chosen:
        for root in each.reading.figure.roots.values():
            body = root.claim.origin if root.claim else ""
            left = level(independent(other for other in weighed if body not in other.origins))
            if left != amount:
                less = "there would be none" if left == "none" else f"it would be {left}"
                return f"Without the figures of {{{names[root.key]}.speaker}} {less}."
    return "No single body's figures hold it up." if chosen else "There is none to lose."


_NOBODY: Figure = None  # a reading that is only counted


# --- declaring and rating ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class Rated(Verdict):
    """A statement of the article with its finding, its evidence and the readings that it follows from.

    ``said`` is its row in the data, ``arguments`` what it was rated on; ``change`` says what would turn the finding,
    ``instead`` which figures are rated in place of those in its words.
    """

    finding: Finding = Finding.UNCHECKED
    evidence: Evidence | None = None
    readings: tuple[Reading, ...] = ()
    said: Statement | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)
    change: str = ""
    instead: str = ""

    @property
    def sides(self) -> dict[str, list[str]]:
        """The clauses that speak for the statement, against it, and neither, by what they do."""
        return _sides(self.readings)


@dataclass(frozen=True)
class StatementRule(Rule):
    """How a statement is rated: its test gives readings, ``sentences`` say each finding that it can come to.

    ``stands_in`` are the ids of the article's figures that the statement is about, ``judged`` what this report takes
    to be the same thing, ``settled_by`` what would check it better; ``dated_by`` are those of them that tell only of what
    time it is. Where ``of_all`` the sentences that settle it speak
    of every reading, so that plain words stand in their place while one leaves room.
    """

    sentences: Mapping[Finding, str] = field(default_factory=dict)
    judged: str = ""
    settled_by: str = ""
    own: tuple[str, ...] = ()
    of_all: bool = False
    dated_by: tuple[str, ...] = ()

    def rate(self, arguments: Mapping[str, object]) -> Finding:
        """The finding alone."""
        return find(self._weigh(arguments))

    def __call__(self, said: Statement, *args, **kwargs) -> Rated:
        arguments = inspect.signature(self.test).bind(*args, **kwargs).arguments
        weighed = self._weigh(arguments)
        readings = tuple(each.reading for each in weighed)
        finding = find(weighed)
        stated = [figure for figure in self._stated(arguments) if figure.key not in self.dated_by]
        put = [figure for figure in stated if not _is_quoted(figure.claim)]
        roots = [root for reading in readings for root in reading.figure.roots.values()]
        figures, names = under_names(figures_of(arguments), [*roots, *put])
        because = " ".join(f"{side}: {'; '.join(clauses)}." for side, clauses in _sides(readings).items()) or NOTHING
        too_much = self.of_all and finding.holds is not None and Stance.ALLOWS in {each.stance for each in readings}
        plain = too_much or (arguments and not readings)
        said_plainly = _PLAIN[finding].format(about=self.question)
        sentence = said_plainly if plain else self.sentences.get(finding, said_plainly)
        outcome = Outcome(finding.value, sentence, because, finding.holds)
        return Rated(
            self.name, self.question, outcome, figures, figures, self,
            finding=finding, evidence=evidence_of(weighed, names), readings=readings, said=said, arguments=arguments,
            instead=_instead(names[figure.key] for figure in put),
        )  # fmt: skip

    def _weigh(self, arguments: Mapping[str, object]) -> list[Weighed]:
        """The readings, each with its origins; those of the statement's own figures are not independent.

        A figure that is not known is no reading, nor is one that an edition rates, set beside itself.
        """
        stated = [figure.claim for figure in self._stated(arguments)]
        own = {*self.own, *(claim.origin for claim in stated)}
        put = [claim for claim in stated if claim.replaced]
        return [weigh(each, own) for each in self.test(**arguments) if not _is_no_reading(each.figure, put)]

    def _stated(self, arguments: Mapping[str, object]) -> list[Figure]:
        """The article's figures that the statement is about, as far as it is rated on them."""
        given = [each for each in arguments.values() if isinstance(each, Figure)]
        roots = {name: root for each in given for name, root in each.roots.items()}
        return [roots[name] for name in self.stands_in if name in roots]


def _is_no_reading(figure: Figure, put: Iterable[Claim]) -> bool:
    """Whether a figure is not known, or one of those that an edition puts in place of a statement's own."""
    return figure.is_unknown or (figure.claim is not None and any(figure.claim.is_of(claim) for claim in put))


def _is_quoted(claim: Claim) -> bool:
    """Whether a figure is that of the article: no edition has put it there, and it has words that it was read in."""
    return bool(claim.wording) and not claim.replaced


def _instead(names: Iterable[str]) -> str:
    """Which figures are rated in place of those in a statement's words; the names are those of a template."""
    said = " and ".join(f"{{{name}}} ({{{name}.period}})" for name in names)
    return f"Rated here is not the figure in these words but another: {said}." if said else ""


#: What is said of a finding that a rule has no fitting sentence for, as other figures than the article's may give.
_PLAIN = {
    Finding.SUPPORTED: "Independent figures bear it out.",
    Finding.COMPATIBLE: "Nothing at hand contradicts it, and nothing independent bears it out.",
    Finding.MIXED: "The figures at hand differ on it.",
    Finding.CONTRADICTED: "The figures at hand contradict it.",
    Finding.UNCHECKED: "No figure at hand can check {about}.",
}


def under_names(figures: Mapping[str, Figure], more: Iterable[Figure]) -> tuple[dict[str, Figure], dict[str, str]]:
    """Figures by the names that templates call them, with more beside them, and the names of all by id.

    A figure that is there already keeps its name; another is called by its id, or as near to it as is free.
    """
    figures = dict(figures)
    names = {figure.key: name for name, figure in figures.items()}
    for figure in more:
        if figure.key not in names:
            name = figure.key
            while name in figures:
                name += "_"
            figures[name], names[figure.key] = figure, name
    return figures, names


NOTHING = "Nothing at hand can be set beside it."
SIDES = {
    Stance.FOR: "For it",
    Stance.AGAINST: "Against it",
    Stance.ALLOWS: "Leaving room for it",
    Stance.SILENT: "Not to be compared",
}


def _sides(readings: Iterable[Reading]) -> dict[str, list[str]]:
    """The clauses of readings by what they say of the statement."""
    readings = list(readings)
    sides = {side: [each.words for each in readings if each.stance is stance] for stance, side in SIDES.items()}
    return {side: clauses for side, clauses in sides.items() if clauses}


def statement(
    about: str,
    *stands_in: str,
    own: Iterable[str] = (),
    of_all: bool = False,
    dated_by: Iterable[str] = (),
    judged: str = "",
    settled_by: str = "",
    **sentences: str,
) -> Callable:
    """Declare how a statement is rated.

    ``about`` says in a few words what it is about, ``own`` are the origins of the statement itself. ``sentences`` are
    given for ``supported``, ``compatible``, ``mixed``, ``contradicted`` and ``unchecked``, as many as it can come to;
    ``of_all`` says that the first and the fourth are true only where no reading leaves room, and ``dated_by`` which of the
    article's figures it takes for their time alone.
    Raises TypeError for a marker that no argument fills and for a rule with one outcome only.
    """
    said = {Finding[name.upper()]: text for name, text in sentences.items()}
    if len(said) < 2:
        raise TypeError(f"a statement that can come to one finding only is not rated: {about}")

    def declare(test: Callable) -> StatementRule:
        check_markers(test, [about, judged, settled_by, *said.values()])
        return StatementRule(
            test.__name__, about, {}, test, stands_in,
            sentences=said, judged=judged, settled_by=settled_by, own=(*own,), of_all=of_all, dated_by=(*dated_by,),
        )  # fmt: skip

    return declare


def unrated(name: str, about: str, sentence: str, settled_by: str) -> StatementRule:
    """A statement that no figure at hand can check, and what would: it is listed, and no rule rates it."""
    return StatementRule(
        name, about, {}, _nothing_beside, sentences={Finding.UNCHECKED: sentence}, settled_by=settled_by
    )


def _nothing_beside() -> list[Reading]:
    return []

"""What the figures allow to be said: each verdict, tally and sentence is computed, so other data change the words.

A verdict rates arithmetic and agreement, never a person and never truth. Its sentences are templates whose
``{id}`` markers are values, so that every number in a verdict keeps its hedge and its way back to the source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from helpers.interval import Interval, say
from helpers.ledger import Ledger, Value
from helpers.quantities import INFLOWS, PARAMETERS, SHORTAGES

MARKER = re.compile(r"\{([a-z][a-z0-9_]*)(?:\.([a-z_]+))?\}")

#: Estimates of the shortage of the whole economy as it is, not of one trade and not of a later year.
WHOLE_ECONOMY = tuple(name for name in SHORTAGES if name.startswith("shortage_") and name != "shortage_2030")

#: Above one entry a month for each student, the entries cannot be read as students arriving to study.
ENTRIES_PER_STUDENT = 12

#: The body that all border counts go back to, whoever prints them.
BORDER = "fsb_border_service"

AGREES, DISAGREES, UNTOLD = "agrees", "disagrees", "cannot be told"
RATINGS = {True: AGREES, False: DISAGREES, None: UNTOLD}


@dataclass(frozen=True)
class Verdict:
    """A computed judgement. ``holds`` is None where the figures cannot tell; texts are templates, ``outcome`` a word or two.

    A verdict on a statement of the article also says where the statement stands (``claims``), and how it fares
    against the article's ``own`` figures and against ``others``; None where there is nothing to compare. ``uses`` are
    the values that the rule read.
    """

    id: str
    label: str
    holds: bool | None
    text: str
    because: str
    outcome: str
    claims: tuple[str, ...] = ()
    own: str = ""
    others: str = ""
    uses: tuple[str, ...] = ()


_RULES: dict[str, tuple[str, dict[bool | None, str], Callable]] = {}
_STATEMENTS: dict[str, tuple[str, tuple[str, ...], Callable]] = {}
_TALLIES: dict[str, tuple[str, str, Callable]] = {}


class Judge:
    """Values, tallies and verdicts of one ledger. ``judge[id]`` is a Value, ``judge.verdict(id)`` a Verdict."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self._readers: list[dict[str, None]] = []

    def __getitem__(self, name: str) -> Value:
        self._note([name])
        return self._tally(name) if name in _TALLIES else self.ledger[name]

    def _note(self, names: Iterable[str]) -> None:
        """Tell the rules that are running what was read for them."""
        for reads in self._readers:
            reads |= dict.fromkeys(names)

    def reads(self, name: str) -> list[str]:
        """The values that a tally counts over."""
        with self._reading() as reads:
            _TALLIES[name][2](self)
        return [each for each in reads if each not in _TALLIES]

    @contextmanager
    def _reading(self) -> Iterator[dict[str, None]]:
        self._readers.append({})
        try:
            yield self._readers[-1]
        finally:
            self._readers.pop()

    def _tally(self, name: str) -> Value:
        """A count of rows, origins or verdicts, as a value."""
        label, unit, count = _TALLIES[name]
        number = float(count(self))
        point = Interval(number, number)
        phrase = say(point, number, "exact", unit, quoted=True)
        return Value(name, "tally", label, number, point, unit, "exact", "counted", "", (), phrase)

    @cached_property
    def _verdicts(self) -> dict[str, Verdict]:
        return {}

    def verdict(self, name: str) -> Verdict:
        """The verdict of an id; KeyError names an unknown one."""
        if name not in self._verdicts:
            with self._reading() as reads:
                made = self._judge(name)
            self._verdicts[name] = replace(made, uses=tuple(reads))
        self._note(self._verdicts[name].uses)
        return self._verdicts[name]

    def _judge(self, name: str) -> Verdict:
        if name in _STATEMENTS:
            label, claims, rule = _STATEMENTS[name]
            own, others, because = rule(self)
            known = [rating for rating in (own, others) if rating is not NOTHING]
            holds = False if False in known else (None if None in known or not known else True)
            text = _rating_sentence(own, others)
            return Verdict(name, label, holds, text, because, RATINGS[holds], claims, _word(own), _word(others))
        if name not in _RULES:
            raise KeyError(f"no verdict has the id {name!r}; known are {', '.join(verdict_names())}")
        label, outcomes, rule = _RULES[name]
        holds, text, because = rule(self)
        return Verdict(name, label, holds, text, because, outcomes[holds])

    def fill(self, template: str) -> str:
        """A template in plain words, each marker replaced by what it prints."""
        words = MARKER.sub(lambda match: self.part(match[1], match[2]), template)
        return words[:1].upper() + words[1:]

    def part(self, name: str, part: str | None) -> str:
        """One printed part of a value: its text, a part of its phrase, or a field of its claim."""
        value = self[name]
        if part is None:
            return value.text
        if hasattr(value.phrase, part):
            return getattr(value.phrase, part)
        claim = self.ledger.data.figures[name]
        return claim.period_text if part == "period" else str(getattr(claim, part))


def verdict_names() -> list[str]:
    """All verdict ids, statements first."""
    return [*_STATEMENTS, *_RULES]


def statement_names() -> list[str]:
    """The statements of the article, in its order."""
    return list(_STATEMENTS)


def tally_names() -> list[str]:
    """All tally ids."""
    return list(_TALLIES)


def names_used(template: str) -> list[str]:
    """The value ids that a template prints."""
    return list(dict.fromkeys(match[1] for match in MARKER.finditer(template)))


def _rule(label: str, yes: str, no: str):
    """Register a rule; ``yes`` and ``no`` say in a word or two how it came out."""

    def register(rule: Callable) -> Callable:
        _RULES[rule.__name__] = (label, {True: yes, False: no, None: UNTOLD}, rule)
        return rule

    return register


def _statement(label: str, *claims: str):
    def register(rule: Callable) -> Callable:
        _STATEMENTS[rule.__name__] = (label, claims, rule)
        return rule

    return register


def _tally(label: str, unit: str):
    def register(count: Callable) -> Callable:
        _TALLIES[count.__name__] = (label, unit, count)
        return count

    return register


class _NothingToCompare:
    """A rating for a statement that no figure on that side speaks to."""


NOTHING = _NothingToCompare()


def _word(rating) -> str:
    return "nothing to compare" if rating is NOTHING else RATINGS[rating]


def _rating_sentence(own, others) -> str:
    return f"Against the article's own figures: {_word(own)}. Against other figures: {_word(others)}."


# --- comparing intervals ---------------------------------------------------------------------------


def below(interval: Interval | None, threshold: float) -> bool | None:
    """Whether all of an interval lies below a threshold; None where it lies on both sides."""
    if interval is None:
        return None
    if interval.high < threshold:
        return True
    return False if interval.low >= threshold else None


def below_threshold(judge: Judge, name: str) -> bool | None:
    """Whether a share stays below the report's threshold, whatever its hedges; None where they span it."""
    return below(judge[name].interval, judge["marginal_below"].central)


def overlap(first: Interval | None, second: Interval | None) -> bool:
    """Whether two intervals share more than an end."""
    if first is None or second is None:
        return False
    common = first.meet(second)
    return common is not None and (not common.is_point or first.is_point or second.is_point)


def rounded(value: Value, digit: float = 1.0) -> Interval | None:
    """What a quoted multiple may have been rounded from: half of its last digit either way."""
    if value.interval is None:
        return None
    return Interval(value.interval.low - digit / 2, value.interval.high + digit / 2)


def _within(value: Value, allowed: Value) -> bool | None:
    """Whether a value agrees with a quoted one, rounding considered."""
    if value.interval is None or allowed.interval is None:
        return None
    return value.interval.meet(rounded(allowed)) is not None


# --- tallies: what the report counts ----------------------------------------------------------------


@_tally("figures quoted from the article", "figures")
def claims_count(judge):
    return len(judge.ledger.data.claims)


@_tally("independent figures set beside them", "figures")
def context_count(judge):
    return len(judge.ledger.data.context)


@_tally("bodies that those figures go back to", "origins")
def origins_count(judge):
    return len({claim.origin for claim in judge.ledger.data.context.values()})


@_tally("published pages they were read in", "pages")
def pages_count(judge):
    return len({claim.source for claim in judge.ledger.data.context.values()})


@_tally("statements of the article that were rated", "statements")
def statements_count(judge):
    return len(_STATEMENTS)


def _with_rating(judge, rating: str) -> int:
    return sum(RATINGS[judge.verdict(name).holds] == rating for name in _STATEMENTS)


@_tally("statements that agree with all they can be compared with", "statements")
def statements_agreeing(judge):
    return _with_rating(judge, AGREES)


@_tally("of those, statements set beside border counts alone", "statements")
def statements_border(judge):
    agreeing = [name for name in _STATEMENTS if judge.verdict(name).holds]
    return sum(_origins(judge, judge.verdict(name).uses) == {BORDER} for name in agreeing)


def _origins(judge, names: Iterable[str]) -> set[str]:
    """The bodies that the independent figures behind some values go back to."""
    values = [name for name in names if name in judge.ledger]
    bases = {base for name in values for base in judge.ledger.rests_on(name)}
    return {claim.origin for base, claim in judge.ledger.data.context.items() if base in bases}


@_tally("statements that the figures contradict", "statements")
def statements_disagreeing(judge):
    return _with_rating(judge, DISAGREES)


@_tally("statements that the figures leave open, or differ on", "statements")
def statements_untold(judge):
    return _with_rating(judge, UNTOLD)


@_tally("other estimates of the shortage, builders and later years apart", "estimates")
def estimates_count(judge):
    return len(WHOLE_ECONOMY)


@_tally("of those, estimates that leave the entries below the threshold", "estimates")
def estimates_marginal(judge):
    return sum(below_threshold(judge, f"covered_{name}") is True for name in WHOLE_ECONOMY)


@_tally("of those, estimates that agree with the stated shortage", "estimates")
def estimates_agreeing(judge):
    return sum(overlap(judge[name].interval, judge["shortage"].interval) for name in WHOLE_ECONOMY)


@_tally("other counts and plans that were compared", "counts")
def inflows_count(judge):
    return len(INFLOWS)


@_tally("of those, counts and plans that would stay below the threshold", "counts")
def inflows_marginal(judge):
    return sum(below_threshold(judge, f"inflow_{name}") is True for name in INFLOWS)


# --- what moves the answer --------------------------------------------------------------------------

#: What each change of an input is, in words.
SENSITIVITY_WORDS = {
    "shortage": "the shortage: from the largest to the smallest estimate",
    "entries_per_person": "entries by one person: from one return in the year to none",
    "share_working": "entries that are workers: from those by purpose to all",
}


def sensitivity_frame(judge: Judge) -> pd.DataFrame:
    """What the covered share becomes when one input at a time takes its other plausible values.

    The alternatives come from the data: the estimates of the shortage, the share whose purpose could hide work,
    and one to two entries for each person. Columns as of ``Ledger.sensitivity``.
    """
    names = ("shortage", *[name for name in SHORTAGES if name.startswith("shortage_")])
    shortages = [number for number in (judge[name].central for name in names) if number]
    alternatives = {
        "shortage": (max(shortages), min(shortages)),
        "entries_per_person": (2.0, PARAMETERS["entries_per_person"].default),
        "share_working": (max(0.0, min(judge["could_work_share"].low or 0.0, 1.0)), 1.0),
    }
    return judge.ledger.sensitivity("shortage_covered_assumed", alternatives)


# --- rules: what the report concludes ---------------------------------------------------------------


@_rule("Would the entries be marginal?", "marginal", "not marginal")
def marginal(judge):
    holds = below_threshold(judge, "shortage_covered")
    because = (
        "If every entry were one worker who stayed, {entrants} would fill {shortage_covered} of a shortage of "
        "{shortage}: the share runs {shortage_covered.range}, and the threshold is {marginal_below}."
    )
    text = {
        True: "The entries are marginal: were each a worker who stayed, they would fill {shortage_covered} of the stated shortage.",
        False: "The entries are not marginal: were each a worker who stayed, they would fill {shortage_covered} of the stated shortage.",
        None: "The figures cannot tell whether the entries are marginal: the hedges span the threshold.",
    }[holds]
    return holds, text, because


@_rule("Would the entries be marginal under the report's own assumptions?", "marginal", "not marginal")
def marginal_assumed(judge):
    holds = below_threshold(judge, "shortage_covered_assumed")
    because = (
        "If {share_working} of the entries were by workers who stayed, and each worker entered {entries_per_person}, "
        "{entrants} would fill {shortage_covered_assumed} of a shortage of {shortage}: the share runs "
        "{shortage_covered_assumed.range}, and the threshold is {marginal_below}."
    )
    text = {
        True: "Under the report's assumptions the entries are marginal: they would fill {shortage_covered_assumed} of the stated shortage.",
        False: "Under the report's assumptions the entries are not marginal: they would fill {shortage_covered_assumed} of the stated shortage.",
        None: "Under the report's assumptions the figures cannot tell whether the entries are marginal: the hedges span the threshold.",
    }[holds]
    return holds, text, because


@_rule("Would they be marginal on building sites?", "marginal", "not marginal")
def marginal_construction(judge):
    holds = below_threshold(judge, "covered_construction")
    because = (
        "If every entry were a builder, {entrants} would fill {covered_construction} of the "
        "builders said to be missing; the threshold is {marginal_below}."
    )
    text = {
        True: "On building sites alone the entries would be marginal too.",
        False: "On building sites alone the entries would not be marginal.",
        None: "On building sites alone the answer is open: it depends on which end of the stated range is right.",
    }[holds]
    return holds, text, because


@_rule("Was it a return or a record?", "a return", "a record")
def return_or_record(judge):
    share = judge["share_of_2019"].interval
    holds = below(share, 1.0)
    because = (
        "The count of {entrants.period}, {entrants}, is {share_of_2019} of that of {entries_2019.period}, the last "
        "year before the border closed: {entries_2019}."
    )
    text = {
        True: "The entries are a return, not a record: more crossed before the border closed.",
        False: "The entries are a record beside the last year before the border closed.",
        None: "The figures cannot tell a return from a record: the hedges overlap.",
    }[holds]
    return holds, text, because


@_rule("Did the inflow go on growing?", "went on", "did not")
def inflow_went_on(judge):
    holds = below(judge["next_quarter_ratio"].interval, 1.0)
    holds = None if holds is None else not holds
    because = (
        "The count of {entries_2025_q1.period}, {entries_2025_q1}, is {next_quarter_ratio} of what the year leaves for "
        "its last quarter: {fourth_quarter}."
    )
    text = {
        True: "The inflow went on growing after the year.",
        False: "The inflow did not go on growing: the next quarter fell.",
        None: "The figures cannot tell whether the inflow went on growing.",
    }[holds]
    return holds, text, because


@_rule("Would a larger inflow change the answer?", "would matter", "stays marginal")
def larger_inflow(judge):
    stays = below_threshold(judge, "inflow_planned_total")
    holds = None if stays is None else not stays
    because = (
        "The largest number spoken of, {planned_total}, would fill {inflow_planned_total} of the stated shortage and "
        "{builders_planned_total} of the builders missing at the upper end; the threshold is {marginal_below}."
    )
    text = {
        True: "The largest number spoken of would no longer be marginal.",
        False: "Even the largest number spoken of would stay marginal for the whole economy.",
        None: "The figures cannot tell whether the largest number spoken of would be marginal.",
    }[holds]
    return holds, text, because


@_rule("How robust is the answer?", "robust", "not robust")
def robust(judge):
    total, same = judge["estimates_count"].central, judge["estimates_marginal"].central
    agrees = judge.verdict("marginal").holds
    because = (
        "The threshold would be reached at {entrants_to_matter}, or at a shortage of {shortage_to_matter}; "
        "{estimates_marginal.number} of the {estimates_count} of the shortage leave the entries below it."
    )
    if agrees is None:
        return None, "The answer is not robust: the stated hedges alone leave it open.", because
    unlike = sum(below_threshold(judge, f"covered_{name}") is False for name in WHOLE_ECONOMY)
    robust_count = same if agrees else unlike
    reached = judge["shortage_covered"].interval
    if agrees and math.isfinite(reached.high):
        because += " At any threshold above {shortage_covered.high} they stay marginal."
    if robust_count == total:
        return True, "Every other estimate of the shortage gives the same answer.", because
    if robust_count == 0:
        return False, "The answer rests on the stated shortage alone: no other estimate gives the same.", because
    return False, "The answer depends on the estimate: not every other one gives the same.", because


@_rule("Which input matters most?", "crosses nothing", "crosses the line")
def most_sensitive(judge):
    table = sensitivity_frame(judge)
    first, second = (SENSITIVITY_WORDS[name].partition(":")[0] for name in table["input"][:2])
    threshold = judge["marginal_below"].central
    ends = table[["at_low", "at_high"]].to_numpy()
    crossed = (ends.min(axis=1) < threshold) & (ends.max(axis=1) >= threshold)
    because = f"Next come {second}; " if second.startswith("entries") else f"Next comes {second}; "
    because += (
        "no single change carries the share across {marginal_below}."
        if not crossed.any()
        else "a single change carries the share across {marginal_below}."
    )
    return not crossed.any(), f"The covered share moves most with {first}.", because


@_rule("What is the answer?", "marginal", "not marginal")
def answer(judge):
    marginal_holds = judge.verdict("marginal").holds
    clauses = [
        "{entrants.speaker} counts {entrants} by North Koreans in {entrants.period}, {growth_observed} the count of "
        "the year before: " + _return_clause(judge) + ".",
        "{student_visa_share} of them gave education as their purpose.",
        _cover_clause(marginal_holds),
        _construction_clause(judge),
    ]
    return marginal_holds, " ".join(clauses), judge.verdict("marginal").because


def _return_clause(judge) -> str:
    return {
        True: "a return, not a record, beside {entries_2019} in {entries_2019.period}",
        False: "a record beside {entries_2019} in {entries_2019.period}",
        None: "hard to rank beside {entries_2019} in {entries_2019.period}",
    }[judge.verdict("return_or_record").holds]


def _cover_clause(holds: bool | None) -> str:
    start = "If every entry were one worker who stayed, they would fill {shortage_covered} of a shortage of {shortage}"
    return (
        start
        + {
            True: ": marginal, for it stays below the {marginal_below} that this report asks for.",
            False: ": not marginal, for it reaches the {marginal_below} that this report asks for.",
            None: ", and the hedges span the {marginal_below} that this report asks for: marginal or not, they cannot tell.",
        }[holds]
    )


def _construction_clause(judge) -> str:
    shares = "{covered_construction} of the builders said to be missing"
    end = {
        True: "which is marginal",
        False: "which is not marginal",
        None: "which leaves the answer open",
    }[judge.verdict("marginal_construction").holds]
    return f"On building sites alone they would fill {shares}, {end}."


# --- statements of the article, in its order --------------------------------------------------------


@_statement("{construction_workers} arrived for construction jobs", "construction_workers")
def thousands_came(judge):
    own = judge["entrants"].interval.meet(judge["construction_workers"].interval) is not None
    room = judge["could_work"].interval.meet(judge["construction_workers"].interval) is not None
    because = (
        "The article's total of {entrants} leaves room for {construction_workers}; so do {could_work}, what "
        "remains once crews, visits, transit, tourism and official duties are taken away. The same agency put "
        "those in place at {workers_nis_2024}."
        if own and room
        else "{construction_workers} do not fit into {entrants}, of which {could_work} were declared for purposes that could hide work."
    )
    return own, room, because


@_statement("A total of North Koreans entered in the year", "entrants")
def entrants_counted(judge):
    own = judge["student_visas"].interval.low <= judge["entrants"].interval.high
    gap = judge["purposes_gap"].interval
    others = gap.low <= 0 <= gap.high
    because = (
        "The purposes in the border table add up to {purposes_total}"
        + (", the stated total" if others else ", which leaves a gap of {purposes_gap} to the stated total")
        + ". Table and total go back to one body, so this shows care, not independence; and both count "
        "crossings, not people."
    )
    return own, others, because


@_statement("That was up to a multiple of the year before", "growth_multiple")
def growth_stated(judge):
    others = _within(judge["growth_observed"], judge["growth_multiple"])
    because = {
        True: "The border count of the year before, {entries_2023}, makes it {growth_observed}; a statement of "
        "{growth_multiple} allows that.",
        False: "The border count of the year before, {entries_2023}, makes it {growth_observed}; a statement of "
        "{growth_multiple} does not allow that.",
        None: "The multiple cannot be compared.",
    }[others]
    return NOTHING, others, because + " By the article alone the year before had {previous_entrants}."


@_statement("Many of these workers enter on student visas", "student_visas")
def many_are_students(judge):
    share = judge["student_visa_share"].interval
    own = None if below(share, 0.5) is None else not below(share, 0.5)
    # The border table bears out the count, but it counts entries by purpose, neither visas nor workers.
    others = None if overlap(judge["education_2024"].interval, judge["student_visas"].interval) else False
    because = (
        "Education is the purpose of {student_visas}, {student_visa_share} of all; the border table has "
        "{education_2024}, from the same body. Both count entries by purpose, neither visas nor workers: another report "
        "speaks of {student_visas_2024} issued."
    )
    return own, others, because


@_statement("They entered for education reasons, it is alleged", "student_visas")
def education_is_real(judge):
    per_student = judge["entries_per_student"].interval
    others = below(per_student, ENTRIES_PER_STUDENT) or None
    because = {
        True: "There were {entries_per_student} as many entries for education as students enrolled in "
        "{students_enrolled_2024.period} ({students_enrolled_2024}), which travel of students could explain.",
        None: "There were {entries_per_student} as many entries for education as students enrolled in "
        "{students_enrolled_2024.period} ({students_enrolled_2024}). That count is no later than its month, and "
        "{education_second_half_share} of the year's entries for education came in the second half, so the figures cannot tell "
        "students from others.",
    }[others]
    return NOTHING, others, because


@_statement("{civilian_workers} came to work in civilian sectors", "civilian_workers")
def civilian_work(judge):
    civilian = judge["civilian_workers"].interval
    own = judge["entrants"].interval.meet(civilian) is not None
    others = judge["could_work"].interval.meet(civilian) is not None
    because = (
        "A statement of {civilian_workers} stands beside {could_work} left by stated purpose, {workers_sought_2024} for whom visas "
        "were sought and {workers_official_2024} that an official spoke of: each counts something else."
    )
    return own, others, because


@_statement("Their arrival is marginal for the shortage", "entrants", "shortage")
def marginal_stated(judge):
    own = judge.verdict("marginal").holds
    by_estimate = {below_threshold(judge, f"covered_{name}") for name in WHOLE_ECONOMY}
    others = by_estimate.pop() if len(by_estimate) == 1 else None
    because = (
        "By the stated figures the entries cover {shortage_covered}; {estimates_marginal.number} of {estimates_count} of "
        "the shortage leave them below {marginal_below}. For builders alone it is "
        "{covered_construction}."
    )
    return own, others, because


@_statement("Russia is short of workers by a stated number", "shortage")
def shortage_stated(judge):
    agreeing, total = judge["estimates_agreeing"].central, judge["estimates_count"].central
    others = True if agreeing == total else (False if agreeing == 0 else None)
    ranked = sorted(WHOLE_ECONOMY, key=lambda name: judge[name].interval.high)
    because = (
        "A shortage of {shortage} agrees with {estimates_agreeing.number} of {estimates_count} of the whole economy; "
        f"they reach from {{{ranked[0]}}} to {{{ranked[-1]}}}, and measure different things."
    )
    return NOTHING, others, because


@_statement("Russia's shortage of labour is significant", "shortage")
def shortage_is_significant(judge):
    because = (
        "The article gives no measure of significant. The stated shortage is {shortage_of_labour_force} of a labour "
        "force of {labour_force}; {unemployed} were out of work."
    )
    return NOTHING, None, because


@_statement("Russia has been short of labour since the war began", "shortage")
def shortage_since(judge):
    because = (
        "No estimate from before the war is at hand, so none can be compared: the earliest for the whole economy, {shortage_economy}, is of "
        "{shortage_economy.period}."
    )
    return NOTHING, None, because


@_statement("The war is about to begin another year", "war_year")
def war_year_counts(judge):
    because = (
        "The article gives the year of the war as {war_year} but no date of its beginning, nor one of its own; "
        "a dated source for both would settle it."
    )
    return NOTHING, None, because


@_statement("Larger influxes could help more", "entrants", "shortage")
def larger_influxes(judge):
    whole = judge.verdict("larger_inflow").holds
    stays = below_threshold(judge, "builders_planned_total")
    for_builders = None if stays is None else not stays
    others = whole if whole == for_builders else None
    because = (
        "The largest number spoken of, {planned_total}, would fill {inflow_planned_total} of the stated shortage and "
        "{builders_planned_total} of the builders missing; but the count of {entries_2025_q1.period} is {entries_2025_q1}."
    )
    return NOTHING, others, because


@_statement("A stated share of artillery ammunition is North Korean", "artillery_share")
def artillery_stated(judge):
    share = judge["artillery_share"].interval
    rivals = [judge["artillery_half"].interval, judge["artillery_2025"].interval]
    agreeing = [overlap(share, rival) for rival in rivals]
    others = True if all(agreeing) else None
    because = (
        "A share of {artillery_share} in {artillery_share.period} stands beside {artillery_half} in {artillery_half.period} and "
        "{artillery_2025} in {artillery_2025.period}: "
        + ("all agree." if others else "not all agree, and as each is of another month, the share may have moved.")
    )
    return NOTHING, others, because


@_statement("The use of North Korean shells grew rapidly")
def shells_grew(judge):
    because = (
        "The article gives no figure of the beginning. Others have {artillery_half} in {artillery_half.period} and "
        "{artillery_2025} in {artillery_2025.period}, and a fall of deliveries by {deliveries_fell_2025} later."
    )
    return NOTHING, None, because


@_statement("North Koreans are likely not paid the same")
def pay_differs(judge):
    because = (
        "The article gives no wage. Reports have a worker's pay at {pay_worker}, of which the worker keeps {kept_low} "
        "and {kept_high}: {pay_kept}. The mean wage is {mean_wage_2024}, and no rate of "
        "exchange is at hand to compare them."
    )
    return NOTHING, None, because


@_statement("A large influx could benefit enterprises that pay Russians much")
def enterprises_benefit(judge):
    because = (
        "The article gives no cost of labour. It would take what an employer pays for each; the reports have what a worker "
        "is paid, {pay_worker}, and keeps, {pay_kept}."
    )
    return NOTHING, None, because


@_statement("More of them could free Russians for industry or the front")
def workers_freed(judge):
    because = (
        "The article gives no figure, and none was found. At most one Russian could be freed for each worker who "
        "came; {could_work} were declared for purposes that could hide work."
    )
    return NOTHING, None, because

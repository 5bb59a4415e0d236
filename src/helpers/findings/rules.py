"""What the report concludes: each rule is a question, a test over figures, and the sentence for each outcome.

A rule is called in a notebook with the figures that it reads; other figures give another sentence.
"""

from __future__ import annotations

import pandas as pd

from helpers.figures.periods import Span
from helpers.figures.verdict import UNTOLD, Answer, Outcome, below, rule


@rule(
    "Would the entries be marginal?",
    yes=(
        "marginal",
        "Even if every entry had been a worker who stayed, they would fill {shortage_covered} of the stated shortage: marginal.",
    ),
    no=(
        "not marginal",
        "If every entry had been a worker who stayed, they would fill {shortage_covered} of the stated shortage: not marginal.",
    ),
    open=(UNTOLD, "Whether the entries are marginal cannot be told: the stated figures leave it open."),
    because="Set beside a shortage of {shortage}, {entrants} come to {shortage_covered} ({shortage_covered.range}). "
    "This report calls anything under {marginal_below} marginal.",
)
def marginal(shortage_covered, marginal_below, *, entrants, shortage):
    return below(shortage_covered, marginal_below)


@rule(
    "Would the entries be marginal under the report's own assumptions?",
    yes=(
        "marginal",
        "Under these assumptions the workers would fill {shortage_covered_assumed} of the stated shortage: marginal.",
    ),
    no=(
        "not marginal",
        "Under these assumptions the workers would fill {shortage_covered_assumed} of the stated shortage: not marginal.",
    ),
    open=(UNTOLD, "Under these assumptions it cannot be told whether the workers are marginal."),
    because="If {share_working} of {entrants} were made by workers who stayed, {entries_per_person.number} to a "
    "person, they would fill {shortage_covered_assumed} ({shortage_covered_assumed.range}) of a shortage of {shortage}. "
    "This report calls anything under {marginal_below} marginal.",
)
def marginal_assumed(
    shortage_covered_assumed, marginal_below, *, entrants, shortage, share_working, entries_per_person
):
    return below(shortage_covered_assumed, marginal_below)


@rule(
    "Would they be marginal in construction?",
    yes=("marginal", "In construction the entries would be marginal."),
    no=("not marginal", "In construction the entries would not be marginal."),
    open=(UNTOLD, "Whether they would be marginal in construction depends on which end of the estimate is right."),
    unbounded=Outcome(UNTOLD, "Whether they would be marginal in construction cannot be told: no upper end is known."),
    because="If every entry had been a builder, {entrants} would fill {covered_construction} of the staff said to be "
    "missing there. This report calls anything under {marginal_below} marginal.",
)
def marginal_construction(covered_construction, marginal_below, *, entrants):
    answer = below(covered_construction, marginal_below)
    return "unbounded" if answer is Answer.OPEN and covered_construction.high is None else answer


@rule(
    "Was it a return or a record?",
    yes=("a return", "It was a return, not a record: more North Koreans crossed before the border closed."),
    no=("no fewer", "No fewer North Koreans crossed than in the last year before the border closed."),
    open=(UNTOLD, "Whether it was a return or a record cannot be told from the counts."),
    fewer=Outcome("fewer", "Fewer North Koreans crossed than in the last year before the border closed.", holds=False),
    more=Outcome("more", "More North Koreans crossed than in the last year before the border closed.", holds=False),
    because="There were {entrants} in {entrants.period}, {share_of_then} of those of {entries_then.period}, the last "
    "year before the border closed: {entries_then}.",
)
def return_or_record(share_of_then, entrants, entries_before, *, entries_then):
    answer = below(share_of_then, 1.0)
    grew = None not in (entrants.low, entries_before.high) and entrants.low > entries_before.high
    if answer is Answer.NO and share_of_then.low > 1.0:
        return "more"
    return "fewer" if answer is Answer.YES and not grew else answer


@rule(
    "Did the inflow go on?",
    yes=("went on", "The inflow kept up: by the counts at hand, {entries_after.period} had no fewer entries than the quarter before."),
    no=("did not", "The entries did not go on growing: by the counts at hand, they fell in {entries_after.period}."),
    open=(UNTOLD, "Whether the inflow went on cannot be told from the counts."),
    kept_up_within=Outcome(UNTOLD, "Whether the inflow went on cannot be told: in {entries_after.period} the entries were no fewer than in the quarter before, and no later quarter is known."),
    fell_within=Outcome(UNTOLD, "Whether the inflow went on cannot be told: in {entries_after.period} the entries fell, and no later quarter is known."),
    because="The count for {entries_after.period} is {entries_after}, {next_quarter_ratio} of what the year before it "
    "leaves for its last quarter, {fourth_quarter}.",
)  # fmt: skip
def inflow_went_on(next_quarter_ratio, entrants, *, entries_after, fourth_quarter):
    """Whether the quarter after the year of ``entrants`` had as many; of a quarter within that year it tells only itself."""
    if next_quarter_ratio.is_unknown:
        missing = "{entries_after.period}" if entries_after.is_unknown else "each quarter of the year"
        text = "Whether the inflow went on cannot be told: the counts that would say it are not at hand."
        return Outcome(UNTOLD, text, f"No count for {missing} is at hand.")
    answer = ~below(next_quarter_ratio, 1.0)
    within = Span.read(entries_after.claim.period).start < entrants.year + 1
    return {Answer.YES: "kept_up_within", Answer.NO: "fell_within"}.get(answer, answer) if within else answer


@rule(
    "Would a larger inflow change the answer?",
    yes=("would matter", "The largest number planned would not be marginal for the whole economy."),
    no=("stays marginal", "Even the largest number planned would be marginal for the whole economy."),
    open=(UNTOLD, "Whether the largest number planned would be marginal cannot be told."),
    because="The largest number planned, {planned}, would fill {inflow_planned} of the stated shortage, and "
    "{builders_planned} of the staff missing in construction. This report calls anything under {marginal_below} marginal.",
)
def larger_inflow(inflow_planned, marginal_below, *, planned, builders_planned):
    return ~below(inflow_planned, marginal_below)


@rule("How robust is the answer?")
def robust(
    marginal, by_estimate, marginal_below, *, shortage_covered, entrants_to_matter, shortage_to_matter,
    estimates_marginal, estimates_count, earliest, latest,
):  # fmt: skip
    """``earliest`` and ``latest`` are the first and the last of the other estimates, by what they are of."""
    because = (
        "This report, by its own choice, calls an inflow below {marginal_below} marginal. Beside the stated shortage "
        "that line is reached by {entrants_to_matter}, all taken as workers; these entries reach it beside a shortage of "
        "{shortage_to_matter}. "
    )
    because += (
        "By {estimates_marginal.number} of {estimates_count.number} other estimates the entries stay below the line."
        if estimates_marginal.central
        else "By none of {estimates_count.number} other estimates is it sure that the entries stay below the line."
    )
    if marginal.answer is Answer.OPEN:
        return Outcome(UNTOLD, "The answer is not robust: the stated figures alone leave it open.", because)
    if marginal.answer is Answer.YES:
        because += (
            " Beside the stated shortage they would stay marginal at any threshold above {shortage_covered.high}."
        )
    same = [share for share in by_estimate.figures if below(share, marginal_below) is marginal.answer]
    if len(same) == len(by_estimate):
        return Outcome(
            "robust",
            "Every other estimate of the whole economy's shortage that was found, from {earliest.period} to {latest.period}, "
            "gives the same answer.",
            because,
            holds=True,
        )
    depends = "The answer depends on the estimate: not every other one gives the same."
    alone = "The answer rests on the stated shortage alone: no other estimate gives the same."
    return Outcome("not robust", depends if same else alone, because, holds=False)


@rule("Which input matters most?")
def most_sensitive(moved: pd.DataFrame, share, marginal_below):
    """``moved`` is the table of ``charts.swings`` for a share, the largest first."""
    first, second = (words.partition(":")[0] for words in moved["label"][:2])
    if share.high is None:
        return Outcome(
            UNTOLD,
            f"The least that is known depends most on {first}, then on {second}.",
            "Whether one change alone carries the share across {marginal_below} cannot be told: no upper end is known.",
        )
    threshold = marginal_below.central
    ends = moved[["low", "high"]].assign(own=share.central)  # a change may lead away from the share to one side only
    crosses = bool(((ends.min(axis=1) < threshold) & (ends.max(axis=1) >= threshold)).any())
    single = "One change alone carries" if crosses else "No change alone carries"
    return Outcome(
        "crosses the line" if crosses else "crosses nothing",
        f"The answer depends most on {first}, then on {second}.",
        f"{single} the share across {{marginal_below}}.",
        holds=not crosses,
    )


@rule("What is the answer?")
def answer(
    marginal, marginal_construction, *, entrants, shortage_covered, shortage, covered_construction, builders, marginal_below
):  # fmt: skip
    """The verdicts on the stated shortage and in construction, in a sentence or two that can be quoted."""
    lead = {
        Answer.YES: "Even if every entry into Russia counted in {entrants.period}, {entrants} in all, had been a worker who "
        "stayed, North Koreans would fill {shortage_covered} of a stated shortage of {shortage}: marginal, by the line that "
        "this report draws at {marginal_below}.",
        Answer.NO: "If every entry into Russia counted in {entrants.period}, {entrants} in all, had been a worker who stayed, "
        "North Koreans would fill {shortage_covered} of a stated shortage of {shortage}: not a marginal share, by the line "
        "that this report draws at {marginal_below}.",
        Answer.OPEN: "Whether North Koreans matter for a stated shortage of {shortage} cannot be told: if every entry into "
        "Russia counted in {entrants.period}, {entrants} in all, had been a worker who stayed, they would fill "
        + (
            "{shortage_covered} of it, on either side of the line that this report draws at {marginal_below}."
            if shortage_covered.high is not None
            else "{shortage_covered} of it; no upper end is known, and this report draws its line at {marginal_below}."
        ),
    }[marginal.answer]
    sites = {
        Answer.YES: "In construction, where {builders} were said to be missing in {builders.period}, they would be marginal: "
        "{covered_construction}.",
        Answer.NO: "In construction, where {builders} were said to be missing in {builders.period}, they would not be marginal: "
        "{covered_construction}.",
        Answer.OPEN: "In construction, where {builders} were said to be missing in {builders.period}, they could fill "
        "{covered_construction}, "
        + ("on either side of that line." if covered_construction.high is not None else "with no upper end known."),
    }[marginal_construction.answer]
    return Outcome(marginal.outcome.word, f"{lead} {sites}", marginal.outcome.because, holds=marginal.holds)

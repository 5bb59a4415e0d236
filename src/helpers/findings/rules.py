"""What the report concludes: each rule is a question, a test over figures, and the sentence for each outcome.

A rule is called in a notebook with the figures that it reads; other figures give another sentence.
"""

from __future__ import annotations

import pandas as pd

from helpers.figures.verdict import UNTOLD, Answer, Outcome, below, rule


@rule(
    "Would the entries be marginal?",
    yes=(
        "marginal",
        "The entries are marginal: were each a worker who stayed, they would fill {shortage_covered} of the stated shortage.",
    ),
    no=(
        "not marginal",
        "The entries are not marginal: were each a worker who stayed, they would fill {shortage_covered} of the stated shortage.",
    ),
    open=(UNTOLD, "The figures cannot tell whether the entries are marginal: the hedges span the threshold."),
    because="If every entry were one worker who stayed, {entrants} would fill {shortage_covered} of a shortage of "
    "{shortage}: the share runs {shortage_covered.range}, and the threshold is {marginal_below}.",
)
def marginal(shortage_covered, marginal_below, *, entrants, shortage):
    return below(shortage_covered, marginal_below)


@rule(
    "Would the entries be marginal under the report's own assumptions?",
    yes=(
        "marginal",
        "Under the report's assumptions the entries are marginal: they would fill {shortage_covered_assumed} of the stated shortage.",
    ),
    no=(
        "not marginal",
        "Under the report's assumptions the entries are not marginal: they would fill {shortage_covered_assumed} of the stated shortage.",
    ),
    open=(
        UNTOLD,
        "Under the report's assumptions the figures cannot tell whether the entries are marginal: the hedges span the threshold.",
    ),
    because="If {share_working} of the entries were by workers who stayed, and each worker entered {entries_per_person}, "
    "{entrants} would fill {shortage_covered_assumed} of a shortage of {shortage}: the share runs "
    "{shortage_covered_assumed.range}, and the threshold is {marginal_below}.",
)
def marginal_assumed(
    shortage_covered_assumed, marginal_below, *, entrants, shortage, share_working, entries_per_person
):
    return below(shortage_covered_assumed, marginal_below)


@rule(
    "Would they be marginal on building sites?",
    yes=("marginal", "On building sites alone the entries would be marginal too."),
    no=("not marginal", "On building sites alone the entries would not be marginal."),
    open=(
        UNTOLD,
        "On building sites alone the answer is open: it depends on which end of the stated range is right.",
    ),
    because="If every entry were a builder, {entrants} would fill {covered_construction} of the "
    "builders said to be missing; the threshold is {marginal_below}.",
)
def marginal_construction(covered_construction, marginal_below, *, entrants):
    return below(covered_construction, marginal_below)


@rule(
    "Was it a return or a record?",
    yes=("a return", "The entries are a return, not a record: more crossed before the border closed."),
    no=("a record", "The entries are a record beside the last year before the border closed."),
    open=(UNTOLD, "The figures cannot tell a return from a record: the hedges overlap."),
    because="The count of {entrants.period}, {entrants}, is {share_of_then} of that of {entries_then.period}, the last "
    "year before the border closed: {entries_then}.",
)
def return_or_record(share_of_then, *, entrants, entries_then):
    return below(share_of_then, 1.0)


@rule(
    "Did the inflow go on growing?",
    yes=("went on", "The inflow went on growing after the year."),
    no=("did not", "The inflow did not go on growing: the next quarter fell."),
    open=(UNTOLD, "The figures cannot tell whether the inflow went on growing."),
    because="The count of {entries_after.period}, {entries_after}, is {next_quarter_ratio} of what the year leaves for "
    "its last quarter: {fourth_quarter}.",
)
def inflow_went_on(next_quarter_ratio, *, entries_after, fourth_quarter):
    return ~below(next_quarter_ratio, 1.0)


@rule(
    "Would a larger inflow change the answer?",
    yes=("would matter", "The largest number spoken of would no longer be marginal."),
    no=("stays marginal", "Even the largest number spoken of would stay marginal for the whole economy."),
    open=(UNTOLD, "The figures cannot tell whether the largest number spoken of would be marginal."),
    because="The largest number spoken of, {planned}, would fill {inflow_planned} of the stated shortage and "
    "{builders_planned} of the builders missing; the threshold is {marginal_below}.",
)
def larger_inflow(inflow_planned, marginal_below, *, planned, builders_planned):
    return ~below(inflow_planned, marginal_below)


@rule("How robust is the answer?")
def robust(
    marginal, by_estimate, marginal_below, *, shortage_covered, entrants_to_matter, shortage_to_matter,
    estimates_marginal, estimates_count,
):  # fmt: skip
    because = (
        "The threshold would be reached at {entrants_to_matter}, or at a shortage of {shortage_to_matter}; "
        "{estimates_marginal.number} of the {estimates_count} of the shortage leave the entries below it."
    )
    if marginal.answer is Answer.OPEN:
        return Outcome(UNTOLD, "The answer is not robust: the stated hedges alone leave it open.", because)
    if marginal.answer is Answer.YES:
        because += " At any threshold above {shortage_covered.high} they stay marginal."
    same = [share for share in by_estimate.figures if below(share, marginal_below) is marginal.answer]
    if len(same) == len(by_estimate):
        return Outcome("robust", "Every other estimate of the shortage gives the same answer.", because, holds=True)
    depends = "The answer depends on the estimate: not every other one gives the same."
    alone = "The answer rests on the stated shortage alone: no other estimate gives the same."
    return Outcome("not robust", depends if same else alone, because, holds=False)


@rule("Which input matters most?")
def most_sensitive(moved: pd.DataFrame, share, marginal_below):
    """``moved`` is the table of ``charts.swings`` for a share, the largest first."""
    first, second = (words.partition(":")[0] for words in moved["label"][:2])
    threshold = marginal_below.central
    crosses = bool(((moved["low"] < threshold) & (moved["high"] >= threshold)).any())
    come = "Next come" if second.startswith("entries") else "Next comes"
    single = "a single change carries" if crosses else "no single change carries"
    return Outcome(
        "crosses the line" if crosses else "crosses nothing",
        f"The covered share moves most with {first}.",
        f"{come} {second}; {single} the share across {{marginal_below}}.",
        holds=not crosses,
    )


@rule("What is the answer?")
def answer(
    marginal, return_or_record, marginal_construction, *, entrants, growth_observed, student_visa_share, entries_then,
    shortage_covered, shortage, covered_construction, marginal_below,
):  # fmt: skip
    """The verdicts on the stated shortage, on the years before and on building sites, in one paragraph."""
    beside = "beside {entries_then} in {entries_then.period}"
    return_clause = {
        Answer.YES: f"a return, not a record, {beside}",
        Answer.NO: f"a record {beside}",
        Answer.OPEN: f"hard to rank {beside}",
    }[return_or_record.answer]
    asked = "the {marginal_below} that this report asks for"
    cover_clause = {
        Answer.YES: f": marginal, for it stays below {asked}.",
        Answer.NO: f": not marginal, for it reaches {asked}.",
        Answer.OPEN: f", and the hedges span {asked}: marginal or not, they cannot tell.",
    }[marginal.answer]
    building_clause = {
        Answer.YES: "which is marginal",
        Answer.NO: "which is not marginal",
        Answer.OPEN: "which leaves the answer open",
    }[marginal_construction.answer]
    text = (
        "{entrants.speaker} counts {entrants} by North Koreans in {entrants.period}, {growth_observed} the count of "
        f"the year before: {return_clause}. "
        "{student_visa_share} of them gave education as their purpose. "
        "If every entry were one worker who stayed, they would fill {shortage_covered} of a shortage of {shortage}"
        f"{cover_clause} "
        "On building sites alone they would fill {covered_construction} of the builders said to be missing, "
        f"{building_clause}."
    )
    return Outcome(marginal.outcome.word, text, marginal.outcome.because, holds=marginal.holds)

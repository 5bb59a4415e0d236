"""The article's statements, in its order: how each is rated against its own figures and against others.

Each is called in ``rated`` with the figures that it reads. To rate a statement otherwise, change its test and its
sentences here; to rate another, declare it and call it there.
"""

from __future__ import annotations

from helpers.figures.figure import Figure
from helpers.figures.table import Figures
from helpers.figures.verdict import Answer, Sides, Verdict, below, meets, overlaps, rounds_to, statement
from helpers.findings import groups
from helpers.findings.quantities import (
    education_second_half_share,
    entries_per_student,
    growth_observed,
    previous_entrants,
    purposes_gap,
    purposes_total,
    shortage_covered,
    shortage_of_labour_force,
    student_visa_share,
)
from helpers.findings.rules import marginal
from helpers.notebook.report import Report

#: The body that all border counts go back to, whoever prints them.
BORDER = "fsb_border_service"
#: Above one entry a month for each student, the entries cannot be read as students arriving to study.
ENTRIES_PER_STUDENT = 12
#: The share from which on "many" is right.
MANY = 0.5


@statement("{construction_workers} arrived for construction jobs", "construction_workers")
def thousands_came(construction_workers, entrants, could_work, *, workers_nis):
    own, others = meets(entrants, construction_workers), meets(could_work, construction_workers)
    because = (
        "The article's total of {entrants} leaves room for {construction_workers}; so do {could_work}, what "
        "remains once crews, visits, transit, tourism and official duties are taken away. The same agency put "
        "those in place at {workers_nis}."
        if own is others is Answer.YES
        else "{construction_workers} do not fit into {entrants}, of which {could_work} were declared for purposes that could hide work."
    )
    return Sides(own, others, because)


@statement("A total of North Koreans entered in the year", "entrants")
def entrants_counted(entrants, student_visas, purposes_gap, *, purposes_total):
    own = Answer.of(student_visas.interval.low <= entrants.interval.high)
    others = Answer.of(purposes_gap.interval.low <= 0 <= purposes_gap.interval.high)
    because = (
        "The purposes in the border table add up to {purposes_total}"
        + (
            ", the stated total"
            if others is Answer.YES
            else ", which leaves a gap of {purposes_gap} to the stated total"
        )
        + ". Table and total go back to one body, so this shows care, not independence; and both count "
        "crossings, not people."
    )
    return Sides(own, others, because)


@statement(
    "That was up to a multiple of the year before",
    "growth_multiple",
    because={
        "yes": "The border count of the year before, {entries_before}, makes it {growth_observed}; a statement of "
        "{growth_multiple} allows that. By the article alone the year before had {previous_entrants}.",
        "no": "The border count of the year before, {entries_before}, makes it {growth_observed}; a statement of "
        "{growth_multiple} does not allow that. By the article alone the year before had {previous_entrants}.",
        "open": "The multiple cannot be compared. By the article alone the year before had {previous_entrants}.",
    },
)
def growth_stated(growth_multiple, growth_observed, *, entries_before, previous_entrants):
    return Sides(None, rounds_to(growth_observed, growth_multiple))


@statement(
    "Many of these workers enter on student visas",
    "student_visas",
    because="Education is the purpose of {student_visas}, {student_visa_share} of all; the border table has "
    "{education}, from the same body. Both count entries by purpose, neither visas nor workers: another report "
    "speaks of {visas_issued} issued.",
)
def many_are_students(student_visas, student_visa_share, education, *, visas_issued):
    # The border table bears out the count, but it counts entries by purpose, neither visas nor workers.
    others = Answer.OPEN if overlaps(education, student_visas) is Answer.YES else Answer.NO
    return Sides(~below(student_visa_share, MANY), others)


@statement(
    "They entered for education reasons, it is alleged",
    "student_visas",
    because={
        "yes": "There were {entries_per_student} as many entries for education as students enrolled in "
        "{enrolled.period} ({enrolled}), which travel of students could explain.",
        "open": "There were {entries_per_student} as many entries for education as students enrolled in "
        "{enrolled.period} ({enrolled}). That count is no later than its month, and "
        "{second_half_share} of the year's entries for education came in the second half, so the figures cannot tell "
        "students from others.",
    },
)
def education_is_real(entries_per_student, *, enrolled, second_half_share):
    explained = below(entries_per_student, ENTRIES_PER_STUDENT)
    return Sides(None, explained if explained is Answer.YES else Answer.OPEN)


@statement(
    "{civilian_workers} came to work in civilian sectors",
    "civilian_workers",
    because="A statement of {civilian_workers} stands beside {could_work} left by stated purpose, {workers_sought} for whom "
    "visas were sought and {workers_official} that an official spoke of: each counts something else.",
)
def civilian_work(civilian_workers, entrants, could_work, *, workers_sought, workers_official):
    return Sides(meets(entrants, civilian_workers), meets(could_work, civilian_workers))


@statement(
    "Their arrival is marginal for the shortage",
    "entrants",
    "shortage",
    because="By the stated figures the entries cover {shortage_covered}; {estimates_marginal.number} of {estimates_count} of "
    "the shortage leave them below {marginal_below}. For builders alone it is {covered_construction}.",
)
def marginal_stated(
    marginal,
    by_estimate,
    marginal_below,
    *,
    shortage_covered,
    covered_construction,
    estimates_marginal,
    estimates_count,
):
    return Sides(marginal.answer, Answer.unanimous(below(share, marginal_below) for share in by_estimate.figures))


@statement(
    "Russia is short of workers by a stated number",
    "shortage",
    because="A shortage of {shortage} agrees with {estimates_agreeing.number} of {estimates_count} of the whole economy; "
    "they reach from {smallest} to {largest}, and measure different things.",
)
def shortage_stated(shortage, estimates, *, smallest, largest, estimates_agreeing, estimates_count):
    return Sides(None, Answer.unanimous(overlaps(estimate, shortage) for estimate in estimates.figures))


@statement(
    "Russia's shortage of labour is significant",
    "shortage",
    because="The article gives no measure of significant. The stated shortage is {shortage_of_labour_force} of a labour "
    "force of {labour_force}; {unemployed} were out of work.",
)
def shortage_is_significant(*, shortage_of_labour_force, labour_force, unemployed):
    return Sides(None, Answer.OPEN)


@statement(
    "Russia has been short of labour since the war began",
    "shortage",
    because="No estimate from before the war is at hand, so none can be compared: the earliest for the whole economy, {earliest}, is of "
    "{earliest.period}.",
)
def shortage_since(*, earliest):
    return Sides(None, Answer.OPEN)


@statement(
    "The war is about to begin another year",
    "war_year",
    because="The article gives the year of the war as {war_year} but no date of its beginning, nor one of its own; "
    "a dated source for both would settle it.",
)
def war_year_counts(*, war_year):
    return Sides(None, Answer.OPEN)


@statement(
    "Larger influxes could help more",
    "entrants",
    "shortage",
    because="The largest number spoken of, {planned}, would fill {inflow_planned} of the stated shortage and "
    "{builders_planned} of the builders missing; but the count of {entries_after.period} is {entries_after}.",
)
def larger_influxes(inflow_planned, builders_planned, marginal_below, *, planned, entries_after):
    whole, builders = ~below(inflow_planned, marginal_below), ~below(builders_planned, marginal_below)
    return Sides(None, Answer.unanimous([whole, builders]))


@statement("A stated share of artillery ammunition is North Korean", "artillery_share")
def artillery_stated(artillery_share, earlier, later):
    agree = all(overlaps(artillery_share, rival) is Answer.YES for rival in (earlier, later))
    because = (
        "A share of {artillery_share} in {artillery_share.period} stands beside {earlier} in {earlier.period} and "
        "{later} in {later.period}: "
        + ("all agree." if agree else "not all agree, and as each is of another month, the share may have moved.")
    )
    return Sides(None, Answer.YES if agree else Answer.OPEN, because)


@statement(
    "The use of North Korean shells grew rapidly",
    because="The article gives no figure of the beginning. Others have {earlier} in {earlier.period} and "
    "{later} in {later.period}, and a fall of deliveries by {fall} later.",
)
def shells_grew(*, earlier, later, fall):
    return Sides(None, Answer.OPEN)


@statement(
    "North Koreans are likely not paid the same",
    because="The article gives no wage. Reports have a worker's pay at {pay_worker}, of which the worker keeps {kept}: "
    "{pay_kept}. The mean wage is {mean_wage}, and no rate of "
    "exchange is at hand to compare them.",
)
def pay_differs(*, pay_worker, kept, pay_kept, mean_wage):
    return Sides(None, Answer.OPEN)


@statement(
    "A large influx could benefit enterprises that pay Russians much",
    because="The article gives no cost of labour. It would take what an employer pays for each; the reports have what a worker "
    "is paid, {pay_worker}, and keeps, {pay_kept}.",
)
def enterprises_benefit(*, pay_worker, pay_kept):
    return Sides(None, Answer.OPEN)


@statement(
    "More of them could free Russians for industry or the front",
    because="The article gives no figure, and none was found. At most one Russian could be freed for each worker who "
    "came; {could_work} were declared for purposes that could hide work.",
)
def workers_freed(*, could_work):
    return Sides(None, Answer.OPEN)


def rated(report: Report) -> list[Verdict]:
    """Every statement of the article, rated, in the article's order."""
    return [*_on_the_entries(report), *_on_the_shortage(report), *_on_the_war(report.figures)]


def _on_the_entries(report: Report) -> list[Verdict]:
    figures = report.figures
    entrants, students, hidden = figures.entrants, figures.student_visas, groups.hidden_work(figures)
    summed = purposes_total(
        figures.education_2024, figures.business_2024, figures.transport_2024, figures.private_2024,
        figures.transit_2024, figures.tourism_2024, figures.official_2024,
    )  # fmt: skip
    late = education_second_half_share(figures.education_2024, figures.education_2024_q1, figures.education_2024_q2)
    return [
        thousands_came(figures.construction_workers, entrants, hidden, workers_nis=figures.workers_nis_2024),
        entrants_counted(entrants, students, purposes_gap(entrants, summed), purposes_total=summed),
        growth_stated(
            figures.growth_multiple,
            growth_observed(entrants, figures.entries_2023),
            entries_before=figures.entries_2023,
            previous_entrants=previous_entrants(entrants, figures.growth_multiple),
        ),
        many_are_students(
            students,
            student_visa_share(students, entrants),
            figures.education_2024,
            visas_issued=figures.student_visas_2024,
        ),
        education_is_real(
            entries_per_student(students, figures.students_enrolled_2024),
            enrolled=figures.students_enrolled_2024,
            second_half_share=late,
        ),
        civilian_work(
            figures.civilian_workers,
            entrants,
            hidden,
            workers_sought=figures.workers_sought_2024,
            workers_official=figures.workers_official_2024,
        ),
    ]


def _on_the_shortage(report: Report) -> list[Verdict]:
    figures, threshold = report.figures, report.marginal_below
    entrants, shortage, estimates = figures.entrants, figures.shortage, groups.whole_economy(figures)
    covered, counted = shortage_covered(entrants, shortage), groups.estimates_count(report)
    smallest, *_, largest = sorted(estimates.figures, key=lambda each: each.interval.high)
    return [
        marginal_stated(
            marginal(covered, threshold, entrants=entrants, shortage=shortage),
            groups.covered_by(figures, estimates),
            threshold,
            shortage_covered=covered,
            covered_construction=groups.covered_construction(figures),
            estimates_marginal=groups.estimates_marginal(report),
            estimates_count=counted,
        ),
        shortage_stated(
            shortage,
            estimates,
            smallest=smallest,
            largest=largest,
            estimates_agreeing=groups.estimates_agreeing(report),
            estimates_count=counted,
        ),
        shortage_is_significant(
            shortage_of_labour_force=shortage_of_labour_force(shortage, figures.labour_force),
            labour_force=figures.labour_force,
            unemployed=figures.unemployed,
        ),
        shortage_since(earliest=figures.shortage_economy),
        war_year_counts(war_year=figures.war_year),
        larger_influxes(
            groups.inflow_planned(figures),
            groups.builders_planned(figures),
            threshold,
            planned=figures.planned_total,
            entries_after=figures.entries_2025_q1,
        ),
    ]


def _on_the_war(figures: Figures) -> list[Verdict]:
    half, later, kept = figures.artillery_half, figures.artillery_2025, groups.pay_kept_between(figures)
    return [
        artillery_stated(figures.artillery_share, half, later),
        shells_grew(earlier=half, later=later, fall=figures.deliveries_fell_2025),
        pay_differs(
            pay_worker=figures.pay_worker,
            kept=figures.kept,
            pay_kept=kept,
            mean_wage=figures.mean_wage_2024,
        ),
        enterprises_benefit(pay_worker=figures.pay_worker, pay_kept=kept),
        workers_freed(could_work=groups.hidden_work(figures)),
    ]


def tallies(report: Report, verdicts: list[Verdict]) -> list[Figure]:
    """What the report counts: figures, bodies, pages, statements and how they fare."""
    claims, context = list(report.data.claims.values()), list(report.data.context.values())
    by_answer = {answer: [each for each in verdicts if each.answer is answer] for answer in Answer}
    border = [verdict for verdict in by_answer[Answer.YES] if _origins(verdict) == {BORDER}]
    read = {figure.key: figure for verdict in verdicts for figure in verdict.figures.values()}
    of = [figure for figure in read.values() if figure.kind != "tally"]
    words = {
        "statements_agreeing": ("statements that agree with all they can be compared with", by_answer[Answer.YES]),
        "statements_border": ("of those, statements set beside border counts alone", border),
        "statements_disagreeing": ("statements that the figures contradict", by_answer[Answer.NO]),
        "statements_untold": ("statements that the figures leave open, or differ on", by_answer[Answer.OPEN]),
    }
    origins, pages = {claim.origin for claim in context}, {claim.source for claim in context}
    return [
        report.count("claims_count", "figures quoted from the article", "figures", claims),
        report.count("context_count", "independent figures set beside them", "figures", context),
        report.count("origins_count", "bodies that those figures go back to", "origins", origins),
        report.count("pages_count", "published pages they were read in", "pages", pages),
        report.count("statements_count", "statements of the article that were rated", "statements", verdicts),
        *[report.count(name, label, "statements", counted, of) for name, (label, counted) in words.items()],
        groups.estimates_count(report),
        groups.estimates_marginal(report),
        groups.estimates_agreeing(report),
    ]


def _origins(verdict: Verdict) -> set[str]:
    """The bodies that the independent figures behind a verdict go back to."""
    roots = [root for figure in verdict.tested.values() for root in figure.roots.values()]
    return {root.claim.origin for root in roots if root.kind == "context"}

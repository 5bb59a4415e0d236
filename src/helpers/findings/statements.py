"""The article's statements, in its order: what is set beside each, and what that says of it.

Each is called in ``rated`` with the figures that it reads. To rate a statement otherwise, change its readings and
sentences here; to rate another, declare it, give it a row in ``statements.csv``, and call it in ``rated``. What this
report takes to be the same thing stands with each as ``judged``; thresholds are parameters of the report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.figures.figure import Figure
from helpers.figures.statement import (
    Finding,
    Rated,
    Reading,
    Stance,
    beside,
    ceiling,
    statement,
    tested,
    unrated,
)
from helpers.figures.verdict import Answer, below, last_digit, meets, rounds_to
from helpers.findings import groups
from helpers.findings.quantities import (
    cost_of_output,
    education_second_half_share,
    entries_per_student,
    growth_observed,
    purposes_gap,
    purposes_total,
    student_visa_share,
    times_grown,
    year_beginning,
)
from helpers.findings.roles import about_the_year, counted_in_spring

if TYPE_CHECKING:
    from helpers.notebook.report import Report  # it draws, and whoever only checks need not load what draws

#: Years before and after a stated figure in which others of what moves slowly, such as a shortage, are set beside it.
NEAR = (2, 2)


@statement(
    "workers who came for construction jobs",
    "construction_workers",
    judged="Workers for whom visas were sought, and workers said to be in place, count as workers who came, those of the year after too, and none of another year.",
    settled_by="A count of work permits or of workers by trade, from either side of the border.",
    supported="Others, too, speak of {construction_workers}; none says that all of them came in that year for construction.",
    mixed="Not everyone who counted found {construction_workers}.",
    contradicted="No count of others bears out {construction_workers}.",
)
def thousands_came(construction_workers, sought, in_place, official, developer, hidden):
    return _of_the_time(construction_workers, [
        _whole(sought, construction_workers, "{sought.speaker}: visas were sought for {sought} in {sought.period}"),
        _whole(developer, construction_workers, "{developer.speaker}: {developer} in Russia in {developer.period}"),
        _whole(official, construction_workers, "{official.speaker}: {official} hired in {official.period}"),
        _whole(in_place, construction_workers, "{in_place.speaker}: {in_place} in Russia in {in_place.period}"),
        ceiling(hidden, construction_workers, "{hidden} were declared for purposes that could hide work"),
    ])  # fmt: skip


def _whole(workers: Figure, of_a_trade: Figure, words: str) -> Reading:
    """Workers of all trades beside those of one: a larger number leaves room for it."""
    reading = beside(workers, of_a_trade, words)
    is_larger = None not in (workers.low, of_a_trade.high) and workers.low > of_a_trade.high
    return replace(reading, stance=Stance.ALLOWS) if reading.stance is Stance.AGAINST and is_larger else reading


def _of_the_time(stated: Figure, readings: list[Reading], before: int = 0, after: int = 1) -> list[Reading]:
    """The readings; one that rests on figures of more than so many years before or after the stated one is not compared."""
    year = int(stated.claim.period[:4])

    def is_of_another(figure: Figure) -> bool:
        years = [int(root.claim.period[:4]) for root in figure.roots.values() if root.claim]
        return any(not year - before <= each <= year + after for each in years)

    return [replace(each, stance=Stance.SILENT) if is_of_another(each.figure) else each for each in readings]


@statement(
    "how many entries there were",
    "entrants",
    judged="Sums of the border service's own tables count as checks of its total, but not as another count.",
    settled_by="A count by someone else: carriers, the North Korean side, or passenger lists.",
    compatible="The border service's tables add up to {entrants}; nobody else counts them, and they are crossings, not people.",
    mixed="The border service's own tables do not all agree with {entrants}.",
    contradicted="The border service's own tables do not add up to {entrants}.",
)
def entrants_counted(entrants, purposes, gap, table, trips):
    return [
        tested(gap, meets(gap, 0.0), "the purposes in the border table add up to {purposes}"),
        beside(table, entrants, "{table.speaker}, as its table was read: {table}"),
        beside(trips, entrants, "{trips.speaker}, read by other journalists: {trips}"),
    ]


@statement(
    "how fast the entries grew",
    "growth_multiple",
    "entrants",
    own=("fsb_border_service",),
    judged="The institute compares totals of the border service, so these are no other source. A multiple given in whole numbers may have been rounded to them.",
    settled_by="A revised count of the year before.",
    supported="By another count of the year before the entries were {observed} those of that year, which rounds to the number given.",
    compatible="The entries are {observed} the border count of {before.period}, in keeping with {growth_multiple}, which may be rounded; no independent count is at hand.",
    contradicted="The entries are {observed} the border count of {before.period}, which is not in keeping with {growth_multiple}.",
)
def growth_stated(growth_multiple, observed, before):
    clause = "the border count of {before.period} was {before}, which makes it {observed}"
    if None in (observed.interval, growth_multiple.interval):
        return [Reading(observed, Stance.SILENT, clause)]
    digit = last_digit(growth_multiple)
    if rounds_to(observed, growth_multiple, digit) is Answer.NO:
        return [Reading(observed, Stance.AGAINST, clause)]
    near = observed.interval.low >= growth_multiple.interval.high - digit / 2
    return [Reading(observed, Stance.FOR if near else Stance.ALLOWS, clause)]


@statement(
    "how many came on student visas",
    "student_visas",
    judged="“Many” is taken to mean at least {many_from} of the entries, since workers are not counted apart; a visa counts as one entry.",
    settled_by="Visas issued and used, by kind, from the ministry that issues them.",
    compatible="By the purposes declared and the visas issued they may be many; how many of the workers came so, no figure says.",
    contradicted="By a count at hand they are not many.",
)
def many_are_students(share, visa_share, many_from, visas):
    return [
        _leaves_room(visa_share, many_from, "{visas.speaker}: {visas} issued, {visa_share} of the entries"),
        _leaves_room(share, many_from, "education is the purpose of {share} of the entries"),
    ]


def _leaves_room(share: Figure, many_from: Figure, words: str) -> Reading:
    """A share of the entries, which cannot bear out what is said of workers: against it where it is below a line."""
    return Reading(share, Stance.AGAINST if below(share, many_from) is Answer.YES else Stance.ALLOWS, words)


@statement(
    "whether education was the reason",
    "student_visas",
    judged="More than {entries_most.number} entries a student are not students arriving; a count of students speaks only for "
    "entries before it.",
    settled_by="The number of North Korean students enrolled that autumn, and how often each of them entered.",
    supported="There were few enough entries for each student enrolled to be students arriving.",
    contradicted="There were far more entries than the students enrolled could have made.",
    unchecked="The last count of students at hand is from before most of these entries, so whether they came to study cannot be told.",
)
def education_is_real(per_student, late, entries_most, enrolled):
    clause = "{per_student} as many entries for education as students enrolled in {enrolled.period} ({enrolled})"
    early = counted_in_spring(enrolled) and below(late, 0.5) is not Answer.YES
    if early and below(per_student, entries_most) is not Answer.YES:
        late_words = clause + ", but {late} of those in the border table came after the middle of the year"
        return [Reading(per_student, Stance.SILENT, late_words)]
    return [tested(per_student, below(per_student, entries_most), clause)]


@statement(
    "how many came to work",
    "civilian_workers",
    judged="Workers for whom visas were sought, workers hired, and workers in place count as workers who came, those of the year after too, and none of another year.",
    settled_by="Work permits by nationality, as they were published before the sanctions.",
    supported="Figures of others come to {civilian_workers}.",
    mixed="Not every count comes to {civilian_workers}.",
    contradicted="No count bears out {civilian_workers}.",
    compatible="No independent count of that time bears out {civilian_workers}, and none contradicts it.",
    unchecked="No count of that time is at hand to set beside {civilian_workers}.",
)
def civilian_work(civilian_workers, sought, official, in_place, developer, hidden):
    return _of_the_time(civilian_workers, [
        beside(sought, civilian_workers, "{sought.speaker}: visas were sought for {sought} in {sought.period}"),
        beside(official, civilian_workers, "{official.speaker}: {official} hired in {official.period}"),
        beside(in_place, civilian_workers, "{in_place.speaker}: {in_place} in Russia in {in_place.period}"),
        beside(developer, civilian_workers, "{developer.speaker}: {developer} in Russia in {developer.period}"),
        ceiling(hidden, civilian_workers, "{hidden} were declared for purposes that could hide work"),
    ])  # fmt: skip


@statement(
    "whether they matter for the shortage",
    "entrants",
    "shortage",
    own=("isw",),
    of_all=True,
    judged="Marginal is taken to mean under {marginal_below} of the shortage, even if every entry were a worker who stayed.",
    settled_by="A number of workers, in place of border crossings, and a shortage counted in one way.",
    supported="Whichever estimate of the whole economy's shortage one takes, even all the entries would fill less than {marginal_below} of it.",
    compatible="Beside the estimates of the shortage the entries may fill less than {marginal_below}, or more.",
    mixed="By some estimates of the shortage the entries would be marginal, by others not.",
    contradicted="Beside each estimate of the shortage the entries would fill {marginal_below} or more.",
)
def marginal_stated(by_estimate, marginal_below, entrants, shortage):
    return _of_the_time(shortage, [
        tested(
            share,
            below(share, marginal_below),
            f"{{{estimate.key}.speaker}}: {{{share.key}}} of {{{estimate.key}}}, {{{estimate.key}.period}}",
        )
        for share in by_estimate.figures
        for estimate in share.inputs[1:]
    ], *NEAR)  # fmt: skip


@statement(
    "how large the shortage is",
    "shortage",
    judged="Staff of any kind count as workers; the estimates for builders and for later years are left out.",
    settled_by="The source that the analysts used, which they do not name.",
    supported="Other estimates of the shortage agree with {shortage}.",
    compatible="Other estimates leave room for {shortage}, and none bears it out.",
    mixed="Estimates differ: some agree with {shortage}, others do not.",
    contradicted="No other estimate bears out {shortage}.",
)
def shortage_stated(shortage, estimates):
    return _of_the_time(shortage, [
        beside(each, shortage, f"{{{each.key}.speaker}}: {{{each.key}}} in {{{each.key}.period}}")
        for each in estimates.figures
    ], *NEAR)  # fmt: skip


@statement(
    "whether the shortage is significant",
    "shortage",
    own=("isw",),
    of_all=True,
    dated_by=("shortage",),
    judged="A shortage is taken to be significant when at least {significant_from} of enterprises report one.",
    settled_by="A survey of all branches, civilian and defence, asked in the same way.",
    supported="At least {significant_from} of the enterprises that were asked report one.",
    mixed="Surveys of enterprises differ on whether at least {significant_from} report one.",
    contradicted="Fewer than {significant_from} of the enterprises that were asked report one.",
)
def shortage_is_significant(shortage, central_bank, institute, significant_from):
    return _of_the_time(shortage, [
        tested(
            central_bank, ~below(central_bank, significant_from), "{central_bank.speaker}: {central_bank} of enterprises, {central_bank.period}"
        ),
        tested(
            institute, ~below(institute, significant_from), "{institute.speaker}: {institute} of industrial firms, {institute.period}"
        ),
    ], *NEAR)  # fmt: skip


@statement(
    "whether it began with the war",
    "shortage",
    own=("isw",),
    of_all=True,
    judged="A measure that is less than {grown_from} what it was before the invasion has not grown since.",
    settled_by="One series of vacancies, counted in the same way from before the pandemic until now.",
    supported="Every measure at hand is at least {grown_from} what it was before the invasion.",
    mixed="By some measures the shortage was about as large before the invasion; by others it is larger than in the earlier year at hand.",
    contradicted="No measure at hand has grown since the invasion.",
)
def shortage_since(
    notified, posts, firms, jobless, grown_from, notified_before, posts_before, firms_before, jobless_now
):
    return [
        tested(notified, ~below(notified, grown_from), "vacancies notified to job centres, {notified} those of {notified_before.period}"),
        tested(posts, ~below(posts, grown_from), "the share of posts vacant, {posts} that of {posts_before.period}"),
        tested(firms, ~below(firms, grown_from), "the share of industrial firms short of staff, {firms} that of {firms_before.period}"),
        tested(jobless, ~below(jobless, grown_from), "unemployment, once {jobless} as high as in {jobless_now.period}"),
    ]  # fmt: skip


@statement(
    "which year of the war was about to begin",
    "war_year",
    judged="The article is taken to be of the month before that anniversary: it quotes a report of then.",
    settled_by="A dated copy of the article.",
    supported="The year about to begin was the {beginning}, as the article says.",
    contradicted="The year about to begin was the {beginning}, not the {war_year}.",
)
def war_year_counts(war_year, beginning, completed):
    clause = "in {completed.period} the {completed.speaker} wrote that the invasion had begun {completed} before"
    return _of_the_time(war_year, [tested(beginning, meets(beginning, war_year), clause)], after=0)


@statement(
    "what larger influxes could do",
    "entrants",
    "shortage",
    own=("isw",),
    of_all=True,
    dated_by=("entrants",),
    judged="To help more is taken to mean at least {marginal_below} of what is missing, by the largest number planned.",
    settled_by="Whether the announced number comes; in the pages read no count near it was found.",
    supported="The largest number planned would matter for the whole economy and for construction.",
    compatible="The figures leave open whether the largest number planned would matter.",
    mixed="The largest number planned would matter by one yardstick and not by the other.",
    contradicted="Even the largest number planned would matter nowhere.",
)
def larger_influxes(economy, builders, marginal_below, planned, entrants):
    return _of_the_time(entrants, [
        tested(builders, ~below(builders, marginal_below), "{planned} would fill {builders} of the staff missing in construction"),
        tested(economy, ~below(economy, marginal_below), "{planned} would fill {economy} of the stated shortage"),
    ], *NEAR)  # fmt: skip


@statement(
    "the share of North Korean shells",
    "artillery_share",
    judged="Estimates of other months, up to a year before or after, are compared as if the share had not moved.",
    settled_by="The number of shells fired a day: estimates of that differ several times over.",
    supported="Other estimates agree with {artillery_share}.",
    compatible="Other estimates leave room for {artillery_share}, and none bears it out.",
    mixed="Not every estimate comes to {artillery_share}.",
    contradicted="No other estimate bears out {artillery_share}.",
)
def artillery_stated(artillery_share, traced, earlier, later, implied, sent):
    return _of_the_time(artillery_share, [
        beside(traced, artillery_share, f"{{traced.speaker}}{_source_of(artillery_share, traced)}: {{traced}} in {{traced.period}}"),
        beside(earlier, artillery_share, "{earlier.speaker}: {earlier} in {earlier.period}"),
        beside(later, artillery_share, "{later.speaker}: {later} in {later.period}"),
        beside(implied, artillery_share, "{sent} sent in {sent.period}, beside what was fired: {implied}"),
    ], before=1)  # fmt: skip


def _source_of(stated: Figure, traced: Figure) -> str:
    """What is said of whom the article's number goes back to; nothing where it is another number, or of another year."""
    return ", from whom the number comes" if groups.is_one_estimate(stated, traced) else ""


@statement(
    "whether the use of North Korean shells grew",
    own=("unnamed",),
    judged="Containers counted stand for shells used; growth of at least {grown_from} is taken to be rapid.",
    settled_by="A count of the first months; none was found.",
    supported="By the containers counted, deliveries grew at least {grown_from}.",
    compatible="By the containers counted, deliveries may have grown fast; the counts are bounds, so nobody can be sure.",
    contradicted="By the containers counted, deliveries did not grow at least {grown_from}.",
)
def shells_grew(containers, grown_from, first, last):
    clause = "{first.speaker}: {first} by {first.period}; {last.speaker}: {last} by {last.period}, so {containers}"
    return [tested(containers, ~below(containers, grown_from), clause)]


@statement(
    "whether they are paid less",
    own=("isw",),
    of_all=True,
    judged="Pay counts as the same within {same_within} either way. What the worker keeps is another matter.",
    settled_by="What an employer pays for a North Korean and for a Russian in the same trade.",
    supported="On every yardstick at hand the pay is lower.",
    compatible="On the yardsticks at hand the pay is about the same or cannot be told apart.",
    mixed="It depends on the yardstick: by some the pay is lower, by others it is as high or higher.",
    contradicted="On no yardstick at hand is the pay lower.",
)
def pay_differs(offered, mean, median, ambassador, minister, same_within, pay):
    return [
        _lower(offered, same_within, "{pay} is {offered} of the mean pay offered to builders"),
        _lower(mean, same_within, "{pay} is {mean} of the mean wage"),
        _lower(median, same_within, "{pay} is {median} of the median wage"),
        _lower(ambassador, same_within, "{ambassador.speaker}, in {ambassador.period}: on average the same pay"),
        _lower(minister, same_within, "{minister.speaker}, in {minister.period}: about the same cost"),
    ]


def _lower(ratio: Figure, same_within: Figure, words: str) -> Reading:
    """A ratio of pay: for it below what counts as the same, against it from there on, room where it spans that."""
    return tested(ratio, below(ratio, 1 - same_within.central), words)


@statement(
    "whether enterprises could gain",
    own=("isw",),
    of_all=True,
    judged="An enterprise gains where the work costs at least {same_within} less than otherwise.",
    settled_by="What enterprises pay in all: wages, housing, and what goes to the North Korean state.",
    supported="By the figures at hand the work would cost enterprises less.",
    compatible="The figures at hand leave open whether the work would cost enterprises less.",
    mixed="By some figures the work costs less, by others it costs as much.",
    contradicted="By the figures at hand the work would cost enterprises no less.",
)
def enterprises_benefit(offered, output, ambassador, same_within, pay, productivity):
    return [
        _lower(offered, same_within, "{pay} is {offered} of the mean pay offered to builders"),
        _lower(output, same_within, "{productivity.speaker}: {productivity} the work for about the same cost, or {output} of the cost"),
        _lower(ambassador, same_within, "{ambassador.speaker}: on average the same pay"),
    ]  # fmt: skip


workers_freed = unrated(
    "workers_freed",
    "whether Russians are freed for industry or the front",
    "No figure at hand says how many Russians change their work when others come.",
    "A count of those who moved to the arms industry or the army from branches that hired North Koreans; none was found.",
)


def rated(report: Report) -> list[Rated]:
    """Every statement of the article, rated, in the article's order."""
    freed = workers_freed(report.data.statements["workers_freed"])
    made = [*_on_the_entries(report), *_on_the_shortage(report), *_on_the_war(report), freed]
    order = list(report.data.statements)
    return sorted(made, key=lambda each: order.index(each.id))


def _on_the_entries(report: Report) -> list[Rated]:
    figures, said = report.figures, report.data.statements
    entrants, students, hidden = figures.entrants, figures.student_visas, groups.hidden_work(figures)
    purposes = groups.purposes(figures)
    summed = purposes_total(*purposes.figures)
    year = about_the_year(figures)
    late = education_second_half_share(year.said_education, year.first_for_education, year.second_for_education)
    workers = {
        "sought": figures.workers_sought_2024,
        "in_place": figures.workers_nis_2024,
        "official": figures.workers_official_2024,
        "developer": figures.workers_belenets_2025,
        "hidden": hidden,
    }
    return [
        thousands_came(said["thousands_came"], figures.construction_workers, **workers),
        entrants_counted(
            said["entrants_counted"], entrants, summed, purposes_gap(entrants, summed), year.border_count, year.trips
        ),
        growth_stated(
            said["growth_stated"],
            figures.growth_multiple,
            growth_observed(entrants, year.entries_before),
            year.entries_before,
        ),
        many_are_students(
            said["many_are_students"],
            student_visa_share(students, entrants),
            groups.visa_share(figures),
            report.many_from,
            year.visas_issued,
        ),
        education_is_real(
            said["education_is_real"],
            entries_per_student(students, year.students_enrolled),
            late,
            report.entries_per_student_most,
            year.students_enrolled,
        ),
        civilian_work(said["civilian_work"], figures.civilian_workers, **workers),
    ]


def _on_the_shortage(report: Report) -> list[Rated]:
    figures, said, threshold = report.figures, report.data.statements, report.marginal_below
    estimates, grown = groups.whole_economy(figures), report.grown_from
    return [
        marginal_stated(
            said["marginal_stated"],
            groups.covered_by(figures, estimates),
            threshold,
            figures.entrants,
            figures.shortage,
        ),
        shortage_stated(said["shortage_stated"], figures.shortage, estimates),
        shortage_is_significant(
            said["shortage_is_significant"],
            figures.shortage,
            figures.enterprises_short_2024,
            figures.firms_short_2024,
            report.significant_from,
        ),
        shortage_since(
            said["shortage_since"],
            *groups.since_the_invasion(figures).figures,
            grown,
            figures.shortage_notified_2021,
            figures.vacancy_rate_2020,
            figures.firms_short_2022,
            figures.unemployment_2024,
        ),
        war_year_counts(
            said["war_year_counts"], figures.war_year, year_beginning(figures.war_years), figures.war_years
        ),
        larger_influxes(
            said["larger_influxes"],
            groups.inflow_planned(figures),
            groups.builders_planned(figures),
            threshold,
            figures.planned_total,
            figures.entrants,
        ),
    ]


def _on_the_war(report: Report) -> list[Rated]:
    figures, said, same = report.figures, report.data.statements, report.same_pay_within
    pay = figures.pay_worker
    offered = groups.pay_offered(figures)
    sent = figures.shells_zelensky_2024
    implied = groups.shells_share_between(figures)
    return [
        artillery_stated(
            said["artillery_stated"],
            figures.artillery_share,
            figures.artillery_wsj,
            figures.artillery_half,
            figures.artillery_2025,
            implied,
            sent,
        ),
        shells_grew(
            said["shells_grew"],
            times_grown(figures.containers_2024_12, figures.containers_2024_06).named(
                "containers_grown", "containers of ammunition counted, beside an earlier count"
            ),
            report.grown_from,
            figures.containers_2024_06,
            figures.containers_2024_12,
        ),
        pay_differs(
            said["pay_differs"],
            offered,
            groups.pay_of_mean(figures),
            groups.pay_of_median(figures),
            figures.pay_same_ambassador,
            figures.cost_same_khusnullin,
            same,
            pay,
        ),
        enterprises_benefit(
            said["enterprises_benefit"],
            offered,
            cost_of_output(figures.cost_same_khusnullin, figures.productivity_khusnullin),
            figures.pay_same_ambassador,
            same,
            pay,
            figures.productivity_khusnullin,
        ),
    ]


def tallies(report: Report, verdicts: list[Rated]) -> list[Figure]:
    """What the report counts: figures, bodies, pages, statements and how they fare."""
    claims, context = list(report.data.claims.values()), list(report.data.context.values())
    read = {figure.key: figure for verdict in verdicts for figure in verdict.figures.values()}
    of = [figure for figure in read.values() if figure.kind != "tally"]
    words = {
        Finding.SUPPORTED: "statements that independent figures support",
        Finding.COMPATIBLE: "statements that nothing contradicts and nothing independent bears out",
        Finding.MIXED: "statements on which the figures differ",
        Finding.CONTRADICTED: "statements that the figures contradict",
        Finding.UNCHECKED: "statements that nothing at hand can check",
    }
    found = {finding: [each for each in verdicts if each.finding is finding] for finding in Finding}
    origins, pages = {claim.origin for claim in context}, {claim.source for claim in context}
    return [
        report.count("claims_count", "figures quoted from the article", "figures", claims),
        report.count("context_count", "independent figures held", "figures", context),
        report.count("origins_count", "bodies that those figures go back to", "origins", origins),
        report.count("pages_count", "published pages they were read in", "pages", pages),
        report.count("statements_count", "statements of the article", "statements", verdicts),
        *[
            report.count(f"statements_{finding.name.lower()}", label, "statements", found[finding], of)
            for finding, label in words.items()
        ],
        groups.estimates_count(report),
        groups.estimates_marginal(report),
    ]

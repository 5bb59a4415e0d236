"""Figures that more than one page takes together, each group in the words that its rows are shown in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from helpers.figures.figure import Figure, across
from helpers.figures.table import Figures, Table, table_of
from helpers.figures.verdict import Answer, below
from helpers.findings.quantities import (
    could_work,
    could_work_share,
    fourth_quarter,
    pay_beside_wage,
    pay_kept,
    share_of_all,
    shells_share,
    shortage_covered,
    times_grown,
    visas_of_entries,
)
from helpers.findings.roles import COULD_WORK, PURPOSES, about_the_year, by_border, said_of

if TYPE_CHECKING:
    from helpers.notebook.report import Report  # it draws, and whoever only checks need not load what draws


def whole_economy(figures: Figures) -> Table:
    """The other estimates of the shortage of the whole economy as it is, by what each measures."""
    return table_of({
        "highly qualified staff missing": figures.shortage_qualified,
        "workers missing, all kinds": figures.shortage_workers,
        "vacancies notified to job centres": figures.shortage_notified,
        "vacant posts in surveyed organisations": figures.shortage_surveyed,
        "workers missing, by a university report": figures.shortage_hse,
        "a survey stretched to the whole economy": figures.shortage_economy,
    })  # fmt: skip


def first_and_last(estimates: Table) -> tuple[Figure, Figure]:
    """Of some figures the one that is of the earliest time, and the one of the latest."""
    dated = sorted(estimates.figures, key=lambda each: each.claim.period)
    return dated[0], dated[-1]


def later_year(figures: Figures) -> Table:
    """The estimate of a later year."""
    return table_of({"extra workers needed by a later year": figures.shortage_2030})


def builders_missing(figures: Figures) -> Table:
    """The estimates of builders missing, the stated range first."""
    return table_of({
        "staff missing, the stated range": figures.construction_short,
        "workers missing to reach a housing target": figures.construction_short_target,
    })  # fmt: skip


def inflows(figures: Figures) -> Table:
    """Every other count of workers, announced inflow and earlier peak that is set beside the shortage."""
    return table_of({
        "workers in Russia": figures.workers_nis_2024,
        "workers for whom visas were sought": figures.workers_sought_2024,
        "workers hired": figures.workers_official_2024,
        "workers sent, by an estimate": figures.workers_2025,
        "planned for the Alabuga zone": figures.planned_alabuga_hur,
        "considered for one drone plant": figures.planned_alabuga_nhk,
        "planned in all": figures.planned_total,
        "with valid permits before the sanctions": figures.permits_2017,
        "at the peak, by the ambassador": figures.peak_workers,
        "reported by a newspaper": figures.workers_2015,
    })  # fmt: skip


def inflow_shares(figures: Figures) -> Table:
    """The share of the stated shortage that each of them, and the year's entries, would fill; ``counted`` is the count."""
    counts = inflows(figures)
    shares = shortage_covered(counts, figures.shortage).named("inflow_{of}", "share of the shortage: {label}")
    covered = shortage_covered(figures.entrants, figures.shortage)
    rows = {
        "all entries of the year, taken as workers": covered,
        **dict(zip(counts["label"], shares.figures, strict=True)),
    }
    counted = [figures.entrants, *counts.figures]
    return table_of(rows).assign(counted=counted, weak=[weak_words(each) for each in counted])


def weak_words(figure: Figure) -> str:
    """Why the source of a figure is weak: its own grade is D or worse, or the information is 4 or worse; else nothing."""
    grade = figure.claim.grade if figure.claim else ""
    if not grade:
        return ""
    return "not usually reliable" if grade[0] >= "D" else "doubtful" if grade[1] >= "4" else ""


def last_quarter(figures: Figures) -> Figure:
    """The entries of the year's last quarter, what the year leaves."""
    return fourth_quarter(by_border(figures), *_first_quarters(figures, "entries", figures.entrants.year)).named(
        "fourth_quarter"
    )


def last_quarter_before(figures: Figures) -> Figure:
    """The entries of the last quarter of the year before, what that year leaves."""
    before = about_the_year(figures).entries_before
    return fourth_quarter(before, *_first_quarters(figures, "entries", figures.entrants.year - 1)).named(
        "fourth_quarter_before", "entries in the fourth quarter of the year before (that year less its other quarters)"
    )


def at_the_turn(figures: Figures) -> tuple[Figure, Figure]:
    """The entries of a year's last quarter and of the next year's first.

    The year is that of the entries, or, where a count of either is not known, the one before it, if these are.
    """
    pairs = [
        (last_quarter(figures), about_the_year(figures).next_quarter),
        (last_quarter_before(figures), figures.at("entries", figures.entrants.year, "Q1")),
    ]
    return next((pair for pair in pairs if not any(each.is_unknown for each in pair)), pairs[0])


def about_the_counts(figures: Figures) -> str:
    """Who counted the entries of the years, whoever printed it; what an edition's author counted is told apart."""
    entrants, others = figures.entrants, figures.years("entries", figures.entrants.year).figures
    bodies = {each.claim.origin for each in (*others, entrants)}
    if len(bodies) == 1:
        return "All of these counts go back to one body, the {entries_2019.speaker}, whoever printed them."
    return "The count of {entrants.period} is by {entrants.speaker}; those before it go back to the {entries_2019.speaker}."


def last_for_education(figures: Figures) -> Figure:
    """The entries for education of the year's last quarter, what the year leaves."""
    year = figures.entrants.year
    return fourth_quarter(said_of(figures, "education"), *_first_quarters(figures, "education", year)).named(
        "education_fourth_quarter", "entries for education in the fourth quarter (the year less the other quarters)"
    )


def _first_quarters(figures: Figures, series: str, year: int) -> list[Figure]:
    return [figures.at(series, year, quarter) for quarter in ("Q1", "Q2", "Q3")]


def history(figures: Figures) -> pd.DataFrame:
    """The entries of each year that was counted, up to the year of the stated ones, and of these those for education."""
    rows = [*figures.years("entries", figures.entrants.year).figures, figures.entrants]
    return table_of(rows).assign(education=[*[None] * (len(rows) - 1), figures.student_visas])


def quarters(figures: Figures) -> pd.DataFrame:
    """The quarters that were counted: ``time`` is the quarter, ``education`` the part of it for education, if known."""
    year, about = figures.entrants.year, about_the_year(figures)
    before = _first_quarters(figures, "entries", year - 1)
    study = [*_first_quarters(figures, "education", year), last_for_education(figures), about.next_for_education]
    counts = [
        *before, last_quarter_before(figures),
        *_first_quarters(figures, "entries", year), last_quarter(figures), about.next_quarter,
    ]  # fmt: skip
    times = [f"{of}-Q{number}" for of in (year - 1, year) for number in (1, 2, 3, 4)] + [f"{year + 1}-Q1"]
    education = [None] * 4 + [each if each.interval else None for each in study]
    return table_of(counts).assign(time=times, education=education).known


def shares_of_shells(figures: Figures) -> Table:
    """The stated share of North Korean shells and other estimates of it, by who gave each; none stands there twice."""
    stated = figures.artillery_share
    others = [figures.artillery_half, figures.artillery_wsj, figures.artillery_2025]
    rows = [stated, *(each for each in others if not each.claim.is_of(stated.claim))]
    return table_of(rows).labelled(each.claim.speaker for each in rows)


def is_one_estimate(stated: Figure, traced: Figure) -> bool:
    """Whether the article's figure is the one that another is: the same number, said of the same time."""
    same = (stated.low, stated.high, stated.claim.period) == (traced.low, traced.high, traced.claim.period)
    return same and not stated.claim.replaced


def about_the_shells(figures: Figures) -> str:
    """What the estimates of the share of shells are, beside each other."""
    one = is_one_estimate(figures.artillery_share, figures.artillery_wsj)
    opening = "The figure of the article and that of an unnamed official are one estimate. " if one else ""
    return f"{opening}Estimates of different months are set beside each other, and the share may have moved."


def ladder_of_shares(figures: Figures) -> pd.DataFrame:
    """The share that the entries would fill of each shortage; ``group`` is of what, ``weak`` says where the source is."""
    economy = {"the stated shortage": figures.shortage} | dict(
        zip(whole_economy(figures)["label"], whole_economy(figures).figures, strict=True)
    )
    missing = builders_missing(figures)
    sites = dict(zip(missing["label"], missing.figures, strict=True))
    shares = covered_by(figures, table_of({**economy, **sites}))
    made = [
        {figures.shortage.id: shortage_covered(figures.entrants, figures.shortage)}.get(of, share)
        for of, share in zip(shares["of"], shares.figures, strict=True)
    ]
    groups = ["Not in construction alone"] * len(economy) + ["In construction"] * len(sites)
    weak = [weak_words(each) for each in (*economy.values(), *sites.values())]
    return table_of(dict(zip(shares["label"], made, strict=True))).assign(group=groups, weak=weak)


def covered_across(figures: Figures) -> Figure:
    """The share of the shortage that the entries would fill, from the largest estimate of it to the smallest."""
    stated = shortage_covered(figures.entrants, figures.shortage)
    shares = [stated, *covered_by(figures, whole_economy(figures)).figures]
    return across(shares, "shortage_covered_across", "share of the shortage covered, across the estimates")


def about_the_lines(total: Figure) -> str:
    """What the lines of the border table come to, where all of them are known."""
    known = "The lines of the border table add up to {purposes_total}."
    return "Not every line of the border table is known." if total.is_unknown else known


def about_the_crews(crews: Figure) -> str:
    """That not every entry is a builder's, by those who drive, sail and fly, where their number is known."""
    told = "" if crews.is_unknown else ": {crews} were declared as transport work"
    return f"Not every entry is a builder's{told}."


def builders(figures: Figures) -> pd.DataFrame:
    """Counts and forecasts to set beside the builders missing, with the ``share`` of them that each is."""
    counts = table_of({
        "workers in place": figures.workers_nis_2024,
        "all entries of the year, taken as workers": figures.entrants,
        "workers sent, by an estimate": figures.workers_2025,
        "a minister's wish": figures.builders_wanted_2022,
        "a developer's forecast for the year's end": figures.forecast_builders_2025,
    })  # fmt: skip
    shares = [shortage_covered(each, figures.construction_short) for each in counts.figures]
    named = [
        share.named(f"builders_{each.id}", f"share of the construction staff missing: {label}")
        for share, each, label in zip(shares, counts.figures, counts["label"], strict=True)
    ]
    return counts.assign(share=named)


def beside_foreigners(figures: Figures) -> Table:
    """North Koreans as a share of all foreigners: registered for work, of all trips, and beside work patents."""
    about = about_the_year(figures)
    return table_of(
        [
            share_of_all(figures.registrations_2016, figures.registrations_all_2016).named(
                "registered_share", "North Koreans as a share of all foreigners registered for work"
            ),
            share_of_all(figures.entrants, about.trips_all).named(
                "entries_of_trips", "the entries as a share of all trips by foreigners"
            ),
            share_of_all(figures.entrants, about.patents).named(
                "entries_of_patents", "the entries beside the work patents given"
            ),
        ]
    )


def shells_share_between(figures: Figures) -> Figure:
    """Shells sent in the year as a share of those fired, between the highest and the lowest count of the latter."""
    sent = figures.shells_zelensky_2024
    ends = [
        shells_share(sent, figures.fired_per_day_2024_08).named(
            "shells_share_least", "by the highest count of shells fired"
        ),
        shells_share(sent, figures.fired_per_day_2024_03).named(
            "shells_share_most", "by the lowest count of shells fired"
        ),
    ]
    return across(ends, "shells_share", "shells sent in the year as a share of those fired")


def pay_beside_wages(figures: Figures) -> Table:
    """The reported pay beside each Russian yardstick."""
    return table_of({
        "of the mean pay offered to builders": pay_offered(figures),
        "of the mean wage": pay_of_mean(figures),
        "of the median wage": pay_of_median(figures),
    })  # fmt: skip


def purposes(figures: Figures) -> Table:
    """The entries by stated purpose, all lines of the border table."""
    words = {"transport": "transport work", "private": "private visits", "official": "official duties"}
    return table_of({words.get(each, each): said_of(figures, each) for each in PURPOSES})


def visa_share(figures: Figures) -> Figure:
    """The student visas issued, beside the entries."""
    return visas_of_entries(about_the_year(figures).visas_issued, figures.entrants).named(
        "student_visas_of_entries", "student visas issued, as a share of the entries"
    )


def since_the_invasion(figures: Figures) -> Table:
    """How each measure of the shortage at hand stands beside what it was before the invasion."""
    grown = {
        "vacancies notified to job centres": (figures.shortage_notified, figures.shortage_notified_2021, "notified"),
        "share of posts vacant": (figures.vacancy_rate_2024, figures.vacancy_rate_2020, "posts_vacant"),
        "share of industrial firms short of staff": (figures.firms_short_2024, figures.firms_short_2022, "firms_short"),
        "unemployment before the invasion, beside a later one": (
            figures.unemployment_2021,
            figures.unemployment_2024,
            "unemployment",
        ),
    }
    return table_of(
        {
            words: times_grown(later, earlier).named(f"{name}_grown", f"{words}: times what it was")
            for words, (later, earlier, name) in grown.items()
        }
    )


def pay_offered(figures: Figures) -> Figure:
    """A worker's pay beside the mean pay offered to builders."""
    return _pay_beside(figures, figures.construction_pay_offered_2024, "offered", "mean pay offered to builders")


def pay_of_mean(figures: Figures) -> Figure:
    """A worker's pay beside the mean wage."""
    return _pay_beside(figures, figures.mean_wage_2024, "mean", "mean wage")


def pay_of_median(figures: Figures) -> Figure:
    """A worker's pay beside the median wage."""
    return _pay_beside(figures, figures.median_wage_2024, "median", "median wage")


def _pay_beside(figures: Figures, wage: Figure, name: str, words: str) -> Figure:
    share = pay_beside_wage(figures.pay_worker, figures.rate_2024_10, wage)
    return share.named(f"pay_of_{name}", f"a worker's pay as a share of the {words}")


def hidden_work(figures: Figures) -> Figure:
    """The entries whose declared purpose could hide work."""
    year = figures.entrants.year
    others = (figures.at(each, year) for each in PURPOSES if each not in COULD_WORK)
    return could_work(by_border(figures), *others).named("could_work")


def hidden_share(figures: Figures) -> Figure:
    """Those entries as a share of all that the border table has."""
    share = could_work_share(hidden_work(figures), by_border(figures))
    return share.named("could_work_share")


def covered_by_hidden(figures: Figures) -> Figure:
    """The share of the stated shortage that the entries whose purpose could hide work would fill."""
    share = shortage_covered(hidden_work(figures), figures.shortage)
    return share.named("shortage_covered_could_work", "share covered by entries whose purpose could hide work")


def covered_by_students(figures: Figures) -> Figure:
    """The share of the stated shortage that the entries for education would fill."""
    share = shortage_covered(figures.student_visas, figures.shortage)
    return share.named("shortage_covered_students", "share covered by entries for education")


def least_working(figures: Figures) -> float | None:
    """The share of the entries whose declared purpose could hide work, at the least; None where no line tells it."""
    share = hidden_share(figures)
    return None if share.is_unknown else max(share.low or 0.0, 0.0)


def sensitivity(report: Report) -> dict[str, tuple[Figure, float, float]]:
    """The inputs of the assumed share, each with the two other plausible values that ``charts.swings`` gives it."""
    figures, shortages = report.figures, whole_economy(report.figures)["central"]
    least = least_working(figures)
    changes = {
        "which estimate of the shortage: from the largest to the smallest": (figures.shortage, shortages.max(), shortages.min()),
        "how often one person entered: from one return in the year to none": (report.entries_per_person, 2, 1),
    }  # fmt: skip
    workers = "how many entries were workers: from those by purpose to all"
    return changes if least is None else changes | {workers: (report.share_working, least, 1)}


def covered_by(figures: Figures, estimates: Table) -> Table:
    """The share of each estimate that the entries could cover."""
    shares = shortage_covered(figures.entrants, estimates)
    return shares.named("covered_{of}", "share the entries could cover: {label}")


def covered_construction(figures: Figures) -> Figure:
    """The share of the construction staff missing that the entries could cover, between the ends of the stated range."""
    share = shortage_covered(figures.entrants, figures.construction_short)
    label = "share the entries could cover: construction staff missing, within the stated range"
    return share.named("covered_construction", label)


def inflow_planned(figures: Figures) -> Figure:
    """The share of the shortage that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.shortage)
    return share.named("inflow_planned_total", "share of the shortage that the largest plan would fill")


def builders_planned(figures: Figures) -> Figure:
    """The share of the construction staff missing that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.construction_short)
    return share.named(
        "builders_planned_total", "share of the construction staff missing that the largest plan would fill"
    )


def inflow_requested(figures: Figures) -> Figure:
    """The share of the shortage that as many workers as a developer counted requests would fill."""
    share = shortage_covered(figures.requests_belenets_2025, figures.shortage)
    return share.named("inflow_requested", "share of the shortage that the requests would fill, if all were met")


def pay_kept_between(figures: Figures) -> Figure:
    """The share of the pay that a worker keeps, between the two ends that are reported."""
    return pay_kept(figures.kept_monthly, figures.pay_worker)


def below_threshold(shares: Table, threshold: Figure) -> list[Figure]:
    """The shares that stay below the threshold whatever their hedges."""
    return [share for share in shares.figures if below(share, threshold) is Answer.YES]


def estimates_count(report: Report) -> Figure:
    """How many other estimates of the whole economy there are."""
    estimates = whole_economy(report.figures).figures
    label = "other estimates of the shortage, builders and later years apart"
    return report.count("estimates_count", label, "estimates", estimates)


def estimates_marginal(report: Report) -> Figure:
    """How many of them leave the entries below the threshold."""
    shares = covered_by(report.figures, whole_economy(report.figures))
    stay = below_threshold(shares, report.marginal_below)
    label = "of those, estimates that leave the entries below the threshold"
    return report.count("estimates_marginal", label, "estimates", stay, of=[*shares.figures, report.marginal_below])

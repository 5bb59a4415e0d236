"""Figures that more than one page takes together, each group in the words that its rows are shown in."""

from __future__ import annotations

from helpers.figures.figure import Figure, between
from helpers.figures.table import Figures, Table, table_of
from helpers.figures.verdict import Answer, below
from helpers.findings.quantities import (
    could_work,
    could_work_share,
    pay_beside_wage,
    pay_kept,
    shortage_covered,
    times_grown,
    visas_of_entries,
)
from helpers.notebook.report import Report


def whole_economy(figures: Figures) -> Table:
    """The other estimates of the shortage of the whole economy as it is, by what each measures."""
    return table_of({
        "highly qualified staff missing": figures.shortage_qualified,
        "workers missing, all kinds": figures.shortage_workers,
        "vacancies notified to job centres": figures.shortage_notified,
        "vacant posts in surveyed organisations": figures.shortage_surveyed,
        "workers missing, whole economy": figures.shortage_hse,
        "a survey stretched to the whole economy": figures.shortage_economy,
    })  # fmt: skip


def later_year(figures: Figures) -> Table:
    """The estimate of a later year."""
    return table_of({"extra workers needed by a later year": figures.shortage_2030})


def builders_missing(figures: Figures) -> Table:
    """The estimates of builders missing; the first two are the ends of one range."""
    return table_of({
        "builders missing, the lower end": figures.construction_short_low,
        "builders missing, the upper end": figures.construction_short_high,
        "builders missing to reach a housing target": figures.construction_short_target,
    })  # fmt: skip


def inflows(figures: Figures) -> Table:
    """Every other count of workers, announced inflow and earlier peak that is set beside the shortage."""
    return table_of({
        "in Russia, autumn of the year": figures.workers_nis_2024,
        "for whom visas were sought": figures.workers_sought_2024,
        "hired, by an intelligence official": figures.workers_official_2024,
        "in Russia the spring after": figures.workers_2025,
        "planned for one drone plant": figures.planned_alabuga_hur,
        "considered for one drone plant": figures.planned_alabuga_nhk,
        "planned in all": figures.planned_total,
        "with valid permits before the sanctions": figures.permits_2017,
        "at the peak before the sanctions": figures.peak_workers,
        "in a press report of an earlier year": figures.workers_2015,
    })  # fmt: skip


def purposes(figures: Figures) -> Table:
    """The entries by stated purpose, all lines of the border table."""
    return table_of({
        "education": figures.education_2024,
        "business": figures.business_2024,
        "transport crews": figures.transport_2024,
        "private visits": figures.private_2024,
        "transit": figures.transit_2024,
        "tourism": figures.tourism_2024,
        "official duties": figures.official_2024,
    })  # fmt: skip


def visa_share(figures: Figures) -> Figure:
    """The student visas issued, beside the entries."""
    return visas_of_entries(figures.student_visas_2024, figures.entrants).named(
        "student_visas_of_entries", "student visas issued, as a share of the entries"
    )


def since_the_invasion(figures: Figures) -> Table:
    """How each measure of the shortage at hand stands beside what it was before the invasion."""
    grown = {
        "vacancies notified to job centres": (figures.shortage_notified, figures.shortage_notified_2021, "notified"),
        "share of posts vacant": (figures.vacancy_rate_2024, figures.vacancy_rate_2020, "posts_vacant"),
        "share of industrial firms short of staff": (figures.firms_short_2024, figures.firms_short_2022, "firms_short"),
        "unemployment, before beside now": (figures.unemployment_2021, figures.unemployment_2024, "unemployment"),
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
    return could_work(
        figures.entrants,
        figures.transport_2024,
        figures.private_2024,
        figures.transit_2024,
        figures.tourism_2024,
        figures.official_2024,
    )


def least_working(figures: Figures) -> float:
    """The share of the entries whose declared purpose could hide work, at the least; 0 where that is open."""
    share = could_work_share(hidden_work(figures), figures.entrants)
    return min(max(share.low or 0.0, 0.0), 1.0)


def covered_by(figures: Figures, estimates: Table) -> Table:
    """The share of each estimate that the entries could cover."""
    shares = shortage_covered(figures.entrants, estimates)
    return shares.named("covered_{of}", "share the entries could cover: {label}")


def covered_construction(figures: Figures) -> Figure:
    """The share of the builders missing that the entries could cover, between the ends of the stated range."""
    lower, upper = covered_by(figures, builders_missing(figures)).figures[:2]
    return between(
        upper, lower, "covered_construction", "share the entries could cover: builders missing, within the stated range"
    )


def inflow_planned(figures: Figures) -> Figure:
    """The share of the shortage that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.shortage)
    return share.named("inflow_planned_total", "share of the shortage: workers planned in all")


def builders_planned(figures: Figures) -> Figure:
    """The share of the builders missing, at the upper end, that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.construction_short_high)
    return share.named("builders_planned_total", "share of the builders missing, upper end: workers planned in all")


def pay_kept_ends(figures: Figures) -> Table:
    """The share of the pay that a worker keeps, at the lower and at the upper end that are reported."""
    ends = {"lower": figures.kept_low, "upper": figures.kept_high}
    return table_of(
        pay_kept(kept, figures.pay_worker).named(
            f"pay_{kept.id}", f"share of the pay that a worker keeps, {end} figure"
        )
        for end, kept in ends.items()
    )


def pay_kept_between(figures: Figures) -> Figure:
    """The share of the pay that a worker keeps, between the two ends that are reported."""
    return between(*pay_kept_ends(figures).figures, "pay_kept", "share of the pay that a worker keeps")


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

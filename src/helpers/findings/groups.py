"""Figures that more than one page takes together, each group in the words that its rows are shown in."""

from __future__ import annotations

from helpers.figures.figure import Figure
from helpers.figures.table import Figures, Table, table_of
from helpers.figures.verdict import Answer, below, overlaps
from helpers.findings.quantities import could_work, could_work_share, pay_kept, shortage_covered
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
    """The estimates of builders missing, the stated range first."""
    return table_of({
        "builders missing, the stated range": figures.construction_short,
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
    share = shortage_covered(figures.entrants, figures.construction_short)
    label = "share the entries could cover: builders missing, within the stated range"
    return share.named("covered_construction", label)


def inflow_planned(figures: Figures) -> Figure:
    """The share of the shortage that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.shortage)
    return share.named("inflow_planned_total", "share of the shortage: workers planned in all")


def builders_planned(figures: Figures) -> Figure:
    """The share of the builders missing that the largest number spoken of could cover."""
    share = shortage_covered(figures.planned_total, figures.construction_short)
    return share.named("builders_planned_total", "share of the builders missing: workers planned in all")


def pay_kept_between(figures: Figures) -> Figure:
    """The share of the pay that a worker keeps, between the two ends that are reported."""
    return pay_kept(figures.kept, figures.pay_worker)


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


def estimates_agreeing(report: Report) -> Figure:
    """How many of them agree with the stated shortage."""
    stated, estimates = report.figures.shortage, whole_economy(report.figures).figures
    agree = [each for each in estimates if overlaps(each, stated) is Answer.YES]
    label = "of those, estimates that agree with the stated shortage"
    return report.count("estimates_agreeing", label, "estimates", agree, of=[*estimates, stated])

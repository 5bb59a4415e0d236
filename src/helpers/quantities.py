"""Every derived quantity, once: a small pure function whose arguments are named as claims or quantities.

Called with numbers a function gives a value, with columns a sweep, with SymPy symbols the formula that
the book typesets. A figure quoted in percent enters a formula as a plain ratio. No function reads a
file, and no formula stands anywhere a second time.

Each function is monotone in each figure it finally rests on, so that the corners of its inputs'
intervals are its bounds; ``domain`` names the open range of an argument outside of which it has no meaning.
"""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """A choice of the report, never a claim; the notebooks declare it with the same default."""

    id: str
    label: str
    default: float
    unit: str
    low: float
    high: float


@dataclass(frozen=True)
class Quantity:
    """A formula with its label, unit and the figures it is called with.

    ``inputs`` maps each argument of ``function`` to the id that fills it; ``missing`` is what the book
    says where the formula has no value.
    """

    id: str
    function: Callable
    label: str
    unit: str
    inputs: dict[str, str]
    domain: dict[str, tuple[float, float]] = field(default_factory=dict)
    missing: str = "not defined"

    @cached_property
    def formula(self) -> str:
        """The formula as the code states it, in the ids that fill it."""
        tree = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        (result,) = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
        for node in ast.walk(result):
            if isinstance(node, ast.Name):
                node.id = self.inputs.get(node.id, node.id)
        return ast.unparse(result)

    @property
    def sentence(self) -> str:
        """The first sentence of the docstring: what the quantity is."""
        return inspect.getdoc(self.function).partition("\n")[0]


PARAMETERS: dict[str, Parameter] = {
    parameter.id: parameter
    for parameter in (
        Parameter(
            "marginal_below",
            "share of the shortage below which an inflow is called marginal",
            0.05,
            "ratio",
            0,
            1,
        ),
        Parameter("share_working", "share of the entries taken to be workers", 1.0, "ratio", 0, 1),
        Parameter("entries_per_person", "entries taken to be made by one person in a year", 1.0, "times", 1, 52),
    )
}
QUANTITIES: dict[str, Quantity] = {}


def quantity(label: str, unit: str, **options):
    """Register a function as the quantity of its name. ``options`` are fields of Quantity."""

    def register(function: Callable) -> Callable:
        inputs = {name: name for name in inspect.signature(function).parameters}
        _add(Quantity(function.__name__, function, label, unit, inputs, **options))
        return function

    return register


def same_formula(function: Callable, name: str, label: str, **inputs: str) -> None:
    """Register a quantity that is an existing formula called with other figures."""
    model = QUANTITIES[function.__name__]
    _add(
        Quantity(
            name,
            function,
            label,
            model.unit,
            {**model.inputs, **inputs},
            domain=model.domain,
            missing=model.missing,
        )
    )


def _add(new: Quantity) -> None:
    if new.id in QUANTITIES:
        raise ValueError(f"the quantity {new.id!r} is declared twice")
    QUANTITIES[new.id] = new


def ln(number):
    """Natural logarithm of a number, a column or a SymPy expression."""
    if hasattr(number, "free_symbols"):
        import sympy

        return sympy.log(number)
    return np.log(number)


# --- growth ----------------------------------------------------------------------------------------


@quantity("entries in the year before, by the article's multiple", "entries")
def previous_entrants(entrants, growth_multiple):
    """Entries in the year before, as the stated multiple implies them.

    >>> previous_entrants(13_221, 12)
    1101.75
    """
    return entrants / growth_multiple


@quantity("entries more than in the year before", "entries")
def entrants_increase(entrants, previous_entrants):
    """Entries more than in the year before.

    >>> entrants_increase(13_221, 1_101.75)
    12119.25
    """
    return entrants - previous_entrants


@quantity("growth of entries over the year before", "ratio")
def growth_rate(growth_multiple):
    """Growth as a share of the year before: the multiple less the year itself.

    >>> growth_rate(12)
    11
    """
    return growth_multiple - 1


@quantity("growth of entries, by the border count of both years", "times")
def growth_observed(entrants, entries_2023):
    """How many times the border count of the year before the stated entries are.

    >>> round(growth_observed(13_221, 1_117), 2)
    11.84
    """
    return entrants / entries_2023


same_formula(
    growth_observed,
    "growth_before",
    "growth of entries one year earlier",
    entrants="entries_2023",
    entries_2023="entries_2022",
)


@quantity("entries as a share of those in the last year before the border closed", "ratio")
def share_of_2019(entrants, entries_2019):
    """The stated entries beside those of the last year before the border closed.

    >>> round(share_of_2019(13_221, 21_000), 3)
    0.63
    """
    return entrants / entries_2019


@quantity("entries in the fourth quarter, what the year leaves after the quarters before it", "entries")
def fourth_quarter(entrants, entries_2024_q1, entries_2024_q2, entries_2024_q3):
    """Entries of the last quarter: the year's total less the quarters before it.

    >>> fourth_quarter(13_221, 812, 1_696, 5_263)
    5450
    """
    return entrants - entries_2024_q1 - entries_2024_q2 - entries_2024_q3


@quantity(
    "entries of the first quarter after, beside those of the quarter before it",
    "ratio",
    domain={"fourth_quarter": (0.0, math.inf)},
)
def next_quarter_ratio(entries_2025_q1, fourth_quarter):
    """The first quarter of the next year as a share of the last quarter of the year.

    >>> round(next_quarter_ratio(300, 5_450), 3)
    0.055
    """
    return entries_2025_q1 / fourth_quarter


# --- purposes --------------------------------------------------------------------------------------


@quantity("share of the entries said to be for education", "ratio")
def student_visa_share(student_visas, entrants):
    """Share of the entries whose stated purpose is education.

    >>> round(student_visa_share(7_887, 13_221), 6)
    0.596551
    """
    return student_visas / entrants


@quantity("entries for any other purpose", "entries")
def other_entrants(entrants, student_visas):
    """Entries whose stated purpose is not education.

    >>> other_entrants(13_221, 7_887)
    5334
    """
    return entrants - student_visas


@quantity("sum of the purposes in the border table", "entries")
def purposes_total(
    education_2024, business_2024, transport_2024, private_2024, transit_2024, tourism_2024, official_2024
):
    """All stated purposes of the border table added up.

    >>> purposes_total(7_887, 3_098, 1_648, 286, 234, 53, 15)
    13221
    """
    return education_2024 + business_2024 + transport_2024 + private_2024 + transit_2024 + tourism_2024 + official_2024


@quantity("entries that the purposes leave unexplained", "entries")
def purposes_gap(entrants, purposes_total):
    """What the stated entries leave over once every purpose is taken away.

    >>> purposes_gap(13_221, 13_221)
    0
    """
    return entrants - purposes_total


@quantity("entries for education in the fourth quarter, what the year leaves", "entries")
def education_fourth_quarter(education_2024, education_2024_q1, education_2024_q2, education_2024_q3):
    """Education entries of the last quarter: the year's less those of the quarters before it.

    >>> education_fourth_quarter(7_887, 38, 332, 3_765)
    3752
    """
    return education_2024 - education_2024_q1 - education_2024_q2 - education_2024_q3


@quantity("share of the year's education entries that fall in its second half", "ratio")
def education_second_half_share(education_2024, education_2024_q1, education_2024_q2):
    """Share of the education entries that came after the middle of the year.

    >>> round(education_second_half_share(7_887, 38, 332), 3)
    0.953
    """
    return (education_2024 - education_2024_q1 - education_2024_q2) / education_2024


@quantity("education entries for each student enrolled", "times")
def entries_per_student(student_visas, students_enrolled_2024):
    """How many entries for education there were for each North Korean student enrolled.

    >>> round(entries_per_student(7_887, 130), 1)
    60.7
    """
    return student_visas / students_enrolled_2024


@quantity("entries declared for education or business, which could hide work", "entries")
def could_work(entrants, transport_2024, private_2024, transit_2024, tourism_2024, official_2024):
    """Entries left when those for any other stated purpose are taken away.

    Vehicle crews, private visits, transit, tourism and official duties go; education and business stay.

    >>> could_work(13_221, 1_648, 286, 234, 53, 15)
    10985
    """
    return entrants - transport_2024 - private_2024 - transit_2024 - tourism_2024 - official_2024


@quantity("share of the entries declared for education or business, which could hide work", "ratio")
def could_work_share(could_work, entrants):
    """The entries whose purpose could hide work, as a share of all.

    >>> round(could_work_share(10_985, 13_221), 3)
    0.831
    """
    return could_work / entrants


# --- shortage --------------------------------------------------------------------------------------


@quantity("share of the shortage that the entries could cover, each a worker", "ratio")
def shortage_covered(entrants, shortage):
    """Share of the shortage covered if every entry were one worker who stayed.

    >>> round(shortage_covered(13_221, 1_500_000), 6)
    0.008814
    """
    return entrants / shortage


same_formula(
    shortage_covered,
    "shortage_covered_students",
    "share of the shortage that the education entries could cover",
    entrants="student_visas",
)
same_formula(
    shortage_covered,
    "shortage_covered_could_work",
    "share of the shortage that the entries left by purpose could cover",
    entrants="could_work",
)


@quantity("workers still missing if every entry were a worker", "workers")
def shortage_remaining(shortage, entrants):
    """What is left of the shortage if every entry were one worker who stayed.

    >>> shortage_remaining(1_500_000, 13_221)
    1486779
    """
    return shortage - entrants


@quantity("how many times the entries would have to grow to cover the shortage", "times")
def growth_to_cover(shortage, entrants):
    """The multiple of the stated entries that would fill the shortage.

    >>> round(growth_to_cover(1_500_000, 13_221), 3)
    113.456
    """
    return shortage / entrants


@quantity(
    "years until a year's entries cover the shortage, at the article's growth",
    "years",
    domain={"growth_multiple": (1.0, math.inf)},
    missing="never, at this growth",
)
def years_to_cover(shortage, entrants, growth_multiple):
    """Years of the same growth until one year's entries equal the shortage.

    Defined for growth above one; at or below it the shortage is never covered.

    >>> round(float(years_to_cover(1_500_000, 13_221, 12)), 3)
    1.904
    """
    return ln(shortage / entrants) / ln(growth_multiple)


@quantity("entries from which on the inflow would no longer be marginal", "entries")
def entrants_to_matter(marginal_below, shortage):
    """Entries at which the covered share reaches the threshold.

    >>> entrants_to_matter(0.05, 1_500_000)
    75000.0
    """
    return marginal_below * shortage


@quantity("shortage below which the entries would no longer be marginal", "workers")
def shortage_to_matter(entrants, marginal_below):
    """The shortage at which the stated entries reach the threshold.

    >>> round(shortage_to_matter(13_221, 0.05))
    264420
    """
    return entrants / marginal_below


@quantity("share of the shortage covered under the report's own assumptions", "ratio")
def shortage_covered_assumed(entrants, share_working, entries_per_person, shortage):
    """Share covered if only some entries are workers and one person may enter more than once.

    >>> round(shortage_covered_assumed(13_221, 0.5, 2, 1_500_000), 6)
    0.002204
    """
    return entrants * share_working / entries_per_person / shortage


@quantity("the shortage as a share of the labour force", "ratio")
def shortage_of_labour_force(shortage, labour_force):
    """The stated shortage beside all who work or look for work.

    >>> round(shortage_of_labour_force(1_500_000, 75_400_000), 4)
    0.0199
    """
    return shortage / labour_force


#: Every other estimate of the shortage, with what it measures in a few words.
SHORTAGES = {
    "shortage_qualified": "highly qualified staff missing",
    "shortage_workers": "workers missing, all kinds",
    "shortage_notified": "vacancies notified to job centres",
    "shortage_surveyed": "vacant posts in surveyed organisations",
    "shortage_hse": "workers missing, whole economy",
    "shortage_economy": "a survey stretched to the whole economy",
    "shortage_2030": "extra workers needed by a later year",
    "construction_short_low": "builders missing, the lower end",
    "construction_short_high": "builders missing, the upper end",
    "construction_short_target": "builders missing to reach a housing target",
}
for _id, _what in SHORTAGES.items():
    same_formula(shortage_covered, f"covered_{_id}", f"share the entries could cover: {_what}", shortage=_id)

#: Every other count of workers, announced inflow and earlier peak that is set beside the shortage.
INFLOWS = {
    "workers_nis_2024": "in Russia, autumn of the year",
    "workers_sought_2024": "for whom visas were sought",
    "workers_official_2024": "hired, by an intelligence official",
    "workers_2025": "in Russia the spring after",
    "planned_alabuga_hur": "planned for one drone plant",
    "planned_alabuga_nhk": "considered for one drone plant",
    "planned_total": "planned in all",
    "permits_2017": "with valid permits before the sanctions",
    "peak_workers": "at the peak before the sanctions",
    "workers_2015": "in a press report of an earlier year",
}
#: Those of them that are set beside the builders missing as well.
BUILDERS = ("workers_nis_2024", "workers_2025", "planned_total")
for _id, _what in INFLOWS.items():
    same_formula(shortage_covered, f"inflow_{_id}", f"share of the shortage: workers {_what}", entrants=_id)
for _id in BUILDERS:
    same_formula(
        shortage_covered,
        f"builders_{_id}",
        f"share of the builders missing, upper end: workers {INFLOWS[_id]}",
        entrants=_id,
        shortage="construction_short_high",
    )

same_formula(
    growth_to_cover,
    "times_planned_to_cover",
    "how often the planned inflow fits into the shortage",
    entrants="planned_total",
)

for _id, _what in SHORTAGES.items():
    same_formula(
        shortage_covered,
        f"planned_{_id}",
        f"share the largest number spoken of could cover: {_what}",
        entrants="planned_total",
        shortage=_id,
    )

for _growth, _what in {
    "growth_observed": "the growth of the border count",
    "growth_before": "the growth of a year earlier",
}.items():
    same_formula(
        years_to_cover,
        f"years_at_{_growth}",
        f"years until a year's entries cover the shortage, at {_what}",
        growth_multiple=_growth,
    )

# --- artillery and pay -----------------------------------------------------------------------------


@quantity(
    "shells from North Korea for each shell from elsewhere",
    "shells",
    domain={"artillery_share": (-math.inf, 1.0)},
)
def shells_per_other_shell(artillery_share):
    """North Korean shells fired for each one from elsewhere.

    >>> round(shells_per_other_shell(0.6), 6)
    1.5
    """
    return artillery_share / (1 - artillery_share)


same_formula(
    shells_per_other_shell,
    "shells_per_other_half",
    "shells from North Korea for each other one, by an earlier estimate",
    artillery_share="artillery_half",
)
same_formula(
    shells_per_other_shell,
    "shells_per_other_2025",
    "shells from North Korea for each other one, by a later estimate",
    artillery_share="artillery_2025",
)


@quantity("share of the pay that a worker keeps, lower figure", "ratio")
def pay_kept_low(kept_low, pay_worker):
    """What a worker keeps a month as a share of the reported pay.

    >>> pay_kept_low(100, 800)
    0.125
    """
    return kept_low / pay_worker


same_formula(pay_kept_low, "pay_kept_high", "share of the pay that a worker keeps, upper figure", kept_low="kept_high")


#: Two bounds on one thing, a lower and an upper one, that hold at once: (lower, upper, label).
JOINED = {
    "covered_construction": (
        "covered_construction_short_high",
        "covered_construction_short_low",
        "share the entries could cover: builders missing, within the stated range",
    ),
    "pay_kept": ("pay_kept_low", "pay_kept_high", "share of the pay that a worker keeps"),
}


def names_needed() -> set[str]:
    """Every id that some formula is called with and that is neither a quantity nor a parameter."""
    called = {name for quantity in QUANTITIES.values() for name in quantity.inputs.values()}
    return called - set(QUANTITIES) - set(PARAMETERS)


def check_parameters(given: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """What is wrong with a set of parameters: (name, rule, remedy) for each fault."""
    faults = []
    for name, value in given.items():
        known = PARAMETERS.get(name)
        if known is None:
            faults.append((name, "the report has no such parameter", f"use one of {', '.join(PARAMETERS)}"))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            faults.append((name, f"{value!r} is not a number", f"give a number such as {known.default}"))
        elif not known.low <= value <= known.high or (value == 0 and name != "share_working"):
            faults.append(
                (name, f"{value} is out of range", f"give a number above 0, from {known.low} to {known.high}")
            )
    return faults

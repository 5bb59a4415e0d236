"""Every formula of the report: a small pure function, with the units it takes and gives and a worked example.

Called with numbers a function gives a number, with columns a sweep, with figures a figure that keeps their hedges. A
figure quoted in percent enters as a plain ratio. No function reads a file, and no formula stands a second time.
"""

from __future__ import annotations

import math

from helpers.figures.formula import formula, ln

#: What is set against each other as if it were people: a comparison of sizes, no more.
PEOPLE = ("entries", "workers", "persons", "permits", "patents", "posts", "registrations", "requests", "trips", "visas")
#: What a shortage is counted in.
MISSING = ("workers", "posts")
SHARE = ("ratio", "percent")
MONEY = ("USD per month", "RUB per month")


# --- growth ------------------------------------------------------------------------------------------


@formula(
    "entries in the year before, by the multiple given",
    "entries",
    entrants="entries",
    growth_multiple="times",
    years={"entrants": 0, "growth_multiple": 0},
)
def previous_entrants(entrants, growth_multiple):
    """Entries in the year before, as the stated multiple implies them.

    >>> previous_entrants(13_221, 12)
    1101.75
    """
    return entrants / growth_multiple


@formula("change in entries since the year before", "entries", entrants="entries", previous_entrants="entries")
def entrants_increase(entrants, previous_entrants):
    """Entries more than in the year before.

    >>> entrants_increase(13_221, 1_101.75)
    12119.25
    """
    return entrants - previous_entrants


@formula("rate of growth over the year before", "ratio", growth_multiple="times")
def growth_rate(growth_multiple):
    """Growth as a share of the year before: the multiple less the year itself.

    >>> growth_rate(12)
    11
    """
    return growth_multiple - 1


@formula(
    "entries as a multiple of the year before, by the border count",
    "times",
    entrants="entries",
    entries_before="entries",
    years={"entrants": 0, "entries_before": -1},
)
def growth_observed(entrants, entries_before):
    """How many times the border count of the year before the stated entries are.

    >>> round(growth_observed(13_221, 1_117), 2)
    11.84
    """
    return entrants / entries_before


@formula(
    "entries as a share of those in the last year before the border closed",
    "ratio",
    entrants="entries",
    entries_then="entries",
    after={"entrants": "entries_then"},
)
def share_of_2019(entrants, entries_then):
    """The stated entries beside those of the last year before the border closed.

    >>> round(share_of_2019(13_221, 21_000), 3)
    0.63
    """
    return entrants / entries_then


@formula(
    "entries in the fourth quarter (the year less the other quarters)",
    "entries",
    entrants="entries",
    first="entries",
    second="entries",
    third="entries",
    years={"entrants": 0, "first": 0, "second": 0, "third": 0},
)
def fourth_quarter(entrants, first, second, third):
    """Entries of the last quarter: the year's total less the quarters before it.

    >>> fourth_quarter(13_221, 812, 1_696, 5_263)
    5450
    """
    return entrants - first - second - third


@formula(
    "entries of the first quarter after, beside those of the quarter before it",
    "ratio",
    domain={"fourth_quarter": (0.0, math.inf)},
    entries_after="entries",
    fourth_quarter="entries",
    years={"fourth_quarter": 0, "entries_after": 1},
)
def next_quarter_ratio(entries_after, fourth_quarter):
    """The first quarter of the next year as a share of the last quarter of the year.

    >>> round(next_quarter_ratio(300, 5_450), 3)
    0.055
    """
    return entries_after / fourth_quarter


# --- purposes ----------------------------------------------------------------------------------------


@formula(
    "share of the entries said to be for education",
    "ratio",
    student_visas="entries",
    entrants="entries",
    years={"entrants": 0, "student_visas": 0},
)
def student_visa_share(student_visas, entrants):
    """Share of the entries whose stated purpose is education.

    >>> round(student_visa_share(7_887, 13_221), 6)
    0.596551
    """
    return student_visas / entrants


@formula(
    "entries for any other purpose",
    "entries",
    entrants="entries",
    student_visas="entries",
    years={"entrants": 0, "student_visas": 0},
)
def other_entrants(entrants, student_visas):
    """Entries whose stated purpose is not education.

    >>> other_entrants(13_221, 7_887)
    5334
    """
    return entrants - student_visas


@formula(
    "sum of the purposes in the border table",
    "entries",
    **dict.fromkeys(("education", "business", "transport", "private", "transit", "tourism", "official"), "entries"),
)
def purposes_total(education, business, transport, private, transit, tourism, official):
    """All stated purposes of the border table added up.

    >>> purposes_total(7_887, 3_098, 1_648, 286, 234, 53, 15)
    13221
    """
    return education + business + transport + private + transit + tourism + official


@formula(
    "entries without a purpose in the table",
    "entries",
    entrants="entries",
    purposes_total="entries",
    years={"entrants": 0, "purposes_total": 0},
)
def purposes_gap(entrants, purposes_total):
    """What the stated entries leave over once every purpose is taken away.

    >>> purposes_gap(13_221, 13_221)
    0
    """
    return entrants - purposes_total


@formula(
    "share of the year's education entries that fall in its second half",
    "ratio",
    year="entries",
    first="entries",
    second="entries",
    years={"year": 0, "first": 0, "second": 0},
)
def education_second_half_share(year, first, second):
    """Share of the education entries that came after the middle of the year.

    >>> round(education_second_half_share(7_887, 38, 332), 3)
    0.953
    """
    return (year - first - second) / year


@formula(
    "entries for education as a multiple of the students enrolled",
    "times",
    student_visas="entries",
    enrolled="students",
    years={"student_visas": 0, "enrolled": 0},
)
def entries_per_student(student_visas, enrolled):
    """How many entries for education there were for each North Korean student enrolled.

    >>> round(entries_per_student(7_887, 130), 1)
    60.7
    """
    return student_visas / enrolled


@formula(
    "entries declared for education or business, which could hide work",
    "entries",
    **dict.fromkeys(("entrants", "transport", "private", "transit", "tourism", "official"), "entries"),
    years={"entrants": 0, "transport": 0, "private": 0, "transit": 0, "tourism": 0, "official": 0},
)
def could_work(entrants, transport, private, transit, tourism, official):
    """Entries left when those for any other stated purpose are taken away.

    Vehicle crews, private visits, transit, tourism and official duties go; education and business stay.

    >>> could_work(13_221, 1_648, 286, 234, 53, 15)
    10985
    """
    return entrants - transport - private - transit - tourism - official


@formula(
    "share of the entries declared for education or business, which could hide work",
    "ratio",
    could_work="entries",
    entrants="entries",
)
def could_work_share(could_work, entrants):
    """The entries whose purpose could hide work, as a share of all.

    >>> round(could_work_share(10_985, 13_221), 3)
    0.831
    """
    return could_work / entrants


# --- shortage ----------------------------------------------------------------------------------------


@formula("share of the shortage covered if every entry were a worker", "ratio", entrants=PEOPLE, shortage=MISSING)
def shortage_covered(entrants, shortage):
    """Share of the shortage covered if every entry were one worker who stayed.

    >>> round(shortage_covered(13_221, 1_500_000), 6)
    0.008814
    """
    return entrants / shortage


@formula("workers still missing if every entry were a worker", "workers", shortage=MISSING, entrants=PEOPLE)
def shortage_remaining(shortage, entrants):
    """What is left of the shortage if every entry were one worker who stayed.

    >>> shortage_remaining(1_500_000, 13_221)
    1486779
    """
    return shortage - entrants


@formula(
    "how many times as many entries it would take to cover the shortage", "times", shortage=MISSING, entrants=PEOPLE
)
def growth_to_cover(shortage, entrants):
    """The multiple of the stated entries that would fill the shortage.

    >>> round(growth_to_cover(1_500_000, 13_221), 3)
    113.456
    """
    return shortage / entrants


@formula(
    "years until one year's entries would equal the shortage if each year multiplied them so (arithmetic only)",
    "years",
    domain={"growth_multiple": (1.0, math.inf)},
    missing="never, at this growth",
    shortage=MISSING,
    entrants=PEOPLE,
    growth_multiple="times",
)
def years_to_cover(shortage, entrants, growth_multiple):
    """Years of the same growth until one year's entries equal the shortage.

    Defined for growth above one; at or below it the shortage is never covered.

    >>> round(float(years_to_cover(1_500_000, 13_221, 12)), 3)
    1.904
    """
    return ln(shortage / entrants) / ln(growth_multiple)


@formula(
    "entries from which on the inflow would no longer be marginal", "entries", marginal_below=SHARE, shortage=MISSING
)
def entrants_to_matter(marginal_below, shortage):
    """Entries at which the covered share reaches the threshold.

    >>> entrants_to_matter(0.05, 1_500_000)
    75000.0
    """
    return marginal_below * shortage


@formula(
    "shortage below which the entries would no longer be marginal", "workers", entrants=PEOPLE, marginal_below=SHARE
)
def shortage_to_matter(entrants, marginal_below):
    """The shortage at which the stated entries reach the threshold.

    >>> round(shortage_to_matter(13_221, 0.05))
    264420
    """
    return entrants / marginal_below


@formula(
    "share of the shortage covered under the report's own assumptions",
    "ratio",
    entrants=PEOPLE,
    share_working=SHARE,
    entries_per_person="times",
    shortage=MISSING,
)
def shortage_covered_assumed(entrants, share_working, entries_per_person, shortage):
    """Share covered if only some entries are workers and one person may enter more than once.

    >>> round(shortage_covered_assumed(13_221, 0.5, 2, 1_500_000), 6)
    0.002204
    """
    return entrants * share_working / entries_per_person / shortage


@formula("the shortage as a share of the labour force", "ratio", shortage=MISSING, labour_force="persons")
def shortage_of_labour_force(shortage, labour_force):
    """The stated shortage beside all who work or look for work.

    >>> round(shortage_of_labour_force(1_500_000, 75_400_000), 4)
    0.0199
    """
    return shortage / labour_force


# --- artillery and pay -------------------------------------------------------------------------------


@formula(
    "shells from North Korea for each shell from elsewhere",
    "shells",
    domain={"artillery_share": (-math.inf, 1.0)},
    artillery_share="percent",
)
def shells_per_other_shell(artillery_share):
    """North Korean shells fired for each one from elsewhere.

    >>> round(shells_per_other_shell(0.6), 6)
    1.5
    """
    return artillery_share / (1 - artillery_share)


@formula("share of the pay that a worker keeps", "ratio", kept_monthly=MONEY, pay_worker=MONEY)
def pay_kept(kept_monthly, pay_worker):
    """What a worker keeps a month as a share of the reported pay.

    >>> pay_kept(100, 800)
    0.125
    """
    return kept_monthly / pay_worker


# --- what statements are set beside ------------------------------------------------------------------

#: What grows from one count of the same thing to the next.
SERIES = ("entries", "workers", "posts", "persons", "containers", "percent")


@formula("how many times an earlier count a later one is", "times", later=SERIES, earlier=SERIES)
def times_grown(later, earlier):
    """How many times an earlier count, or share, a later one of the same thing is.

    >>> round(times_grown(7.6, 3.7), 2)
    2.05
    """
    return later / earlier


@formula("the year of the war that begins", "year of the war", completed="years")
def year_beginning(completed):
    """The year that begins once so many are completed.

    >>> year_beginning(3)
    4
    """
    return completed + 1


@formula(
    "shells sent in the year as a share of those fired", "ratio", shells_sent="shells", fired_per_day="shells a day"
)
def shells_share(shells_sent, fired_per_day):
    """Shells sent in a leap year beside those fired in it at a daily rate.

    >>> round(shells_share(3_500_000, 44_500), 3)
    0.215
    """
    return shells_sent / (fired_per_day * 366)


@formula(
    "the pay as a share of a wage in roubles",
    "ratio",
    pay_worker="USD per month",
    rate="RUB per USD",
    wage="RUB per month",
)
def pay_beside_wage(pay_worker, rate, wage):
    """A worker's pay in dollars, changed into roubles, as a share of a wage in roubles.

    >>> round(pay_beside_wage(800, 96.1021, 87_952), 3)
    0.874
    """
    return pay_worker * rate / wage


@formula("the cost of the same work as a share of the usual", "ratio", cost="times", productivity="times")
def cost_of_output(cost, productivity):
    """What the same work costs where labour costs so many times as much and does so many times as much.

    >>> cost_of_output(1, 2)
    0.5
    """
    return cost / productivity


@formula(
    "student visas issued, as a share of the entries",
    "ratio",
    visas="visas",
    entrants="entries",
    years={"entrants": 0, "visas": 0},
)
def visas_of_entries(visas, entrants):
    """Student visas issued beside the entries, one visa for one entry.

    >>> round(visas_of_entries(8_600, 13_221), 2)
    0.65
    """
    return visas / entrants


@formula("a part of all of its kind", "ratio", part=PEOPLE, whole=PEOPLE)
def share_of_all(part, whole):
    """A part of a whole that is counted like it.

    >>> round(share_of_all(27_417, 4_284_181), 4)
    0.0064
    """
    return part / whole

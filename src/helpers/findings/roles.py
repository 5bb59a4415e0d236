"""Which figures stand about the year of the entries: the years and quarters next to it, and what was counted in it.

Pages print them by these names, so that a sentence on "the year before" holds for the figures of any year. Where the
data have no such row, the figure is one that is not known.
"""

from __future__ import annotations

from helpers.figures.figure import Figure
from helpers.figures.periods import Span
from helpers.figures.table import Figures, Roles

#: The purposes of the border table, by the series that counts each.
PURPOSES = ("education", "business", "transport", "private", "transit", "tourism", "official")
#: Those that work could hide behind.
COULD_WORK = PURPOSES[:2]


def about_the_year(figures: Figures) -> Roles:
    """The figures about the year that the entries are of, by what they are to it."""
    year, at = figures.entrants.year, figures.at
    return Roles(
        entries_before=at("entries", year - 1),
        entries_two_before=at("entries", year - 2),
        border_count=at("entries", year),
        last_quarter_said=at("entries", year, "Q4"),
        next_quarter=at("entries", year + 1, "Q1"),
        latest_count=_latest_count(figures),
        latest_row=figures.latest("entries"),
        entries_closed=at("entries", 2021),
        **{f"said_{purpose}": said_of(figures, purpose) for purpose in PURPOSES},
        first_for_education=at("education", year, "Q1"),
        second_for_education=at("education", year, "Q2"),
        third_for_education=at("education", year, "Q3"),
        next_for_education=at("education", year + 1, "Q1"),
        next_for_business=at("business", year + 1, "Q1"),
        next_for_private=at("private", year + 1, "Q1"),
        said_work=at("work", year, "H1"),
        visas_issued=at("student_visas", year),
        students_enrolled=at("students_enrolled", year),
        trips=at("trips", year),
        trips_all=at("trips_all", year),
        trips_all_next=at("trips_all", year + 1),
        patents=at("patents", year),
        patents_next=at("patents", year + 1),
    )


def by_border(figures: Figures) -> Figure:
    """The entries of the year as the border tables have them: those stated, or where these are another's, its own count."""
    entrants = figures.entrants
    row = figures.at("entries", entrants.year)
    service = figures.latest("entries").claim.origin
    return entrants if entrants.claim.origin == service else row


def counted_in_spring(figure: Figure) -> bool:
    """Whether a count was taken in the first half of its year, before those who came in autumn; not where no part is said."""
    span = Span.read(figure.claim.period)
    return span.per_year > 1 and span.start % 1 < 0.5


def said_of(figures: Figures, purpose: str) -> Figure:
    """The entries of the year for a purpose: by the border table, or, for education where that has none, as stated."""
    entrants, stated = figures.entrants, figures.student_visas
    row = figures.at(purpose, entrants.year)
    is_stated = purpose == "education" and row.is_unknown and stated.claim.period == entrants.claim.period
    return stated if is_stated else row


def _latest_count(figures: Figures) -> Figure:
    """The count of entries that ends last: that of the year, where it is a whole count and ends later than the others."""
    entrants, latest = figures.entrants, figures.latest("entries")
    return entrants if entrants.high is not None and _end(entrants) > _end(latest) else latest


def _end(figure: Figure) -> float:
    return Span.read(figure.claim.period).end

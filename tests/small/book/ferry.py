"""What the ferry's notebooks compute with: one formula and one rule."""

from helpers.figures.formula import formula
from helpers.figures.verdict import below, rule


@formula("passengers on an average crossing", "passengers", passengers="passengers", crossings="crossings")
def load(passengers, crossings):
    """Passengers on an average crossing.

    >>> load(100, 20)
    5.0
    """
    return passengers / crossings


@rule(
    "Is the ferry hardly used?",
    yes=("hardly used", "On an average crossing the ferry is hardly used."),
    no=("used", "On an average crossing the ferry is used."),
    open=("open", "Whether the ferry is hardly used cannot be told."),
    because="{seats_taken} of its seats are taken; the report draws the line at {limit}.",
)
def use(seats_taken, limit):
    """Whether the share of seats taken stays below a limit."""
    return below(seats_taken, limit)

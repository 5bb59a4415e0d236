"""A made-up orchard whose figures the tests of this room compute with; its numbers divide by heart."""

from __future__ import annotations

import pytest

from helpers.figures.data import Data
from helpers.figures.figure import Figure, chosen
from helpers.figures.rows import Claim, Parameter, known_units
from helpers.figures.table import Figures
from helpers.figures.units import Unit

UNITS = known_units({
    "trees": Unit("trees", "tree", "count", "trees"),
    "baskets": Unit("baskets", "basket", "count", "baskets"),
    "pickers": Unit("pickers", "picker", "count", "pickers"),
    "euros": Unit("euros", "euro", "money", "euros"),
    "harvest": Unit("harvest", "", "ordinal", ""),
})  # fmt: skip
#: Of each figure: value, unit, bound, precision, attribution.
CLAIMS = {
    "trees": (400, "trees", "exact", None, "stated"),
    "baskets": (9000, "baskets", "about", 1000, "estimated"),  # 8,500 to 9,500
    "growth": (4, "times", "up_to", None, "reported"),  # 0 to 4
    "pickers": (20, "pickers", "at_least", None, "alleged"),  # 20 and more
    "sold_share": (60, "percent", "about", 10, "believed"),  # 55 to 65 percent
    "harvest_no": (7, "harvest", "exact", None, "stated"),
    "lost": (0, "baskets", "exact", None, "stated"),
}
CONTEXT = {
    "baskets_2021": (2000, "baskets", "exact", None, "stated", "2021"),
    "baskets_2022": (5000, "baskets", "about", 1000, "reported", "2022"),  # 4,500 to 5,500
    "baskets_2023": (3000, "baskets", "at_least", None, "stated", "2023-Q3"),
    "baskets_2024": (8000, "baskets", "up_to", None, "stated", "2024-12"),
    "wage": (120, "euros", "exact", None, "stated", "2024"),
}
FEW_BELOW = Parameter("few_below", "share of the trees below which pickers are few", "ratio", "(0, 1]")


def claim(name, value, unit, bound, precision, attribution, period="2024", **more) -> Claim:
    """A figure as its row would hold it."""
    label = more.pop("label", name.replace("_", " "))
    words = {"speaker": "the grower", "relayed_by": "", "source": "article", "locator": "", "wording": ""} | more
    return Claim(name, label, value, precision, unit, bound, attribution, period, **words)


def figures_over(claims: dict, context: dict | None = None) -> Figures:
    """Figures over rows of (value, unit, bound, precision, attribution[, period])."""
    made = {name: claim(name, *row) for name, row in claims.items()}
    beside = {name: claim(name, *row, origin="office", grade="B2") for name, row in (context or {}).items()}
    return Figures(Data(made, beside, UNITS, {FEW_BELOW.id: FEW_BELOW}))


@pytest.fixture(scope="session")
def figures() -> Figures:
    """The orchard's figures: all four bounds, a percentage, an ordinal, a zero, and others beside them."""
    return figures_over(CLAIMS, CONTEXT)


@pytest.fixture(scope="session")
def figures_of():
    """Makes other figures: ``figures_of({"trees": (400, "trees", "exact", None, "stated")})``."""
    return figures_over


@pytest.fixture(scope="session")
def choose(figures):
    """Makes the orchard's parameter: ``choose(0.05)``."""

    def few_below(number: float = 0.05) -> Figure:
        return chosen(FEW_BELOW, number, figures.home)

    return few_below

"""One declared function serves numbers, columns, symbols, figures and tables; its figure says where it comes from."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import sympy

from helpers.figures.figure import Figure, FigureError, Home, quoted
from helpers.figures.formula import formula, ln, years_of
from helpers.figures.rows import Claim
from helpers.figures.table import Table
from helpers.figures.units import BUILT_IN, Unit, UnitError
from helpers.findings.quantities import growth_rate


@formula("baskets a tree", "baskets", baskets="baskets", trees=("trees", "pickers"))
def load(baskets, trees):
    """Baskets that one tree gives. The second sentence is for whoever reads the code."""
    return baskets / trees


@formula("part of the whole", "ratio", part=("baskets", "euros"), whole=("baskets", "euros"))
def share_of(part, whole):
    """A part as a share of its whole."""
    return part / whole


@formula("years to double", "years", domain={"growth": (1.0, math.inf)}, missing="never doubles", growth="times")
def doubling(growth):
    """Years until the harvest doubles."""
    return ln(2) / ln(growth)


@formula("baskets sold", "baskets", baskets="baskets", share=("percent", "ratio"))
def sold(baskets, share):
    """Baskets that are sold."""
    return baskets - baskets * (1 - share)


def ends(figure: Figure) -> tuple:
    return tuple(None if end is None else round(end, 9) for end in (figure.low, figure.central, figure.high))


# --- what it may be called with -----------------------------------------------------------------------


def test_with_numbers_and_columns_it_is_the_plain_function():
    assert load(9000, 400) == 22.5
    assert load(baskets=9000, trees=400) == 22.5
    assert load(np.array([100.0, 300.0]), 50).tolist() == [2, 6]
    months = pd.Series([100, 300], index=["May", "June"])
    assert load(months, 50).to_dict() == {"May": 2, "June": 6}


def test_with_symbols_it_is_the_expression():
    baskets, trees, growth = sympy.symbols("baskets trees growth")
    assert load(baskets, trees) == baskets / trees
    assert doubling(growth).diff(growth).subs(growth, math.e).evalf() == pytest.approx(-math.log(2) / math.e)
    assert ln(growth) == sympy.log(growth)
    assert ln(np.array([1.0, math.e])).tolist() == [0, 1]


def test_with_figures_it_is_a_figure_with_their_hedges(figures):
    made = load(figures.baskets, figures.trees)
    assert (made.id, made.label, made.unit, made.kind) == ("load", "baskets a tree", "baskets", "quantity")
    assert ends(made) == (21.25, 22.5, 23.75)  # 8,500, 9,000 and 9,500 by 400
    assert (made.formula, made.attribution) == ("baskets / trees", "estimated")
    assert made.inputs == (figures.baskets, figures.trees)
    assert load(trees=figures.trees, baskets=figures.baskets).formula == made.formula


def test_with_a_constant_in_place_of_a_figure_the_constant_stands_in_the_formula(figures):
    for number in (500, np.int64(500)):
        made = load(figures.baskets, number)
        assert (made.id, made.formula, ends(made)) == ("load", "baskets / 500", (17, 18, 19))
    assert [each.id for each in made.inputs] == ["baskets"]


def test_a_figure_quoted_in_percent_enters_as_a_plain_ratio(figures):
    made = sold(figures.baskets, figures.sold_share)
    # 55 percent of 8,500, 60 of 9,000, 65 of 9,500; each enters once, whatever the formula's own steps
    assert ends(made) == (4675, 5400, 6175)
    assert made.rests_on == ("baskets", "sold_share")


def test_an_unnamed_argument_enters_by_its_own_formula_and_its_figures_once(figures):
    both = load(figures.baskets + figures.baskets_2021, figures.trees)
    assert (both.id, both.formula) == ("load", "(baskets + baskets_2021) / trees")
    assert ends(both) == (26.25, 27.5, 28.75)  # 10,500, 11,000 and 11,500 by 400
    assert [each.id for each in both.inputs] == ["baskets", "baskets_2021", "trees"]
    assert ends(share_of(figures.baskets - 100, figures.baskets)) == (0.988235294, 0.988888889, 0.989473684)


def test_a_table_is_taken_row_by_row(figures):
    table = figures.like("baskets", "baskets_2021")
    made = load(table, figures.trees)
    assert isinstance(made, Table)
    assert list(made["id"]) == ["load", "load_baskets_2021"]
    assert list(made["label"]) == list(table["label"]) == ["baskets", "baskets 2021"]
    assert list(made["of"]) == ["baskets", "baskets_2021"]
    assert list(made["central"]) == [22.5, 5]  # 9,000 and 2,000 by 400
    shares = share_of(figures.baskets_2021, table)  # no argument of which names a figure of the data
    assert list(shares["id"]) == ["share_of_baskets", "share_of_baskets_2021"]
    assert list(shares["high"].round(9)) == [0.235294118, 1]  # 2,000 by 8,500, by 2,000
    assert shares.figures[1].label == "part of the whole: baskets 2021"
    with pytest.raises(FigureError, match=r"one table at a time, not part and whole"):
        share_of(table, table)


# --- names --------------------------------------------------------------------------------------------


def test_called_with_another_figure_than_its_argument_names_it_takes_that_ones_name_on(figures):
    other = load(figures.baskets_2021, figures.trees)
    assert (other.id, other.label) == ("load_baskets_2021", "baskets a tree: baskets 2021")
    assert (other.formula, other.central) == ("baskets_2021 / trees", 5)  # 2,000 / 400
    both = load(figures.baskets_2021, figures.pickers)
    assert (both.id, both.label) == ("load_baskets_2021_pickers", "baskets a tree: baskets 2021: pickers")


def test_an_argument_that_names_no_figure_of_the_data_leaves_the_name(figures):
    assert share_of(figures.baskets_2021, figures.baskets).id == "share_of"


# --- units and domain ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "names"), [("trees", "trees is in trees"), ("growth", "growth is in times")])
def test_a_figure_in_another_unit_is_refused_by_name(figures, part, names):
    with pytest.raises(
        UnitError, match=f"share_of takes its part in baskets or euros, and {names}: call it with another"
    ):
        share_of(figures[part], figures.baskets)


def test_an_unnamed_figure_in_another_unit_is_refused_by_its_formula(figures):
    with pytest.raises(UnitError, match=r"and trees \* 2 is in trees"):
        load(figures.trees * 2, figures.trees)


def test_an_argument_without_a_unit_cannot_be_declared():
    with pytest.raises(TypeError, match=r"press does not say in which unit it takes hours"):

        @formula("juice", "litres", apples="baskets")
        def press(apples, hours):
            return apples * hours


def test_what_is_declared_of_no_argument_is_refused():
    """A name misspelt would lose its unit or its domain without a word."""

    def press(apples):
        return apples

    with pytest.raises(TypeError, match=r"press has no argument hour, days"):
        formula("juice", "litres", apples="baskets", hour="hours", domain={"days": (0, 1)})(press)


def test_a_formula_is_one_line_since_pages_show_what_it_returns(figures):
    @formula("juice", "baskets", baskets="baskets")
    def press(baskets):
        """Juice of the baskets."""
        pressed = baskets / 2
        return pressed

    assert press(8) == 4
    with pytest.raises(TypeError, match="press is more than one line"):
        press(figures.baskets)


@pytest.mark.parametrize(
    ("growth", "expected", "text"),
    [
        ((4, "times", "exact", None, "stated"), (0.5, 0.5, 0.5), "0.500 years"),  # ln 2 / ln 4
        ((4, "times", "up_to", None, "stated"), (0.5, None, None), "at least 0.500 years"),  # nearer to one: longer
        ((2, "times", "at_least", None, "stated"), (0, None, 1), "at most 1.00 years"),  # ever faster
        ((1, "times", "about", 1, "stated"), (1.709511291, None, None), "at least 1.70 years"),  # ln 2 / ln 1.5
        # 0.7 to 1.1, ln 2 / ln 1.1 at the least; at 0.9 itself it never doubles
        ((0.9, "times", "about", 0.4, "stated"), (7.272540897, None, None), "at least 7.27 years"),
        ((1, "times", "exact", None, "stated"), (None, None, None), "never doubles"),
        ((0.9, "times", "exact", None, "stated"), (None, None, None), "never doubles"),
        ((1, "times", "up_to", None, "stated"), (None, None, None), "never doubles"),
    ],
)
def test_outside_its_domain_a_formula_has_no_value_and_says_so(figures_of, growth, expected, text):
    made = doubling(figures_of({"growth": growth}).growth)
    assert (ends(made), made.text) == (expected, text)


def test_a_computed_argument_that_may_leave_the_domain_leaves_no_bound(figures_of):
    growth = figures_of({"growth": (2, "times", "about", 1, "stated")}).growth  # 1.5 to 2.5
    inside, across, outside = (doubling(growth - less) for less in (0.25, 1, 2))
    # at 2.25, 1.75 and 1.25: ln 2 / ln of each
    assert ends(inside) == (0.854755646, 1.238612626, 3.10628372)
    assert (across.low, across.central, across.high, across.bound) == (None, None, None, "between")  # 0.5 to 1.5
    assert (outside.interval, outside.text) == (None, "never doubles")  # -0.5 to 0.5
    assert doubling(growth - 1.5).interval is None  # 0 to 1, the end of the domain


# --- how it is stated ---------------------------------------------------------------------------------


def test_a_figure_carries_how_its_formula_is_declared(figures):
    declared = sold(figures.baskets, figures.sold_share).declared
    assert declared is sold.declared
    assert declared.name == "sold"
    assert declared.code == "return baskets - baskets * (1 - share)"
    assert load.declared.sentence.startswith("Baskets that one tree gives.")
    assert declared.place == "figures/test_formula.py"
    assert growth_rate.declared.place == "src/helpers/findings/quantities.py"
    assert (load.__name__, load.__doc__.split(".")[0]) == ("load", "Baskets that one tree gives")


@pytest.mark.parametrize("strange", ["baskets", None, ["baskets"]])
def test_what_is_neither_figure_nor_number_is_refused_beside_a_figure(figures, strange):
    with pytest.raises(FigureError, match="load takes figures, numbers or one table of figures"):
        load(strange, figures.trees)


# --- years -------------------------------------------------------------------------------------------


@formula("growth", "times", later="trees", earlier="trees", years={"later": 0, "earlier": -1})
def grew(later, earlier):
    """How many times an earlier count, a year before, a later one is.

    >>> grew(10, 5)
    2.0
    """
    return later / earlier


def of(year: str, number: float) -> Figure:
    """A count of trees in a period."""
    claim = Claim(
        f"trees_{year[:4]}", "trees", number, None, "trees", "exact", "stated", year, "a forester", "", "", "", ""
    )
    return quoted(claim, "claim", Home({"trees": Unit("trees", "tree", "count", "trees"), "times": BUILT_IN["times"]}))


def test_figures_of_the_years_that_a_formula_takes_are_computed_with():
    assert grew(of("2024", 10), of("2023", 5)).central == 2
    assert grew(of("2024-Q3", 10), of("2023-12", 5)).central == 2
    assert grew(10, of("2021", 5)).central == 2  # a number is of no year


def test_figures_of_other_years_are_refused_with_the_year_that_is_wanted():
    said = (
        r"^grew sets trees_2025, of 2025, beside trees_2023, of 2023, and takes its earlier of 2024: give it the figure of that year, where nobody gave one as "
        r"trees_2023: {value: unknown, period: .2024.}, or correct a period"
    )
    with pytest.raises(FigureError, match=said):
        grew(of("2025", 10), of("2023", 5))
    with pytest.raises(FigureError, match="takes its earlier of 2023"):
        grew(of("2024", 10), of("2024", 5))


def test_a_figure_that_has_to_come_later_than_another_is_refused_where_it_does_not():
    @formula("trees beside those of then", "times", later="trees", earlier="trees", after={"later": "earlier"})
    def beside_then(later, earlier):
        return later / earlier

    assert beside_then(of("2024", 10), of("2020", 5)).central == 2
    assert beside_then(10, of("2020", 5)).central == 2
    for year in ("2020", "2019"):
        with pytest.raises(
            FigureError, match=f"sets trees_{year}, of {year}, beside trees_2020, of 2020, and takes it of"
        ):
            beside_then(of(year, 10), of("2020", 5))


def test_what_rests_on_several_years_is_of_none():
    both = of("2023", 5) + of("2022", 5)
    assert grew(of("2024", 10), both).central == 1
    assert years_of(both) == {2022, 2023}

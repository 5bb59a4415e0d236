"""A table is a DataFrame: rows stay figures through sorting and filtering, and every figure is found by its id."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from helpers.figures.figure import FigureError
from helpers.figures.rows import Series
from helpers.figures.table import Figures, Roles, Table, UnknownFigure, table_by_rows, table_of

# --- rows ---------------------------------------------------------------------------------------------


def test_a_row_holds_what_a_reader_and_a_chart_need(figures):
    table = table_of([figures.baskets, figures.growth, figures.baskets_2023, figures.baskets / figures.trees])
    columns = "id label period low central high unit text number range bound attribution kind of figure"
    assert list(table.columns) == columns.split()
    assert list(table["id"]) == ["baskets", "growth", "baskets_2023", "baskets_over_trees"]
    assert table[["low", "central", "high"]].dtypes.unique().tolist() == [float]
    assert list(table["low"]) == [8500, 0, 3000, 21.25]
    assert list(table["central"].fillna(-1)) == [9000, -1, -1, 22.5]  # a figure that is only bounded has no middle
    assert list(table["high"].fillna(-1)) == [9500, 4, -1, 23.75]  # and an open end is no number
    assert list(table["text"])[1:3] == ["up to 4 times", "at least 3,000 baskets"]
    assert next(iter(table["range"])) == "8,500 to 9,500 baskets"
    assert list(table["number"])[:2] == ["9,000", "4"]
    assert list(table["period"]) == ["2024", "2024", "the third quarter of 2023", ""]
    assert list(table["unit"]) == ["baskets", "times", "baskets", "ratio"]
    assert list(table["bound"]) == ["about", "up_to", "at_least", "about"]
    assert list(table["attribution"]) == ["estimated", "reported", "stated", "estimated"]
    assert list(table["kind"]) == ["claim", "claim", "context", "quantity"]


def test_a_figure_that_is_not_defined_has_no_numbers(figures):
    table = table_of([figures.lost / figures.lost])
    assert table[["low", "central", "high"]].isna().all(axis=None)
    assert list(table["text"]) == ["not defined"]


def test_a_mapping_gives_the_rows_their_labels_and_leaves_the_figures_theirs(figures):
    table = table_of({"this year": figures.baskets, "before": figures.baskets_2021})
    assert list(table["label"]) == ["this year", "before"]
    assert [figure.label for figure in table.figures] == ["baskets", "baskets 2021"]
    relabelled = table.labelled(["now", "then"])
    assert list(relabelled["label"]) == ["now", "then"]
    assert list(relabelled["id"]) == list(table["id"])
    with pytest.raises(ValueError, match="zip"):
        table.labelled(["now"])


def test_rows_take_names_from_what_they_were_made_of_and_from_their_labels(figures):
    table = table_of({"this year": figures.baskets, "before": figures.baskets_2021})
    named = table.named("picked_{of}", "baskets picked {label}")
    assert list(named["id"]) == ["picked_baskets", "picked_baskets_2021"]
    assert [figure.label for figure in named.figures] == ["baskets picked this year", "baskets picked before"]
    assert list(named["label"]) == ["this year", "before"]  # the row's own words stay
    assert list(named["of"]) == ["baskets", "baskets_2021"]
    assert list(named.named("again_{of}")["id"]) == ["again_baskets", "again_baskets_2021"]


def test_one_id_for_two_formulas_or_values_is_refused_and_for_one_is_not(figures, figures_of):
    half = (figures.baskets / 2).named("part")
    with pytest.raises(FigureError, match=r"two figures of a table have the id 'part': give one another"):
        table_of([half, (figures.baskets / 3).named("part")])
    assert len(table_of([half, (figures.baskets / 2).named("part")])) == 2
    with pytest.raises(FigureError, match="have the id 'trees'"):
        table_of([figures.trees, figures_of({"trees": (500, "trees", "exact", None, "stated")}).trees])


def test_what_a_formula_gives_for_each_row_has_an_id_of_its_own(figures):
    table = figures.like("baskets_2021", "baskets_2022")
    halves = table_by_rows(lambda figure: (figure / 2).named("half"), table)
    assert list(halves["id"]) == ["half_baskets_2021", "half_baskets_2022"]
    assert list(table_by_rows(lambda figure: (figure / 2).named("half"), table.head(1))["id"]) == ["half"]


# --- as a DataFrame -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("select", "ids"),
    [
        (lambda table: table.sort_values("high"), ["baskets_2021", "baskets_2022", "baskets"]),
        (lambda table: table.sort_values("low", ascending=False), ["baskets", "baskets_2022", "baskets_2021"]),
        (lambda table: table.query("high > 5000"), ["baskets", "baskets_2022"]),
        (lambda table: table[table["bound"] == "exact"], ["baskets_2021"]),
        (lambda table: table.iloc[[2, 0]], ["baskets_2022", "baskets"]),
        (lambda table: table.tail(1), ["baskets_2022"]),
        (lambda table: table.assign(period=""), ["baskets", "baskets_2021", "baskets_2022"]),
        (lambda table: table.reset_index(drop=True).head(2), ["baskets", "baskets_2021"]),
        (lambda table: pd.concat([table.tail(1), table.head(1)]), ["baskets_2022", "baskets"]),
    ],
)
def test_a_selection_of_rows_is_a_table_of_figures(figures, select, ids):
    selected = select(figures.like("baskets", "baskets_2021", "baskets_2022"))
    assert isinstance(selected, Table)
    assert list(selected["id"]) == [figure.id for figure in selected.figures] == ids


@pytest.mark.parametrize(
    "select",
    [
        lambda table: table[["label", "text"]],
        lambda table: table.drop(columns="figure"),
        lambda table: table.drop(columns="low"),
        lambda table: table.groupby("bound", as_index=False)["high"].sum(),
        lambda table: table[["low", "high"]].T,
    ],
)
def test_what_has_lost_its_figures_is_a_plain_frame(figures, select):
    made = select(figures.like("baskets*"))
    assert isinstance(made, pd.DataFrame)
    assert not isinstance(made, Table)


def test_columns_compute_as_any_column_does(figures):
    table = figures.like("baskets", "baskets_2022")
    assert list(table["high"] - table["low"]) == [1000, 1000]
    assert table["figure"].sum().central == 14_000  # figures add up to a figure
    assert math.isclose(table["central"].mean(), 7000)


def test_the_columns_of_numbers_and_the_figures_make_a_table(figures):
    assert isinstance(figures.like("baskets")[["low", "central", "high", "figure"]], Table)


# --- every figure by its id ---------------------------------------------------------------------------


def test_attribute_and_item_are_the_same_figure(figures):
    assert figures.trees is figures["trees"]
    assert (figures.trees.kind, figures.baskets_2021.kind) == ("claim", "context")
    assert {"trees", "baskets_2021"} <= set(dir(figures))
    assert list(figures)[:2] == ["trees", "baskets"]
    assert len(figures) == 12  # seven, and five beside them
    assert "few_below" not in figures  # a choice is no quoted figure


@pytest.mark.parametrize(("asked", "meant"), [("tree", "trees"), ("baskets_2025", "baskets_202"), ("growht", "growth")])
def test_an_unknown_id_is_answered_with_the_nearest(figures, asked, meant):
    for ask in (lambda: figures[asked], lambda: getattr(figures, asked)):
        with pytest.raises(UnknownFigure) as raised:
            ask()
        assert str(raised.value).startswith(f"no figure of the data has the id '{asked}'; did you mean '{meant}")
    assert figures.get(asked) is None
    assert not hasattr(figures, asked)


def test_an_id_far_from_any_is_answered_with_some_that_are_known(figures):
    with pytest.raises(UnknownFigure, match=r"use one of trees, baskets, growth"):
        figures["zzz"]


@pytest.mark.parametrize(
    ("patterns", "options", "ids"),
    [
        (("baskets_202[12]",), {}, ["baskets_2021", "baskets_2022"]),
        (("wage", "trees"), {}, ["wage", "trees"]),  # in the order asked for
        (("trees", "t*"), {}, ["trees"]),  # each once
        (("*",), {"unit": "baskets", "kind": "claim"}, ["baskets", "lost"]),
        (("*_202?",), {"kind": "claim"}, []),
    ],
)
def test_patterns_find_figures_of_a_unit_or_kind(figures, patterns, options, ids):
    assert list(figures.like(*patterns, **options)["id"]) == ids


def test_a_pattern_that_fits_nothing_is_refused(figures):
    with pytest.raises(UnknownFigure, match=r"'baskets_19\*'"):
        figures.like("trees", "baskets_19*")


def test_the_quoted_figures_are_parted_into_the_articles_and_others(figures):
    assert list(figures.article["id"]) == ["trees", "baskets", "growth", "pickers", "sold_share", "harvest_no", "lost"]
    assert list(figures.independent["id"]) == ["baskets_2021", "baskets_2022", "baskets_2023", "baskets_2024", "wage"]


# --- in time ------------------------------------------------------------------------------------------


def test_a_figure_is_found_by_its_place_in_time(figures):
    assert figures.at("baskets", 2022) is figures.baskets_2022
    missing = figures.at("baskets", 2023, "Q2")
    assert (missing.id, missing.period, missing.unit, missing.kind) == (
        "baskets_2023_q2", "the second quarter of 2023", "baskets", "context",
    )  # fmt: skip
    assert (missing.text, missing.interval, missing.attribution) == ("an unknown number of baskets", None, "unknown")
    assert (missing.claim.speaker, missing.claim.source, missing.claim.origin, missing.claim.grade) == (
        "nobody", "", "", "",
    )  # fmt: skip


def test_a_series_that_no_row_is_of_is_known_by_its_own_row(figures):
    series = {
        "baskets": Series("baskets", "baskets", "baskets"),
        "peaches": Series("peaches", "peaches picked", "trees"),
    }
    figures = Figures(replace(figures.data, series=series))
    missing = figures.at("peaches", 2023, "Q2")
    assert (missing.id, missing.label, missing.unit, missing.period) == (
        "peaches_2023_q2", "peaches picked", "trees", "the second quarter of 2023",
    )  # fmt: skip
    assert (missing.text, missing.interval, missing.attribution, missing.claim.speaker) == (
        "an unknown number of trees", None, "unknown", "nobody",
    )  # fmt: skip
    assert (missing / figures.trees).is_unknown
    assert list(figures.years("peaches", 2030)["id"]) == []
    assert figures.at("baskets", 2022).interval.high == 5500  # 5,000 to the nearest thousand
    with pytest.raises(UnknownFigure, match=r"no row of the data is of the series 'peaches'; add one"):
        figures.latest("peaches")
    # a slip of the pen is a series that nothing names
    with pytest.raises(UnknownFigure) as caught:
        figures.at("peeches", 2023)
    assert str(caught.value) == (
        "no row of the data, and none of data/series.csv, is of the series 'peeches'; did you mean 'peaches'? "
        "A series of which no time has a row takes a row in data/series.csv, with its unit"
    )


def test_a_series_is_known_by_its_years(figures_of):
    row = (1, "baskets", "exact", None, "stated")
    figures = figures_of({
        "picked_2019": (*row, "2019"), "picked_2021": (*row, "2021"), "picked_2021_h2": (*row, "2021-H2"),
        "picked_2022_q1": (*row, "2022-Q1"), "picked_quarter_2030": (*row, "2030"), "picked_by_hand_2031": (*row, "2031"),
    })  # fmt: skip
    assert list(figures.years("picked", 2022)["id"]) == ["picked_2019", "picked_2021"]
    assert list(figures.years("picked", 2021)["id"]) == ["picked_2019"]
    assert figures.latest("picked").id == "picked_2022_q1"
    assert figures.at("picked", 2021, "H2").interval.low == 1
    assert figures_of({"picked_2019": (*row, "2019")}).at("picked", 2020).is_unknown
    with pytest.raises(UnknownFigure, match=r"of the series 'piked'; did you mean 'picked'"):
        figures.at("piked", 2022)


def test_rows_that_are_known_are_told_apart(figures):
    table = table_of([figures.baskets, figures.at("baskets", 2030), figures.lost / figures.lost])
    assert list(table.known["id"]) == ["baskets"]


def test_figures_have_the_names_of_their_parts(figures):
    roles = Roles(before=figures.baskets_2021, after=figures.at("baskets", 2030))
    assert roles.before is figures.baskets_2021
    assert repr(roles).splitlines()[1] == "after: an unknown number of baskets, 2030 (baskets_2030)"
    with pytest.raises(AttributeError, match="no figure stands for 'befor'; did you mean 'before'"):
        roles.befor  # noqa: B018

"""Every form of chart draws what its frame holds, says it in words, and leaves the frame as it was."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
import seaborn as sns
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Affine2D

from helpers.figures import charts
from helpers.figures.figure import FigureError
from helpers.figures.formula import formula
from helpers.figures.palette import CLAIM, COLOUR_NAMES, COMPUTED, CONTEXT, GROUND, INK, LIMIT, PART
from helpers.figures.table import table_of

SVG = "{http://www.w3.org/2000/svg}"
#: The lines of a sweep, by what they stand for.
BY = {60: "most sold", 30: "few sold"}
COUNTS = ("baskets", "baskets_2021", "baskets_2022", "baskets_2023", "baskets_2024")


@formula("part of ten thousand", "ratio", baskets="baskets")
def part(baskets):
    """A share; 5,000 of 10,000 are a half."""
    return baskets / 10_000


@formula("part that was taken", "ratio", taken=("ratio", "percent"), baskets="baskets", whole="baskets")
def part_taken(taken, baskets, whole):
    """A part of a share; of 60 percent, 10 of 100 are 0.06."""
    return taken * baskets / whole


@pytest.fixture(scope="module")
def counts(figures):
    """Five counts: about, exact, about, at least, up to; the first is the article's."""
    return figures.like(*COUNTS)


@pytest.fixture(scope="module")
def shares(figures):
    """Shares in each unit and of each kind: 0.45 to 0.55 and 0.05 and more as ratios, 55 to 65 in percent."""
    few = (figures.pickers / figures.trees).named("few", "pickers by tree")
    return table_of([part(figures.baskets_2022), few, figures.sold_share])


@pytest.fixture(scope="module")
def swung(figures):
    """What moves a share: 0.6 of 5,000 by 8,000 is 0.375."""
    share = part_taken(figures.sold_share, figures.baskets_2022, figures.baskets_2024)
    moved = {"the small one": (figures.sold_share, 0.6, 0.5), "the large one": (figures.baskets_2022, 1000, 5000)}
    return charts.swings(share, moved)


@pytest.fixture(scope="module")
def grid(figures):
    """A share at the points of a sweep: 30 percent of 2,000 by 9,000 is one fifteenth."""
    share = part_taken(figures.sold_share, figures.baskets_2022, figures.baskets)
    return charts.swept(share, sold_share=BY, baskets_2022=[1000, 2000, 4000])


@pytest.fixture(scope="module")
def drawn(counts, shares, swung, grid, choose, figures):
    """A chart of each form."""
    words = {"headline": "It is {baskets_2022}", "caption": "How to read it.", "mention": [figures.baskets_2022]}
    years = figures.like("baskets_2021", "baskets_2022")
    seen = {"weak": ["", "told at the market", ""], "of": ["the fruit", "the trees", "the fruit"]}
    return {
        "ranges": charts.ranges(counts, name="ranges_of", unit="baskets", log=True, **words),
        "linear": charts.ranges(shares, name="linear", unit="share", limits=(0, 100), **words),
        "limited": charts.ranges(
            shares, name="limited", unit="share", log=True, limit=choose(0.2), limit_words="few below", **words
        ),
        "bars": charts.bars(counts, name="bars", unit="baskets", **words),
        "tornado": charts.tornado(swung, name="tornado", unit="share", **words),
        "ladder": charts.ladder(
            shares.assign(**seen), name="ladder", unit="share", limits=(0, 58), threshold=choose(0.2),
            threshold_words="few below", group="of", bands=[charts.Band("across the fruit", "the fruit")], weak="weak", **words
        ),
        "beside": charts.beside(
            figures.like("pickers", "lost"), figures.baskets_2022, name="beside", unit="people", need_words="wanted", **words
        ),
        "columns": charts.columns(
            years, name="columns", unit="baskets", detail=figures.like("baskets_2023"), detail_unit="in the quarter", **words
        ),
        "curves": charts.curves(
            grid, name="curves", unit="part sold", along="baskets_2022", along_unit="baskets", by="sold_share",
            by_words=BY, limit=choose(0.2), limit_words="few below", strokes=figures.like("baskets_202?"),
            stroke_words="a year", **words
        ),
    }  # fmt: skip


FORMS = ["ranges", "linear", "limited", "bars", "tornado", "ladder", "beside", "columns", "curves"]
#: What every form is given.
PLAIN = {"headline": "It rose", "caption": "", "unit": "baskets"}


def lines_at(chart, row: int) -> list[list[float]]:
    """Where the lines and single marks of a row run from and to."""
    return [x for x, y in chart.marks["lines"] if set(y) == {chart.marks["rows"][row]}]


def dots_of(chart) -> dict[int, float]:
    """The dot of each row, by its place among the rows."""
    return {chart.marks["rows"].index(at): number for number, at in chart.marks["points"]}


def words_of(chart) -> str:
    return " ".join(" ".join(chart.marks["words"]).split())


def colours_of(chart, *, of=2) -> list[str]:
    """The colours of lines between two numbers, in the order drawn."""
    return [line.get_color() for line in chart.axes.lines if len(line.get_xdata()) == of]


# --- ranges -----------------------------------------------------------------------------------------


def test_a_dot_is_a_figure_and_a_line_its_hedge(drawn):
    chart = drawn["ranges"]
    # 2,000 to 9,500 lie between a thousand and ten thousand
    assert chart.marks["limits"][0] == [1000, 10_000]
    assert dots_of(chart) == {0: 9000, 1: 2000, 2: 5000}
    assert lines_at(chart, 0) == [[8500, 9500]]
    assert lines_at(chart, 1) == [[2000, 2000]]
    assert lines_at(chart, 2) == [[4500, 5500]]


def test_an_open_end_is_an_arrow_and_a_given_one_an_edge(drawn):
    chart = drawn["ranges"]
    assert sorted(lines_at(chart, 3)) == [[3000], [3000, 10_000], [10_000]]  # at least: edge, line to the rim, arrow
    assert sorted(lines_at(chart, 4)) == [[1000, 8000], [8000]]  # up to: from the rim, edge
    rows = chart.axes.get_yticks()
    markers = {
        (list(rows).index(line.get_ydata()[0]), line.get_xdata()[0]): line.get_marker() for line in chart.axes.lines
    }
    assert markers[3, 10_000] == ">"
    assert markers[3, 3000] == markers[4, 8000] == "|"
    widths = [line.get_linewidth() for line in chart.axes.lines if len(line.get_xdata()) == 2]
    assert widths == [5, 5, 5, 1.6, 5]  # what is open is a fine line


def test_each_kind_has_its_colour_and_all_but_the_commonest_say_which(drawn):
    assert colours_of(drawn["ranges"]) == [CLAIM, CONTEXT, CONTEXT, CONTEXT, CONTEXT]
    assert colours_of(drawn["linear"]) == [COMPUTED, COMPUTED, CLAIM]
    for form, said in (("ranges", "in the article"), ("linear", "in the article")):
        words = drawn[form].marks["words"]
        assert words.count(said) == 1
        assert "independent" not in words
        assert "computed here" not in words


def test_shares_are_drawn_in_percent_whatever_their_unit(drawn):
    chart = drawn["linear"]
    assert chart.marks["limits"][0] == [0, 100]
    assert dots_of(chart) == {0: 50, 2: 60}
    assert lines_at(chart, 0) == [[45, 55]]
    assert [5, 100] in lines_at(chart, 1)
    assert lines_at(chart, 2) == [[55, 65]]
    assert chart.marks["ticks"] == ["0", "20", "40", "60", "80", "100"]
    assert chart.marks["label"] == "Share, percent"
    for words in ("about 50 percent", "at least 5.00 percent", "about 60 percent"):
        assert words in chart.marks["words"]


def test_a_limit_is_a_line_across_and_named(drawn, shares, choose):
    chart = drawn["limited"]
    assert [20, 20] in [x for x, _ in chart.marks["lines"]]
    assert "few below 20 percent" in chart.marks["words"]
    (line,) = [line for line in chart.axes.lines if line.get_color() == LIMIT]
    assert line.get_linestyle() == "--"
    assert "few_below" in chart.figures
    assert chart.alt.endswith("few below: 20 percent.")
    # a share ends at the whole; a limit above the ends that are asked for is still on the scale
    assert chart.marks["limits"][0] == [1, 100]
    cut = charts.ranges(shares, name="cut", limits=(0, 10), limit=choose(0.2), limit_words="few below", **PLAIN)
    assert cut.marks["limits"][0] == [0, pytest.approx(20.4)]


@pytest.mark.parametrize("form", [charts.ranges, charts.bars, charts.ladder])
def test_rows_of_two_units_have_no_scale(figures, form):
    for two in ([figures.baskets, figures.wage], [figures.trees, figures.sold_share]):
        with pytest.raises(FigureError, match="have no scale in common: draw one chart for each"):
            form(table_of(two), name="two", headline="Two at once", unit="baskets", caption="None.")
    form(
        table_of([figures.baskets, figures.trees]), name="one", headline="One", unit="baskets or trees", caption="None."
    )


def test_a_scale_takes_powers_of_ten_only_where_that_is_asked_for(figures_of):
    rows = {"trees": (400, "trees", "exact", None, "stated"), "few": (1000, "trees", "exact", None, "stated")}
    one = charts.ranges(figures_of(rows).article, name="one", log=True, **PLAIN)
    assert one.marks["limits"][0] == [100, 10_000]  # a figure on the rim gets room for its dot
    assert one.marks["ticks"] == ["100", "1,000", "10,000"]
    plain = charts.ranges(figures_of(rows).article, name="one", **PLAIN)
    assert (one.axes.get_xscale(), plain.axes.get_xscale()) == ("log", "linear")
    assert plain.marks["limits"][0] == [0, 1050]  # a twentieth of air above 1,000
    none = {"none": (0, "trees", "up_to", None, "stated")}
    assert charts.ranges(figures_of(none).article, name="none", log=True, **PLAIN).marks["limits"][0] == [1, 10]


# --- a ladder ---------------------------------------------------------------------------------------


def test_a_ladder_runs_from_the_largest_to_the_smallest_within_its_groups(drawn):
    # 60 and 50 percent of the fruit, then at least 5 percent of the trees
    assert list(drawn["ladder"].frame["id"]) == ["sold_share", "part_baskets_2022", "few"]
    words = words_of(drawn["ladder"])
    places = [
        words.index(each)
        for each in ("the fruit", "Sold share", "Part of ten thousand", "the trees", "Pickers by tree")
    ]
    assert places == sorted(places)


def test_a_rung_says_when_by_whom_and_why_it_is_weak(figures, shares):
    chart = charts.ladder(
        figures.like("baskets_2021", "baskets_2024").assign(weak=["", "told at the market"]),
        name="told",
        weak="weak",
        **PLAIN,
    )
    assert "Dec 2024, the grower, grade\N{NO-BREAK SPACE}B2" in chart.marks["words"]
    assert "weak source: told at the market" in chart.marks["words"]
    assert (
        "baskets 2024, December 2024 (December 2024; the grower; grade B2; weak source: told at the market)"
        in chart.alt
    )
    # of computed rows: what not all of them rest on, as they all do on the share and on the whole
    share, whole = figures.sold_share, figures.baskets_2024
    one, other = (part_taken(share, each, whole) for each in (figures.baskets_2021, figures.baskets_2022))
    made = charts.ladder(table_of([one.named("one"), other.named("other")]), name="apart", **PLAIN)
    assert list(made.frame["cited"]) == [figures.baskets_2022, figures.baskets_2021]
    assert made.drawn[2:] == ["baskets_2022", "baskets_2021"]
    both = charts.ladder(
        table_of([part_taken(figures.sold_share, figures.baskets_2021, figures.baskets_2022)]), name="b", **PLAIN
    )
    assert list(both.frame["cited"]) == [None]  # three voices speak in one row
    given = charts.ladder(table_of([one]).assign(who=[figures.wage]), name="given", cite="who", **PLAIN)
    assert list(given.frame["cited"]) == [figures.wage]


def test_a_weak_rung_is_hollow_and_the_others_are_not(figures):
    chart = charts.ladder(
        figures.like("baskets_2021", "baskets_2022").assign(weak=["hearsay", ""]), name="hollow", weak="weak", **PLAIN
    )
    faces = [to_hex(dots.get_facecolor()[0]) for dots in chart.axes.collections]
    assert faces == [CONTEXT, GROUND]  # 5,000 is the larger one


def test_what_lies_beyond_the_scale_is_cut_and_says_so(drawn, figures):
    chart = drawn["ladder"]  # the scale ends at 58 percent, within 55 to 65
    place = chart.marks["rows"].index(next(y for x, (y, *_) in chart.marks["lines"] if x == [58]))
    assert sorted(lines_at(chart, place)) == [[55, 58], [58]]
    assert "about 60 percent" in chart.marks["words"]
    assert 60 not in dots_of(chart).values()
    far = charts.ladder(figures.like("baskets_2021", "baskets_2022"), name="far", limits=(0, 3000), **PLAIN)
    assert lines_at(far, 0) == [[3000]]  # 4,500 to 5,500: an arrow alone
    (arrow,) = [line for line in far.axes.lines if list(line.get_xdata()) == [3000]]
    assert arrow.get_marker() == ">"


def test_a_band_runs_across_the_rows_of_its_group_or_as_its_figure_says(drawn, shares, figures):
    assert [50, 60] in [x for x, _ in drawn["ladder"].marks["lines"]]  # about 50 and about 60 percent
    assert "50 to 60 percent across the fruit" in words_of(drawn["ladder"])
    band = charts.Band("by the book", figure=figures.sold_share)
    chart = charts.ladder(shares, name="booked", bands=[band], **PLAIN)
    assert [55, 65] in [x for x, _ in chart.marks["lines"]]
    assert "55 to 65 percent by the book" in words_of(chart)
    assert chart.alt.endswith("by the book: about 60 percent (55 to 65 percent).")
    # 60 percent, and at least 5: a row without a middle gives its own end
    ends = charts.ladder(
        table_of([shares.figures[1], figures.sold_share]), name="ends", bands=[charts.Band("all")], **PLAIN
    )
    assert "5.00 to 60 percent all" in words_of(ends)
    # of an open one only the words: a bracket has two ends, and a record holds no infinite number
    least = next(figure for figure in shares.figures if figure.high is None)
    open_end = charts.Band("so far", figure=least)
    chart = charts.ladder(shares, name="open", bands=[open_end], **PLAIN)
    assert f"{least.phrase.range} so far" in words_of(chart)
    assert np.isfinite([x for line in chart.marks["lines"] for x in np.ravel(line)]).all()


# --- beside a need ----------------------------------------------------------------------------------


def test_a_need_is_a_band_across_counts_on_one_scale_from_zero(figures):
    rows = figures.like("baskets_2021", "baskets").assign(
        share=[
            (each / figures.baskets_2022).named(f"of_{each.key}") for each in (figures.baskets_2021, figures.baskets)
        ]
    )
    chart = charts.beside(
        rows,
        figures.baskets_2022,
        name="needed",
        need_words="wanted",
        shares="share",
        share_words="of what is wanted",
        **PLAIN,
    )
    (band,) = chart.marks["bars"]
    assert (band[0], band[2]) == (4500, 1000)  # 4,500 to 5,500
    assert chart.marks["limits"][0] == [0, pytest.approx(9975)]  # a twentieth above 9,500
    assert "wanted: about 5,000" in chart.marks["words"]
    assert sorted(lines_at(chart, 0)) == [[0, 2000], [2000, 2000]]
    assert sorted(lines_at(chart, 1)) == [[0, 9000], [8500, 9500]]
    # 2,000 by 5,500 is 0.3636, by 4,500 it is 0.4444; outwards to whole percent
    assert "36 to 45 percent of what is wanted" in words_of(chart)
    assert set(chart.frame["id"]) == {"baskets_2021", "baskets", "of_baskets_2021", "of_baskets"}
    assert chart.alt.endswith("wanted: about 5,000 baskets (4,500 to 5,500 baskets).")
    assert chart.drawn[-1] == "baskets_2022"


def test_an_open_need_runs_to_the_end_of_the_scale(figures):
    chart = charts.beside(figures.like("baskets_2021"), figures.baskets_2023, name="open", need_words="wanted", **PLAIN)
    (band,) = chart.marks["bars"]
    assert (band[0], band[0] + band[2]) == (3000, chart.marks["limits"][0][1])


# --- bars -------------------------------------------------------------------------------------------


def test_a_bar_is_a_figure_from_zero_and_a_whisker_its_hedge(drawn):
    chart = drawn["bars"]
    assert [bar[0] for bar in chart.marks["bars"]] == [0] * 5
    assert [bar[1] + bar[3] / 2 for bar in chart.marks["bars"]] == pytest.approx(chart.marks["rows"], abs=0.1)
    # an upper bound is drawn at its upper end, a lower one at its lower
    assert [bar[2] for bar in chart.marks["bars"]] == [9000, 2000, 5000, 3000, 8000]
    assert [lines_at(chart, row) for row in range(5)] == [[[8500, 9500]], [], [[4500, 5500]], [[3000]], [[0, 8000]]]
    (arrow,) = [line for line in chart.axes.lines if line.get_marker() == ">"]
    assert (arrow.get_xdata()[0], arrow.get_color()) == (3000, INK)


def test_the_part_of_a_bar_is_a_figure_with_its_number_and_words(counts, figures):
    frame = counts.head(2).assign(sold=[figures.baskets_2023, None])
    chart = charts.bars(frame, name="parts", part="sold", part_words="sold at once", **PLAIN)
    assert [(bar.get_width(), to_hex(bar.get_facecolor())) for bar in chart.axes.patches] == [
        (9000, CLAIM), (3000, PART), (2000, CONTEXT),
    ]  # fmt: skip
    assert "at least 3,000 sold at once" in words_of(chart)
    assert list(chart.frame["id"]) == ["baskets", "baskets_2021", "baskets_2023"]
    with pytest.raises(FigureError, match=r"'sold' holds 3000.*figure"):
        charts.bars(counts.head(1).assign(sold=[3000]), name="parts", part="sold", **PLAIN)


def test_chosen_bars_have_the_colour_of_a_part_and_say_why(counts):
    frame = counts.head(3).assign(chosen=[False, True, False])
    chart = charts.bars(frame, name="chosen", highlight="chosen", highlight_words="a bad year", **PLAIN)
    assert [to_hex(bar.get_facecolor()) for bar in chart.axes.patches] == [CLAIM, PART, CONTEXT]
    assert chart.marks["words"].count("a bad year") == 1


def test_a_limit_across_bars_keeps_its_hedge(counts, figures):
    chart = charts.bars(counts.head(1), name="limit", limit=figures.baskets_2022, limit_words="few below", **PLAIN)
    band = chart.marks["bars"][0]
    assert (band[0], band[0] + band[2]) == (4500, 5500)
    assert "few below about 5,000" in chart.marks["words"]


def test_bars_of_shares_are_in_percent_with_their_part(shares, figures):
    chart = charts.bars(shares.head(1).assign(sold=[shares.figures[1]]), name="shares", part="sold", **PLAIN)
    assert [bar[2] for bar in chart.marks["bars"]] == [50, 5]
    assert lines_at(chart, 0) == [[45, 55]]


# --- columns in time --------------------------------------------------------------------------------


def test_columns_stand_where_their_periods_are_and_a_missing_one_says_so(figures_of):
    rows = {
        f"baskets_{year}": (number, "baskets", "exact", None, "stated", str(year))
        for year, number in ((2023, 3000), (2019, 2000), (2022, 5000))
    }
    chart = charts.columns(figures_of({}, rows).independent, name="years", gap="not counted", **PLAIN)
    middles = [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in chart.axes.patches]
    assert middles == [(2019.5, 2000), (2022.5, 5000), (2023.5, 3000)]
    assert chart.marks["limits"][0] == [2019, 2024]
    (gap,) = [text for text in chart.axes.texts if text.get_text() == "not counted"]
    assert gap.xy == (2021, 0)  # the middle of 2020 and 2021
    for words in ("2019", "2022", "2023", "2,000", "5,000", "3,000"):
        assert words in chart.marks["words"]
    assert "2020" not in chart.marks["words"]


def test_a_column_keeps_its_hedge(drawn):
    # 2022 holds 4,500 to 5,500: a line up and down its middle
    assert [[2022.5, 2022.5], [4500, 5500]] in drawn["columns"].marks["lines"]
    assert "about 5,000" in words_of(drawn["columns"])


def test_a_second_frame_is_a_second_panel_beside_or_below(drawn):
    chart = drawn["columns"]
    assert len(chart.canvas("wide").axes) == len(chart.canvas("narrow").axes) == 2
    (first, second), (upper, lower) = (
        [axes.get_position() for axes in chart.canvas(each).axes] for each in charts.WIDTHS
    )
    assert second.x0 > first.x1
    assert second.y0 == pytest.approx(first.y0)  # one foot
    assert lower.y1 < upper.y0
    detail = chart.marks["detail"]
    assert [bar[3] for bar in detail["bars"]] == [3000]
    assert detail["limits"][0] == [2023 * 4 + 2, 2023 * 4 + 3]  # the third quarter
    assert detail["limits"][1] == chart.marks["limits"][1]  # one scale
    assert {"Q3", "2023", "at least 3,000"} <= set(detail["words"])
    assert list(chart.frame["id"]) == ["baskets_2021", "baskets_2022", "baskets_2023"]


def test_a_second_panel_too_low_to_see_has_a_scale_that_says_so(figures_of):
    rows = {
        "all": (10_000, "baskets", "exact", None, "stated", "2022"),
        "few": (100, "baskets", "exact", None, "stated", "2022-Q1"),
    }
    found = figures_of({}, rows)
    chart = charts.columns(found.like("all"), detail=found.like("few"), detail_unit="a quarter", name="low", **PLAIN)
    assert chart.marks["detail"]["label"] == "A quarter, on a larger scale"
    assert chart.marks["detail"]["limits"][1][1] < 0.1 * chart.marks["limits"][1][1]


def test_a_part_of_a_column_is_labelled_beside_it(figures):
    frame = figures.like("baskets_2021", "baskets_2022").assign(sold=[None, figures.baskets_2023])
    chart = charts.columns(frame, name="parts", part="sold", part_words="sold at once", **PLAIN)
    assert [to_hex(bar.get_facecolor()) for bar in chart.axes.patches] == [CONTEXT, CONTEXT, PART]
    assert chart.marks["bars"][-1][3] == 3000
    assert "at least 3,000" in words_of(chart)
    words = [text for text in chart.axes.texts if text.get_text() in "sold at once"]
    assert {text.get_color() for text in words} == {PART}


def test_a_computed_figure_says_its_time_itself(figures):
    last = (figures.baskets_2022 - figures.baskets_2021).named("last", "the last quarter")
    frame = table_of([last])
    with pytest.raises(FigureError, match=r"last is computed.*time="):
        charts.columns(frame, name="timeless", **PLAIN)
    chart = charts.columns(frame.assign(when="2022-Q4"), name="timed", time="when", **PLAIN)
    assert chart.marks["limits"][0] == [2022 * 4 + 3, 2022 * 4 + 4]
    with pytest.raises(FigureError, match="equally long"):
        charts.columns(figures.like("baskets_2022", "baskets_2023"), name="mixed", **PLAIN)


def test_time_runs_downwards_where_numbers_have_no_room(figures_of):
    rows = {
        f"y{year}": (1_234_500 + year, "baskets", "exact", None, "stated", str(year))
        for year in range(2010, 2023)
        if year != 2015
    }
    chart = charts.columns(figures_of({}, rows).independent, name="many", **PLAIN)
    axes = chart.canvas("narrow").axes[0]
    words = [text.get_text() for text in axes.texts]
    assert [word for word in words if word.startswith("20")] == [str(year) for year in range(2010, 2023)]
    assert words[words.index("2015") + 1] == "no figure"
    assert len({round(step, 6) for step in np.diff(axes.get_yticks())}) == 1  # a year is a step


# --- what moves most --------------------------------------------------------------------------------


def test_swings_change_one_input_and_leave_the_rest(swung, figures):
    # the upper bound of 8,000 stays; 0.6 of 1,000 by 8,000 is 0.075, of 5,000 it is 0.375; 0.5 of 5,000 is 0.3125
    assert list(swung["label"]) == ["the large one", "the small one"]
    assert list(swung["base"]) == ["baskets_2022", "sold_share"]
    assert swung[["low", "high"]].to_numpy().tolist() == [pytest.approx([0.075, 0.375]), pytest.approx([0.3125, 0.375])]
    assert list(swung["swing"]) == pytest.approx([0.3, 0.0625])
    assert list(swung["text"]) == ["7.5 to 37.5 percent", "31.2 to 37.5 percent"]


def test_a_swing_that_leads_away_to_one_side_is_as_large_as_the_way_there(figures):
    share = part_taken(figures.sold_share, figures.baskets_2022, figures.baskets_2024)  # 0.6 of 5,000 by 8,000 is 0.375
    moved = {"near it": (figures.sold_share, 0.5, 0.7), "far away": (figures.baskets_2022, 1000, 2000)}
    # 0.5 and 0.7 of 5,000 by 8,000 are 0.3125 and 0.4375; 0.6 of 1,000 and of 2,000 are 0.075 and 0.15, 0.3 below it
    swung = charts.swings(share, moved)
    assert list(swung["label"]) == ["far away", "near it"]
    assert list(swung["swing"]) == pytest.approx([0.3, 0.125])


def test_a_tornado_is_a_bar_a_row_on_a_scale_from_zero(drawn):
    chart = drawn["tornado"]
    assert lines_at(chart, 0) == [[7.5, 37.5]]
    assert lines_at(chart, 1) == [[31.25, 37.5]]
    assert dots_of(chart) == {}
    low, high = chart.marks["limits"][0]
    assert low == 0
    assert 37.5 < high < 50
    assert chart.axes.get_xscale() == "linear"


def test_a_tornado_is_drawn_where_nothing_moves(swung):
    charts.tornado(swung.assign(low=0.0, high=0.0), name="nothing", **PLAIN).svg("wide")


# --- a sweep ----------------------------------------------------------------------------------------


def test_a_sweep_is_a_line_for_each_number_in_percent(drawn):
    chart = drawn["curves"]
    # 60 percent of 1,000, 2,000 and 4,000 by 9,000 are 6.67, 13.3 and 26.7 percent; 30 percent of them half of that
    expected = [[1000, 2000, 4000], [20 / 3, 40 / 3, 80 / 3], [10 / 3, 20 / 3, 40 / 3]]
    lines = [each for each in chart.marks["lines"] if len(each[0]) == 3]
    assert [lines[0][0], *[each[1] for each in lines]] == [pytest.approx(each, rel=1e-4) for each in expected]
    assert {"Most sold", "Few sold", "most sold", "few sold"} & set(chart.marks["words"]) == {"most sold", "few sold"}
    assert chart.marks["limits"][0] == [1000, 4000]
    strokes = [each[0] for each in chart.marks["lines"] if len(set(each[0])) == 1]
    assert strokes == [[2000, 2000], [3000, 3000]]  # 5,000 and 8,000 lie beyond the foot


def test_a_sweep_is_told_by_the_ends_of_its_lines(drawn, grid):
    said = drawn["curves"].alt
    assert said.count("sold share: about 60 percent") == 2
    assert "baskets 2022: about 1,000 baskets" in said
    assert "baskets 2022: about 2,000 baskets" not in said
    assert len(drawn["curves"].frame) == len(grid) == 6


def test_a_sweep_of_nothing_is_drawn_without_a_line(grid, choose):
    words = {"along": "baskets_2022", "along_unit": "baskets", "by": "sold_share"}
    chart = charts.curves(grid[:0], name="none", limit=choose(0.2), limit_words="few below", **words, **PLAIN)
    assert chart.alt.startswith("It rose.")
    assert "nan" not in chart.svg("narrow")
    alone = charts.curves(grid[:3], name="one", along="baskets_2022", along_unit="baskets", **PLAIN)
    assert [len(each[0]) for each in alone.marks["lines"]] == [3]


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_words_for_those_who_cannot_see_hold_every_row(drawn, form):
    chart = drawn[form]
    told = chart.frame[chart.frame["told"]] if form == "curves" else chart.frame
    assert chart.alt.startswith("It is about 5,000 baskets. ")
    assert "How to read it" not in chart.alt
    for row in told.itertuples():
        label = f"{row.label}, {row.period}" if row.period else row.label
        note = f" ({row.note})" if getattr(row, "note", "") else ""
        assert f"{label}{note}: {row.text}" in chart.alt
        assert row.range in chart.alt
    assert not re.search(r"\bnan\b|None|\{", chart.alt)
    assert repr(chart) == chart.alt


def test_the_alternative_text_by_hand(counts):
    chart = charts.ranges(
        counts.tail(2),
        name="two",
        unit="",
        headline="It fell, says {baskets_2024}.",
        caption="Not said: {baskets_2023}",
    )
    assert chart.alt == (
        "It fell, says up to 8,000 baskets. baskets 2023, the third quarter of 2023: at least 3,000 baskets; "
        "baskets 2024, December 2024: up to 8,000 baskets."
    )


@pytest.mark.parametrize("form", [form for form in FORMS if form != "curves"])
def test_each_row_has_its_words_beside_it_in_both_pictures(drawn, form):
    chart = drawn[form]
    for row in chart.frame.itertuples():
        label = f"{row.label}, {row.period}" if row.period and form not in ("ladder", "columns") else row.label
        assert form == "columns" or label[:1].upper() + label[1:] in words_of(chart)
        assert row.number in words_of(chart) + " ".join(chart.marks.get("detail", {}).get("words", []))
    for variant in ("wide", "narrow"):
        svg = " ".join("".join(ElementTree.fromstring(chart.svg(variant)).itertext()).split())
        assert all(word in svg for word in words_of(chart).split())


@pytest.mark.parametrize("template", ["headline", "caption"])
def test_a_headline_prints_rows_inputs_and_what_is_mentioned_and_nothing_else(shares, figures, template):
    def make(words, **more):
        return charts.ranges(
            shares, name="printed", unit="", **{"headline": "It is", "caption": ""} | {template: words}, **more
        )

    chart = make("{few} of {pickers} and {trees.low}")
    if template == "headline":
        assert chart.alt.startswith("At least 5.00 percent of at least 20 pickers and 400 trees. ")
    with pytest.raises(FigureError, match=rf"{template} of printed.*wage.*mention"):
        make("{few} at {wage}")
    make("{wage}", mention=[figures.wage])


def test_a_chart_has_a_headline(counts):
    for form in (charts.ranges, charts.bars, charts.columns, charts.ladder, charts.tornado):
        with pytest.raises(TypeError, match="headline"):
            form(counts, name="mute", unit="", caption="")
    with pytest.raises(TypeError, match="headline"):
        charts.beside(counts, counts.figures[0], name="mute", unit="", caption="", need_words="")
    with pytest.raises(FigureError, match="mute has no headline"):
        charts.ranges(counts, name="mute", unit="", caption="", headline=" ")


# --- the pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_is_drawn_wide_and_narrow_with_words_as_words(drawn, form):
    widths = {}
    for variant in ("wide", "narrow"):
        root = ElementTree.fromstring(drawn[form].svg(variant))
        assert root.tag == f"{SVG}svg"
        *_, widths[variant], height = map(float, root.get("viewBox").split())
        assert height > 50
        fonts = {text.get("style").partition("font-family: ")[2].partition(";")[0] for text in root.iter(f"{SVG}text")}
        assert fonts == {"var(--pst-font-family-base, sans-serif)"}  # the page's own
        places = " ".join(value for each in root.iter() for key, value in each.items() if key in ("d", "x", "y"))
        assert "nan" not in places
    assert widths["wide"] > 1.5 * widths["narrow"]
    assert widths["narrow"] <= 300  # points: fits a phone


LONG = (
    "baskets that were picked in the first week of the harvest by those whom nobody else had wanted to hire this year"
)


@pytest.fixture(scope="module")
def crowded(counts, shares, swung, grid, choose, figures):
    """A chart of each form whose words are as long as words get; one of them cannot be broken."""
    named = ["w" * 60, *[f"{LONG} {index}" for index in range(1, 5)]]
    rows, parts = counts.assign(label=named), shares.assign(label=named[:3])
    sold = [*[figures.baskets_2022] * 4, None]
    words = {"headline": "Long", "caption": "", "unit": LONG}
    limit = {"limit": choose(0.2), "limit_words": LONG}
    years = {
        f"y{year}": (number, "baskets", "about", 1000, "stated", str(year))
        for year, number in ((2015, 1_510_000), (2016, 20_000), (2019, 1_500_000), (2020, 1_490_000), (2021, 700_000))
    }
    return {
        "ranges": charts.ranges(rows, name="a", log=True, **words),
        "limited": charts.ranges(parts, name="b", **limit, **words),
        "bars": charts.bars(rows.assign(sold=sold), name="c", part="sold", part_words=LONG, **words),
        "highlighted": charts.bars(rows.assign(best=True), name="d", highlight="best", highlight_words=LONG, **words),
        "tornado": charts.tornado(swung.assign(label=named[:2]), name="e", **words),
        "ladder": charts.ladder(
            parts.assign(weak=LONG, group=LONG), name="f", weak="weak", group="group", limits=(0, 30), threshold=choose(0.2),
            threshold_words=LONG, bands=[charts.Band(LONG, LONG)], **words
        ),
        "beside": charts.beside(
            rows.assign(share=shares.figures[0]), figures.baskets_2022, name="g", shares="share", share_words=LONG,
            need_words=LONG, **words
        ),
        "columns": charts.columns(figures.like("baskets_2021"), name="h", detail=figures.like("baskets_2023"), detail_unit=LONG, gap=LONG, **words),
        "curves": charts.curves(
            grid, name="j", along="baskets_2022", along_unit=LONG, by="sold_share", by_words={60: LONG, 30: "w" * 60},
            log=True, strokes=figures.like("baskets_202?"), stroke_words=LONG, **limit, **words
        ),
        "years": (years, words),
    }  # fmt: skip


@pytest.fixture(scope="module")
def crowded_columns(figures_of, crowded, figures):
    """Columns of long numbers, gaps and a part, upright and downwards."""
    years, words = crowded["years"]
    frame = figures_of({}, years).independent
    part = frame.assign(sold=[frame.figures[4], None, None, frame.figures[4], None])
    return charts.columns(
        part, name="i", gap="no figure was published", part="sold", part_words="sold at once", **words
    )


def boxes(canvas) -> list:
    """The words of a drawing, each with its box in points."""
    canvas.set_dpi(720)  # so fine that no hint of a screen moves a letter
    renderer = FigureCanvasAgg(canvas).get_renderer()
    texts = [
        text
        for axes in canvas.axes
        for text in (*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label)
        if text.get_text().strip() and text.get_visible()
    ]
    points = Affine2D().scale(72 / canvas.dpi)
    return [(text.get_text(), text.get_window_extent(renderer).transformed(points)) for text in texts]


@pytest.mark.parametrize("variant", charts.WIDTHS)
@pytest.mark.parametrize("form", [*FORMS, "limited", "highlighted", "crowded columns"])
def test_no_words_meet_and_none_leaves_the_canvas(drawn, crowded, crowded_columns, form, variant):
    made = [crowded_columns] if form == "crowded columns" else [each[form] for each in (drawn, crowded) if form in each]
    for chart in made:
        canvas = chart.canvas(variant)
        width, height = canvas.get_size_inches() * 72
        found = boxes(canvas)
        assert len(found) > 3
        for words, box in found:
            assert min(box.x0, box.y0) >= -1, (words, box)
            assert max(box.x1 - width, box.y1 - height) <= 1, (words, box)
        for (one, box), (other, beside) in itertools.combinations(found, 2):
            across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            along = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert min(across, along) < 1.0, f"{one!r} meets {other!r}"


@pytest.mark.parametrize("form", FORMS)
def test_words_are_never_smaller_than_a_phone_can_show(drawn, form):
    # 9 points on a sheet of 259 are 12 pixels on a screen of 350
    for axes in drawn[form].canvas("narrow").axes:
        sizes = {text.get_fontsize() for text in (*axes.texts, *axes.get_xticklabels(), axes.xaxis.label)}
        assert min(sizes) * 350 / charts.WIDTHS["narrow"] >= 12


def test_drawing_twice_gives_the_same_bytes(drawn, counts):
    first, again = (charts.bars(counts, name="same", **PLAIN) for _ in range(2))
    assert [again.svg(variant) for variant in charts.WIDTHS] == [first.svg(variant) for variant in charts.WIDTHS]
    assert again.marks == first.marks == drawn["bars"].marks


def test_no_two_pictures_share_an_id_and_every_reference_resolves(drawn):
    seen = set()
    for text in (chart.svg(variant) for chart in drawn.values() for variant in charts.WIDTHS):
        own = re.findall(r'\bid="([^"]*)"', text)
        assert len(own) == len(set(own))
        assert not seen & set(own)
        seen |= set(own)
        assert set(re.findall(r'(?:href="#|url\(#)([^")]*)', text)) <= set(own)
    assert any(name.startswith("ranges-of-narrow-") for name in seen)


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_holds_no_clock_no_path_and_only_named_colours(drawn, form):
    for variant in charts.WIDTHS:
        text = drawn[form].svg(variant)
        assert not re.search(r"<metadata|<\?xml|<title|/tmp|/work", text)
        pairs = set(re.findall(r"var\(--chart-(\w+), (#[0-9a-f]{6})\)", text))
        assert pairs
        assert pairs <= {(name, colour) for colour, name in COLOUR_NAMES.items()}
        rest = re.sub(r"var\(--chart-\w+, #[0-9a-f]{6}\)", "", text)
        assert not re.findall(r"(?:fill|stroke): *#[0-9a-f]{3,6}", rest), "a colour without a name"


@pytest.mark.parametrize("form", FORMS)
def test_the_axes_have_a_label_and_neither_title_nor_legend(drawn, form):
    axes = drawn[form].axes
    assert drawn[form].marks["label"] == axes.get_xlabel() != ""
    assert [axes.get_title(loc=where) for where in ("left", "center", "right")] == ["", "", ""]
    assert axes.get_legend() is None
    assert ("logarithmic scale" in axes.get_xlabel()) is (axes.get_xscale() == "log") is (form in ("ranges", "limited"))
    assert np.isfinite([*axes.get_xlim(), *axes.get_ylim()]).all()


def test_an_author_may_draw_on_the_axes_and_no_canvas_stays_open(counts):
    chart = charts.bars(counts, name="mine", **PLAIN)
    chart.axes.annotate("a good year", (5000, 1))
    assert "a good year" in chart.marks["words"]
    assert "a good year" in chart.svg("wide")
    assert plt.get_fignums() == []


# --- frames -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [charts.ranges, charts.bars, charts.tornado, charts.ladder])
def test_a_drawing_leaves_its_frame_alone(figures, form):
    frame, before = figures.like(*COUNTS), figures.like(*COUNTS)
    form(frame, name="same", **PLAIN).svg("narrow")
    assert list(frame.columns) == list(before.columns)
    assert frame.drop(columns="figure").equals(before.drop(columns="figure"))


def test_a_table_is_drawn_by_seaborn_and_by_pandas_as_it_is(counts):
    axes = sns.barplot(data=counts, x="central", y="label", ax=Canvas().add_subplot(), errorbar=None)
    assert [tick.get_text() for tick in axes.get_yticklabels()] == list(counts["label"])
    assert sorted(bar.get_width() for bar in axes.patches if bar.get_width() > 0) == [2000, 5000, 9000]
    axes = counts.plot.barh(x="label", y="central", ax=Canvas().add_subplot())
    assert [bar.get_width() for bar in axes.patches][:3] == [9000, 2000, 5000]
    axes = counts.sort_values("low").plot(x="label", y=["low", "high"], ax=Canvas().add_subplot())
    assert list(axes.lines[0].get_ydata()) == [0, 2000, 3000, 4500, 8500]


def test_columns_without_a_row_say_so():
    chart = charts.columns(
        table_of([]), name="none", headline="Nothing was counted.", caption="Nothing.", unit="baskets", gap="no figure"
    )
    assert "No figure" in chart.svg("wide")
    assert chart.alt == "Nothing was counted."


def test_a_row_that_is_not_known_has_words_and_no_mark(figures):
    rows = table_of([figures.baskets_2021, figures.at("baskets", 2030)])
    chart = charts.bars(rows, name="some", headline="Some are known.", caption="Bars.", unit="baskets")
    assert "an unknown number" in chart.svg("wide")
    bars = [bar for bar in chart.axes.patches if bar.get_width() > 0]
    assert len(bars) == 1


def test_words_speak_of_a_figure_by_another_name(figures):
    chart = charts.bars(
        table_of([figures.baskets_2021]), name="named", headline="Of {those} trees", caption="Bars.", unit="baskets",
        mention={"those": figures.trees},
    )  # fmt: skip
    assert chart.alt.startswith("Of 400 trees trees.")


def test_nothing_swings_on_a_figure_that_is_not_known(figures):
    missing = figures.at("baskets", 2030)
    with pytest.raises(FigureError, match="baskets_2030_over_trees rests on baskets_2030, which is not known"):
        charts.swings(missing / figures.trees, {"trees": (figures.trees, 1, 2)})

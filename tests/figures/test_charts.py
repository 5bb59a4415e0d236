"""Every form of chart draws what its frame holds, says it in words, and leaves the frame as it was."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
import seaborn as sns
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas

from helpers.figures import charts
from helpers.figures.figure import FigureError
from helpers.figures.formula import formula
from helpers.figures.palette import CLAIM, COLOUR_NAMES, COMPUTED, CONTEXT, INK, LIMIT
from helpers.figures.table import table_of

SVG = "{http://www.w3.org/2000/svg}"
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
def drawn(counts, shares, swung, choose):
    """A chart of each form."""
    words = {"caption": "What is drawn: 100 % of it. More follows."}
    return {
        "ranges": charts.ranges(counts, name="ranges_of", unit="baskets (log scale)", **words),
        "linear": charts.ranges(shares, name="linear", unit="share", limits=(0, 100), **words),
        "limited": charts.ranges(
            shares, name="limited", unit="share (log scale)", limit=choose(0.2), limit_words="few below", **words
        ),
        "bars": charts.bars(counts, name="bars", unit="baskets", **words),
        "tornado": charts.tornado(swung, name="tornado", unit="share", **words),
    }


FORMS = ["ranges", "linear", "limited", "bars", "tornado"]


def lines_at(chart, position: float) -> list[list[float]]:
    """Where the lines and single marks of a row run from and to."""
    return [x for x, y in chart.marks["lines"] if set(y) == {position}]


def dots_of(chart) -> dict[float, float]:
    """The dot of each row, by its position."""
    (flat,) = chart.marks["points"] or [[]]
    return dict(zip(flat[1::2], flat[::2], strict=True))


def words_of(chart) -> str:
    return " ".join(" ".join(chart.marks["words"]).split())


# --- ranges -----------------------------------------------------------------------------------------


def test_a_dot_is_a_figure_and_a_bar_its_hedge(drawn):
    chart = drawn["ranges"]
    # 2,000 to 9,500 lie between a thousand and ten thousand
    assert chart.marks["limits"][0] == [1000, 10_000]
    assert dots_of(chart) == {0: 9000, -1: 2000, -2: 5000}
    assert lines_at(chart, 0) == [[8500, 9500]]
    assert lines_at(chart, -1) == [[2000, 2000]]
    assert lines_at(chart, -2) == [[4500, 5500]]


def test_an_open_end_is_an_arrow_and_a_given_one_an_edge(drawn):
    chart = drawn["ranges"]
    assert sorted(lines_at(chart, -3)) == [[3000], [3000, 10_000], [10_000]]  # at least: edge, bar to the rim, arrow
    assert sorted(lines_at(chart, -4)) == [[1000, 8000], [8000]]  # up to: from the rim, edge
    markers = {(line.get_ydata()[0], line.get_xdata()[0]): line.get_marker() for line in chart.axes.lines}
    assert markers[-3, 10_000] == ">"
    assert markers[-3, 3000] == markers[-4, 8000] == "|"


def test_each_kind_has_its_colour(drawn):
    bars = [line.get_color() for line in drawn["ranges"].axes.lines if len(line.get_xdata()) == 2]
    assert bars == [CLAIM, CONTEXT, CONTEXT, CONTEXT, CONTEXT]
    bars = [line.get_color() for line in drawn["linear"].axes.lines if len(line.get_xdata()) == 2]
    assert bars == [COMPUTED, COMPUTED, CLAIM]


def test_shares_are_drawn_in_percent_whatever_their_unit(drawn):
    chart = drawn["linear"]
    assert chart.marks["limits"][0] == [0, 100]
    assert dots_of(chart) == {0: 50, -2: 60}
    assert lines_at(chart, 0) == [[45, 55]]
    assert [5, 100] in lines_at(chart, -1)
    assert lines_at(chart, -2) == [[55, 65]]
    assert chart.axes.xaxis.get_major_formatter()(20, 0) == "20 %"
    for words in ("about 50 %", "at least 5.00 %", "about 60 %"):
        assert words in chart.marks["words"]


def test_a_limit_is_a_line_across_and_named(drawn, shares, choose):
    chart = drawn["limited"]
    assert [20, 20] in [x for x, _ in chart.marks["lines"]]
    assert "few below 20 %" in chart.marks["words"]
    (line,) = [line for line in chart.axes.lines if line.get_color() == LIMIT]
    assert line.get_linestyle() == "--"
    assert "few_below" in chart.figures
    # a share ends at the whole, and the scale reaches down to a small limit
    assert chart.marks["limits"][0] == [0.1, 100]
    low = charts.ranges(shares, name="low", unit="", caption="", limit=choose(0.0004), limit_words="few below")
    assert low.marks["limits"][0] == [pytest.approx(0.04), 100]
    assert "few below 0.04 %" in low.marks["words"]


def test_a_logarithmic_scale_takes_whole_decades_and_a_linear_one_what_is_given(figures_of):
    rows = {"trees": (400, "trees", "exact", None, "stated"), "few": (1000, "trees", "exact", None, "stated")}
    one = charts.ranges(figures_of(rows).article, name="one", unit="", caption="")
    assert one.marks["limits"][0] == [100, 10_000]  # a figure on the rim gets room for its dot
    none = charts.ranges(
        figures_of({"none": (0, "trees", "up_to", None, "stated")}).article, name="none", unit="", caption=""
    )
    assert none.marks["limits"][0] == [1, 10]
    assert (one.axes.get_xscale(), none.axes.get_xscale()) == ("log", "log")


# --- bars -------------------------------------------------------------------------------------------


def test_a_bar_is_a_figure_from_zero_and_a_whisker_its_hedge(drawn):
    chart = drawn["bars"]
    assert [bar[0] for bar in chart.marks["bars"]] == [0] * 5
    assert [bar[1] + bar[3] / 2 for bar in chart.marks["bars"]] == pytest.approx([0, 1, 2, 3, 4])
    # an upper bound is drawn at its upper end, a lower one at its lower
    assert [bar[2] for bar in chart.marks["bars"]] == [9000, 2000, 5000, 3000, 8000]
    assert [lines_at(chart, row) for row in range(5)] == [[[8500, 9500]], [], [[4500, 5500]], [[3000]], [[0, 8000]]]
    (arrow,) = [line for line in chart.axes.lines if line.get_marker() == ">"]
    assert (arrow.get_ydata()[0], arrow.get_color()) == (3, INK)


def test_the_coloured_part_of_a_bar_is_a_column(counts):
    frame = counts.head(2).assign(sold=[1000, 500])
    bars = charts.bars(frame, name="parts", unit="", caption="", part="sold").axes.patches
    assert [(bar.get_width(), to_hex(bar.get_facecolor())) for bar in bars] == [
        (9000, CONTEXT), (2000, CONTEXT), (1000, CLAIM), (500, CLAIM),
    ]  # fmt: skip


def test_chosen_bars_are_coloured(counts):
    frame = counts.head(3).assign(chosen=[False, True, False])
    bars = charts.bars(frame, name="chosen", unit="", caption="", highlight="chosen").axes.patches
    assert [to_hex(bar.get_facecolor()) for bar in bars] == [CONTEXT, CLAIM, CONTEXT]


def test_a_limit_beside_a_bar_keeps_its_hedge(counts, figures):
    chart = charts.bars(
        counts.head(1), name="beside", unit="", caption="", limit=figures.baskets_2022, limit_words="few below"
    )
    assert [5000, 5000] in [x for x, _ in chart.marks["lines"]]
    (band,) = chart.axes.collections
    assert (band.get_paths()[0].vertices[:, 0].min(), band.get_paths()[0].vertices[:, 0].max()) == (4500, 5500)
    assert "few below about 5,000" in chart.marks["words"]


def test_bars_of_shares_are_in_percent_with_their_part(shares):
    frame = shares.head(1).assign(sold=[0.25])
    chart = charts.bars(frame, name="shares", unit="", caption="", part="sold")
    assert [bar[2] for bar in chart.marks["bars"]] == [50, 25]
    assert lines_at(chart, 0) == [[45, 55]]


# --- what moves most --------------------------------------------------------------------------------


def test_swings_change_one_input_and_leave_the_rest(swung, figures):
    # the upper bound of 8,000 stays; 0.6 of 1,000 by 8,000 is 0.075, of 5,000 it is 0.375; 0.5 of 5,000 is 0.3125
    assert list(swung["label"]) == ["the large one", "the small one"]
    assert list(swung["base"]) == ["baskets_2022", "sold_share"]
    assert swung[["low", "high"]].to_numpy().tolist() == [pytest.approx([0.075, 0.375]), pytest.approx([0.3125, 0.375])]
    assert list(swung["swing"]) == pytest.approx([0.3, 0.0625])
    assert list(swung["text"]) == ["7.5 to 37.5 percent", "31.2 to 37.5 percent"]


def test_a_tornado_is_a_bar_a_row_on_a_scale_from_zero(drawn):
    chart = drawn["tornado"]
    assert lines_at(chart, 0) == [[7.5, 37.5]]
    assert lines_at(chart, -1) == [[31.25, 37.5]]
    assert dots_of(chart) == {}
    low, high = chart.marks["limits"][0]
    assert low == 0
    assert 37.5 < high < 50
    assert chart.axes.get_xscale() == "linear"


def test_a_tornado_is_drawn_where_nothing_moves(swung):
    charts.tornado(swung.assign(low=0.0, high=0.0), name="nothing", unit="", caption="").svg("wide")


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_words_for_those_who_cannot_see_hold_every_row(drawn, form):
    chart = drawn[form]
    assert chart.alt.startswith("What is drawn: 100 % of it. ")
    assert "More follows" not in chart.alt
    for row in chart.frame.itertuples():
        assert f"{row.label}, {row.period}: {row.text}" in chart.alt or f"{row.label}: {row.text}" in chart.alt
        assert row.range in chart.alt
    assert not re.search(r"\bnan\b|None|\{", chart.alt)
    assert repr(chart) == chart.alt


def test_the_alternative_text_by_hand(counts):
    chart = charts.ranges(counts.tail(2), name="two", unit="", caption="It fell, says {baskets_2024}")
    assert chart.alt == (
        "It fell, says up to 8,000 baskets. baskets 2023, the third quarter of 2023: at least 3,000 baskets; "
        "baskets 2024, December 2024: up to 8,000 baskets."
    )


@pytest.mark.parametrize("form", FORMS)
def test_each_row_has_its_words_beside_it_in_both_pictures(drawn, form):
    chart = drawn[form]
    for row in chart.frame.itertuples():
        label = f"{row.label}, {row.period}" if row.period else row.label
        assert label[:1].upper() + label[1:] in words_of(chart)
        assert row.number in words_of(chart)
    for variant in ("wide", "narrow"):
        svg = " ".join("".join(ElementTree.fromstring(chart.svg(variant)).itertext()).split())
        assert all(word in svg for word in words_of(chart).split())


def test_a_caption_prints_rows_inputs_and_what_is_mentioned_and_nothing_else(shares, figures):
    given = {"name": "captioned", "unit": ""}
    chart = charts.ranges(shares, caption="{few} of {pickers} and {trees.low}", **given)
    assert chart.alt.startswith("At least 5.00 percent of at least 20 pickers and 400 trees. ")
    with pytest.raises(FigureError, match=r"captioned.*wage.*mention"):
        charts.ranges(shares, caption="{few} at {wage}", **given)
    assert charts.ranges(shares, caption="{wage}", mention=[figures.wage], **given).alt.startswith("120 euros. ")


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


def test_a_long_label_is_broken_where_the_picture_is_narrow(counts):
    long = "baskets that were picked in the first week of the harvest"
    chart = charts.ranges(counts.head(1).labelled([long]), name="long", unit="", caption="")
    shown = {
        variant: [
            "".join(text.itertext()).strip() for text in ElementTree.fromstring(chart.svg(variant)).iter(f"{SVG}text")
        ]
        for variant in charts.WIDTHS
    }
    assert f"B{long[1:]}, 2024" in shown["wide"]
    assert "Baskets that were" in shown["narrow"]
    assert max(map(len, shown["narrow"])) <= 23


def test_drawing_twice_gives_the_same_bytes(drawn, counts):
    first, again = (charts.bars(counts, name="same", unit="baskets", caption="") for _ in range(2))
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
    assert ("log scale" in axes.get_xlabel()) is (axes.get_xscale() == "log")
    assert np.isfinite([*axes.get_xlim(), *axes.get_ylim()]).all()


def test_an_author_may_draw_on_the_axes_and_no_canvas_stays_open(counts):
    chart = charts.bars(counts, name="mine", unit="", caption="")
    chart.axes.annotate("a good year", (5000, 1))
    assert "a good year" in chart.marks["words"]
    assert "a good year" in chart.svg("wide")
    assert plt.get_fignums() == []


# --- frames -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [charts.ranges, charts.bars, charts.tornado])
def test_a_drawing_leaves_its_frame_alone(figures, form):
    frame, before = figures.like(*COUNTS), figures.like(*COUNTS)
    form(frame, name="same", unit="", caption="").svg("narrow")
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

"""Every chart is drawn, says in words what it shows, and shows what its frame holds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from helpers.charts import CHARTS, COLOUR_NAMES, draw
from helpers.verdicts import MARKER, names_used

SVG = "{http://www.w3.org/2000/svg}"
BARS = {"history", "quarters", "purposes", "to_scale"}
SCENARIOS = {
    "the article": {},
    "at least so many came": {"entrants": {"value": 13_221, "bound": "at_least"}},
    "a hundred thousand missing": {"shortage": 100_000},
}


@pytest.fixture(scope="module")
def pictures(judge_of):
    """Each chart of each scenario, drawn once."""
    kept = {}

    def picture(case: str, name: str):
        if (case, name) not in kept:
            kept[case, name] = draw(name, judge_of(SCENARIOS[case]))
        return kept[case, name]

    return picture


#: Charts that a scenario leaves as they are.
UNMOVED = {
    "the article": set(),
    "at least so many came": {"purposes", "artillery"},
    "a hundred thousand missing": {"history", "year_before", "quarters", "purposes", "artillery"},
}


def _cases() -> list[tuple[str, str]]:
    """Each chart of each scenario that moves it."""
    return [(case, name) for case in SCENARIOS for name in CHARTS if name not in UNMOVED[case]]


CASES = _cases()


def near(drawn: float, value: float) -> bool:
    """Whether a mark stands for a value: marks are kept to four digits."""
    return drawn == pytest.approx(value, rel=1e-3, abs=1e-9)


# --- the pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_drawing_twice_gives_the_same_bytes(pictures, judge_of, name):
    assert draw(name, judge_of()) == pictures("the article", name)


@pytest.mark.parametrize(("case", "name"), CASES)
def test_a_chart_is_drawn_wide_and_narrow(pictures, case, name):
    picture = pictures(case, name)
    widths = {}
    for variant, text in (("wide", picture.wide), ("narrow", picture.narrow)):
        root = ElementTree.fromstring(text)
        assert root.tag == f"{SVG}svg"
        _x, _y, width, height = map(float, root.get("viewBox").split())
        assert height > 50
        assert list(root.iter(f"{SVG}text")), "words stay words"
        widths[variant] = width
        assert "nan" not in re.findall(r"[a-z]+", " ".join(re.findall(r' (?:d|x|y|transform)="([^"]*)"', text)))
    assert widths["wide"] > 1.5 * widths["narrow"]
    assert widths["narrow"] <= 300  # points: fits a phone


def test_no_two_pictures_share_an_id_and_every_reference_resolves(pictures):
    seen = set()
    for name in CHARTS:
        picture = pictures("the article", name)
        for text in (picture.wide, picture.narrow):
            own = re.findall(r'\bid="([^"]*)"', text)
            assert len(own) == len(set(own))
            assert not seen & set(own)
            seen |= set(own)
            assert set(re.findall(r'(?:href="#|url\(#)([^")]*)', text)) <= set(own)


def test_a_picture_holds_no_clock_no_path_and_no_title(pictures):
    for name in CHARTS:
        picture = pictures("the article", name)
        for text in (picture.wide, picture.narrow):
            assert "<metadata" not in text
            assert "<?xml" not in text
            assert "<title" not in text
            assert "/tmp" not in text
            assert "/work" not in text
    assert plt.get_fignums() == []  # no figure is kept open


def test_the_colours_are_named_so_that_the_page_can_darken_them(pictures):
    for name in CHARTS:
        text = pictures("the article", name).wide
        named = re.sub(r"var\(--chart-(\w+), (#[0-9a-f]{6})\)", "", text)
        assert "var(--chart-" in text
        assert not [colour for colour in COLOUR_NAMES if colour in named]
        assert set(re.findall(r"var\(--chart-(\w+),", text)) <= set(COLOUR_NAMES.values())
        assert not re.findall(r"(?:fill|stroke): #[0-9a-f]{6}", named), "a colour without a name"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", CHARTS)
def test_the_axes_have_a_label_with_its_unit_and_no_title(judge_of, name, narrow):
    chart = CHARTS[name]
    frame = chart.values(judge_of())
    before = frame.copy()
    axes = chart.draw(frame, Figure().add_subplot(), narrow)
    assert [axes.get_title(loc=where) for where in ("left", "center", "right")] == ["", "", ""]
    assert re.search(r"entries|posts|share", axes.get_xlabel())
    assert not re.search(r"\d", axes.get_xlabel())
    assert axes.get_legend() is None
    assert frame.equals(before)  # a drawing leaves its frame alone
    ends = [limit for limit in (*axes.get_xlim(), *axes.get_ylim())]
    assert all(abs(end) < float("inf") for end in ends)
    assert ("log scale" in axes.get_xlabel()) is (axes.get_xscale() == "log")


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "name"), CASES)
def test_the_words_for_those_who_cannot_see_hold_every_row(pictures, case, name):
    picture = pictures(case, name)
    assert picture.data
    for row in picture.data:
        assert row["label"] in picture.alt
        assert row["text"] in picture.alt
        assert row["range"] in picture.alt
        assert row["period"] in picture.alt
    assert "{" not in picture.alt
    assert "None" not in picture.alt
    assert "nan" not in picture.alt.split()
    assert picture.alt.endswith(".")


@pytest.mark.parametrize(("case", "name"), CASES)
def test_the_caption_types_no_digit_and_its_markers_resolve(pictures, judge_of, case, name):
    picture = pictures(case, name)
    judge = judge_of(SCENARIOS[case])
    assert not re.search(r"\d", MARKER.sub("", picture.caption))
    assert "{" not in judge.fill(picture.caption)
    assert all(judge[used].text for used in [*names_used(picture.caption), *picture.values])


def test_the_words_change_with_the_figures(pictures):
    before, after = pictures("the article", "coverage"), pictures("a hundred thousand missing", "coverage")
    assert "0.88 percent" in before.alt
    assert "0.88 percent" not in after.alt
    assert before.wide != after.wide


# --- marks ------------------------------------------------------------------------------------------


def _rows(picture):
    """The rows of a picture in the units of its axis: ratios are drawn as percent."""
    for index, row in enumerate(picture.data):
        factor = 100 if row["unit"] == "ratio" else 1
        ends = [row[end] if row[end] is None else row[end] * factor for end in ("low", "central", "high")]
        yield index, row, *ends


@pytest.mark.parametrize(("case", "name"), [case for case in CASES if case[1] not in BARS])
def test_each_dot_and_each_range_is_the_frames(pictures, case, name):
    picture = pictures(case, name)
    marks = picture.marks
    left, right = marks["limits"][0]
    dots = [pair for points in marks["points"] for pair in zip(points[::2], points[1::2], strict=True)]
    assert len(dots) == sum(row["central"] is not None for row in picture.data)
    assert marks["bars"] == []
    for index, row, low, central, high in _rows(picture):
        if central is not None:
            assert any(near(x, central) and y == -index for x, y in dots), row
            assert left <= central <= right
        ends = left if low is None else max(low, left), right if high is None else min(high, right)
        drawn = [x for x, y in marks["lines"] if y == [-index, -index]]
        assert any(near(x[0], ends[0]) and near(x[1], ends[1]) for x in drawn), row
        single = [x for x, y in marks["lines"] if y == [-index]]
        arrows = [x for (x,) in single if near(x, right)]
        assert bool(arrows) >= (high is None), row
        assert any(word in row["text"] for word in ("at least", "at most", "up to")) <= bool(single), row


@pytest.mark.parametrize(("case", "name"), [case for case in CASES if case[1] in BARS])
def test_each_bar_and_each_whisker_is_the_frames(pictures, case, name):
    picture = pictures(case, name)
    marks = picture.marks
    bars = marks["bars"]
    assert len(bars) == len(picture.data) * (2 if name == "quarters" else 1)
    for index, row, low, central, high in _rows(picture):
        x, y, width, height = bars[index]
        shown = next(number for number in (central, high, low) if number is not None)
        assert x == 0
        assert near(width, shown), row
        assert near(y + height / 2, index)
        whiskers = [x for x, y in marks["lines"] if y == [index, index]]
        if low is not None and high is not None and low != high:
            assert any(near(x[0], low) and near(x[1], high) for x in whiskers), row
        else:
            assert whiskers == []
        arrows = [x for x, y in marks["lines"] if y == [index] and near(x[0], shown)]
        assert bool(arrows) == (high is None), row


def test_the_darker_part_of_a_quarter_is_its_education(pictures):
    bars = pictures("the article", "quarters").marks["bars"]
    # 38, 332, 3,765; 7,887 less these three = 3,752; 3
    assert [bar[2] for bar in bars[5:]] == [38, 332, 3765, 3752, 3]
    # 812, 1,696, 5,263; 13,221 less these three = 5,450; about 300
    assert [bar[2] for bar in bars[:5]] == [812, 1696, 5263, 5450, 300]


def test_the_threshold_stands_beside_the_entries(pictures, judge_of):
    marks = pictures("the article", "to_scale").marks
    # 0.05 times 1.5 million
    assert any(x == [75_000, 75_000] for x, _y in marks["lines"])
    assert "marginal below about 75,000" in marks["words"]
    chart = CHARTS["to_scale"]
    axes = chart.draw(chart.values(judge_of(parameters={"marginal_below": 0.2})), Figure().add_subplot(), False)
    assert any(list(line.get_xdata()) == [300_000, 300_000] for line in axes.lines)


@pytest.mark.parametrize("name", ["coverage", "estimates", "inflows"])
def test_the_threshold_is_drawn_where_the_parameter_puts_it(pictures, judge_of, name):
    marks = pictures("the article", name).marks
    assert any(x == [5, 5] for x, _y in marks["lines"])
    assert any("5 %" in words for words in marks["words"])
    chart = CHARTS[name]
    axes = chart.draw(chart.values(judge_of(parameters={"marginal_below": 0.2})), Figure().add_subplot(), False)
    assert any(list(line.get_xdata()) == [20, 20] for line in axes.lines)
    assert any("20 %" in words.get_text() for words in axes.texts)


@pytest.mark.parametrize(("case", "name"), CASES)
def test_each_row_has_its_words_beside_it(pictures, case, name):
    picture = pictures(case, name)
    words = " ".join(" ".join(picture.marks["words"]).split())
    for row in picture.data:
        figure = re.sub(r" (percent|[a-z]+)$", "", row["text"].removeprefix("between ").replace(" and ", " to "))
        assert figure.replace("at most", "up to") in words.replace("at most", "up to"), row
    svg = " ".join("".join(ElementTree.fromstring(picture.wide).itertext()).split())
    for word in picture.marks["words"]:
        for line in word.split("\n"):
            assert line in svg, "what is drawn is in the picture as text"


def test_the_tornado_bars_are_what_its_inputs_give(pictures):
    rows = {row["label"].partition(":")[0]: row for row in pictures("the article", "sensitivity").data}
    # 13,221 by 4,800,000 and by 1,500,000
    shortage = rows["the shortage"]
    assert (shortage["low"], shortage["high"]) == pytest.approx((0.002754375, 0.008814), rel=1e-5)
    # two entries a person halve the share
    person = rows["entries by one person"]
    assert (person["low"], person["high"]) == pytest.approx((0.004407, 0.008814), rel=1e-5)
    # 10,985 by 1,500,000
    working = rows["entries that are workers"]
    assert (working["low"], working["high"]) == pytest.approx((0.00732333, 0.008814), rel=1e-5)
    swings = [row["high"] - row["low"] for row in pictures("the article", "sensitivity").data]
    assert swings == sorted(swings, reverse=True)


@pytest.mark.filterwarnings("error")
def test_the_tornado_is_drawn_where_nobody_came(judge_of):
    chart = CHARTS["sensitivity"]
    chart.draw(chart.values(judge_of({"entrants": 0})), Figure().add_subplot(), False)


def test_an_unknown_chart_is_named(judge_of):
    with pytest.raises(KeyError, match="nobody"):
        draw("nobody", judge_of())

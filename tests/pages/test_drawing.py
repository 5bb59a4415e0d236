"""A drawing made lighter: the same picture in fewer letters, which a browser confirms."""

import re

import pytest

from helpers.notebook.results import collect
from helpers.pages.drawing import lighten

WORDS = re.compile(r"<text[^>]*>([^<]*)</text>")
PLAIN = """<svg width="60">
<defs>
<style type="text/css">*{stroke-linejoin: round}</style>
</defs>
<g>
<path d="M 0 48.4
L 18 48.4
z
" style="fill: none; stroke: var(--chart-ink, #1b2733)"/>
<text style="font-size: 10px; font-family: var(--pst-font-family-base, sans-serif); fill: red" transform="rotate(-0 2 3)" x="2">A : b ; c</text>
<text style="font-family: var(--pst-font-family-base, sans-serif)" transform="rotate(-90 2 3)">M 1 L 2</text>
</g>
</svg>"""


def test_what_draws_nothing_goes_and_words_stay():
    assert lighten(PLAIN) == (
        '<svg style="font-family:var(--pst-font-family-base, sans-serif)" width="60"><defs>'
        '<style type="text/css">*{stroke-linejoin: round}</style></defs><g>'
        '<path d="M0 48.4L18 48.4z" style="fill:none;stroke:var(--chart-ink, #1b2733)"/>'
        '<text style="font-size:10px;fill:red" x="2">A : b ; c</text>'
        '<text style="" transform="rotate(-90 2 3)">M 1 L 2</text></g></svg>'
    )


def test_words_in_two_fonts_keep_each_its_own():
    two = PLAIN.replace('font-family: var(--pst-font-family-base, sans-serif)"', 'font-family: monospace"')
    assert "font-family:monospace" in lighten(two)
    assert lighten(two).startswith('<svg width="60">')


@pytest.fixture(scope="module")
def charts(built):
    return collect(built)


def test_every_chart_is_a_sixth_lighter_and_says_the_same(charts):
    for svg in [*charts.wide.values(), *(chart.narrow for chart in charts.charts.values())]:
        light = lighten(svg)
        assert len(light) < 5 / 6 * len(svg)
        assert WORDS.findall(light) == WORDS.findall(svg) != []


def test_a_browser_draws_the_same_picture(browser, charts):
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    name = next(iter(charts.wide))
    for svg in (charts.wide[name], charts.charts[name].narrow):
        pictures = []
        for drawn in (svg, lighten(svg)):
            page.set_content(drawn)
            pictures.append(page.locator("svg").screenshot())
        assert pictures[0] == pictures[1]
    page.close()

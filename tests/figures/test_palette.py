"""The colours stand in one place, and each can be read on its ground."""

import re

import pytest

from helpers.figures.palette import CHART, COLOUR_NAMES, PAGE, PAPER, palette_css

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
#: Contrast that WCAG 2.2 asks of text (1.4.3) and of marks (1.4.11).
TEXT, MARK = 4.5, 3.0


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # known to miss 4.5 by a hair


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_words_and_marks_stand_out_from_their_ground(side):
    ground, wash = CHART["ground"][side], PAGE["wash"][side]
    for name in ("ink", "muted", "claim", "computed", "limit"):
        assert contrast(CHART[name][side], ground) >= TEXT, name
    assert contrast(CHART["context"][side], ground) >= MARK
    for name in ("good", "link", "link-hover"):
        assert contrast(PAGE[name][side], wash) >= TEXT, name


def test_no_other_file_names_a_colour(checkout):
    package = checkout / "src" / "helpers"
    files = [*package.rglob("*.css"), *package.rglob("*.js"), *package.rglob("*.html"), *package.rglob("*.py")]
    named = {path.name: COLOUR.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name for name, found in named.items() if found} == {"palette.py"}


def test_every_colour_that_a_stylesheet_asks_for_is_defined(checkout):
    sheets = list((checkout / "src" / "helpers" / "pages" / "assets").glob("*.css"))
    text = palette_css() + "".join(path.read_text(encoding="utf-8") for path in sheets)
    asked = set(re.findall(r"var\((--(?:chart|report)-[\w-]+)", text))
    defined = set(re.findall(r"(--(?:chart|report)-[\w-]+):", text))
    assert asked <= defined
    assert {f"--chart-{name}" for name in COLOUR_NAMES.values()} <= defined


def test_what_is_printed_is_light():
    everywhere, screen = palette_css().split("@media screen")
    assert 'html[data-theme="dark"]' in screen
    assert "dark" not in everywhere
    for name, (light, dark) in CHART.items():
        assert f"--chart-{name}: {light};" in everywhere
        assert f"--chart-{name}: {dark};" in screen
    assert all(f"--report-{name}: {colour};" in everywhere for name, colour in PAPER.items())

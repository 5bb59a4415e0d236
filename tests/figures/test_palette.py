"""The colours stand in one place, and each can be read on its ground."""

import itertools
import re

import numpy as np
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
    for name in ("ink", "muted", "claim", "computed", "limit", "part"):
        assert contrast(CHART[name][side], ground) >= TEXT, name
    assert contrast(CHART["context"][side], ground) >= MARK
    for name in ("good", "link", "link-hover"):
        assert contrast(PAGE[name][side], wash) >= TEXT, name


#: What a person sees of red, green and blue light who lacks one kind of cone (Machado, Oliveira and Fernandes 2009,
#: severity 1), and one who lacks none.
VISIONS = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
#: Coordinates of CIE 1931 for red, green and blue light of sRGB, and its white.
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
WHITE = [0.95047, 1.0, 1.08883]
#: A difference of CIE 1976 that is seen at a glance, on small marks too; 2.3 is just noticed.
APART = 20.0


def seen(colour: str, vision) -> np.ndarray:
    """A colour as CIE Lab has it, as somebody sees it."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.array(XYZ) @ np.clip(np.array(vision) @ light, 0.009, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_a_difference_is_that_of_the_standard():
    # white is 100 light and without colour; red and green of one lightness meet where no green is seen
    assert seen("#ffffff", VISIONS["all"]) == pytest.approx([100, 0, 0], abs=0.1)
    red, green = "#b35900", "#7a7300"
    assert np.linalg.norm(seen(red, VISIONS["all"]) - seen(green, VISIONS["all"])) > 2 * APART
    assert np.linalg.norm(seen(red, VISIONS["no green"]) - seen(green, VISIONS["no green"])) < APART


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_marks_are_told_apart_by_the_colour_blind_too(side, vision):
    for one, other in itertools.combinations(("claim", "context", "computed", "limit", "part"), 2):
        colours = [seen(CHART[name][side], VISIONS[vision]) for name in (one, other)]
        assert np.linalg.norm(colours[0] - colours[1]) >= APART, (one, other)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_a_number_within_a_part_can_be_read(side):
    assert contrast(CHART["ground"][side], CHART["part"][side]) >= TEXT


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

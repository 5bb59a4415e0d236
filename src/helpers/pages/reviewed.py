"""The reproduction sheet as one page that brings its fonts and drawings with it, asks no network and runs no script.

What it says is a ``Review``; a drawing is shown as a picture, in which nothing that a tampered notebook holds can run.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from helpers.figures.palette import CHART, PAGE, PAPER
from helpers.notebook.causes import DRAWN
from helpers.notebook.drawings import TOLERANCE
from helpers.notebook.review import Review
from helpers.pages.policy import SHEET
from helpers.pages.templating import TEMPLATES, render

ASSETS = Path(__file__).parent / "assets"
#: The outputs of a report, as the sheet lists them.
KINDS = (("verdict", "Verdicts"), ("value", "Values"), ("chart", "Charts"), ("table", "Tables"))
#: Longer lists are folded; so many differences are told of a drawing.
UNFOLDED, TOLD = 8, 6
MARKED = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")


def review_page(review: Review) -> str:
    """The page of a sheet."""
    page = render(
        "review.html",
        review=review,
        about=review.surroundings,
        policy=Markup(SHEET),
        style=Markup(_style()),
        groups=lambda cause: [group for group in review.groups if group.cause is cause and group.heading != DRAWN],
        pieces=lambda line: list(_pieces(line)),
        picture=_picture,
        kinds=KINDS,
        shown=lambda kind: [each for each in review.outputs if each.kind == kind],
        unfolded=UNFOLDED,
        told=TOLD,
        tolerance=TOLERANCE,
    )
    return f"{page}\n"


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """A line with the words that were taken away and put in."""
    end = 0
    for found in MARKED.finditer(line):
        yield "kept", line[end : found.start()]
        yield ("taken", found[1]) if found[1] is not None else ("put", found[2])
        end = found.end()
    yield "kept", line[end:]


def _picture(svg: str) -> str:
    return _data("image/svg+xml", svg.encode("utf-8", "replace"))


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


# --- how it looks ------------------------------------------------------------------------------------


def _style() -> str:
    """The colours and fonts of the book, and the sheet's own rules; none of it comes from a notebook."""
    fonts = re.sub(
        r'url\("(fonts/[^"]+)"\)',
        lambda match: f'url("{_data("font/woff2", (ASSETS / match[1]).read_bytes())}")',
        (ASSETS / "fonts.css").read_text(encoding="utf-8"),
    )
    return f"{_colours()}{fonts}{TEMPLATES.get_template('review.css').render()}"


def _colours() -> str:
    """Every colour as a variable, light or dark as the reader's system is."""
    named = {f"--chart-{name}": twins for name, twins in CHART.items()}
    named |= {f"--report-{name}": twins for name, twins in PAGE.items()}
    light, dark = ("".join(f" {name}: {twins[side]};" for name, twins in named.items()) for side in (0, 1))
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{{dark} }} }}"
    return f":root {{{light} --report-paper: {PAPER['paper']}; }}\n{dark}\n"

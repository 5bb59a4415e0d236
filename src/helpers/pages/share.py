"""The picture that a preview of the report shows: one verdict in its own words, and its share drawn to scale.

It is drawn from the results, so that other figures give another picture; equal ones give the same bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from helpers.figures.palette import CHART
from helpers.figures.verdict import names_used
from helpers.notebook.record import FigureRecord
from helpers.notebook.results import Results
from helpers.pages.citation import Citation, in_words
from helpers.pages.pieces import capital

FONTS = Path(__file__).parent / "assets" / "fonts"
INK, MUTED, GRID, GROUND, COMPUTED = (CHART[name][0] for name in ("ink", "muted", "grid", "ground", "computed"))
#: What previews are made for, in pixels.
SIZE = (1200, 630)
LEFT, RIGHT = 72, 1128
#: The icon's two bars, each left, top, right and bottom in a square of 32, and its colour.
BARS = (((5, 8, 27, 15), GROUND), ((5, 18, 10, 25), CHART["computed"][1]))
ICON_SCALE = 6


@dataclass(frozen=True)
class Preview:
    """What the picture says: the report's question, one sentence, the figure it draws, which release it is, and whose.

    ``words`` is all of it for who does not see it, ``ids`` the figures whose numbers it holds.
    """

    question: str
    sentence: str
    figure: FigureRecord | None
    release: str
    author: str
    ids: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The picture as text."""
        drawn = f" Drawn to scale: {self.figure.label}, {said(self.figure)}." if self.figure else ""
        return f"{self.question} {self.sentence}{drawn}"


def said(figure: FigureRecord) -> str:
    """A figure with its range, where that says more."""
    return figure.text if figure.says_range else f"{figure.text}, range {figure.range}"


def preview_of(results: Results, citation: Citation, verdict: str) -> Preview:
    """The preview that carries a verdict, or the title alone where no verdict is named. KeyError for an unknown one."""
    edition = f"edition {citation.edition}" if citation.edition else ""
    release = ", ".join(filter(None, [citation.release, edition, in_words(citation.released)]))
    if not verdict:
        return Preview(citation.question, citation.subject, None, release, citation.author)
    record = results.verdicts[verdict]
    ids = tuple(names_used(record.text))
    shares = [results.figures[name] for name in ids if results.figures[name].unit == "ratio"]
    drawn = next((figure for figure in shares if _ends(figure)), None)
    return Preview(citation.question, capital(results.said(verdict).text), drawn, release, citation.author, ids)


def _ends(figure: FigureRecord) -> tuple[float, float] | None:
    """The ends of a share between nothing and the whole; None where it is open or beyond."""
    low, high = figure.low, figure.high
    return (low, high) if low is not None and high is not None and 0 <= low <= high <= 1 else None


# --- drawing -----------------------------------------------------------------------------------------


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout, for the other depends on what else a machine has.
    return ImageFont.truetype(FONTS / f"{name}.woff2", size, layout_engine=ImageFont.Layout.BASIC)


def wrap(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Words in lines no wider than ``width`` pixels, where a word is not."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _fitted(text: str, height: int) -> tuple[ImageFont.FreeTypeFont, list[str], int]:
    """The largest size at which a sentence fits, its lines, and the height of one."""
    for size in range(66, 28, -2):
        font, step = _font("display", size), round(size * 1.18)
        lines = wrap(text, font, RIGHT - LEFT)
        if len(lines) * step <= height:
            break
    return font, lines[: max(1, height // step)], step


def draw_preview(preview: Preview) -> bytes:
    """The picture, as PNG."""
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 13), fill=INK)
    draw.text((LEFT, 70), preview.question, font=_font("sans-strong", 32), fill=MUTED, anchor="ls")
    font, lines, step = _fitted(preview.sentence, 270 if preview.figure else 390)
    for index, line in enumerate(lines):
        draw.text((LEFT, 150 + index * step), line, font=font, fill=INK, anchor="ls")
    if preview.figure:
        _draw_share(draw, preview.figure, 422)
    draw.line((LEFT, 568, RIGHT, 568), fill=GRID, width=2)
    small = _font("sans", 24)
    draw.text((LEFT, 603), preview.release, font=small, fill=MUTED, anchor="ls")
    draw.text((RIGHT, 603), preview.author, font=small, fill=MUTED, anchor="rs")
    return _png(image)


def _draw_share(draw: ImageDraw.ImageDraw, figure: FigureRecord, top: int) -> None:
    """A share as part of a bar that is the whole: what is sure of it full, what its range leaves open pale."""
    low, high = _ends(figure)
    width = RIGHT - LEFT
    draw.rectangle((LEFT, top, RIGHT, top + 46), fill=GRID)
    draw.rectangle((LEFT, top, LEFT + max(2, round(width * high)), top + 46), fill=_between(COMPUTED, GROUND))
    draw.rectangle((LEFT, top, LEFT + max(1, round(width * low)), top + 46), fill=COMPUTED)
    number, plain = _font("sans-strong", 30), _font("sans", 28)
    indent = number.getlength(f"{figure.text} ")
    draw.text((LEFT, top + 84), figure.text, font=number, fill=COMPUTED, anchor="ls")
    lines = wrap(figure.label, plain, width - indent)
    for index, line in enumerate(lines[:2]):
        draw.text((LEFT + indent, top + 84 + index * 34), line, font=plain, fill=MUTED, anchor="ls")


def _between(one: str, other: str) -> tuple[int, ...]:
    """The colour in the middle of two."""
    return tuple((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))


def draw_icon() -> bytes:
    """The icon as PNG, for readers that draw none."""
    side = 32 * ICON_SCALE
    image = Image.new("RGB", (side, side), INK)
    draw = ImageDraw.Draw(image)
    for box, colour in BARS:
        left, top, right, bottom = (end * ICON_SCALE for end in box)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    """The bytes of a picture; no clock, no name of a program."""
    written = io.BytesIO()
    image.quantize(128).save(written, "PNG")
    return written.getvalue()

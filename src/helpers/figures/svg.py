"""A drawing as text: a small, stable SVG whose colours and font the page may replace, and its marks as numbers."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Canvas

from helpers.figures.palette import COLOUR_NAMES
from helpers.figures.sheet import STYLE, any_letters


def marks_of(canvas: Canvas) -> dict:
    """What was drawn, read back from the canvas: the marks of its first panel, and those of a second as ``detail``."""
    first, *others = [_marks(axes) for axes in canvas.axes]
    return first | {"detail": others[0]} if others else first


def _marks(axes: Axes) -> dict:
    """Points, bars, lines, words, rows, ticks and limits, to five digits; a position across rows is in points."""
    bars = [bar for bar in axes.patches if hasattr(bar, "get_height")]
    return {
        "points": [_numbers(dots.get_offsets()) for dots in axes.collections if isinstance(dots, PathCollection)],
        "bars": [_numbers([*bar.get_xy(), bar.get_width(), bar.get_height()]) for bar in bars],
        "lines": [[_numbers(line.get_xdata()), _numbers(line.get_ydata())] for line in axes.lines],
        "words": [text.get_text() for text in axes.texts],
        "rows": _numbers(axes.get_yticks()),
        "ticks": [label.get_text() for label in axes.get_xticklabels()],
        "limits": [_numbers(axes.get_xlim()), _numbers(axes.get_ylim())],
        "label": axes.get_xlabel(),
    }


def _numbers(values) -> list[float]:
    return [float(f"{float(value):.5g}") for value in np.ravel(values)]


def svg_of(canvas: Canvas, prefix: str) -> str:
    """The canvas as SVG; ``prefix`` keeps its ids apart from those of other drawings on a page."""
    buffer = io.StringIO()
    with mpl.rc_context(STYLE), any_letters():
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text[text.index("<svg") :], flags=re.S)
    # Coordinates, never words: what stands between tags is printed as it is.
    text = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(-?\d+\.\d{2})\d+", r"\1", tag[0]), text)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r'(id="|"#|url\(#)(\w+)', rf"\1{prefix}-\2", text)
    text = text.replace("font-family: 'DejaVu Sans'", "font-family: var(--pst-font-family-base, sans-serif)")
    for colour, name in COLOUR_NAMES.items():
        text = text.replace(colour, f"var(--chart-{name}, {colour})")
    return re.sub(r"\s*\n\s*", "\n", text).strip()

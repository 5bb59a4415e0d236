"""A chart's drawing made lighter for a page: the same picture in fewer letters.

The record keeps what was drawn as matplotlib writes it; a page repeats it for two widths, and its reader waits for it.
"""

from __future__ import annotations

import re

_PATH = re.compile(r' d="([^"]*)"')
_STYLE = re.compile(r' style="([^"]*)"')
_FONT = re.compile(r"font-family: ?(var\([^)]*\)|[^;\"]*)(?:; ?)?")
_UNTURNED = re.compile(r' transform="rotate\(-?0(?: [^)]*)?\)"')


def lighten(svg: str) -> str:
    """A drawing without what draws nothing: blanks, turns by no angle, one font that every word names again.

    >>> lighten('<svg><g>\\n<path d="M 0 4.5 \\nL 2 4.5 \\nz\\n"/>\\n</g></svg>')
    '<svg><g><path d="M0 4.5L2 4.5z"/></g></svg>'
    """
    svg = _UNTURNED.sub("", svg.replace(">\n<", "><"))
    svg = _PATH.sub(lambda path: f' d="{_close_up(path[1], "[A-Za-z]")}"', svg)
    fonts = {font[1] for style in _STYLE.findall(svg) for font in _FONT.finditer(style)}
    if len(fonts) == 1:
        svg = _STYLE.sub(lambda style: f' style="{_FONT.sub("", style[1]).removesuffix("; ")}"', svg)
        svg = svg.replace("<svg ", f'<svg style="font-family:{fonts.pop()}" ', 1)
    return _STYLE.sub(lambda style: f' style="{_close_up(style[1], "[:;]")}"', svg)


def _close_up(text: str, sign: str) -> str:
    """A text without the blanks around some of its signs."""
    return re.sub(rf"\s*({sign})\s*", r"\1", text).strip()

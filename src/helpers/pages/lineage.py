"""The drawn graph of the article's figures: which quantity rests on which claim, and which verdict on which quantity.

Independent figures enter in the same way but are left out of the drawing, which they would fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.notebook.results import Results
from helpers.pages.blocks import html
from helpers.pages.pieces import Piece, pieces_of
from helpers.pages.place import Book
from helpers.pages.values import note_dependencies

#: Pixels of the drawing: its width, the gaps between its columns and its rows, a line of words, the space around them.
WIDTH, GAP, BETWEEN, LINE, INSET = 760, 34, 8, 15, 7
#: The mean width of a letter, in pixels, and the lines that a label may take.
LETTER, LINES = 7.4, 2
ROW = (LINES + 1) * LINE + 2 * INSET + BETWEEN
VERDICT = "verdict:"
MORE = "\N{HORIZONTAL ELLIPSIS}"

Arrow = tuple[str, str]


def lineage(book: Book) -> tuple[dict[str, int], list[Arrow]]:
    """The nodes with their layers, and the arrows from what is used to what uses it.

    Verdicts are named ``verdict:ID``. A claim has an arrow to a verdict only where no quantity stands between.
    """
    figures = book.results.figures
    layers = {name: 0 for name, each in figures.items() if each.kind in ("claim", "parameter")}
    arrows: list[Arrow] = []
    waiting = [name for name, each in figures.items() if each.kind == "quantity"]
    while ready := [name for name in waiting if all(used in layers for used in figures[name].inputs)]:
        for name in ready:
            inputs = figures[name].inputs
            layers[name] = 1 + max((layers[used] for used in inputs), default=0)
            arrows += [(used, name) for used in inputs]
            waiting.remove(name)
    last = 1 + max(layers.values(), default=0)
    above = _above(arrows)
    for name, stands_on in book.stands_on.items():
        used = [each for each in stands_on if each in layers]
        direct = [each for each in used if not any(each in above.get(other, ()) for other in used)]
        arrows += [(each, VERDICT + name) for each in direct]
        if direct:
            layers[VERDICT + name] = last
    joined = {end for arrow in arrows for end in arrow}
    return {name: layer for name, layer in layers.items() if name in joined}, arrows


def _above(arrows: Iterable[Arrow]) -> dict[str, set[str]]:
    """All that leads to each node, directly or not; arrows come in the order of their layers."""
    above: dict[str, set[str]] = {}
    for used, user in arrows:
        above.setdefault(user, set()).update({used}, above.get(used, set()))
    return above


def drawing(book: Book) -> dict[str, object]:
    """What the template draws: each node with its place and link, each arrow with the lineage that it belongs to."""
    layers, arrows = lineage(book)
    columns = 1 + max(layers.values(), default=0)
    box = (WIDTH - GAP * (columns - 1)) / columns
    places = _places(layers, arrows, box + GAP)
    above, below = _above(arrows), _above((user, used) for used, user in reversed(arrows))
    drawn = {name: _node(book.results, name, places[name], box) for name in layers}
    return {
        "nodes": list(drawn.values()),
        "rests_on": _rests_on(drawn, arrows),
        "paths": [
            {
                "curve": _curve(places, (used, user), box),
                "family": " ".join(sorted({used, user} | above.get(used, set()) | below.get(user, set()))),
            }
            for used, user in arrows
        ],
        "width": WIDTH,
        "height": max((y for _, y in places.values()), default=0) + ROW,
        "box": {"width": box, "height": ROW - BETWEEN, "inset": INSET, "line": LINE},
    }


def _rests_on(drawn: dict[str, dict], arrows: list[Arrow]) -> list[tuple[dict, list[dict]]]:
    """The drawing in words: each node that arrows lead to, with those that they come from."""
    users = dict.fromkeys(user for _, user in arrows)
    return [(drawn[user], [drawn[used] for used, other in arrows if other == user]) for user in users]


def _places(layers: dict[str, int], arrows: list[Arrow], step: float) -> dict[str, tuple[float, float]]:
    """Left upper corners: a column for each layer, its rows in an order that crosses few arrows."""
    if not layers:
        return {}
    columns = [[name for name in layers if layers[name] == column] for column in range(max(layers.values()) + 1)]
    height = ROW * max(map(len, columns))
    places = {}
    for _ in range(12):  # sweeps of the barycentre method; the order settles after a few
        for index, column in enumerate(columns):
            if places:
                column.sort(key=lambda name: _barycentre(name, places, arrows))
            gap = height / len(column)
            places |= {name: (index * step, (row + 0.5) * gap - (ROW - BETWEEN) / 2) for row, name in enumerate(column)}
    return places


def _barycentre(name: str, places: dict[str, tuple[float, float]], arrows: list[Arrow]) -> float:
    """The mean height of the nodes that an arrow joins to this one."""
    beside = [other for arrow in arrows if name in arrow for other in arrow if other != name and other in places]
    heights = [places[other][1] for other in beside]
    return sum(heights) / len(heights) if heights else places.get(name, (0.0, 0.0))[1]


def _curve(places: dict[str, tuple[float, float]], arrow: Arrow, box: float) -> str:
    (x1, y1), (x2, y2) = places[arrow[0]], places[arrow[1]]
    x1, y1, y2 = x1 + box, y1 + (ROW - BETWEEN) / 2, y2 + (ROW - BETWEEN) / 2
    bend = (x2 - x1) / 2
    return f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"


def _node(results: Results, name: str, place: tuple[float, float], box: float) -> dict[str, object]:
    """A node with its label as pieces and, in the lines that a box has room for, as words."""
    x, y = place
    if name.startswith(VERDICT):
        verdict = results.verdicts[name.removeprefix(VERDICT)]
        kind, link, words, label = (
            "verdict",
            f"verdict-{verdict.id}",
            verdict.outcome,
            pieces_of(results, verdict.label),
        )
    else:
        figure = results.figures[name]
        kind, link, words, label = figure.kind, f"value-{name}", figure.text, [Piece(figure.title)]
    letters = int((box - 2 * INSET) / LETTER)
    lines = wrap("".join(piece.text for piece in label), letters, max_lines=LINES, placeholder=MORE)
    return {
        "name": name, "kind": kind, "link": link, "x": x, "y": y, "label": label, "lines": lines,
        "words": shorten_line(words, letters), "whole": words,
    }  # fmt: skip


def shorten_line(words: str, letters: int) -> str:
    """Words on one line of so many letters; what has no room is left out at the end.

    >>> shorten_line("about 1.5 million workers", 20)
    'about 1.5 million…'
    """
    return next(iter(wrap(words, letters, max_lines=1, placeholder=MORE)), "")


class LineageDirective(SphinxDirective):
    """``{lineage}``: the drawn graph of claims, quantities and verdicts."""

    def run(self):
        note_dependencies(self.env)
        return [html("lineage.html", **drawing(self.env.app.book))]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("lineage", LineageDirective)

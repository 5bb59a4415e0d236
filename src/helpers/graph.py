"""The drawn graph of the article's figures: which quantity rests on which claim, and which verdict on which quantity.

Independent figures enter in the same way but are left out of the drawing, which they would fill.
"""

from __future__ import annotations

from html import escape

from helpers.editions import Results
from helpers.provenance import verdict_uses

ROW, WIDTH, BOX, PAD = 42, 780, 180, 8  # pixels: a row, the drawing, a node's box, the space inside it


def lineage(report: Results) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The nodes with their layers, and the arrows from what is used to what uses it.

    Verdicts are named ``verdict:ID``. A claim has an arrow to a verdict only where no quantity stands between.
    """
    kinds = {name: origin["kind"] for name, origin in report.provenance.items()}
    layers = {name: 0 for name, kind in kinds.items() if kind in ("claim", "parameter")}
    arrows: list[tuple[str, str]] = []
    waiting = [name for name, kind in kinds.items() if kind == "quantity"]
    while waiting:
        ready = [name for name in waiting if all(used in layers for used in report.values[name]["inputs"])]
        if not ready:
            break
        for name in ready:
            inputs = report.values[name]["inputs"]
            layers[name] = 1 + max(layers[used] for used in inputs)
            arrows += [(used, name) for used in inputs]
            waiting.remove(name)
    last = 1 + max(layers.values())
    above = _above(arrows)
    for name in report.verdicts:
        used = [value for value in verdict_uses(report, name) if value in layers]
        direct = [value for value in used if not any(value in above.get(other, ()) for other in used)]
        arrows += [(value, f"verdict:{name}") for value in direct]
        if direct:
            layers[f"verdict:{name}"] = last
    joined = {end for arrow in arrows for end in arrow}
    return {name: layer for name, layer in layers.items() if name in joined}, arrows


def _above(arrows: list[tuple[str, str]]) -> dict[str, set[str]]:
    """All that each node rests on, directly or not; arrows come in the order of their layers."""
    above: dict[str, set[str]] = {}
    for used, user in arrows:
        above.setdefault(user, set()).update({used}, above.get(used, set()))
    return above


def draw_graph(report: Results) -> str:
    """The graph as SVG, each node a link to its entry, the lineage of the one in focus brought out."""
    layers, arrows = lineage(report)
    places = _places(layers, arrows)
    height = max(y for _, y in places.values()) + ROW
    paths = "".join(_arrow(places, arrow, _family(arrow, arrows)) for arrow in arrows)
    nodes = "".join(_node(report, name, places[name]) for name in layers)
    rules = "".join(
        f'.lineage:has([data-node="{name}"]:is(:hover,:focus)) path:not([data-family~="{name}"]){{opacity:.1}}'
        for name in layers
    )
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="Graph of claims, quantities and verdicts">'
        f'<svg class="lineage" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group" '
        f'aria-label="From the figures of the article to quantities and verdicts"><style>{rules}</style>'
        f"{paths}{nodes}</svg></div>"
    )


def _places(layers: dict[str, int], arrows: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Left upper corners: a column for each layer, its rows in an order that crosses few arrows."""
    columns = [[name for name in layers if layers[name] == column] for column in range(max(layers.values()) + 1)]
    height = ROW * max(map(len, columns))
    places = {}
    for _ in range(12):  # sweeps of the barycentre method; the order settles after a few
        for index, column in enumerate(columns):
            if places:
                column.sort(key=lambda name: _barycentre(name, places, arrows))
            gap = height / len(column)
            x = index * (WIDTH - BOX) / (len(columns) - 1)
            places |= {name: (x, (row + 0.5) * gap - ROW / 2 + 4) for row, name in enumerate(column)}
    return places


def _barycentre(name: str, places: dict[str, tuple[float, float]], arrows: list[tuple[str, str]]) -> float:
    """The mean height of the nodes that an arrow joins to this one."""
    beside = [other for arrow in arrows if name in arrow for other in arrow if other != name and other in places]
    heights = [places[other][1] for other in beside]
    return sum(heights) / len(heights) if heights else places.get(name, (0.0, 0.0))[1]


def _family(arrow: tuple[str, str], arrows: list[tuple[str, str]]) -> list[str]:
    """The nodes whose lineage an arrow belongs to: all before its start and all after its end."""
    family = {*arrow}
    for _ in arrows:
        before = {used for used, user in arrows if user in family and user != arrow[1]}
        after = {user for used, user in arrows if used in family and used != arrow[0]}
        grown = family | before | after
        if grown == family:
            break
        family = grown
    return sorted(family)


def _arrow(places, arrow: tuple[str, str], family: list[str]) -> str:
    (x1, y1), (x2, y2) = places[arrow[0]], places[arrow[1]]
    x1, y1, y2 = x1 + BOX, y1 + ROW / 2 - 4, y2 + ROW / 2 - 4
    bend = (x2 - x1) / 2
    curve = f"M{x1:.0f} {y1:.1f}C{x1 + bend:.0f} {y1:.1f} {x2 - bend:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
    return f'<path d="{curve}" data-family="{" ".join(family)}"/>'


def _node(report: Results, name: str, place: tuple[float, float]) -> str:
    verdict = name.removeprefix("verdict:") if name.startswith("verdict:") else ""
    if verdict:
        kind, link, words = "verdict", f"verdict-{verdict}", report.verdicts[verdict]["outcome"]
        label, mark = report.verdicts[verdict]["label"].translate({ord("{"): None, ord("}"): None}), ""
    else:
        kind, link, words = report.provenance[name]["kind"], f"value-{name}", report.values[name]["text"]
        label, mark = report.values[name]["label"], f' data-value="{name}"'
    x, y = place
    short = (verdict or name).replace("_", " ")
    return (
        f'<a href="#{link}" class="node-{kind}" data-node="{name}"><title>{escape(label)}</title>'
        f'<rect x="{x:.0f}" y="{y:.1f}" width="{BOX}" height="{ROW - 8}" rx="3"/>'
        f'<text x="{x + PAD:.0f}" y="{y + 14:.1f}">{escape(short)}</text>'
        f'<text x="{x + PAD:.0f}" y="{y + 28:.1f}" class="node-value"{mark}>{escape(words)}</text></a>'
    )

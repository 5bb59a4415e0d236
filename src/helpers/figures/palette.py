"""Every colour of the report, once: what it stands for, and its two twins on a light and on a dark ground.

Charts are drawn in the light twins; the pages read both as variables of one stylesheet, and so darken the charts.
"""

from __future__ import annotations

#: The colours of a chart; each has one meaning everywhere, and the five of marks are told apart by the colour-blind too.
#: The ground is one short of white, so that it is told
#: from the white that matplotlib draws by itself.
CHART = {
    "ink": ("#1b2733", "#e8edf2"),
    "muted": ("#55606d", "#aab4bf"),
    "grid": ("#d5dae0", "#3b444e"),
    "ground": ("#fefefe", "#121212"),
    "claim": ("#1a64b8", "#4a93ff"),  # what the article quotes
    "context": ("#858f96", "#7a848c"),  # what independent sources state
    "computed": ("#a85c0b", "#c08242"),  # what this report computes
    "limit": ("#82156a", "#ff9ae2"),  # what this report chose
    "part": ("#07452f", "#8fe0bb"),  # the part of a mark that the text speaks of
}
#: What the pages need beside these: a box, agreement, links.
PAGE = {
    "wash": ("#f3f6f9", "#1d242b"),
    "good": ("#1d6b3a", "#7fd3a0"),
    "link": ("#0b5394", "#8cc4f4"),
    "link-hover": ("#083a68", "#b9dcf8"),
}
#: Paper is white.
PAPER = {"paper": "#ffffff", "paper-ink": "#111111", "paper-muted": "#4a545f"}

INK, MUTED, GRID, GROUND, CLAIM, CONTEXT, COMPUTED, LIMIT, PART = (light for light, _ in CHART.values())
#: The name of a colour in a drawn chart.
COLOUR_NAMES = {light: name for name, (light, _) in CHART.items()}


def palette_css() -> str:
    """The colours as variables: ``--chart-*`` and ``--report-*``; what is printed is light."""
    named = {f"--chart-{name}": twins for name, twins in CHART.items()}
    named |= {f"--report-{name}": twins for name, twins in PAGE.items()}
    light, dark = ("".join(f" {name}: {twins[side]};" for name, twins in named.items()) for side in (0, 1))
    paper = "".join(f" --report-{name}: {colour};" for name, colour in PAPER.items())
    return f':root {{{light}{paper} }}\n@media screen {{ html[data-theme="dark"] {{{dark} }} }}\n'

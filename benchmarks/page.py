"""The book's page on speed, written from the rows of what was measured: a table, and a chart of the ratios."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from helpers.figures.palette import COMPUTED, INK, LIMIT, MUTED
from helpers.figures.sheet import BASE, SMALL, WIDTHS, Line, Scale, compose
from helpers.figures.strips import Strip, StripPanel, Zone, bar, edge
from helpers.figures.svg import svg_of
from helpers.pages.drawing import lighten

BOOK = Path(__file__).parents[1] / "book"
PAGE, CHART = "speed.md", "images/speed.html"
TEXT = """# How fast is it?

Whoever checks a report waits for it. Much of what the field's own tools take over notebooks as small as these is spent on starting kernels and on loading the same packages into each. Here kernels are forks of one process that has loaded them, take their cells without sockets, and what has not changed is not run again. Outputs are the same to the byte, and tests hold that.

"""
MEASURED = """::::{{container}} speed
Each work was timed beside the plain way of the same, in turns, each on a copy of its own, {rounds} on {machine}. A ratio says how many times what the plain way takes, of the medians; in brackets stand the least and the most of single rounds.

```{{raw}} html
:file: {chart}
```

A bar is what this report takes beside the plain way, a fine line how far its rounds differ, a stroke the most that it should take; where it takes more, the bar has another colour.

{table}
Memory is the peak of the command and that of the largest process that it started, together. What is installed is fetched anew each time. The plain way of a build renders with this report's own extension too, for the pages are the same.
::::

"""
AGAIN = "On another machine, `make bench` measures all of it again, and writes this page. What a busy machine gives is shown, and not kept.\n"
NONE = "Nothing has been measured on a quiet machine yet.\n\n"
COLUMNS = "| Work | The plain way | Ratio |\n|---|---|---|\n"
LINE = "| {work}: {median} {unit}{floor} | {against}: {against_median} {unit} | {ratio} ({ratio_least} to {ratio_most}); at most {at_most} |\n"
FLOOR = " (the cells alone, one after another: {floor_median} {unit})"
#: Bars stand on a scale that ends so far beyond the largest ratio that its words have room.
HIGH = 2.0
ROUNDS = {1: "once", 2: "twice"}


def write(rows: Sequence[Mapping[str, str]], book: Path = BOOK) -> Path:
    """Write the page and its chart, and say where."""
    (book / CHART).write_text(chart(rows), encoding="utf-8")
    (book / PAGE).write_text(page(rows), encoding="utf-8")
    return book / PAGE


def page(rows: Sequence[Mapping[str, str]]) -> str:
    """The page as text."""
    if not rows:
        return TEXT + NONE + AGAIN
    counts = sorted({int(each["rounds"]) for each in rows})
    in_words = [ROUNDS[count] for count in counts if count in ROUNDS]
    rounds = " or ".join(in_words) if len(in_words) == len(counts) else f"{' or '.join(map(str, counts))} times"
    dates: dict[str, set[str]] = {}
    for each in rows:
        dates.setdefault(each["machine"], set()).add(each["date"])
    machine = " and on ".join(f"{name}, {' and '.join(sorted(days))}" for name, days in dates.items())
    return TEXT + MEASURED.format(rounds=rounds, machine=machine, chart=CHART, table=table(rows)) + AGAIN


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """The table in Markdown: a line for each row, numbers to three digits."""
    lines = [LINE.format(**each, floor=FLOOR.format(**each) if each["floor_median"] else "") for each in rows]
    return COLUMNS + "".join(lines)


def chart(rows: Sequence[Mapping[str, str]]) -> str:
    """The ratios as bars, drawn wide and narrow; nothing without a row. The table says the same to those who cannot see."""
    if not rows:
        return ""
    label = '<svg role="img" aria-label="The ratios of the table below as bars, beside the plain way and the most that each work should take." '
    drawn = []
    for width in WIDTHS:
        panel = StripPanel(
            [strip(each) for each in rows],
            Scale(0.0, HIGH),
            "times what the plain way takes",
            WIDTHS[width],
            width == "narrow",
            Zone(1.0, 1.0, "the plain way", MUTED, MUTED),
        )
        svg = lighten(svg_of(compose([panel], width == "narrow"), f"speed-{width}")).replace("<svg ", label, 1)
        drawn.append(f'<div class="chart-{width}">{svg}</div>')
    return f'<div class="chart">{"".join(drawn)}</div>\n'


def strip(row: Mapping[str, str]) -> Strip:
    """The row of a work: a bar in another colour where it takes more than it may."""
    ratio, least, most, limit = (float(row[name]) for name in ("ratio", "ratio_least", "ratio_most", "at_most"))
    number = (Line(row["ratio"], INK, BASE, bold=True), Line(f"at most {row['at_most']}", MUTED, SMALL))
    draw = partial(draw_ratio, ratio=ratio, rounds=(least, most), limit=limit)
    return Strip((Line(plain(row["work"])),), number, (0.0, max(most, limit)), draw)


def draw_ratio(axes: Axes, at: float, *, ratio: float, rounds: tuple[float, float], limit: float) -> None:
    """A bar to a ratio, a fine line over its rounds, and a stroke at the most that it may be."""
    bar(axes, at, 0.0, ratio, COMPUTED if ratio <= limit else LIMIT)
    axes.plot(rounds, [at, at], color=INK, linewidth=1.4)
    edge(axes, at, limit, MUTED)


def plain(text: str) -> str:
    """Words without the marks of code."""
    return re.sub("`", "", text)

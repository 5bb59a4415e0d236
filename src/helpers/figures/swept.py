"""A sweep: a figure at each point of a grid of the figures and choices that it rests on, with its hedge and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from helpers.figures.faults import nearest
from helpers.figures.figure import Figure, FigureError, bounds, derived_bound, quoted, rebased
from helpers.figures.interval import Interval
from helpers.figures.wording import say

#: The columns beside those that are moved.
COLUMNS = ("id", "label", "period", "low", "central", "high", "unit", "text", "number", "range", "bound", "kind")


def swept(figure: Figure, **moved: Iterable[float]) -> pd.DataFrame:
    """What a computed figure becomes where those that it rests on take other numbers: a row a point, the last name
    varying fastest.

    Each moved figure, named by its id, has a column of its numbers, in the unit that the data give it in; then come the
    columns of a table of figures. A number in the place of a quoted one keeps its bound and its precision, as one given
    by an edition does; one in the place of a range is exact. A figure that is not known has no row. Raises FigureError::

        charts.swept(share, shortage=[1_000_000, 2_000_000], share_working=[1.0, 0.5])
    """
    if unknown := [name for name in moved if name not in figure.bases]:
        hints = "; ".join(nearest(name, figure.bases) for name in unknown)
        raise FigureError(f"{figure.key} does not rest on {', '.join(unknown)}: {hints}")
    points = [] if figure.is_unknown else list(product(*moved.values()))
    rows = [_row(figure, dict(zip(moved, point, strict=True))) for point in points]
    frame = pd.DataFrame(rows, columns=[*moved, *COLUMNS])
    return frame.astype(dict.fromkeys([*moved, "low", "central", "high"], float))


def put(base: Figure, number: float) -> Figure:
    """A quoted or chosen figure with another number: as an edition, or a parameter, sets it."""
    if base.claim is None:
        point = Interval(number, number)
        phrase = say(point, number, "exact", base.home.units[base.unit], quoted=True)
        return replace(base, interval=point, central=number, phrase=phrase)
    bound = "exact" if base.bound == "between" else base.bound
    claim = replace(base.claim, value=number, bound=bound, upper=None)
    return replace(quoted(claim, base.kind, base.home), id=base.id, quoted_as=base.quoted_as)


def _row(figure: Figure, point: Mapping[str, float]) -> dict[str, object]:
    bases = {name: put(figure.bases[name], number) for name, number in point.items()}
    made = rebased(figure, {**figure.bases, **bases})
    interval, pushes = bounds(made)
    bound = derived_bound(interval, made.central, pushes)
    missing = figure.declared.missing if figure.declared else "not defined"
    phrase = say(interval, made.central, bound, figure.home.units[figure.unit], missing=missing)
    where = "; ".join(f"{base.label}: {base.text}" for base in bases.values())
    ends = (interval.low, made.central, interval.high) if interval else (None, None, None)
    numbers = [np.nan if end is None or not np.isfinite(end) else end for end in ends]
    cells = (
        figure.key, where, "", *numbers, figure.unit, phrase.text, phrase.number, phrase.range, bound, figure.kind,
    )  # fmt: skip
    return {**point, **dict(zip(COLUMNS, cells, strict=True))}

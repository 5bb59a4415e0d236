"""Tables of figures: a pandas DataFrame with a row a figure, which sorts, filters and plots like any other."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping

import pandas as pd

from helpers.figures.data import IN_TIME, Data
from helpers.figures.faults import nearest
from helpers.figures.figure import Figure, FigureError, Home, quoted
from helpers.figures.periods import Span
from helpers.figures.rows import never_given, not_known

#: The columns, in order: ``of`` is the id of what a row was made of, ``figure`` the figure itself.
COLUMNS = (
    "id", "label", "period", "low", "central", "high", "unit", "text", "number", "range", "bound", "attribution", "kind",
    "of", "figure",
)  # fmt: skip
NUMBERS = ("low", "central", "high")


class Table(pd.DataFrame):
    """A DataFrame whose rows are figures: selections of its rows are tables too, all else is plain pandas."""

    @property
    def _constructor(self):
        return _table_or_frame

    @property
    def figures(self) -> list[Figure]:
        """The figures of the rows."""
        return list(self["figure"])

    def named(self, name: str, label: str = "{label}") -> Table:
        """The same rows under other ids and labels, in which ``{of}`` stands for what a row was made of (the figure that
        a formula took from the row, else the row itself) and ``{label}`` for the label that the row shows.
        """
        rows = zip(self["of"], self["label"], self.figures, strict=True)
        return _table([
            (shown, figure.named(name.format(of=of), label.format(of=of, label=shown)), of) for of, shown, figure in rows
        ])  # fmt: skip

    @property
    def known(self) -> Table:
        """The rows whose figures have a range."""
        return self[[figure.interval is not None for figure in self.figures]]

    def labelled(self, labels: Iterable[str]) -> Table:
        """The same figures, each row under another label."""
        return _table(list(zip(labels, self.figures, self["of"], strict=True)))


def _table_or_frame(*args, **kwargs) -> pd.DataFrame:
    frame = pd.DataFrame(*args, **kwargs)
    return Table(frame) if {"figure", *NUMBERS} <= set(frame.columns) else frame


def table_of(figures: Mapping[str, Figure] | Iterable[Figure]) -> Table:
    """A table with a row for each figure; a mapping gives the rows their labels.

    Raises FigureError where two different figures have one id, for a page could not tell them apart.
    """
    pairs = figures.items() if isinstance(figures, Mapping) else [(figure.label, figure) for figure in figures]
    return _table([(label, figure, figure.key) for label, figure in pairs])


def table_by_rows(call: Callable[[Figure], Figure], table: Table) -> Table:
    """The figures that a formula gives for each row of a table, under the labels of the rows.

    Where the formula gives several rows one id, the id of what each was made of follows it.
    """
    rows = [(label, call(figure), figure.key) for label, figure in zip(table["label"], table.figures, strict=True)]
    times = Counter(made.key for _, made, _ in rows)
    return _table([
        (label, made.named(f"{made.key}_{of}", f"{made.label}: {label}") if times[made.key] > 1 else made, of)
        for label, made, of in rows
    ])  # fmt: skip


def _table(rows: list[tuple[str, Figure, str]]) -> Table:
    """A table of (label, figure, what it was made of)."""
    seen: dict[str, Figure] = {}
    for _, figure, _ in rows:
        known = seen.setdefault(figure.key, figure)
        if (known.formula, known.interval) != (figure.formula, figure.interval):
            raise FigureError(f"two figures of a table have the id {figure.key!r}: give one another with .named(…)")
    frame = pd.DataFrame([_row(*row) for row in rows], columns=list(COLUMNS))
    return Table(frame if rows else frame.astype(dict.fromkeys(NUMBERS, float)))


def _row(label: str, figure: Figure, of: str) -> dict[str, object]:
    numbers = {name: math.nan if getattr(figure, name) is None else float(getattr(figure, name)) for name in NUMBERS}
    return {
        "id": figure.key,
        "label": label,
        "period": figure.period,
        **numbers,
        "unit": figure.unit,
        "text": figure.text,
        "number": figure.phrase.number,
        "range": figure.phrase.range,
        "bound": figure.bound,
        "attribution": figure.attribution,
        "kind": figure.kind,
        "of": of,
        "figure": figure,
    }


class Roles(dict):
    """Figures by what they stand for, ``year.before`` and ``year["before"]``: pages print them by these names too."""

    def __getattr__(self, name: str) -> Figure:
        if name not in self:
            raise AttributeError(f"no figure stands for {name!r}; {nearest(name, self)}")
        return self[name]

    def __repr__(self) -> str:
        rows = [f"{name}: {figure.text}, {figure.period} ({figure.key})" for name, figure in self.items()]
        return "\n".join(rows)


class UnknownFigure(KeyError, AttributeError):
    """No figure has the id that was asked for; the message says which one may be meant."""

    def __init__(
        self, name: str, known: Iterable[str], what: str = "no figure of the data has the id", remedy: str = ""
    ):
        super().__init__(f"{what} {name!r}; {remedy or nearest(name, known)}")

    def __str__(self) -> str:
        return self.args[0]


class _Ids(Container):
    """The ids of the figures and parameters of data."""

    def __init__(self, data: Data):
        self._data = data

    def __contains__(self, name: str) -> bool:
        return name in self._data.figures or name in self._data.parameters


class Figures(Mapping):
    """Every quoted figure of a data folder by its id: ``figures.shortage`` and ``figures["shortage"]`` are the same."""

    def __init__(self, data: Data):
        self.data = data
        self.home = Home(data.units, _Ids(data))
        self._made: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        if name not in self._made:
            if name not in self.data.figures:
                raise UnknownFigure(name, self.data.figures)
            kind = "claim" if name in self.data.claims else "context"
            self._made[name] = quoted(self.data.figures[name], kind, self.home)
        return self._made[name]

    def __getattr__(self, name: str) -> Figure:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.data.figures]

    def __repr__(self) -> str:
        return f"{len(self)} figures, by id: {', '.join(self)}"

    def __iter__(self):
        return iter(self.data.figures)

    def __len__(self) -> int:
        return len(self.data.figures)

    def at(self, series: str, year: int, part: str = "") -> Figure:
        """The figure of a series for a year or a part of it (``Q1``, ``H2``); where no row is, one that is not known.

        The id of such a row is the name of the series, the year and the part: ``entries_2023_q1`` of ``entries``.
        Raises UnknownFigure for a series that has no row and does not stand in series.csv.
        """
        name = "_".join(filter(None, (series, str(year), part.lower())))
        if name in self.data.figures:
            return self[name]
        period = "-".join(filter(None, (str(year), part)))
        others = self._in_time(series)
        if others:
            missing = not_known(self.data.figures[others[0]], id=name, period=period, part_of="")
        else:
            missing = never_given(self.data.series[series], name, period)
        return quoted(missing, "context", self.home)

    def years(self, series: str, before: int) -> Table:
        """The figures of a series for whole years before one. Raises UnknownFigure for a series that ``at`` does not know."""
        whole = {
            int(name[-4:]): name for name in self._in_time(series) if re.fullmatch(r"\d{4}", name[len(series) + 1 :])
        }
        return table_of([self[whole[year]] for year in sorted(whole) if year < before])

    def latest(self, series: str) -> Figure:
        """The figure of a series that is about the latest time. Raises UnknownFigure for a series that has no row."""
        names = self._in_time(series)
        if not names:
            raise UnknownFigure(series, (), "no row of the data is of the series", "add one: its latest is asked for")
        return max(map(self.__getitem__, names), key=lambda figure: Span.read(figure.claim.period).end)

    def _in_time(self, series: str) -> list[str]:
        """The ids of a series; none where it stands in series.csv alone. Raises UnknownFigure where nothing names it."""
        names = self.data.in_time(series)
        if not names and series not in self.data.series:
            others = {name for each in self.data.figures if (name := IN_TIME.sub("", each)) != each}
            known = [*self.data.series, *sorted(others - set(self.data.series))]
            meant = f"{nearest(series, known)} " if known else ""
            remedy = f"{meant}A series of which no time has a row takes a row in data/series.csv, with its unit"
            raise UnknownFigure(series, (), "no row of the data, and none of data/series.csv, is of the series", remedy)
        return names

    def like(self, *patterns: str, unit: str = "", kind: str = "") -> Table:
        """The figures whose id fits one of the patterns (``*`` stands for anything), of one unit or kind if given.

        Raises UnknownFigure for a pattern that none fits.
        """
        found = [name for pattern in patterns for name in self._fitting(pattern)]
        chosen = [self[name] for name in dict.fromkeys(found)]
        return table_of([each for each in chosen if unit in ("", each.unit) and kind in ("", each.kind)])

    def _fitting(self, pattern: str) -> list[str]:
        names = self.data.fitting(pattern)
        if not names:
            raise UnknownFigure(pattern, self.data.figures)
        return names

    @property
    def article(self) -> Table:
        """The figures that the article quotes."""
        return table_of([self[name] for name in self.data.claims])

    @property
    def independent(self) -> Table:
        """The figures set beside them."""
        return table_of([self[name] for name in self.data.context])

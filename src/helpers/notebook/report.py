"""The face of the report in a notebook: its figures, its choices, and what a cell may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from helpers.figures import reads
from helpers.figures.data import Data, load, parameter_faults
from helpers.figures.faults import InputError, one_fault
from helpers.figures.figure import Figure, chosen, count
from helpers.figures.statement import Rated
from helpers.figures.table import Figures, Table, table_of
from helpers.notebook import show
from helpers.notebook.checkout import BOOK, DATA, find_checkout
from helpers.notebook.what_if import build_what_if


def open_report(data: str | Path = "../data", replaced: Mapping[str, object] | None = None, **choices: float) -> Report:
    """The report on a data folder, with some figures replaced and the choices of its parameters.

    A relative folder is looked for from the notebooks and from where the notebook runs; files that it lacks are the
    checkout's own. Raises InputError for faulty data, an unknown figure, or an unknown or ill-typed choice.
    """
    checkout = find_checkout()
    folder, own = _find_data(Path(data), checkout), checkout / DATA
    with reads.reading():
        read = load(folder, replaced, own)
        quoted = load(folder, None, own) if replaced else read
    faults = parameter_faults(choices, read)
    if faults:
        raise InputError(faults)
    show.install()
    return Report(*reads.watch(folder, replaced or {}, read, quoted), choices)


def _find_data(data: Path, checkout: Path) -> Path:
    """A folder with a claims.csv; one that begins with ``..`` is meant from the notebooks."""
    homes = [Path.cwd(), checkout / BOOK]
    for home in reversed(homes) if data.parts[:1] == ("..",) else homes:
        if (home / data / "claims.csv").is_file():
            return home / data
    raise one_fault(str(data), "there is no claims.csv in this folder", "name a folder that holds one")


class Report:
    """What a notebook works with: ``report.figures``, and each choice as a figure, such as ``report.marginal_below``."""

    def __init__(self, data: Data, quoted: Data, choices: Mapping[str, float]):
        self.data, self.quoted = data, quoted
        self.figures = Figures(data)
        home = self.figures.home
        self.choices = {name: chosen(data.parameters[name], number, home) for name, number in choices.items()}

    def __repr__(self) -> str:
        choices = [f"{name} {figure.text}" for name, figure in self.choices.items()]
        changed = [f"{name} replaced by {each.text}" for name, each in self.figures.items() if each.claim.replaced]
        return "; ".join([f"A report on {len(self.figures)} figures", *changed, *choices])

    def __getattr__(self, name: str) -> Figure:
        if name.startswith("_") or name not in self.__dict__.get("choices", {}):
            raise AttributeError(f"the report was not opened with {name!r}; pass it to open_report")
        return self.choices[name]

    def table(self, *rows: Figure | Mapping[str, Figure] | Iterable[Figure] | Table) -> Table:
        """A table of figures, a row each: a mapping gives the rows their labels. Tables given together are joined."""
        pairs = [pair for given in rows for pair in _pairs(given)]
        return table_of([figure for _, figure in pairs]).labelled([label for label, _ in pairs])

    def quotations(self, table: Table) -> show.Quotations:
        """The quoted words of each row, who said them, and through whom."""
        claims = [figure.claim for figure in table.figures]
        columns = {"words": [claim.wording for claim in claims], "said by": [claim.speaker for claim in claims]}
        return show.Quotations(table.assign(**columns, through=[claim.relayed_by for claim in claims]))

    def count(self, name: str, label: str, unit: str, counted: Iterable, of: Iterable[Figure] = ()) -> Figure:
        """How many there are of something, as a figure; ``of`` are the figures that were gone through."""
        return count(name, label, unit, len(list(counted)), self.figures.home, of)

    def statements(self, rated: Iterable[Rated]) -> pd.DataFrame:
        """The article's statements as a table, a row each: its words, the finding, how sure that is, and why."""
        return show.Statements(
            [(r.said.wording, r.finding.value, r.evidence.words, r.fill(r.outcome.because), r) for r in rated],
            columns=["statement", "finding", "evidence", "because", "verdict"],
        )

    def what_if(self, **settings) -> show.WhatIfForm:
        """A form in which a reader moves inputs; the settings are those of ``build_what_if``."""
        return show.WhatIfForm(*build_what_if(self.quoted, **settings))


def _pairs(given: Figure | Table | Mapping[str, Figure] | Iterable[Figure]) -> list[tuple[str, Figure]]:
    if isinstance(given, Figure):
        return [(given.label, given)]
    if isinstance(given, Table):
        return list(zip(given["label"], given.figures, strict=True))
    return list(given.items()) if isinstance(given, Mapping) else [(figure.label, figure) for figure in given]

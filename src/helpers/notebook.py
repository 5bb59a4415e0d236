"""What a notebook says: the ledger's values, tables, verdicts and charts, as outputs of its cells.

Each output carries words for a person and a record for the book; the record is all that the book prints from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from helpers import charts, verdicts
from helpers.claims import Fault, InputError, find_checkout, load, read_edition_note
from helpers.interval import BOUND_WORDS
from helpers.ledger import RECORD, Ledger, Value, provenance
from helpers.quantities import check_parameters, names_needed
from helpers.verdicts import Judge, Verdict, names_used


def open_report(**parameters: float) -> Report:
    """The report on the nearest data folder upwards, under the given parameters.

    Raises InputError for faulty data or an unknown or ill-typed parameter.
    """
    faults = [Fault("parameters", None, *fault) for fault in check_parameters(parameters)]
    if faults:
        raise InputError(faults)
    return Report(open_judge(find_checkout() / "data", parameters))


def open_judge(folder: Path, parameters: Mapping[str, float]) -> Judge:
    """The judge over one data folder, with the figures that its edition replaces."""
    replacements = read_edition_note(folder).get("set", {})
    return Judge(Ledger(load(folder, replacements, names_needed()), parameters))


class Shown:
    """A cell's output: plain words, HTML for a notebook, and the record for the book."""

    def __init__(self, text: str, record: dict, page: str = "", svg: str = ""):
        self.text, self.record, self.page, self.svg = text, record, page, svg

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": self.text, RECORD: self.record}
        if self.page:
            bundle["text/html"] = self.page
        if self.svg:
            bundle["image/svg+xml"] = self.svg
        return bundle


class Report:
    """What a notebook can ask: a value, a table, a verdict, a chart. Unknown ids raise KeyError."""

    def __init__(self, judge: Judge):
        self.judge = judge

    def value(self, name: str) -> Shown:
        """One value with its hedge, its range and who vouches for it."""
        value = self.judge[name]
        spread = f" ({value.phrase.range})" if value.phrase.range not in value.text else ""
        words = f"{value.text}{spread}, {value.attribution}"
        formula = f"\n= {value.formula}" if value.formula else ""
        return Shown(words + formula, {"show": "value", "id": name, **self._records([name])})

    def table(self, *names: str) -> Shown:
        """Several values, a row each: what, how much, which range, who vouches for it."""
        rows = [self._row(self.judge[name]) for name in names]
        frame = pd.DataFrame(rows, columns=["figure", "value", "range", "hedge", "vouched for"])
        return self._shown_frame(frame, {"show": "table", "ids": list(names), **self._records(names)})

    def quoted(self) -> Shown:
        """Every figure of the article: the quoted words, who said them, through whom."""
        names = list(self.judge.ledger.data.claims)
        claims = [self.judge.ledger.data[name] for name in names]
        frame = pd.DataFrame(
            [(self.judge[claim.id].text, claim.wording, claim.speaker, claim.relayed_by) for claim in claims],
            columns=["figure", "quoted words", "said by", "through"],
        )
        return self._shown_frame(frame, {"show": "quoted", "ids": names, **self._records(names)})

    def verdict(self, name: str) -> Shown:
        """A computed judgement and its reason."""
        verdict = self.judge.verdict(name)
        words = f"{self.judge.fill(verdict.text)}\nBecause: {self.judge.fill(verdict.because)}"
        return Shown(words, {"show": "verdict", "id": name, **self._records([], [verdict])})

    def statements(self) -> Shown:
        """Every statement of the article, rated against its own figures and against others, with the reason."""
        rated = [self.judge.verdict(name) for name in verdicts.statement_names()]
        frame = pd.DataFrame(
            [(self.judge.fill(v.label), v.own, v.others, self.judge.fill(v.because)) for v in rated],
            columns=["statement", "its own figures", "other figures", "because"],
        )
        return self._shown_frame(
            frame, {"show": "statements", "ids": [v.id for v in rated], **self._records([], rated)}
        )

    def tallies(self) -> Shown:
        """What the report counts: figures, origins, ratings."""
        return self.table(*verdicts.tally_names())

    def chart(self, name: str) -> Shown:
        """A chart, with its data and what was drawn beside it."""
        picture = charts.draw(name, self.judge)
        record = asdict(picture)
        del record["wide"]  # it is the output's own picture
        names = [*dict.fromkeys([*picture.values, *names_used(picture.caption)])]
        return Shown(
            picture.alt,
            {"show": "chart", "id": name, "chart": record, **self._records(names)},
            svg=picture.wide,
        )

    # --- records ------------------------------------------------------------------------------------

    def _row(self, value: Value) -> tuple[str, ...]:
        return (value.label, value.text, value.phrase.range, BOUND_WORDS[value.bound], value.attribution)

    def _shown_frame(self, frame: pd.DataFrame, record: dict) -> Shown:
        page = frame.to_html(index=False, border=0, escape=True)
        return Shown(frame.to_string(index=False), record, page=page)

    def _records(self, names: Iterable[str], rated: Iterable[Verdict] = ()) -> dict:
        """Everything the book needs to print these values and verdicts, down to the claims they rest on."""
        rated = list(rated)
        wanted = list(names)
        for verdict in rated:
            wanted += [
                *names_used(verdict.label),
                *names_used(verdict.text),
                *names_used(verdict.because),
                *verdict.claims,
                *verdict.uses,
            ]
        values: dict[str, dict] = {}
        while wanted:
            name = wanted.pop(0)
            if name in values:
                continue
            value = self.judge[name]
            known_below = name in verdicts.tally_names()
            values[name] = {
                "entry": value.entry(),
                "provenance": {"kind": "tally", **asdict(value.phrase), "rests_on": self.judge.reads(name)}
                if known_below
                else provenance(self.judge.ledger, name),
            }
            wanted += [*value.inputs, *values[name]["provenance"].get("rests_on", [])]
        return {"values": dict(sorted(values.items())), "verdicts": {v.id: self._verdict(v) for v in rated}}

    def _verdict(self, verdict: Verdict) -> dict:
        fields = asdict(verdict) | {"claims": list(verdict.claims), "uses": list(verdict.uses)}
        fields["plain"] = {
            "text": self.judge.fill(verdict.text),
            "holds": verdict.holds,
            "because": self.judge.fill(verdict.because),
        }
        return fields

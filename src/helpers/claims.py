"""Read and check the data folder: every quoted figure with its hedge and its chain of attribution.

All faults are found in one pass and reported together, each with file, line, column, rule and remedy.
Nothing is computed here; a figure leaves this module as its source gave it.
"""

from __future__ import annotations

import calendar
import csv
import decimal
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pybtex.database import BibliographyData, parse_string
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from helpers.interval import Interval

CLAIM_COLUMNS = [
    "id",
    "label",
    "value",
    "precision",
    "unit",
    "bound",
    "attribution",
    "period",
    "speaker",
    "relayed_by",
    "source",
    "locator",
    "wording",
]
CONTEXT_COLUMNS = [*CLAIM_COLUMNS, "origin", "grade"]
GRADE_COLUMNS = ["id", "reason"]

#: What the formulas rest on: a data folder without one of these cannot carry the report.
REQUIRED = (
    "entrants",
    "growth_multiple",
    "student_visas",
    "construction_workers",
    "shortage",
    "artillery_share",
)

#: An edition leaves its title and replaced figures here, inside the data folder it runs on.
EDITION_FILE = "edition.json"


def read_edition_note(folder: Path) -> dict:
    """What an edition left in its data folder; empty for the article's own."""
    note = folder / EDITION_FILE
    return json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}


#: From the one who vouches most to the one who vouches least.
ATTRIBUTIONS = ("stated", "reported", "estimated", "believed", "alleged")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: where, which rule it breaks, what to do."""

    file: str
    line: int | None
    column: str | None
    rule: str
    remedy: str

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line else "")
        where += f", column {self.column}" if self.column else ""
        return f"{where}: {self.rule}; {self.remedy}"


class InputError(Exception):
    """The input cannot be used. Holds every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def _broken(rule: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{rule}; {remedy}", {"rule": rule, "remedy": remedy})


def _decimal(text: str) -> str:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise _broken(
            f"{text!r} is not a plain decimal",
            "write digits and at most one point, such as 13221 or 0.5: no sign, comma, space or exponent",
        )
    if not math.isfinite(float(text)):
        raise _broken("the number is too large to compute with", "write a number of at most three hundred digits")
    return text


def _matching(pattern: str, what: str, remedy: str):
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise _broken(f"{text!r} is not {what}", remedy)
        return text

    return AfterValidator(check)


def _at_most_twelve_words(text: str) -> str:
    if len(text.split()) > 12:
        raise _broken(
            f"the quotation has {len(text.split())} words, at most 12 are allowed",
            "keep only the words that hold the figure and its hedge",
        )
    return text


def _filled(text: str) -> str:
    if not text:
        raise _broken("the cell is empty", "fill it in; the data dictionary says what it may hold")
    return text


Filled = Annotated[str, AfterValidator(_filled)]
Identifier = Annotated[
    str, _matching(r"[a-z][a-z0-9_]*", "an id", "use lower-case letters, digits and _, a letter first")
]
Decimal = Annotated[str, AfterValidator(_filled), AfterValidator(_decimal)]
Period = Annotated[
    str,
    _matching(
        r"\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?",
        "a period",
        "write a year, quarter, half-year or month: 2024, 2024-Q3, 2024-H1 or 2024-12",
    ),
]
Grade = Annotated[str, _matching(r"[A-F][1-6]", "a grade", "write reliability A-F and credibility 1-6, such as B2")]


class _Row(BaseModel):
    """The rules of one row of claims.csv, cell by cell, then across cells."""

    model_config = ConfigDict(extra="ignore")

    id: Identifier
    label: Filled
    value: Decimal
    precision: str
    unit: Filled
    bound: Literal["exact", "about", "up_to", "at_least"]
    attribution: Literal["stated", "reported", "estimated", "believed", "alleged"]
    period: Period
    speaker: Filled
    relayed_by: str
    source: Filled
    locator: str
    wording: Annotated[str, AfterValidator(_filled), AfterValidator(_at_most_twelve_words)]

    @model_validator(mode="after")
    def _precision_fits_bound(self) -> _Row:
        if self.bound == "about":
            if not self.precision:
                raise _cell(
                    "precision",
                    "a figure that is 'about' has no precision",
                    'give the place of its last stated digit: 100000 for "1.5 million"',
                )
            try:
                _decimal(self.precision)
            except PydanticCustomError as error:
                raise _cell("precision", error.context["rule"], error.context["remedy"]) from None
            if not 0 < float(self.precision) <= max(float(self.value), 1e-300):
                raise _cell(
                    "precision",
                    f"a precision of {self.precision} does not fit a value of {self.value}",
                    "give the place of the value's last stated digit, above 0 and at most the value",
                )
        elif self.precision:
            raise _cell(
                "precision",
                f"a figure that is {self.bound!r} has a precision",
                "leave the cell empty, or make the bound 'about'",
            )
        if self.unit == "percent" and float(self.value) > 100:
            raise _cell("value", f"{self.value} percent is more than the whole", "give a value from 0 to 100")
        if self.id == "artillery_share" and self.unit != "percent":
            raise _cell(
                "unit",
                f"artillery_share is in {self.unit!r}",
                "give it in percent: its formula needs a share",
            )
        return self


def _cell(column: str, rule: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("cell", "{rule}; {remedy}", {"rule": rule, "remedy": remedy, "column": column})


class _ContextRow(_Row):
    origin: Identifier
    grade: Grade


@dataclass(frozen=True)
class Claim:
    """One quoted figure. ``value`` and ``precision`` are plain numbers in ``unit``."""

    id: str
    label: str
    value: float
    precision: float | None
    unit: str
    bound: str
    attribution: str
    period: str
    speaker: str
    relayed_by: str
    source: str
    locator: str
    wording: str
    origin: str = ""
    grade: str = ""
    grade_reason: str = ""
    replaced: bool = False

    @property
    def interval(self) -> Interval:
        """What the hedge leaves open, in ``unit``."""
        return Interval.from_bound(self.value, self.bound, self.precision)

    @property
    def period_text(self) -> str:
        """The period in words: 2024, the third quarter of 2024, December 2024."""
        year, _, part = self.period.partition("-")
        if part[:1] == "Q":
            return f"the {('first', 'second', 'third', 'fourth')[int(part[1]) - 1]} quarter of {year}"
        if part[:1] == "H":
            return f"the {('first', 'second')[int(part[1]) - 1]} half of {year}"
        return f"{calendar.month_name[int(part)]} {year}" if part else year

    @property
    def central(self) -> float | None:
        """The figure itself, or None where the source gave only a bound."""
        return self.value if self.bound in ("exact", "about") else None


@dataclass(frozen=True)
class Data:
    """A checked data folder."""

    claims: dict[str, Claim]
    context: dict[str, Claim] = field(default_factory=dict)
    sources: BibliographyData = field(default_factory=BibliographyData)

    def __getitem__(self, name: str) -> Claim:
        return self.claims[name] if name in self.claims else self.context[name]

    @cached_property
    def figures(self) -> dict[str, Claim]:
        """Claims first, then context, by id."""
        return {**self.claims, **self.context}


def find_checkout(start: Path | None = None) -> Path:
    """The nearest folder upwards that holds ``data/claims.csv``. Raises InputError."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "claims.csv").is_file():
            return folder
    raise InputError(
        [
            Fault(
                str(here),
                None,
                None,
                "no data/claims.csv here or above",
                "run this inside a checkout of the report",
            )
        ]
    )


def load(folder: Path, replacements: Mapping[str, object] | None = None, needed: Iterable[str] = ()) -> Data:
    """Read and check a data folder; ``replacements`` are figures an edition puts in place of quoted ones.

    ``needed`` names the context figures that the report prints or computes with. Raises InputError with
    every fault of every file.
    """
    faults: list[Fault] = []
    sources = _read_sources(folder / "sources.bib", faults)
    rows = _read_rows(folder / "claims.csv", CLAIM_COLUMNS, _Row, faults)
    context_rows = _read_rows(folder / "context.csv", CONTEXT_COLUMNS, _ContextRow, faults)
    reasons = _read_rows(folder / "grades.csv", GRADE_COLUMNS, _GradeRow, faults)
    _check_ids(rows, "claims.csv", REQUIRED, {}, faults)
    _check_ids(reasons, "grades.csv", (), {}, faults)
    needed = [name for name in needed if name not in REQUIRED]
    _check_ids(context_rows, "context.csv", needed, {row["id"]: "claims.csv" for _, row in rows}, faults)
    _check_sources([("claims.csv", rows), ("context.csv", context_rows)], sources, faults)
    _check_grades(context_rows, reasons, faults)
    if faults:
        known = {row["id"] for _, row in (*rows, *context_rows)}
        unknown = [name for name in replacements or {} if name not in known]
        raise InputError([*faults, *(_no_such_figure(name, known) for name in unknown)])
    why = {row["id"]: row["reason"] for _, row in reasons}
    data = Data(
        {row["id"]: _claim(row) for _, row in rows},
        {row["id"]: replace(_claim(row), grade_reason=why[row["id"]]) for _, row in context_rows},
        sources,
    )
    return replace_figures(data, replacements or {})


class _GradeRow(BaseModel):
    id: Identifier
    reason: Filled


def _claim(row: Mapping[str, str]) -> Claim:
    numbers = {
        "value": float(row["value"]),
        "precision": float(row["precision"]) if row["precision"] else None,
    }
    return Claim(**{**row, **numbers})


def _read_text(path: Path, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(path.name, None, None, "the file is missing", f"put it into {path.parent}"))
    except IsADirectoryError:
        faults.append(Fault(path.name, None, None, "a folder stands where a file belongs", "replace it by the file"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(path.name, line, None, "the text is not UTF-8", "save the file as UTF-8"))
    return None


def _read_sources(path: Path, faults: list[Fault]) -> BibliographyData:
    text = _read_text(path, faults)
    try:
        return parse_string(text or "", "bibtex")
    except Exception as error:  # pybtex raises several unrelated kinds
        faults.append(Fault(path.name, getattr(error, "lineno", None), None, str(error), "mend the BibTeX entry"))
        return BibliographyData()


def _read_rows(path: Path, columns: list[str], model: type[BaseModel], faults: list[Fault]):
    """Rows with the file line each begins on; a faulty row is reported and, where it can be, kept."""
    text = _read_text(path, faults)
    if text is None:
        return []
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    line = 1
    try:
        header = next(reader, [])
        if header != columns:
            faults.append(_header_fault(path.name, header, columns))
            return []
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                break
            if not cells:
                continue
            if len(cells) != len(columns):
                remedy = 'put a cell that holds a comma between double quotes, and write 13221, not "13,221"'
                faults.append(Fault(path.name, line, None, f"{len(cells)} cells where {len(columns)} belong", remedy))
                continue
            row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
            faults.extend(_row_faults(path.name, line, row, model))
            rows.append((line, row))
    except csv.Error as error:
        faults.append(Fault(path.name, line, None, f"not readable as CSV: {error}", "close every quote"))
    if not rows and not any(fault.file == path.name for fault in faults):
        faults.append(Fault(path.name, 2, None, "the file holds no row", "add a row for each figure"))
    return rows


def _header_fault(name: str, header: list[str], columns: list[str]) -> Fault:
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in columns]
    if missing or extra:
        rule = "the header " + " and ".join(
            text
            for text in (
                f"lacks {', '.join(missing)}" if missing else "",
                f"has the unknown {', '.join(map(repr, extra))}" if extra else "",
            )
            if text
        )
    else:
        rule = "the header repeats a column or has another order"
    return Fault(name, 1, None, rule, f"make it {','.join(columns)}")


def _row_faults(name: str, line: int, row: Mapping[str, str], model: type[BaseModel]) -> list[Fault]:
    try:
        model.model_validate(row)
    except ValidationError as error:
        return [_fault(name, line, row, problem) for problem in error.errors()]
    return []


def _fault(name: str, line: int, row: Mapping[str, str], problem) -> Fault:
    context = problem.get("ctx", {})
    column = context.get("column") or str(problem["loc"][0] if problem["loc"] else "")
    if problem["type"] == "literal_error":
        rule = f"{row[column]!r} is not an allowed word" if row[column] else "the cell is empty"
        return Fault(name, line, column, rule, f"use one of {context['expected']}")
    return Fault(name, line, column, context.get("rule", problem["msg"]), context.get("remedy", "mend the cell"))


def _check_ids(rows, name: str, required: Iterable[str], taken: Mapping[str, str], faults: list[Fault]) -> None:
    seen: dict[str, int] = {}
    for line, row in rows:
        if row["id"] in seen or row["id"] in taken:
            where = f"line {seen[row['id']]}" if row["id"] in seen else taken[row["id"]]
            faults.append(
                Fault(
                    name,
                    line,
                    "id",
                    f"{row['id']!r} stands in {where} already",
                    "give each figure its own id",
                )
            )
        seen.setdefault(row["id"], line)
    readable = not any(fault.file == name and fault.column is None for fault in faults)
    for missing in [wanted for wanted in required if readable and wanted not in seen and wanted not in taken]:
        faults.append(Fault(name, None, "id", f"no row has the id {missing!r}, which a formula needs", "add the row"))


def _check_sources(files, sources: BibliographyData, faults: list[Fault]) -> None:
    if any(fault.file == "sources.bib" for fault in faults):
        return
    for name, rows in files:
        for line, row in rows:
            if row["source"] and row["source"] not in sources.entries:
                rule = f"{row['source']!r} is no entry of sources.bib"
                faults.append(Fault(name, line, "source", rule, "add the entry or correct the key"))


def _check_grades(context_rows, reasons, faults: list[Fault]) -> None:
    given = {row["id"] for _, row in reasons}
    graded = {row["id"] for _, row in context_rows}
    if not reasons or not context_rows:
        return
    for line, row in context_rows:
        if row["id"] not in given:
            rule = f"the grade of {row['id']!r} has no reason"
            faults.append(Fault("context.csv", line, "grade", rule, "add a row to grades.csv that gives it"))
    for line, row in reasons:
        if row["id"] not in graded:
            rule = f"{row['id']!r} is no id of context.csv"
            faults.append(Fault("grades.csv", line, "id", rule, "correct the id or remove the row"))


#: What an edition may say of a figure it replaces.
REPLACEABLE = set(CLAIM_COLUMNS) - {"id", "label", "unit"}


def replace_figures(data: Data, replacements: Mapping[str, object]) -> Data:
    """Put an edition's figures in place of quoted ones; the old quotation goes with the old figure.

    A bare number keeps the bound and the precision of the figure it replaces. Nothing is read again.
    Raises InputError with every fault.
    """
    faults: list[Fault] = []
    claims, context = dict(data.claims), dict(data.context)
    for name, given in replacements.items():
        home = claims if name in claims else context
        if name not in home:
            faults.append(_no_such_figure(str(name), claims))
            continue
        changed, problems = _replaced(home[name], given, data.sources)
        faults.extend(problems)
        home[name] = changed or home[name]
    if faults:
        raise InputError(faults)
    return replace(data, claims=claims, context=context)


def _no_such_figure(name: str, known: Iterable[str]) -> Fault:
    remedy = f"use an id of the data, such as {', '.join(list(known)[:6])}"
    return Fault("set", None, name, "no figure has this id", remedy)


def _replaced(claim: Claim, given: object, sources: BibliographyData) -> tuple[Claim | None, list[Fault]]:
    changes = dict(given) if isinstance(given, Mapping) else {"value": given}
    unknown = sorted(set(map(str, changes)) - REPLACEABLE)
    if unknown:
        remedy = f"use only {', '.join(sorted(REPLACEABLE))}"
        return None, [Fault("set", None, claim.id, f"unknown field {', '.join(unknown)}", remedy)]
    texts = {key: _as_text(value) for key, value in changes.items()}
    row = {key: _as_text(getattr(claim, key)) for key in CLAIM_COLUMNS}
    row |= {
        "speaker": "the author of this edition",
        "relayed_by": "",
        "locator": "",
        "wording": "",
        "source": "",
    }
    row |= {"attribution": "stated"} | texts
    if row["bound"] != "about" and "precision" not in texts:
        row["precision"] = ""
    # An edition owes no quotation and no source: its own figure is its author's word.
    shown = {**row, "wording": row["wording"] or "-", "source": row["source"] or "-"}
    faults = [replace(fault, column=f"{claim.id}.{fault.column}") for fault in _row_faults("set", None, shown, _Row)]
    if row["source"] and row["source"] not in sources.entries:
        rule = f"{row['source']!r} is no entry of sources.bib"
        faults.append(Fault("set", None, f"{claim.id}.source", rule, "add the entry or correct the key"))
    if faults:
        return None, faults
    extra = {"origin": claim.origin and "edition", "grade": claim.grade and "F6", "replaced": True}
    return replace(_claim(row), **extra, grade_reason=claim.grade and "Set by the author of this edition."), []


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return f"{decimal.Decimal(repr(value)):f}" if math.isfinite(value) else repr(value)
    return str(value).strip()

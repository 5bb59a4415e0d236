"""Read and check the data folder: every quoted figure with its hedge and its chain of attribution.

All faults are found in one pass and reported together, each with file, line, column, rule and remedy.
Nothing is computed here; a figure leaves this module as its source gave it.
"""

from __future__ import annotations

import csv
import decimal
import io
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path

from pybtex.database import BibliographyData
from pydantic import ValidationError

from helpers.figures.faults import Fault, InputError, nearest, some
from helpers.figures.headers import form_trouble, header_trouble
from helpers.figures.quotation import nearest_words, occurs, trouble_with
from helpers.figures.rows import (
    CLAIM_COLUMNS,
    Claim,
    ClaimRow,
    ContextRow,
    GradeRow,
    Label,
    Parameter,
    ParameterRow,
    Period,
    Row,
    Series,
    SeriesRow,
    Statement,
    StatementRow,
    UnitRow,
    WordsRow,
    formula_trouble,
    known_units,
    meant,
    not_known,
    unit_of,
)
from helpers.figures.sources import SOURCES, line_of, read_sources
from helpers.figures.units import BUILT_IN, Unit

#: The tables of a data folder, and the rules of their rows.
TABLES: dict[str, type[Row]] = {
    "claims.csv": ClaimRow,
    "context.csv": ContextRow,
    "grades.csv": GradeRow,
    "words.csv": WordsRow,
    "statements.csv": StatementRow,
    "units.csv": UnitRow,
    "series.csv": SeriesRow,
    "parameters.csv": ParameterRow,
}
#: Every column that some table has; a table may leave some of its own out.
COLUMNS = {column for model in TABLES.values() for column in model.model_fields}
#: The files that a result can depend on.
DATA_FILES = (*TABLES, SOURCES)
#: A report may do without these.
MAY_BE_ABSENT = ("context.csv", "grades.csv", "words.csv", "statements.csv", "series.csv", "parameters.csv")
#: A folder that brings sources of its own brings these for them, or has none.
OF_SOURCES = ("words.csv", "statements.csv")
#: How the id of a figure of a series ends: in a year, perhaps a quarter or a half.
IN_TIME = re.compile(r"_\d{4}(_[qh]\d)?$")
#: So many lines of a file are named.
FIRST = 3
#: The tables whose rows cite a source.
CITING = ("claims.csv", "context.csv", "words.csv")
#: The source that statements are quoted from.
ARTICLE = "article"

Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Data:
    """A checked data folder."""

    claims: dict[str, Claim]
    context: dict[str, Claim] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=lambda: dict(BUILT_IN))
    parameters: dict[str, Parameter] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    sources: BibliographyData = field(default_factory=BibliographyData)
    series: dict[str, Series] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Claim:
        return self.figures[name]

    @cached_property
    def figures(self) -> dict[str, Claim]:
        """Claims first, then context, by id."""
        return {**self.claims, **self.context}

    def fitting(self, pattern: str) -> list[str]:
        """The ids of figures that fit a pattern, in which ``*`` stands for anything."""
        return [name for name in self.figures if fnmatchcase(name, pattern)]

    def in_time(self, series: str) -> list[str]:
        """The ids of the figures of a series: its name, a year, perhaps a quarter or a half."""
        return [each for each in self.fitting(f"{series}_*") if IN_TIME.sub("", each) == series]

    def parts_of(self, name: str) -> dict[str, str]:
        """The figures that are declared parts of one, with their labels, by id."""
        return {claim.id: claim.label for claim in self.figures.values() if claim.part_of == name}


def load(
    folder: Path,
    replaced: Mapping[str, object] | None = None,
    fallback: Path | None = None,
    known: Iterable[Fault] = (),
) -> Data:
    """Read and check a data folder; ``replaced`` are figures put in place of quoted ones.

    Files that the folder lacks are read from ``fallback``; ``known`` are faults of the rows that were found already.
    Raises InputError with every fault of every file.
    """
    faults: list[Fault] = []
    rows = read_tables(folder, fallback, faults)
    cited = _read_text(home_of(SOURCES, folder, fallback) / SOURCES, faults) or ""
    sources = read_sources(cited, faults)
    units = known_units({row["unit"]: unit_of(row) for _, row in rows["units.csv"]})
    _check_ids(rows, faults)
    faults += known
    _check_units(rows, units, faults)
    _check_sources(rows, sources, cited, faults)
    _check_grades(rows, faults)
    _check_quotations(rows, list(sources.entries), faults)
    if faults:
        ids = [row["id"] for name in ("claims.csv", "context.csv") for _, row in rows[name]]
        choices = [row["id"] for _, row in rows["parameters.csv"]]
        unknown = [str(name) for name in replaced or {} if name not in ids]
        raise InputError([*faults, *(_no_such_figure(name, ids, choices) for name in unknown)])
    why = {row["id"]: row["reason"] for _, row in rows["grades.csv"]}
    data = Data(
        {row["id"]: _claim(row) for _, row in rows["claims.csv"]},
        {row["id"]: replace(_claim(row), grade_reason=why[row["id"]]) for _, row in rows["context.csv"]},
        units,
        {row["id"]: Parameter(**_only(row, ParameterRow)) for _, row in rows["parameters.csv"]},
        {row["id"]: Statement(**_only(row, StatementRow)) for _, row in rows["statements.csv"]},
        sources,
        {row["id"]: Series(**_only(row, SeriesRow)) for _, row in rows["series.csv"]},
    )
    _check_series(data, rows)
    data = replace_figures(data, replaced or {})
    _check_parts(data, rows, replaced or {})
    return data


def read_tables(folder: Path, fallback: Path | None, faults: list[Fault]) -> dict[str, Rows]:
    """The rows of each table, with the line of its file that each begins on; what is wrong with one is in ``faults``."""
    return {name: _read_rows(home_of(name, folder, fallback) / name, model, faults) for name, model in TABLES.items()}


def home_of(name: str, folder: Path, fallback: Path | None) -> Path:
    """The folder that a file is read from: ``fallback`` where ``folder`` lacks it."""
    own = name == "claims.csv" or (folder / name).exists() or (name in OF_SOURCES and (folder / SOURCES).exists())
    return folder if fallback is None or own else fallback


def _only(row: Mapping[str, str], model: type[Row]) -> dict[str, str]:
    return {name: row[name] for name in model.model_fields if name in row}


def _claim(row: Mapping[str, str]) -> Claim:
    cells = _only(row, ContextRow if "grade" in row else ClaimRow)
    numbers = {name: float(cells[name]) if cells.get(name) else None for name in ("value", "precision", "upper")}
    return Claim(**{**cells, **numbers})


# --- files -------------------------------------------------------------------------------------------


def _read_text(path: Path, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(path.name, None, None, "the file is missing", f"put it into {path.parent}"))
    except (IsADirectoryError, NotADirectoryError):
        faults.append(Fault(path.name, None, None, "a folder stands where a file belongs", "replace it by the file"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(path.name, line, None, "the text is not UTF-8", "save the file as UTF-8"))
    return None


def _read_rows(path: Path, model: type[Row], faults: list[Fault]) -> Rows:
    """Rows with the file line each begins on; a faulty row is reported and, where it can be, kept."""
    if path.name in MAY_BE_ABSENT and not path.exists():
        return []
    text = _read_text(path, faults)
    if text is None:
        return []
    rows, found = _rows_of(path.name, text, model)
    faults += found
    return [(line, dict(row)) for line, row in rows]


@lru_cache(maxsize=2 * len(TABLES))  # the notebooks of a build read the same tables, on which its check was made
def _rows_of(name: str, text: str, model: type[Row]) -> tuple[Rows, list[Fault]]:
    """The rows of the text of a table, and what is wrong with them."""
    if trouble := form_trouble(text, model.columns()):
        return [], [Fault(name, 1, None, *trouble)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: Rows = []
    faults: list[Fault] = []
    line = 1
    try:
        header = next(reader, [])
        if trouble := header_trouble(header, model.columns(), COLUMNS):
            return [], [Fault(name, 1, None, *trouble)]
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                break
            if not cells:
                continue
            if len(cells) != len(header):
                remedy = 'put a cell that holds a comma between double quotes, and write 13221, not "13,221"'
                faults.append(Fault(name, line, None, f"{len(cells)} cells where {len(header)} belong", remedy))
                continue
            row = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
            faults.extend(_row_faults(name, line, row, model))
            rows.append((line, row))
    except csv.Error as error:
        faults.append(Fault(name, line, None, f"not readable as CSV: {error}", "close every quote"))
    if not rows and not faults:
        faults.append(Fault(name, 2, None, "the file holds no row", "add a row for each figure"))
    return rows, faults


def _row_faults(name: str, line: int | None, row: Mapping[str, str], model: type[Row]) -> list[Fault]:
    others = {column: text for column, text in row.items() if column not in model.model_fields}
    faults = [
        Fault(name, line, column, *trouble) for column, text in others.items() if (trouble := formula_trouble(text))
    ]
    try:
        model.model_validate(row)
    except ValidationError as error:
        return faults + [_fault(name, line, row, problem) for problem in error.errors()]
    return faults


def _fault(name: str, line: int | None, row: Mapping[str, str], problem) -> Fault:
    context = problem.get("ctx", {})
    column = context.get("column") or str(problem["loc"][0] if problem["loc"] else "")
    if problem["type"] == "literal_error":
        rule = f"{row[column]!r} is not an allowed word" if row[column] else "the cell is empty"
        return Fault(name, line, column, rule, f"use one of {context['expected']}")
    return Fault(name, line, column, context.get("rule", problem["msg"]), context.get("remedy", "mend the cell"))


# --- across rows and files ---------------------------------------------------------------------------


def _check_ids(rows: Mapping[str, Rows], faults: list[Fault]) -> None:
    """No id twice, nor a unit; figures of both files, and parameters, share one set of names."""
    seen: dict[str, dict[str, str]] = {"units.csv": dict.fromkeys(BUILT_IN, "the built-in units")}
    for name, key in {
        "claims.csv": "id",
        "context.csv": "id",
        "parameters.csv": "id",
        "grades.csv": "id",
        "statements.csv": "id",
        "units.csv": "unit",
        "series.csv": "id",
    }.items():
        shared = seen.setdefault("figures" if name in ("claims.csv", "context.csv", "parameters.csv") else name, {})
        for line, row in rows[name]:
            if row[key] in shared:
                rule = f"{row[key]!r} stands in {shared[row[key]]} already"
                faults.append(Fault(name, line, key, rule, "give each row a name of its own"))
            shared.setdefault(row[key], f"{name}, line {line}")


def _counted(things: list, one: str, many: str) -> str:
    return one if len(things) == 1 else f"{len(things)} {many}"


def _check_units(rows: Mapping[str, Rows], units: Mapping[str, Unit], faults: list[Fault]) -> None:
    if any(fault.file == "units.csv" for fault in faults):
        return
    for name in ("claims.csv", "context.csv", "series.csv", "parameters.csv"):
        told = {fault.line for fault in faults if fault.file == name and fault.column == "unit"}
        for line, row in rows[name]:
            if row["unit"] not in units and line not in told:
                rule = f"nobody knows the unit {row['unit']!r}"
                remedy = f"{nearest(row['unit'], units)}; a new one takes a row in units.csv"
                faults.append(Fault(name, line, "unit", rule, remedy))


def _check_series(data: Data, rows: Mapping[str, Rows]) -> None:
    """Each figure of a series is in its unit. Raises InputError with every fault."""
    unlike = {
        name: f"{name} is in {data[name].unit}, and the series {each.id} in {each.unit}"
        for each in data.series.values()
        for name in data.in_time(each.id)
        if data[name].unit != each.unit
    }
    faults = [
        Fault(
            file, line, "unit", unlike[row["id"]], "correct the unit here or in series.csv, or give the row another id"
        )
        for file in ("claims.csv", "context.csv")
        for line, row in rows[file]
        if row["id"] in unlike
    ]
    if faults:
        raise InputError(faults)


def _check_sources(rows: Mapping[str, Rows], sources: BibliographyData, text: str, faults: list[Fault]) -> None:
    """Each row cites an entry of sources.bib, whose text this is; one fault for a key, however many rows cite it."""
    known = list(sources.entries)  # `in` the entries themselves is blind to upper case
    if not known:
        if not any(fault.file == SOURCES for fault in faults):
            faults.append(Fault(SOURCES, None, None, "the file holds no entry", "add one for each source"))
        return
    cited = _cited(rows)
    for key in (key for key in cited if key not in known):
        file, line = cited[key][0]
        fault = _no_such_source(file, line, "source", key, known)
        (close,) = get_close_matches(key, known, n=1) or [""]
        if close and close not in cited:
            remedy = f"{SOURCES}, line {line_of(text, close)}, has {close!r}, which no row cites: make the two the same"
            fault = replace(fault, remedy=remedy)
        faults.append(replace(fault, rule=fault.rule + _citing(cited[key])))


def _cited(rows: Mapping[str, Rows]) -> dict[str, list[tuple[str, int]]]:
    """Each key that rows cite, with the file and the line of every one of them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in CITING:
        for line, row in rows[name]:
            if row["source"]:
                found.setdefault(row["source"], []).append((name, line))
    return found


def _citing(places: list[tuple[str, int]]) -> str:
    """How many rows cite a key, and the first of them in each file; nothing of a single one, whose place is told."""
    files = {name: [line for file, line in places if file == name] for name, _ in places}
    told = [
        f"{_counted(lines, 'a row', 'rows')} of {name} (line{'s' * (len(lines) > 1)} {some(map(str, lines), FIRST)})"
        for name, lines in files.items()
    ]
    return f", and is cited by {' and '.join(told)}" if len(places) > 1 else ""


def _no_such_source(file: str, line: int | None, column: str, key: str, known: list[str]) -> Fault:
    twin = next((each for each in known if each.lower() == key.lower()), None)
    rule = f"{key!r} is no entry of sources.bib" + (
        f", which has {twin!r}: upper and lower case differ" if twin else ""
    )
    return Fault(
        file,
        line,
        column,
        rule,
        "write the key as it stands there" if twin else f"add the entry, or {_corrected(key, known)}",
    )


def _corrected(key: str, known: list[str]) -> str:
    """What to do with a key that no entry has."""
    close = get_close_matches(key, known, n=1)
    return f"correct the key: did you mean {close[0]!r}?" if close else "correct the key"


def _check_grades(rows: Mapping[str, Rows], faults: list[Fault]) -> None:
    context_rows, reasons = rows["context.csv"], rows["grades.csv"]
    given = {row["id"] for _, row in reasons}
    graded = {row["id"] for _, row in context_rows}
    if any(fault.file in ("context.csv", "grades.csv") and fault.column is None for fault in faults):
        return
    if context_rows and not reasons:
        rule = f"the file is missing, and {_counted(context_rows, 'a grade', 'grades')} of context.csv need a reason"
        faults.append(Fault("grades.csv", None, None, rule, "put it into the folder of context.csv"))
        return
    for line, row in context_rows:
        if row["id"] not in given:
            rule = f"the grade of {row['id']!r} has no reason"
            faults.append(Fault("context.csv", line, "grade", rule, "add a row to grades.csv that gives it"))
    for line, row in reasons:
        if row["id"] not in graded:
            rule = f"{row['id']!r} is no id of context.csv"
            remedy = "correct the id, bring the row of context.csv back, or remove this one"
            faults.append(Fault("grades.csv", line, "id", rule, remedy))


def _check_quotations(rows: Mapping[str, Rows], known: Collection[str], faults: list[Fault]) -> None:
    """Each quotation stands in the stored words of its source, one of the known, and the figure can be read from it."""
    astray = {place for key, places in _cited(rows).items() if known and key not in known for place in places}
    broken = {(fault.file, fault.line) for fault in faults} | astray
    if any(file == "words.csv" for file, _ in broken):
        return
    quoting = [
        row for name in ("claims.csv", "context.csv", "statements.csv") for _, row in rows[name] if row["wording"]
    ]
    if quoting and not rows["words.csv"]:
        rule = f"the file is missing, and {_counted(quoting, 'a row', 'rows')} quote words that it should hold"
        faults.append(Fault("words.csv", None, None, rule, "put it beside sources.bib, or quote nobody in wording"))
        return
    stored: dict[str, list[str]] = {}
    for line, row in rows["words.csv"]:
        words = stored.setdefault(row["source"], [])
        if row["words"] in words:
            rule = f"these words of {row['source']!r} are stored already"
            faults.append(Fault("words.csv", line, "words", rule, "take the row away"))
        words.append(row["words"])
    for name in ("claims.csv", "context.csv"):
        for line, row in rows[name]:
            if row["wording"] and (name, line) not in broken:
                faults += _quotation_faults(name, line, row, stored.get(row["source"], []))
    for line, row in rows["statements.csv"]:
        if ("statements.csv", line) not in broken:
            faults += _wording_faults("statements.csv", line, row["wording"], ARTICLE, stored.get(ARTICLE, []))


def _quotation_faults(name: str, line: int, row: Mapping[str, str], stored: list[str]) -> list[Fault]:
    if faults := _wording_faults(name, line, row["wording"], row["source"], stored):
        return faults
    trouble = trouble_with(row)
    return [Fault(name, line, *trouble)] if trouble else []


def _wording_faults(name: str, line: int, wording: str, source: str, stored: list[str]) -> list[Fault]:
    if occurs(wording, stored):
        return []
    close = nearest_words(wording, stored)
    rule = f"the words stored of {source!r} do not hold {wording!r}" + (f", but {close!r}" if close else "")
    remedy = "quote the stored words, or store in words.csv what the source says"
    return [Fault(name, line, "wording", rule, remedy)]


def _check_parts(data: Data, rows: Mapping[str, Rows], replaced: Mapping[str, object]) -> None:
    """A figure that is part of another is not above it, whatever their hedges. Raises InputError."""
    faults = []
    places = {row["id"]: (name, line) for name in ("claims.csv", "context.csv") for line, row in rows[name]}
    for claim in data.figures.values():
        if not claim.part_of:
            continue
        file, line = places[claim.id]
        whole = data.figures.get(claim.part_of)
        if whole is None:
            rule = f"{claim.part_of!r} is no id of the data"
            faults.append(Fault(file, line, "part_of", rule, nearest(claim.part_of, data.figures)))
        elif data.units[claim.unit].kind != data.units[whole.unit].kind:
            rule = f"{claim.id}, in {claim.unit}, is no part of {whole.id}, in {whole.unit}"
            faults.append(Fault(file, line, "part_of", rule, "name a whole that is counted like its part"))
        elif None not in (claim.value, whole.value) and claim.interval.low > whole.interval.high:
            changed = next((name for name in (claim.id, whole.id) if name in replaced), None)
            where = ("set", None, changed) if changed else (file, line, "part_of")
            rule = f"{claim.id} is part of {whole.id}, and larger: {claim.value:g} of {whole.value:g}"
            faults.append(Fault(*where, rule, "correct one of the two"))
    faults += _quarter_faults(data, places, replaced) if not faults else []
    if faults:
        raise InputError(faults)


def _quarter_faults(data: Data, places: Mapping[str, tuple[str, int]], replaced: Mapping[str, object]) -> list[Fault]:
    """The quarters that are declared parts of a figure of their year and together come to more than that, at the least."""
    parts: dict[tuple[str, str], list[Claim]] = {}
    for claim in data.figures.values():
        whole = data.figures.get(claim.part_of)
        if whole and None not in (claim.value, whole.value) and claim.period.startswith(f"{whole.period}-Q"):
            series = claim.id.rpartition("_")[0]
            parts.setdefault((series, whole.id), []).append(claim)
    found = []
    for quarters in parts.values():
        whole, least = data.figures[quarters[0].part_of], math.fsum(each.interval.low for each in quarters)
        if least > whole.interval.high:
            names = ", ".join(each.id for each in quarters)
            changed = next((each.id for each in (*quarters, whole) if each.id in replaced), None)
            where = ("set", None, changed) if changed else (*places[quarters[-1].id], "value")
            rule = f"{names} come to {least:g} at the least, and {whole.id} to {whole.interval.high:g}"
            found.append(Fault(*where, rule, "correct one of them"))
    return found


def parameter_faults(choices: Mapping[str, object], data: Data) -> list[Fault]:
    """What is wrong with a set of choices."""
    faults = []
    for name, given in choices.items():
        known = data.parameters.get(name)
        if known is None:
            rule = "the report has no such parameter"
            faults.append(Fault("parameters", None, name, rule, nearest(name, data.parameters)))
        elif isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) < math.inf:
            faults.append(Fault("parameters", None, name, f"{given!r} is not a number", "give a number such as 0.05"))
        elif not known.allows(given):
            rule = f"{given} is out of range"
            faults.append(Fault("parameters", None, name, rule, f"give a number within {known.range}"))
    return faults


# --- replacing ---------------------------------------------------------------------------------------

#: What an edition may say of a figure it replaces; ``row`` names a figure of the data that stands in its place.
REPLACEABLE = {*CLAIM_COLUMNS, "upper", "row"} - {"id", "unit"}
#: What it says of one that nobody has given.
NOT_KNOWN = "unknown"


def replace_figures(data: Data, replaced: Mapping[str, object]) -> Data:
    """Put an edition's figures in place of quoted ones; the old quotation goes with the old figure.

    A bare number keeps the bound and the precision of the figure it replaces; one in place of a range is exact. The id
    of another figure puts that in its place, and ``unknown`` leaves the place empty. Nothing is read again.
    Raises InputError with every fault.
    """
    faults: list[Fault] = []
    claims, context = dict(data.claims), dict(data.context)
    for name, given in replaced.items():
        home = claims if name in claims else context
        if name not in home:
            faults.append(_no_such_figure(str(name), data.figures, data.parameters))
            continue
        changed, problems = _replaced(home[name], given, data)
        faults.extend(problems)
        home[name] = changed or home[name]
    if faults:
        raise InputError(faults)
    return replace(data, claims=claims, context=context)


def _no_such_figure(name: str, known: Iterable[str], choices: Iterable[str]) -> Fault:
    return Fault("set", None, name, "no figure has this id", other_way(name, known, choices, "a parameter", "-p"))


def other_way(name: str, known: Iterable[str], others: Iterable[str], what: str, option: str) -> str:
    """What to do about an unknown name: of the known ones the nearest, unless it is, or is nearer to, one of another
    kind, which is set in another way.
    """
    if name in others:
        return f"it is {what}: set it with {option}"
    (close,) = get_close_matches(name, [*known, *others], n=1) or [""]
    return f"did you mean {what}, {close!r}? That is set with {option}" if close in others else nearest(name, known)


def _replaced(claim: Claim, given: object, data: Data) -> tuple[Claim | None, list[Fault]]:
    changes = dict(given) if isinstance(given, Mapping) else {"value": given}
    texts = {str(key): _as_text(value) for key, value in changes.items()}
    if texts.get("value") in data.figures.keys() - {NOT_KNOWN, claim.id}:
        texts["row"] = texts.pop("value")
    faults = [
        Fault(
            "set",
            None,
            f"{claim.id}.{key}",
            "a figure has no such field",
            nearest(key, sorted(REPLACEABLE), len(REPLACEABLE)),
        )
        for key in sorted(set(texts) - REPLACEABLE)
    ]
    texts = {key: text for key, text in texts.items() if key in REPLACEABLE}
    if "row" in texts:
        made, more = _from_row(claim, texts.pop("row"), texts, data)
    elif texts.get("value") == NOT_KNOWN:
        made, more = _left_empty(claim, texts)
    else:
        made, more = _own_figure(claim, texts, data)
    return made, faults + more


def _own_figure(claim: Claim, texts: Mapping[str, str], data: Data) -> tuple[Claim | None, list[Fault]]:
    """A figure that an edition gives itself: what it does not say of it is as in the one that it replaces."""
    row = {key: _as_text(getattr(claim, key)) for key in (*CLAIM_COLUMNS, "upper")}
    row |= dict.fromkeys(("relayed_by", "locator", "wording", "source"), "")
    row |= {"speaker": "the author of this edition", "attribution": "stated"} | texts
    if claim.bound == "between" and not {"bound", "upper"} & set(texts):
        row["bound"] = "exact"
    if row["bound"] not in ("about", "nearly") and "precision" not in texts:
        row["precision"] = ""
    if row["bound"] != "between" and "upper" not in texts:
        row["upper"] = ""
    # An edition owes no source: its own figure is its author's word.
    faults = [
        replace(fault, column=f"{claim.id}.{fault.column}")
        for fault in _row_faults("set", None, {**row, "source": row["source"] or "own"}, ClaimRow)
    ]
    if row["value"][:1].isalpha():
        rule = f"{row['value']!r} is no number and no id of another figure"
        known = [*(each for each in data.figures if each != claim.id), NOT_KNOWN]
        number = meant(row["value"])
        remedy = f"write {number}, and its hedge as its bound" if number else nearest(row["value"], known)
        word = Fault("set", None, f"{claim.id}.value", rule, remedy)
        faults = [word, *(fault for fault in faults if fault.column != word.column)]
    if row["source"] and row["source"] not in list(data.sources.entries):
        faults.append(_no_such_source("set", None, f"{claim.id}.source", row["source"], list(data.sources.entries)))
    if faults:
        return None, faults
    made = replace(_claim(row), part_of=claim.part_of, replaced=True)
    twin = next((each for each in data.context.values() if each.is_of(made)), None)
    if twin:  # a figure that the data hold already keeps its origin, and is no second witness
        return replace(made, origin=twin.origin, grade=twin.grade, grade_reason=twin.grade_reason), []
    reason = claim.grade and "Set by the author of this edition."
    return replace(made, origin=claim.origin and "edition", grade=claim.grade and "F6", grade_reason=reason), []


def _from_row(claim: Claim, name: str, texts: Mapping[str, str], data: Data) -> tuple[Claim | None, list[Fault]]:
    """A figure of the data in place of another; beside the row's id an edition may give it another label.

    With the bound ``at_least`` and a longer period it is what that period had at least, as a part of it had so many.
    """
    row, faults = data.figures.get(name), []
    is_part = {"bound", "period"} <= set(texts)
    if row is None:
        faults.append(("row", f"{name!r} is no id of the data", nearest(name, data.figures)))
    elif row.unit != claim.unit and {data.units[each.unit].kind for each in (row, claim)} != {"count"}:
        rule = f"{name} is in {row.unit}, and {claim.id} in {claim.unit}"
        faults.append(("row", rule, "name a figure that is counted like the one that it replaces"))
    elif is_part:
        faults += _part_faults(row, texts)
    if more := sorted(set(texts) - ({"label", "bound", "period"} if is_part else {"label"})):
        remedy = "give the row and a label, with bound: at_least and a period where it counts a part of that; or all but the row"
        faults.append(("row", f"{', '.join(more)} beside the row {name!r}", remedy))
    found = [Fault("set", None, f"{claim.id}.{field}", *trouble) for field, *trouble in faults]
    label, period = texts.get("label", claim.label), texts.get("period", "")
    rows = [({"label": label}, _LabelRow), *([({"period": period}, _PeriodRow)] if period else [])]
    for cells, model in rows:
        found += [replace(each, column=f"{claim.id}.{each.column}") for each in _row_faults("set", None, cells, model)]
    if found or row is None:
        return None, found
    made = replace(row, id=claim.id, part_of=claim.part_of, label=label, replaced=True)
    if is_part:
        speaker = f"the author of this edition, after {row.speaker}"
        least = {"value": row.interval.low, "bound": "at_least", "precision": None, "upper": None}
        made = replace(made, **least, period=period, speaker=speaker)
    return made, []


def _part_faults(row: Claim, texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What is wrong with a row that is to count a part of a longer time: (field, rule, remedy)."""
    period, faults = texts["period"], []
    if texts["bound"] != "at_least":
        rule = f"{texts['bound']!r} of a row that counts a part of the time"
        faults.append(("bound", rule, "a part says only what the whole has at least: write at_least"))
    if len(period) >= len(row.period) or not row.period.startswith(period):
        rule = f"{row.id} is of {row.period}, which is no part of {period!r}"
        faults.append(("period", rule, f"give the year that it is a part of, {row.period[:4]}"))
    if row.interval.low <= 0:
        rule = f"{row.id} says of none that they were there at least"
        faults.append(("row", rule, "name a row that has a lower end above zero"))
    return faults


def _left_empty(claim: Claim, texts: Mapping[str, str]) -> tuple[Claim | None, list[Fault]]:
    """A figure that nobody has given; an edition may say of when."""
    more, period = sorted(set(texts) - {"value", "period"}), texts.get("period", claim.period)
    rule = f"{', '.join(more)} of a figure that is unknown"
    faults = [Fault("set", None, claim.id, rule, "say no more of it than its period")] if more else []
    found = _row_faults("set", None, {"period": period}, _PeriodRow)
    faults += [replace(fault, column=f"{claim.id}.period") for fault in found]
    return (None, faults) if faults else (not_known(claim, period=period, replaced=True), [])


class _LabelRow(Row):
    label: Label


class _PeriodRow(Row):
    period: Period


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return f"{decimal.Decimal(repr(value)):f}" if math.isfinite(value) else repr(value)
    return str(value).strip()

"""What sets an edition apart, and everything that is wrong with it before anything runs."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.edition.inputs import CUSTOM
from helpers.edition.missing import missing_faults
from helpers.edition.needs import (
    DATA_PARAMETER,
    REPLACED,
    defaults,
    pattern_faults,
    read_notebooks,
    statement_faults,
    unit_faults,
)
from helpers.edition.settings import SettingsError, key_lines, read_settings
from helpers.figures.data import DATA_FILES, Data, Rows, home_of, load, other_way, parameter_faults, read_tables
from helpers.figures.faults import BuildFailed, Fault, InputError, nearest, one_fault, some
from helpers.figures.rows import MOST_LETTERS, MOST_OF_A_CELL, Parameter, text_trouble
from helpers.notebook.checkout import ARTICLE, BOOK, DATA
from helpers.notebook.results import Disagreement

#: What describes the data, for whoever takes it away; no result depends on these.
DATA_NOTES = ("datapackage.json", "README.md")


#: What sets the things that an edition's file sets.
OPTIONS = {"set": "--set", "parameters": "-p"}

#: What an edition may be called.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
#: What the file of an edition may hold.
FIELDS = {"title": str, "set": dict, "parameters": dict, "why": str}
#: What it has to say, with what to do where it does not.
NEEDED = {
    "title": "name it in a few words: its pages bear them",
    "why": "say in a sentence why it differs: its pages print it",
}
WHAT = {str: "text", dict: "mapping of ids"}


#: What stops a command with a word to its author; anything else is a mistake of the code.
COMPLAINED = (InputError, BuildFailed, Disagreement, OSError)


#: What the system says of a place that cannot be written to, and what to do.
UNWRITABLE = {
    errno.ENOSPC: "the disk is full: make room, and run it again",
    errno.EDQUOT: "your share of the disk is full: make room, and run it again",
    errno.EROFS: "this folder can only be read: name another with --output, or copy the report to where you may write",
    errno.EACCES: "you may not write there: name another folder with --output, or change whose it is",
}


def _told(error: Exception) -> str:
    """What went wrong, in a line; of the system's own errors what to do, and that the last book is whole."""
    if not isinstance(error, OSError) or error.errno not in UNWRITABLE:
        return str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{UNWRITABLE[error.errno]}; the last published book is untouched"


def complaint(error: Exception) -> tuple[str, int]:
    """What a command that was stopped says, and its exit code: 2 for bad input, 1 where it failed."""
    if not isinstance(error, InputError):
        return f"failed: {_told(error)}", 1
    count = f"{len(error.faults)} fault{'s' * (len(error.faults) != 1)}; nothing was changed."
    return "\n".join([*(f"error: {fault}" for fault in error.faults), count]), 2


@dataclass(frozen=True)
class Edition:
    """What sets one edition apart: a name, a title, replaced figures and parameters, and why.

    ``file`` is the file that says so, and ``lines`` where in it, by the keys that lead to each thing.
    """

    name: str = ARTICLE
    title: str = ""
    set: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)
    why: str = ""
    file: str = field(default="", compare=False)
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict, compare=False, repr=False)

    def changed(self, figures: Mapping[str, object], parameters: Mapping[str, object]) -> Edition:
        """The edition that it becomes with more figures replaced and parameters set."""
        own = {("set", name) for name in figures} | {("parameters", name) for name in parameters}
        lines = {keys: line for keys, line in self.lines.items() if keys[:2] not in own}
        figures, parameters = {**self.set, **figures}, {**self.parameters, **parameters}
        return replace(self, name=CUSTOM, set=figures, parameters=parameters, lines=lines)

    def placed(self, fault: Fault) -> Fault:
        """A fault of what the edition sets, at its place in the edition's file, or at the option that sets it."""
        if fault.file not in OPTIONS:
            return fault
        name, _, part = fault.column.partition(".")
        keys = (fault.file, name, part)
        if line := self.lines.get(keys) or self.lines.get(keys[:2]):
            return replace(fault, file=self.file, line=line)
        return replace(fault, file=f"{OPTIONS[fault.file]} {name}", column=part if part not in ("", "value") else None)


def read_edition(checkout: Path, name: str) -> Edition:
    """The edition of ``editions/NAME.yml``; ``article`` needs no file. Raises InputError."""
    path = checkout / "editions" / f"{name}.yml"
    if name == ARTICLE and not path.exists():
        return Edition()
    if not NAME.fullmatch(name) or not path.is_file():
        misnamed = _misnamed(checkout)
        meant = [fault for file, fault in misnamed.items() if _name_of(file) == _name_of(name)]
        known = ", ".join(sorted(p.stem for p in _filed(checkout))) or "none"
        missing = Fault(f"editions/{name}.yml", None, None, "there is no such edition", f"use one of: {known}")
        raise InputError(meant or [missing, *misnamed.values()])
    file = f"editions/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = read_settings(text)
    except UnicodeDecodeError:
        raise one_fault(file, "the text is not UTF-8", "save the file as UTF-8") from None
    except SettingsError as error:
        raise InputError([Fault(file, line, None, rule, remedy) for line, rule, remedy in error.problems]) from None
    content = {} if content is None else content
    if not isinstance(content, dict):
        raise one_fault(file, "the file is no mapping", f"give {', '.join(FIELDS)}")
    lines = key_lines(text)
    troubles = {key: trouble for key, value in content.items() if (trouble := _trouble(key, value))}
    faults = [Fault(file, lines[key,], key, *trouble) for key, trouble in troubles.items()]
    untold = [key for key in NEEDED if name != ARTICLE and not str(content.get(key, "")).strip()]
    faults += [Fault(file, lines.get((key,)), key, f"the edition has no {key}", NEEDED[key]) for key in untold]
    if faults:
        raise InputError(faults)
    return Edition(name=name, **content, file=file, lines=lines)


def filed_editions(checkout: Path) -> list[Edition]:
    """The article's own edition and those of ``editions/``, by name. Raises InputError with the faults of all."""
    found, faults = [Edition()], list(_misnamed(checkout).values())
    for path in _filed(checkout):
        try:
            found.append(read_edition(checkout, path.stem))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return list({edition.name: edition for edition in found}.values())


def require_named(checkout: Path) -> None:
    """No file of ``editions/`` is passed over for its name. Raises InputError."""
    if faults := list(_misnamed(checkout).values()):
        raise InputError(faults)


def _filed(checkout: Path) -> list[Path]:
    """The files of ``editions/`` that are editions by their names."""
    paths = sorted((checkout / "editions").glob("*.yml"))
    return [path for path in paths if NAME.fullmatch(path.stem) and path.suffix == ".yml"]


def _misnamed(checkout: Path) -> dict[str, Fault]:
    """The files of ``editions/`` that hold YAML, and are not read for their names: a fault for each, by its name."""
    filed = {path.name for path in _filed(checkout)}
    found, taken = {}, set(filed)
    for path in sorted((checkout / "editions").glob("*")):
        if path.suffix.lower() in (".yml", ".yaml") and path.name not in filed and path.is_file():
            name = _name_of(path.name)
            free = next(each for each in (name, *(f"{name}-{i}" for i in range(2, 99))) if f"{each}.yml" not in taken)
            taken.add(f"{free}.yml")
            rule = (
                "the file is not read: the name of an edition has lower-case letters, digits, - and _, and ends in .yml"
            )
            remedy = f"call it editions/{free}.yml, and the edition {free}"
            found[path.name] = Fault(f"editions/{path.name}", None, None, rule, remedy)
    return found


def _name_of(file: str) -> str:
    """The name that an edition may have, after that of its file: in lower case, with dashes for what no name can have."""
    stem = re.sub(r"\.ya?ml$", "", file, flags=re.I)
    return re.sub(r"[^a-z0-9_]+", "-", stem.lower()).strip("-_") or "edition"


def _trouble(key: str, value: object) -> tuple[str, str] | None:
    """The rule and the remedy for a field of an edition."""
    if key not in FIELDS:
        return "there is no such field", nearest(key, FIELDS)
    kind = FIELDS[key]
    if not isinstance(value, kind):
        return f"{value!r} is no {WHAT[kind]}", f"write {WHAT[kind]} after {key}:"
    most = MOST_LETTERS if key == "title" else MOST_OF_A_CELL
    return text_trouble(value, most, plain=False) if kind is str else None  # pages print it as text, whatever it holds


# --- checking ----------------------------------------------------------------------------------------


def check(checkout: Path, data: Path | None, edition: Edition) -> None:
    """Check data, replaced figures, parameters and what the notebooks ask of them. Raises InputError with every fault."""
    if faults := [edition.placed(fault) for fault in _faults(checkout, data, edition)]:
        raise InputError(faults)


def _faults(checkout: Path, data: Path | None, edition: Edition) -> list[Fault]:
    from helpers.edition.sense import (
        name_faults,
        series_faults,
        zero_faults,
    )  # formulas are slow to load, and only checking needs them

    faults: list[Fault] = []
    notebooks = read_notebooks(checkout, faults)
    choices = defaults(notebooks.values(), faults)
    try:
        source, own = data_folder(checkout, data), checkout / DATA
    except InputError as error:
        return [*faults, *error.faults, *_unknown(edition.parameters, choices, ())]
    unreadable: list[Fault] = []
    tables = read_tables(source, own, unreadable)
    figures = [row["id"] for name in ("claims.csv", "context.csv") for _, row in tables[name]]
    faults += _unknown(edition.parameters, choices, figures)
    broken = {fault.line for fault in unreadable if fault.file == "parameters.csv"}
    if choices and not tables["parameters.csv"] and not broken:
        rule = f"the file is missing, and notebooks have the parameters {some(choices)}"
        faults.append(Fault("parameters.csv", None, None, rule, "put it into the folder, with a row for each"))
    elif tables["parameters.csv"]:
        given = {name: each for name, each in edition.parameters.items() if name in choices}
        faults += _choice_faults(given, tables, broken)
        for each in notebooks.values():
            own_faults = _choice_faults(each.choices, tables, broken)
            faults += [replace(fault, file=f"{BOOK}/{each.path.name}") for fault in own_faults]
    beside = read_tables(own, None, []) if data else {}
    missing, data_read = missing_faults(notebooks.values(), tables, beside, unreadable), None
    try:
        data_read = load(source, edition.set, own, missing)
    except InputError as error:
        faults += error.faults
    if not any(fault.file in ("claims.csv", "context.csv") and fault.column is None for fault in faults):
        faults += pattern_faults(notebooks.values(), tables)
    if not any(fault.file == "statements.csv" for fault in faults):
        faults += statement_faults(notebooks.values(), tables)
    faults += unit_faults(notebooks.values(), tables, faults)
    faults += name_faults(notebooks.values(), tables)
    faults += series_faults(notebooks.values(), tables)
    zeros = zero_faults(notebooks.values(), tables, data_read, edition.set)
    vain = {f"{fault.column}.precision" for fault in zeros if fault.file == "set"}  # no precision fits a zero
    return [*(fault for fault in faults if fault.file != "set" or fault.column not in vain), *zeros]


def data_folder(checkout: Path, data: Path | None) -> Path:
    """The folder that an edition takes its figures from. Raises InputError where it holds none."""
    source = data or checkout / DATA
    if source.is_file():
        raise one_fault(str(source), "that is a file", "name the folder that it stands in")
    if not source.is_dir():
        raise one_fault(str(source), "there is no such folder", "name a folder with a claims.csv")
    if not (source / "claims.csv").exists():
        raise one_fault("claims.csv", "the file is missing", f"put it into {source}")
    return source


def _unknown(given: Mapping[str, object], choices: Mapping[str, object], figures: Iterable[str]) -> list[Fault]:
    """The parameters that no notebook declares."""
    options = {DATA_PARAMETER: "use --data", REPLACED: "use --set"}
    rule = "the report has no such parameter"
    return [
        Fault(
            "parameters", None, name, rule, options.get(name) or other_way(name, choices, figures, "a figure", "--set")
        )
        for name in given
        if name not in choices
    ]


def _choice_faults(choices: Mapping[str, object], tables: Mapping[str, Rows], broken: set[int | None]) -> list[Fault]:
    """What is wrong with choices beside parameters.csv, whose own faults, in the lines ``broken``, are told elsewhere."""
    fields = Parameter.__dataclass_fields__
    rows = {row["id"]: Parameter(**{key: row[key] for key in fields}) for _, row in tables["parameters.csv"]}
    unclear = {row["id"] for line, row in tables["parameters.csv"] if line in broken}
    known = {name: each for name, each in choices.items() if name not in unclear}
    return parameter_faults(known, Data({}, parameters={key: each for key, each in rows.items() if key not in unclear}))


# --- laying out --------------------------------------------------------------------------------------


def stage_data(checkout: Path, data: Path | None, target: Path) -> None:
    """Lay out the data that an edition runs on; files that ``data`` lacks come from the checkout."""
    source = data_folder(checkout, data)
    target.mkdir(parents=True, exist_ok=True)
    for name in (*DATA_FILES, *DATA_NOTES):
        home = home_of(name, source, checkout / DATA)
        if (home / name).is_file():
            shutil.copyfile(home / name, target / name)


def note(checkout: Path, data: Path | None, edition: Edition) -> dict:
    """What the pages of an edition other than the article's own say of it."""
    return {
        "name": edition.name,
        "title": edition.title,
        "set": edition.set,
        "parameters": edition.parameters,
        "why": edition.why,
        "as_filed": _is_filed(checkout, edition),
        "other_data": data is not None,
        "changed": _changed_rows(checkout / DATA, data) if data else [],
    }


def _is_filed(checkout: Path, edition: Edition) -> bool:
    """Whether an edition is what its file says, with nothing replaced on the command line."""
    return (checkout / "editions" / f"{edition.name}.yml").is_file() and read_edition(checkout, edition.name) == edition


def _changed_rows(own: Path, other: Path) -> list[str]:
    """The ids of the figures that another data folder has and the checkout's own has not, or not so."""
    known, given = (read_tables(folder, own, []) for folder in (own, other))
    rows = {name: [row for _, row in known[name]] for name in ("claims.csv", "context.csv")}
    return [row["id"] for name in rows for _, row in given[name] if row not in rows[name]]

"""Comparing what two builds found, and taking the present one as the reference."""

from __future__ import annotations

import json
import math
import os
import shutil
from pathlib import Path

import nbformat

from helpers.edition.edition import BuildFailed, Edition
from helpers.edition.kept import executions
from helpers.edition.needs import source_digest
from helpers.notebook.checkout import ARTICLE


def accept(checkout: Path) -> list[str]:
    """Make the published notebooks of the article's own edition the committed reference; the names that changed."""
    todo = executions(checkout, checkout, Edition(), other_data=False)
    published = {each.notebook.name: checkout / "_build" / "notebooks" / f"{each.notebook.name}.ipynb" for each in todo}
    missing = [name for name, path in published.items() if not path.is_file()]
    if missing:
        raise BuildFailed(f"no published notebook {', '.join(missing)}: build the report first")
    for each in todo:
        source = published[each.notebook.name]
        if source_digest(nbformat.read(source, as_version=4)) != each.notebook.source_digest:
            raise BuildFailed(f"{each.notebook.name} was edited after the last build: build the report again")
        if not each.kept or each.kept.read_bytes() != source.read_bytes():
            rule = f"{each.notebook.name} was built from other data or code"
            raise BuildFailed(f"{rule} than there is now: build the report again")
    return [each.notebook.name for each in todo if _take(published[each.notebook.name], each.notebook.path)]


def _take(source: Path, target: Path) -> bool:
    """Put a file in place of another at once; whether they differed."""
    if source.read_bytes() == target.read_bytes():
        return False
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    os.replace(partial, target)
    return True


def read_results(checkout: Path, name: str) -> dict:
    """A results.json by its path, its build folder or its edition's name. Raises BuildFailed."""
    homes = [Path(name), checkout / "_build" / "editions" / name, *([checkout / "_build"] if name == ARTICLE else [])]
    for path in (place for home in homes for place in (home, home / "results.json")):
        if path.is_file():
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                document["values"], document["verdicts"]
            except (ValueError, KeyError, TypeError):
                raise BuildFailed(f"{path} is no results.json") from None
            return document
    raise BuildFailed(f"no results for {name!r}: give a results.json, a build folder or the name of a built edition")


def diff(first: dict, second: dict) -> tuple[list[str], int]:
    """What moved, appeared, vanished and flipped from one results.json to another, and the exit code that says so."""
    lines, code = [], 0
    for kind in ("values", "verdicts"):
        old, new = first[kind], second[kind]
        lines += [f"vanished  {kind[:-1]} {name}" for name in sorted(old.keys() - new.keys())]
        lines += [f"appeared  {kind[:-1]} {name}" for name in sorted(new.keys() - old.keys())]
        code = 3 if old.keys() != new.keys() else code
        for name in sorted(old.keys() & new.keys()):
            change = _change(kind, old[name], new[name])
            if change:
                lines.append(f"{change[0]:9} {name}: {change[1]}")
                code = max(code, 2)
    return lines, code


def _change(kind: str, old: dict, new: dict) -> tuple[str, str] | None:
    if kind == "verdicts":
        if old["holds"] != new["holds"]:
            return "flipped", f"{old['text']} -> {new['text']}"
        return ("reworded", new["text"]) if old != new else None
    numbers = ("low", "central", "high")
    if any(not _same(old[key], new[key]) for key in numbers):
        return "moved", f"{old['text']} -> {new['text']}"
    return ("changed", _fields(old, new)) if old != new else None


def _fields(old: dict, new: dict) -> str:
    changed = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]
    return "; ".join(f"{key}: {old.get(key)} -> {new.get(key)}" for key in changed)


def _same(old: float | None, new: float | None) -> bool:
    return old is new if old is None or new is None else math.isclose(old, new, rel_tol=1e-12)

"""The releases of a report: the results of each, and what was accepted between them, with its kind and reason.

``releases/VERSION/`` holds a release's results.json and ``release.yml``: its date, and the changes accepted since the
release before. ``releases/next.yml`` holds those accepted since the last one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from helpers.figures.faults import one_fault
from helpers.notebook.changes import Accepted
from helpers.notebook.checkout import read_yaml
from helpers.notebook.classes import CLASSES

FOLDER, NEXT, ABOUT = "releases", "next.yml", "release.yml"
VERSION = re.compile(r"\d+\.\d+\.\d+")
#: Where a build leaves the results that its own are set beside, at the root of the source that it is rendered from.
REFERENCE = "reference.json"


@dataclass(frozen=True)
class Release:
    """One release: its version, its date (2026-11-23), its results.json, and the changes accepted for it."""

    version: str
    date: str
    results: Mapping
    accepted: tuple[Accepted, ...]

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, to be ordered by."""
        return as_numbers(self.version)


def as_numbers(version: str) -> tuple[int, ...]:
    """A version's parts, to be ordered by.

    >>> as_numbers("1.10.0") > as_numbers("1.9.2")
    True
    """
    return tuple(int(part) for part in version.split("."))


def read_releases(root: Path) -> list[Release]:
    """The releases of the report under ``root``, the newest first. Raises InputError for one that cannot be read."""
    folders = [path for path in (root / FOLDER).glob("*") if path.is_dir() and VERSION.fullmatch(path.name)]
    return sorted(map(_read_release, folders), key=lambda release: release.number, reverse=True)


def _read_release(folder: Path) -> Release:
    about = _read_yaml(folder / ABOUT)
    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        results["values"], results["verdicts"]
    except (OSError, ValueError, KeyError, TypeError):
        place = f"{FOLDER}/{folder.name}/results.json"
        raise one_fault(place, "it is no results.json", "take it from the release itself") from None
    return Release(folder.name, str(about.get("date", "")), results, _accepted(about, folder / ABOUT))


def read_next(root: Path) -> tuple[Accepted, ...]:
    """What was accepted since the last release. Raises InputError."""
    path = root / FOLDER / NEXT
    return _accepted(_read_yaml(path), path) if path.is_file() else ()


def _read_yaml(path: Path) -> Mapping:
    try:
        content = read_yaml(path) or {}
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        content = None
    if not isinstance(content, Mapping):
        raise one_fault(f"{FOLDER}/{path.name}", "it is not readable as YAML", "mend the file")
    return content


def _accepted(content: Mapping, path: Path) -> tuple[Accepted, ...]:
    """The changes of a file; each has a kind that there is, and a reason."""
    found = []
    for each in content.get("changes") or []:
        try:
            found.append(Accepted(each["class"], str(each["why"]).strip(), tuple(map(str, each["ids"]))))
        except (KeyError, TypeError):
            raise one_fault(f"{FOLDER}/{path.name}", f"{each!r} lacks class, why or ids", "add it") from None
        if found[-1].kind not in CLASSES or not found[-1].why:
            rule = f"{found[-1].kind!r} is no class of a change" if found[-1].why else "a change has no reason"
            raise one_fault(f"{FOLDER}/{path.name}", rule, f"use one of {', '.join(CLASSES)}, and say why")
    return tuple(found)


def as_yaml(accepted: tuple[Accepted, ...], **about: object) -> str:
    """The same as the text of a file."""
    changes = [{"class": each.kind, "why": each.why, "ids": list(each.ids)} for each in accepted]
    return yaml.safe_dump({**about, "changes": changes}, sort_keys=False, allow_unicode=True, width=120)


def accepted_since(root: Path, version: str) -> list[Accepted]:
    """What was accepted after a release, in the order of time; after none, all of it."""
    later = [release for release in read_releases(root) if not version or release.number > as_numbers(version)]
    return [each for release in reversed(later) for each in release.accepted] + list(read_next(root))

"""Comparing what two builds found, and taking the present one as the reference, with the reason for what it changes."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from pydantic import ValidationError

from helpers.edition.edition import Edition
from helpers.edition.kept import executions
from helpers.edition.needs import source_digest
from helpers.edition.publish import write_at_once
from helpers.figures.faults import BuildFailed, InputError, one_fault
from helpers.notebook.changes import Accepted, Change, compare, explained
from helpers.notebook.checkout import ARTICLE, read_yaml
from helpers.notebook.classes import CLASSES
from helpers.notebook.releases import (
    ABOUT,
    FOLDER,
    NEXT,
    VERSION,
    Release,
    accepted_since,
    as_numbers,
    as_yaml,
    read_next,
    read_releases,
)
from helpers.notebook.results import Disagreement, Results, collect
from helpers.notebook.signed import FILE as SIGNED
from helpers.notebook.signed import Unsigned, as_signed, compare_prose, read_prose, read_signed, unsigned

#: A class and a reason, as an author may give them.
EXAMPLE = ("correction", '"the ministry corrected its figure"')
#: The name under which the committed notebooks are compared.
COMMITTED = "reference"


# --- comparing ---------------------------------------------------------------------------------------


def reference(checkout: Path, executed: Path | None = None) -> Results | None:
    """What the committed notebooks say, or others; None where they are not whole, or were written by other code."""
    try:
        return collect(checkout, executed)
    except (Disagreement, ValidationError, OSError):
        return None


def diff(checkout: Path, first: str, second: str) -> tuple[list[Change], int]:
    """What differs from one named result to another, and the exit code that says so. Raises InputError or BuildFailed.

    Where the first is a release, each change has the reason that it was accepted with.
    """
    old, new = read_results(checkout, first), read_results(checkout, second)
    since = first if VERSION.fullmatch(first) else ""
    changes = compare(old, new)
    if since:
        changes = explained(changes, accepted_since(checkout, since))
    same_ids = all(old[kind].keys() == new[kind].keys() for kind in ("values", "verdicts"))
    return changes, (2 if same_ids else 3) if changes else 0


def read_results(checkout: Path, name: str) -> Mapping:
    """A results.json by its path, its build folder, its edition, its release, or ``reference``.

    Raises InputError where it is none of these, BuildFailed where it is not made yet.
    """
    released = {release.version: release for release in read_releases(checkout)}
    if name in released:
        return released[name].results
    if name == COMMITTED:
        committed = reference(checkout)
        if committed is None:
            raise BuildFailed("the committed notebooks hold no results of this code: build the report and accept it")
        return committed.document().model_dump()
    homes = [Path(name), checkout / "_build" / "editions" / name, *([checkout / "_build"] if name == ARTICLE else [])]
    for path in (place for home in homes for place in (home, home / "results.json")):
        if path.is_file():
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                document["values"], document["verdicts"]
            except (ValueError, KeyError, TypeError):
                raise one_fault(str(path), "it is no results.json", "build it anew, or name another") from None
            return document
    if (checkout / "editions" / f"{name}.yml").is_file():
        raise BuildFailed(f"the edition {name} is not built yet: report build {name}")
    known = ", ".join([ARTICLE, COMMITTED, *released])
    remedy = f"give a results.json, a build folder, the name of a built edition, or one of {known}"
    raise one_fault(name, "there are no results of this name", remedy)


# --- accepting ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """What was accepted: notebooks that were replaced, the changes of results that they bring, sentences that were signed."""

    notebooks: list[str]
    changes: list[Change]
    prose: list[Unsigned] = field(default_factory=list)


def accept(checkout: Path, kind: str = "", why: str = "") -> Taken:
    """Make the published notebooks of the article's own edition the committed reference, and sign the prose.

    Where they change a result, ``kind`` and ``why`` are kept in ``releases/next.yml``. Raises BuildFailed where the
    build is not of the present data and code, InputError where a change has no kind or no reason.
    """
    published = _published(checkout)
    changes = _changes(checkout)
    given = why.strip()
    if changes and not (kind and given):
        raise _unreasoned(len(changes), kind, given)
    if changes:
        ids = tuple(dict.fromkeys(change.id for change in changes))
        accepted = as_yaml((*read_next(checkout), Accepted(kind, given, ids)))
        write_at_once(checkout / FOLDER / NEXT, accepted.encode())
    taken = [name for name, (source, target) in published.items() if _take(source, target)]
    return Taken(taken, changes, _sign(checkout))


def _unreasoned(changed: int, kind: str, why: str) -> InputError:
    """The refusal of changes whose class or reason is missing: which of them, and the whole command."""
    missing = " and ".join([*([] if kind else ["no class (CLASS)"]), *([] if why else ["no reason (WHY)"])])
    rule = f"{'1 result changes' if changed == 1 else f'{changed} results change'}, and {missing} is given"
    command = f"  make accept CLASS={kind or EXAMPLE[0]} WHY={shlex.quote(why) if why else EXAMPLE[1]}"
    kinds = "\n".join(f"  {name:10} {words}" for name, words in CLASSES.items())
    remedy = f"say of which class the change is, and why, as in\n{command}\nThe classes:\n{kinds}"
    return one_fault("report accept", rule, remedy)


def _sign(checkout: Path) -> list[Unsigned]:
    """Sign every sentence of prose as it stands; those that were not signed before."""
    found = compare_prose(read_signed(checkout), read_prose(checkout))
    if found:
        write_at_once(checkout / SIGNED, as_signed(checkout).encode())
    return found


def _published(checkout: Path) -> dict[str, tuple[Path, Path]]:
    """Each published notebook with the committed one; they are of the present data and code. Raises BuildFailed."""
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
            reason = f" ({each.why})" if each.why else ""
            rule = f"{each.notebook.name} was built from other data or code than there is now{reason}"
            raise BuildFailed(f"{rule}: build the report again")
    return {each.notebook.name: (published[each.notebook.name], each.notebook.path) for each in todo}


def _changes(checkout: Path) -> list[Change]:
    """What the published results change in those of the committed notebooks; nothing where there are none."""
    before = reference(checkout)
    return compare(before.document().model_dump(), read_results(checkout, ARTICLE)) if before else []


def _take(source: Path, target: Path) -> bool:
    """Put a file in place of another; whether they differed."""
    content = source.read_bytes()
    if content == target.read_bytes():
        return False
    write_at_once(target, content)
    return True


# --- releasing ---------------------------------------------------------------------------------------

#: The files that say a version, and how each says it.
VERSIONED = {
    "CITATION.cff": "version: {}",
    "pyproject.toml": 'version = "{}"',
    "README.md": "Version {}.",
    "LICENSE-text": "version {},",
    "data/datapackage.json": '"version": "{}"',
}
DATED = "date-released: {}"


def release(checkout: Path, version: str, date: str) -> Release:
    """Keep the results of a release, set its version and date everywhere, and head its section of the changelog.

    Raises BuildFailed where the book is not the accepted reference, or the version is not above the last one.
    """
    _require_later(checkout, version)
    published = _published(checkout)
    differing = [name for name, (source, target) in published.items() if source.read_bytes() != target.read_bytes()]
    if differing:
        raise BuildFailed(f"{', '.join(differing)} was built and not accepted: accept it first")
    if prose := unsigned(checkout):
        raise BuildFailed(f"{prose[0]}\n{len(prose)} sentences of prose are not signed: accept them first")
    files = _versioned(checkout, version, date)
    accepted, results = read_next(checkout), read_results(checkout, ARTICLE)
    folder = checkout / FOLDER / version
    folder.mkdir(parents=True)
    shutil.copyfile(checkout / "_build" / "results.json", folder / "results.json")
    write_at_once(folder / ABOUT, as_yaml(accepted, date=date).encode())
    for path, text in files.items():
        write_at_once(path, text.encode())
    (checkout / FOLDER / NEXT).unlink(missing_ok=True)
    return Release(version, date, results, accepted)


def _require_later(checkout: Path, version: str) -> None:
    if not VERSION.fullmatch(version):
        raise BuildFailed(f"{version!r} is no version: write three numbers, as in 1.2.0")
    for last in read_releases(checkout)[:1]:
        if as_numbers(version) <= last.number:
            raise BuildFailed(f"{version} does not come after {last.version}, the last release")


def _versioned(checkout: Path, version: str, date: str) -> dict[Path, str]:
    """The files that say the version and the date, with the new ones in them. Raises BuildFailed."""
    about = read_yaml(checkout / "CITATION.cff")
    made = {}
    for name, form in VERSIONED.items():
        path = checkout / name
        if not path.is_file():
            continue
        text, old = path.read_text(encoding="utf-8"), form.format(about["version"])
        if old not in text:
            raise BuildFailed(f"{name} does not say {old!r}, the version of CITATION.cff: mend it first")
        made[path] = text.replace(old, form.format(version)).replace(
            DATED.format(about["date-released"]), DATED.format(date)
        )
    changelog = checkout / "CHANGELOG.md"
    if changelog.is_file():
        text = changelog.read_text(encoding="utf-8")
        if "## [Unreleased]\n" not in text:
            raise BuildFailed("CHANGELOG.md has no section [Unreleased]: add one that says what is new")
        made[changelog] = text.replace("## [Unreleased]\n", f"## [Unreleased]\n\n## [{version}] - {date}\n", 1)
    return made

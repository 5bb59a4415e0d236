"""On what a check runs: the commit and what is not as it has it, the lock and what is not installed so, the machine."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import nbformat
from packaging.requirements import InvalidRequirement, Requirement

from helpers.edition.inputs import PACKAGE, digest, files_of
from helpers.figures.data import DATA_FILES
from helpers.notebook.checkout import BOOK, DATA, read_yaml
from helpers.notebook.review import Surroundings, Version, bears

#: The rooms that notebooks run on; the others make pages of what these say.
RUN_ON = ("figures", "findings", "notebook")


def read_surroundings(checkout: Path, started: str) -> Surroundings:
    """What there is to say of a checkout and of the machine, before anything is run."""
    about = read_yaml(checkout / "CITATION.cff") or {}
    locked = read_lock(checkout / "requirements.txt")
    commit, changed = read_clone(checkout)
    outdated = read_outdated(checkout) if commit else []
    return Surroundings(
        title=str(about.get("title", "")),
        version=str(about.get("version", "")),
        commit=commit,
        changed=changed,
        outdated=outdated,
        data=digest({name: checkout / DATA / name for name in DATA_FILES if (checkout / DATA / name).is_file()}),
        code=digest(dict(_code(checkout))),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        platform=platform.platform(),
        packages=len(locked),
        versions=differing(locked, _installed),
        started=started,
        seconds=0,
    )


def _code(checkout: Path) -> Iterator[tuple[str, Path]]:
    """The files of code that the notebooks run on, by name; the notebooks' own cells are in the notebooks."""
    for room in RUN_ON:
        yield from ((path.relative_to(PACKAGE).as_posix(), path) for path in files_of(PACKAGE / room))
    yield from ((path.name, path) for path in (checkout / BOOK).glob("*.py"))


# --- the lock ----------------------------------------------------------------------------------------


def read_lock(path: Path) -> dict[str, str]:
    """The locked version of each package that this platform takes; nothing where there is no lock."""
    locked = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            requirement = Requirement(line.rstrip(" \\"))
        except InvalidRequirement:  # a comment, or the hash of a package
            continue
        for version in requirement.specifier:
            if version.operator == "==" and (requirement.marker is None or requirement.marker.evaluate()):
                locked[requirement.name] = version.version
    return locked


def differing(locked: dict[str, str], installed: Callable[[str], str]) -> list[Version]:
    """The packages that are not installed as they are locked."""
    found = {name: installed(name) for name in locked}
    return [
        Version(name=name, locked=locked[name], installed=each) for name, each in found.items() if each != locked[name]
    ]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


# --- the clone ---------------------------------------------------------------------------------------


def read_clone(checkout: Path) -> tuple[str, list[str]]:
    """The commit that is checked out, and the files that are not as it has them; nothing where there is no clone."""
    commit = _git(checkout, "rev-parse", "HEAD").strip()
    top = _git(checkout, "rev-parse", "--show-toplevel").strip()
    if not commit or Path(top).resolve() != checkout.resolve():
        return "", []
    found = []
    entries = iter(_git(checkout, "status", "--porcelain=v1", "-z", "--untracked-files=normal").split("\0"))
    for entry in entries:
        state, name = entry[:2], entry[3:]
        if "R" in state:
            next(entries, None)  # the name that it had
        if name:
            found.append(f"{name}: {_what_changed(checkout, state, name)}")
    return commit, found


def read_outdated(checkout: Path) -> list[str]:
    """The files that notebooks run on and that commits changed after the last one that changed a notebook, the data first."""
    last = _git(checkout, "log", "-1", "--format=%H", "--", f"{BOOK}/*.ipynb").strip()
    names = _git(checkout, "diff", "--name-only", "-z", last, "HEAD").split("\0") if last else []
    homes = (f"{DATA}/", f"{BOOK}/", "requirements.txt", *(f"src/{PACKAGE.name}/{room}/" for room in RUN_ON))
    found = [name for name in names if name.startswith(homes) and bears(name)]
    return sorted(found, key=lambda name: not name.startswith(f"{DATA}/"))


def _what_changed(checkout: Path, state: str, name: str) -> str:
    if "D" in state:
        return "deleted"
    if state == "??":
        return "not committed"
    if "R" in state:
        return "moved here"
    if name.endswith(".ipynb"):
        try:
            old = nbformat.reads(_git(checkout, "show", f"HEAD:{name}"), as_version=4)
            return "; ".join(notebook_changes(old, nbformat.read(checkout / name, as_version=4))) or "changed"
        except (nbformat.reader.NotJSONError, nbformat.ValidationError, ValueError, OSError):
            return "changed"
    return "changed"


def notebook_changes(before: nbformat.NotebookNode, after: nbformat.NotebookNode) -> list[str]:
    """What is not the same in a notebook, cell by cell; a cell is known by its id."""
    old, new = ({cell.id: cell for cell in notebook.cells} for notebook in (before, after))
    numbers = {id: number for cells in (old, new) for id, number in _numbers(cells).items()}
    found = [f"{numbers[id]} taken out" for id in old if id not in new]
    found += [f"{numbers[id]} put in" for id in new if id not in old]
    for id in (id for id in new if id in old):
        one, two = old[id], new[id]
        parts = {
            "source": one.source != two.source,
            "output": one.get("outputs") != two.get("outputs"),
            "tags": one.metadata != two.metadata,
        }
        if any(parts.values()):
            found.append(f"{' and '.join(name for name, each in parts.items() if each)} of {numbers[id]}")
    return found


def _numbers(cells: dict) -> dict[str, str]:
    """What each cell is called: those that are run by their numbers, the others by how they begin."""
    found, number = {}, 0
    for id, cell in cells.items():
        number += cell.cell_type == "code"
        opening = json.dumps(cell.source.strip().partition("\n")[0][:40], ensure_ascii=False)
        found[id] = f"cell {number}" if cell.cell_type == "code" else f"the text {opening}"
    return found


def _git(checkout: Path, *arguments: str) -> str:
    """What git says, or nothing where it says no."""
    if not shutil.which("git"):
        return ""
    command = ["git", "-C", str(checkout), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

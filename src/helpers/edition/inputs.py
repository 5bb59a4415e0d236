"""What a book is made from, and its digests; nothing slow is loaded for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import helpers

PACKAGE = Path(helpers.__file__).parent
#: Where executions of notebooks are kept, below the checkout.
EXECUTED = "_build/.cache/executed"
#: The name of an edition that is made on the command line.
CUSTOM = "custom"
#: What a book is made from, its data apart.
SOURCES = (
    "_config.yml", "_toc.yml", "index.md", "book", "releases", "CITATION.cff", "CHANGELOG.md", "pyproject.toml",
    "requirements.txt",
)  # fmt: skip
#: What it depends on beside these.
BESIDE_THEM = ("data", "editions")


def files_of(path: Path) -> list[Path]:
    """A file, or every file of a folder, what Python leaves there aside."""
    found = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sorted(each for each in found if "__pycache__" not in each.parts)


def digest(files: Mapping[str, Path]) -> str:
    """SHA-256 of files by their names."""
    made = hashlib.sha256()
    for name, path in sorted(files.items()):
        made.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def tree_digest(root: Path) -> str:
    """SHA-256 of all files of a folder."""
    return digest({below(path, (root,)): path for path in files_of(root)})


def below(path: Path, homes: Iterable[Path]) -> str:
    """The name of a file below the first of the folders that holds it."""
    return next(path.relative_to(home).as_posix() for home in homes if home in path.parents)

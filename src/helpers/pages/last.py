"""What the last book has that making it again would give again: files that are made from others, which are as they were.

A build names its last book in a note among the sources, where that is as it was published and of the same code. A book
that the plain tool makes has no such note, and makes all of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

#: The note: a file with the path of the last book's pages.
NOTE = ".last"


def note_last(source: Path, html: Path) -> None:
    """Name the pages of the last book to those of the next."""
    (source / NOTE).write_text(str(html), encoding="utf-8")


def last_pages(source: Path) -> Path | None:
    """The pages of the last book; None where none is named."""
    note = source / NOTE
    return Path(note.read_text(encoding="utf-8")) if note.is_file() else None


def is_as_it_was(now: Path, last: Path | None, names: Iterable[str]) -> bool:
    """Whether some files of a folder are those of another, to the byte; a name with a star is of many files."""
    return last is not None and all(_files(now, name) == _files(last, name) for name in names)


def _files(folder: Path, name: str) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob(name)}


def take_or_make(
    name: str, now: Path, last: Path | None, made_from: Iterable[str], make: Callable[[Path], None]
) -> None:
    """Put a file into a folder: that of the last one, where all it is made from is as it was, else a new one."""
    if last is not None and (last / name).is_file() and is_as_it_was(now, last, made_from):
        shutil.copyfile(last / name, now / name)
    else:
        make(now / name)

"""Publishing a book at once: it is made in a staging folder, and one symbolic link is moved from the old to the new.

A reader sees the old book or the new one and never half of either, wherever a build is stopped.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.edition.edition import BuildFailed
from helpers.figures.faults import one_fault

#: What stands in an output folder; each is a link into the published book.
PUBLISHED = ("html", "results.json", "notebooks")


def require_free(home: Path, own: bool) -> None:
    """Raises InputError where a book cannot be published; ``own`` folders of builds may be cleared for it."""
    if home.exists() and not home.is_dir():
        raise one_fault(str(home), "the output is a file", "name a folder")
    for name in PUBLISHED:
        place = home / name
        if place.exists() and not place.is_symlink() and not own:
            raise one_fault(str(place), "something else stands where the book belongs", "name another folder")


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """One build at a time for each output."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildFailed(f"another build is writing to {home}: wait for it to end") from None
        yield


@contextmanager
def staged(home: Path) -> Iterator[Path]:
    """A fresh staging folder beside the output; those of killed builds are swept away."""
    base = home / ".staging"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def published_stamp(home: Path) -> str:
    """The stamp of the book that is published, empty where none is whole."""
    stamp = home / ".published" / "current" / "stamp"
    whole = all((home / name).exists() for name in PUBLISHED)
    return stamp.read_text(encoding="utf-8") if whole and stamp.is_file() else ""


def publish(made: Path, home: Path, stamp: str) -> None:
    """Publish a folder that holds pages, results and notebooks; it lies on the file system of ``home``."""
    store = home / ".published"
    store.mkdir(exist_ok=True)
    (made / "stamp").write_text(stamp, encoding="utf-8")
    new = Path(tempfile.mkdtemp(prefix="book-", dir=store))
    os.rename(made, new)
    for name in PUBLISHED:
        _link(home / name, f".published/current/{name}")
    _link(store / "current", new.name)
    for path in store.glob("book-*"):
        if path != new:
            shutil.rmtree(path, ignore_errors=True)


def _link(link: Path, target: str) -> None:
    """Point a symbolic link at a target in one step; a real file or folder in its place makes way."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)

"""Publishing a book at once: it is made in a staging folder, and one symbolic link is moved from the old to the new.

A reader sees the old book or the new one and never half of either, wherever a build is stopped. What builds write lies
in one hidden folder, with a record of its files; nothing else is removed, and nothing else is written over.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.figures.faults import BuildFailed, Fault, InputError
from helpers.pages.written import (
    CURRENT,
    PUBLISHED,
    STORE,
    altered_files,
    changed,
    is_link_of_ours,
    is_recorded,
    keep_record,
    make_readable,
    target_of,
)

#: By this file a hidden folder is known to be one of builds.
MARK = "made-by-report-build"
#: What was changed in a book since it was published is kept here.
ASIDE = "set-aside"
#: So many names are told of many.
TOLD = 3


def require_free(home: Path) -> None:
    """Raises InputError where a book cannot be published without touching what no build has written."""
    if home.exists() and not home.is_dir():
        raise InputError([Fault(str(home), None, None, "the output is a file", "name a folder")])
    if any(folder.name == STORE for folder in (home.resolve(), *home.resolve().parents)):
        raise InputError([Fault(str(home), None, None, "a published book lies there", "name another folder")])
    taken = [home / name for name in PUBLISHED if not _may_be_replaced(home / name)]
    taken += [] if _is_store(home / STORE) else [home / STORE]
    rule, remedy = (
        "something that no build has written stands where the book belongs",
        "move it, or name another folder",
    )
    if taken:
        raise InputError([Fault(str(place), None, None, rule, remedy) for place in taken])


def _may_be_replaced(place: Path) -> bool:
    """Whether a place is free, a link into the published book, or a book that the plain tool has recorded."""
    return not os.path.lexists(place) or is_link_of_ours(place) or (not place.is_symlink() and is_recorded(place))


def _is_store(store: Path) -> bool:
    """Whether a hidden folder is one of builds, or may become one."""
    if not os.path.lexists(store):
        return True
    if store.is_symlink() or not store.is_dir():
        return False
    return (store / MARK).is_file() or (store / CURRENT).is_symlink() or not any(store.iterdir())


def _store(home: Path) -> Path:
    """The hidden folder of builds, marked as theirs before anything else is in it."""
    store = home / STORE
    store.mkdir(parents=True, exist_ok=True)
    (store / MARK).touch()
    store.chmod(0o755)  # whatever is masked: the book in it is to be read
    return store


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """One build at a time for each output."""
    with (_store(home) / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildFailed(f"another build is writing to {home}: wait for it to end") from None
        yield


@contextmanager
def staged(home: Path) -> Iterator[Path]:
    """A fresh staging folder beside the output; those of killed builds are swept away."""
    base = _store(home) / "staging"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir()
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def strange(home: Path) -> str:
    """What stands in the place of the published book, or was changed in it; empty where it is as it was published."""
    html = home / "html"
    if html.is_dir() and not html.is_symlink():
        return f"{html} is not ours but jupyter-book's own"
    altered = altered_files(home)
    names = ", ".join(altered[:TOLD]) + ", …" * (len(altered) > TOLD)
    return f"{names} {'is' if len(altered) == 1 else 'are'} not as published" if altered else ""


def publish(made: Path, home: Path, stamp: str, say: Callable[[str], None] = print) -> None:
    """Publish a folder that holds pages, results and notebooks; it lies on the file system of ``home``."""
    require_free(home)  # again: what stands there may have come since
    store = _store(home)
    (made / "stamp").write_text(stamp, encoding="utf-8")
    keep_record(made)
    make_readable(made)
    new = Path(tempfile.mkdtemp(prefix="book-", dir=store))
    os.rename(made, new)
    for name in PUBLISHED:
        if (home / name).is_dir() and not (home / name).is_symlink():
            _clear(home / name, home, say)
        _link(home / name, target_of(name), store)
    _link(store / CURRENT, new.name, store)
    for path in store.glob("trash-*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in store.glob("book-*"):
        if path != new:
            _clear(path, home, say)


def _clear(folder: Path, home: Path, say: Callable[[str], None]) -> None:
    """Remove a book as its build has left it; one that was changed since is kept aside."""
    altered = changed(folder)
    base = home / ASIDE if altered else home / STORE
    base.mkdir(exist_ok=True)
    away = Path(tempfile.mkdtemp(prefix=f"{folder.name}-" if altered else "trash-", dir=base))
    os.rename(folder, away)
    if altered:
        say(f"  the book with these changes is kept in {away}")
    else:
        shutil.rmtree(away, ignore_errors=True)


def write_at_once(path: Path, content: bytes) -> None:
    """Put a file in place whole: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def _link(link: Path, target: str, store: Path) -> None:
    """Point a symbolic link at a target in one step."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    fresh = store / f".{link.name}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)

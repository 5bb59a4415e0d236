"""What was written into a folder, and whether it is still that; so that nothing which a build did not write is removed.

``report build`` and the plain ``jupyter-book build .`` write their books into the same place. Each leaves a record of
its files, and neither writes into the book of the other: before the plain tool begins, ours makes way.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

#: What stands in an output folder; each is a link into the published book.
PUBLISHED = ("html", "results.json", "notebooks")
#: Where a published book lies, beside those links; the one in force is ``current``.
STORE, CURRENT = ".published", "current"
#: The list of a site's files with their digests, in the site.
SUMS = "SHA256SUMS"
#: A folder's record of its own files.
RECORD = ".written.json"
#: What tools leave behind, and nobody wrote.
PASSING = ("__pycache__", ".ipynb_checkpoints")


def contents(folder: Path) -> dict[str, str]:
    """The digest of each file of a folder, by its name."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()
        for name, path in found.items()
        if name.as_posix() != RECORD and not {*PASSING} & {*name.parts}
    }


def keep_sums(folder: Path) -> None:
    """List the files of a site with their digests, as ``sha256sum --check`` reads it, sorted by name."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(contents(folder).items()) if name != SUMS]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def digest_of_site(folder: Path) -> str:
    """The one digest that stands for every file of a site: that of its list. OSError where it has none."""
    return hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()


def make_readable(folder: Path) -> None:
    """Let everybody read a folder, whatever is masked for new files; links keep what they lead to."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def keep_record(folder: Path, files: dict[str, str] | None = None) -> None:
    """Record what a folder holds; with ``files``, what it is said to hold."""
    known = contents(folder) if files is None else files
    (folder / RECORD).write_text(json.dumps(known, indent=0, sort_keys=True), encoding="utf-8")


def is_recorded(folder: Path) -> bool:
    """Whether a build wrote this folder."""
    return (folder / RECORD).is_file()


def changed(folder: Path) -> list[str]:
    """The files that are not as the record of a folder has them, or are gone; none where it has no record."""
    if not is_recorded(folder):
        return []
    known, found = _recorded(folder), contents(folder)
    return sorted(name for name in {*known, *found} if known.get(name) != found.get(name))


def _recorded(folder: Path) -> dict[str, str]:
    """The record of a folder; empty where there is none, or none that can be read, or the build has not ended."""
    try:
        return dict(json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def target_of(name: str) -> str:
    """Where the link of a published name leads."""
    return f"{STORE}/{CURRENT}/{name}"


def is_link_of_ours(place: Path) -> bool:
    """Whether a place is a link into the published book beside it."""
    return place.is_symlink() and os.readlink(place) == target_of(place.name)


def published_stamp(home: Path) -> str:
    """The stamp of the book that is published, empty where none is whole."""
    stamp = home / STORE / CURRENT / "stamp"
    whole = all(is_link_of_ours(home / name) and (home / name).exists() for name in PUBLISHED)
    return stamp.read_text(encoding="utf-8") if whole and stamp.is_file() and not altered_files(home) else ""


def altered_files(home: Path) -> list[str]:
    """The files of the published book that are not as they were published."""
    book = home / STORE / CURRENT
    return changed(book) if book.is_dir() else []


# --- the plain tool ----------------------------------------------------------------------------------


def make_way(source: Path, out: Path) -> Path:
    """Where the plain tool writes a book of ``source``, which a link may have led into a published one.

    The links make way for a folder of its own, so that no results of ours stand beside its pages.
    """
    store = out.parent.parent
    if store.name == STORE and out.parent.name.startswith("book-"):
        for name in PUBLISHED:
            if is_link_of_ours(store.parent / name):
                (store.parent / name).unlink()
        out = store.parent / out.name
    if out == source / "_build" / "html":
        out.mkdir(parents=True, exist_ok=True)
        if not any(out.iterdir()):
            keep_record(out, {})
        elif _recorded(out) and changed(out):  # what somebody else has put there is not the tool's
            (out / RECORD).unlink()
    return out


def keep_plain_record(source: Path, out: Path) -> None:
    """Record the book that the plain tool has written."""
    if out == source / "_build" / "html" and is_recorded(out):
        keep_record(out)

"""Whether a build asks for what is published already: told by digests, before anything slow is loaded.

A build that ends leaves a note of what it was asked, of all that it was made from, and of what it said. Where the next one
is asked the same of the same, and each published file is as it was written, there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from helpers.edition.inputs import BESIDE_THEM, CUSTOM, PACKAGE, SOURCES, digest, files_of
from helpers.notebook.checkout import ARTICLE
from helpers.pages.written import STORE, published_stamp

NOTE = "asked.json"


def made_from(checkout: Path, data: Path | None) -> str:
    """A digest of every file that a book is made from, code included."""
    folders = [*(checkout / name for name in (*SOURCES, *BESIDE_THEM)), PACKAGE, *([data] if data else [])]
    return digest({str(path): path for folder in folders if folder.exists() for path in files_of(folder)})


def asked(checkout: Path, options: Mapping[str, object], files: str) -> str:
    """A digest of what a build is asked, of the files that it is made from, and of which editions there are."""
    built = sorted(str(path) for path in (checkout / "_build" / "editions").glob("*/html"))
    request = json.dumps([sys.version, dict(sorted(options.items())), built, files], default=str)
    return hashlib.sha256(request.encode()).hexdigest()


def home_of(checkout: Path, options: Mapping[str, object]) -> Path:
    """The folder that a build with these options publishes into."""
    if options.get("output"):
        return Path(str(options["output"])).absolute()
    if any(options.get(name) for name in ("set", "parameters", "data")):
        return checkout / "_build" / "editions" / CUSTOM
    own = options["edition"] == ARTICLE and not (checkout / "editions" / f"{ARTICLE}.yml").exists()
    return checkout / "_build" if own else checkout / "_build" / "editions" / str(options["edition"])


def remember(home: Path, request: str, said: str) -> None:
    """Keep what a build was asked, and what there is to say of what it published."""
    note = {"asked": request, "stamp": published_stamp(home), "said": said}
    (home / STORE / NOTE).write_text(json.dumps(note), encoding="utf-8")


def remembered(home: Path, request: str) -> str:
    """What the last build said of what is published, where it was asked the same; else nothing."""
    try:
        note = json.loads((home / STORE / NOTE).read_text(encoding="utf-8"))
        same = note["asked"] == request and bool(note["stamp"]) and note["stamp"] == published_stamp(home)
        return str(note["said"]) if same else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""

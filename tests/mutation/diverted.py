"""Another text in the place of a file, for one process: what it imports and what it opens is the other text."""

from __future__ import annotations

import builtins
import io
import os
from importlib.machinery import SourceFileLoader
from pathlib import Path


def divert(file: Path, text: str, folder: Path) -> None:
    """Whoever opens or imports ``file`` in this process gets ``text``, which is kept in ``folder``."""
    other = folder / f"diverted{file.suffix}"
    other.write_text(text, encoding="utf-8")
    place, opened, compiled = os.path.realpath(file), io.open, SourceFileLoader.get_code

    def open_other(name, *args, **kwargs):
        if isinstance(name, str | os.PathLike) and os.path.realpath(name) == place:
            name = other
        return opened(name, *args, **kwargs)

    def get_code(loader, fullname):
        if os.path.realpath(loader.path) == place:
            return compile(text, loader.path, "exec", dont_inherit=True)
        return compiled(loader, fullname)

    builtins.open = io.open = open_other
    SourceFileLoader.get_code = get_code

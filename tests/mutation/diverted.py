"""Another text in the place of a file, for one process: what it imports and what it opens is the other text."""

from __future__ import annotations

import builtins
import io
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path


def divert(file: Path, text: str, folder: Path) -> None:
    """Whoever opens or imports ``file`` in this process gets ``text``, which is kept in ``folder``.

    Raises RuntimeError where it is loaded already, since nobody would see the other text.
    """
    other = folder / f"diverted{file.suffix}"
    other.write_text(text, encoding="utf-8")
    place, opened, compiled = os.path.realpath(file), io.open, SourceFileLoader.get_code
    if place in {
        os.path.realpath(path) for each in list(sys.modules.values()) if (path := getattr(each, "__file__", ""))
    }:
        raise RuntimeError(f"{file} is loaded already")

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

"""The source of a report: where it is, what it contains, and which edition is laid out there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from helpers.figures.faults import one_fault

#: The edition that needs no file: the report on the article's own figures.
ARTICLE = "article"
#: An edition leaves its title, figures and parameters here, at the root of the source that it is rendered from.
NOTE = "edition.json"
#: What editions there are, beside that note.
EDITIONS = "editions.json"
BOOK, DATA = "book", "data"
#: That of libyaml where there is one, which is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def find_checkout(start: Path | None = None) -> Path:
    """The nearest folder upwards that holds ``data/`` and ``_toc.yml``. Raises InputError."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / DATA).is_dir() and (folder / "_toc.yml").is_file():
            return folder
    raise one_fault(str(here), "no report here or above", "run this inside a checkout of the report")


def read_yaml(path: Path):
    """What a file of settings holds. Raises yaml.YAMLError."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


def read_parts(root: Path) -> list[tuple[str, list[str]]]:
    """The parts of the table of contents: the caption of each and its pages."""
    toc = read_yaml(root / "_toc.yml")
    parts = toc.get("parts", [toc])
    return [(part.get("caption", ""), [chapter["file"] for chapter in part.get("chapters", [])]) for part in parts]


def page_names(root: Path) -> list[str]:
    """Every page of the table of contents, the opening one first."""
    toc = read_yaml(root / "_toc.yml")
    return [toc["root"], *(page for _, pages in read_parts(root) for page in pages)]


def notebook_names(root: Path) -> list[str]:
    """The notebooks of the table of contents, in its order."""
    pages = [page for page in page_names(root) if (root / f"{page}.ipynb").is_file()]
    return [page.removeprefix(f"{BOOK}/") for page in pages]


def notebook_path(root: Path, name: str) -> Path:
    """The file of a notebook."""
    return root / BOOK / f"{name}.ipynb"


def longest_first(paths: Iterable[Path]) -> list[Path]:
    """Notebooks in the order to begin them in where several run at a time: what shows most takes longest."""
    return sorted(paths, key=lambda path: -path.stat().st_size)


def read_editions(root: Path) -> dict:
    """The editions that a build left word of: ``here``, the folder of this one, and ``filed``, what each of them is."""
    left = root / EDITIONS
    return json.loads(left.read_text(encoding="utf-8")) if left.is_file() else {"here": "", "filed": []}


def read_note(root: Path) -> dict:
    """What an edition left at the root of its source; empty for the article's own."""
    note = root / NOTE
    return json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}

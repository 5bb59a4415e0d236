"""The prose that an author stands behind: every sentence of the pages as it was signed, beside what stands there now.

Prose is what pages say between their values: Markdown pages, and the Markdown cells of notebooks. It is kept sentence
by sentence as it is written, the ids that it prints among its words, so that no change of a word goes unseen.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import yaml

from helpers.notebook.changes import marked
from helpers.notebook.checkout import BOOK, page_names, read_yaml

#: Where the signed sentences are, in each checkout.
FILE = f"{BOOK}/signed.yml"
HEAD = (
    "# Every sentence of prose as it was signed, page by page. `make accept` writes this file; `make test` reads it.\n"
)
MARKS = {"taken": "[-{}-]", "put": "{{+{}+}}"}

#: A line that begins something of its own: an item, a heading, a row, a fence, an option.
_BEGINS = re.compile(r"\s*(?:[-*+] |\d+\. |#|\||:)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_ALONE = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})")
_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


@dataclass(frozen=True)
class Unsigned:
    """A sentence that is not as it was signed: ``before`` is empty where it is new, ``after`` where it is gone."""

    page: str
    before: str
    after: str

    def __str__(self) -> str:
        pieces = marked(self.before, self.after) if self.before and self.after else ()
        words = "".join(MARKS.get(piece.change, "{}").format(piece.words) for piece in pieces)
        return f"{self.page}: {words or MARKS['put' if self.after else 'taken'].format(self.after or self.before)}"


# --- reading prose -----------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    """The sentences of a Markdown text, none of its words left out; a line of a fenced block is one.

    >>> sentences("# How many?\\n\\nSome came. Others\\nwent.\\n- one")
    ['# How many?', 'Some came.', 'Others went.', '- one']
    """
    return [part for block, is_code in _blocks(text) for part in ([block] if is_code else _END.split(block))]


def _blocks(text: str) -> Iterable[tuple[str, bool]]:
    """Each block of a text in one line, and whether it is a line of code."""
    block: list[str] = []
    fenced = ended = False
    for line in [*text.splitlines(), ""]:
        alone = fenced or bool(_ALONE.match(line))
        if block and (alone or ended or not line.strip() or _BEGINS.match(line)):
            yield " ".join(" ".join(block).split()), ended
            block = []
        fenced, ended = fenced ^ bool(_FENCE.match(line)), alone
        block += [line] if line.strip() else []


def prose_of(path: Path) -> str:
    """The prose of a page: of a notebook that of its Markdown cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = [cell["source"] for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join("".join(source) for source in cells)


def read_prose(root: Path) -> dict[str, list[str]]:
    """The sentences of each page of the table of contents."""
    paths = {page: [root / f"{page}{kind}" for kind in (".md", ".ipynb")] for page in page_names(root)}
    return {
        page: [each for path in some if path.is_file() for each in sentences(prose_of(path))]
        for page, some in paths.items()
    }


# --- what is signed ----------------------------------------------------------------------------------


def is_signed(root: Path) -> bool:
    """Whether the prose of a checkout was ever signed."""
    return (root / FILE).is_file()


def read_signed(root: Path) -> dict[str, list[str]]:
    """The sentences of each page as they were signed; none where none was."""
    return (read_yaml(root / FILE) or {}) if is_signed(root) else {}


def compare_prose(signed: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> list[Unsigned]:
    """The sentences that are not as they were signed, page by page."""
    return [
        Unsigned(page, *pair)
        for page in dict.fromkeys([*now, *signed])
        for pair in _pairs(signed.get(page, ()), now.get(page, ()))
    ]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, str]]:
    for change, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            yield from zip_longest(old[i:j], new[k:m], fillvalue="")


def unsigned(root: Path) -> list[Unsigned]:
    """The sentences of a checkout that are not as they were signed; none where nobody has signed its prose."""
    return compare_prose(read_signed(root), read_prose(root)) if is_signed(root) else []


def as_signed(root: Path) -> str:
    """The file of signed sentences that the prose of a checkout makes."""
    return HEAD + yaml.safe_dump(read_prose(root), allow_unicode=True, sort_keys=False, width=10**6)

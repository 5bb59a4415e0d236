"""How to cite the report, or one number of it: what CITATION.cff says, in the forms that reference managers read."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from pybtex.database import BibliographyData, Entry, Person

from helpers.notebook.checkout import read_note, read_yaml
from helpers.notebook.record import FigureRecord
from helpers.notebook.releases import read_next

LICENCE = "https://spdx.org/licenses/{}"


@dataclass(frozen=True)
class Citation:
    """Who made the report, when and in which version; ``results`` is the digest that names its numbers for ever.

    ``edition`` is the title of an edition other than the article's own; ``address`` is where the book is published,
    with a slash at its end, or empty where no one has said. ``moved`` says that results were accepted since the version.
    """

    title: str
    authors: tuple[str, ...]
    version: str
    released: str
    abstract: str
    keywords: tuple[str, ...]
    licences: tuple[str, ...]
    results: str = ""
    edition: str = ""
    address: str = ""
    moved: bool = False

    @property
    def question(self) -> str:
        """The title as far as its question goes; all of it where it asks none.

        >>> Citation("Many or few? Birds of the northern shore", (), "", "", "", (), ()).question
        'Many or few?'
        """
        question, mark, _ = self.title.partition("? ")
        return question + mark.strip()

    @property
    def subject(self) -> str:
        """What the title says after its question; empty where it asks none."""
        return self.title.partition("? ")[2]

    @property
    def year(self) -> str:
        return self.released[:4]

    @property
    def author(self) -> str:
        return " and ".join(self.authors)

    @property
    def key(self) -> str:
        """What a reference manager files it under: the first words of what the title says after its question.

        >>> Citation("Many or few? Birds of the northern shore", (), "", "", "", (), ()).key
        'birds-of-the'
        """
        return "-".join(re.findall(r"\w+", self.title.rpartition("? ")[2].lower())[:3])

    @property
    def release(self) -> str:
        """The version in words; what came after it, and is in no release yet, is not called by its name."""
        return f"{'After version' if self.moved else 'Version'} {self.version}"

    @property
    def made(self) -> str:
        """Version, edition and results in words."""
        edition = f", edition {_quoted(self.edition)}" if self.edition else ""
        return f"{self.release}{edition}" + (f", results {self.results[:12]}" if self.results else "")


def read_citation(root: Path, results: str = "", address: str = "") -> Citation:
    """The citation of a book's source: its CITATION.cff, the note of an edition where there is one, what was accepted.

    Raises InputError where that cannot be read.
    """
    content = read_yaml(root / "CITATION.cff")
    licences = content["license"]
    return Citation(
        title=content["title"],
        authors=tuple(_name(person) for person in content["authors"]),
        version=str(content["version"]),
        released=str(content["date-released"]),
        abstract=" ".join(content["abstract"].split()),
        keywords=tuple(content["keywords"]),
        licences=tuple([licences] if isinstance(licences, str) else licences),
        results=results,
        edition=_edition_title(root),
        address=f"{address.rstrip('/')}/" if address else "",
        moved=bool(read_next(root)),
    )


def in_words(date: str) -> str:
    """A date as far as it is given, in words.

    >>> in_words("2026-11-03"), in_words("2026-11"), in_words("2026")
    ('3 November 2026', 'November 2026', '2026')
    """
    year, *rest = date.split("-")
    month = f"{datetime.date(int(year), int(rest[0]), 1):%B} " if rest else ""
    return f"{int(rest[1])} {month}{year}" if rest[1:] else month + year


def _edition_title(root: Path) -> str:
    note = read_note(root)
    return (note.get("title") or "with other figures") if note else ""


def _name(person: dict) -> str:
    return person.get("name") or f"{person.get('given-names', '')} {person['family-names']}".strip()


def cite(citation: Citation) -> str:
    """The whole report, as a reference list has it."""
    where = f" {citation.address}" if citation.address else ""
    return f"{citation.author} ({citation.year}). {citation.title}. {citation.made}.{where}"


def cite_value(citation: Citation, figure: FigureRecord, origins: str) -> str:
    """One number of the report, as a reference list has it: with its address, or its id where no address is known.

    ``origins`` is the page of its entry.
    """
    number = _quoted(f"{figure.title}: {figure.text}.")
    where = f" {citation.address}{origins}.html#value-{figure.id}" if citation.address else ""
    made = citation.made if where else f"{citation.made}, figure {_quoted(figure.id)}"
    return f"{citation.author} ({citation.year}). {number} In: {citation.title}. {made}.{where}"


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


#: A brace of a text would end its field in BibTeX, or never let it end.
ROUND = str.maketrans("{}", "()")


def bibtex(citation: Citation) -> str:
    """A BibTeX entry; the corporate author is kept whole by its braces."""
    fields = {
        "title": citation.title,
        "institution": citation.author,
        "type": "Reproducible research report",
        "year": citation.year,
        "month": citation.released[5:7],
        "note": citation.made,
        "abstract": citation.abstract,
        "keywords": ", ".join(citation.keywords),
    }
    fields |= {"url": citation.address} if citation.address else {}
    fields = {name: text.translate(ROUND) for name, text in fields.items()} | {
        "title": f"{{{citation.title.translate(ROUND)}}}"
    }
    authors = [Person(f"{{{name.translate(ROUND)}}}") for name in citation.authors]
    entry = Entry("techreport", fields=fields, persons={"author": authors})
    return BibliographyData({citation.key: entry}).to_string("bibtex")


def ris(citation: Citation) -> str:
    """A RIS record."""
    lines = [("TY", "RPRT"), ("TI", citation.title)]
    lines += [("AU", f"{name},") for name in citation.authors]  # the comma keeps a body's name whole
    lines += [("PY", citation.year), ("DA", citation.released.replace("-", "/")), ("ET", citation.made)]
    lines += [("AB", citation.abstract), *[("KW", word) for word in citation.keywords]]
    lines += [("UR", citation.address)] if citation.address else []
    return "".join(f"{tag}  - {text}\r\n" for tag, text in [*lines, ("ER", "")])


def csl(citation: Citation) -> str:
    """A CSL-JSON item."""
    item = {
        "id": citation.key,
        "type": "report",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "issued": {"date-parts": [[int(part) for part in citation.released.split("-")]]},
        "version": f"after {citation.version}" if citation.moved else citation.version,
        "note": citation.made,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.keywords),
    }
    item |= {"URL": citation.address} if citation.address else {}
    return json.dumps([item], indent=1, ensure_ascii=False) + "\n"

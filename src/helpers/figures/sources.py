"""What an entry of sources.bib may hold: the rules of its fields, each fault with the line that it stands on."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser

from helpers.figures.faults import Fault
from helpers.figures.rows import FIRST_YEAR, LAST_YEAR, MOST_OF_A_CELL, text_trouble

SOURCES = "sources.bib"
TYPES = ("online", "misc")
#: Where no year is known.
UNDATED = "n.d."
MONTHS = [form for name in calendar.month_name[1:] for form in (name.lower(), name[:3].lower())]

Trouble = tuple[str, str, str]


def read_sources(text: str, faults: list[Fault]) -> BibliographyData:
    """The entries of a text, to read and not to change; what is wrong with them is in ``faults``."""
    sources, found = _sources_of(text)
    faults += found
    return sources


@lru_cache(maxsize=2)
def _sources_of(text: str) -> tuple[BibliographyData, list[Fault]]:
    """The entries of a text, and what is wrong with them."""
    try:
        sources = Parser().parse_string(text)  # by its name pybtex would look for it among all that is installed
    except Exception as error:  # pybtex raises several unrelated kinds
        line = getattr(error, "lineno", None)
        return BibliographyData(), [Fault(SOURCES, line, None, str(error), "mend the BibTeX entry")]
    faults: list[Fault] = []
    for key, entry in sources.entries.items():
        for field, rule, remedy in _troubles(key, entry):
            lines = _lines_of(text, key)  # slow, and only a fault needs it
            faults.append(Fault(SOURCES, lines.get(field, lines.get("")), field, f"{key}: {rule}", remedy))
    return sources, faults


def line_of(text: str, key: str) -> int | None:
    """The line of a text on which the entry of a key begins."""
    return _lines_of(text, key).get("")


def _lines_of(text: str, key: str) -> dict[str, int]:
    """The line of each field of an entry, and under "" that of its key."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if start := re.match(r"\s*@\s*\w+\s*[{(]\s*([^,\s]+)", line):
            if found:
                break
            found |= {"": number} if start[1] == key else {}
        elif found and (field := re.match(r"\s*(\w+)\s*=", line)):
            found.setdefault(field[1].lower(), number)
    return found


def _troubles(key: str, entry: Entry) -> Iterator[Trouble]:
    """The field, the rule and the remedy for each thing wrong with an entry."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", key):
        yield "", f"the key {key!r} has a sign that an address cannot hold", "use letters, digits, _, - and ."
    if entry.type.lower() not in TYPES:
        yield "", f"the type @{entry.type} is not known here", "make it @online, or @misc for what has no address"
    fields = {name.lower(): text for name, text in entry.fields.items()}
    names = {role: " and ".join(map(str, people)) for role, people in entry.persons.items()}
    for name, text in {**names, **fields}.items():
        if trouble := text_trouble(text, MOST_OF_A_CELL):
            yield name, *trouble
    if not any(map(str.isalnum, fields.get("title", ""))):
        yield "title", "the entry has no title", "give one; a description in square brackets where the source has none"
    if "author" in names and not any(map(str.isalnum, names["author"])):
        yield "author", "the author is no name", "give one, or leave the field out"
    yield from _dates(fields)
    if "url" in fields and not _is_address(fields["url"]):
        yield (
            "url",
            f"{fields['url']!r} is no address of a page",
            "give a whole one that begins with https:// or http://",
        )


def _dates(fields: dict[str, str]) -> Iterator[Trouble]:
    year, month, date = (fields.get(name, "") for name in ("year", "month", "date"))
    if year and year != UNDATED and not _is_year(year):
        yield (
            "year",
            f"{year!r} is no year",
            f"give one from {FIRST_YEAR} to {LAST_YEAR}, or {UNDATED} where none is known",
        )
    if month and month.lower() not in MONTHS:
        yield "month", f"{month!r} is no month", "give its short name without braces, such as nov"
    if date and not _is_date(date):
        yield "date", f"{date!r} is no date", "give a month or a day, such as 2024-11 or 2024-11-09"
    elif date and _is_year(year) and date[:4] != year:
        yield "date", f"the date is of {date[:4]} and the year is {year}", "correct one of the two"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}", text, re.ASCII)) and FIRST_YEAR <= int(text) <= LAST_YEAR


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text if len(text) > len("2024-11") else f"{text}-01")
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text, re.ASCII)) and _is_year(text[:4])


def _is_address(text: str) -> bool:
    """Whether a text is an address that a browser opens as a page, and nothing besides."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host and port != 0 and not re.search(r"[\s\"'<>\\^`{|}]", text)

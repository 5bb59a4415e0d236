"""Whether a table begins with its header, in the form that is read: cells with commas between them, in this order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

#: What programs put between cells in place of commas.
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}

Trouble = tuple[str, str]


def form_trouble(text: str, columns: Sequence[str]) -> Trouble | None:
    """The rule and the remedy for a text that cannot be read as a table of these columns: it is empty, or its cells are
    not separated by commas.

    >>> form_trouble("id;reason\\n", ["id", "reason"])[0]
    'the cells are separated by semicolons, not commas'
    >>> form_trouble("id,reason\\n", ["id", "reason"])
    """
    if not text.strip():
        return (
            "the file is empty",
            f"bring it back, or begin it with the line {','.join(columns)}, and add a row for each thing",
        )
    first = text.lstrip().partition("\n")[0]
    found = {sign: _known(first, sign, columns) for sign in (",", *SEPARATORS)}
    sign = max(found, key=found.get)
    if sign == "," or found[sign] < 2:
        return None
    remedy = (
        "save it with commas between the cells, which LibreOffice asks for and Excel takes from the region settings"
    )
    return f"the cells are separated by {SEPARATORS[sign]}, not commas", f"{remedy}, and points in decimal numbers"


def _known(line: str, sign: str, columns: Collection[str]) -> int:
    """How many columns a line names, if its cells are separated by a sign."""
    return len({cell.strip().strip('"') for cell in line.split(sign)}.intersection(columns))


def header_trouble(header: Sequence[str], columns: Sequence[str], known: Collection[str]) -> Trouble | None:
    """The rule and the remedy for a header; columns of an author's own may follow those that belong there.

    ``known`` are columns that some table has; they are not called unknown.
    """
    if list(header[: len(columns)]) == list(columns) and len(set(header)) == len(header):
        return None
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in {*columns, *known}]
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has the unknown {', '.join(map(repr, extra))}"] if missing and extra else []
    rule = "the header " + (" and ".join(parts) or "repeats a column or has another order")
    return rule, f"make it {','.join(columns)}; columns of your own may follow"

"""What was measured: a row of results.csv for each work, its arithmetic, and the table of README.md."""

from __future__ import annotations

import csv
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

HOME = Path(__file__).parent
HEAD = """# How fast is it?

`make bench` times each work of the report beside the plain way of the field's own tools, in turns, each on its own copy of the checkout, and writes this page. A number is the median of the rounds; the ratio says how many times as much the other way takes. `make bench ONLY=name ROUNDS=5` runs one work, so many times. What a busy machine gives is shown and not kept. Memory is the peak of the command and that of the largest process that it started, together.

"""
NONE = "Nothing has been measured on a quiet machine yet.\n"
COLUMNS = "| Name | Work | Takes | Against | Takes | Ratio | Rounds | Measured |\n|---|---|--:|---|--:|--:|--:|---|\n"
LINE = "| `{name}` | {work} | {median} {unit} | {against} | {against_median} {unit} | {ratio} | {rounds} | {date}, {machine} |\n"
#: The columns of results.csv.
FIELDS = re.findall(r"{(\w+)}", "{name}{work}{against}{unit}{median}{against_median}{ratio}{rounds}{date}{machine}")


def row(ours: Sequence[float], plain: Sequence[float], **said: str) -> dict[str, str]:
    """A row of what was measured in as many rounds of one as of the other, with what is ``said`` of it."""
    if len(ours) != len(plain):
        raise ValueError(f"{len(ours)} rounds of one and {len(plain)} of the other")
    one, other = median(ours), median(plain)
    numbers = {"median": one, "against_median": other, "ratio": other / one}
    return {**said, **{name: f"{each:.3g}" for name, each in numbers.items()}, "rounds": str(len(ours))}


def machine() -> str:
    """The processors, their name, and the Python that all of it runs on."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    about = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    named = re.search(r"(?m)^model name\s*: (.+)$", about)
    return f"{count} x {named[1] if named else platform.machine()}, Python {platform.python_version()}"


def keep(rows: Iterable[Mapping[str, str]], home: Path = HOME) -> None:
    """Put rows into results.csv in the place of those of the same names, and write the page anew."""
    kept = home / "results.csv"
    with kept.open(encoding="utf-8", newline="") as file:
        known = {each["name"]: each for each in (*csv.DictReader(file), *rows)}
    with kept.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(known.values())
    (home / "README.md").write_text(HEAD + table(known.values()), encoding="utf-8")


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """The table in Markdown: a line for each row, numbers to three digits."""
    lines = [LINE.format(**each) for each in rows]
    return COLUMNS + "".join(lines) if lines else NONE

"""What was measured: a row of results.csv for each work, and its arithmetic."""

from __future__ import annotations

import csv
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results.csv"
#: The columns of results.csv. The ratio is of the medians, its least and its most are of rounds.
FIELDS = (
    "name", "work", "against", "unit", "median", "against_median", "floor_median", "ratio", "ratio_least", "ratio_most",
    "at_most", "rounds", "date", "machine",
)  # fmt: skip


def row(ours: Sequence[float], plain: Sequence[float], floor: Sequence[float] = (), **said: str) -> dict[str, str]:
    """A row of what was measured in as many rounds of one as of the other, with what is ``said`` of it."""
    if len(ours) != len(plain):
        raise ValueError(f"{len(ours)} rounds of one and {len(plain)} of the other")
    one, other = median(ours), median(plain)
    ratios = [mine / its for mine, its in zip(ours, plain, strict=True)]
    numbers = {"median": one, "against_median": other, "ratio": one / other}
    numbers |= {"ratio_least": min(ratios), "ratio_most": max(ratios)}
    numbers |= {"floor_median": median(floor)} if floor else {}
    return {
        "floor_median": "",
        **said,
        **{name: f"{each:.3g}" for name, each in numbers.items()},
        "rounds": str(len(ours)),
    }


def machine() -> str:
    """The processors, their name, and the Python that all of it runs on."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    about = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    named = re.search(r"(?m)^model name\s*: (.+)$", about)
    return f"{count} x {named[1] if named else platform.machine()}, Python {platform.python_version()}"


def kept(path: Path = RESULTS) -> list[dict[str, str]]:
    """The rows that were kept, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def keep(rows: Iterable[Mapping[str, str]], path: Path = RESULTS) -> Path:
    """Put rows into results.csv, in the place of those of the same names."""
    known = {each["name"]: each for each in (*kept(path), *rows)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(known.values())
    return path

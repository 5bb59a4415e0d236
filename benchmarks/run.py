"""The command of ``make bench``: times works beside the plain way, in turns, and keeps what a quiet machine gave."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from benchmarks import sheet
from benchmarks.works import WORKS, Way, WorkFailed

ROOT = Path(__file__).parents[1]
LEFT_OUT = ignore_patterns(".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache", ".ipynb_checkpoints")
#: Processes that may wait for a processor before the first round, on average over a minute.
BUSY = 0.5


def measure(name: str, rounds: int) -> dict[str, str]:
    """A work and the plain way, in turns, each on its own copy; which of them begins changes from round to round."""
    work, found = WORKS[name], {"ours": [], "plain": []}
    with TemporaryDirectory(prefix="report-bench-") as folder:
        ways = {side: (Path(folder) / side / "checkout", getattr(work, side)) for side in found}
        for checkout, way in ways.values():
            copytree(ROOT, checkout, ignore=LEFT_OUT)
            way.once(checkout)
        for turn in range(rounds):
            for side in sorted(ways, reverse=turn % 2 > 0):
                found[side].append(timed(*ways[side], turn))
                print(f"  {name}, round {turn + 1}, {side}: {found[side][-1]:.4g} {work.unit}", flush=True)
    said = {"name": name, "work": work.ours.said, "against": work.plain.said, "unit": work.unit}
    return sheet.row(**found, **said, date=date.today().isoformat(), machine=sheet.machine())


def timed(checkout: Path, way: Way, turn: int) -> float:
    """The measure of one turn."""
    way.before(checkout, turn)
    began = time.perf_counter()
    measured = way.run(checkout, turn)
    seconds = time.perf_counter() - began
    return seconds / way.points if measured is None else measured


def main(arguments: list[str] | None = None) -> int:
    """Measure, and keep it unless others keep the machine busy; 1 where a command failed."""
    parser = argparse.ArgumentParser(prog="make bench", description="Time the report beside the plain tools.")
    parser.add_argument("--only", choices=WORKS, help="one work")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 100), metavar="N", help="3 by itself")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    try:
        rows = [measure(name, options.rounds) for name in ([options.only] if options.only else WORKS)]
    except WorkFailed as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    if load > BUSY:
        print(f"the machine was busy (load {load:.1f}): none of this is kept\n{sheet.table(rows)}")
    else:
        sheet.keep(rows)
        print(f"kept in {sheet.HOME}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

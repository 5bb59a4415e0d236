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

from benchmarks import page, sheet
from benchmarks.works import WORKS, Way, WorkFailed

ROOT = Path(__file__).parents[1]
LEFT_OUT = ignore_patterns(".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache", ".ipynb_checkpoints")
#: Processes that may wait for a processor before the first round, on average over a minute.
BUSY = 0.5


def measure(name: str, rounds: int) -> dict[str, str]:
    """The ways of a work in turns, each on its own copy; which of them begins changes from round to round."""
    work = WORKS[name]
    found: dict[str, list[float]] = {side: [] for side in work.ways}
    with TemporaryDirectory(prefix="report-bench-") as folder:
        ways = {side: (Path(folder) / side / "checkout", way) for side, way in work.ways.items()}
        for checkout, way in ways.values():
            copytree(ROOT, checkout, ignore=LEFT_OUT)
            way.once(checkout)
        for turn in range(rounds):
            for side in sorted(ways, reverse=turn % 2 > 0):
                found[side].append(timed(*ways[side], turn))
                print(f"  {name}, round {turn + 1}, {side}: {found[side][-1]:.4g} {work.unit}", flush=True)
    said = {"name": name, "work": work.ours.said, "against": work.plain.said, "unit": work.unit}
    said |= {"at_most": f"{work.at_most:g}", "date": date.today().isoformat(), "machine": sheet.machine()}
    return sheet.row(**found, **said)


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
    for name in [options.only] if options.only else WORKS:
        try:
            row = measure(name, options.rounds)
        except WorkFailed as error:
            print(f"failed: {error}", file=sys.stderr)
            return 1
        print(page.table([row]))
        if load <= BUSY:
            sheet.keep([row])
            page.write(sheet.kept())
    print(
        f"the machine was busy (load {load:.1f}): none of this is kept" if load > BUSY else f"kept in {sheet.RESULTS}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Breaks the report in many small ways, one at a time, and sees that a test finds each: ``make mutate``.

A mutant is run in a process forked from this one, which has loaded what tests need and nothing of the report; there the
changed text stands in the place of the file, which itself is never touched. The tests that know it best come first,
and the first that fails has found it. What lives is either explained in ``survivors.csv``, or the command fails.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import hypothesis
import IPython.core.formatters
import matplotlib.figure
import nbformat
import pandas
import pydantic
import pytest
import seaborn
import sympy
import yaml
from tqdm import tqdm

from mutation.diverted import divert
from mutation.mutants import Mutant, all_mutants

ROOT = Path(__file__).parents[2]
#: The quick test that the notebooks reproduce.
COMMITTED = "tests/notebook/test_committed.py"
SURVIVORS = Path(__file__).with_name("survivors.csv")
#: Loaded here once, so that no process loads it again.
LOADED = (hypothesis, IPython, matplotlib, nbformat, pandas, pydantic, seaborn, sympy, yaml)
#: Seconds of a processor, and of a clock, after which a mutant that goes on counts as found.
MOST_WORK, MOST_WAIT = 240, 900
LIVES, FOUND, BROKEN = 0, 1, 3


def tests_of(mutant: Mutant) -> tuple[str, ...]:
    """The tests that are to find a mutant, those that know it best first."""
    if mutant.kind == "data":
        return (f"{COMMITTED}::test_quoted_figures_are_kept_as_the_data_have_them",)
    if mutant.kind == "cells":
        return (f"{COMMITTED}::test_a_notebook_shows_what_is_committed[{Path(mutant.file).stem}]",)
    if mutant.kind == "prose":
        return ("tests/notebook/test_signed.py::test_every_sentence_of_the_report_is_signed",)
    room, module = Path(mutant.file).parts[-2:]
    own = f"tests/{room}/test_{module}"
    if room == "notebook":
        return (own, COMMITTED, "tests/edition/test_tampered.py", "tests/notebook")
    return (own, "tests/test_examples.py", COMMITTED, f"tests/{room}")


def run(mutant: Mutant, tests: Iterable[str]) -> int:
    """The process of one mutant: whether a test finds it."""
    signal.alarm(MOST_WAIT)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_WORK, MOST_WORK))
    os.chdir(ROOT)
    plain = [
        "-x",
        "-q",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-m",
        "not long",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:randomly",
    ]
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        divert(ROOT / mutant.file, mutant.text, Path(folder))
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            code = int(pytest.main([*plain, *tests]))
    return {0: LIVES, 5: BROKEN}.get(code, FOUND)  # with 4 what all tests load does not load: found as well


def fork(mutant: Mutant, tests: Iterable[str]) -> int:
    """Begin the process of a mutant; its number."""
    if process := os.fork():
        return process
    code = BROKEN
    try:
        code = run(mutant, tests)
    finally:
        os._exit(code)


def run_all(
    mutants: list[Mutant], workers: int, told: bool = True, by: Callable[[Mutant], tuple[str, ...]] = tests_of
) -> dict[str, int]:
    """What came of each mutant, by its id: it lives, or is found; ``by`` gives the tests that are to find it."""
    came: dict[str, int] = {}
    live: dict[int, Mutant] = {}
    for mutant in tqdm([*mutants, None], unit="mutant", disable=not told, file=sys.stderr):
        while live and (mutant is None or len(live) >= workers):
            process, status = os.wait()
            ended = live.pop(process)
            came[ended.id] = os.waitstatus_to_exitcode(status)
        if mutant:
            live[fork(mutant, by(mutant))] = mutant
    if broken := [name for name, code in came.items() if code == BROKEN]:
        raise SystemExit(f"no test could be run for {broken[0]} and {len(broken) - 1} others")
    return {name: LIVES if code == LIVES else FOUND for name, code in came.items()}


# --- which, and what came of them --------------------------------------------------------------------


def unchanged(mutants: Iterable[Mutant]) -> list[Mutant]:
    """For each test that is to find mutants one file that nothing was changed in: the test has to pass on it."""
    files = {test: each for each in mutants for test in tests_of(each)}
    rooms = [test for test in files if (ROOT / test).is_dir()]
    return [
        Mutant(each.kind, each.file, 0, test, (ROOT / each.file).read_text(encoding="utf-8"))
        for test, each in files.items()
        if not any(test.startswith(f"{room}/") for room in rooms)  # a room's tests are run with it
    ]


def changed_lines(since: str) -> dict[str, set[int]]:
    """The lines of each file that were changed since a commit."""
    command = ["git", "diff", "--unified=0", "--no-color", since, "--", "data", "src", "book", "index.md"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines: dict[str, set[int]] = {}
    for line in told.splitlines():
        if line.startswith("+++ b/"):
            found = lines.setdefault(line.removeprefix("+++ b/"), set())
        elif line.startswith("@@"):
            start, _, count = line.split("+")[1].split(" ")[0].partition(",")
            found |= set(range(int(start), int(start) + int(count or 1)))
    return lines


def chosen(mutants: list[Mutant], since: str, every: int) -> list[Mutant]:
    """All mutants, or those of the lines that changed since a commit (of a notebook, where any did); or one in so many."""
    if since:
        lines = changed_lines(since)
        mutants = [
            each
            for each in mutants
            if each.file in lines and (each.file.endswith(".ipynb") or each.line in lines[each.file])
        ]
    return mutants[::every]


def explained() -> dict[str, str]:
    """Why a mutant may live, by its id."""
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {row["mutant"]: row["reason"] for row in csv.DictReader(file)}


def report(mutants: list[Mutant], came: dict[str, int], whole: bool) -> int:
    """Say what came of all, and whether that is as it should be: the exit code."""
    reasons = explained()
    alive = [each for each in mutants if came[each.id] == LIVES]
    for kind, count in Counter(each.kind for each in mutants).items():
        living = sum(each.kind == kind for each in alive)
        print(f"{kind}: {count} mutants, {count - living} found, {living} live")
    unexplained = [each for each in alive if not reasons.get(each.id)]
    for each in unexplained:
        print(f"lives: {each.id}  (line {each.line})")
    stale = sorted(set(reasons) - {each.id for each in alive}) if whole else []
    for name in stale:
        print(f"does not live, so its line in {SURVIVORS.name} can go: {name}")
    if unexplained:
        print(f"{len(unexplained)} live unexplained: write a test that finds each, or its reason into {SURVIVORS.name}")
    return int(bool(unexplained or stale))


def units() -> dict[str, str]:
    """The unit of each figure that the notebooks show; asked in a process of its own, so that this one loads nothing."""
    code = "import json, sys; from pathlib import Path; from helpers.notebook.results import collect; " \
        "print(json.dumps({n: f.unit for n, f in collect(Path(sys.argv[1])).figures.items()}))"  # fmt: skip
    told = subprocess.run([sys.executable, "-c", code, str(ROOT)], check=True, capture_output=True, text=True).stdout
    return yaml.safe_load(told)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--since", default="", help="only what was changed since a commit")
    parser.add_argument("--every", type=int, default=1, help="one mutant in so many")
    parser.add_argument("--kind", default="", help="only those of a kind: data, code, cells or prose")
    parser.add_argument("--only", default="", help="only those whose name holds this")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    given = parser.parse_args()
    mutants = [each for each in all_mutants(ROOT, units()) if given.kind in ("", each.kind) and given.only in each.id]
    whole = not (given.since or given.kind or given.only) and given.every == 1
    mutants = chosen(mutants, given.since, given.every)
    if not mutants:
        print("nothing that is mutated was changed")
        return 0
    sound = run_all(unchanged(mutants), given.workers, told=False, by=lambda each: (each.what,))
    if failing := [name for name, code in sound.items() if code != LIVES]:
        print(f"these tests fail on the report as it is, so they would find anything: {'; '.join(failing)}")
        return 1
    return report(mutants, run_all(mutants, given.workers), whole)


if __name__ == "__main__":
    sys.exit(main())

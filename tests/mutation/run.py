"""Breaks the report in many small ways, one at a time, and sees that a test finds each: ``make mutate``.

A mutant is run in a process forked from this one, which has loaded what tests need and nothing of the report; there the
changed text stands in the place of the file, which itself is never touched. The tests that know it best come first,
and the first that fails has found it. What lives is either explained in ``survivors.csv``, or the command fails.
"""

from __future__ import annotations

import argparse
import csv
import gc
import hashlib
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import cache
from importlib import import_module
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

from mutation.covered import PLAIN, Covered, lines_of, measure
from mutation.diverted import divert
from mutation.mutants import Mutant, all_mutants

ROOT = Path(__file__).parents[2]
#: The quick test that the notebooks reproduce, and the one that all prose is signed.
COMMITTED, SIGNED = "tests/notebook/test_committed.py", "tests/notebook/test_signed.py"
#: Tests that may find what is wrong in any room.
ANY = ("tests/edition/test_tampered.py", "tests/test_examples.py")
#: What the tests of data, cells and prose load of the report.
REPORT = ("helpers", "helpers.notebook.compared", "helpers.notebook.results", "helpers.notebook.signed")
SURVIVORS = Path(__file__).with_name("survivors.csv")
#: What there is to say of a mutant that may live: it gives the same wherever data or a form may lead, or a difference
#: that is below what is shown or felt, and that no test holds.
SAME, UNSEEN = "same", "unseen"
#: What the page on re-running says of the last run of all, and how it names each kind.
TABLE = "book/mutants.csv"
KINDS = {
    "data": "a figure of the data, its bound, unit, time or words",
    "code": "an operator, a comparison, a number or a sentence of the code that computes, judges and compares",
    "cells": "a figure that a cell of a notebook uses",
    "prose": "a number that a sentence prints",
    "scripts": "an operator, a comparison or a number of the scripts of the what-if",
}
#: Loaded here once, so that no process loads it again.
LOADED = (hypothesis, IPython, matplotlib, nbformat, pandas, pydantic, seaborn, sympy, yaml)
#: Seconds of a processor, and of a clock, after which a mutant that goes on counts as found.
MOST_WORK, MOST_WAIT = 120, 600
#: Seconds in which tests of other files have to find a mutant that the module's own do not, as they were measured.
MOST_OTHERS = 10
LIVES, FOUND, BROKEN = 0, 1, 3


def groups_of(mutant: Mutant, covered: Covered) -> Iterator[list[str]]:
    """The tests that are to find a mutant, in groups, those that know it best first.

    Of code they are those that run its statement, the module's own first, then the others; of what runs as the module
    is loaded, those that run any of it.
    """
    if mutant.kind == "data":
        yield [f"{COMMITTED}::test_quoted_figures_are_kept_as_the_data_have_them"]
    elif mutant.kind == "cells":
        yield [f"{COMMITTED}::test_a_notebook_shows_what_is_committed[{Path(mutant.file).stem}]"]
    elif mutant.kind == "prose":
        yield [f"{SIGNED}::test_every_sentence_of_the_report_is_signed"]
    else:
        text = (ROOT / mutant.file).read_text(encoding="utf-8")
        lines, later = lines_of(text, mutant.line)
        found = covered.of(mutant.file, lines if later else range(1, len(text.splitlines()) + 1))
        own = {test for test in found if test.startswith(own_tests(mutant))}
        yield covered.quickest(own, math.inf)
        yield covered.quickest(found - own, MOST_OTHERS)


def own_tests(mutant: Mutant) -> str:
    """The file of tests that has a module's name."""
    room, module = Path(mutant.file).parts[-2:]
    return f"tests/{room}/test_{module}"


class Chosen:
    """Has pytest run these tests alone, file by file, each file's in this order; a function stands for all its parameters."""

    def __init__(self, tests: Iterable[str]):
        self.place = {test: place for place, test in enumerate(tests)}
        self.files = list(dict.fromkeys(test.partition("::")[0] for test in self.place))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items) -> None:
        """Leave out all other tests."""
        items[:] = sorted((item for item in items if self._place(item)), key=self._place)

    def _place(self, item) -> tuple[int, int] | None:
        function = item.nodeid.partition("[")[0]
        place = self.place.get(item.nodeid, self.place.get(function))
        return None if place is None else (self.files.index(function.partition("::")[0]), place)


def run(mutant: Mutant, tests: list[str]) -> int:
    """The process of one mutant: whether one of some tests finds it."""
    signal.alarm(MOST_WAIT)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_WORK, MOST_WORK))
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = folder
        divert(ROOT / mutant.file, mutant.text, Path(folder))
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            return FOUND if finds(tests) else LIVES


def finds(tests: list[str]) -> bool:
    """Whether one of some tests fails. Raises LookupError where none is there."""
    chosen = Chosen(tests)
    code = int(pytest.main([*PLAIN, "-x", *chosen.files], plugins=[chosen]))
    if code == 5:
        raise LookupError("no test is there")
    return code != 0  # with 4 what all tests load does not load: found as well


def fork(mutant: Mutant, tests: list[str]) -> int:
    """Begin a process of a mutant; its number."""
    if process := os.fork():
        return process
    code = BROKEN
    try:
        code = run(mutant, tests)
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


class Kept(dict[str, int]):
    """What came of each mutant, by its id, written to a file as it comes: a run that was broken off goes on from there."""

    def __init__(self, file: Path):
        super().__init__()
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        with file.open(encoding="utf-8", newline="") as kept:
            self.update((name, int(code)) for name, code in csv.reader(kept))

    def __setitem__(self, name: str, code: int) -> None:
        super().__setitem__(name, code)
        with self.file.open("a", encoding="utf-8", newline="") as kept:
            csv.writer(kept).writerow((name, code))


def kept_of(root: Path) -> Kept | None:
    """What came of the mutants of these very files before; None where they differ from their commit.

    The list of those that may live and the table of the book do not count: they are what is written after a run.
    """
    others = ("--", ".", f":!{SURVIVORS.relative_to(ROOT).as_posix()}", f":!{TABLE}")

    def git(*command: str) -> bytes:
        return subprocess.run(["git", *command, *others], cwd=root, check=True, capture_output=True).stdout

    if git("status", "--porcelain"):
        return None
    return Kept(root / "_build" / "mutants" / f"{hashlib.sha256(git('ls-files', '--stage')).hexdigest()[:16]}.csv")


def run_all(
    mutants: list[Mutant], workers: int, covered: Covered, came: dict[str, int] | None = None, told: bool = True
) -> dict[str, int]:
    """What came of each mutant, by its id, beside what is in ``came`` already: it lives, or is found.

    Those of the code come first, while nothing of the report is loaded; for the others it is, once for all of them.
    """
    came = {} if came is None else came
    live: dict[int, tuple[Mutant, list[list[str]]]] = {}

    def begin(mutant: Mutant, groups: list[list[str]]) -> None:
        if groups:
            live[fork(mutant, groups[0])] = mutant, groups[1:]
        else:
            came[mutant.id] = LIVES

    def end_one() -> None:
        process, status = os.wait()
        mutant, groups = live.pop(process)
        code = os.waitstatus_to_exitcode(status)
        if code == BROKEN:
            raise SystemExit(f"no test could be run for {mutant.id}")
        if code == LIVES:
            begin(mutant, groups)
        else:
            came[mutant.id] = FOUND

    forked = [each for each in mutants if each.kind != "scripts"]
    for mutant in tqdm(sorted(forked, key=_is_of_data), unit="mutant", disable=not told, file=sys.stderr):
        while len(live) >= workers:
            end_one()
        if _is_of_data(mutant):
            load_report()
        begin(mutant, [group for group in groups_of(mutant, covered) if group])
    while live:
        end_one()
    scripts = [each for each in mutants if each.kind == "scripts"]
    with tqdm(total=len(scripts), unit="mutant", disable=not (told and scripts), file=sys.stderr) as bar:

        def done(mutant: Mutant, found: bool) -> None:
            came[mutant.id] = FOUND if found else LIVES
            bar.update()

        if scripts:
            from mutation.scripts import run_scripts  # loads of the report what no changed code may find loaded

            run_scripts(scripts, ROOT, done, workers)
    return came


@cache
def load_report() -> None:
    """Load what the tests of data, cells and prose load of the report."""
    for name in REPORT:
        import_module(name)
    gc.freeze()


def _is_of_data(mutant: Mutant) -> bool:
    return mutant.kind != "code"


# --- which, and what came of them --------------------------------------------------------------------


def own_files(mutants: Iterable[Mutant]) -> list[str]:
    """The files of tests that know some mutants best: of code those that have the module's name."""
    own = {name for each in mutants if each.kind == "code" and (ROOT / (name := own_tests(each))).is_file()}
    return [*dict.fromkeys([COMMITTED, SIGNED, *sorted(own)])]


def files_of(mutants: Iterable[Mutant]) -> list[str]:
    """The files of tests that may find any of some mutants, the slowest first."""
    rooms = {Path(each.file).parts[-2] for each in mutants if each.kind == "code"}
    files = {path.relative_to(ROOT).as_posix() for room in rooms for path in (ROOT / "tests" / room).glob("test_*.py")}
    return [*dict.fromkeys([*(ANY if rooms else ()), COMMITTED, SIGNED]), *sorted(files - {*ANY, COMMITTED, SIGNED})]


def try_all(mutants: list[Mutant], workers: int, came: dict[str, int]) -> dict[str, int]:
    """What came of each mutant, beside what is in ``came``: of code first by its own tests, then by others if it lives.

    The others are measured only then, for few live, and measuring takes longer than to try what changed in a day.
    """
    code, first = [each for each in mutants if each.kind == "code"], own_files(mutants)
    run_all([each for each in code if each.id not in came], workers, measure(ROOT, first, workers), came)
    if left := [each for each in code if came[each.id] == LIVES]:
        others = [file for file in files_of(left) if file not in first]
        for name, what in run_all(left, workers, measure(ROOT, others, workers)).items():
            came[name] = what
    return run_all([each for each in mutants if each.kind != "code"], workers, Covered(), came)


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


def explained(path: Path = SURVIVORS) -> dict[str, str]:
    """By the ids of mutants that may live, and that have a reason, whether they are the same or unseen."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["reason"]]
    if odd := [row["mutant"] for row in rows if row["kind"] not in (SAME, UNSEEN)]:
        raise SystemExit(f"{path.name} must say of {odd[0]} whether it is {SAME} or {UNSEEN}")
    return {row["mutant"]: row["kind"] for row in rows}


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


def write_table(path: Path, mutants: list[Mutant], came: dict[str, int], kinds: dict[str, str], made: str) -> None:
    """Keep for the book how many mutants of each kind were tried, found, and live for which ``kinds`` of reasons."""
    found = Counter((each.kind, kinds[each.id] if came[each.id] == LIVES else FOUND) for each in mutants)
    rows = {words: [found[kind, what] for what in (FOUND, SAME, UNSEEN)] for kind, words in KINDS.items()}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    heads = ("What is changed", f"Tried {made}", "Found by a test", "Not found: the same", "Not found: unseen")
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(heads)
        table.writerows((words, *(f"{count:,}" for count in (sum(some), *some))) for words, some in rows.items())


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
    parser.add_argument("--kind", default="", help="only those of a kind: data, code, cells, prose or scripts")
    parser.add_argument("--only", default="", help="only those whose name holds this")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    given = parser.parse_args()
    mutants = [each for each in all_mutants(ROOT, units()) if given.kind in ("", each.kind) and given.only in each.id]
    whole = not (given.since or given.kind or given.only) and given.every == 1
    mutants = chosen(mutants, given.since, given.every)
    if not mutants:
        print("nothing that is mutated was changed")
        return 0
    begun, kept = time.monotonic(), kept_of(ROOT)
    came: dict[str, int] = {} if kept is None else kept
    left = [each for each in mutants if each.id not in came or (each.kind == "code" and came[each.id] == LIVES)]
    gc.freeze()  # else the first collection of each process goes over, and so copies, all that is loaded here
    code = report(mutants, try_all(left, given.workers, came) if left else came, whole)
    if whole and kept is not None and not code:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, capture_output=True)
        made = f"on {date.today()}, at commit {commit.stdout.decode().strip()}"
        write_table(ROOT / TABLE, mutants, came, explained(), made)
    print(f"{len(left)} tried in {(time.monotonic() - begun) / 60:.0f} minutes, {len(mutants) - len(left)} before")
    return code


if __name__ == "__main__":
    sys.exit(main())

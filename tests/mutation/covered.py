"""Which tests run a line: the tests of each file once, with all they run measured, in a process of their own.

What runs while a test is called is the test's; what runs while a file is loaded and its fixtures are made is the whole
file's. What runs whenever a module is loaded, as a constant does, is every test's, so it tells nothing.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import coverage
import pytest

#: What no test here needs of pytest, and each process would load.
WITHOUT = ("cacheprovider", "xdist", "xdist.looponfail", "randomly", "anyio", "nbval")
#: What pytest is told, whatever it runs here.
PLAIN = ("-q", "-m", "not long", "--tb=no", "-W", "ignore::pytest.PytestAssertRewriteWarning",
         *(word for name in WITHOUT for word in ("-p", f"no:{name}")))  # fmt: skip


@dataclass
class Covered:
    """Which tests run the lines of the report's files, and the seconds of a processor that each takes.

    ``tests`` are those that run a line, by file and line; ``files`` are the files of tests that run one before any of
    their tests does; ``seconds`` are by test, ``fixtures`` what a file takes beside its tests. A test is named as pytest
    names its function, for all its parameters.
    """

    tests: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    files: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    fixtures: dict[str, float] = field(default_factory=dict)

    def of(self, file: str, lines: Iterable[int]) -> set[str]:
        """The tests that run any of some lines of a file, after all is loaded."""
        found: set[str] = set()
        for line in lines:
            found |= self.tests.get((file, line), set())
            for whole in self.files.get((file, line), ()):
                found |= self.in_file(whole)
        return found

    def in_file(self, tests: str) -> set[str]:
        """The tests of a file of tests."""
        return {test for test in self.seconds if test.startswith(f"{tests}::")}

    def quickest(self, tests: Iterable[str], most: float) -> list[str]:
        """As many of some tests as take no more than so many seconds, file by file, the quickest file first."""
        by_file = defaultdict(list)
        for test in sorted(tests, key=self.seconds.get):
            by_file[test.partition("::")[0]].append(test)
        chosen: list[str] = []
        for file in sorted(by_file, key=lambda each: self.fixtures[each] + self.seconds[by_file[each][0]]):
            most -= self.fixtures[file]
            for test in by_file[file]:
                most -= self.seconds[test]
                chosen += [test] if most > 0 or not chosen else []
        return chosen


def measure(root: Path, files: Iterable[str], workers: int) -> Covered:
    """Run the tests of some files, each file in a process forked from this one. Raises SystemExit where one fails."""
    covered = Covered()
    with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        for tests, code, lines, seconds, fixtures in pool.imap_unordered(partial(_run, root), files, chunksize=1):
            if code not in (0, 5):  # 5: every test of the file takes long
                raise SystemExit(f"{tests} fails on the report as it is, so it would find anything")
            covered.seconds |= seconds
            covered.fixtures[tests] = fixtures
            for file, line, names in lines:
                for name in names:
                    (covered.tests if name else covered.files)[file, line].add(name or tests)
    return covered


class _Told:
    """Tells the measure which test is called, and how long it and all fixtures take."""

    def __init__(self, measured: coverage.Coverage):
        self.measured, self.seconds, self.fixtures = measured, defaultdict(float), 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.fixtures += time.process_time() - begun

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        name, begun = item.nodeid.partition("[")[0], time.process_time()
        self.measured.switch_context(name)
        try:
            return (yield)
        finally:
            self.measured.switch_context("")
            self.seconds[name] += time.process_time() - begun


def _run(root: Path, tests: str) -> tuple[str, int, list[tuple[str, int, list[str]]], dict[str, float], float]:
    """The file of tests, how it ended, which tests run which lines (an empty name: before any), and their seconds."""
    measured = coverage.Coverage(data_file=None, config_file=False, source=[str(root / "src")], messages=False)
    measured.set_option("run:disable_warnings", ["no-data-collected"])  # pytest says that no test could be run
    told = _Told(measured)
    measured.start()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        code = int(pytest.main([*PLAIN, tests], plugins=[told]))
    measured.stop()
    data = measured.get_data()
    lines = [
        (Path(file).relative_to(root).as_posix(), line, names)
        for file in data.measured_files()
        for line, names in data.contexts_by_lineno(file).items()
    ]
    return tests, code, lines, dict(told.seconds), told.fixtures


# --- where a change stands ---------------------------------------------------------------------------


def lines_of(text: str, line: int) -> tuple[range, bool]:
    """The lines of the statement that holds a line, and whether it stands in a function: run later than it is loaded.

    Of a statement with a body those before the body: the condition, the head.
    """
    found, inside = range(line, line + 1), False
    for statement, within in _statements(ast.parse(text), False):
        body = getattr(statement, "body", None)
        end = body[0].lineno - 1 if isinstance(body, list) else statement.end_lineno
        if statement.lineno <= line <= max(end, statement.lineno):
            found, inside = range(statement.lineno, max(end, statement.lineno) + 1), within
    return found, inside


def _statements(node: ast.AST, within: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements below a node, outer before inner, each with whether a function holds it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child, within
        yield from _statements(child, within or isinstance(child, ast.FunctionDef | ast.Lambda))

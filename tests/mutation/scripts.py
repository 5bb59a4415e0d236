"""Whether the tests of the what-if find a changed script: in a browser, on copies of one built book.

First the script is asked what its tests ask it, at the same points and of the same figures. As it stands it says what
Python says, so a script that says anything else is found. One that says the same there is left to the tests of the
form: first to those that have found most so far, then to all of them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from built_pages import open_page
from checkouts import LEFT_OUT, run_tool
from mutation.mutants import Mutant

TESTS = "tests/pages/test_whatif.py"
#: The tests beside those that ask what is asked here first, as pytest chooses them.
OTHERS = "not many_points and not changed_formula and not twin_of_say and not every_outcome"
#: Every so many of the points, as the quick tests look at them.
EVERY = 6
#: Seconds after which a form that goes on is found.
MOST_WAIT = 300
#: How many of the tests that found others are asked before all of them.
LIKELY = 8


def run_scripts(mutants: Iterable[Mutant], root: Path, done: Callable[[Mutant, bool], None], workers: int) -> None:
    """Tell ``done`` of each mutant of a script whether a test finds it."""
    mutants = list(mutants)
    if not mutants:
        return
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        book, form, left = _built(root, Path(folder)), Form(root), []
        as_it_stands = pool.submit(form.finds, book)
        with _asking(root) as ask:
            said = ask(book)
            for mutant in mutants:
                with _changed(book, mutant) as copy:
                    if ask(copy) != said:
                        done(mutant, True)
                        continue
                left.append((mutant, pool.submit(_found, form, book, mutant)))
        if as_it_stands.result():
            pool.shutdown(cancel_futures=True)
            raise SystemExit("the tests of the form fail on the script as it stands")
        for mutant, found in left:
            done(mutant, found.result())


def _found(form: Form, book: Path, mutant: Mutant) -> bool:
    """Whether a test of the form finds a mutant."""
    with _changed(book, mutant) as copy:
        return form.finds(copy)


def _built(root: Path, folder: Path) -> Path:
    """A copy of the report with its book."""
    book = folder / "report"
    shutil.copytree(root, book, ignore=LEFT_OUT)
    kept = root / "_build" / ".cache"
    if kept.is_dir():
        shutil.copytree(kept, book / "_build" / ".cache")
    made = run_tool("report", "build", cwd=book)
    if made.returncode:
        raise SystemExit(f"the book could not be built:\n{made.stdout}{made.stderr}")
    return book


@contextmanager
def _changed(book: Path, mutant: Mutant):
    """A copy of a built book, of the same files but the changed script."""
    with tempfile.TemporaryDirectory(dir=book.parent) as folder:
        copy = Path(folder) / "report"
        shutil.copytree(book, copy, copy_function=os.link, symlinks=True)
        (script,) = (copy / "_build" / "html" / "_static").glob(Path(mutant.file).name)
        script.unlink()
        script.write_text(mutant.text, encoding="utf-8")
        yield copy


@contextmanager
def _asking(root: Path):
    """What asks the script of a built book what its tests ask it."""
    from helpers.figures.data import load
    from helpers.pages.paper import open_browser
    from twin import by_script, figures_to_say, points, said_by_script, units_of

    chosen, units = points()[::EVERY], units_of(load(root / "data"))
    figures = figures_to_say(units)
    with sync_playwright() as playwright:
        browser = open_browser(playwright)

        def ask(book: Path) -> str:
            page = open_page(browser, (book / "_build" / "html" / "book" / "what-if.html").resolve().as_uri())
            try:
                return json.dumps([by_script(page, chosen), said_by_script(page, figures, units), page.complained])
            except Error as error:
                return f"the script broke: {error}"
            finally:
                page.context.close()

        yield ask
        browser.close()


class Form:
    """The tests of the form; those that found a script before are asked first."""

    def __init__(self, root: Path):
        self.root = root
        self.finders: Counter[str] = Counter()

    def finds(self, book: Path) -> bool:
        """Whether one of them finds the script of a built book. Raises LookupError where none could be run."""
        likely = [test for test, _ in self.finders.most_common(LIKELY)]
        return bool(likely and self._fails(book, likely)) or self._fails(book, [TESTS])

    def _fails(self, book: Path, tests: list[str]) -> bool:
        chosen = ("-x", "-m", "not long", "-k", OTHERS, "-p", "no:cacheprovider", "--tb=no", "-rfE")
        command = [sys.executable, "-m", "pytest", "-q", *chosen, *tests]
        environment = {**os.environ, "BUILT_REPORT": str(book)}
        try:
            done = subprocess.run(
                command, cwd=self.root, env=environment, capture_output=True, check=False, text=True, timeout=MOST_WAIT
            )
        except subprocess.TimeoutExpired:
            return True
        self.finders.update(re.findall(r"^FAILED (.+?)(?: - |$)", done.stdout, re.MULTILINE))
        if done.returncode > 1:
            raise LookupError(f"no test of the form could be run:\n{done.stdout}{done.stderr}")
        return done.returncode == 1

"""Fixtures that several test modules share: the data folder, and a ledger or judge of chosen figures."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from helpers.claims import load
from helpers.ledger import Ledger
from helpers.paper import PaperFailed, open_browser
from helpers.quantities import names_needed
from helpers.verdicts import Judge

ROOT = Path(__file__).parents[1]


#: Modules that take long begin first, so that no processor waits for the other at the end.
LONG = ("test_whatif", "test_browser", "test_paper", "test_editions", "test_validation")


def pytest_collection_modifyitems(items) -> None:
    """Put the long modules first, each in its own order."""
    place = {name: index for index, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.module.__name__, len(LONG)))


@pytest.fixture
def data_folder(tmp_path) -> Path:
    """A copy of the repository's data folder that a test may spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def ledger_of():
    """Makes a ledger of the repository's data, some figures replaced and some parameters set."""

    def make(replacements=None, parameters=None) -> Ledger:
        return Ledger(load(ROOT / "data", replacements, names_needed()), parameters)

    return make


@pytest.fixture(scope="session")
def judge_of(ledger_of):
    """Makes a judge of such a ledger."""

    def make(replacements=None, parameters=None) -> Judge:
        return Judge(ledger_of(replacements, parameters))

    return make


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The repository itself, to read from."""
    return ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A copy of the checkout with the article's own edition built in it, once for all tests."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / "report" / "checkout"
    shared.joinpath("report").mkdir(exist_ok=True)
    with (shared / "report" / "lock").open("w") as lock:  # the tests of the other processor wait for this book
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "_build" / "results.json").exists():
            _build_checkout(folder)
    return folder


def copy_built(built: Path, tmp_path_factory) -> Path:
    """A copy of the built checkout that a module's tests may change."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("own") / "checkout", symlinks=True))


def _build_checkout(folder: Path) -> None:
    ignore = shutil.ignore_patterns(".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=ignore)
    cache = ROOT / "_build" / ".cache"
    if cache.is_dir():
        shutil.copytree(cache, folder / "_build" / ".cache")
    command = [str(Path(sys.executable).with_name("report")), "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            made = open_browser(playwright)
        except PaperFailed as error:
            pytest.fail(str(error))
        yield made
        made.close()


def address(built, name):
    folder = built / "_build" / "html"
    return (folder / "index.html" if name == "index" else folder / "book" / f"{name}.html").resolve().as_uri()


@pytest.fixture
def visit(browser, built):
    """Opens a page from disk; keeps what it asked of the network and what it complained of."""
    contexts = []

    def open_page(name, width=1440, scheme="light", state="", **options):
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complained = [], []
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else page.asked.append(request.url),
        )
        page.on("console", lambda message: page.complained.append(message.text))
        page.on("pageerror", lambda error: page.complained.append(str(error)))
        page.goto(address(built, name) + state)
        return page

    yield open_page
    for context in contexts:
        context.close()

"""Fixtures that several test modules share: the checkout, the built books of both reports, a browser."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from built_pages import address, open_page
from checkouts import LEFT_OUT, ROOT, SMALL, run_tool

#: Modules that take long begin first, so that no processor waits for the other at the end; one builds the article's
#: book while the other works on the small report.
LONG = (
    "test_whatif",
    "test_publish",
    "test_sweep",
    "test_browser",
    "test_article",
    "test_build",
    "test_rules",
    "test_run",
    "test_validation",
    "test_compare",
    "test_paper",
)


#: Builds in these processes, and the checks of notebooks that they start, share the template of their kernels.
os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "warm"


#: What is loaded and collected stays to the end: each look of the collector at it would find nothing to give back.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on the collector looks at what the tests make, and at that alone."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items) -> None:
    """Put the long modules first, each in its own order."""
    place = {name: index for index, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))


@pytest.fixture
def data_folder(tmp_path) -> Path:
    """A copy of the repository's data folder that a test may spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The repository itself, to read from."""
    return ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory, request) -> Path:
    """A copy of the checkout with the article's own edition built in it, once for all tests; on paper for the long ones.

    Where ``BUILT_REPORT`` names such a copy that is there already, as for a changed script, it is that.
    """
    if given := os.environ.get("BUILT_REPORT"):
        return Path(given)
    paper = () if request.config.option.markexpr == "not long" else ("--pdf",)
    return _built_once(ROOT, tmp_path_factory, "report", *paper)


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Path:
    """A copy of the small report with its own edition built in it, once for all tests; to read from."""
    return _built_once(SMALL, tmp_path_factory, "small")


def _built_once(source: Path, tmp_path_factory, name: str, *options: str) -> Path:
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / name / "checkout"
    shared.joinpath(name).mkdir(exist_ok=True)
    with (shared / name / "lock").open("w") as lock:  # the tests of the other processor wait for this book
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "_build" / "results.json").exists():
            shutil.copytree(source, folder, ignore=LEFT_OUT, dirs_exist_ok=True)
            executed = source / "_build" / ".cache"
            if executed.is_dir():
                shutil.copytree(executed, folder / "_build" / ".cache", dirs_exist_ok=True)
            done = run_tool("report", "build", *options, cwd=folder)
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def browser():
    from helpers.pages.paper import PaperFailed, open_browser

    with sync_playwright() as playwright:
        try:
            made = open_browser(playwright)
        except PaperFailed as error:
            pytest.fail(str(error))
        yield made
        made.close()


@pytest.fixture
def visit(browser, built):
    """Opens a page from disk; keeps what it asked of the network and what it complained of."""
    opened = []

    def visit_page(name, width=1440, scheme="light", state="", **options):
        opened.append(open_page(browser, address(built, name) + state, width, scheme, **options))
        return opened[-1]

    yield visit_page
    for page in opened:
        page.context.close()

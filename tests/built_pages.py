"""The pages of the article's own book, as tests read them."""

import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup
from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from helpers.notebook.checkout import page_names

PAGES = [page.removeprefix("book/") for page in page_names(Path(__file__).parents[1])]


def address(built: Path, name: str) -> str:
    """The address of a page on disk; ``search`` is the page of search results."""
    folder = built / "_build" / "html"
    return (
        (folder / f"{name}.html" if name in ("index", "search") else folder / "book" / f"{name}.html")
        .resolve()
        .as_uri()
    )


def open_page(browser, url: str, width: int = 1440, scheme: str = "light", **options):
    """A page in a context of its own; keeps what it asked of the network and what it complained of."""
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)
    page = context.new_page()
    page.asked, page.complained = [], []
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else page.asked.append(request.url),
    )
    # Of a box that opens with its field in focus the browser remarks on the field that had it before.
    page.on(
        "console",
        lambda message: None if message.text.startswith("Autofocus") else page.complained.append(message.text),
    )
    page.on("pageerror", lambda error: page.complained.append(str(error)))
    page.goto(url)
    return page


def entry_pages_of(built: Path) -> list[str]:
    """The pages behind the one where every number comes from, which hold the entries in full."""
    return sorted(path.stem for path in (built / "_build" / "html" / "book").glob("provenance-*.html"))


def page_of(built: Path, name: str) -> str:
    """The HTML of a page of a built checkout."""
    folder = built / "_build" / "html"
    return (folder / "index.html" if name == "index" else folder / "book" / f"{name}.html").read_text(encoding="utf-8")


@cache
def anchors_of(path: Path) -> frozenset[str]:
    """The ids of a page on disk."""
    return frozenset(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))


@cache
def soup_of(built: Path, name: str) -> BeautifulSoup:
    """The same, parsed once for all tests: to read, not to change."""
    return BeautifulSoup(page_of(built, name), "html.parser")


def wait_until(page, expression: str, arg=None, patience: int = 30_000) -> None:
    """Wait until an expression, or a function of ``arg``, holds on a page; playwright's TimeoutError after ``patience`` milliseconds.

    The browser's own way of waiting evaluates text on the page, which the policy of our pages forbids.
    """
    for _ in range(0, patience, 20):
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:
            if "context was destroyed" not in error.message:  # the page is just being left for the next one
                raise
        page.wait_for_timeout(20)
    raise PlaywrightTimeout(f"{expression} did not come to hold in {patience} milliseconds")

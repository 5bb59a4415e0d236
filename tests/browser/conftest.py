"""Pages that the tests of a module look at one after the other, in one tab: a tab of its own takes as long as a page."""

import pytest

from built_pages import PAGES, address, open_page


@pytest.fixture(scope="module")
def tab(browser):
    """A tab that shows one page after the other."""
    page = open_page(browser, "about:blank")
    yield page
    page.context.close()


def turn_to(page, url, width=1440, scheme="light"):
    """Show a page as a new tab would: nothing kept by the browser, nothing asked or complained of yet."""
    page.evaluate("() => { try { localStorage.clear() } catch { /* nothing is kept for a blank page */ } }")
    page.goto("about:blank")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")
    page.asked, page.complained = [], []
    page.goto(url)
    return page


@pytest.fixture
def visit(browser, built, tab):
    """As everywhere; the first page that a test opens without options of its own is shown in the tab of the module."""
    opened = []

    def visit_page(name, width=1440, scheme="light", state="", **options):
        url = address(built, name) + state
        if options or tab in opened:
            opened.append(open_page(browser, url, width, scheme, **options))
        else:
            opened.append(turn_to(tab, url, width, scheme))
        return opened[-1]

    yield visit_page
    for page in opened:
        if page is not tab:
            page.context.close()


@pytest.fixture(scope="module", params=[*PAGES, "search", "provenance-quantity"])
def leaf(request, tab, built):
    """Each page of the book in turn, the page of search results, and one of those that hold entries in full."""
    return turn_to(tab, address(built, request.param))

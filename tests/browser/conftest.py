"""A page that several tests of a module look at one after the other, opened once."""

import pytest

from built_pages import PAGES, address, open_page


@pytest.fixture(scope="module", params=[*PAGES, "search"])
def leaf(request, browser, built):
    """Each page of the book in turn, and the page of search results; ``leaf.name`` is which."""
    page = open_page(browser, address(built, request.param))
    page.name = request.param
    yield page
    page.context.close()

"""The built book in a real browser: silent, offline, accessible, and every number opens."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from test_book import PAGES

AXE = Axe()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_silent_offline_and_fits_a_phone(visit, name):
    page = visit(name, width=360)
    assert page.asked == []
    assert page.complained == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name, scheme):
    page = visit(name, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    found = AXE.run(page).response["violations"]
    assert [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_opens_its_source(visit, scripts):
    page = visit("index", java_script_enabled=scripts)
    button = page.locator("button[data-value=shortage_covered]").first
    about = page.locator("#about-shortage_covered")
    assert not about.is_visible()
    button.click()
    assert about.is_visible()
    words = about.inner_text()
    assert "reportedly has an estimated labor shortage of 1.5 million workers" in words
    assert "13,221" in words
    about.locator("a", has_text="All about this number").click()
    assert page.url.endswith("provenance.html#value-shortage_covered")


def test_a_number_opens_by_keyboard(visit):
    page = visit("index")
    page.locator("button[data-value=entrants]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#about-entrants").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#about-entrants").is_visible()


def test_axe_finds_nothing_in_an_open_popover(visit):
    page = visit("index")
    page.locator("button[data-value=shortage_covered]").first.click()
    assert [fault["id"] for fault in AXE.run(page).response["violations"]] == []

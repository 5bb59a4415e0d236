"""The built book in a real browser: silent, offline, accessible, and every number opens."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from built_pages import PAGES

AXE = Axe()
#: A rule that axe leaves off while it is called experimental: a name holds the words that are seen (WCAG 2.5.3).
RULES = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
#: From light to dark nothing changes but colours, and from wide to narrow all but the colours of a scheme.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LAYOUT = {"rules": {**RULES["rules"], "color-contrast": {"enabled": False}}}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_silent_offline_and_fits_a_phone(visit, name):
    page = visit(name, width=360)
    assert page.asked == []
    assert page.complained == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name):
    """Folded blocks are opened. What axe passes over goes: closed popovers, and all but a few of the entries, all alike."""
    page = visit(name)
    page.evaluate(
        "document.querySelectorAll('[popover], details.origin:nth-of-type(n+4)').forEach(box => box.remove())"
    )
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
    for scheme, width, options in (("light", 1440, RULES), ("dark", 390, COLOURS), ("light", 390, LAYOUT)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"document.documentElement.dataset.theme == '{scheme}'")
        found = AXE.run(page, options=options).response["violations"]
        nodes = [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found]
        assert nodes == [], (scheme, width)


def test_axe_finds_a_name_without_the_words_that_are_seen(visit):
    page = visit("index")
    page.evaluate(
        "document.querySelectorAll('.search-button-field').forEach(box => box.setAttribute('aria-label', 'Find'))"
    )
    assert "label-content-name-mismatch" in [
        fault["id"] for fault in AXE.run(page, options=RULES).response["violations"]
    ]


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
    page.wait_for_url("**/provenance.html#value-shortage_covered")


def test_a_number_opens_by_keyboard(visit):
    page = visit("index")
    page.locator("button[data-value=entrants]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#about-entrants").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#about-entrants").is_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_in_an_open_popover(visit, scheme, width):
    page = visit("index", scheme=scheme, width=width)
    page.locator("button[data-value=shortage_covered]").first.click()
    assert [fault["id"] for fault in AXE.run(page, options=RULES).response["violations"]] == []


def test_a_popover_closes_by_its_button_without_scripts(visit):
    page = visit("index", java_script_enabled=False, width=390)
    page.locator("button[data-value=entrants]").first.click()
    about = page.locator("#about-entrants")
    ground = about.evaluate("box => getComputedStyle(box).backgroundColor")
    assert ground not in ("transparent", "rgba(0, 0, 0, 0)")  # the theme's colours hold without its script
    page.locator("#about-entrants .about-close").click()
    assert not page.locator("#about-entrants").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("value", ["student_visa_share", "covered_construction", "growth_observed", "shortage"])
def test_from_a_number_to_the_words_in_two_clicks(visit, scripts, value):
    """The first click shows them; the second leads to the entry where they stand with their source."""
    page = visit("index", java_script_enabled=scripts)
    page.locator(f"button[data-value={value}]").first.click()
    about = page.locator(f"#about-{value}")
    words = about.locator("q").first
    assert words.is_visible()
    quoted = words.inner_text()
    link = about.locator("dd ul a").first if about.locator("dd ul a").count() else about.locator(".about-more a")
    link.click()
    page.wait_for_url("**/provenance.html#value-*")
    entry = page.locator(page.url.rpartition("#")[1] + page.url.rpartition("#")[2])
    entry.locator("q").first.wait_for()
    assert quoted in entry.inner_text()


def test_a_new_reader_finds_what_would_change_the_answer(visit):
    page = visit("index")
    assert page.locator("article").get_by_role("heading", name="How sure is this?").is_visible()
    page.get_by_role("link", name="what would change the answer").click()
    page.locator("article h2", has_text="What would make the answer wrong?").wait_for()
    page.go_back()
    page.get_by_role("link", name="try other figures").click()
    page.locator("article h1", has_text="What if?").wait_for()
    page.locator(".what-if form").wait_for()


def test_the_search_works_from_disk_and_says_what_each_page_answers(visit):
    page = visit("index")
    page.goto(page.url.replace("index.html", "search.html?q=threshold"))
    first = page.locator("#search-results li").first
    first.locator(".search-summary").wait_for()
    assert first.locator("a").inner_text()
    assert first.locator(".search-summary").inner_text().endswith(".")
    assert page.complained == []
    assert page.asked == []
    first.locator("a").click()
    page.wait_for_url("**/book/**")


def test_the_keyboard_moves_through_a_page_in_reading_order(visit):
    page = visit("index")
    order = page.evaluate(
        """() => [...document.querySelectorAll('article button.value, article a[href]')]
          .filter(e => e.offsetParent && !e.closest('[popover]') && e.tabIndex >= 0)
          .map(e => { const b = e.getBoundingClientRect(); return [Math.round(b.top), e.tabIndex] })"""
    )
    assert {index for _, index in order} == {0}
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("Skip to main content")

"""The menus of a narrow page: chapters and contents open, lead on and close, by hand and by keyboard, without scripts too."""

import pytest

from built_pages import PAGES, wait_until

MENUS = {
    "chapters": (".chapters-button", "#pst-primary-sidebar"),
    "contents": (".contents-button", "#pst-secondary-sidebar"),
}


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (390, False), (991, True)])
def test_the_menu_leads_to_every_chapter(visit, width, scripts):
    page = visit("limits", width=width, java_script_enabled=scripts)
    menu = page.locator("#pst-primary-sidebar")
    assert not menu.is_visible()
    page.get_by_role("button", name="Chapters").click()
    assert menu.is_visible()
    led = {link.get_attribute("href").rpartition("/")[2].removesuffix(".html") for link in menu.locator("nav a").all()}
    assert led - {"#"} == {*PAGES} - {"limits"}
    menu.get_by_role("link", name="How the figures are made").click()
    page.wait_for_url("**/method.html")
    assert not page.locator("#pst-primary-sidebar").is_visible()


@pytest.mark.parametrize(("name", "width"), [("chapters", 390), ("contents", 390), ("contents", 1024)])
def test_a_menu_closes_by_its_button_by_escape_and_by_a_press_outside(visit, name, width):
    button, box = MENUS[name]
    page = visit("limits", width=width)
    menu, opener = page.locator(box), page.locator(button)
    for close in (
        lambda: menu.locator(".menu-close").click(),
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(width - 8 if name == "chapters" else 8, 880),
    ):
        opener.click()
        assert menu.is_visible()
        assert page.evaluate("box => document.querySelector(box).contains(document.activeElement)", box)
        close()
        menu.wait_for(state="hidden")
    opener.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "menu-close"
    page.keyboard.press("Escape")
    assert page.evaluate("button => document.activeElement.matches(button)", button)


def test_the_contents_lead_down_the_page_and_close(visit):
    page = visit("limits", width=390)
    page.locator(".contents-button").click()
    link = page.locator("#pst-secondary-sidebar nav a").last
    target = page.locator(link.get_attribute("href"))
    link.click()
    assert not page.locator("#pst-secondary-sidebar").is_visible()
    wait_until(
        page,
        "top => document.querySelector(top).getBoundingClientRect().top < innerHeight",
        arg=f"#{target.get_attribute('id')}",
    )


def test_what_stands_beside_a_page_has_no_button(visit):
    page = visit("limits")
    for width, chapters, contents in ((1440, True, True), (1024, True, False), (768, False, False)):
        page.set_viewport_size({"width": width, "height": 900})
        for (button, box), beside in zip(MENUS.values(), (chapters, contents), strict=True):
            assert page.locator(box).is_visible() == beside, width
            assert page.locator(button).is_visible() != beside, width


def test_a_menu_closes_where_the_page_grows_wide(visit):
    page = visit("limits", width=390)
    page.locator(".chapters-button").click()
    page.set_viewport_size({"width": 1440, "height": 900})
    wait_until(page, "!document.querySelector('#pst-primary-sidebar').matches(':popover-open')")
    assert page.locator("#pst-primary-sidebar").is_visible()


def test_a_link_in_a_popover_closes_it_where_it_leads_down_the_same_page(visit):
    page = visit("limits")
    page.locator("article button.value").first.click()
    page.evaluate(
        "document.querySelector(':popover-open p').innerHTML += '<a href=\"#main-content\" id=\"down\">down</a>'"
    )
    page.locator("#down").click()
    assert page.locator("[popover]:popover-open").count() == 0

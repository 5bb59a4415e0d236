"""The policy of the pages in a browser: all that a page does goes on under it, and a script that was put in does not run."""

import pytest

from built_pages import address, open_page, wait_until
from helpers.pages.policy import hold

#: Keeps what the policy stopped, from before the page's own scripts on.
LISTEN = """addEventListener("securitypolicyviolation", (event) => {
  (globalThis.stopped ??= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`) })"""
#: One of each kind of page; on the others a test of their own hears what the console says.
KINDS = ("index", "shortage", "what-if", "provenance", "glossary", "changes", "search")
#: Ways in which a text that became a part of a page would run, or fetch something.
PUT_IN = {
    "a script": ("<script>globalThis.lived = true</script>", None),
    "a script like the theme's": (
        "<script>document.documentElement.dataset.mode = ''; globalThis.lived = true</script>",
        None,
    ),
    "an attribute": ('<img src="none.png" onerror="globalThis.lived = true">', None),
    "a drawing": ('<svg onload="globalThis.lived = true"></svg>', None),
    "a link": ('<a href="javascript:void(globalThis.lived = true)">there</a>', "a"),
    "a script of elsewhere": ('<script src="data:text/javascript,globalThis.lived = true"></script>', None),
    "another base": ('<base href="https://elsewhere.example/">', None),
    "a frame": ('<iframe srcdoc="<p>there</p>"></iframe>', None),
}


@pytest.fixture(scope="module")
def sheet(browser):
    """A tab that keeps what policies stop."""
    page = open_page(browser, "about:blank")
    page.add_init_script(LISTEN)
    yield page
    page.context.close()


def stopped(page):
    """What the policy of a page stopped."""
    return page.evaluate("globalThis.stopped ?? []")


@pytest.mark.parametrize("name", KINDS)
def test_nothing_of_a_page_is_stopped(sheet, built, name):
    """Nor when its switches, its menu, its doors and its forms are used."""
    sheet.complained.clear()
    sheet.goto(address(built, name))
    sheet.evaluate(
        """() => { for (const one of [".theme-switch-button", "button.copybtn", "button.value", ".search-button-field",
          ".audit-switch input", ".audit-switch button", ".show-code input", "details summary"])
          document.querySelector(one)?.click() }"""
    )
    assert stopped(sheet) == []
    assert sheet.complained == []


def test_search_and_what_if_answer_under_the_policy(sheet, built):
    sheet.goto(address(built, "index"))
    sheet.locator(".search-button-field").first.click()
    field = sheet.locator("dialog input[name=q], form.bd-search input[name=q]").locator("visible=true").first
    field.fill("shortage")
    field.press("Enter")
    sheet.wait_for_url("**/search.html?*")
    sheet.locator("ul.search .search-summary").first.wait_for()
    assert stopped(sheet) == []
    sheet.goto(address(built, "what-if"))
    form = sheet.locator(".what-if form").first
    said = sheet.locator(".what-if").first.inner_text()
    form.locator("input[type=range]").first.press("Home")
    wait_until(sheet, "said => document.querySelector('.what-if').innerText != said", arg=said)
    assert stopped(sheet) == []


@pytest.mark.parametrize("way", PUT_IN)
def test_what_is_put_into_a_page_does_not_run(sheet, tmp_path, way):
    """And would run without the policy, where it can without a network."""
    put_in, link = PUT_IN[way]
    page = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body>{put_in}<p>end</p></body></html>'
    lived = []
    for name, html in (("held", hold(page)), ("free", page)):
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        sheet.goto((tmp_path / f"{name}.html").as_uri())
        if link:
            sheet.locator(link).click()
        lived.append((bool(sheet.evaluate("globalThis.lived")), bool(stopped(sheet))))
    assert lived[0] == (False, way != "a frame"), way
    assert lived[1] == (way not in ("another base", "a frame"), False), way

"""The built book in a real browser: every control answers, silent, offline, accessible, and every number opens."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from axe import mark_looks, run_axe
from built_pages import anchors_of, wait_until

PRESS = (Path(__file__).parent / "press.js").read_text(encoding="utf-8")
WIDTHS = (1440, 1024, 768, 390)
#: From light to dark nothing changes but colours, and from wide to narrow what is seen, named and reached.
COLOURS = ("color-contrast", "link-in-text-block")
LAYOUT = (
    "aria-hidden-focus", "button-name", "bypass", "css-orientation-lock", "empty-heading", "focus-order-semantics",
    "heading-order", "label-content-name-mismatch", "landmark-one-main", "landmark-unique", "link-name", "meta-viewport",
    "page-has-heading-one", "region", "scrollable-region-focusable", "skip-link", "target-size",
)  # fmt: skip
#: The ways that text looks, as far as their colours were looked at.
LOOKS: set[str] = set()
#: What a press may change, in short.
SIGNATURE = """() => [document.documentElement.dataset.mode, document.documentElement.hasAttribute("data-audit"),
  document.querySelectorAll("dialog[open], :popover-open, .success").length, Math.round(scrollY), location.href,
  document.activeElement.matches("input"),
  [...document.querySelectorAll("input, select, output, textarea")].map((field) => field.value).join("|"),
  document.querySelector("article, .bd-search-container").innerText].join("\\n")"""


# --- every control, pressed --------------------------------------------------------------------------


#: What is left to a hand: each control as HTML, without what a press or a script has written on it, and its mark.
LEFT = """() => [...document.querySelectorAll("[data-press]")].map((control) => [
  `<${control.localName} ${control.id} ${control.className} ${control.name ?? ""} ${control.textContent.trim()}`, control.dataset.press])"""
#: The buttons that every page has, pressed once at each width.
PRESSED = {width: set() for width in WIDTHS}


def press(page, everything=True):
    """Press what a page's own script can press; what was pressed, what did not answer, where links lead."""
    return page.evaluate(f"({PRESS})({'true' if everything else 'false'})")


def press_by_hand(page, known=(), patience=30_000):
    """Press the buttons and fill the fields that are left to a hand; those that changed nothing.

    ``known`` are buttons, in words, that were pressed on another page; those pressed here join it. ``patience`` is how
    many milliseconds a change may take.
    """
    dead = []
    for said, mark in page.evaluate(LEFT):
        control = page.locator(f"[data-press='{mark}']")
        if said in known or not control.is_visible():
            continue
        if said.startswith("<button") and isinstance(known, set):
            known.add(said)
        page.evaluate("document.activeElement.blur()")
        before = page.evaluate(SIGNATURE)
        _use(page, control)
        try:
            wait_until(page, f"(before) => ({SIGNATURE})() != before", arg=before, patience=patience)
        except PlaywrightTimeout:
            dead.append(said)
        page.evaluate("document.querySelectorAll('dialog[open]').forEach((box) => box.close())")
    return dead


def _use(page, control):
    kind = control.evaluate("control => control.tagName == 'INPUT' ? control.type : control.tagName.toLowerCase()")
    if kind == "range":
        control.press("Home")
    elif kind == "select":
        control.select_option(index=control.evaluate("control => (control.selectedIndex + 1) % control.options.length"))
    elif kind == "button":
        control.click()
    else:
        control.fill("7")


def lost(addresses):
    """The addresses that lead to no file or to no place in one."""
    found = []
    for each in addresses:
        parts = urlsplit(each)
        path, anchor = unquote(parts.path), unquote(parts.fragment)
        if not Path(path).is_file() or (anchor and path.endswith(".html") and anchor not in anchors_of(Path(path))):
            found.append(each)
    return found


def test_every_control_answers_at_every_width(leaf):
    """Each distinct control once on the widest page, of those that are alike a few on the others."""
    for width in WIDTHS:
        leaf.set_viewport_size({"width": width, "height": 900})
        told = press(leaf, everything=width == WIDTHS[0])
        assert told["faults"] == [], width
        assert lost(told["links"]) == [], width
        assert told["pressed"]["link"], width
        assert told["pressed"].get("menu", 0) >= (width < 992), width  # the chapters
        assert press_by_hand(leaf, PRESSED[width]) == [], width


def test_a_page_is_silent_offline_and_fits_a_phone(leaf):
    leaf.set_viewport_size({"width": 360, "height": 900})
    assert leaf.asked == []
    assert leaf.complained == []
    wait_until(leaf, "document.documentElement.scrollWidth <= innerWidth")  # a chart is drawn anew a moment later


def test_axe_finds_nothing(leaf):
    """Folded blocks are opened. Of what is alike beside each other a few are looked at, and of text that stands in the same
    kinds of elements the colours once; popovers, code and what is drawn within an image have tests of their own."""
    leaf.set_viewport_size({"width": 1440, "height": 900})
    leaf.evaluate(
        """() => {
          document.querySelectorAll("[popover].about, .cell_input, svg[role=img] *").forEach((box) => box.remove());
          document.querySelectorAll("details").forEach((box) => { box.open = true });
          for (const group of document.querySelectorAll("article, article *")) {
            const seen = {};
            for (const one of [...group.children]) {
              const kind = one.localName + "." + one.className;
              seen[kind] = (seen[kind] ?? 0) + 1;
              if (seen[kind] > 4 && one.matches("details, li, tr, .origin, .statement, option, .value")) one.remove();
            }
          }
          scrollTo(0, 0);
        }"""
    )
    fresh = mark_looks(leaf, LOOKS)
    for scheme in ("light", "dark"):
        leaf.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
        assert not fresh or run_axe(leaf, COLOURS, within="[data-look]") == [], scheme
    assert run_axe(leaf, without=COLOURS) == []
    leaf.set_viewport_size({"width": 390, "height": 900})
    assert run_axe(leaf, LAYOUT) == [], "narrow"


DEAD = {
    "a menu that opens nothing": ("document.querySelector('.chapters-button').removeAttribute('popovertarget')", "hand"),
    "a menu of another page": ("document.querySelector('.chapters-button').setAttribute('popovertarget', 'x')", "faults"),
    "a door without a room": ("document.getElementById('about-' + document.querySelector('button.value').dataset.value).remove()", "faults"),
    "a door under a box": ("document.body.insertAdjacentHTML('beforeend', '<div style=\"position:fixed;inset:0;z-index:9999\"></div>')", "faults"),
    "a dead button": ("document.querySelector('article h1').insertAdjacentHTML('afterend', '<button>Print</button>')", "hand"),
    "a link to nowhere": ("document.querySelector('article p').innerHTML += '<a href=\"#nowhere\">there</a>'", "lost"),
    "a file that is not there": ("document.querySelector('article p').innerHTML += '<a href=\"none.csv\" download>it</a>'", "lost"),
    "a fold that is empty": ("document.querySelector('article p').outerHTML += '<details><summary>more</summary></details>'", "faults"),
    "a frame without a focus ring": ("document.querySelector('article p').outerHTML += '<div tabindex=0 style=\"outline:none\">x</div>'", "faults"),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", DEAD)
def test_a_control_that_does_nothing_is_found(visit, spoiled):
    script, where = DEAD[spoiled]
    page = visit("limits", width=390)
    page.evaluate(script)
    told = press(page)
    found = {"faults": told["faults"], "lost": lost(told["links"]), "hand": []}
    if where == "hand":
        found["hand"] = press_by_hand(page, patience=1_000)
    assert [kind for kind, faults in found.items() if faults] == [where]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colour_that_cannot_be_read_is_found_where_it_stands_once(visit, scheme):
    """Beside paragraphs that look alike and are looked at once, one in another colour is looked at as well."""
    page, known = visit("limits", scheme=scheme), set()
    assert mark_looks(page, known) > 10
    assert mark_looks(page, known) == 0
    page.evaluate("document.querySelectorAll('[data-look]').forEach((each) => delete each.dataset.look)")
    page.evaluate("document.querySelectorAll('article p')[2].style.color = '#8888'")
    assert mark_looks(page, known) > 0
    assert [rule for rule, _ in run_axe(page, COLOURS, within="[data-look]")] == ["color-contrast"]


def test_axe_finds_a_name_without_the_words_that_are_seen(visit):
    page = visit("index")
    page.evaluate(
        "document.querySelectorAll('.search-button-field').forEach(box => box.setAttribute('aria-label', 'Find'))"
    )
    assert "label-content-name-mismatch" in [rule for rule, _ in run_axe(page, LAYOUT)]


# --- numbers, reading, searching ----------------------------------------------------------------------


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
    page.wait_for_url("**/provenance-quantity*.html#value-shortage_covered")


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
    assert run_axe(page, within="#about-shortage_covered") == []


def test_a_popover_closes_by_its_button_without_scripts(visit):
    page = visit("index", java_script_enabled=False, width=390)
    page.locator("button[data-value=entrants]").first.click()
    about = page.locator("#about-entrants")
    ground = about.evaluate("box => getComputedStyle(box).backgroundColor")
    assert ground not in ("transparent", "rgba(0, 0, 0, 0)")  # the theme's colours hold without its script
    page.locator("#about-entrants .about-close").click()
    assert not page.locator("#about-entrants").is_visible()


@pytest.mark.parametrize(
    ("value", "scripts"),
    [("student_visa_share", True), ("covered_construction", True), ("shortage", True), ("growth_observed", False)],
)
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
    page.wait_for_url("**/provenance-*.html#value-*")
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

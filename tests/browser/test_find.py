"""A fact is found as a person types it, from disk: in the search, among the entries, and by the kinds of numbers."""

import pytest

from axe import run_axe
from built_pages import wait_until


def search(page, words):
    """Type into the search of any page; the figures found, as they are printed there."""
    page.keyboard.press("Control+k")  # on the page of results it leads to the field there
    field = page.locator("#pst-search-dialog input, .bd-search-container input").locator("visible=true")
    field.fill(words)
    field.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    wait_until(page, "document.querySelector('.figures-found, ul.search li, .search-summary')")
    return page.locator(".found-head a").all_inner_texts()


SPELLINGS = {
    "13,221": "13,221 entries",
    "13221": "13,221 entries",
    "13 221": "13,221 entries",
    "13.221": "13,221 entries",
    "1.5 million": "about 1.5 million workers",
    "1.5 MILLION workers": "about 1.5 million workers",
    "1,500,000": "about 1.5 million workers",
    "1500000": "about 1.5 million workers",
    "0.88 percent": "about 0.88 percent",
    "0.88%": "about 0.88 percent",
    "0,88 %": "about 0.88 percent",
    ".88 per cent": "about 0.88 percent",
}


def test_a_number_is_found_in_every_spelling(visit):
    """Three are typed into the search of a page; on the page of results the others are asked of what it asks itself."""
    page = visit("limits")
    for typed in ("13,221", "1.5 million", "0.88%"):
        found = search(page, typed)
        assert found, typed
        assert found[0].endswith(f": {SPELLINGS[typed]}"), typed
    for typed, printed in SPELLINGS.items():
        asked = "typed => find.best(figuresIndex.figures.map((each) => ({ ...each, known: find.known(each) })), typed)[0]?.text"
        assert page.evaluate(asked, typed) == printed, typed
    assert page.complained == page.asked == []


def test_a_found_number_leads_to_its_entry_and_to_where_it_stands(visit):
    page = visit("index", width=390)
    search(page, "13,221")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    first = page.locator(".found-figure").first
    assert "13,221 entries" in first.locator(".found-places li").first.inner_text()
    found = page.url
    first.locator(".found-places a").last.click()
    page.wait_for_url("**#at-entrants-*")
    place = f"#{page.url.partition('#')[2]}"
    assert page.locator(f"{place}:is(button), {place} button").get_attribute("data-value") == "entrants"
    page.goto(found)
    page.locator(".found-head a").first.click()
    page.wait_for_url("**/provenance-claim.html#value-entrants")
    assert page.locator("#value-entrants").is_visible()


@pytest.mark.parametrize("typed", ["entrants", "Student_Visa_Share", "shortage covered"])
def test_an_id_is_found_in_any_case_with_blanks_too(visit, typed):
    page = visit("limits")
    search(page, typed)
    entry = page.locator(".found-head a").first.get_attribute("href")
    assert entry.endswith("#value-" + typed.lower().replace(" ", "_"))


def test_words_and_initials_find_what_prints_them(visit):
    page = visit("limits")
    assert any(text.endswith(": up to 12 times") for text in search(page, "ISW"))  # its speaker in full
    assert any("isas" in text for text in search(page, "VISAS"))
    assert search(page, "zebras") == []
    assert page.locator(".figures-found").count() == 0


def test_what_the_index_holds_is_found(visit):
    """A word of a sentence that a number stands in, whether or not a label has it."""
    page = visit("index")
    page.goto(page.url.replace("index.html", "search.html"))
    found = page.evaluate(
        """() => {
          const soldiers = { id: "a_b", label: "Those sent", text: "about 500 persons", sentences: "Of the soldiers 500 came." };
          return find.best([{ known: find.known(soldiers) }], "soldier").length + find.best([{ known: find.known(soldiers) }], "Soldiers").length
            + 10 * find.best([{ known: find.known(soldiers) }], "sailors").length;
        }"""
    )
    assert found == 2


# --- the entries -------------------------------------------------------------------------------------


def test_the_entries_are_filtered_by_typing_and_by_kind(visit):
    page = visit("provenance", width=390)
    seen = page.locator(".origin:visible .origin-value")
    every = seen.count()
    field, kind = page.get_by_label("Find an entry"), page.get_by_label("Kind", exact=True)
    field.fill("13 221")
    assert set(seen.all_inner_texts()) == {"13,221 entries"}
    assert page.locator(".filter-count").inner_text() == f"{seen.count()} of {every} entries"
    field.fill("Entrants")
    assert page.locator("#value-entrants:visible").count() == 1
    field.fill("")
    kind.select_option("Choices of this report")
    assert 0 < seen.count() < every
    assert page.locator("article h2:visible").all_inner_texts() == ["Choices of this report"]
    page.evaluate("location.hash = 'value-entrants'")  # what an address leads to is shown, whatever the filter says
    wait_until(page, "document.querySelector('#value-entrants').checkVisibility()")
    assert seen.count() == every
    field.fill("zebras")
    assert seen.count() == 0


def test_an_entry_leads_to_each_place_of_its_number(visit):
    page = visit("provenance-claim", state="#value-entrants")
    places = page.locator("#value-entrants .places")
    assert places.locator("summary").inner_text().startswith("printed in ")
    assert not places.locator("a").first.is_visible()
    places.locator("summary").click()
    link = places.locator("a").last
    href = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{href.removeprefix('..')}")
    assert page.locator(f"#{href.partition('#')[2]}").is_visible()


def test_without_scripts_every_entry_stands_and_no_dead_filter(visit):
    page = visit("provenance", java_script_enabled=False)
    assert not page.locator("form.filter").is_visible()
    assert not page.locator(".audit-switch").is_visible()
    assert page.locator(".origin").first.is_visible()
    page.locator("#value-entrants a").click()
    page.locator("#value-entrants .citation").wait_for()  # its fold opens where an address leads into it


# --- numbers by kind ---------------------------------------------------------------------------------

LETTERS = {"claim": "q", "context": "i", "quantity": "c", "tally": "c", "turn": "c", "parameter": "ch"}


@pytest.mark.parametrize("width", [1440, 390])
def test_numbers_are_coloured_by_kind_from_page_to_page(visit, width):
    page = visit("index", width=width)
    legend, switch = page.locator(".audit-legend"), page.get_by_role("button", name="Colour the numbers by kind")
    assert not legend.is_visible()
    switch.focus()
    page.keyboard.press("Enter")
    assert switch.get_attribute("aria-pressed") == "true"
    assert [word.strip() for word in legend.inner_text().split()] == ["quoted", "independent", "computed", "chosen"]
    page.goto(page.url.replace("index.html", "book/shortage.html"))
    assert switch.get_attribute("aria-pressed") == "true"
    looks = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("article button.value")].map((number) =>
          [number.dataset.kind, [getComputedStyle(number).color, getComputedStyle(number, "::after").content.split('"')[1]]]))"""
    )
    assert {kind: letter for kind, (_, letter) in looks.items()}.items() <= LETTERS.items()
    assert len({colour for colour, _ in looks.values()}) == len({LETTERS[kind] for kind in looks}) == 4
    page.emulate_media(media="print")
    assert not legend.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('article button.value'), '::after').content") == "none"
    )
    page.emulate_media(media="screen")
    switch.click()
    assert not legend.is_visible()
    page.reload()
    assert switch.get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_coloured_numbers_are_legible(visit, scheme, width):
    page = visit("index", scheme=scheme, width=width)
    page.locator(".audit-switch").click()
    page.evaluate("document.querySelectorAll('[popover].about').forEach((box) => box.remove())")
    assert run_axe(page, only=("color-contrast",)) == []


# --- long labels -------------------------------------------------------------------------------------


LONG = ("x" * 120, "a label of some words " * 6)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_long_label_breaks_nothing(visit, width):
    """In a table, a popover and an entry; the page itself never scrolls sideways."""
    spoil = "([names, word]) => document.querySelectorAll(names).forEach((each) => { each.textContent = word })"
    sideways = "document.documentElement.scrollWidth - innerWidth"
    spills = (
        "name => [...document.querySelectorAll(name)].filter((box) => box.scrollWidth > box.clientWidth + 1).length"
    )
    article, origins = visit("article", width=width), visit("provenance-claim", width=width)
    origins.evaluate(
        "document.querySelectorAll('details.origin:nth-of-type(-n+3)').forEach((box) => { box.open = true })"
    )
    for word in LONG:
        article.evaluate(spoil, [".report-table td:first-child p, .about-title, .about dd li a", word])
        article.locator("article [popovertarget]:visible").last.click()
        assert article.locator(".about:popover-open").count() == 1
        assert article.evaluate(sideways) <= 0
        assert article.evaluate(spills, ".about:popover-open, .table-scroll") == 0
        article.keyboard.press("Escape")
        origins.evaluate(spoil, [".origin-label, .origin dd li a", word])
        assert origins.evaluate(sideways) <= 0


def test_the_drawing_is_seen_whole_on_wide_pages(visit):
    page = visit("provenance")
    frame = page.locator(".lineage-frame")
    for width in (1024, 1200, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert frame.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, width
        assert frame.evaluate(
            """box => { const outer = box.getBoundingClientRect();
              return [...box.querySelectorAll("rect, text")].every((one) => { const inner = one.getBoundingClientRect();
                return inner.left >= outer.left - 1 && inner.right <= outer.right + 1 }) }"""
        ), width
        assert frame.evaluate("box => box.querySelector('text').getBoundingClientRect().height") >= 11, width


def test_no_words_stick_out_of_their_box(visit):
    page = visit("provenance")
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll(".lineage a")].filter((node) => {
          const box = node.querySelector("rect").getBoundingClientRect();
          return [...node.querySelectorAll("text")].some((text) => text.getBoundingClientRect().right > box.right);
        }).map((node) => node.textContent)"""
        )
        == []
    )


def test_on_a_phone_the_drawing_scrolls_in_its_own_frame(visit):
    page = visit("provenance", width=390)
    frame = page.locator(".lineage-frame")
    assert frame.evaluate("box => box.scrollWidth - box.clientWidth") > 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.get_by_text("The drawing in words").is_visible()


def test_cells_have_room(visit):
    """Half a line above and below, and a gap on either side of what a cell says, so that columns do not touch."""
    page = visit("article")
    sides = page.evaluate(
        """() => { const style = getComputedStyle(document.querySelector(".report-table td"));
          return ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style["padding" + side])) }"""
    )
    assert min(sides[0], sides[2]) >= 6
    assert min(sides[1], sides[3]) >= 10

"""One control shows the code of a notebook's page: by mouse, by keyboard, without scripts, and never on paper."""

import pytest

from axe import run_axe
from helpers.notebook.checkout import notebook_names


@pytest.fixture(scope="module")
def notebook(built):
    """The notebook with the most to show."""
    return max(notebook_names(built), key=lambda name: (built / "book" / f"{name}.ipynb").stat().st_size)


def seen(page):
    """How many cells show their code, and how many have any."""
    inputs = page.locator("article .cell_input")
    return sum(each.is_visible() for each in inputs.all()), inputs.count()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1440, 390])
def test_all_the_code_is_shown_and_hidden_by_one_control(visit, notebook, scripts, width):
    page = visit(notebook, java_script_enabled=scripts, width=width)
    shown, cells = seen(page)
    assert (shown, cells > 3) == (0, True)
    control = page.get_by_role("checkbox", name="Show the code", exact=True)
    assert control.count() == 1
    page.get_by_text("Show the code", exact=True).click()
    assert seen(page) == (cells, cells)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    control.click()
    assert seen(page)[0] == 0


def test_it_is_reached_and_worked_by_keyboard(visit, notebook):
    page = visit(notebook)
    page.locator("article button.value").first.focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "show-code"
    page.keyboard.press("Space")
    shown, cells = seen(page)
    assert shown == cells


def test_a_cell_that_a_number_leads_to_shows_its_code(visit, notebook):
    page = visit(notebook)
    address = page.locator(".cell:has(> .cell_output)").first.get_attribute("id")
    page.goto(f"{page.url}#{address}")
    assert page.locator(f"[id='{address}'] > .cell_input").is_visible()
    assert seen(page)[0] == 1


def test_neither_control_nor_hidden_code_is_printed(visit, notebook):
    page = visit(notebook)
    page.emulate_media(media="print")
    assert not page.locator("#show-code").is_visible()
    assert seen(page)[0] == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_with_the_code_in_sight(visit, notebook, scheme, width):
    page = visit(notebook, scheme=scheme, width=width)
    page.get_by_label("Show the code").check()
    page.evaluate("document.querySelectorAll('[popover]').forEach(box => box.remove())")
    assert run_axe(page, within=".cell_input") == []

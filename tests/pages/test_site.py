"""The finishing touches: pages are light, silent, and lack nothing they ask for."""

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from built_pages import PAGES, page_of, soup_of
from helpers.pages.site import (
    ICON_SCRIPT,
    draw_icons,
    link_repository,
    name_book,
    name_search,
    open_sidebars,
    read_icons,
    silence,
)

SCRIPT = 'var a={"bars":[448,512,["navicon"],"f0c9","M1 2z"],sun:[512,512,[9728],"f185","M0 0z"]},b={sun:[9,9,[],"f185","M7 7z"]}'


@pytest.fixture
def icons(tmp_path):
    """The icons of a book that has the theme's script."""
    assert read_icons(tmp_path) == {}
    (tmp_path / ICON_SCRIPT).parent.mkdir(parents=True)
    (tmp_path / ICON_SCRIPT).write_text(SCRIPT, encoding="utf-8")
    return read_icons(tmp_path)


def test_icons_are_read_with_their_other_names_and_the_last_form_wins(icons):
    assert icons["bars"] == icons["navicon"] == ("448", "512", "M1 2z")
    assert icons["sun"] == ("9", "9", "M7 7z")


def test_an_icon_becomes_a_drawing_and_an_unknown_one_stays(icons):
    html = draw_icons(
        '<span class="fa-solid fa-bars"></span><i class="theme fa-solid fa-sun fa-lg" data-mode="light"></i>', icons
    )
    drawn = BeautifulSoup(html, "html.parser").find_all("svg")
    assert [svg["viewbox"] for svg in drawn] == ["0 0 448 512", "0 0 9 9"]
    assert drawn[1]["class"] == ["svg-inline--fa", "theme", "fa-sun", "fa-lg"]
    assert drawn[1]["data-mode"] == "light"
    assert draw_icons('<i class="fa-solid fa-moon"></i>', icons) == '<i class="fa-solid fa-moon"></i>'


def test_a_script_keeps_its_chat_to_itself_but_says_its_errors():
    assert silence('console.log("a");console.error(e)') == 'void("a");console.error(e)'


def test_a_search_button_is_named_by_what_it_shows():
    button = '<button class="btn search-button-field x" title="Search" aria-label="Search" data-a="b">Search <kbd>K</kbd></button>'
    icon = '<button class="btn search-button" aria-label="Search"><svg></svg></button>'
    assert name_search(button + icon) == button.replace(' aria-label="Search"', "") + icon


def test_the_sidebars_are_popovers():
    sides = '<div id="pst-primary-sidebar" class="a"></div><div id="pst-secondary-sidebar" class="b"></div>'
    assert open_sidebars(sides).count("<div popover id=") == 2
    assert open_sidebars('<div id="other"></div>') == '<div id="other"></div>'


@pytest.mark.parametrize("name", PAGES)
def test_no_menu_and_no_contents_stands_twice(built, name):
    """The theme's second header held hidden twins of the buttons, and scripts bind to the first of a kind."""
    soup = soup_of(built, name)
    assert len(soup.select(".chapters-button")) == 1
    assert len(soup.select(".contents-button")) <= 1
    assert len(soup.select("nav.page-toc")) <= 1
    assert not soup.select(".primary-toggle, .secondary-toggle, #jb-print-docs-body, #pst-header button")
    assert len(soup.find_all("h1")) == 1


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_all_that_a_page_loads_is_there(built, name):
    pages = built / "_build" / "html"
    folder = pages if name in ("index", "search") else pages / "book"
    html = (pages / "search.html").read_text(encoding="utf-8") if name == "search" else page_of(built, name)
    asked = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"#?]+)', html)
    assert asked
    assert [address for address in asked if not (folder / address).is_file()] == []
    assert "fontawesome" not in html
    assert not re.search(r'<(?:i|span) class="[^"]*\bfa-', html)


def test_the_whole_site_is_small(built):
    """Under eight megabytes with every download and twin; a page needs less than one, and its own fonts under a hundred kilobytes."""
    pages = (built / "_build" / "html").resolve()
    sizes = {path: path.stat().st_size for path in pages.rglob("*") if path.is_file() and path.name != "report.pdf"}
    assert sum(sizes.values()) < 8_000_000
    assert not [path for path in sizes if path.suffix in (".map", ".ttf", ".woff", ".po", ".mo")]
    fonts = {path: size for path, size in sizes.items() if path.suffix == ".woff2"}
    assert {path.parent.name for path in fonts} == {"fonts"}  # the theme's own are gone
    assert 0 < sum(fonts.values()) < 100_000
    loaded = re.findall(r'<(?:script|link rel="stylesheet"|img)[^>]*(?:src|href)="([^"#?]+)', page_of(built, "index"))
    assert sum((pages / address).stat().st_size for address in {*loaded, "index.html"}) < 1_000_000


#: Letters of the largest page, downloads apart: on a slow line a page is read within seconds.
LARGEST = 300_000


def test_no_page_is_heavy(built):
    pages = (built / "_build" / "html").rglob("*.html")
    weights = {path.name: path.stat().st_size for path in pages}
    assert len(weights) > len(PAGES)
    assert {name: weight for name, weight in weights.items() if weight >= LARGEST} == {}


def test_a_title_is_text_above_the_menu_too():
    """The theme prints it there as it stands: a comment that it begins would swallow the page."""
    config = SimpleNamespace(html_title="a <!-- b & c", html_theme_options={})
    name_book(None, config)
    assert config.html_theme_options["logo"] == {"text": "a &lt;!-- b &amp; c"}
    assert config.html_title == "a <!-- b & c"  # which is escaped everywhere else


def test_links_to_the_source_stand_once_a_repository_is_configured():
    for address, expected in (("", False), ("https://example.org/a/b", True)):
        config = SimpleNamespace(html_theme_options={"repository_url": address})
        link_repository(None, config)
        assert config.html_theme_options["use_edit_page_button"] is expected
        assert config.html_theme_options["use_issues_button"] is expected


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_on_and_back(built, name):
    soup = soup_of(built, name)
    assert bool(soup.select("a.left-prev")) == (name != PAGES[0])
    assert bool(soup.select("a.right-next")) == (name != PAGES[-1])


def test_a_notebook_page_offers_its_notebook(built, checkout):
    for name in PAGES:
        link = soup_of(built, name).select_one(".page-notebook a")
        assert bool(link) == (checkout / "book" / f"{name}.ipynb").is_file()
        if link:
            assert (built / "_build" / "html" / "book" / link["href"]).is_file()


def test_every_question_is_listed(built):
    listed = {link.get_text() for link in soup_of(built, "questions").select(".questions a")}
    for name in PAGES[1:]:
        for heading in soup_of(built, name).select("article h1, article section > section > h2"):
            assert heading.get_text().removesuffix("#") in listed, name

"""The editions of a report: listed with what each replaces and why, and reached from every page of another."""

from types import SimpleNamespace

import pytest

from built_pages import PAGES, soup_of
from hand_made import place as ferry
from helpers.pages.editions import OWN, _replaced, address, other_editions, title_of

FILED = [
    {"name": "article", "folder": ".", "there": True},
    {"name": "dear", "title": "A dearer ferry", "folder": "editions/dear", "there": True},
    {"name": "gone", "title": "Not built", "folder": "editions/gone", "there": False},
]


def place(docname: str, here: str):
    return SimpleNamespace(docname=docname, book=SimpleNamespace(editions={"here": here, "filed": FILED}))


@pytest.mark.parametrize(
    ("docname", "here", "links"),
    [
        ("index", ".", [("A dearer ferry", "../editions/dear/html/index.html")]),
        ("book/cost", ".", [("A dearer ferry", "../../editions/dear/html/book/cost.html")]),
        ("book/cost", "editions/dear", [(OWN, "../../../../html/book/cost.html")]),
        ("book/cost", "editions/custom", [
            (OWN, "../../../../html/book/cost.html"), ("A dearer ferry", "../../../dear/html/book/cost.html"),
        ]),
    ],
)  # fmt: skip
def test_a_page_leads_to_itself_in_the_editions_that_are_there(docname, here, links):
    assert other_editions(place(docname, here)) == links


def test_another_page_of_an_edition_has_an_address_too():
    assert address(place("book/cost", "."), ".", FILED[1], "index") == "../../editions/dear/html/index.html"


def test_an_edition_without_a_title_goes_by_its_name():
    assert [title_of(each) for each in ({"name": "article"}, {"name": "dear"}, FILED[1])] == [
        OWN,
        "dear",
        "A dearer ferry",
    ]


def test_the_list_says_what_each_puts_in_place_of_what(built, checkout):
    items = {item.find("code").get_text(): item for item in soup_of(built, "editions").select("ul.editions > li")}
    names = sorted(path.stem for path in (checkout / "editions").glob("*.yml"))
    assert list(items) == ["report build", *(f"report build {name}" for name in names)]
    said = items["report build shortage-academy"].get_text(" ", strip=True)
    assert "In place of the shortage of workers in Russia: about 4.8 million workers" in said
    assert "The Institute of Economics stretched a survey to the whole economy" in said
    assert "(this one)" in items["report build"].find(class_="edition-title").get_text()
    set_here = items["report build latest"].select(".edition-set")
    words = "In place of the North Koreans\u2019 entries into Russia: at least as many as in the first quarter of 2025, about 300"
    assert set_here[0].get_text().startswith(words)
    assert len(set_here) == 5  # a line for each figure that it replaces


def test_a_figure_of_its_own_is_printed_in_its_own_book_alone():
    """Another book of the report does not hold it."""
    (opening, value) = _replaced(ferry().results, "passengers", 90, is_here=True)
    assert (opening.astext(), value.astext()) == ("In place of the passengers: ", "120 persons")
    assert [each.astext() for each in _replaced(ferry().results, "passengers", 90, is_here=False)] == [
        "In place of the passengers: ", "a figure of its own, 90",
    ]  # fmt: skip


def test_where_no_other_edition_is_built_no_page_leads_to_one(built):
    for page in PAGES:
        assert not soup_of(built, page).select(".foot-editions"), page

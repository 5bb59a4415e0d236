"""The pages of the article's own book, as tests read them."""

from pathlib import Path

from bs4 import BeautifulSoup

from helpers.notebook.checkout import page_names

PAGES = [page.removeprefix("book/") for page in page_names(Path(__file__).parents[1])]


def page_of(built: Path, name: str) -> str:
    """The HTML of a page of a built checkout."""
    folder = built / "_build" / "html"
    return (folder / "index.html" if name == "index" else folder / "book" / f"{name}.html").read_text(encoding="utf-8")


def soup_of(built: Path, name: str) -> BeautifulSoup:
    """The same, parsed."""
    return BeautifulSoup(page_of(built, name), "html.parser")

"""What a book takes from the last one is what it would have made, and is taken only where it would."""

import shutil
from pathlib import Path

import pytest

from checkouts import LEFT_OUT, copy_built, edit_file, run_report
from helpers.pages.last import is_as_it_was, last_pages, note_last, take_or_make

FROM = ("results.json", "notebooks/*")


@pytest.fixture
def books(tmp_path):
    """The folders of a new book and of the last one, which say the same; the last has a file made from the others."""
    for name in ("new", "last"):
        (tmp_path / name / "notebooks").mkdir(parents=True)
        (tmp_path / name / "results.json").write_text("{}")
        (tmp_path / name / "notebooks" / "one.ipynb").write_text("one")
    (tmp_path / "last" / "made").write_text("then")
    return tmp_path / "new", tmp_path / "last"


def taken(now, last):
    take_or_make("made", now, last, FROM, lambda path: path.write_text("now"))
    return (now / "made").read_text()


def test_a_file_is_taken_where_all_it_is_made_from_is_as_it_was(books):
    assert taken(*books) == "then"


@pytest.mark.parametrize(
    ("folder", "name", "text"),
    [
        ("new", "results.json", "{ }"),
        ("new", "notebooks/one.ipynb", "two"),
        ("new", "notebooks/two.ipynb", "one"),
        ("last", "notebooks/two.ipynb", "one"),
    ],
)
def test_a_file_is_made_anew_where_any_of_them_is_not(books, folder, name, text):
    (books[0].parent / folder / name).write_text(text)
    assert taken(*books) == "now"


def test_a_file_is_made_where_the_last_book_has_none_and_where_there_is_no_last_book(books):
    (books[1] / "made").unlink()
    assert taken(*books) == "now"
    assert taken(books[0], None) == "now"
    assert not is_as_it_was(books[0], None, FROM)


def test_the_last_book_is_named_by_a_note(tmp_path):
    assert last_pages(tmp_path) is None
    note_last(tmp_path, tmp_path / "html")
    assert last_pages(tmp_path) == tmp_path / "html"


def test_a_book_after_a_changed_page_is_the_book_that_nothing_was_taken_for(small, tmp_path_factory):
    """Twins and the workbook of pages that did not change are taken from the last book; of the one that did they are not."""
    checkout = copy_built(small, tmp_path_factory)
    edit_file(checkout / "index.md", ":::{div} lead\n", ":::{div} lead\nTo put it briefly: ")
    clean = Path(shutil.copytree(checkout, tmp_path_factory.mktemp("clean") / "checkout", ignore=LEFT_OUT))
    for each in (checkout, clean):
        assert run_report(each, "build").returncode == 0
    after, made = (files_of(each / "_build" / "html") for each in (checkout, clean))
    assert b"To put it briefly" in after["index.md"]
    assert after["llms.txt"].count(b"To put it briefly") == 1
    assert {name for name in {*after, *made} if after.get(name) != made.get(name)} == set()


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""The source of a report: found upwards from where one stands, with its pages in the order of its contents."""

import pytest

from checkouts import SMALL
from helpers.figures.faults import InputError
from helpers.notebook.checkout import (
    find_checkout,
    longest_first,
    notebook_names,
    notebook_path,
    page_names,
    read_note,
    read_parts,
)


def test_the_checkout_is_the_nearest_folder_with_figures_and_contents(tmp_path):
    below = tmp_path / "inner" / "book" / "deep"
    below.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "inner"):
        (folder / "data").mkdir()
        (folder / "data" / "claims.csv").touch()
        (folder / "_toc.yml").touch()
    assert find_checkout(below) == (tmp_path / "inner").resolve()
    (tmp_path / "inner" / "_toc.yml").unlink()
    assert find_checkout(below) == tmp_path.resolve()
    (tmp_path / "data" / "claims.csv").unlink()
    assert find_checkout(below) == tmp_path.resolve()  # what is missing there, the check of the data says
    (tmp_path / "data").rmdir()
    with pytest.raises(InputError, match="no report here or above"):
        find_checkout(below)


def test_pages_and_notebooks_stand_in_the_order_of_the_contents():
    assert read_parts(SMALL) == [
        ("The question", ["book/crossing", "book/cost"]),
        ("How sure is this?", ["book/origins", "book/changes"]),
    ]
    assert page_names(SMALL) == ["index", "book/crossing", "book/cost", "book/origins", "book/changes"]
    assert notebook_names(SMALL) == ["crossing", "cost"]
    assert notebook_path(SMALL, "cost") == SMALL / "book" / "cost.ipynb"


def test_contents_without_parts_are_one_part_without_a_caption(tmp_path):
    (tmp_path / "_toc.yml").write_text("root: opening\nchapters: [{file: book/a}, {file: book/b}]\n")
    assert read_parts(tmp_path) == [("", ["book/a", "book/b"])]
    assert page_names(tmp_path) == ["opening", "book/a", "book/b"]


def test_the_note_of_an_edition_is_read_where_there_is_one(tmp_path):
    assert read_note(tmp_path) == {}
    (tmp_path / "edition.json").write_text('{"name": "larger", "title": "Größer"}', encoding="utf-8")
    assert read_note(tmp_path) == {"name": "larger", "title": "Größer"}


def test_notebooks_that_show_most_are_begun_first(tmp_path):
    for name, shown in (("a", 10), ("b", 30), ("c", 20), ("d", 20)):
        (tmp_path / name).write_text("x" * shown)
    assert [path.name for path in longest_first(tmp_path / name for name in "abcd")] == ["b", "c", "d", "a"]

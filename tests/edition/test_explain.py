"""What the last build says of a number, and where nothing can be said."""

import shutil

import pytest

from checkouts import SMALL, edit_file, run_report
from helpers.edition.explain import explain
from helpers.figures.faults import BuildFailed


def test_a_number_is_explained_from_the_last_build(small):
    done = run_report(small / "book", "explain", "seats_taken")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "seats_taken: share of the seats that are taken"
    assert "Value         about 8.9 percent" in lines
    assert "Range         8.4 to 9.5 percent" in lines
    assert "Formula       load / seats" in lines
    assert "Through       load = passengers / crossings" in lines
    assert "= 48,200 ÷ about 9,000" in lines
    assert "“on some 9,000 crossings”" in lines
    assert "the harbour office, through Lenn Courier" in lines
    assert "Lenn Courier, 2024, second paragraph" in lines
    assert "Used in       Is the ferry hardly used?" in lines
    assert any(line.startswith("Notebook      book/crossing.ipynb, cell ") for line in lines)
    assert any("(book/crossing.html)" in line for line in lines)
    assert any("Set against its 60 seats, that is about 8.9 percent." in line for line in lines)


def test_the_formula_of_a_module_is_named_with_its_line(small):
    source = (SMALL / "book" / "ferry.py").read_text(encoding="utf-8").splitlines()
    line = 1 + source.index("    return passengers / crossings")
    text = explain(small, "load", "article", 80)
    assert f"Code          book/ferry.py, line {line}\n" in text
    assert "“it carried 48,200 passengers in 2023”" in text


def test_a_verdict_is_explained(small):
    text = explain(small, "use", "article", 80)
    assert text.startswith("use: Is the ferry hardly used?\n")
    assert "About 8.9 percent of its seats are taken; the report draws the" in text


def test_why_its_notebook_ran_is_told(small, tmp_path):
    assert "Ran because   not run before\n" in explain(small, "load", "article", 80)
    copy = shutil.copytree(small, tmp_path / "report", symlinks=True)
    edit_file(copy / "data" / "claims.csv", "passengers of the ferry", "people on the ferry")
    text = explain(copy, "load", "article", 120)
    assert "load: passengers on an average crossing" in text  # the book is as it was built last
    assert "Ran because   passengers changed: the next build runs it again\n" in text


def test_an_unknown_id_is_told_with_the_nearest(small):
    done = run_report(small, "explain", "seat_taken")
    assert done.returncode == 2
    assert "seat_taken: the report has no figure and no verdict of this id; did you mean 'seats_taken'?" in done.stderr


def test_without_a_book_it_says_so(tmp_path):
    copy = shutil.copytree(SMALL, tmp_path / "report")
    with pytest.raises(BuildFailed, match=r"there is no book in .* yet: report build makes it"):
        explain(copy, "load", "article", 80)


def test_a_notebook_that_was_never_built_is_named(small, tmp_path):
    copy = shutil.copytree(small, tmp_path / "report", symlinks=True)
    shutil.copyfile(copy / "book" / "cost.ipynb", copy / "book" / "tides.ipynb")
    toc = copy / "_toc.yml"
    toc.write_text(
        toc.read_text().replace("      - file: book/cost\n", "      - file: book/cost\n      - file: book/tides\n")
    )
    with pytest.raises(BuildFailed, match="there is no notebook tides in"):
        explain(copy, "load", "article", 80)


def test_a_number_of_another_edition_is_told_as_that_has_it(small, tmp_path):
    copy = shutil.copytree(small, tmp_path / "report", symlinks=True)
    (copy / "editions").mkdir()
    (copy / "editions" / "fewer.yml").write_text("title: Fewer seats\nwhy: some are broken\nset: {seats: 50}\n")
    with pytest.raises(BuildFailed, match=r"there is no book in .*fewer yet: report build fewer makes it"):
        explain(copy, "seats_taken", "fewer", 80)
    assert run_report(copy, "build", "fewer").returncode == 0
    told = explain(copy, "seats_taken", "fewer", 80)
    assert "Value         about 10.7 percent" in told  # 48,200 by 9,000 by 50
    assert "Ran because   what the edition sets, seats changed\n" in told
    assert "edition “Fewer seats”" in " ".join(told.split())  # where it says how to cite it

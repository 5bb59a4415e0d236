"""What a check runs on: the commit and what differs from it, the lock and what is installed, the machine."""

import shutil
import subprocess

import nbformat
import pytest

from checkouts import SMALL, edit_file, edit_notebook
from helpers.edition.surroundings import (
    differing,
    notebook_changes,
    read_clone,
    read_lock,
    read_outdated,
    read_surroundings,
)
from helpers.notebook.review import Version


def git(folder, *arguments):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The small report as a repository of its own."""
    folder = shutil.copytree(SMALL, tmp_path_factory.mktemp("own") / "small")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all of it")
    return folder


def test_a_folder_that_is_no_clone_has_no_commit(tmp_path):
    assert read_clone(tmp_path) == ("", [])
    assert read_clone(SMALL) == ("", []), "it lies in the clone of another report"


def test_what_is_not_as_committed_is_named_with_what_of_it(clone):
    commit, changed = read_clone(clone)
    assert len(commit) == 40
    assert changed == []
    edit_file(clone / "data" / "claims.csv", "48200", "48300")
    edit_notebook(clone, "crossing", "hardly_used = 0.25", "hardly_used = 0.5")
    (clone / "book" / "ferry.py").unlink()
    (clone / "book" / "new file.py").write_text("x = 1\n", encoding="utf-8")
    git(clone, "mv", "index.md", "start.md")
    (clone / "book" / "cost.ipynb").write_text("{", encoding="utf-8")
    assert read_clone(clone) == (
        commit,
        [
            "book/cost.ipynb: changed",
            "book/crossing.ipynb: source of cell 1",
            "book/ferry.py: deleted",
            "data/claims.csv: changed",
            "start.md: moved here",
            "book/new file.py: not committed",
        ],
    )


def test_what_was_committed_after_the_outputs_is_named(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "small")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "all of it")
    assert read_outdated(folder) == []
    edit_file(folder / "book" / "ferry.py", "crossings\n", "crossings  # each way\n")
    edit_file(folder / "book" / "origins.md", "# Where", "# From where")
    (folder / "book" / "signed.yml").write_text("index: []\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-qam", "another word")
    assert read_outdated(folder) == ["book/ferry.py"]
    assert read_surroundings(folder, "").outdated == ["book/ferry.py"]


def test_the_cells_that_changed_are_named():
    before = nbformat.read(SMALL / "book" / "crossing.ipynb", as_version=4)
    after = nbformat.read(SMALL / "book" / "crossing.ipynb", as_version=4)
    assert notebook_changes(before, after) == []
    after.cells[4].outputs = []
    after.cells[7].metadata["tags"] = ["a"]
    after.cells[7].source += "\n# or not"
    after.cells[3].source = "## Other words"
    del after.cells[9]
    after.cells.append(nbformat.v4.new_markdown_cell("The end."))
    assert notebook_changes(before, after) == [
        "cell 6 taken out",
        'the text "The end." put in',
        'source of the text "## Other words"',
        "output of cell 3",
        "source and tags of cell 5",
    ]


# --- the lock ----------------------------------------------------------------------------------------

LOCK = """# made by hand
pandas==3.1.1 \\
    --hash=sha256:00
    # via seaborn
colorama==0.4.6 ; sys_platform == 'nothing' \\
    --hash=sha256:00
jupyter-book==1.0.4.post1
"""


def test_the_lock_is_read_for_this_platform(tmp_path):
    (tmp_path / "requirements.txt").write_text(LOCK, encoding="utf-8")
    assert read_lock(tmp_path / "requirements.txt") == {"pandas": "3.1.1", "jupyter-book": "1.0.4.post1"}
    assert read_lock(tmp_path / "none.txt") == {}


def test_what_is_installed_otherwise_is_named():
    installed = {"pandas": "3.1.1", "matplotlib": "3.10.1", "seaborn": ""}
    locked = {"pandas": "3.1.1", "matplotlib": "3.11.2", "seaborn": "0.13.2"}
    assert differing(locked, installed.get) == [
        Version(name="matplotlib", locked="3.11.2", installed="3.10.1"),
        Version(name="seaborn", locked="0.13.2", installed=""),
    ]


def test_this_checkout_is_installed_as_it_is_locked(checkout):
    found = read_surroundings(checkout, "")
    assert found.versions == []
    assert found.packages > 100


def test_digests_follow_what_they_are_of(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "small")
    first = read_surroundings(folder, "")
    assert (first.title, first.packages) == ("Is the ferry used? A small report that tests the machinery", 0)
    edit_file(folder / "data" / "claims.csv", "48200", "48300")
    second = read_surroundings(folder, "")
    assert (first.data == second.data, first.code == second.code) == (False, True)
    edit_file(folder / "book" / "ferry.py", "crossings\n", "crossings  # each way\n")
    third = read_surroundings(folder, "")
    assert (second.data == third.data, second.code == third.code) == (True, False)

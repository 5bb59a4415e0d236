"""A folder knows what was written into it, and the plain tool's book stays apart from a published one."""

import hashlib
import os
from pathlib import Path

import pytest

from helpers.pages.written import (
    PUBLISHED,
    RECORD,
    changed,
    digest_of_site,
    is_link_of_ours,
    is_recorded,
    keep_plain_record,
    keep_record,
    keep_sums,
    make_readable,
    make_way,
    target_of,
)


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "made"
    (made / "below").mkdir(parents=True)
    (made / "a.html").write_text("a")
    (made / "below" / "b.html").write_text("b")
    keep_record(made)
    return made


def test_what_was_written_is_unchanged_whatever_its_times_are(folder):
    os.utime(folder / "a.html", (1, 1))
    assert is_recorded(folder)
    assert changed(folder) == []


def test_what_is_changed_added_or_gone_is_named(folder):
    (folder / "a.html").write_text("c")
    (folder / "below" / "b.html").unlink()
    (folder / "below" / "mine").write_text("")
    (folder / "link").symlink_to("nowhere")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "left").write_text("")  # by Python, and nobody's
    assert changed(folder) == ["a.html", "below/b.html", "below/mine", "link"]


def test_the_files_of_a_site_are_listed_as_the_field_s_tool_reads_them(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "é x.html").write_text("two")
    (tmp_path / "a.html").write_text("one")
    for _ in range(2):  # the list does not list itself
        keep_sums(tmp_path)
    one, two = (hashlib.sha256(word).hexdigest() for word in (b"one", b"two"))
    listed = f"{one}  a.html\n{two}  b/é x.html\n"
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8") == listed
    assert digest_of_site(tmp_path) == hashlib.sha256(listed.encode()).hexdigest()


def test_a_folder_is_made_readable_and_no_link_is_followed(tmp_path):
    secret, folder = tmp_path / "secret", tmp_path / "folder"
    secret.write_text("")
    secret.chmod(0o600)
    (folder / "below").mkdir(parents=True, mode=0o700)
    (folder / "below" / "a").write_text("")
    (folder / "below" / "a").chmod(0o600)
    (folder / "link").symlink_to(secret)
    make_readable(folder)
    modes = [path.stat().st_mode & 0o777 for path in (folder, folder / "below", folder / "below" / "a", secret)]
    assert modes == [0o755, 0o755, 0o644, 0o600]


def test_a_folder_without_a_record_says_nothing(tmp_path):
    (tmp_path / "a").write_text("")
    assert not is_recorded(tmp_path)
    assert changed(tmp_path) == []
    (tmp_path / RECORD).write_text("[")
    assert changed(tmp_path) == ["a"]  # a record that cannot be read vouches for nothing


# --- the plain tool ----------------------------------------------------------------------------------


@pytest.fixture
def published(tmp_path) -> Path:
    """A checkout with a published book."""
    book = tmp_path / "_build" / ".published" / "book-1"
    (book / "html").mkdir(parents=True)
    (book / "notebooks").mkdir()
    (book / "results.json").write_text("ours")
    (book / "html" / "index.html").write_text("ours")
    (book.parent / "current").symlink_to("book-1")
    for name in PUBLISHED:
        (tmp_path / "_build" / name).symlink_to(target_of(name))
    return tmp_path


def test_a_published_book_makes_way_for_the_plain_tools_and_is_not_written_into(published):
    plain = published / "_build" / "html"
    assert make_way(published, plain.resolve()) == plain
    assert plain.is_dir()
    assert not plain.is_symlink()
    assert list(plain.iterdir()) == [plain / RECORD]
    assert not (published / "_build" / "results.json").exists()  # nothing of ours stands beside its pages
    assert not (published / "_build" / "notebooks").exists()
    assert (published / "_build" / ".published" / "current" / "html" / "index.html").read_text() == "ours"


def test_the_plain_tools_book_is_known_once_it_is_written(published):
    plain = make_way(published, (published / "_build" / "html").resolve())
    (plain / "index.html").write_text("plain")
    assert changed(plain) == ["index.html"]  # it has not ended
    keep_plain_record(published, plain)
    assert changed(plain) == []
    (plain / "mine").write_text("")
    make_way(published, plain)
    assert not is_recorded(plain)  # what somebody else has put there is not the tool's


def test_a_book_elsewhere_or_of_somebody_else_is_left_alone(tmp_path):
    other = tmp_path / "other" / "_build" / "html"
    assert make_way(tmp_path, other) == other
    assert not other.exists()
    own = tmp_path / "_build" / "html"
    own.mkdir(parents=True)
    (own / "mine").write_text("")
    assert make_way(tmp_path, own) == own
    keep_plain_record(tmp_path, own)
    assert not is_recorded(own)


def test_only_a_link_to_the_place_beside_it_is_ours(tmp_path):
    (tmp_path / "html").symlink_to(target_of("html"))
    (tmp_path / "notebooks").symlink_to("/elsewhere/notebooks")
    (tmp_path / "results.json").write_text("")
    assert [is_link_of_ours(tmp_path / name) for name in PUBLISHED] == [True, False, False]

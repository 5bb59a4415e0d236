"""What is kept of releases: their results, their dates, and what was accepted between them."""

import json

import pytest

from helpers.figures.faults import InputError
from helpers.notebook.changes import Accepted
from helpers.notebook.releases import accepted_since, as_yaml, read_next, read_releases

MENDED = Accepted("correction", "the harbour office miscounted", ("passengers", "load"))
FOUND = Accepted("new-data", "the operator answered", ("crew",))


@pytest.fixture
def root(tmp_path):
    for version, accepted in (("1.9.0", ()), ("1.10.0", (MENDED,))):
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True)
        (folder / "results.json").write_text(json.dumps({"values": {}, "verdicts": {}, "version": version}))
        (folder / "release.yml").write_text(as_yaml(accepted, date="2026-11-23"))
    (tmp_path / "releases" / "next.yml").write_text(as_yaml((FOUND,)))
    return tmp_path


def test_the_newest_release_stands_first(root):
    found = read_releases(root)
    assert [(each.version, each.date, each.results["version"]) for each in found] == [
        ("1.10.0", "2026-11-23", "1.10.0"),
        ("1.9.0", "2026-11-23", "1.9.0"),
    ]
    assert found[0].accepted == (MENDED,)


def test_a_report_without_releases_has_none(tmp_path):
    assert read_releases(tmp_path) == []
    assert read_next(tmp_path) == ()
    assert accepted_since(tmp_path, "") == []


def test_what_was_accepted_since_a_release_comes_in_the_order_of_time(root):
    assert accepted_since(root, "1.9.0") == [MENDED, FOUND]
    assert accepted_since(root, "1.10.0") == [FOUND]
    assert accepted_since(root, "") == [MENDED, FOUND]


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("next.yml", "changes: [{class: correction, ids: [a]}]", "lacks class, why or ids"),
        ("next.yml", "changes: [{class: whim, why: so, ids: [a]}]", "'whim' is no class of a change"),
        ("next.yml", "changes: [{class: method, why: ' ', ids: [a]}]", "a change has no reason"),
        ("next.yml", "changes: [", "not readable as YAML"),
        ("1.9.0/results.json", "[]", "is no results.json"),
        ("1.9.0/release.yml", "- date", "not readable as YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(root, name, text, rule):
    (root / "releases" / name).write_text(text)
    with pytest.raises(InputError, match=rule) as caught:
        accepted_since(root, "1.0.0")
    assert caught.value.faults[0].file.startswith("releases/")

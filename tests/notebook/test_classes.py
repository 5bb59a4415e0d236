"""The kinds of changes are those that the pages, the glossary of changes and authors go by."""

from checkouts import ROOT
from helpers.notebook.classes import CLASSES


def test_each_kind_is_explained_to_authors():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert list(CLASSES) == ["correction", "revision", "new-data", "method"]
    assert [kind for kind in CLASSES if f"`{kind}`" not in told] == []

"""Every rule of an entry of sources.bib, broken one at a time."""

import pytest

from helpers.figures.faults import Fault
from helpers.figures.sources import line_of, read_sources

SOUND = """@online{paper2024,
  author = {{The Paper}},
  title = {{Boats & ferries in <2024}},
  year = {2024},
  month = nov,
  date = {2024-11-09},
  url = {https://paper.example.org/a?b=1&c=%20#d}
}

@misc{article,
  title = {{[An untitled copy]}},
  year = {n.d.}
}
"""


def faults_of(text: str) -> list[Fault]:
    faults: list[Fault] = []
    read_sources(text, faults)
    return faults


def test_sound_entries_have_no_fault_and_keep_their_keys():
    faults: list[Fault] = []
    sources = read_sources(SOUND, faults)
    assert faults == []
    assert list(sources.entries) == ["paper2024", "article"]
    assert sources.entries["paper2024"].fields["month"] == "November"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "rule"),
    [
        ("year = {2024}", "year = {20x4}", 4, "year", "'20x4' is no year"),
        ("year = {2024}", "year = {0000}", 4, "year", "'0000' is no year"),
        ("year = {2024}", "year = {2024-11}", 4, "year", "'2024-11' is no year"),
        ("year = {2024}", "year = {٢٠٢٤}", 4, "year", "is no year"),
        ("year = {2024}", "year = {2023}", 6, "date", "the date is of 2024 and the year is 2023"),
        ("year = {n.d.}", "year = {unknown}", 12, "year", "'unknown' is no year"),
        ("month = nov", "month = {Smarch}", 5, "month", "'Smarch' is no month"),
        ("2024-11-09", "2024-11-31", 6, "date", "'2024-11-31' is no date"),
        ("2024-11-09", "2024-W45", 6, "date", "'2024-W45' is no date"),
        ("2024-11-09", "9 November", 6, "date", "is no date"),
        ("https://paper.example.org", "javascript:alert(1)//", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "ftp://paper.example.org", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "data:text/html,", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "https://", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "//paper.example.org", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "https://[paper", 7, "url", "is no address of a page"),
        ("https://paper.example.org", "https://paper.example.org:x", 7, "url", "is no address of a page"),
        ("a?b=1", 'a" onclick="b', 7, "url", "is no address of a page"),
        ("a?b=1", "a b", 7, "url", "is no address of a page"),
        ("{{The Paper}}", "{{The <b>Paper</b>}}", 2, "author", "the text holds markup, '<b'"),
        ("{{The Paper}}", "{{--}}", 2, "author", "the author is no name"),
        ("ferries in", "ferries \u202ein", 3, "title", "the hidden character U+202E"),
        ("ferries in", "ferries \0in", 3, "title", "the hidden character U+0000"),
        ("{{[An untitled copy]}}", "{{--}}", 11, "title", "the entry has no title"),
        ("  title = {{[An untitled copy]}},\n", "", 10, "title", "the entry has no title"),
        ("@misc", "@blah", 10, "", "the type @blah is not known here"),
        ("paper2024", "pa:per/2024", 1, "", "has a sign that an address cannot hold"),
    ],
)
def test_each_rule_names_entry_line_and_field(old, new, line, field, rule):
    assert old in SOUND
    (fault,) = faults_of(SOUND.replace(old, new))
    assert (fault.file, fault.line, fault.column) == ("sources.bib", line, field)
    assert rule in fault.rule
    assert fault.remedy


def test_faults_of_several_entries_are_told_together():
    told = faults_of(SOUND.replace("{2024}", "{20x4}").replace("{n.d.}", "{?}"))
    assert [fault.line for fault in told] == [4, 12]
    assert [fault.rule.partition(":")[0] for fault in told] == ["paper2024", "article"]


def test_what_is_no_bibtex_is_one_fault():
    (fault,) = faults_of(SOUND[:-4])
    assert fault.line
    assert faults_of("") == []


def test_the_line_that_an_entry_begins_on():
    assert (line_of(SOUND, "paper2024"), line_of(SOUND, "article"), line_of(SOUND, "paper")) == (1, 10, None)

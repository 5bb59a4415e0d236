"""How to cite the report: in words, and in the forms of reference managers, which pass their own schemas."""

import json
from dataclasses import replace

import jsonschema
import pytest
import yaml
from pybtex.database import parse_string

from hand_made import figure
from helpers.notebook.checkout import NOTE
from helpers.pages.citation import Citation, bibtex, cite, cite_value, csl, read_citation, ris


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


REPORT = Citation(
    title="Many or few? The northern shore",
    authors=("The Body",),
    version="2.0.0",
    released="2026-11-05",
    abstract="What it says.",
    keywords=("one", "other"),
    licences=("MIT",),
    results="0123456789abcdef",
    address="https://example.org/",
)


def test_citation_cff_and_csl_fit_their_schemas(checkout):
    content = yaml.load((checkout / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    schema = read(checkout / "tests" / "schemas" / "cff.json")
    check = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    numbers = {**content["preferred-citation"], "year": int(content["preferred-citation"]["year"])}
    content["preferred-citation"] = numbers
    assert [fault.message for fault in check.iter_errors(content)] == []
    assert list(check.iter_errors({**content, "type": "report"})) != []
    schema = read(checkout / "tests" / "schemas" / "csl.json")
    jsonschema.Draft7Validator(schema).validate(json.loads(csl(read_citation(checkout))))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate([{"id": "x", "type": "rumour"}])


def test_the_citation_in_ris():
    assert ris(REPORT).split("\r\n") == [
        "TY  - RPRT",
        "TI  - Many or few? The northern shore",
        "AU  - The Body,",
        "PY  - 2026",
        "DA  - 2026/11/05",
        "ET  - Version 2.0.0, results 0123456789ab",
        "AB  - What it says.",
        "KW  - one",
        "KW  - other",
        "UR  - https://example.org/",
        "ER  - ",
        "",
    ]


def test_the_citation_in_bibtex_and_csl():
    entry = parse_string(bibtex(REPORT), "bibtex").entries["the-northern-shore"]
    assert entry.type == "techreport"
    assert str(entry.persons["author"][0]) == "{The Body}"
    assert entry.fields["year"] == "2026"
    assert entry.fields["url"] == "https://example.org/"
    (item,) = json.loads(csl(REPORT))
    assert item["id"] == "the-northern-shore"
    assert item["issued"] == {"date-parts": [[2026, 11, 5]]}
    assert item["author"] == [{"literal": "The Body"}]


def test_the_citation_in_words():
    where = "The Body (2026). Many or few? The northern shore. Version 2.0.0"
    assert cite(REPORT) == f"{where}, results 0123456789ab. https://example.org/"
    other = replace(REPORT, edition="A larger flock", address="")
    assert cite(other) == f"{where}, edition “A larger flock”, results 0123456789ab."


def test_what_was_accepted_since_a_version_is_cited_as_after_it(checkout, tmp_path):
    later = replace(REPORT, moved=True)
    assert cite(later).startswith(
        "The Body (2026). Many or few? The northern shore. After version 2.0.0, results 01234"
    )
    assert [json.loads(csl(each))[0]["version"] for each in (REPORT, later)] == ["2.0.0", "after 2.0.0"]
    (tmp_path / "CITATION.cff").write_bytes((checkout / "CITATION.cff").read_bytes())
    assert not read_citation(tmp_path).moved
    (tmp_path / "releases").mkdir()
    for changes, moved in (("[]", False), ("[{class: method, why: Said anew., ids: [a]}]", True)):
        (tmp_path / "releases" / "next.yml").write_text(f"changes: {changes}\n", encoding="utf-8")
        assert read_citation(tmp_path).moved is moved


def test_a_number_is_cited_by_its_address_or_else_by_its_id():
    """A relative address would lead nowhere from a reader's own text."""
    birds = figure("birds", text="about 40")
    known = cite_value(REPORT, birds, "book/origins")
    made = (
        "The Body (2026). “Birds: about 40.” In: Many or few? The northern shore. Version 2.0.0, results 0123456789ab"
    )
    assert known == f"{made}. https://example.org/book/origins.html#value-birds"
    assert cite_value(replace(REPORT, address=""), birds, "book/origins") == f"{made}, figure “birds”."


def test_an_edition_is_cited_by_its_title(checkout, tmp_path):
    (tmp_path / "CITATION.cff").write_bytes((checkout / "CITATION.cff").read_bytes())
    assert read_citation(tmp_path).edition == ""
    for note, title in (({"title": "A larger flock"}, "A larger flock"), ({"title": ""}, "with other figures")):
        (tmp_path / NOTE).write_text(json.dumps(note), encoding="utf-8")
        assert read_citation(tmp_path, "", "https://example.org/x").edition == title
    assert read_citation(tmp_path, "", "https://example.org/x").address == "https://example.org/x/"


def test_the_key_is_the_same_from_release_to_release(checkout):
    assert read_citation(checkout).key == "north-korean-entries"

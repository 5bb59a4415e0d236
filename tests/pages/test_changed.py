"""The page of what changed says what the command says, to the letter, and the feed is one."""

import json
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from built_pages import soup_of
from checkouts import run_report
from helpers.notebook.changes import Accepted, compare, line, reasons
from helpers.notebook.releases import REFERENCE, as_yaml, read_releases
from helpers.pages.changed import read_accounts

ATOM = "{http://www.w3.org/2005/Atom}"


def plain(text: str) -> str:
    """A line of the command without its brackets around what was taken away and put in."""
    return re.sub(r"\[-(.*?)-\]|\{\+(.*?)\+\}", lambda found: found[1] or found[2] or "", text)


def test_the_page_is_what_the_command_prints(built):
    page = soup_of(built, "changes")
    for release, account in zip(read_releases(built), page.select(".changes"), strict=True):
        printed = run_report(built, "diff", release.version, "article").stdout.splitlines()
        there = [item.get_text() for item in account.select("details li")]
        assert there == [
            plain(each.strip()) for each in printed if each.startswith("  ") and not re.match(r"  \d+\. ", each)
        ]
        assert [summary.get_text() for summary in account.select("summary")] == [
            each for each in printed if not each.startswith(" ") and each != "Reasons"
        ]
        assert [f"  {n}. {item.get_text()}" for n, item in enumerate(account.select("ol li"), 1)] == [
            each for each in printed if re.match(r"  \d+\. ", each)
        ]
        assert len(there) > 100


def test_words_are_marked_as_taken_away_and_put_in(built):
    page = soup_of(built, "changes")
    release = read_releases(built)[0]
    now = json.loads((built / "_build" / "results.json").read_text(encoding="utf-8"))
    (change,) = [each for each in compare(release.results, now) if each.of == "input" and each.id == "planned_total"]
    (item,) = [each for each in page.select("details li") if "(planned_total)" in each.get_text() and each.find("del")][
        :1
    ]
    assert (item.find("del").get_text(), item.find("ins").get_text()) == (change.before, change.after)
    assert "45,000 to 55,000" in change.after  # to the nearest 10,000, either way the half of it


def test_every_change_since_the_release_has_its_reason(built):
    for item in soup_of(built, "changes").select(".changes details li"):
        assert re.search(r"\[(correction|revision|new-data|method), \d+\]$", item.get_text()), item.get_text()


def test_ids_lead_to_their_entries(built):
    there = {entry["id"] for entry in soup_of(built, "provenance").select("[id]")}
    links = [link["href"] for link in soup_of(built, "changes").select(".changes li a")]
    assert len(links) > 100
    for href in set(links):
        assert href.partition("#")[2] in there, href


def test_the_feed_tells_of_each_release(built):
    feed = ElementTree.parse(built / "_build" / "html" / "changes.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == [
        f"Version {each.version}" for each in read_releases(built)
    ]
    for each in (feed, *entries):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.findtext(f"{ATOM}updated"))
    assert len({each.findtext(f"{ATOM}id") for each in (feed, *entries)}) == len(entries) + 1


# --- which accounts a book gives ---------------------------------------------------------------------


def results(text: str) -> dict:
    value = {"label": "seats", "text": text, "central": 1, "low": 1, "high": 1, "unit": "seats", "formula": "",
             "attribution": "stated", "bound": "exact", "inputs": [], "rests_on": [], "notebook": "x"}  # fmt: skip
    return {"values": {"a": value}, "verdicts": {}, "digest": "0"}


@pytest.fixture
def root(tmp_path):
    for version, text in (("1.0.0", "1 seat"), ("1.1.0", "2 seats")):
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True)
        (folder / "results.json").write_text(json.dumps(results(text)))
        accepted = (Accepted("correction", "one was hidden", ("a",)),) if version == "1.1.0" else ()
        (folder / "release.yml").write_text(as_yaml(accepted, date="2026-11-23"))
    return tmp_path


def test_the_last_release_has_a_section_and_earlier_ones_another(root):
    found = read_accounts(root, results("2 seats"))
    assert list(found) == ["What changed since the last release?", "And since earlier releases?"]
    (last,), (first,) = found.values()
    assert (last.since, last.changes) == ("Since version 1.1.0, 23 November 2026", [])
    assert [line(each, reasons(first.changes)) for each in first.changes] == [
        "seats (a): 1 seat → 2 seats [correction, 1]"
    ]
    assert (first.moved, first.turned, first.common) == (1, 0, 1)


def test_what_is_not_accepted_yet_stands_first(root):
    (root / REFERENCE).write_text(json.dumps({**results("2 seats"), "charts": {"drawn": "<svg/>"}}))
    question, (account,) = next(iter(read_accounts(root, results("3 seats")).items()))
    assert question == "What is not accepted yet?"
    assert [line(each) for each in account.changes] == ["seats (a): 2 seats → 3 seats"]
    assert account.drawings == {"drawn": "<svg/>"}


def test_an_edition_says_what_it_changes_and_no_more(root):
    (root / REFERENCE).write_text(json.dumps({**results("2 seats"), "charts": {}}))
    (root / "edition.json").write_text('{"name": "large"}')
    assert list(read_accounts(root, results("3 seats"))) == ["What does this edition change?"]


def test_drawings_stand_side_by_side_with_ids_of_their_own():
    from helpers.pages.changed import _apart

    drawn = _apart('<svg><clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/></svg>', "was")
    assert BeautifulSoup(drawn, "html.parser").find("clippath")["id"] == "was-c"
    assert "url(#was-c)" in drawn
    assert 'href="#was-c"' in drawn

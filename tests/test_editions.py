"""An edition end to end, as its author drives it: the command, its files, its exit codes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from conftest import copy_built
from helpers import editions
from helpers.claims import InputError

REPORT = Path(sys.executable).with_name("report")


@pytest.fixture(scope="module")
def built(built, tmp_path_factory) -> Path:
    """A copy of the built checkout of these tests' own, for they spoil it while others read the first."""
    return copy_built(built, tmp_path_factory)


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(REPORT), *arguments], cwd=checkout, capture_output=True, text=True, check=False)


def results(folder: Path) -> dict:
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.skip = [], 0

    def handle_starttag(self, tag, attrs):
        self.skip += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.skip -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skip:
            self.words.append(data)


def text_of(page: Path) -> str:
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8"))
    return " ".join("".join(parser.words).split())


def test_results_of_the_article(built):
    # Hand arithmetic: 13221/12 = 1101.75; 13221 - 1101.75 = 12119.25; 12 - 1 = 11; 7887/13221 = 0.5965509...;
    # 13221 - 7887 = 5334; 13221/1550000 = 0.00852967..., /1450000 = 0.00911793...; 1500000/13221 = 113.45586...;
    # ln(1450000/13221)/ln 12 = 1.8904...; 0.05 x 1500000 = 75000; 0.55/0.45 = 1.2222..., 0.65/0.35 = 1.857142...
    expected = {
        "entrants": (13221, 13221, 13221),
        "previous_entrants": (1101.75, None, None),
        "entrants_increase": (None, None, 12119.25),
        "growth_rate": (-1, None, 11),
        "student_visa_share": (7887 / 13221,) * 3,
        "other_entrants": (5334, 5334, 5334),
        "shortage_covered": (13221 / 1550000, 0.008814, 13221 / 1450000),
        "shortage_remaining": (1436779, 1486779, 1536779),
        "growth_to_cover": (1450000 / 13221, 1500000 / 13221, 1550000 / 13221),
        "years_to_cover": (1.890418041, None, None),
        "entrants_to_matter": (72500, 75000, 77500),
        "shells_per_other_shell": (11 / 9, 1.5, 13 / 7),
    }
    values = results(built / "_build")["values"]
    for name, numbers in expected.items():
        entry = values[name]
        for key, number in zip(("low", "central", "high"), numbers, strict=True):
            assert entry[key] == (None if number is None else pytest.approx(number, rel=1e-9)), (name, key)


def test_results_have_the_fields_of_the_contract_and_nothing_of_the_machine(built):
    text = (built / "_build" / "results.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert set(document) == {"edition", "digest", "parameters", "values", "verdicts"}
    fields = {
        "label",
        "central",
        "low",
        "high",
        "unit",
        "text",
        "bound",
        "attribution",
        "formula",
        "inputs",
        "notebook",
    }
    assert all(set(entry) == fields for entry in document["values"].values())
    assert all(set(entry) == {"text", "holds", "because"} for entry in document["verdicts"].values())
    assert document["parameters"] == {"entries_per_person": 1.0, "marginal_below": 0.05, "share_working": 1.0}
    assert list(document["values"]) == sorted(document["values"])
    assert str(built) not in text


def test_executed_notebooks_are_the_committed_ones(built):
    for path in sorted((built / "book").glob("*.ipynb")):
        assert path.read_bytes() == (built / "_build" / "notebooks" / path.name).read_bytes(), path.name


def test_a_second_build_makes_nothing_anew(built):
    before = (built / "_build" / "html" / "index.html").stat().st_mtime_ns
    started = time.monotonic()
    done = run(built / "book", "build")  # from another folder of the checkout
    assert done.returncode == 0
    assert "Book: fresh" in done.stdout
    assert "executed" not in done.stdout
    assert (built / "_build" / "html" / "index.html").stat().st_mtime_ns == before
    assert time.monotonic() - started < 20


@pytest.fixture(scope="module")
def custom(built):
    """An edition with a far smaller shortage and other entries, in a folder of its own."""
    done = run(built, "build", "--set", "shortage=100000", "--set", "entrants=14000", "--output", str(built / "mine"))
    assert done.returncode == 0, done.stderr
    return built / "mine"


def test_other_figures_change_numbers_and_words(built, custom):
    values, verdicts = results(custom)["values"], results(custom)["verdicts"]
    # 14000 / 100000 = 0.14; ends 14000/150000 = 0.09333..., 14000/50000 = 0.28
    assert values["shortage_covered"]["central"] == pytest.approx(0.14)
    assert values["shortage_covered"]["low"] == pytest.approx(14000 / 150000)
    assert values["shortage_covered"]["high"] == pytest.approx(0.28)
    assert verdicts["marginal"]["holds"] is False
    assert results(built / "_build")["verdicts"]["marginal"]["holds"] is True


def test_nothing_of_the_articles_own_edition_is_left_on_its_pages(custom):
    pages = list((custom / "html").rglob("*.html"))
    assert len(pages) > 12
    for page in pages:
        words = text_of(page)
        for old in ("13,221", "0.88 percent", "reportedly has an estimated", "59.7 percent"):
            allowed = page.name == "sources.html" or (old == "13,221" and "purposes_total" in page.read_text())
            assert allowed or old not in words, f"{old} in {page.name}"


def test_no_sentence_contradicts_the_verdict(custom):
    words = text_of(custom / "html" / "index.html")
    assert "not marginal" in words
    assert ": marginal," not in words


def test_bad_input_lists_every_fault_and_changes_nothing(built, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(built / "data", data)
    rows = (data / "claims.csv").read_text(encoding="utf-8")
    (data / "claims.csv").write_text(
        rows.replace(",13221,,", ",thirteen,,").replace(",about,estimated", ",roughly,estimated")
    )
    before = (built / "_build" / "results.json").read_bytes()
    done = run(built, "build", "--data", str(data), "-p", "marginal_bellow=1")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "claims.csv, line 2, column value" in done.stderr
    assert "claims.csv, line 7, column bound" in done.stderr
    assert "marginal_bellow" in done.stderr
    assert (built / "_build" / "results.json").read_bytes() == before
    assert run(built, "check", "--data", str(data)).returncode == 2
    assert run(built, "check").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("-p", "marginal_below=high"),
        ("-p", "marginal_below=2"),
        ("--set", "shortage"),
        ("--set", "nobody=3"),
        ("no-such",),
    ],
)
def test_wrong_settings_are_refused_first(built, arguments):
    done = run(built, "build", *arguments)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: ")
    assert "Notebooks" not in done.stdout


def test_another_edition_never_replaces_the_articles_book(built):
    before = (built / "_build" / "results.json").read_bytes()
    done = run(built, "build", "-p", "marginal_below=0.1", "--output", "_build")
    assert done.returncode == 2
    assert "never replaces it" in done.stderr
    assert (built / "_build" / "results.json").read_bytes() == before


def test_a_killed_build_leaves_the_last_book(built):
    old = results(built / "_build")["digest"]
    job = subprocess.Popen(
        [str(REPORT), "build", "--set", "shortage=3000000", "--output", str(built / "_build")],
        cwd=built,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(4)
    os.killpg(job.pid, signal.SIGKILL)
    job.wait()
    assert results(built / "_build")["digest"] == old
    assert old in (built / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "Book: fresh" in run(built, "build").stdout


def test_an_unknown_id_on_a_page_fails_the_build(built):
    page = built / "book" / "limits.md"
    sound, old = page.read_text(encoding="utf-8"), results(built / "_build")["digest"]
    page.write_text(sound + "\nAnd {value}`no_such_value`.\n", encoding="utf-8")
    try:
        done = run(built, "build")
    finally:
        page.write_text(sound, encoding="utf-8")
    assert done.returncode == 1
    assert "no_such_value" in done.stderr
    assert "limits.md" in done.stderr
    assert results(built / "_build")["digest"] == old


def test_a_failing_notebook_is_named_and_not_published(built):
    path = built / "book" / "beyond.ipynb"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace('shells_per_other_shell\\")', 'no_such_value\\")'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != sound
    try:
        done = run(built, "build")
    finally:
        path.write_text(sound, encoding="utf-8")
    assert done.returncode == 1
    assert "beyond.ipynb, cell" in done.stderr
    assert "no_such_value" in done.stderr


def test_diff_says_what_moved_and_flipped(built, custom):
    same = run(built, "diff", "article", "_build")
    assert (same.returncode, same.stdout) == (0, "the same\n")
    done = run(built, "diff", "_build", str(custom))
    assert done.returncode == 2
    assert re.search(r"^moved +shortage_covered: about 0\.88 percent -> about 14 percent$", done.stdout, re.M)
    assert re.search(r"^flipped +marginal: ", done.stdout, re.M)
    assert run(built, "diff", "_build", "nowhere").returncode == 1


def test_diff_of_different_ids():
    first = {"values": {"a": {"low": 1, "central": 1, "high": 1, "text": "1"}}, "verdicts": {}}
    assert editions.diff(first, {"values": {}, "verdicts": {}}) == (["vanished  value a"], 3)


def test_accept_without_a_change_changes_no_byte(built):
    before = {path.name: path.read_bytes() for path in (built / "book").glob("*.ipynb")}
    done = run(built, "accept")
    assert (done.returncode, done.stdout) == (0, "nothing to accept: the reference is current\n")
    assert {path.name: path.read_bytes() for path in (built / "book").glob("*.ipynb")} == before


def test_an_edition_file_is_read_and_checked(tmp_path):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "big.yml").write_text("title: Bigger\nset: {shortage: 3000000}\nwhy: another source\n")
    edition = editions.read_edition(tmp_path, "big")
    assert (edition.title, edition.set) == ("Bigger", {"shortage": 3000000})
    (tmp_path / "editions" / "bad.yml").write_text("sett: {}\ntitle: 3\n")
    with pytest.raises(InputError) as caught:
        editions.read_edition(tmp_path, "bad")
    assert [fault.column for fault in caught.value.faults] == ["sett", "title"]


def test_a_page_made_from_other_results_or_missing_fails_the_build(checkout, tmp_path):
    toc = yaml.safe_load((checkout / "_toc.yml").read_text(encoding="utf-8"))
    entries = ["index", *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    for entry in entries:
        page = tmp_path / f"{entry}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text('<meta name="report-digest" content="aa">', encoding="utf-8")
    editions.verify_pages(tmp_path, "aa", checkout)
    (tmp_path / "book" / "growth.html").write_text('<meta name="report-digest" content="bb">', encoding="utf-8")
    (tmp_path / "book" / "limits.html").unlink()
    with pytest.raises(editions.BuildFailed, match=r"book/growth, book/limits"):
        editions.verify_pages(tmp_path, "aa", checkout)


def test_an_edition_names_the_rows_that_are_not_the_checkouts_own(checkout, data_folder, tmp_path):
    path = data_folder / "claims.csv"
    text = path.read_text(encoding="utf-8")
    assert ",13221,," in text
    path.write_text(text.replace(",13221,,", ",15000,,"), encoding="utf-8")
    editions.stage_data(checkout, data_folder, editions.Edition(name="custom"), tmp_path / "staged")
    note = json.loads((tmp_path / "staged" / "edition.json").read_text(encoding="utf-8"))
    assert note["changed"] == ["entrants"]

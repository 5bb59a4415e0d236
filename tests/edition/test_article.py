"""The article's own report, built: its numbers, and an edition with other figures."""

import csv
import html
import json
import re
from pathlib import Path

import nbformat
import pytest

from checkouts import (
    copy_built,
    edit_file,
    notebook_differences,
    outputs_of,
    own_figure,
    results_of,
    run_report,
    run_tool,
)
from helpers.edition import run
from helpers.edition.build import lay_out
from helpers.edition.edition import Edition, check, read_edition
from helpers.edition.kept import executions
from helpers.notebook.results import collect, records_of


@pytest.fixture(scope="module")
def report(built, tmp_path_factory) -> Path:
    """A copy of the built checkout, of these tests' own."""
    return copy_built(built, tmp_path_factory)


def words_of(page: Path) -> str:
    """The words of a page; the sentences of other pages that an entry repeats are looked at there."""
    html_of = re.sub(r'(?s)<dd class="screen-only places">.*?</dd>', "", page.read_text(encoding="utf-8"))
    shown = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", "", html_of)
    return " ".join(html.unescape(shown).split())


def test_results_of_the_article(built):
    # Hand arithmetic: 13221/12 = 1101.75; 13221 - 1101.75 = 12119.25; 12 - 1 = 11; 7887/13221 = 0.5965509...;
    # 13221 - 7887 = 5334; 13221/1550000 = 0.00852967..., /1450000 = 0.00911793...; 1500000/13221 = 113.45586...;
    # 7887/1500000 = 0.005258; 60 percent to the nearest ten is 55 to 65; "thousands" are 2000 at the least;
    # ln(1450000/13221)/ln 12 = 1.8904...; 0.05 x 1500000 = 75000; 0.55/0.45 = 1.2222..., 0.65/0.35 = 1.857142...
    expected = {
        "entrants": (13221, 13221, 13221),
        "growth_multiple": (0, None, 12),
        "student_visas": (7887, 7887, 7887),
        "construction_workers": (2000, None, None),
        "shortage": (1450000, 1500000, 1550000),
        "artillery_share": (55, 60, 65),
        "previous_entrants": (1101.75, None, None),
        "entrants_increase": (None, None, 12119.25),
        "growth_rate": (-1, None, 11),
        "student_visa_share": (7887 / 13221,) * 3,
        "other_entrants": (5334, 5334, 5334),
        "shortage_covered": (13221 / 1550000, 0.008814, 13221 / 1450000),
        "shortage_covered_students": (7887 / 1550000, 0.005258, 7887 / 1450000),
        "shortage_remaining": (1436779, 1486779, 1536779),
        "growth_to_cover": (1450000 / 13221, 1500000 / 13221, 1550000 / 13221),
        "years_to_cover": (1.890418041, None, None),
        "entrants_to_matter": (72500, 75000, 77500),
        "shells_per_other_shell": (11 / 9, 1.5, 13 / 7),
    }
    values = results_of(built / "_build")["values"]
    for name, numbers in expected.items():
        for key, number in zip(("low", "central", "high"), numbers, strict=True):
            assert values[name][key] == (None if number is None else pytest.approx(number, rel=1e-9)), (name, key)


def test_results_have_the_fields_of_the_contract_and_nothing_of_the_machine(built):
    text = (built / "_build" / "results.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert set(document) == {"edition", "digest", "parameters", "values", "verdicts"}
    fields = "label central low high unit text bound attribution formula inputs rests_on notebook period"
    assert all(set(entry) == set(fields.split()) for entry in document["values"].values())
    fields = "text holds because rating rests_on evidence change"
    assert all(set(entry) == set(fields.split()) for entry in document["verdicts"].values())
    assert document["parameters"] == {
        "entries_per_person": 1.0,
        "entries_per_student_most": 12.0,
        "grown_from": 1.25,
        "many_from": 0.5,
        "marginal_below": 0.05,
        "same_pay_within": 0.1,
        "share_working": 1.0,
        "significant_from": 0.3,
    }
    assert list(document["values"]) == sorted(document["values"])
    assert str(built) not in text


def test_executed_notebooks_are_the_committed_ones(built):
    for path in sorted((built / "book").glob("*.ipynb")):
        assert notebook_differences(path, built / "_build" / "notebooks" / path.name) == [], path.name


def test_each_filed_edition_is_sound_and_takes_its_figures_from_rows_or_sources(checkout):
    with (checkout / "data" / "context.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["id"] for row in csv.DictReader(file)]
    names = sorted(path.stem for path in (checkout / "editions").glob("*.yml"))
    assert len(names) >= 3
    for name in names:
        edition = read_edition(checkout, name)
        check(checkout, None, edition)
        for figure in edition.set.values():
            assert figure in rows or figure.get("row") in rows or figure["value"] == "unknown" or figure["source"], name
    assert read_edition(checkout, "shortage-hse").set == {"shortage": "shortage_hse"}


def test_a_figure_in_a_unit_that_its_formulas_do_not_take_is_refused(checkout, data_folder):
    edit_file(data_folder / "claims.csv", "1500000,100000,workers", "1500000,100000,trips")
    done = run_report(checkout, "check", "--data", str(data_folder))
    assert done.returncode == 2
    assert re.search(
        r"claims\.csv, line \d+, column unit: shortage is in trips, and the formulas .* take it in workers", done.stderr
    )


@pytest.fixture(scope="module")
def custom(report):
    """An edition with a far smaller shortage and other entries, in a folder of its own."""
    done = run_report(report, "build", "--set", "shortage=100000", "--set", "entrants=14000", "--output", "mine")
    assert done.returncode == 0, done.stderr
    return report / "mine"


def test_other_figures_change_numbers_and_words(built, custom):
    values, verdicts = results_of(custom)["values"], results_of(custom)["verdicts"]
    # 14000 / 100000 = 0.14; ends 14000/150000 = 0.09333..., 14000/50000 = 0.28
    assert values["shortage_covered"]["central"] == pytest.approx(0.14)
    assert values["shortage_covered"]["low"] == pytest.approx(14000 / 150000)
    assert values["shortage_covered"]["high"] == pytest.approx(0.28)
    assert verdicts["marginal"]["holds"] is False
    assert results_of(built / "_build")["verdicts"]["marginal"]["holds"] is True


def test_nothing_of_the_articles_own_edition_is_left_on_its_pages(checkout, custom):
    pages = list((custom / "html").rglob("*.html"))
    assert len(pages) > 12
    with (checkout / "data" / "statements.csv").open(encoding="utf-8", newline="") as file:
        quoted = [row["wording"] for row in csv.DictReader(file)]  # a statement keeps the article's own words
    for page in pages:
        words = words_of(page)
        for each in quoted:
            words = words.replace(each, "")
        for old in ("13,221", "0.88 percent", "reportedly has an estimated", "59.7 percent"):
            allowed = page.name in ("sources.html", "changes.html") or (
                old == "13,221" and re.search("purposes_total|entries_2024", page.read_text())
            )
            assert allowed or old not in words, f"{old} in {page.name}"


def test_no_sentence_contradicts_the_verdict(custom):
    words = words_of(custom / "html" / "index.html")
    # 14000 / 150000 is 9.3 percent, and 14000 / 400000 and 14000 / 200000 are 3.5 and 7
    assert re.search(r"they could fill between 3\.50? and 7\.00? percent", words)
    assert "a stated shortage of about 100,000 workers: not a marginal share, by the line" in words
    for other in ("they would be marginal", ": marginal, by the line", "gives the same answer", "stay marginal"):
        assert other not in words, other


def test_the_page_of_a_sweep_draws_what_whole_notebooks_give(report):
    done = run_report(report, "sweep", "book/turn.yml")
    assert done.returncode == 0, done.stderr
    with (report / "_build" / "sweeps" / "turn.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    drawn = collect(report).charts["turn"].rows
    assert len(rows) == len(drawn) == 39
    for row, mark in zip(rows, drawn, strict=True):
        share = f"{100 * float(row['share_working']):g} percent"
        assert mark.label.endswith(f": {share}")
        numbers = [float(row[f"shortage_covered_working.{end}"]) for end in ("low", "central", "high")]
        assert [mark.low, mark.central, mark.high] == pytest.approx(numbers, rel=1e-9)
    # half of 13,221 by 2 million, which is as rounded as 1.5 million: 1.95 to 2.05 million
    (row,) = (each for each in rows if (each["share_working"], each["shortage"]) == ("0.5", "2000000"))
    assert float(row["shortage_covered_working.central"]) == pytest.approx(6610.5 / 2_000_000)
    assert float(row["shortage_covered_working.high"]) == pytest.approx(6610.5 / 1_950_000)


@pytest.mark.long
def test_plain_papermill_gives_what_a_build_gives(report, data_folder, tmp_path):
    own_figure(data_folder / "claims.csv", "student_visas", value="7000")
    edition = Edition(name="custom", set={"shortage": 2_000_000})
    (tmp_path / "stage").mkdir()
    lay_out(report, data_folder, edition, tmp_path / "stage")
    (mine,) = [
        each for each in executions(report, tmp_path / "stage", edition, True) if each.notebook.name == "shortage"
    ]
    (mine,) = run.execute([mine], tmp_path / "stage", lambda line: None)
    settings = ["-p", "data", str(data_folder), "-y", "replaced: {shortage: 2000000}"]
    done = run_tool("papermill", "book/shortage.ipynb", tmp_path / "out.ipynb", *settings, cwd=report)
    assert done.returncode == 0, done.stderr
    assert outputs_of(mine.kept) == outputs_of(tmp_path / "out.ipynb")
    shown = [record.figures for _, _, record, _ in records_of(nbformat.read(mine.kept, as_version=4))]
    made = {name: figure for figures in shown for name, figure in figures.items()}
    assert len(made) > 20
    assert made["student_visas"].central == 7000
    assert made["shortage"].central == 2_000_000


@pytest.mark.long
@pytest.mark.parametrize(
    ("of_the_year", "said"),
    [
        (
            {"entrants": "8412", "student_visas": "640", "growth_multiple": "1", "period": "2025"},
            # 8,412 / 13,221 = 0.636; by the report's threshold 8,412 / 1,500,000 is 0.56 percent
            ["The entries are 0.636 times the border count", "marginal", "counted in 2025", "an unknown share"],
        ),
        (
            {"entrants": "1117", "student_visas": "240", "growth_multiple": "5", "period": "2023"},
            # 1,117 / 223 = 5.01; 812 of the next quarter / (1,117 - 153 - 213 - 365 = 386) = 2.10
            ["The entries are 5.01 times the border count", "counted in 2023", "The inflow kept up"],
        ),
        (
            {"entrants": "180000", "student_visas": "20000", "growth_multiple": "3", "period": "2031"},
            # of 2030 and the quarters nothing is known; 180,000 / 1,500,000 = 12 percent
            ["No figure at hand can check how fast the entries grew", "not marginal", "counted in 2031"],
        ),
    ],
    ids=["the next year", "an earlier year", "a far year"],
)
def test_another_years_figures_make_a_book_without_new_code(report, data_folder, tmp_path, of_the_year, said):
    period = of_the_year.pop("period")
    for name, value in of_the_year.items():
        own_figure(data_folder / "claims.csv", name, value=value, bound="exact", period=period)
    done = run_report(report, "build", "--data", str(data_folder), "--output", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    words = " ".join(words_of(page) for page in (tmp_path / "out" / "html").rglob("*.html"))
    assert [each for each in said if each not in words] == []
    assert f"entries of {int(period) - 1} " not in words

"""Whether what is said of a year, the one before it and the next quarter holds in another year too."""

from __future__ import annotations

import csv
import re
import shutil

import pytest

from checkouts import ROOT
from helpers import open_report
from helpers.findings.roles import about_the_year, counted_in_spring
from helpers.notebook.results import collect

#: The article's figures of the year, and the series that move with it from this year on.
OF_THE_YEAR = ("entrants", "growth_multiple", "student_visas")
SERIES = re.compile(
    r"(entries|education|business|transport|private|transit|tourism|official|work|student_visas|students_enrolled|trips"
    r"|trips_all|patents)_(2022|2023|2024|2025)(_[qh]\d)?"
)


def later(text: str) -> str:
    """The year in a text, one later."""
    return re.sub(r"20\d\d", lambda year: str(int(year[0]) + 1), text, count=1)


def moved(name: str) -> str:
    """The id that a figure has a year later."""
    return later(name) if SERIES.fullmatch(name) else name


@pytest.fixture(scope="module")
def a_year_later(tmp_path_factory):
    """The same data, all that is told of the article's year told of the next."""
    folder = tmp_path_factory.mktemp("later") / "data"
    shutil.copytree(ROOT / "data", folder)
    for name in ("claims.csv", "context.csv", "grades.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["id"] in OF_THE_YEAR or SERIES.fullmatch(row["id"]):
                row["id"] = moved(row["id"])
                row |= {"period": later(row["period"])} if "period" in row else {}
            row |= {"part_of": moved(row["part_of"])} if row.get("part_of") else {}
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_a_year_later_the_same_figures_come_to_the_same(said, a_year_later):
    now, then = said(), said(data=str(a_year_later))
    assert list(now.verdicts) == list(then.verdicts)
    assert len(now.verdicts) > 20
    for name, verdict in now.verdicts.items():
        other = then.verdicts[name]
        assert [moved(each.key) for each in verdict.figures.values()] == [each.key for each in other.figures.values()]
        assert verdict.outcome.word == other.outcome.word
        numbers = [
            [each.text for each in one.figures.values() if not each.period or each.is_unknown or each.unit != "years"]
            for one in (verdict, other)
        ]
        assert numbers[0] == numbers[1], name
    answer = then.verdicts["answer"]
    assert "counted in 2025" in answer.fill(answer.outcome.text)
    assert "There were 13,221 entries in 2025" in then.verdicts["return_or_record"].fill(
        then.verdicts["return_or_record"].outcome.because
    )


def test_each_role_is_the_row_of_its_time(report_of):
    years = about_the_year(report_of({}).figures)
    assert {name: figure.key for name, figure in years.items()} == {
        "entries_before": "entries_2023", "entries_two_before": "entries_2022", "border_count": "entries_2024",
        "last_quarter_said": "entries_2024_q4", "next_quarter": "entries_2025_q1", "latest_count": "entries_2025_q1",
        "latest_row": "entries_2025_q1", "entries_closed": "entries_2021",
        **{f"said_{each}": f"{each}_2024" for each in ("education", "business", "transport", "private", "transit", "tourism", "official")},
        "first_for_education": "education_2024_q1", "second_for_education": "education_2024_q2",
        "third_for_education": "education_2024_q3", "next_for_education": "education_2025_q1",
        "next_for_business": "business_2025_q1", "next_for_private": "private_2025_q1", "said_work": "work_2024_h1",
        "visas_issued": "student_visas_2024", "students_enrolled": "students_enrolled_2024", "trips": "trips_2024",
        "trips_all": "trips_all_2024", "trips_all_next": "trips_all_2025", "patents": "patents_2024",
        "patents_next": "patents_2025",
    }  # fmt: skip


def test_the_latest_count_is_the_one_that_ends_last(report_of):
    def latest(replaced):
        return about_the_year(report_of(replaced).figures)["latest_count"].id

    assert latest({}) == "entries_2025_q1"
    # all of 2025 ends after its first quarter, and a year with no upper end is no whole count
    assert latest({"entrants": {"value": 9000, "period": "2025"}}) == "entrants"
    assert latest({"entrants": {"value": 9000, "bound": "at_least", "period": "2025"}}) == "entries_2025_q1"


def test_what_was_not_counted_is_not_known():
    years = about_the_year(open_report("../data", {"entrants": {"value": 9000, "period": "2030"}}).figures)
    known = ["latest_count", "latest_row", "entries_closed"]
    assert {figure.text for name, figure in years.items() if name not in known} >= {
        "an unknown number of entries", "an unknown number of trips", "an unknown number of students",
    }  # fmt: skip
    assert [name for name, figure in years.items() if not figure.is_unknown] == known
    assert years.entries_before.period == "2029"
    assert years.next_quarter.period == "the first quarter of 2031"


def test_a_whole_count_that_an_edition_gives_is_the_latest():
    def latest(**entrants):
        return about_the_year(open_report("../data", {"entrants": entrants}).figures).latest_count

    of_later = about_the_year(open_report("../data", {"entrants": {"value": 9000, "period": "2030"}}).figures)
    assert of_later.latest_row.key == "entries_2025_q1"  # whatever an edition gives for the year
    assert latest(value=9000, period="2030").text == "9,000 entries"
    assert latest(value=9000, period="2024").key == "entries_2025_q1"
    assert latest(value=9000, period="2025", bound="at_least").key == "entries_2025_q1"  # no whole count


def test_of_two_counts_that_end_together_the_row_is_the_latest(tmp_path):
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    for name in ("context.csv", "grades.csv"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not re.match("(entries|education|business|private)_2025_q1,", line)]
        (folder / name).write_text("".join(kept), encoding="utf-8")
    assert about_the_year(open_report(folder).figures).latest_count.key == "entries_2024"


def test_entries_for_education_are_those_stated_where_no_table_counts_them():
    def said(period):
        given = {"entrants": {"value": 9000, "period": "2030"}, "student_visas": {"value": 50, "period": period}}
        return about_the_year(open_report("../data", given).figures).said_education

    assert (said("2030").text, said("2029").is_unknown) == ("50 entries", True)


@pytest.mark.parametrize(
    ("period", "spring"),
    [("2024-06", True), ("2024-H1", True), ("2024-Q2", True), ("2024-H2", False), ("2024-10", False), ("2024", False)],
)
def test_a_count_of_spring_is_of_the_first_half_of_a_year(period, spring):
    given = {"students_enrolled_2024": {"value": 130, "bound": "exact", "period": period}}
    assert counted_in_spring(open_report("../data", given).figures.students_enrolled_2024) is spring


#: Where a page prints a figure by its id that another year would not, and why that is right.
OF_THEIR_TIME = {
    ("students", "education_2024_q3"): "of the quarter before the soldiers' first transport",
    ("students", "entries_2024_q4"): "of the quarter of that transport",
    ("students", "entries_2025_q1"): "of the quarter in which more soldiers were sent",
    ("method", "entries_2024_q4"): "an example of a hedge",
}


def test_no_page_prints_by_its_id_what_it_means_by_its_part(report):
    stands = {figure.key for figure in about_the_year(report.figures).values()}
    printed = {
        (path.stem, name)
        for path in [ROOT / "index.md", *(ROOT / "book").glob("*.md"), *(ROOT / "book").glob("*.ipynb")]
        for name in re.findall(r"\{value\}`([a-z0-9_]+)", path.read_text(encoding="utf-8"))
        if name in stands
    }
    assert printed == set(OF_THEIR_TIME)


def test_every_part_that_a_page_prints_is_named():
    roles = collect(ROOT).roles
    assert roles["entries_before"] == "entries_2023"
    assert roles["next_quarter"] == "entries_2025_q1"

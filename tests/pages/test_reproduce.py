"""The statement on re-running is computed: what it counts is counted here by another way."""

import csv
import json
import re

import pytest

from built_pages import soup_of
from hand_made import figure, quotation, results
from helpers.notebook.results import Cell
from helpers.pages.reproduce import given, made_by, packages_of, python_of
from mutation.run import KINDS


def test_what_each_cell_makes_is_told_in_the_order_of_the_runs():
    cells = {
        ("figure", "seats"): Cell("crossing", 4, "", 2),
        ("figure", "passengers"): Cell("crossing", 4, "", 2),
        ("verdict", "full"): Cell("crossing", 2, "", 1),
        ("chart", "fill"): Cell("cost", 1, "", 1),
        ("figure", "gone"): Cell("elsewhere", 1, "", 1),
        ("what_if", ""): Cell("cost", 1, "", 1),
    }
    made = made_by(results(cells=cells), ["cost", "crossing"])
    told = {
        name: [(each.number, each.charts, each.verdicts, each.values) for each in some] for name, some in made.items()
    }
    assert told == {"cost": [(1, ["fill"], [], 0)], "crossing": [(1, [], ["full"], 0), (2, [], [], 2)]}


def test_a_figure_that_nobody_gave_is_no_figure_of_a_source():
    """Of the ferry's figures the log gave the passengers and the plan the seats; no row gives the children."""
    nobody = quotation(speaker="nobody", wording="", source="")
    gone = figure("children", kind="context", attribution="unknown", central=None, quotation=nobody)
    assert given(results()) == given(results(figures={**results().figures, "children": gone})) == (2, 2)


def test_what_is_needed_is_read_from_the_lock(tmp_path):
    assert (python_of(tmp_path), packages_of(tmp_path)) == ("", 0)
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.11"\n')
    (tmp_path / "requirements.txt").write_text(
        "# a\none==1 \\\n    --hash=sha256:a\ntwo==1 ; python_version < '3'\ntwo==2\n"
    )
    assert (python_of(tmp_path), packages_of(tmp_path)) == ("3.11", 2)


@pytest.fixture(scope="module")
def statement(built):
    return soup_of(built, "rerun").select_one(".reproduce")


def test_the_statement_counts_what_is_there(built, statement):
    facts = {each.get_text(): each.find_next("dd").get_text() for each in statement.find_all("dt")}
    lock = (built / "requirements.txt").read_text(encoding="utf-8")
    names = {
        line.partition("==")[0].partition("[")[0] for line in lock.splitlines() if "==" in line and line[0].isalnum()
    }
    assert facts["Software"].startswith(f"Python 3.11 or newer; {len(names)} packages")
    quoted = json.loads((built / "_build" / "results.json").read_text(encoding="utf-8"))["values"]
    tables = [(built / "data" / f"{name}.csv").read_text(encoding="utf-8") for name in ("claims", "context")]
    rows = [row for table in tables for row in csv.DictReader(table.splitlines())]
    shown = [row for row in rows if row["id"] in quoted]
    sources = {row["source"] for row in shown if row["source"]}
    assert facts["Data"].startswith(f"{len(shown)} figures as {len(sources)} sources gave them")
    assert not re.search(r"second|minute|hour", statement.get_text())  # a duration is the sheet's


def test_every_output_has_its_cell(built, statement):
    document = json.loads((built / "_build" / "results.json").read_text(encoding="utf-8"))
    told = [item.get_text() for item in statement.select("li")]
    assert sum(int(found[1]) for item in told if (found := re.search(r"(\d+) values?$", item))) >= len(
        document["values"]
    )
    verdicts = {each["href"].partition("#verdict-")[2] for each in statement.select("a[href*='#verdict-']")}
    assert verdicts == {*document["verdicts"]}
    for link in statement.select("li > a:first-child"):
        name, _, anchor = link["href"].partition("#")
        assert soup_of(built, name.removesuffix(".html")).find(id=anchor), link["href"]


def test_how_many_changes_were_tried_is_what_was_kept_of_the_last_run_of_all(built):
    (table,) = soup_of(built, "rerun").select("table.mutants")
    with (built / "book" / "mutants.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")] == kept
    assert [row[0] for row in kept[1:]] == [*KINDS.values(), "all"]
    *kinds, every = [[int(cell.replace(",", "")) for cell in row[1:]] for row in kept[1:]]
    assert [tried for tried, *_ in kinds] == [sum(came) for _, *came in kinds]
    assert every == [sum(column) for column in zip(*kinds, strict=True)]
    assert min(tried for tried, *_ in kinds) > 100

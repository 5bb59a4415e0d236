"""What is read off the notebooks without running them: parameters, figures asked for, modules, digests."""

import shutil
from pathlib import Path

import pytest

from checkouts import SMALL, edit_file, edit_notebook
from helpers.edition import needs
from helpers.figures.data import read_tables


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "report"))


def read(report: Path) -> tuple[dict[str, needs.Notebook], list[str]]:
    faults = []
    return needs.read_notebooks(report, faults), [str(fault) for fault in faults]


def test_parameters_are_read_with_their_defaults(report):
    notebooks, faults = read(report)
    assert faults == []
    assert notebooks["crossing"].parameters == {"data": "../data", "replaced": {}, "hardly_used": 0.25}
    assert needs.defaults(notebooks.values(), []) == {"hardly_used": 0.25, "trips_a_year": 400}


def test_figures_asked_for_are_found_in_cells_and_modules(report):
    (report / "book" / "ferry.py").write_text(
        'def more(figures, chart):\n    return figures["fare_share"], chart.figures["no_id_of_the_data"]\n'
    )
    edit_notebook(
        report, "cost", "report.table(figures.subsidy", 'report.table(report.figures.like("s*"), figures.subsidy'
    )
    notebooks, _ = read(report)
    assert notebooks["crossing"].ids == {"passengers", "crossings", "seats", "fare_share"}
    assert notebooks["cost"].ids == {"fare_share", "subsidy", "commuters", "passengers"}
    assert notebooks["cost"].patterns == {"s*"}


def test_a_statement_that_is_rated_has_a_row(report):
    (report / "book" / "ferry.py").write_text(
        'def rate(said, report):\n    return said["late"], report.data.statements["dear"], report.other["full"]\n'
    )
    notebooks, _ = read(report)
    assert notebooks["crossing"].statements == {"late", "dear"}
    (fault,) = needs.statement_faults(notebooks.values(), read_tables(report / "data", None, []))
    assert (fault.file, fault.column) == ("statements.csv", None)
    (report / "data" / "statements.csv").write_text(
        "id,wording,speaker,relayed_by,locator,first_said\nlate,often late,a rider,,,He says it himself.\n"
    )
    (fault,) = needs.statement_faults(notebooks.values(), read_tables(report / "data", None, []))
    assert fault.rule == "no row has the id 'dear', which is rated"
    assert not any(needs.statement_faults([each], {"statements.csv": []}) for each in read(SMALL)[0].values())


def test_a_parameter_that_is_no_literal_is_a_fault(report):
    edit_notebook(report, "cost", "trips_a_year = 400", "trips_a_year = 2 * days")
    _, faults = read(report)
    assert len(faults) == 1
    assert faults[0].startswith("book/cost.ipynb: 'trips_a_year = 2 * days")


def test_a_notebook_declares_what_it_uses(report):
    edit_notebook(report, "cost", "replaced, ", "{}, ")
    edit_notebook(report, "crossing", "replaced = {}", "other = {}")
    _, faults = read(report)
    assert faults == [
        "book/crossing.ipynb: it opens the report and declares no replaced; "
        'write data = "../data" and replaced = {} into the cell tagged parameters',
        "book/crossing.ipynb, column other: the parameter 'other' is declared and never used; "
        "pass it to open_report, or take the line away",
        "book/cost.ipynb, column replaced: the parameter 'replaced' is declared and never used; "
        "pass it to open_report, or take the line away",
    ]


def test_two_defaults_for_one_parameter_are_a_fault(report):
    edit_notebook(report, "cost", "trips_a_year = 400", "hardly_used = 0.3")
    edit_notebook(report, "cost", "trips_a_year", "hardly_used")
    faults = []
    needs.defaults(read(report)[0].values(), faults)
    assert [str(fault) for fault in faults] == [
        "book/cost.ipynb, column hardly_used: hardly_used is 0.3 here and 0.25 in book/crossing.ipynb; "
        "give both the same default"
    ]


def test_a_figure_in_a_unit_that_no_formula_takes_is_a_fault(report):
    edit_file(report / "data" / "claims.csv", "9000,1000,crossings", "9000,1000,seats")
    notebooks, _ = read(report)
    (fault,) = needs.unit_faults(notebooks.values(), read_tables(report / "data", None, []), [])
    assert (fault.file, fault.line, fault.column) == ("claims.csv", 3, "unit")
    assert fault.rule == "crossings is in seats, and the formula load takes it in crossings"
    assert needs.unit_faults(notebooks.values(), read_tables(report / "data", None, []), [fault]) == []


def test_a_module_that_cannot_be_imported_is_a_fault(report):
    (report / "book" / "ferry.py").write_text("import no_such_module_at_all\n")
    (fault,) = needs.unit_faults(read(report)[0].values(), read_tables(report / "data", None, []), [])
    assert fault.file == "ferry.py"
    assert "No module named 'no_such_module_at_all'" in fault.rule


def test_modules_are_followed_where_they_lead(report):
    book = report / "book"
    (book / "boats").mkdir()
    (book / "boats" / "__init__.py").write_text("from . import hull\n")
    (book / "boats" / "hull.py").write_text("import tide\n")
    (book / "tide.py").write_text("def lazily():\n    from helpers.findings import quantities\n")
    (book / "unused.py").write_text("")
    edit_notebook(report, "cost", "from helpers import", "%matplotlib inline\nimport boats\nfrom helpers import")
    notebooks, _ = read(report)
    names = {path.relative_to(path.parents[1]).as_posix() for path in notebooks["cost"].modules}
    assert names >= {"boats/__init__.py", "boats/hull.py", "book/tide.py", "findings/quantities.py"}
    assert {path.name for path in notebooks["crossing"].modules} == {"ferry.py"}


MERGED = '<<<<<<< HEAD\n "cells": [],\n=======\n "cells": [1],\n>>>>>>> other\n'


@pytest.mark.parametrize(
    ("spoil", "line", "rule"),
    [
        (lambda text: text.replace(' "cells": [', MERGED + ' "cells": [', 1), 2, "it holds the marks of a merge"),
        (lambda text: text[: len(text) // 2], None, "it is no notebook: "),
        (lambda text: "", None, "it is no notebook: "),
        (lambda text: "[]", None, "it is no notebook: "),
        (lambda text: '{"nbformat": 4}', None, "it is no notebook: "),
        (lambda text: text.replace('"cell_type": "code"', '"cell_type": "cod"', 1), None, "it is no notebook: "),
    ],
    ids=["merge", "half", "empty", "list", "bare", "odd cell"],
)
def test_what_is_no_notebook_is_a_fault_and_the_others_are_read(report, spoil, line, rule):
    path = report / "book" / "cost.ipynb"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    faults = []
    assert list(needs.read_notebooks(report, faults)) == ["crossing"]
    (fault,) = faults
    assert fault.file == "book/cost.ipynb"
    assert fault.rule.startswith(rule)
    assert line in (None, fault.line)


def test_a_page_that_is_missing_and_contents_that_cannot_be_read_are_faults(report):
    (report / "book" / "cost.ipynb").unlink()
    notebooks, faults = read(report)
    assert list(notebooks) == ["crossing"]
    (told,) = faults
    assert told.startswith("_toc.yml: there is no page book/cost.md or book/cost.ipynb; put the page there")
    for text in (
        "format: jb-book\n",
        "root: [",
        "",
        "root: index\nparts: 3\n",
        "root: index\nparts: [{chapters: [3]}]\n",
    ):
        (report / "_toc.yml").write_text(text)
        notebooks, faults = read(report)
        assert notebooks == {}, text
        assert faults[0].startswith("_toc.yml: the table of contents cannot be read"), text

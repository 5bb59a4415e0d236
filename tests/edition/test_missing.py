"""A row that is asked for and is not there: its file, who asks, and no id as a slip of the pen that is none."""

import shutil
from pathlib import Path

import pytest

from checkouts import SMALL, edit_file, edit_notebook
from helpers.edition.edition import Edition, check
from helpers.edition.missing import missing_faults
from helpers.edition.needs import read_notebooks
from helpers.figures.data import read_tables
from helpers.figures.faults import Fault, InputError

CONTEXT = (
    "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording,origin,grade\n"
)


@pytest.fixture
def report(tmp_path) -> Path:
    """A copy of the small report that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "report"))


def take_out(folder: Path, name: str) -> str:
    """Take the row of an id out of claims.csv; the row."""
    path = folder / "claims.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = [line for line in lines if line.startswith(f"{name},")]
    path.write_text("".join(line for line in lines if line != row), encoding="utf-8")
    return row


def told(report: Path, data: Path | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        check(report, data, Edition())
    return [str(fault) for fault in caught.value.faults]


def test_a_row_that_is_gone_is_told_with_all_that_ask_for_it_and_no_other_as_a_slip(report):
    take_out(report / "data", "seats")
    take_out(report / "data", "passengers")
    assert told(report) == [
        "claims.csv or context.csv, column id: no row has the id 'passengers', which is asked for in "
        "crossing.ipynb, cell 3, line 1 and cost.ipynb, cell 4, line 1; add the row",
        "claims.csv or context.csv, column id: no row has the id 'seats', which is asked for in "
        "crossing.ipynb, cell 4, line 1; add the row",  # its second line asks again
    ]
    edit_notebook(report, "crossing", "taken = (", "figures.passengers\ntaken = (")
    assert "in crossing.ipynb, cell 3, line 1 and crossing.ipynb, cell 4, line 1 and elsewhere; " in told(report)[0]


def test_a_row_that_the_reports_own_data_hold_is_told_with_its_file_and_line(report, tmp_path):
    data = Path(shutil.copytree(report / "data", tmp_path / "other"))
    take_out(data, "seats")
    (fault,) = told(report, data)
    assert fault.startswith("claims.csv, column id: no row has the id 'seats', which ")
    assert fault.endswith("; add the row, as it stands in line 4 of the report's own claims.csv")


def test_a_row_whose_grade_is_still_there_belongs_in_the_context(report):
    row = take_out(report / "data", "seats").rstrip("\n").split(",")
    other = ",".join(["boats", *row[1:13], "", "B2"]) + "\n"
    (report / "data" / "context.csv").write_text(CONTEXT + other, encoding="utf-8")
    (report / "data" / "grades.csv").write_text("id,reason\nboats,Counted.\nseats,Counted.\n", encoding="utf-8")
    missing = [each for each in told(report) if "no row has the id" in each]
    assert [each.partition(":")[0] for each in missing] == ["context.csv, column id"]


@pytest.mark.parametrize(
    ("slip", "is_one"), [("seets", False), ("comuters", True), ("commuters_2", False), ("comuters_", True)]
)
def test_a_row_that_nobody_asks_for_and_is_called_much_alike_may_be_meant(report, slip, is_one):
    # alike are (2 x letters in order) / (letters of both): comuters 16/17, comuters_ 16/18; seets has 2 x 4 of 5 + 9
    edit_file(report / "data" / "claims.csv", "\ncommuters,", f"\n{slip},")
    (fault,) = told(report)
    assert "no row has the id 'commuters', which is asked for in cost.ipynb, cell 4, line 1" in fault
    assert (
        f"; add the row, or correct the id {slip!r} of claims.csv, line 7, which nobody asks for" in fault
    ) is is_one


def test_a_row_that_is_asked_for_is_no_slip_of_another(report):
    edit_notebook(report, "cost", "figures.commuters *", "figures.commuter *")
    edit_notebook(report, "crossing", "on_board = load(", "figures.commuters\non_board = load(")
    (fault,) = told(report)
    assert fault.endswith("cost.ipynb, cell 4, line 1; add the row")
    edit_notebook(report, "crossing", "figures.commuters\n", 'figures.like("commut*")\n')
    (fault,) = told(report)
    assert fault.endswith("cost.ipynb, cell 4, line 1; add the row")
    edit_notebook(report, "crossing", 'figures.like("commut*")\n', "")
    (fault,) = told(report)
    assert fault.endswith("add the row, or correct the id 'commuters' of claims.csv, line 7, which nobody asks for")


def test_many_rows_of_a_file_that_is_not_there_are_one_fault(report):
    notebooks = read_notebooks(report, [])
    names = [f"tide_{number}" for number in range(7)]
    (report / "book" / "tides.py").write_text("def rise(figures):\n    return figures.seats\n", encoding="utf-8")
    edit_notebook(report, "crossing", "on_board = load(", "\n".join(f"figures.{each}" for each in names) + "\nload(")
    notebooks, tables = read_notebooks(report, []), read_tables(report / "data", None, [])
    (fault,) = missing_faults(notebooks.values(), tables, {}, [])
    # seven that are missing, of which six are named
    assert str(fault).startswith(
        "context.csv: the file is missing, and 7 rows that notebooks ask for: tide_0, tide_1, tide_2, tide_3, tide_4, tide_5, …; "
    )
    broken = Fault("claims.csv", 3, None, "16 cells where 13 belong", "mend it")
    assert missing_faults(notebooks.values(), {**tables, "context.csv": [(2, {"id": "x"})]}, {}, [broken]) == []


def test_who_asks_may_be_a_module(report):
    (report / "book" / "ferry.py").write_text("def more(figures):\n    return figures.buoys\n", encoding="utf-8")
    notebooks, tables = read_notebooks(report, []), read_tables(report / "data", None, [])
    (fault,) = missing_faults(notebooks.values(), tables, {}, [])
    assert fault.rule == "no row has the id 'buoys', which is asked for in ferry.py, line 2"

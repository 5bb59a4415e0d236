"""Notebooks run for their values alone: nothing leaks from one to the next, and whatever ends one is told."""

import shutil
import subprocess
import sys

import pytest

from helpers.edition import shells as module
from helpers.edition.inputs import PACKAGE
from helpers.edition.shells import TRIES, Script, Shells

#: A cell that gives figures that show a record, as those of a report do.
SHOW = """
class Figure:
    def __init__(self, name, number):
        self.name, self.number = name, number
    def _repr_mimebundle_(self, **_):
        figure = {"kind": "claim", "central": self.number, "low": self.number}
        return {"application/vnd.report.record+json": {"figures": {self.name: figure}}}
"""
LEAKS = """
import os, sys, random
import numpy, pandas, matplotlib
marks = [
    "left" in os.environ, "left" in sys.path, os.getcwd().endswith("data"), hasattr(pandas, "left"),
    pandas.get_option("display.max_rows") == 7, matplotlib.rcParams["font.size"] == 77, "left" in globals(),
    "left" in sys.modules,
]
os.environ["left"] = "1"; sys.path.append("left"); sys.modules["left"] = os; pandas.left = left = 1
pandas.set_option("display.max_rows", 7); matplotlib.rcParams["font.size"] = 77
os.makedirs("data", exist_ok=True); os.chdir("data")
"""
ONCE = "import os\nif not os.path.exists('{0}'):\n    open('{0}', 'w').close()\n    {1}"
#: Notebooks by name: the cell of parameters, what follows, and the last, which is asked what it shows.
NOTEBOOKS = {
    "half": ("count = 1", "half = count / 2", "Figure('seats', half)"),
    "displayed": ("", "", "display(Figure('seats', 2)); print('aside'); None"),
    "slow": ("", "class Slow:\n    def _repr_mimebundle_(self, **_):\n        1 / 0\nSlow()", "Figure('seats', 2)"),
    "others": ("", "", "Figure('crossings', 2)"),
    "beside": ("", "import tide", "Figure('seats', tide.HIGH)"),
    "leaks": ("", LEAKS, "Figure('seats', sum(marks))"),
    "drawn": ("", "import random, numpy", "Figure('seats', random.random() + 2 * numpy.random.random())"),
    "raises": ("count = 0", "1 / count", "Figure('seats', 1)"),
    "no_code": ("", "no such code", "Figure('seats', 1)"),
    "asks": ("", "input()", "Figure('seats', 1)"),
    "killed": ("", ONCE.format("killed", "os.kill(os.getpid(), 9)"), "Figure('seats', 1)"),
    "left": ("", ONCE.format("left", "os._exit(0)"), "Figure('seats', 1)"),
    "orphaned": ("", ONCE.format("orphaned", "os.kill(os.getppid(), 9)"), "Figure('seats', 1)"),
    "dies": ("dies = True", "import os\nif dies: os._exit(1)", "Figure('seats', 1)"),
}


@pytest.fixture(scope="module")
def shells(tmp_path_factory):
    """One process for all of them."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "book").mkdir()
    (folder / "book" / "tide.py").write_text("HIGH = 4")
    scripts = [Script(name, (SHOW, *cells), (3,), 1) for name, cells in NOTEBOOKS.items()]
    with Shells(folder, scripts, ["seats"]) as made:
        yield made


def seats(number: float) -> dict:
    """What is told of a figure without an upper end."""
    return {"values": {"seats": [number, number, None]}}


def test_parameters_of_a_point_follow_those_of_the_notebook(shells):
    found = [shells.run_one("half", injected) for injected in ("", "count = 3", "count = 8")]
    assert found == [seats(0.5), seats(1.5), seats(4.0)]


def test_what_is_displayed_counts_as_what_a_cell_ends_on(shells):
    assert shells.run_one("displayed", "") == seats(2)


def test_what_is_not_asked_for_is_not_shown(shells):
    assert shells.run_one("slow", "") == seats(2)
    assert shells.run_one("others", "") == {"values": {}}


def test_a_notebook_imports_what_lies_beside_it(shells):
    assert shells.run_one("beside", "") == seats(4)


def test_nothing_leaks_from_one_point_to_the_next(shells):
    assert [shells.run_one("leaks", "") for _ in range(3)] == [seats(0)] * 3


def test_seeds_are_each_points_own(shells):
    assert len({str(shells.run_one("drawn", "")) for _ in range(4)}) == 4


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("raises", "raises.ipynb, cell 3: ZeroDivisionError: division by zero"),
        ("no_code", "no_code.ipynb, cell 3: SyntaxError: "),
        ("asks", "asks.ipynb, cell 3: "),  # nobody is there to answer, and it reads no request
    ],
)
def test_a_cell_that_raises_is_told_and_the_next_point_runs(shells, name, told):
    assert shells.run_one(name, "")["error"].startswith(told)
    assert shells.run_one("raises", "count = 2") == seats(1)


@pytest.mark.parametrize("name", ["killed", "left", "orphaned"])
def test_one_that_is_killed_is_run_again(shells, name):
    assert [shells.run_one(name, "") for _ in range(2)] == [seats(1)] * 2


def test_one_that_is_killed_each_time_is_given_up(shells):
    told = f"dies.ipynb: its process was killed {TRIES} times: is there memory enough?"
    assert shells.run_one("dies", "") == {"error": told}
    assert shells.run_one("dies", "dies = 0") == seats(1)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["Figure('seats', 1)", "Figure('seats', 2)"], "cost and another notebook give different values for 'seats'"),
        (["Figure('crossings', 1)", ""], "no cell shows seats"),
    ],
)
def test_notebooks_of_one_point_agree_and_show_what_is_kept(tmp_path, cells, told):
    (tmp_path / "book").mkdir()
    scripts = [Script(name, (SHOW, cell), (1,), -1) for name, cell in zip(("ferry", "cost"), cells, strict=True)]
    with Shells(tmp_path, scripts, ["seats"]) as shells:
        assert shells.run({}) == {"error": told}


def test_the_package_may_be_another_than_the_installed_one(tmp_path):
    (tmp_path / "book").mkdir()
    shutil.copytree(PACKAGE, tmp_path / "code" / "helpers")
    with (tmp_path / "code" / "helpers" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nMARK = 5\n")
    script = Script("marked", (SHOW, "import helpers", "Figure('seats', helpers.MARK)"), (2,), -1)
    with Shells(tmp_path, [script], ["seats"], code=tmp_path / "code") as shells:
        assert shells.run_one("marked", "") == seats(5)


def test_a_machine_without_the_report_loads_the_side_of_the_driver():
    done = subprocess.run([sys.executable, "-I", "-S", module.__file__], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

"""The check is itself checked: each corruption of a committed notebook fails it, and says what differs."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import ROOT, SMALL, own_figure, run_validation
from helpers.notebook.record import MIME, SVG
from helpers.notebook.validation import differences, drawing_differences, unchecked_cells

# --- drawings ----------------------------------------------------------------------------------------

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">
<defs><path id="m1a" d="M 1.00 2.00 L 3.00 4.00" style="stroke: #111; stroke-width: 0.80"/></defs>
<g clip-path="url(#p2b)" opacity="0.90"><use href="#m1a" x="10.00" transform="translate(5.00 6.00) scale(0.10)"/></g>
<text x="7.00" transform="rotate(90 7.00 8.00)">about 0.88 %</text><clipPath id="p2b"/></svg>"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("M 1.00 2.00", "M 1.04 1.96"),
        ('x="10.00"', 'x="10.04"'),
        ("translate(5.00", "translate(5.04"),
        ("rotate(90 7.00", "rotate(90 7.04"),
        ("m1a", "m9f"),  # matplotlib names a mark by a digest of its coordinates
        ("p2b", "p77"),
    ],
)
def test_coordinates_may_differ_by_less_than_the_eye_sees(old, new):
    assert old in DRAWING
    assert drawing_differences(DRAWING, DRAWING.replace(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "M 1.00 2.00",
            "M 1.06 2.00",
            "drawing/svg[0]/defs[0] path d: M 1.00 2.00 L 3.00 4.00 -> M 1.06 2.00 L 3.00 4.00",
        ),
        ("L 3.00", "C 3.00", "drawing/svg[0]/defs[0] path d: M 1.00 2.00 L 3.00 4.00 -> M 1.00 2.00 C 3.00 4.00"),
        ('opacity="0.90"', 'opacity="0.88"', "drawing/svg[1] g opacity: 0.90 -> 0.88"),
        ("stroke-width: 0.80", "stroke-width: 0.81", "stroke-width: 0.81"),
        ("#111", "#112", "stroke: #112"),
        ("scale(0.10)", "scale(0.12)", "scale(0.12)"),
        ("rotate(90 ", "rotate(89.99 ", "rotate(89.99"),
        ("0.88 %", "0.89 %", "drawing/svg[2] text text: about 0.88 % -> about 0.89 %"),
        (' opacity="0.90"', "", "drawing/svg[1] g opacity: 0.90 -> None"),
        ("</svg>", "<rect/></svg>", "drawing/svg[4]: None -> rect"),
        ('href="#m1a"', 'href="#p2b"', "drawing/svg[1]/g[0] use href: #mark-"),
        ('x="10.00"', 'x="nowhere"', "x: 10.00 -> nowhere"),
    ],
)
def test_all_else_of_a_drawing_is_exact_and_named_by_its_place(old, new, said):
    assert old in DRAWING
    for found in (
        drawing_differences(DRAWING, DRAWING.replace(old, new)),
        differences({"narrow": DRAWING}, {"narrow": DRAWING.replace(old, new)}),
    ):
        assert len(found) == 1
    assert said in drawing_differences(DRAWING, DRAWING.replace(old, new))[0]


def test_differences_name_the_place():
    old, new = {"values": {"a": {"high": 1.5, "low": 1}}}, {"values": {"a": {"high": 1.6, "low": 1}}}
    assert differences(old, new) == ["values.a.high: 1.5 -> 1.6"]
    assert differences(old, old) == []
    assert differences({"a": 1}, {"b": 1}) == ["a: 1 -> None", "b: None -> 1"]
    assert differences([1, 2], [1, 3]) == ["[1]: 2 -> 3"]
    assert differences([1], [1, 2]) == [": [1] -> [1, 2]"]


# --- cells that would pass without a look ------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("figures.seats", True),
        ("report.table({'seats': figures.seats})", True),
        ("on_board = figures.passengers / figures.crossings\non_board", True),
        ("charts.ranges(\n    rows,\n    name='x',\n)", True),
        ("on_board = figures.passengers / figures.crossings", False),
        ("from helpers import charts", False),
        ("# nothing but words", False),
        ("", False),
    ],
)
def test_a_cell_that_shows_something_has_an_output(tmp_path, source, shows):
    cell = nbformat.v4.new_code_cell(source, execution_count=1)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert unchecked_cells(tmp_path / "a.ipynb") == ([0] if shows else [])
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1"}, execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert unchecked_cells(tmp_path / "a.ipynb") == []


# --- runs of the check -------------------------------------------------------------------------------


def copy_small(home: Path) -> Path:
    shutil.copytree(SMALL, home / "small")
    shutil.copyfile(ROOT / "pyproject.toml", home / "small" / "pyproject.toml")
    return home / "small"


@pytest.fixture
def folder(tmp_path) -> Path:
    return copy_small(tmp_path)


def cell_with(notebook, kind: str):
    """The first cell that has an output of a kind."""
    return next(cell for cell in notebook.cells for output in cell.get("outputs", []) if kind in output.get("data", {}))


def corrupt_picture(notebook):
    data = cell_with(notebook, SVG).outputs[0].data
    data[SVG] = re.sub(r"stroke-width: ([\d.]+)", "stroke-width: 0.62", data[SVG], count=1)


def corrupt_narrow_picture(notebook):
    chart = cell_with(notebook, SVG).outputs[0].data[MIME]["chart"]
    chart["narrow"] = chart["narrow"].replace("about 8.9", "about 8.8", 1)


def corrupt_chart_data(notebook):
    cell_with(notebook, SVG).outputs[0].data[MIME]["chart"]["rows"][0]["low"] += 0.01


def corrupt_record(notebook):
    cell_with(notebook, MIME).outputs[0].data[MIME]["figures"]["load"]["high"] = 5.7


def corrupt_words(notebook):
    data = cell_with(notebook, MIME).outputs[0].data
    data["text/plain"] = data["text/plain"].replace("5.4", "5.3")


def corrupt_table(notebook):
    data = cell_with(notebook, "text/html").outputs[0].data
    data["text/html"] = data["text/html"].replace("60 seats", "61 seats")


def strip_notebook(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def strip_cell(notebook):
    cell_with(notebook, SVG).outputs = []


def turn_off(notebook):
    cell = cell_with(notebook, MIME)
    cell.source = f"# NBVAL_IGNORE_OUTPUT\n{cell.source}"
    corrupt_words(notebook)


def junk_png(notebook):
    cell_with(notebook, SVG).outputs[0].data["image/png"] = "AAAA"


#: Copies of a notebook, what is spoiled in each, and what the check says of it.
SPOILED = {
    "changed": {
        corrupt_picture: "stroke-width: 0.62",
        corrupt_narrow_picture: "chart.narrow",
        corrupt_chart_data: "chart.rows[0].low: ",
        corrupt_record: "figures.load.high: 5.7 -> 5.67",
        corrupt_table: "61 seats",
    },
    "plain": {corrupt_words: "about 5.3", junk_png: "image/png"},
    "stripped": {strip_notebook: "stripped.ipynb, cell 2: no recorded output"},
    "silenced": {
        strip_cell: "silenced.ipynb, cell 5: no recorded output",
        turn_off: "silenced.ipynb, cell 2: a mark in it turns the check off",
    },
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> str:
    """What one run of the check says of the sound notebooks, and of the spoiled copies."""
    folder = copy_small(tmp_path_factory.mktemp("spoiled"))
    for name, ways in SPOILED.items():
        notebook = nbformat.read(folder / "book" / "crossing.ipynb", as_version=4)
        for corrupt in ways:
            before = json.dumps(notebook)
            corrupt(notebook)
            assert json.dumps(notebook) != before
        nbformat.write(notebook, folder / "book" / f"{name}.ipynb")
    done = run_validation(folder, "-rfE", "book")
    assert done.returncode == 1, done.stdout
    return done.stdout


def test_the_committed_notebooks_pass(checked):
    said = checked.splitlines()
    assert not [line for line in said if line.startswith("FAILED") and ("/crossing." in line or "/cost." in line)]
    assert not [line for line in said if line.startswith("error: ") and ("crossing.ipynb" in line or "cost" in line)]


@pytest.mark.parametrize(("name", "corrupt"), [(name, corrupt) for name, ways in SPOILED.items() for corrupt in ways])
def test_a_corrupted_notebook_fails(checked, name, corrupt):
    assert [line for line in checked.splitlines() if f"{name}.ipynb" in line and line.startswith(("FAILED", "error: "))]
    assert SPOILED[name][corrupt] in checked


def test_the_cells_that_show_something_are_counted(folder):
    done = run_validation(folder, "--compared-floor", "7", "book")
    assert done.returncode == 1
    # Four cells of one notebook show something, and two of the other.
    assert "6 notebook cells compared" in done.stdout
    assert "only 6 notebook cells were compared, the floor is 7" in done.stdout


def test_a_changed_figure_is_named(folder):
    own_figure(folder / "data" / "claims.csv", "passengers", value="48300")
    done = run_validation(folder, "book/crossing.ipynb")
    assert done.returncode == 1
    assert "crossing.ipynb, cell 2 is not what is committed" in done.stdout
    assert "figures.passengers.central: 48200.0 -> 48300.0" in done.stdout


# --- the committed notebooks -------------------------------------------------------------------------


@pytest.mark.parametrize("report", [ROOT, SMALL], ids=["article", "small"])
def test_notebooks_hold_no_clock_path_or_definition(report):
    paths = sorted((report / "book").glob("*.ipynb"))
    assert len(paths) >= 2
    for path in paths:
        text = path.read_text(encoding="utf-8")
        notebook = json.loads(text)
        assert "papermill" not in notebook["metadata"]
        assert str(ROOT) not in text
        assert "/tmp" not in text
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                assert not re.search(r"^\s*(def|class|for|while)\b", source, re.M), path.name


def test_the_floor_is_the_number_of_cells_that_are_compared():
    notebooks = [nbformat.read(path, as_version=4) for path in sorted((ROOT / "book").glob("*.ipynb"))]
    shown = sum(bool(cell.get("outputs")) for notebook in notebooks for cell in notebook.cells)
    assert f"\nFLOOR := {shown}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", [ROOT, SMALL], ids=["article", "small"])
def test_each_parameter_says_what_it_is(report):
    for path in sorted((report / "book").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert all(re.fullmatch(r"\w+ = \S+  # .+", line) for line in cell.source.splitlines()), path.name

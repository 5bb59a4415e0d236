"""The check is itself checked: each corruption of a committed notebook fails it, and says what differs."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from helpers.ledger import RECORD
from helpers.validation import differences, same_drawing, unchecked_cells


def test_drawings_may_differ_by_less_than_the_eye_sees():
    assert same_drawing('<svg d="M 1.00 2.00"/>', '<svg d="M 1.03 2.00"/>')
    assert not same_drawing('<svg d="M 1.00 2.00"/>', '<svg d="M 1.30 2.00"/>')
    assert not same_drawing("<svg><text>about</text></svg>", "<svg><text>exact</text></svg>")
    assert not same_drawing("<svg><text>about 0.88 %</text></svg>", "<svg><text>about 0.89 %</text></svg>")


def test_differences_name_the_place():
    old, new = {"values": {"a": {"high": 1.5, "low": 1}}}, {"values": {"a": {"high": 1.6, "low": 1}}}
    assert differences(old, new) == ["values.a.high: 1.5 -> 1.6"]
    assert differences(old, old) == []
    assert differences([1], [1, 2]) == [": [1] -> [1, 2]"]


def run_nbval(folder, *arguments):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "helpers.validation", "--nbval", "--nbval-current-env"]
    return subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def validate(folder, notebook):
    settings = ("-p", "no:cacheprovider", "-c", str(folder / "pyproject.toml"))
    return run_nbval(folder, *settings, f"book/{notebook}.ipynb")


def chart_cell(notebook):
    return next(
        cell
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    )


def corrupt_picture(notebook):
    data = chart_cell(notebook).outputs[0].data
    data["image/svg+xml"] = data["image/svg+xml"].replace("<path", '<path transform="scale(2)"', 1)


def corrupt_chart_data(notebook):
    chart_cell(notebook).outputs[0].data[RECORD]["chart"]["marks"]["points"][0][0] += 0.01


def corrupt_value(notebook):
    cell = next(cell for cell in notebook.cells if cell.source.startswith("report.value"))
    cell.outputs[0].data["text/plain"] = cell.outputs[0].data["text/plain"].replace("1.5", "1.4")


def strip_notebook(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


@pytest.fixture
def folder(checkout, tmp_path):
    for name in ("book", "data"):
        shutil.copytree(checkout / name, tmp_path / name)
    shutil.copyfile(checkout / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_the_committed_notebook_passes(folder):
    done = validate(folder, "beyond")
    assert done.returncode == 0, done.stdout
    assert "5 notebook cells compared" in done.stdout


@pytest.mark.parametrize(
    ("corrupt", "says"),
    [
        (corrupt_picture, "drawing"),
        (corrupt_chart_data, "chart.marks.points"),
        (corrupt_value, "1.4"),
        (strip_notebook, "no recorded output"),
    ],
)
def test_a_corrupted_notebook_fails(folder, corrupt, says):
    path = folder / "book" / "beyond.ipynb"
    notebook = nbformat.read(path, as_version=4)
    corrupt(notebook)
    nbformat.write(notebook, path)
    done = validate(folder, "beyond")
    assert done.returncode == 1, done.stdout
    assert says in done.stdout
    assert "beyond" in done.stdout


def test_one_stripped_cell_is_seen(folder):
    path = folder / "book" / "beyond.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert unchecked_cells(path) == []
    chart_cell(notebook).outputs = []
    nbformat.write(notebook, path)
    assert len(unchecked_cells(path)) == 1


def test_a_changed_figure_is_named(folder):
    rows = (folder / "data" / "claims.csv").read_text(encoding="utf-8")
    (folder / "data" / "claims.csv").write_text(rows.replace(",60,10,percent", ",70,10,percent"), encoding="utf-8")
    done = validate(folder, "beyond")
    assert done.returncode == 1
    assert "beyond.ipynb, cell" in done.stdout
    assert "values.artillery_share.entry.central: 60.0 -> 70.0" in done.stdout


def test_fewer_cells_than_the_floor_fail(folder):
    done = run_nbval(folder, "--compared-floor", "40", "--collect-only", "book")
    assert done.returncode != 0
    assert "the floor is 40" in done.stdout


def test_notebooks_hold_no_clock_path_or_definition(checkout):
    for path in sorted((checkout / "book").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        notebook = json.loads(text)
        assert "papermill" not in notebook["metadata"]
        assert str(checkout) not in text
        assert "/tmp" not in text
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                assert not any(word in source for word in ("def ", "class ", "for ", "while "))


def test_every_notebook_declares_the_same_parameters(checkout):
    from helpers.quantities import PARAMETERS

    for path in sorted((checkout / "book").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        lines = [line.partition(" = ") for line in cell.source.splitlines()]
        declared = {name: float(rest.partition("#")[0]) for name, _, rest in lines}
        assert declared == {name: parameter.default for name, parameter in PARAMETERS.items()}
        assert all("  # " in rest for _, _, rest in lines)

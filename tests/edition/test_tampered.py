"""A report that was tampered with, in each of many ways, on the small one: the first lines of the sheet name the cause.

The cells are run within this process; that nbval gives the same is tested beside what runs it.
"""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL, edit_file, edit_notebook, own_figure
from helpers.edition.surroundings import read_surroundings
from helpers.edition.validate import validate
from helpers.notebook.compared import code_cells
from helpers.notebook.record import MIME, SVG
from helpers.notebook.review import MOST, judge, lines
from in_process import run_here


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture(scope="module")
def sound():
    """What the cells of the small report show where nobody has touched it."""
    return run_here(SMALL, [SMALL / "book" / f"{name}.ipynb" for name in ("crossing", "cost")])


@pytest.fixture
def committed():
    """The notebooks as they are committed, to be spoiled."""
    return {name: nbformat.read(SMALL / "book" / f"{name}.ipynb", as_version=4) for name in ("crossing", "cost")}


@pytest.fixture(scope="module")
def surroundings():
    """A checkout that is no clone, with nothing locked."""
    return read_surroundings(SMALL, "").model_copy(update={"commit": "", "changed": [], "outdated": []})


def data_of(cells, number: int) -> dict:
    """What the cell of a number shows, as it is committed."""
    return cells[number - 1].outputs[0].data


# --- what goes in ------------------------------------------------------------------------------------


def figure(folder):
    own_figure(folder / "data" / "claims.csv", "passengers", value="48300")


def bound(folder):
    own_figure(folder / "data" / "claims.csv", "seats", bound="at_least")


def unit(folder):
    edit_file(folder / "data" / "claims.csv", "48200,,passengers", "48200,,people")


def attribution(folder):
    edit_file(folder / "data" / "claims.csv", "seats,exact,stated,2023", "seats,exact,estimated,2023")


def quoted_word(folder):
    edit_file(folder / "data" / "claims.csv", "it carried 48,200", "it moved 48,200")


def quoted_word_and_its_source(folder):
    quoted_word(folder)
    edit_file(folder / "data" / "words.csv", "it carried 48,200", "it moved 48,200")


def speaker(folder):
    edit_file(
        folder / "data" / "claims.csv",
        'the harbour office,Lenn Courier,article,second paragraph,"it',
        'the mayor,Lenn Courier,article,second paragraph,"it',
    )


def threshold(folder):
    edit_notebook(folder, "crossing", "hardly_used = 0.25", "hardly_used = 0.05")


def operator(folder):
    edit_file(folder / "book" / "ferry.py", "return passengers / crossings", "return passengers / crossings / 2")


def source(folder):
    edit_notebook(folder, "crossing", "(on_board / figures.seats)", "(on_board / figures.seats / 2)")


def package(folder):
    (folder / "requirements.txt").write_text("matplotlib==1.2.3 \\\n    --hash=sha256:00\n", encoding="utf-8")
    edited(folder, lambda notebook, cells: opacity(cells))


# --- the notebooks -----------------------------------------------------------------------------------


def cell_taken_out(folder):
    edited(folder, lambda notebook, cells: notebook.cells.remove(cells[4]))


def cell_put_in(folder):
    edited(folder, lambda notebook, cells: notebook.cells.append(nbformat.v4.new_code_cell("figures.seats")))


def cell_put_in_with_an_output(folder):
    edited(folder, lambda notebook, cells: notebook.cells.append(nbformat.from_dict({**cells[2], "id": "another"})))


def edited(folder, change):
    path = folder / "book" / "crossing.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook, code_cells(notebook))
    nbformat.write(notebook, path)


def notebook_deleted(folder):
    (folder / "book" / "cost.ipynb").unlink()


def notebook_broken(folder):
    edit_file(folder / "book" / "cost.ipynb", '"nbformat": 4', '"nbformat":: 4')


def raising(folder):
    edit_notebook(folder, "crossing", "on_board = load(", "1 / 0\non_board = load(")


# --- what is not recorded ----------------------------------------------------------------------------


def stripped(cells):
    for cell in cells:
        cell.outputs, cell.execution_count = [], None


def output_taken_out(cells):
    cells[5].outputs = []


# --- what turns a check off --------------------------------------------------------------------------


def verdict(cells):
    data = data_of(cells, 5)
    replace(data, "text/plain", "is hardly used", "is used")
    turned = {"holds": False, "outcome": "used", "text": "On an average crossing the ferry is used."}
    data[MIME]["verdicts"]["use"] |= turned


def comment(mark, cells):
    verdict(cells)
    cells[4].source = f"{mark}\n{cells[4].source}"


def tag(mark, cells):
    verdict(cells)
    cells[4].metadata["tags"] = [mark]


# --- what comes out ----------------------------------------------------------------------------------


def replace(data, kind, old, new):
    assert old in data[kind]
    data[kind] = data[kind].replace(old, new)


def text(cells):
    replace(data_of(cells, 3), "text/plain", "about 5.4", "about 5.3")


def table(cells):
    replace(data_of(cells, 4), "text/html", "60 seats", "61 seats")


def number(cells):
    data_of(cells, 3)[MIME]["figures"]["load"]["high"] = 5.7


def input_once(cells):
    data_of(cells, 4)[MIME]["figures"]["seats"] |= {"text": "61 seats", "low": 61, "central": 61, "high": 61}


def taken_once(cells):
    data_of(cells, 4)[MIME]["figures"]["seats_taken"]["text"] = "about 9.9 percent"


def number_everywhere(cells):
    for cell in cells[2:]:
        cell.outputs[0].data[MIME]["figures"]["load"]["high"] = 5.7


def record_broken(cells):
    del data_of(cells, 3)[MIME]["ids"]


def chart_data(cells):
    data_of(cells, 6)[MIME]["chart"]["rows"][0]["low"] = 0.084


def picture(cells):
    data_of(cells, 6)["image/png"] = "AAAA"


def drawing(old, new, cells):
    replace(data_of(cells, 6), SVG, old, new)


def narrow(old, new, cells):
    replace(data_of(cells, 6)[MIME]["chart"], "narrow", old, new)


opacity = partial(drawing, '67.46\nz\n" style="fill: none"', '67.46\nz\n" style="fill: none; opacity: 0.05"')
DOT = (
    '<use xlink:href="#seats-drawn-wide-m9d21fd7212" x="216.62" y="51.66" '
    'style="fill: var(--chart-computed, #a85c0b); stroke: var(--chart-ground, #fefefe)"/>\n'
)

EDITED = ("No input, formula or locked version differs", "edited after the run")
CHECKS = "What keeps cells from being checked"
#: What is done to the sources, and what then stands in the first lines of the sheet, in this order: the answer, then the
#: cause. An arrow leads from what is committed to what there is now.
SOURCES = {
    figure: ("Inputs that differ", "passengers of the ferry (passengers): 48,200 passengers → 48,300 passengers"),
    bound: ("Inputs that differ", "seats on the ferry (seats): 60 seats → at least 60 seats"),
    unit: ("the source is refused, for 1 fault", "claims.csv, line 2, column unit: passengers is in people, and the formula load takes it in passengers"),
    attribution: ("Inputs that differ", "seats, attribution: stated → estimated"),
    quoted_word: ("the source is refused, for 1 fault", "claims.csv, line 2, column wording: "),
    quoted_word_and_its_source: ("Inputs that differ", "passengers, wording: it carried 48,200 passengers in 2023 → it moved 48,200 passengers in 2023"),
    speaker: ("Inputs that differ", "passengers, speaker: the harbour office → the mayor"),
    threshold: ("Inputs that differ", "(hardly_used): 25 percent → 5 percent"),
    operator: ("Formulas that differ", "load: passengers / crossings → passengers / crossings / 2"),
    source: ("Formulas that differ", "seats_taken: load / seats → load / seats / 2"),
    package: ("Versions other than the locked ones", "matplotlib: 1.2.3 is locked, "),
    cell_taken_out: ("1 cell could not be checked", "crossing.ipynb, cell 5: a cell before it was taken out after the run: it was run as the sixth, and the one before as the fourth"),
    cell_put_in: ("could not be checked", "crossing.ipynb, cell 7: no run of it is recorded"),
    cell_put_in_with_an_output: ("1 cell could not be checked", "crossing.ipynb, cell 7: it was put in, or moved, after the run: it was run as the third, and the one before as the sixth"),
    notebook_deleted: ("the source is refused, for 1 fault", "_toc.yml: there is no page book/cost.md or book/cost.ipynb"),
    notebook_broken: ("the source is refused, for 1 fault", "book/cost.ipynb"),
    raising: ("Cells that stopped", "crossing.ipynb, cell 3: ZeroDivisionError: division by zero"),
}  # fmt: skip
#: The same of what is done to the outputs of a notebook, and to marks in it.
OUTPUTS = {
    stripped: ("6 cells could not be checked", "crossing.ipynb, cell 1: no run of it is recorded"),
    output_taken_out: ("1 cell could not be checked", "crossing.ipynb, cell 6: what it shows is not recorded"),
    partial(comment, "# NBVAL_SKIP"): (CHECKS, "cell 5: the mark NBVAL_SKIP tells tools not to check it", "use: used → hardly used"),
    partial(comment, "#NBVAL_IGNORE_OUTPUT"): (CHECKS, "cell 5: the mark NBVAL_IGNORE_OUTPUT tells tools not to check it", "use: used → hardly used"),
    partial(comment, "# NBVAL_RAISES_EXCEPTION"): (CHECKS, "cell 5: the mark NBVAL_RAISES_EXCEPTION tells tools not to check it", "use: used → hardly used"),
    partial(tag, "nbval-ignore-output"): (CHECKS, "cell 5: the mark nbval-ignore-output tells tools not to check it", "use: used → hardly used"),
    partial(tag, "nbval-skip"): (CHECKS, "cell 5: the mark nbval-skip tells tools not to check it", "use: used → hardly used"),
    partial(tag, "raises-exception"): (CHECKS, "cell 5: the mark raises-exception tells tools not to check it", "use: used → hardly used"),
    verdict: (*EDITED, "Verdicts that turned", "use: used → hardly used (crossing.ipynb, cell 5)"),
    text: ("1 of 6 outputs is not", EDITED[0], "What crossing.ipynb, cell 3 shows was edited after the run", "crossing.ipynb, cell 3: text/plain: about 5.3 passengers", "-> about 5.4 passengers"),
    table: (*EDITED, "crossing.ipynb, cell 4: text/html: ", "61 seats", "60 seats"),
    number: ("Outputs in the notebooks that contradict each other", "crossing.ipynb, cell 3: load: about 5.4 passengers (5.07368 to 5.7) → about 5.4 passengers (5.07368 to 5.67059), as in crossing.ipynb, cell 4\n"),
    input_once: ("Outputs in the notebooks that contradict each other", "crossing.ipynb, cell 4: seats: 61 seats → 60 seats, as in crossing.ipynb, cell 5\nThe rest"),
    taken_once: ("Outputs in the notebooks that contradict each other", "crossing.ipynb, cell 4: seats_taken: about 9.9 percent → about 8.9 percent, as in crossing.ipynb, cell 5\nWhat would follow from them, in cells that do not differ\n  use, because: ", "[-9.9-]{+8.9+} percent", "(crossing.ipynb, cell 5)\nThe rest"),
    number_everywhere: (*EDITED, "Numbers that moved", "(load): about 5.4 passengers (5.07368 to 5.7) → about 5.4 passengers (5.07368 to 5.67059)"),
    record_broken: ("Outputs in the notebooks that contradict each other", "crossing.ipynb, cell 3: its record is not of the form that pages read, at ids"),
    chart_data: (*EDITED, "crossing.ipynb, cell 6: chart.rows[0].low: 0.084 -> 0.08456"),
    picture: (*EDITED, "crossing.ipynb, cell 6: image/png: AAAA -> None"),
    partial(drawing, 'x="216.62"', 'x="217.62"'): (*EDITED, "Drawings that differ", "seats_drawn, wide: the computed dot at 217.6, 51.7: moved by 1.00 points"),
    partial(drawing, "L 479.02 27.68", "L 480.02 27.68"): ("Drawings that differ", "line at 479.0, 67.5: moved by 1.00 points; and 1 more"),
    partial(drawing, "--chart-limit, #82156a); stroke-width", "--chart-claim, #1a64b8); stroke-width"): ("Drawings that differ", "seats_drawn, wide: the claim line at 479.0, 67.5: stroke var(--chart-claim, #1a64b8) -> var(--chart-limit, #82156a)"),
    partial(drawing, ">about 8.9 percent<", ">about 9.9 percent<"): ("Drawings that differ", "seats_drawn, wide: the words 'about 9.9 percent': words 'about 9.9 percent' -> 'about 8.9 percent'"),
    partial(drawing, DOT, ""): ("Drawings that differ", "seats_drawn, wide: the computed dot at 216.6, 51.7: was not there"),
    opacity: ("Drawings that differ", "seats_drawn, wide: the shape at 0.0, 67.5: opacity 0.05 -> none given"),
    partial(narrow, ">about 8.9 percent<", ">about 9.9 percent<"): ("Drawings that differ", "seats_drawn, narrow: the words 'about 9.9 percent': "),
}  # fmt: skip
#: Those that are refused before anything is run.
REFUSED = {unit, quoted_word, notebook_deleted, notebook_broken}
#: The answer, and some lines by cause: what is told first.
FIRST = 8


def name_of(way) -> str:
    return way.__name__ if hasattr(way, "__name__") else f"{way.func.__name__} {' to '.join(map(str, way.args))}"[:60]


def require_first(sheet, words: tuple[str, ...]) -> None:
    """The first lines of a sheet have these words, in their order."""
    told = lines(sheet, "there")
    assert len(told) <= MOST
    first, at = "\n".join(told[:FIRST]), 0
    assert first.startswith("Not reproduced: ")
    for each in words:
        assert each in first[at:], first
        at = first.index(each, at)


@pytest.mark.parametrize("way", SOURCES, ids=name_of)
def test_sources_that_were_tampered_with(folder, sound, way):
    way(folder)
    sheet = validate(folder, lambda root, paths: sound | run_here(root, paths[:1]))
    assert (sheet.reproduced, sheet.code) == (False, 2 if way in REFUSED else 1)
    require_first(sheet, SOURCES[way])


@pytest.mark.parametrize("way", OUTPUTS, ids=name_of)
def test_outputs_that_were_tampered_with(committed, sound, surroundings, way):
    before = nbformat.writes(committed["crossing"])
    way(code_cells(committed["crossing"]))
    assert nbformat.writes(committed["crossing"]) != before
    sheet = judge(committed, sound, surroundings)
    assert (sheet.reproduced, sheet.code) == (False, 1)
    require_first(sheet, OUTPUTS[way])


def test_a_report_that_nobody_touched_reproduces(committed, sound, surroundings):
    sheet = judge(committed, sound, surroundings)
    assert lines(sheet, "there")[0] == (
        "Reproduced: all 6 outputs of 2 notebooks are what is committed; the largest drift in 2 drawings is 0.00 points."
    )
    assert (sheet.reproduced, sheet.code, sheet.groups) == (True, 0, [])


def test_many_ways_are_tried():
    assert len({*SOURCES, *OUTPUTS}) >= 40

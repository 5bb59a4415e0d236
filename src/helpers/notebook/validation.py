"""A pytest plugin that makes nbval's check one that can be believed.

nbval compares text and data exactly, but passes a notebook without outputs, compares no pictures, and a drawing to
its last digit. Here a cell that shows something and has no recorded output fails, drawings are compared mark by mark
with a tolerance for coordinates alone, a failure names the values that differ, and fewer compared cells than the
floor fail the run.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from helpers.notebook.record import MIME, SVG

#: Coordinates of a drawing may differ by this many points of its page: less than the eye can see.
TOLERANCE = 0.05
#: The attributes of a mark that are coordinates; of a transform only a shift and the centre of a rotation are.
COORDINATES = {"d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "viewBox"}
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")
#: What another mark is named by, and where it is spoken of.
REFERENCE = re.compile(r"#([\w.:-]+)")
#: Compared here, and not to the letter by nbval.
OWN = (SVG, MIME)
PICTURES = ("image/png", "image/jpeg")


# --- comparing ---------------------------------------------------------------------------------------


def differences(first: object, second: object, path: str = "") -> list[str]:
    """The places where two JSON documents differ, each as ``path: old -> new``; drawings in them as drawings."""
    if _is_drawing(first) and _is_drawing(second):
        return drawing_differences(first, second, path)
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({*first, *second})
        return [
            line for key in keys for line in differences(first.get(key), second.get(key), f"{path}.{key}".lstrip("."))
        ]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [line for index, (one, two) in pairs for line in differences(one, two, f"{path}[{index}]")]
    return [] if first == second else [_differs(path, first, second)]


def _is_drawing(value: object) -> bool:
    return isinstance(value, str) and value.lstrip().startswith(("<svg", "<?xml"))


def drawing_differences(first: str, second: str, path: str = "drawing") -> list[str]:
    """The places where two SVG texts are not one drawing; the names that its marks have among themselves are none."""
    return list(_compare_marks(*(_renamed(ElementTree.fromstring(text)) for text in (first, second)), path))


def _renamed(drawing: ElementTree.Element) -> ElementTree.Element:
    """The drawing with its marks named by their order: matplotlib names them by a digest of their coordinates."""
    names = {mark.get("id"): f"mark-{index}" for index, mark in enumerate(drawing.iter()) if mark.get("id")}
    for mark in drawing.iter():
        for key, value in mark.items():
            if key == "id":
                mark.set(key, names[value])
            elif "#" in value:
                mark.set(key, REFERENCE.sub(lambda match: f"#{names.get(match[1], match[1])}", value))
    return drawing


def _compare_marks(first: ElementTree.Element, second: ElementTree.Element, path: str) -> Iterator[str]:
    if first.tag != second.tag:
        yield _differs(path, _tag(first), _tag(second))
        return
    for key in sorted({*first.keys(), *second.keys()}):
        if not _same_attribute(key, first.get(key), second.get(key)):
            yield _differs(f"{path} {_tag(first)} {key.rpartition('}')[2]}", first.get(key), second.get(key))
    for part in ("text", "tail"):
        one, two = ((getattr(mark, part) or "").strip() for mark in (first, second))
        if one != two:
            yield _differs(f"{path} {_tag(first)} {part}", one, two)
    for index, (one, two) in enumerate(zip_longest(first, second)):
        place = f"{path}/{_tag(first)}[{index}]"
        if one is None or two is None:
            yield _differs(place, _tag(one), _tag(two))
        else:
            yield from _compare_marks(one, two, place)


def _tag(mark: ElementTree.Element | None) -> str | None:
    return None if mark is None else mark.tag.rpartition("}")[2]


def _same_attribute(key: str, first: str | None, second: str | None) -> bool:
    if first == second or first is None or second is None:
        return first == second
    if key in COORDINATES:
        return _same_numbers(first, second)
    if key != "transform":
        return False
    steps = [TRANSFORM.findall(each) for each in (first, second)]
    return len(steps[0]) == len(steps[1]) and all(map(_same_step, *steps))


def _same_step(first: tuple[str, str], second: tuple[str, str]) -> bool:
    (name, numbers), (other, others) = first, second
    if name == other == "rotate" and numbers.split()[:1] == others.split()[:1]:
        return _same_numbers(numbers, others)
    return first == second or (name == other == "translate" and _same_numbers(numbers, others))


def _same_numbers(first: str, second: str) -> bool:
    """Whether two texts are the same but for numbers that hardly differ."""
    numbers = [list(map(float, NUMBER.findall(each))) for each in (first, second)]
    if NUMBER.sub("#", first) != NUMBER.sub("#", second):
        return False
    return all(math.isclose(one, two, rel_tol=0, abs_tol=TOLERANCE) for one, two in zip(*numbers, strict=True))


def _differs(path: str, first: object, second: object) -> str:
    return f"{path}: {_short(first)} -> {_short(second)}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "..."


# --- what nbval would pass without a look ------------------------------------------------------------


def unchecked_cells(path: Path) -> list[int]:
    """The code cells that nbval would pass without a look: not run, or what they show was not recorded."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [
        index
        for index, cell in enumerate(cells)
        if cell.execution_count is None or (_shows(cell.source) and not cell.outputs)
    ]


def _shows(source: str) -> bool:
    """Whether a cell shows something: it ends in an expression."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    return bool(statements) and isinstance(statements[-1], ast.Expr)


# --- the plugin --------------------------------------------------------------------------------------


def pytest_addoption(parser) -> None:
    parser.addoption("--compared-floor", type=int, default=1, help="fail when fewer notebook cells were compared")


def pytest_configure(config) -> None:
    config.compared_cells = 0
    config.skipped_checks = []


def pytest_collection_modifyitems(config, items) -> None:
    cells = [item for item in items if _is_cell(item)]
    for notebook in {item.parent for item in cells}:
        others = (kind for kind in notebook.skip_compare if kind not in PICTURES)
        notebook.skip_compare = (*others, *OWN)
        for index in unchecked_cells(notebook.path):
            config.skipped_checks.append(f"{notebook.path.name}, cell {index}: no recorded output to compare")
    for item in cells:
        if item.options["skip"] or not item.options["check"]:
            config.skipped_checks.append(f"{item.path.name}, cell {item.cell_num}: a mark in it turns the check off")


def _is_cell(item) -> bool:
    return type(item).__name__ == "IPyNbCell"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if not _is_cell(item):
        return (yield)
    try:
        result = yield
    except Exception:
        _report(item)  # names the values that differ, where that is why the cell failed
        raise
    item.config.compared_cells += bool(item.cell.outputs)
    _report(item)
    return result


def _report(item) -> None:
    """Fail with the list of what differs from the committed outputs, if anything does."""
    found = _compare(item) if item.test_outputs is not None else []
    if found:
        listed = "\n  ".join(found[:20])
        where = f"{item.path.name}, cell {item.cell_num}"
        pytest.fail(f"{where} is not what is committed (committed -> now):\n  {listed}", pytrace=False)


def _compare(item) -> list[str]:
    """Where the records and drawings of a cell differ from the committed ones."""
    old, new = ([output.get("data", {}) for output in outputs] for outputs in (item.cell.outputs, item.test_outputs))
    found = []
    for kind in OWN:
        was, now = ([data[kind] for data in outputs if kind in data] for outputs in (old, new))
        found += differences(was, now, "drawing" if kind == SVG else "")
    return found


def pytest_sessionfinish(session, exitstatus) -> None:
    config = session.config
    floor = config.getoption("--compared-floor")
    if config.compared_cells < floor:
        config.skipped_checks.append(f"only {config.compared_cells} notebook cells were compared, the floor is {floor}")
    if config.skipped_checks:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config) -> None:
    terminalreporter.write_line(f"{config.compared_cells} notebook cells compared")
    for problem in config.skipped_checks:
        terminalreporter.write_line(f"error: {problem}", red=True)

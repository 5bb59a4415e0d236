"""A pytest plugin that makes nbval's check one that can be believed.

nbval compares text and data exactly but passes a stripped notebook and compares a drawing to its last digit.
Here a cell without a recorded run fails, drawings are compared number by number with a small tolerance, a
failure names the values that differ, and fewer compared cells than the floor fail the run.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from helpers.ledger import RECORD

#: Coordinates of a drawing may differ by this many points of its page: less than the eye can see.
TOLERANCE = 0.05
SVG = "image/svg+xml"
TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"-?\d+\.?\d*")


def same_drawing(first: str, second: str) -> bool:
    """Whether two SVG texts are one drawing: the same words and marks, coordinates within the tolerance."""
    if TAG.sub("#", first) != TAG.sub("#", second):  # what stands between the tags is read, so it is exact
        return False
    tags = "".join(TAG.findall(first)), "".join(TAG.findall(second))
    if NUMBER.sub("#", tags[0]) != NUMBER.sub("#", tags[1]):
        return False
    pairs = zip(*map(NUMBER.findall, tags), strict=True)
    return all(abs(float(one) - float(two)) <= TOLERANCE for one, two in pairs)


def differences(first: object, second: object, path: str = "") -> list[str]:
    """The places where two JSON documents differ, each as ``path: old -> new``."""
    if isinstance(first, str) and isinstance(second, str) and first.startswith("<svg") and same_drawing(first, second):
        return []
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({*first, *second})
        return [
            line for key in keys for line in differences(first.get(key), second.get(key), f"{path}.{key}".lstrip("."))
        ]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [line for index, (one, two) in pairs for line in differences(one, two, f"{path}[{index}]")]
    return [] if first == second else [f"{path}: {_short(first)} -> {_short(second)}"]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "..."


def unchecked_cells(path: Path) -> list[int]:
    """Code cells that nbval would pass without a look: no recorded run, or a call that has no recorded output."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    return [
        index
        for index, cell in enumerate(cells)
        if cell.execution_count is None or (cell.source.startswith("report.") and not cell.outputs)
    ]


def pytest_configure(config) -> None:
    config.compared_cells = 0
    config.skipped_checks = []


def pytest_collection_modifyitems(config, items) -> None:
    notebooks = {item.parent for item in items if type(item).__name__ == "IPyNbCell"}
    for notebook in notebooks:
        notebook.skip_compare = (*notebook.skip_compare, SVG, RECORD)
        for index in unchecked_cells(Path(str(notebook.fspath))):
            config.skipped_checks.append(
                f"{Path(str(notebook.fspath)).name}, cell {index}: no recorded output to compare"
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if type(item).__name__ != "IPyNbCell":
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
        where = f"{Path(str(item.fspath)).name}, cell {item.cell_num}"
        listed = "\n  ".join(found[:20])
        pytest.fail(f"{where} is not what is committed (committed -> now):\n  {listed}", pytrace=False)


def _compare(item) -> list[str]:
    """Where the records and drawings of a cell differ from the committed ones."""
    old = [output.get("data", {}) for output in item.cell.outputs]
    new = [output.get("data", {}) for output in item.test_outputs]
    found = []
    for mime in (RECORD, SVG):
        was = [data[mime] for data in old if mime in data]
        now = [data[mime] for data in new if mime in data]
        found += differences(was, now, "drawing" if mime == SVG else "")
    return found


def pytest_addoption(parser) -> None:
    parser.addoption("--compared-floor", type=int, default=1, help="fail when fewer notebook cells were compared")


def pytest_sessionfinish(session, exitstatus) -> None:
    floor = session.config.getoption("--compared-floor")
    problems = list(session.config.skipped_checks)
    if session.config.compared_cells < floor:
        problems.append(f"only {session.config.compared_cells} notebook cells were compared, the floor is {floor}")
    session.config.validation_problems = problems
    if problems:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config) -> None:
    terminalreporter.write_line(f"{config.compared_cells} notebook cells compared")
    for problem in getattr(config, "validation_problems", []):
        terminalreporter.write_line(f"error: {problem}", red=True)

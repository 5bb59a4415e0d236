"""The worked example of every docstring is run; each formula of the report has one."""

import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

import helpers
from helpers.findings import quantities

PACKAGE = Path(helpers.__file__).parent
MODULES = [
    f"helpers.{path.parent.name}.{path.stem}"
    for room in ("figures", "findings", "notebook")
    for path in sorted((PACKAGE / room).glob("[!_]*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed


def test_every_formula_has_an_example():
    formulas = [each for each in vars(quantities).values() if hasattr(each, "declared")]
    assert len(formulas) == len([each for each in formulas if ">>>" in inspect.getdoc(each)]) > 20
    examples = {test.name.rpartition(".")[2] for test in doctest.DocTestFinder().find(quantities) if test.examples}
    assert {each.__name__ for each in formulas} <= examples


def test_what_contributing_shows_as_an_example_stands_where_it_says():
    root = PACKAGE.parents[1]
    section = re.search(
        r"\n### One of each, as it stands here\n(.*?)\n## ", (root / "CONTRIBUTING.md").read_text("utf-8"), re.S
    )
    files = [*(root / "data").glob("*.*"), *(root / "src" / "helpers" / "findings").glob("*.py")]
    held = [path.read_text("utf-8") for path in files]
    held += [cell.source for path in (root / "book").glob("*.ipynb") for cell in nbformat.read(path, 4).cells]
    blocks = re.findall(r"```\w+\n(.*?)\n```", section[1], re.S)
    assert len(blocks) == 8
    assert [block for block in blocks if not any(block in text for text in held)] == []

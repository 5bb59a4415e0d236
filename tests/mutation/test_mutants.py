"""Whether mutants are what they say, and whether what runs them tells one that a test finds from one that lives."""

from __future__ import annotations

import json

import pytest

from checkouts import ROOT
from mutation import run
from mutation.mutants import Mutant, numbered, of_cells, of_code, of_data, of_prose


def changes(text: str) -> list[str]:
    return [each.what for each in of_code("a.py", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = a + b", ["module: a + b -> a - b"]),
        ("x = 'a' + b", []),  # a text and another: a sign would only break it
        ("if a < b: pass", ["module: a < b -> a <= b", "module: a < b -> a >= b"]),
        ("x = a and not b", ["module: a and (not b) -> a or not b", "module: not b -> b"]),
        ("x = True", ["module: True -> False"]),
        ("def f(n: int = 2) -> int:\n    '''Two + 2.'''\n    return n", ["f: 2 -> 3"]),
        ("x = f'{1 + 1}'", []),
        ("zip(a, b, strict=True)", []),
        ("@dataclass(frozen=True)\nclass A:\n    n: int = 2", ["A: 2 -> 3"]),
        ("rule(yes=a, no=b)", ["module: rule(yes=a, no=b) -> rule(no=a, yes=b)"]),
    ],
)
def test_each_operator_comparison_condition_number_and_sentence_is_changed_once(text, expected):
    assert changes(text) == expected


def test_a_mutant_is_the_whole_text_with_one_thing_changed():
    text = "# größer\ndef f(a, b):\n    return a / b  # of all\n"
    (made,) = of_code("a.py", text)
    assert (made.id, made.line) == ("a.py: f: a / b -> a * b", 3)
    assert made.text == "# größer\ndef f(a, b):\n    return (a * b)  # of all\n"


def test_no_two_mutants_have_one_name():
    made = numbered(of_code("a.py", "x = 1\ny = 1\n"))
    assert [each.what for each in made] == ["module: 1 -> 2", "module: 1 -> 2 (2)"]


def test_every_cell_of_a_figure_is_changed():
    head = (
        "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording,origin,grade"
    )
    row = "trees,trees,400,,workers,exact,stated,2024,an office,,book,,some 400 trees,office,B2"
    made = [each.what for each in of_data("data/context.csv", f"{head}\n{row}\n")]
    assert made == [
        "trees, value: 400 -> 401", "trees, bound: exact -> up_to", "trees, attribution: stated -> reported",
        "trees, unit: workers -> posts", "trees, period: 2024 -> 2023", "trees, speaker: an office -> an office junior",
        "trees, wording: some 400 trees -> some 400 seertx", "trees, grade: B2 -> A2", "trees, origin: office -> office_other",
        "trees, label: trees -> trees again",
    ]  # fmt: skip


def test_figures_change_places_in_cells_and_in_prose():
    cell = {"cell_type": "code", "id": "one", "metadata": {}, "source": ["figures.trees / figures.pears"]}
    text = json.dumps({"cells": [cell]})
    made = [each.what for each in of_cells("book/a.ipynb", text)]
    assert made == [
        "cell one, module: figures.trees / figures.pears -> figures.trees * figures.pears",
        "cell one, figures.trees -> figures.pears", "cell one, figures.pears -> figures.trees",
    ]  # fmt: skip
    units = {"trees": "trees", "old_trees": "trees", "wage": "euros"}
    made = [each.text for each in of_prose("a.md", "Of {value}`trees.number` at {value}`wage`.", units)]
    assert made == ["Of {value}`old_trees.number` at {value}`wage`."]


def test_each_test_that_is_to_find_mutants_is_tried_once_on_what_nothing_was_changed_in():
    text = (ROOT / "src/helpers/figures/units.py").read_text(encoding="utf-8")
    made = [Mutant("code", f"src/helpers/figures/{name}.py", 1, name, text) for name in ("units", "wording", "units")]
    assert [each.what for each in run.unchanged(made)] == ["tests/test_examples.py", run.COMMITTED, "tests/figures"]
    assert [each.text for each in run.unchanged(made[:1])] == [text] * 3


def test_one_lives_and_one_is_found(monkeypatch):
    name = "book/students.ipynb"
    text = (ROOT / name).read_text(encoding="utf-8")
    other = next(each for each in of_cells(name, text) if "figures.student_visas ->" in each.what)
    same = Mutant("cells", name, 0, "unchanged", text)
    assert run.run_all([same, other], 2, told=False) == {same.id: run.LIVES, other.id: run.FOUND}
    assert (ROOT / name).read_text(encoding="utf-8") == text
    monkeypatch.setattr(run, "explained", lambda: {"gone": "it was there"})
    assert run.report([same], {same.id: run.LIVES}, whole=False) == 1  # it lives, and nobody says why
    monkeypatch.setattr(run, "explained", lambda: {same.id: "it is the same"})
    assert run.report([same], {same.id: run.LIVES}, whole=True) == 0
    assert run.report([same], {same.id: run.FOUND}, whole=True) == 1  # its reason is no longer true

"""Whether mutants are what they say, and whether what runs them tells one that a test finds from one that lives."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from checkouts import ROOT
from mutation import run, scripts
from mutation.covered import Covered, lines_of, measure
from mutation.mutants import Mutant, numbered, of_cells, of_code, of_data, of_prose, of_script


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


def test_a_cell_that_would_stay_as_it_is_is_none():
    head = (
        "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording,origin,grade"
    )
    row = "lost,those lost,4,,persons,exact,stated,2024,an office,,book,,,,"
    assert "unit" not in " ".join(each.what for each in of_data("data/context.csv", f"{head}\n{row}\n"))


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const half = (n) => n / 2;", ["half: const half = (n) => n / 2; -> const half = (n) => n * 2;",
                                        "half: const half = (n) => n / 2; -> const half = (n) => n / 3;"]),
        ("a === b", ["script: a === b -> a !== b"]),
        ("a <= b", ["script: a <= b -> a < b", "script: a <= b -> a > b"]),
        ("1e-9", ["script: 1e-9 -> 2e-09"]),
        ("'a + 1' // b + 1", []),  # words and remarks
        ("/a+1/.test(b)", []),
        ("// --- the chart ---\na + 1", []),  # what draws
        ("class Form {\n  fill(n) {\n    if (n) return true;\n  }\n}", ["fill: if (n) return true; -> if (n) return false;"]),
    ],
)  # fmt: skip
def test_the_operators_comparisons_and_numbers_of_a_script_are_changed(text, expected):
    made = list(of_script("a.js", text))
    assert [each.what for each in made] == expected
    assert {each.kind for each in made} <= {"scripts"}


def test_a_changed_script_is_the_whole_text():
    (made,) = of_script("a.js", "// one\nlet a = b - c; // of all\n")
    assert (made.text, made.line) == ("// one\nlet a = b + c; // of all\n", 2)


def test_a_changed_script_stands_in_a_copy_of_the_book_alone(tmp_path):
    static = tmp_path / "report" / "_build" / "html" / "_static"
    static.mkdir(parents=True)
    for name in ("say.js", "find.js"):
        (static / name).write_text(name, encoding="utf-8")
    mutant = Mutant("scripts", "src/say.js", 1, "changed", "changed")
    with scripts._changed(tmp_path / "report", mutant) as copy:
        texts = [
            (copy / "_build" / "html" / "_static" / name).read_text(encoding="utf-8") for name in ("say.js", "find.js")
        ]
    assert texts == ["changed", "find.js"]
    assert (static / "say.js").read_text(encoding="utf-8") == "say.js"
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


FORM = """
import os, pathlib, pytest
def asked(name): print(name, file=pathlib.Path("asked").open("a"))
@pytest.mark.parametrize("typed", ["5 %", "nothing"])
def test_form(typed): asked(typed)
def test_last():
    asked("last")
    assert os.environ["BUILT_REPORT"] != "worse"
"""


@pytest.fixture
def form(tmp_path, monkeypatch):
    """Tests of a form: what was asked in which order stands in the file ``asked``."""
    (tmp_path / "test_form.py").write_text(FORM, encoding="utf-8")
    monkeypatch.setattr(scripts, "TESTS", "test_form.py")
    return scripts.Form(tmp_path)


def asked_of(form):
    """What was asked since this was asked last."""
    text = (form.root / "asked").read_text(encoding="utf-8")
    (form.root / "asked").unlink()
    return text.splitlines()


def test_the_test_of_the_form_that_found_a_script_is_the_first_for_the_next(form):
    assert form.finds(Path("worse"))
    assert asked_of(form) == ["5 %", "nothing", "last"]
    assert form.finds(Path("worse"))
    assert asked_of(form) == ["last"]
    assert not form.finds(Path("good"))
    assert asked_of(form) == ["last", "5 %", "nothing", "last"]


def test_a_test_is_asked_again_by_its_name_with_what_is_typed_in_it(form):
    (form.root / "test_form.py").write_text(FORM.replace("asked(typed)", 'asked(typed); assert typed != "5 %"'))
    assert form.finds(Path("good"))
    assert form.finders == {"test_form.py::test_form[5 %]": 1}
    assert form.finds(Path("good"))
    assert asked_of(form) == ["5 %", "5 %"]


def test_a_script_is_not_found_by_tests_that_could_not_be_run(form):
    (form.root / "test_form.py").write_text("import a_module_that_is_not_there")
    with pytest.raises(LookupError, match="no test of the form could be run"):
        form.finds(Path("good"))


def test_each_script_is_tried_and_what_it_says_is_compared(tmp_path, monkeypatch):
    """Of three, one says something else, one the form's tests find, one nobody."""
    static = tmp_path / "report" / "_build" / "html" / "_static"
    static.mkdir(parents=True)
    (static / "say.js").write_text("as it is", encoding="utf-8")

    def read(book):
        return (book / "_build" / "html" / "_static" / "say.js").read_text(encoding="utf-8")

    @contextmanager
    def asking(root):
        yield lambda book: read(book).replace("silently ", "")

    monkeypatch.setattr(scripts, "_asking", asking)
    monkeypatch.setattr(scripts, "_built", lambda root, folder: tmp_path / "report")
    monkeypatch.setattr(scripts.Form, "finds", lambda form, book: read(book) == "silently silently as it is")
    texts = ("other words", "silently silently as it is", "silently as it is")
    came = []
    scripts.run_scripts([Mutant("scripts", "say.js", 1, text, text) for text in texts], tmp_path,
                        lambda mutant, found: came.append((mutant.what, found)), 2)  # fmt: skip
    assert came == list(zip(texts, (True, True, False), strict=True))


def test_no_script_is_found_where_the_one_as_it_stands_is(tmp_path, monkeypatch):
    (tmp_path / "report" / "_build" / "html" / "_static").mkdir(parents=True)
    (tmp_path / "report" / "_build" / "html" / "_static" / "say.js").touch()
    monkeypatch.setattr(scripts, "_asking", lambda root: nullcontext(lambda book: "the same"))
    monkeypatch.setattr(scripts, "_built", lambda root, folder: tmp_path / "report")
    monkeypatch.setattr(scripts.Form, "finds", lambda form, book: True)
    came = []
    with pytest.raises(SystemExit, match="as it stands"):
        scripts.run_scripts([Mutant("scripts", "say.js", 1, "x", "x")], tmp_path,
                            lambda mutant, found: came.append(mutant), 2)  # fmt: skip
    assert not came


def test_what_came_of_each_kind_is_kept_for_the_book(tmp_path):
    kinds = ["scripts", *["code"] * 1200, "data", "code"]
    mutants = [Mutant(kind, "a", 1, str(number), "") for number, kind in enumerate(kinds)]
    came = {each.id: run.LIVES if each.what in ("0", "1", "2") else run.FOUND for each in mutants}
    came["a: 3"] = -9  # killed, since it went on for too long
    run.write_table(tmp_path / "table.csv", mutants, came, {"a: 0": "unseen", "a: 1": "same", "a: 2": "same"}, "then")
    with (tmp_path / "table.csv").open(encoding="utf-8") as file:
        heads, *rows = csv.reader(file)
    assert heads[1:] == ["Tried then", "Found by a test", "Not found: the same", "Not found: unseen"]
    assert [row[1:] for row in rows] == [
        ["1", "1", "0", "0"],
        ["1,201", "1,199", "2", "0"],
        ["0", "0", "0", "0"],
        ["0", "0", "0", "0"],
        ["1", "0", "0", "1"],
        ["1,203", "1,200", "2", "1"],
    ]
    assert [row[0] for row in rows][-2:] == [
        "an operator, a comparison or a number of the scripts of the what-if",
        "all",
    ]


@pytest.mark.parametrize(
    ("kind", "reason"), [("same", "since it is"), ("unseen", "nobody looks"), ("odd", "x"), ("", "x")]
)
def test_a_survivor_is_the_same_or_unseen(tmp_path, kind, reason):
    path = tmp_path / "survivors.csv"
    path.write_text(f"mutant,kind,reason\na: 1,{kind},{reason}\na: 2,same,\n", encoding="utf-8")
    if kind in ("same", "unseen"):
        assert run.explained(path) == {"a: 1": kind}
    else:
        with pytest.raises(SystemExit, match=r"survivors\.csv must say of a: 1 whether it is same or unseen"):
            run.explained(path)


# --- which tests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "lines", "later"),
    [
        (1, range(1, 2), False),  # a constant
        (4, range(3, 5), False),  # a default of a function, on its second line
        (5, range(5, 6), True),  # the head of a condition
        (7, range(6, 9), True),  # one line of a sentence
        (10, range(10, 11), False),  # a field of a class
    ],
)
def test_the_lines_of_the_statement_of_a_change_and_whether_they_run_later(line, lines, later):
    text = "A = 1\n\ndef f(\n  n=2):\n  if n:\n    return (\n      1 +\n      n)\nclass B:\n  c = 3\n"
    assert lines_of(text, line) == (lines, later)


def test_who_runs_a_line_is_the_tests_that_are_called_then_and_all_of_a_file_whose_fixtures_run_it():
    seconds = {"a.py::one": 1.0, "a.py::two": 3.0, "b.py::one": 2.0}
    covered = Covered(seconds=seconds, fixtures={"a.py": 0.0, "b.py": 4.0})
    covered.tests["f.py", 1].add("a.py::two")
    covered.files["f.py", 2].add("a.py")
    covered.files["f.py", 3].add("b.py")
    assert covered.of("f.py", [1]) == {"a.py::two"}
    assert covered.of("f.py", [2]) == {"a.py::one", "a.py::two"}
    assert covered.of("f.py", [1, 3]) == {"a.py::two", "b.py::one"}
    assert covered.of("f.py", [4]) == set()
    assert covered.quickest(seconds, 20) == ["a.py::one", "a.py::two", "b.py::one"]
    assert covered.quickest(seconds, 5) == ["a.py::one", "a.py::two"]  # the fixtures of the other take too long
    assert covered.quickest(["b.py::one"], 5) == ["b.py::one"]  # one is always tried


def test_what_a_file_of_tests_runs_is_measured_by_test():
    covered = measure(ROOT, ["tests/figures/test_interval.py"], 1)
    file = "src/helpers/figures/interval.py"
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    (rounded,) = [number for number, line in enumerate(lines, 1) if "value + precision / 2" in line]
    found = covered.of(file, [rounded])
    assert found
    assert found < covered.in_file("tests/figures/test_interval.py")
    with pytest.raises(SystemExit, match=r"tests/none\.py fails on the report as it is"):
        measure(ROOT, ["tests/none.py"], 1)


def test_of_a_function_those_tests_are_run_and_in_this_order():
    chosen = run.Chosen(["b.py::two", "a.py::one[x]", "b.py::one"])
    items = [SimpleNamespace(nodeid=each) for each in ("a.py::one[x]", "a.py::one[y]", "b.py::one", "b.py::two[z]")]
    chosen.pytest_collection_modifyitems(items)
    assert [each.nodeid for each in items] == ["b.py::two[z]", "b.py::one", "a.py::one[x]"]


def test_of_a_module_its_own_tests_are_asked_first_then_others_that_run_the_statement():
    file = "src/helpers/figures/interval.py"
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    (rounded,) = [number for number, line in enumerate(lines, 1) if "value + precision / 2" in line]
    own, other, elsewhere = "tests/figures/test_interval.py::one", "tests/figures/test_rows.py::two", "tests/a.py::b"
    covered = Covered(seconds={own: 1.0, other: 1.0, elsewhere: 1.0}, fixtures=defaultdict(float))
    covered.tests[file, rounded] |= {other, own}
    covered.tests[file, 1].add(elsewhere)
    inside, loaded = (Mutant("code", file, line, "changed", "") for line in (rounded, 1))
    assert list(run.groups_of(inside, covered)) == [[own], [other]]
    assert [set(group) for group in run.groups_of(loaded, covered)] == [{own}, {other, elsewhere}]


def test_one_lives_and_one_is_found(monkeypatch):
    name = "book/students.ipynb"
    text = (ROOT / name).read_text(encoding="utf-8")
    other = next(each for each in of_cells(name, text) if "figures.student_visas ->" in each.what)
    same = Mutant("cells", name, 0, "unchanged", text)
    assert run.run_all([same, other], 2, Covered(), told=False) == {same.id: run.LIVES, other.id: run.FOUND}
    assert (ROOT / name).read_text(encoding="utf-8") == text
    monkeypatch.setattr(run, "explained", lambda: {"gone": "it was there"})
    assert run.report([same], {same.id: run.LIVES}, whole=False) == 1  # it lives, and nobody says why
    monkeypatch.setattr(run, "explained", lambda: {same.id: "it is the same"})
    assert run.report([same], {same.id: run.LIVES}, whole=True) == 0
    assert run.report([same], {same.id: run.FOUND}, whole=True) == 1  # its reason is no longer true


def test_other_tests_are_measured_for_what_lives_by_its_own_and_all_else_comes_last(monkeypatch):
    """Of three in one module one is found by its own tests, one by others, one never."""
    file = "src/helpers/figures/interval.py"
    code = [Mutant("code", file, 1, what, "") for what in ("own", "others", "never", "before")]
    data = Mutant("data", "data/a.csv", 1, "data", "")
    did = []

    def measured(root, files, workers):
        did.append("own" if "tests/figures/test_interval.py" in files else "others")
        return did[-1]

    def tried(mutants, workers, covered, came=None):
        came = {} if came is None else came
        did.append([each.what for each in mutants])
        for each in mutants:
            came[each.id] = run.FOUND if each.what in (covered, "data") else run.LIVES
        return came

    monkeypatch.setattr(run, "measure", measured)
    monkeypatch.setattr(run, "run_all", tried)
    came = {code[3].id: run.FOUND}
    assert run.try_all([data, *code], 2, came) is came
    assert did == ["own", ["own", "others", "never"], "others", ["others", "never"], ["data"]]
    assert came == {each.id: run.FOUND for each in (data, *code)} | {code[2].id: run.LIVES}
    did.clear()
    assert run.try_all([data, code[0]], 2, {})
    assert did == ["own", ["own"], ["data"]]


#: A number of the module changed, and its own tests asked, as the command begins; then again with the module loaded.
OF_CODE = """
from collections import defaultdict
from mutation import run
from mutation.covered import Covered
from mutation.mutants import of_code
file = "src/helpers/figures/interval.py"
wrong, *_ = [each for each in of_code(file, (run.ROOT / file).read_text(encoding="utf-8")) if "2 -> 3" in each.what]
own = "tests/figures/test_interval.py::test_a_hedge_opens_the_interval_of_the_contract"
covered = Covered(seconds={own: 1.0}, fixtures=defaultdict(float))
covered.tests[file, wrong.line].add(own)
print(run.run_all([wrong], 1, covered, told=False)[wrong.id])
import helpers.figures.interval
run.run_all([wrong], 1, covered, told=False)
"""


def test_changed_code_is_what_the_tests_load_and_where_it_is_loaded_already_none_is_tried():
    """Else each mutant of a module that is loaded before would live."""
    paths = os.pathsep.join(str(ROOT / each) for each in ("src", "tests", "tests/pages"))
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", OF_CODE], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout == f"{run.FOUND}\n"
    assert done.returncode == 1
    assert "interval.py is loaded already" in done.stderr
    assert "no test could be run for src/helpers/figures/interval.py" in done.stderr


def test_what_was_tried_of_the_same_files_is_kept_and_of_others_is_not(tmp_path):
    """A reason written after a run changes nothing of it; a changed test does."""

    def git(*command):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.org", *command], cwd=tmp_path, check=True)

    reasons, test = tmp_path / "tests/mutation/survivors.csv", tmp_path / "test_a.py"
    reasons.parent.mkdir(parents=True)
    reasons.write_text("mutant,reason\n", encoding="utf-8")
    test.write_text("a test", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("_build\n", encoding="utf-8")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "One")
    kept = run.kept_of(tmp_path)
    kept['a.py: f: 1 -> 2, "b"'] = run.LIVES
    kept["b.py: 1 -> 2"] = run.FOUND
    reasons.write_text("mutant,reason\na,b\n", encoding="utf-8")
    assert run.kept_of(tmp_path) == {'a.py: f: 1 -> 2, "b"': run.LIVES, "b.py: 1 -> 2": run.FOUND}
    test.write_text("another test", encoding="utf-8")
    assert run.kept_of(tmp_path) is None
    git("commit", "--all", "--quiet", "--message", "Two")
    assert run.kept_of(tmp_path) == {}

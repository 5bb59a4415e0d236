"""The package is laid out as CONTRIBUTING says: rooms that import one way, machinery that knows nothing of the article."""

import ast
import csv
import re

import pytest

#: The rooms that each room may import from; a name at the root of the package is a room of one module.
BELOW = {
    "cli": {"edition", "pages", "notebook", "figures"},
    "edition": {"pages", "notebook", "figures"},
    "pages": {"notebook", "figures"},
    "findings": {"notebook", "figures"},
    "notebook": {"figures"},
    "figures": set(),
    "__init__": {"notebook", "figures"},
}
#: The room that is this report's own; all others serve any report.
OWN = "findings"


@pytest.fixture(scope="module")
def package(checkout):
    return checkout / "src" / "helpers"


@pytest.fixture(scope="module")
def ids(checkout):
    """Every id of the data folder."""
    files = ("claims.csv", "context.csv", "parameters.csv")
    tables = [csv.DictReader((checkout / "data" / name).read_text(encoding="utf-8-sig").splitlines()) for name in files]
    return {row["id"] for table in tables for row in table}


def room_of(package, path):
    return path.relative_to(package).parts[0].removesuffix(".py")


def rooms_imported(code):
    """The rooms that a module imports from, at its head or later."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[1] for name in node.names if name.name.startswith("helpers.")}
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            found.add(node.module.split(".")[1])
        assert not (isinstance(node, ast.ImportFrom) and node.level), "imports name the whole way"
    return found


def words_of(code):
    """The identifiers and the texts of a module, without docstrings and comments."""
    tree = ast.parse(code)
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    opening = [node.body[0] for node in documented if node.body]
    docstrings = [each.value for each in opening if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)]
    return [
        value
        for node in ast.walk(tree)
        if node not in docstrings
        for _, value in ast.iter_fields(node)
        if isinstance(value, str)
    ]


def names_in(words, ids):
    """The ids among words."""
    return sorted(ids.intersection(re.findall(r"[A-Za-z_]\w*", " ".join(words))))


def test_rooms_import_one_way(package):
    for path in package.rglob("*.py"):
        room = room_of(package, path)
        upwards = rooms_imported(path.read_text(encoding="utf-8")) - BELOW[room] - {room}
        assert not upwards, f"{path.relative_to(package)} imports from {', '.join(sorted(upwards))}"


@pytest.mark.parametrize(
    ("code", "rooms"),
    [
        ("from helpers.edition.build import build", {"edition"}),
        ("from helpers import charts, findings", {"charts", "findings"}),
        ("def late():\n    import helpers.findings.rules", {"findings"}),
        ("import json", set()),
    ],
)
def test_an_import_is_seen(code, rooms):
    assert rooms_imported(code) == rooms


def test_the_machinery_names_no_id_of_the_data(package, ids):
    """Another report is other data, other findings and other pages, and nothing else."""
    named = {}
    for path in package.rglob("*"):
        if path.suffix not in (".py", ".html", ".js", ".css") or room_of(package, path) == OWN:
            continue
        text = path.read_text(encoding="utf-8")
        named[str(path.relative_to(package))] = names_in(words_of(text) if path.suffix == ".py" else [text], ids)
    assert {path: found for path, found in named.items() if found} == {}


@pytest.mark.parametrize(
    "code",
    [
        "figures.seats_sold",
        "def seats_sold(): pass",
        "show(seats_sold=1)",
        "go('#value-seats_sold')",
        'f"{a} of {b} seats_sold"',
        "def f():\n    'About a thing.'\n    'seats_sold'",
    ],
)
def test_an_id_is_seen(code):
    assert names_in(words_of(code), {"seats_sold"}) == ["seats_sold"]
    described = f'"""About seats_sold."""\n# seats_sold\n{code.replace("seats_sold", "others")}'
    assert names_in(words_of(described), {"seats_sold"}) == []


def test_each_room_is_described(package, checkout):
    table = (checkout / "CONTRIBUTING.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", table, re.M)
    rooms = {room_of(package, path) for path in package.rglob("*.py")} - {"__init__"}
    assert sorted(described) == sorted(rooms)


def test_each_module_has_its_test(package, checkout):
    for path in package.rglob("*.py"):
        room = room_of(package, path)
        folder = checkout / "tests" / room if path.parent != package else checkout / "tests"
        tests = {each.name for each in folder.rglob("test_*.py")}
        assert path.stem == "__init__" or f"test_{path.stem}.py" in tests, path.relative_to(package)


#: What gathers as it goes, and so is changed.
GATHERS = {"notebook/causes.py", "pages/workbook.py", "pages/reproduce.py"}


def test_what_was_made_is_not_changed_afterwards(package):
    loose = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("@dataclass") and "frozen=True" not in line
    }
    assert loose == GATHERS

"""The package is laid out as CONTRIBUTING says: its modules in order, imports one way."""

import ast
import re


def test_modules_stand_in_the_order_of_their_imports(checkout):
    table = (checkout / "CONTRIBUTING.md").read_text(encoding="utf-8")
    order = re.findall(r"^\| `(\w+)` \|", table, re.M)
    package = checkout / "src" / "helpers"
    assert sorted(order) == sorted(path.stem for path in package.glob("*.py") if path.stem != "__init__")
    for name in order:
        tree = ast.parse((package / f"{name}.py").read_text(encoding="utf-8"))
        for node in tree.body:  # an import inside a function waits until it is needed
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers"):
                used = [node.module.partition(".")[2]] if "." in node.module else [each.name for each in node.names]
                for other in used:
                    assert order.index(other) < order.index(name), f"{name} imports {other}"


def test_each_module_has_its_test(checkout):
    tests = {path.stem.removeprefix("test_") for path in (checkout / "tests").glob("test_*.py")}
    elsewhere = {
        "citation": "downloads",
        "provenance": "book",
        "graph": "book",
        "notebook": "validation",
        "cli": "editions",
    }
    for path in (checkout / "src" / "helpers").glob("*.py"):
        assert path.stem == "__init__" or elsewhere.get(path.stem, path.stem) in tests, path.stem

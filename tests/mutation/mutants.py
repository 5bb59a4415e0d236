"""Small changes of the report, each of which a test has to find: of its data, its code, its notebooks and its prose.

A mutant is the text of one file with one thing changed. It is named by what it is, and not by its line, so that the
reason why one may live holds while lines move.
"""

from __future__ import annotations

import ast
import copy
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pygments.lexers import JavascriptLexer
from pygments.token import Keyword, Number, Operator

#: The modules whose every operator, comparison and constant is changed: what is computed, decided, printed and compared.
GROUND = (
    *(f"figures/{name}.py" for name in ("interval", "units", "wording", "periods", "quotation", "rows", "figure")),
    *(f"figures/{name}.py" for name in ("formula", "verdict", "statement", "turning", "table", "svg", "swept")),
    *(f"findings/{name}.py" for name in ("quantities", "groups", "rules", "statements", "roles")),
    *(f"notebook/{name}.py" for name in ("drawings", "compared", "causes", "changes", "show", "results", "what_if")),
)
#: What computes and says in a browser what the modules above do in Python.
SCRIPTS = ("pages/assets/say.js", "pages/assets/what-if.js")
PROSE = ("index.md", "book/*.md", "book/*.ipynb")


@dataclass(frozen=True)
class Mutant:
    """One changed file: its path below the checkout, the line, what was changed in words, and the whole text."""

    kind: str
    file: str
    line: int
    what: str
    text: str

    @property
    def id(self) -> str:
        """What it is called in the list of those that live."""
        return f"{self.file}: {self.what}"


def numbered(mutants: Iterable[Mutant]) -> list[Mutant]:
    """Mutants of which no two have one name: the second of a name says that it is the second."""
    seen: Counter[str] = Counter()
    made = []
    for each in mutants:
        seen[each.id] += 1
        made.append(replace(each, what=f"{each.what} ({seen[each.id]})") if seen[each.id] > 1 else each)
    return made


# --- code --------------------------------------------------------------------------------------------

_SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
          ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}  # fmt: skip
_COMPARED = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
             ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
             ast.NotIn: (ast.In,)}  # fmt: skip


def of_code(file: str, text: str, kind: str = "code") -> Iterator[Mutant]:
    """Every operator, comparison, condition and number of a module changed, one at a time; and sentences swapped."""
    tree = ast.parse(text)
    lines = text.encode().splitlines(keepends=True)
    for where, node in _nodes(tree, ""):
        for changed in _changed(node):
            start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
            end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
            before, after = ast.unparse(node), ast.unparse(changed)
            made = text.encode()[:start] + f"({after})".encode() + text.encode()[end:]
            if _is_python(made) and before != after:
                yield Mutant(kind, file, node.lineno, f"{where}: {_short(before)} -> {_short(after)}", made.decode())


def _nodes(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    """The nodes that can be changed, each with the name of the function or class that holds it."""
    if isinstance(node, ast.JoinedStr):  # the places of what it holds are not known
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "dataclass":  # test_house holds that records are frozen
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    yield where or "module", node
    for name, child in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for each in child if isinstance(child, list) else [child]:
            # that two lists are as long only guards against a slip
            if isinstance(each, ast.AST) and not _is_docstring(each) and getattr(each, "arg", "") != "strict":
                yield from _nodes(each, where)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """The node, changed in each way that it can be."""
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS and not _is_text(node):
        yield _with(node, op=_SIGNS[type(node.op)]())
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (_with(node, ops=[sign()]) for sign in _COMPARED.get(type(node.ops[0]), ()))
    elif isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for sign in _COMPARED.get(type(op), ()):
                yield _with(node, ops=[*node.ops[:index], sign(), *node.ops[index + 1 :]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield _with(node, value=not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield _with(node, value=node.value + 1)
    elif isinstance(node, ast.Call):
        yield from _swapped(node)


def _is_text(node: ast.BinOp) -> bool:
    """Whether a sum is of types or texts, which another sign would only break."""
    sides = (node.left, node.right)
    return any(isinstance(each, ast.JoinedStr | ast.List) for each in sides) or any(
        isinstance(each, ast.Constant) and isinstance(each.value, str | type(None)) for each in sides
    )


def _swapped(call: ast.Call) -> Iterator[ast.AST]:
    """A rule whose sentences for yes and no, or for supported and contradicted, have changed places."""
    for one, other in (("yes", "no"), ("supported", "contradicted"), ("mixed", "compatible")):
        given = {each.arg: each for each in call.keywords}
        if one in given and other in given:
            swap = {one: other, other: one}
            yield _with(
                call, keywords=[ast.keyword(swap.get(each.arg, each.arg), each.value) for each in call.keywords]
            )


def _with(node: ast.AST, **fields) -> ast.AST:
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _is_python(made: bytes) -> bool:
    try:
        ast.parse(made)
    except SyntaxError:
        return False
    return True


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else f"{text[:42]} … {text[-42:]}"


# --- data --------------------------------------------------------------------------------------------


def of_data(file: str, text: str) -> Iterator[Mutant]:
    """Every figure moved, and its bound, unit, attribution, time, speaker, origin, grade and quoted words changed."""
    rows = list(csv.reader(io.StringIO(text)))
    header = rows[0]
    for index, row in enumerate(rows[1:], 1):
        cells = dict(zip(header, row, strict=True))
        for column, changed in ((name, text) for name, text in _changed_cells(cells) if text != cells[name]):
            made = [*rows[:index], [changed if name == column else cells[name] for name in header], *rows[index + 1 :]]
            what = f"{cells['id']}, {column}: {_short(cells[column])} -> {_short(changed)}"
            yield Mutant("data", file, _line_of(text, cells["id"]), what, _written(made))


def _changed_cells(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    value = cells["value"]
    yield "value", value[:-1] + str((int(value[-1]) + 1) % 10) if value[-1:].isdigit() else value
    if cells["precision"]:
        yield "precision", f"{float(cells['precision']) * 10:g}"
    yield "bound", {"exact": "up_to", "up_to": "at_least", "at_least": "exact"}.get(cells["bound"], "exact")
    yield "attribution", "reported" if cells["attribution"] == "stated" else "stated"
    yield (
        "unit",
        {"entries": "trips", "workers": "posts", "trips": "entries", "shells": "containers"}.get(
            cells["unit"], "persons"
        ),
    )
    yield "period", str(int(cells["period"][:4]) - 1) + cells["period"][4:]
    yield "speaker", cells["speaker"] + " junior"
    if cells["wording"]:
        words = cells["wording"].split()
        yield "wording", " ".join([*words[:-1], words[-1][::-1] + "x"])
    if cells.get("grade"):
        yield "grade", ("A" if cells["grade"][0] != "A" else "C") + cells["grade"][1]
    if cells.get("origin"):
        yield "origin", cells["origin"] + "_other"
    yield "label", cells["label"] + " again"


def _line_of(text: str, name: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{name},"))


def _written(rows: list[list[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()


# --- notebooks and prose -----------------------------------------------------------------------------


def of_cells(file: str, text: str) -> Iterator[Mutant]:
    """The operators and numbers of a notebook's cells changed, and each figure swapped for another that it asks for."""
    notebook = json.loads(text)
    code = [
        (place, "".join(cell["source"])) for place, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"
    ]
    asked = sorted({name for _, source in code for name in re.findall(r"\bfigures\.([a-z]\w+)", source)})
    for place, source in code:
        if "parameters" in notebook["cells"][place]["metadata"].get("tags", []):
            continue
        for mutant in of_code(file, source):
            yield _in_cell(notebook, place, mutant.what, mutant.text, file)
        for name in dict.fromkeys(re.findall(r"\bfigures\.([a-z]\w+)", source)):
            other = asked[(asked.index(name) + 1) % len(asked)]
            changed = re.sub(rf"\bfigures\.{name}\b", f"figures.{other}", source, count=1)
            if other not in ("at", "latest", "like", "article") and name not in ("at", "latest", "like", "article"):
                yield _in_cell(notebook, place, f"figures.{name} -> figures.{other}", changed, file)


def _in_cell(notebook: dict, place: int, what: str, source: str, file: str, kind: str = "cells") -> Mutant:
    made = copy.copy(notebook)
    made["cells"] = list(notebook["cells"])
    made["cells"][place] = {**notebook["cells"][place], "source": source}
    return Mutant(kind, file, 0, f"cell {notebook['cells'][place]['id']}, {what}", json.dumps(made))


def of_prose(file: str, text: str, unit_of: dict[str, str]) -> Iterator[Mutant]:
    """Each number in prose swapped for another of its unit; ``unit_of`` are the units of figures by id."""
    for match in re.finditer(r"\{value\}`([a-z0-9_]+)((?:\.\w+)?)`", text):
        alike = sorted(name for name, unit in unit_of.items() if unit == unit_of.get(match[1]))
        if len(alike) > 1:
            other = alike[(alike.index(match[1]) + 1) % len(alike)]
            made = text[: match.start()] + f"{{value}}`{other}{match[2]}`" + text[match.end() :]
            line = text.count("\n", 0, match.start()) + 1
            yield Mutant("prose", file, line, f"{match[1]}{match[2]} -> {other}{match[2]}", made)


# --- scripts -----------------------------------------------------------------------------------------

_TOKENS = {
    "===": ("!==",), "!==": ("===",), "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "&&": ("||",),
    "||": ("&&",), "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("*",), "true": ("false",), "false": ("true",),
}  # fmt: skip
#: What holds a piece of a script: a function, a class or a constant, or a method of a class.
_HOLDS = re.compile(
    r"^(?:(?:  )?(?:function|class) |(?:  )?const (?=\w+ = \(?[\w, {}\[\]]*\)? =>)|  (?!if|for|switch|return|const))(\w+)(?= ?[({=])",
    re.MULTILINE,
)


def of_script(file: str, text: str) -> Iterator[Mutant]:
    """Every operator, comparison and number of a script changed, one at a time, up to where it draws."""
    drawing = text.find("// --- the chart")
    for place, kind, token in JavascriptLexer().get_tokens_unprocessed(text):
        if 0 <= drawing <= place:
            return
        for changed in _changed_token(kind, token):
            line = text.count("\n", 0, place)
            around = text.splitlines()[line]
            begins = place - text.rfind("\n", 0, place) - 1
            before = around[max(0, begins - 24) : begins + 24].strip()
            after = (around[max(0, begins - 24) : begins] + changed + around[begins + len(token) : begins + 24]).strip()
            held = [found[1] for found in _HOLDS.finditer(text, 0, place)]
            made = text[:place] + changed + text[place + len(token) :]
            yield Mutant("scripts", file, line + 1, f"{held[-1] if held else 'script'}: {before} -> {after}", made)


def _changed_token(kind, token: str) -> Iterator[str]:
    if kind in Number and re.fullmatch(r"[\d.]+(e-?\d+)?", token):
        yield f"{float(token) + 1:g}" if "e" not in token else f"{float(token) * 2:g}"
    elif kind in Operator or kind in Keyword.Constant:
        yield from _TOKENS.get(token, ())


# --- all of them -------------------------------------------------------------------------------------


def all_mutants(root: Path, unit_of: dict[str, str]) -> list[Mutant]:
    """Every mutant of a checkout, in the order of its files."""

    def read(path: Path) -> tuple[str, str]:
        return path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")

    made: list[Mutant] = []
    for name in ("claims.csv", "context.csv"):
        made += of_data(*read(root / "data" / name))
    for name in GROUND:
        made += of_code(*read(root / "src" / "helpers" / name))
    for name in SCRIPTS:
        made += of_script(*read(root / "src" / "helpers" / name))
    for path in sorted((root / "book").glob("*.ipynb")):
        made += of_cells(*read(path))
    for pattern in PROSE:
        for path in sorted(root.glob(pattern)):
            made += of_prose(*read(path), unit_of)
    return numbered(made)

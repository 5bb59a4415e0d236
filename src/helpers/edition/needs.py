"""What notebooks need, read off their code without running them: parameters, modules, and rows of the data.

A notebook, and the modules of the report's own that it imports, name the figures that they ask for; these the data
must have, in units that the formulas among them take.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import filter as fitting
from functools import cached_property, lru_cache
from modulefinder import ModuleFinder
from pathlib import Path
from unittest.mock import patch

import nbformat
import yaml

from helpers.edition.inputs import PACKAGE, below
from helpers.figures.data import Rows
from helpers.figures.faults import Fault, nearest
from helpers.notebook.checkout import BOOK, notebook_names, notebook_path, page_names
from helpers.notebook.compared import code_cells

#: What every notebook runs on, which is not searched for what it asks.
ROOMS = ("figures", "notebook")
#: The parameters that an edition sets by its data and its replaced figures.
DATA_PARAMETER, REPLACED = "data", "replaced"
#: What code calls the article's statements, by id.
STATEMENTS = ("said", "report.data.statements")
#: The tables whose rows are figures.
FIGURES = ("claims.csv", "context.csv", "parameters.csv")


@dataclass(frozen=True)
class Notebook:
    """What a notebook says of itself: the code of its ``cells``, its parameters, its modules, the rows it asks for.

    ``parameters`` have their defaults, ``trees`` are of the cells below those; ``source_digest`` is of all cells
    without their outputs. What a run alone does not need is found out as it is asked for.
    """

    name: str
    path: Path
    cells: tuple[str, ...]
    parameters: Mapping[str, object]
    trees: tuple[ast.Module, ...]
    source_digest: str

    @cached_property
    def modules(self) -> list[Path]:
        """The modules that it imports, and those that they import, the rooms that every notebook runs on left out."""
        return _modules(self.trees, self.path.parent)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the figures that it or its modules ask for."""
        return self._asked[0]

    @property
    def patterns(self) -> frozenset[str]:
        """The patterns of ids that they give to ``figures.like``."""
        return self._asked[1]

    @property
    def statements(self) -> frozenset[str]:
        """The ids of the statements that they rate."""
        return self._asked[2]

    @cached_property
    def _asked(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        return _asked([*self.trees, *map(_tree, self.modules)])

    @property
    def choices(self) -> dict[str, object]:
        """The parameters that are choices of the report."""
        return {name: each for name, each in self.parameters.items() if name not in (DATA_PARAMETER, REPLACED)}


def read_notebooks(root: Path, faults: list[Fault]) -> dict[str, Notebook]:
    """Each notebook of the table of contents; what is wrong with them is in ``faults``, and one that is none left out."""
    try:
        pages, notebooks = page_names(root), notebook_names(root)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError, AttributeError) as error:
        rule = f"the table of contents cannot be read: {type(error).__name__}: {' '.join(str(error).split())}"
        faults.append(Fault("_toc.yml", None, None, rule, "mend it: a root, and parts with a file for each chapter"))
        return {}
    for page in pages:
        if not any((root / f"{page}{suffix}").is_file() for suffix in (".md", ".ipynb")):
            remedy = "put the page there, or take its line away"
            faults.append(Fault("_toc.yml", None, None, f"there is no page {page}.md or {page}.ipynb", remedy))
    read = {name: _read_notebook(notebook_path(root, name), name, faults) for name in notebooks}
    return {name: notebook for name, notebook in read.items() if notebook}


def _document(path: Path, faults: list[Fault]) -> nbformat.NotebookNode | None:
    """A notebook's file, or None where it is no notebook."""
    text = path.read_bytes()
    odd: dict[str, Exception] = {}
    try:
        document = nbformat.reads(text.decode("utf-8"), as_version=4, capture_validation_error=odd)
        for error in odd.values():
            raise error
        return document
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
        mark = re.search(rb"^(<{7}|={7}|>{7})", text, re.M)
        line = text[: mark.start()].count(b"\n") + 1 if mark else getattr(error.__cause__, "lineno", None)
        rule = "it holds the marks of a merge" if mark else f"it is no notebook: {_first_line(error)}"
        faults.append(
            Fault(_file(path), line, None, rule, "take one side of the merge" if mark else "restore the file")
        )
        return None


def _first_line(error: Exception) -> str:
    """What an error says, as short as that can be."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:80]


def _read_notebook(path: Path, name: str, faults: list[Fault]) -> Notebook | None:
    document = _document(path, faults)
    if document is None:
        return None
    code = code_cells(document)
    chosen = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    parameters = {key: each for cell in chosen for key, each in _literals(cell.source, path, faults).items()}
    trees = tuple(tree for cell in code if cell not in chosen for tree in _parsed(cell.source))
    _check_parameters(path, parameters, trees, faults)
    cells = tuple(cell.source for cell in code)
    return Notebook(name, path, cells, parameters, trees, source_digest(document))


def source_digest(notebook: nbformat.NotebookNode) -> str:
    """Of what an author writes in a notebook: its cells and their tags, without outputs."""
    cells = [(cell.cell_type, cell.id, cell.source, cell.metadata.get("tags", [])) for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


# --- parameters --------------------------------------------------------------------------------------


def _literals(source: str, path: Path, faults: list[Fault]) -> dict[str, object]:
    """The assignments of a cell of parameters: a name and a literal a line."""
    found = {}
    for line in (line for line in source.splitlines() if line.partition("#")[0].strip()):
        try:
            (statement,) = ast.parse(line).body
            (target,) = statement.targets
            found[target.id] = ast.literal_eval(statement.value)
        except (SyntaxError, ValueError, AttributeError):
            rule = f"{line.strip()!r} in the cell of parameters is no name and literal"
            faults.append(Fault(_file(path), None, None, rule, "write one a line, such as limit = 0.05  # what it is"))
    return found


def _check_parameters(
    path: Path, parameters: Mapping[str, object], trees: Iterable[ast.Module], faults: list[Fault]
) -> None:
    """A notebook that opens the report takes its data and replaced figures; what it declares, it uses."""
    used = {node.id for tree in trees for node in nodes_of(tree) if isinstance(node, ast.Name)}
    missing = [name for name in (DATA_PARAMETER, REPLACED) if name not in parameters]
    if "open_report" in used and missing:
        rule = f"it opens the report and declares no {' and no '.join(missing)}"
        remedy = 'write data = "../data" and replaced = {} into the cell tagged parameters'
        faults.append(Fault(_file(path), None, None, rule, remedy))
    for name in parameters:
        if name not in used:
            rule = f"the parameter {name!r} is declared and never used"
            faults.append(Fault(_file(path), None, name, rule, "pass it to open_report, or take the line away"))


def defaults(notebooks: Iterable[Notebook], faults: list[Fault]) -> dict[str, object]:
    """The choices that the notebooks declare, with their defaults; two that differ on one are a fault."""
    found: dict[str, tuple[object, Notebook]] = {}
    for notebook in notebooks:
        for name, default in notebook.choices.items():
            known, other = found.setdefault(name, (default, notebook))
            if known != default:
                rule = f"{name} is {default!r} here and {known!r} in {_file(other.path)}"
                faults.append(Fault(_file(notebook.path), None, name, rule, "give both the same default"))
    return {name: default for name, (default, _) in found.items()}


def _file(path: Path) -> str:
    return f"{BOOK}/{path.name}"


# --- modules -----------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _parsed(source: str) -> list[ast.Module]:
    """The code of a cell, IPython's own lines aside; nothing where it is no Python, which running it will say."""
    try:
        return [ast.parse(re.sub(r"^(\s*)[%!?].*", r"\1pass", source, flags=re.M))]
    except SyntaxError:
        return []


def _tree(module: Path) -> ast.Module:
    return next(iter(_parsed(module.read_text(encoding="utf-8"))), ast.Module([], []))


class _Finder(ModuleFinder):
    """Follows imports within this package and the notebooks' folder, but not into the rooms that all run on."""

    def __init__(self, folder: Path):
        rooms = [f"{PACKAGE.name}.{room}" for room in ROOMS]
        super().__init__([str(folder), str(PACKAGE.parent)], excludes=rooms)
        self.files: set[Path] = set()

    def load_module(self, fqname, fp, pathname, file_info):
        self.files |= {Path(pathname)} if fp else set()  # one that does not compile is found too
        return super().load_module(fqname, fp, pathname, file_info)


def _modules(trees: Iterable[ast.Module], folder: Path) -> list[Path]:
    finder = _Finder(folder)
    for tree in trees:
        finder.scan_code(compile(tree, "a cell", "exec"), finder.add_module("__main__"))
    return sorted(finder.files - {PACKAGE / "__init__.py"})


# --- figures and formulas ----------------------------------------------------------------------------


def _asked(trees: Iterable[ast.Module]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The ids and the patterns that code asks ``figures``, or ``report.figures``, for; the statements it asks for."""
    found = [_asked_by(tree) for tree in trees]
    ids, patterns, statements = (frozenset().union(*(each[part] for each in found)) for part in range(3))
    return ids, patterns, statements


@lru_cache(maxsize=512)
def _asked_by(tree: ast.Module) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What one cell or module asks for, read once: most notebooks share their modules."""
    patterns, statements = set(), set()
    for node in nodes_of(tree):
        match node:
            case ast.Subscript(value=of, slice=ast.Constant(value=str(name))):
                statements |= {name} if ast.unparse(of) in STATEMENTS else set()
            case ast.Call(func=ast.Attribute(value=of, attr="like"), args=given):
                patterns |= {each.value for each in given if isinstance(each, ast.Constant) and _is_figures(of)}
    return frozenset(name for name, _ in asked_ids(tree)), frozenset(patterns), frozenset(statements)


def asked_ids(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The ids that code asks ``figures``, or ``report.figures``, for, each with its line."""
    from helpers.figures.table import Figures  # pandas is slow to load, and only checking needs it

    own = {*dir(Figures), "data", "home"}
    for node in nodes_of(tree):
        match node:
            case ast.Attribute(value=of, attr=name) if name not in own and _is_figures(of):
                yield name, node.lineno
            case ast.Subscript(value=of, slice=ast.Constant(value=str(name))) if _is_figures(of):
                yield name, node.lineno


def _is_figures(node: ast.expr) -> bool:
    match node:
        case ast.Name("figures") | ast.Attribute(ast.Name("report"), "figures"):
            return True
    return False


def pattern_faults(notebooks: Iterable[Notebook], tables: Mapping[str, Rows]) -> list[Fault]:
    """The patterns of ``figures.like`` that no figure fits."""
    known = [row["id"] for name in ("claims.csv", "context.csv") for _, row in tables[name]]
    asked = {pattern: notebook for notebook in notebooks for pattern in notebook.patterns}
    return [
        Fault(_file(asked[pattern].path), None, None, f"no figure has an id like {pattern!r}", nearest(pattern, known))
        for pattern in sorted(asked)
        if not fitting(known, pattern)
    ]


def statement_faults(notebooks: Iterable[Notebook], tables: Mapping[str, Rows]) -> list[Fault]:
    """The statements that are rated and have no row; one fault for a file that has none of them."""
    asked = sorted({name for notebook in notebooks for name in notebook.statements})
    known = [row["id"] for _, row in tables["statements.csv"]]
    missing = [name for name in asked if name not in known]
    if missing and not known:
        remedy = "put one into the folder, whose sources are its own, as the report's is of the report's sources"
        return [Fault("statements.csv", None, None, "no statement has a row, and notebooks rate them", remedy)]
    return [
        Fault("statements.csv", None, "id", f"no row has the id {name!r}, which is rated", "add its row")
        for name in missing
    ]


def unit_faults(notebooks: Iterable[Notebook], tables: Mapping[str, Rows], faults: list[Fault]) -> list[Fault]:
    """The figures in a unit that a formula does not take: one with an argument of the figure's name.

    A module that cannot be imported is a fault too; what ``faults`` says already is not said again.
    """
    from helpers.figures.formula import Formula  # pandas is slow to load, and only checking needs it

    found: list[Fault] = []
    formulas = sorted(
        {each.name: each for each in declared_by(notebooks, found) if isinstance(each, Formula)}.values(),
        key=lambda each: each.name,
    )
    told = {(fault.file, fault.line, fault.column) for fault in faults}
    for file in FIGURES:
        for line, row in tables[file]:
            refused = [each for each in formulas if row["unit"] not in each.takes.get(row["id"], (row["unit"],))]
            if refused and (file, line, "unit") not in told:
                names = ", ".join(each.name for each in refused)
                takes = " or ".join(refused[0].takes[row["id"]])
                formula = f"formula {names} takes" if len(refused) == 1 else f"formulas {names} take"
                rule = f"{row['id']} is in {row['unit']}, and the {formula} it in {takes}"
                found.append(Fault(file, line, "unit", rule, "correct the unit, or what the formula declares"))
    return found


def declared_by(notebooks: Iterable[Notebook], faults: list[Fault] | None = None) -> list:
    """The formulas and rules that the notebooks' modules declare; one that cannot be imported is in ``faults``."""
    found: dict[int, object] = {}
    for path, folder in sorted({path: each.path.parent for each in notebooks for path in each.modules}.items()):
        with _importing(folder):
            try:
                name = below(path, (PACKAGE.parent, folder)).removesuffix(".py").removesuffix("/__init__")
                module = importlib.import_module(name.replace("/", "."))
            except Exception as error:  # whatever an author's module raises
                rule = f"it cannot be imported: {type(error).__name__}: {error}"
                (faults if faults is not None else []).append(Fault(path.name, None, None, rule, "correct the module"))
                continue
        declared = [getattr(each, "declared", each) for each in vars(module).values()]
        found |= {id(each): each for each in declared if isinstance(each, _kinds())}
    return list(found.values())


def _kinds() -> tuple[type, ...]:
    """What a module may declare."""
    from helpers.figures.formula import Formula  # pandas is slow to load, and only checking needs it
    from helpers.figures.verdict import Rule

    return Formula, Rule


def trees_of(notebooks: Iterable[Notebook]) -> dict[ast.Module, Notebook]:
    """The code of notebooks' cells and of the modules that they import, each once, with the last notebook that has it."""
    return {tree: notebook for notebook in notebooks for _, tree in placed_trees(notebook)}


@lru_cache(maxsize=512)
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All parts of some code; listed once, for it is looked through for many things."""
    return tuple(ast.walk(tree))


def placed_trees(notebook: Notebook) -> Iterator[tuple[str, ast.Module]]:
    """The code of a notebook's cells and of the modules that it imports, each with its place in words."""
    for number, source in enumerate(notebook.cells, 1):
        yield from ((f"{notebook.path.name}, cell {number}", tree) for tree in _parsed(source))
    for path in notebook.modules:
        yield below(path, (PACKAGE, notebook.path.parent)), _tree(path)


@contextmanager
def _importing(folder: Path) -> Iterator[None]:
    """Let modules of a folder be imported, and forget them, for another report may have some of the same names."""
    before = set(sys.modules)
    importlib.invalidate_caches()
    try:
        with patch.object(sys, "path", [str(folder), *sys.path]), patch.object(sys, "dont_write_bytecode", True):
            yield
    finally:
        for name in set(sys.modules) - before:
            if folder in Path(getattr(sys.modules[name], "__file__", None) or "/").parents:
                del sys.modules[name]

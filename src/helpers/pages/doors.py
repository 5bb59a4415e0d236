"""What stands behind a number: hedge, formula, inputs, quoted words, source, code, what depends on it, how to cite it.

The same parts fill the popover beside a number and its entry on the page where every number comes from. Nothing is
computed here; every part comes from the record of the notebook that printed the value.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

from docutils import nodes
from sphinx.application import Sphinx

from helpers.notebook.record import Computation, FigureRecord
from helpers.notebook.results import Results
from helpers.pages.citation import cite_value
from helpers.pages.pieces import Piece, is_missing, pieces_of
from helpers.pages.place import Book, Place, place_of
from helpers.pages.templating import render
from helpers.pages.typeset import NAME, typeset
from helpers.pages.values import STRAIGHT, value_node

#: The files that quoted figures are kept in.
FILES = {"claim": "data/claims.csv", "context": "data/context.csv"}
#: The kinds that hang on a great many figures: what is counted or solved for.
MANY = ("tally", "turn")
#: Of a cell with more letters a part is shown.
LONGEST_CODE = 160


#: The first letter and the first digit of a grade that make a source weak.
WEAK_LETTER, WEAK_DIGIT = "D", "4"
#: The words of its mark.
WEAK = "weak source"
#: Who said a figure that notebooks ask for by its time and no row gives.
NO_ROW = "nobody; no row of the data gives it"


class popovers_node(nodes.General, nodes.Element):
    """Where a page keeps what stands behind its numbers; ``names`` are the ids of those that it prints."""


# --- one figure --------------------------------------------------------------------------------------


def behind(place: Place, name: str) -> dict[str, object]:
    """What the templates say of one figure."""
    figure, results = place.results.figures[name], place.results
    cell = results.cell("figure", name)
    content = {
        "place": place,
        "figure": figure,
        "hedge": hedge(figure),
        "weak": is_weak(figure),
        "formula": typeset(figure.formula) if figure.formula else "",
        "with_values": with_values(results, figure.formula),
        "bases": [results.figures[base] for base in results.rests_on(name) if base != name],
        "many": figure.kind in MANY,
        "row": find_line(place.book, figure.computation) if figure.computation else None,
        "said_by": said_by(figure),
        "kept_in": FILES.get(figure.kind) if is_kept(figure) else None,
        "citable": not is_missing(figure),
        "cell": cell,
        "code": excerpt(cell.code, name, figure.computation.function if figure.computation else ""),
    }
    if place.is_origins:
        content["used_in"] = used_in(place, name)
        content["citation"] = (
            cite_value(place.book.citation, figure, place.book.origins) if content["citable"] else None
        )
    return content


def is_kept(figure: FigureRecord) -> bool:
    """Whether a row of the data gives a figure, as it stands there."""
    return figure.quotation is not None and not figure.quotation.replaced and not is_missing(figure)


def said_by(figure: FigureRecord) -> str:
    """Who said a quoted figure, and through whom; of one that has no row, that it has none."""
    if figure.quotation and is_missing(figure) and not figure.quotation.replaced:
        return NO_ROW
    return figure.quotation.chain if figure.quotation else ""


def hedge(figure: FigureRecord) -> str:
    """Bound and attribution; a figure that was computed, chosen or counted is not "given"."""
    made = {
        "quantity": "computed from exact figures",
        "parameter": "chosen by this report",
        "tally": "counted",
        "turn": "solved",
    }
    if figure.bound != "exact" or figure.kind not in made:
        return figure.hedge
    return made[figure.kind] + (f", {figure.attribution}" if figure.kind == "quantity" else "")


def is_weak(figure: FigureRecord) -> bool:
    """Whether a figure was read in a source, or is information, that its own grade calls doubtful or worse."""
    grade = figure.quotation.grade if figure.quotation else ""
    return bool(grade) and (grade[0] >= WEAK_LETTER or grade[1:] >= WEAK_DIGIT)


def with_values(results: Results, formula: str) -> list[Piece]:
    """A formula with each input's printed number and its hedge word in its place."""
    pieces, at = [], 0
    signs = formula.replace("*", "\N{MULTIPLICATION SIGN}").replace("/", "\N{DIVISION SIGN}")
    for match in NAME.finditer(signs):
        if figure := results.figures.get(match[0]):
            before, found, _ = figure.text.partition(figure.number)
            pieces += [
                Piece(signs[at : match.start()] + (before if found else "")),
                Piece(figure.number, figure.id, figure.kind),
            ]
            pieces += [Piece(" %")] if figure.unit in ("percent", "ratio") else []
            at = match.end()
    return [*pieces, Piece(signs[at:])]


def used_in(place: Place, name: str) -> list[tuple[str, list[Piece]]]:
    """The figures, verdicts and charts that a figure enters: the address of each, and its words."""
    results = place.results
    figures = [(place.to_value(other), [Piece(results.figures[other].label)]) for other in results.used_by(name)]
    verdicts = [
        (place.to_verdict(other), pieces_of(results, results.verdicts[other].label))
        for other, names in place.book.stands_on.items()
        if name in names
    ]
    charts = [
        (place.to_chart(other), [Piece(f"the chart {other.replace('_', ' ')}, on {notebook}")])
        for other, chart in results.charts.items()
        if name in chart.figures and (notebook := results.cell("chart", other).notebook)
    ]
    return figures + verdicts + charts


# --- code --------------------------------------------------------------------------------------------


def find_line(book: Book, computation: Computation) -> int | None:
    """The line of the file on which a figure's function returns it; None where no copy of the file is at hand."""
    for root in book.roots:
        path = root / computation.file
        if computation.file and path.is_file():
            return _returns(path, path.stat().st_mtime_ns).get(computation.function)
    return None


@lru_cache(maxsize=64)
def _returns(path: Path, changed: int) -> dict[str, int]:
    """The line of the last return of each function of a file."""
    parts = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = [part for part in parts if isinstance(part, ast.FunctionDef)]
    lines = {each.name: [part.lineno for part in ast.walk(each) if isinstance(part, ast.Return)] for each in functions}
    return {name: max(found) for name, found in lines.items() if found}


def excerpt(code: str, name: str, function: str = "") -> str:
    """The code of a cell; of a long one what gives an id: ``.named(id)``, a call, a figure taken, or else what it ends on."""
    if len(code) <= LONGEST_CODE:
        return code
    last, parts = _parts(code)
    if last is None:
        return code.splitlines()[-1]
    calls = [part for part in parts if isinstance(part, ast.Call)]
    naming = [call for call in calls if name in [each.value for each in call.args if isinstance(each, ast.Constant)]]
    making = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in (name, function)]
    taking = [part for part in parts if isinstance(part, ast.Attribute) and part.attr == name]
    found = next(iter([*naming, *making, *taking, last]))
    return shorten(ast.unparse(found), LONGEST_CODE, placeholder=" \N{HORIZONTAL ELLIPSIS}")


@lru_cache(maxsize=256)
def _parts(code: str) -> tuple[ast.stmt | None, tuple[ast.AST, ...]]:
    """What code ends on, and its calls and attributes, read once for all ids of a cell; none where it is more than Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None, ()
    return tree.body[-1], tuple(part for part in ast.walk(tree) if isinstance(part, ast.Call | ast.Attribute))


# --- the page ----------------------------------------------------------------------------------------


def keep_popovers(app: Sphinx, doctree, docname: str) -> None:
    """Keep one popover a page for each figure that it prints."""
    printed = dict.fromkeys(node["value"] for node in doctree.findall(value_node) if not node.get("plain"))
    figures = app.results.figures
    names = [name for name in printed if name in figures and figures[name].kind not in STRAIGHT]
    if names:
        doctree += popovers_node(names=names)


def visit_popovers(self, node) -> None:
    if self.builder.name != "singlehtml":
        place = place_of(self.builder.app, self.builder.current_docname)
        self.body += [render("door.html", **behind(place, name)) for name in node["names"]]
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the popovers."""
    app.add_node(popovers_node, html=(visit_popovers, None))
    app.connect("doctree-resolved", keep_popovers)

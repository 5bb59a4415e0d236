"""A number on a page: the roles that print one, and the node that opens its door.

An id that no notebook gave is told before pages are made (``asked``); in what a directive writes it is a warning that
names page and line, and warnings fail the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from helpers.figures.faults import nearest
from helpers.notebook.checkout import notebook_path
from helpers.notebook.results import Results
from helpers.pages.pieces import Piece, capital, pieces_of, value_of, verdict_of
from helpers.pages.place import place_of
from helpers.pages.templating import render

LOG = logging.getLogger(__name__)
#: Signs that stay on the line of the number before them.
CLOSING = ",.;:)?"
#: Kinds whose numbers lead straight to their entries: what solves for them is no more than what stands there.
STRAIGHT = ("turn",)


class value_node(nodes.Inline, nodes.TextElement):
    """A printed value; ``value`` is its id. A ``plain`` one is marked but opens nothing."""


# --- as nodes ----------------------------------------------------------------------------------------


def make_value(results: Results, target: str, plain: bool = False) -> value_node:
    """The node for ``id`` or ``id.part``. KeyError where there is none."""
    piece = value_of(results, target)
    return _node(replace(piece, plain=plain or piece.plain))


def make_verdict(results: Results, target: str) -> list[nodes.Node]:
    """The nodes for the verdict ``id`` or a part of what is said of it, ``id.PART``. KeyError where there is none."""
    return list(map(_node, verdict_of(results, target)))


def make_sentence(results: Results, template: str) -> list[nodes.Node]:
    """A computed sentence as nodes: words as text, markers as values."""
    return list(map(_node, pieces_of(results, template)))


def _node(piece: Piece) -> nodes.Node:
    text = nodes.Text(piece.text)
    return value_node("", text, value=piece.id, plain=piece.plain) if piece.id else text


# --- roles -------------------------------------------------------------------------------------------


def note_dependencies(env: BuildEnvironment) -> None:
    """A page that prints what notebooks say is made anew when one of them changes."""
    for name in {cell.notebook for cell in env.app.results.cells.values()}:
        env.note_dependency(str(notebook_path(Path(env.srcdir), name)))


class _ResultsRole(SphinxRole):
    """A role whose text is an id."""

    def make(self, results: Results) -> list[nodes.Node]:
        raise NotImplementedError

    def known(self, results: Results) -> Iterable[str]:
        """The ids that the text may be."""
        raise NotImplementedError

    def run(self):
        note_dependencies(self.env)
        try:
            return self.make(self.env.app.results), []
        except KeyError:
            known = [*self.known(self.env.app.results)]
            words = ("no %s %r in the results of the notebooks; %s", self.name, self.text, nearest(self.text, known))
            LOG.warning(*words, location=self.get_location())
            return [nodes.problematic("", self.text)], []


class ValueRole(_ResultsRole):
    """``{value}`id``` or ``{value}`id.part```: a number with its hedge, and the door to its source."""

    def make(self, results):
        return [make_value(results, self.text)]

    def known(self, results):
        return [*results.figures, *results.roles]


class VerdictRole(_ResultsRole):
    """``{verdict}`id``` or ``{verdict}`id.PART```: a computed sentence, or a part of what is said of a statement.

    PART is ``because``, ``label`` or ``outcome``; of a statement also ``speaker``, ``evidence``, ``change``, ``raised``,
    ``lowered``, ``judged`` or ``settled_by``.
    """

    def make(self, results):
        return make_verdict(results, self.text)

    def known(self, results):
        return results.verdicts


# --- on the page -------------------------------------------------------------------------------------


def visit_value(self, node) -> None:
    figure = self.builder.app.results.figures.get(node["value"])
    form = "paper" if self.builder.name == "singlehtml" else "plain" if node.get("plain") else "door"
    straight = form == "door" and figure and figure.kind in STRAIGHT
    place = place_of(self.builder.app, self.builder.current_docname) if straight else None
    self.body.append(
        render(
            "value.html",
            form=form,
            address=place.to_value(node["value"]) if place else "",
            name=node["value"],
            kind=figure.kind if figure else "",
            place=node.get("place", ""),
            text=node.astext(),
            before=node.get("before", ""),
            after=node.get("after", ""),
        )
    )
    raise nodes.SkipNode


def settle_values(app: Sphinx, doctree, docname: str) -> None:
    """Numbers keep the signs beside them, and one that opens a paragraph of prose or an item begins with a capital."""
    for node in list(doctree.findall(value_node)):
        if app.builder.name != "singlehtml" and not node.get("plain"):
            _keep_punctuation(node)
        if _opens(node):
            node.children[0] = nodes.Text(capital(node.astext()))


def _opens(node: nodes.Node) -> bool:
    """Whether a value stands at the head of a paragraph of prose or of an item of a list, in bold type or not."""
    while isinstance(node.parent, nodes.strong) and _is_first(node):
        node = node.parent
    heads = isinstance(node.parent, nodes.paragraph) and _is_first(node)
    return heads and isinstance(node.parent.parent, nodes.section | nodes.list_item)


def _is_first(node: nodes.Node) -> bool:
    """Whether no word stands before a node in its parent."""
    return not any(each.astext() for each in node.parent.children[: node.parent.index(node)])


def _keep_punctuation(node: value_node) -> None:
    """A button may break the line beside it: the signs that belong to a number move inside its wrapper."""
    siblings, index = node.parent.children, node.parent.index(node)
    last = node
    while isinstance(last.parent, nodes.strong) and last.parent.children[-1] is last:
        last = last.parent
    after = _behind(last)
    if isinstance(after, nodes.Text) and after.astext()[:1] in tuple(CLOSING):
        rest = after.astext().lstrip(CLOSING)
        node["after"] = after.astext().removesuffix(rest)
        after.parent.replace(after, nodes.Text(rest))
    before = siblings[index - 1] if index else None
    if isinstance(before, nodes.Text) and before.astext().endswith("("):
        node["before"] = "("
        node.parent.replace(before, nodes.Text(before.astext()[:-1]))


def _behind(node: nodes.Node) -> nodes.Node | None:
    """What stands right after a node in its parent."""
    return next(iter(node.parent.children[node.parent.index(node) + 1 :]), None)


def setup(app: Sphinx) -> None:
    """Register the roles and the node."""
    app.add_node(value_node, html=(visit_value, None))
    app.add_role("value", ValueRole())
    app.add_role("verdict", VerdictRole())
    app.connect("doctree-resolved", settle_values)

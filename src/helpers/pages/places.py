"""Where every number stands: each door has an anchor, its entry leads to all of them, and the search reads the list.

A place is a printed number that opens; what only repeats it, such as a period beside a label, is none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from helpers.pages.templating import as_script
from helpers.pages.values import value_node

#: The file that the search page loads.
INDEX = "figures-index.js"
#: Letters of a sentence that are shown with a place.
LONGEST_SENTENCE = 120
#: Stands for the number while its sentence is cut out.
_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Spot:
    """One place of a number: the page with its title, the anchor there, and the sentence around it."""

    page: str
    title: str
    anchor: str
    sentence: str


def mark_places(app: Sphinx, doctree: nodes.document) -> None:
    """Give each printed number of a page that has just been read its anchor."""
    seen: Counter[str] = Counter()
    for node in doctree.findall(value_node):
        if not node.get("plain"):
            seen[node["value"]] += 1
            node["place"] = f"at-{node['value']}-{seen[node['value']]}"


def spots_of(app: Sphinx) -> dict[str, list[Spot]]:
    """The places of each figure, in the order of the book; made once, when all pages have been read."""
    if not getattr(app, "spots", None):
        app.spots = {}
        for page in in_order(app):
            title = app.env.titles[page].astext()
            for node in app.env.get_doctree(page).findall(value_node):
                if "place" in node:
                    spot = Spot(page, title, node["place"], sentence_of(node))
                    app.spots.setdefault(node["value"], []).append(spot)
    return app.spots


def in_order(app: Sphinx) -> list[str]:
    """The pages as a reader turns them."""
    pages, root = [], app.config.root_doc
    waiting = [root]
    while waiting:
        page = waiting.pop(0)
        if page not in pages:
            pages.append(page)
            waiting = [*app.env.toctree_includes.get(page, []), *waiting]
    return [page for page in pages if page in app.env.all_docs]


# --- the words around a number -----------------------------------------------------------------------


def sentence_of(node: value_node) -> str:
    """The sentence that a number stands in; in a table the words of its row, on a card those of the card."""
    block = _block(node)
    text = " ".join(_text(block, node).split())
    sentence = next((part for part in re.split(r"(?<=[.!?;]) (?=\S)", text) if _HERE in part), text)
    before, _, after = sentence.partition(_HERE)
    number = node.astext()
    room = max(LONGEST_SENTENCE - len(number), 40)
    if len(sentence) > room:
        before = _end_of(before, max(room // 2, room - len(after)) - 2)
        last = after[: room - len(before) - 2].rpartition(" ")[0]
        after = after if len(after) <= room - len(before) else f"{last} \N{HORIZONTAL ELLIPSIS}"
    return " ".join(f"{before}{number}{after}".split())


def _end_of(text: str, letters: int) -> str:
    if len(text) <= letters:
        return text
    return f"\N{HORIZONTAL ELLIPSIS} {text[-letters:].partition(' ')[2]}"


def _block(node: nodes.Node) -> nodes.Node:
    """What holds the whole of a number's words."""
    block = node.parent
    while block.parent is not None and not isinstance(
        block, nodes.paragraph | nodes.title | nodes.term | nodes.container
    ):
        block = block.parent
    if isinstance(block.parent, nodes.entry):
        return block.parent.parent
    alone = " ".join(block.astext().split()) == " ".join(node.astext().split())
    return block.parent if alone and isinstance(block.parent, nodes.container) else block


def _text(block: nodes.Node, here: value_node) -> str:
    """The words of a block; ``here`` is marked, and paragraphs and cells do not run into each other."""
    if block is here:
        return _HERE
    if isinstance(block, nodes.Text):
        return block.astext()
    if isinstance(block, nodes.raw) or {"phone-only", "not-on-phone"} & {*block.get("classes", [])}:
        return ""
    parts = [
        _text(child, here).strip() if isinstance(block, nodes.row) else _text(child, here) for child in block.children
    ]
    if isinstance(block, nodes.row):
        return " \N{MIDDLE DOT} ".join(filter(None, parts))
    return "".join(parts) + (" " if isinstance(block, nodes.paragraph | nodes.container) else "")


# --- the index of the search -------------------------------------------------------------------------


def index_of(app: Sphinx) -> dict[str, list]:
    """What the search knows: the pages, and each figure with its places; addresses run from the root of the book.

    A place is the number of its page, which of the figure's doors there it is, and its sentence.
    """
    spots, book = spots_of(app), app.book
    pages = list(dict.fromkeys((spot.title, f"{spot.page}.html") for each in spots.values() for spot in each))
    figures = [
        {
            "id": name,
            "entry": f"{book.page_of(f'value-{name}')}.html",
            "label": figure.title,
            "text": figure.text,
            "range": "" if figure.says_range else figure.range,
            "said": f"{figure.quotation.chain} {figure.quotation.wording}" if figure.quotation else "",
            "places": [
                [pages.index((spot.title, f"{spot.page}.html")), int(spot.anchor.rpartition("-")[2]), spot.sentence]
                for spot in spots.get(name, [])
            ],
        }
        for name, figure in app.results.figures.items()
    ]
    return {"pages": pages, "figures": figures}


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write the index of the search beside the pages, as a script: from disk no page may read another file."""
    if not error and app.builder.name == "html":
        text = as_script(index_of(app), separators=(",", ":"))
        (Path(app.outdir) / "_static" / INDEX).write_text(f"const figuresIndex = {text};\n", encoding="utf-8")


def read_index(html: Path) -> dict[str, list[tuple[str, str, str]]]:
    """The places of each figure in a published book: the title of the page, its address, and the sentence."""
    text = (html / "_static" / INDEX).read_text(encoding="utf-8")
    index = json.loads(text.partition(" = ")[2].rstrip(";\n"))
    return {
        figure["id"]: [(*index["pages"][page], sentence) for page, _, sentence in figure["places"]]
        for figure in index["figures"]
    }


def setup(app: Sphinx) -> None:
    """Mark the places and write the index."""
    app.connect("doctree-read", mark_places)
    app.connect("build-finished", write_index)

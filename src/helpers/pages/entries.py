"""The page where every number comes from: an entry for each figure and each verdict.

Where there are more entries than one page should hold, that page lists them all, each by its name and its value, and
in full they stand on pages of their own behind it. On paper they are one chapter, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.notebook.results import Results
from helpers.pages.blocks import html
from helpers.pages.doors import behind, excerpt, is_weak
from helpers.pages.pieces import pieces_of
from helpers.pages.place import Place, place_of
from helpers.pages.places import Spot, spots_of
from helpers.pages.templating import render
from helpers.pages.values import note_dependencies

#: The kinds of entries, as headings.
KINDS = {
    "claim": "Figures of the article",
    "quantity": "Computed figures",
    "context": "Independent figures",
    "parameter": "Choices of this report",
    "tally": "Counts",
    "turn": "What would turn a finding",
    "verdict": "Verdicts",
}
#: So many entries stand in full on one page.
MOST = 48


class entry_node(nodes.General, nodes.Element):
    """Where an entry of the page ``docname`` stands until all pages are read; ``name`` is the id of what it tells of."""


def entries_of(results: Results) -> dict[str, list[str]]:
    """The ids of the entries of each kind that there are."""
    found = {kind: [name for name, each in results.figures.items() if each.kind == kind] for kind in KINDS}
    found["verdict"] = list(results.verdicts)
    return {kind: names for kind, names in found.items() if names}


def anchor_of(kind: str, name: str) -> str:
    """The anchor of an entry."""
    return f"{'verdict' if kind == 'verdict' else 'value'}-{name}"


def entry_pages(results: Results, origins: str) -> dict[str, str]:
    """The page of each entry by its anchor, where ``origins`` does not hold them all: one page for a kind, or several."""
    entries = entries_of(results)
    if sum(map(len, entries.values())) <= MOST:
        return {}
    found = {}
    for kind, names in entries.items():
        each = ceil(len(names) / ceil(len(names) / MOST))
        for at, name in enumerate(names):
            found[anchor_of(kind, name)] = f"{origins}-{kind}" + (f"-{at // each + 1}" if at >= each else "")
    return found


# --- an entry ----------------------------------------------------------------------------------------


def entry(app: Sphinx, place: Place, kind: str, name: str) -> Markup:
    """An entry in full."""
    if kind == "verdict":
        return render("verdict-entry.html", **_verdict(place, name))
    pages: dict[str, dict[str, list[Spot]]] = {}
    spots = spots_of(app).get(name, [])
    for spot in spots:
        pages.setdefault(spot.page, {}).setdefault(spot.sentence, []).append(spot)
    return render("entry.html", pages=pages, count=len(spots), **behind(place, name))


def line(place: Place, kind: str, name: str) -> Markup:
    """An entry by its name and its value, which leads to the whole."""
    if kind == "verdict":
        return render("verdict-line.html", **_verdict(place, name))
    figure = place.results.figures[name]
    return render("entry-line.html", place=place, figure=figure, weak=is_weak(figure))


def _verdict(place: Place, name: str) -> dict[str, object]:
    results, verdict = place.results, place.results.verdicts[name]
    return {
        "place": place,
        "verdict": verdict,
        "label": pieces_of(results, verdict.label),
        "text": pieces_of(results, verdict.text),
        "because": pieces_of(results, verdict.because),
        "bases": [
            figure for used in place.book.stands_on[name] if (figure := results.figures[used]).kind != "turn"
        ],  # what would turn it is no ground of it
        "many": False,
        "cell": (cell := results.cell("verdict", name)),
        "code": excerpt(cell.code, name),
    }


# --- the pages ---------------------------------------------------------------------------------------


class ProvenanceDirective(SphinxDirective):
    """``{provenance}``: an entry for each figure and verdict, with its source or formula and what depends on it."""

    def run(self):
        note_dependencies(self.env)
        place = place_of(self.env.app, self.env.docname)
        entries = entries_of(place.results)
        return [
            html("filter.html", groups={KINDS[kind]: _section(kind) for kind in entries}),
            *[
                nodes.section(
                    "",
                    nodes.title("", KINDS[kind]),
                    *[entry_node(name=name, kind=kind, docname=place.docname) for name in names],
                    ids=[_section(kind)],
                )
                for kind, names in entries.items()
            ],
        ]


def _section(kind: str) -> str:
    return nodes.make_id(f"all {KINDS[kind]}")


def write_entries(app: Sphinx, doctree, docname: str) -> None:
    """Write the entries, now that every page that prints a number is known."""
    for node in list(doctree.findall(entry_node)):
        place, kind, name = place_of(app, node["docname"]), node["kind"], node["name"]
        apart = anchor_of(kind, name) in app.book.entry_pages
        written = line(place, kind, name) if apart else entry(app, place, kind, name)
        node.replace_self(nodes.raw("", str(written), format="html"))


def pages_apart(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The pages that hold the entries in full, as the builder takes pages that are made from no source."""
    pages: dict[str, list[tuple[str, str]]] = {}
    for kind, names in entries_of(app.results).items():
        for name in names:
            if page := app.book.entry_pages.get(anchor_of(kind, name)):
                pages.setdefault(page, []).append((kind, name))
    for page, held in pages.items():
        place, title = place_of(app, page), KINDS[held[0][0]]
        entries = [entry(app, place, *each) for each in held]
        whole = {"title": app.env.titles[app.book.origins].astext(), "address": place.to(app.book.origins)}
        yield (
            page,
            {"title": title, "body": render("entries.html", title=title, whole=whole, entries=entries)},
            "page.html",
        )


def load_filter(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """The page of origins has the scripts that filter its entries."""
    if page == app.book.origins:
        for script in ("find.js", "entries.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the directive and the pages."""
    app.add_directive("provenance", ProvenanceDirective)
    app.add_node(entry_node)
    app.connect("doctree-resolved", write_entries)
    app.connect("html-page-context", load_filter)

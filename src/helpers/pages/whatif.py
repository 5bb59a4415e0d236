"""What if? A form whose inputs a reader moves, and whose numbers and sentences answer at once.

The formulas, figures and sentences are a notebook's, held in its record; here they become a form and a script. Nothing
is computed, and no word of this report's subject stands here.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.notebook.checkout import ARTICLE, BOOK, NOTE, read_note
from helpers.notebook.record import Outcomes, WhatIf
from helpers.pages.pieces import pieces_of
from helpers.pages.place import Place, place_of
from helpers.pages.templating import as_script, render
from helpers.pages.values import note_dependencies

#: The words of the form and its chart; the notebook's own, for the same keys, come before them.
WORDS = {
    "digits": "Write a number, such as {0}; words such as “million” are understood.",
    "marks": "Part thousands by commas, three digits each, and decimals by a point, such as {0}.",
    "readings": "This may be read as {0} or as {1}: write the one that is meant.",
    "percent": "A percent sign does not belong here: write a number, such as {0}.",
    "limits": "Give a number from {0} to {1}, with at most six decimals.",
    "kept": "The results keep the last good number.",
    "small": "This is {0}; if {1} is meant, write that.",
    "part": "No more than all of these can be {0}: taken as {1}.",
    "source": "as its source does",
    "replaced": "as the figure it replaces",
    "axis": "share (log scale)",
    "limit": "below {}",
    "chart": "Ranges on a log scale, beside the threshold of {}.",
    "below": "Left of the dashed line a range is below the threshold",
}
#: The mark of a verdict by its outcome, as the stylesheet knows it.
MARKS = {"true": "agrees", "false": "disagrees", "open": "cannot-be-told"}
#: The script that sets what the page computes with.
DATA = "what-if-data.js"
#: What a printed formula is made of. No sign in it can end a script.
FORMULA = re.compile(r"\(\{[\w, ]*\}\) => [\w\s.,+*/()-]+")


# --- the form ----------------------------------------------------------------------------------------


def form(place: Place, note: Mapping, inputs: list[str] | None, identifier: str) -> Markup:
    """The form, the verdict, the place of the chart and the results, as they stand before any script has run.

    ``inputs`` are those of a small form, None for all.
    """
    results, what_if = place.results, place.results.what_if
    moved = [each for each in what_if.inputs if inputs is None or each.id in inputs]
    rules = _rules(what_if, {each.id for each in moved})
    drawn = [each for each in what_if.bars if inputs is None or each.id in {rule.quantity for rule in rules}]
    return render(
        "what-if.html",
        place=place,
        figures=results.figures,
        verdicts=results.verdicts,
        what_if=what_if,
        full=inputs is None,
        inputs=moved,
        rules=rules,
        bars=json.dumps([[each.id, each.words] for each in drawn], ensure_ascii=False),
        words=WORDS | what_if.words,
        command=command(note),
        example=next(each.id for each in what_if.inputs if each.quoted),
        identifier=identifier,
        marks={True: MARKS["true"], False: MARKS["false"], None: MARKS["open"]},
        pieces=lambda template: pieces_of(results, template),
        whole=place.to(f"{BOOK}/{results.cell('what_if', '').notebook}"),
    )


def _rules(what_if: WhatIf, moved: set[str]) -> list[Outcomes]:
    """The verdicts of a form with some inputs: those that no other input moves."""
    others = {each.id for each in what_if.inputs} - moved
    return [rule for rule in what_if.verdicts if not others & set(what_if.quantities[rule.quantity].rests_on)]


# --- the script --------------------------------------------------------------------------------------


def script(what_if: WhatIf, note: Mapping) -> str:
    """The script that sets ``whatIf``: the record, its formulas as functions, and the words of the form.

    ValueError for a formula that is more than arithmetic.
    """
    model = what_if.model_dump()
    formulas = {name: quantity.pop("formula") for name, quantity in model["quantities"].items()}
    if strange := [name for name, formula in formulas.items() if not FORMULA.fullmatch(formula)]:
        raise ValueError(f"the formula of {', '.join(strange)} is more than arithmetic, which the page does not take")
    for moved in model["inputs"]:
        moved["alternatives"] = {each["id"]: each for each in moved["alternatives"]}
    model |= {name: {each["id"]: each for each in model[name]} for name in ("inputs", "verdicts")}
    model |= {"command": command(note), "words": WORDS | what_if.words, "marks": MARKS}
    data = as_script(model)
    functions = "".join(f"whatIf.quantities.{name}.formula = {formula};\n" for name, formula in formulas.items())
    return f"globalThis.whatIf = {data};\n{functions}"


def command(note: Mapping) -> str:
    """The command that the changes of a reader are added to: it makes the edition of a note as it stands."""
    words = ["report build", *(["--data DIR"] if note.get("other_data") else [])]
    if note.get("as_filed"):
        return " ".join([*words, *([note["name"]] if note["name"] != ARTICLE else [])])
    words += ["--set " + shlex.quote(f"{name}={_yaml(value)}") for name, value in note.get("set", {}).items()]
    return " ".join([*words, *[f"-p {name}={value}" for name, value in note.get("parameters", {}).items()]])


def _yaml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {json.dumps(each)}" for key, each in value.items()) + "}"
    return str(value)


# --- the extension -----------------------------------------------------------------------------------


class what_if_node(nodes.General, nodes.Element):
    """The form of a page; ``html`` is what stands there before any script has run."""


def what_if_nodes(app: Sphinx, docname: str, identifier: str, inputs: list[str] | None = None) -> list[nodes.Node]:
    """The form of the book's what-if, with every input or with some; ``identifier`` is its anchor on the page."""
    return [what_if_node(html=form(place_of(app, docname), read_note(Path(app.srcdir)), inputs, identifier))]


class WhatIfDirective(SphinxDirective):
    """``{what-if}``: the form of the book's what-if; ``:inputs: a, b`` makes a small one of these inputs alone."""

    option_spec = {"inputs": str}  # noqa: RUF012 (docutils' own form)

    def run(self):
        results = self.env.app.results
        if not results.what_if:
            raise self.error("no notebook showed a what-if")
        given = self.options.get("inputs")
        inputs = None if given is None else [name.strip() for name in given.split(",")]
        known = [each.id for each in results.what_if.inputs]
        if unknown := [name for name in inputs or () if name not in known]:
            raise self.error(f"no input {', '.join(unknown)} to move; use {', '.join(known)}")
        note_dependencies(self.env)
        self.env.note_dependency(str(Path(self.env.srcdir) / NOTE))
        identifier = f"what-if-{nodes.make_id(self.env.docname)}-{self.env.new_serialno('what-if')}"
        return what_if_nodes(self.env.app, self.env.docname, identifier, inputs)


def visit_what_if(self, node) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def write_data(app: Sphinx) -> None:
    """What the form works on is a file of its own, once for all pages: no page holds a script that an author wrote."""
    if app.results.what_if:
        folder = Path(app.doctreedir) / "what-if"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / DATA).write_text(script(app.results.what_if, read_note(Path(app.srcdir))), encoding="utf-8")
        app.config.html_static_path.append(str(folder))


def add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """The scripts and the stylesheet are loaded where the form is, and on no other page."""
    if doctree is not None and any(doctree.findall(what_if_node)):
        app.add_css_file("what-if.css")
        for name in (DATA, "say.js", "what-if.js"):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> dict:
    """Register the extension; it needs the results that ``helpers.pages.book`` collects."""
    app.add_node(what_if_node, html=(visit_what_if, None))
    app.add_directive("what-if", WhatIfDirective)
    app.connect("builder-inited", write_data)
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

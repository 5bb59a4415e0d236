"""What if? A page where a reader moves the inputs, and the report's own formulas and sentences answer at once.

Each quantity is composed over the figures that it finally rests on, called with SymPy symbols and printed as JavaScript;
each sentence of a verdict is taken from a judge whose outcome is the wanted one. No formula and no sentence is written
here or in the scripts, and a test sets the page's numbers and words beside Python's over thousands of points.
"""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

import sympy
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sympy.printing.jscode import jscode

from helpers.claims import Claim, Data, load, read_edition_note, replace_figures
from helpers.editions import ARTICLE, Results
from helpers.interval import unit_words
from helpers.ledger import Ledger
from helpers.notebook import open_judge
from helpers.provenance import PROVENANCE, printed, sentence_html, title
from helpers.quantities import PARAMETERS, QUANTITIES, SHORTAGES, names_needed
from helpers.verdicts import RATINGS, Judge

#: What a reader may move, in the order of the form, with how its slider runs in the unit that the field shows.
#: A logarithmic one has ``decades`` (powers of ten) and steps by the second digit; None: from the data.
INPUTS: dict[str, tuple[int, int] | None] = {
    "shortage": None,
    "marginal_below": (-1, 2),
    "share_working": None,
    "entries_per_person": (0, 2),
    "growth_multiple": (0, 2),
}
THRESHOLD = "marginal_below"
#: The quantities that the page computes; a test proves each of them.
TRACED = (
    "shortage_covered",
    "shortage_covered_assumed",
    "shortage_covered_students",
    "entrants_to_matter",
    "shortage_to_matter",
    "growth_to_cover",
    "previous_entrants",
    "entrants_increase",
    "growth_rate",
    "years_to_cover",
)
SHOWN = tuple(name for name in TRACED if name not in ("entrants_increase", "growth_rate"))
#: The verdicts of the page, and which quantity each sets beside the threshold.
RULES = {"marginal_assumed": "shortage_covered_assumed", "marginal": "shortage_covered"}
#: The rows of the chart.
ROWS = {
    "shortage_covered": "All entries",
    "shortage_covered_assumed": "As assumed below",
    "shortage_covered_students": "Entries for education",
}
#: The largest number a field takes, in its claim's unit: beyond it, no figure of the report makes sense.
LARGEST = {"shortage": 1e9, "growth_multiple": 1e6}
#: The smallest parameter a field takes where the report wants one above zero, as a ratio.
SMALLEST = 1e-6

WORDS = {
    "digits": "Write digits and at most one point, such as {example}: no comma, sign or space. The results keep the last good number.",
    "limits": "Give a number from {0} to {1}, with at most six decimals. The results keep the last good number.",
    "axis": "share of the stated shortage (log scale)",
    "limit": "marginal below {}",
    "chart": "Ranges of the share of the stated shortage, on a log scale, beside the threshold of {}.",
}


# --- what the page is given -------------------------------------------------------------------------


def trace(name: str) -> str:
    """A quantity over the figures it finally rests on, as a JavaScript function of an object of numbers.

    The operations keep their order, so that rounding is the same. KeyError for an unknown quantity.

    >>> trace("previous_entrants")
    '({entrants, growth_multiple}) => entrants/growth_multiple'
    """
    ledger = Ledger(Data({}))
    rests_on = ledger.rests_on(QUANTITIES[name].id)
    with sympy.evaluate(False):
        expression = ledger.evaluate(name, {base: sympy.Symbol(base) for base in rests_on})
    return f"({{{', '.join(rests_on)}}}) => {jscode(expression)}"


def outcomes(rule: str, data: Data) -> dict[str, dict[str, str]]:
    """The templates of a verdict for each outcome, from judges whose figures bring it about.

    ValueError where a judge comes to another outcome than the figures were made for.
    """
    scenarios = {"true": (True, 100), "false": (False, 1), "open": (None, 2)}
    made = {}
    for key, (holds, shortage) in scenarios.items():
        figures = {"entrants": {"value": 1, "bound": "exact"}}
        figures["shortage"] = {"value": shortage, "bound": "about", "precision": 1}
        judge = Judge(Ledger(replace_figures(data, figures), {THRESHOLD: 0.5}))
        verdict = judge.verdict(rule)
        if verdict.holds is not holds:
            raise ValueError(f"{rule!r} was to come to {holds}, not {verdict.holds}")
        made[key] = {"text": verdict.text, "because": verdict.because, "mark": RATINGS[holds].replace(" ", "-")}
    return made


def page_data(judge: Judge, quoted: Data, edition: Mapping[str, object] | None = None) -> dict:
    """All that the scripts compute and print with, the formulas apart; plain JSON.

    ``quoted`` are the figures without the edition's replacements: a bare number on the command line keeps their
    bounds. ``edition`` is the note of the edition, if there is one.
    """
    data = judge.ledger.data
    quantities = {name: _quantity(judge.ledger, name) for name in TRACED}
    bases = dict.fromkeys(base for quantity in quantities.values() for base in quantity["rests_on"])
    figures = {name: _figure(judge, name) for name in [*bases, *(name for name in INPUTS if name not in bases)]}
    units = {record["unit"] for record in (*figures.values(), *quantities.values())}
    others = [name for name in SHORTAGES if name.startswith("shortage_") and name in data.figures]
    return {
        "inputs": {name: _input(name, data, quoted) for name in INPUTS},
        "figures": figures,
        "quantities": quantities,
        "verdicts": {rule: {"quantity": name, "outcomes": outcomes(rule, data)} for rule, name in RULES.items()},
        "threshold": THRESHOLD,
        "alternatives": {
            "of": "shortage",
            "figures": {name: _hedged(data[name]) for name in ("shortage", *others) if data[name].central is not None},
        },
        "units": {unit: _unit(unit) for unit in sorted(units)},
        "command": _command(edition or {}),
        "words": WORDS,
    }


def script(judge: Judge, quoted: Data, edition: Mapping[str, object] | None = None) -> str:
    """The script that sets ``whatIf``: the data of the page, and its formulas."""
    data = json.dumps(page_data(judge, quoted, edition), ensure_ascii=False, allow_nan=False).replace("</", "<\\/")
    formulas = "".join(f"whatIf.quantities.{name}.formula = {trace(name)};\n" for name in TRACED)
    return f"const whatIf = {data};\n{formulas}"


def _quantity(ledger: Ledger, name: str) -> dict:
    rests_on, domain = ledger.rests_on(name), ledger.domain(name)
    if not set(domain) <= set(rests_on):
        raise ValueError(f"{name!r} has a domain of a computed figure, which the page does not follow")
    ends = {base: [end if math.isfinite(end) else None for end in pair] for base, pair in domain.items()}
    quantity = QUANTITIES[name]
    return {"rests_on": list(rests_on), "domain": ends, "unit": quantity.unit, "missing": quantity.missing}


def _figure(judge: Judge, name: str) -> dict:
    if name in PARAMETERS:
        number = float(judge.ledger.parameters[name])
        return {"value": number, "bound": "exact", "precision": None, "unit": PARAMETERS[name].unit}
    return _hedged(judge.ledger.data[name]) | {"unit": judge.ledger.data[name].unit}


def _hedged(claim: Claim) -> dict:
    return {"value": claim.value, "bound": claim.bound, "precision": claim.precision}


def _unit(unit: str) -> dict:
    factor, word, single = unit_words(unit)
    return {"name": unit, "factor": factor, "word": word, "single": single}


def _input(name: str, data: Data, quoted: Data) -> dict:
    """How a field shows and bounds an input: numbers are in the unit that the field shows."""
    unit = PARAMETERS[name].unit if name in PARAMETERS else data[name].unit
    factor = unit_words(unit)[0]
    if name in PARAMETERS:
        parameter = PARAMETERS[name]
        low = parameter.low if name == "share_working" else max(parameter.low, SMALLEST)
        made = {"quoted": None, "low": low * factor, "high": parameter.high * factor}
    else:
        made = {"quoted": _hedged(quoted[name]), "low": 0.0, "high": max(LARGEST[name], data[name].value)}
    return {"factor": factor, **made, "slider": _slider(name, data, made["high"])}


def _slider(name: str, data: Data, high: float) -> dict:
    """``first`` is the power of ten a logarithmic slider begins at; ``last`` the place it ends at."""
    decades = INPUTS[name]
    if name == "shortage":
        numbers = [data[other].value for other in ("shortage", *SHORTAGES) if data[other].value > 0]
        decades = (math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers))))
    if decades is None:
        return {"kind": "linear", "first": 0, "last": int(high)}
    places = [decade * 90 for decade in decades]
    last = places[1] - places[0]
    if high < 10.0 ** decades[1]:
        power = math.floor(math.log10(high))
        last = (power - decades[0]) * 90 + math.floor(high / 10.0 ** (power - 1)) - 10
    return {"kind": "log", "first": decades[0], "last": last}


def _command(edition: Mapping[str, object]) -> str:
    """The command that the changes of a reader are added to: it makes the edition as it stands."""
    words = ["report build", *(["--data DIR"] if edition.get("other_data") else [])]
    if edition.get("as_filed"):
        return " ".join([*words, *([edition["name"]] if edition["name"] != ARTICLE else [])])
    words += ["--set " + shlex.quote(f"{name}={_yaml(value)}") for name, value in edition.get("set", {}).items()]
    return " ".join([*words, *[f"-p {name}={value}" for name, value in edition.get("parameters", {}).items()]])


def _yaml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {json.dumps(each)}" for key, each in value.items()) + "}"
    return str(value)


# --- the page before any script has run -------------------------------------------------------------


def form_html(report: Results, data: dict, inputs: Iterable[str], identifier: str, docname: str) -> str:
    """The form, the verdict, the place of the chart and the results, as the article's own figures have them."""
    inputs = list(inputs)
    full = set(inputs) == set(INPUTS)
    rules = list(RULES) if full else ["marginal"]
    rows = list(ROWS.items()) if full else [("shortage_covered", ROWS["shortage_covered"])]
    fields = "".join(_field_html(report, data, name, f"{identifier}-{name}") for name in inputs)
    parts = [
        f'<div class="what-if" id="{identifier}">',
        _verdict_html(report, rules[0], because=False),
        '<div class="what-if-live" hidden>',
        f'<div class="what-if-chart" data-rows="{escape(json.dumps(rows))}"></div>',
        '<p class="what-if-note">Each bar is a range, a stroke across it the middle where a source gave one, an arrow an '
        "end beyond the scale. Left of the dashed line the report calls the inflow marginal; the scale is logarithmic: equal steps multiply.</p></div>",
        f'<form hidden aria-label="Other figures"><div class="what-if-inputs">{fields}</div>',
        '<div class="what-if-foot"><button type="button" data-reset>Back to the figures of the report</button>',
        "" if full else f'<a data-carry href="{_page(docname, "book/what-if")}">All inputs and all results</a>',
        "</div></form>",
        '<p class="what-if-status" role="status" aria-live="polite"></p>',
    ]
    if full:
        parts += [_because_html(report, rules[0]), _results_html(report, docname), _verdict_html(report, rules[1])]
        parts += [
            '<div class="what-if-live" hidden><p>The command that makes a whole report of these figures:</p>',
            '<pre tabindex="0"><code data-command></code></pre></div>',
        ]
    parts.append(
        '<p class="what-if-without">With scripts switched off these are the figures of the report; '
        f"<code>{data['command']} --set shortage=NUMBER -p marginal_below=SHARE</code> makes it with others.</p></div>"
    )
    return "".join(parts)


def _page(docname: str, target: str) -> str:
    page = f"{target}.html"
    return page.removeprefix("book/") if docname.startswith("book/") else page


def _said(report: Results, name: str, part: str = "text") -> str:
    words = printed(report, name, None if part == "text" else part)
    marks = ""
    if part == "range" and words in printed(report, name):
        words, marks = "\N{EM DASH}", ' class="not-on-phone"'
    return f'<span data-value="{name}" data-said="{part}"{marks}>{escape(words)}</span>'


def _field_html(report: Results, data: dict, name: str, identifier: str) -> str:
    field, slider = data["inputs"][name], data["inputs"][name]["slider"]
    number = f"{data['figures'][name]['value'] * field['factor']:.12g}"
    unit = data["units"][data["figures"][name]["unit"]]["word"]
    described = f"{identifier}-unit {identifier}-fault" + (f" {identifier}-said" if field["quoted"] else "")
    alternatives = name == data["alternatives"]["of"]
    marks = f' list="{identifier}-marks"' if alternatives else ""
    html = (
        f'<div class="what-if-input" data-input="{name}">'
        f'<label for="{identifier}" id="{identifier}-label">{escape(title(report, name))}</label><div class="what-if-row">'
        f'<input type="text" inputmode="decimal" autocomplete="off" id="{identifier}" value="{number}" aria-describedby="{described}">'
        f'<span class="what-if-unit" id="{identifier}-unit">{escape(unit)}</span>'
        f'<input type="range" min="0" max="{slider["last"]}" step="1" aria-labelledby="{identifier}-label"{marks}></div>'
    )
    if field["quoted"]:
        html += f'<p class="what-if-said" id="{identifier}-said">Taken as {_said(report, name)}: {_said(report, name, "range")}</p>'
    html += f'<p class="what-if-fault" id="{identifier}-fault" hidden></p>'
    return html + (_alternatives_html(report, data, identifier) if alternatives else "") + "</div>"


def _alternatives_html(report: Results, data: dict, identifier: str) -> str:
    first = data["inputs"]["shortage"]["slider"]["first"]
    options, marks = [], []
    for name, figure in data["alternatives"]["figures"].items():
        if name not in report.values or not figure["value"]:
            continue
        words = SHORTAGES.get(name, "as in this report")
        options.append(
            f'<option value="{name}" data-value="{name}">{escape(words)}: {escape(printed(report, name))}</option>'
        )
        power = math.floor(math.log10(figure["value"]))
        marks.append(round((power - first) * 90 + figure["value"] / 10.0 ** (power - 1) - 10))
    ticks = "".join(f'<option value="{place}"></option>' for place in sorted(set(marks)))
    return (
        f'<div class="what-if-other"><label for="{identifier}-other">Use another estimate, with its own hedge</label>'
        f'<select id="{identifier}-other">{"".join(options)}<option value="">a number of your own</option></select>'
        f'<datalist id="{identifier}-marks">{ticks}</datalist></div>'
    )


def _verdict_html(report: Results, rule: str, because: bool = True) -> str:
    verdict = report.verdicts[rule]
    mark = RATINGS[verdict["holds"]].replace(" ", "-")
    html = f'<div class="verdict verdict-{mark}" data-verdict="{rule}">'
    html += f'<p><strong data-part="verdict">{sentence_html(report, verdict["text"])}</strong></p>'
    return html + (
        f'<p data-part="because">{sentence_html(report, verdict["because"])}</p></div>' if because else "</div>"
    )


def _because_html(report: Results, rule: str) -> str:
    words = sentence_html(report, report.verdicts[rule]["because"])
    return f'<p data-because="{rule}">{words}</p>'


def _results_html(report: Results, docname: str) -> str:
    rows = "".join(
        f'<tr><td><a href="{_page(docname, PROVENANCE)}#value-{name}">{escape(title(report, name))}</a></td>'
        f'<td>{_said(report, name)}</td><td><span class="phone-only">Range: </span>{_said(report, name, "range")}</td></tr>'
        for name in SHOWN
    )
    return (
        '<div class="table-frame"><div class="table-scroll" tabindex="0"><table class="table report-table">'
        f"<thead><tr><th>Figure</th><th>Value</th><th>Range</th></tr></thead><tbody>{rows}</tbody></table></div></div>"
    )


# --- the extension ----------------------------------------------------------------------------------


class what_if_node(nodes.General, nodes.Element):
    """The form of a page; ``html`` is what stands there before any script has run."""


class WhatIfDirective(SphinxDirective):
    """``{what-if}``: the form with every input; ``:inputs: shortage, marginal_below`` makes the small one."""

    option_spec = {"inputs": directives.unchanged}  # noqa: RUF012 (docutils' own form)

    def run(self):
        inputs = [name.strip() for name in self.options.get("inputs", ", ".join(INPUTS)).split(",")]
        unknown = [name for name in inputs if name not in INPUTS]
        if unknown:
            raise self.error(f"no input {', '.join(unknown)} to move; use {', '.join(INPUTS)}")
        report = self.env.app.report
        judge, quoted, edition = _sources(self.env.app)
        for name in (*INPUTS, *TRACED, *RULES):
            if name not in report.values and name not in report.verdicts:
                raise self.error(f"no notebook printed {name!r}, which the what-if shows")
        for path in [*(Path(self.env.srcdir) / "data").iterdir(), *(Path(self.env.srcdir) / "book").glob("*.ipynb")]:
            self.env.note_dependency(str(path))
        identifier = f"what-if-{nodes.make_id(self.env.docname)}-{self.env.new_serialno('what-if')}"
        html = form_html(report, page_data(judge, quoted, edition), inputs, identifier, self.env.docname)
        return [what_if_node(html=f"{html}<script>{script(judge, quoted, edition)}</script>")]


def _sources(app: Sphinx) -> tuple[Judge, Data, dict]:
    """The judge over the book's data, the same figures without the edition's replacements, and the edition's note."""
    folder = Path(app.srcdir) / "data"
    return open_judge(folder, app.report.parameters), load(folder, None, names_needed()), read_edition_note(folder)


def visit_what_if(self, node) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


def add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """The scripts and the stylesheet are loaded where the form is, and on no other page."""
    if doctree is not None and any(doctree.findall(what_if_node)):
        app.add_css_file("what-if.css")
        app.add_js_file("say.js", loading_method="defer")
        app.add_js_file("what-if.js", loading_method="defer")


def setup(app: Sphinx) -> dict:
    """Register the extension; it needs the results that ``helpers.book`` collects."""
    app.add_node(what_if_node, html=(visit_what_if, None))
    app.add_directive("what-if", WhatIfDirective)
    app.connect("html-page-context", add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

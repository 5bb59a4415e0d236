"""What stands behind a number, as HTML: hedge, formula, inputs, quoted words, source, code and citation.

One description serves the popover beside a number and its entry on the provenance page. Nothing is computed
here; every part comes from the record of the notebook that printed the value.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from helpers.citation import Citation, cite_value
from helpers.editions import Results
from helpers.interval import BOUND_WORDS
from helpers.quantities import QUANTITIES
from helpers.verdicts import MARKER, names_used

PROVENANCE = "book/provenance"

KINDS = {
    "claim": "Figures of the article",
    "quantity": "Computed figures",
    "context": "Independent figures",
    "parameter": "Choices of this report",
    "tally": "Counts",
}


@dataclass(frozen=True)
class Place:
    """Where a description stands: its page, the results and citation it speaks of, and the repository if one is set."""

    report: Results
    citation: Citation
    docname: str
    repository: str = ""

    @property
    def is_provenance(self) -> bool:
        return self.docname == PROVENANCE

    def to(self, target: str, anchor: str = "") -> str:
        """The relative address of a page of the book, or of an anchor on it."""
        page = "" if target == self.docname else f"{target}.html"
        return (page.removeprefix("book/") if self.docname.startswith("book/") else page) + (
            f"#{anchor}" if anchor else ""
        )

    def to_file(self, path: str) -> str:
        """The relative address of a file that lies beside the pages."""
        return f"../{path}" if self.docname.startswith("book/") else path

    def link(self, target: str, anchor: str, text: str) -> str:
        return f'<a href="{self.to(target, anchor)}">{text}</a>'

    def value_link(self, name: str) -> str:
        return self.link(PROVENANCE, f"value-{name}", escape(self.report.values[name]["label"]))

    def verdict_link(self, name: str) -> str:
        return self.link(PROVENANCE, f"verdict-{name}", sentence_html(self.report, self.report.verdicts[name]["label"]))

    def number(self, name: str, part: str = "text") -> str:
        """A printed part of a value, marked with its id."""
        text = self.report.values[name][part] if part == "text" else self.report.provenance[name][part]
        return f'<span data-value="{name}">{escape(text)}</span>'


def title(report: Results, name: str) -> str:
    """The label of a value, as a heading begins."""
    label = report.values[name]["label"]
    return label[:1].upper() + label[1:]


# --- one value ---------------------------------------------------------------------------------------


def details_html(place: Place, name: str) -> str:
    """The hedge, the formula or quotation, the inputs as links, the source and the code behind one value."""
    rows = [
        *_hedge_rows(place, name),
        *_formula_rows(place, name),
        *_source_rows(place, name),
        *_rests_rows(place, name),
        *_code_rows(place, name),
    ]
    if place.is_provenance:
        rows += _dependents_rows(place, name)
        rows.append(("Cite this number", _cite_html(place, name)))
    return "<dl>" + "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in rows) + "</dl>"


def _hedge_rows(place: Place, name: str) -> list[tuple[str, str]]:
    entry, origin = place.report.values[name], place.report.provenance[name]
    rows = [("Value", f"<strong>{place.number(name)}</strong>")]
    if origin["range"] not in entry["text"]:
        rows.append(("Range", place.number(name, "range")))
    return [*rows, ("Hedge", _hedge(entry, origin))]


def _hedge(entry: dict, origin: dict) -> str:
    """Bound and attribution; a figure that was computed, chosen or counted is not "given"."""
    made = {"quantity": "computed from exact figures", "parameter": "chosen by this report", "tally": "counted"}
    if entry["bound"] != "exact" or origin["kind"] not in made:
        return f"{BOUND_WORDS[entry['bound']]}, {escape(entry['attribution'])}"
    return made[origin["kind"]] + (f", {escape(entry['attribution'])}" if origin["kind"] == "quantity" else "")


def _formula_rows(place: Place, name: str) -> list[tuple[str, str]]:
    formula = place.report.values[name]["formula"]
    if not formula:
        return []
    return [
        ("What it is", escape(place.report.provenance[name]["sentence"])),
        ("Formula", f'<div class="formula" tabindex="0">{_formula_html(name, formula)}</div>'),
        ("With values", f'<span class="formula">{_substituted(place.report, name)}</span>'),
    ]


def _source_rows(place: Place, name: str) -> list[tuple[str, str]]:
    origin, rows = place.report.provenance[name], []
    if origin.get("wording"):
        rows.append(("In its words", f"<q>{escape(origin['wording'])}</q>"))
    if origin.get("speaker"):
        rows.append(("Said by", f'<span class="source-name">{escape(chain(origin))}</span>'))
    if origin.get("source"):
        rows.append(("Source", _source_html(place, origin)))
    if origin.get("grade"):
        grade = f'<span data-value="{name}">{escape(origin["grade"])}</span>'
        rows.append(("Grade", f"{grade}: {escape(origin['grade_reason'])}"))
    return rows


def chain(origin: dict) -> str:
    """Who said a figure, and through whom."""
    return origin["speaker"] + (f", through {origin['relayed_by']}" if origin["relayed_by"] else "")


def _source_html(place: Place, origin: dict) -> str:
    source = place.report.sources[origin["source"]]
    text = source_link(place, origin["source"])
    if origin["locator"]:
        text += f', <span class="locator">{escape(origin["locator"])}</span>'
    if source["url"]:
        text += f' (<a rel="external" href="{escape(source["url"])}">open the page</a>)'
    return text


def source_link(place: Place, key: str) -> str:
    """A source by its short name, leading to its entry among the sources."""
    name = f'<span class="source-name">{escape(place.report.sources[key]["name"])}</span>'
    return place.link("book/sources", f"source-{key}", name)


def _rests_rows(place: Place, name: str) -> list[tuple[str, str]]:
    bases = place.report.provenance[name].get("rests_on", [])
    items = "".join(f"<li>{_base_html(place, base)}</li>" for base in bases)
    return [("Rests on", f"<ul>{items}</ul>")] if items else []


def _base_html(place: Place, name: str) -> str:
    origin = place.report.provenance[name]
    quote = ""
    if origin.get("wording"):
        said = f'<span class="source-name">{escape(chain(origin))}</span>'
        quote = f": <q>{escape(origin['wording'])}</q>, {said}"
    return f"{place.value_link(name)} ({place.number(name)}){quote}"


def _dependents_rows(place: Place, name: str) -> list[tuple[str, str]]:
    report = place.report
    values = [place.value_link(other) for other in report.provenance[name].get("used_by", []) if other in report.values]
    verdicts = [place.verdict_link(other) for other in report.verdicts if name in verdict_uses(report, other)]
    charts = [
        place.link(
            f"book/{chart['notebook']}", f"fig-{other}", f"the chart {other.replace('_', ' ')}, on {chart['notebook']}"
        )
        for other, chart in report.charts.items()
        if name in chart["values"]
    ]
    used = [*values, *verdicts, *charts]
    return [("Used in", "<ul>" + "".join(f"<li>{link}</li>" for link in used) + "</ul>")] if used else []


def verdict_uses(report: Results, name: str) -> list[str]:
    """The ids of the values that a verdict prints or rates."""
    verdict = report.verdicts[name]
    printed_in = [*names_used(verdict["text"]), *names_used(verdict["because"])]
    return list(dict.fromkeys([*verdict["claims"], *verdict["uses"], *printed_in]))


def _code_rows(place: Place, name: str) -> list[tuple[str, str]]:
    """The line of code or of data that the value comes from, and the cell of the notebook that printed it."""
    rows, kind = [], place.report.provenance[name]["kind"]
    if name in QUANTITIES:
        line, source = _source_line(name)
        where = _file_html(place, f"src/helpers/quantities.py:{line}")
        rows.append(("Code", f"<code>{escape(source)}</code> in {where}"))
    if kind in ("claim", "context") and not place.report.provenance[name]["replaced"]:
        rows.append(("Kept in", _file_html(place, "data/claims.csv" if kind == "claim" else "data/context.csv")))
    return [*rows, ("Notebook", _cell_html(place, place.report.values[name] | place.report.provenance[name], name))]


def _cell_html(place: Place, printed_in: dict, name: str) -> str:
    """The cell of a notebook, as a link, and its code; of a list of ids only the one in question."""
    notebook = printed_in["notebook"]
    cell = place.link(f"book/{notebook}", cell_anchor(notebook, printed_in["cell"]), notebook)
    call, _, arguments = printed_in["code"].partition("(")
    others = f'"{name}"' in arguments and "," in arguments
    code = f'{call}(\N{HORIZONTAL ELLIPSIS} "{name}" \N{HORIZONTAL ELLIPSIS})' if others else printed_in["code"]
    return f"{cell}: <code>{escape(code)}</code>"


def _file_html(place: Place, where: str) -> str:
    path, _, line = where.partition(":")
    code = f"<code>{where}</code>"
    if not place.repository:
        return code
    return f'<a rel="external" href="{place.repository}/{path}{f"#L{line}" if line else ""}">{code}</a>'


@lru_cache
def _source_line(name: str) -> tuple[int, str]:
    """The line of quantities.py that computes a value, and its number."""
    lines, start = inspect.getsourcelines(QUANTITIES[name].function)
    offset = max(index for index, line in enumerate(lines) if line.strip().startswith("return "))
    return start + offset, lines[offset].strip()


def cell_anchor(notebook: str, cell: int) -> str:
    """The anchor of a notebook's cell on its page."""
    return f"{notebook}-cell-{cell}"


def _cite_html(place: Place, name: str) -> str:
    """A ready citation, with the edition and a link that stays."""
    words = escape(cite_value(place.citation, title(place.report, name), place.report.values[name]["text"]))
    link = f"{place.citation.address}{PROVENANCE}.html#value-{name}"
    return f'<span class="citation">{words} <a href="#value-{name}">{escape(link)}</a></span>'


# --- formulas ----------------------------------------------------------------------------------------


def _substituted(report: Results, name: str) -> str:
    """The formula with each input's printed number and its hedge word in its place."""

    def fill(match: re.Match) -> str:
        used = match[0]
        if used not in report.values:
            return used
        number = report.provenance[used]["number"]
        hedge = report.values[used]["text"].partition(number)
        before = escape(hedge[0]) if hedge[1] else ""
        percent = " %" if report.values[used]["unit"] in ("percent", "ratio") else ""
        return f'{before}<span data-value="{used}">{escape(number)}</span>{percent}'

    formula = escape(report.values[name]["formula"])
    signs = formula.replace("*", "\N{MULTIPLICATION SIGN}").replace("/", "\N{DIVISION SIGN}")
    return re.sub(r"[a-z][a-z0-9_]+", fill, signs)


@lru_cache
def _formula_html(name: str, formula: str) -> str:
    """The formula typeset as MathML by SymPy, from the very function that computes it."""
    if name not in QUANTITIES:
        return f"<code>{escape(formula)}</code>"
    import sympy
    from sympy.printing.mathml import MathMLPresentationPrinter

    quantity = QUANTITIES[name]
    symbols = {argument: sympy.Symbol(used) for argument, used in quantity.inputs.items()}
    printer = MathMLPresentationPrinter({"symbol_names": {}})
    expression = quantity.function(**symbols)
    words = {
        symbol: used.replace("_", "\N{NO-BREAK SPACE}")
        for symbol, used in zip(symbols.values(), quantity.inputs.values(), strict=True)
    }

    def in_words(symbol, style="plain"):
        node = printer.dom.createElement("mi")
        node.appendChild(printer.dom.createTextNode(words[symbol]))
        return node

    printer._print_Symbol = in_words
    mathml = printer._print(expression).toxml().replace("<mi>log</mi>", "<mi>ln</mi>")
    return f'<math display="inline" displaystyle="true" aria-label="{escape(formula)}">{mathml}</math>'


# --- the page ----------------------------------------------------------------------------------------


def entry_html(place: Place, name: str) -> str:
    """One value of the provenance page: its name and number in sight, the rest one click or one link away."""
    period = place.report.provenance[name].get("period_text")
    dated = f', <span data-value="{name}">{escape(period)}</span>' if period else ""
    return (
        f'<details class="origin"><summary><span class="origin-label">{escape(title(place.report, name))}{dated}</span> '
        f'<span class="origin-value">{place.number(name)}</span></summary>'
        f'<div id="value-{name}" class="origin-details">{details_html(place, name)}</div></details>'
    )


def verdict_html(place: Place, name: str) -> str:
    """One verdict of the provenance page: what it says, why, and the values it rests on."""
    verdict = place.report.verdicts[name]
    rows = [
        ("It says", sentence_html(place.report, verdict["text"])),
        ("Because", sentence_html(place.report, verdict["because"])),
        (
            "Rests on",
            "<ul>"
            + "".join(f"<li>{_base_html(place, used)}</li>" for used in verdict_uses(place.report, name))
            + "</ul>",
        ),
        ("Notebook", _cell_html(place, verdict, name)),
    ]
    return (
        f'<details class="origin"><summary><span class="origin-label">{sentence_html(place.report, verdict["label"])}</span> '
        f'<span class="origin-value">{verdict["outcome"]}</span></summary>'
        f'<div id="verdict-{name}" class="origin-details"><dl>'
        + "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in rows if text != "<ul></ul>")
        + "</dl></div></details>"
    )


def sentence_html(report: Results, template: str) -> str:
    """A computed sentence with a capital at its head, each of its numbers marked with its id."""

    def fill(match: re.Match) -> str:
        text = str(printed(report, match[1], match[2]))
        text = text[:1].upper() + text[1:] if match.start() == 0 else text
        return f'<span data-value="{match[1]}">{escape(text)}</span>'

    return MARKER.sub(fill, escape(template[:1].upper() + template[1:]))


def printed(report: Results, name: str, part: str | None = None) -> str:
    """What a value, or one part of it, prints. KeyError where there is no such value or part."""
    origin = report.provenance[name]
    if part is None:
        return report.values[name]["text"]
    if part == "period":
        return origin["period_text"]
    if part in ("attribution", "label", "unit", "formula"):
        return report.values[name][part]
    return origin[part]

"""The what-if: its JavaScript is Python's arithmetic and Python's words, and the form is a plain, quiet form."""

from __future__ import annotations

import itertools
import json
import math
import random
import re
import shlex
from dataclasses import asdict, replace

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers import cli
from helpers.figures.data import load, replace_figures
from helpers.figures.faults import InputError
from helpers.figures.interval import BOUNDS, Interval
from helpers.figures.units import Unit
from helpers.figures.wording import say
from helpers.findings import groups, quantities, rules
from helpers.notebook.report import Report, parameter_faults
from helpers.notebook.results import collect
from helpers.pages import whatif

PARTS = ("text", "number", "low", "high", "range")
INPUTS = ("shortage", "marginal_below", "share_working", "entries_per_person", "growth_multiple")
SHOWN = (
    "shortage_covered",
    "shortage_covered_assumed",
    "shortage_covered_students",
    "entrants_to_matter",
    "shortage_to_matter",
    "growth_to_cover",
    "previous_entrants",
    "years_to_cover",
)
FOLLOWED = (*SHOWN, "entrants_increase", "growth_rate")
RULES = ("marginal_assumed", "marginal")
CHOICES = {"marginal_below": 0.05, "share_working": 1.0, "entries_per_person": 1.0}


# --- the notebook, with other figures ----------------------------------------------------------------


class Heard(Report):
    """A report that keeps what its what-if is asked to follow, and makes no form of it."""

    def table(self, *rows):
        return None

    def what_if(self, **settings):
        self.settings = settings


class NoGroups:
    """In place of the groups of figures: the other estimates play no part in the arithmetic."""

    def __getattr__(self, name):
        return lambda figures: None


@pytest.fixture(scope="module")
def data(checkout):
    return load(checkout / "data")


@pytest.fixture(scope="module")
def cells(checkout):
    """The cells of the notebook that compute, ready to run; the first two only open the report."""
    notebook = nbformat.read(checkout / "book" / "what-if.ipynb", as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "open_report(" in code[1]
    return [compile(source, "what-if", "exec") for source in code[2:]]


def run_notebook(cells, report, groups=groups):
    """Run the notebook's computing cells on an opened report."""
    names = {"report": report, "figures": report.figures, "quantities": quantities, "rules": rules, "groups": groups}
    for cell in cells:
        exec(cell, names)


# --- the same numbers and the same words as Python ---------------------------------------------------


def points() -> list[tuple[dict, dict]]:
    """Figures and parameters to compare at: a grid, the edges, other hedges, thresholds that lie within a range."""
    shortages = [100_000, 123_456.5, 400_000, 1_500_000, 2_600_000, 48_000_000]
    growths = [0, 0.5, 0.999999, 1, 1.000001, 1.5, 2, 12, 1000]
    grid = itertools.product(shortages, growths, [0.05, 0.0088, 0.5], [0, 0.000001, 0.35, 1], [1, 1.7, 2, 52])
    made = [
        ({"shortage": shortage, "growth_multiple": growth}, _parameters(threshold, share, entries))
        for shortage, growth, threshold, share, entries in grid
    ]
    edges = [100_000.000001, 13_221 * 10, 13_220, 999_999, 1_000_000, 9_999_999, 1e9, 1e12, 1e15, 3e22]
    hedges = [{"bound": "exact"}, {"bound": "up_to"}, {"bound": "at_least"}]
    rounded, steps = ("about", "nearly"), (1, 0.5, 1000, 10_000, 1_000_000)
    hedges += [{"bound": bound, "precision": step} for bound, step in itertools.product(rounded, steps)]
    values = [1, 7, 13_220, 13_221, 13_222, 264_420, 1_000_000, 1_450_000, 2_000_000, 5e6, 1e21, *edges]
    for value, hedge in itertools.product(values, hedges):
        if value >= hedge.get("precision", 0):
            made += [({"shortage": {"value": value, **hedge}}, _parameters(t, 0.8, 1.5)) for t in (0.05, 0.01, 1)]
    stated = itertools.product([0, 7, 13_221, 100_000, 1_000_000], [13_222, 200_000.5, 1_550_000, 1e9])
    made += [
        ({"shortage": {"value": low, "bound": "between", "upper": high}}, _parameters(t, 0.8, 1.5))
        for (low, high), t in itertools.product(stated, (0.05, 0.01, 1))
        if low < high
    ]
    made += [({"shortage": {"value": 0, "bound": bound}}, {}) for bound in ("exact", "up_to", "at_least")]
    for value, bound in itertools.product([0, 0.3, 1, 1.2, 12, 50, 1e6], ["exact", "at_least", "up_to", "about"]):
        hedge = {"bound": bound, **({"precision": 0.2} if bound == "about" else {})}
        if bound != "about" or value >= 0.2:
            made += [
                ({"growth_multiple": {"value": value, **hedge}, "shortage": {"value": s, "bound": "exact"}}, {})
                for s in (13_221, 5_000, 1_500_000)
            ]
    # two one-sided figures at once: pushes both ways, and infinity by infinity, which needs a limit
    sides = itertools.product([5_000, 13_221, 2e6], ["up_to", "at_least"], [0.5, 1, 12], ["up_to", "at_least", "exact"])
    for shortage, side, growth, other in sides:
        one_sided = {"value": shortage, "bound": side}
        made.append(({"shortage": one_sided, "growth_multiple": {"value": growth, "bound": other}}, {}))
    # the ends of the covered share themselves, and their neighbours: a threshold that is reached counts as reached
    for share in (1, 0.5, 0.35):
        for end in (13_221 * share / 1_550_000, 13_221 * share / 1_450_000):
            made += [({}, _parameters(t, share, 1)) for t in (end, math.nextafter(end, 0), math.nextafter(end, 1))]
    pick = random.Random(7)
    for _ in range(2200):
        shortage = float(f"{10 ** pick.uniform(5, 10):.{pick.randint(2, 9)}g}")
        growth = float(f"{10 ** pick.uniform(-1, 3):.{pick.randint(1, 5)}g}")
        parameters = _parameters(
            round(10 ** pick.uniform(-4, 0), 6), round(pick.random(), 3), round(pick.uniform(1, 52), 2)
        )
        made.append(({"shortage": max(shortage, 100_000), "growth_multiple": growth}, parameters))
    return made  # fmt: skip


def _parameters(threshold, share, entries) -> dict:
    return {"marginal_below": threshold, "share_working": share, "entries_per_person": entries}


def row_of(figure) -> list:
    """A figure's ends and middle, None for an open one, then its bound and what it prints."""
    ends = (figure.interval.low, figure.central, figure.interval.high) if figure.interval else (None, None, None)
    known = [end if end is not None and math.isfinite(end) else None for end in ends]
    return [*known, figure.bound, *(getattr(figure.phrase, part) for part in PARTS)]


@pytest.fixture(scope="module")
def by_python(data, cells):
    """What the notebook's own cells say of other figures and choices."""
    needed = {name: data.claims[name] for name in ("entrants", "student_visas", "shortage", "growth_multiple")}
    small = replace(data, claims=needed, context={})

    def told(figures, parameters) -> dict:
        choices = CHOICES | parameters
        assert parameter_faults(choices, data) == []
        report = Heard(replace_figures(small, figures), small, choices)
        run_notebook(cells, report, NoGroups())
        settings = report.settings
        bases = [report.figures[name] for name in ("entrants", "student_visas")]
        values = {figure.id: row_of(figure) for figure in [*settings["follow"], *settings["inputs"], *bases]}
        said = {
            verdict.id: [verdict.fill(verdict.outcome.text), verdict.fill(verdict.outcome.because)]
            for verdict in settings["verdicts"]
        }
        return {"values": values, "verdicts": said}

    return told


BY_SCRIPT = """([points, names, rules]) => {
  const end = (number) => (Number.isFinite(number) ? number : null);
  return JSON.stringify(JSON.parse(points).map((replaced) => {
    const { values, verdicts } = whatIfPage.evaluate(whatIf, replaced);
    const row = ({ interval, central, bound, printed: p }) =>
      [end(interval?.low), end(central ?? NaN), end(interval?.high), bound, p.text, p.number, p.low, p.high, p.range];
    const say = (rule) => [verdicts[rule].text, verdicts[rule].because].map((words) => whatIfPage.plainSentence(words, values));
    return {
      values: Object.fromEntries(names.map((name) => [name, row(values[name])])),
      verdicts: Object.fromEntries(rules.map((rule) => [rule, say(rule)])),
    };
  }));
}"""


def by_script(page, chosen) -> list[dict]:
    """What the page's own script says, all points in one call."""
    told = []
    for figures, parameters in chosen:
        full = {name: given if isinstance(given, dict) else {"value": given} for name, given in figures.items()}
        for given in full.values():
            if given.get("bound", "about") not in ("about", "nearly"):
                given.setdefault("precision", None)
        told.append({**full, **{name: {"value": number} for name, number in parameters.items()}})
    names = [*FOLLOWED, *INPUTS, "entrants", "student_visas"]
    return json.loads(page.evaluate(BY_SCRIPT, [json.dumps(told), names, list(RULES)]))


def differences(python: dict, script: dict) -> list[str]:
    """Where the two disagree: numbers beyond 1e-9 relative, open ends, words."""
    found = [
        f"{rule}: {python['verdicts'][rule]} / {said}"
        for rule, said in script["verdicts"].items()
        if said != python["verdicts"][rule]
    ]
    for name, there in script["values"].items():
        here = python["values"][name]
        close = all(
            a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=0)
            for a, b in zip(here[:3], there[:3], strict=True)
        )
        if not close or here[3:] != there[3:]:
            found.append(f"{name}: {here} / {there}")
    return found  # fmt: skip


@pytest.fixture(scope="module")
def compared(by_python):
    """The points, with what Python says of each."""
    return [(point, by_python(*point)) for point in points()]


def test_script_and_python_agree_at_thousands_of_points(visit, compared):
    assert len(compared) >= 5000
    told = by_script(visit("what-if"), [point for point, _ in compared])
    wrong = [(point, differences(said, script)) for (point, said), script in zip(compared, told, strict=True)]
    wrong = [(point, found) for point, found in wrong if found]
    assert not wrong, f"{len(wrong)} of {len(compared)} points differ: {wrong[:3]}"


def test_the_points_reach_every_outcome_and_every_kind_of_value(compared):
    for rule in RULES:
        openings = {re.sub(r"\d.*", "", said["verdicts"][rule][0]) for _, said in compared}
        assert len(openings) >= 3
    for name in FOLLOWED:
        assert len({said["values"][name][4] for _, said in compared}) > 3, name
    years = {said["values"]["years_to_cover"][4] for _, said in compared}
    assert {"never, at this growth", "without bound"} <= years


@pytest.fixture(scope="module")
def what_if(built):
    """The record that the book's form is made of."""
    return collect(built).what_if


def _mutants(formula: str) -> list[str]:
    head, arrow, body = formula.partition(" => ")
    swaps = {"*": "/", "/": "*", "-": "+"}
    changed = [body[:at] + swaps[sign] + body[at + 1 :] for at, sign in enumerate(body) if sign in swaps]
    changed += [body.replace("Math.log", "Math.log10", 1)] if "Math.log" in body else []
    return [head + arrow + each for each in changed]


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_changed_formula_is_found(visit, compared, what_if, name):
    page, some = visit("what-if"), compared[::40]
    mutants = _mutants(what_if.quantities[name].formula)
    assert mutants
    for mutant in mutants:
        page.evaluate("([name, text]) => { whatIf.quantities[name].formula = (0, eval)(text) }", [name, mutant])
        told = by_script(page, [point for point, _ in some])
        assert any(differences(said, script) for (_, said), script in zip(some, told, strict=True)), mutant


def test_the_twin_of_say_agrees_on_any_figure(visit, data):
    pick, cases = random.Random(11), []
    numbers = [0, 1, -1, 0.1, 12, 999.9999999999, 1e3, 1e6, 1.5e6, 1e21, 3e22, -0.004, 2.5, 13_221, math.inf, -math.inf]
    units = {**data.units, "bare": Unit("bare", "", "count", "")}
    for _ in range(4000):
        ends = sorted(
            pick.choice(numbers) if pick.random() < 0.3 else pick.uniform(-1, 1) * 10 ** pick.randint(-6, 9)
            for _ in "ab"
        )
        ends = ends if pick.random() < 0.8 or math.isinf(ends[0]) else [ends[0], ends[0]]
        finite = all(map(math.isfinite, ends))
        central = (ends[0] + ends[1]) / 2 if finite and pick.random() < 0.5 else None
        precision = 10.0 ** pick.randint(-3, 6) * pick.choice([1, 2, 5]) if pick.random() < 0.5 else None
        cases.append(
            [
                ends,
                central,
                pick.choice(BOUNDS),
                pick.choice(list(units)),
                precision,
                pick.random() < 0.5,
            ]
        )
    # a quoted figure that is about, or nearly, something is never without an end
    rounded = ("about", "nearly")
    cases = [case for case in cases if all(map(math.isfinite, case[0])) or not (case[2] in rounded and case[5])]
    here = [
        asdict(say(Interval(*ends), central, bound, units[unit], precision=precision, quoted=quoted))
        for ends, central, bound, unit, precision, quoted in cases
    ]
    script = """([cases, units]) => cases.map(([ends, central, bound, unit, precision, quoted]) =>
      sayIt.say({low: ends[0], high: ends[1]}, central, bound, units[unit], {precision, quoted}))"""
    words = {
        name: {"factor": unit.factor, "word": unit.word, "single": unit.one, "whole": unit.is_whole}
        for name, unit in units.items()
    }
    there = visit("what-if").evaluate(script, [cases, words])
    assert [(case, a, b) for case, a, b in zip(cases, here, there, strict=True) if a != b][:3] == []  # fmt: skip


def test_formulas_are_printed_in_the_order_python_computes(what_if):
    formulas = {name: quantity.formula for name, quantity in what_if.quantities.items()}
    assert formulas["shortage_covered"] == "({entrants, shortage}) => entrants/shortage"
    assert formulas["entrants_increase"].endswith("=> entrants - entrants/growth_multiple")
    assert formulas["shortage_covered_assumed"].endswith("((entrants*share_working)/entries_per_person)/shortage")


# --- the record becomes a form and a script ----------------------------------------------------------


def test_the_scripts_and_styles_know_no_figure_of_the_report(checkout, data):
    folder = checkout / "src" / "helpers" / "pages"
    names = "|".join([*data.figures, *data.parameters, *FOLLOWED, *RULES])
    for path in [*(folder / "assets").iterdir(), folder / "whatif.py", folder / "templates" / "what-if.html"]:
        assert not re.findall(rf"(?<![\w.-])(?:{names})(?![\w-])", path.read_text(encoding="utf-8")), path.name


def test_each_outcome_has_its_own_sentence(what_if):
    for rule in what_if.verdicts:
        assert len({outcome["text"] for outcome in rule.outcomes.values()}) == 3
    assert whatif.MARKS == {"true": "agrees", "false": "disagrees", "open": "cannot-be-told"}


def test_words_cannot_end_the_script(what_if):
    first = what_if.alternatives[0].model_copy(update={"words": "</script><!-- <b>"})
    made = whatif.script(what_if.model_copy(update={"alternatives": [first]}), {})
    assert "<" not in made
    assert (
        json.loads(made.partition(";\n")[0].removeprefix("globalThis.whatIf = "))["alternatives"][first.id]["words"]
        == first.words
    )


@pytest.mark.parametrize("formula", ["({a}) => a</script>", "({a}) => eval('a')", "alert(1)", "({a}) => a; b()"])
def test_a_formula_that_is_more_than_arithmetic_is_refused(what_if, formula):
    name, traced = next(iter(what_if.quantities.items()))
    odd = what_if.model_copy(update={"quantities": {name: traced.model_copy(update={"formula": formula})}})
    with pytest.raises(ValueError, match=f"the formula of {name} is more than arithmetic"):
        whatif.script(odd, {})


@pytest.mark.parametrize(
    ("note", "command"),
    [
        ({}, "report build"),
        ({"name": "larger-shortage", "set": {"shortage": 1}, "as_filed": True}, "report build larger-shortage"),
        (
            {"name": "custom", "set": {"shortage": 2000000}, "parameters": {"share_working": 0.5}},
            "report build --set shortage=2000000 -p share_working=0.5",
        ),
        (
            {"name": "custom", "set": {"shortage": {"value": 2000000, "bound": "exact"}}, "parameters": {}},
            "report build --set 'shortage={value: 2000000, bound: \"exact\"}'",
        ),
        ({"name": "custom", "set": {}, "parameters": {}, "other_data": True}, "report build --data DIR"),
    ],
)
def test_the_command_begins_with_what_makes_the_edition(note, command):
    assert whatif.command(note) == command


def test_in_an_edition_a_bare_number_keeps_the_hedge_of_the_data(data, cells):
    """The edition's shortage is exact, the article's is rounded: the command has to say which is meant."""

    class Kept(Report):
        def what_if(self, **settings):
            self.form = super().what_if(**settings).form

    replaced = replace_figures(data, {"shortage": {"value": 2_000_000, "bound": "exact"}})
    report = Kept(replaced, data, CHOICES)
    run_notebook(cells, report)
    assert report.form.figures["shortage"].bound == "exact"
    (shortage,) = [each for each in report.form.inputs if each.id == "shortage"]
    assert shortage.quoted.model_dump() == {"value": 1_500_000, "bound": "about", "precision": 100_000, "upper": None}


# --- the page ----------------------------------------------------------------------------------------


def field(page, name):
    return page.locator(f"[data-input={name}] input[type=text]")


def slider(page, name):
    return page.locator(f"[data-input={name}] input[type=range]")


def shown(page, name, part="text"):
    return page.locator(f"td [data-value={name}][data-said={part}]").inner_text()


def said(page):
    return page.locator("[data-part=verdict]").first.inner_text()


@pytest.mark.parametrize("name", ["what-if", "shortage"])
def test_at_first_the_page_says_what_the_book_prints(visit, name):
    """The words that stand in the page without any script are the results'; the script leaves each as it was."""
    texts = "[...document.querySelectorAll('.what-if [data-value]:not(svg *):not(option)')].map(n => [n.dataset.value, n.textContent])"
    plain = visit(name, java_script_enabled=False)
    before = [
        [node.get_attribute("data-value"), node.text_content()]
        for node in plain.locator(".what-if [data-value]:not(option)").all()
    ]
    after = visit(name).evaluate(texts)
    assert after == before
    assert ["shortage_covered", "about 0.88 percent"] in after  # fmt: skip


def test_without_scripts_the_form_gives_way_to_the_command(visit):
    page = visit("what-if", java_script_enabled=False)
    assert not page.locator("form[aria-label='Other figures']").is_visible()
    assert "report build --set shortage=NUMBER" in page.locator(".what-if-without").inner_text()
    assert shown(page, "years_to_cover") == "at least 1.89 years"


def test_a_typed_figure_moves_numbers_verdict_chart_and_command(visit):
    page = visit("what-if")
    field(page, "shortage").fill("2000000")
    field(page, "marginal_below").fill("0.5")
    # 13,221 / 2,050,000 = 0.645 and 13,221 / 1,950,000 = 0.678 percent, above half a percent
    assert shown(page, "shortage_covered") == "about 0.66 percent"
    assert shown(page, "shortage_covered", "range") == "0.64 to 0.68 percent"
    assert "not marginal" in said(page)
    assert "about 0.66 percent, 0.64 to 0.68 percent" in page.locator(".what-if-chart svg").get_attribute("aria-label")
    assert page.locator("[data-command]").inner_text() == "report build --set shortage=2000000 -p marginal_below=0.005"
    # at the edge of the range the figures cannot tell
    field(page, "marginal_below").fill("0.66")
    assert "cannot tell" in said(page)
    field(page, "share_working").fill("0")
    assert shown(page, "shortage_covered_assumed") == "0 percent"
    field(page, "growth_multiple").fill("1")
    assert shown(page, "years_to_cover") == "never, at this growth"
    assert page.complained == []
    assert page.asked == []


def test_another_estimate_brings_its_own_hedge(visit):
    page = visit("what-if")
    page.locator(".what-if select").select_option("shortage_notified")
    # 2 million to the nearest million: 13,221 / 2.5 million to 13,221 / 1.5 million
    assert shown(page, "shortage_covered", "range") == "0.5 to 0.9 percent"
    command = page.locator("[data-command]").inner_text()
    assert command == "report build --set 'shortage={value: 2000000, bound: about, precision: 1000000}'"
    field(page, "shortage").fill("2000001")
    assert page.locator(".what-if select").input_value() == ""
    assert "precision" not in page.locator("[data-command]").inner_text()


@pytest.mark.parametrize(
    "state",
    [
        "shortage=2000000&marginal_below=0.1",
        "shortage=2000000&estimate=shortage_notified",
        "shortage=123456.5&marginal_below=0.0088&share_working=0.35&entries_per_person=1.7&growth_multiple=1.5",
        "growth_multiple=0.5&share_working=0",
    ],
)
def test_the_command_builds_what_the_page_shows(visit, by_python, state):
    page = visit("what-if", state=f"#{state}")
    words = shlex.split(page.locator("[data-command]").inner_text())
    options = cli._parser().parse_args(words[1:])
    told = by_python(cli._pairs(options.set, "--set"), cli._pairs(options.parameters, "-p"))
    for name in SHOWN:
        assert shown(page, name) == told["values"][name][4]
    assert said(page) == told["verdicts"]["marginal_assumed"][0]


def test_the_address_holds_the_state_and_back_returns(visit):
    page = visit("what-if")
    start = page.url
    field(page, "shortage").fill("2000000")
    page.wait_for_url("**#shortage=2000000")
    field(page, "marginal_below").fill("10")
    page.wait_for_url("**#shortage=2000000&marginal_below=0.1")
    words, again = said(page), visit("what-if", state="#shortage=2000000&marginal_below=0.1")
    assert said(again) == words
    assert field(again, "marginal_below").input_value() == "10"
    assert shown(again, "entrants_to_matter") == shown(page, "entrants_to_matter")
    page.go_back()
    assert field(page, "marginal_below").input_value() == "5"
    page.go_back()
    assert page.url == start
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    page.go_forward()
    assert field(page, "shortage").input_value() == "2000000"
    page.evaluate("location.hash = 'how-to-read-it'")
    assert field(page, "shortage").input_value() == "2000000"
    assert page.complained == []


def test_reset_is_one_click(visit):
    page = visit("what-if", state="#shortage=2000000&marginal_below=0.1&growth_multiple=3")
    field(page, "share_working").fill("none")
    page.locator("[data-reset]").click()
    assert field(page, "shortage").input_value() == "1500000"
    assert field(page, "share_working").input_value() == "100"
    assert page.locator("[aria-invalid]").count() == 0
    assert page.locator("[data-command]").inner_text() == "report build"
    assert "#" not in page.url


@pytest.mark.parametrize(
    ("name", "entry", "words"),
    [
        ("shortage", "1,5", "Write digits"),
        ("shortage", "", "Write digits"),
        ("shortage", "-5", "Write digits"),
        ("shortage", "NaN", "Write digits"),
        ("shortage", "99999", "from 100,000 to 1,000,000,000"),  # a figure rounded to 100,000 cannot be smaller
        ("shortage", "10000000000", "from 100,000 to 1,000,000,000"),
        ("marginal_below", "0", "from 0.0001 to 100"),
        ("share_working", "101", "from 0 to 100"),
        ("entries_per_person", "0.5", "from 1 to 52"),
        ("growth_multiple", "1e3", "Write digits"),
        ("growth_multiple", "1.0000001", "at most six decimals"),
    ],
)
def test_a_bad_entry_is_explained_beside_its_field(visit, name, entry, words):
    page = visit("what-if")
    field(page, name).fill(entry)
    assert field(page, name).get_attribute("aria-invalid") == "true"
    fault = page.locator(f"[data-input={name}] .what-if-fault")
    assert words in fault.inner_text()
    assert fault.get_attribute("id") in field(page, name).get_attribute("aria-describedby").split()
    main = page.locator("article").inner_text()
    assert not re.findall(r"NaN|undefined|Infinity|null", main)
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    field(page, name).fill("1" if name != "shortage" else "1500000")
    assert page.locator("[aria-invalid]").count() == 0
    assert not fault.is_visible()


def test_a_bad_address_is_explained_too(visit):
    page = visit("what-if", state="#shortage=many&marginal_below=7&nothing=1&share_working=%")
    assert field(page, "shortage").input_value() == "many"
    assert field(page, "marginal_below").input_value() == "700"
    assert page.locator("[aria-invalid]").count() == 3
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    assert page.complained == []


def test_what_the_form_refuses_the_command_refuses(data):
    """The smallest shortage of the form is the smallest that the data rules allow for its precision."""
    assert replace_figures(data, {"shortage": 100_000})
    with pytest.raises(InputError):
        replace_figures(data, {"shortage": 99_999})
    for bad in ({"share_working": 1.01}, {"entries_per_person": 0.5}, {"marginal_below": 0}):
        assert parameter_faults(bad, data)


def test_sliders_and_fields_go_by_keyboard(visit):
    page = visit("what-if")
    slider(page, "shortage").focus()
    page.keyboard.press("ArrowRight")
    assert field(page, "shortage").input_value() == "1600000"
    assert slider(page, "shortage").get_attribute("aria-valuetext") == "about 1.6 million workers"
    page.keyboard.press("Home")
    assert field(page, "shortage").input_value() == "100000"
    page.keyboard.press("End")
    assert field(page, "shortage").input_value() == "10000000"
    page.locator("[data-reset]").focus()
    page.keyboard.press("Enter")
    assert field(page, "shortage").input_value() == "1500000"
    order = []
    field(page, "shortage").focus()
    for _ in range(11):
        order.append(page.evaluate("document.activeElement.closest('[data-input]')?.dataset.input"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Tab")
    assert list(dict.fromkeys(order)) == list(INPUTS)


def test_the_verdict_is_spoken_once_the_reader_rests(visit):
    page = visit("what-if")
    status = page.locator(".what-if [role=status]")
    assert status.get_attribute("aria-live") == "polite"
    page.evaluate(
        """() => { window.spoken = []; new MutationObserver(() => spoken.push(document.querySelector('.what-if [role=status]').textContent))
        .observe(document.querySelector('.what-if [role=status]'), {childList: true, characterData: true, subtree: true}); }"""
    )
    slider(page, "shortage").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    assert page.evaluate("spoken") == []
    page.wait_for_function("spoken.length > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("spoken") == [said(page)]


def test_the_small_form_hands_its_state_on(visit):
    page = visit("shortage")
    assert page.locator("[data-input]").evaluate_all("boxes => boxes.map(box => box.dataset.input)") == [
        "shortage",
        "marginal_below",
    ]
    field(page, "shortage").fill("150000")
    words = said(page)
    assert (
        words
        == "The entries are not marginal: were each a worker who stayed, they would fill about 9 percent of the stated shortage."
    )
    page.locator(".what-if [data-carry]").click()
    page.wait_for_url("**/what-if.html#shortage=150000")
    page.locator("[data-verdict=marginal] [data-part=verdict]", has_text=words).wait_for()


def test_each_result_leads_to_its_origin(visit):
    page = visit("what-if")
    links = page.locator(".what-if td a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [f"provenance.html#value-{name}" for name in SHOWN]


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize(
    "state", ["", "#shortage=100000&marginal_below=1&growth_multiple=1", "#share_working=0", "#shortage=1000000000"]
)
def test_the_chart_can_be_read_at_any_width(visit, width, state):
    page = visit("what-if", width=width, state=state)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    sizes = page.locator(".what-if-chart text").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert min(sizes) >= 12
    outside = """() => { const frame = document.querySelector('.what-if-chart').getBoundingClientRect();
      return [...document.querySelectorAll('.what-if-chart svg text')].filter((text) => {
        const box = text.getBoundingClientRect(); return box.left < frame.left - 1 || box.right > frame.right + 1; }).map((text) => text.textContent); }"""
    assert page.evaluate(outside) == []  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_bad_entry_is_explained(visit, scheme):
    page = visit("what-if", scheme=scheme, state="#shortage=many&marginal_below=0.1")
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in Axe().run(page).response["violations"]] == []


def test_other_pages_do_not_load_the_scripts(built):
    pages = {
        path.stem
        for path in (built / "_build" / "html").rglob("*.html")
        if "what-if.js" in path.read_text(encoding="utf-8")
    }
    assert pages == {"what-if", "shortage"}

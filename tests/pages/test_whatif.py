"""The what-if: its JavaScript is Python's arithmetic and Python's words, and the form is a plain, quiet form."""

from __future__ import annotations

import itertools
import json
import re
import shlex
from dataclasses import asdict

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from built_pages import entry_pages_of, wait_until
from helpers import cli
from helpers.edition.edition import Edition, check
from helpers.figures.data import load, parameter_faults, replace_figures
from helpers.figures.faults import InputError
from helpers.figures.interval import Interval
from helpers.figures.wording import say
from helpers.notebook.report import Report
from helpers.notebook.results import collect
from helpers.pages import whatif
from twin import (
    CHOICES,
    FOLLOWED,
    INPUTS,
    RULES,
    SHOWN,
    by_script,
    differences,
    figures_to_say,
    in_python,
    points,
    run_notebook,
    said_by_script,
    units_of,
)  # fmt: skip


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


@pytest.fixture(scope="module")
def page(browser, built):
    """The what-if page, opened once; each test that uses it begins from the report's own figures."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    made = context.new_page()
    made.complained = []
    made.on("pageerror", lambda error: made.complained.append(str(error)))
    made.goto((built / "_build" / "html" / "book" / "what-if.html").resolve().as_uri())
    yield made
    assert made.complained == []
    context.close()


@pytest.fixture
def fresh(page):
    """The page as it opens."""
    page.locator("[data-reset]").click()
    return page


# --- the same numbers and the same words as Python ---------------------------------------------------


@pytest.fixture(scope="module")
def by_python(data, cells):
    """What Python says of a point."""
    return in_python(data, cells)


@pytest.fixture(scope="module")
def compared(by_python, request):
    """The points, with what Python says of each; every sixth, unless those tests too are run that take long."""
    every = 6 if request.config.option.markexpr == "not long" else 1
    chosen = points()[::every]
    assert len(chosen) >= 2000 / every
    return [(point, by_python(*point)) for point in chosen]


def test_script_and_python_agree_at_many_points(page, compared):
    told = by_script(page, [point for point, _ in compared])
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


def test_a_changed_formula_is_found(page, compared, what_if):
    some = compared[::8]
    for name in FOLLOWED:
        original = what_if.quantities[name].formula
        assert _mutants(original)
        for text in [*_mutants(original), original]:
            page.evaluate("([name, text]) => { whatIf.quantities[name].formula = (0, eval)(text) }", [name, text])
            told = by_script(page, [point for point, _ in some])
            found = any(differences(said, script) for (_, said), script in zip(some, told, strict=True))
            assert found == (text != original), (name, text)


def test_the_twin_of_say_agrees_on_any_figure(page, data):
    units = units_of(data)
    cases = figures_to_say(units)
    here = [
        asdict(say(Interval(*ends), central, bound, units[unit], precision=precision, quoted=quoted))
        for ends, central, bound, unit, precision, quoted in cases
    ]
    there = said_by_script(page, cases, units)
    assert [(case, a, b) for case, a, b in zip(cases, here, there, strict=True) if a != b][:3] == []


#: A figure of its own, and what a formula that is defined up to 100 percent makes of it.
BY_HAND = """(figure) => {
  const formula = ({ share }) => share / (1 - share);
  const quantity = { formula, rests_on: ["share"], domain: { share: [null, 1] }, unit: "ratio", missing: "not defined" };
  const percent = { factor: 100, word: "percent", single: "percent", whole: false };
  const model = { units: { percent, ratio: percent }, figures: { share: figure }, quantities: { odds: quantity }, verdicts: {} };
  const { interval, central, bound } = whatIfPage.evaluate(model, {}).values.odds;
  return interval && [interval.low, central, interval.high, bound].map((end) => end === Infinity ? "open" : end);
}"""


@pytest.mark.parametrize(
    ("hedge", "odds"),
    [
        ({"value": 60, "bound": "about", "precision": 10}, [0.55 / 0.45, 1.5, 0.65 / 0.35, "about"]),
        ({"value": 60, "bound": "exact"}, [1.5, 1.5, 1.5, "exact"]),
        ({"value": 60, "bound": "up_to"}, [0, None, 1.5, "up_to"]),
        ({"value": 60, "bound": "at_least"}, [1.5, None, "open", "at_least"]),  # up to where it is defined
        ({"value": 60, "bound": "nearly", "precision": 20}, [1, None, 1.5, "between"]),
        ({"value": 20, "bound": "between", "upper": 60}, [0.25, None, 1.5, "between"]),
        ({"value": 100, "bound": "exact"}, None),
        ({"value": 100, "bound": "at_least"}, None),
        ({"value": 0, "bound": "exact"}, [0, 0, 0, "exact"]),
    ],
)
def test_a_figure_in_percent_is_a_share_within_what_a_formula_takes(page, hedge, odds):
    came = page.evaluate(BY_HAND, {"unit": "percent", "precision": None, **hedge})
    assert came is None if odds is None else came[3] == odds[3]
    assert odds is None or [*came[:3]] == [
        each if isinstance(each, str | None) else pytest.approx(each) for each in odds[:3]
    ]


#: What a formula makes of one figure that has no upper end and of one that is exactly three.
WITHOUT_END = """(text) => {
  const plain = { factor: 1, word: "trees", single: "tree", whole: false };
  const figures = { a: { value: 1, bound: "at_least", unit: "trees", precision: null },
                    c: { value: 3, bound: "exact", unit: "trees", precision: null } };
  const quantity = { formula: (0, eval)(text), rests_on: ["a", "c"], domain: {}, unit: "trees", missing: "not defined" };
  const model = { units: { trees: plain }, figures, quantities: { made: quantity }, verdicts: {} };
  const { interval, bound } = whatIfPage.evaluate(model, {}).values.made;
  const end = (number) => (Number.isFinite(number) ? number : String(number));
  return [end(interval.low), end(interval.high), bound];
}"""


@pytest.mark.parametrize(
    ("formula", "ends"),
    [
        ("({ a, c }) => c * a", [3, "Infinity", "at_least"]),
        ("({ a, c }) => c / a", [0, 3, "up_to"]),
        # far out each of these is infinity by infinity, which is no number: there the limit counts
        ("({ a, c }) => c * a / (a + 1)", [1.5, 3, "at_least"]),
        ("({ a, c }) => a * a / (a + c)", [0.25, "Infinity", "at_least"]),
        ("({ a, c }) => -a * a / (a + c)", ["-Infinity", -0.25, "up_to"]),
        ("({ a, c }) => c * a / (a * a + 2)", [0, 1, "up_to"]),
    ],
)
def test_without_an_end_the_limit_counts(page, formula, ends):
    assert page.evaluate(WITHOUT_END, formula) == ends


def test_formulas_are_printed_in_the_order_python_computes(what_if):
    formulas = {name: quantity.formula for name, quantity in what_if.quantities.items()}
    assert formulas["shortage_covered"] == "({entrants, shortage}) => entrants/shortage"
    assert formulas["entrants_increase"].endswith("=> entrants - entrants/growth_multiple")
    assert formulas["shortage_covered_assumed"].endswith("((entrants*share_working)/entries_per_person)/shortage")


# --- the record becomes a form and a script ----------------------------------------------------------


def test_the_scripts_and_styles_know_no_figure_of_the_report(checkout, data):
    folder = checkout / "src" / "helpers" / "pages"
    names = "|".join({*data.figures, *data.parameters, *FOLLOWED, *RULES})
    for path in [*(folder / "assets").glob("*.[cj]s*"), folder / "whatif.py", folder / "templates" / "what-if.html"]:
        assert not re.findall(rf"(?<![\w.-])(?:{names})(?![\w-])", path.read_text(encoding="utf-8")), path.name


def test_each_outcome_has_its_own_sentence(what_if):
    for rule in what_if.verdicts:
        assert len({outcome["text"] for outcome in rule.outcomes.values()}) == 3
    assert whatif.MARKS == {"true": "agrees", "false": "disagrees", "open": "cannot-be-told"}


def test_words_cannot_end_the_script(what_if):
    first = what_if.inputs[0].model_copy(update={"label": "</script><!-- <b>"})
    made = whatif.script(what_if.model_copy(update={"inputs": [first]}), {})
    assert "<" not in made
    model = json.loads(made.partition(";\n")[0].removeprefix("globalThis.whatIf = "))
    assert model["inputs"][first.id]["label"] == first.label


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
        ({"name": "shortage-academy", "set": {"shortage": 1}, "as_filed": True}, "report build shortage-academy"),
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


def part(page, name, selector):
    return page.locator(f"[data-input={name}] {selector}")


def slider(page, name):
    return part(page, name, "input[type=range]")


def taken(page, name):
    return [part(page, name, f"[data-taken={each}]").inner_text() for each in ("text", "range")]


def shown(page, name, part="text"):
    return page.locator(f"td [data-value={name}][data-said={part}]").inner_text()


def said(page):
    return page.locator("[data-part=verdict]").first.inner_text()


def command(page):
    return page.locator("[data-command]").inner_text()


def address(page):
    return page.evaluate("location.hash")


@pytest.mark.parametrize("name", ["what-if", "shortage"])
def test_at_first_the_page_says_what_the_book_prints(visit, name):
    """The words that stand in the page without any script are the results'; the script leaves each as it was."""
    texts = "[...document.querySelectorAll('.what-if [data-value]:not(svg *):not(option)')].map(n => [n.dataset.value, n.textContent])"
    plain = visit(name, java_script_enabled=False)
    assert not plain.locator("form[aria-label='Other figures']").is_visible()
    assert "report build --set entrants=NUMBER" in plain.locator(".what-if-without").inner_text()
    before = [
        [node.get_attribute("data-value"), node.text_content()]
        for node in plain.locator(".what-if [data-value]:not(option)").all()
    ]
    page = visit(name)
    assert page.locator("form[aria-label='Other figures']").is_visible()
    assert not page.locator(".what-if-without").is_visible()
    assert page.evaluate(texts) == before
    assert ["shortage_covered", "0.85 to 0.92 percent"] in before
    assert page.complained == []
    assert page.asked == []


# --- a number as a person types it -------------------------------------------------------------------

COUNT, PERCENT, TIMES = (
    {"word": "workers", "whole": True},
    {"word": "percent", "whole": False},
    {"word": "times", "whole": False},
)
TYPED = [
    (COUNT, {"200,000": 200_000, "200 000": 200_000, "200\u202f000": 200_000, " 1,500,000 ": 1_500_000, "1500001": 1_500_001,
             "1.5 million": 1_500_000, "1.5million": 1_500_000, "1.5m": 1_500_000, "1,5 млн": 1_500_000, "1,5 million": 1_500_000,
             "1.1 million": 1_100_000, "15 thousand": 15_000, "15 тыс.": 15_000, "15k": 15_000, "1 bn": 1_000_000_000,
             "13,221.5": 13_221.5, "0.125": 0.125, "007": 7,
             "200.000": ["readings", 200_000, 200], "1,500 million": ["readings", 1_500_000_000, 1_500_000],
             "1.500 million": ["readings", 1_500_000_000, 1_500_000], "1.500.000": "marks", "1,5": "marks", "20,00": "marks",
             "1,50,000": "marks", "1,500 000": "marks", "0,500": "marks", "200,": "digits", "5 %": "percent", "": "digits",
             "-5": "digits", "NaN": "digits", "1e3": "digits", "5 dozen": "digits", "million": "digits", "1 2": "digits"}),
    (PERCENT, {"5 %": 5, "5%": 5, "5 percent": 5, "5 per cent": 5, "0.05": 0.05, "0,05": 0.05, "5,5": 5.5, "2.125": 2.125,
               "%": "digits", "5 % %": "digits"}),
    (TIMES, {"1.125": 1.125, "1,125": 1_125, "1,12": 1.12, "5 %": "percent"}),
]  # fmt: skip


def test_numbers_are_read_as_people_type_them(page):
    for unit, cases in TYPED:
        read = page.evaluate(
            "([texts, unit]) => texts.map((text) => whatIfPage.readTyped(text, unit))", [list(cases), unit]
        )
        for (text, wanted), found in zip(cases.items(), read, strict=True):
            if isinstance(wanted, list):
                assert found == {"fault": wanted[0], "readings": wanted[1:]}, text
            else:
                assert found == ({"fault": wanted} if isinstance(wanted, str) else {"number": wanted}), text


def test_a_typed_figure_moves_numbers_verdict_chart_and_command(fresh):
    page = fresh
    field(page, "shortage").fill("2.0 million")
    assert taken(page, "shortage") == ["about 2 million workers", "1.5 million to 2.5 million workers"]
    part(page, "shortage", "[data-hedge]").select_option("exactly")
    field(page, "marginal_below").fill("0.5 %")
    # 13,221 / 2,000,000 = 0.66105 percent, above half a percent
    assert shown(page, "shortage_covered") == "0.661 percent"
    assert "not marginal" in said(page)
    threshold = page.locator(".what-if-range")
    assert threshold.inner_text() == "Beside a threshold of 0.5 percent"  # the figure says its range by itself
    assert "0.661 percent" in page.locator(".what-if-chart svg").get_attribute("aria-label")
    assert command(page) == "report build --set 'shortage={value: 2000000, bound: exact}' -p marginal_below=0.005"
    field(page, "shortage").fill("2,000,000")
    part(page, "shortage", "[data-hedge]").select_option("step")
    # about two million to the nearest 100,000: 13,221 / 2,050,000 = 0.645 and 13,221 / 1,950,000 = 0.678 percent
    assert shown(page, "shortage_covered", "range") == "0.64 to 0.68 percent"
    field(page, "marginal_below").fill("0.66")
    assert "cannot be told" in said(page)
    assert threshold.inner_text() == "Range: 0.64 to 0.68 percent, beside a threshold of 0.66 percent"
    field(page, "share_working").fill("0")
    assert shown(page, "shortage_covered_assumed") == "0 percent"
    field(page, "growth_multiple").fill("1")
    part(page, "growth_multiple", "[data-hedge]").select_option("exactly")
    assert shown(page, "years_to_cover") == "never, at this growth"


def test_how_many_workers_came_is_the_first_thing_to_move(fresh):
    page = fresh
    assert part(page, "entrants", "label").first.inner_text() == "Workers who came and stayed"
    assert "border crossings, not workers" in part(page, "entrants", ".what-if-said").first.inner_text()
    options = part(page, "entrants", "[data-other] option").all_inner_texts()
    for words in (
        "October 2024: about 4,000 workers",
        "2024: about 8,000 workers",
        "2024: 13,221 entries",
        "2025: about 50,000 workers",
    ):
        assert any(option.endswith(words) for option in options), words
    # 75,000 workers of 1.5 million are the 5 percent; 100,000 of 1,550,000 are 6.45 percent
    slider(page, "entrants").focus()
    page.keyboard.press("End")
    assert field(page, "entrants").input_value() == "100,000"
    assert "not marginal" in said(page)
    # of 4,000 workers, 3,500 to 4,500, no more than 4,000 can be the 7,887 for education
    part(page, "entrants", "[data-other]").select_option("workers_nis_2024")
    assert taken(page, "entrants") == ["about 4,000 workers", "3,500 to 4,500 workers"]
    assert (
        "can be entries said to be for education: taken as up to 4,000 entries."
        in part(page, "entrants", ".what-if-advice").inner_text()
    )
    # 4,000 / 1,500,000 = 0.2667 percent, up
    assert shown(page, "shortage_covered_students") == "at most 0.276 percent"
    field(page, "entrants").fill("8,000")
    assert not part(page, "entrants", ".what-if-advice").is_visible()


def test_a_figure_is_hedged_as_the_reader_says(fresh):
    page, hedge = fresh, part(fresh, "shortage", "[data-hedge]")
    assert hedge.locator("option").first.inner_text() == "as its source does"
    field(page, "shortage").fill("200,000")
    assert hedge.input_value() == "last"
    assert hedge.locator("option").first.inner_text() == "as the figure it replaces"
    told = {
        "last": ("about 200,000 workers", "150,000 to 250,000 workers", "", ", bound: about, precision: 100000}'"),
        "step": ("about 200,000 workers", "195,000 to 205,000 workers", "~step", ", bound: about, precision: 10000}'"),
        "exactly": ("200,000 workers", "200,000 workers", "~exactly", ", bound: exact}'"),
        "replaced": ("about 200,000 workers", "150,000 to 250,000 workers", "~replaced", ""),
    }
    for name, (text, span, kept, end) in told.items():
        hedge.select_option(name)
        assert taken(page, "shortage") == [text, span]
        assert address(page) == f"#shortage=200000{kept}"
        wanted = "shortage=200000" if end in ("", told["last"][3]) else f"'shortage={{value: 200000{end}"
        assert command(page) == f"report build --set {wanted}"
    field(page, "shortage").fill("1,234,567")  # the choice stays; now it is other than the last digit
    assert taken(page, "shortage")[1] == "1,180,000 to 1,290,000 workers"  # 1,184,567 to 1,284,567, outwards
    slider(page, "shortage").press("ArrowRight")
    assert hedge.input_value() == "replaced"
    hedge.select_option("last")
    slider(page, "shortage").press("ArrowRight")
    assert hedge.input_value() == "step"  # where a slider stands is not a digit that somebody wrote


def test_a_typed_number_is_as_exact_as_its_last_digit_and_keeps_all_of_them(visit):
    page = visit("what-if")
    growth = field(page, "growth_multiple")
    growth.fill("2.5")
    assert taken(page, "growth_multiple") == ["about 2.5 times", "2.45 to 2.55 times"]
    field(page, "shortage").fill("12,345,678.123456")
    part(page, "shortage", "[data-hedge]").select_option("exactly")
    assert "shortage={value: 12345678.123456, bound: exact}" in command(page)
    page.evaluate("location.hash = '#shortage=12345678.123456'")
    wait_until(page, "document.querySelector('[data-input=shortage] [data-hedge]').value === 'last'")
    assert field(page, "shortage").input_value() == "12,345,678.123456"
    field(page, "entrants").fill("1")
    assert taken(page, "entrants") == ["about 1 worker", "0.5 to 1.5 workers"]
    growth.fill("0")  # has no digit that could be rounded
    assert taken(page, "growth_multiple") == ["0 times", "0 times"]
    field(page, "shortage").fill("1,000,000")
    part(page, "shortage", "[data-hedge]").select_option("step")
    assert taken(page, "shortage")[1] == "950,000 to 1,050,000 workers"  # the second digit counts hundred thousands


@pytest.mark.parametrize("width", [390, 1440])
def test_no_words_of_marks_lie_upon_each_other_and_none_is_left_out_that_has_room(visit, width):
    page = visit("what-if", width)
    for name in ("shortage", "entrants"):
        marks = part(page, name, ".what-if-marks > span")
        told = [
            (mark.bounding_box()["x"], mark.locator("span").count() and mark.locator("span").bounding_box())
            for mark in marks.all()
        ]
        options = {
            each.get_attribute("value"): each.text_content() for each in part(page, name, "[data-other] option").all()
        }
        for mark in marks.all():
            assert mark.get_attribute("title") == options[mark.get_attribute("data-mark")]
        boxes = sorted((box["x"], box["x"] + box["width"]) for _, box in told if box)
        assert len(boxes) >= (1 if name == "shortage" else 2)
        assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(boxes))
        strip = part(page, name, ".what-if-marks").bounding_box()
        assert strip["x"] <= boxes[0][0] < boxes[-1][1] <= strip["x"] + strip["width"] + 1
        for place, box in told:  # words in its place, which may be long, would meet some of those that are there
            assert box or any(begin - 110 < place < end + 110 for begin, end in boxes), (name, place)
    # what is chosen has its words, then the report's own figure, then the larger of two that would meet
    part(page, "entrants", "[data-other]").select_option("planned_total")
    marks = part(page, "entrants", ".what-if-marks > span")
    worded = [mark.get_attribute("data-mark") for mark in marks.all() if mark.locator("span").count()]
    assert {"planned_total", "entrants"} <= set(worded)
    part(page, "entrants", "[data-other]").select_option("workers_2025")
    assert part(page, "entrants", "[data-mark=workers_2025]").inner_text() == "15,000"
    assert part(page, "entrants", "[data-mark=entrants]").inner_text() == ""


def test_an_estimate_is_chosen_by_name_and_by_its_mark(fresh):
    page, other = fresh, part(fresh, "shortage", "[data-other]")
    other.select_option("shortage_notified")
    # 2 million to the nearest million: 13,221 / 2.5 million to 13,221 / 1.5 million
    assert shown(page, "shortage_covered", "range") == "0.5 to 0.9 percent"
    assert command(page) == "report build --set 'shortage={value: 2000000, bound: about, precision: 1000000}'"
    hedge = part(page, "shortage", "[data-hedge]")
    assert (hedge.input_value(), hedge.locator("option").first.inner_text()) == ("replaced", "as its source does")
    field(page, "shortage").fill("2000001")
    assert other.input_value() == ""
    for name, number in (("workers_2025", "15,000"), ("planned_total", "50,000"), ("entrants", "13,221")):
        part(page, "entrants", ".what-if-marks").scroll_into_view_if_needed()
        mark = part(page, "entrants", f"[data-mark={name}]").bounding_box()
        page.mouse.click(mark["x"], mark["y"] + 4)
        assert part(page, "entrants", "[data-other]").input_value() == name
        assert field(page, "entrants").input_value() == number
        # the mark stands where the handle stands
        at = slider(page, "entrants").evaluate(
            "s => s.getBoundingClientRect().left + 12 + (s.clientWidth - 24) * s.value / s.max"
        )
        assert abs(mark["x"] - at) < 3
    assert part(page, "entrants", ".what-if-marks .chosen").inner_text() == "13,221"


def test_a_number_of_ones_own_is_typed_and_to_choose_it_changes_nothing(fresh):
    other = part(fresh, "shortage", "[data-other]")
    other.select_option("shortage_notified")
    before = command(fresh), fresh.url
    other.select_option("")
    assert (command(fresh), fresh.url) == before
    assert other.input_value() == "shortage_notified"


@pytest.mark.parametrize(
    ("state", "parts"),
    [
        ("shortage=2000000~replaced&marginal_below=0.1", 1),
        ("shortage=shortage_notified&growth_multiple=1.5~exactly", 2),
        (
            "entrants=workers_nis_2024&shortage=123456.5&marginal_below=0.0088&share_working=0.35&entries_per_person=1.7",
            3,
        ),
        ("entrants=1&shortage=1~exactly", 3),
    ],
)
def test_the_command_builds_what_the_page_shows(page, by_python, checkout, state, parts):
    page.evaluate("state => { location.hash = state }", state)
    wait_until(
        page,
        "state => document.querySelector('.what-if [data-carry], [data-command]').textContent !== 'report build'",
        arg=state,
    )
    options = cli._parser().parse_args(shlex.split(command(page))[1:])
    figures, parameters = cli._pairs(options.set, "--set", faults := []), cli._pairs(options.parameters, "-p", faults)
    assert faults == []
    assert len(figures) == parts
    check(checkout, None, Edition().changed(figures, parameters))  # what `report build` refuses raises
    told = by_python(figures, parameters)
    assert {name: shown(page, name) for name in SHOWN} == {name: told["values"][name][4] for name in SHOWN}
    assert said(page) == told["verdicts"]["marginal_assumed"][0]
    if "student_visas" in figures:
        with pytest.raises(InputError, match="is part of entrants, and larger"):
            check(checkout, None, Edition().changed({"entrants": figures["entrants"]}, {}))


# --- nothing typed is lost ---------------------------------------------------------------------------


def test_the_address_follows_each_key_and_a_reload_keeps_it(visit):
    page = visit("what-if")
    for typed, kept, hash_ in (
        ("1500001", "1,500,001", "#shortage=1500001"),
        ("200,0", "200,0", "#shortage=200%2C0~typed"),
        ("200.000", "200.000", "#shortage=200.000~typed"),
    ):
        field(page, "shortage").fill("")
        field(page, "shortage").press_sequentially(typed)
        assert address(page) == hash_
        page.reload()
        assert field(page, "shortage").input_value() == kept
        assert (page.locator("[aria-invalid]").count() == 1) == kept.endswith((",0", ".000"))
    part(page, "shortage", "[data-other]").select_option("shortage_qualified")  # the same in number and hedge
    assert address(page) == "#shortage=shortage_qualified"
    page.reload()
    assert part(page, "shortage", "[data-other]").input_value() == "shortage_qualified"
    assert page.complained == []


#: Whether the reader rests is for the test to say, not for a clock.
HOLD = """() => { const later = window.setTimeout; window.rests = () => {};
  window.setTimeout = (act, delay) => String(act).includes("this.rest()") ? ((window.rests = act), 0) : later(act, delay) }"""


def rest(page):
    page.evaluate("window.rests()")


def test_back_and_forward_go_by_what_was_settled_on(visit):
    page = visit("what-if")
    start = page.url
    page.evaluate(HOLD)
    field(page, "shortage").press_sequentially("000")  # keys are one step: 1,500,000,000 is beyond the limit
    field(page, "shortage").fill("2000000")
    rest(page)
    field(page, "marginal_below").fill("10")
    assert address(page) == "#shortage=2000000&marginal_below=0.1"
    page.go_back()
    assert (field(page, "shortage").input_value(), field(page, "marginal_below").input_value()) == ("2,000,000", "5")
    page.go_back()
    assert page.url == start
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    page.go_forward()
    page.go_forward()
    assert field(page, "marginal_below").input_value() == "10"
    page.evaluate("location.hash = 'how-to-read-it'")  # a heading's address leaves the form as it is
    assert field(page, "shortage").input_value() == "2,000,000"


def test_what_changes_nothing_is_no_step_to_go_back_over(visit):
    page = visit("what-if")
    page.evaluate(HOLD)
    field(page, "shortage").fill("2000000")
    rest(page)
    steps = page.evaluate("history.length")
    field(page, "shortage").fill("2,000,000")
    rest(page)
    assert page.evaluate("history.length") == steps
    field(page, "shortage").fill("2,000,001")
    assert page.evaluate("history.length") == steps + 1


def test_the_small_form_hands_its_state_to_a_new_tab(visit):
    page = visit("shortage")
    inputs = page.locator("[data-input]").evaluate_all("boxes => boxes.map(box => box.dataset.input)")
    assert inputs == list(INPUTS[:3])
    field(page, "shortage").fill("150 000")
    link = page.locator(".what-if [data-carry]").get_attribute("href")
    assert link.endswith("what-if.html#shortage=150000")
    # 13,221 / 155,000 = 8.53, 13,221 / 150,000 = 8.81 and 13,221 / 145,000 = 9.12 percent
    words = "If every entry had been a worker who stayed, they would fill about 8.8 percent of the stated shortage: not marginal."
    assert said(page) == words
    again = visit("what-if", state="#" + link.partition("#")[2])
    assert again.locator("[data-verdict=marginal] [data-part=verdict]").inner_text() == words


def test_a_bad_address_is_explained(visit):
    page = visit("what-if", state="#shortage=many&marginal_below=7&nothing=1&share_working=%")
    assert (field(page, "shortage").input_value(), field(page, "marginal_below").input_value()) == ("many", "700")
    assert page.locator("[aria-invalid]").count() == 3
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    page.locator("[data-reset]").click()
    assert page.locator("[aria-invalid]").count() == 0
    assert (command(page), address(page)) == ("report build", "")
    assert page.complained == []


# --- bad entries, keyboard, speech -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entry", "words"),
    [
        ("shortage", "", "Write a number, such as 1,500,000"),
        ("shortage", "1,5", "Part thousands by commas"),
        ("shortage", "200.000", "may be read as 200,000 or as 200:"),
        ("shortage", "5 %", "A percent sign does not belong here"),
        ("shortage", "0", "from 1 to 1,000,000,000"),
        ("shortage", "10 billion", "from 1 to 1,000,000,000"),
        ("marginal_below", "0", "from 0.0001 to 100"),
        ("share_working", "101 %", "from 0 to 100"),
        ("entries_per_person", "0.5", "from 1 to 52"),
        ("growth_multiple", "1.0000001", "at most six decimals"),
    ],
)
def test_a_bad_entry_is_explained_beside_its_field(fresh, name, entry, words):
    page, fault = fresh, part(fresh, name, ".what-if-fault")
    field(page, name).fill(entry)
    assert not fault.is_visible()  # not while it is typed
    fault.wait_for()
    assert field(page, name).get_attribute("aria-invalid") == "true"
    assert words in fault.inner_text()
    assert "The results keep the last good number." in fault.inner_text()
    assert fault.get_attribute("id") in field(page, name).get_attribute("aria-describedby").split()
    assert not re.findall(r"NaN|undefined|Infinity|null", page.locator("article").inner_text())
    assert shown(page, "shortage_covered") == "about 0.88 percent"
    field(page, name).fill("1")
    assert page.locator("[aria-invalid]").count() == 0
    assert not fault.is_visible()


@pytest.mark.parametrize(
    ("name", "entry", "said"),
    [
        ("shortage", "1,000,000,000", "shortage={value: 1000000000,"),
        ("shortage", "1", "shortage={value: 1,"),
        ("share_working", "0", "-p share_working=0"),
        ("entries_per_person", "52", "-p entries_per_person=52"),
    ],
)
def test_the_smallest_and_the_largest_number_that_a_field_names_are_taken(fresh, name, entry, said):
    field(fresh, name).fill(entry)
    assert said in command(fresh)


def test_a_slider_of_powers_stands_at_its_lower_end_for_nothing_and_elsewhere_for_one(fresh):
    for name, entry, at_its_end in [("growth_multiple", "0", True), ("marginal_below", "1", False)]:
        field(fresh, name).fill(entry)
        box = slider(fresh, name)
        assert (box.input_value() == box.get_attribute("min")) is at_its_end


def test_a_percentage_that_looks_like_a_ratio_is_remarked_on(fresh):
    advice = part(fresh, "marginal_below", ".what-if-advice")
    field(fresh, "marginal_below").fill("0.05")
    assert advice.inner_text() == "This is 0.05 percent; if 5 percent is meant, write that."
    for typed in ("5", "1"):  # a hundred times the latter is no more than the field takes
        field(fresh, "marginal_below").fill(typed)
        assert not advice.is_visible()


def test_the_hedge_as_replaced_cannot_be_larger_than_the_figure(fresh):
    field(fresh, "shortage").fill("99,999")
    part(fresh, "shortage", "[data-hedge]").select_option("replaced")
    # rounded to 100,000 a figure is at least that
    fault = part(fresh, "shortage", ".what-if-fault")
    assert "from 100,000 to 1,000,000,000" in fault.inner_text()
    assert part(fresh, "shortage", "[data-hedge]").input_value() == "last"
    fresh.locator("[data-reset]").click()
    assert not fault.is_visible()
    assert command(fresh) == "report build"
    field(fresh, "shortage").fill("200,000")
    part(fresh, "shortage", "[data-hedge]").select_option("replaced")
    field(fresh, "shortage").fill("99,999")  # too small by the hedge that is chosen, and by no other
    fault.wait_for(state="visible")
    assert "from 100,000 to 1,000,000,000" in fault.inner_text()
    fresh.locator("[data-reset]").click()
    field(fresh, "shortage").fill("1,5")
    fresh.locator("[data-reset]").click()  # what is then said beside the field does not move the button away
    assert field(fresh, "shortage").input_value() == "1,500,000"


def test_what_the_form_refuses_the_command_refuses(data):
    assert replace_figures(data, {"shortage": 100_000})
    for bad in ({"shortage": 99_999}, {"shortage": {"value": 1, "precision": 10}}):
        with pytest.raises(InputError):
            replace_figures(data, bad)
    for bad in ({"share_working": 1.01}, {"entries_per_person": 0.5}, {"marginal_below": 0}):
        assert parameter_faults(bad, data)


def test_everything_goes_by_keyboard_and_the_caret_stays(fresh):
    page = fresh
    slider(page, "shortage").focus()
    page.keyboard.press("ArrowRight")
    assert field(page, "shortage").input_value() == "1,600,000"
    assert slider(page, "shortage").get_attribute("aria-valuetext") == "about 1.6 million workers"
    page.keyboard.press("Home")
    assert field(page, "shortage").input_value() == "100,000"
    page.keyboard.press("End")
    assert field(page, "shortage").input_value() == "10,000,000"
    field(page, "shortage").fill("1500000")
    field(page, "shortage").evaluate("box => box.setSelectionRange(2, 2)")
    page.keyboard.press("7")
    assert field(page, "shortage").input_value() == "15700000"
    assert field(page, "shortage").evaluate("box => box.selectionStart") == 3
    page.keyboard.press("Enter")
    assert field(page, "shortage").input_value() == "15,700,000"
    page.locator("[data-reset]").focus()
    page.keyboard.press("Enter")
    assert field(page, "shortage").input_value() == "1,500,000"
    order = []
    field(page, "entrants").focus()
    while (name := page.evaluate("document.activeElement.closest('[data-input]')?.dataset.input")) is not None:
        order.append(name)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Tab")
    assert list(dict.fromkeys(order)) == list(INPUTS)


def test_the_verdict_is_spoken_once_the_reader_rests(fresh):
    page = fresh
    page.evaluate(HOLD)
    page.evaluate(
        """() => { const status = document.querySelector('.what-if [role=status]'); window.spoken = [];
        new MutationObserver(() => spoken.push(status.textContent)).observe(status, {childList: true}); }"""
    )
    assert page.locator(".what-if [role=status]").get_attribute("aria-live") == "polite"
    assert page.evaluate(
        """() => { const box = document.querySelector('[data-input=shortage] input[type=text]');
        for (const text of ['2', '20', '200', '2000', '20000', '200000', '200,0']) {
          box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})); }
        return [...spoken, document.querySelector('[data-input=shortage] .what-if-fault').textContent]; }"""
    ) == [""]
    rest(page)
    (fault,) = page.evaluate("spoken")
    assert fault.startswith("Part thousands by commas")
    field(page, "shortage").fill("200,000")
    rest(page)
    assert page.evaluate("spoken") == [fault, said(page)]


# --- the look ----------------------------------------------------------------------------------------


def test_each_result_leads_to_its_origin(page, built):
    links = page.locator(".what-if td a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert [link.partition("#")[2] for link in links] == [f"value-{name}" for name in SHOWN]
    assert {link.partition("#")[0] for link in links} <= {f"{name}.html" for name in entry_pages_of(built)}


def test_the_result_comes_first_then_the_chart_then_the_table(page):
    page.evaluate("scrollTo(0, 0)")
    places = [
        page.locator(f".what-if {name}").first.bounding_box()["y"] for name in (".verdict", "svg", "form", "table")
    ]
    assert places == sorted(places)


OUTSIDE = """() => { const frame = document.querySelector('.what-if').getBoundingClientRect();
  return [...document.querySelectorAll('.what-if-chart svg text, .what-if-marks span, .what-if form *')].filter((node) => {
    const box = node.getBoundingClientRect(); return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1); }).map((node) => node.outerHTML.slice(0, 80)); }"""


def test_the_form_and_the_chart_hold_at_any_width(page):
    for width in (320, 390, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        for state in (
            "shortage=100000&marginal_below=1&growth_multiple=1",
            "share_working=0&entrants=1",
            "shortage=1000000000",
        ):
            page.evaluate("state => { location.hash = state }", state)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert page.evaluate(OUTSIDE) == [], (width, state)
        sizes = "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize))"
        assert min(page.locator(".what-if-chart text, .what-if-marks span").evaluate_all(sizes)) >= 12
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_thumb_moves_the_slider_with_the_answer_in_sight(visit):
    page = visit("what-if", width=390, has_touch=True)
    for name in INPUTS:
        slider(page, name).evaluate("box => box.scrollIntoView({block: 'center'})")
        box, answer = slider(page, name).bounding_box(), page.locator(".what-if .verdict").first.bounding_box()
        assert box["height"] >= 44
        assert answer["y"] >= 0
        assert answer["y"] + answer["height"] < box["y"]
        for place, high in ((0.4, 2), (0.6, box["height"] - 2)):  # at the upper and at the lower edge of the handle
            before = slider(page, name).input_value()
            page.touchscreen.tap(box["x"] + place * box["width"], box["y"] + high)
            assert slider(page, name).input_value() != before
    assert page.complained == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_bad_entry_is_explained(visit, scheme):
    page = visit("what-if", scheme=scheme, state="#shortage=many&marginal_below=0.1&entrants=1")
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in Axe().run(page).response["violations"]] == []


def test_other_pages_do_not_load_the_scripts(built):
    pages = {
        path.stem
        for path in (built / "_build" / "html").rglob("*.html")
        if "what-if.js" in path.read_text(encoding="utf-8")
    }
    assert pages == {"what-if", "shortage"}

"""What the what-if says of other figures: by the notebook's own cells in Python, and by the page's script.

Nothing is asserted here; the points reach every outcome, every hedge and the edges.
"""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from helpers.figures import figure as arithmetic
from helpers.figures import formula
from helpers.figures.data import parameter_faults, replace_figures
from helpers.figures.interval import BOUNDS, Interval
from helpers.figures.units import Unit
from helpers.findings import groups, quantities, rules
from helpers.notebook.report import Report

PARTS = ("text", "number", "low", "high", "range")
INPUTS = ("entrants", "shortage", "marginal_below", "share_working", "entries_per_person", "growth_multiple")
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


def run_notebook(cells, report, groups=groups):
    """Run the notebook's computing cells on an opened report."""
    names = {"report": report, "figures": report.figures, "quantities": quantities, "rules": rules, "groups": groups}
    for cell in cells:
        exec(cell, names)


def in_python(data, cells) -> Callable:
    """What the notebook's own cells say of other figures and choices.

    How a formula is written plays no part, and that each is monotone is proved of the formulas themselves.
    """
    needed = {name: data.claims[name] for name in ("entrants", "student_visas", "shortage", "growth_multiple")}
    small = replace(data, claims=needed, context={})

    def told(figures, parameters) -> dict:
        choices = CHOICES | parameters
        assert parameter_faults(choices, data) == []
        report = Heard(replace_figures(small, figures), small, choices)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(formula, "_in_ids", lambda *_: "")
            patch.setattr(arithmetic, "_require_monotone", lambda *_: None)
            run_notebook(cells, report, NoGroups())
        settings = report.settings
        bases = [report.figures[name] for name in ("entrants", "student_visas")]
        values = {each.id: row_of(each) for each in [*settings["follow"], *settings["inputs"], *bases]}
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
    return found


# --- the points ----------------------------------------------------------------------------------------


def points() -> list[tuple[dict, dict]]:
    """Figures and parameters to compare at: a grid, the edges, other hedges, thresholds that lie within a range."""
    figures = itertools.product([7_887, 13_221, 75_000.5], [1e5, 1.5e6, 48e6], [0, 0.999999, 1, 1.000001, 2, 12, 1000])
    choices = itertools.product([0.05, 0.0088, 0.5], [(0, 1), (0.000001, 52), (0.35, 1.7), (1, 1), (1, 2)])
    made = [
        (dict(zip(("entrants", "shortage", "growth_multiple"), numbers, strict=True)), _parameters(threshold, *working))
        for numbers, (threshold, working) in itertools.product(figures, choices)
    ]
    edges = [100_000.000001, 13_221 * 10, 13_220, 999_999, 1_000_000, 9_999_999, 1e9, 1e12, 9e14]
    hedges = [{"bound": "exact"}, {"bound": "up_to"}, {"bound": "at_least"}]
    rounded, steps = ("about", "nearly"), (1, 0.5, 1000, 10_000, 1_000_000)
    hedges += [{"bound": bound, "precision": step} for bound, step in itertools.product(rounded, steps)]
    values = [1, 7, 13_222, 264_420, 1_450_000, 2_000_000, 5e6, 1e14, *edges]
    for value, hedge, name in itertools.product(values, hedges, ["shortage", "entrants"]):
        if value >= hedge.get("precision", 0):
            made += [({name: {"value": value, **hedge}}, _parameters(t, 0.8, 1.5)) for t in (0.05, 1)]
    stated = itertools.product([0, 7, 13_221, 100_000, 1_000_000], [13_222, 200_000.5, 1_550_000, 1e9])
    made += [
        ({"shortage": {"value": low, "bound": "between", "upper": high}}, _parameters(t, 0.8, 1.5))
        for (low, high), t in itertools.product(stated, (0.05, 1))
        if low < high
    ]
    made += [({"shortage": {"value": 0, "bound": bound}}, {}) for bound in ("exact", "up_to", "at_least")]
    made += [({"entrants": n, "student_visas": {"value": n, "bound": "up_to"}}, {}) for n in (1, 4_000, 7_886.5)]
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
    powers = {"entrants": (4, 7), "shortage": (5.1, 10), "growth_multiple": (-1, 3)}
    for _ in range(500):
        drawn = {name: float(f"{10 ** pick.uniform(*ends):.{pick.randint(1, 9)}g}") for name, ends in powers.items()}
        threshold = round(10 ** pick.uniform(-4, 0), 6)
        made.append((drawn, _parameters(threshold, round(pick.random(), 3), round(pick.uniform(1, 52), 2))))
    return [(figures, parameters) for figures, parameters in made if _is_whole(figures)]


def _is_whole(figures) -> bool:
    """Whether the data's own rule allows the figures: the entries for education are no more than all."""
    workers = figures.get("entrants", 13_221)
    told = Interval.from_bound(**workers) if isinstance(workers, dict) else Interval(workers, workers)
    return "student_visas" in figures or told.high >= 7_887


def _parameters(threshold, share, entries) -> dict:
    return {"marginal_below": threshold, "share_working": share, "entries_per_person": entries}


def row_of(figure) -> list:
    """A figure's ends and middle, None for an open one, then its bound and what it prints."""
    ends = (figure.interval.low, figure.central, figure.interval.high) if figure.interval else (None, None, None)
    known = [end if end is not None and math.isfinite(end) else None for end in ends]
    return [*known, figure.bound, *(getattr(figure.phrase, part) for part in PARTS)]


# --- figures, to be said in words ------------------------------------------------------------------------


def units_of(data) -> dict[str, Unit]:
    """The units that a figure may be moved in, no place in a series, and one without a word."""
    return {name: unit for name, unit in data.units.items() if unit.kind != "ordinal"} | {
        "bare": Unit("bare", "", "count", "")
    }


def figures_to_say(units: dict[str, Unit]) -> list[list]:
    """Figures of every bound and unit, as ends, middle, bound, unit, precision, and whether it is quoted."""
    pick, cases = random.Random(11), []
    numbers = [
        0,
        1,
        -1,
        0.1,
        12,
        999.9999999999,
        1e3,
        1e6,
        1.5e6,
        1e21,
        3e22,
        -0.004,
        2.5,
        13_221,
        1_500_001,
        2_345_000,
        math.inf,
        -math.inf,
    ]
    for _ in range(2500):
        drawn = [pick.uniform(-1, 1) * 10 ** pick.randint(-6, 9) for _ in "ab"]
        drawn = [pick.choice(numbers) if pick.random() < 0.3 else number for number in drawn]
        ends = sorted(drawn if pick.random() < 0.8 or math.isinf(drawn[0]) else [drawn[0], drawn[0]])
        finite, quoted = all(map(math.isfinite, ends)), pick.random() < 0.5
        bound = pick.choice(BOUNDS)
        central = (ends[0] + ends[1]) / 2 if finite and pick.random() < 0.5 else None
        precision = 10.0 ** pick.randint(-3, 6) * pick.choice([1, 2, 5]) if bound in ("about", "nearly") else None
        if finite or not (precision and quoted):  # what is quoted with a precision has both ends
            cases.append([ends, central, bound, pick.choice(list(units)), precision, quoted])
    return cases


BY_SAY = """([cases, units]) => cases.map(([ends, central, bound, unit, precision, quoted]) =>
  sayIt.say({low: ends[0], high: ends[1]}, central, bound, units[unit], {precision, quoted}))"""


def said_by_script(page, cases: list[list], units: dict[str, Unit]) -> list[dict]:
    """What the page's own script says of figures, in words."""
    fields = {"factor": "factor", "word": "word", "single": "one", "whole": "is_whole"}
    words = {name: {key: getattr(unit, field) for key, field in fields.items()} for name, unit in units.items()}
    return page.evaluate(BY_SAY, [cases, words])

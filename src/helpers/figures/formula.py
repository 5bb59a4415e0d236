"""Declaring a formula: a plain function with its unit and a worked example, that figures can be put into.

Called with numbers it gives a number, with columns a column, with SymPy symbols the expression that a page typesets;
called with figures it gives a figure, with a table of figures a table. The same function serves all of them.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.figures.figure import Domain, Figure, FigureError, computed, number_in_formula
from helpers.figures.table import Table, table_by_rows
from helpers.figures.units import UnitError

Units = str | tuple[str, ...]


@dataclass(frozen=True)
class Formula:
    """What is declared of a formula. ``takes`` maps each argument to the units it may be in.

    ``domain`` names the open range of an argument outside of which the formula has no meaning, ``missing`` is what
    is printed there. ``years`` says how many years apart arguments are: the one of 0, and others before or after it.
    ``after`` names for an argument another one, of whose year it has to be later.
    """

    function: Callable
    label: str
    unit: str
    takes: Mapping[str, tuple[str, ...]]
    domain: Mapping[str, Domain] = field(default_factory=dict)
    missing: str = "not defined"
    years: Mapping[str, int] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the function, which is the id of the figure it gives."""
        return self.function.__name__

    @property
    def sentence(self) -> str:
        """The first sentence of the docstring: what the quantity is."""
        return inspect.getdoc(self.function).partition("\n")[0]

    @property
    def place(self) -> str:
        """The file that states it, from the folder that holds the package or the notebooks."""
        path = Path(inspect.getsourcefile(self.function))
        root = next((folder for folder in path.parents if not (folder / "__init__.py").exists()), path.parent)
        return f"{root.name}/{path.relative_to(root).as_posix()}"

    @functools.cached_property
    def result(self) -> ast.expr:
        """What the function returns, as the code states it. Raises TypeError where it is more than one line."""
        (function,) = ast.parse(textwrap.dedent(inspect.getsource(self.function))).body
        *above, last = function.body
        if not isinstance(last, ast.Return) or len(above) > (ast.get_docstring(function) is not None):
            raise TypeError(f"{self.name} is more than one line: return the result of its arguments at once")
        return last.value

    @property
    def code(self) -> str:
        """The line that gives the result."""
        return f"return {ast.unparse(self.result)}"

    def check_years(self, arguments: Mapping[str, object]) -> None:
        """Raises FigureError where quoted figures are not of the years in which the formula sets them beside each other."""
        known = {name: years_of(arguments[name]) for name in self.years if isinstance(arguments.get(name), Figure)}
        dated = {name: years.pop() - self.years[name] for name, years in known.items() if len(years) == 1}
        first = next(iter(dated), None)
        for name in (name for name in dated if dated[name] != dated[first]):
            one, other = arguments[first], arguments[name]
            wanted = dated[first] + self.years[name]
            said = f', where nobody gave one as {other.key}: {{value: unknown, period: "{wanted}"}}'
            raise FigureError(
                f"{self.name} sets {one.key}, of {dated[first] + self.years[first]}, beside {other.key}, of "
                f"{dated[name] + self.years[name]}, and takes its {name} of {wanted}: give it the figure of that year"
                f"{said}, or correct a period"
            )
        for name, than in self.after.items():
            later, earlier = arguments[name], arguments[than]
            if all(isinstance(each, Figure) for each in (later, earlier)):
                self._check_order(later, earlier)

    def _check_order(self, later: Figure, earlier: Figure) -> None:
        first, last = years_of(later), years_of(earlier)
        if first and last and min(first) <= max(last):
            raise FigureError(
                f"{self.name} sets {later.key}, of {min(first)}, beside {earlier.key}, of {max(last)}, and takes it of a "
                "later year: this report is on the time after that; give it figures of a later year, or correct a period"
            )

    def check_units(self, arguments: Mapping[str, object]) -> None:
        """Raises UnitError where a figure is in a unit that the formula does not take."""
        for name, given in arguments.items():
            if isinstance(given, Figure) and given.unit not in self.takes[name]:
                raise UnitError(
                    f"{self.name} takes its {name} in {' or '.join(self.takes[name])}, and {given.id or given.formula} "
                    f"is in {given.unit}: call it with another figure, or correct the unit"
                )


def years_of(figure: Figure) -> set[int]:
    """The years that the quoted figures behind a figure are about."""
    return {int(root.claim.period[:4]) for root in figure.roots.values() if root.claim}


def formula(
    label: str,
    unit: str,
    *,
    domain=None,
    missing: str = "not defined",
    years: Mapping[str, int] | None = None,
    after: Mapping[str, str] | None = None,
    **takes: Units,
) -> Callable:
    """Declare a function as a formula: what it is, the unit it gives, and the units each argument may be in.

    ``years`` are the arguments that have to be of one year (0), or so many years before it or after; ``after`` are those
    that have to be of a later year than another.
    """

    def declare(function: Callable) -> Callable:
        signature = inspect.signature(function)
        if undeclared := [name for name in signature.parameters if name not in takes]:
            raise TypeError(f"{function.__name__} does not say in which unit it takes {', '.join(undeclared)}")
        if strange := [
            name
            for name in (*takes, *(domain or {}), *(years or {}), *(after or {}))
            if name not in signature.parameters
        ]:
            raise TypeError(f"{function.__name__} has no argument {', '.join(strange)}")
        units = {name: (given,) if isinstance(given, str) else given for name, given in takes.items()}
        declared = Formula(function, label, unit, units, domain or {}, missing, years or {}, after or {})

        @functools.wraps(function)
        def call(*args, **kwargs):
            arguments = signature.bind(*args, **kwargs).arguments
            if any(isinstance(given, Table) for given in arguments.values()):
                return _row_by_row(call, arguments)
            if any(isinstance(given, Figure) for given in arguments.values()):
                return _figure(declared, arguments)
            return function(*args, **kwargs)

        call.declared = declared
        return call

    return declare


def _row_by_row(call: Callable, arguments: Mapping[str, object]) -> Table:
    (name, table), *more = [(name, given) for name, given in arguments.items() if isinstance(given, Table)]
    if more:
        raise FigureError(f"a formula takes one table at a time, not {name} and {more[0][0]}: loop over one of them")
    return table_by_rows(lambda figure: call(**{**arguments, name: figure}), table)


def _figure(declared: Formula, arguments: Mapping[str, object]) -> Figure:
    declared.check_units(arguments)
    declared.check_years(arguments)
    if strange := [given for given in arguments.values() if not isinstance(given, Figure | int | float | np.number)]:
        raise FigureError(f"{declared.name} takes figures, numbers or one table of figures, not {strange[0]!r}")
    named = {name: given for name, given in arguments.items() if isinstance(given, Figure)}
    sources = {name: (given,) if given.id else given.inputs for name, given in named.items()}
    inputs = tuple(dict.fromkeys(each for used in sources.values() for each in used))

    def call(*numbers):
        known = dict(zip(inputs, numbers, strict=True))
        values = {
            name: known[given] if given.id else given.call(*map(known.get, given.inputs))
            for name, given in named.items()
        }
        return declared.function(**{**arguments, **values})

    domain = [(named[name], ends) for name, ends in declared.domain.items() if name in named]
    others = [given for name, given in named.items() if given.id and given.id != name and name in given.home.ids]
    return computed(
        call,
        inputs,
        name="_".join([declared.name, *(given.id for given in others)]),
        label=": ".join([declared.label, *(given.label for given in others)]),
        unit=declared.unit,
        formula=_in_ids(declared, arguments),
        domain=domain,
        missing=declared.missing,
        declared=declared,
    )


def _in_ids(declared: Formula, arguments: Mapping[str, object]) -> str:
    """The formula as the code states it, in the ids that fill it."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node):
            given = arguments.get(node.id)
            if isinstance(given, Figure):
                return given.expression
            return node if given is None else number_in_formula(given)

    result = ast.parse(ast.unparse(declared.result), mode="eval")
    return ast.unparse(ast.fix_missing_locations(Fill().visit(result)))


def ln(number):
    """Natural logarithm of a number, a column or a SymPy expression."""
    if hasattr(number, "free_symbols"):
        import sympy

        return sympy.log(number)
    return np.log(number)

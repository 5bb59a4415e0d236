"""A formula's text, in ids, as it is typeset in the book: MathML made by SymPy, its terms in the order of the text."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from markupsafe import Markup

from helpers.pages.templating import render

#: An id in a formula.
NAME = re.compile(r"[a-z][a-z0-9_]*")
LOGARITHM = "ln"
_ARITHMETIC = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant, ast.Name, ast.Load, ast.Call,
)  # fmt: skip


@lru_cache(maxsize=4096)
def typeset(formula: str) -> Markup:
    """The formula as a ``math`` element that says the text itself; as code where it is no arithmetic."""
    return render("formula.html", formula=formula, mathml=Markup(_mathml(formula)) if _is_arithmetic(formula) else "")


def _is_arithmetic(formula: str) -> bool:
    """Whether a formula has signs, numbers, ids and logarithms alone; two joined bounds are none."""
    parts = list(ast.walk(ast.parse(formula, mode="eval")))
    calls = [part.func for part in parts if isinstance(part, ast.Call)]
    return all(isinstance(part, _ARITHMETIC) for part in parts) and all(call.id == LOGARITHM for call in calls)


def _mathml(formula: str) -> str:
    import sympy  # takes a third of a second, which only a build of the pages should

    symbols = {name: sympy.Symbol(name) for name in NAME.findall(formula) if name != LOGARITHM}
    expression = sympy.parse_expr(formula, local_dict=symbols, evaluate=False)
    return _printer()._print(expression).toxml().replace("<mi>log</mi>", f"<mi>{LOGARITHM}</mi>")


@lru_cache
def _printer():
    from sympy.printing.mathml import MathMLPresentationPrinter

    class Printer(MathMLPresentationPrinter):
        """Ids as words, and a sum as the formula states it: SymPy's own sorts it, and drops the brackets of a sum in a sum."""

        def _print_Symbol(self, symbol, style="plain"):
            return self._tag("mi", self.dom.createTextNode(symbol.name.replace("_", "\N{NO-BREAK SPACE}")))

        def _print_Add(self, sum_, order=None):
            parts = []
            for index, term in enumerate(sum_.args):
                factors = term.args if term.is_Mul else ()
                taken = bool(factors) and factors[0] == -1
                if taken:
                    term = factors[1] if len(factors) == 2 else term.func(*factors[1:], evaluate=False)
                if index or taken:
                    parts.append(self._tag("mo", self.dom.createTextNode("-" if taken else "+")))
                printed = self._print(term)
                parts += [self._bracketed(printed)] if term.is_Add and (index or taken) else [printed]
            return self._tag("mrow", *parts)

        def _bracketed(self, printed):
            signs = [self._tag("mo", self.dom.createTextNode(sign)) for sign in "()"]
            return self._tag("mrow", signs[0], printed, signs[1])

        def _tag(self, name, *children):
            element = self.dom.createElement(name)
            for child in children:
                element.appendChild(child)
            return element

    return Printer({"symbol_names": {}})

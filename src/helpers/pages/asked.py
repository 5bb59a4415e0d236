"""What the prose of pages asks of the results: an id that no notebook gave is told with its place before pages are made.

Words that a page leaves out, for a figure that is known or is not, ask nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from helpers.figures.faults import Fault, nearest
from helpers.notebook.checkout import page_names, read_yaml
from helpers.notebook.results import Results
from helpers.notebook.signed import prose_of
from helpers.pages.pieces import STANDS, value_of, verdict_of

#: Directives whose text is no prose.
LITERAL = ("code", "code-block", "math", "raw")
_DIRECTIVE = re.compile(r"\{([\w-]+)\}\s*(.*)")
_INPUTS = re.compile(r"^:inputs:(.*)$", re.M)


def asked_faults(root: Path, results: Results) -> list[Fault]:
    """What the pages of a report ask for by an id, or a part of one, that the results do not hold."""
    config = read_yaml(root / "_config.yml")
    extensions = config["sphinx"]["config"].get("myst_enable_extensions", ())
    parser = create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)
    faults = []
    for page in page_names(root):
        for file in (file for kind in (".md", ".ipynb") if (file := root / f"{page}{kind}").is_file()):
            for name, target in dict.fromkeys(_asked(parser, prose_of(file), results)):
                if known := _known(results, name, target):
                    rule = f"it prints {{{name}}} {target!r}, which no notebook shows for these data"
                    whole = target.partition(".")[0]
                    remedy = "name a part that it has, such as its .label" if whole in known else nearest(whole, known)
                    faults.append(Fault(file.relative_to(root).as_posix(), _line(file, target), None, rule, remedy))
    return faults


def _asked(parser: MarkdownIt, text: str, results: Results) -> Iterator[tuple[str, str]]:
    """The role or the directive, and what it names, of all that a text asks for."""
    for token in parser.parse(text):
        for child in token.children or ():
            if child.type == "myst_role":
                yield child.meta["name"], child.content
        if token.type in ("fence", "colon_fence") and (directive := _DIRECTIVE.match(token.info)):
            name, argument = directive.groups()
            argument = argument.strip()
            yield name, argument
            if name == "cards":
                yield from (("cards", line.partition(":")[0].strip()) for line in token.content.splitlines() if line)
            if name == "what-if" and (given := _INPUTS.search(token.content)):
                yield from (("what-if", each.strip()) for each in given[1].split(","))
            if name not in LITERAL and not _is_left_out(results, name, argument):
                yield from _asked(parser, token.content, results)


def _is_left_out(results: Results, name: str, argument: str) -> bool:
    """Whether the words of a block do not stand on the page, as its figure is: not known where they presume one, say."""
    figure = results.figures.get(results.id_of(argument))
    return name in STANDS and (figure is None or not STANDS[name](figure))


def _known(results: Results, name: str, target: str) -> list[str]:
    """What a role or a directive may name, where it does not; nothing where it is in order, or names nothing."""
    inputs = [each.id for each in results.what_if.inputs] if results.what_if else []
    values = [*results.figures, *results.roles]
    kinds = {**dict.fromkeys(STANDS, values), "cards": results.figures, "chart": results.charts, "what-if": inputs}
    if name in kinds:
        return [*kinds[name]] if target and target not in kinds[name] else []
    find, known = {"value": (value_of, values), "verdict": (verdict_of, results.verdicts)}.get(name, (None, ()))
    try:
        if find:
            find(results, target)
    except KeyError:
        return [*known]
    return []


def _line(file: Path, target: str) -> int | None:
    """The first line of a file in which an id stands as prose names it."""
    named = re.compile(rf"(?<![\w.]){re.escape(target)}(?![\w.])")
    written = (rf"\}}`{re.escape(target)}`", rf"\{{(?:{'|'.join(STANDS)})\}} {re.escape(target)}\b", named.pattern)
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for each in written for n, line in enumerate(lines, 1) if re.search(each, line)), None)

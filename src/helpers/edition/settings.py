"""Reading what an author sets, in an edition's file or on the command line: YAML that says each thing once.

Text, numbers, true, false and nothing are all that it knows. What YAML would make of ``2024-01-01``, ``12:30``, ``yes``
or ``.inf`` stays the text that it is, so that a fault shows what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

#: Longer numbers are kept as text, to be refused as one.
LONGEST = 300


class SettingsError(ValueError):
    """A text that is no setting; ``problems`` has a line, a rule and a remedy for each thing wrong."""

    def __init__(self, *problems: tuple[int | None, str, str]):
        self.problems = problems
        super().__init__("\n".join(f"{rule}; {remedy}" for _, rule, remedy in problems))


class _Strict(yaml.SafeLoader):
    """Plain YAML: no key twice, and no anchors and types of its own."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  the base class's own, without its dates and its many ways to say yes

    def compose_node(self, parent, index):
        event = self.peek_event()
        if getattr(event, "anchor", None):
            rule = f"it has the anchor or alias {event.anchor!r}"
            raise SettingsError((event.start_mark.line + 1, rule, "write out what is meant, or quote the text"))
        if getattr(event, "tag", None):
            rule = f"it has the type {event.tag.replace('tag:yaml.org,2002:', '!!')!r}"
            raise SettingsError((event.start_mark.line + 1, rule, "write a plain text or number"))
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        seen, problems = {}, []
        for key_node, value_node in node.value:
            key, line = self.construct_object(key_node, deep=True), key_node.start_mark.line + 1
            if not isinstance(key, str):
                problems.append((line, f"the key {key!r} is no name", "write a name, a colon and a value"))
                continue
            if key in seen:
                rule = f"{key!r} is given twice, as {_shown(seen[key])} and as {_shown(value_node)}"
                problems.append((line, rule, "keep one of the two"))
            seen[key] = value_node
        if problems:
            raise SettingsError(*problems)
        return super().construct_mapping(node, deep)


def _shown(node: yaml.Node) -> str:
    return repr(node.value) if isinstance(node, yaml.ScalarNode) else "a list or mapping"


_Strict.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(~|null|)$"), ["~", "n", ""])
_Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)$"), ["t", "f"])
_Strict.add_implicit_resolver(
    "report:whole", re.compile(rf"[-+]?(0|[1-9][0-9_]{{0,{LONGEST}}})$"), list("-+0123456789")
)
_DECIMAL = r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,4})?$"
_Strict.add_implicit_resolver("report:decimal", re.compile(_DECIMAL), list("-+.0123456789"))
_Strict.add_constructor("report:whole", lambda loader, node: int(node.value.replace("_", "")))
_Strict.add_constructor("report:decimal", lambda loader, node: float(node.value))


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line of each key of a text that can be read, by the keys that lead to it."""
    return dict(_lines_of(yaml.compose(text, _Strict), ()))


def _lines_of(node: yaml.Node | None, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield (*above, key.value), key.start_mark.line + 1
        yield from _lines_of(value, (*above, key.value))


def read_settings(text: str) -> object:
    """What a text says. Raises SettingsError."""
    try:
        return yaml.load(text, _Strict)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not closed"
        rule = f"not readable as YAML: {problem}"
        raise SettingsError((mark.line + 1 if mark else None, rule, "quote the text, or mend its form")) from None
    except RecursionError:
        raise SettingsError((None, "it holds too much within itself", "write it plainly")) from None

"""A page's article as Markdown: its words, lists, tables and code; numbers that a value stands behind as ``say`` has them.

What only works on a screen is left out: drawings, whose data stand in a table beside them, controls and boxes that open.
Nothing here knows of figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, NavigableString, Tag

#: What is no text of a page, or says what stands there already, by the name and by the class of its elements.
NO_TEXT = frozenset(("svg", "script", "style", "form", "input", "select", "textarea", "label", "dialog"))
ASIDE = frozenset(("headerlink", "show-code", "phone-only", "prev-next-area"))
#: The name of a language by the class of a block of code, where they differ.
LANGUAGES = {"ipython3": "python", "default": "", "none": "", "text": ""}
BLOCKS = (
    "p", "ul", "ol", "dl", "table", "pre", "blockquote", "div", "section", "article", "details", "summary", "figure",
    "figcaption", "hr", "main", "nav", "header", "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~"}
_SPECIAL = re.compile(r"([\\`*\[\]<])|(?<!\w)(_)|(_)(?!\w)")
_OPENING = re.compile(r"^(#+ |>|[-+] |\d+[.)] )")

#: What a marked number says, of its element and its text.
Say = Callable[[Tag, str], str]
#: What a link leads to, of the address that it has on the page; empty for none.
Lead = Callable[[str], str]


def shortened(text: str, most: int) -> str:
    """The whole sentences that a text opens with, as many as fit; of one that does not, the words that do."""
    if len(text) <= most:
        return text
    fitting = text[:most].rpartition(". ")[0]
    return f"{fitting}." if fitting else f"{text[: most - 1].rpartition(' ')[0]}…"


def read_article(html: str) -> Tag | None:
    """The article of a page, without what is left out; None where it has none."""
    found = re.search(r"<article class=\"bd-article\".*?</article>", html, re.S)
    if not found:
        return None
    # boxes and drawings are most of a page, and go before it is read
    text = re.sub(r"<aside popover.*?</aside>|<svg\b.*?</svg>", "", found[0], flags=re.S)
    article = BeautifulSoup(text, "html.parser").article
    for element in article.find_all(_is_left_out):
        element.decompose()
    return article


def _is_left_out(element: Tag) -> bool:
    attributes = element.attrs
    return (
        element.name in NO_TEXT
        or "hidden" in attributes
        or (element.name == "aside" and "popover" in attributes)
        or (element.name == "button" and "data-value" not in attributes)
        or not ASIDE.isdisjoint(attributes.get("class", ()))
    )


def to_markdown(element: Tag, say: Say, lead: Lead = str) -> str:
    """An element as Markdown, a line free between blocks."""
    return "\n\n".join(_blocks(element, say, lead)) + "\n"


def _blocks(element: Tag, say: Say, lead: Lead) -> list[str]:
    """The blocks of an element; words between them are paragraphs."""
    made: list[str] = []
    words: list = []

    def end_paragraph() -> None:
        text = _tidy("".join(inline(each, say, lead) for each in words))
        words.clear()
        if text:
            made.append(_OPENING.sub(r"\\\1", text))

    for child in element.children:
        if isinstance(child, Tag) and _is_block(child):
            end_paragraph()
            made += [block for block in _block(child, say, lead) if block]
        else:
            words.append(child)
    end_paragraph()
    return made


def _is_block(element: Tag) -> bool:
    return element.name in BLOCKS and "formula" not in element.get("class", [])


def _block(element: Tag, say: Say, lead: Lead) -> list[str]:
    name = element.name
    if name == "hr":
        return ["---"]
    if name[0] == "h" and name[1:].isdigit():
        return [f"{'#' * int(name[1:])} {_words(element, say, lead)}"]
    if name == "summary":
        return [f"**{_words(element, say, lead)}**"]
    if name in ("ul", "ol"):
        return ["\n".join(_items(element, say, lead))]
    if name == "table":
        return [_table(element, say, lead)]
    if name == "dl":
        return ["\n".join(_terms(element, say, lead))]
    if name == "pre":
        return [f"```{_language(element)}\n{element.get_text().strip(chr(10))}\n```"]
    if name == "blockquote":
        return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(element, say, lead)).splitlines())]
    return _blocks(element, say, lead)


def _items(element: Tag, say: Say, lead: Lead) -> list[str]:
    """The items of a list, what is within one indented below it."""
    lines = []
    for number, item in enumerate(element.find_all("li", recursive=False), 1):
        mark = f"{number}. " if element.name == "ol" else "- "
        text = "\n".join(_blocks(item, say, lead))
        lines.append(mark + text.replace("\n", "\n" + " " * len(mark)))
    return lines


def _terms(element: Tag, say: Say, lead: Lead) -> list[str]:
    """A list of terms, each with what is said of it; a list that is said is indented below it."""
    lines: list[str] = []
    for each in element.find_all(["dt", "dd"], recursive=False):
        text = "\n".join(_blocks(each, say, lead))
        if each.name == "dt":
            lines.append(f"- **{text}**:")
        else:
            begins = "\n" if each.find(["ul", "ol"], recursive=False) and text.startswith("- ") else " "
            lines[-1] += begins.replace("\n", "\n  ") + text.replace("\n", "\n  ")
    return lines


def _table(element: Tag, say: Say, lead: Lead) -> str:
    rows = [[_words(cell, say, lead) for cell in row.find_all(["th", "td"])] for row in element.find_all("tr")]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows if row]
    return "\n".join([*lines[:1], f"|{' --- |' * len(rows[0])}", *lines[1:]]) if lines else ""


def _language(element: Tag) -> str:
    """The language of a block of code, by the class that highlights it."""
    classes = [name for parent in element.parents for name in parent.get("class", []) if name.startswith("highlight-")]
    name = classes[0].removeprefix("highlight-") if classes else ""
    return LANGUAGES.get(name, name)


# --- within a line -----------------------------------------------------------------------------------


def _words(element: Tag, say: Say, lead: Lead) -> str:
    return _tidy("".join(inline(each, say, lead) for each in element.children))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def inline(node: Tag | NavigableString, say: Say, lead: Lead = str) -> str:
    """A node within a line."""
    if not isinstance(node, Tag):
        return _SPECIAL.sub(r"\\\g<0>", str(node)) if type(node) is NavigableString else ""
    if node.get("data-value"):
        return say(node, _tidy(node.get_text()))
    if node.name == "math":
        return f"`{node['aria-label']}`"
    if node.name in ("code", "kbd"):
        return f"`{_tidy(node.get_text())}`" if node.get_text().strip() else ""
    if node.name == "br":
        return " "
    if node.name == "img":
        return _SPECIAL.sub(r"\\\g<0>", node.get("alt", ""))
    inside = "".join(inline(each, say, lead) for each in node.children)
    if _is_block(node) or node.name == "li":
        return f" {inside} "
    if node.name == "q":
        return f"“{inside}”"
    if node.name in _MARKS and inside.strip():
        before, text, after = re.fullmatch(r"(\s*)(.*?)(\s*)", inside, re.S).groups()
        mark = _MARKS[node.name]
        return f"{before}{mark}{text}{mark}{after}"
    if node.name == "a" and node.get("href") and inside.strip() and not node.find(attrs={"data-value": True}):
        address = lead(node["href"])
        return f"[{_tidy(inside)}]({address})" if address else inside
    return inside

"""A page's article as Markdown: its words, lists, tables and code; numbers that a value stands behind as ``say`` has them.

What only works on a screen is left out: drawings, whose data stand in a table beside them, controls and boxes that open.
Nothing here knows of figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement, HTMLParser, document_fromstring

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
Say = Callable[[HtmlElement, str], str]
#: What a link leads to, of the address that it has on the page; empty for none.
Lead = Callable[[str], str]


def shortened(text: str, most: int) -> str:
    """The whole sentences that a text opens with, as many as fit; of one that does not, the words that do."""
    if len(text) <= most:
        return text
    fitting = text[:most].rpartition(". ")[0]
    return f"{fitting}." if fitting else f"{text[: most - 1].rpartition(' ')[0]}…"


def read_article(html: str) -> HtmlElement | None:
    """The article of a page, without what is left out; None where it has none."""
    found = re.search(r"<article class=\"bd-article\".*?</article>", html, re.S)
    if not found:
        return None
    # boxes and drawings are most of a page, and go before it is read
    text = re.sub(r"<aside popover.*?</aside>|<svg\b.*?</svg>", "", found[0], flags=re.S)
    document = document_fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True))
    article = document.find(".//article")
    for element in [each for each in article.iterdescendants() if _is_left_out(each)]:
        element.drop_tree()
    return article


def _is_left_out(element: HtmlElement) -> bool:
    attributes = element.attrib
    return (
        element.tag in NO_TEXT
        or "hidden" in attributes
        or (element.tag == "aside" and "popover" in attributes)
        or (element.tag == "button" and "data-value" not in attributes)
        or not ASIDE.isdisjoint(attributes.get("class", "").split())
    )


def to_markdown(element: HtmlElement, say: Say, lead: Lead = str) -> str:
    """An element as Markdown, a line free between blocks."""
    return "\n\n".join(_blocks(element, say, lead)) + "\n"


def _blocks(element: HtmlElement, say: Say, lead: Lead) -> list[str]:
    """The blocks of an element; words between them are paragraphs."""
    made: list[str] = []
    words: list = []

    def end_paragraph() -> None:
        text = _tidy("".join(inline(each, say, lead) for each in words))
        words.clear()
        if text:
            made.append(_OPENING.sub(r"\\\1", text))

    for child in _nodes(element):
        if not isinstance(child, str) and _is_block(child):
            end_paragraph()
            made += [block for block in _block(child, say, lead) if block]
        else:
            words.append(child)
    end_paragraph()
    return made


def _nodes(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """The elements and the texts right within an element, in their order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _is_block(element: HtmlElement) -> bool:
    return element.tag in BLOCKS and "formula" not in element.classes


def _block(element: HtmlElement, say: Say, lead: Lead) -> list[str]:
    name = element.tag
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
        return [f"```{_language(element)}\n{element.text_content().strip(chr(10))}\n```"]
    if name == "blockquote":
        return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(_blocks(element, say, lead)).splitlines())]
    return _blocks(element, say, lead)


def _items(element: HtmlElement, say: Say, lead: Lead) -> list[str]:
    """The items of a list, what is within one indented below it."""
    lines = []
    for number, item in enumerate(element.iterchildren("li"), 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        text = "\n".join(_blocks(item, say, lead))
        lines.append(mark + text.replace("\n", "\n" + " " * len(mark)))
    return lines


def _terms(element: HtmlElement, say: Say, lead: Lead) -> list[str]:
    """A list of terms, each with what is said of it; a list that is said is indented below it."""
    lines: list[str] = []
    for each in element.iterchildren("dt", "dd"):
        text = "\n".join(_blocks(each, say, lead))
        if each.tag == "dt":
            lines.append(f"- **{text}**:")
        else:
            listed = next(each.iterchildren("ul", "ol"), None) is not None
            begins = "\n" if listed and text.startswith("- ") else " "
            lines[-1] += begins.replace("\n", "\n  ") + text.replace("\n", "\n  ")
    return lines


def _table(element: HtmlElement, say: Say, lead: Lead) -> str:
    rows = [[_words(cell, say, lead) for cell in row.iter("th", "td")] for row in element.iter("tr")]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows if row]
    return "\n".join([*lines[:1], f"|{' --- |' * len(rows[0])}", *lines[1:]]) if lines else ""


def _language(element: HtmlElement) -> str:
    """The language of a block of code, by the class that highlights it."""
    classes = [name for parent in element.iterancestors() for name in parent.classes if name.startswith("highlight-")]
    name = classes[0].removeprefix("highlight-") if classes else ""
    return LANGUAGES.get(name, name)


# --- within a line -----------------------------------------------------------------------------------


def _words(element: HtmlElement, say: Say, lead: Lead) -> str:
    return _tidy("".join(inline(each, say, lead) for each in _nodes(element)))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def inline(node: HtmlElement | str, say: Say, lead: Lead = str) -> str:
    """A node within a line."""
    if isinstance(node, str):
        return _SPECIAL.sub(r"\\\g<0>", node)
    if node.get("data-value"):
        return say(node, _tidy(node.text_content()))
    if node.tag == "math":
        return f"`{node.get('aria-label')}`"
    if node.tag in ("code", "kbd"):
        return f"`{_tidy(node.text_content())}`" if node.text_content().strip() else ""
    if node.tag == "br":
        return " "
    if node.tag == "img":
        return _SPECIAL.sub(r"\\\g<0>", node.get("alt", ""))
    inside = "".join(inline(each, say, lead) for each in _nodes(node))
    if _is_block(node) or node.tag == "li":
        return f" {inside} "
    if node.tag == "q":
        return f"“{inside}”"
    if node.tag in _MARKS and inside.strip():
        before, text, after = re.fullmatch(r"(\s*)(.*?)(\s*)", inside, re.S).groups()
        mark = _MARKS[node.tag]
        return f"{before}{mark}{text}{mark}{after}"
    if node.tag == "a" and node.get("href") and inside.strip() and node.find(".//*[@data-value]") is None:
        address = lead(node.get("href"))
        return f"[{_tidy(inside)}]({address})" if address else inside
    return inside

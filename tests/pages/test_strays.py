"""The gate: no number stands on a page, in digits or in words, unless it is a value of the results.

A number is traced where an element with ``data-value`` holds it and its text is one that the value prints, or where
an image's words are made of what the values in ``data-values`` print. All else is a stray, but for what ALLOWED names.
"""

import re

import pytest
from bs4 import BeautifulSoup

from built_pages import PAGES, entry_pages_of, page_of, soup_of
from helpers.notebook.results import collect
from helpers.notebook.signed import read_prose

#: What may hold a number that is no value, and why.
ALLOWED = {
    "script, style": "not shown",
    "svg": "a drawing's ticks; its words are in its label, and validation compares every mark",
    "code, pre": "code",
    ".formula": "a typeset formula: its constants are the formula's own",
    "q, .quoted": "a source's own words, marked as a quotation",
    "ul.sources li": "the bibliography: titles and dates of publication",
    ".source-name": "a source's name and year of publication",
    ".locator": "where in a source a figure stands",
    ".places": "in how many places a number stands, and the sentences there",
    ".citation, blockquote": "how to cite: version, year and digest",
    ".reproduce": "what is needed and which cell makes what, counted when the book is made, and in a test by another way",
    ".licence": "the name of a licence",
    ".speed": "times of a machine, which no value rests on; a test of their own holds them to what was kept",
    ".mutants": "how many mutants were tried, found and live, which a test of its own holds to what was kept",
    ".changes": "what was printed before and is now, which a test of its own holds to the command",
    ".masthead, .foot": "version and dates of the release and of the newest source",
}
#: What prose may hold between backticks with a digit in it, page by page: which constants, and why they are no values.
BACKTICKED = {
    "book/method": {
        "3": "digits that a bound keeps, and bodies that make evidence robust: constants of the machinery",
        "2": "bodies that make evidence medium: a constant of the machinery",
        "C3": "a grade of the Admiralty scale, from which a body is sound",
        "B2": "a grade of the Admiralty scale, from which a body is strong",
        "1": "the Admiralty scale's own digits",
        "5": "the Admiralty scale's own digits",
        "6": "the Admiralty scale's own digits",
        "100": "the factor at which the search for a turn ends: a constant of the machinery",
    },
    "book/speed": {"xargs -P2": "an option of a command: two at a time"},
    "book/rerun": {
        "--set 'shortage={value: 2000000, bound: exact}'": "an option of a command, with a number that is made up"
    },
}
#: Words of number that are none: "one worker who stayed", "the first page".
_UNITS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_PARTS = "zero ½ ⅓ ¼ ¾ pair halved doubled tripled quadrupled quintupled half halves thirds fifths sixths sevenths eighths ninths tenths twice thrice double triple dozen"
_LARGE = "hundred hundreds thousand thousands million millions billion billions trillion trillions"
WORD = re.compile(
    rf"(?<!first (?=half))(?<!second (?=half))(?:\b|(?=[½⅓¼¾]))(?:{'|'.join(f'{_UNITS} {_TENS} {_PARTS} {_LARGE}'.split())}"
    r"|(?:a|one) (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)|quarters of|\w+fold)\b(?!-year)|\d[\d,.]*",
    re.IGNORECASE,
)
#: Attributes that a person may be shown or read.
SPOKEN = ("aria-label", "alt", "title", "content", "placeholder")


@pytest.fixture(scope="module")
def texts(built):
    """What each figure may print."""
    results = collect(built)
    return {name: texts_of(results, name) for name in results.figures}


def texts_of(results, name):
    """All that a figure may print, in small letters."""
    figure = results.figures[name]
    rows = [row for chart in results.charts.values() for row in chart.rows if row.id == name]
    printed = [*vars(figure).values(), *vars(figure.quotation or figure).values()]
    printed += [figure.printed("period")] if figure.quotation else []
    for row in rows:
        printed += [row.text, row.range, ", ".join(filter(None, (row.label, row.period))), row.period or row.label]
    return {_plain(text) for text in printed if isinstance(text, str) and text}


def _plain(text):
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).lower()


def strays(html, texts):
    """Every number of a page that no value stands behind, with the words around it."""
    soup = BeautifulSoup(html, "html.parser")
    found = []
    for element in soup.select("[data-value]"):
        inside = element.find_parent("svg") or element.find_parent(attrs={"data-value": True})
        said = element.get_text().rpartition(": ")[2] if element.name == "option" else element.get_text()
        if not inside and _plain(said) not in {*texts[element["data-value"]], "\N{EM DASH}"}:
            found.append(f"{element['data-value']} does not print {element.get_text()!r}")
    for element in soup.find_all(lambda tag: any(tag.get(name) for name in SPOKEN)):
        if element.find_parent(lambda tag: tag.name == "svg" or "formula" in tag.get("class", [])):
            continue
        known = [text for name in element.get("data-values", "").split() for text in texts[name]]
        for name in SPOKEN:
            if (
                element.name != "meta"
                or element.get("name") in ("description",)
                or "og:" in element.get("property", "")
            ):
                found += _numbers(_without(element.get(name, ""), known))
    for element in soup.select(", ".join(["[data-value]", *ALLOWED])):
        element.replace_with(" · ")
    return found + _numbers(soup.get_text(" "))


def _without(text, known):
    text = _plain(text)
    for part in sorted(known, key=len, reverse=True):
        text = text.replace(part, "·") if WORD.search(part) else text
    return text


def _numbers(text):
    return [" ".join(text[max(0, at.start() - 40) : at.end() + 20].split()) for at in WORD.finditer(text)]


@pytest.mark.parametrize("name", PAGES)
def test_no_number_is_a_stray(built, texts, name):
    found = strays(page_of(built, name), texts)
    assert found == [], f"numbers typed on {name}: {found}; print each by {{value}}`id`, a year by {{value}}`id.period`"


def test_no_number_of_an_entry_is_a_stray(built, texts):
    assert {name: found for name in entry_pages_of(built) if (found := strays(page_of(built, name), texts))} == {}


def backticked(lines):
    """What stands between backticks in prose with a digit in it; the name of a value is none, and neither is a block of code."""
    fenced, found = False, []
    for line in lines:
        fenced ^= line.startswith("```")
        found += [] if fenced else re.findall(r"(}?)(?<!`)`([^`]+)`(?!`)", line)
    return [text for role, text in found if not role and re.search(r"\d", text)]


def test_no_number_hides_between_backticks(checkout):
    found = {page: {*backticked(lines)} for page, lines in read_prose(checkout).items()}
    assert {page: each for page, each in found.items() if each} == {page: {*each} for page, each in BACKTICKED.items()}


def test_a_number_between_backticks_is_found():
    assert backticked(
        ["Some `12` of {value}`a_2024` and `no`.", "```sh", "make `3`", "```", "`B2` it is", "`a` 5 `b`"]
    ) == [
        "12",
        "B2",
    ]


PLANTED = {
    "prose": ("</h1>", "</h1><p>Some 12 were seen.</p>", "12"),
    "heading": ("</h1>", "</h1><h2>All 13,221 entries</h2>", "13,221"),
    "word": ("</h1>", "</h1><p>It rose twelvefold.</p>", "twelvefold"),
    "fraction": ("</h1>", "</h1><p>About a third of them.</p>", "a third"),
    "alt of an image": ("</h1>", '</h1><img src="x.png" alt="a rise to 13,221 entries">', "13,221"),
    "label of a drawing": ('role="img" aria-label="', 'role="img" aria-label="Of 77: ', "77"),
    "caption": ('chart-caption">', 'chart-caption">In 2024, ', "2024"),
    "table": ("<td><p>", "<td><p>99 ", "99"),
    "description": ("<head>", '<head><meta name="description" content="13,221 entries">', "13,221"),
    "a value that prints another number": (
        "</h1>",
        '</h1><p><span data-value="entrants">13,222 entries</span></p>',
        "13,222",
    ),
    "a value's mark on another's number": (
        "</h1>",
        '</h1><p><span data-value="entrants">7,887 entries</span></p>',
        "7,887",
    ),
}


def test_each_planted_number_is_found(built, texts):
    html = page_of(built, "index")
    for anchor, planted, _ in PLANTED.values():
        assert anchor in html, anchor
        html = html.replace(anchor, planted, 1)
    found = strays(html, texts)
    for place, (_, _, number) in PLANTED.items():
        match = next((each for each in found if number in each.lower()), None)
        assert match, place
        found.remove(match)
    assert found == []


def test_what_is_allowed_is_used(built):
    """An exception that no page needs any more is taken off the list."""
    pages = [soup_of(built, name) for name in [*PAGES, *entry_pages_of(built)]]
    for selector in ALLOWED:
        texts = (element.get_text(" ") for page in pages for element in page.select(selector))
        assert any(WORD.search(text) for text in texts), selector

"""Every page has a twin in Markdown, whose numbers are the page's and those of results.json, and a list names them all."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from built_pages import PAGES, entry_pages_of, page_of
from hand_made import CITATION, place, results
from helpers.notebook.results import collect
from helpers.pages.markdown import read_article, to_markdown
from helpers.pages.twins import leader, list_pages, opening, speaker, twin

#: The id of a number, after the words that it is said in.
MARK = re.compile(r"\[([a-z][a-z0-9_]*)\](?!\()")
#: What holds no numbers of a page's own: code, and the addresses of ids at the foot.
APART = re.compile(r"```.*?```|^ *`[^`\n]*`$|^\[\w+\]: .*$", re.S | re.M)
DIGITS = re.compile(r"\d[\d.,]*")
#: Whether a marked text holds a number, or is all that its figure prints.
NUMERIC = lambda text, figure: any(map(str.isdigit, text)) or _plain(text) == _plain(figure.text)  # noqa: E731


@pytest.fixture(scope="module")
def found(built):
    return collect(built)


@pytest.fixture(scope="module")
def known(found):
    return {name: printed(found, name) for name in found.figures}


@pytest.fixture(scope="module")
def document(built):
    return json.loads((built / "_build" / "results.json").read_text(encoding="utf-8"))["values"]


def twin_of(built, name):
    """A twin without code and the addresses of its ids."""
    folder = built / "_build" / "html"
    path = folder / "index.md" if name == "index" else folder / "book" / f"{name}.md"
    return APART.sub("", path.read_text(encoding="utf-8"))


def all_pages(built):
    return [*PAGES, *entry_pages_of(built)]


def printed(found, name):
    """All that a figure prints, by results.json and its record: its text, its range, its parts, a chart's own words."""
    figure = found.figures[name]
    parts = [figure.text, figure.range, figure.number, figure.least, figure.most, figure.label]
    parts += [str(each) for each in vars(figure.quotation).values()] if figure.quotation else []
    parts += [figure.printed("period")] if figure.quotation else []
    for row in (row for chart in found.charts.values() for row in chart.rows if row.id == name):
        parts += [row.text, row.range, row.period, row.label, ", ".join(filter(None, (row.label, row.period)))]
    return {_plain(part) for part in [*parts, f"{figure.text} ({figure.range})"] if part}


def _plain(text):
    return " ".join(re.sub(r"[*\\]", "", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).split()).lower()


def read(text, known):
    """The marks of a twin: the id, the words before it, and as many of these as its figure prints; empty where none."""
    at = 0
    for match in MARK.finditer(text):
        before = _plain(text[at : match.start()])
        words = max((each for each in known[match[1]] if before.endswith(each)), key=len, default="")
        # a number is not the end of another one
        longer = words[:1].isdigit() and re.search(r"[\d.,]$", before.removesuffix(words))
        yield match[1], before, "" if longer else words
        at = match.end()


def faults(text, known):
    """The marks before which no words of their figures stand."""
    return [f"{before[-60:]} [{name}]" for name, before, words in read(text, known) if not words]


def unmarked(text, known):
    """A twin without the numbers that have an id."""
    marks = list(read(text, known))
    return " · ".join([*(before.removesuffix(words) for _, before, words in marks), MARK.split(text)[-1]])


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_twin_is_one_that_its_figure_prints(built, known, name):
    text = twin_of(built, name)
    assert faults(text, known) == []


def test_every_number_of_the_entries_is_one_that_its_figure_prints(built, known):
    wrong = {name: faults(twin_of(built, name), known) for name in entry_pages_of(built)}
    assert {name: some for name, some in wrong.items() if some} == {}


def test_texts_in_twins_are_those_of_results_json(built, document):
    """Every value of results.json stands in a twin, in its own words and beside its id."""
    text = "\n".join(twin_of(built, name) for name in all_pages(built))
    missing = [
        name
        for name, value in document.items()
        if f"{value['text']} [{name}]" not in text and f"{value['text']} (" not in text
    ]
    assert missing == []
    assert "about 0.88 percent (0.85 to 0.92 percent) [shortage_covered]" in text
    assert len(MARK.findall(text)) > 1500


def test_a_twin_has_the_numbers_of_its_page_and_no_others(built, found, known):
    for name in all_pages(built):
        article, text = read_article(page_of(built, name)), twin_of(built, name)
        numbers = [(each.get("data-value"), each.text_content()) for each in article.iterfind(".//*[@data-value]")]
        marked = [each for each, words in numbers if each in found.figures and NUMERIC(words, found.figures[each])]
        assert [match[1] for match in MARK.finditer(text)] == marked, name
        formulas = [each.get("aria-label") for each in article.iter("math")]
        for each in [*article.iterfind(".//*[@data-value]"), *article.iter("pre")]:
            each.drop_tree()
        typed = numbers_in(" ".join([*article.itertext(), *formulas]))
        assert numbers_in(unmarked(re.sub(r"\]\([^)]*\)|^\d+\. ", "", text, flags=re.M), known)) <= typed, name


def numbers_in(text):
    """The numbers that stand in a text."""
    return {each.strip(".,") for each in DIGITS.findall(text)}


def test_a_number_that_is_another_is_found(built, known):
    text = twin_of(built, "index")
    for old, new in (
        (
            "about 0.88 percent (0.85 to 0.92 percent) [shortage_covered]",
            "about 0.89 percent (0.85 to 0.92 percent) [shortage_covered]",
        ),
        (
            "about 0.88 percent (0.85 to 0.92 percent) [shortage_covered]",
            "about 0.88 percent (0.86 to 0.92 percent) [shortage_covered]",
        ),
        ("13,221 entries [entrants]", "113,221 entries [entrants]"),
        ("7,887 entries [student_visas]", "7,887 entries [entrants]"),
    ):
        assert old in text
        assert len(faults(text.replace(old, new, 1), known)) == 1, new


def test_every_page_names_its_twin_and_has_one(built):
    for name in all_pages(built):
        (link,) = BeautifulSoup(page_of(built, name), "html.parser").find_all("link", type="text/markdown")
        assert (link["rel"], link["href"]) == (["alternate"], f"{name}.md")
        assert twin_of(built, name).startswith("# ")
    pages = (built / "_build" / "html").rglob("*.html")
    without = {page.stem for page in pages if not page.with_suffix(".md").is_file() and "_static" not in page.parts}
    assert without == {"search"}


def test_the_pages_link_to_twins_that_are_there(built):
    folder = built / "_build" / "html"
    for path in [folder / "llms.txt", *folder.glob("*.md"), *folder.glob("book/*.md")]:
        links = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)|^\[\w+\]: ([^#\s]+)", path.read_text(encoding="utf-8"), re.M)
        for target in {one or other for one, other in links}:
            assert (path.parent / target).is_file(), f"{path.name}: {target}"


def test_a_chart_is_the_table_of_its_data(built, found):
    text = twin_of(built, "shortage")
    assert "svg" not in text
    for row in found.charts["estimates"].rows:
        assert f"| {row.label} |" in text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), row.label


# --- the list ----------------------------------------------------------------------------------------


def test_the_list_has_the_form_of_llms_txt(built):
    text = (built / "_build" / "html" / "llms.txt").read_text(encoding="utf-8")
    title, blank, summary, *_ = text.splitlines()
    assert re.fullmatch(r"# \S.*", title)
    assert blank == ""
    assert re.fullmatch(r"> \S.*", summary)
    assert re.findall(r"^## (.*)$", text, re.M) == ["Pages", "Data", "Optional"]
    lines = re.findall(r"^- .*$", text, re.M)
    assert all(re.fullmatch(r"- \[[^\]]+\]\([^)\s]+\)(: \S.*)?", line) for line in lines)
    assert {name.rpartition("/")[2] for name in re.findall(r"\]\(([^)]*)\.md\)", text)} == set(all_pages(built))


def test_the_list_says_numbers_with_their_ids(built, known):
    lines = re.findall(r"^- .*$", (built / "_build" / "html" / "llms.txt").read_text(encoding="utf-8"), re.M)
    assert [faults(line, known) for line in lines if MARK.search(line)] == [[]] * sum(
        bool(MARK.search(line)) for line in lines
    )


def test_a_list_by_hand():
    written = list_pages(CITATION, {"Pages": [("a.md", "A", "It is."), ("b.md", "B", "")]})
    assert written.startswith("# A ferry\n\n> A ferry.\n\nVersion 2.0, results 0123456789ab. Each link")
    assert written.endswith("\n\n## Pages\n\n- [A](a.md): It is.\n- [B](b.md)\n")


# --- by hand -----------------------------------------------------------------------------------------


def article(html):
    return read_article(f'<article class="bd-article"><h1>Crossing</h1>{html}</article>')


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p><button data-value="filled">about 300 percent</button> of it</p>', "about 300 percent (266 to 343 percent) [filled] of it"),
        ('<p><b data-value="filled">About 300 percent</b>.</p>', "About 300 percent (266 to 343 percent) [filled]."),
        ('<p><b data-value="filled">266 to 343 percent</b></p>', "266 to 343 percent [filled]"),
        # the range that stands beside a number is not said twice
        (
            '<p><b data-value="filled">about 300 percent</b>: <b data-value="filled">266 to 343 percent</b></p>',
            "about 300 percent [filled]: 266 to 343 percent [filled]",
        ),
        ('<p><b data-value="passengers">120 persons</b></p>', "120 persons [passengers]"),
        ('<p><b data-value="passengers">the mate</b> and <b data-value="filled">—</b></p>', "the mate and —"),
    ],
)  # fmt: skip
def test_a_number_is_told_with_its_range_and_its_id(html, said):
    text = to_markdown(article(html).find("p"), speaker(results(), {}))
    assert text == f"{said}\n"


def test_a_twin_ends_with_where_its_numbers_come_from():
    made = twin(place(), article('<p>See <b data-value="seats">about 40 seats</b></p>'), [])
    assert made == "# Crossing\n\nSee about 40 seats (35 to 45 seats) [seats]\n\n[seats]: origins.html#value-seats\n"


def test_links_lead_from_twin_to_twin():
    lead = leader("book/crossing", {"index", "book/origins"})
    assert lead("../index.html") == "../index.md"
    assert lead("origins.html") == "origins.md"
    assert lead("origins.html#value-seats") == "origins.html#value-seats"
    assert lead("#cell-1") == "crossing.html#cell-1"
    assert lead("https://log.example/page.html") == "https://log.example/page.html"
    assert lead("../downloads/data.zip") == "../downloads/data.zip"


def test_a_page_is_opened_by_whole_sentences():
    words = "A crossing takes its time. "
    assert opening(place(), article(f"<p>{words}</p>")) == ("Crossing", words.strip())
    _, text = opening(place(), article(f"<p>{words * 30}</p>"))
    assert 300 < len(text) < 400
    assert text.endswith("time.")
    assert opening(place(), article("")) == ("Crossing", "")
    banner = '<div class="edition-banner"><p>A larger ferry.</p></div>'
    assert opening(place(), article(f"{banner}<p>It was full.</p>")) == ("Crossing", "It was full.")

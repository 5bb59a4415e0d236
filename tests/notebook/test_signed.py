"""Every sentence of prose is signed, and any change of one is found, with its page and the words that changed."""

import shutil

import nbformat
import pytest

from helpers.notebook.signed import (
    FILE,
    Unsigned,
    as_signed,
    compare_prose,
    prose_of,
    read_prose,
    read_signed,
    sentences,
    unsigned,
)


@pytest.fixture(scope="module")
def signed(checkout):
    """The sentences of the article's report as they stand in the checkout."""
    return read_prose(checkout)


def test_every_sentence_of_the_report_is_signed(checkout):
    """Read them, mend them, or sign them by `make accept`: each is told with its page, old and new words marked."""
    assert (checkout / FILE).is_file()
    assert "\n".join(map(str, unsigned(checkout))) == ""


def test_no_word_of_a_page_is_left_out(checkout, signed):
    for page, lines in signed.items():
        (path,) = [checkout / f"{page}{kind}" for kind in (".md", ".ipynb") if (checkout / f"{page}{kind}").is_file()]
        assert " ".join(lines).split() == prose_of(path).split(), page
        assert lines, page


# --- sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two\nwent? Three!", ["One came.", "Two went?", "Three!"]),
        ("# Head\nwords\n\n- one\n- two\n  more", ["# Head words", "- one", "- two more"]),
        ("| a | b |\n|---|---|\n| c | d |", ["| a | b |", "|---|---|", "| c | d |"]),
        ("```sh\nmake book  # one. two\n\nmake\n```\nEnd", ["```sh", "make book # one. two", "make", "```", "End"]),
        (":::{div} lead\n{verdict}`answer`\n:::", [":::{div} lead", "{verdict}`answer`", ":::"]),
        ("{value}`a.number` of {value}`b` are", ["{value}`a.number` of {value}`b` are"]),
        ("", []),
    ],
)
def test_a_text_in_sentences(text, expected):
    assert sentences(text) == expected


def test_a_notebook_s_prose_is_that_of_its_markdown_cells(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("# One"),
        nbformat.v4.new_code_cell("two"),
        nbformat.v4.new_markdown_cell("3."),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a.ipynb")
    assert prose_of(tmp_path / "a.ipynb") == "# One\n\n3."


# --- changes -----------------------------------------------------------------------------------------

#: A page, words that stand there, words in their place, and what the report of the change says.
CHANGES = [
    ("index", "An entry is a crossing", "An entry is a worker", "An entry is a [-crossing,-]{+worker,+} and"),
    ("index", "crossings <entry>`, not workers", "crossings <entry>`, or workers", "<entry>`, [-not-]{+or+} workers."),
    ("index", "nobody counted them", "somebody counted them", "[-nobody-]{+somebody+} counted them."),
    ("index", "No count of departures", "A count of departures", "[-No-]{+A+} count of departures"),
    ("index", "as its words are read here", "as it said itself", "as [-its words are read here.-]{+it said itself.+}"),
    ("index", "How many stayed. ", "", "{+- No count of departures"),
    ("index", "}`marginal` for Russia's", "}`large` for Russia's", "[-{term}`marginal`-]{+{term}`large`+} for"),
    ("book/method", "divided by", "times", "{value}`entrants` [-divided by-]{+times+} {value}`shortage`;"),
    ("book/method", "{value}`shortage_workers` stands", "{value}`shortage_hse` stands", "So [-{value}`shortage_workers`-]{+{value}`shortage_hse`+}"),
    ("book/method", "keeps `3` digits", "keeps `2` digits", "keeps [-`3`-]{+`2`+} digits"),
    ("book/method", "or the factor is `100`", "or the factor is `10`", "factor is [-`100`;-]{+`10`;+}"),
    ("book/method", "all of its range lies below", "some of its range lies below", "when [-all-]{+some+} of its range"),
    ("book/method", "| lower bound |", "| upper bound |", "| [-lower-]{+upper+} bound |"),
    ("book/method", "never makes a statement supported", "makes a statement supported", "It[- never-] makes"),
    ("book/method", "`C3` or better", "`C4` or better", "of [-`C3`-]{+`C4`+} or better"),
    ("book/glossary", "An entry is not a worker.", "An entry is a worker.", "An entry is [-not -]a worker."),
    ("book/limits", "people of no stated skill", "people of great skill", "of [-no stated-]{+great+} skill"),
    ("book/limits", "{value}`said_work`;", "{value}`said_study`;", "[-{value}`said_work`;-]{+{value}`said_study`;+}"),
    ("book/rerun", "shortage=2000000  ", "shortage=3000000  ", "--set [-shortage=2000000-]{+shortage=3000000+} #"),
    ("book/growth", "carry the same hedge on", "carry no hedge on", "carry [-the same-]{+no+} hedge on;"),
    ("book/growth", "so the entries can be divided by it", "so the entries can be added to it", "be [-divided by-]{+added to+}"),
    ("book/students", "are different statistics", "are the same statistics", "are [-different-]{+the same+} statistics"),
    ("book/outlook", "a request is not a worker", "a request is a worker", "a request is[- not-] a worker,"),
    ("book/beyond", "easy to confuse", "easy to confuse. All of it is true", "{+All of it is true.+}"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "old", "new", "said"), CHANGES)
def test_a_changed_sentence_is_found(checkout, signed, page, old, new, said):
    (path,) = [checkout / f"{page}{kind}" for kind in (".md", ".ipynb") if (checkout / f"{page}{kind}").is_file()]
    prose = prose_of(path)
    assert old in prose
    found = compare_prose(signed, {**signed, page: sentences(prose.replace(old, new, 1))})
    assert [each.page for each in found] in ([page], [page, page])
    assert any(said in str(each) for each in found), list(map(str, found))


def test_pages_that_come_and_go_are_found():
    assert compare_prose({"a": ["One.", "Two."]}, {"a": ["Two."], "b": ["Three."]}) == [
        Unsigned("a", "One.", ""),
        Unsigned("b", "", "Three."),
    ]
    assert str(Unsigned("b", "", "Three.")) == "b: {+Three.+}"


# --- signing -----------------------------------------------------------------------------------------


def test_what_is_signed_is_what_stands_there_until_it_changes(checkout, tmp_path):
    report = shutil.copytree(checkout / "tests" / "small", tmp_path / "small", ignore=shutil.ignore_patterns("_build"))
    (report / FILE).unlink(missing_ok=True)
    assert unsigned(report) == []  # nobody has signed anything
    (report / FILE).write_text(as_signed(report), encoding="utf-8")
    assert unsigned(report) == []
    assert read_signed(report) == read_prose(report)
    page = report / "book" / "origins.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Every number", "No number"), encoding="utf-8")
    (found,) = unsigned(report)
    assert str(found) == "book/origins: [-Every-]{+No+} number here leads to an entry on this page."

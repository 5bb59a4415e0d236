"""Every rule of the data folder, broken one at a time: where the fault is, and what remedy it names."""

from __future__ import annotations

import csv
import io
import math

import pytest

from helpers.figures.data import DATA_FILES, TABLES, load, read_tables
from helpers.figures.faults import Fault, InputError, nearest
from helpers.figures.interval import Interval
from helpers.figures.rows import CLAIM_COLUMNS, CONTEXT_COLUMNS, Statement

CONTRACT = "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording"
FOLDER = {
    "claims.csv": f"""{CONTRACT},part_of,upper
trees,trees of the orchard,400,,trees,exact,stated,2024,the grower,,article,first paragraph,the orchard has 400 trees,,
baskets,baskets picked,9000,1000,baskets,about,estimated,2024,a neighbour,the grower,article,,"some 9,000 baskets",,
growth,growth over the year before,4,,times,up_to,reported,2024,the grower,,article,,up to four times as many,,
pickers,people who picked,20,,pickers,at_least,alleged,2024-Q3,the grower,,article,,at least 20 pickers,,
sold_share,share that was sold,60,10,percent,about,believed,2024-12,the grower,,Market2024,,around 60 percent,,
old_trees,trees that bear no more,150,,trees,exact,stated,2024,the grower,,article,,150 of them bear no more,trees,
ladders,ladders in the orchard,30,,trees,between,stated,2024,the grower,,article,,from its 30 to 45 ladders,,45
pears,trees that bear pears,90,,trees,up_to,stated,2024-Q3,the grower,,article,,,,
plums,trees that bear plums,80,10,trees,nearly,stated,2024,the grower,,article,,nearly 80 plum trees,,
""",
    "context.csv": f"""{CONTRACT},origin,grade
baskets_2022,baskets picked before,5000,1000,baskets,about,stated,2022,the office,,Market2024,,"5,000 baskets",office,B2
wage,pay of a picker,120,,euros,exact,stated,2024,the office,,Market2024,,120 euros,office,A1
""",
    "grades.csv": "id,reason\nbaskets_2022,The office counts.\nwage,The office pays.\n",
    "words.csv": """source,read,words
article,2024-06-01,the orchard has 400 trees
article,2024-06-01,"some 9,000 baskets"
article,2024-06-01,up to four times as many
article,2024-06-01,at least 20 pickers
article,2024-06-01,150 of them bear no more
article,2024-06-01,from its 30 to 45 ladders
article,2024-06-01,nearly 80 plum trees
Market2024,2024-06-02,around 60 percent
Market2024,2024-06-02,"5,000 baskets"
Market2024,2024-06-02,a wage of 120 euros
""",
    "statements.csv": """id,wording,speaker,relayed_by,locator,first_said
a_good_year,up to four times as many,the grower,a neighbour,second paragraph,The grower told the paper.
many_trees,400 trees,the grower,,,The grower counted them.
""",
    "units.csv": "unit,one,many,kind\ntrees,tree,trees,count\nbaskets,basket,baskets,count\n"
    "pickers,picker,pickers,count\neuros,euro,euros,money\n",
    "series.csv": "id,label,unit\nbaskets,baskets picked before,baskets\npeaches,peaches picked,baskets\n",
    "parameters.csv": 'id,label,unit,range\nfew_below,share below which pickers are few,ratio,"(0, 1]"\n',
    "sources.bib": "@misc{article, title = {{The harvest}}}\n@misc{Market2024, title = {{The market}}}\n",
}
NEEDED_FILES = ["claims.csv", "units.csv", "sources.bib"]


@pytest.fixture
def folder(tmp_path):
    """A data folder that a test may spoil."""
    made = tmp_path / "data"
    made.mkdir()
    for file, text in FOLDER.items():
        (made / file).write_text(text, encoding="utf-8")
    return made


def line_of(folder, file: str, name: str) -> int:
    """The line of a file on which the row of an id stands, counted as an editor does."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(name + ","))


def change(folder, file: str, name: str, column: str, text: str) -> int:
    """Put a text into one cell; the line of its row."""
    line = line_of(folder, file, name)
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    (cells,) = csv.reader([lines[line - 1]])
    cells[lines[0].split(",").index(column)] = text
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    lines[line - 1] = buffer.getvalue().removesuffix("\n")
    (folder / file).write_text("\n".join(lines), encoding="utf-8")
    return line


def substitute(folder, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder, file: str, text: str) -> None:
    """Add a text at the end of a file."""
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(text)


def faults_of(folder, *args, **kwargs) -> list[Fault]:
    """The faults that reading the folder ends in; each has a rule, a remedy and a sentence that says where."""
    with pytest.raises(InputError) as caught:
        load(folder, *args, **kwargs)
    faults = caught.value.faults
    assert str(caught.value) == "\n".join(map(str, faults))
    for fault in faults:
        assert fault.rule
        assert fault.remedy
        assert str(fault).startswith(fault.file)
        assert fault.line is None or f", line {fault.line}" in str(fault)
        assert fault.column is None or f", column {fault.column}: " in str(fault)
        assert str(fault).endswith(f": {fault.rule}; {fault.remedy}")
    return faults


# --- what is read -----------------------------------------------------------------------------------


def test_the_committed_folder_is_valid_and_holds_the_contract(checkout):
    data = load(checkout / "data")
    contract = {
        "entrants": (13221, None, "exact"),
        "growth_multiple": (12, None, "up_to"),
        "student_visas": (7887, None, "exact"),
        "construction_workers": (2000, None, "at_least"),
        "shortage": (1_500_000, 100_000, "about"),
        "artillery_share": (60, 10, "about"),
    }
    assert {name: (data[name].value, data[name].precision, data[name].bound) for name in contract} == contract
    assert data["artillery_share"].unit == "percent"
    assert data["student_visas"].part_of == "entrants"
    assert (data["entrants"].origin, data["shortage"].origin) == ("fsb_border_service", "unnamed")
    assert all(claim.origin for claim in data.claims.values())
    for file, header in {"claims.csv": CONTRACT, "context.csv": f"{CONTRACT},origin,grade"}.items():
        first = (checkout / "data" / file).read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith(f"{header},")
        assert set(first.removeprefix(f"{header},").split(",")) <= {"part_of", "upper", "origin"}


def test_the_columns_are_those_of_the_contract():
    assert ",".join(CLAIM_COLUMNS) == CONTRACT
    assert ",".join(CONTEXT_COLUMNS) == f"{CONTRACT},origin,grade"


def test_the_articles_statements_are_read_in_its_own_words(folder):
    statements = load(folder).statements
    assert list(statements) == ["a_good_year", "many_trees"]
    assert statements["a_good_year"] == Statement(
        "a_good_year", "up to four times as many", "the grower", "a neighbour", "second paragraph", "The grower told the paper."
    )  # fmt: skip
    (folder / "statements.csv").unlink()
    assert load(folder).statements == {}


def test_no_words_of_the_committed_folder_are_stored_for_nothing(checkout):
    data, words = load(checkout / "data"), (checkout / "data" / "words.csv").read_text(encoding="utf-8")
    quoted = [(claim.source, claim.wording) for claim in data.figures.values()]
    quoted += [("article", statement.wording) for statement in data.statements.values()]
    for row in csv.DictReader(io.StringIO(words)):
        assert any(source == row["source"] and wording in row["words"] for source, wording in quoted), row


def test_a_claim_keeps_its_hedge_and_its_chain(folder):
    data = load(folder)
    baskets, growth, pickers = data["baskets"], data["growth"], data["pickers"]
    assert (baskets.interval, baskets.central) == (Interval(8500, 9500), 9000)
    assert (growth.interval, growth.central) == (Interval(0, 4), None)
    assert (pickers.interval, pickers.central) == (Interval(20, math.inf), None)
    assert (baskets.attribution, baskets.speaker, baskets.relayed_by) == ("estimated", "a neighbour", "the grower")
    assert (data["ladders"].interval, data["ladders"].central) == (Interval(30, 45), None)
    assert (data["plums"].interval, data["plums"].central) == (Interval(75, 80), None)
    assert (data["old_trees"].part_of, data["trees"].part_of) == ("trees", "")
    assert (data["wage"].origin, data["wage"].grade, data["wage"].grade_reason) == ("office", "A1", "The office pays.")
    assert list(data.figures) == [*data.claims, *data.context]
    assert list(data.context) == ["baskets_2022", "wage"]


def test_units_and_parameters_are_read_with_what_they_mean(folder):
    data = load(folder)
    assert (data.units["trees"].one, data.units["trees"].word, data.units["trees"].kind) == ("tree", "trees", "count")
    assert data.units["ratio"].factor == 100
    assert data.parameters["few_below"].label == "share below which pickers are few"


# --- one cell at a time -----------------------------------------------------------------------------

THIRTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen"
NOT_DECIMAL = ["1.5e6", "-5", "+5", "13,221", "13 221", "13221.", ".5", "nan", "inf", "1_000", "\u0661\u0663"]
SCALED = ["thousand trees", "million", "тыс.", "тыс. trees", "hundreds of trees", "bn euros", "Millions of trees"]
LONG = "a tree " * 17  # 118 letters without the last blank
HIDDEN = [
    "a\u200bb",
    "a\u00adb",
    "a\u200fb",
    "a\u2028b",
    "a\ufeffb",
    "a\0b",
    "a\tb",
    "a\x1bb",
    "a\x7fb",
    "a\x9fb",
    "a\u202eb",
    "a\u2066b",
    "a\u3164b",
    "a\ue000b",
    "a\uffffb",
    "a\U000e0041b",
]
MARKUP = ["<b>trees</b>", "<!-- trees -->", "trees</script>", "trees &amp; more", "trees&#8217; age"]
CELLS = [
    # file, id, column that is changed, its new text, column of the fault, a part of the rule
    *[("claims.csv", "trees", "value", text, "value", "plain decimal") for text in NOT_DECIMAL],
    ("claims.csv", "trees", "value", "", "value", "empty"),
    ("claims.csv", "trees", "value", "9" * 400, "value", "too large"),
    ("claims.csv", "trees", "value", "1" + "0" * 15, "value", "too large"),
    ("claims.csv", "trees", "value", "0." + "0" * 299 + "1", "value", "too small"),
    ("claims.csv", "trees", "value", "0." + "0" * 399 + "1", "value", "too small"),  # less than a float can say
    ("claims.csv", "baskets", "precision", "0." + "0" * 299 + "1", "precision", "too small"),
    ("claims.csv", "ladders", "upper", "9" * 300, "upper", "too large"),
    ("claims.csv", "trees", "bound", "roughly", "bound", "roughly"),
    ("claims.csv", "trees", "bound", "Exact", "bound", "Exact"),
    ("claims.csv", "trees", "bound", "", "bound", "empty"),
    ("claims.csv", "baskets", "precision", "", "precision", "no precision"),
    ("claims.csv", "trees", "precision", "1", "precision", "has a precision"),
    ("claims.csv", "growth", "precision", "1", "precision", "has a precision"),
    ("claims.csv", "baskets", "precision", "9001", "precision", "does not fit"),
    ("claims.csv", "baskets", "precision", "0", "precision", "does not fit"),
    ("claims.csv", "baskets", "precision", "-1000", "precision", "plain decimal"),
    ("claims.csv", "baskets", "precision", "1e3", "precision", "plain decimal"),
    ("claims.csv", "baskets", "value", "999", "precision", "does not fit"),
    ("claims.csv", "plums", "precision", "", "precision", "no precision"),
    ("claims.csv", "plums", "precision", "90", "precision", "does not fit"),
    ("claims.csv", "ladders", "precision", "1", "precision", "has a precision"),
    ("claims.csv", "ladders", "upper", "", "upper", "no upper end"),
    ("claims.csv", "ladders", "upper", "30", "upper", "not above the value"),
    ("claims.csv", "ladders", "upper", "29", "upper", "not above the value"),
    ("claims.csv", "ladders", "upper", "4e1", "upper", "plain decimal"),
    ("claims.csv", "ladders", "bound", "exact", "upper", "has an upper end"),
    ("claims.csv", "trees", "upper", "500", "upper", "has an upper end"),
    ("claims.csv", "trees", "wording", THIRTEEN, "wording", "13 words"),
    ("claims.csv", "trees", "source", "nowhere", "source", "nowhere"),
    ("claims.csv", "trees", "source", "Article", "source", "Article"),  # the key in another case is another key
    ("claims.csv", "sold_share", "source", "market2024", "source", "market2024"),
    ("claims.csv", "trees", "source", "", "source", "empty"),
    ("claims.csv", "trees", "period", "2024-13", "period", "2024-13"),
    ("claims.csv", "trees", "period", "2024-Q5", "period", "2024-Q5"),
    ("claims.csv", "trees", "period", "2024-H3", "period", "2024-H3"),
    ("claims.csv", "trees", "period", "24", "period", "not a period"),
    ("claims.csv", "trees", "period", "2024-12-01", "period", "not a period"),
    ("claims.csv", "trees", "period", "\u0662\u0660\u0662\u0664", "period", "not a period"),
    ("claims.csv", "trees", "period", "0000", "period", "'0000' is out of time"),
    ("claims.csv", "trees", "period", "9999-Q1", "period", "out of time"),
    ("claims.csv", "trees", "period", "1899", "period", "out of time"),
    ("claims.csv", "trees", "period", "2101-12", "period", "out of time"),
    ("claims.csv", "trees", "label", f"{LONG}abc", "label", "122 letters"),
    ("claims.csv", "trees", "label", "\u00a0", "label", "empty"),
    ("claims.csv", "trees", "label", "\u2013 . \u2013", "label", "holds no word"),
    ("claims.csv", "trees", "label", "trees of \u0662\u0660 years", "label", "the digit '\u0662'"),
    ("claims.csv", "trees", "locator", "page \uff13", "locator", "the digit '\uff13'"),
    ("context.csv", "wage", "label", f"{LONG}abc", "label", "122 letters"),
    ("parameters.csv", "few_below", "label", f"{LONG}abc", "label", "122 letters"),
    ("claims.csv", "trees", "attribution", "rumoured", "attribution", "rumoured"),
    ("claims.csv", "trees", "unit", "", "unit", "empty"),
    ("claims.csv", "trees", "unit", "bananas", "unit", "nobody knows the unit 'bananas'"),
    ("claims.csv", "trees", "unit", "Trees", "unit", "nobody knows the unit 'Trees'"),
    *[("claims.csv", "trees", "unit", text, "unit", "holds a scale") for text in SCALED],
    ("claims.csv", "trees", "label", "  ", "label", "empty"),
    ("claims.csv", "trees", "speaker", "", "speaker", "empty"),
    *[("claims.csv", "trees", "label", text, "label", "hidden character") for text in HIDDEN],
    *[("claims.csv", "trees", "label", text, "label", "markup") for text in MARKUP],
    ("claims.csv", "trees", "wording", "the <i>orchard</i>", "wording", "markup"),
    ("claims.csv", "trees", "label", "=1+1", "label", "takes for a formula"),
    ("claims.csv", "trees", "speaker", "@home", "speaker", "takes for a formula"),
    ("claims.csv", "trees", "locator", "-2+3", "locator", "takes for a formula"),
    ("units.csv", "euros", "many", "+euros", "many", "takes for a formula"),
    ("claims.csv", "sold_share", "value", "101", "value", "more than the whole"),
    ("claims.csv", "growth", "id", "The growth", "id", "not an id"),
    ("claims.csv", "growth", "id", "3rd_growth", "id", "not an id"),
    ("claims.csv", "growth", "id", "class", "id", "a word of Python's"),
    ("claims.csv", "growth", "id", "a" * 61, "id", "61 letters"),
    ("claims.csv", "trees", "speaker", "--", "speaker", "holds no word"),
    ("claims.csv", "trees", "relayed_by", "?", "relayed_by", "holds no word"),
    ("claims.csv", "trees", "locator", "a " * 301 + "b", "locator", "603 letters"),
    ("claims.csv", "old_trees", "part_of", "old_trees", "part_of", "a part of itself"),
    ("claims.csv", "old_trees", "part_of", "tree", "part_of", "'tree' is no id"),
    ("claims.csv", "old_trees", "part_of", "sold_share", "part_of", "in trees, is no part of sold_share, in percent"),
    ("context.csv", "wage", "value", "12k", "value", "plain decimal"),
    ("context.csv", "wage", "unit", "euro", "unit", "nobody knows the unit 'euro'"),
    ("context.csv", "wage", "grade", "G2", "grade", "not a grade"),
    ("context.csv", "wage", "grade", "B7", "grade", "not a grade"),
    ("context.csv", "wage", "grade", "", "grade", "not a grade"),
    ("context.csv", "wage", "origin", "The office", "origin", "not an id"),
    ("context.csv", "wage", "source", "nowhere", "source", "nowhere"),
    # what a quotation says otherwise
    ("claims.csv", "trees", "wording", "the orchard has 401 trees", "wording", "but 'the orchard has 400 trees'"),
    ("claims.csv", "trees", "wording", "the orchards has 400 trees", "wording", "do not hold"),
    ("claims.csv", "trees", "wording", "the orchard has 400 tree", "wording", "do not hold"),
    ("claims.csv", "trees", "source", "Market2024", "wording", "the words stored of 'Market2024' do not hold"),
    ("context.csv", "wage", "wording", "20 euros", "wording", "do not hold '20 euros'"),
    ("claims.csv", "trees", "value", "401", "value", "401 trees cannot be read from 'the orchard has 400 trees'"),
    ("claims.csv", "ladders", "upper", "46", "value", "30 to 46 trees cannot be read"),
    ("claims.csv", "ladders", "value", "31", "value", "31 to 45 trees cannot be read"),
    ("claims.csv", "growth", "bound", "at_least", "bound", "are up_to, not at_least"),
    ("claims.csv", "plums", "bound", "about", "bound", "are nearly, not about"),
    ("claims.csv", "baskets", "precision", "100", "precision", "stands for 1000, not for 100"),
    ("statements.csv", "many_trees", "wording", "401 trees", "wording", "of 'article' do not hold '401 trees'"),
    ("statements.csv", "many_trees", "wording", "120 euros", "wording", "do not hold"),  # another source has them
    ("statements.csv", "many_trees", "wording", "", "wording", "empty"),
    ("statements.csv", "many_trees", "wording", THIRTEEN, "wording", "13 words"),
    ("statements.csv", "many_trees", "speaker", "", "speaker", "empty"),
    ("statements.csv", "many_trees", "first_said", "", "first_said", "empty"),
    ("statements.csv", "many_trees", "id", "Many trees", "id", "not an id"),
    ("statements.csv", "many_trees", "id", "a_good_year", "id", "stands in statements.csv, line 2"),
    ("grades.csv", "wage", "reason", "", "reason", "empty"),
    ("grades.csv", "wage", "reason", "a\x08b", "reason", "U+0008"),
    ("series.csv", "peaches", "id", "Peaches", "id", "not an id"),
    ("series.csv", "peaches", "id", "baskets", "id", "stands in series.csv, line 2"),
    ("series.csv", "peaches", "label", "", "label", "empty"),
    ("series.csv", "peaches", "unit", "peaches", "unit", "nobody knows the unit 'peaches'"),
    ("units.csv", "trees", "kind", "plants", "kind", "plants"),
    ("units.csv", "euros", "unit", "ratio", "unit", "built-in"),
    ("units.csv", "euros", "unit", "thousand euros", "unit", "holds a scale"),
    ("units.csv", "euros", "many", "<b>euros</b>", "many", "markup"),
    ("parameters.csv", "few_below", "range", "0 to 1", "range", "not a range"),
    ("units.csv", "euros", "one", "e" * 41, "one", "41 letters"),
    ("parameters.csv", "few_below", "range", "(0, \u0661]", "range", "not a range"),
    ("parameters.csv", "few_below", "range", "(1, 0]", "range", "holds no number"),
    ("parameters.csv", "few_below", "range", "[1, 1]", "range", "holds no number"),
    ("parameters.csv", "few_below", "range", f"(0, {'9' * 400}]", "range", "too large"),
    ("parameters.csv", "few_below", "unit", "shares", "unit", "nobody knows the unit 'shares'"),
    ("parameters.csv", "few_below", "label", "", "label", "empty"),
    ("parameters.csv", "few_below", "id", "trees", "id", "'trees' stands in claims.csv"),
    ("parameters.csv", "few_below", "id", "wage", "id", "'wage' stands in context.csv"),
]


@pytest.mark.parametrize(("file", "name", "column", "text", "at", "rule"), CELLS)
def test_a_broken_cell_is_the_one_fault(folder, file, name, column, text, at, rule):
    line = change(folder, file, name, column, text)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == (file, line, at)
    assert rule in fault.rule


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("trees", "value", "400.5"),
        ("trees", "value", "00400"),
        ("growth", "value", "0"),
        ("baskets", "precision", "9000"),  # as coarse as the value itself
        ("baskets", "precision", "0.001"),
        ("sold_share", "value", "100"),
        ("trees", "locator", ""),
        ("trees", "period", "2024-H1"),
        ("trees", "label", f"{LONG}a"),
        ("trees", "label", "trees on 3 m²"),
        ("trees", "period", "1900"),
        ("trees", "period", "2100-H2"),
        ("trees", "label", "über, „Zahl“: деревья"),
        ("trees", "label", "trees < 5 years & younger, AT&T; two\nlines"),
        ("old_trees", "value", "400"),  # all of them
        ("old_trees", "part_of", ""),
        ("old_trees", "part_of", "pickers"),  # a count of another thing, without an upper end
    ],
)
def test_what_the_rules_allow_is_read(folder, name, column, text):
    change(folder, "claims.csv", name, "wording", "")  # an author's own figure quotes nobody
    change(folder, "claims.csv", name, column, text)
    given = getattr(load(folder)[name], column)
    assert given == (float(text) if column in ("value", "precision") else text)


def test_spaces_around_a_cell_do_not_count(folder):
    change(folder, "claims.csv", "trees", "value", " 400 ")
    assert load(folder)["trees"].value == 400


# --- quotations -------------------------------------------------------------------------------------

TWELVE = "the orchard has 400 trees and more words up to twelve in"


def test_a_quotation_of_twelve_stored_words_is_read(folder):
    change(folder, "claims.csv", "trees", "wording", TWELVE)
    append(folder, "words.csv", f"article,2024-06-01,{TWELVE}\n")
    assert load(folder)["trees"].wording == TWELVE


def test_a_quotation_keeps_the_digits_of_its_language(folder):
    change(folder, "claims.csv", "trees", "wording", "\u0664\u0660\u0660 \u0634\u062c\u0631\u0629")
    append(folder, "words.csv", "article,2024-06-01,\u0664\u0660\u0660 \u0634\u062c\u0631\u0629\n")
    assert load(folder)["trees"].value == 400


@pytest.mark.parametrize(
    ("words", "column", "rule"),
    [
        (f"article,2024-06-01,{TWELVE} all", "words", "13 words"),
        ("nowhere,2024-06-01,a few words", "source", "'nowhere' is no entry of sources.bib"),
        ("article,2024-06-01,at least 20 pickers", "words", "stored already"),
        ("article,2024-06-31,a few words", "read", "no day"),
        ("article,2024-06,a few words", "read", "no day"),
        ("article,20240601,a few words", "read", "no day"),
        ("article,2024-06-01,", "words", "empty"),
    ],
)
def test_bad_stored_words_are_the_one_fault(folder, words, column, rule):
    append(folder, "words.csv", f"{words}\n")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("words.csv", FOLDER["words.csv"].count("\n") + 1, column)
    assert rule in fault.rule


@pytest.mark.parametrize("letter", range(len("the orchard has 400 trees")))
def test_stored_words_of_which_a_letter_is_changed_hold_the_quotation_no_more(folder, letter):
    (folder / "statements.csv").unlink()
    words = "the orchard has 400 trees"
    substitute(folder, "words.csv", words, f"{words[:letter]}x{words[letter + 1 :]}")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", line_of(folder, "claims.csv", "trees"), "wording")


def test_a_file_that_is_missing_is_one_fault_and_not_a_hundred(folder):
    (folder / "grades.csv").unlink()
    (folder / "words.csv").unlink()
    (folder / "sources.bib").write_text("")
    (folder / "context.csv").rename(folder / "kept")
    told = [(fault.file, fault.rule) for fault in faults_of(folder)]
    assert told == [
        ("sources.bib", "the file holds no entry"),
        ("words.csv", "the file is missing, and 10 rows quote words that it should hold"),
    ]
    (folder / "kept").rename(folder / "context.csv")
    (fault,) = [fault for fault in faults_of(folder) if fault.file == "grades.csv"]
    assert fault.rule == "the file is missing, and 2 grades of context.csv need a reason"


def test_a_key_in_another_case_is_told_with_the_key_that_is_there(folder):
    change(folder, "claims.csv", "sold_share", "source", "market2024")
    (fault,) = faults_of(folder)
    assert fault.rule == "'market2024' is no entry of sources.bib, which has 'Market2024': upper and lower case differ"
    change(folder, "claims.csv", "sold_share", "source", "Market2025")
    (fault,) = faults_of(folder)
    assert fault.remedy == "add the entry, or correct the key: did you mean 'Market2024'?"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("few_below", "it is a parameter: set it with -p"),
        ("few_belo", "did you mean a parameter, 'few_below'? That is set with -p"),
        ("tres", "did you mean 'trees'?"),
        ("zzz", "use one of trees, baskets, growth, pickers, sold_share, old_trees, …"),
    ],
)
def test_a_figure_that_is_none_gets_the_nearest_name_of_either_kind(folder, name, remedy):
    (fault,) = faults_of(folder, {name: 1})
    assert (fault.column, fault.remedy) == (name, remedy)


def test_without_stored_words_only_figures_that_quote_nobody_are_read(folder):
    (folder / "words.csv").unlink()
    (folder / "statements.csv").unlink()
    (fault,) = faults_of(folder)  # and not one for each of the ten that quote
    assert (fault.file, fault.rule) == ("words.csv", "the file is missing, and 10 rows quote words that it should hold")
    for name in ("trees", "baskets", "growth", "pickers", "sold_share", "old_trees", "ladders", "plums"):
        change(folder, "claims.csv", name, "wording", "")
    for name in ("baskets_2022", "wage"):
        change(folder, "context.csv", name, "wording", "")
    assert load(folder)["trees"].wording == ""


def test_words_come_from_where_their_sources_come_from(folder, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "claims.csv").write_text(FOLDER["claims.csv"], encoding="utf-8")
    assert load(own, fallback=folder)["trees"].wording  # sources and words of the fallback
    (own / "sources.bib").write_text(FOLDER["sources.bib"], encoding="utf-8")
    assert [fault.file for fault in faults_of(own, fallback=folder)] == ["words.csv"]
    (own / "words.csv").write_text(FOLDER["words.csv"], encoding="utf-8")
    assert load(own, fallback=folder)["trees"].wording


def test_a_figure_of_a_series_is_in_its_unit(folder):
    line = change(folder, "series.csv", "baskets", "unit", "trees")
    assert line == 2
    (fault,) = faults_of(folder)
    assert str(fault) == (  # the row of 2022 alone is of the series: "baskets" has no year
        "context.csv, line 2, column unit: baskets_2022 is in baskets, and the series baskets in trees; "
        "correct the unit here or in series.csv, or give the row another id"
    )


@pytest.mark.parametrize(
    ("unit", "remedy"), [("treees", "did you mean 'trees'?"), ("bananas", "use one of"), ("bananas", "units.csv")]
)
def test_an_unknown_unit_gets_the_nearest_and_the_way_to_add_one(folder, unit, remedy):
    change(folder, "claims.csv", "trees", "unit", unit)
    (fault,) = faults_of(folder)
    assert remedy in fault.remedy
    append(folder, "units.csv", f"{unit},{unit},{unit},count\n")
    assert load(folder)["trees"].unit == unit


def test_the_nearest_name_is_the_closest_or_else_some_that_are_known():
    known = ["trees", "baskets", "pickers"]
    assert nearest("tress", known) == "did you mean 'trees'?"
    assert nearest("zebra", known) == "use one of trees, baskets, pickers"


@pytest.mark.parametrize(
    ("part", "whole", "fits"),
    [
        # low of the part against the high of the whole: 8,500 to 9,500 baskets of 4,500 to 5,500
        ({"value": "9000", "precision": "1000"}, {}, False),
        ({"value": "6000", "precision": "1000"}, {}, True),  # 5,500 is in both
        ({"value": "6100", "precision": "1000"}, {}, False),
        ({"value": "9000", "bound": "up_to", "precision": ""}, {}, True),  # may be less
        ({"value": "9000", "precision": "1000"}, {"bound": "at_least", "precision": ""}, True),  # may be more
    ],
)
def test_a_part_is_refused_only_where_no_hedge_lets_it_fit(folder, part, whole, fits):
    change(folder, "claims.csv", "baskets", "part_of", "baskets_2022")
    for file, name, cells in (("claims.csv", "baskets", part), ("context.csv", "baskets_2022", whole)):
        for column, text in {**cells, "wording": ""}.items():
            change(folder, file, name, column, text)
    if fits:
        assert load(folder)["baskets"].part_of == "baskets_2022"
    else:
        (fault,) = faults_of(folder)
        assert (fault.file, fault.column) == ("claims.csv", "part_of")


# --- rows, headers, files ---------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [("orchard,400,", "orchard,13,221,"), ("picked,9000,", "picked,9,000,")])
def test_an_unquoted_thousands_comma_is_the_one_fault_and_named_with_its_line(folder, old, new):
    name = "trees" if "orchard" in old else "baskets"
    line = line_of(folder, "claims.csv", name)
    substitute(folder, "claims.csv", old, new)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == ("claims.csv", line)
    assert fault.rule == "16 cells where 15 belong"
    assert "13221" in fault.remedy


@pytest.mark.parametrize("file", DATA_FILES)
def test_a_file_that_is_no_utf_8_is_the_one_fault(folder, file):
    (folder / file).write_bytes(FOLDER[file].encode("utf-16"))
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == (file, 1)
    assert "UTF-8" in fault.rule
    assert "UTF-8" in fault.remedy


def test_a_stray_byte_is_named_with_its_line(folder):
    line = line_of(folder, "claims.csv", "pickers")
    (folder / "claims.csv").write_bytes(FOLDER["claims.csv"].encode().replace(b"at least 20", b"p\xe9nurie"))
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == ("claims.csv", line)


@pytest.mark.parametrize("file", DATA_FILES)
def test_a_byte_order_mark_and_windows_line_ends_are_accepted(folder, file):
    plain = load(folder)
    (folder / file).write_bytes(b"\xef\xbb\xbf" + FOLDER[file].encode().replace(b"\n", b"\r\n"))
    marked = load(folder)
    assert (marked.figures, marked.units, marked.parameters) == (plain.figures, plain.units, plain.parameters)
    assert list(marked.sources.entries) == list(plain.sources.entries)


@pytest.mark.parametrize("file", NEEDED_FILES)
def test_a_missing_file_is_the_one_fault(folder, file):
    (folder / file).unlink()
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == (file, None, None)
    assert "missing" in fault.rule
    assert str(folder) in fault.remedy


def test_a_report_may_do_without_context_and_parameters(folder):
    for file in set(FOLDER) - {*NEEDED_FILES, "words.csv"}:
        (folder / file).unlink()
    data = load(folder)
    assert (data.context, data.parameters) == ({}, {})
    assert [*data.claims] == [row.partition(",")[0] for row in FOLDER["claims.csv"].splitlines()[1:]]


def test_files_that_are_missing_come_from_the_fallback(folder, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    other = FOLDER["claims.csv"].replace(",400,", ",500,").replace("the orchard has 400 trees", "")
    (own / "claims.csv").write_text(other, encoding="utf-8")
    data = load(own, fallback=folder)
    assert data["trees"].value == 500
    assert data["wage"].grade_reason == "The office pays."
    assert "few_below" in data.parameters
    # what the folder has goes before the fallback, file by file
    other = FOLDER["context.csv"].replace(",120,", ",150,").replace("120 euros", "")
    (own / "context.csv").write_text(other, encoding="utf-8")
    assert load(own, fallback=folder)["wage"].value == 150
    (own / "claims.csv").unlink()  # whose figures, if not its own?
    (fault,) = faults_of(own, fallback=folder)
    assert (fault.file, str(own) in fault.remedy) == ("claims.csv", True)


def test_a_folder_in_place_of_a_file_is_the_one_fault(folder):
    (folder / "claims.csv").unlink()
    (folder / "claims.csv").mkdir()
    (fault,) = faults_of(folder)
    assert fault.file == "claims.csv"
    assert "folder" in fault.rule


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("value,precision", "amount,precision", "lacks value and has the unknown 'amount'"),
        ("value,precision,", "value,", "lacks precision"),
        ("value,precision", "precision,value", "another order"),
        ("value,precision", "value,value,precision", "repeats a column"),
        ("wording,", "note,wording,", "another order"),
        ("id,label", "Id,label", "lacks id and has the unknown 'Id'"),
    ],
)
def test_a_wrong_header_is_the_one_fault(folder, old, new, rule):
    substitute(folder, "claims.csv", old, new)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", 1, None)
    assert rule in fault.rule
    assert CONTRACT in fault.remedy


@pytest.mark.parametrize(("origin", "rule"), [("grower", ""), ("", ""), ("The grower", "not an id")])
def test_a_claim_may_have_an_origin(folder, origin, rule):
    assert load(folder)["trees"].origin == ""  # the column may be absent
    lines = FOLDER["claims.csv"].strip().split("\n")
    text = "\n".join([f"{lines[0]},origin", f"{lines[1]},{origin}", *(f"{line}," for line in lines[2:])])
    (folder / "claims.csv").write_text(text, encoding="utf-8")
    if rule:
        (fault,) = faults_of(folder)
        assert (fault.line, fault.column) == (2, "origin")
        assert rule in fault.rule
    else:
        assert load(folder)["trees"].origin == origin
        assert load(folder, {"trees": 500})["trees"].origin == (origin and "edition")


def test_columns_of_an_authors_own_may_follow(folder):
    lines = FOLDER["claims.csv"].strip().split("\n")
    text = "\n".join([f"{lines[0]},seen_on", *(f"{line},<b>Monday</b>" for line in lines[1:])])
    (folder / "claims.csv").write_text(text, encoding="utf-8")
    assert load(folder).claims["old_trees"].part_of == "trees"
    (folder / "claims.csv").write_text(text.replace("seen_on", "part_of"), encoding="utf-8")
    (fault,) = faults_of(folder)
    assert "repeats a column" in fault.rule


@pytest.mark.parametrize("file", TABLES)
def test_a_file_that_holds_only_its_header_is_the_one_fault(folder, file):
    header = FOLDER[file].partition("\n")[0]
    for end in ("", "\n", "\n\n"):
        (folder / file).write_text(header + end, encoding="utf-8")
        (fault,) = faults_of(folder)
        assert (fault.file, fault.line) == (file, 2)
        assert "no row" in fault.rule


@pytest.mark.parametrize("file", TABLES)
def test_an_empty_file_is_the_one_fault_and_told_as_that(folder, file):
    (folder / file).write_text("", encoding="utf-8")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.rule) == (file, 1, "the file is empty")
    assert f"bring it back, or begin it with the line {','.join(TABLES[file].columns())}" in fault.remedy


@pytest.mark.parametrize("file", TABLES)
@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_sign_than_a_comma_between_cells_is_the_one_fault(folder, file, sign, name):
    made = io.StringIO()
    csv.writer(made, delimiter=sign).writerows(csv.reader(FOLDER[file].splitlines()))
    (folder / file).write_text(made.getvalue(), encoding="utf-8-sig")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.rule) == (file, 1, f"the cells are separated by {name}, not commas")


def test_an_id_that_is_taken_points_back_to_its_first_row(folder):
    first = line_of(folder, "claims.csv", "baskets")
    lines = [change(folder, "claims.csv", name, "id", "baskets") for name in ("growth", "pickers")]
    faults = faults_of(folder)
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [("claims.csv", at, "id") for at in lines]
    assert all(f"claims.csv, line {first} " in fault.rule for fault in faults)


def test_an_id_in_both_files_is_named_in_the_context(folder):
    line = change(folder, "context.csv", "wage", "id", "trees")
    change(folder, "grades.csv", "wage", "id", "trees")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("context.csv", line, "id")
    assert "claims.csv" in fault.rule


@pytest.mark.parametrize(("file", "row"), [("grades.csv", "wage,another reason\n"), ("units.csv", "euros,a,b,count\n")])
def test_a_reason_and_a_unit_are_given_once(folder, file, row):
    append(folder, file, row)
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == (file, FOLDER[file].count("\n") + 1)


def test_what_is_known_already_to_be_wrong_with_the_rows_is_told_with_the_rest(folder):
    line = change(folder, "claims.csv", "trees", "value", "many")
    missing = Fault("claims.csv", None, "id", "no row has the id 'cellars'", "add it")
    broken, told = faults_of(folder, known=[missing])
    assert (broken.line, broken.column, told) == (line, "value", missing)


def test_a_misspelt_entry_is_one_fault_with_its_place_however_many_rows_cite_it(folder):
    substitute(folder, "sources.bib", "{article,", "{artcle,")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", 2, "source")
    # of the nine claims one cites Market2024; the seven stored words of the article come first
    assert fault.rule == (
        "'article' is no entry of sources.bib, and is cited by 8 rows of claims.csv (lines 2, 3, 4, …) "
        "and 7 rows of words.csv (lines 2, 3, 4, …)"
    )
    assert fault.remedy == "sources.bib, line 1, has 'artcle', which no row cites: make the two the same"


def test_an_entry_in_another_case_that_nobody_cites_is_named_with_its_place(folder):
    substitute(folder, "sources.bib", "{Market2024,", "{market2024,")
    (fault,) = faults_of(folder)
    assert (
        "which has 'market2024': upper and lower case differ, and is cited by a row of claims.csv (line 6)"
        in fault.rule
    )
    assert fault.remedy.startswith("sources.bib, line 2, has 'market2024'")


def test_a_key_that_is_misspelt_in_rows_is_one_fault_and_no_wrong_quotation(folder):
    lines = [change(folder, "claims.csv", name, "source", "artcle") for name in ("trees", "growth")]
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, lines) == ("claims.csv", lines[0], [2, 4])
    assert fault.rule.endswith(", and is cited by 2 rows of claims.csv (lines 2, 4)")
    assert fault.remedy == "add the entry, or correct the key: did you mean 'article'?"


def test_a_grade_without_its_reason_and_a_reason_without_its_figure(folder):
    line, reason = line_of(folder, "context.csv", "wage"), change(folder, "grades.csv", "wage", "id", "wages")
    without, astray = faults_of(folder)
    assert (without.file, without.line, without.column) == ("context.csv", line, "grade")
    assert (astray.file, astray.line, astray.column) == ("grades.csv", reason, "id")


@pytest.mark.parametrize(("old", "name"), [(",growth over", "growth"), (",trees that bear", "old_trees")])
def test_an_unclosed_quote_is_named_where_it_opens_and_alone(folder, old, name):
    substitute(folder, "claims.csv", old, f',"{old[1:]}')
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line) == ("claims.csv", line_of(folder, "claims.csv", name))
    assert "CSV" in fault.rule
    assert "quote" in fault.remedy


def test_bibtex_that_cannot_be_read_is_the_one_fault(folder):
    append(folder, "sources.bib", "\n@online{half, title = {unfinished\n")
    (fault,) = faults_of(folder)
    assert fault.file == "sources.bib"


def test_faults_in_several_files_are_reported_together(folder):
    expected = {
        (file, change(folder, file, name, column, text), column)
        for file, name, column, text in [
            ("claims.csv", "trees", "value", "many"),
            ("claims.csv", "trees", "period", "soon"),
            ("claims.csv", "baskets", "precision", ""),
            ("claims.csv", "growth", "source", "nowhere"),
            ("claims.csv", "pickers", "unit", "bananas"),
            ("claims.csv", "old_trees", "wording", "151 of them bear no more"),
            ("context.csv", "wage", "grade", "Z9"),
            ("grades.csv", "wage", "reason", ""),
            ("parameters.csv", "few_below", "range", "any"),
        ]
    }
    faults = faults_of(folder, {"tres": 1})
    assert {(fault.file, fault.line, fault.column) for fault in faults} == expected | {("set", None, "tres")}
    assert len(faults) == len(expected) + 1


def test_a_cell_of_several_lines_does_not_shift_the_lines_after_it(folder):
    first = change(folder, "claims.csv", "trees", "label", "two\nlines\nand a third")
    second = change(folder, "claims.csv", "baskets", "value", "dozen")
    assert second == first + 3
    (fault,) = faults_of(folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", second, "value")


def test_a_broken_row_of_several_lines_is_named_where_it_begins(folder):
    change(folder, "claims.csv", "growth", "value", "dozen")
    line = change(folder, "claims.csv", "growth", "label", "two\nlines")
    (fault,) = faults_of(folder)
    assert (fault.line, fault.column) == (line, "value")


def test_blank_lines_are_passed_over_and_counted(folder):
    before = line_of(folder, "claims.csv", "growth")
    substitute(folder, "claims.csv", "\ngrowth,", "\n\n\ngrowth,")
    assert load(folder)["growth"].value == 4
    line = change(folder, "claims.csv", "growth", "value", "dozen")
    assert line == before + 2
    (fault,) = faults_of(folder)
    assert fault.line == line


# --- figures that an edition replaces ---------------------------------------------------------------


def test_a_bare_value_replaces_the_figure_and_keeps_its_hedge(folder):
    claim = load(folder, {"baskets": 20_000})["baskets"]
    assert (claim.value, claim.precision, claim.bound) == (20_000, 1000, "about")
    assert claim.interval == Interval(19_500, 20_500)
    assert load(folder, {"growth": "5"})["growth"].interval == Interval(0, 5)
    assert load(folder, {"growth": 0.9})["growth"].value == 0.9
    assert load(folder, {"growth": 1e-16})["growth"].value == 1e-16


def test_the_old_quotation_goes_with_the_old_figure(folder):
    data = load(folder, {"baskets": 20_000, "old_trees": 7})
    claim = data["baskets"]
    assert (claim.wording, claim.locator, claim.relayed_by, claim.source) == ("", "", "", "")
    assert (claim.speaker, claim.attribution) == ("the author of this edition", "stated")
    assert (claim.label, claim.unit, claim.period) == ("baskets picked", "baskets", "2024")
    assert claim.replaced
    assert data["old_trees"].part_of == "trees"
    assert data["trees"].wording
    assert not data["trees"].replaced


def test_a_mapping_replaces_the_fields_it_names(folder):
    given = {"value": 100, "bound": "exact", "source": "Market2024", "wording": "a new quotation", "speaker": "N. N."}
    claim = load(folder, {"baskets": given})["baskets"]
    assert (claim.interval, claim.precision) == (Interval(100, 100), None)
    assert (claim.source, claim.wording, claim.speaker) == ("Market2024", "a new quotation", "N. N.")
    # a bare number is no range; a new range names both ends
    assert load(folder, {"ladders": 40})["ladders"].interval == Interval(40, 40)
    assert load(folder, {"ladders": {"value": 35, "upper": 50}})["ladders"].interval == Interval(35, 50)
    assert load(folder, {"plums": 90})["plums"].interval == Interval(85, 90)
    hedge = load(folder, {"trees": {"bound": "about", "precision": 1}})["trees"]
    assert hedge.interval == Interval(399.5, 400.5)


def test_a_context_figure_can_be_replaced_and_is_graded_anew(folder):
    claim = load(folder, {"wage": 90})["wage"]
    assert (claim.value, claim.origin, claim.grade) == (90, "edition", "F6")
    assert claim.grade_reason == "Set by the author of this edition."
    assert load(folder, {"trees": 200})["trees"].grade == ""


def test_a_figure_that_the_data_hold_already_keeps_its_origin_and_grade(folder):
    given = {"value": 5000, "precision": 1000, "bound": "about", "source": "Market2024"}
    claim = load(folder, {"baskets": given})["baskets"]
    assert (claim.origin, claim.grade, claim.grade_reason) == ("office", "B2", "The office counts.")
    for other in ({"value": 5001}, {"precision": 500}, {"source": "article"}):
        claim = load(folder, {"baskets": given | other})["baskets"]
        assert (claim.origin, claim.grade) == ("", "")


@pytest.mark.parametrize(
    ("replaced", "column", "rule"),
    [
        ({"nobody": 1}, "nobody", "no figure has this id"),
        ({"few_below": 0.1}, "few_below", "no figure has this id"),
        ({"trees": {"value": 1, "colour": "red"}}, "trees.colour", "no such field"),
        ({"trees": {"unit": "people"}}, "trees.unit", "no such field"),
        ({"trees": {"part_of": "wage"}}, "trees.part_of", "no such field"),
        ({"trees": -1}, "trees.value", "plain decimal"),
        *[
            ({"trees": value}, "trees.value", "is no number and no id of another figure")
            for value in ("many", math.nan, True, "trees")
        ],
        ({"trees": [1, 2]}, "trees.value", "plain decimal"),
        ({"trees": None}, "trees.value", "empty"),
        ({"trees": {"bound": "roughly"}}, "trees.bound", "roughly"),
        ({"trees": {"bound": "about"}}, "trees.precision", "no precision"),
        ({"trees": {"precision": 10}}, "trees.precision", "has a precision"),
        ({"baskets": 500}, "baskets.precision", "does not fit"),
        ({"ladders": {"value": 35, "upper": 30}}, "ladders.upper", "not above the value"),
        ({"trees": {"bound": "between"}}, "trees.upper", "no upper end"),
        ({"sold_share": 120}, "sold_share.value", "more than the whole"),
        ({"trees": {"source": "nowhere"}}, "trees.source", "nowhere"),
        ({"trees": {"source": "Article"}}, "trees.source", "Article"),
        ({"trees": {"period": "soon"}}, "trees.period", "not a period"),
        ({"trees": {"wording": THIRTEEN}}, "trees.wording", "13 words"),
        ({"trees": {"speaker": "<b>N. N.</b>"}}, "trees.speaker", "markup"),
        ({"trees": {"row": "treees"}}, "trees.row", "'treees' is no id of the data"),
        ({"trees": {"row": "old_trees", "value": 3}}, "trees.row", "value beside the row 'old_trees'"),
        ({"trees": "wage"}, "trees.row", "wage is in euros, and trees in trees"),
        ({"trees": {"row": "old_trees", "label": ""}}, "trees.label", "empty"),
        ({"trees": {"row": "pickers", "bound": "exact", "period": "2024"}}, "trees.bound", "a part of the time"),
        ({"trees": {"row": "pickers", "bound": "at_least", "period": "2025"}}, "trees.period", "no part of '2025'"),
        ({"trees": {"row": "pickers", "bound": "at_least", "period": "2024-Q3"}}, "trees.period", "no part of"),
        ({"trees": {"row": "pears", "bound": "at_least", "period": "2024"}}, "trees.row", "says of none"),
        ({"trees": {"row": "pickers", "bound": "at_least"}}, "trees.row", "bound beside the row 'pickers'"),
        ({"trees": {"value": "unknown", "bound": "about"}}, "trees", "bound of a figure that is unknown"),
        ({"trees": {"value": "unknown", "period": "soon"}}, "trees.period", "not a period"),
        ({"trees": 149}, "trees", "old_trees is part of trees, and larger: 150 of 149"),
        ({"old_trees": 401}, "old_trees", "old_trees is part of trees, and larger: 401 of 400"),
    ],
)
def test_a_bad_replacement_is_the_one_fault(folder, replaced, column, rule):
    (fault,) = faults_of(folder, replaced)
    assert (fault.file, fault.line, fault.column) == ("set", None, column)
    assert rule in fault.rule


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("2,000,000", "2000000"), ("2 000 000", "2000000"), ("2 million", "2000000"), ("1,5", "1.5"), ("10%", "10"), ("-5", ""), ("1_000", "")],
)  # fmt: skip
def test_a_number_in_another_form_is_told_in_the_plain_one(folder, typed, plain):
    (fault,) = faults_of(folder, {"wage": typed})
    assert fault.remedy.startswith(f"write {plain}: digits" if plain else "write a number such as 13221 or 0.5: digits")
    (hedged,) = faults_of(folder, {"wage": f"about {typed}"})
    assert hedged.remedy.startswith(f"write {plain}, and its hedge" if plain else "use one of")


def test_what_is_wrong_with_one_replacement_is_told_at_once(folder):
    given = {
        "trees": {"value": "manny", "bound": "roughly", "speakr": "x"},
        "wage": {"row": "wages", "label": "", "upper": 3},
    }
    told = [(fault.column, fault.rule) for fault in faults_of(folder, given)]
    assert [column for column, _ in told] == [
        "trees.speakr", "trees.value", "trees.bound", "wage.row", "wage.row", "wage.label",
    ]  # fmt: skip
    (word,) = [fault for fault in faults_of(folder, {"trees": "old_tres"}) if fault.column == "trees.value"]
    assert word.remedy == "did you mean 'old_trees'?"


def test_an_id_in_a_replacement_of_several_fields_is_a_row(folder):
    assert load(folder, {"trees": {"value": "old_trees", "label": "trees left"}})["trees"].label == "trees left"


def test_a_row_of_the_data_stands_in_the_place_of_a_figure_with_all_that_is_known_of_it(folder):
    data = load(folder, {"trees": "old_trees"})
    put, row = data["trees"], data["old_trees"]
    assert (put.id, put.label, put.replaced) == ("trees", load(folder)["trees"].label, True)
    same = (
        "value",
        "bound",
        "precision",
        "unit",
        "speaker",
        "source",
        "locator",
        "wording",
        "period",
        "origin",
        "grade",
    )
    assert [getattr(put, name) for name in same] == [getattr(row, name) for name in same]
    assert load(folder, {"trees": {"row": "old_trees", "label": "trees of old"}})["trees"].label == "trees of old"
    assert load(folder, {"baskets": "trees"})["baskets"].unit == "trees"  # both are counted


def test_a_row_of_a_part_of_the_time_says_what_the_whole_had_at_least(folder):
    rows = (folder / "context.csv").read_text(encoding="utf-8")
    quarter = "baskets_2023_q3,baskets picked by then,5000,1000,baskets,about,stated,2023-Q3,the office,,Market2024,,"
    (folder / "context.csv").write_text(f'{rows}{quarter}"5,000 baskets",office,B2\n', encoding="utf-8")
    grades = (folder / "grades.csv").read_text(encoding="utf-8")
    (folder / "grades.csv").write_text(f"{grades}baskets_2023_q3,The office counts.\n", encoding="utf-8")
    put = load(folder, {"baskets": {"row": "baskets_2023_q3", "bound": "at_least", "period": "2023"}})["baskets"]
    assert (put.value, put.precision, put.bound, put.period) == (
        4500,
        None,
        "at_least",
        "2023",
    )  # 5,000, to the thousand
    assert (put.interval.low, put.interval.high) == (4500, math.inf)
    assert (put.speaker, put.source, put.origin, put.grade, put.replaced) == (
        "the author of this edition, after the office",
        "Market2024",
        "office",
        "B2",
        True,
    )


def test_a_figure_may_be_left_empty(folder):
    claim = load(folder, {"trees": {"value": "unknown", "period": "2030"}})["trees"]
    assert (claim.value, claim.interval, claim.central, claim.period) == (None, None, None, "2030")
    assert (claim.speaker, claim.wording, claim.source, claim.attribution) == ("nobody", "", "", "unknown")
    assert claim.replaced
    assert load(folder, {"trees": "unknown"})["old_trees"].value == 150  # a part of what is not known is no fault


def test_part_and_whole_may_be_replaced_together(folder):
    assert load(folder, {"trees": 90, "old_trees": 80})["old_trees"].value == 80
    assert load(folder, {"trees": {"value": 90, "bound": "at_least"}})["trees"].interval.high == math.inf


def test_all_bad_replacements_are_reported_together(folder):
    faults = faults_of(folder, {"nobody": 1, "trees": "many", "baskets": {"bound": "roughly"}})
    assert [fault.column for fault in faults] == ["nobody", "trees.value", "baskets.bound"]


def test_the_remedies_name_what_may_be_used(folder):
    (fault,) = faults_of(folder, {"sold_shares": 1})
    assert fault.remedy == "did you mean 'sold_share'?"
    (fault,) = faults_of(folder, {"trees": {"colour": "red"}})
    assert "precision" in fault.remedy
    change(folder, "claims.csv", "old_trees", "part_of", "treees")
    (fault,) = faults_of(folder)
    assert fault.remedy == "did you mean 'trees'?"
    change(folder, "claims.csv", "trees", "bound", "roughly")
    (fault,) = faults_of(folder)
    assert all(word in fault.remedy for word in ("exact", "about", "up_to", "at_least"))


def with_quarters(folder, *counts: str, whole: str = "400") -> None:
    """Rows of the quarters of a year, parts of the trees, behind the claims."""
    change(folder, "claims.csv", "trees", "value", whole)
    with (folder / "claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    model = next(row for row in rows if row["id"] == "old_trees")
    for number, count in enumerate(counts, 1):
        own = {
            "id": f"trees_2024_q{number}",
            "value": count,
            "period": f"2024-Q{number}",
            "wording": "",
            "part_of": "trees",
        }
        rows.append({**model, **own})
    with (folder / "claims.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_quarters_come_to_no_more_than_their_year(folder):
    with_quarters(folder, "150", "150", "100")  # 400 of 400
    assert load(folder)["trees_2024_q3"].value == 100
    (fault,) = faults_of(folder, {"trees_2024_q2": 151})
    assert (fault.file, fault.column) == ("set", "trees_2024_q2")
    assert "trees_2024_q1, trees_2024_q2, trees_2024_q3 come to 401 at the least, and trees to 400" in fault.rule


def test_an_id_that_names_a_quarter_has_its_period(folder):
    with_quarters(folder, "150", "150")
    change(folder, "claims.csv", "trees_2024_q2", "period", "2024-Q4")
    (fault,) = faults_of(folder)
    assert (fault.file, fault.column) == ("claims.csv", "period")
    assert "'trees_2024_q2' is of 2024-Q4" in fault.rule
    assert "make the period 2024-Q2" in fault.remedy


def test_an_unknown_field_of_a_replaced_figure_is_answered_with_all_that_there_are(folder):
    (fault,) = faults_of(folder, {"trees": {"unit": "baskets"}})
    assert (fault.column, fault.rule) == ("trees.unit", "a figure has no such field")
    # the columns of the contract without id and unit, and what else a figure may have: its upper end, the row it is
    assert fault.remedy == (
        "use one of attribution, bound, label, locator, period, precision, relayed_by, row, source, speaker, upper, "
        "value, wording"
    )


def test_a_column_that_may_be_left_out_is_not_called_unknown(folder):
    path = folder / "claims.csv"
    path.write_text(path.read_text().replace("period,", "periode,", 1))
    (fault,) = [each for each in faults_of(folder) if each.line == 1]
    assert fault.rule == "the header lacks period and has the unknown 'periode'"  # and not upper, which it has too


def test_a_quarter_that_is_none_is_told_as_one(folder):
    path = folder / "claims.csv"
    path.write_text(path.read_text().replace("\ntrees,", "\ntrees_2024_q5,", 1))
    assert "'q5' is no part of a year" in [each.rule for each in faults_of(folder)]


def test_files_that_say_the_same_give_rows_of_ones_own_and_all_faults_again(folder):
    first = read_tables(folder, None, [])
    first["units.csv"][0][1]["unit"] = "shrubs"
    first["units.csv"].clear()
    assert [row["unit"] for _, row in read_tables(folder, None, [])["units.csv"]] == [
        "trees",
        "baskets",
        "pickers",
        "euros",
    ]
    (folder / "units.csv").write_text("unit,one,many,kind\ntrees,tree,trees,counted\n", encoding="utf-8")
    (folder / "sources.bib").write_text("@article{article, title = {{The harvest}}}\n", encoding="utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            load(folder)
        told.append(caught.value.faults)
    assert told[0] == told[1]
    assert {fault.file for fault in told[0]} >= {"units.csv", "sources.bib"}

"""Every rule of the data folder, broken one at a time: where the fault is, and what remedy it names."""

from __future__ import annotations

import csv
import io
import math

import pytest

from helpers.claims import CLAIM_COLUMNS, CONTEXT_COLUMNS, REQUIRED, Fault, InputError, find_checkout, load
from helpers.interval import Interval
from helpers.quantities import names_needed


def line_of(folder, file: str, name: str) -> int:
    """The line of a file on which the row of an id stands, counted as an editor does."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(name + ","))


def change(folder, file: str, name: str, column: str, text: str) -> int:
    """Put a text into one cell; the line of its row."""
    line = line_of(folder, file, name)
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    header = lines[0].split(",")
    (cells,) = csv.reader([lines[line - 1]])
    cells[header.index(column)] = text
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


def faults_of(folder, replacements=None, needed=()) -> list[Fault]:
    """The faults that reading the folder ends in; each has a rule, a remedy and a sentence that says where."""
    with pytest.raises(InputError) as caught:
        load(folder, replacements, needed)
    faults = caught.value.faults
    assert str(caught.value) == "\n".join(map(str, faults))
    for fault in faults:
        assert fault.rule
        assert fault.remedy
        assert fault.file in str(fault)
        assert fault.line is None or f"line {fault.line}" in str(fault)
        assert fault.column is None or f"column {fault.column}" in str(fault)
        assert str(fault).endswith(f"{fault.rule}; {fault.remedy}")
    return faults


# --- the committed folder ---------------------------------------------------------------------------


def test_the_committed_folder_is_valid_and_holds_the_contract(data_folder):
    data = load(data_folder, needed=names_needed())
    quoted = {name: (data[name].value, data[name].precision, data[name].bound) for name in REQUIRED}
    assert quoted == {
        "entrants": (13221, None, "exact"),
        "growth_multiple": (12, None, "up_to"),
        "student_visas": (7887, None, "exact"),
        "construction_workers": (2000, None, "at_least"),
        "shortage": (1_500_000, 100_000, "about"),
        "artillery_share": (60, 10, "about"),
    }
    assert data["artillery_share"].unit == "percent"


def test_the_columns_are_those_of_the_contract(data_folder):
    contract = "id,label,value,precision,unit,bound,attribution,period,speaker,relayed_by,source,locator,wording"
    assert ",".join(CLAIM_COLUMNS) == contract
    assert ",".join(CONTEXT_COLUMNS) == contract + ",origin,grade"
    assert (data_folder / "claims.csv").read_text(encoding="utf-8").startswith(contract + "\n")


def test_a_claim_keeps_its_hedge_and_its_chain(data_folder):
    data = load(data_folder)
    shortage, growth, workers = data["shortage"], data["growth_multiple"], data["construction_workers"]
    assert (shortage.interval, shortage.central) == (Interval(1_450_000, 1_550_000), 1_500_000)
    assert (growth.interval, growth.central) == (Interval(0, 12), None)
    assert (workers.interval, workers.central) == (Interval(2000, math.inf), None)
    assert (shortage.attribution, shortage.relayed_by) == ("estimated", "Institute for the Study of War")
    assert data["entries_2019"].grade_reason
    assert list(data.figures) == [*data.claims, *data.context]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024", "2024"),
        ("2024-Q1", "the first quarter of 2024"),
        ("2024-Q4", "the fourth quarter of 2024"),
        ("2024-H2", "the second half of 2024"),
        ("2024-12", "December 2024"),
        ("2024-01", "January 2024"),
    ],
)
def test_a_period_reads_as_words(data_folder, period, words):
    change(data_folder, "claims.csv", "entrants", "period", period)
    assert load(data_folder)["entrants"].period_text == words


# --- one cell at a time -----------------------------------------------------------------------------

THIRTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen"
CELLS = [
    # file, id, column that is changed, its new text, column of the fault, a part of the rule
    ("claims.csv", "entrants", "value", "1.5e6", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "-5", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "+5", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "13,221", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "13 221", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "13221.", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", ".5", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "nan", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "inf", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "1_000", "value", "plain decimal"),
    ("claims.csv", "entrants", "value", "", "value", "empty"),
    ("claims.csv", "entrants", "bound", "roughly", "bound", "roughly"),
    ("claims.csv", "entrants", "bound", "Exact", "bound", "Exact"),
    ("claims.csv", "entrants", "bound", "", "bound", "empty"),
    ("claims.csv", "shortage", "precision", "", "precision", "no precision"),
    ("claims.csv", "entrants", "precision", "1", "precision", "has a precision"),
    ("claims.csv", "growth_multiple", "precision", "1", "precision", "has a precision"),
    ("claims.csv", "shortage", "precision", "1500001", "precision", "does not fit"),
    ("claims.csv", "shortage", "precision", "0", "precision", "does not fit"),
    ("claims.csv", "shortage", "precision", "-100000", "precision", "plain decimal"),
    ("claims.csv", "shortage", "precision", "1e5", "precision", "plain decimal"),
    ("claims.csv", "shortage", "value", "99999", "precision", "does not fit"),
    ("claims.csv", "entrants", "wording", THIRTEEN, "wording", "13 words"),
    ("claims.csv", "entrants", "wording", "", "wording", "empty"),
    ("claims.csv", "entrants", "source", "nowhere", "source", "nowhere"),
    ("claims.csv", "entrants", "source", "", "source", "empty"),
    ("claims.csv", "entrants", "period", "2024-13", "period", "2024-13"),
    ("claims.csv", "entrants", "period", "2024-Q5", "period", "2024-Q5"),
    ("claims.csv", "entrants", "period", "2024-H3", "period", "2024-H3"),
    ("claims.csv", "entrants", "period", "24", "period", "not a period"),
    ("claims.csv", "entrants", "period", "2024-12-01", "period", "not a period"),
    ("claims.csv", "entrants", "attribution", "rumoured", "attribution", "rumoured"),
    ("claims.csv", "entrants", "unit", "", "unit", "empty"),
    ("claims.csv", "entrants", "label", "  ", "label", "empty"),
    ("claims.csv", "entrants", "speaker", "", "speaker", "empty"),
    ("claims.csv", "artillery_share", "value", "101", "value", "more than the whole"),
    ("claims.csv", "artillery_share", "unit", "ratio", "unit", "artillery_share"),
    ("claims.csv", "war_year", "id", "War year", "id", "not an id"),
    ("claims.csv", "war_year", "id", "3rd_year", "id", "not an id"),
    ("context.csv", "entries_2019", "value", "21k", "value", "plain decimal"),
    ("context.csv", "entries_2019", "grade", "G2", "grade", "not a grade"),
    ("context.csv", "entries_2019", "grade", "B7", "grade", "not a grade"),
    ("context.csv", "entries_2019", "grade", "", "grade", "not a grade"),
    ("context.csv", "entries_2019", "origin", "The FSB", "origin", "not an id"),
    ("context.csv", "entries_2019", "source", "nowhere", "source", "nowhere"),
    ("context.csv", "artillery_half", "value", "100.5", "value", "more than the whole"),
    ("grades.csv", "entries_2019", "reason", "", "reason", "empty"),
]


@pytest.mark.parametrize(("file", "name", "column", "text", "at", "rule"), CELLS)
def test_a_broken_cell_is_the_one_fault(data_folder, file, name, column, text, at, rule):
    line = change(data_folder, file, name, column, text)
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == (file, line, at)
    assert rule in fault.rule


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("entrants", "value", "0"),
        ("entrants", "value", "13221.5"),
        ("entrants", "value", "0013221"),
        ("shortage", "precision", "1500000"),  # as coarse as the value itself
        ("shortage", "precision", "0.001"),
        ("artillery_share", "value", "100"),
        ("entrants", "wording", THIRTEEN.removesuffix(" thirteen")),
        ("entrants", "relayed_by", ""),
        ("entrants", "locator", ""),
        ("entrants", "period", "2024-H1"),
        ("entrants", "label", "über, „Zahl“"),
    ],
)
def test_what_the_rules_allow_is_read(data_folder, name, column, text):
    change(data_folder, "claims.csv", name, column, text)
    given = getattr(load(data_folder)[name], column)
    assert given == (float(text) if column in ("value", "precision") else text)


def test_spaces_around_a_cell_do_not_count(data_folder):
    change(data_folder, "claims.csv", "entrants", "value", " 13221 ")
    assert load(data_folder)["entrants"].value == 13221


# --- rows, headers, files ---------------------------------------------------------------------------


def test_an_unquoted_thousands_comma_is_named_with_its_line(data_folder):
    line = line_of(data_folder, "claims.csv", "war_year")
    substitute(data_folder, "claims.csv", "about to begin,3,", "about to begin,13,221,")
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line) == ("claims.csv", line)
    assert fault.rule == "14 cells where 13 belong"
    assert "13221" in fault.remedy


@pytest.mark.parametrize("file", ["claims.csv", "context.csv", "grades.csv", "sources.bib"])
def test_a_file_that_is_no_utf_8_is_the_one_fault(data_folder, file):
    text = (data_folder / file).read_text(encoding="utf-8")
    (data_folder / file).write_bytes(text.encode("utf-16"))
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line) == (file, 1)
    assert "UTF-8" in fault.rule
    assert "UTF-8" in fault.remedy


def test_a_stray_byte_is_named_with_its_line(data_folder):
    line = line_of(data_folder, "claims.csv", "shortage")
    raw = (data_folder / "claims.csv").read_bytes()
    (data_folder / "claims.csv").write_bytes(raw.replace(b"shortage of workers", b"p\xe9nurie of workers"))
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line) == ("claims.csv", line)


@pytest.mark.parametrize("file", ["claims.csv", "context.csv", "grades.csv", "sources.bib"])
def test_a_byte_order_mark_and_windows_line_ends_are_accepted(data_folder, file):
    plain = load(data_folder)
    raw = (data_folder / file).read_bytes()
    (data_folder / file).write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    marked = load(data_folder)
    assert marked.figures == plain.figures
    assert list(marked.sources.entries) == list(plain.sources.entries)


@pytest.mark.parametrize("file", ["claims.csv", "context.csv", "grades.csv", "sources.bib"])
def test_a_missing_file_is_the_one_fault(data_folder, file):
    (data_folder / file).unlink()
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == (file, None, None)
    assert "missing" in fault.rule
    assert str(data_folder) in fault.remedy


def test_a_folder_in_place_of_a_file_is_the_one_fault(data_folder):
    (data_folder / "claims.csv").unlink()
    (data_folder / "claims.csv").mkdir()
    (fault,) = faults_of(data_folder)
    assert fault.file == "claims.csv"
    assert "folder" in fault.rule


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("value,precision", "amount,precision", "lacks value and has the unknown 'amount'"),
        ("value,precision,", "value,", "lacks precision"),
        ("value,precision", "precision,value", "another order"),
        ("value,precision", "value,value,precision", "repeats a column"),
        ("wording\n", "wording,note\n", "has the unknown 'note'"),
        ("id,label", "Id,label", "lacks id and has the unknown 'Id'"),
    ],
)
def test_a_wrong_header_is_the_one_fault(data_folder, old, new, rule):
    substitute(data_folder, "claims.csv", old, new)
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", 1, None)
    assert rule in fault.rule
    assert ",".join(CLAIM_COLUMNS) in fault.remedy


@pytest.mark.parametrize("file", ["claims.csv", "context.csv", "grades.csv"])
def test_a_file_that_holds_only_its_header_is_the_one_fault(data_folder, file):
    header = (data_folder / file).read_text(encoding="utf-8").partition("\n")[0]
    for end in ("", "\n", "\n\n"):
        (data_folder / file).write_text(header + end, encoding="utf-8")
        (fault,) = faults_of(data_folder)
        assert (fault.file, fault.line) == (file, 2)
        assert "no row" in fault.rule


@pytest.mark.parametrize("file", ["claims.csv", "context.csv", "grades.csv"])
def test_an_empty_file_lacks_its_header(data_folder, file):
    (data_folder / file).write_text("", encoding="utf-8")
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line) == (file, 1)
    assert "lacks id" in fault.rule


def test_an_id_twice_in_a_file_is_named_at_its_second_row(data_folder):
    first = line_of(data_folder, "claims.csv", "growth_multiple")
    line = change(data_folder, "claims.csv", "war_year", "id", "growth_multiple")
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", line, "id")
    assert f"line {first}" in fault.rule


def test_an_id_three_times_points_back_to_its_first_row(data_folder):
    first = line_of(data_folder, "claims.csv", "entrants")
    lines = [change(data_folder, "claims.csv", name, "id", "entrants") for name in ("civilian_workers", "war_year")]
    faults = faults_of(data_folder)
    assert [fault.line for fault in faults] == lines
    assert all(f"line {first} " in fault.rule for fault in faults)


def test_an_id_in_both_files_is_named_in_the_context(data_folder):
    line = change(data_folder, "context.csv", "entries_2019", "id", "entrants")
    substitute(data_folder, "grades.csv", "entries_2019,", "entrants,")
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == ("context.csv", line, "id")
    assert "claims.csv" in fault.rule


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_id_that_the_formulas_need_is_named(data_folder, name):
    change(data_folder, "claims.csv", name, "id", "renamed")
    if name == "artillery_share":  # its own rule about the unit looks at the id
        assert "renamed" in (data_folder / "claims.csv").read_text(encoding="utf-8")
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", None, "id")
    assert repr(name) in fault.rule


def test_a_context_figure_that_is_needed_may_not_be_missing(data_folder):
    change(data_folder, "context.csv", "labour_force", "id", "renamed")
    substitute(data_folder, "grades.csv", "\nlabour_force,", "\nrenamed,")
    load(data_folder)
    (fault,) = faults_of(data_folder, needed=names_needed())
    assert (fault.file, fault.column) == ("context.csv", "id")
    assert "'labour_force'" in fault.rule


def test_a_grade_without_its_reason_and_a_reason_without_its_figure(data_folder):
    line = line_of(data_folder, "context.csv", "entries_2019")
    reason = line_of(data_folder, "grades.csv", "entries_2019")
    substitute(data_folder, "grades.csv", "\nentries_2019,", "\nentries_1919,")
    without, astray = faults_of(data_folder)
    assert (without.file, without.line, without.column) == ("context.csv", line, "grade")
    assert (astray.file, astray.line, astray.column) == ("grades.csv", reason, "id")


def test_an_unclosed_quote_in_the_last_row_is_named_with_its_line(data_folder):
    text = (data_folder / "claims.csv").read_text(encoding="utf-8").rstrip("\n")
    start, _, wording = text.rpartition(",")
    (data_folder / "claims.csv").write_text(f'{start},"{wording}\n', encoding="utf-8")
    fault = faults_of(data_folder)[0]
    assert (fault.file, fault.line) == ("claims.csv", text.count("\n") + 1)
    assert "CSV" in fault.rule
    assert "quote" in fault.remedy


def test_bibtex_that_cannot_be_read_is_the_one_fault(data_folder):
    with (data_folder / "sources.bib").open("a", encoding="utf-8") as file:
        file.write("\n@online{half, title = {unfinished\n")
    (fault,) = faults_of(data_folder)
    assert fault.file == "sources.bib"


def test_faults_in_several_files_are_reported_together(data_folder):
    expected = {
        ("claims.csv", change(data_folder, "claims.csv", "entrants", "value", "many"), "value"),
        ("claims.csv", change(data_folder, "claims.csv", "shortage", "precision", ""), "precision"),
        ("claims.csv", change(data_folder, "claims.csv", "shortage", "source", "nowhere"), "source"),
        ("context.csv", change(data_folder, "context.csv", "entries_2019", "grade", "Z9"), "grade"),
        ("context.csv", change(data_folder, "context.csv", "entries_2021", "period", "soon"), "period"),
        ("grades.csv", change(data_folder, "grades.csv", "entries_2022", "reason", ""), "reason"),
    }
    faults = faults_of(data_folder)
    assert {(fault.file, fault.line, fault.column) for fault in faults} == expected
    assert len(faults) == len(expected)


def test_a_broken_cell_hides_no_missing_row(data_folder):
    line = change(data_folder, "claims.csv", "entrants", "value", "many")
    change(data_folder, "claims.csv", "shortage", "id", "renamed")
    broken, missing = faults_of(data_folder)
    assert (broken.line, broken.column) == (line, "value")
    assert "'shortage'" in missing.rule


def test_two_broken_cells_of_one_row_are_two_faults(data_folder):
    line = change(data_folder, "claims.csv", "entrants", "value", "many")
    change(data_folder, "claims.csv", "entrants", "period", "soon")
    assert {(fault.line, fault.column) for fault in faults_of(data_folder)} == {(line, "value"), (line, "period")}


def test_a_cell_of_several_lines_does_not_shift_the_lines_after_it(data_folder):
    first = change(data_folder, "claims.csv", "entrants", "label", "two\nlines\nand a third")
    second = change(data_folder, "claims.csv", "growth_multiple", "value", "dozen")
    assert second == first + 3
    (fault,) = faults_of(data_folder)
    assert (fault.file, fault.line, fault.column) == ("claims.csv", second, "value")


def test_a_broken_row_of_several_lines_is_named_where_it_begins(data_folder):
    change(data_folder, "claims.csv", "growth_multiple", "value", "dozen")
    line = change(data_folder, "claims.csv", "growth_multiple", "label", "two\nlines")
    (fault,) = faults_of(data_folder)
    assert (fault.line, fault.column) == (line, "value")


def test_blank_lines_are_passed_over_and_counted(data_folder):
    before = line_of(data_folder, "claims.csv", "growth_multiple")
    substitute(data_folder, "claims.csv", "\ngrowth_multiple,", "\n\n\ngrowth_multiple,")
    assert load(data_folder)["growth_multiple"].value == 12
    line = change(data_folder, "claims.csv", "growth_multiple", "value", "dozen")
    assert line == before + 2
    (fault,) = faults_of(data_folder)
    assert fault.line == line


# --- figures that an edition replaces ---------------------------------------------------------------


def test_a_bare_value_replaces_the_figure_and_keeps_its_hedge(data_folder):
    claim = load(data_folder, {"shortage": 2_000_000})["shortage"]
    assert (claim.value, claim.precision, claim.bound) == (2_000_000, 100_000, "about")
    assert claim.interval == Interval(1_950_000, 2_050_000)
    assert load(data_folder, {"growth_multiple": "5"})["growth_multiple"].interval == Interval(0, 5)
    assert load(data_folder, {"growth_multiple": 0.9})["growth_multiple"].value == 0.9


def test_the_old_quotation_goes_with_the_old_figure(data_folder):
    claim = load(data_folder, {"entrants": 20_000})["entrants"]
    assert (claim.wording, claim.locator, claim.relayed_by, claim.source) == ("", "", "", "")
    assert claim.speaker == "the author of this edition"
    assert claim.attribution == "stated"
    assert claim.replaced
    assert (claim.label, claim.unit, claim.period) == ("North Koreans' entries into Russia", "entries", "2024")
    untouched = load(data_folder, {"entrants": 20_000})["shortage"]
    assert untouched.wording
    assert not untouched.replaced


def test_a_mapping_replaces_the_fields_it_names(data_folder):
    given = {"value": 100_000, "bound": "exact", "source": "article", "wording": "a new quotation", "speaker": "N. N."}
    claim = load(data_folder, {"shortage": given})["shortage"]
    assert (claim.interval, claim.precision) == (Interval(100_000, 100_000), None)
    assert (claim.source, claim.wording, claim.speaker) == ("article", "a new quotation", "N. N.")
    hedge = load(data_folder, {"entrants": {"bound": "about", "precision": 1}})["entrants"]
    assert hedge.interval == Interval(13220.5, 13221.5)


def test_a_context_figure_can_be_replaced_and_is_graded_anew(data_folder):
    before = load(data_folder)["entries_2023"]
    claim = load(data_folder, {"entries_2023": 1000})["entries_2023"]
    assert claim.value == 1000
    assert (claim.origin, claim.grade) == ("edition", "F6")
    assert claim.grade_reason
    assert claim.grade_reason != before.grade_reason
    assert load(data_folder, {"entrants": 1})["entrants"].grade == ""


@pytest.mark.parametrize(
    ("replacements", "column", "rule"),
    [
        ({"nobody": 1}, "nobody", "no figure has this id"),
        ({"marginal_below": 0.1}, "marginal_below", "no figure has this id"),
        ({"entrants": {"value": 1, "colour": "red"}}, "entrants", "unknown field colour"),
        ({"entrants": {"unit": "people"}}, "entrants", "unknown field unit"),
        ({"entrants": "many"}, "entrants.value", "plain decimal"),
        ({"entrants": -1}, "entrants.value", "plain decimal"),
        ({"entrants": math.nan}, "entrants.value", "plain decimal"),
        ({"entrants": math.inf}, "entrants.value", "plain decimal"),
        ({"entrants": True}, "entrants.value", "plain decimal"),
        ({"entrants": [1, 2]}, "entrants.value", "plain decimal"),
        ({"entrants": None}, "entrants.value", "empty"),
        ({"entrants": {"bound": "roughly"}}, "entrants.bound", "roughly"),
        ({"entrants": {"bound": "about"}}, "entrants.precision", "no precision"),
        ({"entrants": {"precision": 10}}, "entrants.precision", "has a precision"),
        ({"shortage": 50_000}, "shortage.precision", "does not fit"),
        ({"artillery_share": 120}, "artillery_share.value", "more than the whole"),
        ({"entrants": {"source": "nowhere"}}, "entrants.source", "nowhere"),
        ({"entrants": {"period": "soon"}}, "entrants.period", "not a period"),
        ({"entrants": {"wording": THIRTEEN}}, "entrants.wording", "13 words"),
    ],
)
def test_a_bad_replacement_is_the_one_fault(data_folder, replacements, column, rule):
    (fault,) = faults_of(data_folder, replacements)
    assert (fault.file, fault.line, fault.column) == ("set", None, column)
    assert rule in fault.rule


def test_all_bad_replacements_are_reported_together(data_folder):
    faults = faults_of(data_folder, {"nobody": 1, "entrants": "many", "shortage": {"bound": "roughly"}})
    assert [fault.column for fault in faults] == ["nobody", "entrants.value", "shortage.bound"]


def test_the_remedies_name_what_may_be_used(data_folder):
    (fault,) = faults_of(data_folder, {"nobody": 1})
    assert "entrants" in fault.remedy
    (fault,) = faults_of(data_folder, {"entrants": {"colour": "red"}})
    assert "precision" in fault.remedy
    change(data_folder, "claims.csv", "entrants", "bound", "roughly")
    (fault,) = faults_of(data_folder)
    assert all(word in fault.remedy for word in ("exact", "about", "up_to", "at_least"))


# --- the checkout -----------------------------------------------------------------------------------


def test_the_checkout_is_found_upwards(data_folder):
    below = data_folder.parent / "book" / "deep"
    below.mkdir(parents=True)
    assert find_checkout(below) == data_folder.parent.resolve()
    (data_folder / "claims.csv").unlink()
    with pytest.raises(InputError, match=r"claims\.csv"):
        find_checkout(below)


# --- faults that were found once --------------------------------------------------------------------


def test_an_unquoted_thousands_comma_in_a_needed_row_is_the_one_fault(data_folder):
    substitute(data_folder, "claims.csv", ",13221,", ",13,221,")
    (_fault,) = faults_of(data_folder)


def test_an_unclosed_quote_is_named_where_it_opens_and_alone(data_folder):
    line = line_of(data_folder, "claims.csv", "growth_multiple")
    substitute(data_folder, "claims.csv", "\ngrowth_multiple,growth", '\ngrowth_multiple,"growth')
    (fault,) = faults_of(data_folder)
    assert fault.line == line


def test_a_missing_claims_file_is_the_one_fault_for_the_report_too(data_folder):
    (data_folder / "claims.csv").unlink()
    (_fault,) = faults_of(data_folder, needed=names_needed())


def test_two_reasons_for_one_grade_are_a_fault(data_folder):
    with (data_folder / "grades.csv").open("a", encoding="utf-8") as file:
        file.write("entries_2019,another reason\n")
    (fault,) = faults_of(data_folder)
    assert fault.file == "grades.csv"


@pytest.mark.parametrize("text", ["\u0661\u0663", "9" * 400])
def test_a_value_is_of_ascii_digits_and_finite(data_folder, text):
    change(data_folder, "claims.csv", "entrants", "value", text)
    (fault,) = faults_of(data_folder)
    assert fault.column == "value"


def test_a_tiny_replacement_is_kept(data_folder):
    assert load(data_folder, {"growth_multiple": 1e-16})["growth_multiple"].value > 0

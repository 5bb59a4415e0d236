"""A table that is empty, or not separated by commas, is told as that; a header is told by what it lacks."""

import pytest

from helpers.figures.headers import form_trouble, header_trouble

COLUMNS = ["id", "label", "unit"]


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("id;label;unit", "the cells are separated by semicolons, not commas"),
        ('"id";"label";"unit"', "the cells are separated by semicolons, not commas"),
        ("id;label;amount;note, of mine", "the cells are separated by semicolons, not commas"),
        ("id\tlabel\tunit", "the cells are separated by tabs, not commas"),
        ("id|label|unit", "the cells are separated by bars, not commas"),
        ("\r\nid;label;unit\r\n", "the cells are separated by semicolons, not commas"),
    ],
)
def test_what_is_no_table_of_commas_is_told_as_what_it_is(first, rule):
    told, remedy = form_trouble(f"{first}\na;b;c\n" if first.strip() else first, COLUMNS)
    assert told == rule
    assert ("id,label,unit" if "empty" in rule else "save it with commas") in remedy


@pytest.mark.parametrize("first", ["id,label,unit", "id,label,unit,mine;yours", "id", "name;word", "id,label;x,unit"])
def test_a_table_of_commas_is_read_on(first):
    assert form_trouble(f"{first}\n", COLUMNS) is None


def test_a_header_is_told_by_what_it_lacks_and_what_nobody_knows():
    assert header_trouble(COLUMNS, COLUMNS, ()) is None
    assert header_trouble([*COLUMNS, "mine"], COLUMNS, ()) is None
    rule, remedy = header_trouble(["id", "lable", "range"], COLUMNS, ["range"])
    assert rule == "the header lacks label, unit and has the unknown 'lable'"
    assert remedy == "make it id,label,unit; columns of your own may follow"
    for header in (["label", "id", "unit"], [*COLUMNS, "id"]):
        assert header_trouble(header, COLUMNS, ())[0] == "the header repeats a column or has another order"

"""YAML as authors set it: plain, and each thing once."""

import pytest

from helpers.edition.settings import SettingsError, read_settings


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2000000", 2_000_000),
        ("2_000_000", 2_000_000),
        ("-5", -5),
        ("0.05", 0.05),
        (".5", 0.5),
        ("1e6", 1e6),
        ("1.5e-3", 0.0015),
        ("true", True),
        ("~", None),
        ("", None),
        ("a text", "a text"),
        # what YAML makes something else of, and an author does not
        ("010", "010"),
        ("0x10", "0x10"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("yes", "yes"),
        ("truest", "truest"),
        ("nullable", "nullable"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),
        ("=", "="),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("{value: 3, bound: exact}", {"value": 3, "bound": "exact"}),
        ("[1, 2]", [1, 2]),
    ],
)
def test_a_text_is_what_it_seems(text, value):
    read = read_settings(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("title: a\nwhy: b\ntitle: c", 3, "'title' is given twice, as 'a' and as 'c'"),
        ("set:\n  seats: 60\n  seats: 61", 3, "'seats' is given twice, as '60' and as '61'"),
        ("set: {seats: {value: 1, value: [2]}}", 1, "'value' is given twice, as '1' and as a list or mapping"),
        ("3: a", 1, "the key 3 is no name"),
        ("~: a", 1, "the key None is no name"),
        ("? [a]\n: b", 1, "is no name"),
        ("!!binary aGVsbG8=", 1, "it has the type '!!binary'"),
        ("set: {!!binary aGVsbG8=: 3}", 1, "it has the type '!!binary'"),
        ("!!python/object:os.system x", 1, "it has the type"),
        ("a: &b 1\nc: *b", 1, "it has the anchor or alias 'b'"),
        ("&a [*a]", 1, "it has the anchor or alias 'a'"),
        ("a: [1", 1, "not readable as YAML"),
        ("a: b: c", 1, "not readable as YAML"),
        ("a: 1\n---\nb: 2", 2, "not readable as YAML"),
        ("a\0b", None, "not readable as YAML"),
        ("[" * 5000, None, "too much within itself"),
    ],
)
def test_what_is_no_setting_is_told_with_its_line(text, line, rule):
    with pytest.raises(SettingsError) as caught:
        read_settings(text)
    ((at, said, remedy),) = caught.value.problems
    assert at == line
    assert rule in said
    assert remedy


def test_all_that_is_given_twice_is_told_together():
    with pytest.raises(SettingsError) as caught:
        read_settings("a: 1\na: 2\nb: 3\nb: 4")
    assert [line for line, _, _ in caught.value.problems] == [2, 4]

"""What words say: numbers read by the printed rule, by hand, and a figure held to its quotation."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

import helpers.figures.quotation
from helpers.figures.quotation import nearest_words, occurs, readings, trouble_with

PLAIN, ABOUT, NEARLY, UP_TO, AT_LEAST = ("exact", "about"), ("about",), ("nearly",), ("up_to",), ("at_least",)
RANGE = ("between",)


def test_the_examples_in_the_module_hold():
    outcome = doctest.testmod(helpers.figures.quotation)
    assert outcome.attempted >= 2
    assert outcome.failed == 0


# --- numbers in words ---------------------------------------------------------------------------------

#: Words, then each number that they hold: value, place of the last stated digit, bounds, "%" or an upper end.
READ = {
    # separators of several languages
    "13,221 North Koreans": [("13221", "1", PLAIN, "")],
    "составила 87 952 рубля": [("87952", "1", PLAIN, "")],
    "составила 87\u00a0952 рубля": [("87952", "1", PLAIN, "")],
    "15 000 migrant workers": [("15000", "1000", PLAIN, "")],
    "1'250 francs": [("1250", "10", PLAIN, "")],
    "4,284,181 registrations": [("4284181", "1", PLAIN, "")],
    "6.636 personas": [("6636", "1", PLAIN, ""), ("6.636", "0.001", PLAIN, "")],  # thousands or decimals
    "96,1021 рубля": [("96.1021", "0.0001", PLAIN, "")],
    "0,335 Millionen": [("335000", "1000", PLAIN, "")],
    "1.500.000,5 euros": [("1500000.5", "0.1", PLAIN, "")],
    "7.6 years": [("7.6", "0.1", PLAIN, "")],
    "$2.50 per hour": [("2.50", "0.01", PLAIN, "")],
    # scales; a comma before three digits may be either beside one
    "1,5 млн человек": [("1500000", "100000", PLAIN, "")],
    "2.0 million": [("2000000", "100000", PLAIN, "")],
    "2 million": [("2000000", "1000000", PLAIN, "")],
    "73,4 тыс. рублей": [("73400", "100", PLAIN, "")],
    "10 тисяч робітників": [("10000", "10000", PLAIN, "")],
    "4,8 Millionen Arbeitskräfte": [("4800000", "100000", PLAIN, "")],
    "1,788 milioni": [("1788000000", "1000000", PLAIN, ""), ("1788000", "1000", PLAIN, "")],
    "2.5 billion euros": [("2500000000", "100000000", PLAIN, "")],
    "3 млрд рублей": [("3000000000", "1000000000", PLAIN, "")],
    "15万人": [("150000", "10000", PLAIN, "")],
    "15-hundred": [("1500", "100", PLAIN, "")],
    "37-thousand": [("37000", "1000", PLAIN, "")],
    "one-thousand-975": [("1975", "1", PLAIN, "")],
    "three-thousand-67": [("3067", "1", PLAIN, "")],
    "two hundred": [("200", "100", PLAIN, "")],
    # percent
    "60% of them": [("60", "10", PLAIN, "%")],
    "40 percent": [("40", "10", PLAIN, "%")],
    "7,6% от общего числа": [("7.6", "0.1", PLAIN, "%")],
    "砲弾の6割が": [("60", "10", PLAIN, "%")],
    # numbers as words
    "only six": [("6", "1", PLAIN, "")],
    "только шесть граждан": [("6", "1", PLAIN, "")],
    "its third year": [("3", "1", PLAIN, "")],
    "its thirteenth year": [("13", "1", PLAIN, "")],
    "its 13th year": [("13", "1", PLAIN, "")],
    "the twentieth": [("20", "10", PLAIN, "")],
    "the twenty-first": [("21", "1", PLAIN, "")],
    "the 21st": [("21", "1", PLAIN, "")],
    "the ninetieth": [("90", "10", PLAIN, "")],
    "twenty-five": [("25", "1", PLAIN, "")],
    "sixty": [("60", "10", PLAIN, "")],
    "thirty, forty, fifty": [("30", "10", PLAIN, ""), ("40", "10", PLAIN, ""), ("50", "10", PLAIN, "")],
    "seventy, eighty, ninety": [("70", "10", PLAIN, ""), ("80", "10", PLAIN, ""), ("90", "10", PLAIN, "")],
    "Half of all": [("0.5", "0.1", PLAIN, ""), ("50", "10", PLAIN, "%")],
    "more than halved": [("0.5", "0.1", AT_LEAST, ""), ("50", "10", AT_LEAST, "%")],
    "twice as many": [("2", "1", PLAIN, "")],
    "платят столько же": [("1", "0.1", PLAIN, "")],
    "about the same": [("1", "0.1", ABOUT, "")],
    # words of a size
    "thousands of workers": [("2000", "1", AT_LEAST, "")],
    "several thousands": [("3000", "1", AT_LEAST, "")],
    "несколько тысяч": [("3000", "1", AT_LEAST, "")],
    "millions of shells": [("2000000", "1", AT_LEAST, "")],
    "несколько миллионов": [("3000000", "1", AT_LEAST, "")],
    "hundreds": [("200", "1", AT_LEAST, "")],
    # hedges
    "up to 12 times": [("12", "1", UP_TO, "")],
    "as much as 40 percent": [("40", "10", UP_TO, "%")],
    "no more than 40%": [("40", "10", UP_TO, "%")],
    "peaked at 37,000": [("37000", "1000", UP_TO, "")],
    "at least 3,000 soldiers": [("3000", "1000", AT_LEAST, "")],
    "more than 3 million": [("3000000", "1000000", AT_LEAST, "")],
    "over 20,000": [("20000", "10000", AT_LEAST, "")],
    "превышало 16,7 млн": [("16700000", "100000", AT_LEAST, "")],
    "approximately $800": [("800", "100", ABOUT, "")],
    "some 9,000": [("9000", "1000", ABOUT, "")],
    "rund 4,8 Millionen": [("4800000", "100000", ABOUT, "")],
    "порядка 15 тысяч": [("15000", "1000", ABOUT, "")],
    "около 2,3 млн": [("2300000", "100000", ABOUT, "")],
    "nearly 5,500": [("5500", "100", NEARLY, "")],
    "almost 24,000": [("24000", "1000", NEARLY, "")],
    "почти 50": [("50", "10", NEARLY, "")],
    "до 50 тысяч": [("50000", "10000", ("exact", "about", "up_to"), "")],  # up to, or simply to
    # ranges, and changes that look like them
    "200-400 тысяч": [("200000", "100000", RANGE, "400000")],
    "4 to 6 million": [("4000000", "1000000", RANGE, "6000000")],
    "about 4 to 6 million": [("4000000", "1000000", RANGE, "6000000")],
    "between $100-200 a month": [("100", "100", RANGE, "200")],
    "40-50% от": [("40", "10", RANGE, "50%")],
    "12–16 часов": [("12", "1", RANGE, "16")],
    "11,000 to 12,000": [("11000", "1000", RANGE, "12000")],
    "from 34,000 to 11,000": [("34000", "1000", PLAIN, ""), ("11000", "1000", PLAIN, "")],
    "from 5 to 10": [("5", "1", RANGE, "10"), ("5", "1", PLAIN, ""), ("10", "10", PLAIN, "")],  # may be either
    "12 to 12": [("12", "1", PLAIN, ""), ("12", "1", PLAIN, "")],
    "no number at all in COVID": [],
    "the H1 and B12": [],
}  # fmt: skip


@pytest.mark.parametrize("words", READ)
def test_words_are_read_as_a_person_reads_them(words):
    read = [(each.value, each.place, each.bounds, each.upper, each.is_percent) for each in readings(words)]
    wanted = [
        (Decimal(value), Decimal(place), bounds, Decimal(end.rstrip("%")) if end.rstrip("%") else None, "%" in end)
        for value, place, bounds, end in READ[words]
    ]
    assert read == wanted


@pytest.mark.parametrize("words", ["13,221", "87 952", "1,5 млн", "шесть", "60%", "200-400", "$2.50", "3.5 million"])
def test_a_number_of_which_a_digit_is_cut_off_or_changed_is_another(words):
    values = {(each.value, each.upper) for each in readings(words)}
    for at, letter in enumerate(words):
        if letter.isdigit():
            other = words[:at] + str((int(letter) + 1) % 10) + words[at + 1 :]
            assert values.isdisjoint({(each.value, each.upper) for each in readings(other)}), other


# --- a figure beside its quotation --------------------------------------------------------------------


def row(wording, value, unit="workers", bound="exact", precision="", upper=""):
    """The cells of a row that a quotation can contradict."""
    return {
        "wording": wording, "value": value, "unit": unit, "bound": bound, "precision": precision, "upper": upper,
    }  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        row("13,221 North Koreans entered in 2024", "13221"),
        row("a shortage of 1.5 million workers", "1500000", bound="about", precision="100000"),
        row("up to 12 times the number", "12", "times", "up_to"),
        row("thousands of workers", "2000", bound="at_least"),
        row("60% of ammunition", "60", "percent", "about", "10"),
        row("60% of ammunition", "0.6", "ratio", "about", "0.1"),  # a plain ratio
        row("Half of all shells", "50", "percent", "about", "10"),
        row("nearly 5,500 visitors", "5500", bound="nearly", precision="100"),
        row("200-400 тысяч человек", "200000", bound="between", upper="400000"),
        row("40-50% of them", "0.4", "ratio", "between", upper="0.5"),
        row("on average the same", "1", "times"),
        row("1,788 milioni", "1788000", bound="about", precision="1000"),
    ],
)
def test_a_figure_that_says_what_its_words_say_is_no_trouble(given):
    assert trouble_with(given) is None


@pytest.mark.parametrize(
    ("given", "column", "rule", "remedy"),
    [
        (row("13,221 entered in 2024", "13222"), "value", "13222 workers cannot be read", "correct it"),
        (row("13,221 entered in 2024", "13222"), "value", "which holds 13,221, 2024", "own figure"),
        (row("many of them", "5"), "value", "which holds no number", "own figure"),
        (row("60% of them", "60"), "value", "60 workers", "correct"),  # a percentage is no count of workers
        (row("60 of them", "60", "percent"), "value", "60 percent", "correct"),
        (row("200-400 тысяч", "200000"), "value", "200000 workers", "correct"),
        (row("200-400 тысяч", "200000", bound="between", upper="500000"), "value", "200000 to 500000", "correct"),
        (row("up to 12 workers", "12"), "bound", "'12' in 'up to 12 workers' are up_to, not exact", "up_to"),
        (row("nearly 5,500", "5500", bound="about", precision="100"), "bound", "nearly, not about", "nearly"),
        (row("about 60", "60"), "bound", "about, not exact", "make the bound about"),
        (row("up to 5-9 of", "5", upper="9"), "bound", "'5-9' in 'up to 5-9 of' are between, not exact", "between"),
        (row("13,221", "13221", bound="at_least"), "bound", "exact or about", "exact or about"),
        (row("thousands of", "2000"), "bound", "at_least, not exact", "at_least"),
        (row("about 50,000", "50000", bound="about", precision="1000"), "precision", "stands for 10000, not for 1000", "10000"),
        (row("1.5 million", "1500000", bound="about", precision="1000000"), "precision", "stands for 100000", "100000"),
        (row("7,6%", "0.076", "ratio", "about", "0.01"), "precision", "stands for 0.001", "0.001"),
    ],
)  # fmt: skip
def test_a_figure_that_says_otherwise_is_told_where_why_and_what_to_do(given, column, rule, remedy):
    found = trouble_with(given)
    assert found[0] == column
    assert rule in found[1]
    assert remedy in found[2]


# --- words beside their source ------------------------------------------------------------------------

STORED = ["about 21,000 North Koreans traveled to Russia", "from 1,117 in\u00a02023", "砲弾の6割が北朝鮮製になった"]


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("21,000 North Koreans", True),
        ("from 1,117 in 2023", True),  # a blank is a blank
        ("砲弾の6割が北朝鮮製になった", True),
        ("21,000 North Korean", False),  # a word cut short
        ("000 North Koreans", False),  # a number cut short
        ("1,000 North Koreans", False),
        ("from 1,117 in 202", False),
        ("from 1", False),
        ("About 21,000", False),
        ("North Koreans travelled", False),
        ("21,000 North Koreans from 1,117", False),  # of two texts
    ],
)
def test_a_quotation_stands_word_for_word_in_one_text(wording, found):
    assert occurs(wording, STORED) is found


def test_the_nearest_words_are_those_that_a_quotation_is_most_like():
    assert nearest_words("about 21,000 North Koreans travelled", STORED) == STORED[0]
    assert nearest_words("砲弾の7割", STORED) == STORED[2]
    assert nearest_words("anything", []) == ""

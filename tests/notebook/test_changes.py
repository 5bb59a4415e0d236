"""What differs between two results is told once, in order, with what moved it and why."""

import pytest

from helpers.notebook.changes import Accepted, Change, compare, explained, line, lines, marked, told


def value(text="about 1 seat", central=1.0, low=1.0, high=1.0, **changed) -> dict:
    return {
        "label": "seats taken", "text": text, "central": central, "low": low, "high": high, "unit": "seats",
        "attribution": "stated", "formula": "", "inputs": [], "rests_on": [], "bound": "exact", "notebook": "cost",
    } | changed  # fmt: skip


def computed(*rests_on: str, **changed) -> dict:
    return value(formula="a / b", inputs=list(rests_on), rests_on=list(rests_on), **changed)


def verdict(text="It is full.", rating="full", holds: bool | None = True, because="2 seats.", rests_on=()) -> dict:
    return {"text": text, "rating": rating, "holds": holds, "because": because, "evidence": "", "change": "",
            "rests_on": list(rests_on)}  # fmt: skip


def found(values=None, verdicts=None) -> dict:
    return {"values": values or {}, "verdicts": verdicts or {}}


def said(first: dict, second: dict) -> list[tuple[str, str]]:
    return [(change.of, line(change)) for change in compare(first, second)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (found({"a": value()}), found({"a": value()}), []),
        (found({"a": value(high=None)}), found({"a": value(high=None)}), []),
        # Another bit at the end is no move, nor is another notebook that prints it.
        (found({"a": value()}), found({"a": value(low=1 + 2e-15, notebook="crossing")}), []),
        (
            found({"a": value()}),
            found({"a": value("about 2 seats")}),
            [("input", "seats taken (a): about 1 seat → about 2 seats")],
        ),
        (
            found({"a": value()}),
            found({"a": value(high=None)}),
            [("input", "seats taken (a): about 1 seat (1 to 1) → about 1 seat (1 to open)")],
        ),
        (
            found({"a": computed(unit="ratio", text="1 percent", low=0.01, high=0.02)}),
            found({"a": computed(unit="ratio", text="1 percent", low=0.01, high=0.025)}),
            [("number", "seats taken (a): 1 percent (1 to 2) → 1 percent (1 to 2.5)")],
        ),
        (
            found({"a": value()}),
            found({"a": value(unit="rows", label="rows taken")}),
            [("described", "rows taken (a): label seats taken; unit seats → label rows taken; unit rows")],
        ),
        (
            found({"a": value()}),
            found({"b": value("2 seats")}),
            [("vanished", "seats taken (a): about 1 seat"), ("appeared", "seats taken (b): 2 seats")],
        ),
        (
            found({}, {"v": verdict()}),
            found({}, {"v": verdict("It is half full.", "half full", None)}),
            [("verdict", "v: full → half full"), ("sentence", "v: It is {+half +}full.")],
        ),
        (
            found({}, {"v": verdict()}),
            found({}, {"v": verdict(because="3 seats.")}),
            [("sentence", "v, because: [-2-]{+3+} seats.")],
        ),
        (found({}, {"v": verdict()}), found(), [("vanished", "verdict (v): It is full.")]),
    ],
)
def test_what_came_went_moved_turned_or_was_reworded_is_told(old, new, told):
    assert said(old, new) == told


def test_the_results_of_older_code_know_no_rating():
    old = {"text": "yes", "holds": True, "because": "2 seats."}
    assert said(found({}, {"v": old}), found({}, {"v": verdict("yes")})) == []
    assert said(found({}, {"v": old}), found({}, {"v": verdict("yes", "half", None)})) == [("verdict", "v: yes → half")]


def test_inputs_stand_first_and_what_they_moved_names_them():
    old = found({"z": value(), "a": computed("z", "y"), "y": value()}, {"v": verdict(rests_on=["z"])})
    new = found(
        {"z": value("2 seats"), "a": computed("z", "y", text="4 seats"), "y": value()},
        {"v": verdict("It is empty.", "empty", False, rests_on=["z"])},
    )
    assert lines(compare(old, new)) == [
        "Inputs that moved (1)",
        "  seats taken (z): about 1 seat → 2 seats",
        "Verdicts that turned (1)",
        "  v: full → empty; moved by z",
        "Numbers that moved (1)",
        "  seats taken (a): about 1 seat → 4 seats; moved by z",
        "Sentences that changed (1)",
        "  v: It is [-full.-]{+empty.+}; moved by z",
    ]


def test_a_new_input_moves_what_it_enters():
    old = found({"a": computed("z")})
    new = found({"a": computed("z", "y", text="4 seats"), "y": value()})
    assert ("number", "seats taken (a): about 1 seat → 4 seats; moved by y") in said(old, new)


def test_an_input_that_is_only_described_anew_moves_nothing():
    old = found({"z": value(), "y": value(), "a": computed("z", "y")})
    new = found({"z": value(label="chairs"), "y": value("2 seats"), "a": computed("z", "y", text="4 seats")})
    assert ("number", "seats taken (a): about 1 seat → 4 seats; moved by y") in said(old, new)


def test_a_field_that_older_results_lack_is_told():
    old = {key: each for key, each in value().items() if key != "bound"}
    assert said(found({"a": old}), found({"a": value()})) == [
        ("described", "seats taken (a): bound none → bound exact")
    ]


def test_a_count_is_no_input():
    old, new = (found({"n": value(text, attribution="counted")}) for text in ("2 seats", "3 seats"))
    assert said(old, new) == [("number", "seats taken (n): 2 seats → 3 seats")]


def test_in_short_a_few_of_each_are_told_and_sentences_are_counted():
    old = found({f"a{n}": value() for n in range(5)}, {"v": verdict()})
    new = found({f"a{n}": value("2 seats") for n in range(5)}, {"v": verdict("It is quite full.")})
    assert lines(compare(old, new), 2) == [
        "Inputs that moved (5)",
        "  seats taken (a0): about 1 seat → 2 seats",
        "  seats taken (a1): about 1 seat → 2 seats",
        "  and 3 more",
        "Sentences that changed (1)",
    ]


def test_each_change_has_the_reason_that_it_was_last_accepted_with():
    changes = compare(found({"a": value(), "b": value()}), found({"a": value("2"), "b": value("2")}))
    given = explained(changes, [Accepted("method", "first", ("a",)), Accepted("correction", "then", ("a",))])
    assert [(change.id, change.kind, change.why) for change in given] == [("a", "correction", "then"), ("b", "", "")]
    assert lines(given) == [
        "Reasons",
        "  1. correction: then",
        "Inputs that moved (2)",
        "  seats taken (a): about 1 seat → 2 [correction, 1]",
        "  seats taken (b): about 1 seat → 2",
    ]


def test_sentences_with_little_in_common_stand_one_after_the_other():
    assert [(each.change, each.words) for each in marked("It is full today.", "Nobody takes the boat any more.")] == [
        ("taken", "It is full today."), ("kept", " "), ("put", "Nobody takes the boat any more."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("about 5 workers", "about 6 workers", [("kept", "about "), ("taken", "5"), ("put", "6"), ("kept", " workers")]),
        ("It is quite full.", "It is full.", [("kept", "It is "), ("taken", "quite "), ("kept", "full.")]),
        ("It is full.", "It is quite full.", [("kept", "It is "), ("put", "quite "), ("kept", "full.")]),
        # two words between two that changed stay
        ("1 of the 2 seats", "3 of the 4 seats", [
            ("taken", "1"), ("put", "3"), ("kept", " of the "), ("taken", "2"), ("put", "4"), ("kept", " seats"),
        ]),
        # words that come again and again are words all the same
        ("up " + "on and " * 120 + "up", "off " + "on and " * 120 + "off", [
            ("taken", "up"), ("put", "off"), ("kept", " " + "on and " * 120), ("taken", "up"), ("put", "off"),
        ]),
    ],
)  # fmt: skip
def test_two_sentences_are_set_into_each_other_word_by_word(before, after, pieces):
    assert [(each.change, each.words) for each in marked(before, after)] == pieces


def test_sentences_with_just_enough_in_common_are_set_into_each_other():
    """Of five pieces, blanks included, three are the same."""
    assert [(each.change, each.words) for each in marked("a b c", "x b y")] == [("taken", "a b c"), ("put", "x b y")]


def test_what_is_told_can_be_put_together_again():
    change = Change("sentence", "v", "v, because", "It takes 20 of 60 seats.", "It takes 30 of 60 seats.", ("seats",))
    pieces = told(change)
    before = "".join(each.words for each in pieces if each.change != "put")
    assert before == "v, because: It takes 20 of 60 seats.; moved by seats"
    assert "".join(each.words for each in pieces if each.change != "taken").startswith("v, because: It takes 30 of")


def test_an_input_of_another_time_says_of_which():
    later = value("about 2 seats", period="2025-Q1")
    before = value(period="2024")
    assert said(found({"a": before}), found({"a": later})) == [
        ("input", "seats taken (a): about 1 seat (2024) → about 2 seats (the first quarter of 2025)")
    ]
    # of the same time, and of results that are older than the field, the time says nothing
    assert said(found({"a": before}), found({"a": value("about 2 seats", period="2024")})) == [
        ("input", "seats taken (a): about 1 seat → about 2 seats")
    ]
    assert said(found({"a": value()}), found({"a": before})) == []


def test_what_nobody_gave_is_no_news_and_moves_nothing():
    lost = value("an unknown number of seats", attribution="unknown")
    share = computed("lost", "b", text="an unknown share")
    moved = compare(found({"b": value(), "s": computed("b")}), found({"b": value("2 seats"), "lost": lost, "s": share}))
    assert [(change.id, change.because) for change in moved] == [("b", ()), ("s", ("b",))]


@pytest.mark.parametrize(("names", "named"), [("abcd", ""), ("abcde", " and 1 more"), ("abcdef", " and 2 more")])
def test_of_many_inputs_that_moved_a_number_a_few_are_named(names, named):
    old = {name: value() for name in names} | {"s": computed(*names)}
    new = {name: value("2 seats") for name in names} | {"s": computed(*names, text="3 seats")}
    (change,) = [change for change in compare(found(old), found(new)) if change.id == "s"]
    assert line(change).endswith(f"→ 3 seats; moved by a, b, c, d{named}")
    assert change.because == tuple(names)


def test_large_ends_are_told_in_digits():
    old, new = value(low=1_450_000.0, high=1_550_000.0), value(low=1_450_000.0, high=1_560_000.4)
    assert said(found({"a": old}), found({"a": new})) == [
        ("input", "seats taken (a): about 1 seat (1,450,000 to 1,550,000) → about 1 seat (1,450,000 to 1,560,000)")
    ]


def test_an_input_moves_with_its_time_alone():
    before, later = value(period="2024"), value(period="2025")
    assert said(found({"a": before}), found({"a": later})) == [
        ("input", "seats taken (a): about 1 seat (2024) → about 1 seat (2025)")
    ]


def test_a_number_is_not_cut_where_a_word_of_it_stays():
    pieces = marked(
        "They fill between 3 and 6 percent of it all.", "They fill at least 2 and a half percent of it all."
    )
    assert [(each.change, each.words) for each in pieces] == [
        ("kept", "They fill "), ("taken", "between 3 and 6"), ("put", "at least 2 and a half"), ("kept", " percent of it all."),
    ]  # fmt: skip

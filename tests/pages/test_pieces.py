"""What pages print, as words: a value, a sentence and a verdict in pieces, and the blocks that stand."""

import subprocess
import sys

import pytest

from hand_made import STATED, results
from helpers.pages.pieces import STANDS, Piece, pieces_of, value_of, verdict_of


def test_a_sentence_is_filled_and_begins_with_a_capital():
    assert pieces_of(results(), "{seats} for {passengers.number}: {filled.range}.") == [
        Piece("About 40 seats", "seats", "context"),
        Piece(" for "),
        Piece("120", "passengers", "claim"),
        Piece(": "),
        Piece("266 to 343 percent", "filled", "quantity"),
        Piece("."),
    ]
    assert pieces_of(results(), "it has {seats}") == [Piece("It has "), Piece("about 40 seats", "seats", "context")]


@pytest.mark.parametrize("target", ["nobody", "passengers.colour", "filled.wording"])
def test_an_unknown_id_or_part_is_refused(target):
    with pytest.raises(KeyError):
        value_of(results(), target)
    with pytest.raises(KeyError):
        pieces_of(results(), f"There were {{{target}}}.")


def test_a_value_is_the_figure_or_a_part_and_a_name_is_plain():
    assert value_of(results(), "seats") == Piece("about 40 seats", "seats", "context")
    assert value_of(results(), "seats.range") == Piece("35 to 45 seats", "seats", "context")
    assert value_of(results(), "passengers.speaker") == Piece("the mate", "passengers", "claim", plain=True)


def test_a_verdict_is_a_sentence_and_its_outcome_a_few_words():
    found = results(verdicts={"full": STATED})
    assert "".join(piece.text for piece in verdict_of(found, "full.because")) == "There are 120 for about 40 seats."
    assert verdict_of(found, "full.outcome") == [Piece(STATED.outcome)]
    assert verdict_of(found, "full.speaker") == [Piece(STATED.statement.speaker)]
    for target in ("empty", "full.colour"):
        with pytest.raises(KeyError):
            verdict_of(found, target)


def test_words_stand_where_their_figure_is_known_is_not_or_is_quoted():
    quoted = results().figures["passengers"]
    unknown = quoted.model_copy(update={"attribution": "unknown"})
    computed = results().figures["filled"]
    stand = {name: [stands(each) for each in (quoted, unknown, computed)] for name, stands in STANDS.items()}
    assert stand["known"] == [True, False, True]
    assert stand["unknown"] == [False, True, False]
    assert stand["quoted"] == [True, True, False]


def test_whoever_asks_what_pages_print_need_not_load_what_makes_them():
    code = "import sys, helpers.pages.asked; print('sphinx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

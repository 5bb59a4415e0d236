"""The record refuses what pages could not print, and prints a figure or a part of one."""

from __future__ import annotations

import copy

import pytest
from pydantic import ValidationError

from helpers.notebook.record import FigureRecord, Record, usual_parts

TREES = {
    "kind": "claim", "label": "trees of the orchard", "central": 400.0, "low": 400.0, "high": 400.0,
    "unit": "trees", "text": "about 400 trees", "bound": "about", "attribution": "stated", "formula": "", "inputs": [],
    "number": "400", "least": "350 trees", "most": "450 trees", "range": "350 to 450 trees",
    "quotation": {
        "wording": "some 400 trees", "period": "2024-Q3", "speaker": "the grower", "relayed_by": "the Courier",
        "source": "article", "locator": "first paragraph", "replaced": False,
    },
}  # fmt: skip
VERDICT = {
    "label": "Are they many?", "text": "They are {trees}.", "because": "Counted.", "outcome": "many", "holds": None,
    "uses": ["trees"], "claims": [],
}  # fmt: skip
RECORD = {"show": "verdict", "ids": ["many"], "figures": {"trees": TREES}, "verdicts": {"many": VERDICT}}


def spoiled(path: str, value) -> dict:
    """The record with one field changed, or taken away where the value is ``...``."""
    made = copy.deepcopy(RECORD)
    *above, last = path.split(".")
    place = made
    for name in above:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return made


def test_a_whole_record_is_taken_and_comes_back_the_same():
    record = Record.model_validate(RECORD)
    assert record.figures["trees"].quotation.speaker == "the grower"
    assert Record.model_validate(record.model_dump(exclude_defaults=True)) == record
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert (record.figures["trees"].id, record.verdicts["many"].id) == ("trees", "many")
    kept = record.model_dump()
    assert not any("id" in each for each in (kept["figures"]["trees"], kept["verdicts"]["many"]))  # they are the keys


def test_what_follows_from_the_rest_is_not_kept_and_is_there_again_once_it_is_read():
    kept = FigureRecord.model_validate(TREES).model_dump(exclude_defaults=True)
    assert TREES.keys() - kept.keys() == {"formula", "inputs", "number", "least", "most"}
    assert kept["range"] == "350 to 450 trees"  # which does not follow from "about 400 trees"
    assert "replaced" not in kept["quotation"]
    assert FigureRecord.model_validate(kept) == FigureRecord.model_validate(TREES)
    odd = FigureRecord.model_validate({**TREES, "most": "451 trees", "number": "four hundred"})
    again = odd.model_dump(exclude_defaults=True)
    assert (again["most"], again["number"]) == ("451 trees", "four hundred")
    assert "range" not in FigureRecord.model_validate({**TREES, "range": TREES["text"]}).model_dump()
    assert FigureRecord.model_validate(again) == odd


@pytest.mark.parametrize(
    ("text", "span", "parts"),
    [
        ("400 trees", "400 trees", ("400", "400 trees", "400 trees")),
        ("about 9 million shells", "8.5 million to 9.5 million shells", ("9 million", "8.5 million shells", "9.5 million shells")),
        ("at least 2,000 workers", "at least 2,000 workers", ("2,000", "2,000 workers", "open")),
        ("at most 12,120 entries", "at most 12,120 entries", ("12,120", "open", "12,120 entries")),
        ("at most 1,100 percent", "\N{MINUS SIGN}100 to 1,100 percent", ("1,100", "\N{MINUS SIGN}100 percent", "1,100 percent")),
        ("3", "3", ("3", "3", "3")),
        ("not defined", "not defined", ("not defined", "not defined", "not defined")),
    ],
)  # fmt: skip
def test_the_parts_of_a_printed_figure_follow_from_its_text_and_range(text, span, parts):
    assert tuple(usual_parts(text, span).values()) == parts


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("show", "picture"),
        ("ids", ...),
        ("more", 1),  # no field more
        ("figures.trees.label", ...),  # and none less
        ("figures.trees.label", ""),
        ("figures.trees.text", ""),
        ("figures.trees.kind", "guess"),
        ("figures.trees.bound", "roughly"),
        ("figures.trees.attribution", "sworn"),
        ("figures.trees.central", "many"),
        ("figures.trees.quotation.replaced", "perhaps"),
        ("figures.trees.quotation.colour", "red"),
        ("verdicts.many.holds", "maybe"),
        ("verdicts.many.because", ""),
    ],
)
def test_a_spoiled_record_is_refused_where_it_is_spoiled(path, value):
    with pytest.raises(ValidationError) as raised:
        Record.model_validate(spoiled(path, value))
    assert ".".join(map(str, raised.value.errors()[0]["loc"])) == path


def test_what_is_no_id_names_nothing():
    with pytest.raises(ValidationError, match=r"figures\.Trees of 2024\.\[key\]"):
        Record.model_validate({**RECORD, "figures": {"Trees of 2024": TREES}})


def test_a_record_is_not_changed_afterwards():
    record = Record.model_validate(RECORD)
    with pytest.raises(ValidationError, match="frozen"):
        record.show = "figure"


@pytest.mark.parametrize(
    ("part", "printed"),
    [
        (None, "about 400 trees"),
        ("number", "400"),
        ("low", "350 trees"),  # the printed end, not the number
        ("high", "450 trees"),
        ("range", "350 to 450 trees"),
        ("label", "trees of the orchard"),
        ("period", "the third quarter of 2024"),
        ("speaker", "the grower"),
        ("replaced", "False"),
    ],
)
def test_a_figure_prints_itself_or_a_part(part, printed):
    assert FigureRecord.model_validate(TREES).printed(part) == printed


@pytest.mark.parametrize(
    ("text", "span", "says"),
    [
        ("about 400 trees", "350 to 450 trees", False),
        ("400 trees", "400 trees", True),
        ("at least 400 trees", "at least 400 trees", True),
        ("between 350 and 450 trees", "350 to 450 trees", True),
        ("between 350 and 450 trees", "300 to 450 trees", False),
        ("between 1 million and 2 million trees", "1 million to 2 million trees", True),
    ],
)
def test_a_figure_may_say_its_range_by_itself(text, span, says):
    assert FigureRecord.model_validate({**TREES, "text": text, "range": span}).says_range is says


@pytest.mark.parametrize("part", ["colour", "central", "quotation", "kind"])
def test_a_part_that_is_not_printed_is_refused(part):
    with pytest.raises(KeyError, match=part):
        FigureRecord.model_validate(TREES).printed(part)


def test_a_figure_that_nobody_said_has_no_speaker_to_print():
    counted = FigureRecord.model_validate({**TREES, "quotation": None})
    with pytest.raises(KeyError, match="speaker"):
        counted.printed("speaker")


def test_a_figure_gives_its_title_its_value_and_its_chain():
    figure = FigureRecord.model_validate(TREES)
    assert figure.title == "Trees of the orchard"
    assert figure.quotation.chain == "the grower, through the Courier"
    assert figure.value.model_dump() == {
        "label": "trees of the orchard", "central": 400, "low": 400, "high": 400, "unit": "trees",
        "text": "about 400 trees", "bound": "about", "attribution": "stated", "formula": "", "inputs": [],
    }  # fmt: skip

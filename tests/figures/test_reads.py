"""What is asked of the data is noted, once, and the same question put to other data has another answer."""

from dataclasses import replace

import pytest

from checkouts import SMALL
from helpers.figures import reads
from helpers.figures.data import load
from helpers.figures.reads import Question, Watched, answer
from helpers.figures.table import Figures, UnknownFigure


@pytest.fixture(scope="module")
def data():
    return load(SMALL / "data")


@pytest.fixture
def watched(data):
    return Watched({}, of=data)


def asked(watched) -> set[tuple[str, str, str]]:
    """What was asked, units aside, which every figure has."""
    return {(q.table, q.asked, q.key) for q in watched.questions if q.table != "units"}


def test_opening_the_figures_asks_for_none(watched):
    Figures(watched)
    assert watched.questions == set()


def test_a_figure_asks_for_its_row_and_its_unit(watched):
    figures = Figures(watched)
    assert figures.seats.central == 60
    assert ("figures", "row", "seats") in asked(watched)
    assert {q.key for q in watched.questions if q.table == "units"} == {"seats"}
    assert not [each for each in asked(watched) if each[2] not in ("seats",)]


def test_arithmetic_asks_for_no_more_than_its_figures(watched):
    figures = Figures(watched)
    assert (figures.passengers / figures.seats).central == pytest.approx(48200 / 60)
    assert {key for _, _, key in asked(watched)} == {"passengers", "seats"}


def test_a_pattern_and_all_of_a_table_are_questions_of_their_own(watched):
    figures = Figures(watched)
    assert list(figures.like("sub*")["id"]) == ["subsidy"]
    assert ("figures", "like", "sub*") in asked(watched)
    assert ("claims", "ids", "") not in asked(watched)
    assert len(figures.article) == 6
    assert ("claims", "ids", "") in asked(watched)


def test_a_figure_that_is_not_there_is_asked_for_too(watched, data):
    with pytest.raises(UnknownFigure, match="did you mean 'seats'"):
        Figures(watched)["seat"]
    question = Question(reads.REPLACED, "figures", "row", "seat")
    assert question in watched.questions
    added = replace(data, claims={**data.claims, "seat": data.claims["seats"]})
    before, after = ({reads.REPLACED: each} for each in (data, added))
    assert answer(question, before, None) != answer(question, after, None)


@pytest.mark.parametrize(
    ("question", "change"),
    [
        (("figures", "row", "seats"), {"value": 61.0}),
        (("figures", "row", "seats"), {"label": "places on the ferry"}),
        (("claims", "row", "seats"), {"speaker": "the operator"}),
        (("figures", "parts", "passengers"), {"part_of": "passengers"}),
    ],
)
def test_an_answer_changes_with_the_row_and_with_no_other(data, question, change):
    asked = Question(reads.REPLACED, *question)

    def answer_where(name):
        changed = replace(data, claims={**data.claims, name: replace(data.claims[name], **change)})
        return answer(asked, {reads.REPLACED: changed}, None)

    now = answer(asked, {reads.REPLACED: data}, None)
    assert answer_where("seats") != now
    if question[1] == "row":
        assert answer_where("crossings") == now


def test_a_file_is_answered_by_its_bytes(data, tmp_path):
    question = Question("files", "", "file", "claims.csv")
    missing = answer(question, {}, tmp_path)
    (tmp_path / "claims.csv").write_text("id")
    there = answer(question, {}, tmp_path)
    (tmp_path / "claims.csv").touch()
    assert missing != there == answer(question, {}, tmp_path)


def test_what_is_asked_is_told_in_words():
    row, unit = Question("replaced", "figures", "row", "seats"), Question("replaced", "units", "row", "euros")
    assert [row.words, unit.words] == ["seats", "units euros"]
    assert Question("replaced", "figures", "like", "sub*").words == "the ids like sub*"
    assert Question("files", "", "file", "words.csv").words == "data/words.csv"

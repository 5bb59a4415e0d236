"""What differs between two runs is told by cause: what went in, then what came of it."""

import copy

import nbformat
import pytest

from checkouts import SMALL
from helpers.notebook.causes import CONTRADICTED, Side, explain
from helpers.notebook.compared import Ran, code_cells, compare_notebook
from helpers.notebook.record import MIME, SVG


@pytest.fixture
def cells():
    """The cells of a committed notebook as they were, and as a run gives them, to be changed on either side."""
    before = nbformat.read(SMALL / "book" / "crossing.ipynb", as_version=4)
    return before, {
        number: Ran(tuple(copy.deepcopy(cell.outputs))) for number, cell in enumerate(code_cells(before), 1)
    }


def told(before, ran) -> dict[str, tuple[str, ...]]:
    return {each.heading: each.lines for each in explain(compare_notebook("crossing", before, ran))}


def causes(before, ran) -> list[str]:
    """The headings of what went in."""
    return [each.heading for each in explain(compare_notebook("crossing", before, ran)) if each.cause]


def records(ran):
    """What the cells keep now."""
    return [output.data[MIME] for each in ran.values() for output in each.outputs]


def test_what_is_the_same_is_not_told(cells):
    assert told(*cells) == {}


def test_an_input_is_told_before_what_it_moves_which_names_it(cells):
    before, ran = cells
    for record in records(ran):
        figures = record["figures"]
        figures["passengers"] |= {"text": "90,000 passengers", "low": 90000, "central": 90000, "high": 90000}
        # 90,000 on 8,500 to 9,500 crossings
        figures["load"] |= {"text": "about 10 passengers", "low": 9.47368421053, "central": 10, "high": 10.5882352941}
    found = told(before, ran)
    assert list(found)[:2] == ["Inputs that differ", "Numbers that moved"]
    assert causes(before, ran) == ["Inputs that differ"]
    assert found["Inputs that differ"] == (
        "passengers of the ferry (passengers): 48,200 passengers → 90,000 passengers",
    )
    assert found["Numbers that moved"] == (
        "passengers on an average crossing (load): about 5.4 passengers → about 10 passengers; moved by passengers (crossing.ipynb, cell 3)",
    )
    assert "Inputs that moved" not in found, "it is told once"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"bound": "about"}, "seats, bound: exact → about"),
        ({"attribution": "alleged"}, "seats, attribution: stated → alleged"),
        ({"label": "chairs"}, "seats, label: seats on the ferry → chairs"),
        ({"high": 61}, "seats on the ferry (seats): 60 seats (60 to 60) → 60 seats (60 to 61)"),
        ({"quotation": {"period": "2024"}}, "seats, period: 2023 → 2024"),
    ],
)  # fmt: skip
def test_each_part_of_an_input_is_told_by_its_name(cells, change, line):
    before, ran = cells
    for record in records(ran):
        for name in ("seats",) if "seats" in record["figures"] else ():
            figure = record["figures"][name]
            parts = {key: {**figure[key], **each} if isinstance(each, dict) else each for key, each in change.items()}
            figure.update(parts)
    assert told(before, ran)["Inputs that differ"] == (line,)


def test_another_way_to_compute_is_a_cause_too(cells):
    before, ran = cells
    for record in records(ran):
        record["figures"]["load"]["computation"]["code"] = "passengers / crossings + 1"
    found = told(before, ran)
    assert found == {
        "Formulas that differ": (
            "load, code: return passengers / crossings → passengers / crossings + 1 (book/ferry.py)",
        )
    }


def test_only_another_code_is_told_with_the_file_that_states_it(cells):
    before, ran = cells
    for record in records(ran):
        record["figures"]["load"]["computation"]["sentence"] = "How full it is."
    (line,) = told(before, ran)["Formulas that differ"]
    assert line.endswith("→ How full it is.")
    assert causes(before, ran) == ["Formulas that differ"]


def test_a_number_that_another_formula_moved_is_told_beside_it(cells):
    before, ran = cells
    for record in records(ran):
        record["figures"]["load"] |= {"text": "about 10 passengers", "low": 9, "central": 10, "high": 11}
        record["figures"]["load"]["computation"]["code"] = "passengers / crossings + 1"
    assert {"Formulas that differ", "Numbers that moved"} <= set(told(before, ran))


def test_a_figure_that_only_one_side_has_came_or_went(cells):
    before, ran = cells
    figures = records(ran)[1]["figures"]
    figures["chairs"] = copy.deepcopy(figures["seats"]) | {"id": "chairs", "label": "chairs on deck"}
    records(ran)[1]["ids"].append("chairs")
    assert told(before, ran)["What was not used or shown before"] == (
        "chairs on deck (chairs): 60 seats (crossing.ipynb, cell 4)",
    )


def test_of_an_id_that_several_cells_show_the_cell_that_differs_counts(cells):
    kept, _, said, _ = (cell.outputs[0].data[MIME] for cell in code_cells(cells[0])[2:6])
    other = copy.deepcopy(said)
    other["figures"]["load"]["text"], other["verdicts"]["use"]["outcome"] = "about 10 passengers", "used"
    side = Side()
    side.take("cell 3", kept, False)
    side.take("cell 5", said, False)
    assert (side.figures["load"].text, side.verdicts["use"].outcome) == ("about 5.4 passengers", "hardly used")
    side.take("cell 6", other, True)
    side.take("cell 7", said, False)
    assert (side.figures["load"].text, side.verdicts["use"].outcome) == ("about 10 passengers", "used")
    assert (side.places["load"], side.places["use"]) == ("cell 3", "cell 5")


def test_the_cell_that_differs_is_the_place_of_an_id_and_first_the_one_that_shows_it(cells):
    kept, shown, said, _ = (cell.outputs[0].data[MIME] for cell in code_cells(cells[0])[2:6])
    side = Side()
    side.take("cell 3", kept, False)
    assert side.place("load") == "cell 3"
    side.take("cell 5", said, True)  # holds what the load is, and does not show it
    assert (side.place("load"), side.place("use")) == ("cell 5", "cell 5")
    side.take("cell 4", shown, True)
    assert (side.place("seats_taken"), side.place("nowhere")) == ("cell 4", "")


def test_two_cells_that_contradict_each_other_and_the_run_are_told_both(cells):
    before, ran = cells
    for number, high in ((3, 5.7), (4, 5.8)):
        code_cells(before)[number - 1].outputs[0].data[MIME]["figures"]["load"]["high"] = high
    for number in (5, 6):
        del code_cells(before)[number - 1].outputs[0].data[MIME]["figures"]["load"]
    assert told(before, ran)[CONTRADICTED] == (
        "load: about 5.4 passengers (5.07368 to 5.7) in crossing.ipynb, cell 3, "
        "and about 5.4 passengers (5.07368 to 5.8) in crossing.ipynb, cell 4",
    )


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ((3,), "cell 3: load: about 10 passengers → about 5.4 passengers, as in crossing.ipynb, cell 4"),
        ((4,), "cell 4: load: about 10 passengers → about 5.4 passengers, as in crossing.ipynb, cell 3"),
        (
            (3, 4, 5),
            "cell 3: load: about 10 passengers → about 5.4 passengers, as in crossing.ipynb, cell 6; "
            "it is edited in 2 more",
        ),
        (
            (4, 6),
            "cell 4: load: about 10 passengers → about 5.4 passengers, as in crossing.ipynb, cell 3; "
            "it is edited in 1 more",
        ),
    ],
)
def test_the_cells_that_the_run_does_not_agree_with_were_edited_however_many_they_are(cells, edited, said):
    before, ran = cells
    for number in edited:
        code_cells(before)[number - 1].outputs[0].data[MIME]["figures"]["load"]["text"] = "about 10 passengers"
    (line,) = told(before, ran)[CONTRADICTED]
    assert line == f"crossing.ipynb, {said}"


@pytest.mark.parametrize(("times", "more"), [(1, ""), (2, "; and 1 more")])
def test_a_drawing_that_differs_is_told_by_its_first_mark_and_once(cells, times, more):
    before, ran = cells
    (output,) = ran[6].outputs
    output.data[SVG] = output.data[SVG].replace("stroke-width: 0.7", "stroke-width: 3", times)
    found = told(before, ran)
    assert list(found) == ["Drawings that differ"]
    (line,) = found["Drawings that differ"]
    assert line.startswith("seats_drawn, wide: the grid line at ")
    assert line.endswith(f": stroke-width 0.7 -> 3{more} (crossing.ipynb, cell 6)")


def test_what_reads_differently_of_itself_is_told_beside_what_is_told_of_others(cells):
    before, ran = cells
    records(ran)[2]["show"] = "table"  # of a record, and nothing else is told of it
    assert told(before, ran) == {"Outputs that read differently": ("crossing.ipynb, cell 5: show: verdict -> table",)}
    ran[3].outputs[0].data["text/plain"] = "about 10 passengers"
    for number in (1, 2, 3):
        records(ran)[number]["figures"]["seats"]["text"] = "61 seats"
    (line,) = told(before, ran)["Outputs that read differently"]
    assert line.startswith("crossing.ipynb, cell 3: text/plain: ")


def test_a_verdict_that_turned_is_told_with_its_cell(cells):
    before, ran = cells
    records(ran)[2]["verdicts"]["use"] |= {"holds": False, "outcome": "used"}
    assert told(before, ran)["Verdicts that turned"] == ("use: hardly used → used (crossing.ipynb, cell 5)",)


def test_a_cell_that_stopped_is_a_cause(cells):
    before, ran = cells
    ran[3] = Ran((), "NameError: name 'load' is not defined")
    (section,) = explain(compare_notebook("crossing", before, ran))
    assert section.cause
    assert section.lines == ("crossing.ipynb, cell 3: NameError: name 'load' is not defined",)


def test_a_record_that_names_what_is_not_there_is_told_and_stops_nothing(cells):
    before, ran = cells
    code_cells(before)[4].outputs[0].data[MIME]["verdicts"]["use"]["because"] = "{nowhere} of them"
    assert told(before, ran)
    code_cells(before)[2].outputs[0].data[MIME]["figures"]["passengers"]["inputs"] = ["load"]
    assert told(before, ran)
    code_cells(before)[3].outputs[0].data[MIME] = "no record"
    assert "crossing.ipynb, cell 4: its record is not of the form that pages read, at " in str(told(before, ran))
    assert CONTRADICTED in causes(before, ran)


def test_words_that_follow_from_a_number_are_not_told_beside_it(cells):
    before, ran = cells
    ran[3].outputs[0].data["text/plain"] = "about 10 passengers"
    assert list(told(before, ran)) == ["Outputs that read differently"]
    ran[3].outputs[0].data["text/html"] = "about 10 passengers"
    (line,) = told(before, ran)["Outputs that read differently"]
    assert line.endswith("; and 1 more place")
    for record in records(ran):
        record["figures"]["load"] |= {"text": "about 10 passengers", "low": 9, "central": 10, "high": 11}
    assert "Outputs that read differently" not in told(before, ran)

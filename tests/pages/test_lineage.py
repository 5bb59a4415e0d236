"""The drawn graph: its layers, its arrows, and the lineage that each arrow belongs to."""

import itertools

from bs4 import BeautifulSoup

from hand_made import CROWDED, FILLED, FULL, PASSENGERS, SEATS, figure, place, render_page
from helpers.pages.lineage import lineage

OVER = figure("over", kind="quantity", inputs=["filled", "crowded"], formula="filled - crowded")
GULLS = figure("gulls")
FIGURES = {
    each.id: each for each in (PASSENGERS, SEATS.model_copy(update={"kind": "claim"}), CROWDED, FILLED, OVER, GULLS)
}
VERDICT = FULL.model_copy(
    update={"uses": ["over", "passengers"], "text": "{over} too many.", "because": "{gulls} look on."}
)


def test_a_figure_stands_one_layer_after_the_last_it_is_made_of():
    layers, arrows = lineage(place(figures=FIGURES, verdicts={"full": VERDICT}).book)
    assert layers == {"passengers": 0, "seats": 0, "crowded": 0, "gulls": 0, "filled": 1, "over": 2, "verdict:full": 3}
    assert set(arrows) == {
        ("passengers", "filled"), ("seats", "filled"), ("filled", "over"), ("crowded", "over"),
        ("over", "verdict:full"), ("gulls", "verdict:full"),
    }  # fmt: skip


def test_what_nothing_is_made_of_is_left_out():
    """Independent figures, and what is computed from them, would fill the drawing; so would claims that lead nowhere."""
    layers, arrows = lineage(place(verdicts={}).book)
    assert (layers, arrows) == ({}, [])


def test_the_drawing_has_a_box_a_node_and_knows_every_lineage(tmp_path):
    body, warnings = render_page(tmp_path, ".. lineage::", figures=FIGURES, verdicts={"full": VERDICT})
    assert warnings == ""
    graph = BeautifulSoup(str(body), "html.parser").find("svg", class_="lineage")
    boxes = {link["data-node"]: link for link in graph.find_all("a")}
    assert boxes["filled"]["href"] == "#value-filled"
    assert boxes["filled"]["class"] == ["node-quantity"]
    assert boxes["filled"].find(class_="node-value")["data-value"] == "filled"
    assert boxes["verdict:full"]["href"] == "#verdict-full"
    assert boxes["verdict:full"].title.get_text() == "Is it full with 120 persons?: full"
    assert "full" in boxes["verdict:full"].find(class_="node-value").get_text()
    columns = {name: float(link.rect["x"]) for name, link in boxes.items()}
    assert columns["passengers"] == columns["crowded"] < columns["filled"] < columns["over"] < columns["verdict:full"]
    families = [set(path["data-family"].split()) for path in graph.find_all("path")]
    assert {"passengers", "filled", "over", "verdict:full"} in families
    assert {"gulls", "verdict:full"} in families
    assert not any({"gulls", "over"} <= family for family in families)
    assert graph.style.get_text().count("opacity") == len(boxes)


def test_boxes_of_a_column_do_not_overlap(tmp_path):
    body, _ = render_page(tmp_path, ".. lineage::", figures=FIGURES, verdicts={"full": VERDICT})
    boxes = [box for box in body.select(".lineage rect") if box["x"] == "0"]
    tops = sorted(float(box["y"]) for box in boxes)
    assert len(tops) == 4
    assert {box["width"] for box in boxes} == {"164"}  # four columns and three gaps of 34 in 760: 658 / 4 = 164.5
    assert all(below - above >= float(boxes[0]["height"]) for above, below in itertools.pairwise(tops))
    assert tops[0] >= 0


def test_a_box_speaks_in_words_and_a_long_label_stays_in_it(tmp_path):
    """Between its insets a box has 164.5 - 14 = 150.5 pixels, room for 20 letters of 7.4; two lines and one of its value."""
    long = PASSENGERS.model_copy(update={"label": "persons who went aboard " * 5, "text": "w" * 120})
    unbroken = SEATS.model_copy(update={"kind": "claim", "label": "x" * 120})
    figures = FIGURES | {"passengers": long, "seats": unbroken}
    body, _ = render_page(tmp_path, ".. lineage::", figures=figures, verdicts={"full": VERDICT})
    for name in ("passengers", "seats"):
        lines = [text.get_text() for text in body.select_one(f'[data-node="{name}"]').find_all("text")]
        assert len(lines) == 3
        assert max(map(len, lines)) <= 20
        assert lines[1].endswith("…")
    assert body.select_one('[data-node="over"] text').get_text() == "Over"


def test_the_drawing_is_told_in_words_too(tmp_path):
    body, _ = render_page(tmp_path, ".. lineage::", figures=FIGURES, verdicts={"full": VERDICT})
    told = [item.get_text() for item in body.select(".folded li")]
    assert told == [
        "Share of the seats that is taken rests on Passengers; Seats",
        "Over rests on Share of the seats that is taken; Share of seats from which a ferry is crowded",
        "Is it full with 120 persons? rests on Over; Gulls",
    ]

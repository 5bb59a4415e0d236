"""A number on a page: what its role prints, how a sentence is filled, how it stands among words."""

import pytest
from docutils import nodes

from hand_made import STATED, builder, render_page, results
from helpers.pages.pieces import pieces_of
from helpers.pages.values import make_value, settle_values, value_node


@pytest.mark.parametrize("target", ["nobody", "passengers.colour", "filled.wording"])
def test_an_unknown_id_or_part_is_refused(target):
    with pytest.raises(KeyError):
        make_value(results(), target)


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        ("seats", "about 40 seats"),
        ("seats.low", "35 seats"),
        ("seats.range", "35 to 45 seats"),
        ("seats.period", "2024"),
        ("passengers.wording", "some 120 went aboard"),
    ],
)
def test_a_role_prints_a_figure_or_a_part_and_opens_its_door(tmp_path, target, printed):
    body, warnings = render_page(tmp_path, f"There were :value:`{target}`.")
    assert warnings == ""
    button = body.find("button", class_="value")
    name = target.partition(".")[0]
    assert (button.get_text(), button["data-value"], button["popovertarget"]) == (printed, name, f"about-{name}")
    assert button["type"] == "button"
    assert button.parent["id"] == f"at-{name}-1"
    assert button.parent["class"] == ["together"]
    assert button.parent.get_text() == f"{printed}."


@pytest.mark.parametrize(("part", "printed"), [("speaker", "the mate"), ("label", "passengers")])
def test_a_name_is_marked_and_opens_nothing(tmp_path, part, printed):
    body, warnings = render_page(tmp_path, f"So said :value:`passengers.{part}`.")
    assert warnings == ""
    assert body.find("p").get_text() == f"So said {printed}."
    (name,) = body.select("[data-value]")
    assert (name.name, name.get_text(), name["data-value"]) == ("span", printed, "passengers")
    assert pieces_of(results(), f"{{passengers.{part}}} said so")[0].plain


def test_a_verdict_is_a_sentence_of_words_and_doors(tmp_path):
    body, warnings = render_page(tmp_path, ":verdict:`full` :verdict:`full.because`")
    assert warnings == ""
    assert body.find("p").get_text() == "About 300 percent of the seats are taken. There are 120 for about 40 seats."
    assert [button["data-value"] for button in body.p.find_all("button")] == ["filled", "passengers", "seats"]


def test_the_parts_of_a_statement_stand_within_a_sentence_or_as_one(tmp_path):
    """Outcome and evidence are a few words of a sentence; the other parts are sentences of their own, with doors."""
    text = "It is :verdict:`full.outcome`, on :verdict:`full.evidence`.\n\n" + "\n\n".join(
        f":verdict:`full.{part}`" for part in ("change", "raised", "lowered", "judged", "settled_by", "label")
    )
    body, warnings = render_page(tmp_path, text, verdicts={"full": STATED})
    assert warnings == ""
    assert [said.get_text() for said in body.select("section > p")] == [
        "It is compatible only, on medium evidence, high agreement.",
        "45 seats would make it mixed.",
        "One more body would make it robust.",
        "Without the figures of the mate there would be none.",
        "A child counts as a person.",
        "A count at the gangway.",
        "Is it full with 120 persons?",
    ]
    doors = [button["data-value"] for button in body.select("section > p button")]
    assert doors == ["seats", "passengers"]


@pytest.mark.parametrize(
    "role",
    [
        ":value:`nobody`",
        ":value:`seats.colour`",
        ":verdict:`empty`",
        ":verdict:`full.colour`",
        ":verdict:`full.evidence`",
    ],
)  # the evidence is that of a statement, and this verdict is on none
def test_an_unknown_id_is_a_warning_that_names_page_and_line(tmp_path, role):
    _, warnings = render_page(tmp_path, f"There were {role}.")
    assert "crossing.rst:4: WARNING: no " in warnings
    assert role.split("`")[1] in warnings


def test_on_paper_a_number_leads_to_its_entry(tmp_path):
    body, _ = render_page(tmp_path, "There were :value:`seats`.", "singlehtml")
    link = body.find("a", class_="value")
    assert (link.get_text(), link["href"], link["data-value"]) == ("about 40 seats", "#value-seats", "seats")
    assert not body.find("button")


def paragraph(*parts, within=nodes.section):
    """A paragraph of words and of ids that stand for values, settled."""
    made = [
        value_node("", nodes.Text("about 40"), value="seats") if part == "seats" else nodes.Text(part) for part in parts
    ]
    text = nodes.paragraph("", "", *made)
    settle_values(builder(), within("", text), "page")
    return text


@pytest.mark.parametrize(
    ("parts", "before", "after", "left"),
    [
        (("It had ", "seats", ", or so"), "", ",", "It had about 40 or so"),
        (("Large (", "seats", "). So"), "(", ").", "Large about 40 So"),
        (("Was it ", "seats", "?"), "", "?", "Was it about 40"),
        (("It had ", "seats", " or so"), "", "", "It had about 40 or so"),
    ],
)
def test_signs_beside_a_number_stay_on_its_line(parts, before, after, left):
    text = paragraph(*parts)
    (value,) = text.findall(value_node)
    assert (value.get("before", ""), value.get("after", "")) == (before, after)
    assert text.astext() == left


def test_signs_stay_beside_a_number_in_bold_type_too():
    text = nodes.paragraph("", "", nodes.strong("", "", make_value(results(), "seats")), nodes.Text(", stated"))
    settle_values(builder(), nodes.section("", text), "page")
    (value,) = text.findall(value_node)
    assert (value["after"], text.astext()) == (",", "About 40 seats stated")


def test_a_hedge_that_opens_a_paragraph_of_prose_begins_with_a_capital():
    assert paragraph("seats", " were seen").astext() == "About 40 were seen"
    assert paragraph("Then ", "seats").astext() == "Then about 40"
    assert paragraph("seats", " in a card", within=nodes.container).astext() == "about 40 in a card"
    assert paragraph("seats", " in an item", within=nodes.list_item).astext() == "About 40 in an item"
    bold = nodes.paragraph("", "", nodes.strong("", "", value_node("", nodes.Text("an author"), value="seats")))
    settle_values(builder(), nodes.list_item("", bold), "page")
    assert bold.astext() == "An author"

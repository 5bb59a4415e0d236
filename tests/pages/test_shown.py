"""A notebook's record as the book shows it."""

from types import SimpleNamespace

import pytest
from docutils import nodes

from hand_made import FULL, PASSENGERS, SAID, SEATS, STATED, figure, place, quotation
from helpers.notebook.record import MIME, Record
from helpers.pages.shown import RecordRenderer, show
from helpers.pages.values import value_node


def shown(form, *ids, labels=None, **changes):
    """The nodes of a record of the ferry."""
    return show(place(**changes), Record(show=form, ids=list(ids), figures={}, labels=labels or {}))


def cells(made, tag=nodes.tbody):
    """The words of a table's body, row by row."""
    (table,) = made
    (body,) = table.findall(tag)
    return [[entry.astext() for entry in row] for row in body]


def doors(made):
    """The ids that nodes open a door to."""
    return [node["value"] for each in made for node in each.findall(value_node) if not node.get("plain")]


def test_a_figure_is_a_line_with_its_range_and_who_vouches():
    made = shown("figure", "seats", "passengers")
    assert [line.astext() for line in made] == [
        "Seats: about 40 seats (35 to 45 seats), estimated",
        "Passengers: 120 persons, stated",
    ]
    assert doors(made) == ["seats", "seats", "passengers"]


def test_a_table_has_a_row_a_figure():
    made = shown("table", "passengers", "filled", "crowded")
    assert cells(made, nodes.thead) == [["Figure", "Value", "Range", "Vouched for"]]
    assert cells(made) == [
        ["Passengers, 2024", "120 persons", "\N{EM DASH}", "Vouched for: stated"],
        [
            "Share of the seats that is taken",
            "about 300 percent",
            "Range: 266 to 343 percent",
            "Vouched for: estimated",
        ],
        ["Share of seats from which a ferry is crowded", "90 percent", "\N{EM DASH}", "Vouched for: chosen"],
    ]
    assert doors(made) == ["passengers", "filled", "filled", "crowded"]


def test_what_nobody_gave_is_named_below_the_rows():
    lost = figure(
        "lost", text="an unknown number of persons", attribution="unknown", quotation=quotation(period="2025")
    )
    share = figure("share_lost", kind="quantity", attribution="unknown", label="share that is lost")
    figures = {"passengers": PASSENGERS, "lost": lost, "share_lost": share}
    labels = {"share_lost": "lost at sea"}
    table, words = shown("table", "lost", "passengers", "share_lost", figures=figures, labels=labels)
    assert cells([table]) == [["Passengers, 2024", "120 persons", "\N{EM DASH}", "Vouched for: stated"]]
    assert words.astext() == "Not known, for want of a figure: lost, 2025; lost at sea."
    (alone,) = shown("table", "lost", figures=figures)
    (line,) = shown("figure", "lost", figures=figures)
    assert alone.astext() == line.astext() == "Not known, for want of a figure: lost, 2025."


def test_the_same_thing_of_more_times_is_named_once():
    times = {"lost_2025": "2025", "lost_2026": "2026", "seen_2026": "2026"}
    figures = {
        name: figure(name, label=name[:4], attribution="unknown", quotation=quotation(period=period))
        for name, period in times.items()
    }
    (line,) = shown("table", *times, figures=figures)
    assert line.astext() == "Not known, for want of a figure: lost, 2025, 2026; seen, 2026."


def test_a_line_says_a_range_once():
    seats = SEATS.model_copy(update={"text": "between 35 and 45 seats", "bound": "between"})
    (line,) = shown("figure", "seats", figures={"seats": seats})
    assert line.astext() == "Seats: between 35 and 45 seats, estimated"
    (line,) = shown("figure", "seats")
    assert line.astext() == "Seats: about 40 seats (35 to 45 seats), estimated"


def test_an_edition_says_that_it_rates_another_figure():
    put = STATED.model_copy(update={"statement": SAID.model_copy(update={"instead": "Rated is {seats}."})})
    said = [node.astext() for node in shown("statements", "full", verdicts={"full": put})]
    assert "Rated is about 40 seats." in said[-1]
    assert "(rated on another figure)" in said[0]
    assert "Rated is" not in shown("statements", "full", verdicts={"full": STATED})[-1].astext()


def test_a_weak_source_is_marked_in_tables():
    """D is the first weak letter; the mark follows the number."""
    weak = SEATS.model_copy(update={"quotation": quotation(grade="D3", grade_reason="a copy")})
    changed = {"passengers": PASSENGERS, "seats": weak}
    assert [row[1] for row in cells(shown("table", "passengers", "seats", figures=changed))] == [
        "120 persons",
        "about 40 seats weak source",
    ]
    assert cells(shown("quotations", "seats", figures=changed))[0][0] == "about 40 seats weak source"


def test_a_row_goes_by_the_label_that_the_notebook_gave_it():
    labels = {"filled": "on a full day", "seats": "seats"}
    first = [row[0] for row in cells(shown("table", "filled", "seats", labels=labels))]
    assert first == ["On a full day", "Seats, 2024"]


def test_quotations_give_words_speaker_and_hedge():
    silent = PASSENGERS.model_copy(update={"id": "silent", "quotation": quotation(wording="")})
    made = shown("quotations", "seats", "silent", figures={"seats": SEATS, "silent": silent})
    assert cells(made) == [
        ["about 40 seats", "\N{LEFT DOUBLE QUOTATION MARK}forty seats, more or less\N{RIGHT DOUBLE QUOTATION MARK}", "the mate", "rounded, estimated"],
        ["120 persons", "\N{EM DASH}", "the mate", "as given, stated"],
    ]  # fmt: skip
    put = SEATS.model_copy(update={"quotation": quotation(wording="", replaced=True)})
    ((_, words, *_),) = cells(shown("quotations", "seats", figures={"seats": put}))
    assert words == "\N{EM DASH} (in the place of the article\N{RIGHT SINGLE QUOTATION MARK}s figure)"


@pytest.mark.parametrize(
    ("holds", "mark"), [(True, "verdict-agrees"), (False, "verdict-disagrees"), (None, "verdict-cannot-be-told")]
)
def test_a_verdict_is_marked_by_its_outcome(holds, mark):
    (box,) = shown("verdict", "full", verdicts={"full": FULL.model_copy(update={"holds": holds})})
    assert box["classes"] == ["verdict", mark]
    said = ["About 300 percent of the seats are taken.", "There are 120 for about 40 seats."]
    assert [line.astext() for line in box] == said
    assert doors([box]) == ["filled", "passengers", "seats"]


def test_statements_are_a_table_of_their_findings_each_leading_to_its_own_block():
    calm = STATED.model_copy(update={"id": "calm", "outcome": "supported"})
    made = shown("statements", "full", "calm", verdicts={"full": STATED, "calm": calm})
    assert cells(made[:1], nodes.thead) == [["What the article says", "Finding", "How sure"]]
    words, sure = (
        "“as \N{LEFT SINGLE QUOTATION MARK}full\N{RIGHT SINGLE QUOTATION MARK} as can be”",
        "How sure: medium evidence, high agreement",
    )
    assert cells(made[:1]) == [[words, "Finding: compatible only", sure], [words, "Finding: supported", sure]]
    led = [link["refuri"] for link in made[0].findall(nodes.reference)]
    assert led == ["#statement-full", "#statement-calm"]
    assert [f"#{box['ids'][0]}" for box in made[1:]] == led
    assert [marks(each) for each in made] == [
        [["finding", "finding-compatible-only"], ["finding", "finding-supported"]],
        [["finding", "finding-compatible-only"]],
        [["finding", "finding-supported"]],
    ]


def marks(made):
    """The classes of the badges."""
    return [node["classes"] for node in made.findall(nodes.inline) if "finding" in node["classes"]]


def test_a_statement_says_who_what_for_against_how_sure_and_what_would_turn_it():
    _, box = shown("statements", "full", verdicts={"full": STATED})
    lines = [[item.astext() for item in each] if isinstance(each, nodes.bullet_list) else each.astext() for each in box]
    assert lines == [
        "“as \N{LEFT SINGLE QUOTATION MARK}full\N{RIGHT SINGLE QUOTATION MARK} as can be”",
        "The mate, through the harbour office. The log has it, May 2024.",
        "Compatible only. About 300 percent of the seats are taken.",
        "For it",
        ["120 persons aboard", "About 300 percent taken"],
        "Against it",  # it comes first in the record, whose keys are sorted
        ["About 40 seats in all"],
        "How sure: medium evidence, high agreement. One more body would make it robust. Without the figures of the mate there would be none.",
        "What would turn it: 45 seats would make it mixed.",
        "What would settle it: A count at the gangway.",
        "What is taken for the same thing: A child counts as a person.",
    ]  # fmt: skip
    assert (box[0].tagname, box[0]["level"]) == ("rubric", 3)
    assert [each["classes"] for each in box if not isinstance(each, nodes.bullet_list)] == [
        ["statement-words"], ["statement-from"], ["statement-finding"], ["statement-side"], ["statement-side"],
        ["statement-evidence"], ["statement-more"], ["statement-more"], ["statement-more"],
    ]  # fmt: skip
    assert doors([box]) == ["filled", "passengers", "filled", "seats", "seats"]  # no name of a speaker


def test_of_a_statement_that_nothing_stands_beside_only_what_is_said_stands():
    """No side, nothing that would turn it, nothing taken for it: no head stands without its words."""
    bare = SAID.model_copy(update={"readings": {}, "change": "", "judged": "", "relayed_by": ""})
    _, box = shown("statements", "full", verdicts={"full": STATED.model_copy(update={"statement": bare})})
    heads = [strong.astext() for strong in box.findall(nodes.strong)]
    assert heads == ["How sure: ", "What would settle it: "]
    assert box[1].astext() == "The mate. The log has it, May 2024."


def test_a_chart_is_the_one_that_the_results_hold():
    chart = place().results.charts["fill"]
    (made,) = show(place(), Record(show="chart", ids=["fill"], figures={}, chart=chart))
    assert made["ids"] == ["fig-fill"]


def renderer(env):
    return SimpleNamespace(renderer=SimpleNamespace(sphinx_env=env))


def test_only_records_of_a_book_are_rendered():
    """MyST-NB asks for every output of a page; what this does not take, it renders itself."""
    env = SimpleNamespace(app=SimpleNamespace(book=place().book), docname="book/crossing")
    content = Record(show="figure", ids=["seats"], figures={"seats": SEATS}).model_dump()
    output = SimpleNamespace(mime_type=MIME, content=content)
    (made,) = RecordRenderer.handle_mime(renderer(env), output, inline=False)
    assert made.astext().startswith("Seats: ")
    assert RecordRenderer.handle_mime(renderer(env), output, inline=True) is None
    assert RecordRenderer.handle_mime(renderer(None), output, inline=False) is None
    other = SimpleNamespace(mime_type="text/html", content="<b>")
    assert RecordRenderer.handle_mime(renderer(env), other, inline=False) is None


def test_figures_of_the_report_alone_are_shown():
    with pytest.raises(KeyError):
        shown("figure", figure("gulls").id)

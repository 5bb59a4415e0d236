"""A number told in plain text: what stands behind it, line by line."""

from hand_made import FULL, STATED, figure, place, results
from helpers.notebook.record import Computation, FigureRecord
from helpers.notebook.results import Cell
from helpers.pages.place import Book
from helpers.pages.told import tell_figure, tell_verdict

WHY = "its cells were changed"
SPOTS = [
    ("Crossing", "book/crossing.html", "About 300 percent of the seats are taken."),
    ("A ferry", "index.html", "It is full."),
    ("Crossing", "book/crossing.html", "Then 300 percent."),
]


def told(name, spots=(), why="", width=100, **changes):
    """The parts of what is told of a figure of the ferry, by their headings."""
    return parts_of(tell_figure(place("book/origins", **changes), name, spots, why, width))


def parts_of(text):
    """The lines of each part, by its heading; the head is the part without one."""
    head, _, rest = text.partition("\n\n")
    parts = {"": head.splitlines()}
    for line in rest.splitlines():
        heading = line[:14].strip()
        if heading:
            lines = parts.setdefault(heading, [])
        lines.append(line[14:])
    return parts


def test_a_quoted_figure_is_told_with_its_words():
    parts = told("passengers")
    assert parts[""] == ["passengers: passengers, 2024"]
    assert parts["Value"] == ["120 persons"]
    assert "Range" not in parts  # the value says it
    assert parts["Said"] == [
        "“some 120 went aboard”",
        "the mate, through the harbour <office>",
        "The log, 1999, page of May, https://log.example",
    ]
    assert parts["Kept in"] == ["data/claims.csv"]
    assert parts["Notebook"] == ["book/crossing.ipynb, cell 2", "  figures.passengers"]
    assert parts["Used in"][0] == "share of the seats that is taken"
    assert "Formula" not in parts
    assert "Ran because" not in parts


def test_a_computed_figure_is_told_down_to_every_quoted_word():
    parts = told("filled", SPOTS, WHY)
    assert parts["Range"] == ["266 to 343 percent"]
    assert parts["Hedge"] == ["rounded, estimated"]
    assert parts["Formula"] == ["passengers / seats"]
    assert parts["With values"] == ["120 ÷ about 40"]
    assert "Through" not in parts  # nothing computed lies between
    assert parts["Rests on"] == [
        "passengers: passengers, 120 persons",
        "  “some 120 went aboard”",
        "  the mate, through the harbour <office>",
        "  The log, 1999, page of May, https://log.example",
        "seats: seats, about 40 seats (35 to 45 seats)",
        "  “forty seats, more or less”",
        "  the mate",
        "  the plan",
    ]
    assert parts["Ran because"] == [WHY]
    assert parts["Printed"] == [  # page by page
        "Crossing (book/crossing.html)",
        "  About 300 percent of the seats are taken.",
        "  Then 300 percent.",
        "A ferry (index.html)",
        "  It is full.",
    ]


def test_a_sentence_that_prints_a_number_twice_is_told_once():
    spot = ("Crossing", "book/crossing.html", "Of 40 seats 40 are taken.")
    assert told("seats", [spot, spot])["Printed"] == ["Crossing (book/crossing.html)", "  Of 40 seats 40 are taken."]


def computed(name: str, formula: str, inputs: list[str], **changes) -> FigureRecord:
    made = {"kind": "quantity", "text": f"{name} done", "computation": Computation(code=formula)}
    return figure(name, formula=formula, inputs=inputs, **made | changes)


def test_every_step_between_is_told_once():
    known = results()
    more = [
        computed("half", "passengers / 2", ["passengers"]),
        computed("both", "half + filled", ["half", "filled"]),
        computed("whole", "both / half", ["both", "half"]),
    ]
    figures = known.figures | {each.id: each for each in more}
    cells = known.cells | {("figure", each.id): Cell("crossing", 5, each.id, 3) for each in more}
    parts = told("whole", figures=figures, cells=cells)
    assert parts["Through"] == [
        "both = half + filled",
        "  = half done + about 300 %",
        "  = both done",
        "half = passengers / 2",
        "  = 120 ÷ 2",
        "  = half done",
        "filled = passengers / seats",
        "  = 120 ÷ about 40",
        "  = about 300 percent (266 to 343 percent)",
    ]
    assert [line for line in parts["Rests on"] if line[0] != " "] == [
        "passengers: passengers, 120 persons",
        "seats: seats, about 40 seats (35 to 45 seats)",
    ]


def test_of_what_is_counted_no_words_are_told():
    tally = figure("boats", kind="tally", counted=["passengers", "seats"], text="2 figures")
    known = results()
    cells = known.cells | {("figure", "boats"): Cell("crossing", 5, "boats", 3)}
    parts = told("boats", figures=known.figures | {"boats": tally}, cells=cells)
    assert parts["Rests on"] == [
        "passengers: passengers, 120 persons",
        "seats: seats, about 40 seats (35 to 45 seats)",
    ]


def test_lines_keep_to_their_width():
    for width in (40, 60, 100):
        text = tell_figure(place("book/origins"), "filled", SPOTS, WHY, width)
        longest = max(text.splitlines(), key=len)
        assert len(longest) <= width or " " not in longest[16:].strip()  # a single word cannot be broken


def test_a_verdict_is_told_with_its_reason_and_its_grounds():
    parts = parts_of(tell_verdict(place(), "full", WHY, 100))
    assert parts[""] == ["full: Is it full with 120 persons?"]
    assert parts["Finding"] == ["full"]
    assert parts["In words"] == ["About 300 percent of the seats are taken.", "There are 120 for about 40 seats."]
    assert parts["Stands on"][0] == "crowded: share of seats from which a ferry is crowded, 90 percent"
    assert len(parts["Stands on"]) == 4
    assert parts["Notebook"] == ["book/crossing.ipynb, cell 3", "  full"]
    assert parts["Ran because"] == [WHY]
    assert "Statement" not in parts


def test_a_statement_is_told_with_whose_it_is_and_how_sure():
    verdicts = {"full": FULL.model_copy(update={"statement": STATED.statement})}
    parts = parts_of(tell_verdict(place(verdicts=verdicts), "full", "", 100))
    assert parts["Statement"] == ["“as “full” as can be”", "  the mate, through the harbour office"]
    assert parts["How sure"] == ["medium evidence, high agreement"]
    assert parts["Would turn"] == ["45 seats would make it mixed."]


def test_the_place_of_the_words_needs_no_page():
    known = place()
    book = Book(known.results, known.book.citation, "", "")
    assert tell_figure(type(known)(book, ""), "seats", [], "", 80).startswith("seats: seats, 2024\n\nValue")

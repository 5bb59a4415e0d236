"""The reproduction sheet: whether the report reproduces, what differs if not, on what this was found, as one document.

The terminal, the page and the JSON say the same; what they say is put together here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from nbformat import NotebookNode
from pydantic import Field, ValidationError

from helpers.notebook.causes import CONTRADICTED, WENT_IN, Section, explain
from helpers.notebook.checkout import BOOK
from helpers.notebook.compared import Cell, Ran, compare_notebook
from helpers.notebook.record import MIME, Record, Strict
from helpers.notebook.signed import FILE as SIGNED

#: The terminal gets no more lines than these, and none that is longer.
MOST, LONGEST = 20, 160
#: Between what the notebooks hold and what came out.
ARROWS = (" \N{RIGHTWARDS ARROW} ", " -> ")
#: How a line begins that tells of a figure by its label and id; so much of the label is kept.
MOVED, LABEL = re.compile(r"(?P<label>.+?) \(\w+\): "), 24
#: What the notebooks run on, as files of a checkout are named, and what lies beside that and only pages show.
BEARING = ("data/", "book/", "src/", "_toc.yml", "requirements.txt")
BESIDE = (".md", ".html", SIGNED, f"{BOOK}/mutants.csv")
#: What runs the notebooks, compares what they show and judges it.
CHECKS = (
    *(f"src/helpers/notebook/{name}.py" for name in ("validation", "compared", "drawings", "review", "signed")),
    *(f"src/helpers/edition/{name}.py" for name in ("validate", "surroundings")),
)
#: The heading of sentences that changed, and what is said where none can be known to have.
PROSE = "Prose that is not signed"
UNSIGNED = "Whether the prose is what its authors stand behind: nobody has signed it yet, as report accept does."
#: What no sheet of this kind can tell.
UNCHECKED = (
    "Whether the sources say what the data folder quotes: nothing is fetched.",
    "Whether the formulas are the right ones: a formula that is wrong twice reproduces. The tests hold them to values that were worked out by hand.",
    "Whether the pages print what the notebooks say, and no other number: the tests read the built book.",
    "Whether a book that lies in _build is of these sources: make book builds what is not.",
    "Other machines, systems and versions than the ones named here.",
    "Jupyter's own way of starting kernels, where forks of one process took its place: JUPYTER_DEFAULT_PROVISIONER_NAME=local-provisioner make validate has each notebook run in a kernel of its own. The tests see both show the same.",
    "The content of the installed packages: they are known by name and version, and were compared with the lock's hashes as they were installed.",
    "The code that checks: it is the checkout's own. The tests spoil a report in many ways, and see each found.",
)


class Version(Strict):
    """A package whose installed version is not the locked one."""

    name: str
    locked: str
    installed: str = Field(description="empty where it is not installed")


class Surroundings(Strict):
    """On what the notebooks were run again."""

    title: str
    version: str
    commit: str = Field(description="empty where the folder is no clone, or holds no commit")
    changed: list[str] = Field(description="files that are not as the commit has them, and what of them")
    outdated: list[str] = Field(description="files that commits changed after the last one that changed an output")
    data: str = Field(description="SHA-256 of the data folder")
    code: str = Field(description="SHA-256 of the code that the notebooks run on")
    results: str = Field("", description="digest of the committed results.json; empty where notebooks disagree")
    fresh: str = Field("", description="digest of what was found now; empty where notebooks disagree, or were not run")
    python: str
    platform: str
    packages: int = Field(description="how many packages are locked for this platform")
    versions: list[Version] = Field(description="those that are installed in another version, or not at all")
    started: str = Field(description="when the run began, in UTC")
    seconds: float = Field(description="how long it took")


class NotebookSheet(Strict):
    """What was compared of one notebook."""

    name: str
    cells: int = Field(description="cells that were run")
    outputs: int = Field(description="cells that show something")
    compared: int = Field(description="those of them that were compared")
    differing: int = Field(description="those of them that show something else")
    values: int
    verdicts: int
    drawings: int
    drift: float = Field(description="the largest step of a coordinate, in points")


class Output(Strict):
    """One thing that the report shows, and the cell that computes it."""

    kind: str = Field(description="value, verdict, chart or table")
    id: str
    text: str
    notebook: str
    cell: int = Field(description="the number that the cell is run as")


class Difference(Strict):
    """A cell that is not as it is committed, and every place of it."""

    notebook: str
    cell: int
    places: list[str]


class DrawingSheet(Strict):
    """A drawing that differs, as it is committed and as it is now."""

    chart: str
    width: str
    notebook: str
    cell: int
    drift: float
    differences: list[str]
    before: str
    after: str


class Group(Strict):
    """Things of one kind that differ, a line each; a cause is something that goes in."""

    heading: str
    cause: bool
    lines: list[str]


class Review(Strict):
    """The sheet: the answer, what differs by cause, on what it was found, and what was not looked at."""

    reproduced: bool
    summary: str
    refused: bool = Field(description="whether the source was refused before anything was run")
    groups: list[Group]
    notes: list[str] = Field(description="what a reader of the answer should know beside it")
    surroundings: Surroundings
    notebooks: list[NotebookSheet]
    edited: list[str] = Field(description="those of them that are not as the commit has them")
    outputs: list[Output]
    differences: list[Difference]
    drawings: list[DrawingSheet]
    unsigned: list[str] = Field(description="sentences of prose that are not as they were signed, each with its page")
    unchecked: list[str]

    @property
    def code(self) -> int:
        """The exit code: 0 reproduced, 2 bad input, 1 not reproduced."""
        return 0 if self.reproduced else 2 if self.refused else 1


def review_schema() -> dict:
    """The JSON Schema (2020-12) of the sheet."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Review.model_json_schema(),
        "title": "review.json",
    }


# --- judging -----------------------------------------------------------------------------------------


def refuse(faults: Iterable[object], surroundings: Surroundings) -> Review:
    """The sheet of a source that was refused: nothing was run."""
    lines = [str(fault) for fault in faults]
    summary = f"Not reproduced: the source is refused, for {count(len(lines), 'fault')}; nothing was run."
    return _not_run(summary, Section("What is wrong with the source", tuple(lines), True), surroundings, True)


def fail(words: str, surroundings: Surroundings) -> Review:
    """The sheet of a run that could not be made."""
    section = Section("What stopped it", tuple(words.splitlines()), True)
    return _not_run("Not reproduced: the notebooks could not be run again.", section, surroundings, False)


def _not_run(summary: str, why: Section, surroundings: Surroundings, refused: bool) -> Review:
    groups = _as_groups([why, *_surrounding(surroundings)[:2]])
    return _sheet(False, summary, groups, surroundings, refused=refused)


def judge(
    committed: Mapping[str, NotebookNode],
    ran: Mapping[str, Mapping[int, Ran]],
    surroundings: Surroundings,
    stray: Sequence[str] = (),
    prose: Sequence[str] | None = (),
) -> Review:
    """The sheet of a run: each committed notebook beside what its cells show now; ``stray`` notebooks are in no book.

    ``prose`` are the sentences that are not as they were signed, None where nobody has signed any.
    """
    cells = {name: compare_notebook(name, notebook, ran.get(name, {})) for name, notebook in committed.items()}
    every = [cell for some in cells.values() for cell in some]
    shown = [cell for cell in every if cell.before or cell.after]
    unsound = [f"{cell.place}: {words}" for cell in every for words in cell.unsound]
    differing = [cell for cell in every if cell.differences or cell.error]
    sections = explain(every)
    versions, *files = _surrounding(surroundings)
    edited = [section for section in sections if section.heading == CONTRADICTED]
    went_in = [section for section in sections if section.heading in WENT_IN]
    others = [section for section in sections if section.heading not in (CONTRADICTED, *WENT_IN)]
    checks = Section("What keeps cells from being checked", tuple(unsound), True)
    groups = _as_groups([*edited, versions, checks, *went_in, *files, *others])
    if differing and not any(group.cause for group in groups):
        groups.insert(0, _unexplained(surroundings, differing))
    reproduced = not differing and not unsound and bool(shown)
    sheets = [_notebook_sheet(name, some) for name, some in cells.items()]
    changed = {line.partition(": ")[0] for line in surroundings.changed}
    edited_since = [name for name in committed if f"{BOOK}/{name}.ipynb" in changed]
    skipped = [f"{name}: it is in no table of contents, and so no part of the book." for name in stray]
    return _sheet(
        reproduced,
        _summary(sheets, differing, unsound, reproduced, edited_since, len(prose or ())),
        [] if reproduced else groups,
        surroundings,
        notebooks=sheets,
        edited=edited_since,
        outputs=list(_outputs(committed)),
        differences=[
            Difference(notebook=cell.notebook, cell=cell.number, places=list(cell.differences or (cell.error,)))
            for cell in differing
        ],
        drawings=[drawing for cell in differing for drawing in _drawing_sheets(cell)],
        unsigned=list(prose or ()),
        unchecked=[*skipped, *([UNSIGNED] if prose is None else []), *UNCHECKED],
    )


def _sheet(reproduced: bool, summary: str, groups: list[Group], surroundings: Surroundings, **parts) -> Review:
    empty = {
        "refused": False,
        "notebooks": [],
        "edited": [],
        "outputs": [],
        "differences": [],
        "drawings": [],
        "unsigned": [],
    }
    return Review(
        reproduced=reproduced,
        summary=summary,
        groups=groups,
        notes=_notes(surroundings) if reproduced else [],
        surroundings=surroundings,
        **{**empty, "unchecked": list(UNCHECKED), **parts},
    )


def _surrounding(surroundings: Surroundings) -> tuple[Section, Section, Section]:
    """What is not as the lock has it, what is not as the commit has it, and, where all is, what changed after the outputs."""
    versions = [
        f"{each.name}: {each.locked} is locked, {each.installed or 'none'} is installed"
        for each in surroundings.versions
    ]
    bearing = [line for line in surroundings.changed if bears(line.partition(": ")[0])]
    return (
        Section("Versions other than the locked ones", tuple(versions), True),
        Section(_since(surroundings), tuple(bearing), True),
        Section(
            "Files that commits changed after the outputs were made, so that these may be of older ones",
            () if bearing else tuple(surroundings.outdated),
            True,
        ),
    )


def _since(surroundings: Surroundings) -> str:
    return f"Files changed since the commit {surroundings.commit[:10]}"


def bears(name: str) -> bool:
    """Whether a file of a checkout is one that notebooks run on."""
    return name.startswith(BEARING) and not name.endswith(BESIDE)


def _as_groups(sections: Iterable[Section]) -> list[Group]:
    return [
        Group(heading=section.heading, cause=section.cause, lines=list(section.lines))
        for section in sections
        if section.lines
    ]


def _unexplained(surroundings: Surroundings, differing: Sequence[Cell]) -> Group:
    since = (
        "no file has changed since the commit"
        if surroundings.commit
        else "this is no clone, so changed code is not seen"
    )
    which = f"What {differing[0].place} shows was" if len(differing) == 1 else "The outputs were"
    lines = [f"{which} edited after the run, or made by other code or on other data: {since}."]
    return Group(heading="No input, formula or locked version differs", cause=True, lines=lines)


def _notes(surroundings: Surroundings) -> list[str]:
    """What a reader of a good answer should know beside it."""
    versions, *_ = _surrounding(surroundings)  # what came later and changes nothing is no news
    files = Section(_since(surroundings), tuple(surroundings.changed), True)
    own = Section("The check itself is changed", tuple(filter(_checks, surroundings.changed)), True)
    notes = [f"{group.heading}: {'; '.join(group.lines)}" for group in _as_groups([own, versions, files])]
    return notes if surroundings.commit else [*notes, "This is no clone: which commit it is of is not known."]


def _checks(line: str) -> bool:
    """Whether a line on a changed file is on one that runs, compares or judges."""
    return line.partition(": ")[0].startswith(CHECKS)


def _summary(
    sheets: Sequence[NotebookSheet],
    differing: Sequence[Cell],
    unsound: Sequence[str],
    reproduced: bool,
    edited: Sequence[str],
    unsigned: int,
) -> str:
    outputs = sum(sheet.outputs for sheet in sheets)
    held = "what the notebooks hold" if edited else "what is committed"
    since = [f"{', '.join(f'{name}.ipynb' for name in edited)} changed since the commit"] if edited else []
    if reproduced:
        every = f"all {outputs} outputs" if outputs > 1 else "the only output"
        said = [f"{every} of {count(len(sheets), 'notebook')} {'are' if outputs > 1 else 'is'} {held}"]
        if drawings := sum(sheet.drawings for sheet in sheets):
            drift = max(sheet.drift for sheet in sheets)
            said.append(f"the largest drift in {count(drawings, 'drawing')} is {drift:.2f} points")
        said += since
        if unsigned:
            said.append(f"{count(unsigned, 'sentence')} of prose {'is' if unsigned == 1 else 'are'} not as signed")
        return f"Reproduced: {'; '.join(said)}."
    said = [f"{len(differing)} of {count(outputs, 'output')} {'is' if len(differing) == 1 else 'are'} not {held}"]
    said = [*(said if differing else []), *([f"{count(len(unsound), 'cell')} could not be checked"] if unsound else [])]
    return f"Not reproduced: {'; '.join([', and '.join(said) or 'no cell shows anything', *since])}."


def count(number: int, word: str) -> str:
    """A number of things, in words.

    >>> count(1, "output"), count(2, "output")
    ('1 output', '2 outputs')
    """
    return f"{number} {word}{'s' * (number != 1)}"


# --- the parts ---------------------------------------------------------------------------------------


def _notebook_sheet(name: str, cells: Sequence[Cell]) -> NotebookSheet:
    shown = [cell for cell in cells if cell.before or cell.after]
    records = [record for cell in cells if (record := _record(cell.records[0]))]
    drawings = [drawn for cell in cells for drawn in cell.drawings]
    return NotebookSheet(
        name=name,
        cells=sum(cell.after is not None for cell in cells),
        outputs=len(shown),
        compared=sum(cell.compared for cell in shown),
        differing=sum(bool(cell.differences or cell.error) for cell in shown),
        values=len({each for record in records for each in record.figures}),
        verdicts=len({each for record in records for each in record.verdicts}),
        drawings=len(drawings),
        drift=round(max((drawn.compared.drift for drawn in drawings), default=0.0), 4),
    )


def _record(kept: object) -> Record | None:
    try:
        return Record.model_validate(kept) if kept is not None else None
    except ValidationError:
        return None


def _outputs(committed: Mapping[str, NotebookNode]) -> Iterable[Output]:
    """Each thing that the report shows, once, with the first cell that shows it."""
    seen = set()
    for name, notebook in committed.items():
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for number, cell in enumerate(cells, 1):
            for output in cell.outputs:
                record = _record(output.get("data", {}).get(MIME))
                for kind, key, text in _shown(record) if record else ():
                    if (kind, key) not in seen:
                        seen.add((kind, key))
                        yield Output(kind=kind, id=key, text=text, notebook=name, cell=number)


def _shown(record: Record) -> Iterable[tuple[str, str, str]]:
    """What a record shows: kind, id and words."""
    if record.show in ("table", "quotations"):
        yield "table", ", ".join(record.ids), f"{count(len(record.ids), 'row')}"
    if record.chart:
        yield "chart", record.chart.id, record.chart.alt
    yield from (("verdict", name, each.outcome) for name, each in record.verdicts.items())
    yield from (("value", name, record.figures[name].text) for name in record.ids if name in record.figures)


def _drawing_sheets(cell: Cell) -> Iterable[DrawingSheet]:
    for drawn in cell.drawings:
        if drawn.compared.differences:
            yield DrawingSheet(
                chart=drawn.chart,
                width=drawn.width,
                notebook=cell.notebook,
                cell=cell.number,
                drift=round(drawn.compared.drift, 4),
                differences=list(drawn.compared.differences),
                before=drawn.before,
                after=drawn.after,
            )


# --- in the terminal ---------------------------------------------------------------------------------


def lines(review: Review, rest: str, most: int = MOST) -> list[str]:
    """The sheet in a few lines: the answer, why by cause, what follows, and where the rest is."""
    last = f"{'All of it' if review.reproduced else 'The rest'}: {rest}"
    if review.reproduced:
        told = [f"  {note}" for note in review.notes]
    else:
        shares = _shares(review.groups, most - 2 - 3 * bool(review.unsigned))
        told = [line for group, share in zip(review.groups, shares, strict=True) for line in _told(group, share)]
    prose = _told(Group(heading=PROSE, cause=False, lines=review.unsigned), 1) if review.unsigned else []
    longest = LONGEST * (2 if review.refused else 1)  # a fault is told whole
    return [review.summary, *(_fit(line, longest) for line in [*told[: most - 2 - len(prose)], *prose]), last]


def _shares(groups: Sequence[Group], room: int) -> list[int]:
    """How many lines of each group are told under its heading: one more of each in turn, as long as there is room."""
    shares, given = [0] * len(groups), True
    while given:
        given = False
        for index, group in enumerate(groups):
            more = [*shares[:index], shares[index] + 1, *shares[index + 1 :]]
            if shares[index] < len(group.lines) and sum(map(len, map(_told, groups, more))) <= room:
                shares, given = more, True
    return shares


def _told(group: Group, most: int) -> list[str]:
    """So many lines of a group under its heading; with none of its own, the first stands behind the heading."""
    many, shown = len(group.lines), [_around(line) for line in group.lines[: max(most, 1)]]
    head = f"{group.heading} ({many})" if many > 1 else group.heading
    if not most:
        return [f"{head}: {shown[0]}"]
    more = [f"  and {many - most} more"] if many > most else []
    return [head, *(f"  {line}" for line in shown), *more]


def _around(line: str) -> str:
    """A long sentence with marked words from a little before the first of them on."""
    at = min((place for mark in ("[-", "{+") if (place := line.find(mark)) >= 0), default=0)
    start = line.find(": ") + 2
    return f"{line[:start]}…{line[at - 20 :]}" if at > LONGEST // 2 and at - 20 > start else line


def _fit(line: str, longest: int) -> str:
    """A line that is not too long: where an arrow stands between two values they are kept, and what they are of is cut,
    or else each side by itself; of others the middle is, so that the end is kept, which says what to do.
    """
    flat = " ".join(line.split()) if "\n" in line else line
    if len(flat) <= longest:
        return flat
    arrow = next((each for each in ARROWS if each in flat), "")
    if not arrow:
        return f"{flat[: longest * 2 // 3]} … {flat[3 - longest // 3 :]}"
    before, _, after = flat.partition(arrow)
    if moved := MOVED.match(before):
        room = longest - len(flat) + len(moved["label"])
        if room >= LABEL:
            return _cut(moved["label"], room) + flat[moved.end("label") :]
    room = longest - len(arrow)
    share = max(room // 2, room - len(after))
    return _cut(before, share) + arrow + _cut(after, room - min(share, len(before)))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

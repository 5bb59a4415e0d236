"""What pages print, as words: a value, a sentence that holds several, a verdict; and which words stand on them.

Nothing of Sphinx is loaded here, for a check asks the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from helpers.figures.rows import UNKNOWN
from helpers.figures.verdict import MARKER
from helpers.notebook.record import FigureRecord
from helpers.notebook.results import Results

#: Parts of a figure that are names, no number: they open nothing, and break over lines as words do.
NAMES = ("speaker", "label")


@dataclass(frozen=True)
class Piece:
    """Words of a sentence; those that a figure printed have its ``id`` and ``kind``, ``plain`` where they are a name."""

    text: str
    id: str = ""
    kind: str = ""
    plain: bool = False


def capital(text: str) -> str:
    """Words as a sentence begins."""
    return text[:1].upper() + text[1:]


def pieces_of(results: Results, template: str) -> list[Piece]:
    """A computed sentence, its markers filled, with a capital at its head. KeyError for an unknown id or part."""
    made, at = [], 0
    for match in MARKER.finditer(template):
        figure = results.figures[match[1]]
        value = Piece(figure.printed(match[2]), match[1], figure.kind, match[2] in NAMES)
        made += [Piece(template[at : match.start()]), value]
        at = match.end()
    made = [piece for piece in [*made, Piece(template[at:])] if piece.text]
    return [replace(made[0], text=capital(made[0].text)), *made[1:]]


def value_of(results: Results, target: str) -> Piece:
    """What ``id`` or ``id.part`` prints. KeyError where there is none."""
    name, _, part = target.partition(".")
    figure = results.figures[results.id_of(name)]
    return Piece(figure.printed(part or None), figure.id, figure.kind, part in NAMES)


def verdict_of(results: Results, target: str) -> list[Piece]:
    """The verdict ``id`` or a part of what is said of it, ``id.PART``. KeyError where there is none."""
    name, _, part = target.partition(".")
    verdict = results.verdicts[name]
    said = {"": verdict.text, "because": verdict.because, "label": verdict.label, "outcome": verdict.outcome}
    if verdict.statement:
        parts = ("speaker", "evidence", "change", "raised", "lowered", "judged", "settled_by")
        said |= {name: getattr(verdict.statement, name) for name in parts}
    if part in ("outcome", "evidence", "speaker"):  # words within a sentence, which begin no sentence
        return [Piece(said[part])]
    return pieces_of(results, said[part])


def is_missing(figure: FigureRecord) -> bool:
    """Whether nobody gave a figure, or one of those that it is computed from."""
    return figure.attribution == UNKNOWN


def is_quoted(figure: FigureRecord) -> bool:
    """Whether a figure is read in the words of a source, and no edition put it there."""
    return bool(figure.quotation and figure.quotation.wording and not figure.quotation.replaced)


#: When the words of a block stand on a page, by the name of the block.
STANDS = {"known": lambda figure: not is_missing(figure), "unknown": is_missing, "quoted": is_quoted}

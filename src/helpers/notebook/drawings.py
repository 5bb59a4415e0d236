"""Whether two drawings are one: the one rule for every chart, wide or narrow, committed or fresh.

Two drawings are one where they have the same marks in the same order, each with the same words, colours, opacity and
every other style, and no coordinate of a mark on the page lies more than a twentieth of a point from where it lay.
Nothing else is let through. Another processor or another release of a library moves the last digit of a coordinate; it
changes no word and no colour, and the data behind the marks are compared to the last digit beside this.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from xml.etree import ElementTree

#: Coordinates may differ by so many points of the page: less than the eye can see.
TOLERANCE = 0.05
#: What a sum of decimals misses by.
ROUNDING = 1e-9
#: How much of a turn or a stretch is none.
LINEAR = 1e-6
#: The attributes that say where a mark is, by what it is; all others say how it looks.
PLACED = {
    "path": ("d",), "use": ("x", "y", "width", "height"), "rect": ("x", "y", "width", "height"),
    "image": ("x", "y", "width", "height"), "text": ("x", "y"), "tspan": ("x", "y"),
    "circle": ("cx", "cy", "r"), "ellipse": ("cx", "cy", "rx", "ry"), "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",), "polygon": ("points",), "svg": ("width", "height", "viewBox"),
}  # fmt: skip
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
NUMBERS = re.compile(rf"(?:{NUMBER}(?:px|pt)?[\s,]*)+")
STEP = re.compile(r"(\w+)\s*\(([^)]*)\)")
#: The steps of a path whose numbers are pairs of coordinates.
PAIRED = set("MLCQSTZz")
#: What another mark is named by, and where it is spoken of.
REFERENCE = re.compile(r"#([\w.:-]+)")
#: What is painted in the colour of the ground is named by its other colour.
GROUND = "ground"
COLOUR = re.compile(r"var\(--[a-z]+-([\w-]+)|(#\w+)")

Point = tuple[float, float]
#: A matrix as SVG writes it: a, b, c, d, e, f.
Matrix = tuple[float, float, float, float, float, float]
STILL: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Comparison:
    """What tells two drawings apart, in words, nothing where they are one; and how far their coordinates drift."""

    differences: tuple[str, ...] = ()
    drift: float = 0.0


def is_drawing(value: object) -> bool:
    """Whether a text is that of a drawing."""
    return isinstance(value, str) and value.lstrip().startswith(("<svg", "<?xml"))


def compare_drawings(first: str, second: str) -> Comparison:
    """What tells two SVG texts apart as drawings."""
    if first == second:
        return Comparison()
    read = []
    for text in (first, second):
        try:
            read.append(list(_marks(ElementTree.fromstring(text))))
        except ElementTree.ParseError as error:
            return Comparison((f"{'the first' if not read else 'the second'} cannot be read as a drawing: {error}",))
    before, after = read
    if [mark.frame for mark in before] != [mark.frame for mark in after]:
        return Comparison(tuple(_came_and_went(before, after)))
    told, drift = [], 0.0
    for one, two in zip(before, after, strict=True):
        drift = max(drift, one.distance(two))
        told += [f"{one.name}: {words}" for words in one.differences(two)]
    return Comparison(tuple(told), drift)


# --- a mark ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """One mark: how deep it stands and what it is, its words, its looks, and its points on the page.

    ``shape`` is what joins the points, or the whole of where it is where that cannot be read as points; ``turned`` is
    how the page's axes are turned and stretched for it.
    """

    depth: int
    kind: str
    words: tuple[str, str]
    looks: Mapping[str, str]
    shape: str
    points: tuple[Point, ...]
    turned: tuple[float, ...]

    @property
    def frame(self) -> tuple:
        """What makes it the same mark, whatever it looks like."""
        return self.depth, self.kind

    @property
    def name(self) -> str:
        """The mark as a reader would point at it."""
        if self.words[0]:
            return f"the words {self.words[0]!r}"
        painted = [COLOUR.search(self.looks.get(key, "")) for key in ("stroke", "fill")]
        colour = next((each for each in painted if each and each[1] != GROUND), None)
        kind = {"use": "dot", "rect": "box", "g": "group", "text": "words"}.get(self.kind, self.kind)
        if self.kind == "path":
            kind = "line" if len(self.points) == 2 else "shape"
        place = f" at {self.points[0][0]:.1f}, {self.points[0][1]:.1f}" if self.points else ""
        return f"the {(colour[1] or colour[2]) + ' ' if colour else ''}{kind}{place}"

    def distance(self, other: Mark) -> float:
        """The largest step of a coordinate from one to the other, as far as their points answer each other."""
        steps = zip(self.points, other.points, strict=False)
        return max((abs(a - b) for one, two in steps for a, b in zip(one, two, strict=True)), default=0.0)

    def _is_turned_as(self, other: Mark) -> bool:
        return all(math.isclose(*pair, abs_tol=LINEAR) for pair in zip(self.turned, other.turned, strict=True))

    def differences(self, other: Mark) -> Iterator[str]:
        """What of the mark is not as it was."""
        for one, two in zip(self.words, other.words, strict=True):
            if one != two:
                yield f"words {one!r} -> {two!r}"
        for key in sorted({*self.looks, *other.looks}):
            one, two = self.looks.get(key, "none given"), other.looks.get(key, "none given")
            if not _same_look(one, two):
                yield f"{key} {one} -> {two}"
        if self.shape != other.shape or len(self.points) != len(other.points):
            yield f"shape {self.shape or 'none'} -> {other.shape or 'none'}"
        elif self.points and not self._is_turned_as(other):
            yield "turned or stretched"
        elif (far := self.distance(other)) > TOLERANCE + ROUNDING:
            yield f"moved by {far:.2f} points"


def _same_look(first: str, second: str) -> bool:
    """Whether two looks are one: the same text, or the same numbers in another spelling."""
    if first == second:
        return True
    if not (NUMBERS.fullmatch(first) and NUMBERS.fullmatch(second)):
        return False
    return _floats(first) == _floats(second) and re.findall("p[xt]", first) == re.findall("p[xt]", second)


def _floats(text: str) -> list[float]:
    return [float(each) for each in re.findall(NUMBER, text)]


# --- reading -----------------------------------------------------------------------------------------


def _marks(drawing: ElementTree.Element) -> Iterator[Mark]:
    """All marks in their order, named by it: matplotlib names them by a digest of their coordinates."""
    names = {mark.get("id"): f"mark-{index}" for index, mark in enumerate(drawing.iter()) if mark.get("id")}
    yield from _below(drawing, names, STILL, 0)


def _below(element: ElementTree.Element, names: Mapping[str, str], outer: Matrix, depth: int) -> Iterator[Mark]:
    kind = str(element.tag).rpartition("}")[2]
    given = {key.rpartition("}")[2]: value for key, value in element.items()}
    placed = {key: given.pop(key) for key in ("transform", *PLACED.get(kind, ())) if key in given}
    try:
        matrix = _times(outer, _matrix(placed.get("transform", "")))
        shape, points = _points(kind, placed)
    except (ValueError, LookupError):
        matrix, shape, points = outer, str(sorted(placed.items())), ()
    yield Mark(
        depth=depth,
        kind=kind,
        words=tuple((each or "").strip() for each in (element.text, element.tail)),
        looks=_looks(given, names),
        shape=shape,
        points=tuple(_put(matrix, point) for point in points),
        turned=matrix[:4],
    )
    for child in element:
        yield from _below(child, names, matrix, depth + 1)


def _looks(given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """How a mark looks: its attributes, those of its style one by one."""
    looks = {}
    for key, value in given.items():
        if key == "style":
            pairs = (part.partition(":") for part in value.split(";") if part.strip())
            looks |= {name.strip(): each.strip() for name, _, each in pairs}
        elif key == "id":
            looks[key] = names[value]
        else:
            looks[key] = REFERENCE.sub(lambda match: f"#{names.get(match[1], match[1])}", value)
    return looks


def _points(kind: str, placed: Mapping[str, str]) -> tuple[str, list[Point]]:
    """What joins the points of a mark, and the points. Raises ValueError where they cannot be read."""
    if kind == "path":
        steps = re.findall("[A-Za-z]", re.sub(NUMBER, " ", placed.get("d", "")))
        if not PAIRED.issuperset(steps):
            raise ValueError("relative")
        return "".join(steps), _pairs(re.findall(NUMBER, placed.get("d", "")))
    if kind in ("polyline", "polygon"):
        return "", _pairs(re.findall(NUMBER, placed.get("points", "")))
    numbers = {key: _lengths(value) for key, value in placed.items() if key != "transform"}
    if kind in ("text", "tspan"):
        across, down = numbers.get("x", [0.0]), numbers.get("y", [0.0])
        return "", list(zip(across, down, strict=True)) if numbers else []
    if kind == "svg":
        size = [numbers.get(key, [0.0])[0] for key in ("width", "height")]
        return "", [tuple(size), *_pairs(numbers.get("viewBox", []))]
    known = [numbers.get(key, [0.0]) for key in PLACED.get(kind, ())]
    if not all(len(each) == 1 for each in known):
        raise ValueError("more than one number")
    flat = [each[0] for each in known]
    if kind in ("use", "rect", "image"):
        x, y, width, height = flat
        return "", [(x, y), (x + width, y + height)]
    if kind in ("circle", "ellipse"):
        x, y, wide, high = flat if kind == "ellipse" else (*flat, flat[2])
        return "", [(x, y), (x + wide, y + high)]
    return "", _pairs(flat)


def _lengths(text: str) -> list[float]:
    if not NUMBERS.fullmatch(text.strip()):
        raise ValueError(text)
    return _floats(text)


def _pairs(numbers: list) -> list[Point]:
    flat = [float(each) for each in numbers]
    if len(flat) % 2:
        raise ValueError("half a point")
    return [pair for index, pair in enumerate(pairwise(flat)) if index % 2 == 0]


# --- where it is on the page -------------------------------------------------------------------------


def _matrix(transform: str) -> Matrix:
    """What a transform does. Raises ValueError or LookupError for one that is not known."""
    matrix = STILL
    for name, given in STEP.findall(transform):
        numbers = _floats(given)
        if name == "rotate":
            turn, (x, y) = math.radians(numbers[0]), numbers[1:] or (0.0, 0.0)
            sine, cosine = math.sin(turn), math.cos(turn)
            steps = [(1, 0, 0, 1, x, y), (cosine, sine, -sine, cosine, 0, 0), (1, 0, 0, 1, -x, -y)]
        else:
            steps = [
                {
                    "translate": lambda n: (1, 0, 0, 1, n[0], (*n, 0)[1]),
                    "scale": lambda n: (n[0], 0, 0, n[-1], 0, 0),
                    "matrix": tuple,
                }[name](numbers)
            ]
        for step in steps:
            matrix = _times(matrix, step)
    return matrix


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _put(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


# --- marks that came or went -------------------------------------------------------------------------


def _came_and_went(before: list[Mark], after: list[Mark]) -> Iterator[str]:
    """The marks that only one of two drawings has, as their words and looks tell them apart."""
    one, two = ([_apart_from_names(mark) for mark in marks] for marks in (before, after))
    for change, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if change != "equal":
            yield from (f"{mark.name}: gone" for mark in before[i:j] if mark.kind != "g")
            yield from (f"{mark.name}: was not there" for mark in after[k:m] if mark.kind != "g")


def _apart_from_names(mark: Mark) -> tuple:
    """What tells a mark from others, but for names, which go by the order of the marks."""
    return (*mark.frame, mark.words, *sorted(look for look in mark.looks.items() if "mark-" not in look[1]))

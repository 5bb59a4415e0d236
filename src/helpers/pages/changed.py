"""What changed: against the accepted results, and since each release, in the words of ``report diff``; and as a feed.

An edition with other figures says what it changes in the article's own results instead.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.notebook.changes import HEADINGS, Change, compare, explained, lines, reasons, told
from helpers.notebook.checkout import read_note
from helpers.notebook.releases import REFERENCE, accepted_since, read_releases
from helpers.pages.blocks import html
from helpers.pages.citation import in_words
from helpers.pages.drawing import lighten
from helpers.pages.place import Place, place_of
from helpers.pages.templating import render
from helpers.pages.values import note_dependencies

FEED = "changes.xml"
#: A list of more than so many changes is folded.
UNFOLDED = 12
#: So many changes of each kind are told in the feed.
SHORT = 10


@dataclass(frozen=True)
class Account:
    """What changed since something: what that is in words, the changes, and drawings that differ, each as it was.

    ``common`` is how many values both results have.
    """

    since: str
    changes: list[Change]
    common: int
    drawings: Mapping[str, str] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """How many of the values that are in both moved."""
        return sum(change.of in ("input", "number") for change in self.changes)

    @property
    def turned(self) -> int:
        """How many verdicts turned."""
        return sum(change.of == "verdict" for change in self.changes)

    @property
    def groups(self) -> list[tuple[str, list[Change]]]:
        """The changes by what they are, under the headings that they have."""
        found = [(words, [each for each in self.changes if each.of == of]) for of, words in HEADINGS.items()]
        return [(words, some) for words, some in found if some]


def read_accounts(root: Path, results: Mapping) -> dict[str, list[Account]]:
    """What changed in the results of the book under ``root``, by the questions that are its sections."""
    note, left = read_note(root), root / REFERENCE
    found = {}
    if left.is_file():
        before = json.loads(left.read_text(encoding="utf-8"))
        question = "What does this edition change?" if note else "What is not accepted yet?"
        since = (
            "Beside the article\N{RIGHT SINGLE QUOTATION MARK}s own figures" if note else "Beside the accepted results"
        )
        found[question] = [_account(since, before, results, compare(before, results), before["charts"])]
    last, *earlier = [
        _account(
            f"Since version {release.version}, {in_words(release.date)}",
            release.results,
            results,
            explained(compare(release.results, results), accepted_since(root, release.version)),
        )
        for release in ([] if note else read_releases(root))
    ] or [None]
    if last:
        found["What changed since the last release?"] = [last]
    if earlier:
        found["And since earlier releases?"] = earlier
    return found


def _account(since: str, before: Mapping, now: Mapping, changes: list[Change], drawings=()) -> Account:
    return Account(since, changes, len(before["values"].keys() & now["values"].keys()), dict(drawings))


class ChangesDirective(SphinxDirective):
    """``{changes}``: what changed since each release, in a section or two."""

    def run(self):
        note_dependencies(self.env)
        app, root = self.env.app, Path(self.env.srcdir)
        place = place_of(app, self.env.docname)
        found = read_accounts(root, app.results.document().model_dump())
        if not found:
            return [nodes.paragraph("", "Nothing has changed: no release is kept.")]
        feed = [html("feed-link.html", feed=place.to_file(FEED))] if has_feed(root) else []
        whole = app.builder.name != "singlehtml"  # on paper the lists would fill a dozen pages
        return [*feed, *(_section(place, whole, *each) for each in found.items())]


def _section(place: Place, whole: bool, question: str, found: list[Account]) -> nodes.section:
    section = nodes.section("", nodes.title("", question), ids=[nodes.make_id(question)], names=[question])
    charts = place.results.charts
    for account in found:
        pairs = [
            (name, _apart(before, f"{name}-was"), _apart(charts[name].narrow, f"{name}-is"))
            for name, before in account.drawings.items()
        ]
        given = reasons(account.changes)
        section += html(
            "changes.html",
            whole=whole,
            account=account,
            given=given,
            told=told,
            unfolded=UNFOLDED,
            pairs=pairs,
            place=place,
        )
    return section


def _apart(svg: str, prefix: str) -> Markup:
    """A drawing whose ids are its own, for the same may stand on the page twice."""
    return Markup(re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{prefix}-", lighten(svg)))


# --- the feed ----------------------------------------------------------------------------------------


def write_feed(app: Sphinx, error: Exception | None) -> None:
    """An Atom feed with an entry for each release: what it moved since the one before."""
    root = Path(app.srcdir)
    if error or app.builder.name != "html" or not has_feed(root):
        return
    releases = read_releases(root)
    entries = []
    for release, before in zip(releases, [*releases[1:], None], strict=True):
        changes = explained(compare(before.results, release.results), release.accepted) if before else []
        first = f"The first release: {len(release.results['values'])} values."
        entries.append(
            {
                "id": _urn(release.version, release.results["digest"]),
                "version": release.version,
                "updated": f"{release.date}T00:00:00Z",
                "words": "\n".join(lines(changes, SHORT)) if before else first,
            }
        )
    feed = render(
        "feed.xml",
        citation=app.citation,
        entries=entries,
        page=f"{app.citation.address}book/changes.html",
        id=_urn("feed", releases[-1].results["digest"]),
    )
    (Path(app.outdir) / FEED).write_text(feed + "\n", encoding="utf-8")


def has_feed(root: Path) -> bool:
    """Whether the book tells of its releases; an edition with other figures does not."""
    return bool(read_releases(root)) and not read_note(root)


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join(parts)).urn


def setup(app: Sphinx) -> None:
    """Register the directive and the feed."""
    app.add_directive("changes", ChangesDirective)
    app.connect("build-finished", write_feed)

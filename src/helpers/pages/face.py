"""The report's own face: the masthead and the foot of every page, its fonts, its icon, and the picture of a preview.

What they say comes from CITATION.cff, the sources and one verdict; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup
from sphinx.application import Sphinx

from helpers.notebook.results import Source
from helpers.pages import share
from helpers.pages.citation import LICENCE, Citation, cite, in_words
from helpers.pages.downloads import FOLDER
from helpers.pages.editions import other_editions
from helpers.pages.forks import Forked
from helpers.pages.metadata import OPENING, share_tags
from helpers.pages.place import Place, place_of
from helpers.pages.templating import render

#: Where the theme's layout is extended; everything else is in the templates beside it.
THEME = Path(__file__).parent / "theme"
SHEETS = ("fonts.css", "face.css")
ICON, ICON_PICTURE, PICTURE = "_static/favicon.svg", "_static/favicon.png", "_static/share.png"


def known_until(sources: Mapping[str, Source]) -> str:
    """The date of the newest source, as far as it is given (year, month, day); empty where no source has one."""
    return max((source.published for source in sources.values()), default="")


def edition_words(citation: Citation) -> str:
    """Whose figures these are: the article's own, or those of another edition."""
    own = "The article\N{RIGHT SINGLE QUOTATION MARK}s own figures"
    return f"Edition: {citation.edition}" if citation.edition else own


def masthead(place: Place, title: str) -> Markup:
    """What stands above a page. A page that is itself headed by the report's question does not say it twice."""
    citation, known = place.book.citation, known_until(place.results.sources)
    return render(
        "masthead.html",
        home=place.to_file(f"{OPENING}.html"),
        question="" if title == citation.question else citation.question,
        subject=citation.subject,
        citation=citation,
        released=in_words(citation.released),
        edition=edition_words(citation),
        known=in_words(known) if known else "",
        known_date=known,
    )


def foot(place: Place) -> Markup:
    """What stands below a page."""
    citation = place.book.citation
    return render(
        "foot.html",
        citation=citation,
        cite=cite(citation),
        licence=LICENCE,
        released=in_words(citation.released),
        results=place.to_file(f"{FOLDER}/results.json"),
        others=other_editions(place),
    )


def dress(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Every page has a masthead, a foot, an icon, and a picture for previews."""
    place = place_of(app, page)
    context["masthead"], context["foot"] = masthead(place, context.get("title", "")), foot(place)
    icons = render("icons.html", svg=place.to_file(ICON), png=place.to_file(ICON_PICTURE))
    preview = share.preview_of(app.results, app.citation, app.config.report_share)
    tags = share_tags(place, PICTURE, preview.words, preview.ids) if doctree is not None else ""
    context["metatags"] = "".join([context.get("metatags", ""), icons, tags])


def begin_drawing(app: Sphinx) -> None:
    """Begin to draw the icon and the picture while the pages are read."""
    if app.builder.name == "html":
        preview = share.preview_of(app.results, app.citation, app.config.report_share)
        app.drawn = Forked(lambda: (share.draw_icon(), share.draw_preview(preview)))


def draw(app: Sphinx, error: Exception | None) -> None:
    """The icon and the picture lie beside the pages."""
    if error or app.builder.name != "html":
        return
    pages, (icon, picture) = Path(app.outdir), app.drawn.result()
    (pages / ICON).write_text(render("favicon.svg", ink=share.INK, bars=share.BARS), encoding="utf-8")
    (pages / ICON_PICTURE).write_bytes(icon)
    (pages / PICTURE).write_bytes(picture)


def take_place(app: Sphinx, config) -> None:
    """The theme's layout is extended, and its own foot says nothing that ours does not."""
    config.templates_path.append(str(THEME))
    config.html_theme_options["footer_content_items"] = []


def setup(app: Sphinx) -> None:
    """Register the face."""
    app.add_config_value("report_share", "", "env", [str])
    app.connect("config-inited", take_place, priority=900)
    for sheet in SHEETS:
        app.add_css_file(sheet)
    app.connect("builder-inited", begin_drawing, priority=600)  # once there are results
    app.connect("html-page-context", dress)
    app.connect("build-finished", draw)

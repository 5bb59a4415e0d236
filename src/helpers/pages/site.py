"""What the site needs beside its words: colours, links that stand once configured, and finishing touches.

Once all pages are written they are made lighter, silent, and whole for those who do not see or fetch.
The theme draws its few icons with a script of a megabyte and a half, writes to the console, calls no landmark by name
and a button by less than it says. Nothing here knows of figures or results.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from helpers.figures.palette import palette_css
from helpers.pages.citation import read_citation
from helpers.pages.downloads import PDF
from helpers.pages.forks import map_forked
from helpers.pages.places import INDEX
from helpers.pages.policy import hold
from helpers.pages.templating import as_script, render

ICON_SCRIPT = "_static/scripts/fontawesome.js"
#: What the theme ships and no page asks for.
UNUSED = ("_static/vendor/fontawesome", "_static/locales", "_static/images", ICON_SCRIPT)
UNUSED_KINDS = ("*.map", "*webpack-macros.html", ".buildinfo")
SEARCH, SUMMARIES = "search", "summaries.js"
#: What Jupyter Book calls a book that has no title.
UNNAMED = "My Jupyter Book"
PALETTE = "palette.css"
#: Parts of the theme's pages that stand in place of its own.
THEME = Path(__file__).parent / "theme"

#: Width, height and path of a drawing.
Icon = tuple[str, str, str]

_SEARCH_BUTTON = re.compile(r'(<button class="[^"]*search-button-field[^"]*"[^>]*?) aria-label="[^"]*"')
_ICON = re.compile(r'<(i|span) class="([^"]*\bfa-[^"]*)"([^>]*)></\1>')
_STYLES = re.compile(r"\bfa[srb]?(?:-solid|-regular|-brands)?(?=\s|$)")  # they ask for a font, which no drawing needs
_DRAWING = re.compile(r'[{,]"?([a-z0-9-]+)"?:\[(\d+),(\d+),\[([^\]]*)\],"[0-9a-f]+","(M[^"]+)"\]')


def read_icons(pages: Path) -> dict[str, Icon]:
    """The drawings in the theme's icon script, by name; the solid form stands last and wins. None without the script."""
    script, icons = pages / ICON_SCRIPT, {}
    text = script.read_text(encoding="utf-8") if script.is_file() else ""
    for name, width, height, others, path in _DRAWING.findall(text):
        aliases = re.findall(r'"([a-z0-9-]+)"', others)
        icons |= {each: (width, height, path) for each in (name, *aliases)}
    return icons


def draw_icons(html: str, icons: dict[str, tuple[str, str, str]]) -> str:
    """The page with each icon as a drawing, as the theme's script would make it; an unknown one stays as it is."""

    def drawn(match: re.Match) -> str:
        known = [name for name in re.findall(r"fa-([a-z0-9-]+)", match[2]) if name in icons]
        if not known:
            return match[0]
        width, height, path = icons[known[0]]
        shape = f'viewBox="0 0 {width} {height}" aria-hidden="true"><path fill="currentColor" d="{path}"/></svg>'
        return f'<svg class="svg-inline--fa {_STYLES.sub("", match[2]).strip()}"{match[3]} {shape}'

    return re.sub(rf"<(?:script|link)[^>]*{ICON_SCRIPT}[^>]*>(?:</script>)?", "", _ICON.sub(drawn, html))


def name_landmarks(html: str) -> str:
    """The theme's sidebar is no landmark; a reader who jumps from landmark to landmark would miss it."""
    plain = 'id="pst-primary-sidebar" '
    return html.replace(plain, plain + 'role="navigation" aria-label="The report" ')


def open_sidebars(html: str) -> str:
    """The theme's sidebars open over a narrow page as popovers, with scripts and without."""
    return re.sub(r'<div (?=id="pst-(?:primary|secondary)-sidebar" )', "<div popover ", html)


def name_search(html: str) -> str:
    """The theme's search buttons are named "Search" and show a shortcut too: their own words name them instead.

    Who speaks to the computer says what is seen, so the name has to hold it (WCAG 2.5.3).
    """
    return _SEARCH_BUTTON.sub(r"\1", html)


def silence(script: str) -> str:
    """A script that keeps its chat to itself; errors are still said."""
    return re.sub(r"console\.(?:log|info|debug)\(", "void(", script)


def finish(app: Sphinx, error: Exception | None) -> None:
    """Go over every page and script of a finished build."""
    if error or app.builder.name != "html":
        return
    pages = Path(app.outdir)
    icons = read_icons(pages)
    _remove_unused(pages)
    finished = {pages / f"{name}.html" for name in app.made_apart}
    finish_pages([page for page in pages.rglob("*.html") if page not in finished], icons)
    for path in (pages / "_static").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(silence(text), encoding="utf-8")


def finish_pages(pages: Sequence[Path], icons: Mapping[str, Icon]) -> None:
    """Go over some pages that are written."""
    map_forked(partial(_finish_page, icons=icons), pages)


def _finish_page(page: Path, icons: Mapping[str, Icon]) -> None:
    html = page.read_text(encoding="utf-8")
    html = re.sub(r"<script>.*?</script>", lambda script: silence(script[0]), html, flags=re.S)
    # Without scripts the theme is never chosen, and its colours and ours stay unknown.
    html = html.replace('data-theme="auto"', 'data-theme="light"', 1)
    page.write_text(hold(open_sidebars(name_search(name_landmarks(draw_icons(html, icons))))), encoding="utf-8")


def _remove_unused(pages: Path) -> None:
    for name in UNUSED:
        path = pages / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for kind in UNUSED_KINDS:
        for path in pages.rglob(kind):
            path.unlink()


# --- configuration -----------------------------------------------------------------------------------


def write_palette(app: Sphinx) -> None:
    """The colours of charts and pages become a stylesheet."""
    folder = Path(app.doctreedir) / "palette"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PALETTE).write_text(palette_css(), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def shape_theme(app: Sphinx, config) -> None:
    """Take the theme's parts that ``theme/`` holds from there, and leave out its second header.

    That header is hidden here, but its buttons come first in the page: the scripts of both themes bind to the first
    button of each menu, and those that are seen would do nothing.
    """
    config.templates_path.insert(0, str(THEME))
    config.html_use_index = False  # of the words used there is a page, and no other leads to this one
    config.html_theme_options.setdefault("navbar_persistent", [])
    config.html_theme_options.setdefault("article_header_end", ["audit-switch.html", "article-header-buttons.html"])


def name_book(app: Sphinx, config) -> None:
    """A book whose configuration gives it no title and no author has those of its citation; a title is text."""
    if config.html_title == UNNAMED:
        citation = read_citation(Path(app.srcdir))
        config.html_title = f"{citation.title} ({citation.edition})" if citation.edition else citation.title
        config.author, config.copyright = citation.author, citation.year
    # above the menu the theme prints it as it stands, and a title of an edition may hold any text
    config.html_theme_options["logo"] = {"text": escape(config.html_title)} | config.html_theme_options.get("logo", {})


def link_repository(app: Sphinx, config) -> None:
    """Links to the source, to edit a page and to raise an issue stand on every page once a repository is configured."""
    options = config.html_theme_options
    for button in ("use_repository_button", "use_issues_button", "use_edit_page_button"):
        options[button] = bool(options.get("repository_url"))


class pdf_link_node(nodes.General, nodes.Element):
    """Where a page links to the PDF that was published with it."""


class PdfLinkDirective(SphinxDirective):
    """``{pdf-link}``: a line that links to the PDF; nothing where the book is published without one."""

    def run(self):
        return [pdf_link_node()] if self.config.report_pdf else []


def visit_pdf_link(self, node) -> None:
    if self.builder.name != "singlehtml":
        file = posixpath.relpath(PDF, posixpath.dirname(self.builder.current_docname) or ".")
        self.body.append(render("pdf-link.html", file=file))
    raise nodes.SkipNode


def describe_results(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """The search page says under each result what its page says of itself; from disk no script may read the page."""
    if page == SEARCH:
        context["title"] = escape(app.config.html_title)  # the theme prints it as it stands, on this page alone
        text = f"const pageSummaries = {as_script({page: words for page, (words, _) in app.summaries.items()})};\n"
        (Path(app.outdir) / "_static" / SUMMARIES).write_text(text, encoding="utf-8")
        for script in ("find.js", INDEX, SUMMARIES, "search.js"):
            app.add_js_file(script, loading_method="defer")


def setup(app: Sphinx) -> dict:
    """Register the finishing touches."""
    app.add_config_value("report_pdf", False, "env", [bool])
    app.add_node(pdf_link_node, html=(visit_pdf_link, None))
    app.add_directive("pdf-link", PdfLinkDirective)
    app.connect("config-inited", name_book, priority=900)
    app.connect("config-inited", link_repository, priority=900)
    app.connect("config-inited", shape_theme, priority=900)
    app.connect("builder-inited", write_palette)
    app.add_css_file(PALETTE)
    app.add_css_file("print.css")
    app.add_js_file("audit.js")
    app.add_js_file("popovers.js", loading_method="defer")
    app.connect("html-page-context", describe_results)
    app.connect("build-finished", finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""What each page says of itself to machines: citation tags, and JSON-LD in the terms of schema.org."""

from __future__ import annotations

from pathlib import PurePosixPath

from helpers.figures.data import TABLES
from helpers.notebook.checkout import DATA
from helpers.notebook.record import FigureRecord, VerdictRecord
from helpers.notebook.results import Results
from helpers.pages.citation import LICENCE, Citation
from helpers.pages.downloads import FOLDER, PDF, encoding
from helpers.pages.place import Place
from helpers.pages.templating import as_script, render

#: The page that speaks for the whole report.
OPENING = "index"


def citation_tags(citation: Citation, pdf: bool = False) -> str:
    """The ``citation_*`` tags that reference managers read."""
    said = [
        ("title", citation.title),
        *[("author", name) for name in citation.authors],
        ("publication_date", citation.released.replace("-", "/")),
        ("technical_report_institution", citation.author),
        ("technical_report_number", citation.made),
        ("language", "en"),
        ("keywords", "; ".join(citation.keywords)),
    ]
    if citation.address:
        said.append(("public_url", citation.address))
        said += [("pdf_url", f"{citation.address}{PDF}")] if pdf else []
    return render("meta-tags.html", tags=[("name", f"citation_{name}", text, "") for name, text in said])


def page_tags(citation: Citation, docname: str, title: str, summary: str, ids: list[str]) -> str:
    """The description of a page, alone in a search result or a preview; ``ids`` are those whose numbers it prints."""
    said = [
        ("description", summary, " ".join(ids)),
        ("title", title, ""),
        ("type", "website" if docname == OPENING else "article", ""),
        ("site_name", citation.title, ""),
    ]
    if citation.address:
        said.append(("url", f"{citation.address}{docname}.html", ""))
    tags = [("name", *said[0]), *[("property", f"og:{name}", text, values) for name, text, values in said]]
    return render("meta-tags.html", tags=tags)


def share_tags(place: Place, picture: str, words: str, ids: tuple[str, ...]) -> str:
    """The tags for the picture of a preview: which it is, what it shows in ``words``, the ids whose numbers it holds.

    ``picture`` is its path beside the pages. Previews want the whole address;
    where the book is published is not always known, and then the relative one has to do.
    """
    address = place.book.citation.address
    image, values = f"{address}{picture}" if address else place.to_file(picture), " ".join(ids)
    tags = [
        ("property", "og:image", image, ""),
        ("property", "og:image:alt", words, values),
        ("name", "twitter:card", "summary_large_image", ""),
        ("name", "twitter:image", image, ""),
        ("name", "twitter:image:alt", words, values),
    ]
    return render("meta-tags.html", tags=tags)


# --- JSON-LD -----------------------------------------------------------------------------------------


def json_ld(place: Place, title: str) -> str:
    """The JSON-LD script of one page: the report and its data on the opening one, claims and reviews on theirs.

    A claim or a review is told of on the page of the notebook that shows it.
    """
    results, citation, notebook = place.results, place.book.citation, PurePosixPath(place.docname).name
    graph = [_page(place, title)]
    if place.docname == OPENING:
        graph += [_report(citation), _dataset(place)]
    graph += [
        _claim(place, figure)
        for name, figure in results.figures.items()
        if _is_quoted(figure) and results.cell("figure", name).notebook == notebook
    ]
    graph += [
        _review(place, verdict)
        for name, verdict in results.verdicts.items()
        if verdict.statement and results.cell("verdict", name).notebook == notebook
    ]
    document = {"@context": "https://schema.org", "@graph": graph}
    text = as_script(document, sort_keys=True, separators=(",", ":"))
    return f'<script type="application/ld+json">{text}</script>'


def _is_quoted(figure: FigureRecord) -> bool:
    """Whether a figure is the article's own, and not one that an edition put in its place."""
    return figure.kind == "claim" and not figure.quotation.replaced


def _authors(citation: Citation) -> list[dict]:
    return [{"@type": "Organization", "name": name} for name in citation.authors]


def _page(place: Place, title: str) -> dict:
    citation = place.book.citation
    address = {"url": f"{citation.address}{place.docname}.html"} if citation.address else {}
    report = f"{place.to_file(f'{OPENING}.html')}#report"
    return {
        "@type": "WebPage",
        "@id": "#page",
        "name": title,
        "inLanguage": "en",
        "isPartOf": {"@type": "Report", "@id": report, "name": citation.title},
        "dateModified": citation.released,
        **address,
    }


def _report(citation: Citation) -> dict:
    return {
        "@type": "Report",
        "@id": "#report",
        "name": citation.title,
        "headline": citation.title,
        "author": _authors(citation),
        "publisher": _authors(citation)[0],
        "keywords": list(citation.keywords),
        "inLanguage": "en",
        "isBasedOn": {"@id": "#data"},
        **_issue(citation, "abstract"),
        **({"url": citation.address} if citation.address else {}),
    }


def _dataset(place: Place) -> dict:
    citation, folders = place.book.citation, [root / DATA for root in place.book.roots[:1]]
    tables = [f"{DATA}/{name}" for name in TABLES if all((folder / name).is_file() for folder in folders)]
    files = [f"{DATA}.zip", *tables, "results.json"]
    return {
        "@type": "Dataset",
        "@id": "#data",
        "name": f"Figures and results: {citation.title}",
        "creator": _authors(citation),
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{FOLDER}/{path}", "encodingFormat": encoding(path), "name": path}
            for path in files
        ],
        **_issue(citation, "description"),
    }


def _issue(citation: Citation, summary: str) -> dict:
    """What report and data share: when and how they were issued; ``summary`` is the property of the abstract."""
    return {
        summary: citation.abstract,
        "datePublished": citation.released,
        "version": citation.made,
        "license": [LICENCE.format(name) for name in citation.licences],
    }


def _claim(place: Place, figure: FigureRecord) -> dict:
    """A figure of the article as a claim: the quoted words, who said them, where they stand."""
    return {
        "@type": "Claim",
        "@id": place.to_value(figure.id),
        "name": f"{figure.label}: {figure.text}",
        "text": figure.quotation.wording,
        "abstract": figure.hedge,
        "author": {"@type": "Organization", "name": figure.quotation.chain},
        "appearance": _appearance(place.results, figure.quotation.source),
    }


def _appearance(results: Results, key: str) -> dict:
    source = results.sources[key]
    return {"@type": "CreativeWork", "name": source.name, **({"url": source.url} if source.url else {})}


def _review(place: Place, verdict: VerdictRecord) -> dict:
    """A statement of the article as reviewed: it rates agreement of figures, in words and never on a scale of truth."""
    results = place.results
    article = next((each.quotation.source for each in results.figures.values() if _is_quoted(each)), None)
    return {
        "@type": "ClaimReview",
        "@id": place.to_verdict(verdict.id),
        "claimReviewed": verdict.statement.words,
        "author": _authors(place.book.citation),
        "datePublished": place.book.citation.released,
        "itemReviewed": {"@type": "Claim", **({"appearance": _appearance(results, article)} if article else {})},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict.outcome,
            "ratingExplanation": results.said(verdict.id).because,
        },
    }

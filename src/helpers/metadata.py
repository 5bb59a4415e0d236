"""What each page says of itself to machines: citation tags, and JSON-LD in the terms of schema.org."""

from __future__ import annotations

import json
from html import escape

from helpers.citation import Citation
from helpers.downloads import FOLDER
from helpers.editions import PDF, Results
from helpers.interval import BOUND_WORDS
from helpers.provenance import chain
from helpers.verdicts import MARKER

LICENCE = "https://spdx.org/licenses/{}"


def citation_tags(citation: Citation, pdf: bool = False) -> str:
    """The ``citation_*`` tags that reference managers read."""
    tags = [("citation_title", citation.title)]
    tags += [("citation_author", name) for name in citation.authors]
    tags += [
        ("citation_publication_date", citation.released.replace("-", "/")),
        ("citation_technical_report_institution", citation.author),
        ("citation_technical_report_number", citation.made),
        ("citation_language", "en"),
        ("citation_keywords", "; ".join(citation.keywords)),
    ]
    if citation.address:
        tags.append(("citation_public_url", citation.address))
        tags += [("citation_pdf_url", f"{citation.address}{PDF}")] if pdf else []
    return "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in tags)


def page_tags(citation: Citation, docname: str, title: str, summary: str, values: list[str]) -> str:
    """The description of a page, alone in a search result or a preview; ``values`` are the ids whose numbers it prints."""
    words, ids = escape(summary), " ".join(values)
    tags = [
        f'<meta name="description" content="{words}" data-values="{ids}">',
        f'<meta property="og:description" content="{words}" data-values="{ids}">',
        f'<meta property="og:title" content="{escape(title)}">',
        f'<meta property="og:type" content="{"website" if docname == "index" else "article"}">',
        f'<meta property="og:site_name" content="{escape(citation.title)}">',
    ]
    if citation.address:
        tags.append(f'<meta property="og:url" content="{citation.address}{docname}.html">')
        tags.append(f'<meta property="og:image" content="{citation.address}{FOLDER}/front-page.png">')
        tags.append(f'<meta property="og:image:alt" content="The front page of {escape(citation.title)}">')
    return "".join(tags)


def json_ld(report: Results, citation: Citation, docname: str, title: str) -> str:
    """The JSON-LD script of one page: the report and its data on the opening one, claims and reviews on theirs."""
    root = "" if "/" not in docname else "../"
    graph = [_page(citation, docname, title, root)]
    if docname == "index":
        graph += [_report(citation, root), _dataset(citation)]
    shown = {name: entry for name, entry in report.values.items() if _quoted(report.provenance[name])}
    if docname == "book/article":
        graph += [_claim(report, name) for name in shown]
    if docname == "book/agreement":
        graph += [_review(report, citation, name) for name, verdict in report.verdicts.items() if verdict["own"]]
    document = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _quoted(origin: dict) -> bool:
    """Whether a figure is the article's own, and not one that an edition put in its place."""
    return origin["kind"] == "claim" and not origin["replaced"]


def _authors(citation: Citation) -> list[dict]:
    return [{"@type": "Organization", "name": name} for name in citation.authors]


def _page(citation: Citation, docname: str, title: str, root: str) -> dict:
    address = {"url": f"{citation.address}{docname}.html"} if citation.address else {}
    return {
        "@type": "WebPage",
        "@id": "#page",
        "name": title,
        "inLanguage": "en",
        "isPartOf": {"@type": "Report", "@id": f"{root}index.html#report", "name": citation.title},
        "dateModified": citation.released,
        **address,
    }


def _report(citation: Citation, root: str) -> dict:
    return {
        "@type": "Report",
        "@id": "#report",
        "name": citation.title,
        "headline": citation.title,
        "abstract": citation.abstract,
        "author": _authors(citation),
        "publisher": _authors(citation)[0],
        "datePublished": citation.released,
        "version": citation.made,
        "keywords": list(citation.keywords),
        "license": [LICENCE.format(name) for name in citation.licences],
        "inLanguage": "en",
        "isBasedOn": {"@id": "#data"},
        **({"url": citation.address} if citation.address else {}),
    }


def _dataset(citation: Citation) -> dict:
    forms = {
        "data.zip": "application/zip",
        "data/claims.csv": "text/csv",
        "data/context.csv": "text/csv",
        "results.json": "application/json",
    }
    return {
        "@type": "Dataset",
        "@id": "#data",
        "name": f"Figures and results: {citation.title}",
        "description": citation.abstract,
        "creator": _authors(citation),
        "datePublished": citation.released,
        "version": citation.made,
        "license": [LICENCE.format(name) for name in citation.licences],
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{FOLDER}/{path}", "encodingFormat": form, "name": path}
            for path, form in forms.items()
        ],
    }


def _claim(report: Results, name: str) -> dict:
    """A figure of the article as a claim: the quoted words, who said them, where they stand."""
    origin, entry = report.provenance[name], report.values[name]
    return {
        "@type": "Claim",
        "@id": f"provenance.html#value-{name}",
        "name": f"{entry['label']}: {entry['text']}",
        "text": origin["wording"],
        "abstract": f"{BOUND_WORDS[entry['bound']]}, {entry['attribution']}",
        "author": {"@type": "Organization", "name": chain(origin)},
        "appearance": _appearance(report, origin["source"]),
    }


def _appearance(report: Results, key: str) -> dict:
    source = report.sources[key]
    return {"@type": "CreativeWork", "name": source["name"], **({"url": source["url"]} if source["url"] else {})}


def _review(report: Results, citation: Citation, name: str) -> dict:
    """A statement of the article as reviewed: it rates agreement of figures, in words and never on a scale of truth."""
    verdict = report.verdicts[name]
    return {
        "@type": "ClaimReview",
        "@id": f"provenance.html#verdict-{name}",
        "claimReviewed": _plain(report, verdict["label"]),
        "author": _authors(citation),
        "datePublished": citation.released,
        "itemReviewed": {"@type": "Claim", "appearance": _appearance(report, "article")},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": verdict["plain"]["text"],
            "ratingExplanation": verdict["plain"]["because"],
        },
    }


def _plain(report: Results, template: str) -> str:
    words = MARKER.sub(lambda match: report.values[match[1]]["text"], template)
    return words[:1].upper() + words[1:]

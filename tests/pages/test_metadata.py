"""What each page says to machines is right in the terms of schema.org, and made of the page's own results."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup
from rdflib import RDF, Graph, Literal

from built_pages import PAGES, soup_of
from hand_made import CITATION, place
from helpers.pages.metadata import citation_tags, json_ld, page_tags, share_tags

SCHEMA = "https://schema.org/"


@pytest.fixture(scope="module")
def vocabulary():
    """Classes with their ancestors, and properties with the classes they belong to, of schema.org's own file."""
    graph = json.loads(files("rocrate").joinpath("data/schema.jsonld").read_text(encoding="utf-8"))["@graph"]
    parents = {node["@id"]: _ids(node, "rdfs:subClassOf") for node in graph if "rdfs:Class" in node["@type"]}
    domains = {node["@id"]: _ids(node, "schema:domainIncludes") for node in graph if "rdf:Property" in node["@type"]}

    def ancestors(name):
        return {name}.union(*(ancestors(parent) for parent in parents.get(name, ())))

    return parents, domains, ancestors


def _ids(node, key):
    found = node.get(key, [])
    return {item["@id"] for item in (found if isinstance(found, list) else [found])}


def blocks(soup):
    scripts = soup.find_all("script", type="application/ld+json")
    return [json.loads(script.string) for script in scripts]


def faults(document, vocabulary):
    """Types and properties that schema.org does not know, or not together; and links that are not even RDF."""
    parents, domains, ancestors = vocabulary
    local = {**document, "@context": {"@vocab": SCHEMA, "@base": "https://example.org/"}}
    graph = Graph().parse(data=json.dumps(local), format="json-ld")
    found = []
    for subject in set(graph.subjects()):
        kinds = {str(kind).replace(SCHEMA, "schema:") for kind in graph.objects(subject, RDF.type)}
        found += [f"no type {kind}" for kind in kinds if kind not in parents]
        above = set().union(*map(ancestors, kinds)) if kinds else set()
        for name, value in graph.predicate_objects(subject):
            name = str(name).replace(SCHEMA, "schema:")
            if name.startswith("schema:") and not domains.get(name, set()) & above:
                found.append(f"no property {name} of {sorted(kinds)}")
            if isinstance(value, Literal) and not str(value).strip():
                found.append(f"{name} is empty")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_the_json_ld_of_each_page_is_schema_org(built, vocabulary, name):
    (document,) = blocks(soup_of(built, name))
    assert document["@context"] == "https://schema.org"
    assert faults(document, vocabulary) == []


def test_a_fault_in_json_ld_is_found(built, vocabulary):
    (document,) = blocks(soup_of(built, "index"))
    assert faults({**document, "@graph": [{"@type": "Rapport", "name": "x"}]}, vocabulary)
    assert faults({**document, "@graph": [{"@type": "Report", "claimReviewed": "x"}]}, vocabulary)
    assert faults({**document, "@graph": [{"@type": "Report", "headline": " "}]}, vocabulary)


@pytest.mark.parametrize(("book", "title"), [("built", "Marginal or not?"), ("small", "")])
def test_the_opening_page_describes_report_and_data(book, title, request):
    folder = request.getfixturevalue(book)
    (document,) = blocks(soup_of(folder, "index"))
    kinds = {item["@type"]: item for item in document["@graph"]}
    assert kinds["Report"]["headline"].startswith(title)
    files = [form["contentUrl"] for form in kinds["Dataset"]["distribution"]]
    assert {"downloads/data.zip", "downloads/data/claims.csv", "downloads/results.json"} <= set(files)
    assert [file for file in files if not (folder / "_build" / "html" / file).is_file()] == []


def test_figures_of_the_article_are_claims_and_its_statements_are_reviewed(built):
    (document,) = blocks(soup_of(built, "article"))
    claims = {item["@id"]: item for item in document["@graph"] if item["@type"] == "Claim"}
    assert len(claims) == 8
    entrants = claims["provenance-claim.html#value-entrants"]
    assert entrants["name"].endswith("13,221 entries")
    assert "through Institute for the Study of War" in entrants["author"]["name"]
    (document,) = blocks(soup_of(built, "agreement"))
    reviews = [item for item in document["@graph"] if item["@type"] == "ClaimReview"]
    assert len(reviews) == 17
    assert all("ratingValue" not in review["reviewRating"] for review in reviews)
    assert "thousands of North Korean workers arrived in Russia in 2024" in {
        review["claimReviewed"] for review in reviews
    }


@pytest.mark.parametrize("name", PAGES)
def test_each_page_can_be_cited_and_stands_alone_in_a_search_result(built, name):
    soup = soup_of(built, name)
    tags = {tag.get("name") or tag.get("property"): tag.get("content") for tag in soup.find_all("meta")}
    assert tags["citation_title"].startswith("Marginal or not?")
    assert tags["citation_author"] == "The North Korean Entries Report"
    assert tags["citation_publication_date"] == "2026/11/23"
    assert 60 < len(tags["description"]) <= 301
    assert tags["description"].endswith(".")
    assert tags["description"] == tags["og:description"]
    assert soup.title.string.count("Marginal or not?") == (2 if name == "index" else 1)
    assert soup.html["lang"] == "en"


def test_descriptions_and_titles_differ_from_page_to_page(built):
    soups = [soup_of(built, name) for name in PAGES]
    assert len({soup.find("meta", attrs={"name": "description"})["content"] for soup in soups}) == len(PAGES)
    assert len({soup.title.string for soup in soups}) == len(PAGES)


# --- by hand -----------------------------------------------------------------------------------------


def graph_of(docname, **changes):
    where = place(docname)
    (document,) = blocks(
        BeautifulSoup(json_ld(replace(where, book=replace(where.book, **changes)), "A page"), "html.parser")
    )
    return {item["@id"]: item for item in document["@graph"]}


def test_a_claim_is_told_of_where_a_notebook_shows_it():
    graph = graph_of("book/crossing")
    claim = graph["origins.html#value-passengers"]
    assert claim["text"] == "some 120 went aboard"
    assert claim["author"]["name"] == "the mate, through the harbour <office>"
    assert claim["appearance"] == {"@type": "CreativeWork", "name": "The log, 1999", "url": "https://log.example"}
    assert set(graph) == {"#page", "origins.html#value-passengers"}  # a verdict that rates no statement is no review
    assert set(graph_of("book/other")) == {"#page"}


def test_words_cannot_end_the_script():
    script = json_ld(place("book/crossing"), "A </script> page")
    assert script.count("<") == 2


def test_the_address_of_the_book_is_named_where_it_is_known():
    cited = replace(CITATION, address="https://example.org/")
    assert graph_of("index", citation=cited)["#report"]["url"] == "https://example.org/"
    assert "url" not in graph_of("index")["#report"]
    tags = BeautifulSoup(page_tags(cited, "book/crossing", "A <page>", "It says 120.", ["passengers"]), "html.parser")
    said = {tag.get("property", tag.get("name")): tag["content"] for tag in tags.find_all("meta")}
    assert said["og:title"] == "A <page>"
    assert said["og:url"] == "https://example.org/book/crossing.html"
    assert tags.find("meta", attrs={"name": "description"})["data-values"] == "passengers"
    cites = BeautifulSoup(citation_tags(cited, pdf=True), "html.parser")
    assert cites.find("meta", attrs={"name": "citation_pdf_url"})["content"] == "https://example.org/report.pdf"


def test_a_preview_has_the_whole_address_of_its_picture_where_it_is_known():
    where = place("book/crossing")
    known = replace(where, book=replace(where.book, citation=replace(CITATION, address="https://example.org/")))
    for page, image in ((where, "../a/b.png"), (known, "https://example.org/a/b.png")):
        tags = BeautifulSoup(share_tags(page, "a/b.png", "It says 120.", ("passengers", "seats")), "html.parser")
        said = {tag.get("property", tag.get("name")): tag for tag in tags.find_all("meta")}
        assert said["og:image"]["content"] == said["twitter:image"]["content"] == image
        for name in ("og:image:alt", "twitter:image:alt"):
            assert said[name]["content"] == "It says 120."
            assert said[name]["data-values"] == "passengers seats"

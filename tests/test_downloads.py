"""What a reader takes away passes the validators of its own standards, and they find a fault that is put in."""

import csv
import io
import json
import shutil
import zipfile
from importlib.resources import files

import jsonschema
import pytest
import requests
import yaml
from frictionless import Package, validate
from rocrate_validator import models, services

from helpers.citation import Citation, bibtex, csl, ris
from helpers.claims import ATTRIBUTIONS, CLAIM_COLUMNS, CONTEXT_COLUMNS, GRADE_COLUMNS
from helpers.downloads import FOLDER, chart_table
from helpers.editions import collect
from helpers.interval import BOUNDS


@pytest.fixture(scope="module")
def pages(built):
    return (built / "_build" / "html").resolve()


@pytest.fixture(scope="module")
def downloads(pages):
    return pages / FOLDER


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


# --- results.json ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def check_results(downloads):
    return jsonschema.Draft202012Validator(read(downloads / "results.schema.json")).validate


def test_the_results_fit_their_schema(built, downloads, check_results):
    jsonschema.Draft202012Validator.check_schema(read(downloads / "results.schema.json"))
    check_results(read(downloads / "results.json"))
    assert (downloads / "results.json").read_bytes() == (built / "_build" / "results.json").read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda results: results.pop("digest"),
        lambda results: results.update(made="today"),
        lambda results: results["values"]["entrants"].pop("low"),
        lambda results: results["values"]["entrants"].update(central="13,221"),
        lambda results: results["values"]["entrants"].update(bound="roughly"),
        lambda results: results["values"]["entrants"].update(attribution="proved"),
        lambda results: results["verdicts"]["marginal"].update(holds="yes"),
    ],
)
def test_the_schema_finds_a_fault_in_the_results(downloads, check_results, spoil):
    results = read(downloads / "results.json")
    spoil(results)
    with pytest.raises(jsonschema.ValidationError):
        check_results(results)


# --- the data package --------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_data_folder_is_a_valid_data_package(checkout, downloads):
    for folder in (checkout / "data", downloads / "data"):
        outcome = validate(str(folder / "datapackage.json"))
        assert outcome.valid, outcome.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("claims.csv", ",exact,", ",roughly,"),
        ("context.csv", ",fsb_border_service,", ",FSB,"),
        ("grades.csv", "entries_2019,", "entries_1919,"),
    ],
)
def test_the_data_package_finds_a_fault(data_folder, file, old, new):
    path = data_folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not validate(str(data_folder / "datapackage.json")).valid


def test_the_data_package_says_what_the_check_of_the_data_says(checkout):
    package = Package(str(checkout / "data" / "datapackage.json"))
    columns = {"claims": CLAIM_COLUMNS, "context": CONTEXT_COLUMNS, "grades": GRADE_COLUMNS}
    for name, expected in columns.items():
        fields = {field.name: field for field in package.get_resource(name).schema.fields}
        assert list(fields) == expected
        if name != "grades":
            assert tuple(fields["bound"].constraints["enum"]) == BOUNDS
            assert tuple(fields["attribution"].constraints["enum"]) == ATTRIBUTIONS


def test_the_packed_data_are_the_data(checkout, downloads):
    with zipfile.ZipFile(downloads / "data.zip") as archive:
        for name in ("claims.csv", "context.csv", "datapackage.json", "README.md"):
            assert archive.read(f"data/{name}") == (checkout / "data" / name).read_bytes()


# --- the research object -----------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch):
    """The validator asks for the context that the crate names; the library that made the crate ships it."""
    context = files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()

    def send(self, request, **options):
        assert request.url.startswith("https://w3id.org/ro/crate/"), request.url
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        answer.headers["Content-Type"] = "application/ld+json"
        answer._content = context
        answer.raw = io.BytesIO(context)
        return answer

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)


def crate_faults(folder):
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate",
        requirement_severity=models.Severity.REQUIRED,
        no_cache=True,
    )
    return [issue.message for issue in services.validate(settings).get_issues()]


@pytest.mark.filterwarnings("ignore")
def test_the_published_pages_are_a_valid_research_object(pages, offline):
    assert crate_faults(pages) == []


@pytest.mark.filterwarnings("ignore")
def test_the_research_object_s_validator_finds_a_fault(pages, offline, tmp_path):
    crate = read(pages / "ro-crate-metadata.json")
    for entity in crate["@graph"]:
        entity.pop("datePublished", None) if entity["@id"] == "./" else None
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    assert crate_faults(tmp_path) != []


def test_every_download_is_in_the_research_object(pages, downloads):
    named = {entity["@id"] for entity in read(pages / "ro-crate-metadata.json")["@graph"]}
    lying = {str(path.relative_to(pages)) for path in downloads.rglob("*") if path.is_file()}
    assert lying <= named


# --- charts ------------------------------------------------------------------------------------------


def test_each_chart_has_its_data_as_csv(built, downloads):
    report = collect(built)
    assert {path.stem for path in (downloads / "charts").iterdir()} == set(report.charts)
    for name, chart in report.charts.items():
        rows = list(csv.DictReader(io.StringIO((downloads / "charts" / f"{name}.csv").read_text(encoding="utf-8"))))
        assert len(rows) == len(chart["data"])
        assert list(rows[0])[:4] == ["id", "label", "period", "low"]
        assert [row["text"] for row in rows] == [row["text"] for row in chart["data"]]
    rows = chart_table(report.charts["coverage"]).set_index("id")
    assert rows.loc["shortage_covered", "central"] == pytest.approx(13_221 / 1_500_000)


# --- citations ---------------------------------------------------------------------------------------

REPORT = Citation(
    title="On a question",
    authors=("The Body",),
    version="2.0.0",
    released="2026-11-05",
    abstract="What it says.",
    keywords=("one", "other"),
    licences=("MIT",),
    results="0123456789abcdef",
    address="https://example.org/",
)


def test_citation_cff_and_csl_fit_their_schemas(checkout, downloads):
    content = yaml.load((checkout / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    schema = read(checkout / "tests" / "schemas" / "cff.json")
    check = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    numbers = {**content["preferred-citation"], "year": int(content["preferred-citation"]["year"])}
    content["preferred-citation"] = numbers
    assert [fault.message for fault in check.iter_errors(content)] == []
    assert list(check.iter_errors({**content, "type": "report"})) != []
    schema = read(checkout / "tests" / "schemas" / "csl.json")
    jsonschema.Draft7Validator(schema).validate(read(downloads / "citation.csl.json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate([{"id": "x", "type": "rumour"}])


def test_the_citation_in_ris():
    assert ris(REPORT).split("\r\n") == [
        "TY  - RPRT",
        "TI  - On a question",
        "AU  - The Body,",
        "PY  - 2026",
        "DA  - 2026/11/05",
        "ET  - Version 2.0.0, results 0123456789ab",
        "AB  - What it says.",
        "KW  - one",
        "KW  - other",
        "UR  - https://example.org/",
        "ER  - ",
        "",
    ]


def test_the_citation_in_bibtex_and_csl():
    from pybtex.database import parse_string

    entry = parse_string(bibtex(REPORT), "bibtex").entries["north-korean-entries"]
    assert entry.type == "techreport"
    assert str(entry.persons["author"][0]) == "{The Body}"
    assert entry.fields["year"] == "2026"
    assert entry.fields["url"] == "https://example.org/"
    (item,) = json.loads(csl(REPORT))
    assert item["issued"] == {"date-parts": [[2026, 11, 5]]}
    assert item["author"] == [{"literal": "The Body"}]


def test_equal_results_give_equal_downloads(built, pages, downloads, tmp_path):
    from helpers.citation import read_citation
    from helpers.downloads import write_downloads

    report = collect(built)
    citation = read_citation(built, report.document()["digest"])
    shutil.copy(pages / "index.html", tmp_path)
    write_downloads(built, tmp_path, report, citation)
    for name in ("data.zip", "results.json", "citation.bib"):
        assert (tmp_path / FOLDER / name).read_bytes() == (downloads / name).read_bytes()
    assert read(tmp_path / "ro-crate-metadata.json") == read(pages / "ro-crate-metadata.json")

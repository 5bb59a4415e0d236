"""What a reader takes away passes the validators of its own standards, and they find a fault that is put in."""

import csv
import io
import json
import re
import shutil
import zipfile
from functools import partial
from importlib.resources import files

import jsonschema
import pytest
import requests
from frictionless import Package, validate
from rocrate_validator import models, services

from hand_made import CITATION, results
from helpers.figures.data import TABLES
from helpers.figures.interval import BOUNDS
from helpers.figures.rows import ATTRIBUTIONS
from helpers.figures.units import KINDS
from helpers.notebook.record import ChartRecord, ChartRow
from helpers.notebook.results import collect
from helpers.pages import downloads as downloads_module
from helpers.pages.citation import read_citation
from helpers.pages.downloads import FOLDER, WORDS, begin_workbook, encoding, write_chart, write_downloads
from helpers.pages.last import note_last
from helpers.pages.workbook import write_workbook


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
        ("units.csv", ",money", ",cash"),
        ("parameters.csv", ',"(0, 1]"', ",some"),
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
    for file, model in TABLES.items():
        fields = {field.name: field for field in package.get_resource(file.removesuffix(".csv")).schema.fields}
        header = (checkout / "data" / file).read_text(encoding="utf-8").partition("\n")[0]
        assert list(fields) == header.split(",")
        assert set(fields) <= set(model.model_fields)
        if "bound" in fields:
            assert tuple(fields["bound"].constraints["enum"]) == BOUNDS
            assert tuple(fields["attribution"].constraints["enum"]) == ATTRIBUTIONS
    assert tuple(package.get_resource("units").schema.get_field("kind").constraints["enum"]) == KINDS


def test_the_packed_data_are_the_data(built, downloads):
    with zipfile.ZipFile(downloads / "data.zip") as archive:
        for name in (*TABLES, "datapackage.json", "README.md"):
            assert archive.read(f"data/{name}") == (built / "data" / name).read_bytes()


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


def crate_faults(folder, profile="ro-crate"):
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier=profile,
        requirement_severity=models.Severity.REQUIRED,
        no_cache=True,
    )
    return [issue.message for issue in services.validate(settings).get_issues()]


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_the_published_pages_are_a_valid_research_object_but_for_what_is_spoiled(pages, offline, tmp_path):
    """The validator takes long, so it is asked once, of the published pages without their date: that is all it finds."""
    for path in pages.iterdir():
        (tmp_path / path.name).symlink_to(path)
    crate = read(pages / "ro-crate-metadata.json")
    root = next(each for each in crate["@graph"] if each["@id"] == "./")
    assert root.pop("datePublished")
    (tmp_path / "ro-crate-metadata.json").unlink()
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    (fault,) = crate_faults(tmp_path)
    assert "datePublished" in fault


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda graph: None, []),
        (lambda graph: graph["#making-of-the-report"].pop("instrument"), ["MUST have an instrument"]),
        (lambda graph: graph["./"].pop("conformsTo"), ["versioned permalink of the profile"]),
    ],
)
def test_the_making_of_the_report_is_a_valid_process_run(pages, offline, tmp_path, spoil, said):
    """The validator knows the profile for version 1.1 of the vocabulary, so it is shown the same object under that name."""
    for path in pages.iterdir():
        (tmp_path / path.name).symlink_to(path)
    text = (pages / "ro-crate-metadata.json").read_text(encoding="utf-8")
    crate = json.loads(re.sub(r"(w3id\.org/ro/crate/)1\.\d", r"\g<1>1.1", text))
    spoil({entity["@id"]: entity for entity in crate["@graph"]})
    (tmp_path / "ro-crate-metadata.json").unlink()
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    faults = crate_faults(tmp_path, "process-run-crate")
    assert len(faults) == len(said)
    assert all(words in fault for words, fault in zip(said, faults, strict=True))


def test_every_download_is_in_the_research_object(pages, downloads):
    named = {entity["@id"] for entity in read(pages / "ro-crate-metadata.json")["@graph"]}
    lying = {str(path.relative_to(pages)) for path in downloads.rglob("*") if path.is_file()}
    assert lying <= named


def test_every_download_is_named_and_typed(pages):
    entities = [each for each in read(pages / "ro-crate-metadata.json")["@graph"] if each["@type"] == "File"]
    assert len(entities) > 30
    for entity in entities:
        assert entity["encodingFormat"] == encoding(entity["@id"]) != "application/octet-stream"
        assert entity["name"] != entity["@id"].rpartition("/")[2], "only a name, no words"
    assert encoding("x.csl.json") == "application/vnd.citationstyles.csl+json"
    assert encoding("x.json") == "application/json"
    assert set(WORDS.values()) & {entity["name"] for entity in entities}


# --- charts ------------------------------------------------------------------------------------------


def test_each_chart_has_its_data_as_csv(built, downloads):
    results = collect(built)
    assert {path.stem for path in (downloads / "charts").iterdir()} == set(results.charts)
    values = read(downloads / "results.json")["values"]
    for name, chart in results.charts.items():
        rows = list(csv.DictReader(io.StringIO((downloads / "charts" / f"{name}.csv").read_text(encoding="utf-8"))))
        assert [row["text"] for row in rows] == [row.text for row in chart.rows]
        for row in rows:
            known = values[row["id"]]
            if row["text"] == known["text"]:  # a row of a sensitivity shows its figure moved, and says so
                assert [float(row[end]) if row[end] else None for end in ("low", "central", "high")] == [
                    known[end] for end in ("low", "central", "high")
                ]


def test_a_chart_s_table_keeps_every_digit_and_leaves_open_ends_empty(tmp_path):
    row = {"id": "a", "label": "one, two", "period": "2024", "unit": "ratio", "range": "at least 0.3", "text": "0.3"}
    rows = [ChartRow(**row, low=0.333333333333, central=None, high=None, note="said once")]
    chart = ChartRecord(id="c", narrow="", alt="", headline="", caption="", rows=rows, marks={})
    write_chart(chart, tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8") == (
        "id,label,period,low,central,high,unit,range,text,note\n"
        'a,"one, two",2024,0.333333333333,,,ratio,at least 0.3,0.3,said once\n'
    )


def test_a_chart_s_table_holds_nothing_that_a_spreadsheet_computes(tmp_path):
    row = ChartRow(id="a", label="=1+1", low=-3.5, central=-3.5, high=-3.5, unit="ratio", range="-3.5", text="@here")
    write_chart(
        ChartRecord(id="c", narrow="", alt="", headline="", caption="", rows=[row], marks={}), tmp_path / "c.csv"
    )
    cells = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    assert cells == ["a", "'=1+1", "", "-3.5", "-3.5", "-3.5", "ratio", "-3.5", "'@here", ""]


# --- the whole ---------------------------------------------------------------------------------------


def test_equal_results_give_equal_downloads(built, pages, downloads, tmp_path):
    found = collect(built)
    citation = read_citation(built, found.document().digest)
    for path in [*pages.glob("*.html"), *pages.glob("*.md"), *pages.glob("book/*"), pages / "llms.txt"]:
        (tmp_path / path.relative_to(pages)).parent.mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / path.relative_to(pages))
    printed = (built / "_build" / "html" / "report.pdf").is_file()
    write_downloads(built, tmp_path, found, citation, partial(write_workbook, found, citation), pdf=printed)
    for name in ("data.zip", "results.json", "figures.xlsx", "citation.bib"):
        assert (tmp_path / FOLDER / name).read_bytes() == (downloads / name).read_bytes()
    assert read(tmp_path / "ro-crate-metadata.json") == read(pages / "ro-crate-metadata.json")


def test_the_workbook_is_begun_before_it_is_wanted_unless_the_last_book_may_have_it(tmp_path, monkeypatch):
    begun = []

    class Begun(downloads_module.Forked):
        def __init__(self, work):
            begun.append(work)
            super().__init__(work)

    monkeypatch.setattr(downloads_module, "Forked", Begun)
    (tmp_path / "source").mkdir()
    write_workbook(results(), CITATION, tmp_path / "straight.xlsx")
    begin_workbook(tmp_path / "source", results(), CITATION, tmp_path / "aside")(tmp_path / "begun.xlsx")
    assert len(begun) == 1
    last = tmp_path / "last"
    (last / FOLDER).mkdir(parents=True)
    note_last(tmp_path / "source", last)
    (last / FOLDER / "results.json").write_bytes(results().document().write())
    begin_workbook(tmp_path / "source", results(), CITATION, tmp_path / "aside")(tmp_path / "same.xlsx")
    assert len(begun) == 1
    (last / FOLDER / "results.json").write_bytes(b"others")
    begin_workbook(tmp_path / "source", results(), CITATION, tmp_path / "aside")(tmp_path / "other.xlsx")
    assert len(begun) == 2
    files = [(tmp_path / f"{name}.xlsx").read_bytes() for name in ("straight", "begun", "same", "other")]
    assert files == files[:1] * 4

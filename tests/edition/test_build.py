"""A report from its figures to its published book, on a report that is not the article's."""

import os
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from checkouts import (
    copy_built,
    edit_file,
    notebook_differences,
    outputs_of,
    own_figure,
    results_of,
    run_report,
    run_tool,
)
from helpers import cli
from helpers.edition.build import default_output, lay_out
from helpers.edition.edition import Edition
from helpers.edition.render import verify_pages
from helpers.figures.faults import BuildFailed
from helpers.notebook.results import records_of


@pytest.fixture(scope="module")
def report(small, tmp_path_factory) -> Path:
    """A copy of the built small report, of these tests' own."""
    return copy_built(small, tmp_path_factory)


def page_of(output: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((output / "html" / f"{name}.html").read_text(encoding="utf-8"), "html.parser").find("article")


def words_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")


# --- what comes out ----------------------------------------------------------------------------------


def test_values_are_those_of_hand_arithmetic(small):
    # 9,000 crossings to the nearest thousand are 8,500 to 9,500; 48200/9500 = 5.07368..., 48200/9000 = 5.35555...,
    # 48200/8500 = 5.67058...; of 60 seats. Up to 40 percent leaves 0.6 to 1; 310,000 to the nearest 10,000 is 305,000
    # to 315,000, and 305000/1 = 305000, 315000/0.6 = 525000. 50 x 400 / 48200 = 0.41493..., and more.
    expected = {
        "passengers": (48200, 48200, 48200),
        "fare_share": (0, None, 40),
        "load": (48200 / 9500, 48200 / 9000, 48200 / 8500),
        "seats_taken": (48200 / 9500 / 60, 48200 / 9000 / 60, 48200 / 8500 / 60),
        "share_left": (0.6, None, 1),
        "running_cost": (305_000, None, 525_000),
        "commuter_share": (20_000 / 48_200, None, None),
    }
    values = results_of(small / "_build")["values"]
    for name, numbers in expected.items():
        for key, number in zip(("low", "central", "high"), numbers, strict=True):
            assert values[name][key] == (None if number is None else pytest.approx(number, rel=1e-9)), (name, key)
    assert values["running_cost"]["text"] == "at most 525,000 euros"
    assert (values["running_cost"]["attribution"], values["running_cost"]["unit"]) == ("alleged", "euros")
    assert results_of(small / "_build")["parameters"] == {"hardly_used": 0.25, "trips_a_year": 400}


def test_a_verdict_comes_with_its_reason(small):
    assert results_of(small / "_build")["verdicts"] == {
        "use": {
            "text": "On an average crossing the ferry is hardly used.",
            "holds": True,
            "because": "About 8.9 percent of its seats are taken; the report draws the line at 25 percent.",
            "rating": "hardly used",
            "rests_on": ["crossings", "hardly_used", "passengers", "seats"],
            "evidence": "",  # a rule weighs none, and nothing turns it
            "change": "",
        }
    }
    assert "On an average crossing the ferry is hardly used." in words_of(page_of(small / "_build", "index"))


def test_every_number_on_a_page_is_a_door_and_has_its_entry(small):
    origins = page_of(small / "_build", "book/origins")
    for name in ("index", "book/crossing", "book/cost"):
        page = page_of(small / "_build", name)
        doors = page.select("button[data-value]")
        assert len(doors) >= 5
        for door in doors:
            assert page.find(id=door["popovertarget"]) is not None, door
            assert origins.find(id=f"value-{door['data-value']}") is not None, door
    entry = words_of(origins.find(id="value-load"))
    assert "48,200 passengers" in entry
    assert "book/ferry.py" in entry
    assert "Last boat to Ostrey?" in words_of(origins)


def test_a_chart_comes_with_its_data(small):
    page = page_of(small / "_build", "book/crossing")
    chart = page.find(id="fig-seats_drawn")
    assert len(chart.find_all("svg")) == 2  # wide, and narrow
    words = words_of(chart)
    assert "An average crossing takes about 8.9 percent of the seats" in words
    assert "8.4 to 9.5 percent" in words
    link = chart.find("a", href=lambda target: target and target.endswith("seats_drawn.csv"))
    rows = (small / "_build" / "html" / "book" / link["href"]).resolve().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 2
    assert "seats_taken" in rows[1]


def test_the_committed_notebooks_are_what_a_build_makes(small, checkout):
    for name in ("crossing", "cost"):
        committed = checkout / "tests" / "small" / "book" / f"{name}.ipynb"
        assert notebook_differences(committed, small / "_build" / "notebooks" / f"{name}.ipynb") == []


def test_a_second_build_makes_nothing_anew(report):
    before = (report / "_build" / "html" / "index.html").stat().st_mtime_ns
    run_report(report, "build")  # which finds all in place, and leaves word of that in this copy
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "_make", None)  # nothing is so much as looked into
        done = run_report(report / "book", "build")  # from another folder of the checkout
    assert done.returncode == 0
    assert done.stdout.startswith("Book: fresh\n\nThe book: ")
    assert (report / "_build" / "html" / "index.html").stat().st_mtime_ns == before


# --- other editions ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other(report, tmp_path_factory) -> Path:
    """Another data folder: fewer crossings, and nothing but claims of its own."""
    folder = tmp_path_factory.mktemp("other")
    shutil.copyfile(report / "data" / "claims.csv", folder / "claims.csv")
    own_figure(folder / "claims.csv", "crossings", value="2000")
    return folder


@pytest.fixture(scope="module")
def custom(report, other) -> Path:
    """An edition on that folder with another figure replaced and a parameter set."""
    settings = ("--data", str(other), "--set", "passengers=60000", "-p", "trips_a_year=200")
    done = run_report(report, "build", *settings)
    assert done.returncode == 0, done.stderr
    return report / "_build" / "editions" / "custom"


def test_other_figures_change_numbers_and_words(report, custom):
    results = results_of(custom)
    assert results["edition"] == "custom"
    # 60000 passengers on 1,500 to 2,500 crossings are 24 to 40, of 60 seats 0.4 to 0.666...; 50 x 200 / 60000 = 1/6
    values = results["values"]
    assert [values["seats_taken"][key] for key in ("low", "central", "high")] == pytest.approx([0.4, 0.5, 2 / 3])
    assert values["commuter_share"]["low"] == pytest.approx(1 / 6)
    assert results["verdicts"]["use"]["holds"] is False
    words = words_of(page_of(custom, "index"))
    assert "On an average crossing the ferry is used." in words
    assert "48,200" not in words
    assert results_of(report / "_build")["verdicts"]["use"]["holds"] is True


def records(path: Path) -> dict:
    """Every figure that a notebook shows, and its verdicts."""
    found = {}
    for _, _, record, _ in records_of(nbformat.read(path, as_version=4)):
        found |= record.figures | {f"verdict {name}": each for name, each in record.verdicts.items()}
    return found


@pytest.mark.parametrize("name", ["cost"])
def test_plain_papermill_gives_what_a_build_gives(report, custom, other, tmp_path, name):
    settings = ["-p", "data", str(other), "-y", "replaced: {passengers: 60000}"]
    settings += ["-p", "trips_a_year", "200"] if name == "cost" else []
    done = run_tool("papermill", f"{name}.ipynb", tmp_path / "out.ipynb", *settings, cwd=report / "book")
    assert done.returncode == 0, done.stderr
    assert outputs_of(tmp_path / "out.ipynb") == outputs_of(custom / "notebooks" / f"{name}.ipynb")
    made = records(tmp_path / "out.ipynb")
    assert len(made) >= 5
    for key, value in results_of(custom)["values"].items():
        if value["notebook"] == name:
            assert made[key].low == value["low"]
            assert made[key].text == value["text"]


def test_a_published_notebook_runs_where_it_lies_on_its_own_data(custom, tmp_path):
    home = custom / "notebooks"
    done = run_tool("papermill", "crossing.ipynb", tmp_path / "out.ipynb", cwd=home)
    assert done.returncode == 0, done.stderr
    again, published = records(tmp_path / "out.ipynb"), records(home / "crossing.ipynb")
    assert {name: each.text for name, each in again.items()} == {name: each.text for name, each in published.items()}
    assert published["passengers"].central == 60000


def test_an_edition_is_laid_out_with_its_data_beside_its_notebooks(report, other, tmp_path):
    lay_out(report, other, Edition(name="custom", title="Fewer"), tmp_path)
    for folder in (tmp_path / "data", tmp_path / "book" / "data"):
        assert "2000,1000,crossings" in (folder / "claims.csv").read_text()
        assert (folder / "units.csv").is_file()
    assert yaml.safe_load((tmp_path / "_config.yml").read_text())["title"].endswith(" (Fewer)")
    assert (tmp_path / "edition.json").is_file()


def test_each_edition_has_its_folder(tmp_path):
    assert default_output(tmp_path, Edition(), None) == tmp_path / "_build"
    assert default_output(tmp_path, Edition(name="big"), None) == tmp_path / "_build" / "editions" / "big"
    assert default_output(tmp_path, Edition().changed({}, {}), tmp_path).name == "custom"


def test_another_edition_never_replaces_the_articles_book(report):
    before = (report / "_build" / "results.json").read_bytes()
    done = run_report(report, "build", "-p", "hardly_used=0.1", "--output", "_build")
    assert done.returncode == 2
    assert "never replaces it" in done.stderr
    assert (report / "_build" / "results.json").read_bytes() == before


# --- what fails --------------------------------------------------------------------------------------


@pytest.fixture
def spoiled(report):
    """Spoils a file for one test; the published book stays what it was."""
    digest, sound = results_of(report / "_build")["digest"], {}

    def spoil(name: str, old: str, new: str) -> subprocess.CompletedProcess:
        sound[report / name] = (report / name).read_bytes()
        edit_file(report / name, old, new)
        return run_report(report, "build")

    yield spoil
    assert results_of(report / "_build")["digest"] == digest
    verify_pages(report / "_build" / "html", digest, report)
    for path, content in sound.items():
        path.write_bytes(content)


def test_an_unknown_id_on_a_page_is_bad_input(spoiled, report):
    done = spoiled("index.md", "{value}`passengers`", "{value}`no_passengers`")
    told = (
        "error: index.md, line 3: it prints {value} 'no_passengers', which no notebook shows for these data; "
        "did you mean 'passengers'?\n1 fault; nothing was changed.\n"
    )
    assert (done.returncode, done.stderr) == (2, told)
    checked = run_report(report, "check")
    assert (checked.returncode, checked.stderr) == (2, told)


def test_an_unknown_id_in_a_notebook_is_bad_input(spoiled):
    done = spoiled("book/cost.ipynb", "figures.commuters *", "figures.commuter *")
    assert done.returncode == 2
    assert "no row has the id 'commuter'" in done.stderr
    assert "Notebooks" not in done.stdout


def test_notebooks_that_disagree_fail_the_build(spoiled):
    done = spoiled("book/cost.ipynb", r"\"running_cost\"", r"\"seats_taken\"")
    assert done.returncode == 1
    assert "give different values for 'seats_taken'" in done.stderr


def test_a_page_made_from_other_results_or_missing_fails_the_build(small, tmp_path):
    for entry in ("index", "book/crossing", "book/cost", "book/origins", "book/changes"):
        page = tmp_path / f"{entry}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text('<meta name="report-digest" content="aa">', encoding="utf-8")
    verify_pages(tmp_path, "aa", small)
    (tmp_path / "book" / "cost.html").write_text('<meta name="report-digest" content="bb">', encoding="utf-8")
    (tmp_path / "book" / "origins.html").unlink()
    with pytest.raises(BuildFailed, match=r"book/cost, book/origins$"):
        verify_pages(tmp_path, "aa", small)


# --- the author's story ------------------------------------------------------------------------------


def test_a_new_question_is_a_row_a_sentence_a_cell_and_a_chart(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    with (report / "data" / "claims.csv").open("a", encoding="utf-8") as file:
        file.write(
            "bicycles,bicycles that the ferry took along,7230,,bicycles,exact,stated,2023,a cyclists' club,,club,"
            'first line,"we counted 7,230 bicycles"\n'
        )
    with (report / "data" / "sources.bib").open("a", encoding="utf-8") as file:
        file.write("\n@misc{club, author = {{Lenn Cyclists}}, title = {{Counted by hand}}, year = {2024}}\n")
    with (report / "data" / "words.csv").open("a", encoding="utf-8") as file:
        file.write('club,2024-05-01,"we counted 7,230 bicycles"\n')
    with (report / "data" / "units.csv").open("a", encoding="utf-8") as file:
        file.write("bicycles,bicycle,bicycles,count\n")
    path = report / "book" / "cost.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [
        nbformat.v4.new_markdown_cell("## And bicycles?\n\nA club counted {value}`bicycles`: {value}`with_bicycle`."),
        nbformat.v4.new_code_cell(
            'cyclists = (figures.bicycles / figures.passengers).named("with_bicycle", "passengers with a bicycle")\ncyclists'
        ),
        nbformat.v4.new_code_cell(
            "from helpers import charts\n\n"
            'rows = report.table({"cyclists": cyclists, "fares": figures.fare_share})\n'
            'charts.ranges(rows, name="bicycles_drawn", unit="percent", headline="With bicycles, {with_bicycle}", caption="")'
        ),
    ]
    nbformat.write(notebook, path)
    done = run_report(report, "build")
    assert done.returncode == 0, done.stderr
    assert "crossing: fresh\n  cost: executed (its cells changed)" in done.stdout  # it asked for no row that changed
    # 7230 / 48200 = 0.15
    assert results_of(report / "_build")["values"]["with_bicycle"]["central"] == pytest.approx(0.15)
    page, origins = page_of(report / "_build", "book/cost"), page_of(report / "_build", "book/origins")
    door = page.find("button", attrs={"data-value": "with_bicycle"})
    assert door.get_text() == "15.0 percent"
    about = words_of(page.find(id=door["popovertarget"]))
    assert "Passengers with a bicycle" in about
    assert "we counted 7,230 bicycles" in about
    chart = page.find(id="fig-bicycles_drawn")
    assert "With bicycles, 15.0 percent" in words_of(chart)
    assert [cell.get_text() for cell in chart.select("td:first-child")] == ["cyclists", "fares, 2023"]
    table = report / "_build" / "html" / "downloads" / "charts" / "bicycles_drawn.csv"
    assert [row.partition(",")[0] for row in table.read_text(encoding="utf-8").splitlines()[1:]] == [
        "with_bicycle",
        "fare_share",
    ]
    assert "15.0 percent" in words_of(origins.find(id="value-with_bicycle"))
    assert "Counted by hand" in words_of(origins)
    assert results_of(report / "_build")["values"]["load"] == results_of(small / "_build")["values"]["load"]


@pytest.mark.parametrize("output", ["book", "data/new", "."])
def test_a_book_is_not_published_among_the_sources(report, output):
    before = sorted((report / "book").iterdir())
    done = run_report(report, "build", "--output", output)
    assert done.returncode == 2
    assert "the report's own sources stand there; name another folder" in done.stderr
    assert sorted((report / "book").iterdir()) == before
    assert not (report / "data" / "new").exists()


@pytest.mark.long
def test_the_plain_tools_book_and_ours_are_never_mixed(report):
    run_report(report, "build")
    ours = (report / "_build").resolve() / ".published" / "current"
    before = {path: path.read_bytes() for path in ours.resolve().rglob("*") if path.is_file()}
    done = run_tool("jupyter-book", "build", ".", "-q", cwd=report)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in ours.resolve().rglob("*") if path.is_file()} == before
    assert (report / "_build" / "html" / "index.html").is_file()
    assert not (report / "_build" / "html").is_symlink()
    assert not (report / "_build" / "results.json").exists()
    done = run_report(report, "build")
    assert done.returncode == 0, done.stderr
    assert "is not ours but jupyter-book's own; publishing it anew\nBook: rendering" in done.stdout
    verify_pages(report / "_build" / "html", results_of(report / "_build")["digest"], report)
    assert not (report / "_build" / "set-aside").exists()  # it was as the tool had left it
    assert "Book: fresh" in run_report(report, "build").stdout


# --- all editions ------------------------------------------------------------------------------------


def test_all_editions_are_built_at_once_and_lead_to_each_other(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    (report / "editions").mkdir()
    dear = report / "editions" / "dear.yml"
    dear.write_text("title: A dearer <ferry>\nset: {subsidies: 400000}\nwhy: What the operator says.\n")
    before = (report / "_build" / "results.json").read_bytes()
    done = run_report(report, "build", "all")
    assert (done.returncode, (report / "_build" / "results.json").read_bytes()) == (2, before)
    assert (
        "dear: editions/dear.yml, line 2, field subsidies: no figure has this id; did you mean 'subsidy'?"
        in done.stderr
    )
    dear.write_text(dear.read_text().replace("subsidies", "subsidy"))
    done = run_report(report, "build", "all")
    assert done.returncode == 0, done.stderr
    assert run_report(report, "build", "all", "--set", "seats=50").returncode == 2
    folder = report / "_build" / "editions" / "dear"
    assert (results_of(report / "_build")["edition"], results_of(folder)["edition"]) == ("article", "dear")
    for home, other in ((report / "_build", folder), (folder, report / "_build")):
        page = home / "html" / "book" / "cost.html"
        foot = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select_one(".foot-editions")
        (link,) = foot.select("a")
        assert Path(os.path.normpath(page.parent / link["href"])) == other / "html" / "book" / "cost.html"
    page = BeautifulSoup((folder / "html" / "book" / "cost.html").read_text(encoding="utf-8"), "html.parser")
    banner = page.select_one(".edition-banner").get_text()
    assert "A dearer <ferry>. What the county pays for the ferry, 2023: about 400,000 euros." in banner
    assert "What the operator says." in banner
    assert run_report(report, "build", "all").stdout.count("Book: fresh") == 2

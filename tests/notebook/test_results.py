"""What executed notebooks say, collected: where each number was shown, and what results.json holds."""

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from checkouts import SMALL
from helpers.notebook.record import MIME, SVG, FigureRecord, Record, VerdictRecord
from helpers.notebook.results import Disagreement, canonical, cell_numbers, collect, read_sources


def figure(name: str, central: float = 5.0, **changed) -> FigureRecord:
    """A figure of an orchard, as a record."""
    fields = {
        "id": name, "kind": "quantity", "label": name.replace("_", " "), "central": central, "low": 4.0, "high": None,
        "unit": "trees", "text": f"about {central:g} trees", "bound": "at_least", "attribution": "stated",
    }  # fmt: skip
    return FigureRecord(**fields | changed)


def shown(*ids: str, speaks_of: tuple[FigureRecord, ...], **more) -> Record:
    return Record(show="figure", ids=list(ids), figures={each.id: each for each in speaks_of}, **more)


def verdict(name: str) -> VerdictRecord:
    words = {"text": "{trees} in all.", "because": "they are {trees.number}."}
    return VerdictRecord(id=name, label="Many?", outcome="many", holds=True, uses=[], **words)


@pytest.fixture
def orchard(tmp_path):
    """Makes a report of notebooks whose cells have shown the given records."""

    def make(**notebooks: list[Record]) -> Path:
        (tmp_path / "book").mkdir()
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "sources.bib").write_text("")
        chapters = "".join(f"\n  - file: book/{name}" for name in notebooks)
        (tmp_path / "_toc.yml").write_text(f"root: index\nchapters:{chapters}\n")
        for name, records in notebooks.items():
            cells = [nbformat.v4.new_markdown_cell("words")]
            for record in records:
                bundle = {"text/plain": "", MIME: record.model_dump(exclude_defaults=True), SVG: f"<svg>{name}</svg>"}
                output = nbformat.v4.new_output("execute_result", bundle, execution_count=1)
                source = f"show({', '.join(record.ids)})\n"
                cells.append(nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1))
            nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "book" / f"{name}.ipynb")
        return tmp_path

    return make


def test_a_figure_belongs_to_the_first_cell_that_shows_it(orchard):
    trees, pears = figure("trees"), figure("pears")
    root = orchard(
        first=[shown("pears", speaks_of=(pears, trees))],
        second=[shown("pears", speaks_of=(pears,)), shown("trees", speaks_of=(trees,))],
        third=[shown("trees", speaks_of=(trees,))],
    )
    results = collect(root)
    cell = results.cell("figure", "trees")
    assert (cell.notebook, cell.index, cell.code) == ("second", 2, "show(trees)")
    assert results.cell("figure", "pears").notebook == "first"


def test_a_figure_that_no_cell_shows_belongs_to_the_first_that_speaks_of_it(orchard):
    root = orchard(first=[shown(speaks_of=(figure("trees"),))], second=[shown(speaks_of=(figure("trees"),))])
    assert collect(root).cell("figure", "trees").notebook == "first"


def test_two_notebooks_that_differ_on_a_number_are_refused(orchard):
    root = orchard(
        first=[shown("trees", speaks_of=(figure("trees"),))], second=[shown("trees", speaks_of=(figure("trees", 6.0),))]
    )
    with pytest.raises(Disagreement, match=r"^second and first .* 'trees' \(about 5 trees; about 6 trees\)"):
        collect(root)


def test_a_record_with_a_field_too_many_is_refused(orchard):
    root = orchard(first=[shown("trees", speaks_of=(figure("trees"),))])
    path = root / "book" / "first.ipynb"
    path.write_text(path.read_text().replace('"show": "figure"', '"show": "figure", "mood": "good"'))
    with pytest.raises(ValueError, match="mood"):
        collect(root)


def test_verdicts_and_parameters_are_collected(orchard):
    chosen = figure("few_below", 0.05, kind="parameter")
    root = orchard(first=[shown("many", speaks_of=(chosen, figure("trees")), verdicts={"many": verdict("many")})])
    results = collect(root)
    assert results.parameters == {"few_below": 0.05}
    assert results.cell("verdict", "many").index == 1
    assert results.document().model_dump()["verdicts"] == {
        "many": {"text": "About 5 trees in all.", "holds": True, "because": "They are 5.", "rating": "many"}
        | {"rests_on": [], "evidence": "", "change": ""}  # a statement alone has the last two
    }


def test_what_is_computed_from_a_figure_is_known(orchard):
    trees, pears = figure("trees", inputs=["old", "young"]), figure("pears", inputs=["trees", "young"])
    results = collect(orchard(first=[shown(speaks_of=(trees, figure("old"), figure("young"), pears))]))
    assert (results.used_by("old"), results.used_by("trees")) == (["trees"], ["pears"])
    assert results.rests_on("pears") == ["old", "young"]  # each once
    assert results.rests_on("old") == ["old"]


def test_what_a_count_goes_over_is_looked_up_in_other_cells_and_other_notebooks(orchard):
    count = shown("rows", speaks_of=(figure("rows", kind="tally", counted=["old", "young"]),))
    root = orchard(
        first=[count, shown("old", speaks_of=(figure("old"),))], second=[shown(speaks_of=(figure("young"),))]
    )
    results = collect(root)
    assert results.rests_on("rows") == ["old", "young"]
    assert results.used_by("old") == []  # counting is no computing


@pytest.mark.parametrize("names", ["counted", "inputs"])
def test_what_no_cell_of_any_notebook_holds_is_told_with_a_remedy(orchard, names):
    rows = figure("rows", **{names: ["old"]})
    words = r"^first, cell 1: 'rows' rests on 'old', which no cell of any notebook shows: show it as well"
    with pytest.raises(Disagreement, match=words):
        collect(orchard(first=[shown("rows", speaks_of=(rows,))]))


def test_results_json_holds_what_the_contract_says_and_its_digest_is_of_the_rest(orchard):
    trees = figure("trees", formula="old + young", inputs=["old", "young"])
    root = orchard(first=[shown("trees", speaks_of=(trees, figure("old"), figure("young")))])
    (root / "edition.json").write_text('{"name": "larger"}')
    written = collect(root).document().write()
    document = json.loads(written)
    assert document["edition"] == "larger"
    assert list(document["values"]) == ["old", "trees", "young"]
    assert document["values"]["trees"] == {
        "label": "trees", "central": 5.0, "low": 4.0, "high": None, "unit": "trees", "text": "about 5 trees",
        "bound": "at_least", "attribution": "stated", "formula": "old + young", "inputs": ["old", "young"],
        "rests_on": ["old", "young"], "notebook": "first", "period": "",
    }  # fmt: skip
    digest = document.pop("digest")
    rest = json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    assert digest == hashlib.sha256(rest.encode()).hexdigest()
    assert str(root) not in written.decode()


def test_the_small_report_is_collected_from_its_committed_notebooks(tmp_path):
    results = collect(Path(shutil.copytree(SMALL, tmp_path / "small")))
    claims = ["commuters", "crossings", "fare_share", "passengers", "seats", "subsidy"]
    assert sorted(name for name, each in results.figures.items() if each.kind == "claim") == claims
    assert list(results.charts) == ["seats_drawn"]
    assert results.wide["seats_drawn"].startswith("<svg")
    assert results.sources["article"].name == "Lenn Courier, 2024"


def test_what_cannot_be_written_as_json_is_refused():
    assert canonical({"b": 1, "a": "é"}) == '{\n "a": "é",\n "b": 1\n}\n'.encode()
    assert canonical({"b": 1, "a": 2}, as_given=True) == b'{\n "b": 1,\n "a": 2\n}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("inf")})


def test_a_source_has_a_short_name_and_its_address(tmp_path):
    path = tmp_path / "sources.bib"
    path.write_text(
        "@online{one, author = {{Orchard News}}, title = {{T}}, year = {2024}, url = {https://example.org/a}}\n"
        "@misc{two, title = {{T}}, year = {n.d.}}\n"
    )
    sources = read_sources(path)
    assert (sources["one"].name, sources["one"].url) == ("Orchard News, 2024", "https://example.org/a")
    assert (sources["two"].name, sources["two"].url) == ("the two", "")


def test_a_copy_of_another_page_is_known_by_its_note(tmp_path):
    path = tmp_path / "sources.bib"
    path.write_text(
        "@online{one, title = {T}, note = {Read in a repost of the text at example.org}}\n"
        "@online{two, title = {T}, note = {In Russian; read in a Mirror, relays a daily}}\n"
        "@online{three, title = {Reposted}, note = {Read in full}}\n"
    )
    assert {key: source.repost for key, source in read_sources(path).items()} == {
        "one": True,
        "two": True,
        "three": False,
    }


def test_the_form_is_that_of_the_first_cell_that_shows_one(orchard):
    def form(threshold: str) -> dict:
        return {"inputs": [], "figures": {}, "quantities": {}, "verdicts": [], "threshold": threshold, "units": {},
                "shown": [], "bars": []}  # fmt: skip

    trees = figure("trees")
    root = orchard(
        first=[shown("trees", speaks_of=(trees,)), shown(speaks_of=(trees,), what_if=form("few"))],
        second=[shown(speaks_of=(trees,), what_if=form("many"))],
    )
    results = collect(root)
    assert results.what_if.threshold == "few"
    cell = results.cell("what_if", "")
    assert (cell.notebook, cell.index) == ("first", 2)


def test_a_figure_goes_by_its_other_names(orchard):
    pears = figure("pears_2023")
    root = orchard(first=[shown("pears_2023", speaks_of=(pears,), roles={"pears_before": "pears_2023"})])
    results = collect(root)
    assert (results.id_of("pears_before"), results.id_of("pears_2023")) == ("pears_2023", "pears_2023")


def test_a_name_stands_for_one_figure(orchard):
    pears, trees = figure("pears"), figure("trees")
    one = shown("pears", speaks_of=(pears,), roles={"before": "pears"})
    with pytest.raises(Disagreement, match=r"second, cell 1: 'before' stands for 'trees', and elsewhere for 'pears'"):
        collect(orchard(first=[one], second=[shown("trees", speaks_of=(trees,), roles={"before": "trees"})]))


def test_a_name_is_no_id(orchard):
    pears, trees = figure("pears"), figure("trees")
    with pytest.raises(Disagreement, match="'trees' stands for 'pears', and is the id of a figure"):
        collect(orchard(first=[shown("pears", speaks_of=(pears, trees), roles={"trees": "pears"})]))


def test_cells_are_numbered_as_they_are_run_and_none_that_an_edition_put_in():
    text, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    put = code("shortage = 5", metadata={"tags": ["injected-parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[text("a"), code("a"), put, text("b"), code("c")])
    assert cell_numbers(notebook) == {1: 1, 4: 2}

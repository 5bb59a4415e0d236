"""The research object says how the report was made: what was run, on which files, and which came of it.

What a process run has to have is said in https://w3id.org/ro/wfrun/process/0.5; its validator is asked where the whole
object is (``test_downloads``), and here what must be there is looked at one by one.
"""

import json
import re
from importlib.metadata import version

import pytest
from rocrate.model import ContextEntity, DataEntity
from rocrate.rocrate import ROCrate

from hand_made import CITATION
from helpers.pages.action import ACTION, PROFILE, TOOLS, add_action, digest_of

NOTEBOOKS = "downloads/notebooks.zip"


@pytest.fixture(scope="module")
def pages(built):
    return built / "_build" / "html"


@pytest.fixture(scope="module")
def crate(pages):
    return json.loads((pages / "ro-crate-metadata.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graph(crate):
    return {entity["@id"]: entity for entity in crate["@graph"]}


def ids(held):
    """What an entity refers to."""
    return [each["@id"] for each in (held if isinstance(held, list) else [held])]


def test_the_action_has_what_a_process_run_must_have(crate, graph):
    assert ids(graph["./"]["conformsTo"]) == [PROFILE]
    assert re.fullmatch(r"https://w3id\.org/ro/wfrun/process/\d+\.\d+", PROFILE)
    assert "CreativeWork" in graph[PROFILE]["@type"]
    assert ids(graph["./"]["mentions"]) == [ACTION]
    action = graph[ACTION]
    assert action["@type"] == "CreateAction"
    (instrument,) = ids(action["instrument"])
    assert "SoftwareSourceCode" in graph[instrument]["@type"]
    assert graph[ids(action["agent"])[0]]["@type"] == "Organization"
    assert crate["@context"][1]["sha256"] == "https://w3id.org/ro/terms/workflow-run#sha256"
    assert "endTime" not in action


def test_every_file_has_its_digest(pages, graph):
    parts = ids(graph["./"]["hasPart"])
    files = {name: graph[name] for name in parts if name != "report.pdf"}
    assert len(files) > 80
    for name, entity in files.items():
        assert entity["sha256"] == digest_of(pages / name), name
    listed = dict(
        reversed(line.split("  ")) for line in (pages / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert {name: entity["sha256"] for name, entity in files.items()} == {name: listed[name] for name in files}


def test_what_was_taken_are_the_sources_and_all_else_was_given(built, pages, graph):
    taken, given = ids(graph[ACTION]["object"]), ids(graph[ACTION]["result"])
    assert sorted([*taken, *given]) == sorted({*ids(graph["./"]["hasPart"])} - {"report.pdf", NOTEBOOKS})
    assert {"downloads/data/claims.csv", "downloads/data/sources.bib", "downloads/CITATION.cff"} <= {*taken}
    for name in taken:
        assert graph[name]["sha256"] == digest_of(built / name.removeprefix("downloads/")), name
    wanted = {"index.html", "book/shortage.html", "book/shortage.md", "llms.txt"}
    wanted |= {f"downloads/{name}" for name in ("results.json", "figures.xlsx", "charts/estimates.csv")}
    assert wanted <= {*given}


def test_the_instrument_are_the_notebooks_with_their_version_and_their_tools(graph):
    assert ids(graph[ACTION]["instrument"]) == [NOTEBOOKS]
    code = graph[NOTEBOOKS]
    assert graph["./"]["version"].startswith(f"{code['version']}, results ")
    tools = [graph[each] for each in ids(code["softwareRequirements"])]
    assert {each["name"]: each["version"] for each in tools} == {name: version(name) for name in TOOLS}
    assert all(each["@id"] == each["url"] for each in tools)


def test_an_action_by_hand(tmp_path):
    (tmp_path / "in.csv").write_bytes(b"abc")
    # the digest of these three letters, as the standard's own examples give it
    assert digest_of(tmp_path / "in.csv") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    crate = ROCrate()
    agent = crate.add(ContextEntity(crate, "#agent", {"@type": "Organization", "name": "The Ferry Report"}))
    taken, given = (crate.add(DataEntity(crate, name, {"@type": "File"})) for name in ("in.csv", "out.csv"))
    code = crate.add(DataEntity(crate, "code.zip", {"@type": ["File", "SoftwareSourceCode"]}))
    add_action(crate, CITATION, agent, code, [taken], [given])
    (action,) = [each for each in crate.metadata.generate()["@graph"] if each["@type"] == "CreateAction"]
    assert (ids(action["object"]), ids(action["result"])) == (["in.csv"], ["out.csv"])
    assert (ids(action["agent"]), ids(action["instrument"])) == (["#agent"], ["code.zip"])

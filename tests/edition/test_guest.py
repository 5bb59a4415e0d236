"""A guest on a worker: it needs nothing of the report there, says what is lacking, and leaves nothing behind."""

import sys
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("distributed", reason="the extra dask is not installed")

from helpers.edition import cluster
from helpers.edition.guest import Guest, lacking
from helpers.edition.shells import Script

SHOW = """
import tide
class Figure:
    def _repr_mimebundle_(self, **_):
        figure = {"kind": "claim", "central": tide.HIGH / count, "low": None}
        return {"application/vnd.report.record+json": {"figures": {"seats": figure}}}
"""
HALF = Script("half", ("count = 1", SHOW, "Figure()"), (2,), 0)
NUMPY = {"numpy": metadata.version("numpy")}


def arrive(tmp_path, wanted=NUMPY) -> tuple[Guest, SimpleNamespace]:
    """A guest with a small report, set up in a worker's folder."""
    (tmp_path / "stage" / "book").mkdir(parents=True)
    (tmp_path / "stage" / "book" / "tide.py").write_text("HIGH = 6")
    worker = SimpleNamespace(local_directory=tmp_path / "worker")
    worker.local_directory.mkdir()
    guest = Guest("one", cluster.luggage(tmp_path / "stage"), [asdict(HALF)], ["seats"], wanted)
    guest.setup(worker)
    return guest, worker


@pytest.fixture
def here(tmp_path):
    """A guest and its worker."""
    guest, worker = arrive(tmp_path)
    yield guest, worker
    guest.teardown(worker)


def test_points_run_on_what_was_brought(here):
    guest, worker = here
    assert guest.run({}) == {"values": {"seats": [None, 6, None]}}
    assert guest.run({"half": "count = 4"}) == {"values": {"seats": [None, 1.5, None]}}
    (home,) = worker.local_directory.iterdir()
    assert {each.name for each in home.iterdir()} == {"code", "report"}


def test_one_that_leaves_leaves_nothing(tmp_path):
    guest, worker = arrive(tmp_path)
    guest.run({})
    (shells,) = guest._idle
    process = shells._process
    guest.teardown(worker)
    assert process.poll() is not None
    assert list(worker.local_directory.iterdir()) == []
    assert not [name for name in sys.modules if name.startswith("shells_of_one")]


def test_processes_that_rest_end_and_others_begin(here, monkeypatch):
    guest, _ = here
    monkeypatch.setattr("helpers.edition.guest.REST", 0.01)
    guest.run({})
    guest._alarm.join()
    assert guest._idle == []
    assert guest.run({"half": "count = 2"}) == {"values": {"seats": [None, 3, None]}}


def test_a_worker_with_other_versions_runs_nothing(tmp_path):
    guest, worker = arrive(tmp_path, {"numpy": "0.1", "no-such-package": "2.0"})
    numpy = f"numpy is {NUMPY['numpy']}, not 0.1"
    assert guest.run({}) == {"lacking": [numpy, "no-such-package is missing, not 2.0"]}
    assert guest._idle == []
    guest.teardown(worker)


def test_what_is_there_lacks_nothing():
    assert lacking(NUMPY) == []


def test_all_that_the_guest_names_is_pythons_or_dasks():
    named = cluster._imported(Path(sys.modules[Guest.__module__].__file__).read_text(encoding="utf-8"))
    assert named - {*sys.stdlib_module_names} == {"distributed"}

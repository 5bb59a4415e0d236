"""A sweep on a cluster: the rows of this machine, whatever the workers have or lack, and whichever of them is lost."""

import io
import os
import platform
import shutil
import signal
import sys
import zipfile
from concurrent.futures import CancelledError
from contextlib import chdir
from importlib import metadata
from pathlib import Path

import pytest

from checkouts import GRID, LEFT_OUT, SMALL, run_report
from helpers.edition import cluster
from helpers.edition import sweep as sweeping
from helpers.edition.shells import TRIES, Script
from helpers.figures.faults import BuildFailed, InputError


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """A copy of the small report with a sweep in it."""
    report = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("own") / "checkout", ignore=LEFT_OUT))
    (report / "grid.yml").write_text(GRID, encoding="utf-8")
    return report


@pytest.fixture(scope="module")
def local(report) -> bytes:
    """The table of the sweep as this machine makes it."""
    assert run_report(report, "sweep", "grid.yml", "--output", "local.csv").returncode == 0
    return (report / "local.csv").read_bytes()


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A cluster of two workers in an empty folder, who cannot load any package of this report's name."""
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    other, empty = tmp_path_factory.mktemp("other"), tmp_path_factory.mktemp("empty")
    (other / "helpers").mkdir()
    (other / "helpers" / "__init__.py").write_text("raise ImportError('another package')")
    with (
        chdir(empty),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=tmp_path_factory.mktemp("workers"),
            env={"PYTHONPATH": str(other)},
        ) as made,
    ):
        for number, pid in enumerate(made.scheduler.workers):
            (empty / str(number)).mkdir()
            with distributed.Client(made, set_as_default=False) as client:
                client.run(os.chdir, str(empty / str(number)), workers=[pid])
        yield made


def swept(report: Path, dask, *options: str):
    return run_report(report, "sweep", "grid.yml", "--scheduler", dask.scheduler_address, *options)


# --- on two workers ----------------------------------------------------------------------------------


def test_the_table_is_that_of_this_machine_and_nothing_is_left(report, local, dask):
    done = swept(report, dask, "--output", "far.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"8 points, 4 of them failed: see the column error\nThe table: {report / 'far.csv'}\n"
    assert (report / "far.csv").read_bytes().splitlines() == local.splitlines()
    workers = [Path(worker.local_directory) for worker in dask.scheduler.workers.values()]
    assert len(workers) == 2
    assert not [each for folder in workers for each in folder.glob("report-*")]


def test_one_that_was_stopped_here_goes_on_there(report, local, dask):
    assert run_report(report, "sweep", "grid.yml", "--output", "half.csv").returncode == 0
    (report / "half.csv").write_bytes(b"".join(local.splitlines(keepends=True)[:4]) + b"40000,")
    assert swept(report, dask, "--output", "half.csv").returncode == 0
    assert (report / "half.csv").read_bytes() == local


def test_workers_with_other_versions_are_refused_each_by_name(report, dask, monkeypatch):
    monkeypatch.setattr(cluster, "versions", lambda *_: {"numpy": "0.1"})
    done = swept(report, dask, "--output", "none.csv")
    assert done.returncode == 2
    told = (
        f": numpy is {metadata.version('numpy')}, not 0.1; install Python and requirements.txt there as they are here"
    )
    for worker in dask.scheduler.workers:
        assert f"error: {worker}{told}\n" in done.stderr
    assert done.stderr.endswith("\n2 faults; nothing was changed.\n")


def test_a_worker_that_is_lost_costs_no_row(report, local, dask, monkeypatch):
    workers = [worker.pid for worker in dask.workers.values()]
    calls = []

    def injected(*args):
        calls.append(args)
        if len(calls) == 7:  # some are done, others are under way
            os.kill(workers[0], signal.SIGKILL)
        return sweeping_injected(*args)

    sweeping_injected = sweeping.injected
    monkeypatch.setattr(sweeping, "injected", injected)
    monkeypatch.setattr(cluster, "AHEAD", 2)
    assert swept(report, dask, "--output", "lost.csv").returncode == 0
    assert len(calls) == 8
    assert (report / "lost.csv").read_bytes() == local


def test_an_address_without_a_scheduler_is_bad_input(report, monkeypatch):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    monkeypatch.setattr(cluster, "WAIT", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere://", "tcp://127.0.0.1:port"):
        done = run_report(report, "sweep", "grid.yml", "--scheduler", address)
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: --scheduler: no scheduler answers at {address!r}: ")


# --- without a cluster -------------------------------------------------------------------------------


def test_without_the_extra_the_option_says_what_to_install(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run_report(report, "sweep", "grid.yml", "--scheduler", "tcp://127.0.0.1:8786")
    assert done.returncode == 2
    assert done.stderr == (
        "error: --scheduler: the package distributed is not installed; install the extra: "
        ".venv/bin/uv pip install -c requirements.txt -e '.[dask]'\n1 fault; nothing was changed.\n"
    )


class Gone:
    """A client whose scheduler has gone: it was told of the workers, and then nothing more."""

    def __init__(self, answers=()):
        self._answers = iter(answers)

    def run(self, function, *_):
        return {"tcp://one": platform.python_version() if function is platform.python_version else []}

    def nthreads(self):
        return {"tcp://one": 1}

    def submit(self, *_, **__):
        return self

    def register_plugin(self, *_):
        pass

    def unregister_worker_plugin(self, *_):
        raise OSError

    def result(self):
        answer = next(self._answers, CancelledError("scheduler-connection-lost"))
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_scheduler_that_is_lost_is_told_after_the_rows_that_came(tmp_path):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    rows = cluster.run_points(Gone([{"values": {}}]), tmp_path, [], [], [("a", {}), ("b", {})])
    assert next(rows) == ("a", {"values": {}})
    with pytest.raises(BuildFailed, match=r"the scheduler is lost; the rows that came are kept: run the same again"):
        next(rows)


def test_a_worker_that_came_later_with_other_versions_ends_the_sweep(tmp_path):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    rows = cluster.run_points(Gone([{"lacking": ["numpy is 0.1, not 2.0"]}]), tmp_path, [], [], [("a", {})])
    with pytest.raises(InputError, match=r"a worker that came later: numpy is 0\.1, not 2\.0; install Python"):
        next(rows)


def test_a_point_whose_workers_are_lost_is_begun_again_and_then_given_up(tmp_path):
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    lost = distributed.KilledWorker("a", None, 3)
    answers = [*[lost] * (TRIES - 1), {"values": {"load": [1, 2, 3]}}, *[lost] * TRIES]
    rows = list(cluster.run_points(Gone(answers), tmp_path, [], [], [("a", {}), ("b", {})]))
    given_up = {"error": "its worker was lost 3 times over: is there memory enough?"}
    assert rows == [("a", {"values": {"load": [1, 2, 3]}}), ("b", given_up)]


class Elsewhere:
    """A client with a worker on another Python."""

    def __init__(self, python):
        self._python = python

    def run(self, function, *_):
        assert function is platform.python_version, "no code is sent to another Python"
        return {"tcp://one": self._python}


def test_another_python_is_refused_before_any_code_is_sent():
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(InputError, match=rf"tcp://one: Python is 3\.2\.1, not {platform.python_version()}; install"):
        cluster._require(Elsewhere("3.2.1"), {})
    patched = ".".join([*platform.python_version_tuple()[:2], "99"])
    with pytest.raises(AssertionError, match="no code is sent"):  # a patch of the same Python is asked further
        cluster._require(Elsewhere(patched), {})


# --- what goes along ---------------------------------------------------------------------------------


def test_the_luggage_is_what_notebooks_run_on_and_no_page(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "claims.csv").write_text("id\n")
    names = zipfile.ZipFile(io.BytesIO(cluster.luggage(tmp_path))).namelist()
    assert [name for name in names if name.startswith("report/")] == ["report/data/claims.csv"]
    assert {"code/helpers/__init__.py", "code/helpers/notebook/report.py", "code/helpers/edition/shells.py"} <= {*names}
    assert not [name for name in names if name.startswith("code/helpers/pages/") or "__pycache__" in name]


def test_the_versions_are_those_of_what_the_code_imports(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "tide.py").write_text("import tqdm.auto")
    script = Script("cost", ("import json\nfrom rocrate import rocrate", "%matplotlib inline"), (), -1)
    found = cluster.versions(tmp_path, [script])
    asked = {"pandas", "numpy", "seaborn", "matplotlib", "ipython", "pydantic", "sympy", "tqdm", "rocrate"}
    assert asked <= {*found}
    assert found["pandas"] == metadata.version("pandas")
    assert not {"helpers", "playwright", "jupyter-book", "papermill"} & {*found}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import numpy.random, json", {"numpy", "json"}),
        ("def late():\n    from pandas.io import sql", {"pandas"}),
        ("from . import tide", set()),
        ("!ls", set()),
    ],
)
def test_imports_are_read_off_code(code, names):
    assert cluster._imported(code) == names

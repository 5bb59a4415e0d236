"""The process that builds: it is asked again, replaced when the code changes, and tells how it failed."""

import shutil
from pathlib import Path

import pytest

from checkouts import SMALL
from helpers.edition import worker as working
from helpers.edition.worker import Worker


@pytest.fixture
def stub(monkeypatch, tmp_path):
    """A process that does what ``code`` says for each line; the package is a folder that a test may change."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "code.py").write_text("old")
    monkeypatch.setattr(working, "PACKAGE", package)

    def use(code: str) -> Path:
        module = f"import json, os, sys\ntell = lambda **told: print(json.dumps(told), flush=True)\n{code}"
        monkeypatch.setattr(Worker, "command", ["-c", module])
        return package

    return use


COUNTS = "for number, _ in enumerate(sys.stdin): tell(line=f'{os.getpid()} {number}'); print('aside'); tell(faults='')"


def test_one_process_builds_again_until_the_code_changes(stub, tmp_path):
    package, said = stub(COUNTS), []
    with Worker(tmp_path) as worker:
        assert [worker.build(said.append) for _ in range(2)] == ["", ""]
        (package / "code.py").write_text("new")
        assert worker.build(said.append) == ""
    assert said[1::2] == ["aside"] * 3
    (first, one), (second, two), (third, three) = (line.split() for line in said[::2])
    assert first == second != third
    assert (one, two, three) == ("0", "1", "0")


def test_one_that_ends_says_what_it_printed_last_and_is_replaced(stub, tmp_path):
    stub("sys.stdin.readline(); print('no module', file=sys.stderr); sys.exit(3)")
    with Worker(tmp_path) as worker:
        for _ in range(2):
            assert worker.build(lambda line: None) == "failed: what builds the book ended by itself (3)\nno module"


def test_faults_are_told_as_the_command_prints_them(tmp_path):
    report = Path(shutil.copytree(SMALL, tmp_path / "report"))
    (report / "data" / "claims.csv").unlink()
    with Worker(report) as worker:
        told = worker.build(lambda line: None)
    assert told.startswith("error: claims.csv: the file is missing; ")
    assert told.endswith("nothing was changed.")

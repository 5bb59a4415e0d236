"""Fixtures that several test modules share: the data folder, and a ledger or judge of chosen figures."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.claims import load
from helpers.ledger import Ledger
from helpers.quantities import names_needed
from helpers.verdicts import Judge

ROOT = Path(__file__).parents[1]


@pytest.fixture
def data_folder(tmp_path) -> Path:
    """A copy of the repository's data folder that a test may spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def ledger_of():
    """Makes a ledger of the repository's data, some figures replaced and some parameters set."""

    def make(replacements=None, parameters=None) -> Ledger:
        return Ledger(load(ROOT / "data", replacements, names_needed()), parameters)

    return make


@pytest.fixture(scope="session")
def judge_of(ledger_of):
    """Makes a judge of such a ledger."""

    def make(replacements=None, parameters=None) -> Judge:
        return Judge(ledger_of(replacements, parameters))

    return make


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The repository itself, to read from."""
    return ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A copy of the checkout with the article's own edition built in it, once for all tests."""
    folder = tmp_path_factory.mktemp("report") / "checkout"
    ignore = shutil.ignore_patterns(".venv", ".git", "_build", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, folder, ignore=ignore)
    cache = ROOT / "_build" / ".cache"
    if cache.is_dir():
        shutil.copytree(cache, folder / "_build" / ".cache")
    command = [str(Path(sys.executable).with_name("report")), "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder

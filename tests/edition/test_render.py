"""A renderer is Jupyter Book itself, forked once it is loaded, and ends with the process that it serves."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from checkouts import run_tool
from helpers.edition.build import lay_out
from helpers.edition.edition import Edition
from helpers.edition.kept import executions
from helpers.edition.render import render
from helpers.edition.run import execute
from helpers.figures.faults import BuildFailed, InputError
from helpers.notebook.results import collect


@pytest.fixture
def stage(small, tmp_path):
    """The small report laid out, its notebooks executed."""
    lay_out(small, None, Edition(), tmp_path)
    execute(executions(small, tmp_path, Edition(), False), tmp_path, lambda line: None)
    return tmp_path


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.long
def test_the_pages_are_those_of_jupyter_book_itself(stage):
    ours = files_of(render(stage, collect(stage)))
    options = ["--path-output", stage / "plain", "--all", "-n", "-W", "--keep-going", "-q"]
    done = run_tool("jupyter-book", "build", stage, *options, cwd=stage)
    assert done.returncode == 0, done.stderr
    plain = files_of(stage / "plain" / "_build" / "html")
    differing = [name for name in ours.keys() | plain.keys() if ours.get(name) != plain.get(name)]
    assert {name.name for name in differing} <= {".buildinfo", "environment.pickle"}
    assert len(ours) > 50


def test_what_rendering_complains_of_is_told(stage):
    with (stage / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    with pytest.raises(BuildFailed, match=r"(?s)could not be rendered \(exit code 1\).*index\.md.*nowhere"):
        render(stage, collect(stage))
    assert Path.cwd() != stage


LOADS = """
import time
from multiprocessing import forkserver
from helpers.edition.render import load
load()
print(forkserver._forkserver._forkserver_pid, flush=True)
time.sleep(600)
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_what_was_loaded_ends_with_the_process_that_it_serves():
    with subprocess.Popen([sys.executable, "-c", LOADS], stdout=subprocess.PIPE, text=True) as serving:
        loaded = int(serving.stdout.readline())
        os.kill(loaded, 0)
        serving.kill()
    for _ in range(300):
        try:
            if Path(f"/proc/{loaded}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return  # ended; who adopted it has not asked yet
        except FileNotFoundError:
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


def working_in(folder):
    """The processes that have a folder for their own."""
    found = []
    for each in psutil.process_iter():
        with suppress(psutil.Error):
            found += [each] if Path(each.cwd()) == folder and each.pid != os.getpid() else []
    return found


def test_what_is_raised_meanwhile_ends_the_renderer_and_what_it_has_forked(stage):
    rendering: list[psutil.Process] = []

    def complain():
        deadline = time.monotonic() + 60
        while len(rendering) < 2:  # one that writes the workbook, or draws, beside it
            assert time.monotonic() < deadline
            rendering[:] = working_in(stage)
        for each in rendering:
            with suppress(psutil.Error):
                each.suspend()  # what is not ended stays
        raise InputError([])

    with pytest.raises(InputError):
        render(stage, collect(stage), meanwhile=complain)
    _, left = psutil.wait_procs(rendering, timeout=20)
    for each in left:
        each.kill()
    assert left == []
    assert not (stage / "out-html" / "_build" / "html" / "index.html").exists()

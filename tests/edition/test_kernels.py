"""Kernels forked from a template are what kernels of their own would be, and leave nothing behind."""

import json
import shutil
import sys
from contextlib import closing

import nbformat
import psutil
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient

from checkouts import SMALL, edit_file
from helpers.edition import kernels, template
from helpers.edition.bare import REPLY
from own_kernels import KernelOverFiles

pytestmark = pytest.mark.skipif(not template.LINUX, reason="there are no warm kernels on this system")


@pytest.fixture
def show(tmp_path, monkeypatch):
    """Runs a cell on a kernel of its own, warm, plain or bare; its outputs."""

    def show(source: str, way: str = "warm") -> list:
        monkeypatch.setenv(template.CHOICE, template.WARM if way == BARE else way)
        KernelProvisionerFactory.clear_instance()
        if way == BARE:
            with closing(kernels.open_channel(tmp_path)) as channel:
                channel.ask(source)
                messages = list(iter_until_reply(channel))
            return [nbformat.v4.output_from_msg(each) for each in messages]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        settings = {"resources": {"metadata": {"path": str(tmp_path)}}, "kernel_manager_class": KernelOverFiles}
        NotebookClient(notebook, kernel_name="python3", shutdown_kernel="immediate", **settings).execute()
        return notebook.cells[0].outputs

    yield show
    KernelProvisionerFactory.clear_instance()


def iter_until_reply(channel):
    while (message := channel.answer(timeout=60))["msg_type"] != REPLY:
        yield message


@pytest.fixture
def run(show):
    """Runs a cell in the same way, and reads the JSON that it prints."""
    return lambda *cell: json.loads("".join(each.text for each in show(*cell) if each.output_type == "stream"))


PLAIN, BARE = "local-provisioner", "bare"
#: What one notebook could change for the next.
STATE = """
import json, os, signal, sys, threading, warnings
import matplotlib.pyplot as plt, numpy, pandas, seaborn
from IPython import get_ipython
def known(mapping):
    return {str(key): str(each) for key, each in mapping.items()}
print(json.dumps({
    "options": [str(pandas.get_option("display.precision")), pandas.get_option("display.max_rows")],
    "style": known(plt.rcParams), "backend": plt.get_backend(), "numpy": known(numpy.get_printoptions()),
    "environ": {name: each for name, each in os.environ.items() if name != "JPY_PARENT_PID"},
    "cwd": os.getcwd(), "path": sys.path, "argv": sys.argv[:2], "stdin": sys.stdin.read(),
    "signals": [str(signal.getsignal(each)) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)],
    "threads": sorted(type(each).__name__ for each in threading.enumerate()),
    "filters": len(warnings.filters), "names": sorted(name for name in get_ipython().user_ns if name[0] != "_"),
    "patched": [seaborn.barplot.__module__, pandas.DataFrame.head.__qualname__], "figures": plt.get_fignums(),
    "group": os.getpgrp() == os.getpid() == os.getsid(0), "own": "helpers.edition" in sys.modules, "findings": "helpers.findings" in sys.modules,
}))
"""
CHANGES = """
import os, random, sys, warnings
import matplotlib.pyplot as plt, numpy, pandas, seaborn
pandas.set_option("display.precision", 2); pandas.set_option("display.max_rows", 3)
plt.rcParams["font.size"] = 31; plt.figure(); numpy.set_printoptions(precision=1)
os.environ["LEFT"] = "x"; os.chdir("/"); sys.path.insert(0, "/left"); random.seed(1); numpy.random.seed(1)
seaborn.barplot = pandas.DataFrame.head = print; warnings.filterwarnings("ignore")
import helpers
print(1)
"""


#: The threads of a kernel without sockets.
FEW = {"threads": ["ParentPollerUnix", "_MainThread"]}


@pytest.mark.parametrize(("way", "but"), [(template.WARM, {}), (BARE, FEW)])
def test_nothing_of_one_notebook_reaches_the_next_and_all_is_as_on_a_kernel_of_its_own(run, monkeypatch, way, but):
    run(CHANGES, way)
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # which the template may have been started under
    plain = run(STATE, PLAIN)
    expected = plain | {"environ": plain["environ"] | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "warm"}} | but
    assert run(STATE, way) == expected


@pytest.mark.parametrize("way", [template.WARM, BARE])
def test_a_figure_is_shown_as_on_a_kernel_of_its_own(show, way):
    outputs = show("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", way)
    assert "image/png" in outputs[0].data
    assert outputs == show("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", PLAIN)


@pytest.mark.parametrize("way", [template.WARM, BARE])
def test_every_kernel_has_chances_of_its_own(run, way):
    draws = [run("import random, numpy; print([random.random(), numpy.random.random()])", way) for _ in range(2)]
    assert draws[0][0] != draws[1][0]
    assert draws[0][1] != draws[1][1]


LOADED = """
import json, sys
names = ("pandas", "seaborn", "helpers.notebook.report", "helpers.findings", "helpers.edition")
print(json.dumps([name in sys.modules for name in names]))
"""
WARM, COLD = [True, True, True, False, False], [False] * 5


def test_a_template_has_loaded_what_every_notebook_does_and_nothing_of_one_report(run):
    assert run(LOADED) == WARM
    assert run(LOADED, PLAIN) == COLD
    (parent,) = {run("import os; print(os.getppid())") for _ in range(2)}
    assert parent in [each.process.pid for each in template._TEMPLATES.values()]
    assert psutil.Process(parent).children() == []


def test_kernels_that_pytest_asks_for_come_from_the_same_template(run, monkeypatch):
    asked = "import os; print(os.getppid())"
    first = run(asked, BARE)
    for name in ("PYTEST_VERSION", "PYTEST_CURRENT_TEST", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        monkeypatch.setenv(name, "1")
        assert run(f"{asked} if os.environ[{name!r}] == '1' else 0", BARE) == first
    monkeypatch.setenv("LANG", "another")
    assert run(asked, BARE) != first


READ = """
import json
from pathlib import Path
from helpers.figures import data, sources
def read_anew():
    return [each.cache_info().misses for each in (data._rows_of, sources._sources_of)]
before = read_anew()
passengers = data.load(Path("data")).claims["passengers"].value
print(json.dumps([passengers, *(after - each for each, after in zip(before, read_anew()))]))
"""


def test_a_template_has_read_the_data_that_lie_there_and_a_kernel_sees_what_is_written_since(
    run, tmp_path, monkeypatch
):
    shutil.copytree(SMALL / "data", tmp_path / "data")
    (tmp_path / "_toc.yml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "yet another")  # which no template was begun under
    assert run(READ, BARE) == [48200, 0, 0]
    edit_file(tmp_path / "data" / "claims.csv", "ferry,48200,", "ferry,48201,")
    edit_file(tmp_path / "data" / "claims.csv", "48,200 passengers", "48,201 passengers")
    edit_file(tmp_path / "data" / "words.csv", "48,200 passengers", "48,201 passengers")
    assert run(READ, BARE) == [48201, 2, 0]


@pytest.mark.long
def test_where_the_template_fails_a_kernel_starts_the_plain_way(run):
    assert run(LOADED) == WARM
    for each in template._TEMPLATES.values():
        each.process.kill()
        each.process.wait()
    assert run(LOADED) == COLD
    template._end()
    assert run(LOADED) == WARM


def test_code_that_is_edited_is_loaded_by_the_next_kernel(run, tmp_path, monkeypatch):
    copy = tmp_path / "code" / "helpers"
    shutil.copytree(template.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(template, "PACKAGE", copy)
    monkeypatch.setenv("PYTHONPATH", str(copy.parent))
    asked = "import json; from helpers.figures import wording; print(json.dumps(wording.NOT_KNOWN))"
    assert run(asked) == run(asked) == "not known"
    edited = copy / "figures" / "wording.py"
    edited.write_text(edited.read_text(encoding="utf-8") + 'NOT_KNOWN = "unheard of"\n', encoding="utf-8")
    assert run(asked) == "unheard of"


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"env": {"PYTHONPATH": "/one:/two"}}, True),
        ({"env": {"PYTHONPATH": "/one:src"}}, False),
        ({"cmd": ["python3.10", "-m", "ipykernel_launcher", "-f", "x"]}, False),
        ({"cmd": [sys.executable, "-m", "xeus", "-f", "x"]}, False),
        ({"beside": "matplotlibrc"}, False),
        ({"beside": "helpers.py"}, False),
        ({"linux": False}, False),
    ],
)
def test_what_a_fork_would_not_be_starts_the_plain_way(tmp_path, monkeypatch, change, fits):
    monkeypatch.setattr(kernels, "LINUX", change.get("linux", True))
    if "beside" in change:
        (tmp_path / change["beside"]).write_text("# another\n", encoding="utf-8")
    command = change.get("cmd", [sys.executable, "-m", "ipykernel_launcher", "-f", "x"])
    assert kernels._fits(command, change.get("env", {}), str(tmp_path)) is fits

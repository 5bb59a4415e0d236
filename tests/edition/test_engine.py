"""What cells show over a channel, without sockets, is what papermill's own engine has them show, whatever they do."""

import nbformat
import papermill
import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from papermill.exceptions import PapermillExecutionError

from helpers.edition import engine, template
from own_kernels import KernelOverFiles

pytestmark = pytest.mark.skipif(not template.LINUX, reason="there are no warm kernels on this system")

#: Cells of every kind, by what is in them.
CELLS = {
    "words": "print('one'); print('two')",
    "words on standard error": "import sys; print('told', file=sys.stderr)",
    "a value": "{'a': [1, 2]}",
    "nothing": "a = 3;",
    "no code": "  \n",
    "words around a value": "from IPython.display import HTML, display\nprint('before')\ndisplay(HTML('<b>a</b>'))\nprint('after')\na",
    "a table": "import pandas as pd\npd.DataFrame({'low': [1.5], 'high': [2.5]})",
    "a drawing": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "what is shown again elsewhere": "shown = display('first', display_id='here')",
    "what changes another cell": "shown.update('second')",
    "what is taken away": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "what the cell before ended on": "_ , In[1], len(Out)",
    "a wait": "import asyncio\nawait asyncio.sleep(0.01)\nasyncio.get_running_loop().is_running()",
    "a task that goes on": "task = asyncio.ensure_future(asyncio.sleep(0.01, 'done'))",
    "its end": "await task",
    "magic": "%who_ls str",
    "a shell": "!echo from the shell",
    "another program": "import subprocess, time\nprint('first')\nsubprocess.run(['echo', 'told'])\ntime.sleep(0.5)",
    "its complaint": "subprocess.run('echo complained >&2', shell=True)\ntime.sleep(0.5)",
    "a word without an end": "print('no line', end='')",
    "letters": "'Ääß \N{GREEK SMALL LETTER OMEGA} \N{GRINNING FACE}\\n'",
    "what lies beside": "import beside\nbeside.here",
    "its place": "import os\nos.path.basename(os.getcwd())",
}
#: Cells that fail.
FAILING = {
    "an error": "def half(of):\n    return of / 0\n\nhalf(1)",
    "no code that can be read": "a = (",
    "a question that nobody answers": "input('well?')",
    "an end": "import sys; sys.exit('over')",
    "an interrupt": "raise KeyboardInterrupt",
    "an error in showing": "class Odd:\n    def __repr__(self):\n        raise ValueError('odd')\n\nOdd()",
}


@pytest.fixture
def execute(tmp_path, monkeypatch):
    """Runs cells with papermill, by its own engine on a plain kernel or over a channel; the notebook."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "beside.py").write_text("here = 'found'\n", encoding="utf-8")

    def execute(cells: list, name: str | None = engine.NAME) -> nbformat.NotebookNode:
        monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)  # under it no kernel shows what other programs write
        way = template.WARM if name else "local-provisioner"
        monkeypatch.setenv(template.CHOICE, way)
        KernelProvisionerFactory.clear_instance()
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=spec)
        where = {"resources": {"metadata": {"path": str(folder)}}, "shutdown_kernel": "immediate"}
        where |= {} if name else {"kernel_manager_class": KernelOverFiles}
        return papermill.execute_notebook(notebook, None, engine_name=name, progress_bar=False, **where)

    yield execute
    KernelProvisionerFactory.clear_instance()


def code(source: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source)


def test_cells_of_every_kind_show_what_they_show_on_a_kernel_of_their_own(execute):
    cells = [code(source) for source in CELLS.values()]
    ours, plain = execute(cells).cells, execute(cells, None).cells
    for kind, one, other in zip(CELLS, ours, plain, strict=True):
        assert (kind, one.outputs, one.execution_count) == (kind, other.outputs, other.execution_count)


FORKING = """
import multiprocessing, time
with multiprocessing.get_context("fork").Pool(1) as pool:
    pool.map(print, ["forked"])
time.sleep(0.5)
"""


def test_what_a_fork_of_a_cell_says_is_shown(execute):
    """Where a plain kernel shows its words piece by piece, they stand together."""
    found = [execute([code(FORKING), code("'after'")], name).cells for name in (engine.NAME, None)]
    assert ["".join(each.text for each in cells[0].outputs) for cells in found] == ["forked\n"] * 2
    assert [cells[1].outputs[0].data["text/plain"] for cells in found] == ["'after'"] * 2


@pytest.mark.parametrize("kind", FAILING)
def test_a_cell_fails_as_on_a_kernel_of_its_own_and_the_next_is_not_run(execute, kind):
    cells = [code("print('before')"), code(FAILING[kind]), code("print('after')")]
    failed = []
    for name in (engine.NAME, None):
        with pytest.raises(PapermillExecutionError) as caught:
            execute(cells, name)
        failed.append((caught.value.exec_count, caught.value.ename, caught.value.evalue, caught.value.traceback))
    assert failed[0] == failed[1]
    assert failed[0][0] == 2

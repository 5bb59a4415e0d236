"""Running the committed notebooks again with nbval, the field's own tool, and keeping what every cell shows.

nbval runs each cell in a kernel of its notebook and compares what it shows with what is committed. Here nothing can
turn that off: marks in cells, settings of pytest and plugins that happen to be installed have no say. What the cells
showed is handed on, for nbval passes a notebook without outputs, compares no pictures, and drawings to the last digit;
the comparison that counts is that of ``compared``, and nbval's own word is heard beside it.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Callable, Iterable
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from nbval.kernel import RunningKernel

from helpers.notebook.compared import Ran, RerunFailed
from helpers.notebook.record import MIME, SVG

#: Compared by our own rules, and not to the letter by nbval.
OWN = (SVG, MIME)
PICTURES = ("image/png", "image/jpeg")
#: What nbval says of a cell that shows something else; each difference is named by the comparison.
DIFFERS = "Cell outputs differ"
SETTINGS = (
    *("--nbval", "--nbval-current-env", "--noconftest", "-q", "-s"),
    *("-p", "nbval.plugin", "-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
)


class Rerun:
    """A plugin of pytest that keeps what each cell shows as nbval runs it, by notebook and number."""

    def __init__(self):
        self.ran: dict[str, dict[int, Ran]] = {}

    def pytest_collection_modifyitems(self, items) -> None:
        """Every cell is run and checked, whatever marks it carries; pictures are compared too."""
        for item in items:
            item.options.update(skip=False, check=True, check_exception=False)
            item.parent.skip_compare = (*(kind for kind in item.parent.skip_compare if kind not in PICTURES), *OWN)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """Keep what a cell showed, and why it stopped."""
        said = ""
        try:
            return (yield)
        except Exception as error:
            said = str(error) or type(error).__name__
            raise
        finally:
            outputs = tuple(item.test_outputs or ())
            raised = [f"{each.ename}: {each.evalue}" for each in outputs if each.output_type == "error"]
            stopped = raised[-1] if raised else said if said != DIFFERS else ""
            self.ran.setdefault(item.path.stem, {})[item.cell_num + 1] = Ran(outputs, stopped, said == DIFFERS)


def rerun(
    root: Path, paths: Iterable[Path], kernel: Callable[..., RunningKernel] = RunningKernel
) -> dict[str, dict[int, Ran]]:
    """What each code cell of notebooks shows when they are run again, by notebook and number. Raises RerunFailed.

    ``kernel`` starts the one of each notebook, as nbval's own does.
    """
    kept, said = Rerun(), StringIO()
    # no settings of any pytest.ini: what they leave out would be left out here
    arguments = [*SETTINGS, "-c", os.devnull, f"--rootdir={root}", *map(str, paths)]
    with redirect_stdout(said), _alone(), patch("nbval.plugin.RunningKernel", kernel):
        code = pytest.main(arguments, plugins=[kept])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        last = [line for line in said.getvalue().splitlines() if line.strip()][-8:]
        raise RerunFailed("\n".join(["the notebooks could not be run again; pytest says:", *last]))
    return kept.ran


@contextmanager
def _alone():
    """Without what the environment would have pytest do, and without a word on files that nbval leaves open."""
    with patch.dict(os.environ, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
            os.environ.pop(name, None)
        yield
        gc.collect()

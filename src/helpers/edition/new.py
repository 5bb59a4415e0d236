"""A report of one's own, to begin with: the starter's sources, and a copy of the machinery that makes a book of them.

The copy has all of the package but this report's own findings, and the lock that it was tested with, so that the new
report needs nothing of the old one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from helpers.edition.edition import Edition
from helpers.edition.inputs import PACKAGE
from helpers.edition.kept import executions
from helpers.edition.run import execute
from helpers.figures.faults import one_fault

#: Its sources, beside the package in the checkout that this is installed from.
STARTER = "starter"
#: What a report is made with, besides the package: what installs it, here or in a container, and its verbs.
TOOLS = (
    "pyproject.toml", "requirements.in", "requirements.txt", "report.mk", "Dockerfile", ".dockerignore",
    ".binder/postBuild", ".binder/requirements.txt", ".binder/runtime.txt",
)  # fmt: skip
#: This report's own, and what Python leaves.
NOT_TAKEN = ("findings", "__pycache__", "*.egg-info")


def make_report(folder: Path) -> None:
    """Make a report in a folder that is not there yet, or empty; all of it or nothing. Raises InputError."""
    home = folder.absolute()
    _require_free(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        report = made / "report"
        shutil.copytree(PACKAGE.parents[1] / STARTER, report, ignore=shutil.ignore_patterns("__pycache__"))
        for name in TOOLS:
            (report / name).parent.mkdir(exist_ok=True)
            shutil.copy(PACKAGE.parents[1] / name, report / name)
        shutil.copytree(PACKAGE, report / "src" / PACKAGE.name, ignore=shutil.ignore_patterns(*NOT_TAKEN))
        # its notebooks have outputs from the first, which later runs are compared with
        execute(executions(report, report, Edition(), other_data=False), report, lambda line: None)
        shutil.rmtree(report / "_build")
        with suppress(FileNotFoundError):
            home.rmdir()
        os.rename(report, home)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _require_free(home: Path) -> None:
    """Raises InputError where a report cannot be made."""
    if home.exists() and not (home.is_dir() and not any(home.iterdir())):
        raise one_fault(str(home), "something is there already", "name a folder that does not exist yet")
    missing = [name for name in (STARTER, *TOOLS) if not (PACKAGE.parents[1] / name).exists()]
    if missing:
        rule = f"the package was installed without {', '.join(missing)}"
        raise one_fault(str(PACKAGE), rule, "install it from a checkout, as make book does")

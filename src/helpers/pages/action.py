"""How the report was made, in its research object: an action that took the data and the code and gave the published files.

It follows the profile Process Run Crate, https://w3id.org/ro/wfrun/process/0.5. Each file that it took or gave has its
digest, so that a copy is known for what it is. No clock is read, so that equal results give equal bytes: the date is
that of the release, and the action, which runs anew at each build, has none of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rocrate.model import ContextEntity, DataEntity
    from rocrate.rocrate import ROCrate

    from helpers.pages.citation import Citation

PROFILE, PROFILE_VERSION = "https://w3id.org/ro/wfrun/process/0.5", "0.5"
#: What the profile calls a digest, a term that the research object's own vocabulary lacks.
DIGEST = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}
ACTION, CODE = "#making-of-the-report", "#code"
COMPLETED = "http://schema.org/CompletedActionStatus"
#: The tools that run the notebooks and make the pages, by the names of their packages.
TOOLS = {"papermill": "runs the notebooks", "jupyter-book": "makes the pages", "sympy": "follows the formulas"}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_action(
    crate: ROCrate,
    citation: Citation,
    agent: ContextEntity,
    taken: Iterable[DataEntity],
    given: Iterable[DataEntity],
    notebooks: Iterable[DataEntity],
) -> None:
    """Add the action, what it ran and the profile to a research object whose files have their digests.

    ``taken`` are the files that it read, ``given`` those that it wrote, ``notebooks`` those of its steps.
    """
    profile = {"@type": "CreativeWork", "name": "Process Run Crate", "version": PROFILE_VERSION}
    crate.root_dataset["conformsTo"] = _add(crate, PROFILE, profile)
    tools = [
        _add(crate, f"#{name}", {"@type": "SoftwareApplication", "name": name, "description": f"It {words}.", "softwareVersion": version(name)})
        for name, words in TOOLS.items()
    ]  # fmt: skip
    code = {"@type": "SoftwareSourceCode", "name": "The notebooks of the report and the code that they call"}
    instrument = _add(crate, CODE, code | {"version": citation.version, "programmingLanguage": "Python"})
    instrument["softwareRequirements"], instrument["hasPart"] = tools, list(notebooks)
    action = _add(
        crate,
        ACTION,
        {
            "@type": "CreateAction",
            "name": "The making of the report",
            "description": "The notebooks were run on the data, and the pages and downloads made of what they showed.",
            "actionStatus": COMPLETED,
        },
    )
    action["agent"], action["instrument"] = agent, instrument
    action["object"], action["result"] = list(taken), list(given)
    crate.root_dataset["mentions"] = action
    crate.metadata.extra_terms.update(DIGEST)


def _add(crate: ROCrate, identifier: str, properties: dict) -> ContextEntity:
    from rocrate.model import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties))

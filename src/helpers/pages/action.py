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
ACTION = "#making-of-the-report"
COMPLETED = "http://schema.org/CompletedActionStatus"
#: The tools that run the notebooks and make the pages: by the names of their packages, what each does and where it is.
TOOLS = {
    "papermill": ("runs the notebooks", "https://papermill.readthedocs.io/"),
    "jupyter-book": ("makes the pages", "https://jupyterbook.org/"),
    "sympy": ("follows the formulas", "https://www.sympy.org/"),
}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_action(
    crate: ROCrate,
    citation: Citation,
    agent: ContextEntity,
    notebooks: DataEntity,
    taken: Iterable[DataEntity],
    given: Iterable[DataEntity],
) -> None:
    """Add the action and the profile to a research object whose files have their digests.

    ``notebooks`` are the steps that were run, packed, a file of source code; ``taken`` the files that they read, ``given`` all that was written.
    """
    profile = {"@type": ["CreativeWork", "Profile"], "name": "Process Run Crate", "version": PROFILE_VERSION}
    crate.root_dataset["conformsTo"] = _add(crate, PROFILE, profile)
    notebooks["version"], notebooks["programmingLanguage"] = citation.release, "Python"
    notebooks["softwareRequirements"] = [_add(crate, TOOLS[name][1], describe_tool(name)) for name in TOOLS]
    said = {
        "@type": "CreateAction",
        "name": "The making of the report",
        "description": "The notebooks were run on the data, and the pages and downloads made of what they showed.",
        "actionStatus": COMPLETED,
    }
    action = _add(crate, ACTION, said)
    action["agent"], action["instrument"] = agent, notebooks
    action["object"], action["result"] = list(taken), list(given)
    crate.root_dataset["mentions"] = action
    crate.metadata.extra_terms.update(DIGEST)


def describe_tool(name: str) -> dict[str, str]:
    """What the object says of a tool: its installed version, which is the locked one, what it does and where it is."""
    does, url = TOOLS[name]
    said = {"@type": "SoftwareApplication", "name": name, "description": f"It {does}."}
    return said | {"url": url, "version": version(name)}


def _add(crate: ROCrate, identifier: str, properties: dict) -> ContextEntity:
    from rocrate.model import ContextEntity

    return crate.add(ContextEntity(crate, identifier, properties))

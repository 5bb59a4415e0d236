"""Executions that are kept, each with all that it depended on: which notebook is fresh, and why another is not.

A notebook depends on its own cells, the code that it runs on, the lock, Python, its parameters, and what it asked of
the data as it ran. What is only touched changes nothing; a row changed concerns those that asked for it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from helpers.edition.edition import Edition
from helpers.edition.inputs import EXECUTED, PACKAGE, digest
from helpers.edition.needs import DATA_PARAMETER, REPLACED, Notebook, read_notebooks
from helpers.edition.publish import write_at_once
from helpers.figures import reads
from helpers.figures.data import DATA_FILES, Data, load
from helpers.figures.faults import Fault, InputError
from helpers.figures.reads import Question, answer
from helpers.notebook.checkout import BOOK, DATA, notebook_names

#: Where an edition on another data folder finds it: beside its notebooks.
BESIDE = "data"
#: How many executions of each notebook are kept, the current one always.
KEPT = 12
#: So many things that changed are named; of more, their number.
NAMED = 3


@dataclass(frozen=True)
class Inputs:
    """What an edition's notebooks run on, apart from themselves: its data, as replaced and as quoted, and their folder."""

    folder: Path
    replaced: Mapping[str, object]
    data: Mapping[str, Data]

    def answers(self, questions: Iterable[Question]) -> dict[str, str]:
        """What the data answer to questions, by the question as JSON."""
        return {json.dumps(vars(each)): answer(each, self.data, self.folder) for each in questions}

    def everything(self) -> dict[str, str]:
        """The whole of the data, for a notebook that asked for them past the report."""
        return self.answers(Question("files", "", "file", name) for name in DATA_FILES)


@dataclass(frozen=True)
class Execution:
    """A notebook under the parameters of an edition, what it depends on, and the file that keeps a fresh run of it.

    ``kept`` is None where no run is fresh, and ``why`` says what has changed since the last one, or is empty.
    """

    notebook: Notebook
    parameters: Mapping[str, object]
    needs: Mapping[str, str]
    inputs: Inputs
    store: Path
    kept: Path | None
    why: str


def executions(checkout: Path, root: Path, edition: Edition, other_data: bool) -> list[Execution]:
    """What an edition runs of the notebooks that are laid out in ``root``, in the order of its contents.

    Raises InputError for one that cannot be read.
    """
    store = checkout / EXECUTED
    quoted = load(root / DATA)
    replaced = load(root / DATA, edition.set) if edition.set else quoted
    inputs = Inputs(root / DATA, edition.set, {reads.REPLACED: replaced, reads.QUOTED: quoted})
    lock = checkout / "requirements.txt"
    shared = {"the lock": digest({"lock": lock} if lock.is_file() else {}), "Python": sys.version}
    found: list[Execution] = []
    faults: list[Fault] = []
    notebooks = read_notebooks(root, faults)
    if len(notebooks) < len(notebook_names(root)):
        raise InputError(faults)
    for notebook in notebooks.values():
        parameters = parameters_of(notebook, edition, other_data)
        needs = {
            **shared,
            "its cells": notebook.source_digest,
            "what the edition sets": json.dumps(parameters, sort_keys=True, default=str),
        }
        found.append(Execution(notebook, parameters, needs, inputs, store, *_look_up(store, notebook, needs, inputs)))
    return found


def parameters_of(notebook: Notebook, edition: Edition, other_data: bool) -> dict[str, object]:
    """What papermill is given: what differs from the notebook's own cell, and nothing that it does not declare."""
    given = {**edition.parameters, DATA_PARAMETER: BESIDE} if other_data else dict(edition.parameters)
    given |= {REPLACED: edition.set}
    declared = notebook.parameters
    return {name: each for name, each in given.items() if name in declared and each != declared[name]}


# --- fresh or stale ----------------------------------------------------------------------------------


def _look_up(store: Path, notebook: Notebook, needs: Mapping[str, str], inputs: Inputs) -> tuple[Path | None, str]:
    """The fresh run of a notebook, or else what has changed since the one that differs in the least."""
    found = []
    for record in _newest_first(store.glob(f"{notebook.name}-*.json")):
        try:
            changed = _changes(json.loads(record.read_text(encoding="utf-8")), notebook, needs, inputs)
        except (OSError, ValueError, KeyError, TypeError):
            continue  # written by other code, or while this one reads
        if not changed and record.with_suffix(".ipynb").is_file():
            return record.with_suffix(".ipynb"), ""
        found.append(changed)
    return None, _said(min(found, key=len)) if found else "not run before"


def _changes(known: Mapping, notebook: Notebook, needs: Mapping[str, str], inputs: Inputs) -> list[str]:
    """What has changed since a run, in words."""
    before = known["needs"]
    changed = [name for name in {**needs, **before} if needs.get(name) != before.get(name)]
    files = [name for name, each in _code(notebook, known["code"]).items() if each != known["code"][name]]
    if files:
        changed.append(f"the code of {files[0] if len(files) == 1 else f'{len(files)} files'}")
    questions = {text: Question(**json.loads(text)) for text in known["answers"]}
    now = inputs.answers(questions.values())
    return changed + list(
        dict.fromkeys(each.words for text, each in questions.items() if now[text] != known["answers"][text])
    )


def _code(notebook: Notebook, names: Iterable[str]) -> dict[str, str]:
    """A digest of each file of code, of this package or beside the notebook, by its name."""
    homes = (PACKAGE.parent, notebook.path.parent)
    found = {name: next((home / name for home in homes if (home / name).is_file()), None) for name in names}
    return {name: digest({name: path}) if path else "" for name, path in found.items()}


def _said(changed: list[str]) -> str:
    more = len(changed) - NAMED
    return ", ".join(changed[:NAMED]) + (f" and {more} more" if more > 0 else "") + " changed"


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: -path.stat().st_mtime_ns)


# --- keeping -----------------------------------------------------------------------------------------


def keep(each: Execution, executed: nbformat.NotebookNode, told: str) -> Path:
    """Keep a run of a notebook with what it ``told`` of the data and code that it used; the file that holds it."""
    used = json.loads(told)
    code = _code(each.notebook, used["code"])
    depended = {"needs": each.needs, "code": code, "answers": _asked(each.inputs, used["opened"])}
    content = json.dumps(depended, sort_keys=True)
    key = hashlib.sha256(content.encode()).hexdigest()[:20]
    kept = each.store / f"{each.notebook.name}-{key}.ipynb"
    write_at_once(kept, f"{nbformat.writes(executed)}\n".encode())
    write_at_once(kept.with_suffix(".json"), json.dumps({**depended, "why": each.why}, sort_keys=True).encode())
    return kept


def _asked(inputs: Inputs, opened: list[Mapping]) -> dict[str, str]:
    """The answers to what a notebook asked; to all there is, where it opened other data or none through the report."""
    own = [str(folder.resolve()) for folder in (inputs.folder, inputs.folder.parent / BOOK / BESIDE)]
    replaced = json.loads(json.dumps(inputs.replaced, default=str))
    if not opened or any(each["folder"] not in own or each["replaced"] != replaced for each in opened):
        return inputs.everything()
    return inputs.answers(Question(**each) for one in opened for each in one["questions"])


def forget(done: Iterable[Execution]) -> None:
    """Keep the newest few executions of each notebook, the current one always."""
    for each in done:
        for record in _newest_first(each.store.glob(f"{each.notebook.name}-*.json"))[KEPT:]:
            if record.with_suffix(".ipynb") != each.kept:
                record.with_suffix(".ipynb").unlink(missing_ok=True)
                record.unlink(missing_ok=True)

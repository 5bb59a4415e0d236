"""A bundle of CODECHECK about a run: which files were made anew, and what came of it.

It follows version 1 of the specification of the file, which asks for a manifest, whoever checked, and a report. Here
that is a machine: the file says so, bears the number of no certificate, and is none.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from helpers.notebook.review import NotebookSheet, Review, count

NAME = "codecheck.yml"
SPECIFICATION = "https://codecheck.org.uk/spec/config/1.0/"
CHECKER = "make validate, a machine: no person has checked this, and it is no certificate of CODECHECK"


def codecheck(review: Review, about: Mapping, address: str) -> bytes:
    """The file; ``about`` is the report's CITATION.cff, ``address`` where it is published, or empty."""
    authors = [_author(each) for each in about.get("authors", [])]
    paper = {"title": review.surroundings.title, "authors": authors}
    where = address or (f"doi:{about['doi']}" if about.get("doi") else about.get("repository-code", ""))
    document = {
        "version": SPECIFICATION,
        "paper": paper | ({"reference": str(where)} if where else {}),
        "manifest": [
            {"file": f"notebooks/{sheet.name}.ipynb", "comment": _comment(sheet)} for sheet in review.notebooks
        ],
        "codechecker": [{"name": CHECKER}],
        "report": "index.html",
        "summary": review.summary,
        "check_time": review.surroundings.started,
    }
    head = "---\n# Made by a machine. It is nobody's certificate, and stands in no register.\n"
    return (head + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)).encode()


def _author(given: Mapping) -> dict[str, str]:
    name = given.get("name") or " ".join(str(given[key]) for key in ("given-names", "family-names") if key in given)
    orcid = str(given.get("orcid", "")).rpartition("/")[2]
    return {"name": str(name)} | ({"ORCID": orcid} if orcid else {})


def _comment(sheet: NotebookSheet) -> str:
    """What is in a notebook that was run again, and whether it is what was committed."""
    held = [count(sheet.values, "value"), count(sheet.verdicts, "verdict"), count(sheet.drawings, "drawing")]
    came = (
        f"{sheet.differing} of {count(sheet.outputs, 'output')} not as committed" if sheet.differing else "as committed"
    )
    missing = sheet.outputs - sheet.compared
    return f"{', '.join(held)}: {came}" + (f"; {missing} not compared" if missing and not sheet.differing else "")

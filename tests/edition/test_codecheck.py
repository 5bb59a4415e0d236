"""The file of a CODECHECK bundle: what version 1 of its specification asks for, and an honest name under it."""

import yaml

from helpers.edition.codecheck import codecheck
from helpers.notebook.review import NotebookSheet, Review, Surroundings

ABOUT = {
    "authors": [
        {"name": "The Ferry Report"},
        {"given-names": "Ada", "family-names": "Byron", "orcid": "https://orcid.org/0000-0002-1825-0097"},
    ]
}


def sheet(**parts) -> NotebookSheet:
    usual = {
        "cells": 6,
        "outputs": 4,
        "compared": 4,
        "differing": 0,
        "values": 6,
        "verdicts": 1,
        "drawings": 2,
        "drift": 0,
    }
    return NotebookSheet(name="crossing", **{**usual, **parts})


def written(*sheets: NotebookSheet, about=ABOUT, address="") -> str:
    surroundings = {name: "words" for name in Surroundings.model_fields}
    surroundings |= {
        "changed": [],
        "outdated": [],
        "packages": 0,
        "seconds": 0,
        "versions": [],
        "started": "2026-11-26T10:00:00+00:00",
    }
    review = Review(
        reproduced=True, summary="Reproduced: all of it.", refused=False, groups=[], notes=[], notebooks=list(sheets),
        surroundings=Surroundings(**surroundings), edited=[], outputs=[], differences=[], drawings=[], unchecked=[], unsigned=[],
    )  # fmt: skip
    return codecheck(review, about, address).decode()


def test_it_has_what_the_specification_asks_for():
    text = written(sheet(), address="https://example.org/ferry")
    assert text.startswith("---\n")
    assert yaml.safe_load(text) == {
        "version": "https://codecheck.org.uk/spec/config/1.0/",
        "paper": {
            "title": "words",
            "authors": [{"name": "The Ferry Report"}, {"name": "Ada Byron", "ORCID": "0000-0002-1825-0097"}],
            "reference": "https://example.org/ferry",
        },
        "manifest": [{"file": "notebooks/crossing.ipynb", "comment": "6 values, 1 verdict, 2 drawings: as committed"}],
        "codechecker": [
            {"name": "make validate, a machine: no person has checked this, and it is no certificate of CODECHECK"}
        ],
        "report": "index.html",
        "summary": "Reproduced: all of it.",
        "check_time": "2026-11-26T10:00:00+00:00",
    }


def test_it_bears_no_number_of_a_certificate():
    assert "certificate" not in yaml.safe_load(written(sheet()))
    assert "nobody's certificate" in written(sheet())


def test_a_report_without_an_address_names_none():
    assert "reference" not in yaml.safe_load(written())["paper"]
    cited = yaml.safe_load(written(about={**ABOUT, "doi": "10.5281/zenodo.1"}))["paper"]
    assert cited["reference"] == "doi:10.5281/zenodo.1"


def test_what_differs_is_said_of_the_file():
    comments = [each["comment"] for each in yaml.safe_load(written(sheet(differing=1), sheet(compared=3)))["manifest"]]
    assert comments == [
        "6 values, 1 verdict, 2 drawings: 1 of 4 outputs not as committed",
        "6 values, 1 verdict, 2 drawings: as committed; 1 not compared",
    ]

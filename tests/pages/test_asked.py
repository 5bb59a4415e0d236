"""An id that prose prints and no notebook gave is told with its place, its rule and its remedy before a page is made."""

import json
from pathlib import Path

import pytest

from hand_made import figure, results
from helpers.pages.asked import asked_faults

GONE = figure("children", attribution="unknown", central=None, low=None, high=None, text="an unknown number")


@pytest.fixture
def faults_of(tmp_path):
    """The faults of a report with one page of Markdown and one notebook."""

    def faults(prose: str, cell: str = "# Crossing") -> list[str]:
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "_config.yml").write_text("sphinx: {config: {myst_enable_extensions: [colon_fence]}}\n")
        (tmp_path / "_toc.yml").write_text("root: index\nparts: [{chapters: [{file: book/crossing}]}]\n")
        (tmp_path / "index.md").write_text(prose, encoding="utf-8")
        lines = cell.splitlines(keepends=True)
        cells = [{"cell_type": "markdown", "source": lines}, {"cell_type": "code", "source": ["{value}`no`"]}]
        Path(tmp_path / "book" / "crossing.ipynb").write_text(json.dumps({"cells": cells}, indent=1), encoding="utf-8")
        made = results()
        made.figures["children"] = GONE
        made.roles["aboard"] = "passengers"
        return [str(fault) for fault in asked_faults(tmp_path, made)]

    return faults


def test_what_notebooks_gave_is_no_fault(faults_of):
    told = faults_of(
        "{value}`passengers` in {value}`aboard.period`: {verdict}`full` {verdict}`full.because`\n\n"
        "Written as `` {value}`id` ``.\n\n```python\nsay('{value}`id`')\n```\n\n"
        "```{cards}\nfilled: of {value}`seats`\n```\n\n```{chart} fill\n```\n\n"
        ":::{known} seats\n{value}`seats`\n:::\n"
    )
    assert told == []


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        ("{value}`seets` here", "{value} 'seets', which no notebook shows for these data; did you mean 'seats'?"),
        ("**{value}`seats.colour`**", "{value} 'seats.colour', which no notebook shows for these data; name a part that it has, such as its .label"),
        ("{verdict}`fall`", "{verdict} 'fall', which no notebook shows for these data; did you mean 'full'?"),
        ("{verdict}`full.judged`", "{verdict} 'full.judged', which no notebook shows for these data; name a part that it has, such as its .label"),
        (":::{known} seets\nSome.\n:::", "{known} 'seets', which no notebook shows for these data; did you mean 'seats'?"),
        (":::{unknown} sets\nNo.\n:::", "{unknown} 'sets', which no notebook shows for these data; did you mean 'seats'?"),
        ("```{chart} fil\n```", "{chart} 'fil', which no notebook shows for these data; did you mean 'fill'?"),
        ("```{cards}\nfiled: of it\n```", "{cards} 'filed', which no notebook shows for these data; did you mean 'filled'?"),
    ],
)  # fmt: skip
def test_an_id_that_no_notebook_gave_is_told_with_its_line(faults_of, prose, told):
    line = 3 + ("cards" in prose)  # a card stands in a line of its own
    assert faults_of(f"# A page\n\n{prose}\n") == [f"index.md, line {line}: it prints {told}"]


def test_every_one_is_told_and_that_of_a_notebook_at_the_line_of_its_file(faults_of):
    # the file begins with {, "cells": [, {, "cell_type": …, "source": [, and the third line of the cell stands in line 8
    told = faults_of("{value}`seets`, {value}`seets` and {value}`crowd`", "# Crossing\n\nFor {value}`pasengers`.")
    assert [each.partition(":")[0] for each in told] == [
        "index.md, line 1",
        "index.md, line 1",
        "book/crossing.ipynb, line 8",
    ]
    assert [each.partition(" did ")[2] for each in told] == [
        "you mean 'seats'?",
        "you mean 'crowded'?",
        "you mean 'passengers'?",
    ]


def test_words_that_are_left_out_ask_nothing(faults_of):
    assert faults_of("::::{known} children\n:::{div} lead\n{value}`gone`\n:::\n::::\n") == []
    assert len(faults_of(":::{unknown} children\n{value}`gone`\n:::\n")) == 1

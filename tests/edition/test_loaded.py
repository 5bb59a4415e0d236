"""What is loaded before a book is rendered is what rendering it would load."""

import json
import subprocess
import sys

import pytest
import yaml

MODULES = "import sys, json, helpers.edition.loaded; print(json.dumps([*sys.modules]))"


@pytest.mark.long
def test_every_extension_of_the_book_is_loaded(checkout):
    done = subprocess.run([sys.executable, "-c", MODULES], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout.splitlines()[-1])
    extensions = yaml.safe_load((checkout / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"][
        "extensions"
    ]
    own = {"sphinx_comments"}  # a few lines
    assert {*extensions} - own <= {*loaded}
    assert "sphinx.builders.singlehtml" in loaded
    assert len(loaded) > 2000
    assert "pandas" not in loaded  # no page needs a table of it

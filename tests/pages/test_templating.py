"""Templates escape what is put into them, and ask for nothing that is not given."""

import json

import pytest
from jinja2 import UndefinedError

from helpers.pages.templating import as_script, render


def test_content_is_escaped():
    html = render("value.html", form="plain", name="a", kind="", text='<b> & "c"', before="", after="")
    assert html == '<span data-value="a">&lt;b&gt; &amp; &#34;c&#34;</span>'


def test_what_is_rendered_is_not_escaped_again():
    assert render("scroll.html", inside=render("digest.html", digest="ab")).count("<meta ") == 1


def test_a_template_that_is_not_given_what_it_asks_for_is_refused():
    with pytest.raises(UndefinedError):
        render("value.html", form="plain", name="a")


def test_no_text_ends_the_script_that_holds_it_or_begins_a_comment_there():
    data = {"unit": "workers<!--<script>", "label": "</script><b>"}
    assert "<" not in as_script(data)
    assert json.loads(as_script(data)) == data
    with pytest.raises(ValueError, match="Out of range"):
        as_script(float("nan"))

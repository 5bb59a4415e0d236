"""Every page of a book is held by a policy, which knows the theme's scripts and no other."""

import base64
import hashlib
import re

import pytest

from helpers.pages.policy import hold, permit, policy_of

THEME = "DOCUMENTATION_OPTIONS.pagename = 'book/growth';"
PAGE = f'<head><meta charset="utf-8" /><script>{THEME}</script></head><body></body>'


def sha(script):
    """As the standard has it: the digest of the text between the tags, in base64."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def sources(policy, directive):
    """What a policy allows for one thing."""
    return dict(each.strip().split(" ", 1) for each in policy.split(";"))[directive].split()


def of_page(html):
    """The policies of a page, and where the first of its elements stands that loads or runs anything."""
    policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    return policies, re.search(r"<(?:script|link|style|img|svg|a)\b", html).start()


def test_the_theme_s_script_is_known_by_its_digest():
    assert sources(policy_of(PAGE), "script-src") == ["'self'", sha(THEME)]


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        f"{THEME}alert(1)",
        "DOCUMENTATION_OPTIONS.pagename = 'a';alert('b');",
        "DOCUMENTATION_OPTIONS.search_as_you_type = alert(1);",
        'document.documentElement.dataset.mode = localStorage.getItem("mode") || alert(1);',
    ],
)
def test_a_script_that_the_theme_has_not_written_is_not_allowed(script):
    assert sources(policy_of(PAGE.replace(THEME, script)), "script-src") == ["'self'"]


def test_the_policy_stands_before_what_it_holds():
    (policy,), first = of_page(hold(PAGE))
    assert policy == policy_of(PAGE)
    assert hold(PAGE).index("Content-Security-Policy") < first
    with pytest.raises(ValueError, match="no head"):
        hold("<p>A part of a page</p>")


def test_one_more_script_is_permitted_by_its_digest():
    held = permit(hold(PAGE), "<script>\nreload()\n</script>")
    assert sources(of_page(held)[0][0], "script-src") == ["'self'", sha("\nreload()\n"), sha(THEME)]
    assert permit("<p>no policy</p>", "<script>a</script>") == "<p>no policy</p>"


@pytest.mark.parametrize("report", ["small", "built"])
def test_every_page_of_a_book_is_held(request, report):
    pages = sorted((request.getfixturevalue(report) / "_build" / "html").resolve().rglob("*.html"))
    assert len(pages) > 4
    for page in pages:
        html = page.read_text(encoding="utf-8")
        policies, first = of_page(html)
        assert len(policies) == 1, page.name
        assert html.index("Content-Security-Policy") < first, page.name
        scripts = sources(policies[0], "script-src")
        assert "'unsafe-inline'" not in scripts
        assert "unsafe-eval" not in policies[0]
        assert "*" not in policies[0]
        inline = re.findall(r"<script(?![^>]* (?:src|type)=)[^>]*>(.*?)</script>", html, re.S)
        assert {*scripts} - {"'self'"} == {sha(script) for script in inline}, page.name

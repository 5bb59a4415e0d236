"""What a page may load and run: a Content-Security-Policy at the head of every page of the book.

Scripts are the book's own files. Of those that stand in a page the theme's few run, known word by word; whatever else
a page should come to hold, no script of it runs, and nothing is fetched from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape

#: The theme's scripts as they stand in a page.
KNOWN = tuple(
    re.compile(pattern)
    for pattern in (
        r'(\s*document\.documentElement\.dataset\.(?:mode|theme) = localStorage\.getItem\("(?:mode|theme)"\) \|\| "\w*";)+\s*',
        r"DOCUMENTATION_OPTIONS\.pagename = '[\w./-]+';",
        r"DOCUMENTATION_OPTIONS\.search_as_you_type = (?:true|false);",
        r'\s*// Activate the search field on page load\s+let searchInput = document\.querySelector\("form\.bd-search input"\);'
        r'\s+if \(searchInput\) \{\s+searchInput\.focus\(\);\s+searchInput\.select\(\);\s+\w[\w.]*\("[^"]*"\);\s+\}\s*',
    )
)
#: Drawings and the theme set styles of their own; what a style may load is held by the rest.
DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
#: The sheet of a reproduction brings all that it shows, and runs nothing.
SHEET = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)

_SCRIPT = re.compile(r"<script(?![^>]*\s(?:src|type)=)[^>]*>(.*?)</script>", re.S | re.I)
_CHARSET = re.compile(r"<meta charset=[^>]*>|<head>", re.I)


def digest_of(script: str) -> str:
    """A script by its digest, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy_of(html: str) -> str:
    """The policy of a page: what every page may do, and the digests of the theme's scripts that stand in it."""
    scripts = dict.fromkeys(script for script in _SCRIPT.findall(html) if any(each.fullmatch(script) for each in KNOWN))
    return "; ".join(DIRECTIVES).replace("script-src 'self'", " ".join(["script-src 'self'", *map(digest_of, scripts)]))


def hold(html: str) -> str:
    """A finished page with its policy, which stands before all that it holds. ValueError for a page without a head."""
    head = _CHARSET.search(html)
    if not head:
        raise ValueError("the page has no head for its policy to stand in")
    tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy_of(html)).replace("&#x27;", chr(39))}">'
    return f"{html[: head.end()]}\n{tag}{html[head.end() :]}"


def permit(html: str, element: str) -> str:
    """A page that is held, with one more script allowed: the first that stands in ``element``."""
    script = _SCRIPT.search(element)
    return html.replace("script-src 'self'", f"script-src 'self' {digest_of(script[1])}", 1) if script else html

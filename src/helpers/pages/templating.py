"""The HTML of the pages comes from the templates beside this module; what is put into them is escaped."""

from __future__ import annotations

import json

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Environment(
    loader=PackageLoader("helpers.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_script(data: object, **form: object) -> str:
    """Data as JSON in which no text can end the script that holds it, or begin a comment there. ValueError for NaN."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, **form).replace("<", "\\u003c")


def render(template: str, **content: object) -> Markup:
    """A template of ``templates/`` filled with content. Raises where it asks for what is not given."""
    return Markup(TEMPLATES.get_template(template).render(**content).strip())

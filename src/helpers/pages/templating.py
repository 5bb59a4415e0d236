"""The HTML of the pages comes from the templates beside this module; what is put into them is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Environment(
    loader=PackageLoader("helpers.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **content: object) -> Markup:
    """A template of ``templates/`` filled with content. Raises where it asks for what is not given."""
    return Markup(TEMPLATES.get_template(template).render(**content).strip())

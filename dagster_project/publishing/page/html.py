"""Self-contained HTML: every value escaped, no outside host, a strict content security policy.

Here: how any of our pages is put together. Not here: what one says (`review.py`, `render.py`).
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

_PACKAGE = "dagster_project.publishing.page"


def render(template: str, **values: Any) -> str:
    """Render a template of this package to a whole HTML document.

    `script_name` among the values names the script to put into it. The document allows exactly
    the style and script that stand in it, by their hash, and nothing from anywhere else.
    """
    style = read("page.css")
    script = read(values.get("script_name", "")) if values.get("script_name") else ""
    return _ENVIRONMENT.get_template(template).render(
        **values,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - ours, from this package
        script=Markup(script),  # noqa: S704 - ours, from this package
    )


def read(name: str) -> str:
    """A text file of this package."""
    return files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    scripts = f"'{_hash(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {scripts}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


_ENVIRONMENT = Environment(
    loader=FunctionLoader(read),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

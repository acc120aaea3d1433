"""HTML from template files, for the API's pages and for the chat.

Templates escape every value that is not marked as HTML already, so a paper's own markup is shown
as text. A template that names a missing value fails instead of leaving a gap.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def load_templates(package: str) -> Environment:
    """Return the templates in the `templates` folder of a package."""
    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """CSS to put into a `<style>` element, and the policy source that allows exactly that CSS."""

    css: Markup
    policy_source: str
    """For `style-src` of a Content-Security-Policy: 'sha256-...'."""


def load_style(package: str, *names: str) -> StyleSheet:
    """Return style sheets from the `templates` folder of a package, joined in this order."""
    folder = resources.files(package) / "templates"
    css = "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return StyleSheet(Markup(css), f"'sha256-{digest}'")


def policy_of(style: StyleSheet, *, forms: bool) -> str:
    """Return the Content-Security-Policy of a page without scripts, with forms or none."""
    sends = "'self'" if forms else "'none'"
    return (
        f"default-src 'none'; style-src {style.policy_source}; img-src 'self'; base-uri 'none'; "
        f"form-action {sends}; frame-ancestors 'none'"
    )

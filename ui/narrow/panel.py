"""The panel above the box: which papers are asked, and what there is to choose from."""

from __future__ import annotations

from qa.api.html import load_templates
from qa.narrowing.choices import Choices
from qa.narrowing.words import kinds_in_words

_templates = load_templates("ui")
_templates.filters["kinds"] = kinds_in_words


def render_panel(choices: Choices | None) -> str:
    """Return the panel as HTML; nothing where no paper is held, or what is held is not known."""
    if choices is None or not choices.kinds:
        return ""
    return _templates.get_template("narrow_panel.html").render(choices=choices)

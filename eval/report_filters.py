"""How a report words single values: places, verdicts, and the text of papers made harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from eval.reports.printer import figure
from qa.answers import as_numbered

BEGINNING = 45
"""Words of a passage found that the page shows."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|])")


def _place(cited: Mapping[str, Any]) -> str:
    """Say where a citation or a hit stands, as far as that is known."""
    page, lines = cited["page"], cited["lines"]
    if lines:
        return f", lines {lines[0]} to {lines[1]}"
    if page["first"] is None:
        return ""
    pages = (
        f"{page['first']}"
        if page["first"] == page["last"]
        else f"{page['first']} to {page['last']}"
    )
    return f", page {pages}"


def _gold_place(item: Mapping[str, Any]) -> str:
    if item["lines"]:
        return f", lines {item['lines'][0]} to {item['lines'][1]}"
    return f", page {item['page']}" if item["page"] else ""


def _judgement(judged: Mapping[str, Any]) -> str:
    verdicts = (("faithful", judged["faithful"]), ("correct", judged["correct"]))
    words = {True: "yes", False: "no", None: "not said"}
    return "; ".join(f"{name}: {words[value]}" for name, value in verdicts)


def _rendered(text: str) -> Markup:
    return Markup(_reader().render(as_numbered(text)))


def _for_markdown(text: object) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", escape(" ".join(str(text).split()), quote=False))


def _quoted(text: str) -> str:
    safe = as_numbered(text).replace("&", "&amp;").replace("<", "&lt;")
    return "\n".join(f"> {line}".rstrip() for line in safe.splitlines())


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")


@cache
def _reader() -> MarkdownIt:
    # Nothing in it that could load, link or run: a paper's own text comes through it.
    rules: Sequence[str] = ("blockquote", "list", "emphasis", "newline", "escape")
    return MarkdownIt("zero", {"breaks": True}).enable(list(rules))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "share": figure,
    "place": _place,
    "gold_place": _gold_place,
    "judgement": _judgement,
    "markdown": _rendered,
    "md": _for_markdown,
    "quoted": _quoted,
    "beginning": _beginning,
    "first_word": lambda text: text.split()[0],
}

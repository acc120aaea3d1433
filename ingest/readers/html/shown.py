"""Which parts of a web page a visitor sees as its text, and which are its furniture or hidden."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MAIN_PARTS = ("main", "[role=main]", "#modgov", ".mgContent", "#main-content", "#content")
ENOUGH_LETTERS = 200


def main_part(page: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds what the page is about; None where it has no body."""
    for selector in MAIN_PARTS:
        part = page.css_first(selector)
        if part is not None and sum(map(str.isalpha, part.text())) >= ENOUGH_LETTERS:
            return part
    return page.body


FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
PAGE_FURNITURE = frozenset({"header", "footer", "aside"})
"""Left out where they belong to the page; an article's own header holds its title."""


def is_left_out(node: LexborNode) -> bool:
    """Whether an element and all in it is left out: not shown, or furniture of the page."""
    return (node.tag or "") in SKIPPED or is_hidden(node) or is_furniture(node)


def is_hidden(node: LexborNode) -> bool:
    """Whether the page itself says that an element is not shown."""
    attributes = node.attributes
    if "hidden" in attributes or HIDDEN_CLASSES & classes_of(node):
        return True
    return bool(HIDDEN_STYLE.search(attributes.get("style") or ""))


def is_furniture(node: LexborNode) -> bool:
    """Whether an element belongs to every page of its site: its head, foot, menus."""
    if (node.attributes.get("role") or "") in FURNITURE_ROLES:
        return True
    return node.tag in PAGE_FURNITURE and not _in_article(node)


SKIPPED = _names(
    "head script style noscript template nav button select textarea iframe object svg "
    "canvas audio video map dialog del"
)
HIDDEN_CLASSES = _names(
    "mghide mgactionlist hidden sr-only visually-hidden visuallyhidden skip-link skiplink "
    "breadcrumb breadcrumbs cookie-banner mgfilesize mgfiletypeicon"
)


def _in_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main"):
            return True
        parent = parent.parent
    return False


def classes_of(node: LexborNode) -> frozenset[str]:
    """Return an element's classes in small letters."""
    return frozenset((node.attributes.get("class") or "").lower().split())


BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)

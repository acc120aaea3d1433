"""Tell what a web page's element is for: skipped, bold, and what its attributes say."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode


def names(listed: str) -> frozenset[str]:
    """Return the names in a list parted by spaces."""
    return frozenset(listed.split())


HEADING_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 15.0, "h4": 14.0, "h5": 13.0, "h6": 13.0}
"""Points, near those of a browser's own style sheet; a heading is never smaller than the text."""
SKIPPED = names(
    "head script style noscript template nav button select textarea iframe object svg "
    "canvas audio video map dialog del"
)
PAGE_FURNITURE = frozenset({"header", "footer", "aside"})
"""Left out where they belong to the page; an article's own header holds its title."""
FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
HIDDEN_CLASSES = names(
    "mghide mgactionlist hidden sr-only visually-hidden visuallyhidden skip-link skiplink "
    "breadcrumb breadcrumbs cookie-banner mgfilesize mgfiletypeicon"
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
BOLD_TAGS = frozenset({"b", "strong", "th", *HEADING_SIZES})
BOLD_CLASSES = frozenset({"mgaititletxt", "mgsubitemtitletxt", "mgsectiontitle"})

CAPTION_TAGS = frozenset({"caption", "figcaption"})
CAPTION_CLASS = "msocaption"


def is_caption(node: LexborNode) -> bool:
    """Tell whether an element holds what a table is called: no heading of the text below it."""
    return node.tag in CAPTION_TAGS or CAPTION_CLASS in classes(node)


def skipped(node: LexborNode) -> bool:
    """Tell whether an element and all in it is left out: not shown, or furniture of the page."""
    tag = node.tag or ""
    attributes = node.attributes
    if tag in SKIPPED or "hidden" in attributes or HIDDEN_CLASSES & classes(node):
        return True
    if (attributes.get("role") or "") in FURNITURE_ROLES:
        return True
    if HIDDEN_STYLE.search(attributes.get("style") or ""):
        return True
    return tag in PAGE_FURNITURE and not _in_article(node)


def _in_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "main"):
            return True
        parent = parent.parent
    return False


def is_bold(node: LexborNode) -> bool:
    """Tell whether an element makes its text bold."""
    if node.tag in BOLD_TAGS or BOLD_CLASSES & classes(node):
        return True
    return bool(BOLD_STYLE.search(node.attributes.get("style") or ""))


def classes(node: LexborNode) -> frozenset[str]:
    """Return an element's classes in small letters."""
    return frozenset((node.attributes.get("class") or "").lower().split())


def whole(text: str | None, usual: int, most: int) -> int:
    """Return a whole number from an attribute, within what lists and tables really have."""
    if text and text.isascii() and text.isdigit() and len(text) < 6:
        return min(int(text), most)
    return usual

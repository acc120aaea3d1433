"""Which parts of a web page a visitor sees as its text, and which are its furniture or hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I
)
STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;\"]*line-through", re.I)
STRUCK_TAGS = frozenset({"s", "strike", "del"})
RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super", re.I)
PAGE_FURNITURE = frozenset({"header", "footer", "aside"})
"""Left out where they belong to the page; an article's own header holds its title."""


def is_left_out(node: LexborNode, sheet: StyleSheet) -> bool:
    """Whether an element and all in it is left out: not shown, struck, or furniture of the page."""
    tag = node.tag or ""
    return tag in SKIPPED or is_hidden(node, sheet) or is_struck(node, sheet) or is_furniture(node)


def is_hidden(node: LexborNode, sheet: StyleSheet) -> bool:
    """Whether the page itself says that an element is not shown."""
    attributes, classes = node.attributes, classes_of(node)
    if "hidden" in attributes or HIDDEN_CLASSES & classes or sheet.hidden & classes:
        return True
    return bool(HIDDEN_STYLE.search(attributes.get("style") or ""))


def is_struck(node: LexborNode, sheet: StyleSheet) -> bool:
    """Whether a line is drawn through an element's words."""
    if node.tag in STRUCK_TAGS or sheet.struck & classes_of(node):
        return True
    return bool(STRUCK_STYLE.search(node.attributes.get("style") or ""))


def is_raised(node: LexborNode) -> bool:
    """Whether an element stands above the line, as the mark of a note does."""
    return node.tag == "sup" or bool(RAISED_STYLE.search(node.attributes.get("style") or ""))


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The classes of which a page's own style sheet says that they are not shown, or struck."""

    hidden: frozenset[str] = frozenset()
    """None on a page with scripts, which may show them when a visitor asks."""
    struck: frozenset[str] = frozenset()


RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
CLASS = re.compile(r"\s*[a-z]{0,12}\.([\w-]+)\s*", re.I)
AT_RULE = re.compile(r"@(?:media|supports|font-face|page)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
MAX_SHEET = 200_000
"""Letters of style sheets that are looked at."""


def style_sheet(page: LexborHTMLParser) -> StyleSheet:
    """Read the page's own style sheets: rules of one class that hide or strike what has it."""
    sheets = "\n".join(sheet.text() or "" for sheet in page.css("style"))[:MAX_SHEET]
    hidden, struck = set[str](), set[str]()
    for selectors, rule in RULE.findall(AT_RULE.sub(" ", COMMENT.sub(" ", sheets))):
        hides, strikes = HIDDEN_STYLE.search(rule), STRUCK_STYLE.search(rule)
        if not hides and not strikes:
            continue
        named = (CLASS.fullmatch(selector) for selector in selectors.split(","))
        classes = {match[1].lower() for match in named if match}
        hidden |= classes if hides else set()
        struck |= classes if strikes else set()
    if hidden and page.css_first("script") is not None:
        hidden = set()
    return StyleSheet(frozenset(hidden), frozenset(struck))


def is_furniture(node: LexborNode) -> bool:
    """Whether an element belongs to every page of its site: its head, foot, menus."""
    if (node.attributes.get("role") or "") in FURNITURE_ROLES:
        return True
    return node.tag in PAGE_FURNITURE and not _in_article(node)


SKIPPED = _names(
    "head script style noscript template nav button select textarea iframe object svg "
    "canvas audio video map dialog"
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

"""Walk a web page's elements and write what is shown as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.readers.numerals import BULLET, letters, roman
from ingest.readers.rows import Written, write_row


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BODY_SIZE = 12.0
HEADING_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 15.0, "h4": 14.0, "h5": 13.0, "h6": 13.0}
"""Points, near those of a browser's own style sheet; a heading is never smaller than the text."""
SKIPPED = _names(
    "head script style noscript template nav button select textarea iframe object svg "
    "canvas audio video map dialog del"
)
PAGE_FURNITURE = frozenset({"header", "footer", "aside"})
"""Left out where they belong to the page; an article's own header holds its title."""
FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
HIDDEN_CLASSES = _names(
    "mghide mgactionlist hidden sr-only visually-hidden visuallyhidden skip-link skiplink "
    "breadcrumb breadcrumbs cookie-banner"
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
BOLD_TAGS = frozenset({"b", "strong", "th", *HEADING_SIZES})
BOLD_CLASSES = frozenset({"mgaititletxt", "mgsubitemtitletxt", "mgsectiontitle"})
TITLE_CLASS = "mgaititletxt"
NUMBER_CELL = "mgitemnumbercell"
FILE_NOTE = re.compile(r"\s*\b(?:PDF|DOCX?)\s+[\d.]+\s*[KM]B$")
"""What ModernGov glues to an item's title when a file hangs on it."""
BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
OWN_LABEL = re.compile(r"\(?[0-9A-Za-z]{1,4}[.)]\s|[•·▪–]\s")
MAX_SPAN = 64
MAX_START = 10_000


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int


@dataclass(slots=True)
class _Row:
    cells: list[list[Written]] = field(default_factory=list)
    arranges: bool = False


@dataclass(slots=True)
class PageReader:
    """Gathers lines while walking; `lines` holds them once `read` is done."""

    lines: list[Written] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _plain: bool = False
    """Whether a part of the line at hand is not bold."""
    _bold: int = 0
    _label: str = ""
    _size: float = BODY_SIZE
    _title: int = 0
    _preformatted: int = 0
    _lists: list[_List] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _outside: list[list[Written]] = field(default_factory=list)

    def read(self, part: LexborNode) -> None:
        """Read a part of the page. The walk keeps its own stack, however deep the page is."""
        waiting: list[tuple[LexborNode, bool]] = [(part, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                self._leave(node)
                continue
            if node.tag == "-text":
                self._take(node.text_content or "")
                continue
            if not node.is_element_node or _skipped(node, node.mem_id == part.mem_id):
                continue
            self._enter(node)
            waiting.append((node, True))
            children = []
            child = node.first_child
            while child is not None:
                children.append(child)
                child = child.next
            waiting.extend((child, False) for child in reversed(children))
        self._end_line()

    def _take(self, text: str) -> None:
        first, *others = text.split("\n") if self._preformatted else [text]
        self._add(first)
        for line in others:
            self._end_line()
            self._add(line)

    def _add(self, text: str) -> None:
        self._words.append(text)
        if not self._bold and text.strip():
            self._plain = True

    def _end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        bold = not self._plain
        self._words.clear()
        self._plain = False
        if not text:
            return
        if self._title:
            text = FILE_NOTE.sub("", text)
        if self._label and not (self._label == BULLET and OWN_LABEL.match(text)):
            text = f"{self._label} {text}"
        self._label = ""
        self.lines.append(Written(text, self._size, bold))

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS or tag == "br":
            self._end_line()
        self._bold += _is_bold(node)
        self._title += TITLE_CLASS in _classes(node)
        self._preformatted += tag == "pre"
        if tag in HEADING_SIZES:
            self._size = HEADING_SIZES[tag]
        elif tag in ("ul", "ol"):
            start = _whole(node.attributes.get("start"), 1, MAX_START)
            self._lists.append(_List(tag == "ol", node.attributes.get("type") or "1", start))
        elif tag == "li":
            self._label = self._list_label(node)
        elif tag == "tr":
            self._rows.append(_Row())
        elif tag in ("td", "th"):
            self._outside.append(self.lines)
            self.lines = []

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self._end_line()
        self._bold -= _is_bold(node)
        self._title -= TITLE_CLASS in _classes(node)
        self._preformatted -= tag == "pre"
        if tag in HEADING_SIZES:
            self._size = BODY_SIZE
        elif tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag == "tr":
            row = self._rows.pop()
            self.lines.extend(write_row(row.cells, arranges=row.arranges))
        elif tag in ("td", "th"):
            self._end_cell(node)

    def _end_cell(self, node: LexborNode) -> None:
        inside, self.lines = self.lines, self._outside.pop()
        if not self._rows:
            self.lines.extend(inside)
            return
        row = self._rows[-1]
        row.cells.append(inside)
        row.cells.extend([] for _ in range(_whole(node.attributes.get("colspan"), 1, MAX_SPAN) - 1))
        row.arranges = row.arranges or NUMBER_CELL in _classes(node)

    def _list_label(self, node: LexborNode) -> str:
        if not self._lists or not self._lists[-1].ordered:
            return BULLET
        current = self._lists[-1]
        count = _whole(node.attributes.get("value"), current.next, MAX_START)
        current.next = count + 1
        written = {"a": letters, "i": roman}.get(current.form.lower(), str)(count)
        return f"{written.upper() if current.form.isupper() else written}."


def _skipped(node: LexborNode, is_top: bool) -> bool:
    if is_top:
        return False
    tag = node.tag or ""
    attributes = node.attributes
    if tag in SKIPPED or "hidden" in attributes or HIDDEN_CLASSES & _classes(node):
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


def _is_bold(node: LexborNode) -> bool:
    if node.tag in BOLD_TAGS or BOLD_CLASSES & _classes(node):
        return True
    return bool(BOLD_STYLE.search(node.attributes.get("style") or ""))


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").lower().split())


def _whole(text: str | None, usual: int, most: int) -> int:
    """Return a whole number from an attribute, within what lists and tables really have."""
    if text and text.isascii() and text.isdigit() and len(text) < 6:
        return min(int(text), most)
    return usual

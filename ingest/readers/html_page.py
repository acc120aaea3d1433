"""Walk a web page's elements and write what is shown as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.document import LineRole
from ingest.readers.html_items import (
    LABEL_CLASSES,
    PAGE_TITLE_CLASS,
    TITLE_CLASS,
    ItemMarks,
)
from ingest.readers.html_lists import Lists
from ingest.readers.html_marks import HEADING_SIZES, classes, is_bold, is_caption, names, skipped
from ingest.readers.html_rows import Row
from ingest.readers.numerals import BULLET
from ingest.readers.rows import Written, heads_minutes

BODY_SIZE = 12.0
FILE_NOTE = re.compile(r"\s*(?:\bpdf icon)?\s*\(?\b(?:PDF|DOCX?),?\s+[\d.]+\s*[KM]B\)?$")
"""What ModernGov glues to an item's title when a file hangs on it."""
BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
OWN_LABEL = re.compile(r"\(?[0-9A-Za-z]{1,4}[.)]\s|[•·▪–]\s")


@dataclass(slots=True)
class PageReader:
    """Gathers lines while walking; `lines` holds them once `read` is done."""

    lines: list[Written] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _plain: bool = False
    """Whether a part of the line at hand is not bold."""
    _bold: int = 0
    _caption: int = 0
    _label: str = ""
    _size: float = BODY_SIZE
    _title: int = 0
    _title_done: bool = False
    """Whether the title at hand has its line: what else its element holds is no other title."""
    _item_label: int = 0
    _items: ItemMarks = field(default_factory=ItemMarks)
    _preformatted: int = 0
    _lists: Lists = field(default_factory=Lists)
    _rows: list[Row] = field(default_factory=list)
    _reaches: list[list[int]] = field(default_factory=list)
    """By table, the innermost last: how far cells reach into the next row."""
    _minuting: list[bool] = field(default_factory=list)
    """By table: whether its rows are minutes, with a column for who is to act."""
    _outside: list[list[Written]] = field(default_factory=list)
    _title_class: str = TITLE_CLASS

    @classmethod
    def of_item(cls, number: str) -> PageReader:
        """Return a reader of a page that shows one item, below its title; with its number."""
        return cls(_items=ItemMarks(given=number), _title_class=PAGE_TITLE_CLASS)

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
            if not node.is_element_node or (node.mem_id != part.mem_id and skipped(node)):
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
        bold = not self._plain and not self._caption
        self._words.clear()
        self._plain = False
        if not text:
            return
        if self._title and not self._title_done:
            self._end_title(Written(FILE_NOTE.sub("", text), self._size, bold))
            return
        self._items.labels(text, named=bool(self._item_label))
        if self._label and not (self._label == BULLET and OWN_LABEL.match(text)):
            text = f"{self._label} {text}"
        self._label = ""
        self.lines.append(Written(text, self._size, bold, self._items.role))

    def _end_title(self, line: Written) -> None:
        opening = self._items.opens(line, rows=len(self._rows), tables=len(self._reaches))
        if opening is None:
            return
        self.lines.append(opening)
        if opening.role is LineRole.ITEM:
            self._title_done = True
        elif self._rows:
            self._rows[-1].arranges = True

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS or tag == "br":
            self._end_line()
        self._bold += is_bold(node)
        self._caption += is_caption(node)
        self._note_class(classes(node), 1)
        self._preformatted += tag == "pre"
        if tag in HEADING_SIZES:
            self._size = HEADING_SIZES[tag]
        elif tag == "table":
            self._reaches.append([])
            self._minuting.append(False)
        elif tag in ("ul", "ol"):
            self._lists.begin(node)
        elif tag == "li":
            self._label = self._lists.label(node)
        elif tag == "tr":
            self._rows.append(Row(self._reaches[-1] if self._reaches else []))
        elif tag in ("td", "th"):
            self._outside.append(self.lines)
            self.lines = []

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self._end_line()
        self._bold -= is_bold(node)
        self._caption -= is_caption(node)
        self._note_class(classes(node), -1)
        self._preformatted -= tag == "pre"
        if tag in HEADING_SIZES:
            self._size = BODY_SIZE
        elif tag in ("ul", "ol"):
            self._lists.end()
        elif tag == "li":
            self._label = ""
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._items.end_table(len(self._reaches))
            self._reaches.pop()
            self._minuting.pop()
        elif tag in ("td", "th"):
            self._end_cell(node)

    def _end_row(self) -> None:
        row = self._rows.pop()
        row.arranges = row.arranges or bool(self._minuting and self._minuting[-1])
        written, below = row.end()
        if self._minuting and heads_minutes(row.cells):
            self._minuting[-1] = True
        if self._reaches:
            self._reaches[-1] = below
        self.lines.extend(written)
        self._items.end_row(len(self._rows) + 1)

    def _end_cell(self, node: LexborNode) -> None:
        inside, self.lines = self.lines, self._outside.pop()
        if self._rows:
            self._rows[-1].add(node, inside)
        else:
            self.lines.extend(inside)

    def _note_class(self, named: frozenset[str], step: int) -> None:
        """Follow which elements of the items are open: `step` is 1 on entering, -1 on leaving."""
        self._item_label += step * bool(LABEL_CLASSES & named)
        if self._title_class in named:
            self._title += step
            self._title_done = False

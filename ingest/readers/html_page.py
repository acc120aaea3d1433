"""Walk a web page's elements and write what is shown as lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ingest.readers.html_marks import HEADING_SIZES, classes, is_bold, names, skipped, whole
from ingest.readers.numerals import BULLET, letters, roman
from ingest.readers.rows import Written, write_row

BODY_SIZE = 12.0
FILE_NOTE = re.compile(r"\s*\b(?:PDF|DOCX?)\s+[\d.]+\s*[KM]B$")
"""What ModernGov glues to an item's title when a file hangs on it."""
BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
OWN_LABEL = re.compile(r"\(?[0-9A-Za-z]{1,4}[.)]\s|[•·▪–]\s")
MAX_SPAN = 64
MAX_ROWS = 1_000
MAX_START = 10_000
TITLE_CLASS = "mgaititletxt"
NUMBER_CELL = "mgitemnumbercell"


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int


@dataclass(slots=True)
class _Row:
    above: list[int]
    """For each column, how many rows a cell from above still reaches down, this one included."""
    cells: list[list[Written]] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    arranges: bool = False

    def pass_covered(self) -> None:
        """Leave columns empty that a cell from above takes up; its text stands once."""
        while (column := len(self.cells)) < len(self.above) and self.above[column] > 0:
            self.cells.append([])
            self.reach.append(self.above[column])

    def add(self, cell: list[Written], columns: int, rows: int) -> None:
        """Put a cell into the next free columns."""
        self.pass_covered()
        self.cells.extend([cell, *([] for _ in range(columns - 1))])
        self.reach.extend([rows] * columns)


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
    _reaches: list[list[int]] = field(default_factory=list)
    """By table, the innermost last: how far cells reach into the next row."""
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
        self._bold += is_bold(node)
        self._title += TITLE_CLASS in classes(node)
        self._preformatted += tag == "pre"
        if tag in HEADING_SIZES:
            self._size = HEADING_SIZES[tag]
        elif tag == "table":
            self._reaches.append([])
        elif tag in ("ul", "ol"):
            start = whole(node.attributes.get("start"), 1, MAX_START)
            self._lists.append(_List(tag == "ol", node.attributes.get("type") or "1", start))
        elif tag == "li":
            self._label = self._list_label(node)
        elif tag == "tr":
            self._rows.append(_Row(self._reaches[-1] if self._reaches else []))
        elif tag in ("td", "th"):
            self._outside.append(self.lines)
            self.lines = []

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self._end_line()
        self._bold -= is_bold(node)
        self._title -= TITLE_CLASS in classes(node)
        self._preformatted -= tag == "pre"
        if tag in HEADING_SIZES:
            self._size = BODY_SIZE
        elif tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._reaches.pop()
        elif tag in ("td", "th"):
            self._end_cell(node)

    def _end_row(self) -> None:
        row = self._rows.pop()
        row.pass_covered()
        if self._reaches:
            self._reaches[-1] = [rows - 1 for rows in row.reach]
        self.lines.extend(write_row(row.cells, arranges=row.arranges))

    def _end_cell(self, node: LexborNode) -> None:
        inside, self.lines = self.lines, self._outside.pop()
        if not self._rows:
            self.lines.extend(inside)
            return
        columns = max(1, whole(node.attributes.get("colspan"), 1, MAX_SPAN))
        rows = max(1, whole(node.attributes.get("rowspan"), 1, MAX_ROWS))
        self._rows[-1].add(inside, columns, rows)
        if NUMBER_CELL in classes(node):
            self._rows[-1].arranges = True

    def _list_label(self, node: LexborNode) -> str:
        if not self._lists or not self._lists[-1].ordered:
            return BULLET
        current = self._lists[-1]
        count = whole(node.attributes.get("value"), current.next, MAX_START)
        current.next = count + 1
        written = {"a": letters, "i": roman}.get(current.form.lower(), str)(count)
        return f"{written.upper() if current.form.isupper() else written}."

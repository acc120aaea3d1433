"""Read web pages of meetings: the text that a visitor sees in the main part, a line a block.

Elements are walked in order. Left out is what is not shown, and the page's own furniture
(navigation, banner, footer). `beside` hands that over, since it may mark the paper. Lists get
their bullets and numbers; a table's row is one line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.document import LineRole, PageSays, SourceDocument
from ingest.exemption.words import may_mark
from ingest.readers.decoding import UNREAD, decode, unread_notices
from ingest.readers.html.beside import see_beside
from ingest.readers.html.meeting_page import (
    LABEL_CLASSES,
    PAGE_TITLE_CLASS,
    TITLE_CLASS,
    ItemMarks,
    describe_page,
    is_item_page,
    item_of_page,
    title_of,
)
from ingest.readers.html.shown import (
    BLOCKS,
    StyleSheet,
    classes_of,
    is_hidden,
    is_left_out,
    is_raised,
    is_struck,
    main_part,
    style_sheet,
)
from ingest.readers.letters import EMPTY, PIECE, STRUCK, TICKED, join_pieces, mend, name_boxes
from ingest.readers.rows import (
    BULLET,
    Written,
    cell_of,
    heads_minutes,
    item_numbers_of,
    letters,
    number_lines,
    roles_of,
    roman,
    write_row,
)
from ingest.readers.seen import MORE_THAN_LOOKED_AT, SeenGatherer
from ingest.readers.tables.grid import Cell, GridRow, tables_of
from qa.errors import ReadError
from qa.papers import FileFormat

MAX_BYTES = 20_000_000


def read_html(path: Path) -> SourceDocument:
    """Read a web page. Raises ReadError where it is too large, too deep or not to be parsed."""
    if path.stat().st_size > MAX_BYTES:
        raise ReadError(f"the web page has over {MAX_BYTES / 1e6:.0f} MB; save it as PDF")
    data = path.read_bytes()
    text, unread = _decode(data)
    text = mend(text)
    page = read_page(text)
    seen = SeenGatherer()
    see_beside(text, seen)
    notices = [*unread_notices(unread)]
    if not page.lines:
        notices.append("the page holds no text that can be read")
    if page.struck:
        notices.append(STRUCK)
    if seen.full:
        notices.append(MORE_THAN_LOOKED_AT)
    return SourceDocument(
        FileFormat.HTML,
        number_lines(page.lines),
        tables=tables_of([line.grid for line in page.lines]),
        title=page.title,
        notices=tuple(notices),
        marks=tuple(_banners(text)) if may_mark(text) else (),
        roles=roles_of(page.lines),
        item_numbers=item_numbers_of(page.lines),
        says=page.says,
        seen=seen.found(),
        unseen=seen.full,
    )


CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{3,20})", re.I)
CHARSET_WITHIN = 2_048
SINGLE_BYTE = re.compile(r"iso-?8859-\d+|latin-?1|windows-?125\d|cp-?125\d")
LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii"})
"""Browsers read these as Windows-1252 (WHATWG Encoding Standard)."""


def _decode(data: bytes) -> tuple[str, int]:
    """Decode by the byte order mark, the single-byte set that the page names, or its bytes."""
    declared = CHARSET.search(data, 0, CHARSET_WITHIN)
    name = declared[1].decode("ascii").lower() if declared else ""
    if SINGLE_BYTE.fullmatch(name) and name not in LATIN_1 and not data.startswith(b"\xef\xbb\xbf"):
        try:
            text = data.decode(codecs.lookup(name).name, "replace")
        except LookupError:
            return decode(data)
        return text, text.count(UNREAD)
    return decode(data)


MAX_DEPTH = 5_000
"""Elements open at one time; the parser's time grows with their square. Browsers stop at 512."""


def read_page(text: str) -> WebPage:
    """Return the lines of a page's main part, and what it says of itself.

    Raises ReadError where its elements lie too deep.
    """
    if _too_deep(text.encode("utf-8", "replace")):
        raise ReadError(f"its elements lie more than {MAX_DEPTH:,} deep; save the page as PDF")
    page = LexborHTMLParser(text)
    reader = _PageReader.of_item(item_of_page(page)) if is_item_page(page) else _PageReader()
    reader.sheet = style_sheet(page)
    if (part := main_part(page)) is not None:
        reader.read(part)
    title = title_of(page)
    says = describe_page(page, reader.lines)
    return WebPage(mend(title) if title else None, reader.lines, says, reader.struck)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as it is shown: the lines of its main part, and what it says of itself."""

    title: str | None
    lines: list[Written]
    says: PageSays
    struck: bool = False
    """Whether words were left out that are struck out."""


TAG = re.compile(rb"<(/?)([a-z][a-z0-9]*)[^<>]{0,2000}>", re.I)
SELF_CLOSING = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p tr td th thead tbody tfoot option optgroup dt dd".split()
)
"""Elements that hold nothing, or that end by themselves where the next begins."""


def _too_deep(data: bytes) -> bool:
    depth = 0
    for tag in TAG.finditer(data):
        if tag[2].lower() in SELF_CLOSING:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False


BODY_SIZE = 12.0
MAX_START = 10_000


@dataclass(slots=True)
class _Lists:
    """The lists that are open, the innermost last."""

    _open: list[_List] = field(default_factory=list)

    def begin(self, node: LexborNode) -> None:
        """Open a list."""
        start = _whole(node.attributes.get("start"), 1, MAX_START)
        self._open.append(_List(node.tag == "ol", node.attributes.get("type") or "1", start))

    def end(self) -> None:
        """Close the innermost list."""
        self._open.pop()

    def label(self, node: LexborNode) -> str:
        """Return what is shown before the next entry of the innermost list."""
        if not self._open or not self._open[-1].ordered:
            return BULLET
        current = self._open[-1]
        count = _whole(node.attributes.get("value"), current.next, MAX_START)
        current.next = count + 1
        written = {"a": letters, "i": roman}.get(current.form.lower(), str)(count)
        return f"{written.upper() if current.form.isupper() else written}."


FILE_NOTE = re.compile(r"\s*(?:\bpdf icon)?\s*\(?\b(?:PDF|DOCX?),?\s+[\d.]+\s*[KM]B\)?$")
"""What ModernGov adds to an item's title where a file belongs to it."""
OWN_LABEL = re.compile(r"\(?[0-9A-Za-z]{1,4}[.)]\s|[•·▪–]\s")
HEADING_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 15.0, "h4": 14.0, "h5": 13.0, "h6": 13.0}
"""Points, near those of a browser's own style sheet; a heading is never smaller than the text."""


@dataclass(slots=True)
class _PageReader:
    """Gathers lines while walking; `lines` holds them once `read` is done."""

    lines: list[Written] = field(default_factory=list)
    sheet: StyleSheet = field(default_factory=StyleSheet)
    struck: bool = False
    """Whether words were left out that are struck out."""
    _words: list[PIECE] = field(default_factory=list)
    _raised: int = 0
    _closing_up: bool = False
    """Whether something was left out of the line at hand, so that a space before a stop is too."""
    _plain: bool = False
    """Whether a part of the line at hand is not bold."""
    _bold: int = 0
    _caption: int = 0
    _label: str = ""
    _size: float = BODY_SIZE
    _title: int = 0
    _title_done: bool = False
    """Whether the title at hand has its line; the rest of its element is no other title."""
    _item_label: int = 0
    _items: ItemMarks = field(default_factory=ItemMarks)
    _preformatted: int = 0
    _lists: _Lists = field(default_factory=_Lists)
    _rows: list[_Row] = field(default_factory=list)
    _reaches: list[list[_Reach]] = field(default_factory=list)
    """By table, the innermost last: the cells that reach into the next row."""
    _known: list[object] = field(default_factory=list)
    """What stands for each open table, the innermost last."""
    _table_head: int = 0
    _minuting: list[bool] = field(default_factory=list)
    """By table: whether its rows are minutes, with a column for who is to act."""
    _outside: list[list[Written]] = field(default_factory=list)
    _title_class: str = TITLE_CLASS

    @classmethod
    def of_item(cls, number: str) -> _PageReader:
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
            if not node.is_element_node:
                continue
            if node.tag in FIELDS:
                self._show_field(node)
                continue
            if node.mem_id != part.mem_id and is_left_out(node, self.sheet):
                self._note_struck(node)
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

    def _show_field(self, node: LexborNode) -> None:
        """Write what a field of a form shows: a box, the entry chosen, or what is filled in."""
        if is_hidden(node, self.sheet):
            return
        if shown := shown_in(node):
            self._add(f" {shown} ")

    def _note_struck(self, node: LexborNode) -> None:
        if is_struck(node, self.sheet) and node.text().strip():
            self.struck = self._closing_up = True

    def _add(self, text: str) -> None:
        self._words.append((text, bool(self._raised)))
        if not self._bold and text.strip():
            self._plain = True

    def _end_line(self) -> None:
        text = name_boxes(mend(" ".join(join_pieces(self._words).split())))
        if self._closing_up:
            text, self._closing_up = LOOSE_STOP.sub(r"\1", text), False
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
        self._bold += _is_bold(node)
        self._caption += _is_caption(node)
        self._note_class(classes_of(node), 1)
        self._preformatted += tag == "pre"
        self._raised += is_raised(node)
        if tag in HEADING_SIZES:
            self._size = HEADING_SIZES[tag]
        elif tag == "table":
            self._reaches.append([])
            self._known.append(object())
            self._minuting.append(False)
        elif tag == "thead":
            self._table_head += 1
        elif tag in ("ul", "ol"):
            self._lists.begin(node)
        elif tag == "li":
            self._label = self._lists.label(node)
        elif tag == "tr":
            self._rows.append(_Row(self._reaches[-1] if self._reaches else []))
        elif tag in ("td", "th"):
            self._outside.append(self.lines)
            self.lines = []

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS:
            self._end_line()
        self._bold -= _is_bold(node)
        self._caption -= _is_caption(node)
        self._note_class(classes_of(node), -1)
        self._preformatted -= tag == "pre"
        self._raised -= is_raised(node)
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
            self._known.pop()
            self._minuting.pop()
        elif tag == "thead":
            self._table_head -= 1
        elif tag in ("td", "th"):
            self._end_cell(node)

    def _end_row(self) -> None:
        row = self._rows.pop()
        minutes = bool(self._minuting and self._minuting[-1])
        table = self._known[-1] if self._known else row
        written, below = row.end(table, in_head=self._table_head > 0, minutes=minutes)
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


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int


def _whole(text: str | None, usual: int, most: int) -> int:
    """Return an attribute's whole number, `most` at most; `usual` where it has none."""
    if text and text.isascii() and text.isdigit() and len(text) < 6:
        return min(int(text), most)
    return usual


MAX_SPAN = 64
MAX_ROWS = 1_000
NUMBER_CELL = "mgitemnumbercell"


@dataclass(frozen=True, slots=True)
class _Reach:
    """A cell, and how many rows it still reaches down, the one at hand included."""

    cell: Cell
    rows: int


@dataclass(slots=True)
class _Row:
    """A row as its cells come by."""

    above: list[_Reach]
    """For each column, the cell that reaches into it from above."""
    cells: list[list[Written]] = field(default_factory=list)
    reach: list[_Reach] = field(default_factory=list)
    heads: list[bool] = field(default_factory=list)
    """For each cell, whether its element says that it is a heading."""
    arranges: bool = False
    heads_items: bool = False
    """Whether it only heads the columns of a meeting's items: "No." and "Item"."""

    def pass_covered(self) -> None:
        """Leave columns empty that a cell from above takes up; its text is written once."""
        while (column := len(self.cells)) < len(self.above) and self.above[column].rows > 0:
            self.cells.append([])
            self.reach.append(self.above[column])

    def add(self, node: LexborNode, cell: list[Written]) -> None:
        """Put a cell into the next free columns."""
        columns = max(1, _whole(node.attributes.get("colspan"), 1, MAX_SPAN))
        rows = max(1, _whole(node.attributes.get("rowspan"), 1, MAX_ROWS))
        self.pass_covered()
        place = cell_of(cell, len(self.cells), columns)
        self.cells.extend([cell, *([] for _ in range(columns - 1))])
        self.reach.extend([_Reach(place, rows)] * columns)
        self.heads.append(node.tag == "th")
        if NUMBER_CELL in classes_of(node):
            self.arranges = True
            self.heads_items = node.tag == "th"

    def end(
        self, table: object, *, in_head: bool, minutes: bool
    ) -> tuple[list[Written], list[_Reach]]:
        """Return the row's lines, and for each column how far its cell reaches further down."""
        self.pass_covered()
        below = [_Reach(one.cell, one.rows - 1) for one in self.reach]
        if self.heads_items:
            return [], below
        heads = in_head or (len(self.heads) > 1 and all(self.heads))
        grid = GridRow(table, tuple(one.cell for one in self.reach), heads)
        written = write_row(self.cells, arranges=self.arranges, minutes=minutes, grid=grid)
        return written, below


FIELDS = frozenset({"input", "select", "textarea"})
WITHOUT_WORDS = frozenset(
    {"password", "submit", "button", "reset", "image", "file", "hidden", "search"}
)
LOOSE_STOP = re.compile(r"\s+([.,;:)])")


def shown_in(node: LexborNode) -> str:
    """Return what a field of a form shows; empty where it shows nothing."""
    attributes = node.attributes
    if node.tag == "textarea":
        return " ".join(node.text().split())
    if node.tag == "select":
        chosen = [option for option in node.css("option") if "selected" in option.attributes]
        return " ".join(" ".join(option.text().split()) for option in chosen)
    kind = (attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return TICKED if "checked" in attributes else EMPTY
    return "" if kind in WITHOUT_WORDS else " ".join((attributes.get("value") or "").split())


BOLD_TAGS = frozenset({"b", "strong", "th", *HEADING_SIZES})
BOLD_CLASSES = frozenset({"mgaititletxt", "mgsubitemtitletxt", "mgsectiontitle"})
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)


def _is_bold(node: LexborNode) -> bool:
    """Whether an element makes its text bold."""
    if node.tag in BOLD_TAGS or BOLD_CLASSES & classes_of(node):
        return True
    return bool(BOLD_STYLE.search(node.attributes.get("style") or ""))


CAPTION_TAGS = frozenset({"caption", "figcaption"})
CAPTION_CLASS = "msocaption"


def _is_caption(node: LexborNode) -> bool:
    """Whether an element holds a table's caption, which is no heading of the text below it."""
    return node.tag in CAPTION_TAGS or CAPTION_CLASS in classes_of(node)


def _banners(text: str) -> Iterator[str]:
    """Yield the text above and below the main part, where a paper may be marked exempt."""
    for banner in LexborHTMLParser(text).css("header, footer, aside, [role=banner]"):
        yield from filter(None, map(str.strip, banner.text(separator="\n").split("\n")))

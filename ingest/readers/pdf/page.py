"""Read one page of a PDF: its lines in reading order with their type, and the state of its text.

A table's row is one line, its cells parted by tabs. Words that are not seen on the page are left
out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import MergedCell, SourceTable
from ingest.readers.pdf.beside.turned import LARGE, see_turned
from ingest.readers.pdf.covers import look_over
from ingest.readers.pdf.hidden import NOTHING, find_hidden, leave_out
from ingest.readers.pdf.ruling import find_rules
from ingest.readers.pdf.tables import FoundRow, FoundTable, find_tables
from ingest.readers.pdf.words import BoldPlaces, Characters, View, find_words, view_of
from ingest.readers.seen import SeenGatherer
from qa.papers import Frame, SourceLine, WordPlace


class PageState(StrEnum):
    """Whether a page's text could be read, and how."""

    READ = "read"
    SCANNED = "scanned"
    RECOGNISED = "recognised"
    """A page image whose text was recognised by OCR: here, or before and laid over it."""
    PICTURE = "picture"
    """A page image in which OCR found no text."""
    GARBLED = "garbled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page, numbered from the first number given."""

    lines: list[SourceLine]
    state: PageState
    words: tuple[WordPlace, ...] = ()
    """Where each word stands; given only for a page that OCR read."""
    tables: tuple[SourceTable, ...] = ()
    covered: bool = False
    """Whether its file holds words that are not seen on it; they are left out."""
    hidden: tuple[Frame, ...] = ()
    """Where the file holds what is not seen on the page."""


def read_page(page: pdfium.PdfPage, number: int, first_line: int, seen: SeenGatherer) -> PageText:
    """Read a page. `number` counts pages from 1; lines are numbered from `first_line` on.

    Type that is turned, and large pale type, is also put together by itself, in `seen`.
    """
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        chars = Characters(textpage, text)
        state = _state(page, text, chars)
        drawn = look_over(page)
        hidden = find_hidden(page, text, chars, drawn, scanned=state in PICTURED)
        text = leave_out(text, hidden) if hidden else text
        view = view_of(page)
        tables = _find_tables(page, text, chars, view) if state in TYPED else []
        found = _find_lines(text, chars, tables, view)
        large = any(line.size >= LARGE for line in found)
        see_turned(drawn.texts, textpage, view.turns, number, seen, large=large)
    finally:
        textpage.close()
    heads, feet = [line.head for line in found], [line.foot for line in found]
    gaps = gaps_above(heads, feet, [line.size for line in found])
    lines = [
        SourceLine(first_line + index, line.text, number, line.size, line.bold, gap)
        for index, (line, gap) in enumerate(zip(found, gaps, strict=True))
    ]
    placed = _place_tables(found, tables, first_line, view)
    covered = bool(hidden) or hidden.marked
    return PageText(lines, state, tables=placed, covered=covered, hidden=hidden.places)


UNCLEAR = re.compile("[\ufffd\ue000-\uf8ff]")
"""Stands for a letter that a font does not name."""
FEW_LETTERS = 40
GARBLED_SHARE = 0.1
PICTURE_SHARE = 0.3
"""A page with fewer letters and digits, and more of it covered by pictures, is a scan."""
PAGE_PICTURE_SHARE = 0.8


def _state(page: pdfium.PdfPage, text: str, chars: Characters) -> PageState:
    # A few such characters are bullets.
    if len(UNCLEAR.findall(text)) > max(FEW_LETTERS, GARBLED_SHARE * len(text)):
        return PageState.GARBLED
    letters = (char for char in text if char.isalnum())
    if next(islice(letters, FEW_LETTERS - 1, None), None) is None:
        scanned = _picture_share(page) > PICTURE_SHARE
        return PageState.SCANNED if scanned else PageState.READ
    first = chars.index(len(text) - len(text.lstrip()))
    if first >= 0 and chars.invisible(first) and _picture_share(page) > PAGE_PICTURE_SHARE:
        return PageState.RECOGNISED
    return PageState.READ


FORM_DEPTH = 4
"""How deep drawings within drawings are searched for pictures."""


def _picture_share(page: pdfium.PdfPage) -> float:
    """Return how much of the page pictures cover, by the sum of their frames; 1 at most."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=FORM_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        across = min(right, width) - max(left, 0.0)
        up = min(top, height) - max(bottom, 0.0)
        covered += max(0.0, across) * max(0.0, up)
    return min(1.0, covered / (width * height)) if width > 0 and height > 0 else 0.0


PICTURED = frozenset({PageState.SCANNED, PageState.RECOGNISED})
"""The states of pages whose words are in a picture."""
TYPED = frozenset({PageState.READ, PageState.RECOGNISED})
"""The states of pages whose words have places on the page."""
FEW_RULES = 3
"""Ruled lines of a page that may only underline words or part a footnote from the text."""
MAY_BE_ROW = re.compile(r"(?<=[ \t])(?:[-+(£–]*\d[\d,.]*[%)mk]?|[-–])[ \t]*\r?$", re.M)
"""The end of a row of a table without ruled lines: a figure, or a dash in its place."""
MAX_WORDS = 6_000
"""Words of a page beyond which no table is looked for."""


def _find_tables(
    page: pdfium.PdfPage, text: str, chars: Characters, view: View
) -> list[FoundTable]:
    rules = find_rules(page, view)
    ruled = len(rules.across) + len(rules.down) > FEW_RULES
    if not ruled and len(MAY_BE_ROW.findall(text)) < 2:
        return []  # prose, found by one search
    words = find_words(chars.textpage, text, chars.index, view)
    if not words or len(words) > MAX_WORDS:
        return []
    return find_tables(words, rules, view, BoldPlaces(chars))


def _find_lines(
    text: str, chars: Characters, tables: Sequence[FoundTable], view: View
) -> list[_PageLine]:
    """Return the lines of a page; a table's rows come where pdfium has its first word."""
    placed = list(_plain_lines(_without(text, tables), chars))
    for number, table in enumerate(tables):
        start = min(word.start for row in table.rows for word in row.words)
        placed += [(start, _row_line(row, number, chars, view)) for row in table.rows]
    ordered = [line for _, line in sorted(placed, key=lambda pair: pair[0])]
    return _titles_first(ordered)


@dataclass(frozen=True, slots=True)
class _PageLine:
    """A line with its type.

    `head` and `foot` are the heights of its first and last print, in points from the page's foot.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    head: float = 0.0
    foot: float = 0.0
    table: int | None = None
    """The table of the page, from 0, of which it is a row."""


SOFT_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at which it joined two printed lines."""
ONE_LINE = str.maketrans(
    {SOFT_HYPHEN: "-", "\0": "\ufffd", NOTHING: None}
    | dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ")
)
"""Fonts may map to any character; inside a line there may be none that ends lines elsewhere."""


def _plain_lines(text: str, chars: Characters) -> list[tuple[int, _PageLine]]:
    found = []
    position = 0
    for piece in text.split("\r\n"):
        if content := piece.strip():
            first = position + len(piece) - len(piece.lstrip())
            start = chars.index(first)
            end = chars.index(position + len(piece.rstrip()) - 1)
            content = content.translate(ONE_LINE)
            if start < 0 or end < 0:
                found.append((first, _PageLine(content)))
            else:
                # A heading is bold to its last character; a run-in label ("Summary: ...") is not.
                bold = chars.bold(start) and chars.bold(end)
                bottom = chars.bottom(start)
                line = _PageLine(content, chars.size(start), bold, bottom, bottom)
                found.append((first, line))
        position += len(piece) + 2
    return found


def _without(text: str, tables: Sequence[FoundTable]) -> str:
    """Return the text with white space in the place of the words of tables."""
    taken = [word for table in tables for row in table.rows for word in row.words]
    if not taken:
        return text
    left = list(text)
    for word in taken:
        left[word.start : word.start + len(word.text)] = " " * len(word.text)
    return "".join(left)


def _row_line(row: FoundRow, table: int, chars: Characters, view: View) -> _PageLine:
    text = "\t".join(cell.translate(ONE_LINE) for cell in row.cells)
    first = chars.index(row.words[0].start)
    return _PageLine(
        text,
        chars.size(first) if first >= 0 else 0.0,
        row.bold,
        view.height - min(word.box.bottom for word in row.words),
        view.height - max(word.box.bottom for word in row.words),
        table,
    )


def _titles_first(lines: list[_PageLine]) -> list[_PageLine]:
    """Put what is printed above a table before it, where the page begins with the table.

    Spreadsheets often draw the title of a sheet last.
    """
    if not lines or lines[0].table is None:
        return lines
    above = [line for line in lines if line.table is None and line.foot > lines[0].head]
    return above + [line for line in lines if line not in above] if above else lines


SOLID = 1.4
"""Distance to the next line of a paragraph, at most, as a multiple of the type's size."""
SAME_SIZE = 0.6
"""Points. Small print is set closer than the text."""
LEAST_SOLID = 2
"""How many close lines of the text's own size are enough to give the pitch."""
MAX_GAP = 999.0


def gaps_above(
    heads: Sequence[float], feet: Sequence[float] | None = None, sizes: Sequence[float] = ()
) -> list[float]:
    """Return the white space above each line, as a multiple of the page's usual line pitch.

    `heads` and `feet` are the heights of each line's first and last print from the page's foot.
    With the `sizes` of the type, lines that are set close give the pitch: on a page of short
    paragraphs most lines have white space above them.
    """
    drops = [above - below for above, below in zip(feet or heads, heads[1:], strict=False)]
    pitches = [drop for drop in drops if drop > 1]
    if not pitches:
        return [0.0] * len(heads)
    body = median(sizes) if sizes else 0.0
    solid = [
        drop
        for drop, size in zip(drops, sizes[1:], strict=False)
        if 1 < drop < SOLID * size and abs(size - body) < SAME_SIZE
    ]
    usual = median(pitches)
    pitch = min(usual, median(solid)) if len(solid) >= LEAST_SOLID else usual
    return [0.0, *(round(min(max(0.0, drop / pitch - 1), MAX_GAP), 2) for drop in drops)]


def _place_tables(
    found: Sequence[_PageLine], tables: Sequence[FoundTable], first_line: int, view: View
) -> tuple[SourceTable, ...]:
    """Return the tables with the numbers of the lines that are their rows."""
    places: dict[int, list[int]] = {}
    for number, line in enumerate(found, start=first_line):
        if line.table is not None:
            places.setdefault(line.table, []).append(number)
    return tuple(
        SourceTable(
            (numbers[0], numbers[-1]),
            tables[index].headers,
            tuple(name.translate(ONE_LINE) for name in tables[index].columns),
            tuple(round(cut / view.width, 3) for cut in tables[index].cuts),
            tuple(
                MergedCell(column, 1, (numbers[first], numbers[last]))
                for column, first, last in tables[index].merged
            ),
        )
        for index, numbers in places.items()
    )

"""Read one page of a PDF: its lines with their type, and what kind of page it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import SourceTable
from ingest.readers.pdf_characters import BoldPlaces, Characters
from ingest.readers.pdf_hidden import find_hidden, leave_out
from ingest.readers.pdf_lines import ONE_LINE, PageLine, find_lines, gaps_above
from ingest.readers.pdf_rules import find_rules
from ingest.readers.pdf_tables import FoundTable, find_tables
from ingest.readers.pdf_words import View, find_words, view_of
from qa.pages import Frame, WordPlace
from qa.passages import SourceLine

FEW_RULES = 3
"""Lines on a page that may be underlines, or part a footnote from the text."""
MAY_BE_ROW = re.compile(r"(?<=[ \t])(?:[-+(£–]*\d[\d,.]*[%)mk]?|[-–])[ \t]*\r?$", re.M)
"""What ends a line of a table that no line parts: a figure, or a dash in its place."""
MAX_WORDS = 6_000
"""Words of a page beyond which it holds no table that a reader could use."""
FEW_LETTERS = 40
PICTURE_SHARE = 0.3
"""A page with fewer letters and digits, and more of it covered by pictures, is a scan."""
PAGE_PICTURE_SHARE = 0.8
GARBLED_SHARE = 0.1
UNCLEAR = re.compile("[\ufffd\ue000-\uf8ff]")
"""What stands for a letter that a font does not name."""
FORM_DEPTH = 4
"""How deep drawings within drawings are searched for pictures."""


class PageState(StrEnum):
    """How far a page's text can be had."""

    READ = "read"
    SCANNED = "scanned"
    RECOGNISED = "recognised"
    """A page image whose text a machine recognised: laid invisibly over it, or by OCR here."""
    PICTURE = "picture"
    """A page image in which OCR found no text."""
    GARBLED = "garbled"
    FAILED = "failed"


TYPED = frozenset({PageState.READ, PageState.RECOGNISED})
"""The states of pages whose words stand where their type says."""
PICTURED = frozenset({PageState.SCANNED, PageState.RECOGNISED})
"""The states of pages whose words are in a picture."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page, numbered from the first number given."""

    lines: list[SourceLine]
    state: PageState
    words: tuple[WordPlace, ...] = ()
    """Where each word stands; given only for a page that OCR read."""
    tables: tuple[SourceTable, ...] = ()
    covered: bool = False
    """Whether words stand in its text that are not seen on it; they are left out."""
    hidden: tuple[Frame, ...] = ()
    """Where the file holds what is not seen on the page."""


def read_page(page: pdfium.PdfPage, number: int, first_line: int) -> PageText:
    """Read a page. `number` is its index from 1; lines are numbered from `first_line` on."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        chars = Characters(textpage, text)
        state = _state(page, text, chars)
        hidden = find_hidden(page, text, chars, scanned=state in PICTURED)
        text = leave_out(text, hidden) if hidden else text
        view = view_of(page)
        tables = _find_tables(page, text, chars, view) if state in TYPED else []
        found = find_lines(text, chars, tables, view)
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


def _find_tables(
    page: pdfium.PdfPage, text: str, chars: Characters, view: View
) -> list[FoundTable]:
    rules = find_rules(page, view)
    ruled = len(rules.across) + len(rules.down) > FEW_RULES
    if not ruled and len(MAY_BE_ROW.findall(text)) < 2:
        return []  # prose, at the cost of one look
    words = find_words(chars.textpage, text, chars.index, view)
    if not words or len(words) > MAX_WORDS:
        return []
    return find_tables(words, rules, view, BoldPlaces(chars))


def _place_tables(
    found: Sequence[PageLine], tables: Sequence[FoundTable], first_line: int, view: View
) -> tuple[SourceTable, ...]:
    """Say which lines are the rows of which table."""
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
        )
        for index, numbers in places.items()
    )


def _state(page: pdfium.PdfPage, text: str, chars: Characters) -> PageState:
    # A few such signs are bullets.
    if len(UNCLEAR.findall(text)) > max(FEW_LETTERS, GARBLED_SHARE * len(text)):
        return PageState.GARBLED
    if not _has_letters(text):
        scanned = _picture_share(page) > PICTURE_SHARE
        return PageState.SCANNED if scanned else PageState.READ
    first = chars.index(len(text) - len(text.lstrip()))
    if first >= 0 and chars.invisible(first) and _picture_share(page) > PAGE_PICTURE_SHARE:
        return PageState.RECOGNISED
    return PageState.READ


def _has_letters(text: str) -> bool:
    letters = (char for char in text if char.isalnum())
    return next(islice(letters, FEW_LETTERS - 1, None), None) is not None


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

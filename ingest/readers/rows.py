"""Write lines, list numbers and table rows, the same way for Word files, web pages and e-mails.

A table's row is one line, its cells parted by tabs. A table that only arranges its text (minutes
and forms often do) is written as the lines of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import LineRole
from ingest.readers.tables.grid import Cell, GridRow
from qa.papers import SourceLine


@dataclass(frozen=True, slots=True)
class Written:
    """A line before it has its number in the paper."""

    text: str
    size: float = 0.0
    bold: bool = False
    role: LineRole | None = None
    item: str | None = None
    """The number of the item that it opens, where that is known."""
    grid: GridRow | None = None
    """The row of a table that it is, with its merged cells."""


def write_row(
    cells: Cells, *, arranges: bool = False, minutes: bool = False, grid: GridRow | None = None
) -> list[Written]:
    """Return the row as one line, cells parted by tabs, or as the lines of its cells.

    Minutes and decision forms often put a number or a label beside a long text. Such a text keeps
    its lines, with the label before the first; so do a limb with its number and a table of one
    cell. Pass `arranges` where the row is known to be of that kind, `minutes` where its table is
    one of minutes. Empty cells at the end are dropped. `grid` is the row with its merged cells.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return []
    arranges = arranges or (minutes and (len(cells) <= MINUTES_CELLS or _is_titled(filled)))
    if len(cells) == 1 or arranges or _is_layout(filled):
        return _layout_lines(filled) if cells[0] else [line for cell in filled for line in cell]
    text = "\t".join(" ".join(_flat(line.text) for line in cell) for cell in cells).rstrip("\t")
    shown = [line for cell in filled for line in cell]
    bold = all(line.bold for line in shown)
    return [Written(text, shown[0].size, bold, shown[0].role, grid=grid)]


def cell_of(lines: Sequence[Written], column: int, columns: int) -> Cell:
    """Return a cell of a table's grid from its lines."""
    text = " ".join(_flat(line.text) for line in lines)
    return Cell(text, bool(lines) and all(line.bold for line in lines), column, columns)


Cells = Sequence[Sequence[Written]]
"""The cells of a row, left to right, each as its lines; columns spanned are empty cells."""
LAYOUT_CELLS = 2
LIMB_NUMBER = re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)")
"""Only in brackets; other numbers in a first column may number a table's rows."""
LIMB_WORDS = 3
ITEM_NUMBER = re.compile(r"\(?(?:[A-Za-z]{0,2}\d{1,4}[a-z]?|[a-z]|[ivx]{1,5})[.)]?$")
LABEL = re.compile(r"(?=.*[^\W\d_]{3})\D+")
"""The label of a form's row: words, and no number."""
NUMBERED_PARAGRAPHS = 2
LAYOUT_PARAGRAPHS = 3


def _is_layout(filled: Cells) -> bool:
    """Whether a row only arranges its text: a label, and beside it a text of several lines."""
    if len(filled) > LAYOUT_CELLS:
        return False
    label = filled[0][0].text if len(filled[0]) == 1 else ""
    is_limb = len(filled) == LAYOUT_CELLS and LIMB_NUMBER.fullmatch(label.strip())
    if is_limb and len(filled[1][0].text.split()) >= LIMB_WORDS:
        return True
    numbered = bool(label) and ITEM_NUMBER.match(label)
    wanted = NUMBERED_PARAGRAPHS if numbered else LAYOUT_PARAGRAPHS
    return max(len(cell) for cell in filled) >= wanted


def _is_titled(filled: Cells) -> bool:
    """Whether a row is an item of minutes: a number, and beside it a bold title above its text."""
    number, *rest = filled
    if len(number) != 1 or not rest or not ITEM_NUMBER.match(number[0].text.strip()):
        return False
    title, *text = rest[0]
    return title.bold and bool(text) and not any(line.bold for line in text)


def _layout_lines(filled: Cells) -> list[Written]:
    """Return the lines of the cells, a label of one line before the first line beside it."""
    lines = [line for cell in filled for line in cell]
    if len(filled) == 1 or len(filled[0]) > 1:
        return lines
    label, first, *rest = lines
    number = _flat(label.text)
    named = first.item or (bare_number(number) if first.role is LineRole.ITEM else None)
    # A label of words keeps the edge of its cell: nothing else tells where it ends.
    edge = "\t" if first.role is None and LABEL.fullmatch(number) else " "
    return [replace(first, text=f"{number}{edge}{first.text}", item=named), *rest]


LABEL_WORDS = 12
MOST_WORDS = 24
"""Words of a cell in a row of a table; the texts of minutes are longer."""


def _flat(text: str) -> str:
    return " ".join(text.split())


def bare_number(text: str) -> str:
    """Return an item's number without words and marks round it: "Item 4." is 4."""
    return re.sub(r"(?i)^(?:agenda )?item\s+(?:no\.?\s*)?", "", text).strip(".() ")


def number_lines(written: Iterable[Written]) -> tuple[SourceLine, ...]:
    """Number lines from 1 as they stand."""
    return tuple(
        SourceLine(number, line.text, None, line.size, line.bold)
        for number, line in enumerate(written, start=1)
    )


MINUTES_CELLS = 3
NUMBER_HEAD = re.compile(
    r"(?:(?:agenda )?item|minute|min|ref(?:erence)?|no|number)\.?(?: (?:no|number|ref)\.?)?", re.I
)
ACTION_HEAD = re.compile(
    r"(?:actions?|owner|lead|responsible|who)(?: (?:by|by whom|owner|officer|point)s?)?"
    r"|by whom|action(?: ?/ ?| and )\w+",
    re.I,
)


def heads_minutes(cells: Cells) -> bool:
    """Whether a row heads a table of minutes: number, what is minuted, who is to act.

    Other columns may stand between: its wards, its reasons.
    """
    heads = [" ".join(_flat(line.text) for line in cell) for cell in cells]
    if len(heads) < MINUTES_CELLS or not all(heads):
        return False
    return bool(NUMBER_HEAD.fullmatch(heads[0]) and ACTION_HEAD.fullmatch(heads[-1]))


def roles_of(written: Sequence[Written]) -> dict[int, LineRole]:
    """Return {number of a line: its role}; lines without a role are left out."""
    return {n: line.role for n, line in enumerate(written, start=1) if line.role is not None}


def item_numbers_of(written: Sequence[Written]) -> dict[int, str]:
    """Return {number of a line: number of the item that the line opens}."""
    return {n: line.item for n, line in enumerate(written, start=1) if line.item}


BULLET = "•"
MAX_LETTER = 520


def letters(count: int) -> str:
    """Return the count as a letter: a to z, then aa, bb and so on as Word does."""
    if not 0 < count <= MAX_LETTER:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


MAX_ROMAN = 3_999
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(count: int) -> str:
    """Return the count in small Roman numerals."""
    if not 0 < count <= MAX_ROMAN:
        return str(count)
    written = ""
    for value, sign in ROMAN:
        times, count = divmod(count, value)
        written += sign * times
    return written

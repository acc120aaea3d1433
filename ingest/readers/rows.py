"""Write lines and table rows, in the same way for Word files, web pages and e-mails.

A table's row is one line, its cells parted by tabs. A table that only arranges its text (minutes
and forms often do) is written as the lines of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import LineRole
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


def write_row(cells: Cells, *, arranges: bool = False) -> list[Written]:
    """Return the row as one line, cells parted by tabs, or as the lines of its cells.

    Minutes and decision forms often put a number or a label beside a long text. Such a text keeps
    its lines, with the label before the first; so do a limb with its number and a table of one
    cell. Pass `arranges` where the row is known to be of that kind. Empty cells at the end are
    dropped.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return []
    if len(cells) == 1 or arranges or _arranges(filled):
        return _arranged(filled) if cells[0] else [line for cell in filled for line in cell]
    text = "\t".join(" ".join(_flat(line.text) for line in cell) for cell in cells).rstrip("\t")
    shown = [line for cell in filled for line in cell]
    return [Written(text, shown[0].size, all(line.bold for line in shown), shown[0].role)]


Cells = Sequence[Sequence[Written]]
"""The cells of a row, left to right, each as its lines; columns spanned are empty cells."""
LAYOUT_CELLS = 2
ITEM_NUMBER = re.compile(r"\(?(?:[A-Za-z]{0,2}\d{1,4}[a-z]?|[a-z]|[ivx]{1,5})[.)]?$")
NUMBERED_PARAGRAPHS = 2
LAYOUT_PARAGRAPHS = 3


def _arranges(filled: Cells) -> bool:
    if len(filled) > LAYOUT_CELLS:
        return False
    if len(filled) == LAYOUT_CELLS and _is_limb(filled[0], filled[1]):
        return True
    numbered = len(filled[0]) == 1 and ITEM_NUMBER.match(filled[0][0].text)
    wanted = NUMBERED_PARAGRAPHS if numbered else LAYOUT_PARAGRAPHS
    return max(len(cell) for cell in filled) >= wanted


LIMB_NUMBER = re.compile(r"\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)")
"""In brackets: other numbers in a first column may as well be those of a table's rows."""
LIMB_WORDS = 3


def _is_limb(label: Sequence[Written], text: Sequence[Written]) -> bool:
    """Whether a row is one part of a resolution, its number in a column of its own."""
    numbered = len(label) == 1 and LIMB_NUMBER.fullmatch(label[0].text.strip())
    return bool(numbered) and len(text[0].text.split()) >= LIMB_WORDS


def _arranged(filled: Cells) -> list[Written]:
    lines = [line for cell in filled for line in cell]
    if len(filled) == 1 or len(filled[0]) > 1:
        return lines
    label, first, *rest = lines
    number = _flat(label.text)
    named = first.item or (bare_number(number) if first.role is LineRole.ITEM else None)
    return [replace(first, text=f"{number} {first.text}", item=named), *rest]


def _flat(text: str) -> str:
    return " ".join(text.split())


def bare_number(text: str) -> str:
    """Return an item's number without what is printed around it: "Item 4." is 4."""
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
    """Whether a row heads a table of minutes: their numbers, what is minuted, who is to act."""
    heads = [" ".join(_flat(line.text) for line in cell) for cell in cells]
    if len(heads) != MINUTES_CELLS or not all(heads):
        return False
    return bool(NUMBER_HEAD.fullmatch(heads[0]) and ACTION_HEAD.fullmatch(heads[-1]))


def roles_of(written: Sequence[Written]) -> dict[int, LineRole]:
    """Return what the lines are, by their numbers; lines of no known part are left out."""
    return {n: line.role for n, line in enumerate(written, start=1) if line.role is not None}


def item_numbers_of(written: Sequence[Written]) -> dict[int, str]:
    """Return the numbers of the items that lines open, by the lines' own numbers."""
    return {n: line.item for n, line in enumerate(written, start=1) if line.item}

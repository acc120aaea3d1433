"""Read a form: a table of two columns, in which the left cell of each row labels the right one.

Records of decisions are often kept so. A row says what a paragraph "Decision: to buy a pump" says, but
the edge of the cell tells where its label ends. A number of the row may stand in a column before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.headings import stands_alone
from ingest.layout.paragraphs import Paragraph

LABEL_WORDS = 12
"""Words of a label at most; a longer left cell says something itself."""
HEADING_WORDS = 3
"""Words up to which the right cell of a table's first row may only head a column."""
LONGEST_VALUE = 40
"""Paragraphs in which a value may be set out below its row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a form: its label, without the colon, and the value beside it."""

    label: str
    value: str


def read_entry(paragraphs: Sequence[Paragraph], index: int) -> Entry | None:
    """Return what a row labels and with what; None where the paragraph is no row of a form.

    A table with headings above its columns is no form, and its headings are no entry.
    """
    paragraph = paragraphs[index]
    cells = _cells(paragraph)
    if cells is None or (paragraph.unit.row and paragraph.unit.row.columns):
        return None
    label, value = cells
    heads = not index or _cells(paragraphs[index - 1]) is None
    if heads and len(value.split()) <= HEADING_WORDS and not label.endswith(":"):
        return None
    return Entry(label.rstrip(" :"), value)


def entry_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Return the index after the last paragraph of the entry that begins at `start`.

    What stands below its row, down to the next entry, is lines of its cell. Behind the last entry
    of a form only limbs, and rows without a label, go on with it.
    """
    end, limbs = start + 1, True
    for index in range(start + 1, min(len(paragraphs), start + LONGEST_VALUE)):
        paragraph = paragraphs[index]
        if _cells(paragraph) is not None:
            return index
        unlabelled = paragraph.is_row and paragraph.printed.startswith("\t")
        if (paragraph.is_row and not unlabelled) or (paragraph.bold and stands_alone(paragraph)):
            break
        limbs = limbs and (unlabelled or paragraph.unit.number is not None)
        end = index + 1 if limbs else end
    return end


def _cells(row: Paragraph) -> tuple[str, str] | None:
    """Return the label and the value of a row that has no more than these; else None."""
    if not row.is_row or row.printed.startswith("\t"):
        return None
    cells = [cell for cell in row.plain_cells if cell]
    if len(cells) == 3 and not re.search(r"[^\W\d_]{2}", cells[0]):
        cells = cells[1:]
    if len(cells) != 2 or not re.search(r"[^\W\d_]{3}", cells[0]):
        return None
    label, value = cells
    named = len(label.split()) <= LABEL_WORDS and label[-1] not in ".;"
    return (label, value) if named else None

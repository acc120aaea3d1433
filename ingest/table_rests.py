"""The last word of a row's label, where it stands alone at the head of the next page."""

from __future__ import annotations

from dataclasses import replace

from ingest.paragraphs import Paragraph
from qa.passages import UnitKind
from qa.table_rows import is_sum

REST_WORDS = 3
"""Words of a label, at most, that a page's end cuts off."""
LABEL_WORDS = 4
"""Words, at least, of a label that is too long for its line."""
ENDS = (".", ";", ":", ",", "?", "!")


def take_rest_overleaf(paragraphs: list[Paragraph], last: int) -> None:
    """Give a page's last row the words of its label that the next page begins with, in place.

    They are taken for that where the row has one label beside figures, and where they stand
    alone there, in the row's type: a few words that begin small and end without a stop.
    """
    if last + 1 >= len(paragraphs):
        return
    upper, lower = paragraphs[last], paragraphs[last + 1]
    row = upper.unit.row
    if row is None or not _goes_on(upper, lower):
        return
    labels = [index for index, cell in enumerate(row.cells) if cell and not is_sum(cell)]
    if len(labels) != 1 or not any(map(is_sum, row.cells)):
        return
    label = row.cells[labels[0]]
    if len(label.split()) < LABEL_WORDS or label.endswith(ENDS):
        return
    whole = f"{label} {lower.plain}"
    cells = tuple(whole if index == labels[0] else cell for index, cell in enumerate(row.cells))
    heads = (*upper.heads, upper.of_kind(UnitKind.HEADER).unit)
    paragraphs[last] = upper.as_row(replace(row, cells=cells), upper.heads)
    paragraphs[last + 1] = lower.of_kind(UnitKind.ROW).as_row(replace(row, cells=cells), heads)


def _goes_on(upper: Paragraph, lower: Paragraph) -> bool:
    """Whether a paragraph at a page's head may be the rest of the row at the foot before."""
    above, page = upper.unit.page, lower.unit.page
    overleaf = above is not None and page == above + 1
    alike = (lower.bold, lower.size) == (upper.bold, upper.size)
    plain = lower.unit.kind == UnitKind.PARAGRAPH and lower.words <= REST_WORDS
    text = lower.plain.strip()
    return overleaf and alike and plain and text[:1].islower() and not text.endswith(ENDS)

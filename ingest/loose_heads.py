"""Tell the column headings of rows that stand in no table that the reader found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import patterns
from ingest.paragraphs import Paragraph
from qa.language.dates import YEARS_AT_COLUMNS
from qa.passages import UnitKind

HEADER_DEPTH = 4
"""Short lines above a table's first row that may be its column headings and caption."""


def _is_header(paragraph: Paragraph) -> bool:
    """Whether what stands before a table's first row reads as its column headings."""
    text = paragraph.plain
    if paragraph.unit.kind not in (UnitKind.PARAGRAPH, UnitKind.LIMB) or paragraph.words > 60:
        return False
    if text.endswith((".", ";", ":", "?")) or paragraph.words < 1:
        return False
    units = re.search(rf"£|%|{YEARS_AT_COLUMNS}|\byear\b|total|budget|forecast|actual", text, re.I)
    return bool(units) or paragraph.words <= 12


def mark_headers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Mark the column headings that stand right before (or, in some PDFs, after) the rows."""
    marked = list(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.is_row:
            continue
        before = index - 1
        while before >= max(0, index - HEADER_DEPTH) and not paragraphs[before].is_row:
            if paragraphs[before].unit.page != paragraph.unit.page or not _is_header(
                paragraphs[before]
            ):
                break
            if patterns.NUMBERED_HEADING.match(paragraphs[before].plain):
                break
            marked[before] = paragraphs[before].of_kind(UnitKind.HEADER)
            before -= 1
    return marked

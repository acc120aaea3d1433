"""Rows of figures told line by line, for what no table of a PDF was found to hold."""

from __future__ import annotations

import re

from ingest import patterns
from qa.passages import SourceLine

BIG_GAP = 0.45
"""White space, as a share of the line pitch, that parts two paragraphs of a PDF."""


def is_numeric_row(text: str) -> bool:
    """Whether a line of a PDF ends in at least two table figures."""
    match = patterns.NUMERIC_ROW.search(text)
    if (
        not match
        or not re.search(r"\d", match[0])
        or re.search(r"(?i)\bpages?\b|\btel|phone|\b0\d{4}", text)
    ):
        return False
    if re.search(r"[a-z]{3,}[.;]\s*$", text):
        return False
    figures = len(match[0].split())
    return figures >= 2 and not _is_date_or_range(text, match.start(1))


def _is_date_or_range(text: str, start: int) -> bool:
    """Tell "2025 - 26" and "12 - 18" at the end of a sentence from two columns of figures."""
    tail = text[start:].split()
    words_before = text[:start].split()
    prose = sum(1 for word in words_before if word[:1].islower()) > 6
    real = [cell for cell in tail if any(c.isdigit() for c in cell)]
    return len(real) < 2 or (prose and len(real) < 3)


def split_wrapped_label(
    held: list[SourceLine], in_table: bool, row: SourceLine
) -> tuple[list[SourceLine], list[SourceLine]]:
    """Give the lines of a row's wrapped label to the row; the rest stays where it was."""
    label_missing = not re.search(r"[A-Za-z]{3}", row.text.split("£")[0][:40])
    starts_low = bool(re.match(r"[a-z(]", row.text))
    if not held or row.page != held[-1].page or row.gap >= BIG_GAP:
        return [], held
    if in_table or label_missing or starts_low:
        take = min(len(held), 6 if (label_missing or starts_low) and in_table else 2)
        if not in_table and len(held) > 2:
            return [], held
        return held[-take:], held[:-take]
    return [], held

"""Say on which page the units quoted of a passage stand, which may be less than all of its own."""

from __future__ import annotations

from collections.abc import Sequence

from qa.pages import PageKind, PageSpan
from qa.passages import Passage, Unit


def text_page(passage: Passage, units: Sequence[Unit]) -> PageSpan:
    """Return the printed pages of units of a text source: their own, else the passage's."""
    pages = [unit.page for unit in units if unit.page is not None]
    if not pages or len(pages) < len(units):
        return passage.page
    first, last = min(pages), max(pages)
    kind = PageKind.EXACT if first == last else PageKind.RANGE
    printed = str(first) if first == last else f"{first}–{last}"
    return PageSpan(kind, first, last, printed, passage.page.basis)

"""The titles within a table, under which its rows stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.paragraphs import Paragraph
from ingest.table_shapes import HEADING_WORDS, cells_of
from qa.table_rows import is_sum

TOTAL = re.compile(r"(?i)^\W*(?:sub-?\s?|grand )?totals?\b|\btotals?\W*$")
NOTE = re.compile(r"^(?:[*†‡^]|\[\d{1,2}\]|\(?\d\)|note\b)|^[a-z]")
"""How a note below rows begins, or goes on."""


@dataclass(slots=True)
class Groups:
    """Follows the rows of a table down and tells the titles over each."""

    titles: list[Paragraph] = field(default_factory=list)
    was_title: bool = False

    def over(self, paragraph: Paragraph) -> list[Paragraph]:
        """Return the titles under which the next row stands; none for a title's own first."""
        cells = cells_of(paragraph)
        if is_title(cells):
            above = list(self.titles) if self.was_title else []
            self._add(paragraph)
            return [title for title in above if title in self.titles]
        self.was_title = False
        titles = list(self.titles)
        if _is_total(cells) and (paragraph.bold or self._is_named_in(cells)):
            self.titles = []  # what stands below its total is no part of a group
        return titles

    def _is_named_in(self, cells: Sequence[str]) -> bool:
        """Whether a row names the group itself: the total of RESERVES is TOTAL RESERVES."""
        names = [name for name in (group_name(self.titles[-1:]),) if name]
        return any(name.casefold() in cell.casefold() for name in names for cell in cells)

    def _add(self, paragraph: Paragraph) -> None:
        text = " ".join(cells_of(paragraph)).strip()
        if NOTE.match(text) and not paragraph.bold:
            return
        if not self.was_title:
            self.titles = []
        if paragraph.bold:
            self.titles = [title for title in self.titles if title.bold]
        self.titles.append(paragraph)
        self.was_title = True


def is_title(cells: Sequence[str]) -> bool:
    """Whether a row is a title within the table: words in one of its first cells, no more."""
    filled = [index for index, cell in enumerate(cells) if cell]
    if len(filled) != 1 or is_sum(cells[filled[0]]):
        return False
    return filled[0] <= len(cells) // 2 and len(cells[filled[0]].split()) <= HEADING_WORDS


def _is_total(cells: Sequence[str]) -> bool:
    return any(TOTAL.search(cell) for cell in cells if cell and not is_sum(cell))


def group_name(titles: Sequence[Paragraph]) -> str | None:
    """Return titles as one, from the outer one to the inner; None where there is none."""
    return " – ".join(" ".join(cells_of(p)).strip() for p in titles) or None

"""Tell the items of a meeting's web page, and what of them is agenda, minutes and decision.

The pages of committee systems name their elements for it: the title of an item, the label
above its minutes, above its decision and above the papers brought to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.document import LineRole
from ingest.readers.rows import ITEM_NUMBER, Written, bare_number

TITLE_CLASS = "mgaititletxt"
PAGE_TITLE_CLASS = "mgsubtitletxt"
"""Of the heading below "Agenda item", on a page that shows only one."""
LABEL_CLASSES = frozenset({"mgsubitemtitletxt", "mgsubsubtitletxt"})
MINUTES = re.compile(r"(?:draft |printed )?(?:minutes?|record|discussion)\W*", re.I)
DECISION = re.compile(
    r"(?:draft )?(?:decisions?|resolutions?|resolved|outcomes?)(?: made| taken)?\W*", re.I
)
PAPERS = re.compile(
    r"(?:additional|supporting|background|accompanying|associated|linked|reports?|papers?|documents?"
    r"|appendi|attachments?|links?|webcast|recommendations?|purpose|summary|agenda)\b",
    re.I,
)
NUMBER = re.compile(rf"(?:(?:agenda )?item\s+(?:no\.?\s*)?)?{ITEM_NUMBER.pattern}", re.I)


@dataclass(slots=True)
class ItemMarks:
    """Follows the items of a page line by line."""

    role: LineRole | None = None
    """What the next line is, if it does not itself begin something."""
    given: str = ""
    """The number of the one item that a page shows, which stands elsewhere on it."""
    _row: int = 0
    """How many rows are open, one in another, where the item at hand began; and tables."""
    _table: int = 0
    _number: str = ""
    """The number that stood alone above the title of its item."""

    def opens(self, line: Written, *, rows: int, tables: int) -> Written | None:
        """Return the line of an item's title as one that opens it.

        A number that stands alone is kept as a cell of its row, or outside of tables for the
        title below it.
        """
        if NUMBER.fullmatch(line.text):
            self._number = "" if rows else line.text
            return line if rows else None
        number = self._number
        self.role = LineRole.BESIDE
        self._row, self._table = rows, tables
        self._number, self.given, given = "", "", self.given
        text = f"{number} {line.text}".strip()
        return replace(
            line, text=text, role=LineRole.ITEM, item=bare_number(number) or given or None
        )

    def labels(self, text: str, *, named: bool) -> None:
        """Take a line that may be a label. `named`: its element is of the class of labels."""
        if self.role is None:
            return
        if MINUTES.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.MINUTES
        elif DECISION.fullmatch(text) and (named or self.role is LineRole.BESIDE):
            self.role = LineRole.DECISION
        elif named and PAPERS.match(text):
            self.role = LineRole.BESIDE
        elif named and self.role is LineRole.DECISION:
            self.role = LineRole.MINUTES  # The reasons, say, which are no part of the decision.

    def end_row(self, rows: int) -> None:
        """End the item whose row this is: what its table holds next is no part of it."""
        if self.role is not None and rows == self._row:
            self.role = LineRole.BESIDE

    def end_table(self, tables: int) -> None:
        """End the last item of a table: nothing below it is one of its lines."""
        if self._table and tables == self._table:
            self.role, self._table = None, 0

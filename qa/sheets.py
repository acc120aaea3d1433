"""Cells and files that a spreadsheet opens safely (OWASP, *CSV Injection*).

A cell that a spreadsheet would take for a formula begins with an apostrophe. In the sheets that a
person fills in (`as_text`) one is also put before an apostrophe, and taken away again on reading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with, for one spreadsheet or another; spaces may stand before it."""
_MARK = "\ufeff"
"""By which spreadsheets know that a file is UTF-8, and show £ as £."""


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV for a spreadsheet, each cell quoted and harmless."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written, quoting=csv.QUOTE_ALL)
    sheet.writerow(head)
    sheet.writerows(map(harmless, row) for row in rows)
    return _MARK + written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _is_formula(cell) else cell


def as_text(value: str) -> str:
    """Return a harmless cell that `as_written` reads back."""
    return f"'{value}" if value.startswith("'") or _is_formula(value) else value


def as_written(cell: str) -> str:
    """Return the value of a cell that `as_text` made; white space at both ends is left out."""
    cell = cell.strip()
    value = cell[1:]
    return value.strip() if cell[:1] == "'" and as_text(value) != value else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)

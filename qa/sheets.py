"""Cells of the CSV sheets that a person fills in, safe to open in a spreadsheet.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which is taken away
again on reading (OWASP, *CSV Injection*).
"""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def as_text(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def as_written(cell: str) -> str:
    """Return the value of a cell that `as_text` made; white space at both ends is left out."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell

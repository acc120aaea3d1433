"""Cells of CSV sheets, safe to open in a spreadsheet.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which is taken away
again on reading (OWASP, *CSV Injection*).
"""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def as_text(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if _is_formula(value) else value


def as_written(cell: str) -> str:
    """Return the value of a cell that `as_text` made; white space at both ends is left out."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula; some leave white space before it out."""
    return cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)

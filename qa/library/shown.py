"""How the catalogue notes of a page whether it may be shown, and if not, why not."""

from __future__ import annotations

import sqlite3

from qa.papers import PaperPage, Unread

SHOWN, EXEMPT = 0, 1
UNREAD = {Unread.SCANNED: 2, Unread.GARBLED: 3, Unread.FAILED: 4}
UNREAD_MARKED = "unread pages marked"
"""Under this the catalogue notes that `mark_unread` is done."""
WHY = {code: why for why, code in UNREAD.items()}
FEW_LETTERS = 200
"""More than a page can have that counts as a scan, white space included."""


def shown_code(page: PaperPage) -> int:
    """Return what the catalogue notes of a page."""
    return UNREAD[page.unread] if page.unread else EXEMPT if page.withheld else SHOWN


def why_unread(code: int) -> Unread | None:
    """Return why a page was not read; None where it was, or is exempt."""
    return WHY.get(code)


def add_withheld(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before pages were marked as withheld.

    There a page without text may be a map or may be exempt, so it counts as withheld until
    its paper is read anew.
    """
    catalogue.execute("ALTER TABLE pages ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0")
    catalogue.execute("UPDATE pages SET withheld = 1 WHERE trim(text) = ''")


def mark_unread(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before pages that nothing could read were withheld.

    Their notices say only in words which pages these are, so every page of such a paper counts
    that has next to no text, until the paper is read anew.
    """
    for code, notice in (
        (UNREAD[Unread.FAILED], "%could not be read%"),
        (UNREAD[Unread.SCANNED], "%not read%"),
    ):
        catalogue.execute(
            "UPDATE pages SET withheld = ? WHERE withheld IN (?, ?) AND length(text) < ? "
            "AND paper_id IN (SELECT id FROM papers WHERE paper LIKE ?)",
            (code, SHOWN, UNREAD[Unread.FAILED], FEW_LETTERS, notice),
        )
    catalogue.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (UNREAD_MARKED,))

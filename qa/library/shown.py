"""How the catalogue notes of a page whether it may be shown, and what of its file may not be."""

from __future__ import annotations

import sqlite3

from qa.library.records import FRAMES
from qa.pages import PaperPage, Unread

SHOWN, EXEMPT = 0, 1
UNREAD = {Unread.SCANNED: 2, Unread.GARBLED: 3, Unread.FAILED: 4}
UNREAD_MARKED = "unread pages marked"
"""Under this the catalogue notes that `mark_unread` is done."""
WHY = {code: why for why, code in UNREAD.items()}
FEW_LETTERS = 200
"""More than a page can have that counts as a scan, white space included."""
ADD_PAGE = (
    "INSERT INTO pages (paper_id, number, printed, first_line, text, withheld, hidden) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)

PageRow = tuple[str, int, str | None, int, str, int, str]


def page_row(paper_id: str, page: PaperPage) -> PageRow:
    """Return what the catalogue notes of a page, as `ADD_PAGE` takes it."""
    code = UNREAD[page.unread] if page.unread else EXEMPT if page.withheld else SHOWN
    hidden = FRAMES.dump_json(page.hidden).decode()
    return paper_id, page.number, page.printed, page.first_line, page.text, code, hidden


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


def add_hidden(catalogue: sqlite3.Connection) -> None:
    """Bring a library up to date that was built before it was noted what a page's file hides.

    Nothing is noted there of any page, so the file itself goes out to nobody until it is read anew.
    """
    catalogue.execute("ALTER TABLE pages ADD COLUMN hidden TEXT")


ADDED_LATER = {"withheld": add_withheld, "hidden": add_hidden}
"""What adds each column of the pages that the first libraries lacked."""


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

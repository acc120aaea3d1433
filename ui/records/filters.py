"""What the form of a page asks for, and a long list cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import ceil
from typing import Generic, TypeVar
from urllib.parse import urlencode

from qa.language.dates import is_within

A_PAGE = 50
"""Rows of a page."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form was sent with; an empty text asks for nothing."""

    words: str = ""
    body: str = ""
    kind: str = ""
    council: str = ""
    first: date | None = None
    last: date | None = None
    paper: str = ""
    """The id of a paper, whose meetings are asked for."""
    errors: tuple[str, ...] = ()
    """What could not be understood, in sentences."""

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any(getattr(self, field.name) for field in fields(self))

    def covers(self, day: date | None) -> bool:
        """Whether a day is one of those asked for; a day that is not known is of none."""
        return is_within(day, self.first, self.last)

    def query(self, page: int = 1) -> str:
        """Return it as the query of an address, with its question mark; empty for nothing."""
        asked = {
            "words": self.words,
            "body": self.body,
            "kind": self.kind,
            "council": self.council,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "paper": self.paper,
            "page": str(page) if page > 1 else "",
        }
        sent = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(sent)}" if sent else ""


def read_asked(
    *,
    words: str = "",
    body: str = "",
    kind: str = "",
    council: str = "",
    first: str = "",
    last: str = "",
    paper: str = "",
) -> Asked:
    """Return what a form was sent with, and in `errors` what of it is no day."""
    days: list[date | None] = []
    errors = []
    for name, text in (("From", first), ("To", last)):
        try:
            days.append(date.fromisoformat(text.strip()) if text.strip() else None)
        except ValueError:
            days.append(None)
            errors.append(f"{name}: give a day as year, month and day, such as 2024-03-14.")
    if days[0] and days[1] and days[0] > days[1]:
        errors.append("The first day is after the last, so no meeting can be between them.")
    return Asked(
        words=" ".join(words.split()),
        body=body.strip(),
        kind=kind.strip(),
        council=council.strip(),
        first=days[0],
        last=days[1],
        paper=paper.strip(),
        errors=tuple(errors),
    )


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row]):
    """One page of a long list."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    before: str | None
    """The query of the page before; None on the first."""
    after: str | None

    @property
    def span(self) -> str:
        """Which rows of how many: `51 to 100 of 272`."""
        if self.pages < 2:
            return f"{self.total:,}"
        first = (self.page - 1) * A_PAGE + 1
        return f"{first:,} to {first + len(self.rows) - 1:,} of {self.total:,}"


def cut(rows: Sequence[Row], asked: Asked, page: int) -> Cut[Row]:
    """Return a page of the rows, from 1; past the last, the last."""
    pages = max(1, ceil(len(rows) / A_PAGE))
    page = min(max(page, 1), pages)
    shown = tuple(rows[(page - 1) * A_PAGE : page * A_PAGE])
    # A link to the first page needs a query too: an empty address would stay on this page.
    before = (asked.query(page - 1) or "?page=1") if page > 1 else None
    return Cut(
        rows=shown,
        total=len(rows),
        page=page,
        pages=pages,
        before=before,
        after=asked.query(page + 1) if page < pages else None,
    )

"""What the browser asks of the page beside the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.api.pages import MAX_FIND


@dataclass(frozen=True, slots=True)
class Wanted:
    """A citation, and of its paper a place other than the cited one."""

    exchange: str
    """The name of the question and answer that cite it."""
    number: int
    """Of the citation."""
    page: int | None = None
    line: int | None = None
    find: str = ""
    """Words to mark in place of the quote."""
    nth: int = 1
    """Which of the words on the page to bring into sight."""

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Wanted:
        """Read what was sent. Raises ValueError or KeyError where it names no citation."""
        page, line = (int(sent[name]) if name in sent else None for name in ("page", "line"))
        return cls(
            str(sent["exchange"]),
            int(sent["number"]),
            page,
            line,
            str(sent.get("find", ""))[:MAX_FIND].strip(),
            int(sent.get("nth", 1)),
        )

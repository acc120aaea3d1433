"""What the browser says a question is narrowed to: short texts by name, all of them optional."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from qa.errors import NarrowingError
from qa.narrowing.choices import LONGEST_NAME
from qa.papers import PaperKind
from qa.protocols import Filter

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMES = ("body", "kind", "council", "first", "last", "as_at")
"""What may be sent. `static/scripts/narrow.js` has the same names."""
LONGEST = LONGEST_NAME
"""Characters of one of these."""


def read_narrowing(sent: Mapping[str, object] | None) -> tuple[Filter, date | None]:
    """Return what was chosen, and the day as at which is asked; nothing sent asks for all.

    Raises NarrowingError, in words for the reader, where a day is none or a kind is unknown.
    """
    given = {name: str((sent or {}).get(name) or "").strip()[:LONGEST] for name in NAMES}
    kinds = {kind.value: kind for kind in PaperKind}
    if given["kind"] and given["kind"] not in kinds:
        raise NarrowingError("There is no such kind of paper. Choose one of the list.")
    chosen = Filter(
        body=given["body"] or None,
        kind=kinds.get(given["kind"]),
        council=given["council"] or None,
        first=_day(given["first"]),
        last=_day(given["last"]),
    )
    return chosen, _day(given["as_at"])


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        if not DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise NarrowingError("A day is not one of the calendar. Choose it again.") from None

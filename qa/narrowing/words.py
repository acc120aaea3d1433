"""What a question was narrowed to, in a plain line."""

from __future__ import annotations

from qa.language.dates import format_day
from qa.papers import PaperKind
from qa.protocols import Filter

_PLURALS = {
    PaperKind.MINUTES: "minutes",
    PaperKind.BUDGET_PROPOSALS: "budget proposals",
    PaperKind.APPENDIX: "appendices",
}
"""Of kinds to which no s is added."""


def kinds_in_words(kind: PaperKind) -> str:
    """Return a kind of paper in the plural, as a reader says it: `officer reports`."""
    return _PLURALS.get(kind, f"{kind.value}s")


def chosen_in_words(filters: Filter) -> str:
    """Return what was chosen, as `Cabinet; minutes; meetings from 1 May 2024`; else empty."""
    parts = [filters.council, filters.body]
    parts.append(kinds_in_words(filters.kind) if filters.kind else None)
    parts.append(_days(filters))
    return "; ".join(part for part in parts if part)


def _days(filters: Filter) -> str | None:
    if filters.first and filters.first == filters.last:
        return f"meetings of {format_day(filters.first)}"
    since = f" from {format_day(filters.first)}" if filters.first else ""
    up_to = f" to {format_day(filters.last)}" if filters.last else ""
    return f"meetings{since}{up_to}" if since or up_to else None


def state_narrowing(filters: Filter, searched: int, held: int) -> str:
    """Return the line that says what was asked, and how many of the papers held that is."""
    papers = "paper" if held == 1 else "papers"
    return f"Asked only: {chosen_in_words(filters)} ({searched:,} of {held:,} {papers})."

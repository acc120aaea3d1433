"""What the indexes hold of a passage so that a filter can be asked of them.

`admits` says of it what `Filter.admits` says of the paper and the passage themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.papers import Paper, Passage
from qa.protocols import Filter, day_number, folded, latest_day


@dataclass(frozen=True, slots=True)
class Sight:
    """By what a passage is in sight or not; what is not known is 0 or empty."""

    latest: int
    """The later of its own day and its paper's, as 20170525."""
    day: int
    """The day of the meeting that it is of."""
    body: str
    """The body that met, and below the council: without regard to case and white space."""
    council: str
    kind: str
    """Its paper's kind."""
    part_kind: str
    """The kind of its part of a pack."""


def sight_of(paper: Paper, passage: Passage) -> Sight:
    """Return by what a passage of a paper is in sight."""
    return Sight(
        latest=latest_day(paper, passage),
        day=day_number(passage.meeting_date or paper.meeting_date),
        body=folded(passage.body or paper.body or ""),
        council=folded(paper.council or ""),
        kind=paper.kind.value,
        part_kind=passage.part_kind.value if passage.part_kind else "",
    )


def admits(only: Filter, seen: Sight) -> bool:
    """Whether a filter admits a passage."""
    first, last = days_within(only)
    return (
        (only.until is None or seen.latest <= day_number(only.until))
        and (first is None or seen.day >= first)
        and (last is None or 0 < seen.day <= last)
        and (only.kind is None or only.kind.value in (seen.kind, seen.part_kind))
        and (only.body is None or folded(only.body) == seen.body != "")
        and (only.council is None or folded(only.council) == seen.council != "")
    )


def days_within(only: Filter) -> tuple[int | None, int | None]:
    """Return the first and the last day that a filter admits; either may be open."""
    return (
        day_number(only.first) if only.first else None,
        day_number(only.last) if only.last else None,
    )

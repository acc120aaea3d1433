"""Which of the papers held are searched and shown: one record, which every index applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qa.papers import Paper
from qa.passages import Passage


@dataclass(frozen=True, slots=True)
class Filter:
    """What a paper and a passage must be like to be in sight. A field of None asks for nothing.

    What bears no date is in sight on every day: nothing shows that it is later.
    """

    until: date | None = None
    """The last day whose meetings are in sight."""

    def admits_paper(self, paper: Paper) -> bool:
        """Whether a paper is in sight."""
        return self.until is None or day_number(paper.meeting_date) <= day_number(self.until)

    def admits(self, paper: Paper, passage: Passage) -> bool:
        """Whether a passage of a paper is in sight."""
        return self.until is None or latest_day(paper, passage) <= day_number(self.until)


EVERYTHING = Filter()
"""The filter that leaves all in sight."""


def day_number(day: date | None) -> int:
    """Return a day as the indexes hold it, 25 May 2017 as 20170525; 0 for None."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def latest_day(paper: Paper, passage: Passage) -> int:
    """Return the later of a paper's own day and its passage's, as the indexes hold it.

    Parts of a pack are of meetings of their own, and a passage may be read only where both
    days have come.
    """
    return max(day_number(paper.meeting_date), day_number(passage.meeting_date))

"""Questions as at a day: what an answer says of the papers that were out of sight.

The library is searched through a filter, `Filter(until=day)`. A paper without a date stays in,
since nothing shows that it is later; an answer that cites one says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qa.answers import Citation


def say_as_at(day: date, left_out: int, citations: Sequence[Citation]) -> str:
    """Say as at which day an answer was asked for, and what of it may be later all the same.

    `left_out` is how many papers are held of later meetings.
    """
    left = (
        f"{left_out:,} papers of later meetings were not searched"
        if left_out > 1
        else "1 paper of a later meeting was not searched"
        if left_out
        else "no paper of a later meeting is held"
    )
    said = f"As at {day.day} {day:%B %Y}: {left}."
    undated = [
        f"[{citation.number}]" for citation in citations if citation.paper.meeting_date is None
    ]
    if undated:
        said += f" The paper quoted in {' '.join(undated)} bears no date and may be later."
    return said

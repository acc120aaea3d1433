"""What whole meetings decided, in words: item by item, each with its quote."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language.dates import format_day
from qa.library import Library
from qa.papers import Standing
from qa.quoting.cite import block, cite
from qa.quoting.meeting import DecidedAt
from qa.writing.compose import Composed
from qa.writing.form.shown import DONE

RECOMMENDED = "Recommended"


def compose_decided_at(meetings: Sequence[DecidedAt], library: Library) -> Composed:
    """List what meetings decided: a line for each item, and under it the quote. Needs one item."""
    parts: list[str] = []
    standings: list[Standing] = []
    every = [quote for meeting in meetings for quotes in meeting.items for quote in quotes]
    cited = cite(library, every)
    left = iter(cited)
    for meeting in meetings:
        many = len(meeting.items) + len(meeting.named)
        items = "1 item" if many == 1 else f"{many} items"
        body = meeting.body or meeting.council or "the meeting"
        parts.append(f"**Decisions of {body}, {format_day(meeting.day)}** ({items}):")
        for quotes in meeting.items:
            passage = quotes[0].passage
            standings.append(passage.standing)
            name = " ".join(p for p in (passage.item_number, passage.item_title) if p)
            parts.append(f"**{DONE.get(passage.standing, RECOMMENDED)}**, {name}:")
            parts += [block(citation) for _ in quotes for citation in next(left)]
        if meeting.named:
            parts.append(f"Decided on as well: {'; '.join(meeting.named)}.")
    decided = Standing.DECIDED in standings
    standing = Standing.DECIDED if decided else standings[0]
    citations = tuple(citation for group in cited for citation in group)
    return Composed("\n\n".join(parts), citations, standing)

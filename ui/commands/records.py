"""`townclerk meetings` and `townclerk matter`: what the record of meetings holds, as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from qa.errors import PaperNotFoundError
from qa.language.dates import format_day, is_within
from qa.library import Library
from qa.record.business import business_of
from qa.record.course.later import LaterChange
from qa.record.course.stages import course_of
from qa.record.entries import Entry
from qa.record.register import Meeting, find_meeting, meetings_held
from qa.writing.labels import STANDING_LABELS, format_page
from ui.commands.papers import describe_vote


def show_meetings(
    library: Library, body: str | None, first: date | None, last: date | None, *, as_json: bool
) -> Iterator[str]:
    """Yield a line for each meeting of which papers are held, or all as JSON."""
    held = [
        meeting
        for meeting in meetings_held(library, lambda day: is_within(day, first, last))
        if body is None or body.casefold() in f"{meeting.body} {meeting.name}".casefold()
    ]
    if as_json:
        from qa.api.records.schemas import meeting_json

        yield _as_json([meeting_json(meeting) for meeting in held])
        return
    for meeting in held:
        minuted = "" if meeting.is_recorded() else "  (no minutes held)"
        day = meeting.day.isoformat() if meeting.day else "no day"
        yield f"{meeting.id}  {day:10}  {meeting.name}{minuted}"


def show_meeting(library: Library, name: str, *, as_json: bool) -> Iterator[str]:
    """Yield what one meeting did; `name` is its id. Raises PaperNotFoundError where none has it."""
    business = business_of(library, _meeting(library, name))
    if as_json:
        from qa.api.records.schemas import meeting_detail_json

        yield _as_json(meeting_detail_json(business))
        return
    yield business.meeting.title
    for entry in business.entries:
        yield from _lines_of(entry)
    if business.private:
        yield "Taken in private; the public record says:"
        for entry in business.private:
            yield from _lines_of(entry)
    yield from (f"note: {lack}" for lack in business.lacks)


def show_matter(library: Library, matter: str, *, as_json: bool) -> Iterator[str]:
    """Yield what the papers say of a matter, earliest first."""
    from qa.questions.question import read_question

    question = read_question(matter)
    listing, stages = course_of(library, question)
    if as_json:
        from qa.api.records.schemas import matter_json

        yield _as_json(matter_json(question.text, listing, stages))
        return
    if listing is None:
        yield "Nothing was found on this matter."
        return
    yield listing.line
    for stage in stages:
        day = format_day(stage.first.day) if stage.first.day else "no day known"
        yield f"{day}: {stage.kind.value}"
        for entry in stage.entries:
            yield from _lines_of(entry)
        if stage.change:
            yield from _changed(stage.change)
    yield from (f"note: {lack}" for lack in listing.lacks)


def _changed(change: LaterChange) -> Iterator[str]:
    """Yield what a later decision did to the one before."""
    limbs = f" ({', '.join(change.limbs)})" if change.limbs else ""
    yield f"  Changed later{limbs} by {change.meeting.title}:"
    for entry in change.entries:
        yield from _lines_of(entry)


def _meeting(library: Library, name: str) -> Meeting:
    found = find_meeting(library, name)
    if found is None:
        raise PaperNotFoundError(
            f"no papers of a meeting {name[:80]!r} are held; townclerk meetings lists them"
        )
    return found


def _lines_of(entry: Entry) -> Iterator[str]:
    """Yield an entry's standing, item and place, and under it its words and its votes."""
    where = ", ".join(
        part for part in (entry.name, entry.paper.file, format_page(entry.page)) if part
    )
    yield f"  {STANDING_LABELS[entry.standing]}: {where}"
    yield f"    {' '.join(entry.text.split())}"
    if entry.moved_by:
        seconder = f", seconded by {entry.seconded_by}" if entry.seconded_by else ""
        yield f"    moved by {entry.moved_by}{seconder}"
    yield from (f"    {describe_vote(vote)}" for vote in entry.votes)


def _as_json(shown: Any) -> str:
    return json.dumps(shown, ensure_ascii=False)

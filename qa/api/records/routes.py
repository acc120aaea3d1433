"""The routes of meetings and matters: what the record answers, without a question in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException

from qa.api.pages import current_library
from qa.api.problems import problem_responses
from qa.api.records.schemas import (
    MatterCourse,
    MeetingDetail,
    MeetingList,
    matter_json,
    meeting_detail_json,
    meeting_json,
)
from qa.api.schemas import MAX_QUESTION, Day
from qa.errors import QuestionError
from qa.language.dates import is_within
from qa.questions.question import read_question
from qa.record.business import business_of
from qa.record.course.stages import course_of
from qa.record.register import Meeting, find_meeting, meetings_held

if TYPE_CHECKING:
    from qa.answerer import Answering

MeetingId = Annotated[str, Path(description="The meeting's id, as in the list.", max_length=200)]


def add_record_routes(routes: APIRouter, answerer: Answering) -> None:
    """Add the routes that list meetings, show one, and follow a matter over its papers."""

    @routes.get(
        "/meetings",
        summary="List the meetings of which papers are held",
        tags=["Records"],
        response_model=MeetingList,
        responses=problem_responses(422, 429, 503),
    )
    def meetings(
        body: Annotated[
            str | None, Query(description="Of this body; case does not matter.")
        ] = None,
        first: Annotated[Day | None, Query(alias="from", description="From this day on.")] = None,
        last: Annotated[Day | None, Query(alias="to", description="Up to this day.")] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, Any]:
        """List meetings, `limit` at a time, the earliest first, those without a day last."""
        library = current_library(answerer)
        held = [
            meeting
            for meeting in meetings_held(library, lambda day: is_within(day, first, last))
            if body is None or _is_of(meeting, body)
        ]
        shown = held[offset : offset + limit]
        return {"total": len(held), "meetings": [meeting_json(meeting) for meeting in shown]}

    @routes.get(
        "/meetings/{meeting_id}",
        summary="What one meeting decided",
        tags=["Records"],
        response_model=MeetingDetail,
        responses=problem_responses(404, 422, 429, 503),
    )
    def meeting(meeting_id: MeetingId, request: Request) -> dict[str, Any]:
        """List all that the meeting decided, in the order of its minutes."""
        library = current_library(answerer)
        found = find_meeting(library, meeting_id)
        if found is None:
            raise HTTPException(404, "No papers of such a meeting are held.")
        return meeting_detail_json(business_of(library, found), request.scope["root_path"])

    @routes.get(
        "/matters",
        summary="A matter in time order",
        tags=["Records"],
        response_model=MatterCourse,
        responses=problem_responses(422, 429, 503),
    )
    def matters(
        q: Annotated[
            str,
            Query(
                max_length=MAX_QUESTION,
                min_length=1,
                description="The matter, in words; a council or a time named narrows it.",
                examples=["the lease of the Old Mill"],
            ),
        ],
        request: Request,
    ) -> dict[str, Any]:
        """Show what each paper says of the matter, earliest first, each with its standing."""
        library = current_library(answerer)
        try:
            listing, stages = course_of(library, read_question(q))
        except QuestionError:  # no word in it, and so no matter
            listing, stages = None, ()
        return matter_json(q.strip(), listing, stages, request.scope["root_path"])


def _is_of(meeting: Meeting, body: str) -> bool:
    return body.casefold() in {(meeting.body or "").casefold(), meeting.name.casefold()}

"""The routes under `/api`: ask, the papers held, one paper, health.

An answer can also be had as server-sent events, each sentence as soon as it is checked. The
routes of a page are in `qa.api.pages`.
"""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from qa.answers import Answer, inert, to_json
from qa.api.pages import NO_STORE, PaperId, add_page_routes, current_library, find_paper
from qa.api.problems import UNEXPECTED, describe_failure, problem_responses
from qa.api.schemas import (
    STREAM_EXAMPLE,
    AnswerReply,
    AskRequest,
    Day,
    Health,
    PaperDetail,
    PaperList,
    paper_detail_json,
    paper_entry_json,
)
from qa.papers import Paper, PaperKind

if TYPE_CHECKING:
    from qa.answerer import Answerer

EVENT_STREAM = "text/event-stream"

log = logging.getLogger(__name__)


def api_routes(answerer: Answerer) -> APIRouter:
    """Return the routes that ask this answerer and show its library."""
    routes = APIRouter(prefix="/api")
    _add_ask_routes(routes, answerer)
    _add_paper_routes(routes, answerer)
    add_page_routes(routes, answerer)
    return routes


def _add_ask_routes(routes: APIRouter, answerer: Answerer) -> None:
    @routes.post(
        "/ask",
        summary="Ask a question of the papers held",
        tags=["Questions"],
        response_model=AnswerReply,
        # The reply has the key `hits` only if the request asks for some.
        response_model_exclude_unset=True,
        responses=problem_responses(400, 413, 422, 429, 503),
    )
    def ask(asked: AskRequest) -> dict[str, Any]:
        """Answer with quotes and their standing, or say that the papers held have no answer."""
        answer = answerer.ask(
            asked.question, hits=asked.hits, previous=asked.previous, as_at=asked.as_at
        )
        return to_json(answer, asked.hits)

    @routes.get(
        "/health",
        summary="Whether the service can answer",
        tags=["Service"],
        response_model=Health,
        responses=problem_responses(503),
    )
    def health() -> dict[str, Any]:
        """Give the version, the number of papers held and the embedding model."""
        library = current_library(answerer)
        return {
            "status": "ok",
            "version": _version(),
            "papers": library.coverage().papers,
            "model": library.model_name,
        }

    @routes.post(
        "/ask/stream",
        summary="Ask a question, and get the answer as it is written",
        tags=["Questions"],
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "Events: `sentence` for each checked sentence that a language "
                "model wrote, then `answer` with the whole answer. A sentence is for the time "
                "being: show the `answer` in place of all of them. Where too little of what the "
                "model wrote is borne out, the answer holds the quotes and no sentence. If "
                "something goes wrong half-way, `problem` comes in place of `answer`: remove the "
                "sentences then.",
                "content": {
                    EVENT_STREAM: {
                        "itemSchema": {
                            "type": "object",
                            "required": ["event", "data"],
                            "properties": {
                                "event": {"enum": ["sentence", "answer", "problem"]},
                                "data": {"type": "string", "description": "A JSON object."},
                            },
                        },
                        "example": STREAM_EXAMPLE,
                    }
                },
            },
            **problem_responses(400, 413, 422, 429, 503),
        },
    )
    def ask_stream(asked: AskRequest) -> StreamingResponse:
        """Answer as `/api/ask` does, with server-sent events; without a model, in one event."""
        parts = answerer.stream(
            asked.question, hits=asked.hits, previous=asked.previous, as_at=asked.as_at
        )
        first = next(parts)  # raises for an unusable question, before the response has begun
        return StreamingResponse(
            _events(chain([first], parts), asked.hits), media_type=EVENT_STREAM, headers=NO_STORE
        )


def _events(parts: Iterator[str | Answer], hits: int) -> Iterator[str]:
    """Yield each part of an answer as a server-sent event."""
    try:
        for part in parts:
            if isinstance(part, Answer):
                yield _event("answer", to_json(part, hits))
            else:
                yield _event("sentence", {"text": inert(part)})
    except Exception as error:  # the status has been sent already, so only an event can report it
        log.error("an answer broke off: %s", describe_failure(error))
        yield _event("problem", {"detail": UNEXPECTED})


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _add_paper_routes(routes: APIRouter, answerer: Answerer) -> None:
    @routes.get(
        "/papers",
        summary="List the papers held",
        tags=["Papers"],
        response_model=PaperList,
        responses=problem_responses(422, 429, 503),
    )
    def papers(
        body: Annotated[
            str | None, Query(description="Of this body; case does not matter.")
        ] = None,
        kind: PaperKind | None = None,
        first: Annotated[
            Day | None, Query(alias="from", description="Of meetings from this day on.")
        ] = None,
        last: Annotated[
            Day | None, Query(alias="to", description="Of meetings up to this day.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> dict[str, Any]:
        """List papers, `limit` at a time. With a date, papers without a date are left out."""
        matching = [
            paper
            for paper in current_library(answerer).papers()
            if (body is None or (paper.body or "").casefold() == body.casefold())
            and (kind is None or paper.kind is kind)
            and _is_within(paper, first, last)
        ]
        shown = matching[offset : offset + limit]
        return {"total": len(matching), "papers": [paper_entry_json(paper) for paper in shown]}

    @routes.get(
        "/papers/{paper_id}",
        summary="One paper and what was understood of it",
        tags=["Papers"],
        response_model=PaperDetail,
        responses=problem_responses(404, 422, 429, 503),
    )
    def paper(paper_id: PaperId) -> dict[str, Any]:
        """Show the paper's minutes, items, resolutions and recommendations."""
        library = current_library(answerer)
        found = find_paper(library, paper_id)
        return paper_detail_json(found, library.items(found.id))


def _is_within(paper: Paper, first: datetime.date | None, last: datetime.date | None) -> bool:
    """Return whether the meeting was on one of these days; true if none are given."""
    if first is None and last is None:
        return True
    date = paper.meeting_date
    return date is not None and (first or date) <= date <= (last or date)


@cache
def _version() -> str:
    try:
        return version("townclerk")
    except PackageNotFoundError:
        return "not installed"

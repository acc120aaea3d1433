"""The routes under `/api`: ask, the papers held, one paper; meetings and matters from `records`.

An answer can also be had as server-sent events, each sentence as soon as it is checked. The
routes of a page are in `qa.api.pages`, those that say how the service is in `qa.api.health`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from qa.answers import Answer, inert, to_json
from qa.api.asking import ClientGoneError, Waiting, asked_of, close, filters_of, unless_gone
from qa.api.documents.routes import add_document_routes
from qa.api.finding.routes import add_find_routes
from qa.api.pages import NO_STORE, PaperId, add_page_routes, current_library, find_paper
from qa.api.paper_details import PaperDetail, paper_detail_json
from qa.api.problems import UNEXPECTED, describe_failure, problem_responses
from qa.api.records.routes import add_record_routes
from qa.api.schemas import (
    STREAM_EXAMPLE,
    AnswerReply,
    AskRequest,
    Day,
    PaperList,
    paper_entry_json,
)
from qa.errors import UnavailableError
from qa.language.dates import is_within
from qa.papers import PaperKind
from qa.retrieval.amendments import joined

if TYPE_CHECKING:
    from qa.answerer import Answering

EVENT_STREAM = "text/event-stream"
_CLIENT_GONE = 499
"""For the log alone: nobody is there to read it."""

log = logging.getLogger(__name__)


def api_routes(answerer: Answering, council: str | None = None) -> APIRouter:
    """Return the routes that ask this answerer and show its library.

    `council` is named in the files that answers are saved as.
    """
    routes = APIRouter(prefix="/api")
    _add_ask_routes(routes, answerer)
    _add_paper_routes(routes, answerer)
    add_page_routes(routes, answerer)
    add_find_routes(routes, answerer)
    add_record_routes(routes, answerer)
    add_document_routes(routes, answerer, council)
    return routes


def _add_ask_routes(routes: APIRouter, answerer: Answering) -> None:
    waiting = Waiting()

    @routes.post(
        "/ask",
        summary="Ask a question of the papers held",
        tags=["Questions"],
        response_model=AnswerReply,
        # The reply has the key `hits` only if the request asks for some.
        response_model_exclude_unset=True,
        responses=problem_responses(400, 413, 422, 429, 503),
    )
    async def ask(asked: AskRequest, request: Request) -> Any:
        """Answer with quotes and their standing, or say that the papers held have no answer."""
        filters = await run_in_threadpool(filters_of, answerer, asked)
        try:
            answer = await waiting.answer(asked_of(answerer, asked, filters), request)
        except ClientGoneError:
            return Response(status_code=_CLIENT_GONE)
        return to_json(answer, asked.hits, request.scope["root_path"])

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
    async def ask_stream(asked: AskRequest, request: Request) -> Response:
        """Answer as `/api/ask` does, with server-sent events; without a model, in one event."""
        filters = await run_in_threadpool(filters_of, answerer, asked)
        parts = asked_of(answerer, asked, filters)
        try:
            # Raises for an unusable question, before the response has begun.
            first = await unless_gone(waiting.next_part(parts), request)
        except BaseException as error:
            close(parts)
            if isinstance(error, ClientGoneError):
                return Response(status_code=_CLIENT_GONE)
            raise
        events = _events(waiting.rest(first, parts), asked.hits, request.scope["root_path"])
        return StreamingResponse(events, media_type=EVENT_STREAM, headers=NO_STORE)


async def _events(parts: AsyncIterator[str | Answer], hits: int, root: str) -> AsyncIterator[str]:
    """Yield each part of an answer as a server-sent event."""
    try:
        async for part in parts:
            if isinstance(part, Answer):
                yield _event("answer", to_json(part, hits, root))
            else:
                yield _event("sentence", {"text": inert(part)})
    except UnavailableError as error:
        yield _event("problem", {"detail": str(error)})
    except Exception as error:  # the status has been sent already, so only an event can report it
        log.error("an answer broke off: %s", describe_failure(error))
        yield _event("problem", {"detail": UNEXPECTED})


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _add_paper_routes(routes: APIRouter, answerer: Answering) -> None:
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
            and is_within(paper.meeting_date, first, last)
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
        return paper_detail_json(found, library.items(found.id), partial(joined, library, found))

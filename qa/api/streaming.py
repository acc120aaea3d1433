"""An answer as it is written: server-sent events, each sentence once it is checked."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from qa.answers import Answer, to_json
from qa.api import examples
from qa.api.answer_models import AskRequest
from qa.api.held import NO_STORE
from qa.api.problems import UNEXPECTED, problem_responses

if TYPE_CHECKING:
    from qa.answerer import Answerer

EVENTS = "text/event-stream"

log = logging.getLogger(__name__)


def add_streaming(routes: APIRouter, answerer: Answerer) -> None:
    """Add the route that answers as a stream of events."""

    @routes.post(
        "/ask/stream",
        summary="Ask a question, and get the answer as it is written",
        tags=["Questions"],
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "Events: `sentence` for each checked sentence that a language "
                "model wrote, then `answer` with the answer contract; `problem` in its place if "
                "something goes wrong half-way.",
                "content": {EVENTS: {"schema": {"type": "string"}, "example": examples.STREAM}},
            },
            **problem_responses(422, 503),
        },
    )
    def ask_stream(asked: AskRequest) -> StreamingResponse:
        """Answer as `/api/ask` does, with server-sent events; without a model, in one event."""
        parts = answerer.stream(
            asked.question, hits=asked.hits, previous=asked.previous, as_at=asked.as_at
        )
        first = next(parts)  # a question that cannot be taken is refused before the stream opens
        return StreamingResponse(
            _events(chain([first], parts), asked.hits), media_type=EVENTS, headers=NO_STORE
        )


def _events(parts: Iterator[str | Answer], hits: int) -> Iterator[str]:
    """Yield each part as an event."""
    try:
        for part in parts:
            if isinstance(part, Answer):
                yield _event("answer", to_json(part, hits))
            else:
                yield _event("sentence", {"text": part})
    except Exception:  # the status has been sent, so only an event can tell
        log.exception("an answer broke off")
        yield _event("problem", {"detail": UNEXPECTED})


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

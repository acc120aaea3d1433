"""Errors as problem details (RFC 9457). Internal causes are logged and never sent."""

from __future__ import annotations

import logging
import secrets
import traceback
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.schemas import PROBLEM_EXAMPLE
from qa.errors import (
    LibraryBusyError,
    LibraryError,
    PaperNotFoundError,
    QuestionError,
    UnavailableError,
)
from qa.page_images.renderer import PageImageError

MEDIA_TYPE = "application/problem+json"
NOT_HELD = "The library holds no such paper, or the paper no such page."
_BUSY = "The library is being updated. Try again in a minute."
_CLOSED = "The library cannot be used just now. The service's log says why."
UNEXPECTED = "Something went wrong here. The service's log says what."
SEND_JSON = 'send a JSON object such as {"question": "..."} as application/json'
_MAX_FAULTS = 5
_ANYWHERE = (403, 421)
"""The errors of requests that come under another name, or from pages of another host."""

log = logging.getLogger(__name__)


def problem_response(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return a problem details response. Its title is the name of the status."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path[:200],
    }
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI description of a route's errors, and of those that every route has."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": _example(status),
                }
            },
        }
        for status in sorted({*statuses, *_ANYWHERE})
    }


def _example(status: int) -> dict[str, Any]:
    detail = {
        400: SEND_JSON,
        401: "This key is not known here.",
        403: "This address needs the scope ask, which is missing here.",
        404: NOT_HELD,
        413: "A request may hold 131,072 bytes.",
        421: "The service does not answer under this name.",
        422: "question: Field required",
        429: "You ask too much in a minute. Wait a little.",
        503: _BUSY,
    }[status]
    title = HTTPStatus(status).phrase
    return {**PROBLEM_EXAMPLE, "title": title, "status": status, "detail": detail}


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error of the app a problem details response."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(QuestionError, _bad_question)
    app.add_exception_handler(PaperNotFoundError, _not_held)
    app.add_exception_handler(LibraryError, _library_closed)
    app.add_exception_handler(UnavailableError, _unavailable)
    app.add_exception_handler(PageImageError, _no_picture)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    # FastAPI's own message for a body that is not text does not say what to send.
    detail = SEND_JSON if error.status_code == 400 else error.detail
    return problem_response(request, error.status_code, detail, dict(error.headers or {}))


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [_describe_fault(fault) for fault in error.errors()[:_MAX_FAULTS]]
    return problem_response(request, 422, "; ".join(faults))


def _describe_fault(fault: dict[str, Any]) -> str:
    """Describe what is wrong with one part of a request, without repeating what was sent."""
    if fault["type"] in ("model_attributes_type", "json_invalid") or fault["loc"] == ("body",):
        return SEND_JSON
    # The caller chose the key as well, so it may have any length.
    where = ".".join(str(part)[:40] for part in fault["loc"][1:6])
    return f"{where}: {fault['msg'][:200]}"


def _bad_question(request: Request, error: Exception) -> JSONResponse:
    return problem_response(request, 422, str(error))


def _not_held(request: Request, error: Exception) -> JSONResponse:
    return problem_response(request, 404, NOT_HELD)


def _library_closed(request: Request, error: Exception) -> JSONResponse:
    log.error("the library cannot be used: %s", error)
    busy = isinstance(error, LibraryBusyError)
    return problem_response(request, 503, _BUSY if busy else _CLOSED, {"Retry-After": "60"})


def _unavailable(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UnavailableError)
    return problem_response(request, 503, str(error), {"Retry-After": str(error.retry_after)})


def _no_picture(request: Request, error: Exception) -> JSONResponse:
    return problem_response(request, 503, str(error))


class Failures:
    """Answers 500 where something unforeseen fails, and keeps its inside out of the log.

    A framework's own handler would log the error with its message, which may hold a question.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where that fails, answer with a problem or break off."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception as error:
            number = log_failure(log, scope, error)
            # Where an answer has begun, the server closes the connection: it must not look whole.
            if not started:
                detail = f"{UNEXPECTED} It is number {number} there."
                await problem_response(Request(scope), 500, detail)(scope, receive, send)


def log_failure(log: logging.Logger, scope: Scope, error: BaseException) -> str:
    """Log that a request failed: the class of the error and where it was raised, no message.

    Return the number under which the log has it: the request's own (`request_id` of the state), or
    a new one.
    """
    number = str(scope.get("state", {}).get("request_id") or secrets.token_hex(4))
    log.error("request %s failed: %s", number, describe_failure(error))
    return number


def describe_failure(error: BaseException) -> str:
    """Return the class of an error and the last three places on its way, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}"

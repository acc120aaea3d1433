"""Errors as problem details (RFC 9457). Internal causes are logged and never sent."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa.api.schemas import PROBLEM_EXAMPLE
from qa.errors import LibraryBusyError, LibraryError, PaperNotFoundError, QuestionError
from qa.page_images.renderer import PageImageError

MEDIA_TYPE = "application/problem+json"
NOT_HELD = "The library holds no such paper, or the paper no such page."
_BUSY = "The library is being updated. Try again in a minute."
_CLOSED = "The library cannot be used just now. The service's log says why."
UNEXPECTED = "Something went wrong here. The service's log says what."
SEND_JSON = 'send a JSON object such as {"question": "..."} as application/json'
_MAX_FAULTS = 5

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
    """Return the OpenAPI description of the errors that a route can give."""
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
        for status in statuses
    }


def _example(status: int) -> dict[str, Any]:
    detail = {
        401: "This key is not known here.",
        403: "This address needs the scope ask, which is missing here.",
        404: NOT_HELD,
        422: "question: Field required",
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
    app.add_exception_handler(PageImageError, _no_picture)
    app.add_exception_handler(Exception, _unexpected)


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


def _no_picture(request: Request, error: Exception) -> JSONResponse:
    return problem_response(request, 503, str(error))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return problem_response(request, 500, UNEXPECTED)

"""The HTTP API as an application: `create_api(answerer)`.

Every request goes through the layers that `_layers` lists, in that order, to the routes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.access.door import Door
from qa.access.proxies import Proxies, SubPath
from qa.access.scopes import name_scopes, scopes_needed
from qa.api.docs import docs_routes
from qa.api.documents.schemas import DocumentRequest
from qa.api.finding.routes import PaperMatches
from qa.api.health import health_routes
from qa.api.metrics import metrics_routes
from qa.api.middleware.hosts import HostCheck
from qa.api.middleware.limits import Paths, ReaderLimits
from qa.api.notices import notice_response
from qa.api.pages import paper_routes
from qa.api.paper_details import PaperDetail
from qa.api.problems import Failures, add_problem_handlers, problem_response, problem_responses
from qa.api.records.schemas import RECORD_MODELS
from qa.api.routes import EVENT_STREAM, api_routes
from qa.api.schemas import MODELS_WITH_EXAMPLES, Problem
from qa.monitoring.metrics import Metrics
from qa.monitoring.observed import ObservedAnswerer
from qa.monitoring.requests import RequestRecord, RouteNote
from qa.settings import Limits

if TYPE_CHECKING:
    from qa.access.setup import Access
    from qa.answerer import Answering

_ABOUT = """Answers questions from a council's own papers: the quote, the page, and whether it was
decided or only proposed. Errors are problem details (RFC 9457)."""
MAX_BODY = 128 * 1024
"""Bytes of a request: a question of 2,000 characters takes up to 12,000, and eight more may come
with it."""
_FOR_OTHER_SITES = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
_KEY_SCHEMES: dict[str, dict[str, str]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key made with `townclerk keys make`. Each address names the scopes that "
        "the key must have. On the service's own machine no key may be needed.",
    },
    "keyHeader": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same key, for clients that cannot send the other header.",
    },
}
_NOT_KEPT = ("text/html", "application/json", "application/problem+json", EVENT_STREAM)
"""Kinds of content that no cache may keep: answers, papers, and pages that depend on the reader."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the routes. With nothing given, everybody may ask for anything."""

    access: Access | None = None
    """Who may use the service; None: everybody who reaches it, for tests of one part."""
    hosts: Collection[str] | None = None
    """The names under which it may be reached; None for any, where no browser comes."""
    limits: Limits = field(default_factory=Limits)
    """What may be asked of it."""
    paths: Paths = field(default_factory=Paths)
    """The addresses that another app mounted here adds, and how they are counted."""
    metrics: Metrics = field(default_factory=Metrics)
    """Where requests and answers are counted."""
    council: str | None = None
    """The council's name, for the files that answers are saved as."""
    log_questions: bool = False
    """Whether the log holds the questions."""


def create_api(answerer: Answering, around: Surroundings | None = None) -> FastAPI:
    """Return the API over this answerer and its library, within its surroundings."""
    around = around or Surroundings()
    app = FastAPI(
        title="Townclerk",
        version="1",
        description=_ABOUT,
        # FastAPI's own documentation pages load scripts from another host; `/docs` does not.
        docs_url=None,
        redoc_url=None,
        middleware=_layers(around),
    )
    add_problem_handlers(app)
    observed = ObservedAnswerer(answerer, around.metrics, log_questions=around.log_questions)
    app.include_router(api_routes(observed, around.council))
    app.include_router(health_routes(answerer))
    app.include_router(paper_routes(answerer))
    app.include_router(docs_routes(app))
    app.include_router(metrics_routes(around.metrics))
    if around.access and around.access.ways.issuer:
        app.router.routes.extend(around.access.ways.issuer.routes(notice_response))
    _refuse_the_rest(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _layers(around: Surroundings) -> list[Middleware]:
    """Return what every request goes through, outermost first."""
    access = around.access
    return [
        Middleware(RequestRecord, metrics=around.metrics),
        Middleware(SafeHeaders),
        Middleware(Failures),
        *([_proxies(access)] if access else []),
        *([Middleware(HostCheck, names=around.hosts)] if around.hosts is not None else []),
        *([Middleware(Door, ways=access.ways, show=notice_response)] if access else []),
        Middleware(BodyLimit),
        Middleware(ReaderLimits, limits=around.limits, paths=around.paths),
        # The last before the routes; the others see plain paths.
        *([Middleware(SubPath)] if access else []),
        Middleware(RouteNote),
    ]


def _proxies(access: Access) -> Middleware:
    return Middleware(
        Proxies,
        trusted=access.proxies,
        root=access.root,
        names=access.trusted_headers,
        show=notice_response,
    )


def _refuse_the_rest(app: FastAPI) -> None:
    """Refuse every other address under `/api`, before the chat mounted at `/` can take it."""
    taken = list(app.router.routes)

    def takes(method: str, request: Request) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in taken)

    @app.api_route("/api/{rest:path}", methods=_METHODS, include_in_schema=False)
    def no_such_route(request: Request) -> Response:
        allow = ", ".join(method for method in _METHODS if takes(method, request))
        if allow:
            raise HTTPException(405, f"This address takes {allow}.", {"Allow": allow})
        raise HTTPException(404, "There is no such address in this API; /docs lists them.")


def _openapi(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the schema that the error responses refer to."""
    if not app.openapi_schema:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = document["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema()
        # FastAPI leaves every null out of its document, from the examples too.
        models: tuple[type[BaseModel], ...] = (
            *MODELS_WITH_EXAMPLES,
            *RECORD_MODELS,
            DocumentRequest,
            PaperDetail,
            PaperMatches,
        )
        for model in models:
            schemas[model.__name__]["examples"] = model.model_json_schema()["examples"]
        document["components"]["securitySchemes"] = _KEY_SCHEMES
        for path, operations in document["paths"].items():
            needed = scopes_needed(path)
            for operation in operations.values():
                operation["security"] = [{}] if needed is None else _by_key(name_scopes(needed))
                if needed is not None:
                    refusals = problem_responses(401, 403).items()
                    operation["responses"] |= {str(status): told for status, told in refusals}
        app.openapi_schema = document
    return app.openapi_schema


def _by_key(scopes: str) -> list[dict[str, list[str]]]:
    """Return what OpenAPI calls security requirements: either scheme, with these scopes."""
    return [{scheme: scopes.split()} for scheme in _KEY_SCHEMES]


class SafeHeaders:
    """Adds headers so that a browser guesses no content type, sends no referrer, keeps no text.

    A stream is also marked so that nginx passes each event on at once. No page of another site may
    read a response: Gradio would allow every site, with the reader's sign-in, on any host but
    localhost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to HTTP responses that lack them."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
                headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
                for name in _FOR_OTHER_SITES:
                    del headers[name]
                kind = headers.get("content-type", "")
                if kind.startswith(_NOT_KEPT):
                    headers.setdefault("Cache-Control", "no-store")
                if kind.startswith(EVENT_STREAM):
                    headers["X-Accel-Buffering"] = "no"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a request whose body is larger than any question can be."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then pass the request on, or answer 413."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(receive)
        except ConnectionAbortedError:
            return  # half a request is none
        if body is None:
            refusal = problem_response(
                Request(scope), 413, f"A request may hold {self.limit:,} bytes."
            )
            await refusal(scope, receive, send)
            return
        sent = False

        async def receive_read() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_read, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the whole body, or None as soon as it is too large.

        Raises:
            ConnectionAbortedError: it was not sent to its end.
        """
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise ConnectionAbortedError
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)

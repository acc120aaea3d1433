"""The HTTP API as an application: `create_api(answerer)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.routing import Match

from qa.api.docs import docs_routes
from qa.api.limits import BodyLimit, SafeHeaders
from qa.api.models import MODELS_WITH_EXAMPLES, Problem
from qa.api.paper_file import paper_routes
from qa.api.problems import add_problem_handlers
from qa.api.routes import api_routes

if TYPE_CHECKING:
    from qa.answerer import Answerer

_ABOUT = """Answers questions from a council's own papers: the quote, the page, and whether it was
decided or only proposed. Errors are problem details (RFC 9457)."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create_api(answerer: Answerer) -> FastAPI:
    """Return the API over this answerer and its library."""
    # FastAPI's own documentation pages load their scripts from elsewhere; `docs` does not.
    app = FastAPI(title="Townclerk", version="1", description=_ABOUT, docs_url=None, redoc_url=None)
    add_problem_handlers(app)
    app.include_router(api_routes(answerer))
    app.include_router(paper_routes(answerer))
    app.include_router(docs_routes(app))
    _refuse_the_rest(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _refuse_the_rest(app: FastAPI) -> None:
    """Answer under `/api` what no route takes, before a chat mounted at `/` sees it."""
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
        for model in MODELS_WITH_EXAMPLES:
            schemas[model.__name__]["examples"] = model.model_json_schema()["examples"]
        app.openapi_schema = document
    return app.openapi_schema

"""The routes that say how the service is: `live`, `ready` and `health`.

| route | question | used by |
|---|---|---|
| `/api/live` | does the process run? It looks at nothing | what restarts a process that hangs |
| `/api/ready` | is each part in order? 200 or 503 | monitoring, a proxy in front |
| `/api/health` | version, papers, model | people |

None of them waits for a question, an answer or a picture: they run on threads of their own, and
what is slow to look at is looked at beforehand (`qa.pool.readiness`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

import anyio
from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.api.pages import NO_STORE, current_library
from qa.api.problems import problem_responses
from qa.api.schemas import Health, Live, Readiness
from qa.monitoring.version import installed_version

if TYPE_CHECKING:
    from qa.answerer import Answering

LOOK_SECONDS = 2.0
"""For a look at all parts; a disk that hangs is not waited for longer."""
_MOST_LOOKS = 8

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Part:
    """How one part of the service is."""

    ok: bool
    detail: str
    """One sentence or a few words, for whoever looks after the service."""
    needed: bool = True
    """Whether questions cannot be answered rightly, or pages not be opened, without it."""


@runtime_checkable
class Watched(Protocol):
    """Something that answers, and knows how its parts are."""

    def parts(self) -> Mapping[str, Part]:
        """Look at every part; return them by name. Takes milliseconds."""
        ...


def health_routes(answerer: Answering) -> APIRouter:
    """Return the routes that say how this answerer is."""
    routes = APIRouter(prefix="/api", tags=["Service"])
    threads = anyio.CapacityLimiter(_MOST_LOOKS)

    async def on_thread(look: Callable[[], _Result]) -> _Result:
        return await to_thread.run_sync(look, limiter=threads, abandon_on_cancel=True)

    @routes.get("/live", summary="Whether the process runs", response_model=Live)
    async def live() -> JSONResponse:
        """Say that the process runs, whatever else is wrong."""
        return JSONResponse({"status": "live"}, headers=NO_STORE)

    @routes.get(
        "/ready",
        summary="Whether each part of the service is in order",
        response_model=Readiness,
        responses={503: {"model": Readiness, "description": "A part that is needed is not."}},
    )
    async def ready() -> JSONResponse:
        """Look at every part: 200 if all that are needed are in order, else 503.

        With 200, `status` is `degraded` where a part that is not needed is out of order.
        """
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                parts = await on_thread(partial(_parts_of, answerer))
        except TimeoutError:
            parts = {"library": Part(False, f"it did not answer within {LOOK_SECONDS:g} seconds")}
        ready = all(part.ok for part in parts.values() if part.needed)
        status = "ready" if all(part.ok for part in parts.values()) else "degraded"
        body = {
            "status": status if ready else "not ready",
            "parts": {
                name: {"ok": part.ok, "needed": part.needed, "detail": part.detail}
                for name, part in parts.items()
            },
        }
        return JSONResponse(body, 200 if ready else 503, headers=NO_STORE)

    @routes.get(
        "/health",
        summary="Whether the service can answer",
        response_model=Health,
        responses=problem_responses(503),
    )
    async def health() -> dict[str, Any]:
        """Give the version, the number of papers held and the embedding model."""
        return await on_thread(partial(_health_of, answerer))

    for route, path in ((live, "/live"), (ready, "/ready"), (health, "/health")):
        routes.head(path, include_in_schema=False, response_model=None)(route)
    return routes


def _parts_of(answerer: Answering) -> Mapping[str, Part]:
    if isinstance(answerer, Watched):
        return answerer.parts()
    papers = current_library(answerer).coverage().papers
    return {"library": Part(True, f"{papers} papers")}


def _health_of(answerer: Answering) -> dict[str, Any]:
    library = current_library(answerer)
    return {
        "status": "ok",
        "version": installed_version(),
        "papers": library.coverage().papers,
        "model": library.model_name,
    }

"""Middleware that gives each request an id, a line in the log and a place in the figures."""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.monitoring.logs import request_id
from qa.monitoring.metrics import Metrics

ID_HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
UNMATCHED = "other"
"""The route of a request that no address of ours takes: its path may be anything."""

log = logging.getLogger(__name__)


class RequestRecord:
    """Stands outermost, so that what any other piece refuses is recorded too."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        """Take what counts the requests."""
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record an HTTP request and its reply, whatever becomes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(ID_HEADER, "")
        # A proxy's id is taken over, so that its log and ours can be read side by side.
        own = given if _ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(own)
        state = scope.setdefault("state", {})
        state["request_id"] = own
        status, started = 500, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID_HEADER] = own
            await send(message)

        try:
            with self._metrics.running.track_inprogress():
                await self._app(scope, receive, send_with_id)
        finally:
            self._record(scope, status, time.perf_counter() - started)
            request_id.reset(token)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope["state"].get(_ROUTE) or UNMATCHED
        method = scope["method"] if scope["method"] in _METHODS else UNMATCHED
        self._metrics.count_request(method, route, status, seconds)
        fields = {
            "method": method,
            "path": shown_path(scope["path"]),
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        log.info("%s %s %d %.1f ms", *fields.values(), extra={"fields": fields})


class RouteNote:
    """Stands innermost, and notes for `RequestRecord` which route took the request.

    Pieces between the two pass on copies of the connection, so that it would not see the route.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take what holds the routes."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note the pattern of its address."""
        try:
            await self._app(scope, receive, send)
        finally:
            route = getattr(scope.get("route"), "path", None)
            if route is not None:
                scope.setdefault("state", {})[_ROUTE] = route or MOUNTED


_ROUTE = "townclerk_route"
MOUNTED = "chat"
"""The route of all that the app mounted at `/` takes."""
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_MAX_PATH = 200


def shown_path(path: str) -> str:
    """Return a request's path as a line of the log may hold it, without the query."""
    return "".join(char if char.isprintable() else "?" for char in path[:_MAX_PATH])

"""The cookie that keeps a sign-in, and the one that lives while a sign-in is on its way.

A cookie is signed and holds no secret. It ends when it was not used for a while, when it is too
old, and at sign-out. Sign-outs are kept in memory: with `session_secret` set, a copy of a
signed-out cookie works again after a restart, until it is too old.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from qa.access.proxies import root_of

_Kept = TypeVar("_Kept")
_SESSION = "townclerk"
_FLOW = "townclerk-sign-in"
FLOW_SECONDS = 600
_RENEW_SECONDS = 60
"""How old the time of last use in a cookie may be before the cookie is sent anew."""
_KEPT = 20_000
"""Sign-outs, and tokens for the issuer's sign-out, kept in memory at most."""


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. Times are in seconds since 1970."""

    id: str
    name: str
    begun: int
    used: int


class Sessions:
    """Writes and reads the cookies."""

    def __init__(self, secret: str | None, idle_seconds: int, longest_seconds: int) -> None:
        """Take the signing secret, or None for one that lives as long as the process."""
        key = secret or secrets.token_urlsafe(32)
        signing = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
        self._session = URLSafeSerializer(key, salt="session", signer_kwargs=signing)
        self._flow = URLSafeSerializer(key, salt="sign-in", signer_kwargs=signing)
        self._idle, self._longest = idle_seconds, longest_seconds
        self._lock = threading.Lock()
        self._ended: dict[str, None] = {}
        self._tokens: dict[str, str] = {}

    def begin(self, request: Request, response: Response, name: str, id_token: str) -> None:
        """Begin a session under a new id."""
        now = int(time.time())
        session = Session(secrets.token_urlsafe(24), name, now, now)
        with self._lock:
            _keep(self._tokens, session.id, id_token)
        self._send(request, response, session)

    def read(self, request: Request) -> Session | None:
        """Return the session of a request; None if there is none or it has ended."""
        held = _load(self._session, request.cookies.get(_cookie_name(request, _SESSION)))
        try:
            session = Session(
                str(held["id"]), str(held["name"]), int(held["begun"]), int(held["used"])
            )
        except (KeyError, TypeError, ValueError):
            return None
        now = time.time()
        fresh = now - session.used <= self._idle and now - session.begun <= self._longest
        return session if fresh and session.id not in self._ended else None

    def renew(self, request: Request, session: Session) -> str | None:
        """Return the header that notes the use of a session; None if that is not yet due."""
        now = int(time.time())
        if now - session.used < _RENEW_SECONDS:
            return None
        response = Response()
        self._send(request, response, Session(session.id, session.name, session.begun, now))
        return response.headers["set-cookie"]

    def end(self, request: Request, response: Response) -> str | None:
        """End the session of a request, and return its id token if that is still known."""
        session = self.read(request)
        _delete(request, response, _SESSION)
        if session is None:
            return None
        with self._lock:
            _keep(self._ended, session.id, None)
            return self._tokens.pop(session.id, None)

    def send_flow(self, request: Request, response: Response, flow: dict[str, Any]) -> None:
        """Keep what a sign-in on its way needs, for ten minutes, in the browser that began it."""
        value = self._flow.dumps({**flow, "begun": int(time.time())})
        _set(request, response, _FLOW, str(value), FLOW_SECONDS)

    def read_flow(self, request: Request) -> dict[str, Any] | None:
        """Return what a sign-in on its way needs; None if this browser began none lately."""
        flow = _load(self._flow, request.cookies.get(_cookie_name(request, _FLOW)))
        begun = flow.get("begun")
        if not isinstance(begun, int) or time.time() - begun > FLOW_SECONDS:
            return None
        return flow

    def end_flow(self, request: Request, response: Response) -> None:
        """Forget the sign-in on its way."""
        _delete(request, response, _FLOW)

    def _send(self, request: Request, response: Response, session: Session) -> None:
        value = self._session.dumps(
            {"id": session.id, "name": session.name, "begun": session.begun, "used": session.used}
        )
        # No Max-Age: the browser drops the cookie when it is closed.
        _set(request, response, _SESSION, str(value), None)


def _keep(kept: dict[str, _Kept], name: str, value: _Kept) -> None:
    kept[name] = value
    if len(kept) > _KEPT:
        del kept[next(iter(kept))]


def _load(serializer: URLSafeSerializer, value: str | None) -> dict[str, Any]:
    """Return the content of a signed cookie; nothing if there is none or its signature is wrong."""
    try:
        held = serializer.loads(value) if value else None
    except BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def _cookie_name(request: Request, name: str) -> str:
    """Return the name with the strongest prefix that browsers hold us to: RFC 6265bis, 4.1.3."""
    if request.url.scheme != "https":
        return name
    return f"__Secure-{name}" if root_of(request.scope) else f"__Host-{name}"


def _set(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(
        _cookie_name(request, name),
        value,
        max_age=seconds,
        path=root_of(request.scope) or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _delete(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(
        _cookie_name(request, name),
        path=root_of(request.scope) or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )

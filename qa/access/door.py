"""Lets a request in, or says what is missing.

Three ways in: a key, a sign-in (by cookie or by a trusted proxy's header), or nothing at all where
only this machine can reach the service. A key that is sent is always checked, and counts alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from qa.access.headers import HeaderSignIn, NotAllowedError
from qa.access.issuer import Issuer, sign_in_address
from qa.access.keys import KeyFile, KeyRefusedError, KeysError
from qa.access.notices import Notice, Show
from qa.access.proxies import came_by_proxy, root_of
from qa.access.scopes import (
    ALL,
    ANY_READER,
    ANYBODY,
    READER,
    Scope,
    Visitor,
    let_in,
    name_scopes,
    scopes_needed,
)

_SAFE = {"GET", "HEAD", "OPTIONS"}
_REALM = 'Bearer realm="Townclerk"'
_FROM_ELSEWHERE = (
    "A page of another site sent this request, so it is refused. Programs send a key instead."
)
_NO_KEY = "This address needs a key: send it as Authorization: Bearer tc_... (see /docs)."
_NO_SIGN_IN = (
    "You are not signed in. Open this page by the address that your council gave you, which asks "
    "who you are. Programs send a key instead (see /docs)."
)
_SIGNED_OUT = "Your sign-in has ended. Load this page again to sign in."
_KEYS_ONLY = (
    "Pages can be opened only after signing in, which is not set up here. Its administrator finds "
    "in docs/access.md how to do so. Programs send a key instead (see /docs)."
)
_NO_KEYS_NOW = "Keys cannot be checked just now. The service's log says why."

log = logging.getLogger(__name__)


class _Refused(Exception):
    """The request is not let in; the notice says why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.text)
        self.notice = notice


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in."""

    keys: KeyFile
    header: HeaderSignIn | None = None
    issuer: Issuer | None = None
    administrators: frozenset[str] = frozenset()
    """Readers, by the name with which they sign in, who may administer too."""
    closed: bool = True
    """False where whoever reaches the service may use it: with nothing set, on this machine."""


class Door:
    """Middleware that lets requests in by their key, their sign-in, or where all are welcome."""

    def __init__(self, app: ASGIApp, ways: Ways, show: Show) -> None:
        self.app = app
        self._ways = ways
        self._show = show

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Pass a request on with its visitor noted on it, or answer 302, 401, 403 or 503."""
        if scope["type"] == "websocket":  # the service has none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        needed = scopes_needed(scope["path"])
        try:
            visitor, cookie = self._visitor(request)
            if visitor is None and needed is not None:
                response = self._ask_who(request)
                await response(scope, receive, send)
                return
            if visitor is not None:
                _check_scopes(visitor, needed)
                let_in(scope, visitor)
        except _Refused as refused:
            await self._show(request, refused.notice)(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and cookie:
                headers = MutableHeaders(scope=message)
                if "set-cookie" not in headers:
                    headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _visitor(self, request: Request) -> tuple[Visitor | None, str | None]:
        """Return who sent a request, if that is known, and a cookie to send with the answer.

        Raises:
            _Refused: what was sent is wrong.
        """
        text = _sent_key(request)
        if text is not None:
            return self._by_key(text), None
        if request.method not in _SAFE and not _is_of_this_site(request):
            raise _Refused(Notice(403, _FROM_ELSEWHERE))
        try:
            if self._ways.header and (name := self._ways.header.person(request.scope)):
                return self._signed_in(name), None
        except NotAllowedError as error:
            raise _Refused(Notice(403, str(error), "You may not use this service")) from None
        if self._ways.issuer:
            sessions = self._ways.issuer.sessions
            if session := sessions.read(request):
                return self._signed_in(session.name), sessions.renew(request, session)
        if self._ways.closed:
            return None, None
        return (ANY_READER if came_by_proxy(request.scope) else ANYBODY), None

    def _signed_in(self, name: str) -> Visitor:
        return Visitor(name, ALL if name in self._ways.administrators else READER)

    def _by_key(self, text: str) -> Visitor:
        try:
            key = self._ways.keys.check(text)
        except KeyRefusedError as error:
            how = f'{_REALM}, error="invalid_token"'
            raise _Refused(Notice(401, str(error), headers={"WWW-Authenticate": how})) from None
        except KeysError as error:
            log.error("%s", error)
            raise _Refused(Notice(503, _NO_KEYS_NOW, headers={"Retry-After": "60"})) from None
        return Visitor(f"key {key.id}", frozenset(key.scopes))

    def _ask_who(self, request: Request) -> Response:
        """Return the answer to a request that needs a visitor and has none."""
        root, address = root_of(request.scope), request.url
        page = _is_page(request)
        if page and self._ways.issuer:
            wanted = f"{request.scope['path']}{'?' if address.query else ''}{address.query}"
            headers = {"Cache-Control": "no-store"}
            return RedirectResponse(sign_in_address(root, wanted), 302, headers)
        signs_in = bool(self._ways.header or self._ways.issuer)
        if page:
            text = _NO_SIGN_IN if signs_in else _KEYS_ONLY
        else:  # the chat shows what its own requests are told
            of_chat = request.scope["path"].startswith("/gradio_api/")
            text = _SIGNED_OUT if of_chat and signs_in else _NO_KEY
        headers = {"WWW-Authenticate": _REALM}
        return self._show(request, Notice(401, text, "You are not signed in", headers))


def _sent_key(request: Request) -> str | None:
    """Return the key that a request sends; None for none. Other bearers are a proxy's business."""
    by_name = request.headers.get("x-api-key")
    if by_name is not None:
        return by_name.strip()
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and value.strip().startswith("tc_"):
        return value.strip()
    return None


def _check_scopes(visitor: Visitor, needed: Iterable[Scope] | None) -> None:
    """Check that a visitor has the scopes that an address asks for.

    Raises:
        _Refused: one is missing; the notice names all that are.
    """
    missing = set(needed or ()) - visitor.scopes
    if missing:
        names = name_scopes(missing)
        word = "scope" if len(missing) == 1 else "scopes"
        how = f'{_REALM}, error="insufficient_scope", scope="{names}"'
        text = (
            f"This address needs the {word} {names.replace(' ', ' and ')}, which is missing here."
        )
        raise _Refused(Notice(403, text, headers={"WWW-Authenticate": how}))


def _is_of_this_site(request: Request) -> bool:
    """Return whether no page of another site sent a request; browsers always say where from.

    The same rule as CrossOriginProtection of Go's net/http: what names no site at all is no
    browser, and has no cookie of a person to misuse.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return (
        bool(origin) and urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    )


def _is_page(request: Request) -> bool:
    """Return whether a browser wants to show what comes back."""
    path = request.scope["path"]
    return (
        request.method in _SAFE
        and not path.startswith(("/api/", "/gradio_api/"))
        and "text/html" in request.headers.get("accept", "")
    )

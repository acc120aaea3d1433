"""What a proxy in front may say, and the service below a path of another site.

`Proxies` comes first of all middleware. It believes X-Forwarded-Prefix, -Proto, -Host and -For from
the proxies that the settings name, and writes what they say into the connection: root, scheme,
host, client. Nobody behind it sees these headers, so nobody can believe them from anybody else.
Between it and `SubPath`, which comes last, paths are those of the service itself (`/api/ask`)
whatever the site calls them (`/townclerk/api/ask`): a rule about paths cannot miss.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.access.notices import Notice, Show

Network = IPv4Network | IPv6Network
_Address = IPv4Address | IPv6Address

_ROOT = "townclerk.root"
_PROXIED = "townclerk.proxied"
_FORWARDED = {
    b"forwarded",
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-port",
    b"x-forwarded-prefix",
    b"x-forwarded-proto",
    b"x-forwarded-scheme",
    b"x-forwarded-server",
    b"x-forwarded-ssl",
    b"x-gradio-server",
    b"x-original-url",
    b"x-real-ip",
    b"x-rewrite-url",
    b"x-script-name",
}
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){1,8}", re.ASCII)
_MAX_PREFIX = 200
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
_OWN = {"api", "assets", "docs", "gradio_api", "metrics", "papers", "sign-in", "sign-out", "static"}
"""First parts of the service's own paths."""

log = logging.getLogger(__name__)


def read_prefix(text: str) -> str:
    """Return the path below which the service is published, with no slash at its end.

    Raises:
        ValueError: it is not a path, or is one of the service's own; the message says so.
    """
    prefix = text.rstrip("/")
    if not prefix:
        return ""
    if len(prefix) > _MAX_PREFIX or not _PREFIX.fullmatch(prefix):
        raise ValueError("it must be a path such as /townclerk")
    if prefix.split("/")[1] in _OWN:
        raise ValueError("the service has a path of its own that begins so; take another")
    return prefix


def root_of(connection: Scope) -> str:
    """Return the path below which a visitor sees the service: `/townclerk`, or empty."""
    return str(connection.get(_ROOT, ""))


def came_by_proxy(connection: Scope) -> bool:
    """Return whether the connection comes from a proxy that the settings name."""
    return connection.get(_PROXIED) is True


class Proxies:
    """Writes into each connection what its proxy says of it, if that proxy is trusted."""

    def __init__(
        self,
        app: ASGIApp,
        trusted: Sequence[Network],
        root: str,
        names: frozenset[str],
        show: Show,
    ) -> None:
        """Take the trusted networks, and the headers by which only they may name a reader."""
        self.app = app
        self._trusted = tuple(trusted)
        self._root = root
        self._names = frozenset(name.lower().encode() for name in names)
        self._show = show
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, or refuse it if its proxy speaks nonsense."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        proxied = self._trusts(_address(scope["client"][0]) if scope.get("client") else None)
        said = [(name.lower(), value) for name, value in scope["headers"]]
        unheard = _FORWARDED if proxied else _FORWARDED | self._names
        scope = {
            **scope,
            "headers": [(name, value) for name, value in said if name not in unheard],
            _ROOT: self._root,
            _PROXIED: proxied,
            "root_path": "",
        }
        if proxied:
            try:
                self._believe(scope, said)
            except ValueError as error:
                await self._refuse(str(error), scope, receive, send)
                return
        elif not self._warned and any(name.startswith(b"x-forwarded-") for name, _ in said):
            self._warned = True
            log.warning(
                "a proxy that trusted_proxies does not name sent X-Forwarded headers; they are "
                "not believed (docs/access.md)"
            )
        root, path = scope[_ROOT], scope["path"]
        if root and path == root:
            query = scope.get("query_string", b"").decode("latin-1")
            await RedirectResponse(f"{root}/{'?' if query else ''}{query}", 308)(
                scope, receive, send
            )
            return
        if root and path.startswith(f"{root}/"):  # from a proxy that does not take it off
            scope["path"] = path[len(root) :]
            if scope.get("raw_path"):
                scope["raw_path"] = scope["raw_path"].removeprefix(root.encode())
        await self.app(scope, receive, send)

    def _trusts(self, address: _Address | None) -> bool:
        return address is not None and any(
            address.version == network.version and address in network for network in self._trusted
        )

    def _believe(self, scope: Scope, said: Sequence[tuple[bytes, bytes]]) -> None:
        """Write what a trusted proxy says into the connection.

        Raises:
            ValueError: it says what cannot be; the message names the header.
        """

        def last(name: bytes) -> str:
            """Return what the nearest proxy wrote; those before it may be the visitor's own."""
            values = [value for each, value in said if each == name]
            return values[-1].decode("latin-1").rpartition(",")[2].strip() if values else ""

        if prefix := last(b"x-forwarded-prefix"):
            try:
                scope[_ROOT] = read_prefix(prefix)
            except ValueError as error:
                raise ValueError(f"The proxy sent a wrong X-Forwarded-Prefix: {error}.") from None
        if proto := last(b"x-forwarded-proto").lower():
            if proto not in ("http", "https"):
                raise ValueError("The proxy sent a wrong X-Forwarded-Proto: not http or https.")
            secure = proto == "https"
            plain = scope["type"] == "http"
            scope["scheme"] = (
                ("https" if secure else "http") if plain else "wss" if secure else "ws"
            )
        if host := last(b"x-forwarded-host"):
            if not _HOST.fullmatch(host):
                raise ValueError("The proxy sent a wrong X-Forwarded-Host: no name of a host.")
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope["headers"] = [(b"host", host.encode()), *others]
        chain = b",".join(value for name, value in said if name == b"x-forwarded-for")
        client = self._first_stranger(chain.decode("latin-1").split(","))
        if client is not None:
            scope["client"] = (str(client), 0)

    def _first_stranger(self, chain: Sequence[str]) -> _Address | None:
        """Return the nearest address that is no trusted proxy; what lies beyond may be made up."""
        found = None
        for text in reversed(chain):
            address = _address(text)
            if address is None:
                return found
            found = address
            if not self._trusts(address):
                return found
        return found

    async def _refuse(self, text: str, scope: Scope, receive: Receive, send: Send) -> None:
        log.warning("%s", text)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._show(Request(scope), Notice(400, text))(scope, receive, send)


class SubPath:
    """Gives the routes the path as the visitor sees it, so that what they make lies below it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the root path of ASGI, and put it before the path."""
        root = root_of(scope)
        if root:
            scope = {**scope, "root_path": root, "path": root + scope["path"]}
            if scope.get("raw_path"):
                scope["raw_path"] = root.encode() + scope["raw_path"]
        await self.app(scope, receive, send)


def _address(text: str) -> _Address | None:
    """Return an address, also one with a port or in brackets; None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address

"""Under which names the service answers, and from whose pages.

Without this, a page elsewhere could read the papers through a reader's browser: by giving its own
name the service's address (DNS rebinding), or by sending requests across hosts. Checked are the
`Host` of every request, and what a browser says of the page that sends it (`Origin`,
`Sec-Fetch-Site`). Programs that are no browsers send neither of the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api.problems import problem_response

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"", "0.0.0.0", "::"})
"""Addresses to listen on that stand for all that the machine has, and name none."""
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_SAFE = ("GET", "HEAD")


def host_names(allowed: Iterable[str], listening_on: str) -> frozenset[str]:
    """Return the names under which a service answers.

    They are the names of this machine to itself, the address that it listens on if that is one,
    and those allowed. `*` among these allows every name; `*.town.example` every name below.
    """
    own = frozenset() if listening_on in ANYWHERE else frozenset({listening_on.casefold()})
    return LOOPBACK | own | {name.strip().casefold().strip("[]") for name in allowed}


class HostCheck:
    """Refuses requests under a name that is not the service's, and from pages of other hosts."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        """Take the app and its names, as from `host_names`."""
        self.app = app
        self._names = frozenset(names)
        self._below = tuple(name[1:] for name in names if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400, 403 or 421, or pass the request on."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            status, detail = refusal
            await problem_response(Request(scope), status, detail)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the reason why a request is refused; None if it is not."""
        if not scope["path"].startswith("/"):
            return 400, "Send the path of an address of this service, beginning with /."
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        parts = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if parts is None:
            return 400, "Send one header Host with the name of this service."
        if not self._is_ours(parts["name"]):
            return 421, (
                "The service does not answer under this name. Its administrator can allow the "
                "name with TOWNCLERK_ALLOWED_HOSTS."
            )
        if not self._may_send(headers, scope, parts["name"], parts["port"]):
            return 403, "A page of another host cannot use this service."
        return None

    def _is_ours(self, name: str) -> bool:
        name = name.casefold().strip("[]").removesuffix(".")
        return "*" in self._names or name in self._names or name.endswith(self._below)

    def _may_send(self, headers: Headers, scope: Scope, name: str, port: str | None) -> bool:
        """Return whether the page that sends the request, if it is one, is of this service."""
        site = headers.get("sec-fetch-site")
        follows_link = headers.get("sec-fetch-mode") == "navigate" and scope["method"] in _SAFE
        if site in ("cross-site", "same-site") and not follows_link:
            return False
        origin = headers.get("origin")
        if origin is None or site == "same-origin":
            return True
        try:
            page = urlsplit(origin)
            host, page_port = page.hostname or "", page.port
        except ValueError:
            return False
        if page.scheme not in ("http", "https"):
            return False  # `null`, too: a page without a host of its own
        usual = {"http": 80, "https": 443}
        same_name = host == name.casefold().strip("[]").removesuffix(".")
        if same_name and (page_port or usual[page.scheme]) == int(port or usual[page.scheme]):
            return True
        # A proxy may have put its own name for this service in place of the one that readers use.
        return host not in LOOPBACK and host in self._names and not same_name

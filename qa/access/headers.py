"""Sign-in at a proxy, which then names the person in a header (oauth2-proxy, Entra, Kerberos).

`qa.access.proxies` removes the header from every connection that is not from a named proxy.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.access.proxies import came_by_proxy

MAX_NAME = 256
"""Characters."""


class NotAllowedError(Exception):
    """A person is signed in, but may not use the service; the message says why."""


@dataclass(frozen=True, slots=True)
class HeaderSignIn:
    """Which headers a trusted proxy sends, and which groups may come in."""

    name_header: str
    groups_header: str
    groups: tuple[str, ...]
    """Groups of which one is asked for; empty if everybody who signed in may come in."""

    @property
    def names(self) -> frozenset[str]:
        """Return the headers that are believed from a trusted proxy only."""
        return frozenset({self.name_header, self.groups_header})

    def person(self, connection: Scope) -> str | None:
        """Return who signed in at the proxy; None if nobody did.

        Raises:
            NotAllowedError: the person is in none of the groups, or the header is in doubt.
        """
        if not came_by_proxy(connection):
            return None
        headers = Headers(scope=connection)
        names = headers.getlist(self.name_header)
        if not names or not names[0].strip():
            return None
        # A second header may be the visitor's own, which a careless proxy let through.
        if len(names) > 1 or len(names[0]) > MAX_NAME or not names[0].isprintable():
            raise NotAllowedError(
                f"The proxy does not say clearly in {self.name_header} who it is."
            )
        held = {
            group.strip()
            for value in headers.getlist(self.groups_header)
            for group in value.split(",")
        }
        check_groups(self.groups, held)
        return names[0].strip()


def check_groups(asked_for: tuple[str, ...], held: set[str]) -> None:
    """Check that a person is in one of the groups; none asked for lets everybody in.

    Raises:
        NotAllowedError: the person is in none of them.
    """
    if asked_for and not held.intersection(asked_for):
        raise NotAllowedError(
            "You are signed in, but in no group that may use this service. Ask its administrator."
        )

"""What a visitor may do, and what each address of the service asks for.

An address that no rule names asks for what the chat asks for, so a route that is new is closed
until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from starlette.types import Scope as Connection

_VISITOR = "townclerk.visitor"


class Scope(StrEnum):
    """What a key may be made for."""

    ASK = "ask"
    """Ask questions."""
    PAPERS = "papers"
    """List and open papers and their pages."""
    ADMINISTER = "administer"
    """See figures and details of the service itself, and what readers said of answers where the
    council keeps that; no paper."""


READER = frozenset({Scope.ASK, Scope.PAPERS})
"""What a person who signed in may do, and what the chat asks for."""
ALL = frozenset(Scope)
"""What an administrator may do who signed in."""
_NO_SCOPE: frozenset[Scope] = frozenset()

_OPEN = {
    "/accessibility",
    "/api/health",
    "/api/live",
    "/api/ready",
    "/docs",
    "/favicon.ico",
    "/openapi.json",
    "/privacy",
    "/robots.txt",
}
_SIGN_IN = {"/sign-in", "/sign-in/return", "/sign-out"}
_RULES: tuple[tuple[str, frozenset[Scope]], ...] = (
    ("/api/ask", frozenset({Scope.ASK})),
    ("/api/answers", frozenset({Scope.ASK})),
    ("/api/papers", frozenset({Scope.PAPERS})),
    ("/api/meetings", frozenset({Scope.PAPERS})),
    ("/api/matters", frozenset({Scope.PAPERS})),
    ("/papers", frozenset({Scope.PAPERS})),
    ("/papers.csv", frozenset({Scope.PAPERS})),
    ("/meetings", frozenset({Scope.PAPERS})),
    ("/matters", frozenset({Scope.PAPERS})),
    ("/help", frozenset({Scope.PAPERS})),
    ("/metrics", frozenset({Scope.ADMINISTER})),
    ("/feedback", frozenset({Scope.ADMINISTER})),
    # Who is let in at all may be told that there is no such address.
    ("/api", _NO_SCOPE),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request, and what they may do."""

    name: str
    """A key's id, a signed-in person's name, or empty for anybody on this machine."""
    scopes: frozenset[Scope]


ANYBODY = Visitor("", ALL)
"""Everybody, where nothing is set and only this machine can reach the service."""
ANY_READER = Visitor("", READER)
"""Everybody whom a trusted proxy lets through, where nothing else is set."""


def scopes_needed(path: str) -> frozenset[Scope] | None:
    """Return the scopes that an address asks for; None if it is open to all.

    An empty set asks for a known visitor and no scope. `path` has no prefix of a proxy.
    """
    if path in _OPEN or path in _SIGN_IN:
        return None
    for start, scopes in _RULES:
        if path == start or path.startswith(f"{start}/"):
            return scopes
    return READER


def let_in(connection: Connection, visitor: Visitor) -> None:
    """Note on a connection who sent it."""
    connection[_VISITOR] = visitor


def visitor_name(connection: Connection) -> str:
    """Return who sent a connection: a key's id or a person's name; empty where nobody is known."""
    visitor = connection.get(_VISITOR)
    return visitor.name if isinstance(visitor, Visitor) else ""


def name_scopes(scopes: Iterable[Scope]) -> str:
    """Return scopes as words, in the order of their definition: `ask papers`."""
    held = set(scopes)
    return " ".join(scope.value for scope in Scope if scope in held)

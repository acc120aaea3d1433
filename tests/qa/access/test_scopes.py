import pytest

from qa.access.scopes import (
    ANYBODY,
    READER,
    Scope,
    Visitor,
    let_in,
    scopes_needed,
    visitor_name,
)


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("/api/ask", {Scope.ASK}),
        ("/api/ask/stream", {Scope.ASK}),
        ("/api/asks", set()),
        ("/api/papers", {Scope.PAPERS}),
        ("/api/meetings", {Scope.PAPERS}),
        ("/api/meetings/0b6c1d9e2f3a4857", {Scope.PAPERS}),
        ("/api/matters", {Scope.PAPERS}),
        ("/papers/3f9a", {Scope.PAPERS}),
        ("/papersx", {Scope.ASK, Scope.PAPERS}),
        ("/metrics", {Scope.ADMINISTER}),
        ("/metrics/x", {Scope.ADMINISTER}),
        ("/api", set()),
        ("/api/new", set()),
        ("/new", {Scope.ASK, Scope.PAPERS}),
        ("/docs", None),
        ("/docs/", {Scope.ASK, Scope.PAPERS}),
        ("/api/ready", None),
        ("", {Scope.ASK, Scope.PAPERS}),
    ],
)
def test_an_address_asks_for_its_scopes_and_an_unknown_one_for_a_readers(
    path: str, needed: set[Scope] | None
) -> None:
    assert scopes_needed(path) == needed


def test_a_connection_tells_who_sent_it() -> None:
    connection: dict[str, object] = {}
    assert visitor_name(connection) == ""
    let_in(connection, Visitor("officer", READER))
    assert visitor_name(connection) == "officer"
    let_in(connection, ANYBODY)
    assert visitor_name(connection) == ""

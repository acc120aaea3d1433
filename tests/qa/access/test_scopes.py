import pytest

from qa.access.scopes import ALL, ANYBODY, READER, Scope, Visitor, let_in, may, scopes_needed


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("/api/ask", {Scope.ASK}),
        ("/api/ask/stream", {Scope.ASK}),
        ("/api/asks", set()),
        ("/api/papers", {Scope.PAPERS}),
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


def test_a_route_may_tell_some_visitors_more() -> None:
    connection: dict[str, object] = {}
    assert not may(connection, Scope.ADMINISTER)
    let_in(connection, Visitor("officer", READER))
    assert may(connection, Scope.ASK)
    assert not may(connection, Scope.ADMINISTER)
    let_in(connection, ANYBODY)
    assert {scope for scope in Scope if may(connection, scope)} == ALL

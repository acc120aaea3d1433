"""The cookie of a sign-in ends by itself, by age, and at sign-out."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import Response

from qa.access import sessions as module
from qa.access.sessions import FLOW_SECONDS, Sessions

SECRET = "a secret of the tests that is long enough"
IDLE, LONGEST = 3600, 36_000
START = 1_800_000_000.0


class Clock:
    """The time that the sessions see."""

    now = START

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def request(cookie: str = "", scheme: str = "http", root: str = "") -> Request:
    headers = [(b"host", b"site"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http", "scheme": scheme, "path": "/", "query_string": b"", "headers": headers,
        "server": ("site", 80), "townclerk.root": root,
    }  # fmt: skip
    return Request(scope)


def begin(sessions: Sessions) -> str:
    response = Response()
    sessions.begin(request(), response, "officer", "token")
    return response.headers["set-cookie"].partition(";")[0]


def test_a_session_is_read_back(clock: Clock) -> None:
    sessions = Sessions(SECRET, IDLE, LONGEST)
    held = sessions.read(request(begin(sessions)))
    assert held
    assert (held.name, held.begun, held.used) == ("officer", START, START)


def test_a_session_ends_when_it_is_not_used(clock: Clock) -> None:
    sessions = Sessions(SECRET, IDLE, LONGEST)
    cookie = begin(sessions)
    clock.now += IDLE
    assert sessions.read(request(cookie))
    clock.now += 1
    assert sessions.read(request(cookie)) is None


def test_a_session_that_is_used_goes_on_until_it_is_too_old(clock: Clock) -> None:
    sessions = Sessions(SECRET, IDLE, LONGEST)
    cookie = begin(sessions)
    uses = 0
    while held := sessions.read(request(cookie)):
        renewed = sessions.renew(request(), held)
        cookie = renewed.partition(";")[0] if renewed else cookie
        clock.now += IDLE - 1
        uses += 1
    assert uses == 1 + LONGEST // (IDLE - 1)


def test_a_cookie_is_sent_anew_once_a_minute_at_most(clock: Clock) -> None:
    sessions = Sessions(SECRET, IDLE, LONGEST)
    held = sessions.read(request(begin(sessions)))
    assert held
    assert sessions.renew(request(), held) is None
    clock.now += 60
    assert sessions.renew(request(), held)


def test_with_a_secret_set_a_session_outlives_a_restart_and_without_one_it_does_not() -> None:
    for secret, lives in ((SECRET, True), (None, False)):
        cookie = begin(Sessions(secret, IDLE, LONGEST))
        assert bool(Sessions(secret, IDLE, LONGEST).read(request(cookie))) is lives


def test_a_session_that_was_ended_stays_ended_even_if_it_is_renewed_late(clock: Clock) -> None:
    sessions = Sessions(SECRET, IDLE, LONGEST)
    cookie = begin(sessions)
    held = sessions.read(request(cookie))
    assert held
    assert sessions.end(request(cookie), Response()) == "token"
    clock.now += 61
    renewed = sessions.renew(request(), held)
    assert renewed
    assert sessions.read(request(renewed.partition(";")[0])) is None
    assert sessions.end(request(cookie), Response()) is None


def test_one_kind_of_cookie_is_not_taken_for_the_other(clock: Clock) -> None:
    sessions, response = Sessions(SECRET, IDLE, LONGEST), Response()
    sessions.send_flow(request(), response, {"id": "x", "name": "x", "used": START})
    flow = response.headers["set-cookie"].partition(";")[0]
    assert sessions.read_flow(request(flow))
    assert sessions.read(request(flow.replace("townclerk-sign-in", "townclerk"))) is None
    clock.now += FLOW_SECONDS + 1
    assert sessions.read_flow(request(flow)) is None


@pytest.mark.parametrize(
    ("scheme", "root", "start", "parts"),
    [
        ("http", "", "townclerk=", {"Path=/"}),
        ("https", "", "__Host-townclerk=", {"Path=/", "Secure"}),
        ("https", "/tc", "__Secure-townclerk=", {"Path=/tc", "Secure"}),
    ],
)
def test_a_cookie_is_held_as_closely_as_the_address_allows(
    scheme: str, root: str, start: str, parts: set[str]
) -> None:
    response = Response()
    Sessions(SECRET, IDLE, LONGEST).begin(request("", scheme, root), response, "officer", "t")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(start)
    assert parts | {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie

"""What a proxy says is believed from the proxies that are named, and from nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.access.headers import HeaderSignIn
from qa.access.proxies import Proxies, SubPath, came_by_proxy, read_prefix
from qa.api.notices import notice_response

TRUSTED, STRANGER = "10.1.0.7", "203.0.113.9"
SIGN_IN = HeaderSignIn("X-Reader", "X-Groups", ())


def seen(request: Request) -> JSONResponse:
    """Show what a route sees of its request."""
    return JSONResponse(
        {
            "url": str(request.url),
            "base": str(request.base_url),
            "client": request.client.host if request.client else None,
            "proxied": came_by_proxy(request.scope),
            "person": SIGN_IN.person(request.scope),
            "forwarded": [
                name for name in request.headers if "forward" in name or name == "x-reader"
            ],
        }
    )


def ask(
    address: str, sent: Sequence[tuple[str, str]], path: str = "/papers/a", root: str = ""
) -> dict[str, object]:
    app = Starlette(routes=[Route("/papers/a", seen)])
    app.add_middleware(SubPath)
    networks = [ipaddress.ip_network(net) for net in ("10.1.0.0/24", "2001:db8::/64")]
    app.add_middleware(
        Proxies, trusted=networks, root=root, names=SIGN_IN.names, show=notice_response
    )
    client = TestClient(app, client=(address, 4711), base_url="http://inside:8000")
    response = client.get(path, headers=list(sent), follow_redirects=False)
    shown: dict[str, object] = {"status": response.status_code, **response.headers}
    return shown | (response.json() if "json" in response.headers.get("content-type", "") else {})


ALL = [
    ("X-Forwarded-Prefix", "/townclerk"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "intranet.example"),
    ("X-Forwarded-For", "192.0.2.44"),
    ("X-Reader", "officer"),
]


@pytest.mark.parametrize("address", [TRUSTED, "2001:db8::1", "::ffff:10.1.0.7"])
def test_a_named_proxy_is_believed(address: str) -> None:
    shown = ask(address, ALL)
    assert shown["url"] == "https://intranet.example/townclerk/papers/a"
    assert shown["base"] == "https://intranet.example/townclerk/"
    assert shown["client"] == "192.0.2.44"
    assert shown["person"] == "officer"
    assert shown["forwarded"] == ["x-reader"]


@pytest.mark.parametrize(
    "address", [STRANGER, "10.1.1.7", "127.0.0.1", "2001:db9::1", "testclient"]
)
def test_anybody_else_is_not_even_heard(address: str) -> None:
    shown = ask(address, [*ALL, ("Forwarded", "for=1.2.3.4"), ("X-Real-IP", "1.2.3.4")])
    assert shown["url"] == "http://inside:8000/papers/a"
    assert shown["client"] == address
    assert shown["person"] is None
    assert shown["proxied"] is False
    assert shown["forwarded"] == []


def test_who_hears_nothing_is_told_so_in_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    ask(STRANGER, ALL)
    assert caplog.text.count("trusted_proxies does not name") == 1


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1", "192.0.2.1"),
        ("6.6.6.6, 192.0.2.1, 10.1.0.9", "192.0.2.1"),
        ("10.1.0.8, 10.1.0.9", "10.1.0.8"),
        ("192.0.2.1:5555", "192.0.2.1"),
        ("[2001:db9::5]:5555", "2001:db9::5"),
        ("2001:db9::5", "2001:db9::5"),
        ("192.0.2.1, unknown, 10.1.0.9", "10.1.0.9"),
        ("nonsense", TRUSTED),
        ("", TRUSTED),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_named_proxy(chain: str, client: str) -> None:
    assert ask(TRUSTED, [("X-Forwarded-For", chain)])["client"] == client


def test_several_lines_of_one_header_are_one_list() -> None:
    lines = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "192.0.2.1")]
    assert ask(TRUSTED, lines)["client"] == "192.0.2.1"


def test_the_last_word_is_the_nearest_proxys() -> None:
    said = [
        ("X-Forwarded-Host", "evil.example, intranet.example"),
        ("X-Forwarded-Proto", "x,https"),
    ]
    assert str(ask(TRUSTED, said)["url"]).startswith("https://intranet.example/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Prefix", "//evil.example"),
        ("X-Forwarded-Prefix", "/a/../b"),
        ("X-Forwarded-Prefix", "https://evil.example"),
        ("X-Forwarded-Prefix", "/a b"),
        ("X-Forwarded-Prefix", '/a"><script>'),
        ("X-Forwarded-Prefix", "/papers"),
        ("X-Forwarded-Prefix", "/" + "a" * 300),
        ("X-Forwarded-Proto", "javascript"),
        ("X-Forwarded-Host", "evil.example/path"),
        ("X-Forwarded-Host", "user@evil.example"),
        ("X-Forwarded-Host", "a b"),
    ],
)
def test_a_proxy_that_speaks_nonsense_is_told_so(name: str, value: str) -> None:
    shown = ask(TRUSTED, [(name, value)])
    assert shown["status"] == 400
    assert name in str(shown["detail"])
    assert value not in str(shown["detail"])


@pytest.mark.parametrize("path", ["/papers/a", "/townclerk/papers/a"])
def test_a_prefix_may_be_taken_off_by_the_proxy_or_be_left_on(path: str) -> None:
    shown = ask(STRANGER, [], path, root="/townclerk")
    assert shown["url"] == "http://inside:8000/townclerk/papers/a"


def test_the_prefix_without_a_slash_leads_to_the_one_with_it() -> None:
    assert ask(TRUSTED, [], "/townclerk", root="/townclerk")["location"] == "/townclerk/"
    with_query = ask(TRUSTED, [], "/townclerk?a=b", root="/townclerk")
    assert (with_query["status"], with_query["location"]) == (308, "/townclerk/?a=b")
    assert ask(TRUSTED, [], "/townclerkx", root="/townclerk")["status"] == 404


def test_the_prefix_that_the_proxy_sends_comes_before_the_one_that_is_set() -> None:
    said = [("X-Forwarded-Prefix", "/other/")]
    assert ask(TRUSTED, said, root="/townclerk")["base"] == "http://inside:8000/other/"


@pytest.mark.parametrize("text", ["", "/", "//"])
def test_no_prefix_is_no_prefix(text: str) -> None:
    assert read_prefix(text) == ""

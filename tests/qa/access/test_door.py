"""Every route of the service, asked by every kind of visitor, on the real server.

A route that is new must be named in `ROUTES`, with what it asks for.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from qa.access.keys import KeyFile
from qa.access.scopes import Scope
from tests.qa.access.conftest import HERE, PROJECT

OPEN, KNOWN = "open", "known"
ASK, PAPERS, CHAT = {Scope.ASK}, {Scope.PAPERS}, {Scope.ASK, Scope.PAPERS}
Needs = str | set[Scope]
ROUTES: dict[str, Needs] = {
    "/api/health": OPEN,
    "/api/live": OPEN,
    "/api/ready": OPEN,
    "/accessibility": OPEN,
    "/privacy": OPEN,
    "/favicon.ico": OPEN,
    "/robots.txt": OPEN,
    "/docs": OPEN,
    "/openapi.json": OPEN,
    "/api/ask": ASK,
    "/api/ask/stream": ASK,
    "/api/answers/document": ASK,
    "/api/papers": PAPERS,
    "/api/papers/{paper_id}": PAPERS,
    "/api/papers/{paper_id}/find": PAPERS,
    "/api/meetings": PAPERS,
    "/api/meetings/{meeting_id}": PAPERS,
    "/api/matters": PAPERS,
    "/api/papers/{paper_id}/pages/{number}": PAPERS,
    "/api/papers/{paper_id}/pages/{number}.png": PAPERS,
    "/papers/{paper_id}": PAPERS,
    "/papers": PAPERS,
    "/papers.csv": PAPERS,
    "/meetings": PAPERS,
    "/meetings/{meeting_id}": PAPERS,
    "/meetings/{meeting_id}.csv": PAPERS,
    "/matters": PAPERS,
    "/help": PAPERS,
    "/metrics": {Scope.ADMINISTER},
    "/feedback": {Scope.ADMINISTER},
    "/feedback/declined": {Scope.ADMINISTER},
    "/feedback/remarks.csv": {Scope.ADMINISTER},
    "/feedback/declined.csv": {Scope.ADMINISTER},
    "/api/{rest:path}": KNOWN,
    # The chat's page and what it loads
    "/": CHAT,
    "/assets/{path:path}": CHAT,
    "/config": CHAT,
    "/config/": CHAT,
    "/login": CHAT,
    "/login/": CHAT,
    "/logout": CHAT,
    "/manifest.json": CHAT,
    "/monitoring": CHAT,
    "/monitoring/summary": CHAT,
    "/monitoring/{key}": CHAT,
    "/pwa_icon": CHAT,
    "/pwa_icon/{size}": CHAT,
    "/static/{path:path}": CHAT,
    "/svelte/{path:path}": CHAT,
    "/theme.css": CHAT,
    # What a conversation sends
    "/gradio_api/app_id": CHAT,
    "/gradio_api/app_id/": CHAT,
    "/gradio_api/heartbeat/{session_hash}": CHAT,
    "/gradio_api/info": CHAT,
    "/gradio_api/info/": CHAT,
    "/gradio_api/queue/data": CHAT,
    "/gradio_api/queue/join": CHAT,
    "/gradio_api/queue/status": CHAT,
    "/gradio_api/run/{api_name}": CHAT,
    "/gradio_api/run/{api_name}/": CHAT,
    "/gradio_api/startup-events": CHAT,
    "/gradio_api/theme.css": CHAT,
}
HEADER = "X-Forwarded-User"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a visitor sends, from which address, and what they may do; None: not known at all."""

    headers: dict[str, str]
    scopes: set[Scope] | None
    address: str = "127.0.0.1"
    wrong_key: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    keys: KeyFile
    visitors: dict[str, Visitor]


@pytest.fixture(scope="module")
def served(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("keys")
    keys = KeyFile(folder / "library-keys.json")
    made = {
        "ask": keys.make("ask", (Scope.ASK,)),
        "papers": keys.make("papers", (Scope.PAPERS,)),
        "administer": keys.make("administer", (Scope.ADMINISTER,)),
        "reader": keys.make("reader", (Scope.ASK, Scope.PAPERS)),
        "revoked": keys.make("revoked", tuple(Scope)),
        "ran out": keys.make("ran out", tuple(Scope), days=1),
    }
    keys.revoke("revoked")
    content = json.loads(keys.path.read_text())
    content["keys"][-1]["expires"] = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    keys.path.write_text(json.dumps(content))

    def bearer(key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"}

    wrong = made["reader"][:-2] + ("AA" if made["reader"][-2:] != "AA" else "BB")
    visitors = {
        "nobody": Visitor({}, None),
        "a key to ask": Visitor(bearer(made["ask"]), {Scope.ASK}),
        "a key to papers": Visitor(bearer(made["papers"]), {Scope.PAPERS}),
        "a key to administer": Visitor(bearer(made["administer"]), {Scope.ADMINISTER}),
        "a key to ask and papers": Visitor({"X-API-Key": made["reader"]}, CHAT),
        "a revoked key": Visitor(bearer(made["revoked"]), None, wrong_key=True),
        "a key that ran out": Visitor(bearer(made["ran out"]), None, wrong_key=True),
        "a wrong key": Visitor(bearer(wrong), None, wrong_key=True),
        "an empty key": Visitor({"X-API-Key": ""}, None, wrong_key=True),
        "a reader whom the proxy names": Visitor({HEADER: "officer"}, CHAT),
        "an administrator whom the proxy names": Visitor({HEADER: "manager"}, set(Scope)),
        "a reader named by nobody": Visitor({HEADER: ""}, None),
        "a name from another address": Visitor({HEADER: "officer"}, None, "127.0.0.2"),
        "another service's bearer": Visitor(bearer("eyJhbGciOiJub25lIn0.e30."), None),
        "a key from another address": Visitor(bearer(made["ask"]), {Scope.ASK}, "127.0.0.2"),
    }
    address = serve(
        folder,
        sign_in="header",
        trusted_proxies="127.0.0.1",
        administrators="manager, head.of.it",
        allowed_hosts="intranet.example",
        requests_per_minute=0,
        questions_per_minute=0,
    )
    return Served(address, keys, visitors)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every path that the app has, with a method that it takes."""
    command = [sys.executable, str(HERE / "list_routes.py"), str(tmp_path_factory.mktemp("app"))]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    paths: dict[str, str] = json.loads(done.stdout)
    return paths


@pytest.fixture(scope="module")
def clients() -> Iterator[dict[str, httpx.Client]]:
    """A client for each address that a request can come from."""
    made = {
        address: httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=30)
        for address in ("127.0.0.1", "127.0.0.2")
    }
    yield made
    for client in made.values():
        client.close()


def example(path: str) -> str:
    """Return an address that a route takes."""
    return re.sub(r"\{\w+(:path)?\}", "1", path)


def status(
    clients: dict[str, httpx.Client], served: Served, visitor: Visitor, method: str, path: str
) -> tuple[int, bool]:
    """Ask, and return the status and whether the door refused; some replies never end."""
    client = clients[visitor.address]
    body = {"json": {}} if method == "POST" else {}
    with client.stream(method, served.address + path, headers=visitor.headers, **body) as reply:
        return reply.status_code, "www-authenticate" in reply.headers


def expected(needs: Needs, visitor: Visitor) -> int | None:
    """Return the status with which the door refuses; None if it lets the request through."""
    if visitor.wrong_key:
        return 401
    if needs == OPEN:
        return None
    if visitor.scopes is None:
        return 401
    return None if isinstance(needs, str) or needs <= visitor.scopes else 403


def test_every_route_is_named_here_or_not_served_at_all(
    found: dict[str, str], served: Served, clients: dict[str, httpx.Client]
) -> None:
    assert len(found) > 40
    reader = served.visitors["a reader whom the proxy names"]
    unnamed = {
        path: status(clients, served, reader, method, example(path))
        for path, method in found.items()
        if path not in ROUTES
    }
    assert {path for path, code in unnamed.items() if code != (404, False)} == set()
    assert set(ROUTES) - set(found) == set()


@pytest.mark.parametrize("path", ROUTES)
def test_a_route_lets_in_whom_it_should_and_nobody_else(
    found: dict[str, str], served: Served, clients: dict[str, httpx.Client], path: str
) -> None:
    method = found[path]
    wrong = {}
    for name, visitor in served.visitors.items():
        got, refused = status(clients, served, visitor, method, example(path))
        want = expected(ROUTES[path], visitor)
        if refused != bool(want) or (want and got != want):
            wrong[name] = (got, want)
    assert wrong == {}


@pytest.mark.parametrize(
    "path",
    ["//api/ask", "/API/papers", "/api/papers%2F1", "/new", "/metrics",
     "/gradio_api/file=/etc/hostname", "/api/settings", "/docs/x", "/docs%2e"],
)  # fmt: skip
def test_what_has_no_name_is_closed(
    served: Served, clients: dict[str, httpx.Client], path: str
) -> None:
    nobody = served.visitors["nobody"]
    assert status(clients, served, nobody, "GET", path) == (401, True)
    assert status(clients, served, nobody, "HEAD", path) == (401, True)
    assert status(clients, served, nobody, "OPTIONS", path) == (401, True)


def test_a_refusal_says_what_is_missing(served: Served) -> None:
    def ask(headers: dict[str, str]) -> httpx.Response:
        return httpx.post(f"{served.address}/api/ask", json={"question": "x"}, headers=headers)

    unknown = ask({})
    assert unknown.headers["www-authenticate"] == 'Bearer realm="Townclerk"'
    assert unknown.headers["content-type"] == "application/problem+json"
    assert "Authorization: Bearer" in unknown.json()["detail"]
    lacking = ask(served.visitors["a key to papers"].headers)
    assert 'error="insufficient_scope", scope="ask"' in lacking.headers["www-authenticate"]
    assert "needs the scope ask" in lacking.json()["detail"]
    revoked = ask(served.visitors["a revoked key"].headers)
    assert 'error="invalid_token"' in revoked.headers["www-authenticate"]
    assert "was revoked on" in revoked.json()["detail"]
    assert revoked.headers["cache-control"] == "no-store"


def test_a_browser_that_is_not_signed_in_gets_a_page_that_says_so(served: Served) -> None:
    for path in ("/", "/papers/1"):
        page = httpx.get(served.address + path, headers={"accept": "text/html,*/*;q=0.8"})
        assert page.status_code == 401
        assert "You are not signed in" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_key_made_or_revoked_meanwhile_counts_at_once(served: Served) -> None:
    key = served.keys.make("meanwhile", (Scope.PAPERS,))
    headers = {"Authorization": f"bearer {key}"}
    assert httpx.get(f"{served.address}/api/papers", headers=headers).status_code == 200
    served.keys.revoke("meanwhile")
    assert httpx.get(f"{served.address}/api/papers", headers=headers).status_code == 401


def test_a_damaged_file_of_keys_is_a_failure_here_and_not_of_the_key(served: Served) -> None:
    content = served.keys.path.read_text()
    served.keys.path.write_text("{")
    try:
        headers = served.visitors["a key to papers"].headers
        refused = httpx.get(f"{served.address}/api/papers", headers=headers)
        signed_in = httpx.get(f"{served.address}/api/papers", headers={HEADER: "officer"})
    finally:
        served.keys.path.write_text(content)
    assert refused.status_code == 503
    assert "keys.json" not in refused.text
    assert signed_in.status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_a_page_of_another_site_cannot_ask_in_a_readers_name(
    served: Served, sent: dict[str, str], status: int
) -> None:
    def ask(**headers: str) -> int:
        question = {"question": "The Old Mill?"}
        answer = httpx.post(f"{served.address}/api/ask", json=question, headers={**headers, **sent})
        return answer.status_code

    assert ask(**{HEADER: "officer"}) == status


def test_of_this_site_is_who_asked_the_same_host(served: Served) -> None:
    host = httpx.URL(served.address).netloc.decode()
    for origin, status in ((f"http://{host}", 200), (f"https://{host}", 200), ("http://x", 403)):
        answer = httpx.post(
            f"{served.address}/api/ask",
            json={"question": "The Old Mill?"},
            headers={HEADER: "officer", "Origin": origin},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/api/papers"])
def test_no_page_of_another_site_may_read_what_a_reader_gets(served: Served, path: str) -> None:
    sent = {HEADER: "officer", "Host": "intranet.example", "Origin": "https://elsewhere.example"}
    read = httpx.get(served.address + path, headers=sent)
    asked = {**sent, "Access-Control-Request-Method": "POST"}
    for reply in (read, httpx.options(served.address + path, headers=asked)):
        assert "access-control-allow-origin" not in reply.headers
        assert "access-control-allow-credentials" not in reply.headers
    assert read.status_code == 403


def test_a_name_that_is_in_doubt_is_refused(served: Served) -> None:
    for names in (["officer", "chief"], ["x" * 300]):
        headers = [(HEADER, name) for name in names]
        answer = httpx.get(f"{served.address}/api/papers", headers=headers)
        assert answer.status_code == 403


def test_with_groups_set_only_their_members_come_in(serve: Callable[..., str]) -> None:
    address = serve(
        sign_in="header",
        trusted_proxies="127.0.0.1",
        sign_in_header="X-Auth-Request-Email",
        sign_in_groups_header="X-Auth-Request-Groups",
        sign_in_groups=["clerks", "auditors"],
    )
    for groups, status in (("staff, clerks", 200), ("staff", 403), ("", 403), ("clerk", 403)):
        headers = {"X-Auth-Request-Email": "o@council.example", "X-Auth-Request-Groups": groups}
        assert httpx.get(f"{address}/api/papers", headers=headers).status_code == status
    assert httpx.get(f"{address}/api/papers", headers={HEADER: "officer"}).status_code == 401


def test_with_nothing_set_no_key_is_needed_but_one_that_is_sent_is_checked(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    address = serve(tmp_path)
    keys = KeyFile(tmp_path / "library-keys.json")
    ask, papers = keys.make("ask", (Scope.ASK,)), keys.make("papers", (Scope.PAPERS,))
    for key, status in ((None, 200), (papers, 200), (ask, 403), (f"{ask}x", 401)):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        assert httpx.get(f"{address}/api/papers", headers=headers).status_code == status
    elsewhere = {"Origin": "https://elsewhere.example"}
    asked = httpx.post(f"{address}/api/ask", json={"question": "mill"}, headers=elsewhere)
    assert asked.status_code == 403
    assert httpx.get(f"{address}/", headers={"accept": "text/html"}).status_code == 200


def test_through_a_trusted_proxy_alone_all_are_readers_and_nobody_administers(
    serve: Callable[..., str], clients: dict[str, httpx.Client]
) -> None:
    address = serve(trusted_proxies="127.0.0.1")
    by_proxy, directly = clients["127.0.0.1"], clients["127.0.0.2"]
    assert by_proxy.get(f"{address}/api/papers").status_code == 200
    assert by_proxy.get(f"{address}/metrics").status_code == 403
    assert directly.get(f"{address}/api/papers").status_code == 200
    assert directly.get(f"{address}/metrics").status_code != 403


def test_with_require_keys_this_machine_needs_one_too(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    address = serve(tmp_path, require_keys=True)
    key = KeyFile(tmp_path / "library-keys.json").make("ask", (Scope.ASK,))
    asked = {"json": {"question": "The Old Mill?"}}
    assert httpx.post(f"{address}/api/ask", **asked).status_code == 401
    assert httpx.post(f"{address}/api/ask", **asked, headers={"X-API-Key": key}).status_code == 200
    page = httpx.get(f"{address}/", headers={"accept": "text/html"})
    assert page.status_code == 401
    assert "Programs send a key instead" in page.text

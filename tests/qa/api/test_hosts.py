"""The service answers under its own names, and to no page of another host."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api.app import Surroundings, create_api
from qa.api.hosts import LOOPBACK, host_names
from tests.fakes import FakeAnswerer, fake_library
from tests.qa.api.test_problems import problem_of

ALLOWED = ("papers.town.example", "*.intranet.example", "[fd00::5]")
ASK = {"question": "The Old Mill?"}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    names = host_names(ALLOWED, "0.0.0.0")
    return TestClient(create_api(FakeAnswerer(fake_library(tmp_path)), Surroundings(hosts=names)))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:8000",
        "127.0.0.1:8000",
        "[::1]:8000",
        "papers.town.example",
        "PAPERS.Town.example.:443",
        "a.intranet.example:8443",
        "[fd00::5]",
    ],
)
def test_a_request_under_a_name_of_the_service_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "papers.town.example.evil.example",
        "intranet.example",
        "evilintranet.example",
        "192.168.0.9:8000",
        "0.0.0.0:8000",
        "127.0.0.1.nip.example",
        "[::2]",
        "2130706433",
    ],
)
def test_a_request_under_another_name_is_refused(client: TestClient, host: str) -> None:
    for method, path in (("GET", "/api/health"), ("POST", "/api/ask"), ("GET", "/docs")):
        reply = client.request(method, path, json=ASK, headers={"Host": host})
        assert "TOWNCLERK_ALLOWED_HOSTS" in problem_of(reply, 421)["detail"]


@pytest.mark.parametrize(
    "host",
    ["", " ", "local host", "localhost:", "localhost:x", "a@localhost", "localhost/x", "[::1"],
)
def test_what_is_no_name_is_refused(client: TestClient, host: str) -> None:
    problem_of(client.get("/api/health", headers={"Host": host}), 400)


def test_the_address_listened_on_is_a_name_unless_it_stands_for_all() -> None:
    assert host_names((), "10.1.2.3") == LOOPBACK | {"10.1.2.3"}
    for every in ("0.0.0.0", "::", ""):
        assert host_names((), every) == LOOPBACK


def test_a_star_allows_every_name(tmp_path: Path) -> None:
    app = create_api(
        FakeAnswerer(fake_library(tmp_path)), Surroundings(hosts=host_names(("*",), "::"))
    )
    reply = TestClient(app).get("/api/health", headers={"Host": "any.example"})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},  # a program
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://LOCALHOST:8000", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        # Behind a proxy that puts its own name for the service in place of the readers' one.
        {"Origin": "https://papers.town.example"},
    ],
)
def test_a_page_of_the_service_and_a_program_may_ask(
    client: TestClient, headers: dict[str, str]
) -> None:
    reply = client.post("/api/ask", json=ASK, headers={"Host": "localhost:8000", **headers})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost"},
        {"Origin": "http://papers.town.example.evil.example"},
        {"Origin": "null"},
        {"Origin": "file://"},
        {"Origin": "http://[::1"},
        {"Origin": "http://localhost:99999"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        # A form on another host that is sent by a click.
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_a_page_of_another_host_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    reply = client.post("/api/ask", json=ASK, headers={"Host": "localhost:8000", **headers})
    problem_of(reply, 403)
    assert "access-control-allow-origin" not in reply.headers


def test_a_page_of_another_host_can_link_here_but_not_read_or_embed(client: TestClient) -> None:
    host = {"Host": "localhost", "Sec-Fetch-Site": "cross-site"}
    link = {**host, "Sec-Fetch-Mode": "navigate"}
    assert client.get("/docs", headers=link).status_code == 200
    for mode in ("no-cors", "cors"):
        problem_of(client.get("/api/papers", headers={**host, "Sec-Fetch-Mode": mode}), 403)
    before = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    problem_of(client.options("/api/ask", headers={"Host": "localhost", **before}), 403)
    reply = client.get("/api/papers", headers={"Host": "localhost"})
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"

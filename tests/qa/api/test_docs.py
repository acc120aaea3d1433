import base64
import hashlib
from copy import deepcopy
from html import unescape
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient

from qa.api.docs import render_docs

HOSTILE = "<script>alert(1)</script>{{ title }}"


def test_the_documentation_page_needs_nothing_from_elsewhere(client: TestClient) -> None:
    response = client.get("/docs")
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    loaded: list[tuple[str, str]] = []

    class Loads(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            loaded.extend((tag, value or "") for name, value in attrs if name in ("src", "href"))

    Loads().feed(response.text)
    assert loaded == [("a", "openapi.json")]
    assert "<script" not in response.text


def test_the_documentation_page_shows_every_route(client: TestClient) -> None:
    page = client.get("/docs").text
    routes = client.get("/openapi.json").json()["paths"]
    assert len(routes) == 15
    for path, methods in routes.items():
        for method in methods:
            assert f"<code>{method.upper()}</code> {path}<" in page


def test_the_policy_allows_the_style_of_the_page_and_no_other(client: TestClient) -> None:
    for path in ("/docs", f"/papers/{client.get('/api/papers').json()['papers'][1]['id']}"):
        response = client.get(path)
        style = response.text.partition("<style>")[2].partition("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}';" in response.headers["content-security-policy"]


def test_text_of_the_document_is_never_markup_on_the_page(client: TestClient) -> None:
    document: dict[str, Any] = deepcopy(client.get("/openapi.json").json())
    document["info"]["description"] = HOSTILE
    operation = document["paths"]["/api/papers"]["get"]
    operation["summary"] = operation["description"] = HOSTILE
    operation["parameters"][0].update(name=HOSTILE, description=HOSTILE)
    document["components"]["schemas"]["Health"]["examples"] = [{HOSTILE: 1}]
    document["components"]["schemas"][HOSTILE] = {"title": HOSTILE}
    page = render_docs(document, "http://localhost/<script>")
    assert "<script" not in page
    assert unescape(page).count(HOSTILE) == 8


def test_each_route_names_the_scopes_of_its_key(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert set(document["components"]["securitySchemes"]) == {"key", "keyHeader"}
    needs = {
        path: [scopes for way in operation["security"] for scopes in way.values()]
        for path, methods in document["paths"].items()
        for operation in methods.values()
    }
    assert needs["/api/ask"] == needs["/api/ask/stream"] == [["ask"], ["ask"]]
    assert needs["/api/answers/document"] == [["ask"], ["ask"]]
    assert needs["/api/papers/{paper_id}/pages/{number}.png"] == [["papers"], ["papers"]]
    assert needs["/api/health"] == []
    page = client.get("/docs").text
    assert "Scope of the key: <code>ask</code>" in page
    sent = unescape(page).count("Authorization: Bearer $TOWNCLERK_KEY")
    assert sent == sum(bool(scopes) for scopes in needs.values())

from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from qa.api.documents.schemas import MEDIA_TYPES

FILES = {kind.partition(";")[0] for kind in MEDIA_TYPES.values()}

ROUTES = {
    ("post", "/api/ask"),
    ("post", "/api/ask/stream"),
    ("post", "/api/answers/document"),
    ("get", "/api/papers"),
    ("get", "/api/papers/{paper_id}"),
    ("get", "/api/papers/{paper_id}/find"),
    ("get", "/api/papers/{paper_id}/pages/{number}"),
    ("get", "/api/papers/{paper_id}/pages/{number}.png"),
    ("get", "/api/meetings"),
    ("get", "/api/meetings/{meeting_id}"),
    ("get", "/api/matters"),
    ("get", "/api/health"),
    ("get", "/api/live"),
    ("get", "/api/ready"),
    ("get", "/metrics"),
}
PROBES = {("get", "/api/live"), ("get", "/api/ready")}
"""They never fail; what is not in order is their very reply."""
WITHOUT_LIBRARY = {("get", "/metrics")}
"""What is answered without a look at the library, and so without a 503."""


NO_OBJECTS = {"image/png", "text/event-stream", "text/plain", *FILES}
"""Kinds of content that hold no JSON."""


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    response = client.get("/openapi.json")
    assert response.status_code == 200
    loaded: dict[str, Any] = response.json()
    return loaded


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def check_example(document: dict[str, Any], schema: dict[str, Any], example: Any) -> None:
    """Validate an example; references are to the document's own components."""
    whole = {**schema, "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(example)


def test_every_route_is_described(document: dict[str, Any]) -> None:
    found = operations(document)
    assert set(found) == ROUTES
    for operation in found.values():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]


def test_every_object_that_goes_in_or_out_has_an_example_that_follows_its_schema(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    checked = set()
    for operation in operations(document).values():
        contents = [response["content"] for response in operation["responses"].values()]
        if "requestBody" in operation:
            contents.append(operation["requestBody"]["content"])
        for content in contents:
            for kind, media in content.items():
                if kind in NO_OBJECTS:
                    continue
                name = media["schema"]["$ref"].rpartition("/")[2]
                example = media.get("example") or schemas[name]["examples"][0]
                check_example(document, schemas[name], example)
                checked.add(name)
    assert checked == {
        "AskRequest",
        "DocumentRequest",
        "AnswerReply",
        "PaperList",
        "PaperDetail",
        "PageText",
        "MeetingList",
        "MeetingDetail",
        "MatterCourse",
        "PaperMatches",
        "Health",
        "Live",
        "Readiness",
        "Problem",
    }


def test_every_error_is_documented_as_problem_details(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        if name in PROBES:
            continue
        errors = {
            status: response
            for status, response in operation["responses"].items()
            if status != "200"
        }
        assert ("503" in errors) == (name not in WITHOUT_LIBRARY)
        for status, response in errors.items():
            assert list(response["content"]) == ["application/problem+json"]
            assert response["content"]["application/problem+json"]["example"]["status"] == int(
                status
            )


def test_every_reference_in_the_document_resolves(document: dict[str, Any]) -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return here + [found for value in part.values() for found in references(value)]
        if isinstance(part, list):
            return [found for value in part for found in references(value)]
        return []

    schemas = document["components"]["schemas"]
    found = references(document)
    assert found
    assert {name.rpartition("/")[2] for name in found} <= set(schemas)


def test_no_cache_keeps_what_is_answered_and_no_proxy_holds_a_stream_back(
    client: TestClient,
) -> None:
    question = {"question": "The Old Mill?"}
    paper = client.get("/api/papers").json()["papers"][0]["id"]
    replies = [
        client.post("/api/ask", json=question),
        client.post("/api/ask", json={}),
        client.get("/api/papers"),
        client.get(f"/papers/{paper}"),
        client.get(f"/api/papers/{paper}/pages/1"),
        client.get(f"/api/papers/{paper}/pages/1.png"),
        client.get("/api/health"),
    ]
    assert {reply.headers["cache-control"] for reply in replies} == {"no-store"}
    stream = client.post("/api/ask/stream", json=question)
    assert stream.headers["x-accel-buffering"] == "no"
    assert stream.headers["cache-control"] == "no-store"


def test_health_can_be_asked_for_its_head_alone(client: TestClient) -> None:
    asked = client.head("/api/health")
    assert (asked.status_code, asked.content) == (200, b"")

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.errors import IndexMismatchError, LibraryBusyError, LibraryError
from tests.fakes import FakeAnswerer

SECRET = "/var/lib/townclerk/secret"


def problem_of(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert set(body) == {"type", "title", "status", "detail", "instance"}
    assert body["status"] == status
    assert len(body["detail"]) < 1000
    return body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": ""}, "question: String should have at least 1 character"),
        ({"question": "  \n"}, "the question is empty"),
        ({"question": "why " * 501}, "question: String should have at most 2000 characters"),
        ({}, "question: Field required"),
        ({"question": "x", "hits": -1}, "hits: Input should be greater than or equal to 0"),
        ({"question": "x", "hits": 51}, "hits: Input should be less than or equal to 50"),
        ({"question": "x", "hits": "many"}, "hits: Input should be a valid integer"),
        ({"question": ["x"]}, "question: Input should be a valid string"),
        ({"question": "x", "asat": "2024-01-01"}, "asat: Extra inputs are not permitted"),
        ({"question": "x", "as_at": "soon"}, "as_at: Input should be a valid date"),
        ({"question": "x", "previous": ["y"] * 9}, "previous: List should have at most 8"),
        ({"question": "x", "previous": ["y" * 2001]}, "previous.0: String should have at most"),
        ([], "send a JSON object"),
    ],
)
def test_a_question_that_cannot_be_taken_is_refused_in_plain_words(
    client: TestClient, body: Any, words: str
) -> None:
    assert words in problem_of(client.post("/api/ask", json=body), 422)["detail"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"question": "\\ud800"}', b'{"question": NaN}'],
)
def test_a_body_that_is_no_json_is_refused(client: TestClient, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/api/ask", content=content, headers=headers)
    refusal = problem_of(response, 400 if response.status_code == 400 else 422)
    if content[:1] != b"{" or content == b"{":
        assert 'send a JSON object such as {"question": "..."}' in refusal["detail"]


def test_a_refusal_never_repeats_what_was_sent(client: TestClient) -> None:
    marker = "zebra"
    for body in ({"question": marker * 1000}, {"question": "x", marker * 1000: 1}):
        response = client.post("/api/ask", json=body)
        assert len(problem_of(response, 422)["detail"]) < 200
        assert response.text.count(marker) < 9
    response = client.get("/api/papers", params={"from": marker * 1000})
    assert marker not in problem_of(response, 422)["detail"]


def test_a_body_larger_than_any_question_is_refused_unread(client: TestClient) -> None:
    response = client.post("/api/ask", content=b"x" * 140_000)
    assert "131,072 bytes" in problem_of(response, 413)["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/papers/none",
        "/api/papers/none/pages/1",
        "/api/papers/none/pages/1.png",
        "/papers/none",
    ],
)
def test_an_unknown_paper_is_404(client: TestClient, path: str) -> None:
    assert "no such paper" in problem_of(client.get(path), 404)["detail"]


@pytest.mark.parametrize("number", [3, 999])
@pytest.mark.parametrize("ending", ["", ".png"])
def test_an_unknown_page_is_404(
    client: TestClient, minutes_id: str, number: int, ending: str
) -> None:
    path = f"/api/papers/{minutes_id}/pages/{number}{ending}"
    assert "no such page" in problem_of(client.get(path), 404)["detail"]


@pytest.mark.parametrize("query", ["width=10", "width=9000", f"quote={'x' * 4001}"])
def test_a_picture_has_limits(client: TestClient, minutes_id: str, query: str) -> None:
    problem_of(client.get(f"/api/papers/{minutes_id}/pages/1.png?{query}"), 422)


@pytest.mark.parametrize("number", ["0", "-1", "two", "1e3"])
def test_a_page_number_counts_from_one(client: TestClient, minutes_id: str, number: str) -> None:
    problem_of(client.get(f"/api/papers/{minutes_id}/pages/{number}"), 422)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LibraryBusyError(SECRET), "Try again in a minute"),
        (LibraryError(SECRET), "cannot be used just now"),
        (IndexMismatchError(SECRET), "cannot be used just now"),
    ],
)
def test_a_library_that_cannot_be_used_is_503_and_its_reason_is_only_logged(
    client: TestClient,
    answerer: FakeAnswerer,
    caplog: pytest.LogCaptureFixture,
    error: LibraryError,
    words: str,
) -> None:
    answerer.error = error
    with caplog.at_level(logging.ERROR):
        response = client.post("/api/ask", json={"question": "The Old Mill?"})
    assert words in problem_of(response, 503)["detail"]
    assert response.headers["retry-after"] == "60"
    assert SECRET not in response.text
    assert SECRET in caplog.text


def test_what_nobody_expected_is_500_without_its_inside(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    answerer.error = ZeroDivisionError(SECRET)
    response = client.post("/api/ask", json={"question": "The Old Mill?"})
    problem_of(response, 500)
    assert SECRET not in response.text
    assert "ZeroDivision" not in response.text


def test_an_address_that_is_not_there_is_404_and_a_wrong_method_405(client: TestClient) -> None:
    assert "/docs" in problem_of(client.get("/api/nothing"), 404)["detail"]
    response = client.get("/api/ask")
    problem_of(response, 405)
    assert response.headers["allow"] == "POST"


def test_a_pdf_that_cannot_be_drawn_is_503(
    client: TestClient, answerer: FakeAnswerer, minutes_id: str
) -> None:
    answerer.library.source(minutes_id).write_bytes(b"damaged")
    response = client.get(f"/api/papers/{minutes_id}/pages/1.png")
    assert "open the paper itself" in problem_of(response, 503)["detail"]

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from qa.answers import to_json
from tests.fakes import FakeAnswerer

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "qa" / "answer.schema.json").read_text("utf-8")
)


@pytest.mark.parametrize("hits", [0, 1, 50])
@pytest.mark.parametrize("question", ["The Old Mill?", "The market?", "Who?", "The private part?"])
def test_ask_gives_the_contract_and_nothing_else(
    client: TestClient, answerer: FakeAnswerer, question: str, hits: int
) -> None:
    response = client.post("/api/ask", json={"question": question, "hits": hits})
    assert response.status_code == 200
    assert response.json() == to_json(answerer.ask(question, hits=hits), hits)
    jsonschema.Draft202012Validator(SCHEMA).validate(response.json())


def test_hits_are_left_out_unless_asked_for(client: TestClient) -> None:
    assert "hits" not in client.post("/api/ask", json={"question": "The Old Mill?"}).json()


def test_the_citation_opens_where_its_url_says(client: TestClient) -> None:
    for question, kind in (("The Old Mill?", "application/pdf"), ("The market?", "text/html")):
        citation = client.post("/api/ask", json={"question": question}).json()["citations"][0]
        opened = client.get(citation["url"])
        assert opened.status_code == 200
        assert opened.headers["content-type"].startswith(kind)


def test_the_questions_before_and_the_day_reach_the_answerer(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    before = ["Who holds the lease?", "The Old Mill?"]
    asked = {"question": "The market?", "previous": before, "as_at": "2024-12-31"}
    assert client.post("/api/ask", json=asked).status_code == 200
    assert answerer.asked_after == [tuple(before)]
    assert answerer.asked_as_at == [date(2024, 12, 31)]


def test_an_answer_comes_as_events_each_sentence_first(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    answerer.sentences = ("The lease was renewed [1].", "For five\nyears “only” [1].")
    response = client.post("/api/ask/stream", json={"question": "The Old Mill?", "hits": 2})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    events = _events(response.text)
    assert [kind for kind, _ in events] == ["sentence", "sentence", "answer"]
    assert [data["text"] for _, data in events[:2]] == list(answerer.sentences)
    assert events[-1][1] == to_json(answerer.ask("The Old Mill?", hits=2), 2)


def test_the_sentences_come_while_the_rest_is_still_being_written(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    answerer.sentences = ("The lease was renewed [1].",) * 3
    with client.stream("POST", "/api/ask/stream", json={"question": "The Old Mill?"}) as response:
        assert next(response.iter_lines()) == "event: sentence"


def test_a_question_that_cannot_be_taken_is_refused_before_the_stream_opens(
    client: TestClient,
) -> None:
    response = client.post("/api/ask/stream", json={"question": " "})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_what_goes_wrong_half_way_is_told_in_an_event_without_its_cause(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    answerer.sentences = ("The lease was renewed [1].",)
    answerer.error = RuntimeError("secret path /srv/papers")
    response = client.post("/api/ask/stream", json={"question": "The Old Mill?"})
    kinds = [kind for kind, _ in _events(response.text)]
    assert kinds == ["sentence", "problem"] and "secret" not in response.text


def _events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in text.strip().split("\n\n"):
        kind, data = block.split("\n")
        found.append((kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found

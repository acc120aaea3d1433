import json
from pathlib import Path

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

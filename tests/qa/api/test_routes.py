import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from qa.answers import to_json
from qa.api.paper_details import paper_detail_json
from qa.papers import Block, Item, Limb, PageKind, PageSpan, PaperKind, Standing, Vote
from qa.protocols import Filter
from tests.fakes import COUNCIL, FakeAnswerer

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


NARROWED = {
    "body": " cabinet ",
    "kind": "minutes",
    "from": "2024-01-01",
    "to": "2024-03-31",
    "council": "ashcombe borough council",
}


@pytest.mark.parametrize("route", ["/api/ask", "/api/ask/stream"])
def test_what_a_question_is_narrowed_to_reaches_the_answerer(
    client: TestClient, answerer: FakeAnswerer, route: str
) -> None:
    asked = {"question": "The Old Mill?", "filters": NARROWED}
    assert client.post(route, json=asked).status_code == 200
    assert answerer.asked_of == [
        Filter(
            body=" cabinet ",
            kind=PaperKind.MINUTES,
            first=date(2024, 1, 1),
            last=date(2024, 3, 31),
            council="ashcombe borough council",
        )
    ]


@pytest.mark.parametrize("route", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"body": "Pigeon Board"}, "No paper held is of a body called “Pigeon Board”. The bodies"),
        ({"council": "Atlantis"}, "The councils held: Ashcombe Borough Council"),
        ({"from": "2024-05-01", "to": "2024-04-30"}, "The first day is after the last"),
        ({"kind": "secrets"}, "filters.kind: Input should be 'agenda'"),
        ({"from": "yesterday"}, "filters.from: Input should be a valid date"),
        ({"to": 20240101}, "filters.to: Input should be a valid date"),
        ({"body": ""}, "filters.body: String should have at least 1 character"),
        ({"body": "x" * 201}, "filters.body: String should have at most 200 characters"),
        ({"until": "2024-01-01"}, "filters.until: Extra inputs are not permitted"),
        ([], "JSON"),
    ],
)
def test_what_no_paper_held_is_of_is_refused_with_what_there_is(
    client: TestClient, answerer: FakeAnswerer, route: str, filters: object, said: str
) -> None:
    reply = client.post(route, json={"question": "The Old Mill?", "filters": filters})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert said in reply.json()["detail"]
    assert answerer.asked_of == []


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


def files(client: TestClient, **query: str | int) -> list[str]:
    response = client.get("/api/papers", params=query)
    assert response.status_code == 200
    return [paper["file"] for paper in response.json()["papers"]]


def test_health_says_what_answers_from_what(client: TestClient) -> None:
    body = client.get("/api/health").json()
    assert body == {
        "status": "ok",
        "version": body["version"],
        "papers": 2,
        "model": "fake-model",
    }
    assert body["version"]


def test_the_list_names_every_paper_with_its_kind_body_and_date(client: TestClient) -> None:
    body = client.get("/api/papers").json()
    assert body["total"] == 2
    minutes = body["papers"][0]
    assert (minutes["kind"], minutes["body"], minutes["meeting_date"], minutes["council"]) == (
        "minutes",
        "Cabinet",
        "2024-03-14",
        COUNCIL,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "minutes"}, 1),
        ({"kind": "officer report"}, 1),
        ({"kind": "agenda"}, 0),
        ({"body": "cabinet"}, 2),
        ({"body": "Council"}, 0),
        ({"from": "2024-04-11"}, 1),
        ({"to": "2024-04-10"}, 1),
        ({"from": "2024-03-14", "to": "2024-04-11"}, 2),
        ({"from": "2025-01-01"}, 0),
        ({"limit": 1}, 1),
        ({"offset": 1}, 1),
        ({"offset": 2}, 0),
    ],
)
def test_the_list_can_be_narrowed_and_paged(
    client: TestClient, query: dict[str, str | int], expected: int
) -> None:
    assert len(files(client, **query)) == expected


def test_the_total_counts_matches_and_not_the_page_shown(client: TestClient) -> None:
    assert client.get("/api/papers", params={"limit": 1}).json()["total"] == 2
    narrowed = client.get("/api/papers", params={"limit": 1, "kind": "minutes"})
    assert narrowed.json()["total"] == 1


def test_a_paper_without_a_date_is_listed_unless_dates_are_asked_for(
    client: TestClient, answerer: FakeAnswerer, report_id: str
) -> None:
    library = answerer.library
    library.held[report_id] = replace(library.held[report_id], meeting_date=None)
    assert "market-report.txt" in files(client)
    assert "market-report.txt" not in files(client, **{"from": "2000-01-01"})


def test_one_paper_shows_its_items_as_the_contract_has_them(
    client: TestClient, answerer: FakeAnswerer, report_id: str
) -> None:
    page = PageSpan(PageKind.EXACT, 3, 3, "5", "printed footer")
    item = Item(
        number="67",
        title="Market Square",
        kind="minute",
        standing=Standing.DECIDED,
        page=page,
        lines=(4, 9),
        limbs=(Limb("(1)", "the market may open"),),
        missing_limbs=("(2)",),
        references=("CAB/1",),
        moved_by="Councillor A",
        seconded_by=None,
        votes=(Vote(41, 10, None, "carried"),),
        blocks=(Block(Standing.DISCUSSED, (4, 5), page),),
    )
    answerer.library.found[report_id] = (item,)
    shown = client.get(f"/api/papers/{report_id}").json()
    where = {"kind": "exact", "first": 3, "last": 3, "printed": "5", "basis": "printed footer"}
    assert shown == {
        "paper": {
            "id": report_id,
            "file": "market-report.txt",
            "title": "Market Square: open Sundays",
            "kind": "officer report",
            "council": COUNCIL,
            "body": "Cabinet",
            "meeting_date": "2024-04-11",
            "venue": None,
            "pages": None,
            "supersedes": None,
            "superseded_by": None,
            "same_as": [],
        },
        "items": [
            {
                "number": "67",
                "title": "Market Square",
                "kind": "minute",
                "standing": "decided",
                "page": where,
                "lines": [4, 9],
                "limbs": [{"number": "(1)", "text": "the market may open", "limbs": []}],
                "missing_limbs": ["(2)"],
                "references": ["CAB/1"],
                "moved_by": "Councillor A",
                "seconded_by": None,
                "votes": [
                    {
                        **{"for": 41, "against": 10, "abstain": None, "result": "carried"},
                        "names": {"for": [], "against": [], "abstain": [], "not_voting": []},
                        **{"casting": None, "on": None, "manner": None},
                    }
                ],
                "decisions": [],
                "motions": [],
                "records": [],
                "blocks": [{"standing": "discussed", "lines": [4, 5], "page": where}],
            }
        ],
        "identity": [],
        "records": [],
    }
    assert shown == paper_detail_json(answerer.library.paper(report_id), (item,))


def test_lines_are_shown_for_text_sources_only(client: TestClient, minutes_id: str) -> None:
    item = client.get(f"/api/papers/{minutes_id}").json()["items"][0]
    assert item["lines"] is None
    assert item["page"]["first"] == 1

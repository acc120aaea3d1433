"""Meetings and matters over HTTP. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api.app import create_api
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of
from tests.qa.record.conftest import PAPERS
from tests.qa.record.course.test_later import PAPERS as VARIED


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    answerer = answerer_of(tmp_path_factory.mktemp("records"), FakeEmbedder(), PAPERS)
    with TestClient(create_api(answerer), raise_server_exceptions=False) as client:
        yield client
    answerer.library.close()


def test_meetings_are_listed_narrowed_and_paged(client: TestClient) -> None:
    every = client.get("/api/meetings").json()
    assert every["total"] == 4
    assert [m["day"] for m in every["meetings"]] == [
        "2024-03-14",
        "2024-03-14",
        "2024-04-11",
        "2024-06-13",
    ]
    cabinet = client.get("/api/meetings", params={"body": "cabinet", "from": "2024-04-01"}).json()
    assert [m["day"] for m in cabinet["meetings"]] == ["2024-04-11", "2024-06-13"]
    paged = client.get("/api/meetings", params={"limit": 1, "offset": 3}).json()
    assert paged["total"] == 4 and [m["day"] for m in paged["meetings"]] == ["2024-06-13"]


def test_a_meeting_has_its_decisions_with_their_places(client: TestClient) -> None:
    [march, *_] = client.get("/api/meetings", params={"body": "Cabinet"}).json()["meetings"]
    shown = client.get(f"/api/meetings/{march['id']}").json()
    assert [(d["item_number"], d["standing"]) for d in shown["decisions"]] == [
        ("52", "decided"),
        ("53", "noted"),
        ("54", "deferred"),
    ]
    fares = shown["decisions"][0]
    assert fares["moved_by"] == "Councillor Ida Stow" and fares["lines"]
    assert client.get(fares["url"].partition("#")[0]).status_code == 200
    assert client.get("/api/meetings/0000000000000000").status_code == 404


def test_a_matter_has_its_steps_in_time_order(client: TestClient) -> None:
    course = client.get("/api/matters", params={"q": "the pier railings"}).json()
    assert [step["title"] for step in course["steps"]] == [
        "14 March 2024",
        "11 April 2024",
        "13 June 2024",
    ]
    assert course["steps"][1]["entries"][0]["standing"] == "decided"
    kinds = [(stage["kind"], stage["entries"][0]["day"]) for stage in course["stages"]]
    assert kinds[:2] == [("Put off", "2024-03-14"), ("Decision", "2024-04-11")]
    assert all(stage["meeting"] for stage in course["stages"])
    nothing = client.get("/api/matters", params={"q": "zebra crossing"}).json()
    assert nothing["steps"] == []
    assert client.get("/api/matters", params={"q": "?"}).json()["steps"] == []
    assert client.get("/api/matters", params={"q": ""}).status_code == 422
    assert client.get("/api/matters").status_code == 422


def test_a_stage_names_the_later_decision_that_changed_it(tmp_path: Path) -> None:
    answerer = answerer_of(tmp_path, FakeEmbedder(), VARIED)
    with TestClient(create_api(answerer)) as client:
        course = client.get("/api/matters", params={"q": "pier railings"}).json()
        [changed] = [stage["changed_by"] for stage in course["stages"] if stage["changed_by"]]
        meeting = client.get(f"/api/meetings/{changed['meeting']}").json()["meeting"]
    answerer.library.close()
    assert changed["limbs"] == ["1", "2"] and changed["day"] == "2024-04-11" == meeting["day"]
    assert "£11,000" in changed["entries"][1]["text"] and changed["entries"][0]["url"]

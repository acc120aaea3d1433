"""The pages beside the chat, over invented papers, without a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.api.schemas import MAX_QUESTION
from qa.library import Library
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes
from tests.qa.record.course.test_later import PAPERS
from ui.pages import Council
from ui.records.routes import record_routes

HOSTILE = "56. <SCRIPT>ALERT(1)</SCRIPT> QUAY\n\nRESOLVED: That the quay be kept & mended.\n"
PRIVATE = """52. EXCLUSION OF THE PUBLIC

RESOLVED: That the press and public be excluded from the meeting for the following item, since it
involves exempt information under paragraph 3 of Schedule 12A to the Local Government Act 1972.

53. SALE OF THE OLD QUAY

RESOLVED: That the recommendation in the exempt report be agreed.
"""
EXEMPT = """ASHCOMBE BOROUGH COUNCIL

NOT FOR PUBLICATION by virtue of paragraph 3 of Part 1 of Schedule 12A to the Local Government Act
1972

Report to: Cabinet

Date: 12 September 2024

Subject: Sale of the Old Quay

1.1 The bid of Moorhen Estates for the Old Quay is £700,000.
"""
PAGES = ("/papers", "/meetings", "/matters", "/matters?q=pier+railings", "/help")


@dataclass(frozen=True, slots=True)
class Holder:
    """What the routes need of an answerer."""

    library: Library


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    papers = {
        **PAPERS,
        "cabinet-2024-09-12.txt": minutes(PRIVATE, day="12 September 2024"),
        "cabinet-2024-09-12-item-9.txt": EXEMPT,
        "cabinet-2024-10-10.txt": minutes(HOSTILE, day="10 October 2024"),
    }
    answerer = answerer_of(tmp_path_factory.mktemp("pages"), FakeEmbedder(), papers)
    app = FastAPI()
    council = Council(name="Ashcombe Borough Council", email="clerk@ashcombe.example")
    app.include_router(record_routes(Holder(answerer.library), council))  # type: ignore[arg-type]
    yield TestClient(app)
    answerer.library.close()


def meeting_of(client: TestClient, day: str) -> str:
    """Return the address of Cabinet's meeting on a day."""
    page = client.get("/meetings", params={"from": day, "to": day, "body": "Cabinet"}).text
    [found] = set(re.findall(r'href="(meetings/[0-9a-f]{16})"', page))
    return f"/{found}"


def test_each_page_has_one_head_and_foot_and_may_load_nothing(client: TestClient) -> None:
    for path in (*PAGES, meeting_of(client, "2024-03-14")):
        reply = client.get(path)
        assert reply.status_code == 200
        policy = reply.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "form-action 'self'" in policy and "<script" not in reply.text
        assert 'content="noindex, nofollow"' in reply.text
        assert reply.text.count("<h1>") == 1 and "Skip to the content" in reply.text
        assert "<strong>Ashcombe Borough Council</strong>" in reply.text
        assert "mailto:clerk@ashcombe.example" in reply.text
        assert "What is held: 7 papers, of 14 March 2024 to 10 October 2024" in reply.text


def test_every_link_is_relative_so_that_a_prefix_before_it_stays(client: TestClient) -> None:
    for path in (*PAGES, meeting_of(client, "2024-03-14"), "/meetings/none"):
        for link in re.findall(r'(?:href|action)="([^"]*)"', client.get(path).text):
            assert not link.startswith(("/", "http")), (path, link)


def test_the_page_that_is_open_is_marked_in_the_head(client: TestClient) -> None:
    for path, words in (("/papers", "Papers"), ("/meetings", "Meetings"), ("/help", "Help")):
        [current] = re.findall(r'aria-current="page">(\w+)', client.get(path).text)
        assert current == words


def test_what_may_not_be_published_is_nowhere(client: TestClient) -> None:
    meeting = meeting_of(client, "2024-09-12")
    for path in (*PAGES, meeting, f"{meeting}.csv", "/papers.csv", "/matters?q=the+Old+Quay"):
        text = client.get(path).text
        assert "Moorhen" not in text and "700,000" not in text and "item-9" not in text
    page = client.get(meeting).text
    private = page[page.index("Taken in private") :]
    assert "53 SALE OF THE OLD QUAY" in private and "Not published" in private
    assert page.count("SALE OF THE OLD QUAY") == private.count("SALE OF THE OLD QUAY")


def test_a_papers_own_markup_is_shown_as_text(client: TestClient) -> None:
    for path in (meeting_of(client, "2024-10-10"), "/matters?q=quay", "/matters?q=<script>"):
        text = client.get(path).text
        assert "<script>" not in text.lower().replace("&lt;script", "")
    assert "kept &amp; mended" in client.get(meeting_of(client, "2024-10-10")).text


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 7),
        ({"words": "cabinet"}, 5),
        ({"kind": "minutes", "body": "planning committee"}, 2),
        ({"from": "2024-04-01", "to": "2024-07-31"}, 3),
        ({"words": "zebra"}, 0),
        ({"kind": "no such kind"}, 0),
    ],
)
def test_papers_are_narrowed_alike_on_the_page_and_in_the_csv(
    client: TestClient, asked: dict[str, str], number: int
) -> None:
    page = client.get("/papers", params=asked)
    rows = list(csv.reader(io.StringIO(client.get("/papers.csv", params=asked).text)))
    assert len(rows) - 1 == page.text.count('<th scope="row">') == number
    assert ("No paper held is like this." in page.text) == (number == 0)
    assert ("widen the days" in page.text) == (number == 0)


def test_meetings_have_their_items_their_decisions_and_whether_minutes_are_held(
    client: TestClient,
) -> None:
    page = client.get("/meetings").text
    row = page[page.index("14 March 2024") :]
    assert "<strong>" not in row[: row.index("</tr>")]
    assert re.search(r'data-name="Items">5</td>\s*<td[^>]*>4</td>\s*<td[^>]*>held', row)
    assert client.get("/meetings", params={"body": "zebra"}).text.count('<th scope="row">') == 0


def test_a_meeting_has_each_item_with_badge_words_and_page_and_what_changed_it(
    client: TestClient,
) -> None:
    page = client.get(meeting_of(client, "2024-03-14")).text
    titles = re.findall(r'<h3 id="item-(\d+)-title">', page)
    assert titles == ["51", "52", "53", "54", "55"]
    railings = page[page.index('id="item-52"') : page.index('id="item-53"')]
    assert "Decided, later changed" in railings
    assert "Parts (1) and (2) changed by Cabinet on 11 April 2024" in railings
    [later] = re.findall(r'href="\.\./(meetings/[0-9a-f]{16}#item-62)"', railings)
    assert later.startswith(meeting_of(client, "2024-04-11").lstrip("/"))
    assert "(3) the Harbour Master be authorised to let the contract." in railings
    assert len(re.findall(r'href="\.\./papers/[0-9a-f]{16}#L\d+"', railings)) >= 3
    lamps = page[page.index('id="item-53"') : page.index('id="item-54"')]
    assert "later changed" not in lamps


def test_a_meeting_as_csv_has_a_row_for_each_thing_decided(client: TestClient) -> None:
    reply = client.get(f"{meeting_of(client, '2024-03-14')}.csv")
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["cache-control"] == "no-store"
    assert "attachment" in reply.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(reply.text.removeprefix("\ufeff"))))
    railings = [row for row in rows if row["Number"] == "52"]
    assert len(railings) == 3 and "11 April 2024" in railings[0]["Later"]
    assert railings[0]["Address"].startswith("http://testserver/papers/")


def test_a_matter_is_told_in_order_with_words_for_what_differs(client: TestClient) -> None:
    page = client.get("/matters", params={"q": "pier railings"}).text
    days = re.findall(r"<h2>(\d+ \w+ 2024): (\w+)</h2>", page)
    assert days == [("14 March 2024", "Decision"), ("11 April 2024", "Variation")]
    assert "Decided, later changed" in page


@pytest.mark.parametrize("asked", ["", "???", "zebra crossing", "the of and"])
def test_a_matter_that_is_none_has_a_plain_line(client: TestClient, asked: str) -> None:
    reply = client.get("/matters", params={"q": asked})
    assert reply.status_code == 200 and '<ol class="stages">' not in reply.text
    assert ("Nothing was found" in reply.text) == bool(asked)


def test_a_citation_leads_to_all_of_its_meeting(client: TestClient) -> None:
    papers = client.get("/papers", params={"words": "11 April 2024"}).text
    [paper] = set(re.findall(r'href="papers/([0-9a-f]{16})"', papers))
    reply = client.get("/meetings", params={"paper": paper}, follow_redirects=False)
    assert reply.status_code == 303
    assert f"/{reply.headers['location']}" == meeting_of(client, "2024-04-11")
    none = client.get("/meetings", params={"paper": "0" * 16})
    assert none.status_code == 200 and "No meeting could be made out" in none.text


def test_a_meeting_that_is_not_held_is_said_on_a_page(client: TestClient) -> None:
    for path in ("/meetings/0000000000000000", "/meetings/none.csv"):
        reply = client.get(path)
        assert reply.status_code == 404 and "No such meeting" in reply.text


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/papers", {"words": "x" * 201}),
        ("/papers", {"page": "0"}),
        ("/papers.csv", {"body": "x" * 201}),
        ("/meetings", {"from": "x" * 41}),
        ("/matters", {"q": "x" * (MAX_QUESTION + 1)}),
    ],
)
def test_what_is_too_long_is_refused(client: TestClient, path: str, query: dict[str, str]) -> None:
    assert client.get(path, params=query).status_code == 422


def test_a_day_that_is_none_is_said_on_the_page(client: TestClient) -> None:
    reply = client.get("/papers", params={"from": "tomorrow"})
    assert reply.status_code == 422 and 'role="alert">From: give a day' in reply.text


def test_the_examples_of_the_help_are_of_items_that_are_held(client: TestClient) -> None:
    page = client.get("/help").text
    asked = re.findall(r'class="ask" href="\./\?q=[^"]+">([^<]+)</a>', page)
    assert "What was decided on Pier Railings - Cost?" in asked
    assert any(one.startswith("How much money is in the decision on ") for one in asked)
    assert "Decided, later changed" in page and "<kbd>Enter</kbd>" in page


def test_without_papers_each_page_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", create=True)
    app = FastAPI()
    app.include_router(record_routes(Holder(library), Council()))  # type: ignore[arg-type]
    client = TestClient(app)
    assert "No papers are held yet." in client.get("/papers").text
    assert "No papers of a meeting are held yet." in client.get("/meetings").text
    assert "Report a problem" not in client.get("/help").text
    library.close()

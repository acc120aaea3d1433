import pytest
from fastapi.testclient import TestClient

from qa.api.finding.routes import MOST_MATCHES
from qa.api.pages import MAX_FIND
from tests.fakes import FakeAnswerer


def test_words_are_found_in_a_pdf_and_drawn_where_they_stand(
    client: TestClient, minutes_id: str
) -> None:
    reply = client.get(f"/api/papers/{minutes_id}/find", params={"q": "open sundays"})
    assert reply.json() == {
        "total": 1,
        "matches": [
            {
                "page": 2,
                "line": None,
                "nth": 1,
                "before": "for Finance. 53. MARKET SQUARE RESOLVED that the traders’ “",
                "words": "open Sundays",
                "after": "” be deferred to the meeting in April. 54. OTHER",
            }
        ],
        "not_searched": 0,
    }
    assert reply.headers["cache-control"] == "no-store"
    page = f"/api/papers/{minutes_id}/pages/2.png"
    plain = client.get(page, params={"width": 400}).content
    assert client.get(page, params={"width": 400, "find": "open sundays"}).content != plain


def test_words_are_found_in_a_paper_without_pages(client: TestClient, report_id: str) -> None:
    reply = client.get(f"/api/papers/{report_id}/find", params={"q": "traders"})
    (match,) = reply.json()["matches"]
    assert (match["line"], match["page"], match["words"]) == (8, None, "traders")


def test_no_more_are_listed_than_are_asked_for_and_all_are_counted(
    client: TestClient, minutes_id: str
) -> None:
    reply = client.get(f"/api/papers/{minutes_id}/find", params={"q": "other", "limit": 5})
    assert (reply.json()["total"], len(reply.json()["matches"])) == (18, 5)


@pytest.mark.parametrize(
    "params",
    [{}, {"q": ""}, {"q": "x" * (MAX_FIND + 1)}, {"q": "x", "limit": MOST_MATCHES + 1}],
)
def test_what_cannot_be_looked_for_is_refused(
    client: TestClient, minutes_id: str, params: dict[str, str]
) -> None:
    reply = client.get(f"/api/papers/{minutes_id}/find", params=params)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_paper_that_is_not_held_is_not_found(client: TestClient) -> None:
    assert client.get("/api/papers/none/find", params={"q": "x"}).status_code == 404


def test_a_withheld_page_confirms_no_word(
    client: TestClient, answerer: FakeAnswerer, minutes_id: str
) -> None:
    answerer.library.withheld[minutes_id] = frozenset({2})
    reply = client.get(f"/api/papers/{minutes_id}/find", params={"q": "Sundays"})
    assert reply.json() == {"total": 0, "matches": [], "not_searched": 1}


def test_the_documentation_shows_how_to_ask(client: TestClient) -> None:
    assert "/find?q=Old+Mill" in client.get("/docs").text

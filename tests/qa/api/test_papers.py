from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.pages import PageKind, PageSpan
from qa.papers import Block, FileFormat, Item, ItemKind, Limb, Standing, Vote
from qa.papers_json import paper_detail_json
from tests.fakes import (
    COUNCIL,
    DECIDED_QUOTE,
    MINUTES_PAGES,
    REPORT_TEXT,
    FakeAnswerer,
    write_pdf,
)


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
        kind=ItemKind.MINUTE,
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
                "votes": [{"for": 41, "against": 10, "abstain": None, "result": "carried"}],
                "blocks": [{"standing": "discussed", "lines": [4, 5], "page": where}],
            }
        ],
    }
    assert shown == paper_detail_json(answerer.library.paper(report_id), (item,))


def test_lines_are_shown_for_text_sources_only(client: TestClient, minutes_id: str) -> None:
    item = client.get(f"/api/papers/{minutes_id}").json()["items"][0]
    assert item["lines"] is None
    assert item["page"]["first"] == 1


def test_a_page_is_given_as_it_was_read(client: TestClient, minutes_id: str) -> None:
    response = client.get(f"/api/papers/{minutes_id}/pages/2")
    assert response.json() == {
        "number": 2,
        "printed": "2",
        "text": MINUTES_PAGES[1],
        "first_line": 6,
    }
    assert response.headers["cache-control"] == "no-store"


def test_a_page_is_drawn_with_the_quote_highlighted(client: TestClient, minutes_id: str) -> None:
    path = f"/api/papers/{minutes_id}/pages/2.png"
    plain = client.get(path, params={"width": 400})
    marked = client.get(path, params={"width": 400, "quote": DECIDED_QUOTE})
    assert plain.headers["content-type"] == marked.headers["content-type"] == "image/png"
    assert plain.content.startswith(b"\x89PNG")
    assert plain.content != marked.content
    assert marked.headers["cache-control"] == "no-store"


def test_a_source_without_pages_has_no_picture_and_says_so(
    client: TestClient, report_id: str
) -> None:
    response = client.get(f"/api/papers/{report_id}/pages/1.png")
    assert response.status_code == 404
    assert "not a PDF" in response.json()["detail"]


def test_a_pdf_opens_in_the_browser_and_not_as_a_download(
    client: TestClient, answerer: FakeAnswerer, minutes_id: str
) -> None:
    response = client.get(f"/papers/{minutes_id}")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content == answerer.library.source(minutes_id).read_bytes()


def test_a_text_opens_as_numbered_lines_and_its_markup_stays_text(
    client: TestClient, report_id: str
) -> None:
    response = client.get(f"/papers/{report_id}")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    for number, line in enumerate(REPORT_TEXT.split("\n"), 1):
        assert f'<li id="L{number}">' in response.text
        if "<" not in line:
            assert line in response.text
    assert "<script>" not in response.text
    assert "<b>Forty-two" not in response.text
    assert "&lt;script&gt;document.title" in response.text


def test_an_html_paper_is_never_served_as_html_of_its_own(
    client: TestClient, answerer: FakeAnswerer, report_id: str
) -> None:
    library = answerer.library
    raw = "<h1 onclick=alert(1)>Report</h1>"
    library.held[report_id] = replace(
        library.held[report_id], format=FileFormat.HTML, title="<i>T</i>"
    )
    library.texts[report_id] = ("Report",)
    library.sources[report_id].write_text(raw)
    page = client.get(f"/papers/{report_id}").text
    assert "onclick" not in page
    assert "<i>" not in page
    assert '<li id="L1">' in page


@pytest.fixture
def pack_id(answerer: FakeAnswerer, tmp_path: Path) -> str:
    """A public pack with an exempt report bound in as page 2, and a page without text."""
    library = answerer.library
    pages = ("Agenda", "NOT FOR PUBLICATION\nThe price is a secret.", "")
    source = write_pdf(tmp_path / "pack.pdf", pages, footers=False)
    minutes = library.papers()[0]
    pack = replace(minutes, id="pack", file="pack.pdf", title="Agenda pack", pages=3)
    library.add(pack, ("Agenda", "", ""), source)
    library.withheld[pack.id] = frozenset({2})
    return pack.id


def test_a_withheld_page_of_a_public_pack_cannot_be_seen_in_any_form(
    client: TestClient, pack_id: str
) -> None:
    path = f"/api/papers/{pack_id}/pages/2"
    assert client.get(path).json()["text"] == ""
    picture = client.get(f"{path}.png")
    assert picture.status_code == 404
    assert "no such page" in picture.json()["detail"]
    paper = client.get(f"/papers/{pack_id}")
    assert paper.headers["content-type"].startswith("text/html")
    assert '<section id="page=1">' in paper.text
    assert "Agenda" in paper.text
    assert "secret" not in paper.text


def test_the_other_pages_of_such_a_pack_are_shown_those_without_text_too(
    client: TestClient, pack_id: str
) -> None:
    for number in (1, 3):
        response = client.get(f"/api/papers/{pack_id}/pages/{number}.png")
        assert response.headers["content-type"] == "image/png"


def test_a_pdf_with_a_page_that_is_only_a_picture_still_opens_as_a_pdf(
    client: TestClient, answerer: FakeAnswerer, tmp_path: Path
) -> None:
    library = answerer.library
    source = write_pdf(tmp_path / "map.pdf", ("Report", ""), footers=False)
    report = replace(library.papers()[0], id="map", file="reports/map.pdf", pages=2)
    library.add(report, ("Report", ""), source)
    response = client.get("/papers/map")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == 'inline; filename="map.pdf"'


def test_a_page_is_withheld_whatever_the_pdf_looks_like(
    client: TestClient, answerer: FakeAnswerer, pack_id: str
) -> None:
    """A scan of an exempt report has no text in the PDF either."""
    answerer.library.source(pack_id).write_bytes(b"%PDF-1.7 damaged: a secret")
    assert client.get(f"/api/papers/{pack_id}/pages/2.png").status_code == 404
    assert "secret" not in client.get(f"/papers/{pack_id}").text


def test_a_file_name_is_not_an_id(client: TestClient) -> None:
    assert client.get("/papers/market-report.txt").status_code == 404
    assert client.get("/api/papers/market-report.txt").status_code == 404

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api.pages import NO_PICTURE, render_paper
from qa.papers import FileFormat, PaperPage
from tests.fakes import DECIDED_QUOTE, MINUTES_PAGES, REPORT_TEXT, FakeAnswerer, write_pdf

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'</span>&amp;{{ paper.id }}"


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
    pages = ("Agenda", "Not published", "")
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


def test_a_pdf_whose_file_is_gone_opens_as_text_with_the_reason(
    client: TestClient, answerer: FakeAnswerer, minutes_id: str
) -> None:
    answerer.library.source(minutes_id).unlink()
    paper = client.get(f"/papers/{minutes_id}")
    assert paper.status_code == 200
    assert paper.headers["content-type"].startswith("text/html")
    assert "copy of its file is gone" in paper.text
    assert '<section id="page=1">' in paper.text
    picture = client.get(f"/api/papers/{minutes_id}/pages/2.png")
    assert (picture.status_code, picture.json()["detail"]) == (404, NO_PICTURE)


def test_a_file_name_is_not_an_id(client: TestClient) -> None:
    assert client.get("/papers/market-report.txt").status_code == 404
    assert client.get("/api/papers/market-report.txt").status_code == 404


def test_hostile_text_in_a_paper_or_its_file_name_is_shown_as_text(
    client: TestClient, answerer: FakeAnswerer, report_id: str
) -> None:
    library = answerer.library
    library.held[report_id] = replace(
        library.held[report_id],
        title=HOSTILE,
        file=f"{HOSTILE}.txt",
        body=HOSTILE,
        council=HOSTILE,
        notices=(HOSTILE,),
    )
    library.texts[report_id] = (f"{HOSTILE}\n{HOSTILE}",)
    page = client.get(f"/papers/{report_id}").text
    assert "<script" not in page and "<img" not in page
    # The title twice, then council, body and file, the notice and two lines: all of it is there.
    assert unescape(page).count(HOSTILE) == 8


def test_a_page_without_text_says_so_and_has_no_list(answerer: FakeAnswerer) -> None:
    minutes = answerer.library.papers()[0]
    html = render_paper(minutes, [PaperPage(1, "")], reason="Only the text is shown.")
    assert "No text of this page is held." in html and "<ol>" not in html
    assert "<p>Only the text is shown.</p>" in html

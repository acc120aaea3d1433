"""Papers that OCR read, from the file to the citation: marked so, shown in place, kept private."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from ingest.document import OFF, ScanReading
from ingest.pipeline import ingest, summary
from qa.answerer import Answerer
from qa.answers import Answer, to_json
from qa.api.app import create_api
from qa.library import Library
from qa.page_images.renderer import find_marks
from qa.retrieval.search import HybridSearcher
from qa.writing.labels import format_place
from tests.fakes import FakeEmbedder
from tests.ingest.readers.ocr import scanned
from tests.ingest.readers.ocr.scanned import (
    SECRETS,
    SHEET,
    joined,
    needs_tesseract,
    printed_pdf,
    scanned_pdf,
)
from ui.render import render_terminal

pytestmark = needs_tesseract

MINUTES = (
    *scanned.MINUTES[:-1],
    "RESOLVED that the north quay be dredged at a cost of 41,500 pounds",
    "and that the contract be let before the summer.",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def take_in(library: Library, path: Path, data: bytes, ocr: str = "eng") -> list[str]:
    path.write_bytes(data)
    report = ingest([path], library, FakeEmbedder(), scans=ScanReading(ocr), rebuild=True)
    return list(summary(report))


def answerer(library: Library) -> Answerer:
    return Answerer(library, HybridSearcher(library, FakeEmbedder()))


def ask(library: Library) -> Answer:
    return answerer(library).ask("what did Cabinet decide on the dredging of the north quay")


def test_a_decision_read_by_ocr_is_quoted_and_marked_so_in_every_form(
    library: Library, tmp_path: Path
) -> None:
    take_in(library, tmp_path / "minutes.pdf", scanned_pdf(MINUTES))
    answer = ask(library)
    (citation,) = answer.citations
    assert "north quay be dredged at a cost of 41,500 pounds" in " ".join(citation.quote.split())
    assert citation.standing == "decided"
    assert to_json(answer)["citations"][0]["page"]["basis"] == "pdf page, read by OCR"
    assert format_place(citation) == "page 1, read by OCR, minute 31"
    assert "read by OCR" in render_terminal(answer)
    assert citation.paper.notices == ("page 1 was read by OCR, so its text may be wrong",)


def test_a_page_with_type_beside_a_scan_is_not_marked(library: Library, tmp_path: Path) -> None:
    take_in(library, tmp_path / "pack.pdf", joined(printed_pdf(MINUTES), scanned_pdf(MINUTES)))
    bases = {p.page.basis for p in library.passages_of(library.papers()[0].id) if p.page.last == 1}
    assert bases == {"pdf page"}


def test_the_quote_is_marked_where_ocr_saw_it(library: Library, tmp_path: Path) -> None:
    take_in(library, tmp_path / "minutes.pdf", scanned_pdf(MINUTES))
    (citation,) = ask(library).citations
    client = TestClient(create_api(answerer(library)))
    address = f"/api/papers/{citation.paper.id}/pages/1.png"
    png = client.get(address, params={"quote": "north quay be dredged at a cost of 41,500 pounds"})
    picture = Image.open(io.BytesIO(png.content)).convert("RGB")
    yellow = [
        (x / picture.width, y / picture.height)
        for x in range(0, picture.width, 4)
        for y in range(0, picture.height, 4)
        if picture.getpixel((x, y)) == (255, 232, 64)
    ]
    line = 1 - (770 - 18 * 7) / 842
    assert yellow
    assert all(line - 0.02 < y < line + 0.01 for _, y in yellow)
    assert min(x for x, _ in yellow) > 72 / 595 + 0.1  # "RESOLVED that the" is not of the quote
    places = library.word_places(citation.paper.id, 1)
    source = library.source(citation.paper.id)
    ((_, top, _, _),) = find_marks(source, 1, citation.quote, places).marks
    assert top == pytest.approx(line, abs=0.02)
    assert find_marks(source, 1, "the south quay", places).marks == ()


def test_an_exempt_scan_is_not_stored_at_all(library: Library, tmp_path: Path) -> None:
    said = take_in(library, tmp_path / "yard.pdf", scanned_pdf(SHEET))
    assert library.papers() == []
    assert said == [
        "nothing to do: no paper to store was found",
        "1 paper or part withheld; townclerk review lists it",
    ]
    assert_no_secret(library)


def test_an_exempt_scan_bound_in_a_public_pack_is_shown_in_no_form(
    library: Library, tmp_path: Path
) -> None:
    pack = joined(
        printed_pdf(MINUTES), scanned_pdf(SHEET, ["Offers are listed here.", "Wobbleton"])
    )
    take_in(library, tmp_path / "pack.pdf", pack)
    (paper,) = library.papers()
    assert library.withheld_pages(paper.id) == {2, 3}
    client = TestClient(create_api(answerer(library)))
    for number in (2, 3):
        assert library.page(paper.id, number).text == ""
        assert library.word_places(paper.id, number) == ()
        assert client.get(f"/api/papers/{paper.id}/pages/{number}.png").status_code == 404
    assert_no_secret(library)


def test_with_ocr_off_a_scan_is_told_in_the_report_and_the_paper(
    library: Library, tmp_path: Path
) -> None:
    said = take_in(library, tmp_path / "minutes.pdf", scanned_pdf(MINUTES), OFF)
    told = "page 1 is a scan and was not read (OCR is turned off)"
    assert f"note: minutes.pdf: {told}" in said
    assert told in library.papers()[0].notices


def test_what_keeps_scans_from_being_read_is_told_with_what_to_do(
    library: Library, tmp_path: Path
) -> None:
    said = take_in(library, tmp_path / "minutes.pdf", scanned_pdf(MINUTES), "xyz")
    assert said[-1].startswith("Tesseract has no data for the language set: install")


def assert_no_secret(library: Library) -> None:
    texts = [p.text for paper in library.papers() for p in library.passages_of(paper.id)]
    files = [path for path in library.folder.rglob("*") if path.is_file()]
    held = " ".join(texts).lower().encode() + b" ".join(
        path.read_bytes().lower() for path in files if path.suffix != ".pdf"
    )
    for secret in SECRETS:
        assert secret.encode() not in held

"""Pages that nothing could read are not shown: nobody knows whether they may be. Real PDFs."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest.document import OFF
from qa.answerer import Answerer
from qa.library import Library
from qa.library.files import NOT_PUBLISHED, NOT_READ
from qa.papers import Unread
from qa.retrieval.search import HybridSearcher
from tests.fakes import FakeEmbedder, make_format_1
from tests.ingest.readers.ocr.scanned import (
    MINUTES,
    SHEET,
    joined,
    needs_tesseract,
    printed_pdf,
    scanned_pdf,
)
from tests.ingest.sandbox import hostile_files as hostile
from tests.qa.page_images.taken_in import client, take_in
from ui.panel.rendering import render_page
from ui.panel.wanted import Wanted

TOLD = (
    "This page was scanned and not read, so it is not shown: install Tesseract and ingest the "
    "paper again."
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


@pytest.mark.parametrize("ocr", [OFF, "xyz"], ids=["turned off", "no such language"])
def test_a_scan_that_nothing_read_is_not_shown_and_its_reader_is_told_why(
    library: Library, tmp_path: Path, ocr: str
) -> None:
    scan = take_in(library, tmp_path / "sheet.pdf", scanned_pdf(SHEET, MINUTES), ocr)
    for number in (1, 2):
        picture = client(library).get(f"/api/papers/{scan}/pages/{number}.png")
        assert picture.status_code == 404
        assert picture.headers["content-type"] == "application/problem+json"
        assert picture.json()["detail"] == TOLD
    paper = client(library).get(f"/papers/{scan}")
    assert paper.headers["content-type"].startswith("text/html")
    assert paper.text.count(TOLD) == 2


def test_a_scan_in_a_typed_paper_is_not_shown_and_the_typed_pages_are_as_ever(
    library: Library, tmp_path: Path
) -> None:
    typed = take_in(library, tmp_path / "typed.pdf", printed_pdf(MINUTES, MINUTES))
    texts = [library.page(typed, number).text for number in (1, 2)]
    library.remove_files(["typed.pdf"])
    bound = joined(printed_pdf(MINUTES), scanned_pdf(SHEET), printed_pdf(MINUTES))
    pack = take_in(library, tmp_path / "pack.pdf", bound)
    assert library.withheld_pages(pack) == {2}
    assert [library.page(pack, number).text for number in (1, 3)] == texts
    api = client(library)
    for number in (1, 3):
        shown = api.get(f"/api/papers/{pack}/pages/{number}.png")
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert api.get(f"/api/papers/{pack}/pages/2.png").json()["detail"] == TOLD
    copied = PdfReader(io.BytesIO(api.get(f"/papers/{pack}").content)).pages
    assert ["north quay be dredged" in page.extract_text() for page in copied] == [
        True,
        False,
        True,
    ]
    assert copied[1].extract_text() == NOT_READ
    assert not copied[1].images


def test_the_chat_says_why_a_page_is_not_shown(library: Library, tmp_path: Path) -> None:
    take_in(library, tmp_path / "pack.pdf", joined(printed_pdf(MINUTES), scanned_pdf(SHEET)))
    answerer = Answerer(library, HybridSearcher(library, FakeEmbedder()))
    (citation, *_) = answerer.ask("what was decided on dredging the north quay").citations
    assert "<img" in render_page(library, citation, Wanted("k-1", 1, page=1))
    turned = render_page(library, citation, Wanted("k-1", 1, page=2))
    assert TOLD in turned
    assert "<img" not in turned
    assert "Page 2 of 2; the quote is on page 1." in turned


@needs_tesseract
def test_reading_again_with_ocr_shows_what_it_read(library: Library, tmp_path: Path) -> None:
    data = scanned_pdf(MINUTES)
    scan = take_in(library, tmp_path / "minutes.pdf", data)
    assert library.withheld_pages(scan) == {1}
    assert take_in(library, tmp_path / "minutes.pdf", data, "eng") == scan
    assert library.withheld_pages(scan) == frozenset()
    api = client(library)
    assert api.get(f"/api/papers/{scan}/pages/1.png").headers["content-type"] == "image/png"
    assert api.get(f"/papers/{scan}").headers["content-type"] == "application/pdf"


def test_of_a_scan_behind_a_restricted_sheet_not_even_the_reason_is_told(
    library: Library, tmp_path: Path
) -> None:
    bound = joined(printed_pdf(MINUTES), printed_pdf(SHEET), scanned_pdf(SHEET))
    pack = take_in(library, tmp_path / "pack.pdf", bound)
    assert library.withheld_pages(pack) == {2, 3}
    details = [
        client(library).get(f"/api/papers/{pack}/pages/{number}.png").json()["detail"]
        for number in (2, 3, 4)
    ]
    assert len(set(details)) == 1  # as of a page that is not there
    copied = PdfReader(io.BytesIO(client(library).get(f"/papers/{pack}").content)).pages
    assert [page.extract_text() for page in copied][1:] == [NOT_PUBLISHED] * 2


def test_a_page_that_breaks_its_reader_is_not_shown(library: Library, tmp_path: Path) -> None:
    objects = {
        1: hostile.CATALOGUE,
        2: hostile.page_tree(b"10 0 R 20 0 R", 2),
        90: hostile.FONT,
        10: hostile.page(11),
        11: hostile.stream(b"BT /F1 11 Tf 72 700 Td (RESOLVED that the quay be dredged.) Tj ET"),
        20: b"<< /Type /Catalog >>",
    }
    paper = take_in(library, tmp_path / "broken.pdf", hostile.raw_pdf(objects))
    assert library.page(paper, 2).unread is Unread.FAILED
    picture = client(library).get(f"/api/papers/{paper}/pages/2.png")
    assert picture.status_code == 404
    assert picture.json()["detail"].startswith("This page could not be read, so it is not shown")
    copied = PdfReader(io.BytesIO(client(library).get(f"/papers/{paper}").content)).pages
    assert "the quay be dredged" in copied[0].extract_text()
    assert copied[1].extract_text() == NOT_READ


def test_a_library_from_before_unread_pages_were_marked_withholds_them(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", create=True)
    pack = joined(printed_pdf(MINUTES), scanned_pdf(SHEET))
    paper = take_in(library, tmp_path / "pack.pdf", pack)
    library.close()
    catalogue = sqlite3.connect(tmp_path / "library" / "catalogue.sqlite")
    make_format_1(catalogue)
    catalogue.execute("UPDATE pages SET withheld = 0")
    catalogue.execute("DELETE FROM meta WHERE key = 'unread pages marked'")
    catalogue.commit()
    catalogue.close()
    library = Library.open(tmp_path / "library", writer=True)
    assert library.withheld_pages(paper) == {2}
    assert library.page(paper, 2).unread is Unread.SCANNED
    library.close()

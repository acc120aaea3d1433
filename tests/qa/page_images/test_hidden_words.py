"""What a redaction left in a file is had from nowhere: not from the file, nor from its pictures."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml import parse_xml
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qa.api import pages
from qa.library import Library
from qa.page_images import renderer
from qa.page_images.renderer import PageDrawer, find_marks, render_page
from qa.papers import NoFile
from tests.fakes import make_format_1
from tests.ingest.readers.ocr.scanned import joined, needs_tesseract, scan_of
from tests.qa.page_images.redacted_papers import (
    AFTER,
    BEFORE,
    HEAD,
    RESOLVED,
    SECRET,
    all_within,
    boxed,
    faint,
    marked,
    open_page,
    over_secret,
    pdf_of,
    write_lines,
)
from tests.qa.page_images.taken_in import client, take_in

REBUILD = "townclerk ingest --rebuild"
BOX = "\u2588"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library", create=True)
    yield library
    library.close()


def at_secret(png: bytes) -> Image.Image:
    """The part of a page's picture, 595 pixels wide, where the secret is."""
    left, bottom, across, up = over_secret(Canvas(io.BytesIO()))
    box = (left + 2, 842 - bottom - up + 2, left + across - 2, 842 - bottom - 2)
    left, top, right, foot = map(round, box)
    return Image.open(io.BytesIO(png)).convert("RGB").crop((left, top, right, foot))


def picture_of(pdf: bytes, number: int = 1) -> bytes:
    """A page's picture, 595 pixels wide, drawn with nothing known of what it hides."""
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    held = io.BytesIO()
    page.render(scale=595 / page.get_width()).to_pil().save(held, "PNG")
    return held.getvalue()


def scan(page: Canvas) -> None:
    """Draw the picture of a page with the secret in it."""
    page.drawImage(ImageReader(scan_of(pdf_of(write_lines))), 0, 0, 595, 842)


def box_over_scan(page: Canvas) -> None:
    scan(page)
    page.setFillGray(0)
    page.rect(*over_secret(page), stroke=0, fill=1)


# --- the file --------------------------------------------------------------------------------


def test_a_paper_with_words_under_a_box_goes_out_as_a_copy_without_them(
    library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "Mill £1.pdf", pdf_of(open_page, boxed))
    assert set(library.hidden_places(paper) or ()) == {2}
    response = client(library).get(f"/papers/{paper}")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline; filename*=utf-8''Mill%20")
    assert response.headers["cache-control"] == "no-store"
    assert response.content == library.source(paper).read_bytes()
    assert b"Marlow" not in all_within(response.content)
    assert RESOLVED.encode() in all_within(response.content)


def test_the_words_that_are_seen_beside_a_box_are_found_in_the_copy(
    library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "mill.pdf", pdf_of(open_page, boxed))
    page = PdfReader(library.source(paper)).pages[1]
    words = " ".join(page.extract_text().split())
    assert HEAD[0] in words and BEFORE in words and AFTER in words
    assert not any(word in words for word in SECRET.split())


def test_a_paper_that_hides_nothing_goes_out_with_its_pages_as_they_were(
    library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "mill.pdf", pdf_of(open_page))
    assert library.hidden_places(paper) == {}
    sent = client(library).get(f"/papers/{paper}").content
    before, after = (PdfReader(io.BytesIO(data)).pages[0] for data in (pdf_of(open_page), sent))
    assert after.extract_text() == before.extract_text()
    assert after.get_contents() == before.get_contents()


def test_where_no_copy_can_be_made_the_text_goes_out_and_says_why(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = PageDrawer(time_limit=0.001)
    monkeypatch.setattr(renderer, "_copier", hurried)
    paper = take_in(library, tmp_path / "mill.pdf", pdf_of(boxed))
    hurried.close()
    assert list((library.folder / "files").iterdir()) == []
    api = client(library)
    response = api.get(f"/papers/{paper}")
    assert response.headers["content-type"].startswith("text/html")
    assert f"{BEFORE} {BOX} {AFTER}" in response.text
    assert "Marlow" not in response.text
    assert "No copy of its file could be made" in response.text
    picture = api.get(f"/api/papers/{paper}/pages/1.png")
    assert (picture.status_code, picture.json()["detail"]) == (404, pages.NO_PICTURE)
    assert library.papers_without_file() == []  # none was kept


def test_a_library_from_before_this_was_noted_opens_and_gives_out_the_text_alone(
    tmp_path: Path,
) -> None:
    library = Library.open(tmp_path / "library", create=True)
    paper = take_in(library, tmp_path / "mill.pdf", pdf_of(open_page, boxed))
    library.source(paper).unlink()  # the earlier version kept the file as it came
    kept = library.files.path(f"{library.paper(paper).digest}.pdf")
    kept.write_bytes((tmp_path / "mill.pdf").read_bytes())
    library.close()
    catalogue = sqlite3.connect(tmp_path / "library" / "catalogue.sqlite")
    make_format_1(catalogue)
    catalogue.execute("ALTER TABLE pages DROP COLUMN hidden")
    catalogue.commit()
    catalogue.close()
    library = Library.open(tmp_path / "library", writer=True)
    assert library.hidden_places(paper) is None
    assert library.page(paper, 2).hidden == ()
    assert library.why_no_file(paper) == NoFile.OLD
    with library.writing():
        pass
    assert library.why_no_file(paper) == NoFile.NOT_SEARCHED
    response = client(library).get(f"/papers/{paper}")
    assert response.headers["content-type"].startswith("text/html")
    assert REBUILD in response.text
    assert take_in(library, tmp_path / "mill.pdf", pdf_of(open_page, boxed)) == paper
    assert set(library.hidden_places(paper) or ()) == {2}
    assert client(library).get(f"/papers/{paper}").headers["content-type"] == "application/pdf"
    library.close()


@needs_tesseract
@pytest.mark.parametrize("ocr", ["eng"])
def test_a_scan_with_a_box_drawn_over_it_goes_out_as_a_copy(
    ocr: str, library: Library, tmp_path: Path
) -> None:
    """The picture under the box is whole in the file, though no word of it is in its text."""
    paper = take_in(library, tmp_path / "scan.pdf", pdf_of(open_page, box_over_scan), ocr)
    assert "Marlow" not in library.page(paper, 2).text
    assert set(library.hidden_places(paper) or ()) == {2}
    sent = client(library).get(f"/papers/{paper}")
    assert sent.headers["content-type"] == "application/pdf"
    copied = PdfReader(io.BytesIO(sent.content)).pages
    assert len(copied[1].images) == 1
    assert at_secret(picture_of(sent.content, 2)).getextrema() == ((0, 0),) * 3
    plain = take_in(library, tmp_path / "scan.pdf", pdf_of(open_page, scan), ocr)
    assert library.hidden_places(plain) == {}


def test_a_word_document_goes_out_as_text_that_says_what_was_left_out(
    library: Library, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph(RESOLVED)
    run = document.add_paragraph(f"{BEFORE} ").add_run(SECRET)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run._r.get_or_add_rPr().append(parse_xml(f'<w:highlight xmlns:w="{space}" w:val="black"/>'))
    held = io.BytesIO()
    document.save(held)
    paper = take_in(library, tmp_path / "mill.docx", held.getvalue())
    response = client(library).get(f"/papers/{paper}")
    assert response.headers["content-type"].startswith("text/html")
    assert "Marlow" not in response.text
    assert "black on black, a redaction that left them in the file" in response.text


# --- the pictures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [pdf_of(boxed), marked(pdf_of(write_lines))], ids=["box", "marked"]
)
def test_a_guess_at_the_words_under_a_box_is_neither_confirmed_nor_marked(
    data: bytes, library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "mill.pdf", data)
    source, hidden = library.source(paper), library.page(paper, 1).hidden
    for guess in (SECRET, "Marlow", f"{BEFORE} {SECRET}", f"{SECRET} {AFTER}"):
        assert find_marks(source, 1, guess, (), hidden).marks == ()
        assert find_marks(source, 1, guess, (), hidden, every=True).marks == ()
    api = client(library)
    address = f"/api/papers/{paper}/pages/1.png?width=595"
    plain = api.get(address).content
    assert api.get(address, params={"quote": SECRET, "width": 595}).content == plain
    assert api.get(address, params={"find": SECRET, "width": 595}).content == plain
    assert api.get(f"/api/papers/{paper}/find", params={"q": SECRET}).json()["total"] == 0
    # What stands round the box is found, as it is held.
    assert find_marks(source, 1, f"{BEFORE} {BOX} {AFTER}", (), hidden).marks
    assert api.get(address, params={"quote": AFTER, "width": 595}).content != plain


def test_what_is_marked_for_redaction_is_black_in_the_picture(
    library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "mill.pdf", marked(pdf_of(write_lines)))
    png = client(library).get(f"/api/papers/{paper}/pages/1.png?width=595").content
    assert at_secret(png).getextrema() == ((0, 0),) * 3


def test_it_is_black_too_where_nobody_noted_it(tmp_path: Path) -> None:
    path = tmp_path / "mill.pdf"
    path.write_bytes(marked(pdf_of(write_lines)))
    assert at_secret(render_page(path, 1, width=595)).getextrema() == ((0, 0),) * 3


def test_letters_all_but_as_black_as_their_ground_cannot_be_told_in_the_picture(
    library: Library, tmp_path: Path
) -> None:
    paper = take_in(library, tmp_path / "mill.pdf", pdf_of(faint))
    assert library.page(paper, 1).hidden
    png = client(library).get(f"/api/papers/{paper}/pages/1.png?width=595").content
    assert len(at_secret(png).getcolors() or ()) == 1
    # Without that, enough shades are left to read it by.
    raw = render_page(tmp_path / "mill.pdf", 1, width=595)
    assert len(at_secret(raw).getcolors() or ()) > 5
    assert len(at_secret(picture_of(library.source(paper).read_bytes())).getcolors() or ()) < 5


@needs_tesseract
def test_ocr_does_not_read_what_is_marked_for_redaction(library: Library, tmp_path: Path) -> None:
    data = joined(pdf_of(open_page), marked(pdf_of(scan)))
    paper = take_in(library, tmp_path / "scan.pdf", data, "eng")
    page = library.page(paper, 2)
    assert "MILL" in page.text and "highest" in page.text
    assert not any(word in page.text for word in SECRET.split())
    assert page.hidden
    assert not any("Marlow" in word.text for word in library.word_places(paper, 2))
    png = client(library).get(f"/api/papers/{paper}/pages/2.png?width=595").content
    assert at_secret(png).getextrema() == ((0, 0),) * 3
    assert HEAD[0].split()[0] in page.text
    sent = client(library).get(f"/papers/{paper}").content
    assert at_secret(picture_of(sent, 2)).getextrema() == ((0, 0),) * 3
    assert any("page 2 holds words that cannot be seen" in n for n in library.papers()[0].notices)

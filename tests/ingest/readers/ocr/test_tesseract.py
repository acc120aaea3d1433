"""Pages read from their pictures: what comes back, from where on the page, and what does not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import (
    OFF,
    ScanReading,
    SourceDocument,
    WhyNoOcr,
    advise,
)
from ingest.readers.ocr.tesseract import read_table
from ingest.sandbox.isolation import read_paper
from ingest.sandbox.wire import STANDARD_LIMITS
from tests.ingest.readers.ocr.scanned import A4, joined, needs_tesseract, printed_pdf, scanned_pdf
from tests.ingest.sandbox import hostile_files as hostile

MINUTES = (
    "The Harbour Board met in the Customs House on 4 May 2023.",
    "The treasurer told the members how the fund stood at the end of March.",
    "RESOLVED that the north quay be dredged at a cost of 41,500 pounds.",
)


def read(tmp_path: Path, data: bytes, languages: str = "eng") -> SourceDocument:
    (tmp_path / "a.pdf").write_bytes(data)
    return read_paper(tmp_path / "a.pdf", scans=ScanReading(languages))


def on_page(document: SourceDocument, page: int) -> list[str]:
    return [line.text for line in document.lines if line.page == page]


@needs_tesseract
def test_a_scanned_page_is_read_line_by_line_and_the_others_are_left_alone(
    tmp_path: Path,
) -> None:
    read_here = read(tmp_path, joined(hostile.small_pdf(1), scanned_pdf(MINUTES)))
    assert on_page(read_here, 1) == ["The committee met in the old hall. Page 1 of the record."]
    assert on_page(read_here, 2) == list(MINUTES)
    assert read_here.recognised == {2}
    assert read_here.notices == ("page 2 was read by OCR, so its text may be wrong",)
    assert [line.number for line in read_here.lines] == [1, 2, 3, 4]


@needs_tesseract
def test_lines_from_a_picture_have_the_size_of_their_type_and_the_gap_above(
    tmp_path: Path,
) -> None:
    lines = read(tmp_path, scanned_pdf((*MINUTES, "", "", "A new paragraph begins here."))).lines
    assert len({line.size for line in lines}) == 1
    assert 9 <= lines[0].size <= 14
    assert [line.gap for line in lines[:3]] == pytest.approx([0, 0, 0], abs=0.15)
    assert lines[3].gap == pytest.approx(2, abs=0.3)


@needs_tesseract
def test_each_word_has_its_place_on_the_page(tmp_path: Path) -> None:
    places = read(tmp_path, scanned_pdf(MINUTES)).words[1]
    assert " ".join(place.text for place in places) == " ".join(MINUTES)
    first, last = places[0], places[-1]
    assert first.left == pytest.approx(72 / A4[0], abs=0.01)
    assert first.bottom == pytest.approx(1 - 770 / A4[1], abs=0.01)
    assert last.top > places[len(MINUTES[0].split())].bottom
    for place in places:
        assert 0 <= place.left < place.right <= 1
        assert 0 <= place.top < place.bottom <= 1


@needs_tesseract
def test_a_page_with_a_stray_line_of_text_over_its_picture_is_read_whole(tmp_path: Path) -> None:
    document = read(tmp_path, _stamped(scanned_pdf(MINUTES), "Page 12"))
    assert list(MINUTES) == [text for text in on_page(document, 1) if "Page 12" not in text]


def _stamped(data: bytes, stamp: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    over = PdfReader(io.BytesIO(printed_pdf([*[""] * 40, stamp])))
    writer.pages[0].merge_page(over.pages[0])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@needs_tesseract
def test_a_page_whose_type_names_no_letters_is_read_from_its_picture(tmp_path: Path) -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        b"1 beginbfrange\n<20> <7e> <e020>\nendbfrange\nendcmap\nend end"
    )
    garbled = hostile.raw_pdf(
        {
            1: hostile.CATALOGUE,
            2: hostile.page_tree(b"3 0 R", 1),
            3: hostile.page(4),
            4: hostile.stream(hostile.TEXT),
            5: hostile.stream(cmap),
            90: hostile.FONT.replace(b" >>", b" /ToUnicode 5 0 R >>"),
        }
    )
    document = read(tmp_path, garbled)
    assert on_page(document, 1) == ["Words that any reader can make out on this page of ours."]
    assert document.recognised == {1}


@needs_tesseract
def test_a_picture_without_words_is_told_and_gives_none(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    grain = Image.effect_noise((400, 560), 60)
    canvas.drawImage(ImageReader(grain), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    document = read(tmp_path, buffer.getvalue())
    assert document.lines == ()
    assert document.recognised == frozenset()
    assert document.notices[0] == "page 1 is a picture in which OCR found no text"


def test_with_ocr_off_a_scan_is_named_as_not_read(tmp_path: Path) -> None:
    document = read(tmp_path, scanned_pdf(MINUTES, MINUTES), OFF)
    assert document.notices[0] == "pages 1 and 2 are scans and were not read (OCR is turned off)"
    assert document.lines == ()


@needs_tesseract
def test_a_language_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    document = read(tmp_path, scanned_pdf(MINUTES), "xyz")
    assert document.notices[0] == f"page 1 is a scan and was not read ({WhyNoOcr.NO_LANGUAGE})"
    (advice,) = advise(document.notices)
    assert "TOWNCLERK_OCR" in advice


WITHOUT = """\
import os, sys
from pathlib import Path
import ingest.readers.ocr.tesseract as tesseract
tesseract.LIBRARIES = ("libtesseract-that-is-not-there.so",)
from ingest.sandbox.worker import Watch, read_by_content
from ingest.sandbox.wire import ReadRequest
watch = Watch(os.open(os.devnull, os.O_WRONLY))
document = read_by_content(ReadRequest(Path(sys.argv[1])), watch)
print(document.notices[0])
"""


def test_without_tesseract_a_scan_is_named_as_not_read_and_the_way_out_is_told(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned_pdf(MINUTES))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, tmp_path / "a.pdf"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == f"page 1 is a scan and was not read ({WhyNoOcr.NOT_INSTALLED})\n"
    assert "apt-get install tesseract-ocr" in advise([done.stdout])[0]


@needs_tesseract
def test_pages_beyond_the_time_for_ocr_are_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned_pdf(*[MINUTES] * 4))
    document = read_paper(tmp_path / "a.pdf", limits=replace(STANDARD_LIMITS, ocr=0.05))
    assert on_page(document, 1) == list(MINUTES)
    assert document.recognised == {1}
    assert (
        document.notices[0] == f"pages 2 to 4 are scans and were not read ({WhyNoOcr.OUT_OF_TIME})"
    )


@needs_tesseract
def test_a_page_that_takes_too_long_is_stopped_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned_pdf([MINUTES[0]] * 40))
    started = time.monotonic()
    document = read_paper(tmp_path / "a.pdf", limits=replace(STANDARD_LIMITS, ocr_per_page=0.01))
    assert time.monotonic() - started < 10
    assert document.notices[0] == f"page 1 is a scan and was not read ({WhyNoOcr.OUT_OF_TIME})"


@needs_tesseract
def test_a_scan_as_large_as_a_wall_is_read_within_the_limits(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(14_400, 14_400))
    canvas.drawImage(ImageReader(Image.new("L", (64, 64), 255)), 0, 0, 14_400, 14_400)
    canvas.setFont("Helvetica", 700)
    canvas.drawString(1_000, 7_000, "Plan of the quay")
    canvas.showPage()
    canvas.save()
    assert on_page(read(tmp_path, buffer.getvalue()), 1) == ["Plan of the quay"]


def test_a_table_of_results_out_of_order_gives_only_what_is_sound() -> None:
    table = (
        "4\t1\t1\t1\t1\t0\t10\t20\t100\t12\t-1\t\n"
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t91.5\tQuay\n"
        "5\t1\t1\t1\t1\t2\t60\t20\t50\t12\t88\t \n"
        "nonsense\n4\t1\t1\t1\t2\t0\t10\t40\t100\t12\t-1\t\n"
    )
    (line,) = read_table(table)
    assert [word.text for word in line.words] == ["Quay"]
    assert (line.box.right, line.words[0].box.right) == (110, 50)

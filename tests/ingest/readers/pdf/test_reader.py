from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import SourceDocument
from ingest.readers.pdf.reader import name_pages, read_pdf
from tests.ingest.sandbox import hostile_files as hostile

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
Draw = Callable[[Canvas], None]


def draw(*pages: Draw) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(
    canvas: Canvas, text: str = "The panel met at two o'clock in the hall to hear views."
) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, text)


def picture(canvas: Canvas, share: float = 1.0) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(PIXEL)), 0, 0, 595, 842 * share)


def recognised(canvas: Canvas) -> None:
    picture(canvas)
    layer = canvas.beginText(72, 700)
    layer.setTextRenderMode(3)
    layer.textLine("What a machine made of the picture of an old typed page.")
    canvas.drawText(layer)


def read(tmp_path: Path, data: bytes, skip: Mapping[int, str] | None = None) -> SourceDocument:
    (tmp_path / "a.pdf").write_bytes(data)
    return read_pdf(tmp_path / "a.pdf", skip=skip or {})


def test_lines_carry_their_page_size_weight_and_gap(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 780, "Allotments")
        canvas.setFont("Helvetica", 11)
        for height in (740, 726, 712, 698, 684, 642):
            canvas.drawString(72, height, f"A sentence that stands at {height}.")

    document = read(tmp_path, draw(words, page))
    lines = document.lines[1:]
    assert [line.page for line in document.lines] == [1] + [2] * 7
    assert [line.number for line in document.lines] == list(range(1, 9))
    assert [(line.size, line.bold) for line in lines] == [(16.0, True)] + [(11.0, False)] * 6
    assert [line.gap for line in lines[2:]] == [0.0, 0.0, 0.0, 0.0, 2.0]
    assert (document.pages, document.notices) == (2, ())


def test_type_that_the_text_matrix_enlarges_has_its_printed_size(tmp_path: Path) -> None:
    content = b"BT /F1 1 Tf 14 0 0 14 72 700 Tm (Set in type of one point, enlarged.) Tj ET"
    data = hostile.raw_pdf(
        {
            1: hostile.CATALOGUE,
            2: hostile.page_tree(b"3 0 R", 1),
            3: hostile.page(4),
            4: hostile.stream(content),
            90: hostile.FONT,
        }
    )
    assert [line.size for line in read(tmp_path, data).lines] == [14.0]


def test_a_run_in_label_does_not_make_its_line_bold(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 700, "Summary: ")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(130, 700, "the rest of the line")

    (line,) = read(tmp_path, draw(page)).lines
    assert line.text == "Summary: the rest of the line"
    assert not line.bold


def test_page_labels_are_those_of_the_file(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(draw(words, words, words))))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 2, style="/D", start=41)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert read(tmp_path, buffer.getvalue()).labels == ("i", "ii", "41")


def test_a_page_that_is_only_a_picture_is_named_as_a_scan(tmp_path: Path) -> None:
    document = read(tmp_path, draw(words, words, picture))
    assert document.notices == ("page 3 is a scan and was not read",)
    assert [line.page for line in document.lines] == [1, 2]


def test_a_pdf_of_scans_says_that_it_holds_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, draw(picture, picture))
    assert document.notices == (
        "pages 1 and 2 are scans and were not read",
        "none of its pages holds text that can be read",
    )
    assert document.pages == 2


def test_a_picture_in_strips_is_a_scan_too(tmp_path: Path) -> None:
    def strips(canvas: Canvas) -> None:
        for row in range(10):
            canvas.drawImage(ImageReader(io.BytesIO(PIXEL)), 0, row * 84, 595, 84)

    assert read(tmp_path, draw(strips)).notices[0] == "page 1 is a scan and was not read"


def test_a_short_page_with_a_small_picture_is_no_scan(tmp_path: Path) -> None:
    def cover(canvas: Canvas) -> None:
        words(canvas, "Appendix A")
        picture(canvas, 0.25)

    assert read(tmp_path, draw(cover)).notices == ()


def test_a_full_page_over_a_picture_is_no_scan(tmp_path: Path) -> None:
    def backed(canvas: Canvas) -> None:
        picture(canvas)
        words(canvas)

    document = read(tmp_path, draw(backed))
    assert document.notices == ()
    assert len(document.lines) == 1


def test_text_recognised_by_machine_is_kept_and_told(tmp_path: Path) -> None:
    document = read(tmp_path, draw(words, recognised))
    assert document.notices == ("page 2 was read by OCR, so its text may be wrong",)
    assert document.lines[1].text.startswith("What a machine made")
    assert document.recognised == {2}


def test_a_page_whose_font_names_no_letters_is_told(tmp_path: Path) -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        b"1 beginbfrange\n<20> <7e> <e020>\nendbfrange\nendcmap\nend end"
    )
    data = hostile.raw_pdf(
        {
            1: hostile.CATALOGUE,
            2: hostile.page_tree(b"3 0 R", 1),
            3: hostile.page(4),
            4: hostile.stream(hostile.TEXT),
            5: hostile.stream(cmap),
            90: hostile.FONT.replace(b" >>", b" /ToUnicode 5 0 R >>"),
        }
    )
    document = read(tmp_path, data)
    assert document.notices[0].startswith("page 1 has type that does not say which letters")
    assert document.lines == (), "nothing of it is kept"


def test_a_page_with_a_few_odd_bullets_is_sound(tmp_path: Path) -> None:
    cmap = b"begincmap\n1 beginbfchar\n<2e> <f0b7>\nendbfchar\nendcmap"
    data = hostile.raw_pdf(
        {
            1: hostile.CATALOGUE,
            2: hostile.page_tree(b"3 0 R", 1),
            3: hostile.page(4),
            4: hostile.stream(hostile.TEXT),
            5: hostile.stream(cmap),
            90: hostile.FONT.replace(b" >>", b" /ToUnicode 5 0 R >>"),
        }
    )
    document = read(tmp_path, data)
    assert document.lines[0].text.endswith("•")
    assert document.notices == ()


def test_pages_to_skip_are_named_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    skip = {2: "the reader broke down there", 3: "it is torn", 5: "it is torn"}
    document = read(tmp_path, hostile.small_pdf(5), skip=skip)
    assert [line.page for line in document.lines] == [1, 4]
    assert [line.number for line in document.lines] == [1, 2]
    assert document.notices == (
        "page 2 could not be read (the reader broke down there)",
        "pages 3 and 5 could not be read (it is torn)",
    )


def test_the_reader_is_watched_page_by_page(tmp_path: Path) -> None:
    told: list[str] = []

    class Watch:
        def counted(self, pages: int) -> None:
            told.append(f"{pages} pages")

        def at(self, page: int) -> None:
            told.append(f"at {page}")

    (tmp_path / "a.pdf").write_bytes(hostile.small_pdf(2))
    read_pdf(tmp_path / "a.pdf", watch=Watch())
    assert told == ["2 pages", "at 1", "at 2"]


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([3], "page 3"),
        ([1, 2], "pages 1 and 2"),
        ([1, 2, 3, 4], "pages 1 to 4"),
        ([1, 3, 4, 5, 9], "pages 1, 3 to 5 and 9"),
    ],
)
def test_pages_are_named_in_words(pages: list[int], named: str) -> None:
    assert name_pages(pages) == named

"""Words under a redaction that left them in the file are not read; all that is seen is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Rectangle
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest.document import SourceDocument
from ingest.readers.pdf.reader import read_pdf
from ingest.sandbox.isolation import understand_paper

Draw = Callable[[canvas.Canvas], None]
BEFORE, SECRET, AFTER = "The bid of", "Marlow Trust Limited", "was the highest."
OPEN = "The footbridge was closed for the whole of the winter, as members were told."
LEFT, LINE, SIZE = 60.0, 700.0, 12
MARK = "\u2588"


def width(page: canvas.Canvas, words: str) -> float:
    return float(page.stringWidth(f"{words} ", "Helvetica", SIZE))


def write_line(page: canvas.Canvas) -> None:
    page.setFont("Helvetica", SIZE)
    page.setFillGray(0)
    page.drawString(LEFT, LINE + 40, OPEN)
    page.drawString(LEFT, LINE, f"{BEFORE} {SECRET} {AFTER}")


def over_secret(page: canvas.Canvas) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a box over the secret words of the line."""
    left = LEFT + width(page, BEFORE)
    return left - 1, LINE - 3, width(page, SECRET) - 2, SIZE + 2


def pdf_of(tmp_path: Path, draw: Draw, **page: object) -> Path:
    held = io.BytesIO()
    drawn = canvas.Canvas(held, **page)
    draw(drawn)
    drawn.showPage()
    drawn.save()
    path = tmp_path / "a.pdf"
    path.write_bytes(held.getvalue())
    return path


def words_of(document: SourceDocument) -> str:
    return "\n".join(line.text for line in document.lines)


def assert_redacted(document: SourceDocument) -> None:
    text = words_of(document)
    assert OPEN in text
    assert f"{BEFORE} {MARK} {AFTER}" in text
    assert "Marlow" not in text and "Trust" not in text and "Limited" not in text
    assert any("page 1 holds words that cannot be seen" in notice for notice in document.notices)
    assert not any("Marlow" in notice for notice in document.notices)


def assert_all_read(document: SourceDocument) -> None:
    assert f"{BEFORE} {SECRET} {AFTER}" in words_of(document)
    assert not document.notices


# --- hidden ----------------------------------------------------------------------------------


def black_box(page: canvas.Canvas) -> None:
    write_line(page)
    page.rect(*over_secret(page), stroke=0, fill=1)


def box_with_a_label(page: canvas.Canvas) -> None:
    black_box(page)
    left, bottom, *_ = over_secret(page)
    page.setFillGray(1)
    page.setFont("Helvetica", 6)
    page.drawString(left + 40, bottom + 4, "para 3")


def grey_box_of_many_sides(page: canvas.Canvas) -> None:
    write_line(page)
    left, bottom, across, up = over_secret(page)
    page.setFillGray(0.4)
    path = page.beginPath()
    path.moveTo(left, bottom)
    for x, y in [(left, bottom + up), (left + across, bottom + up), (left + across, bottom)]:
        path.lineTo(x, y)
    path.lineTo(left + across / 2, bottom - 1)
    path.close()
    page.drawPath(path, stroke=0, fill=1)


def black_type_on_black(page: canvas.Canvas) -> None:
    page.setFont("Helvetica", SIZE)
    page.rect(*over_secret(page), stroke=0, fill=1)
    write_line(page)


def in_a_form(page: canvas.Canvas) -> None:
    page.beginForm("bound")
    black_box(page)
    page.endForm()
    page.translate(0, -120)
    page.doForm("bound")


def picture_of_black(page: canvas.Canvas) -> None:
    write_line(page)
    left, bottom, across, up = over_secret(page)
    page.drawImage(ImageReader(Image.new("RGB", (40, 8))), left, bottom, across, up)


@pytest.mark.parametrize(
    "draw",
    [
        black_box,
        grey_box_of_many_sides,
        black_type_on_black,
        in_a_form,
        picture_of_black,
    ],
)
def test_words_under_a_box_are_not_read(draw: Draw, tmp_path: Path) -> None:
    assert_redacted(read_pdf(pdf_of(tmp_path, draw)))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_under_a_box_are_not_read_from_a_turned_page(turn: int, tmp_path: Path) -> None:
    path = pdf_of(tmp_path, black_box)
    writer = PdfWriter(PdfReader(path))
    writer.pages[0].rotate(turn)
    writer.pages[0].cropbox.lower_left = (20, 30)
    writer.write(path)
    assert_redacted(read_pdf(path))


def test_a_label_on_the_box_is_read_and_what_is_under_it_is_not(tmp_path: Path) -> None:
    text = words_of(read_pdf(pdf_of(tmp_path, box_with_a_label)))
    assert "para 3" in text
    assert "Marlow" not in text and "Limited" not in text


def note(kind: str, box: tuple[float, float, float, float], **more: object) -> DictionaryObject:
    left, bottom, across, up = box
    sides = [FloatObject(side) for side in (left, bottom, left + across, bottom + up)]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(sides),
            NameObject("/F"): NumberObject(4),
            **{NameObject(f"/{name}"): value for name, value in more.items()},
        }
    )


def add_note(path: Path, made: DictionaryObject) -> Path:
    writer = PdfWriter(PdfReader(path))
    writer.add_annotation(0, made)
    writer.write(path)
    return path


def test_a_redaction_marked_and_not_applied_is_taken_at_its_word(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, write_line)
    box = over_secret(canvas.Canvas(io.BytesIO()))
    assert_redacted(read_pdf(add_note(path, note("/Redact", box))))


def test_words_under_a_filled_note_are_not_read(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, write_line)
    left, bottom, across, up = over_secret(canvas.Canvas(io.BytesIO()))
    square = Rectangle(rect=(left, bottom, left + across, bottom + up), interior_color="000000")
    assert_redacted(read_pdf(add_note(path, square)))


def test_an_empty_note_round_words_hides_none(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, write_line)
    left, bottom, across, up = over_secret(canvas.Canvas(io.BytesIO()))
    square = Rectangle(rect=(left - 3, bottom - 3, left + across + 3, bottom + up + 3))
    assert_all_read(read_pdf(add_note(path, square)))


def test_white_type_on_paper_is_not_read(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        write_line(page)
        page.setFillGray(1)
        page.drawString(LEFT, LINE - 40, SECRET)

    document = read_pdf(pdf_of(tmp_path, draw))
    assert words_of(document).count("Marlow") == 1
    assert MARK not in words_of(document)
    assert any("cannot be seen" in notice for notice in document.notices)


# --- seen ------------------------------------------------------------------------------------


def white_on_a_dark_cell(page: canvas.Canvas) -> None:
    page.setFont("Helvetica", SIZE)
    page.setFillGray(0.1)
    page.rect(LEFT - 5, LINE - 6, 450, 20, stroke=0, fill=1)
    page.setFillGray(1)
    page.drawString(LEFT, LINE, f"{BEFORE} {SECRET} {AFTER}")


def under_a_marker_pen(page: canvas.Canvas) -> None:
    write_line(page)
    page.setFillColorRGB(1, 1, 0, alpha=0.4)
    page.rect(*over_secret(page), stroke=0, fill=1)


def in_a_frame_that_is_filled(page: canvas.Canvas) -> None:
    write_line(page)
    left, bottom, across, up = over_secret(page)
    path = page.beginPath()
    path.rect(left - 6, bottom - 6, across + 12, up + 12)
    path.rect(left - 3, bottom - 3, across + 6, up + 6)
    page.drawPath(path, stroke=0, fill=1, fillMode=0)


def beside_a_box_that_is_cut_off(page: canvas.Canvas) -> None:
    write_line(page)
    left, bottom, across, up = over_secret(page)
    path = page.beginPath()
    path.rect(left, bottom - 30, across, 10)
    page.clipPath(path, stroke=0, fill=0)
    page.rect(left, bottom - 30, across, up + 30, stroke=0, fill=1)


def shaded_before(page: canvas.Canvas) -> None:
    page.setFont("Helvetica", SIZE)
    page.setFillGray(0.85)
    page.rect(*over_secret(page), stroke=0, fill=1)
    write_line(page)


def underlined(page: canvas.Canvas) -> None:
    write_line(page)
    left, bottom, across, _ = over_secret(page)
    page.rect(left, bottom, across, 1.5, stroke=0, fill=1)


@pytest.mark.parametrize(
    "draw",
    [
        write_line,
        white_on_a_dark_cell,
        under_a_marker_pen,
        in_a_frame_that_is_filled,
        beside_a_box_that_is_cut_off,
        shaded_before,
        underlined,
    ],
)
def test_no_word_that_is_seen_is_lost(draw: Draw, tmp_path: Path) -> None:
    assert_all_read(read_pdf(pdf_of(tmp_path, draw)))


# --- scans -----------------------------------------------------------------------------------


def scan(page: canvas.Canvas, *, blackened: bool) -> Image.Image:
    """The picture of a page with the line on it, in print as heavy as blocks."""
    across, up = 595 * 2, 842 * 2
    picture = Image.new("L", (across, up), 250)
    pen = ImageDraw.Draw(picture)
    for words in (OPEN, BEFORE, SECRET, AFTER):
        left = (
            LEFT
            + {
                OPEN: 0.0,
                BEFORE: 0.0,
                SECRET: width(page, BEFORE),
                AFTER: width(page, f"{BEFORE} {SECRET}"),
            }[words]
        )
        foot = LINE + (40 if words is OPEN else 0)
        for letter in words:
            if letter != " ":
                top = (842 - foot - 8) * 2
                pen.rectangle((left * 2, top, left * 2 + 6, (842 - foot) * 2), fill=20)
            left += page.stringWidth(letter, "Helvetica", SIZE)
    if blackened:
        left, bottom, wide, high = over_secret(page)
        box = (left * 2, (842 - bottom - high) * 2, (left + wide) * 2, (842 - bottom) * 2)
        pen.rectangle(box, fill=12)
    return picture


def lay_text(page: canvas.Canvas, mode: int) -> None:
    laid = page.beginText(LEFT, LINE + 40)
    laid.setFont("Helvetica", SIZE)
    laid.setTextRenderMode(mode)
    laid.textOut(OPEN)
    laid.setTextOrigin(LEFT, LINE)
    laid.textOut(f"{BEFORE} {SECRET} {AFTER}")
    page.drawText(laid)


def scanned_page(*, blackened: bool, mode: int, box: bool = False) -> Draw:
    def draw(page: canvas.Canvas) -> None:
        if mode == 0:  # text that the picture is laid over
            lay_text(page, mode)
        page.drawImage(ImageReader(scan(page, blackened=blackened)), 0, 0, 595, 842)
        if box:
            page.setFillGray(1)
            page.rect(*over_secret(page), stroke=0, fill=1)
        if mode == 3:
            lay_text(page, mode)

    return draw


@pytest.mark.parametrize("mode", [0, 3])
def test_the_words_of_a_scan_are_read_but_not_where_its_picture_is_black(
    mode: int, tmp_path: Path
) -> None:
    page = {"pagesize": (595, 842)}
    clean = read_pdf(pdf_of(tmp_path, scanned_page(blackened=False, mode=mode), **page))
    assert f"{BEFORE} {SECRET} {AFTER}" in words_of(clean)
    assert not any("cannot be seen" in notice for notice in clean.notices)
    assert_redacted(read_pdf(pdf_of(tmp_path, scanned_page(blackened=True, mode=mode), **page)))


def test_a_white_box_over_a_scan_hides_the_words_laid_over_it(tmp_path: Path) -> None:
    draw = scanned_page(blackened=False, mode=3, box=True)
    text = words_of(read_pdf(pdf_of(tmp_path, draw, pagesize=(595, 842))))
    assert OPEN in text
    assert "Marlow" not in text


# --- tables, and the whole way ---------------------------------------------------------------


def test_a_cell_that_is_blackened_leaves_its_table_whole(tmp_path: Path) -> None:
    rows = [["Bidder", "Offer"], ["Marlow Trust", "410"], ["Brook Homes", "395"], ["Ash", "380"]]

    def draw(page: canvas.Canvas) -> None:
        page.setFont("Helvetica", 10)
        page.grid([60, 260, 400], [700 - 20 * i for i in range(len(rows) + 1)])
        for number, (name, offer) in enumerate(rows):
            page.drawString(65, 686 - 20 * number, name)
            page.drawRightString(395, 686 - 20 * number, offer)
        page.rect(62, 662, 100, 16, stroke=0, fill=1)

    document = read_pdf(pdf_of(tmp_path, draw))
    lines = [line.text for line in document.lines]
    assert lines == ["Bidder\tOffer", f"{MARK}\t410", "Brook Homes\t395", "Ash\t380"]
    assert document.tables


def test_hidden_words_are_in_no_passage_page_or_notice_of_a_paper(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, black_box)
    understood = understand_paper(path, name="a.pdf", digest="7" * 64).understood
    assert understood is not None
    assert "Marlow" not in repr(understood)
    assert f"{BEFORE} {MARK} {AFTER}" in understood.pages[0].text
    assert any("cannot be seen" in notice for notice in understood.paper.notices)

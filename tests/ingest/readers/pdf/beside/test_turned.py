"""Type that stands aslant or sideways, and large pale type, comes out whole."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from pikepdf import Stream
from reportlab.lib.colors import Color
from reportlab.pdfgen import canvas

from ingest.document import SeenAt
from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.beside.marked import MARKING, of_kind, opened, saved, seen_in


def turned(angle: float, words: str, *, size: float = 40, apart: bool = False) -> object:
    def draw(page: canvas.Canvas) -> None:
        page.saveState()
        page.translate(297, 420)
        page.rotate(angle)
        page.setFont("Helvetica-Bold", size)
        if apart:  # each letter by itself, the last one first
            at = -200.0
            placed = []
            for char in words:
                placed.append((at, char))
                at += page.stringWidth(char, "Helvetica-Bold", size)
            for x, char in reversed(placed):
                if char != " ":
                    page.drawString(x, 0, char)
        else:
            page.drawCentredString(0, 0, words)
        page.restoreState()

    return draw


@pytest.mark.parametrize("angle", [15, 30, 45, 60, 75, -30, -45, 120, 150, -135, 200])
def test_type_printed_aslant_is_put_together(angle: float, tmp_path: Path) -> None:
    path = saved(opened(turned(angle, MARKING)), tmp_path / "a.pdf")
    assert seen_in(path, SeenAt.ASLANT) == [(MARKING, 1)]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_type_printed_sideways_is_put_together(angle: float, tmp_path: Path) -> None:
    path = saved(opened(turned(angle, MARKING)), tmp_path / "a.pdf")
    assert seen_in(path, SeenAt.TURNED) == [(MARKING, 1)]


@pytest.mark.parametrize("angle", [20, 45, 70, 90, -60])
def test_letters_drawn_one_by_one_in_no_order_are_put_in_order(
    angle: float, tmp_path: Path
) -> None:
    path = saved(opened(turned(angle, MARKING, apart=True)), tmp_path / "a.pdf")
    found = seen_in(path, SeenAt.TURNED if angle == 90 else SeenAt.ASLANT)
    assert found == [(MARKING, 1)]


def test_letters_round_a_circle_keep_together(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        for number, char in enumerate("CONFIDENTIAL"):
            angle = 160 - 12 * number
            page.saveState()
            page.translate(
                297 + 80 * math.cos(math.radians(angle)), 420 + 80 * math.sin(math.radians(angle))
            )
            page.rotate(angle - 90)
            page.setFont("Helvetica-Bold", 20)
            page.drawString(0, 0, char)
            page.restoreState()

    document = read_pdf(saved(opened(draw), tmp_path / "a.pdf"))
    assert "CONFIDENTIAL" in " ".join(one.words for one in document.seen).replace(" ", "")


def test_two_lines_aslant_are_two_lines(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.translate(200, 300)
        page.rotate(45)
        page.setFont("Helvetica", 30)
        page.drawString(0, 0, "Exempt under")
        page.drawString(0, -36, "Schedule 12A")

    path = saved(opened(draw), tmp_path / "a.pdf")
    assert seen_in(path, SeenAt.ASLANT) == [("Exempt under", 1), ("Schedule 12A", 1)]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_text_of_a_page_that_is_shown_turned_is_upright(rotation: int, tmp_path: Path) -> None:
    pdf = opened(turned(rotation, MARKING))
    pdf.pages[0].obj.Rotate = rotation
    document = read_pdf(saved(pdf, tmp_path / "a.pdf"))
    turned_words = [words for words, _ in of_kind(document, SeenAt.TURNED)]
    assert turned_words == ["Oldport Council, page 1 of the report."]


def test_large_pale_type_is_a_watermark_and_a_large_title_is_not(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.setFont("Helvetica-Bold", 48)
        page.drawString(72, 600, "Budget report")
        page.setFillColor(Color(0.8, 0.8, 0.8))
        page.drawString(72, 300, "CONFIDENTIAL")

    path = saved(opened(draw), tmp_path / "a.pdf")
    assert seen_in(path, SeenAt.WATERMARK) == [("CONFIDENTIAL", 1)]


def test_type_aslant_in_a_drawing_within_the_page_is_found(tmp_path: Path) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.beginForm("mark")
        page.setFont("Helvetica", 40)
        page.drawString(0, 0, MARKING)
        page.endForm()
        page.translate(100, 200)
        page.rotate(50)
        page.doForm("mark")

    assert seen_in(saved(opened(draw), tmp_path / "a.pdf"), SeenAt.ASLANT) == [(MARKING, 1)]


def test_what_the_file_calls_a_watermark_is_one_whatever_its_colour(tmp_path: Path) -> None:
    pdf = opened()
    page = pdf.pages[0]
    page.contents_add(
        Stream(
            pdf,
            b"/Artifact <</Subtype /Watermark /Type /Pagination>> BDC BT /F1 50 Tf 60 300 Td "
            b"(CONFIDENTIAL) Tj ET EMC",
        )
    )
    assert seen_in(saved(pdf, tmp_path / "a.pdf"), SeenAt.WATERMARK) == [("CONFIDENTIAL", 1)]


def test_an_ordinary_page_has_nothing_turned(tmp_path: Path) -> None:
    document = read_pdf(saved(opened(), tmp_path / "a.pdf"))
    places = {one.where for one in document.seen}
    assert not places & {SeenAt.ASLANT, SeenAt.TURNED, SeenAt.WATERMARK}

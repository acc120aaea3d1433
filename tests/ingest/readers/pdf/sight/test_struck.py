"""Only what a line of its own strikes is struck: not what a cell's edge or a shade crosses."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.document import SeenAt, SourceDocument
from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import drawn, kept

WORDS = "The rent of the kiosk is forty pounds a week."


def read(tmp_path: Path, draw: object) -> SourceDocument:
    return read_pdf(kept(drawn(draw), tmp_path, "a"))  # type: ignore[arg-type]


def write(canvas: Canvas) -> float:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, WORDS)
    return float(canvas.stringWidth(WORDS, "Helvetica", 11))


def test_a_line_that_goes_on_beyond_the_words_is_no_strike(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas)
        canvas.line(60, 703.2, 520, 703.2)

    document = read(tmp_path, draw)
    assert [line.text for line in document.lines] == [WORDS]
    assert document.notices == ()


def test_a_shade_of_many_thin_boxes_strikes_nothing(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        wide = write(canvas)
        for step in range(40):
            canvas.setFillGray(0.5 + step / 100)
            canvas.rect(72, 690 + step, wide, 1, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(72, 700, WORDS)

    document = read(tmp_path, draw)
    assert WORDS in [line.text for line in document.lines]
    assert not any("struck" in notice for notice in document.notices)


def test_what_is_struck_is_handed_over_as_a_change(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        wide = write(canvas)
        canvas.drawString(72, 680, "The rent is forty-five pounds a week.")
        canvas.line(72, 703.2, 72 + wide, 703.2)

    document = read(tmp_path, draw)
    assert [line.text for line in document.lines] == ["The rent is forty-five pounds a week."]
    told = [one.words for one in document.seen if one.where is SeenAt.CHANGE]
    assert told == [WORDS], "the gate sees what is struck: it may be a marking"


def test_a_line_that_is_struck_and_underlined_is_struck(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        wide = write(canvas)
        for height in (698.5, 703.2):
            canvas.line(72, height, 72 + wide, height)
        canvas.drawString(72, 680, "It stands.")

    assert [line.text for line in read(tmp_path, draw).lines] == ["It stands."]

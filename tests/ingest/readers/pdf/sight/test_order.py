"""Columns of running text are read down; tables, lists and columns drawn in order stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.column_papers import LEFT, MIDDLE
from tests.ingest.readers.pdf.drawing import drawn, kept


def text_of(tmp_path: Path, draw: object) -> str:
    document = read_pdf(kept(drawn(draw), tmp_path, "a"))  # type: ignore[arg-type]
    return "\n".join(line.text for line in document.lines)


def level(
    canvas: Canvas, rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float = 700
) -> None:
    canvas.setFont("Helvetica", 10)
    for number, row in enumerate(rows):
        for left, words in zip(lefts, row, strict=True):
            canvas.drawString(left, top - 13 * number, words)


def test_each_column_is_read_down_and_what_is_above_and_below_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 730, "A line that runs over the whole width of the page, above both.")
        level(canvas, list(zip(LEFT, MIDDLE, strict=True)), (60, 300))
        canvas.drawString(60, 590, "A line that runs over the whole width of the page, below both.")

    lines = text_of(tmp_path, draw).split("\n")
    assert lines[1:-1] == [*LEFT, *MIDDLE]
    assert lines[0].endswith("above both.") and lines[-1].endswith("below both.")


def test_bullets_belong_to_their_column(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row, (left, right) in enumerate(zip(LEFT, MIDDLE, strict=True)):
            level(canvas, [(left,)], (60,), 700 - 13 * row)
            if row in (0, 4):
                level(canvas, [("•",)], (300,), 700 - 13 * row)
            level(canvas, [(right,)], (315,), 700 - 13 * row)

    found = text_of(tmp_path, draw)
    assert "\n".join(LEFT) in found
    assert f"• {MIDDLE[0]}\n{MIDDLE[1]}" in found


def test_a_list_of_labels_and_texts_stays_level(tmp_path: Path) -> None:
    rows = [
        ("Present", "Councillors Ann Birch, Tom Cole and Una Dale"),
        ("Apologies", "Councillor Vic East, who was ill"),
        ("Officers", "the Clerk and the Head of Parks"),
        ("Public", "seven people, two of whom spoke"),
        ("Place", "the Guildhall, Foundry Street"),
        ("Time", "from ten until noon"),
    ]
    lines = text_of(tmp_path, lambda canvas: level(canvas, rows, (60, 200))).split("\n")
    assert [line.replace("\t", " ") for line in lines] == [" ".join(row) for row in rows]


def test_columns_drawn_one_after_the_other_stay_as_they_are(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for left, words in ((60, LEFT), (300, MIDDLE)):
            level(canvas, [[line] for line in words], (left,))

    assert text_of(tmp_path, draw).split("\n") == [*LEFT, *MIDDLE]


def test_two_languages_whose_paragraphs_stand_level_are_read_paragraph_by_paragraph(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        pairs = list(zip(LEFT, MIDDLE, strict=True))
        level(canvas, pairs[:4], (60, 300))
        level(canvas, pairs[4:], (60, 300), top=620)

    assert text_of(tmp_path, draw).split("\n") == [*LEFT[:4], *MIDDLE[:4], *LEFT[4:], *MIDDLE[4:]]


def test_spaces_that_stand_below_one_another_by_chance_are_no_border(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row, (left, right) in enumerate(zip(LEFT, MIDDLE, strict=True)):
            # Each word by itself, set to both margins.
            for begin, line in ((60, left), (330, right)):
                words, x = line.split(), float(begin)
                wide = [canvas.stringWidth(word, "Helvetica", 10) for word in words]
                space = min(14.0, (215 - sum(wide)) / (len(words) - 1))
                for word, width in zip(words, wide, strict=True):
                    canvas.drawString(x, 700 - 13 * row, word)
                    x += width + space

    assert text_of(tmp_path, draw).split("\n") == [*LEFT, *MIDDLE]

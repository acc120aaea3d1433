"""Raised note marks stand apart; the endings of ordinals in any language, and squares, do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import drawn, kept

Parts = list[tuple[str, float]]


def lines_of(tmp_path: Path, *rows: Parts) -> list[str]:
    def draw(canvas: Canvas) -> None:
        for number, parts in enumerate(rows):
            text = canvas.beginText(72, 700 - 30 * number)
            for words, rise in parts:
                text.setFont("Helvetica", 7 if rise else 11)
                text.setRise(rise)
                text.textOut(words)
            canvas.drawText(text)

    return [line.text for line in read_pdf(kept(drawn(draw), tmp_path, "a")).lines]


@pytest.mark.parametrize(
    ("parts", "right"),
    [
        ([("It costs £1,234", 0), ("1", 4), (" a year.", 0)], "It costs £1,234 ¹ a year."),
        ([("in August 2021", 0), ("12", 4)], "in August 2021 ¹²"),
        ([("the plan", 0), ("3", 4), (", and the", 0)], "the plan ³, and the"),
        ([("y 13", 0), ("eg", 4), (" Gorffennaf", 0)], "y 13eg Gorffennaf"),
        ([("le 1", 0), ("er", 4), (" mai", 0)], "le 1er mai"),
        ([("some 90 km", 0), ("2", 4), (" of fen", 0)], "some 90 km² of fen"),
        ([("Acme", 0), ("TM", 4), (" paint", 0)], "AcmeTM paint"),
        ([("a sum", 0), ("*", 4), (" of money", 0)], "a sum * of money"),
        ([("less CO", 0), ("2", -3), (" by May", 0)], "less CO2 by May"),
    ],
)
def test_a_mark_stands_apart_and_the_rest_of_a_word_does_not(
    parts: Parts, right: str, tmp_path: Path
) -> None:
    assert lines_of(tmp_path, parts) == [right]


def test_a_figure_in_the_next_cell_that_stands_a_little_higher_is_no_mark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, "Chapter 3")
        canvas.setFont("Helvetica", 8)
        canvas.drawString(200, 703, "0")

    (line,) = read_pdf(kept(drawn(draw), tmp_path, "a")).lines
    assert line.text.split() == ["Chapter", "3", "0"]


def test_the_number_of_a_footnote_stays_with_its_note(tmp_path: Path) -> None:
    found = lines_of(
        tmp_path,
        [("The mill was sold", 0), ("1", 4), (" in May.", 0)],
        [("1", 4), (" Subject to contract.", 0)],
    )
    assert found == ["The mill was sold ¹ in May.", "1 Subject to contract."]

"""Spaced letters are joined where it is known where their words end."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import drawn, kept


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("R E S O L V E D: that it be sold.", "RESOLVED: that it be sold."),
        ("A G E N D A", "AGENDA"),
        ("1 | P a g e", "1 | Page"),
        ("Bands A B C D E F", "Bands A B C D E F"),
        ("N O T F O R P U B L I C A T I O N", "N O T F O R P U B L I C A T I O N"),
        ("Plan A is to wait.", "Plan A is to wait."),
    ],
)
def test_only_words_that_are_spaced_out_are_joined(
    written: str, right: str, tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, written)

    assert [line.text for line in read_pdf(kept(drawn(draw), tmp_path, "a")).lines] == [right]

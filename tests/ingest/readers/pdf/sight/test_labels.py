"""Labels that run up the cells of an upright table are read in their rows."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import drawn, kept

ROWS = (
    (("Air and", "Noise"), "Traffic in the High Street is loud from seven until nine."),
    (("Parks",), "The green at Hill Top has lost its hedge and needs a new one."),
)


def test_a_label_of_two_lines_stands_in_its_row_word_by_word(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.grid([60, 100, 420, 500], [730, 700, 620, 540])
        for left, head in ((64, "Theme"), (110, "What was found"), (430, "Cost £")):
            canvas.drawString(left, 710, head)
        for number, (label, words) in enumerate(ROWS):
            canvas.drawString(110, 660 - 80 * number, words)
            canvas.drawString(430, 660 - 80 * number, f"{number + 3},400")
            canvas.saveState()
            canvas.translate(74, 630 - 80 * number)
            canvas.rotate(90)
            for line, part in enumerate(label):
                canvas.drawString(0, -13 * line, part)
            canvas.restoreState()

    text = " ".join(line.text for line in read_pdf(kept(drawn(draw), tmp_path, "a")).lines)
    flowing = " ".join(text.split())
    assert f"Air and Noise {ROWS[0][1]}" in flowing
    assert f"Parks {ROWS[1][1]}" in flowing

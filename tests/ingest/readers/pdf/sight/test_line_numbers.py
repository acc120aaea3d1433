"""The numbers of lines are left out; those of rows, items and people are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.reader import read_pdf
from tests.ingest.readers.pdf.drawing import drawn, kept

PROSE = (
    "The Panel met to hear the appeal of Mr Orme against the",
    "refusal of a licence. He said that he had lived in the",
    "town for nine years and knew every street of it. The",
    "officer said that the form had not been signed, and",
    "that the fee was paid late. The Panel went out to",
    "think about the matter and came back after an hour.",
    "RESOLVED that the appeal be allowed and the licence be",
    "granted for one year from the day of this meeting.",
)


def lines_of(tmp_path: Path, rows: Sequence[tuple[str, str]], *, left: float = 40) -> list[str]:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for number, (count, words) in enumerate(rows):
            canvas.drawString(left, 760 - 16 * number, count)
            canvas.drawString(72, 760 - 16 * number, words)

    return [line.text for line in read_pdf(kept(drawn(draw), tmp_path, "a")).lines]


@pytest.mark.parametrize("first", [1, 47])
def test_numbers_that_count_each_line_are_left_out(first: int, tmp_path: Path) -> None:
    rows = [(str(first + at), words) for at, words in enumerate(PROSE)]
    assert lines_of(tmp_path, rows) == list(PROSE)


@pytest.mark.parametrize(
    "words",
    [
        "Adult care 7,003 3,939|Children 565 162|Growth 1,288 376|Chief 39 16|Deputy 142 44|"
        "Total 2,007 588|Other 10 4|All 2,017 592",
        "Apologies|Declarations of interest|Minutes of the last meeting|Budget for parks|"
        "Licence for the fair|Grants to clubs|Date of next meeting|Private business",
        "Ann Birch (Chair)|Tom Cole|Una Dale|Vic East|Wyn Ford|Xan Gray|Yan Hill|"
        "Zoe Ives (Vice-Chair)",
    ],
    ids=["table", "agenda", "people"],
)
def test_the_numbers_of_rows_items_and_people_stay(words: str, tmp_path: Path) -> None:
    counted = [(str(n), row) for n, row in enumerate(words.split("|"), start=1)]
    rows = [("", "Harrowmere Town Council"), *counted]
    found = lines_of(tmp_path, rows)
    assert [line.split()[0] for line in found[1:]] == [str(n) for n in range(1, 9)]


def test_numbers_drawn_before_all_lines_are_left_out_too(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for number in range(len(PROSE)):
            canvas.drawRightString(50, 760 - 16 * number, str(number + 1))
        for number, words in enumerate(PROSE):
            canvas.drawString(72, 760 - 16 * number, words)

    document = read_pdf(kept(drawn(draw), tmp_path, "a"))
    assert [line.text for line in document.lines] == list(PROSE)

"""Which units may be quoted as an answer."""

from __future__ import annotations

from qa.judgement.units import candidates_of, columns_of, text_with_columns
from qa.papers import (
    UNKNOWN_PAGE,
    FileFormat,
    Hit,
    Paper,
    PaperKind,
    Passage,
    Standing,
    TableRow,
    Unit,
    UnitKind,
)

CAPTION = "Tolls by year"
ROW = TableRow(("Carts", "£2"), ("Kind", "2025/26"), CAPTION)
UNITS = (
    Unit("7. TOLLS", (1, 1), kind=UnitKind.HEADING),
    Unit("Kind\t2025/26", (2, 2), kind=UnitKind.HEADER),
    Unit("Subject:\tTolls", (3, 3), kind=UnitKind.ROW),
    Unit(CAPTION, (4, 4)),
    Unit("Carts\t£2", (5, 5), kind=UnitKind.ROW, row=ROW),
    Unit("The tolls were last raised in 2019.", (6, 6)),
)
PAPER = Paper("p1", "tolls.pdf", "Tolls", PaperKind.REPORT, FileFormat.PDF, "0" * 64)
PASSAGE = Passage("p1-0", "p1", 0, UNITS, ("7. TOLLS",), Standing.BACKGROUND, UNKNOWN_PAGE, (1, 6))


def test_headings_captions_and_the_row_of_a_title_answer_nothing() -> None:
    found = candidates_of([Hit(1, 1.0, PASSAGE, PAPER)])
    assert [each.unit.text for each in found] == ["Carts\t£2", UNITS[5].text]
    assert [each.place for each in found] == [4, 5]


def test_a_row_is_compared_with_its_columns() -> None:
    assert text_with_columns(UNITS[4]) == "Carts\t£2   Kind 2025/26".replace("   ", "  ")
    plain = Unit("Carts\t£2", (5, 5), kind=UnitKind.ROW)
    assert text_with_columns(plain, columns_of(PASSAGE)) == "Carts\t£2 Kind\t2025/26"
    assert text_with_columns(UNITS[5], "Kind") == UNITS[5].text

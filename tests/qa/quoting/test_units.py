"""Which units of a passage are quoted."""

from __future__ import annotations

from qa.papers import UNKNOWN_PAGE, Passage, Standing, Unit, UnitKind
from qa.questions.question import read_question
from qa.quoting.units import choose_units
from qa.retrieval.features import Asked


def test_rows_are_quoted_without_the_paragraph_after_the_table() -> None:
    row = Unit("Extend by two years\t£684,000", (1, 1), kind=UnitKind.ROW)
    after = Unit("4.1 To extend by two years costs £684,000.", (2, 2))
    filler = Unit("Visits " * 120, (3, 3))
    passage = Passage(
        "a-00001", "a", 1, (row, after, filler), (), Standing.BACKGROUND, UNKNOWN_PAGE, (1, 3)
    )
    weights = {"extend": 1.0, "year": 1.0}
    asked = Asked(read_question("What does it cost to extend by two years?"), weights, weights)
    assert choose_units(asked, passage) == (row,)

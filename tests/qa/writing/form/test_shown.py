"""The line that says what a quote is and where it stands."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answers import Citation
from qa.papers import (
    FileFormat,
    ItemKind,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from qa.quoting.units import Quote
from qa.writing.form.shown import cut_citation, state_place

UNIT = Unit("The quay be dredged.", (1, 1), UnitKind.LIMB)
PAGE = PageSpan(PageKind.EXACT, 2, 2)
PAPER = Paper(
    "p",
    "minutes.pdf",
    "Minutes",
    PaperKind.MINUTES,
    FileFormat.PDF,
    "a" * 64,
    council="Tarnbeck District Council",
)
PASSAGE = Passage(
    "p-00001",
    "p",
    1,
    (UNIT,),
    (),
    Standing.DECIDED,
    PAGE,
    (1, 1),
    "52",
    "THE QUAY",
    ItemKind.MINUTE,
    "Harbour Committee",
    date(2024, 3, 7),
)


@pytest.mark.parametrize(
    ("of_many", "by"),
    [(False, "Harbour Committee"), (True, "Harbour Committee of Tarnbeck District Council")],
)
def test_the_council_is_named_where_papers_of_many_are_held(of_many: bool, by: str) -> None:
    cited = Citation(1, UNIT.text, PAPER, PAGE, None, (), "52", Standing.DECIDED)
    told = state_place(Quote(PASSAGE, PAPER, (UNIT,)), Standing.DECIDED, cited, of_many=of_many)
    assert told == f"**Decided** by {by}, 7 March 2024 (minute 52, THE QUAY), page 2."


def test_the_number_of_a_paragraph_is_not_quoted_alone() -> None:
    long = " ".join(["the quay wall is to be dredged"] * 12)
    text = f"33. It was said that {long}. No more was said."
    citation = Citation(1, text, PAPER, PAGE, (1, 1), (), None, Standing.BACKGROUND)
    assert cut_citation(citation, "").quote.startswith("It was said that the quay wall")

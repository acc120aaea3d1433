"""What is quoted of a text source is cited with its own page. Every paper here is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.library import Library
from qa.papers import (
    FileFormat,
    PageKind,
    PageSpan,
    Paper,
    PaperKind,
    Passage,
    Standing,
    Unit,
    UnitKind,
)
from qa.quoting.cite import cite, text_page
from qa.quoting.units import Quote

SPAN = PageSpan(PageKind.RANGE, 9, 14, "9–14", "agenda index")
HEADING = Unit("3. The harbour wall", (50, 50), page=10, kind=UnitKind.HEADING)
WALL = Unit("The wall has moved by two inches.", (51, 51))
DUES = Unit("4. Dues", (53, 53), page=13, kind=UnitKind.HEADING)
PASSAGE = Passage("p-00001", "p", 1, (HEADING, WALL, DUES), (), Standing.BACKGROUND, SPAN, (50, 53))


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((HEADING,), (PageKind.EXACT, 10, 10, "10")),
        ((HEADING, DUES), (PageKind.RANGE, 10, 13, "10–13")),
        ((HEADING, WALL), (PageKind.RANGE, 9, 14, "9–14")),
        ((WALL,), (PageKind.RANGE, 9, 14, "9–14")),
    ],
)
def test_units_have_their_own_pages_only_where_all_of_them_are_known(
    units: tuple[Unit, ...], told: tuple[PageKind, int, int, str]
) -> None:
    page = text_page(PASSAGE, units)
    assert (page.kind, page.first, page.last, page.printed) == told
    assert page.basis == "agenda index"


def test_a_heading_whose_page_is_known_is_not_cited_apart_from_its_text(tmp_path: Path) -> None:
    paper = Paper("p", "p.txt", "Harbour Review", PaperKind.REPORT, FileFormat.TEXT, "0")
    quote = Quote(PASSAGE, paper, (HEADING, WALL))
    library = Library.open(tmp_path / "library", create=True)
    try:
        [[citation]] = cite(library, [quote])
        [[alone]] = cite(library, [Quote(PASSAGE, paper, (HEADING,))])
    finally:
        library.close()
    assert citation.page == SPAN
    assert (alone.page.kind, alone.page.first) == (PageKind.EXACT, 10)

"""A year asked about may be told by the name of the file in which the paper is filed."""

from __future__ import annotations

from qa.answerability.meetings import _speaks_of
from qa.papers import (
    UNKNOWN_PAGE,
    FileFormat,
    Hit,
    Paper,
    PaperKind,
    Passage,
    Standing,
    Unit,
    UnitKind,
)


def filed_as(name: str) -> Hit:
    paper = Paper("p1", name, "Key services", PaperKind.APPENDIX, FileFormat.PDF, "0" * 64)
    units = (Unit("Ferries\t120\t140", (1, 1), 1, UnitKind.ROW),)
    passage = Passage(
        "p1-0", "p1", 0, units, ("Key services",), Standing.BACKGROUND, UNKNOWN_PAGE, (1, 1)
    )
    return Hit(1, 1.0, passage, paper)


def test_a_year_between_the_underscores_of_a_files_name_is_spoken_of() -> None:
    assert _speaks_of("2031", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert _speaks_of("2031-32", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert not _speaks_of("2030", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert not _speaks_of("2031", filed_as("Appendix_7.pdf"))

"""What papers say of another authority is not taken for ours; a file's name may give the year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerability.meetings import speaks_of_year
from qa.answerer import Answerer
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
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

ITEMS = """52. GRITTING SERVICE

The Cabinet considered a report on the gritting service. Ashcombe and Rutland share a depot, which
cost £410,000 in 2023. Ashcombe spent £96,000 on gritting in the last winter.

RESOLVED that a third gritting lorry be hired for £12,500 a year, for eighteen months.

53. CAR PARKS

The Head of Parking had compared charges. Brighton & Hove charged £3.80 for two hours.

RESOLVED that the charge for two hours be £2.40.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    papers = {"2024-03-14-minutes.txt": minutes(ITEMS)}
    found = answerer_of(tmp_path_factory.mktemp("authorities"), embedder, papers)
    yield found
    found.library.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does Brighton and Hove charge for two hours?", "£3.80"),
        ("What did the depot shared by Ashcombe and Rutland cost?", "£410,000"),
        ("How long will the third gritting lorry be hired for?", "eighteen months"),
    ],
)
def test_what_is_told_of_another_authority_is_answered(
    question: str, told: str, answerer: Answerer
) -> None:
    answer = answerer.ask(question)
    assert told in answer.answer


def filed_as(name: str) -> Hit:
    paper = Paper("p1", name, "Key services", PaperKind.APPENDIX, FileFormat.PDF, "0" * 64)
    units = (Unit("Ferries\t120\t140", (1, 1), 1, UnitKind.ROW),)
    passage = Passage(
        "p1-0", "p1", 0, units, ("Key services",), Standing.BACKGROUND, UNKNOWN_PAGE, (1, 1)
    )
    return Hit(1, 1.0, passage, paper)


def test_a_year_between_the_underscores_of_a_files_name_is_spoken_of() -> None:
    assert speaks_of_year("2031", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert speaks_of_year("2031-32", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert not speaks_of_year("2030", filed_as("Appendix_-_NOV_2031-32.pdf"))
    assert not speaks_of_year("2031", filed_as("Appendix_7.pdf"))

"""Near misses: the papers speak of the very subject, and do not give the detail asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

ITEMS = """52. SKATE PARKS

The Head of Leisure reported that the skate parks at Ottermere and Fenwold had cost £18,000 to
run in the year. Eleven wardens look after the skate park at Ottermere, and 140 people used it on
the day of the count. The one at Fenwold was closed for repairs.

RESOLVED – That the report be noted.

53. ENTERPRISE LOANS

The Ashcombe Enterprise Loans had lent £2.4 million since July 2023, about £300,000 a month, to
small firms for growth and the creation of jobs.

RESOLVED – That the report be noted.

54. STALL LICENCES

Work on applications for a stall licence went on well. A fee of £45.00 for each application was
brought in on 6 November 2023.

RESOLVED – That the report be noted.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    folder: Path = tmp_path_factory.mktemp("near")
    found = answerer_of(folder, embedder, {"minutes.txt": minutes(ITEMS)})
    yield found
    found.library.close()


GIVEN = [
    "How many wardens look after the skate park at Ottermere?",
    "How many people used the Ottermere skate park on the day of the count?",
    "How many people were counted at Ottermere skate park?",
]
NOT_GIVEN = [
    "How many people used the skate park at Fenwold?",
    "how many wardens are there at the fenwold skate park",
    "How many jobs have the Ashcombe Enterprise Loans created?",
    "How many applications for a stall licence are waiting?",
]


@pytest.mark.parametrize("question", GIVEN)
def test_a_detail_that_the_papers_give_is_told(question: str, answerer: Answerer) -> None:
    assert answerer.ask(question).status is AnswerStatus.ANSWERED


@pytest.mark.parametrize("question", NOT_GIVEN)
def test_a_detail_that_they_do_not_give_is_declined(question: str, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert answer.status is AnswerStatus.NOT_FOUND
    assert answer.citations == ()

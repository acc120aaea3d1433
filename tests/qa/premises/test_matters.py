"""A question that two meetings fit: both are named, and which is meant is asked back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

ITEM = """52. HARBOUR TOLLS

The Director presented a report on the harbour tolls.

RESOLVED that the harbour tolls be {what}.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("matters")
    papers = {
        "march.txt": minutes(ITEM.format(what="raised by 4 %"), day="7 March 2024"),
        "april.txt": minutes(ITEM.format(what="raised by 6 %"), day="4 April 2024"),
    }
    answerer = answerer_of(folder, embedder, papers)
    yield answerer
    answerer.library.close()


def test_both_meetings_are_named_where_the_question_fits_both(answerer: Answerer) -> None:
    answer = answerer.ask("Why were the harbour tolls raised?")
    assert "among them 7 March 2024 and 4 April 2024. Which is meant?" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Why were the harbour tolls raised in April 2024?",
        "What was decided on the harbour tolls?",
    ],
)
def test_nothing_is_asked_back_where_the_day_is_named_or_all_count(
    answerer: Answerer, question: str
) -> None:
    assert "Which is meant?" not in answerer.ask(question).answer

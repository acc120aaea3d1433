"""Questions of several parts get evidence for each."""

from __future__ import annotations

import pytest

from qa.answers import AnswerStatus
from qa.questions.question import MOST_PARTS, read_question
from tests.conftest import Samples


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When is the tender advertised and when are bids due?", 2),
        ("What is the rent, who is the landlord, and when does the lease end?", 3),
        ("How much was it - and why?", 2),
        ("What did Cabinet decide on Merton House?", 0),
        ("What were the reasons for and against the lease?", 0),
        ("WHEN IS IT ADVERTISED AND WHEN ARE BIDS DUE BACK", 2),
    ],
)
def test_a_question_is_parted_where_it_asks_again(question: str, parts: int) -> None:
    assert len(read_question(question).parts) == parts


def test_a_long_text_pasted_in_is_parted_a_few_times_only() -> None:
    pasted = "What is the rent" + ", when is it due, who pays it" * 40
    assert len(read_question(pasted[:1_900]).parts) == MOST_PARTS


def test_each_part_is_answered(samples: Samples) -> None:
    """The amount and the day stand in different places of the same matter."""
    answer = samples.answerer.ask(
        "How much is to be released from the Transformation Reserve for Merton House, "
        "and when must notice be served on the landlord?"
    )
    assert answer.status is AnswerStatus.ANSWERED
    quoted = " ".join(citation.quote for citation in answer.citations)
    assert "£" in quoted and "notice" in quoted.lower()

"""The first line of real answers from the sample papers."""

from __future__ import annotations

import pytest

from qa.answers import FOLD, AnswerStatus, unfolded
from qa.papers import Standing
from qa.writing.form.line import MOST_WORDS, Line, joined
from tests.conftest import Samples

QUESTIONS = [
    "What did Cabinet decide on Merton House on 18 January 2024?",
    "What is the total cost of the Ellerdyke Beck flood scheme?",
    "total agency staff in December 2024",
    "Why did Cabinet approve the rise in taxi licence fees?",
    "How many voted for the amendment on libraries?",
    "What are the options for the leisure contract?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_opens_with_its_line(question: str, samples: Samples) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and answer.line is not None
    assert answer.answer.startswith(f"{answer.line} [1]\n\n")
    assert len(answer.line.split()) <= MOST_WORDS and "\n" not in answer.line


def test_the_line_of_a_proposal_never_says_decided(samples: Samples) -> None:
    answer = samples.answerer.ask("What is the total cost of the Ellerdyke Beck flood scheme?")
    assert answer.standing is not Standing.DECIDED
    assert answer.line is not None and not answer.line.startswith("Decided")


def test_a_vote_is_told_with_its_counts(samples: Samples) -> None:
    answer = samples.answerer.ask("What was the recorded vote on the libraries amendment?")
    assert answer.line == "Not carried: 10 for, 16 against, 2 abstentions (lost)"
    assert answer.standing is answer.citations[0].standing is Standing.LOST


def test_who_voted_how_is_told_by_name(samples: Samples) -> None:
    answer = samples.answerer.ask("Who voted against the libraries amendment in February 2024?")
    assert answer.line is not None and len(answer.line.split()) <= MOST_WORDS
    assert answer.line.startswith("Not carried: Voted against (16): Adil, Bexfield, ")
    answer = samples.answerer.ask("How did Cllr Sallow vote on the libraries amendment?")
    assert answer.line == (
        "Not carried: Sallow voted for; 10 for, 16 against, 2 abstentions (lost)"
    )


def test_a_question_of_two_parts_has_both_answers_in_its_line(samples: Samples) -> None:
    answer = samples.answerer.ask("Who moved the amendment on libraries and how did the vote go?")
    assert answer.line is not None and len(answer.line.split()) <= MOST_WORDS
    assert "Moved by Councillor" in answer.line and "10 for, 16 against" in answer.line
    assert "carried" in answer.line and answer.line_of


def test_lines_that_share_a_standing_say_it_once() -> None:
    first, second = Line("Decided: a lease", "lease"), Line("Decided: a day", "day")
    other = Line("Not carried: 2 for", "2 for")
    assert joined([first, second]).text == "Decided: a lease; a day"
    assert joined([first, second]).further == ("day",)
    assert joined([first, other, second]).text == (
        "Decided: a lease. Not carried: 2 for. Decided: a day"
    )
    assert joined([first, first]).text == first.text


def test_what_is_left_of_a_long_resolution_is_folded(samples: Samples) -> None:
    answer = samples.answerer.ask("What did Cabinet decide on Merton House on 18 January 2024?")
    shown = unfolded(answer.answer)
    assert FOLD not in shown and FOLD in answer.answer
    assert len(shown.split()) < len(answer.answer.split())
    assert "[1]" in shown and "[2]" in answer.answer


def test_a_line_is_marked_with_the_quote_that_has_its_words(samples: Samples) -> None:
    answer = samples.answerer.ask(
        "What did Cabinet decide on 18 January 2024 about enlarging Norbeck Primary School?"
    )
    said = answer.answer.split("\n\n")[0]
    assert said == f"{answer.line} [2]" and "be approved" in said
    assert "be noted" in answer.citations[0].quote and "be approved" in answer.citations[1].quote

"""Declining over the sample papers: the thing asked for is there, or it is said what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answerability.judge import LOOKS_FOR, OFF_THE_SUBJECT, judge
from qa.answers import AnswerStatus
from qa.judgement.outcome import LOOKED_FOR
from qa.judgement.scores import score_units
from qa.questions.question import read_question
from tests.conftest import Samples

IN_THE_PAPERS = [
    "How much is to be released from the Transformation Reserve for Merton House?",
    "Who seconded the new timetable for Merton House?",
    "How many signatures had the Pell Lane petition?",
    "When must notice be served on the landlord of Merton House?",
    "What did Cabinet decide on 18 January 2024 about Merton House?",
    "What did Cabinet decide on taxi licence fees?",
    "Print the resolution on Pell Lane in full",
    "minute 58",
]
NEAREST_ONLY = [
    ("What salary is the Head of Property paid?", "salary"),
    ("How many dragons were seen in the Town Hall?", "dragons"),
    ("Who bought Merton House?", "name"),
    ("What's the name of the landlord of Merton House?", "name"),
]
NOT_HELD = [
    ("What did Cabinet decide on 3 February 2022 about Merton House?", "3 February 2022"),
    ("What did Cabinet decide about Merton House in October 2022?", "October 2022"),
]
NOT_FOUND = [
    ("Who won the football match on Saturday?", "football"),
    ("What is in report CAB/24/44?", "CAB/24/44"),
    ("What is in report CAB/24/99?", "CAB/24/99"),
    ("What did Cabinet decide on 24/9999?", "24/9999"),
    ("What is 2+2?", ""),
    ("How do I renew my passport?", ""),
]


@pytest.mark.parametrize("question", IN_THE_PAPERS)
def test_what_the_papers_hold_is_answered(question: str, samples: Samples) -> None:
    assert samples.answerer.ask(question).status is AnswerStatus.ANSWERED


@pytest.mark.parametrize(("question", "said"), NEAREST_ONLY)
def test_what_they_do_not_say_is_told_with_what_is_nearest(
    question: str, said: str, samples: Samples
) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is AnswerStatus.NEAREST
    assert answer.lacks is not None and said in answer.lacks and answer.line == answer.lacks
    assert answer.answer.startswith(f"**Nearest only.** {answer.lacks}\n\n")
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "What was Merton House valued at?",
        pytest.param(
            "How much is Wandsworth paying for the lease of Merton House?",
            marks=pytest.mark.xfail(
                strict=False, reason="a name that no paper prints tells answerable ones not apart"
            ),
        ),
    ],
)
def test_another_sum_of_the_matter_is_no_answer(question: str, samples: Samples) -> None:
    assert samples.answerer.ask(question).status is AnswerStatus.NEAREST


@pytest.mark.parametrize(
    ("question", "said", "status"),
    [
        *((*each, AnswerStatus.NOT_HELD) for each in NOT_HELD),
        *((*each, AnswerStatus.NOT_FOUND) for each in NOT_FOUND),
    ],
)
def test_what_is_not_there_is_said_of_the_search_or_of_the_register(
    question: str, said: str, status: AnswerStatus, samples: Samples
) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is status
    assert answer.citations == () and answer.standing is None and said in answer.answer


def test_which_check_declined_is_told_to_the_evaluator(samples: Samples) -> None:
    ask = samples.answerer.ask
    assert ask("What salary is the Head of Property paid?").declined_by == "amount"
    assert ask("What is in report CAB/24/99?").declined_by == "reference"
    assert ask("How do I renew my passport?").declined_by == OFF_THE_SUBJECT
    assert ask(IN_THE_PAPERS[0]).declined_by is None


def test_the_signs_are_the_checks_that_are_made() -> None:
    assert tuple(LOOKS_FOR) == LOOKED_FOR


def test_a_question_of_two_parts_tells_what_became_of_each(samples: Samples) -> None:
    answer = samples.answerer.ask(
        "How many signatures had the Pell Lane petition, and who is the landlord of Merton House?"
    )
    first, second = answer.parts
    assert first.status is AnswerStatus.ANSWERED and first.citations and first.lacks is None
    assert (
        second.status is AnswerStatus.NEAREST
        and second.lacks == "No name for it was seen in what was found."
    )
    told = {citation.number: citation.quote for citation in answer.citations}
    assert any("212" in told[number] or "signatures" in told[number] for number in first.citations)


def test_hits_without_features_are_not_taken_to_be_off_the_subject(samples: Samples) -> None:
    asked = samples.answerer.searcher.asked(read_question("How do I renew my passport?"))
    hits = samples.answerer.searcher.search(asked.question, 5)
    library = samples.answerer.library
    assert judge(asked, hits, score_units(asked, hits), library).lack is not None
    bare = [replace(hit, features=None) for hit in hits]
    lack = judge(asked, bare, score_units(asked, bare), library).lack
    assert lack is None or lack.check != OFF_THE_SUBJECT


def test_what_is_answered_is_surer_than_what_is_nearest(samples: Samples) -> None:
    ask = samples.answerer.ask
    told = [ask(question).chance for question in IN_THE_PAPERS if question != "minute 58"]
    nearest = [ask(question).chance for question, _ in NEAREST_ONLY]
    assert min(c for c in told if c is not None) > max(c for c in nearest if c is not None)
    assert None not in [*told, *nearest]
    assert {ask(question).chance for question, _ in NOT_FOUND} == {0.0}


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("What is in report {}?", ""),
        ("{}", ""),
        ("What does report {} say about the Pell Lane allotments?", "PELL LANE"),
    ],
)
def test_a_number_that_no_paper_has_is_declined_alike_whether_it_is_exempt_or_no_number_at_all(
    question: str, near: str, samples: Samples
) -> None:
    withheld = samples.answerer.ask(question.format("CAB/24/44")).answer
    nobody = samples.answerer.ask(question.format("CAB/24/99")).answer
    assert withheld.replace("CAB/24/44", "CAB/24/99") == nobody
    assert near in withheld and ("Nearest" in withheld) == bool(near)

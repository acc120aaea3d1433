"""Declining over the sample papers: the thing asked for is there, or it is said what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answerability.judge import OFF_THE_SUBJECT, judge
from qa.answers import AnswerStatus
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
NOT_IN_THE_PAPERS = [
    ("What salary is the Head of Property paid?", "salary"),
    ("How many dragons were seen in the Town Hall?", ""),
    ("Was the decision on Merton House called in?", "called in"),
    ("What did Harrogate Borough Council's Cabinet decide on Merton House?", "Harrogate"),
    ("What did Cabinet decide on 3 February 2022 about Merton House?", "3 February 2022"),
    ("Who won the football match on Saturday?", ""),
    ("What is in report CAB/24/44?", "CAB/24/44"),
    ("What is in report CAB/24/99?", "CAB/24/99"),
    ("What did Cabinet decide on 24/9999?", "24/9999"),
    ("What is 2+2?", ""),
    ("Which councillors voted against the Merton House lease?", ""),
    ("What did Cabinet decide about Merton House in October 2022?", "October 2022"),
    ("What did full Council go on to decide on the lease of Merton House?", "Council"),
    ("Who bought Merton House?", ""),
    ("How do I renew my passport?", ""),
    ("What rating did Ofsted give the library service?", ""),
    ("What was Merton House valued at?", "valued"),
    ("What's the name of the landlord of Merton House?", "who"),
    ("What was said in private about Merton House?", "private"),
    ("How much is Wandsworth paying for the lease of Merton House?", "Wandsworth"),
    ("Has Xanthippe Quill objected to the Merton House lease?", "Xanthippe"),
]


@pytest.mark.parametrize("question", IN_THE_PAPERS)
def test_what_the_papers_hold_is_answered(question: str, samples: Samples) -> None:
    assert samples.answerer.ask(question).status is AnswerStatus.ANSWERED


@pytest.mark.parametrize(("question", "said"), NOT_IN_THE_PAPERS)
def test_what_they_lack_is_declined_and_named(question: str, said: str, samples: Samples) -> None:
    answer = samples.answerer.ask(question)
    assert answer.status is AnswerStatus.NOT_FOUND
    assert answer.citations == () and said in answer.answer


def test_which_check_declined_is_told_to_the_evaluator(samples: Samples) -> None:
    ask = samples.answerer.ask
    assert ask("What was Merton House valued at?").declined_by is not None
    assert ask("What is in report CAB/24/99?").declined_by == "reference"
    assert ask("Was the decision on Merton House called in?").declined_by == "call in"
    assert ask("How do I renew my passport?").declined_by == OFF_THE_SUBJECT
    assert ask(IN_THE_PAPERS[0]).declined_by is None


def test_hits_without_features_are_not_taken_to_be_off_the_subject(samples: Samples) -> None:
    asked = samples.answerer.searcher.asked(read_question("How do I renew my passport?"))
    hits = samples.answerer.searcher.search(asked.question, 5)
    library = samples.answerer.library
    assert judge(asked, hits, library).lack is not None
    bare = [replace(hit, features=None) for hit in hits]
    lack = judge(asked, bare, library).lack
    assert lack is None or lack.check != OFF_THE_SUBJECT


def test_what_is_answered_is_surer_than_what_is_declined(samples: Samples) -> None:
    told = [samples.answerer.ask(question).chance for question in IN_THE_PAPERS]
    lacked = [samples.answerer.ask(question).chance for question, _ in NOT_IN_THE_PAPERS]
    assert all(chance is not None for chance in [*told, *lacked])
    assert min(c for c in told if c is not None) > max(c for c in lacked if c is not None)


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

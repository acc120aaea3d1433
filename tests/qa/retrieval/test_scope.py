"""What an answer says of the papers that were not searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.papers import FileFormat, Paper, PaperKind
from qa.questions.question import read_question
from qa.retrieval.scope import state_councils

PAPER = Paper("a" * 16, "minutes.pdf", "Minutes", PaperKind.MINUTES, FileFormat.PDF, "a" * 64)
PAPERS = [
    replace(PAPER, council="Brackwater Borough Council"),
    replace(PAPER, council="Tarnbeck District Council"),
    PAPER,
]


def said_of(question: str, found: list[Paper], papers: list[Paper]) -> str:
    named = read_question(question).facets.councils_named(paper.council for paper in papers)
    return state_councils(named, found, {paper.council for paper in papers})


def test_a_search_kept_to_one_councils_papers_says_so() -> None:
    said = said_of("What rent does Tarnbeck pay?", PAPERS[1:2], PAPERS)
    assert "Only the papers of Tarnbeck District Council" in said


def test_a_search_that_the_council_named_has_nothing_for_says_so() -> None:
    said = said_of("What rent does Tarnbeck pay?", PAPERS[:1], PAPERS)
    assert "all papers were searched" in said


@pytest.mark.parametrize(
    ("question", "held"),
    [("What rent is paid?", PAPERS), ("What rent does Brackwater pay?", PAPERS[:1])],
)
def test_where_no_council_keeps_the_search_nothing_is_said(
    question: str, held: list[Paper]
) -> None:
    assert said_of(question, held, held) == ""


def test_no_more_is_said_where_what_was_quoted_before_came_in_too() -> None:
    assert said_of("What rent does Tarnbeck pay?", PAPERS[:2], PAPERS) == ""

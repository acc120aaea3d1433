from dataclasses import replace

import pytest

from qa.language.councils import place_words, say_councils
from qa.papers import FileFormat, Paper, PaperKind
from qa.questions.question import read_question

PAPER = Paper("a" * 16, "minutes.pdf", "Minutes", PaperKind.MINUTES, FileFormat.PDF, "a" * 64)
PAPERS = [
    replace(PAPER, council="Brackwater Borough Council"),
    replace(PAPER, council="Tarnbeck District Council"),
    PAPER,
]


def councils_named(question: str, papers: list[Paper]) -> frozenset[str]:
    return read_question(question).facets.councils_named(paper.council for paper in papers)


def said_of(question: str, found: list[Paper], papers: list[Paper]) -> str:
    return say_councils(councils_named(question, papers), found, papers)


def test_a_councils_place_is_what_tells_it_from_others() -> None:
    assert place_words("Royal Borough of Upper Tarn") == {"upper", "tarn"}
    assert place_words("Brackwater Borough Council") == {"brackwater"}


@pytest.mark.parametrize(
    ("question", "councils"),
    [
        ("What did Brackwater's Cabinet decide?", {"Brackwater Borough Council"}),
        ("WHAT RENT DOES TARNBECK PAY", {"Tarnbeck District Council"}),
        ("Do Brackwater and Tarnbeck share a depot?", {p.council for p in PAPERS if p.council}),
        ("What did the Borough Council decide?", set()),
    ],
)
def test_a_question_names_a_council_by_its_place(question: str, councils: set[str]) -> None:
    assert councils_named(question, PAPERS) == councils


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

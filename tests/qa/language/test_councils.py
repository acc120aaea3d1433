from dataclasses import replace

import pytest

from qa.language.councils import place_words
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

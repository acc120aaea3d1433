from dataclasses import replace

import pytest

from qa.language.councils import own_place, welsh_councils
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


@pytest.mark.parametrize(
    ("council", "place"),
    [
        ("Royal Borough of Upper Tarn", "Upper Tarn"),
        ("Brackwater Borough Council", "Brackwater"),
        ("Orme & Pell Fire and Rescue Authority", "Orme and Pell"),
        ("Pell with Great Orme Parish Council", "Pell with Great Orme"),
        ("Isle of Tarn Council", "Isle of Tarn"),
        ("Borough Council", ""),
    ],
)
def test_a_councils_place_is_what_tells_it_from_others(council: str, place: str) -> None:
    assert own_place(council) == place


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the upper school pay?", set()),
        ("What did Upper Tarn Parish Council decide?", {"Upper Tarn Parish Council"}),
        ("What did Tarn decide, and Upper Tarn?", {"Tarn Council", "Upper Tarn Parish Council"}),
        ("What did upper tarn's clerk say?", {"Upper Tarn Parish Council"}),
        ("Who lives in Tarn House?", set()),
        ("What did the scrutiny committee say of the west?", set()),
    ],
)
def test_only_the_whole_place_names_a_council(question: str, named: set[str]) -> None:
    held = ["Upper Tarn Parish Council", "Tarn Council", "West Scrutiny District Council"]
    assert read_question(question).facets.councils_named(held) == named


def test_a_place_that_papers_print_with_other_capitals_is_one_place() -> None:
    held = ["Orme-cum-Pell Parish Council", "Orme-Cum-Pell Parish Council", "Pell Council"]
    named = read_question("What did Orme-cum-Pell decide?").facets.councils_named(held)
    assert named == set(held[:2])


@pytest.mark.parametrize(
    ("text", "councils"),
    [
        ("CYNGOR CYMUNED PELL A LLANORME", ("Pell and Llanorme Community Council",)),
        ("cyfarfod o Gyngor Tref Aberwennol am 7yh", ("Aberwennol Town Council",)),
        ("Neuadd Cyngor Ceredigion", ("Ceredigion County Council",)),
        ("Cyngor Sir Gaerfyrddin", ("Carmarthenshire County Council",)),
        ("Y Cyngor a benderfynodd", ()),
    ],
)
def test_a_council_named_in_welsh_is_known_by_its_name_in_english(
    text: str, councils: tuple[str, ...]
) -> None:
    assert welsh_councils(text) == councils


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

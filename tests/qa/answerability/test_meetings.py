"""Other authorities: their names as papers spell them, and what is told of them and not of us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.answers import AnswerStatus
from qa.language.councils import authorities_named, is_of
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

ITEMS = """52. GRITTING SERVICE

The Cabinet considered a report on the gritting service. Ashcombe and Rutland share a depot, which
cost £410,000 in 2023. Ashcombe spent £96,000 on gritting in the last winter.

RESOLVED that a third gritting lorry be hired for £12,500 a year, for eighteen months.

53. CAR PARKS

The Head of Parking had compared charges. Brighton & Hove charged £3.80 for two hours.

RESOLVED that the charge for two hours be £2.40.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    papers = {"2024-03-14-minutes.txt": minutes(ITEMS)}
    found = answerer_of(tmp_path_factory.mktemp("authorities"), embedder, papers)
    yield found
    found.library.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does Brighton and Hove charge for two hours?", "£3.80"),
        ("What did the depot shared by Ashcombe and Rutland cost?", "£410,000"),
        ("How long will the third gritting lorry be hired for?", "eighteen months"),
    ],
)
def test_what_is_told_of_another_authority_is_answered(
    question: str, told: str, answerer: Answerer
) -> None:
    answer = answerer.ask(question)
    assert answer.status is AnswerStatus.ANSWERED and told in answer.answer


@pytest.mark.parametrize(
    "question",
    ["How much did Rutland spend on gritting?", "What did Rutland agree on the gritting lorry?"],
)
def test_what_is_ours_or_shared_is_not_told_as_theirs(question: str, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert answer.status is AnswerStatus.NOT_FOUND and "Rutland" in answer.answer


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Folkestone & Hythe", ("Folkestone and Hythe",)),
        ("St. Helen's and Stoke on Trent", ("St Helens", "Stoke-on-Trent")),
        ("what Tunbridge\nWells pays", ("Tunbridge Wells",)),
        ("Where may we bury ashes, and is a swale dug?", ()),
        ("Reading rooms: when are they open?", ()),
        ("Is a new forest planted in Derby Road or York Place?", ()),
    ],
)
def test_a_name_is_known_in_every_spelling_and_told_from_a_word(
    text: str, named: tuple[str, ...]
) -> None:
    assert authorities_named(text) == named


@pytest.mark.parametrize(
    ("place", "council", "ours"),
    [
        ("Isle of Wight", "Isle of Wight Council", True),
        ("Derbyshire Dales", "Derbyshire County Council", True),
        ("Kensington and Chelsea", "Royal Borough of Kensington & Chelsea", True),
        ("Tower Hamlets", "London Borough of Barking and Dagenham", False),
        ("North Somerset", "North Norfolk District Council", False),
    ],
)
def test_a_place_is_ours_by_its_name_and_not_by_a_word_such_as_north(
    place: str, council: str, ours: bool
) -> None:
    assert is_of(place, council) is ours

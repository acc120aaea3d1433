"""Of several motions of one minute, the one that is asked about is told, with its own outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.papers import Standing
from qa.protocols import Embedder
from tests.qa.invented import answerer_of, minutes

ITEMS = """52. QUAY AND BATHING HUTS

Councillor Hay moved and Councillor Tew seconded that the offer of a lease of
the fish quay be accepted.

Councillor Orrin moved as an amendment, seconded by Councillor Venn, that a valuation of
the quay be first obtained.

The amendment was put and lost by 6 votes to 3.

The motion was then put and carried by 7 votes to 2.

Turning to the bathing huts, Councillor Birtle moved and Councillor Price seconded that
the bathing huts be demolished in the autumn.

Five voted for and five against. The Chairman gave her casting vote against the
motion, which was lost.

53. SEXTON

Councillor Hay moved and Councillor Tew seconded that the offer of a full-time sexton be accepted.

Councillor Arkle moved as an amendment, seconded by Councillor Price, that a part-time
sexton be engaged instead.

The amendment was put and carried by 8 votes to 1.

The substantive motion was then put and carried by 9 votes to 0.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("motions")
    answerer = answerer_of(folder, embedder, {"minutes.txt": minutes(ITEMS, body="COUNCIL")})
    yield answerer
    answerer.library.close()


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("Was it resolved to demolish the bathing huts?", "5 for, 5 against, casting vote"),
        ("What happened to the demolition of the bathing huts?", "5 for, 5 against, casting vote"),
        ("What happened to the amendment for a valuation of the quay?", "3 for, 6 against"),
        ("How many voted for the amendment for a valuation?", "3 for, 6 against"),
    ],
)
def test_a_motion_that_was_lost_is_not_answered_with_a_decision_of_another(
    answerer: Answerer, question: str, counts: str
) -> None:
    answer = answerer.ask(question)
    assert answer.standing is Standing.LOST and answer.line is not None
    assert counts in answer.answer and "7 for" not in answer.answer.split("> ")[0]
    assert not answer.line.startswith(("Decided", "Yes"))


def test_the_votes_told_are_those_of_the_motion_asked_about(answerer: Answerer) -> None:
    answer = answerer.ask("How many voted for accepting the lease of the fish quay?")
    assert answer.line is not None and "7 for, 2 against" in answer.line
    assert answer.standing is not Standing.LOST


def test_the_first_words_of_an_altered_motion_are_not_said_to_be_decided(
    answerer: Answerer,
) -> None:
    answer = answerer.ask("Was the motion to accept the offer of a full-time sexton carried?")
    assert answer.line is not None and not answer.line.startswith(
        ("Yes", "Decided: Councillor Hay")
    )
    assert "full-time" not in answer.line or not answer.line.startswith("Decided")
    assert "as altered" in answer.line

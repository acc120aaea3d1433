from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.answers import Answer, AnswerStatus, QuotedTable, Shown
from qa.api.app import Surroundings, create_api
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library

WELSH = "Penderfynodd y Cabinet fod y tŷ yn cael ei werthu, ac nad oes angen y swyddfa mwyach."
TABLE = QuotedTable(("Band", "2024/25 £"), (("E", "2,129.55"),), "Council tax", None)
COUNCIL = "Ashcombe Borough Council"
ADDRESS = "http://testserver"


@dataclass
class CardAnswerer(FakeAnswerer):
    """Answers with a line, quotes of three kinds and something folded."""

    welsh: str = WELSH

    def ask(self, question: str, **options: object) -> Answer:  # type: ignore[override]
        answer = super().ask(
            "compare" if question.strip() and "plain" not in question else question
        )
        if answer.status is not AnswerStatus.ANSWERED or "plain" in question:
            return replace(answer, question=question)
        mill = answer.citations[0]
        welsh = replace(mill, number=2, quote=self.welsh)
        row = replace(mill, number=3, quote="E\t2,129.55", parts=(TABLE,))
        report = replace(answer.citations[1], number=4)
        return replace(
            answer,
            question=question,
            citations=(mill, welsh, row, report),
            line="Decided: the lease of the Old Mill be renewed",
            line_of=(1,),
            shown=(Shown((1, 2)), Shown((3,)), Shown((4,), folded=True)),
            notes=("**Recorded votes**: 5 for, 1 against [1].",),
        )


@pytest.fixture
def answerer(tmp_path: Path) -> CardAnswerer:
    return CardAnswerer(fake_library(tmp_path))


@pytest.fixture
def client(answerer: CardAnswerer) -> Iterator[TestClient]:
    around = Surroundings(council=COUNCIL, limits=Limits(questions_per_minute=40))
    with TestClient(create_api(answerer, around), raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client

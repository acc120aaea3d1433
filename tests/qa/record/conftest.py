"""Papers of an invented council that the listings of the record are tested on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.library import Library
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

MARCH = """52. FERRY FARES

It was proposed by Councillor Ida Stow, seconded by Councillor Jon Reed and agreed that the ferry
fare be £2.

53. LAMPS

RESOLVED: That the report on lamps be noted.

54. PIER RAILINGS

Councillor Stow reported that the pier railings were rusting.

RESOLVED: That the painting of the pier railings be deferred to the next meeting.
"""
APRIL = """61. PIER RAILINGS

RESOLVED: That the pier railings be painted at a cost of £900.

62. EXCLUSION OF THE PUBLIC

RESOLVED: That the press and public be excluded for the following item.
"""
JUNE = """71. PIER RAILINGS

The painting of the pier railings was finished in May.

72. HARBOUR DREDGING

RESOLVED: That the harbour be dredged.
"""
PLANNING = "52. BARN AT HILL FARM\n\nRESOLVED: That permission be refused.\n"
PAPERS = {
    "cabinet-2024-03-14.txt": minutes(MARCH),
    "cabinet-2024-04-11.txt": minutes(APRIL, day="11 April 2024"),
    "cabinet-2024-06-13.txt": minutes(JUNE, day="13 June 2024"),
    "planning-2024-03-14.txt": minutes(PLANNING, body="PLANNING COMMITTEE"),
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder: Path = tmp_path_factory.mktemp("record")
    answerer = answerer_of(folder, FakeEmbedder(), PAPERS)
    yield answerer
    answerer.library.close()


@pytest.fixture
def library(answerer: Answerer) -> Library:
    return answerer.library

"""What surely answers is quoted itself: no decision on another matter takes its place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from qa.answerer import Answerer
from qa.papers import Standing
from qa.protocols import Embedder
from tests.conftest import Samples
from tests.qa.invented import answerer_of, minutes

NARRATED = """ASHCOMBE TOWN COUNCIL

Minutes of an Extraordinary Meeting of the Council held on 14 March 2024 at the Corn Hall

Present: Councillors Arkle (Chairman), Birtle, Price, Nesbit and Venn.

The meeting was called to consider the lease of the quay field. After a debate Councillor Price
proposed that the offer of a lease be accepted on the terms set out, and Councillor Venn seconded.
It was RESOLVED, by four votes to none, that the lease be accepted.

Nobody voted against. Councillor Nesbit asked that a letter from the kite club be taken, but the
Chairman ruled that it could not be, since it was not on the summons; it would stand over to the
meeting of 9 April.

The Chairman thanked those present and closed the meeting at 9.05 pm.
"""


def read(folder: Path, embedder: Embedder, samples: Samples, **papers: str) -> Answerer:
    made = answerer_of(folder, embedder, {f"{name}.txt": text for name, text in papers.items()})
    return Answerer(made.library, made.searcher, reranker=samples.answerer.reranker)


def test_minutes_without_headings_tell_no_decision_on_another_matter(
    tmp_path: Path, embedder: Embedder, samples: Samples
) -> None:
    answerer = read(tmp_path, embedder, samples, minutes=NARRATED)
    with closing(answerer.library):
        answer = answerer.ask("What did the Council decide on the letter of the kite club?")
        assert answer.line is None or "lease" not in answer.line
        assert answer.standing is not Standing.DECIDED


REPORT = """ASHCOMBE BOROUGH COUNCIL

Report to Cabinet, 14 March 2024

Subject: The quay wall

1. Recommendation

Cabinet is recommended to agree that:

(1) £140,000 be released from the Harbour Reserve to pay for stone and for the hire of a barge.
"""
WALL = (
    "52. QUAY WALL\n\nThe officer reported on the wall.\n\nRESOLVED – That\n\n"
    "(1) £140,000 be released from the Harbour Reserve to pay for stone and the hire of a barge"
    "; and\n\n(2) the report be noted.\n"
)


def test_what_was_recommended_and_decided_in_the_same_words_was_decided(
    tmp_path: Path, embedder: Embedder, samples: Samples
) -> None:
    answerer = read(tmp_path, embedder, samples, report=REPORT, minutes=minutes(WALL))
    with closing(answerer.library):
        asked = "How much was released from the Harbour Reserve for the barge and stone?"
        assert answerer.ask(asked).standing is Standing.DECIDED
        asked = "How much was Cabinet recommended to release for the barge and stone?"
        assert answerer.ask(asked).standing is not None

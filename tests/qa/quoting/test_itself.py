"""What surely answers is quoted itself: no decision on another matter takes its place."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from qa.answerer import Answerer
from qa.papers import Standing
from qa.protocols import Embedder
from tests.conftest import Samples
from tests.qa.invented import answerer_of

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

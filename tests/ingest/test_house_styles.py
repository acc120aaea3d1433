"""Whole papers of invented councils in other house styles, read as `tests/truth/styles` says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from eval.reading.places import ReadingScore, score_reading
from eval.reading.truth import load_truth
from ingest.sandbox.isolation import read_paper
from ingest.understand import Understood, understand
from qa.errors import PaperNotFoundError
from qa.papers import Item, Paper, PaperPage, Passage

TESTS = Path(__file__).resolve().parents[1]
ALL_RIGHT = (
    *("meeting: council", "meeting: body", "meeting: date", "meeting: venue", "meeting: kind"),
    *("minutes", "agenda items", "reports", "numbers", "titles", "places of items"),
    *("limbs", "sub-limbs", "missing limbs", "votes", "movers and seconders", "references"),
    *("standing of items", "standing of blocks", "not decided, nor read so"),
    *("unknown pages", "printed numbers"),
)


class Shelf:
    """What was understood of some papers, as a library gives it."""

    def __init__(self, papers: list[Understood]) -> None:
        self.by_id = {understood.paper.id: understood for understood in papers}

    def papers(self) -> list[Paper]:
        return [understood.paper for understood in self.by_id.values()]

    def items(self, paper_id: str) -> tuple[Item, ...]:
        return self.by_id[paper_id].items

    def passages_of(self, paper_id: str) -> tuple[Passage, ...]:
        return self.by_id[paper_id].passages

    def page(self, paper_id: str, number: int) -> PaperPage:
        for page in self.by_id[paper_id].pages:
            if page.number == number:
                return page
        raise PaperNotFoundError(f"no page {number}")


@pytest.fixture(scope="module")
def score() -> ReadingScore:
    understood = [
        understand(
            read_paper(path),
            name=path.name,
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted((TESTS / "styles" / "papers").iterdir())
    ]
    return score_reading(load_truth([TESTS / "truth" / "styles"]), Shelf(understood))


def test_every_paper_of_the_truth_is_scored(score: ReadingScore) -> None:
    assert len(score.papers) == len(list((TESTS / "truth" / "styles").iterdir()))
    assert not score.not_held


@pytest.mark.parametrize("measure", ALL_RIGHT)
def test_what_a_person_reads_is_read(score: ReadingScore, measure: str) -> None:
    tally = next(tally for tally in score.overall() if tally.measure == measure)
    misses = [miss for miss in score.misses() if miss.measure == measure]
    assert tally.there > 0
    assert not misses

"""What is kept at hand of the papers held. All is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qa.answerer import Answerer
from qa.language.terms import analyse
from qa.library import Library, reading
from qa.protocols import Filter
from qa.record.register import passages_by_item
from tests.fakes import FakeEmbedder
from tests.qa.invented import answerer_of, minutes

ITEMS = "{0}. PIER\n\nRESOLVED: That the pier be painted.\n\n{1}. LAMPS\n\nThe lamps were lit.\n"
PAPERS = {
    "a.txt": minutes(ITEMS.format(52, 53)),
    "b.txt": minutes(ITEMS.format(61, 62), day="11 April 2024"),
    "c.txt": minutes(ITEMS.format(71, 72), day="13 June 2024"),
}


@pytest.fixture
def answerer(tmp_path: Path) -> Iterator[Answerer]:
    answerer = answerer_of(tmp_path, FakeEmbedder(), PAPERS)
    yield answerer
    answerer.library.close()


def assert_heads_are_those_of_the_passages(library: Library) -> None:
    for paper in library.papers():
        items = passages_by_item(library, paper)
        heads = library.heads_of(paper.id)
        assert len(heads) == len(items) > 1
        for item, (id_, passages) in zip(heads, items.items(), strict=True):
            assert [h.id for h in item.passages] == [p.id for p in passages]
            assert [h.standing for h in item.passages] == [p.standing for p in passages]
            assert item.is_item == (id_.title is not None)
            assert set(item.title) == set(analyse(id_.title or ""))
            for head, passage in zip(item.passages, passages, strict=True):
                assert set(head.heading) == set(analyse(" ".join(passage.heading[-1:])))


def test_what_heads_the_passages_is_that_of_the_passages(answerer: Answerer) -> None:
    assert_heads_are_those_of_the_passages(answerer.library)
    assert_heads_are_those_of_the_passages(answerer.library)  # as it is kept


def test_what_heads_passages_out_of_sight_is_out_of_sight(answerer: Answerer) -> None:
    june = answerer.library.paper("c.txt")
    assert answerer.library.heads_of(june.id)
    view = answerer.library.only(Filter(until=date(2024, 5, 1)))
    assert_heads_are_those_of_the_passages(view)
    assert not view.heads_of(june.id)


def test_no_more_is_kept_of_what_heads_passages_than_is_allowed(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = answerer.library
    monkeypatch.setattr(reading, "HEADS_KEPT", 1)
    assert_heads_are_those_of_the_passages(library)
    kept = library.reading._at_hand
    assert len(kept.heads) == 1
    assert kept.heads_held == len(library.passages_of(next(iter(kept.heads))))

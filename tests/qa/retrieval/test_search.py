"""The three searchers over the sample papers, with the real model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qa.papers import Hit
from qa.protocols import Embedder, Searcher
from qa.questions.question import read_question
from qa.retrieval.search import DenseSearcher, HybridSearcher, WordSearcher
from tests.conftest import Samples

Make = Callable[[Samples, Embedder], Searcher]
SEARCHERS: dict[str, Make] = {
    "dense": lambda samples, embedder: DenseSearcher(samples.answerer.library, embedder),
    "words": lambda samples, embedder: WordSearcher(samples.answerer.library),
    "hybrid": lambda samples, embedder: HybridSearcher(samples.answerer.library, embedder),
}


@pytest.fixture(params=SEARCHERS)
def searcher(request: pytest.FixtureRequest, samples: Samples, embedder: Embedder) -> Searcher:
    return SEARCHERS[request.param](samples, embedder)


def search(searcher: Searcher, question: str, k: int = 10) -> list[Hit]:
    return searcher.search(read_question(question), k)


def test_hits_come_best_first_and_are_ranked_from_one(searcher: Searcher) -> None:
    hits = search(searcher, "the lease of Merton House", 8)
    assert [hit.rank for hit in hits] == list(range(1, 9))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == 8
    assert any("Merton House" in hit.passage.text for hit in hits[:3])
    assert all(hit.paper.id == hit.passage.paper_id for hit in hits)


def test_no_more_hits_come_than_were_asked_for(searcher: Searcher) -> None:
    assert len(search(searcher, "Merton House", 1)) == 1
    assert search(searcher, "Merton House", 3) == search(searcher, "Merton House", 8)[:3]


def test_an_amount_is_found_however_it_is_written(samples: Samples) -> None:
    words = WordSearcher(samples.answerer.library)
    for question in ("dilapidations £135,000", "dilapidations £135k", "dilapidations £0.135m"):
        found = [hit.passage.text for hit in search(words, question, 3)]
        assert any("£135,000" in text for text in found)


def test_words_that_no_paper_has_find_nothing_by_words(samples: Samples) -> None:
    assert search(WordSearcher(samples.answerer.library), "xylophone zyzzyva") == []


def test_a_date_in_the_question_favours_its_meeting(samples: Samples) -> None:
    hybrid = samples.answerer.searcher
    for when, minute in (("January 2024", "57"), ("September 2024", "27")):
        first = search(hybrid, f"What did Cabinet resolve on Merton House in {when}?")[0]
        assert first.passage.item_number == minute


def test_a_minute_number_in_the_question_favours_that_minute(samples: Samples) -> None:
    hits = search(samples.answerer.searcher, "What does minute 58 of 18 January 2024 say?")
    assert hits[0].passage.item_number == "58"


def test_the_same_words_filed_twice_are_one_hit(samples: Samples) -> None:
    hits = search(samples.answerer.searcher, "car park charges", 50)
    texts = [" ".join(hit.passage.text.split()) for hit in hits]
    assert len(texts) == len(set(texts))


def test_a_short_form_that_the_papers_spell_out_finds_what_they_spell_out(
    samples: Samples,
) -> None:
    held = samples.answerer.library.short_forms()
    short, spelt_out = next((s, long) for s, long in held.items() if len(long) > 1)
    asked = samples.answerer.searcher.asked(read_question(f"what of the {short.upper()}"))
    assert set(spelt_out) <= set(asked.weights)

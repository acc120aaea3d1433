"""The learned score of units over the sample papers."""

from __future__ import annotations

import numpy as np
import pytest

from qa.errors import InstallError
from qa.judgement import scores
from qa.judgement.features import FEATURES, unit_features
from qa.judgement.outcome import READ_SIGNS, SIGNS, chance_of, signs_of
from qa.judgement.reading import mended, read_likeliest
from qa.judgement.scores import Scored, digest, fitted, score_units
from qa.papers import Hit
from qa.protocols import Reader
from qa.questions.question import read_question
from qa.retrieval.features import Asked, weigh_question
from tests.conftest import Samples

SIGNATURES = "How many signatures had the Pell Lane petition?"


def found(samples: Samples, question: str) -> tuple[Asked, list[Hit]]:
    searcher = samples.answerer.searcher
    asked = searcher.asked(read_question(question))
    return asked, searcher.search(asked.question, 10)


def best(scored: Scored) -> str:
    return scored.candidates[scored.in_order()[0]].unit.text


def test_the_unit_that_answers_scores_best(samples: Samples) -> None:
    scored = score_units(*found(samples, SIGNATURES))
    assert "312 signatures" in best(scored)
    assert scored.features.shape == (len(scored.candidates), len(FEATURES))
    assert np.isfinite(scored.features).all() and np.isfinite(scored.scores).all()


def test_without_hits_there_is_nothing_to_score(samples: Samples) -> None:
    asked, _ = found(samples, SIGNATURES)
    assert score_units(asked, []).candidates == ()
    assert unit_features(asked, [])[1].shape == (0, len(FEATURES))


def test_what_is_talked_of_moves_up_by_what_it_is_favoured_by(samples: Samples) -> None:
    asked, hits = found(samples, SIGNATURES)
    plain = score_units(asked, hits)
    favoured = score_units(asked, hits, {hits[-1].passage.id: 40.0})
    assert favoured.candidates[favoured.in_order()[0]].hit is hits[-1]
    moved = favoured.scores - plain.scores
    own = [each.hit is hits[-1] for each in plain.candidates]
    assert np.allclose(moved, [40.0 * each for each in own])


def test_a_minute_that_is_named_by_its_number_stands_before_all_others(samples: Samples) -> None:
    scored = score_units(*found(samples, "What was agreed in minute 28 of September 2024?"))
    first = [scored.candidates[place] for place in scored.in_order()]
    numbers = [each.hit.passage.item_number for each in first]
    assert numbers[0] == "28"
    assert "28" not in numbers[numbers.count("28") :]


def test_the_chance_of_what_answers_is_above_the_least_and_what_is_not_seen_lowers_it(
    samples: Samples,
) -> None:
    asked, hits = found(samples, SIGNATURES)
    scored = score_units(asked, hits)
    signs = signs_of(asked, scored, frozenset())
    assert signs.shape == (len(SIGNS),)
    chance, least = chance_of(signs)
    assert chance > least
    for check in ("amount", "count", "votes", "name"):
        assert chance_of(signs_of(asked, scored, {check}))[0] < least


def test_what_was_read_has_signs_of_its_own(samples: Samples) -> None:
    asked, hits = found(samples, SIGNATURES)
    reader = samples.answerer.reranker
    assert isinstance(reader, Reader)
    scored = read_likeliest(asked, score_units(asked, hits), reader)
    signs = dict(zip(READ_SIGNS, signs_of(asked, scored, frozenset()), strict=True))
    logits = [extract.logit for extract in scored.extracts.values()]
    assert signs["read_most"] == max(logits) >= signs["read_second"]
    assert signs["read_best"] in logits and signs["read_any"] > max(logits)
    known, of_read = chance_of(np.array(list(signs.values()))), signs_of(asked, scored, {"count"})
    assert known[0] > known[1] and chance_of(of_read)[1] == known[1]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("what did cabnet decide on mertn house", "what did cabinet decide on merton house"),
        ("MERTN HOUSE LAESE", "merton HOUSE lease"),
        ("What did Cabinet decide on Merton House?", "What did Cabinet decide on Merton House?"),
        ("the xqzzy of Merton House", "the xqzzy of Merton House"),
    ],
)
def test_a_reader_is_asked_in_the_words_of_the_papers_where_letters_slipped(
    samples: Samples, asked: str, read: str
) -> None:
    question = weigh_question(read_question(asked), samples.answerer.library)
    texts = [("Cabinet | 18 January 2024", "To grant a lease of Merton House as Cabinet decided.")]
    assert mended(question, texts) == read


def test_a_model_that_was_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert digest({"a": 1}) != digest({"a": 2})
    with pytest.raises(InstallError, match=r"qa/judgement/data/units.json .* install Townclerk"):
        fitted("units", FEATURES[:-1])
    monkeypatch.setattr(scores, "digest", lambda model: "0")
    fitted.cache_clear()
    with pytest.raises(InstallError, match=r"outcome\.json"):
        fitted("outcome", SIGNS)
    fitted.cache_clear()


def test_units_of_one_score_keep_the_order_that_they_are_given() -> None:
    scored = Scored((), np.zeros((4, len(FEATURES))), np.array([1.0, 1.0, 1.0, 0.5]))
    assert scored.exchanged([2, 0, 1]).in_order() == [2, 0, 1, 3]
    assert np.allclose(scored.exchanged([2, 0, 1]).scores, scored.scores, atol=1e-4)


def test_hits_are_told_in_the_order_of_their_best_units(samples: Samples) -> None:
    asked, hits = found(samples, SIGNATURES)
    scored = score_units(asked, hits)
    last = [p for p, each in enumerate(scored.candidates) if each.hit is hits[-1]]
    first = [*last, *(p for p in scored.in_order() if p not in last)]
    told = scored.exchanged(first).hits_in_order(hits)
    assert told[0].passage is hits[-1].passage
    assert {hit.passage.id for hit in told} == {hit.passage.id for hit in hits}
    assert [hit.rank for hit in told] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in told]
    assert scores == sorted(scores, reverse=True) and set(scores) == {hit.score for hit in hits}

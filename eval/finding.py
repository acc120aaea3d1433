"""Scoring a ranking of passages, whichever system made it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eval.gold.questions import GoldQuestion
from eval.needs import Need, met_by
from eval.places import Retrieved
from eval.statistics import Share
from eval.wording import first_words, plain, stands_in

DEPTH = 10

Found = Sequence[Collection[int]]
"""For each rank, best first, the needs (by index) that the passage there meets."""


def score_finding(
    question: GoldQuestion, ranking: Sequence[Retrieved], needs: Sequence[Need]
) -> dict[str, Share]:
    """Return each measure of finding; not defined where the question has no answer."""
    needs = needs if question.answerable else ()
    ranking = ranking[:DEPTH]
    found = [met_by(item.place, needs) for item in ranking]
    texts = [item.text for item in ranking]
    quotes = [item.quote for need in needs for item in need]
    values = {
        "hit@1": hit_at(1, found, len(needs)),
        "hit@5": hit_at(5, found, len(needs)),
        "hit@10": hit_at(10, found, len(needs)),
        "recall@5": recall_at(5, found, len(needs)),
        "recall@10": recall_at(10, found, len(needs)),
        "mrr@10": reciprocal_rank(found, len(needs)),
        "quote@300": quote_within(300, texts, quotes),
        "quote@1000": quote_within(1000, texts, quotes),
    }
    return {name: whole(value) for name, value in values.items()}


def whole(value: float | None) -> Share:
    """Take a value as a share of one; None as no share at all."""
    return Share(0, 0) if value is None else Share(value, 1)


def hit_at(k: int, found: Found, needed: int) -> float | None:
    """Return 1 if one of the first k passages meets a need, else 0."""
    return float(any(found[:k])) if needed else None


def recall_at(k: int, found: Found, needed: int) -> float | None:
    """Return the share of needs met by the first k passages."""
    if not needed:
        return None
    return len({need for met in found[:k] for need in met}) / needed


def reciprocal_rank(found: Found, needed: int) -> float | None:
    """Return 1 / rank of the first passage that meets a need; 0 if none does."""
    if not needed:
        return None
    ranks = (rank for rank, met in enumerate(found, start=1) if met)
    return 1 / rank if (rank := next(ranks, 0)) else 0.0


def quote_within(words: int, texts: Sequence[str], quotes: Collection[str]) -> float | None:
    """Return 1 if a quote stands wholly in the first words of the texts joined, else 0."""
    if not quotes:
        return None
    start = first_words(texts, words)
    return float(any(stands_in(plain(quote), start) for quote in quotes))

"""Scoring a ranking of passages, whichever system made it."""

from __future__ import annotations

from collections.abc import Sequence

from eval.gold.questions import GoldQuestion
from eval.metrics import Share, hit_at, quote_within, recall_at, reciprocal_rank
from eval.needs import Need, met_by
from eval.places import Retrieved

DEPTH = 10


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

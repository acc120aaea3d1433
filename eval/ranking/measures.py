"""Measures of ranked retrieval: of evidence found, and of passages with graded judgments.

Evidence is found where a passage overlaps it; those measures are ours, since no passage is judged
for them. The others are computed by ir-measures (trec_eval underneath) from judgments (qrels) that
are made of the gold evidence. The library is given rankings without ties, and is asked only where
a measure is defined: see `docs/adr/0005-retrieval-measures.md` for what it would do otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import numpy as np

from eval.gold.evidence import Need, Retrieved, met_by, overlaps
from eval.gold.questions import Evidence, GoldQuestion
from eval.statistics import Share
from eval.wording import first_words, plain, stands_in
from qa.errors import MissingExtraError, TownclerkError

try:
    import ir_measures
except ImportError as error:
    raise MissingExtraError("measuring", "eval") from error

MEASURED = {
    "ndcg@5": "nDCG@5",
    "ndcg@10": "nDCG@10",
    "success@1": "Success@1",
    "success@5": "Success@5",
    "success@10": "Success@10",
    "rr@10": "RR@10",
    "passage recall@5": "R(rel=2)@5",
    "passage recall@10": "R(rel=2)@10",
    "map@10": "AP(rel=2)@10",
}
"""Our names of the measures of a gold run, and how ir-measures writes them."""
USUAL = ("nDCG@10", "R@10", "R@100", "RR@10", "Success@1", "Success@5", "AP", "AP@10")
"""What is measured of run and qrels files where nothing is named."""
KINDS = ("nDCG", "R", "RR", "Success", "AP", "P", "Rprec")
"""Measures that are undefined where nothing is relevant, all by trec_eval's definitions."""

DEPTH = 10
"""Hits of a question that are measured and kept."""

ANSWERS = 2
"""The passage carries the quote of evidence that the question needs."""
ALSO = 1
"""It carries an alternative, or shares a line with evidence whose quote another carries."""
NOT_COVERED = "not-held:"
"""Begins the id under which evidence that no passage covers is judged, so that it is missed."""

Ranking = Sequence[str]
"""Passage ids, best first, none twice."""
Found = Sequence[Collection[int]]
"""For each rank, best first, the needs (by index) that the passage there meets."""
Judgments = Mapping[str, int]
"""Grades by passage id. What is not in it is not relevant; near misses never are."""


class MeasureError(TownclerkError):
    """A measure cannot be computed; the message says what to do."""


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


class Passages(Protocol):
    """Gives the passages of the papers that a gold file names (see `HeldPapers`)."""

    def passages(self, doc: str) -> Sequence[Retrieved]:
        """Return all passages of the papers held under this name."""
        ...


def judge_passages(needs: Sequence[Need], held: Passages) -> dict[str, int]:
    """Grade the passages at each place of evidence by whether they carry its quote.

    A page holds several passages, on other matters too: there those with most of the quote
    alone are relevant. Lines are narrow: there every passage that shares one is.

    Evidence of a need that no passage covers at all is graded under an id of its own: a system
    that cannot find it has missed it.
    """
    grades: dict[str, int] = {}
    for need in needs:
        covered = [passage for item in need for passage in _at(item, held)]
        if not covered:
            grades[_own_id(need[0])] = ANSWERS
        for item in need:
            for identity, grade in _grades(item, _at(item, held)).items():
                grades[identity] = max(grade, grades.get(identity, 0))
    return grades


def _at(item: Evidence, held: Passages) -> list[Retrieved]:
    return [passage for passage in held.passages(item.doc) if overlaps(passage.place, item)]


def _grades(item: Evidence, passages: Sequence[Retrieved]) -> dict[str, int]:
    """Grade the passages at one place: those that carry most of the quote above the others."""
    carried = {passage.id: _carried(item.quote, passage.text) for passage in passages}
    most = max(carried.values(), default=0.0)
    best = ALSO if item.alt else ANSWERS
    others = {passage.id: ALSO for passage in passages if passage.place.lines}
    return others | {name: best for name, share in carried.items() if share == most}


def _carried(quote: str, text: str) -> float:
    """Return 2 where the whole quote stands in a text, else the share of its words that do."""
    wanted, there = plain(quote), plain(text)
    if stands_in(wanted, there):
        return 2.0
    words = set(wanted.split())
    return len(words & set(there.split())) / len(words) if words else 0.0


def _own_id(item: Evidence) -> str:
    place = f"{item.lines[0]}-{item.lines[1]}" if item.lines else str(item.page or "")
    return NOT_COVERED + "_".join(f"{item.doc}#{place}".split())


def score_ranked(ranking: Ranking, judgments: Mapping[str, int]) -> dict[str, float | None]:
    """Return each measure of a gold run for one question; None where it is not defined."""
    values = measure_ranked(tuple(MEASURED.values()), {"q": judgments}, {"q": ranking})
    return {name: values[written].get("q") for name, written in MEASURED.items()}


def measure_ranked(
    measures: Sequence[str],
    qrels: Mapping[str, Mapping[str, int]],
    rankings: Mapping[str, Ranking],
) -> dict[str, dict[str, float]]:
    """Return {measure: {query: value}} for the queries for which each measure is defined.

    A judged query without a ranking has 0 (trec_eval's `-c`); a query without judgments, or
    without any as high as the measure's `rel`, has no value. Raises MeasureError on a measure
    that is not known.
    """
    wanted = {str(_measure(written)): written for written in measures}
    judged = {query: dict(grades) for query, grades in qrels.items() if grades}
    # trec_eval breaks ties by name, and sees only 32 bits of a score: a rank leaves it no choice.
    run = {
        query: {name: float(len(ranking) - place) for place, name in enumerate(ranking)}
        for query, ranking in rankings.items()
        if query in judged
    }
    parsed = [_measure(written) for written in measures]
    values: dict[str, dict[str, float]] = {written: {} for written in measures}
    if not judged:
        return values
    try:
        calculated = list(ir_measures.iter_calc(parsed, judged, run))
    except (RuntimeError, ValueError) as error:
        raise MeasureError(f"cannot be measured: {error}") from error
    for found in calculated:
        lowest = _lowest(found.measure)
        if any(grade >= lowest for grade in judged[found.query_id].values()):
            values[wanted[str(found.measure)]][found.query_id] = float(found.value)
    return {written: dict(sorted(by.items())) for written, by in values.items()}


def in_order(scores: Mapping[str, float]) -> list[str]:
    """Return ids by falling score as trec_eval ranks them: 32-bit scores, ties by falling id."""
    return sorted(scores, key=lambda name: (np.float32(scores[name]), name), reverse=True)


def falling(scores: Iterable[float]) -> list[float]:
    """Return scores that fall at every rank, also in 32 bits, changed no more than that needs.

    Tools that read a run file rank by its scores and not by its ranks.
    """
    lowered: list[float] = []
    for score in scores:
        value = np.float32(score)
        if lowered and value >= np.float32(lowered[-1]):
            value = np.nextafter(np.float32(lowered[-1]), np.float32(-np.inf))
        lowered.append(float(value))
    return lowered


@cache
def _measure(written: str) -> Any:
    try:
        measure: Any = ir_measures.parse_measure(written)
        measure.validate_params()
        str(measure)
    except (NameError, ValueError, TypeError, SyntaxError, KeyError, AssertionError) as error:
        raise MeasureError(f"no measure {written!r}; write {', '.join(USUAL[:5])} …") from error
    if measure.NAME not in KINDS:
        raise MeasureError(f"{written!r} is not one of {', '.join(KINDS)} (with @k and rel=…)")
    return measure


def _lowest(measure: Any) -> int:
    """Return the lowest grade that a measure takes as relevant."""
    return int(measure.params.get("rel", 1))

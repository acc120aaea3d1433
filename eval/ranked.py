"""Measures of ranked retrieval, computed by ir-measures (trec_eval underneath).

The library is given rankings without ties, and is asked only where a measure is defined: see
`docs/adr/0011-retrieval-measures.md` for what it would do otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

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

Ranking = Sequence[str]
"""Passage ids, best first, none twice."""


class MeasureError(TownclerkError):
    """A measure cannot be computed; the message says what to do."""


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

"""Measuring a run file against a qrels file, whichever system wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.ranked import in_order, measure_ranked
from eval.statistics import Share, bootstrap_interval, mean
from eval.trec import read_qrels, read_run


@dataclass(frozen=True, slots=True)
class Measured:
    """Values by measure, then by query; only where they are defined."""

    values: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...]
    """What a reader must know of the two files."""

    def average(self, measure: str) -> float | None:
        """Return the mean over the queries for which the measure is defined."""
        return mean(list(self.values[measure].values()))

    def interval(self, measure: str) -> tuple[float, float] | None:
        """Return the mean's 95 % bootstrap interval over queries."""
        shares = [Share(value, 1) for value in self.values[measure].values()]
        return bootstrap_interval(shares, pool=False)


def measure_files(qrels: Path, run: Path, measures: Sequence[str]) -> Measured:
    """Measure a run. Scores rank it, not its ranks, and ties go by falling id, as in trec_eval."""
    judged, scored = read_qrels(qrels), read_run(run)
    rankings = {query: in_order(scores) for query, scores in scored.items()}
    values = measure_ranked(measures, judged, rankings)
    return Measured(values, tuple(_notes(judged, rankings)))


def _notes(judged: Mapping[str, object], ranked: Mapping[str, object]) -> list[str]:
    unranked, unjudged = judged.keys() - ranked.keys(), ranked.keys() - judged.keys()
    notes = []
    if unranked:
        notes.append(f"{len(unranked)} judged queries are not in the run and count 0")
    if unjudged:
        notes.append(f"{len(unjudged)} queries of the run have no judgments and are left out")
    return notes

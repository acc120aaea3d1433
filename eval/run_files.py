"""Measuring a run file against a qrels file, whichever system wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.ranked import in_order, measure_ranked
from eval.report import figure, plain_table
from eval.statistics import Share, bootstrap_interval, mean
from eval.trec import read_qrels, read_run

if TYPE_CHECKING:
    from rich.console import Console


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


def show_measured(measured: Measured, console: Console, *, by_query: bool) -> None:
    """Print each measure with its interval, and each query's values where asked."""
    table = plain_table("measure", "value", "95 % interval", "queries")
    for name, values in measured.values.items():
        interval = measured.interval(name)
        shown = " to ".join(figure(end) for end in interval) if interval else ""
        table.add_row(name, figure(measured.average(name)), shown, str(len(values)))
    console.print(table)
    if by_query:
        console.print(_by_query(measured))


def _by_query(measured: Measured) -> Any:
    table = plain_table("query", *measured.values)
    for query in sorted({query for values in measured.values.values() for query in values}):
        table.add_row(query, *(figure(values.get(query)) for values in measured.values.values()))
    return table


def measured_json(measured: Measured, *, by_query: bool) -> dict[str, Any]:
    """Show the values as one object; what is not defined is null."""
    shown: dict[str, Any] = {
        "measures": {
            name: {
                "value": measured.average(name),
                "interval": measured.interval(name),
                "queries": len(values),
            }
            for name, values in measured.values.items()
        },
        "notes": list(measured.notes),
    }
    if by_query:
        shown["queries"] = {name: dict(values) for name, values in measured.values.items()}
    return shown

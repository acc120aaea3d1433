"""Asking in a crowd: how fast and how well among many thousand other passages.

The same questions are asked of the papers alone and of the same papers among a crowd, in turns,
each time in a process of its own, so that a busy machine slows both. What is reported is the
first asking of each question, by a process that has answered others. See `eval.crowd` for what the
crowd is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from eval.gold.questions import GoldQuestion
from eval.processes import run_worker
from eval.rankings import holder, rankings_from, score_rankings
from eval.reading_speed import Spread
from eval.statistics import percentile
from eval.summary import Value

WORKER = "eval.workers.scaling"
ALONE, CROWDED = "the papers alone", "in the crowd"
REST = "all else"

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage takes of a question: milliseconds, and its share of all time spent."""

    p50_ms: Spread
    p95_ms: Spread
    share: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Several rounds of the same questions of one library."""

    library: str
    papers: int
    passages: int
    p50_ms: Spread
    p95_ms: Spread
    again_p50_ms: Spread
    """Of the same questions asked once more, when much is kept at hand."""
    stages: Mapping[str, Stage]
    open_seconds: Spread
    first_answer_seconds: Spread
    library_mib: Spread
    """Memory in use after asking, less what was in use with the model loaded."""
    peak_mib: float
    disk_mib: float
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Scale:
    """What was measured of both libraries."""

    questions: int
    repeats: int
    alone: Asked
    crowded: Asked
    load: float
    """Processes that wanted a processor in the minute before asking began."""
    processors: int


def ask_in_turns(
    questions: Sequence[GoldQuestion],
    alone: Path,
    crowded: Path,
    *,
    repeats: int,
    step: Step = lambda what: None,
) -> Scale:
    """Ask both libraries, in turns, as often as is said."""
    load = os.getloadavg()[0]
    told: dict[str, list[dict[str, Any]]] = {ALONE: [], CROWDED: []}
    sides = ((ALONE, alone), (CROWDED, crowded))
    for turn in range(repeats):
        for name, folder in sides if turn % 2 == 0 else sides[::-1]:
            step(f"asking {len(questions)} questions, {turn + 1} of {repeats}: {name}")
            told[name].append(_ask(questions, folder))
    return Scale(
        questions=len(questions),
        repeats=repeats,
        alone=_asked(ALONE, told[ALONE], questions, alone),
        crowded=_asked(CROWDED, told[CROWDED], questions, crowded),
        load=load,
        processors=os.cpu_count() or 1,
    )


def _ask(questions: Sequence[GoldQuestion], folder: Path) -> dict[str, Any]:
    from qa.bootstrap import open_library

    with closing(open_library(folder)) as held:  # and so mended, if need be, before it is timed
        embedder = held.model_name
    asked = {question.id: question.question for question in questions}
    task = {"library": str(folder), "embedder": embedder, "questions": asked}
    finished, told = run_worker(WORKER, task)
    return {**told, "peak_mib": finished.peak_mib}


def _asked(
    name: str, rounds: Sequence[dict[str, Any]], questions: Sequence[GoldQuestion], folder: Path
) -> Asked:
    last = rounds[-1]
    return Asked(
        library=name,
        papers=last["papers"],
        passages=last["passages"],
        p50_ms=_percentiles(rounds, 50, "total"),
        p95_ms=_percentiles(rounds, 95, "total"),
        again_p50_ms=_spread([percentile(told["again_ms"], 50) or 0.0 for told in rounds]),
        stages=_stages(rounds),
        open_seconds=_spread([told["open_seconds"] for told in rounds]),
        first_answer_seconds=_spread([told["first_answer_seconds"] for told in rounds]),
        library_mib=_spread([told["resident_mib"] for told in rounds]),
        peak_mib=max(told["peak_mib"] for told in rounds),
        disk_mib=_disk_mib(folder),
        values=score_rankings(questions, rankings_from(last["rankings"]), holder(last["files"])),
    )


def _stages(rounds: Sequence[dict[str, Any]]) -> dict[str, Stage]:
    """Sum up each stage, that which takes most first; what no stage counts is all else."""
    for told in rounds:
        for spent in told["stages_ms"]:
            timed = sum(value for stage, value in spent.items() if stage not in ("total", REST))
            spent[REST] = spent["total"] - timed
    every = [spent for told in rounds for spent in told["stages_ms"]]
    whole = sum(spent["total"] for spent in every)
    names = {name for spent in every for name in spent} - {"total"}
    shares = {name: sum(spent.get(name, 0.0) for spent in every) / whole for name in names}
    return {
        name: Stage(_percentiles(rounds, 50, name), _percentiles(rounds, 95, name), share)
        for name, share in sorted(shares.items(), key=lambda entry: -entry[1])
    }


def _percentiles(rounds: Sequence[dict[str, Any]], percent: float, stage: str) -> Spread:
    return _spread(
        [
            percentile([spent.get(stage, 0.0) for spent in told["stages_ms"]], percent) or 0.0
            for told in rounds
        ]
    )


def _spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))


def _disk_mib(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20

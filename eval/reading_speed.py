"""How fast papers are read, stage by stage, beside pdfium's bare text in the same run."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from eval.processes import run_worker

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several runs, with the lowest and the highest."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """Pages a second for each stage, and how many times as long as bare pdfium reading takes."""

    papers: int
    pages: int
    prose_pages: int
    """Pages without a table's row, as we read them."""
    repeats: int
    rates: Mapping[str, Spread]
    """{stage: pages a second}."""
    times_pdfium: Spread
    times_pdfium_on_prose: Spread | None
    peak_mib: float
    """Of the largest single process, that which reads among them."""
    load: float
    """Processes that wanted a processor in the minute before it began."""
    processors: int


def measure_reading(
    papers: Sequence[Path], *, repeats: int = 3, step: Step = lambda what: None
) -> ReadingSpeed:
    """Read PDFs several times, each time in a new process. Scans are left unread."""
    load = os.getloadavg()[0]
    task = {"papers": [str(path) for path in papers], "languages": "off", "by_page": True}
    runs: list[list[dict[str, Any]]] = []
    peaks: list[float] = []
    for turn in range(repeats):
        step(f"reading {turn + 1} of {repeats}")
        finished, told = run_worker("ingest.measure", task)
        runs.append(told["papers"])
        peaks.append(finished.peak_mib)
    pages = sum(paper["pages"] for paper in runs[0])
    prose = [page["prose"] for paper in runs[0] for page in paper["each"]]
    return ReadingSpeed(
        papers=len(papers),
        pages=pages,
        prose_pages=sum(prose),
        repeats=repeats,
        rates={
            stage: _spread([pages / seconds(run) for run in runs])
            for stage, seconds in STAGES.items()
        },
        times_pdfium=_spread([_times_pdfium(run) for run in runs]),
        times_pdfium_on_prose=_spread([_times_pdfium(run, prose_only=True) for run in runs])
        if any(prose)
        else None,
        peak_mib=max(peaks),
        load=load,
        processors=os.cpu_count() or 1,
    )


def _of_each(part: str) -> Callable[[Sequence[dict[str, Any]]], float]:
    return lambda run: sum(page[part] for paper in run for page in paper["each"])


STAGES: dict[str, Callable[[Sequence[dict[str, Any]]], float]] = {
    "pdfium's bare text": _of_each("pdfium"),
    "our reader of PDF, in one process": _of_each("ours"),
    "the same in a child process, handed over": lambda run: sum(p["read"] for p in run),
    "understanding what was read, in one process": lambda run: sum(p["understand"] for p in run),
    "reading in all": lambda run: sum(p["in_all"] for p in run),
}


def _times_pdfium(run: Sequence[dict[str, Any]], *, prose_only: bool = False) -> float:
    pages = [page for paper in run for page in paper["each"] if page["prose"] or not prose_only]
    return float(sum(page["ours"] for page in pages) / sum(page["pdfium"] for page in pages))


def _spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))

"""How fast papers are read, stage by stage, beside pdfium's bare text in the same run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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
class PageSpeed:
    """Pages a second of one kind of page, by pdfium alone and by our reader, in one process."""

    pages: int
    pdfium: Spread
    ours: Spread
    times_pdfium: Spread
    """How many times as long ours takes: the two of one repeat, one after the other."""


@dataclass(frozen=True, slots=True)
class ReadingSpeed:
    """Pages a second for each stage, and how many times as long as bare pdfium reading takes."""

    papers: int
    pages: int
    repeats: int
    rates: Mapping[str, Spread]
    """{stage: pages a second}."""
    kinds: Mapping[str, PageSpeed]
    """{kind of page: its speed}, those with pages only; `all pages` is the last."""
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
    return ReadingSpeed(
        papers=len(papers),
        pages=pages,
        repeats=repeats,
        rates={
            stage: _spread([pages / seconds(run) for run in runs])
            for stage, seconds in STAGES.items()
        },
        kinds={
            name: _page_speed([list(filter(belongs, _each_page(run))) for run in runs])
            for name, belongs in KINDS.items()
            if any(map(belongs, _each_page(runs[0])))
        },
        peak_mib=max(peaks),
        load=load,
        processors=os.cpu_count() or 1,
    )


KINDS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "prose": lambda page: bool(page["prose"]),
    "with a table": lambda page: not page["prose"],
    "all pages": lambda page: True,
}
"""A page is prose where no line of it is read as a table's row; forms and boxed text are prose."""


def _each_page(run: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (page for paper in run for page in paper["each"])


def _of_each(part: str) -> Callable[[Sequence[dict[str, Any]]], float]:
    return lambda run: sum(page[part] for page in _each_page(run))


STAGES: dict[str, Callable[[Sequence[dict[str, Any]]], float]] = {
    "pdfium's bare text": _of_each("pdfium"),
    "our reader of PDF, in one process": _of_each("ours"),
    "the same in a child process, handed over": lambda run: sum(p["read"] for p in run),
    "understanding what was read, in one process": lambda run: sum(p["understand"] for p in run),
    "reading in all": lambda run: sum(p["in_all"] for p in run),
}


def _page_speed(runs: Sequence[Sequence[dict[str, Any]]]) -> PageSpeed:
    count = len(runs[0])
    ours = [sum(page["ours"] for page in run) for run in runs]
    pdfium = [sum(page["pdfium"] for page in run) for run in runs]
    return PageSpeed(
        count,
        _spread([count / seconds for seconds in pdfium]),
        _spread([count / seconds for seconds in ours]),
        _spread([a / b for a, b in zip(ours, pdfium, strict=True)]),
    )


def _spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))

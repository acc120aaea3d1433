"""How fast: pages a second into a library, and milliseconds to an answer, beside llama-index.

The two sides take turns on the same PDFs, each in a process of its own, so that a busy
machine slows both; what is compared is the whole command, its start-up included.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from eval.gold.questions import GoldQuestion
from eval.processes import run_process, run_worker
from eval.tuning.baselines import (
    Finding,
    Step,
    check_packages,
    find_with_llama_index,
    find_with_townclerk,
    ingest_with_llama_index,
)

COMMAND = "import sys; from ui.cli import main; sys.exit(main())"
LIMITS = {
    "pdfium alone, pages/s": "pdfium",
    "the encoder alone as Townclerk runs it, 150-word passages/s": "encoder",
    "the encoder alone as sentence-transformers runs it, 150-word passages/s": "plain encoder",
}


@dataclass(frozen=True, slots=True)
class Ingest:
    """Several ingests of the same papers by one system."""

    system: str
    pages: int
    seconds: tuple[float, ...]
    peak_mib: tuple[float, ...]

    @property
    def pages_per_second(self) -> tuple[float, float, float]:
        """Middle, lowest and highest over the repeats."""
        rates = [self.pages / seconds for seconds in self.seconds]
        return median(rates), min(rates), max(rates)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a benchmark measured."""

    papers: int
    pages: int
    ingests: tuple[Ingest, ...]
    findings: tuple[Finding, ...]
    limits: dict[str, float]
    load: float
    """Processes that wanted a processor in the minute before it began."""
    processors: int

    @property
    def times_as_fast(self) -> float:
        """Middle pages a second of the first system over the second's."""
        ours, theirs = self.ingests
        return ours.pages_per_second[0] / theirs.pages_per_second[0]


def run_benchmark(
    papers: Sequence[Path],
    questions: Sequence[GoldQuestion] = (),
    *,
    repeats: int = 3,
    step: Step = lambda what: None,
) -> Benchmark:
    """Ingest PDFs by both sides in turn, then ask both, then measure the bare parts."""
    check_packages()
    load = os.getloadavg()[0]
    pages = count_pages(papers)
    with tempfile.TemporaryDirectory(prefix="townclerk-bench-") as name:
        folder = Path(name)
        ours, theirs = _ingest_in_turn(papers, folder, repeats, step)
        findings: tuple[Finding, ...] = ()
        if questions:
            step(f"asking {len(questions)} questions of both")
            findings = (
                find_with_townclerk(questions, folder / "ours-0"),
                find_with_llama_index(questions, papers, folder / "theirs-0"),
            )
    step("measuring pdfium and the encoder alone")
    return Benchmark(
        papers=len(papers),
        pages=pages,
        ingests=(_ingest("townclerk", pages, ours), _ingest("llama-index", pages, theirs)),
        findings=findings,
        limits={label: _limit(part, papers) for label, part in LIMITS.items()},
        load=load,
        processors=os.cpu_count() or 1,
    )


def ingest_with_townclerk(papers: Sequence[Path], library: Path) -> tuple[float, float]:
    """Run `townclerk ingest` into a new library; return seconds and peak MiB."""
    finished = run_process(
        [
            *(sys.executable, "-c", COMMAND, "ingest", "--library", str(library)),
            *(str(paper.resolve()) for paper in papers),
        ],
        environment={"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    return finished.seconds, finished.peak_mib


def count_pages(papers: Sequence[Path]) -> int:
    """Count the pages of PDFs."""
    import pypdfium2 as pdfium

    total = 0
    for path in papers:
        with pdfium.PdfDocument(path) as paper:
            total += len(paper)
    return total


Cost = tuple[float, float]
"""Seconds and peak MiB."""


def _ingest_in_turn(
    papers: Sequence[Path], folder: Path, repeats: int, step: Step
) -> tuple[list[Cost], list[Cost]]:
    sides: tuple[tuple[str, Callable[[Sequence[Path], Path], Cost], list[Cost]], ...] = (
        ("ours", ingest_with_townclerk, []),
        ("theirs", ingest_with_llama_index, []),
    )
    for turn in range(repeats):
        for name, ingest, costs in sides if turn % 2 == 0 else sides[::-1]:
            step(f"ingest {turn + 1} of {repeats}: {name}")
            costs.append(ingest(papers, folder / f"{name}-{turn}"))
    return sides[0][2], sides[1][2]


def _ingest(system: str, pages: int, costs: Sequence[Cost]) -> Ingest:
    seconds, peaks = zip(*costs, strict=True)
    return Ingest(system, pages, tuple(seconds), tuple(peaks))


def _limit(part: str, papers: Sequence[Path]) -> float:
    _, told = run_worker(
        "eval.speed.workers.limits", {"part": part, "papers": [str(paper) for paper in papers]}
    )
    return float(told["per_second"])

"""How fast: pages a second into a library, and milliseconds to an answer, beside llama-index.

The two sides take turns on the same PDFs, each in a process of its own, so that a busy
machine slows both; what is compared is the whole command, its start-up included.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.gold.questions import GoldQuestion
from eval.processes import Finished, ingest_papers, run_worker
from eval.progress import Step
from eval.speed.reading import Spread
from eval.tuning.baselines import (
    Finding,
    check_packages,
    find_with_llama_index,
    find_with_townclerk,
    ingest_with_llama_index,
)
from eval.workers.messages import Limit, LimitTask, Part

LIMITS = {
    "pdfium alone, pages/s": Part.PDFIUM,
    "the encoder alone as Townclerk runs it, 150-word passages/s": Part.ENCODER,
    "the encoder alone as sentence-transformers runs it, 150-word passages/s": Part.PLAIN_ENCODER,
}


@dataclass(frozen=True, slots=True)
class Ingest:
    """Several ingests of the same papers by one system."""

    system: str
    pages: int
    seconds: tuple[float, ...]
    peak_mib: tuple[float, ...]

    @property
    def pages_per_second(self) -> Spread:
        """Over the repeats."""
        return Spread.of([self.pages / seconds for seconds in self.seconds])


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
        return ours.pages_per_second.middle / theirs.pages_per_second.middle


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
        ours, theirs = ingest_in_turn(papers, folder, repeats, step)
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
        limits={label: measure_part(part, papers) for label, part in LIMITS.items()},
        load=load,
        processors=os.cpu_count() or 1,
    )


def count_pages(papers: Sequence[Path]) -> int:
    """Count the pages of PDFs."""
    import pypdfium2 as pdfium

    total = 0
    for path in papers:
        with pdfium.PdfDocument(path) as paper:
            total += len(paper)
    return total


def ingest_in_turn(
    papers: Sequence[Path], folder: Path, repeats: int, step: Step
) -> tuple[list[Finished], list[Finished]]:
    """Ingest by both sides as often as is said; who goes first changes each time."""
    sides: tuple[tuple[str, Callable[[Sequence[Path], Path], Finished], list[Finished]], ...] = (
        ("ours", ingest_papers, []),
        ("theirs", ingest_with_llama_index, []),
    )
    for turn in range(repeats):
        for name, ingest, ended in sides if turn % 2 == 0 else sides[::-1]:
            step(f"ingest {turn + 1} of {repeats}: {name}")
            ended.append(ingest(papers, folder / f"{name}-{turn}"))
    return sides[0][2], sides[1][2]


def measure_part(part: Part, papers: Sequence[Path]) -> float:
    """Return pages or passages a second of a bare part, in a process of its own."""
    task = LimitTask(part=part, papers=tuple(papers))
    _, limit = run_worker("eval.workers.limits", task, Limit)
    return limit.per_second


def _ingest(system: str, pages: int, ended: Sequence[Finished]) -> Ingest:
    seconds = tuple(each.seconds for each in ended)
    return Ingest(system, pages, seconds, tuple(each.peak_mib for each in ended))

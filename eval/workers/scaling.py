"""A worker: open a library, ask every question warm, and give the times of each stage."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

from eval.gold.evidence import names_of, retrieved
from eval.processes import serve
from eval.workers.messages import LibraryTimes, TimeLibrary

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.answers import Answer

WARM_UPS = (
    "What is the council tax for next year?",
    "Which savings were agreed in the budget?",
    "Who chairs the scrutiny committee?",
    "When does the new leisure contract start?",
    "Why was the planning application refused?",
    "How much will the flood scheme cost?",
    "What did the auditor report?",
    "Is the library to close?",
)
STATUS = Path("/proc/self/status")


def ask_timed(task: TimeLibrary) -> LibraryTimes:
    """Ask the questions for the first time, then once more.

    Other questions are asked before them and warm the indexes: a service has answered much, but
    not this.
    """
    from qa.answerer import Answerer
    from qa.bootstrap import load_embedder, open_library
    from qa.retrieval.search import HybridSearcher

    embedder = load_embedder(task.embedder)
    embedder.embed([task.warm_up])
    before = resident_mib()
    started = time.perf_counter()
    library = open_library(task.library)
    open_seconds = time.perf_counter() - started
    answerer = Answerer(library, HybridSearcher(library, embedder))
    started = time.perf_counter()
    answerer.ask(task.warm_up, hits=task.depth)
    first_answer_seconds = time.perf_counter() - started
    for question in WARM_UPS:
        answerer.ask(question, hits=task.depth)
    asked = {
        identity: ask_by_stage(answerer, question, task.depth)
        for identity, question in task.questions.items()
    }
    again = [ask_by_stage(answerer, question, task.depth) for question in task.questions.values()]
    papers = library.papers()
    return LibraryTimes(
        times_ms=tuple(total for _, _, total in asked.values()),
        stages_ms=tuple(stages for _, stages, _ in asked.values()),
        again_ms=tuple(total for _, _, total in again),
        rankings={
            identity: tuple(retrieved(hit) for hit in answer.hits)
            for identity, (answer, _, _) in asked.items()
        },
        files=tuple(name for paper in papers for name in names_of(paper)),
        open_seconds=open_seconds,
        first_answer_seconds=first_answer_seconds,
        papers=len(papers),
        passages=library.passage_count(),
        resident_mib=resident_mib() - before,
    )


def ask_by_stage(
    answerer: Answerer, question: str, depth: int
) -> tuple[Answer, dict[str, float], float]:
    """Return the answer, the milliseconds of each stage, and those of the whole."""
    from qa.timing import Stopwatch

    watch = Stopwatch()
    started = time.perf_counter()
    with watch.running():
        answer = answerer.ask(question, hits=depth)
    return answer, watch.milliseconds, (time.perf_counter() - started) * 1000


def resident_mib() -> float:
    """Return the memory that this process has in use now; its peak where that is not known."""
    if STATUS.exists():
        line = next(row for row in STATUS.read_text().split("\n") if row.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    serve(TimeLibrary, ask_timed)

"""A worker: open a library, ask every question warm, and tell the times of each stage."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

from eval.gold.evidence import retrieved
from eval.processes import serve
from eval.runs.rankings import rankings_json
from eval.runs.records import HITS
from eval.runs.runner import WARM_UP

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


def ask_timed(task: dict[str, Any]) -> dict[str, Any]:
    """Ask `questions` ({id: question}) of the library in `library`.

    Each stage is timed as a question is asked for the first time, after others that warm the
    indexes: a service has answered much, but not this. Asking all once more is timed as a whole.
    """
    from qa.answerer import Answerer
    from qa.bootstrap import load_embedder, open_library
    from qa.retrieval.search import HybridSearcher

    embedder = load_embedder(task["embedder"])
    embedder.embed([WARM_UP])
    before = _resident_mib()
    started = time.perf_counter()
    library = open_library(Path(task["library"]))
    opened = time.perf_counter() - started
    answerer = Answerer(library, HybridSearcher(library, embedder))
    started = time.perf_counter()
    answerer.ask(WARM_UP, hits=HITS)
    first_answer = time.perf_counter() - started
    for question in WARM_UPS:
        answerer.ask(question, hits=HITS)
    questions: dict[str, str] = task["questions"]
    asked = {identity: _ask(answerer, question) for identity, question in questions.items()}
    again = [_ask(answerer, question)[1]["total"] for question in questions.values()]
    return {
        "open_seconds": opened,
        "first_answer_seconds": first_answer,
        "stages_ms": [spent for _, spent in asked.values()],
        "again_ms": again,
        "rankings": rankings_json(
            {identity: [retrieved(hit) for hit in hits] for identity, (hits, _) in asked.items()}
        ),
        "files": [name for paper in library.papers() for name in (paper.file, *paper.same_as)],
        "papers": len(library.papers()),
        "passages": library.passage_count(),
        "resident_mib": _resident_mib() - before,
    }


def _ask(answerer: Any, question: str) -> tuple[Any, dict[str, float]]:
    from qa.timing import Stopwatch

    watch = Stopwatch()
    started = time.perf_counter()
    with watch.running():
        answer = answerer.ask(question, hits=HITS)
    return answer.hits, {
        **watch.milliseconds,
        "total": (time.perf_counter() - started) * 1000,
    }


def _resident_mib() -> float:
    """Return the memory that this process has in use now; its peak where that is not told."""
    if STATUS.exists():
        line = next(row for row in STATUS.read_text().split("\n") if row.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    serve(ask_timed)

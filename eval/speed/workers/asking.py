"""A worker: ask Townclerk every question, warm, and tell the times and the rankings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from eval.gold.evidence import retrieved
from eval.processes import serve
from eval.runs.rankings import rankings_json
from eval.runs.records import HITS
from eval.runs.runner import WARM_UP


def ask_all(task: dict[str, Any]) -> dict[str, Any]:
    """Ask `questions` ({id: question}) of the library in `library`."""
    from qa.bootstrap import open_answerer

    answerer = open_answerer(Path(task["library"]))
    answerer.ask(WARM_UP, hits=HITS)
    times: list[float] = []
    rankings = {}
    for identity, question in task["questions"].items():
        started = time.perf_counter()
        answer = answerer.ask(question, hits=HITS)
        times.append((time.perf_counter() - started) * 1000)
        rankings[identity] = [retrieved(hit) for hit in answer.hits]
    files = [name for paper in answerer.library.papers() for name in (paper.file, *paper.same_as)]
    return {"times_ms": times, "rankings": rankings_json(rankings), "files": files}


if __name__ == "__main__":
    serve(ask_all)

"""A worker: ask Townclerk every question, warm; give the times and the rankings."""

from __future__ import annotations

import time

from eval.gold.evidence import names_of, retrieved
from eval.processes import serve
from eval.workers.messages import AskLibrary, Found


def ask_all(task: AskLibrary) -> Found:
    """Ask the questions, one at a time."""
    from qa.bootstrap import open_answerer

    answerer = open_answerer(task.library)
    answerer.ask(task.warm_up, hits=task.depth)
    times: list[float] = []
    rankings = {}
    for identity, question in task.questions.items():
        started = time.perf_counter()
        answer = answerer.ask(question, hits=task.depth)
        times.append((time.perf_counter() - started) * 1000)
        rankings[identity] = tuple(retrieved(hit) for hit in answer.hits)
    files = tuple(name for paper in answerer.library.papers() for name in names_of(paper))
    return Found(times_ms=tuple(times), rankings=rankings, files=files)


if __name__ == "__main__":
    serve(AskLibrary, ask_all)

"""Several libraries opened for finding, and which gold questions are asked of which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.candidates import Advance, Pool, collect_pools
from eval.gold.questions import GoldQuestion
from eval.held import HeldPapers
from qa.errors import GoldError


def pools_of(
    questions: Sequence[GoldQuestion],
    libraries: Sequence[Path],
    *,
    pool: int | None = None,
    progress: Advance = lambda done, total: None,
) -> list[Pool]:
    """Ask each gold file's questions of the library that holds most of its papers.

    Raises GoldError where no library holds any paper of a gold file.
    """
    from qa.backends.sentence_transformers import DEFAULT_MODEL
    from qa.bootstrap import load_embedder, open_library
    from qa.search import POOL, HybridSearcher

    opened = [open_library(folder) for folder in libraries]
    held = [HeldPapers(library) for library in opened]
    asked = _asked_of(questions, held)
    embedders = {
        name: load_embedder(name) for name in {o.model_name or DEFAULT_MODEL for o in opened}
    }
    found: list[Pool] = []
    done = 0
    for index, library in enumerate(opened):
        embedder = embedders[library.model_name or DEFAULT_MODEL]
        searcher = HybridSearcher(library, embedder, pool=pool or POOL)
        own = [question for question in questions if asked[question.gold] == index]
        before = done
        found += collect_pools(
            own, library, searcher, held[index].holds,
            lambda now, _, before=before: progress(before + now, len(questions)),  # type: ignore[misc]
        )  # fmt: skip
        done += len(own)
    return found


def _asked_of(questions: Sequence[GoldQuestion], held: Sequence[HeldPapers]) -> dict[str, int]:
    asked = {}
    for gold in dict.fromkeys(question.gold for question in questions):
        docs = {item.doc for q in questions if q.gold == gold for item in q.evidence}
        counts = [sum(map(papers.holds, docs)) for papers in held]
        if not any(counts):
            raise GoldError(f"no library given holds a paper of {gold}; ingest its papers first")
        asked[gold] = counts.index(max(counts))
    return asked

"""Finding by llama-index, over the same papers, questions and measures as Townclerk.

How each system is set up stands in `docs/evaluation.md`. Each runs in a process of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from eval.gold.questions import GoldQuestion
from eval.processes import BenchmarkError, Finished, run_worker
from eval.progress import Step
from eval.ranking.measures import DEPTH
from eval.runs.runner import WARM_UP
from eval.runs.summary import Value, holder, score_rankings
from eval.statistics import percentile
from eval.workers.messages import (
    AskLibrary,
    Found,
    FoundBy,
    LlamaIndexTask,
    LlamaIndexWork,
    Retriever,
)

WORKER = "eval.workers.llama_index"
PACKAGES = {
    "llama_index.embeddings.huggingface": "llama-index-embeddings-huggingface",
    "llama_index.vector_stores.chroma": "llama-index-vector-stores-chroma",
    "llama_index.retrievers.bm25": "llama-index-retrievers-bm25",
}
DEFAULTS = "llama-index defaults (1,024 tokens), dense"
SYSTEMS = (
    (DEFAULTS, None, Retriever.DENSE),
    ("llama-index 256 tokens, dense", 256, Retriever.DENSE),
    ("llama-index 256 tokens, BM25", 256, Retriever.WORDS),
    ("llama-index 256 tokens, both by reciprocal ranks", 256, Retriever.BOTH),
)
"""Name, tokens a chunk (None: the default) and retriever."""
READ = (".pdf", ".txt")
"""Endings that both sides read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How well and how fast a system finds."""

    system: str
    values: dict[str, Value]
    p50_ms: float | None
    p95_ms: float | None


def compare_baselines(
    questions: Sequence[GoldQuestion], papers: Sequence[Path], *, step: Step = lambda what: None
) -> list[Finding]:
    """Rank the papers' chunks by every baseline, each chunk size in a process of its own."""
    check_packages()
    findings: dict[str, Finding] = {}
    for chunk in dict.fromkeys(chunk for _, chunk, _ in SYSTEMS):
        names = {kind: name for name, size, kind in SYSTEMS if size == chunk}
        step(f"{', '.join(names.values())}: {len(papers)} papers")
        with tempfile.TemporaryDirectory(prefix="townclerk-baseline-") as store:
            task = LlamaIndexTask(
                work=LlamaIndexWork.RANK,
                papers=_absolute(papers),
                store=Path(store),
                questions=wording_by_id(questions),
                warm_up=WARM_UP,
                depth=DEPTH,
                chunk=chunk,
                retrievers=tuple(names),
            )
            _, ranked = run_worker(WORKER, task, FoundBy)
        for kind, name in names.items():
            findings[name] = _finding(name, ranked.found[kind], questions, _holder(papers))
    return [findings[name] for name, _, _ in SYSTEMS]


def find_with_townclerk(questions: Sequence[GoldQuestion], library: Path) -> Finding:
    """Ask Townclerk the same questions, in a process of its own."""
    task = AskLibrary(
        library=library, questions=wording_by_id(questions), warm_up=WARM_UP, depth=DEPTH
    )
    _, found = run_worker("eval.workers.asking", task, Found)
    return _finding("townclerk", found, questions, holder(found.files))


def find_with_llama_index(
    questions: Sequence[GoldQuestion], papers: Sequence[Path], store: Path
) -> Finding:
    """Retrieve from a store that `ingest_with_llama_index` made of PDFs before."""
    task = LlamaIndexTask(
        work=LlamaIndexWork.ASK,
        papers=_absolute(papers),
        store=store,
        questions=wording_by_id(questions),
        warm_up=WARM_UP,
        depth=DEPTH,
    )
    _, asked = run_worker(WORKER, task, FoundBy)
    return _finding(DEFAULTS, asked.found[Retriever.DENSE], questions, _holder(papers))


def ingest_with_llama_index(papers: Sequence[Path], store: Path) -> Finished:
    """Read, split, embed and store papers by llama-index's defaults."""
    task = LlamaIndexTask(work=LlamaIndexWork.INGEST, papers=_absolute(papers), store=store)
    finished, _ = run_worker(WORKER, task, FoundBy)
    return finished


def wording_by_id(questions: Sequence[GoldQuestion]) -> dict[str, str]:
    """Return {id: question}, as a worker is asked."""
    return {question.id: question.question for question in questions}


def check_packages() -> None:
    """Raise BenchmarkError where the packages of the `bench` extra are absent."""
    missing = [package for module, package in PACKAGES.items() if not _is_there(module)]
    if missing:
        raise BenchmarkError(
            f"the baselines need {', '.join(missing)}; install townclerk with its bench extra: "
            "pip install 'townclerk[bench]'"
        )


def papers_in(paths: Sequence[Path], endings: Sequence[str] = READ) -> list[Path]:
    """Return the papers under the paths, by name. Raises BenchmarkError where there is none."""
    found = {
        file
        for path in paths
        for file in ([path] if path.is_file() else path.rglob("*"))
        if file.is_file() and file.suffix.lower() in endings
    }
    if not found:
        listed = ", ".join(map(str, paths))
        raise BenchmarkError(f"no papers ({', '.join(endings)}) in {listed}")
    return sorted(found)


def _absolute(papers: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(paper.resolve() for paper in papers)


def _holder(papers: Sequence[Path]) -> Callable[[str], bool]:
    return holder([str(paper) for paper in papers])


def _finding(
    name: str, found: Found, questions: Sequence[GoldQuestion], holds: Callable[[str], bool]
) -> Finding:
    return Finding(
        system=name,
        values=score_rankings(questions, found.rankings, holds),
        p50_ms=percentile(found.times_ms, 50),
        p95_ms=percentile(found.times_ms, 95),
    )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

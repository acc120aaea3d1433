"""Finding by other systems, over the same papers, questions and measures as Townclerk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.gold.evidence import HeldPapers
from eval.gold.questions import GoldQuestion
from eval.processes import BenchmarkError, run_worker
from eval.runs.rankings import holder, rankings_from, score_rankings
from eval.runs.records import HITS
from eval.runs.runner import WARM_UP
from eval.runs.summary import Value
from eval.statistics import percentile
from eval.tuning.fitting import Advance, Pool, collect_pools
from qa.errors import GoldError

WORKER = "eval.speed.workers.llama_index"
PACKAGES = {
    "llama_index.embeddings.huggingface": "llama-index-embeddings-huggingface",
    "llama_index.vector_stores.chroma": "llama-index-vector-stores-chroma",
    "llama_index.retrievers.bm25": "llama-index-retrievers-bm25",
}
SYSTEMS = (
    ("llama-index defaults (1,024 tokens), dense", None, "dense"),
    ("llama-index 256 tokens, dense", 256, "dense"),
    ("llama-index 256 tokens, BM25", 256, "words"),
    ("llama-index 256 tokens, both by reciprocal ranks", 256, "both"),
)
"""Name, tokens a chunk (None: the default) and retriever."""
READ = (".pdf", ".txt")
"""Endings that both sides read."""

Step = Callable[[str], None]
"""Called with what is being done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How well and how fast a system finds."""

    system: str
    values: dict[str, Value]
    p50_ms: float | None
    p95_ms: float | None


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


def compare_baselines(
    questions: Sequence[GoldQuestion], papers: Sequence[Path], *, step: Step = lambda what: None
) -> list[Finding]:
    """Rank the papers' chunks by every baseline, each chunk size in a process of its own."""
    check_packages()
    holds = holder([str(paper) for paper in papers])
    findings: dict[str, Finding] = {}
    for chunk in dict.fromkeys(chunk for _, chunk, _ in SYSTEMS):
        names = {kind: name for name, size, kind in SYSTEMS if size == chunk}
        step(f"{', '.join(names.values())}: {len(papers)} papers")
        with tempfile.TemporaryDirectory(prefix="townclerk-baseline-") as store:
            task = _task("rank", questions, papers, chunk, store) | {"systems": list(names)}
            _, told = run_worker(WORKER, task)
        for kind, name in names.items():
            findings[name] = _finding(name, told[kind], questions, holds)
    return [findings[name] for name, _, _ in SYSTEMS]


def find_with_townclerk(questions: Sequence[GoldQuestion], library: Path) -> Finding:
    """Ask Townclerk the same questions, in a process of its own."""
    _, told = run_worker(
        "eval.speed.workers.asking", {"library": str(library), "questions": _asked(questions)}
    )
    return _finding("townclerk", told, questions, holder(told["files"]))


def find_with_llama_index(
    questions: Sequence[GoldQuestion], papers: Sequence[Path], store: Path
) -> Finding:
    """Retrieve from a store that a default llama-index pipeline made of PDFs before."""
    _, told = run_worker(WORKER, _task("ask", questions, papers, None, str(store)))
    return _finding(SYSTEMS[0][0], told, questions, holder([str(paper) for paper in papers]))


def ingest_with_llama_index(papers: Sequence[Path], store: Path) -> tuple[float, float]:
    """Read, split, embed and store papers by defaults; return seconds and peak MiB."""
    finished, _ = run_worker(WORKER, _task("ingest", (), papers, None, str(store)))
    return finished.seconds, finished.peak_mib


def _task(
    name: str,
    questions: Sequence[GoldQuestion],
    papers: Sequence[Path],
    chunk: int | None,
    store: str,
) -> dict[str, Any]:
    return {
        "task": name,
        "papers": [str(paper.resolve()) for paper in papers],
        "questions": _asked(questions),
        "chunk": chunk,
        "store": store,
        "top": HITS,
        "warm_up": WARM_UP,
    }


def _asked(questions: Sequence[GoldQuestion]) -> dict[str, str]:
    return {question.id: question.question for question in questions}


def _finding(
    name: str,
    told: dict[str, Any],
    questions: Sequence[GoldQuestion],
    holds: Callable[[str], bool],
) -> Finding:
    return Finding(
        system=name,
        values=score_rankings(questions, rankings_from(told["rankings"]), holds),
        p50_ms=percentile(told["times_ms"], 50),
        p95_ms=percentile(told["times_ms"], 95),
    )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


# --- Several libraries opened for finding, and which gold questions are asked of which.


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
    from qa.retrieval.search import POOL, HybridSearcher

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
            own, searcher, held[index].holds,
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

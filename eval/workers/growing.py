"""A worker that measures a library of some size: asking, changing it, and searching it plainly."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel

from eval.gold.evidence import retrieved
from eval.processes import ROOT, ingest_papers, run_process, serve
from eval.workers.messages import (
    Changed,
    GrowingTask,
    GrowingWork,
    Grown,
    PlainlyFound,
)
from eval.workers.scaling import WARM_UPS, resident_mib
from qa.backends.shortened import FILE
from qa.library.indexes.seal import VECTORS

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.library import Library
    from qa.protocols import Embedder, Vectors

SCANNED = 30
"""Questions of which an exact scan is made."""
NEAREST = 60
FOLLOWING = "What was said about the budget for highways?"
"""Asked before each question, where these are asked as if they followed one."""
ADDED = (
    "Wexmoor District Council\nCabinet\n5 May 2031\nMinutes\n\n1. The ferry at Quillcombe\n"
    "RESOLVED: That the ferry at Quillcombe be mended in June at a cost of £12,345.\n"
)
ASKED_OF_IT = "What will it cost to mend the ferry at Quillcombe?"


def measure(task: GrowingTask) -> BaseModel:
    """Do what the task says."""
    works: dict[GrowingWork, Callable[[GrowingTask], BaseModel]] = {
        GrowingWork.ASK: ask_narrowed,
        GrowingWork.CHANGE: change,
        GrowingWork.PLAIN: search_plainly,
    }
    return works[task.work](task)


def _opened(task: GrowingTask) -> tuple[Answerer, Embedder, float]:
    """Open the library and answer once; return the seconds that took, the models apart."""
    from qa.bootstrap import answer_from, load_embedder, load_reranker, open_library

    embedder, reader = load_embedder(task.embedder), load_reranker()
    embedder.embed([task.warm_up])
    started = time.perf_counter()
    library = open_library(task.library)
    answerer = answer_from(library, embedder, reranker=reader)
    answerer.ask(task.warm_up)
    return answerer, embedder, time.perf_counter() - started


def ask_narrowed(task: GrowingTask) -> Grown:
    """Ask all questions of the whole library, as at days, and of some of its papers."""
    answerer, embedder, seconds = _opened(task)
    for question in WARM_UPS:
        answerer.ask(question)
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    rankings = {}
    for kind, narrowed in _kinds(answerer.library).items():
        for identity, question in task.questions.items():
            started, worked = time.perf_counter(), time.process_time()
            answer = answerer.ask(question, hits=task.depth, **narrowed)
            wall.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
            cpu.setdefault(kind, []).append((time.process_time() - worked) * 1000)
            if not narrowed:
                rankings[identity] = tuple(retrieved(hit) for hit in answer.hits)
    resident = resident_mib()
    library = answerer.library
    return Grown(
        asking_ms={kind: tuple(times) for kind, times in wall.items()},
        cpu_ms={kind: tuple(times) for kind, times in cpu.items()},
        rankings=rankings,
        open_seconds=seconds,
        resident_mib=resident,
        found_share=_found_share(library, embedder, list(task.questions.values())[:SCANNED]),
        papers=len(library.papers()),
        passages=library.passage_count(),
    )


def _kinds(library: Library) -> dict[str, dict[str, Any]]:
    from qa.papers import PaperKind
    from qa.protocols import Filter

    papers = library.papers()
    days = sorted(paper.meeting_date for paper in papers if paper.meeting_date)
    often = Counter(paper.body for paper in papers if paper.body).most_common()
    kinds: dict[str, dict[str, Any]] = {"no filter": {}}
    if days:
        fifth, half = days[len(days) // 5], days[len(days) // 2]
        kinds["as at a day, a fifth in sight"] = {"as_at": fifth}
        kinds["as at a day, half in sight"] = {"as_at": half}
        filters = Filter(kind=PaperKind.MINUTES, first=fifth, last=half)
        kinds["minutes of some years"] = {"filters": filters}
    if often:
        kinds["the commonest body"] = {"filters": Filter(body=often[0][0])}
        kinds["the rarest body"] = {"filters": Filter(body=often[-1][0])}
    kinds["after another question"] = {"previous": (FOLLOWING,)}
    return kinds


def _found_share(library: Library, embedder: Embedder, questions: list[str]) -> float:
    """Return the share of the nearest passages by an exact scan that the search finds."""
    vectors = [embedder.embed_question(question) for question in questions]
    best: list[list[tuple[float, str]]] = [[] for _ in vectors]
    ids: list[str] = []
    block: list[bytes] = []
    rows = library.catalogue.database.stream("SELECT id, vector FROM passages")
    for id_, vector in rows:
        ids.append(str(id_))
        block.append(bytes(vector))
        if len(ids) == 20_000:
            _keep_best(best, vectors, ids, block)
    _keep_best(best, vectors, ids, block)
    shares = []
    for vector, nearest in zip(vectors, best, strict=True):
        found = {id_ for id_, _ in library.nearest(vector, NEAREST)}
        shares.append(len(found & {id_ for _, id_ in nearest}) / max(1, len(nearest)))
    return float(np.mean(shares))


def _keep_best(
    best: list[list[tuple[float, str]]], vectors: list[Vectors], ids: list[str], block: list[bytes]
) -> None:
    if ids:
        held = np.frombuffer(b"".join(block), np.float16).reshape(len(ids), -1)
        scores = held.astype(np.float32) @ np.stack(vectors).T
        for place, kept in enumerate(best):
            order = np.argsort(-scores[:, place])[:NEAREST]
            kept += [(float(scores[row, place]), ids[row]) for row in order]
            kept.sort(reverse=True)
            del kept[NEAREST:]
    ids.clear()
    block.clear()


def change(task: GrowingTask) -> Changed:
    """Take one paper in by the command, and remove it, beside a process that goes on asking."""
    from qa.bootstrap import open_library

    answerer, _, _ = _opened(task)
    for question in (*WARM_UPS, ASKED_OF_IT):
        answerer.ask(question)

    def answering() -> float:
        started = time.perf_counter()
        answerer.ask(ASKED_OF_IT)
        return time.perf_counter() - started

    before = answering()
    with tempfile.TemporaryDirectory(prefix="townclerk-growth-") as folder:
        paper = Path(folder, f"wexmoor-ferry-{os.getpid()}.txt")
        paper.write_text(ADDED, encoding="utf-8")
        ingest = ingest_papers([paper], task.library).seconds
        after = answering()
        with closing(open_library(task.library)) as library:
            file = next(p.file for p in library.papers() if paper.name in p.file)
            started = time.perf_counter()
            with library.writing():
                library.remove_files([file])
            removal = time.perf_counter() - started
    after_removal = answering()
    command = "import sys; from ui.cli import main; sys.exit(main())"
    doctor = run_process(
        [sys.executable, "-c", command, "doctor", "--library", str(task.library)],
        environment={"PYTHONPATH": ROOT},
    )
    return Changed(
        ingest=ingest,
        answer_after=after,
        answer_before=before,
        removal=removal,
        answer_after_removal=after_removal,
        doctor=doctor.seconds,
    )


def search_plainly(task: GrowingTask) -> PlainlyFound:
    """Search the library's own vectors by llama-index's retriever over Chroma."""
    with tempfile.TemporaryDirectory(prefix="townclerk-growth-") as folder:
        vectors = task.library / VECTORS
        if (vectors / FILE).exists():  # they are shortened there
            vectors = Path(folder)
            _copy_whole_vectors(task.library, vectors)
        return _search_plainly(task, vectors)


def _copy_whole_vectors(library: Path, to: Path) -> None:
    """Put the vectors of the catalogue into a collection, by a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # so that its memory goes
        pool.submit(_fill_with_whole_vectors, library, to).result()


def _fill_with_whole_vectors(library: Path, to: Path) -> None:
    from qa.backends.chroma import ChromaVectors
    from qa.bootstrap import open_library

    with closing(open_library(library)) as held:
        vectors = ChromaVectors(to, in_bulk=True)
        held.care.fill_vectors(vectors)
        vectors.settle()
        vectors.close()


def _search_plainly(task: GrowingTask, vectors: Path) -> PlainlyFound:
    import chromadb
    from llama_index.core import MockEmbedding, VectorStoreIndex
    from llama_index.core.schema import QueryBundle
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from qa.backends.chroma import COLLECTION
    from qa.bootstrap import load_embedder, open_library
    from qa.papers import Hit

    embedder = load_embedder(task.embedder)
    client = chromadb.PersistentClient(str(vectors))
    collection = client.get_collection(COLLECTION, embedding_function=None)
    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=collection),
        embed_model=MockEmbedding(embed_dim=embedder.dimension),
    )
    retriever = index.as_retriever(similarity_top_k=task.depth)

    def found_by(question: str) -> list[str]:
        vector = embedder.embed_question(question).tolist()
        return [
            each.node.node_id
            for each in retriever.retrieve(QueryBundle(question, embedding=vector))
        ]

    for question in (task.warm_up, *WARM_UPS):
        found_by(question)
    times = []
    found = {}
    for identity, question in task.questions.items():
        started = time.perf_counter()
        found[identity] = found_by(question)
        times.append((time.perf_counter() - started) * 1000)
    resident = resident_mib()
    rankings = {}
    with closing(open_library(task.library)) as library:
        papers = library.papers_by_id()
        for identity, ids in found.items():
            held = library.passages(ids)
            hits = [
                Hit(n, 0.0, held[i][0], papers[held[i][0].paper_id])
                for n, i in enumerate(ids, 1)
                if i in held
            ]
            rankings[identity] = tuple(retrieved(hit) for hit in hits)
    return PlainlyFound(times_ms=tuple(times), rankings=rankings, resident_mib=resident)


if __name__ == "__main__":
    serve(GrowingTask, measure)

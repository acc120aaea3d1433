"""A public test collection in BEIR's layout, searched by our own searchers and indexes.

Thakur et al., *BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information
Retrieval Models*, 2021. The collection becomes a library of one paper, a passage a document.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.progress import Advance
from eval.ranking.measures import measure_ranked
from eval.ranking.trec import Scored, read_qrels
from eval.statistics import Interval, Share, bootstrap_interval, mean
from qa.errors import TownclerkError
from qa.papers import UNKNOWN_PAGE, FileFormat, Paper, PaperKind, Passage, Standing, Unit

if TYPE_CHECKING:
    from qa.library import Library
    from qa.protocols import Embedder, Searcher, Vectors

QUERIES = ("queries.jsonl", "queries_test.jsonl")
QRELS = ("qrels/test.tsv", "qrels_test.tsv", "qrels.tsv")
DEPTH = 100
BATCH = 128
COLLECTION_MEASURES = ("nDCG@10", "R@100", "RR@10", "Success@1")
PUBLISHED = {
    ("scifact", "words"): ".679 (Lucene, flat), .687 (elsewhere)",
    ("scifact", "vectors"): ".645 (all-MiniLM-L6-v2, MTEB)",
}
"""nDCG@10 by collection and searcher."""


class CollectionError(TownclerkError):
    """A test collection cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a test collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, the queries that have judgments, and these."""

    corpus: Path
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]

    @property
    def digest(self) -> str:
        """SHA-256 of the corpus, hex."""
        return hashlib.sha256(self.corpus.read_bytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class SearcherFigures:
    """One searcher's figures on a collection."""

    searcher: str
    measures: Mapping[str, float | None]
    interval: Interval | None
    """Of the first measure, 95 %, over queries."""
    queries: int
    published: str | None
    """nDCG@10 as others have published it."""


def read_collection(folder: Path) -> Collection:
    """Read a folder in BEIR's layout. Raises CollectionError naming what is missing or wrong."""
    corpus = folder / "corpus.jsonl"
    documents = tuple(
        Document(str(row["_id"]), str(row.get("title") or ""), str(row["text"]))
        for row in _rows(corpus)
    )
    texts = {str(row["_id"]): str(row["text"]) for row in _rows(_first(folder, QUERIES))}
    qrels = read_qrels(_first(folder, QRELS))
    if unknown := sorted(qrels.keys() - texts.keys()):
        raise CollectionError(f"{folder}: judged but no query: {', '.join(unknown[:5])}")
    return Collection(corpus, documents, {query: texts[query] for query in qrels}, qrels)


def _first(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise CollectionError(f"{folder} has no {' or '.join(names)}; give a folder in BEIR's layout")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CollectionError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not {"_id", "text"} <= row.keys():
            raise CollectionError(f"{path}:{number}: needs _id and text")
        yield row


def kept_in(collection: Collection, model: str, *, flat: bool) -> Path:
    """Return the folder in the user's cache where a collection's library is kept."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = f"{collection.digest[:16]}-{'flat' if flat else 'titled'}"
    return cache / "townclerk" / "collections" / Path(model).name / name


def index_collection(
    collection: Collection,
    folder: Path,
    embedder: Embedder,
    *,
    flat: bool = False,
    progress: Advance = lambda done, total: None,
) -> Library:
    """Open the library of a collection, and build it where it is not there yet.

    The title becomes the heading, as in a council paper; with `flat` it begins the text.
    """
    from qa.library import Entry, Library

    library = Library.open(folder, create=True)
    digest = collection.digest
    if library.catalogue.holds(digest) and library.model_name == embedder.name:
        return library
    passages = [
        _passage(document, digest[:16], number, flat=flat)
        for number, document in enumerate(collection.documents, start=1)
    ]
    vectors = _embed(collection.documents, embedder, progress)
    paper = Paper(
        id=digest[:16],
        file=collection.corpus.name,
        title="",
        kind=PaperKind.OTHER,
        format=FileFormat.TEXT,
        digest=digest,
    )
    with library.writing():
        entry = Entry(paper, (), (), tuple(passages), vectors, collection.corpus)
        library.replace([entry], model=embedder.name)
    return library


def _passage(document: Document, paper_id: str, number: int, *, flat: bool) -> Passage:
    text = f"{document.title}\n{document.text}".strip() if flat else document.text
    return Passage(
        id=document.id,
        paper_id=paper_id,
        ordinal=number,
        units=(Unit(text, (number, number)),),
        heading=() if flat or not document.title else (document.title,),
        standing=Standing.BACKGROUND,
        page=UNKNOWN_PAGE,
        lines=(number, number),
    )


def _embed(documents: Sequence[Document], embedder: Embedder, progress: Advance) -> Vectors:
    """Embed title and text, the longest first so that a batch has texts of like length."""
    import numpy as np

    texts = [f"{document.title}\n{document.text}".strip() for document in documents]
    order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    vectors = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        vectors[batch] = embedder.embed([texts[index] for index in batch])
        progress(start + len(batch), len(order))
    return vectors


def searchers(library: Library, embedder: Embedder) -> dict[str, Searcher]:
    """Return our searchers by name: words, vectors, both summed, and both as ranked for papers."""
    from eval.tuning.fitting import weights_of
    from qa.retrieval.search import DenseSearcher, HybridSearcher, WordSearcher

    return {
        "words (BM25)": WordSearcher(library),
        "vectors": DenseSearcher(library, embedder),
        "both, z-scores summed": HybridSearcher(
            library, embedder, weights_of(vectors=1.0, words=1.0)
        ),
        "both, with the ranker for papers": HybridSearcher(library, embedder),
    }


def rank_queries(
    collection: Collection, searcher: Searcher, progress: Advance = lambda done, total: None
) -> dict[str, list[tuple[str, float]]]:
    """Return each query's documents with their scores, best first, at most `DEPTH`."""
    from qa.questions.question import read_question

    rankings: dict[str, list[tuple[str, float]]] = {}
    for query, text in collection.queries.items():
        hits = searcher.search(read_question(text), DEPTH)
        rankings[query] = [(hit.passage.id, hit.score) for hit in hits]
        progress(len(rankings), len(collection.queries))
    return rankings


def measure_searcher(
    searcher: str,
    rankings: Mapping[str, Scored],
    qrels: Mapping[str, Mapping[str, int]],
    published: str | None,
) -> SearcherFigures:
    """Measure a searcher's rankings."""
    ranked = {query: [name for name, _ in found] for query, found in rankings.items()}
    values = measure_ranked(COLLECTION_MEASURES, qrels, ranked)
    shares = [Share(value, 1) for value in values[COLLECTION_MEASURES[0]].values()]
    return SearcherFigures(
        searcher=searcher,
        measures={name: mean(list(by.values())) for name, by in values.items()},
        interval=bootstrap_interval(shares, pool=False),
        queries=len(shares),
        published=published,
    )


def published_figures(folder: Path, searcher: str) -> str | None:
    """Return the nDCG@10 published for a collection (by its folder's name) and a searcher."""
    return PUBLISHED.get((folder.resolve().name.lower(), searcher.split(" ")[0]))

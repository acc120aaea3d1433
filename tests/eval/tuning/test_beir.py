from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eval.tuning.beir import (
    CollectionError,
    index_collection,
    kept_in,
    measure_searcher,
    published_figures,
    rank_queries,
    read_collection,
    searchers,
)
from tests.fakes import FakeEmbedder

SHARED = Path(os.environ.get("TOWNCLERK_SHARED", Path(__file__).parents[4] / "shared"))
SCIFACT = SHARED / "benchmarks" / "scifact"

DOCUMENTS = (
    ("d1", "Ferry timetable", "The ferry sails at noon from the east quay."),
    ("d2", "Library hours", "The library closes on Mondays."),
    ("d3", "", "Swans nest on the river bank in spring."),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = [{"_id": i, "title": title, "text": text} for i, title, text in DOCUMENTS]
    queries = [{"_id": "1", "text": "when does the ferry sail"}, {"_id": "2", "text": "unjudged"}]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)))
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\td1\t1\n")
    return tmp_path


def test_a_collection_is_indexed_once_and_ranked_by_every_searcher(
    folder: Path, tmp_path: Path
) -> None:
    collection = read_collection(folder)
    assert list(collection.queries) == ["1"]
    done: list[int] = []
    embedder = FakeEmbedder()
    library = index_collection(
        collection, tmp_path / "kept", embedder, progress=lambda now, all_: done.append(now)
    )
    assert done == [3]
    for name, searcher in searchers(library, embedder).items():
        rankings = rank_queries(collection, searcher)
        assert {i for i, _ in rankings["1"]} <= {"d1", "d2", "d3"}
        row = measure_searcher(name, rankings, collection.qrels, None)
        assert row.queries == 1
        if name.startswith("words"):
            assert rankings["1"][0][0] == "d1"
            assert row.measures["nDCG@10"] == 1
    library.close()
    index_collection(
        collection, tmp_path / "kept", embedder, progress=lambda now, all_: done.append(now)
    ).close()
    assert done == [3]


def test_the_title_is_the_heading_or_begins_the_text(folder: Path, tmp_path: Path) -> None:
    collection = read_collection(folder)
    for flat, heading in ((False, ("Ferry timetable",)), (True, ())):
        library = index_collection(collection, tmp_path / f"kept-{flat}", FakeEmbedder(), flat=flat)
        passage = library.passages(["d1"])["d1"][0]
        assert passage.heading == heading
        assert passage.text.startswith("Ferry timetable") is flat
        library.close()
    assert kept_in(collection, "m", flat=True) != kept_in(collection, "m", flat=False)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("corpus.jsonl", "{", "corpus.jsonl:1: not JSON"),
        ("corpus.jsonl", '{"_id": "1"}', "corpus.jsonl:1: needs _id and text"),
        ("queries.jsonl", '{"_id": "2", "text": "x"}', "judged but no query: 1"),
    ],
)
def test_a_slip_in_a_collection_is_told(folder: Path, file: str, text: str, told: str) -> None:
    (folder / file).write_text(text)
    with pytest.raises(CollectionError, match=told):
        read_collection(folder)


def test_a_folder_without_judgments_says_what_is_missing(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").unlink()
    with pytest.raises(CollectionError, match="has no qrels"):
        read_collection(folder)


@pytest.mark.skipif(not SCIFACT.is_dir(), reason=f"no SciFact in {SCIFACT}")
def test_our_bm25_is_within_a_hundredth_of_the_published_figures(tmp_path: Path) -> None:
    collection = read_collection(SCIFACT)
    library = index_collection(collection, tmp_path / "scifact", FakeEmbedder())
    searcher = searchers(library, FakeEmbedder())["words (BM25)"]
    row = measure_searcher("words", rank_queries(collection, searcher), collection.qrels, None)
    library.close()
    assert row.queries == 300
    assert str(published_figures(SCIFACT, "words (BM25)")).startswith(".679")
    assert row.measures["nDCG@10"] == pytest.approx(0.687, abs=0.01)

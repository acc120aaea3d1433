"""The vector index: Chroma, embedded. The only module that imports chromadb."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from qa.errors import LibraryError
from qa.passages import Passage
from qa.protocols import Vectors
from qa.stopwatch import stage

COLLECTION = "passages"
BATCH = 4_000
"""Below Chroma's own limit of 5,461 rows an upsert."""
LOOKED_AT = 1000
"""Candidates that a search weighs (HNSW's ef), for collections made from now on. Of the true 60
nearest among 102,724 it finds .87, where 200 find .61, and takes 2 ms more; so the crowd costs no
quote@300 against an exact scan, which takes 19 ms."""


def _metadata(passage: Passage) -> dict[str, Any]:
    # Chroma compares numbers only, so the date goes in as 20170525.
    day = passage.meeting_date
    return {
        "paper": passage.paper_id,
        "standing": passage.standing.value,
        "body": passage.body or "",
        "date": int(day.strftime("%Y%m%d")) if day else 0,
    }


class ChromaVectors:
    """Holds a vector for each passage and finds the nearest. One process writes at a time."""

    def __init__(self, folder: Path) -> None:
        """Open or make the collection in a folder. Raises LibraryError where it is damaged."""
        self._folder = folder
        # A client that is opened anew must not be closed under a thread that is asking it.
        self._lock = threading.RLock()
        with self._asking():
            folder.mkdir(parents=True, exist_ok=True)
            self._open()

    def _open(self) -> None:
        self._client = self._started()
        try:
            self._collect()
            self._collection.count()  # the first call to read the index itself
        except BaseException:
            self._client.close()
            raise

    def _started(self) -> Any:
        settings = Settings(anonymized_telemetry=False, allow_reset=True)
        try:
            return chromadb.PersistentClient(str(self._folder), settings=settings)
        except Exception as error:  # of many kinds, when the files are damaged
            self._forget_failed()
            raise self._told(error) from error

    def _forget_failed(self) -> None:
        """Drop what Chroma keeps of a client that did not start; it would hand it out again."""
        name = str(self._folder)
        if name not in SharedSystemClient._identifier_to_refcount:
            SharedSystemClient._identifier_to_system.pop(name, None)

    def _collect(self) -> None:
        self._collection = self._client.get_or_create_collection(
            COLLECTION,
            configuration={"hnsw": {"space": "cosine", "ef_search": LOOKED_AT}},
            embedding_function=None,
        )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Let one thread in, and turn Chroma's errors into one that says what to do."""
        with self._lock:
            try:
                yield
            except (ChromaError, OSError) as error:
                raise self._told(error) from error

    def _told(self, error: Exception) -> LibraryError:
        reason = " ".join(str(error).split())[:200]
        return LibraryError(
            f"the vector index in {self._folder} cannot be used ({reason}); make sure that the "
            "disk has room, then run townclerk doctor, which mends it"
        )

    def refresh(self) -> None:
        """Open anew: a client does not see the neighbours that another process has added."""
        with self._asking():
            self._client.close()
            self._open()

    def add(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Add or replace passages, durably."""
        for start in range(0, len(passages), BATCH):
            part = passages[start : start + BATCH]
            with self._asking():
                self._collection.upsert(
                    ids=[passage.id for passage in part],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[_metadata(passage) for passage in part],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by id; unknown ids are no error."""
        for start in range(0, len(ids), BATCH):
            with self._asking():
                self._collection.delete(ids=list(ids[start : start + BATCH]))

    def clear(self) -> None:
        """Remove everything, so that vectors of another length may come in."""
        with self._asking():
            self._client.delete_collection(COLLECTION)
            self._collect()

    def ids(self) -> Iterable[str]:
        """Return the ids of all passages held, read page by page."""
        start = 0
        while True:
            with self._asking():
                page = self._collection.get(include=[], limit=BATCH, offset=start)["ids"]
            if not page:
                return
            yield from page
            start += len(page)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors held for at most `BATCH` passages; unknown ids are left out."""
        if not ids:
            return {}
        with self._asking():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def count(self) -> int:
        """Return the number of passages held."""
        with self._asking():
            return int(self._collection.count())

    @stage("vector search")
    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity), best first. `vector` has shape (d,)."""
        with self._asking():
            # How many are held is not asked for first: counting takes longer than the search.
            # As a matrix: a list of arrays is within Chroma's contract but not within its types.
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :], n_results=k, include=["distances"]
            )
        distances = found["distances"]
        assert distances is not None
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def close(self) -> None:
        """Close the database."""
        with self._asking():
            self._client.close()

"""The vector index: Chroma, embedded. `chroma_server` has the same on a server."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from qa.backends.shadow import Shadow, is_panic, may_only_be_read
from qa.backends.shortened import FILE, Shortening
from qa.backends.sight import Sight, admits, days_within, sight_of
from qa.backends.turns import Turns
from qa.errors import LibraryError
from qa.papers import Paper, Passage
from qa.protocols import EVERYTHING, Filter, Vectors, day_number, folded
from qa.timing import stage

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
"""Chroma's file in the folder; beside it are the folders of the graphs."""
BATCH = 4_000
"""Below Chroma's own limit of 5,461 rows an upsert."""
EF_SEARCH = 1000
"""Candidates that a search compares (HNSW's ef); fixed when a collection is made.

Among 102,724 passages it finds .87 of the true 60 nearest. 200 candidates find .61 and take 2 ms
less. An exact scan takes 19 ms and gives no better answers (quote@300).
"""
WRITTEN_AT = 1_000
"""After so many vectors Chroma writes its graph down, with a list of all ids: its own default."""
WRITTEN_AT_IN_BULK = 25_000
"""The same while all are put in: the list of a million ids is 60 MB."""
OVERFETCH = (4, 16, 64)
"""How many times as many passages are fetched if there is a filter, one after the other."""
PAPER, LATEST, DAY, BODY = "paper", "latest_day", "day", "body"
COUNCIL, KIND, PART_KIND = "council", "kind", "part_kind"
"""What is noted with a vector: see `qa.backends.sight`."""


def _metadata(paper: Paper, passage: Passage) -> dict[str, Any]:
    seen = sight_of(paper, passage)
    # Chroma compares numbers only, so a day goes in as 20170525.
    noted = {
        PAPER: passage.paper_id,
        LATEST: seen.latest,
        DAY: seen.day,
        BODY: seen.body,
        COUNCIL: seen.council,
        KIND: seen.kind,
    }
    return {**noted, PART_KIND: seen.part_kind} if seen.part_kind else noted


def _sight(noted: Any) -> Sight:
    if KIND not in noted:
        raise LibraryError(
            "the vector index does not hold what filters ask for yet; run townclerk doctor, which "
            "adds it"
        )
    return Sight(
        latest=int(noted[LATEST]),
        day=int(noted[DAY]),
        body=str(noted[BODY]),
        council=str(noted[COUNCIL]),
        kind=str(noted[KIND]),
        part_kind=str(noted.get(PART_KIND, "")),
    )


def _where(only: Filter) -> dict[str, Any]:
    """Return what Chroma's own filter asks of a passage: the same as `admits`."""
    first, last = days_within(only)
    asks: list[dict[str, Any]] = []
    if only.until is not None:
        asks.append({LATEST: {"$lte": day_number(only.until)}})
    if first is not None:
        asks.append({DAY: {"$gte": first}})
    if last is not None:
        asks += [{DAY: {"$lte": last}}, {DAY: {"$gt": 0}}]
    if only.kind is not None:
        asks.append({"$or": [{KIND: only.kind.value}, {PART_KIND: only.kind.value}]})
    asks += [
        {key: folded(name)}
        for key, name in ((BODY, only.body), (COUNCIL, only.council))
        if name is not None
    ]
    return asks[0] if len(asks) == 1 else {"$and": asks}


class ChromaVectors:
    """Holds a vector for each passage and finds the nearest. One process writes at a time."""

    batch = BATCH
    """The most records that one call takes or gives."""
    _short: Shortening | None = None
    _in_bulk = False

    def __init__(
        self, folder: Path, shortening: Shortening | None = None, *, in_bulk: bool = False
    ) -> None:
        """Open or make the collection in a folder. Raises LibraryError where it is damaged.

        A new one keeps its vectors shortened, where that is given. `in_bulk`: a new one is filled
        and settled next.
        """
        self._folder, self._in_bulk = folder, in_bulk
        self._shadow: Shadow | None = None
        # A client that is opened anew must not be closed under a thread that is asking it. Chroma
        # lets go of the interpreter while it searches, so several threads may ask at once.
        self._turns = Turns()
        with self._changing():
            folder.mkdir(parents=True, exist_ok=True)
            if shortening is not None:
                shortening.write(folder)
            self._open()

    def _open(self) -> None:
        self._short = Shortening.read(self._folder)
        if may_only_be_read(self._folder):
            if self._shadow is not None:
                self._shadow.remove()
            self._shadow = Shadow(self._folder, copied=(DATABASE,))
        self._client = self._start()
        try:
            self._collect()
            self._collection.count()  # the first call to read the index itself
        except BaseException:
            self._client.close()
            raise

    @property
    def _opened(self) -> Path:
        """The folder that is opened: a stand-in where this one may only be read."""
        return self._shadow.folder if self._shadow is not None else self._folder

    def _start(self) -> Any:
        settings = Settings(anonymized_telemetry=False, allow_reset=True)
        try:
            return chromadb.PersistentClient(str(self._opened), settings=settings)
        except BaseException as error:  # of many kinds, when the files are damaged
            if isinstance(error, KeyboardInterrupt):
                raise
            # Chroma keeps a client that did not start, and would hand it out again.
            name = str(self._opened)
            if name not in SharedSystemClient._identifier_to_refcount:
                SharedSystemClient._identifier_to_system.pop(name, None)
            raise self._explain(error) from error

    def _collect(self, name: str = COLLECTION) -> None:
        hnsw: Any = {"space": "cosine", "ef_search": EF_SEARCH}
        if self._in_bulk:
            hnsw["sync_threshold"] = WRITTEN_AT_IN_BULK
        self._collection = self._client.get_or_create_collection(
            name, configuration={"hnsw": hnsw}, embedding_function=None
        )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Let this thread in beside others, and turn errors into one that says what to do."""
        with self._turns.together(), self._explaining():
            yield

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """The same for this thread alone."""
        with self._turns.alone(), self._explaining():
            yield

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (ChromaError, OSError) as error:
            raise self._explain(error) from error
        except BaseException as error:
            if not is_panic(error):
                raise
            raise self._explain(error) from error

    def _explain(self, error: BaseException) -> LibraryError:
        reason = " ".join(str(error).split())[:200]
        return LibraryError(
            f"the vector index in {self._folder} cannot be used ({reason}); make sure that the "
            "disk has room, then run townclerk doctor, which mends it"
        )

    def refresh(self) -> None:
        """Open anew: a client does not see the neighbours that another process has added."""
        with self._changing():
            self._client.close()
            self._open()

    def settle(self) -> None:
        """Take in and write down what was added, so that no reader has to."""
        with self._changing():
            if self._in_bulk:
                self._in_bulk = False
                with warnings.catch_warnings():  # of a setting of Chroma's own
                    warnings.simplefilter("ignore", DeprecationWarning)
                    self._collection.modify(configuration={"hnsw": {"sync_threshold": WRITTEN_AT}})
                self._client.close()
                self._open()
            if self._collection.count():
                kept = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
                self._collection.query(query_embeddings=np.asarray(kept), n_results=1, include=[])

    def add(self, passages: Sequence[tuple[Paper, Passage]], vectors: Vectors) -> None:
        """Add or replace passages, each given with its paper, durably."""
        for start in range(0, len(passages), self.batch):
            part = passages[start : start + self.batch]
            with self._changing():
                self._collection.upsert(
                    ids=[passage.id for _, passage in part],
                    embeddings=self.as_kept(vectors[start : start + self.batch]),
                    metadatas=[_metadata(paper, passage) for paper, passage in part],
                )

    def describe(self, passages: Sequence[tuple[Paper, Passage]]) -> None:
        """Note anew what filters ask of passages whose vectors are held."""
        for start in range(0, len(passages), self.batch):
            part = passages[start : start + self.batch]
            with self._changing():
                self._collection.update(
                    ids=[passage.id for _, passage in part],
                    metadatas=[_metadata(paper, passage) for paper, passage in part],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove passages by id; unknown ids are no error."""
        for start in range(0, len(ids), self.batch):
            with self._changing():
                self._collection.delete(ids=list(ids[start : start + self.batch]))

    def remove_papers(self, papers: Iterable[str]) -> None:
        """Remove all passages of papers, by the papers' ids; unknown ids are no error."""
        for paper in papers:
            with self._changing():
                self._collection.delete(where={PAPER: paper})

    @property
    def are_short(self) -> bool:
        """Whether the vectors are kept shortened, and similarities are near the true ones only."""
        return self._short is not None

    def as_kept(self, vectors: Vectors) -> Vectors:
        """Return vectors as they are kept: whole or shortened."""
        return vectors if self._short is None else self._short.of(vectors)

    def clear(self) -> None:
        """Remove everything, so that vectors of another length may come in."""
        with self._changing():
            (self._folder / FILE).unlink(missing_ok=True)
            self._short = None
            self._client.delete_collection(COLLECTION)
            self._collect()

    def ids(self) -> Iterable[str]:
        """Return the ids of all passages held, read page by page."""
        start = 0
        while True:
            with self._asking():
                page = self._collection.get(include=[], limit=self.batch, offset=start)["ids"]
            if not page:
                return
            yield from page
            start += len(page)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors held for passages, as they are kept; unknown ids are left out."""
        held: dict[str, Vectors] = {}
        for start in range(0, len(ids), self.batch):
            part = list(ids[start : start + self.batch])
            with self._asking():
                found = self._collection.get(ids=part, include=["embeddings"])
            held |= zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True)
        return held

    def count(self) -> int:
        """Return the number of passages held."""
        with self._asking():
            return int(self._collection.count())

    @stage("vector search")
    def nearest(
        self,
        vector: Vectors,
        k: int,
        only: Filter = EVERYTHING,
        may_be: Callable[[str], bool] = lambda passage_id: True,
    ) -> list[tuple[str, float]]:
        """Return at most k (passage id, cosine similarity), best first. `vector` has shape (d,).

        All are in sight of the filter; `may_be` says by its id whether a passage may be. Chroma's
        own filter is slow, and so is reading what is noted. So more are fetched without either
        (`OVERFETCH`), and what is noted is read of the best that may be in sight. What was
        measured: docs/adr/0048-one-million-passages.md.
        """
        if only == EVERYTHING:
            return [(id_, score) for id_, score, _ in self._query(vector, k, ["distances"])]
        for times in OVERFETCH:
            most = min(k * times, self.batch)
            fetched = self._query(vector, most, ["distances"])
            likely = [(id_, score) for id_, score, _ in fetched if may_be(id_)]
            seen = self._admitted(likely, k, only)
            if len(seen) >= k or len(fetched) < most:
                return seen
            if most == self.batch:
                break
        if len(seen) >= k // 2:  # what lies farther off than so many others is hardly missed
            return seen
        fetched = self._query(vector, k, ["distances", "metadatas"], _where(only))
        return [(id_, score) for id_, score, n in fetched if n and admits(only, _sight(n))]

    def _admitted(
        self, found: Sequence[tuple[str, float]], k: int, only: Filter
    ) -> list[tuple[str, float]]:
        """Return the first k that a filter admits."""
        seen: list[tuple[str, float]] = []
        block = max(1, min(k, self.batch))
        for start in range(0, len(found), block):
            part = found[start : start + block]
            with self._asking():
                held = self._collection.get(ids=[id_ for id_, _ in part], include=["metadatas"])
            # Of what another process has removed nothing is noted any more.
            noted = dict(zip(held["ids"], held["metadatas"] or (), strict=True))
            seen += [e for e in part if (n := noted.get(e[0])) and admits(only, _sight(n))]
            if len(seen) >= k:
                break
        return seen[:k]

    def _query(
        self,
        vector: Vectors,
        k: int,
        include: list[Any],
        where: dict[str, Any] | None = None,
    ) -> list[tuple[str, float, Any]]:
        """Return (passage id, cosine similarity, what is noted if it is included), best first."""
        with self._asking():
            # How many are held is not asked for first: counting takes longer than the search.
            # As a matrix: a list of arrays is within Chroma's contract but not within its types.
            found = self._collection.query(
                query_embeddings=self.as_kept(vector)[np.newaxis, :],
                n_results=min(k, self.batch),
                include=include,
                where=where,
            )
        distances, notes = found["distances"], found["metadatas"]
        assert distances is not None
        noted: Sequence[Any] = notes[0] if notes else [None] * len(distances[0])
        return [
            (id_, 1.0 - float(distance), note)
            for id_, distance, note in zip(found["ids"][0], distances[0], noted, strict=True)
        ]

    def close(self) -> None:
        """Close the database."""
        with self._changing():
            self._client.close()
            if self._shadow is not None:
                self._shadow.remove()

"""The vector index on Chroma's server (`chroma run`), or in its distributed service."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from qa.backends.chroma import ChromaVectors
from qa.engines import VectorServer
from qa.errors import LibraryError

SECONDS = 30.0
"""How long a call may take; Chroma's client itself would wait for ever."""
KEY_HEADER = "x-chroma-token"


class ServedVectors(ChromaVectors):
    """The vectors of a library in a collection on a server.

    Several nodes ask it at once, and see what was written at their next search. A server that was
    started again is found again by the next call.
    """

    def __init__(self, server: VectorServer) -> None:
        """Open the collection, or make it where it is not there. Raises LibraryError."""
        self.server = server
        self._starting = threading.Lock()
        self._started = False
        with self._asking():
            pass

    def _connect(self) -> None:
        address = urlsplit(self.server.url)
        ssl = address.scheme == "https"
        try:
            self._client = chromadb.HttpClient(
                address.hostname or "",
                address.port or (443 if ssl else 8000),
                ssl=ssl,
                headers={KEY_HEADER: self.server.key} if self.server.key else None,
                settings=Settings(anonymized_telemetry=False),
                tenant=self.server.tenant,
                database=self.server.database,
            )
        except ValueError as error:  # of the client, whatever kept it from the server
            raise httpx.ConnectError(str(error)) from error
        session: httpx.Client = self._client._server._session
        session.timeout = httpx.Timeout(SECONDS)
        own = self._client.get_max_batch_size()
        most = self.server.records
        self.batch = min(filter(lambda limit: limit > 0, (own, most, ChromaVectors.batch)))
        self._collect(self.server.collection)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Connect at the first call, and turn errors into one that says what to do.

        Calls run side by side: the client is safe in several threads.
        """
        try:
            if not self._started:
                with self._starting:
                    if not self._started:
                        self._connect()
                        self._started = True
            yield
        except (ChromaError, httpx.HTTPError, OSError) as error:
            if isinstance(error, NotFoundError):  # the collection was made anew by somebody
                self._started = False
            raise self._explain(error) from error

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Do the same: the server keeps those who write and those who ask apart."""
        with self._asking():
            yield

    def _explain(self, error: BaseException) -> LibraryError:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        return LibraryError(
            f"the Chroma server at {self.server.url} cannot be used ({reason}); see that it runs, "
            "and that TOWNCLERK_CHROMA_URL, its tenant, database and key are right"
        )

    def refresh(self) -> None:
        """Do nothing: a search sees what was written before it."""

    def settle(self) -> None:
        """Do nothing: the server writes down what it was given."""

    def clear(self) -> None:
        """Remove everything, so that vectors of another length may come in."""
        with self._asking():
            self._client.delete_collection(self.server.collection)
            self._collect(self.server.collection)

    def close(self) -> None:
        """Let go of the collection. The connections are shared in the process, and stay."""
        self._started = False

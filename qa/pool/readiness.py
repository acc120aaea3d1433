"""How each part of the service is: the catalogue, the indexes, the files, the workers, and so on.

What takes milliseconds is looked at when somebody asks. What may take longer (the language model's
server, the process that draws pages, a walk through all files kept) is looked at on a thread in the
background, and the last look is told. No sentence here holds a path: others than the administrator
may read them.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from qa.api.health import Part
from qa.errors import TownclerkError
from qa.library import Library
from qa.library.databases.folder import catalogue_of
from qa.page_images.renderer import can_draw
from qa.pool.crew import Staffing
from qa.pool.messages import Model

LEAST_FREE = 512 * 2**20
"""Bytes on the library's disk, for an ingest."""
LOOK_AGAIN = 10.0
"""Seconds after which a look in the background is taken again, once somebody asks."""
MODEL_SECONDS = 3.0
"""For the language model's server to answer."""
INDEX_FILES = {"vectors": "chroma/chroma.sqlite3", "words": "words/meta.json"}
"""A file of each index, without which it cannot be opened."""

log = logging.getLogger(__name__)


class Background:
    """A look that may be slow, taken on a thread; what is told is the last one."""

    def __init__(self, look: Callable[[], Part], first: Part) -> None:
        """Take the look, and what is told until the first has been taken."""
        self._look, self._last = look, first
        self._lock = threading.Lock()
        self._again = 0.0

    def last(self) -> Part:
        """Return the last look; begin the next where that one is old."""
        now = time.monotonic()
        if now >= self._again and self._lock.acquire(blocking=False):
            threading.Thread(target=self._take, daemon=True, name="look").start()
        return self._last

    def _take(self) -> None:
        try:
            self._last = self._look()
        except Exception as error:
            self._last = Part(False, f"it could not be looked at ({type(error).__name__})")
        finally:
            self._again = time.monotonic() + LOOK_AGAIN
            self._lock.release()


class Readiness:
    """Looks at every part."""

    def __init__(
        self,
        folder: Path,
        library: Callable[[], Library],
        staffing: Callable[[], Staffing],
        language_model: Model | None,
    ) -> None:
        """Take the library's folder, what opens and tells the rest, and the model that is set."""
        self._folder, self._library, self._staffing = folder, library, staffing
        unknown = "not looked at yet"
        self._slow = {
            "files": Background(self._files, Part(True, unknown)),
            "pages": Background(_pages, Part(True, unknown)),
        }
        self._server = Background(self._ask_server, Part(True, unknown))
        if language_model is not None:
            first = Part(True, unknown, needed=False)
            self._slow["language_model"] = Background(lambda: _reach(language_model), first)

    def parts(self) -> dict[str, Part]:
        """Return how each part is, by name."""
        return {
            "catalogue": self._catalogue(),
            "vectors": self._vectors(),
            "words": self._index(INDEX_FILES["words"]),
            "workers": self._workers(),
            **{name: look.last() for name, look in self._slow.items()},
            "disk": self._disk(),
        }

    def _catalogue(self) -> Part:
        try:
            if catalogue_of(self._folder) is None:
                return Part(False, "there is no library in its folder any more")
            library = self._library()
            [count] = library.catalogue.db.execute("SELECT count(*) FROM papers").fetchone()
        except (TownclerkError, OSError) as error:
            return Part(False, self._pathless(error))
        return Part(True, f"{count} papers")

    def _vectors(self) -> Part:
        try:
            served = self._library().engines.vectors is not None
        except (TownclerkError, OSError) as error:
            return Part(False, self._pathless(error))
        return self._server.last() if served else self._index(INDEX_FILES["vectors"])

    def _ask_server(self) -> Part:
        try:
            count = self._library().indexes.served_vectors().count()
        except TownclerkError:  # its words name the server's address
            return Part(False, "the Chroma server does not answer; see that it runs")
        return Part(True, f"{count} on the Chroma server")

    def _index(self, file: str) -> Part:
        there = (self._folder / file).exists()
        return Part(there, "there" if there else "it is not there; run townclerk doctor")

    def _workers(self) -> Part:
        now = self._staffing()
        counts = (
            f"{now.ready} of {now.wanted} ready, {now.answering} answering, {now.waiting} waiting"
        )
        if now.stopping:
            return Part(False, "the service is being stopped")
        if now.fault is not None and now.ready == 0:
            return Part(False, f"none can be started: {self._pathless(now.fault)}")
        return Part(now.ready > 0, counts if now.ready else f"{counts}; they are being started")

    def _files(self) -> Part:
        library = self._library()
        copies = library.catalogue.copies().keys()
        gone = len(copies - library.files.names())
        if gone:
            return Part(
                False,
                f"the copies of {gone} of {len(copies)} papers of which a file is kept are gone; "
                "run townclerk doctor, which names them",
            )
        return Part(True, f"all {len(copies)} copies there")

    def _disk(self) -> Part:
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            return Part(False, error.strerror or "it cannot be looked at", needed=False)
        told = f"{free / 2**30:.1f} GiB free"
        enough = free >= LEAST_FREE
        return Part(enough, told if enough else f"{told}; an ingest needs more", needed=False)

    def _pathless(self, error: Exception | str) -> str:
        return str(error).replace(str(self._folder), "its folder")


def _pages() -> Part:
    answers = can_draw()
    return Part(answers, "drawn" if answers else "the process that draws pages does not answer")


def _reach(model: Model) -> Part:
    """Ask the language model's server for its list of models; any reply will do."""
    url = model.url.rstrip("/")
    # As the client does: an address without a path is Ollama's.
    url += "/models" if urlsplit(url).path else "/api/tags"
    key = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    try:
        status = httpx.get(url, headers=key, timeout=MODEL_SECONDS).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = f"its server does not answer ({type(error).__name__}); papers are quoted only"
        return Part(False, why, needed=False)
    refused = status in (401, 403)
    told = f"its server refuses the key ({status})" if refused else "its server answers"
    return Part(not refused, told, needed=False)

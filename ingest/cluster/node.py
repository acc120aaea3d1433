"""What a node does with a paper: read it in the confined child process, embed it, send it back.

Ray imports this module on the node, where Townclerk is installed as well. Nothing here raises, and
nothing is printed: Ray would write it to its logs, and an error may quote a paper. For the moment
in which it is read a paper lies in a folder that only the node's user can open.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ingest.checkpoints import KeptWork
from ingest.cluster.alike import Setup, setup_from_json, setup_to_json, this_setup
from ingest.cluster.parcels import (
    Order,
    Pieces,
    Reply,
    kept_pieces,
    pack_reply,
    seal,
    unpack_order,
    unseal,
)
from ingest.document import ScanReading
from ingest.embedding import embed_passages
from ingest.file_names import OTHER_DOCUMENTS, SUFFIXES
from ingest.sandbox.isolation import ISOLATION, understand_paper
from ingest.sandbox.supervision import ReaderStoppedError
from ingest.sandbox.wire import UnderstoodFile, encode_file
from qa.bootstrap import load_embedder
from qa.errors import ReadError, SettingsError
from qa.protocols import EmbedderInForm

SEALED, OTHER, FAULT = "sealed", "other", "fault"
"""The first part of what `read_on_node` returns: what the second part is."""
PROBE = "Resolved: that the minutes of the last meeting be signed as a true record."


@dataclass(frozen=True, slots=True)
class Looked:
    """What a node is like."""

    host: str
    setup: bytes = b""
    """As JSON (`setup_from_json`)."""
    probe: bytes = b""
    """The vector of `PROBE`, float32."""
    failure: str = ""
    """Why it can read no papers."""


def look_at_node(model: str, form: str, languages: str) -> tuple[str, bytes, bytes, str]:
    """Return the fields of what this node is like (`Looked`); the model is loaded for it."""
    host = socket.gethostname()
    try:
        _one_thread()
        embedder = _embedder(model, form)
        setup = setup_to_json(_setup(model, form, languages))
        return host, setup, embedder.embed([PROBE])[0].tobytes(), ""
    except SettingsError as error:
        return host, b"", b"", str(error)
    except Exception as error:
        return host, b"", b"", f"it failed ({type(error).__name__}); see that Townclerk runs there"


def read_on_node(key: bytes, sealed: bytes, model: str, expected: bytes) -> tuple[str, bytes]:
    """Read, understand and embed a paper; return the kind of what comes back, and its bytes.

    `SEALED`: a reply. `OTHER`: this node is not as is expected (`alike.Setup` as JSON), so it did
    not look at the paper; its own setup after its name. `FAULT`: the class of an error of ours.
    """
    try:
        _one_thread()
        ours = setup_from_json(expected)
        order = None
        if ours is not None:
            order, paper, pieces = unpack_order(unseal(key, sealed))
            own = _setup(model, ours.form, order.languages)
        if order is None or own != ours:
            own = _setup(model, "float32", "off") if order is None else own
            return OTHER, socket.gethostname().encode() + b"\n" + setup_to_json(own)
        reply = _read(order, paper, pieces, _embedder(model, own.form))
        return SEALED, seal(key, pack_reply(reply))
    except Exception as error:  # its message may quote the paper, so only its class is sent
        return FAULT, type(error).__name__.encode()


def _read(order: Order, paper: bytes, pieces: Pieces, embedder: EmbedderInForm) -> Reply:
    """Read a paper as it is read where the library is, and embed its passages."""
    ending = order.ending if order.ending in SUFFIXES | OTHER_DOCUMENTS else ""
    with _workroom().for_a_paper() as folder:
        work = KeptWork(folder / "pages").of(order.digest)
        for number, piece in pieces.items():
            work.keep(number, piece)
        try:
            path = folder / f"paper{ending}"
            path.write_bytes(paper)
            file = _interruptible(
                lambda: understand_paper(
                    path,
                    name=order.name,
                    digest=order.digest,
                    scans=ScanReading(order.languages),
                    pages=work,
                    passage_words=order.passage_words,
                    admitted=frozenset(order.admitted),
                ),
                path,
            )
        except ReaderStoppedError as error:
            return Reply(refused=str(error), again=True, pieces=kept_pieces(work))
        except ReadError as error:
            return Reply(refused=str(error))
        except OSError as error:
            why = f"the node {socket.gethostname()} cannot take the file in ({error.strerror})"
            return Reply(refused=f"{why}; make room on its disk and try again", again=True)
        understood = file.understood
        if understood is None or understood.restricted:
            return Reply(encode_file(file))
        withheld = {page.number for page in understood.pages if page.withheld}
        done = {n: piece for n, piece in kept_pieces(work).items() if n not in withheld}
        vectors = embed_passages(embedder, understood.paper, understood.passages)
        return Reply(encode_file(file), vectors, done)


def _interruptible(read: Callable[[], UnderstoodFile], path: Path) -> UnderstoodFile:
    """Read beside the main thread, which Ray interrupts where nobody waits for the paper.

    The interrupt would else come only after the system call in which the reading waits.
    """
    with ThreadPoolExecutor(1, "read") as beside:
        reading = beside.submit(read)
        try:
            while not wait([reading], INTERRUPT_SECONDS).done:
                pass
        except BaseException:
            path.unlink(missing_ok=True)  # first, so that it is not read again
            ISOLATION.close()
            raise
        return reading.result()


INTERRUPT_SECONDS = 0.2
"""How often an interrupt is looked for; what is read is taken up at once."""


def _one_thread() -> None:
    """Have the model computed on one thread, since Ray gives a task one processor."""
    os.environ["OMP_NUM_THREADS"] = "1"


@lru_cache(1)
def _embedder(model: str, form: str) -> EmbedderInForm:
    """Return the model, which is loaded once in a process."""
    return load_embedder(model, form)


@lru_cache(1)
def _setup(model: str, form: str, languages: str) -> Setup:
    embedder = _embedder(model, form)
    return this_setup(languages, model=embedder.name, form=embedder.form)


PREFIX = "townclerk-node-"
LOCK = "lock"
JUST_MADE_SECONDS = 60


class _Workroom:
    """A folder for papers while they are read; those of processes that were killed are removed."""

    def __init__(self) -> None:
        for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError), (left / LOCK).open("rb") as lock:
                if time.time() - left.stat().st_mtime < JUST_MADE_SECONDS:
                    continue  # its owner may not have locked it yet
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = os.open(self._folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    @contextlib.contextmanager
    def for_a_paper(self) -> Iterator[Path]:
        """Make a folder for a paper, and remove it after."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _workroom() -> _Workroom:
    return _Workroom()

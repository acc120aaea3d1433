"""The nursery: a clean process that loads the models once and forks the workers.

`python -m qa.pool.nursery DESCRIPTOR PARENT`. It is started afresh, so that it holds no thread of
the web process, and it loads what is slow to load and large: the embedding model, the
clients of a language model. A worker then costs a fork: a quarter of a second in place of ten, and
a tenth of the memory, since what is only read is shared.

A fork is safe while a process has one thread, so the libraries are told to start none here (a
worker sets its own number), and before the first fork that is checked. Where a library has started
one all the same, a bare nursery takes its place, and each worker loads its own models.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import resource
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa.pool.messages import (
    TO_NURSERY,
    Ended,
    Failed,
    Fork,
    Loaded,
    Setup,
    frame,
    receive,
)

if TYPE_CHECKING:
    from qa.protocols import Embedder, Reranker
    from qa.writing.choosing import WritesJson

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Set in the nursery's environment, before any library is loaded."""
BARE = "bare"
"""The last argument of a nursery that loads nothing."""
_PR_SET_PDEATHSIG = 1


class Models:
    """The models of a worker, loaded when they are first asked for."""

    def __init__(self, setup: Setup) -> None:
        """Take what is wanted; nothing is loaded yet."""
        self.setup = setup
        self._embedder: Embedder | None = None
        self._language_model: WritesJson | None = None
        self._reranker: Reranker | None = None

    def load(self) -> tuple[Embedder, WritesJson | None, Reranker | None]:
        """Return the models. Raises SettingsError where one cannot be had."""
        from qa.bootstrap import load_embedder, load_reranker, serve_language_model

        if self._embedder is None:
            wanted = self.setup.language_model
            if wanted is not None:
                self._language_model = serve_language_model(**wanted.model_dump())
            self._reranker = load_reranker(self.setup.reranker, threads=self.setup.threads)
            self._embedder = load_embedder(self.setup.embedder)
        return self._embedder, self._language_model, self._reranker


def main(descriptor: int, parent: int, *, bare: bool) -> None:
    """Load the models, then fork a worker for each request, until the web process is gone."""
    die_with(parent)
    for number in (signal.SIGINT, signal.SIGTERM):  # the web process decides when to end
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # it would hold papers and questions
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s:     %(message)s")
    with socket.socket(fileno=descriptor) as control:
        setup = receive(control, TO_NURSERY)
        if not isinstance(setup, Setup):
            return
        models = Models(setup)
        if not bare:
            try:
                _load(models)
            except Exception as error:
                control.sendall(frame(Failed.of(error)))
                return
        gc.collect()
        gc.freeze()
        threads = _threads()
        control.sendall(frame(Loaded(threads=threads)))
        if threads == 1:
            _Nursery(control, models).run()


def _load(models: Models) -> None:
    # Loaded for the workers, who would each hold a copy of it.
    import qa.answerer
    import qa.backends.chroma
    import qa.backends.tantivy
    import qa.writing.choosing

    del qa
    models.load()


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


class _Nursery:
    """Forks workers, and tells how each has ended."""

    def __init__(self, control: socket.socket, models: Models) -> None:
        self._control, self._models = control, models
        self._ready = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until the other side closes the socket."""
        self._ready.register(self._control, selectors.EVENT_READ, 0)
        while True:
            for key, _ in self._ready.select():
                if key.data:
                    self._bury(key.fd, key.data)
                elif not self._serve():
                    return

    def _serve(self) -> bool:
        """Take one request; return whether there may be more."""
        data, descriptors, _, _ = socket.recv_fds(self._control, 65_536, 1)
        if not data or not descriptors:
            return False
        [line] = descriptors
        # A request is one short write, so it comes whole.
        wanted = TO_NURSERY.validate_json(data[4:])
        assert isinstance(wanted, Fork)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._be_worker(line, parent, wanted.library)
        os.close(line)
        self._ready.register(os.pidfd_open(pid), selectors.EVENT_READ, pid)
        return True

    def _be_worker(self, line: int, parent: int, library: Path) -> None:
        from qa.pool.worker import work

        code = 1
        try:
            die_with(parent)
            for key in list(self._ready.get_map().values()):
                if key.data:
                    os.close(key.fd)
            self._ready.close()
            self._control.close()
            work(line, library, self._models)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _bury(self, descriptor: int, pid: int) -> None:
        self._ready.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        self._control.sendall(frame(Ended(pid=pid, status=os.waitstatus_to_exitcode(status))))


def die_with(parent: int) -> None:
    """End this process by force as soon as its parent ends, whatever ended that."""
    with contextlib.suppress(OSError, AttributeError):  # not on Linux: the closed socket must do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that was asked for
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), bare=sys.argv[3:] == [BARE])

"""Has papers read and embedded by the nodes of a Ray cluster: the one module that imports Ray.

`joined` gives a `PaperReader` for an ingest. A task is one paper; what Ray loses with a node it
runs again on another, and a paper that kills its reader is told as it is here. Only so many papers
are under way at a time, and so many bytes of them.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ingest.checkpoints import WorkOnPaper
from ingest.cluster.alike import Setup, difference, setup_from_json, setup_to_json, this_setup
from ingest.cluster.node import (
    OTHER,
    PROBE,
    SEALED,
    Looked,
    look_at_node,
    read_on_node,
)
from ingest.cluster.parcels import (
    Order,
    Reply,
    kept_pieces,
    new_key,
    pack_order,
    seal,
    unpack_reply,
    unseal,
)
from ingest.document import ScanReading
from ingest.file_names import OTHER_DOCUMENTS, SUFFIXES
from ingest.sandbox.isolation import understand_paper
from ingest.sandbox.supervision import ReaderStoppedError
from ingest.sandbox.wire import STANDARD_LIMITS, TransferError, UnderstoodFile, decode_file
from qa.errors import ClusterError, MissingExtraError, ReadError
from qa.protocols import EmbedderInForm, Vectors

LOCAL = "local"
"""In place of an address: a cluster of this machine alone, for this run."""
PAPERS_A_PROCESSOR = 4
"""Papers under way for each processor of the cluster, so that none waits while a long one is read
whose turn it is."""
MOST_AT_ONCE = 128
SHARE_OF_STORE = 0.25
"""Of the smallest node's object store, that papers under way may take."""
MOST_BYTES = 1_000_000_000
"""Of papers under way, at most; a larger one is under way alone."""
RETRIES = 3
"""How often a paper goes to another node where one was lost with it."""
LOOK_SECONDS = 180.0
"""How long a node may take to say what it is like; it starts a process and loads the model."""
POLL_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 10.0
LONELY_SECONDS = 60.0
"""How long the cluster may be without any node that reads."""
LEAVE_SECONDS = 5.0
"""How long a node may take to tidy up after a paper that nobody waits for."""
CONNECT_SECONDS = 5.0


@contextmanager
def joined(
    address: str, embedder: EmbedderInForm, *, model: str, scans: ScanReading
) -> Iterator[RayCluster]:
    """Join a cluster, as the address that `ray.init` takes says, and leave it at the end.

    Every node must read and embed as this machine does, with the same model in the same form.
    Raises MissingExtraError, and ClusterError where there is no such cluster or it is not fit.
    """
    if find_spec("ray") is None:
        raise MissingExtraError("reading papers on Ray", "ray")
    _must_answer(address)
    _set_up_ray()
    import ray

    with ExitStack() as stack:
        how: dict[str, Any] = {}
        if address == LOCAL:
            folder = tempfile.mkdtemp(prefix="tc-ray-")  # short: Ray puts sockets there
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            how = {"include_dashboard": False, "_temp_dir": folder}
            how |= {"_system_config": {"automatic_object_spilling_enabled": False}}
        stack.callback(_leave)
        try:
            with _quiet():
                ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **how)
        except Exception as error:
            raise ClusterError(
                f"no Ray cluster at {address!r} can be used ({_first_line(error)}); see that it "
                "runs, with the Ray, the Python and the token (RAY_AUTH_MODE=token) of this machine"
            ) from None
        # Else it prints of each task that went with a node; `RayCluster.notes` says it shorter.
        ray._private.worker._worker_logs_enabled = False
        setup = this_setup(scans.languages, model=embedder.name, form=embedder.form)
        nodes = _fit_nodes(address)
        _look_at_all(nodes, setup, embedder, model, scans)
        processors = int(sum(node["Resources"]["CPU"] for node in nodes))
        store = min(node["Resources"].get("object_store_memory", 0.0) for node in nodes)
        cluster = RayCluster(
            setup=setup,
            model=model,
            at_once=max(2, min(MOST_AT_ONCE, processors * PAPERS_A_PROCESSOR)),
            room=_Room(int(min(MOST_BYTES, store * SHARE_OF_STORE))),
            nodes={node["NodeID"]: node["NodeManagerHostname"] for node in nodes},
        )
        try:
            yield cluster
        finally:
            cluster.give_up()
            cluster.wait_until_idle()


def _must_answer(address: str) -> None:
    """Raise ClusterError where nothing listens at HOST:PORT: Ray itself would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not port.isdecimal():
        return
    try:
        place = (host.strip("[]") or "127.0.0.1", int(port))
        socket.create_connection(place, CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(
            f"no Ray cluster answers at {address!r} ({error}); check the address, and start the "
            "cluster with ray start"
        ) from None


def _set_up_ray() -> None:
    """Set what Ray reads as it is imported: it sends no figures to its makers, and its token."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    told = os.environ.get("RAY_AUTH_TOKEN") or os.environ.get("RAY_AUTH_TOKEN_PATH")
    if told or (Path.home() / ".ray" / "auth_token").is_file():
        os.environ.setdefault("RAY_AUTH_MODE", "token")


@contextmanager
def _quiet() -> Iterator[None]:
    """Leave out what compiled code of Ray writes to stderr while it looks for a cluster."""
    sys.stderr.flush()
    shown, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)
        os.close(nothing)


def _leave() -> None:
    import ray

    with suppress(Exception):
        ray.shutdown()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300].rstrip(".")


def _fit_nodes(address: str) -> list[dict[str, Any]]:
    """Return the nodes that have a processor for tasks. Raises ClusterError where none has."""
    nodes = _nodes()
    if not nodes:
        raise ClusterError(
            f"the Ray cluster at {address!r} has no node with a processor for tasks; start one "
            "with ray start --address"
        )
    return nodes


def _nodes() -> list[dict[str, Any]]:
    import ray

    return [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU", 0) >= 1]


def _look_at_all(
    nodes: list[dict[str, Any]],
    setup: Setup,
    embedder: EmbedderInForm,
    model: str,
    scans: ScanReading,
) -> None:
    """Look at each node before a paper is sent. Raises ClusterError of one that is not fit."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    task = ray.remote(look_at_node)
    asked = []
    for node in nodes:
        there = NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
        remote = task.options(num_cpus=0, scheduling_strategy=there, max_retries=1)
        asked.append(
            (node["NodeManagerHostname"], remote.remote(model, setup.form, scans.languages))
        )
    probe = embedder.embed([PROBE])[0]
    until = time.monotonic() + LOOK_SECONDS
    for host, ref in asked:
        try:
            looked = Looked(*ray.get(ref, timeout=max(1.0, until - time.monotonic())))
        except Exception as error:
            raise ClusterError(
                f"the Ray node {host} cannot run Townclerk ({_cause(error)}); install the same "
                "version there, with the extra ray"
            ) from None
        if looked.failure:
            raise ClusterError(f"the Ray node {host} cannot read papers: {looked.failure}")
        other = difference(setup, setup_from_json(looked.setup))
        if other is not None:
            raise ClusterError(f"the Ray node {host} {other}")
        found = np.frombuffer(looked.probe, np.float32)
        if found.shape != probe.shape or np.abs(found - probe).max() > PROBE_APART:
            raise ClusterError(
                f"the Ray node {host} has another model under the name {model!r}; put the same "
                "files there as here"
            )


PROBE_APART = 0.02
"""How far a number of the probe's vector may be from ours: processors round differently."""


def _cause(error: BaseException) -> str:
    """Return the class of what went wrong in a task; its words might be those of a paper."""
    inner = getattr(error, "cause", None) or error
    named = f": {inner.name}" if isinstance(inner, ImportError) and inner.name else ""
    return f"{type(inner).__name__}{named}"


@dataclass(slots=True)
class _Room:
    """Room for the bytes of papers under way. One that is larger than all of it has it alone."""

    size: int
    _used: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def taking(self, size: int) -> Iterator[None]:
        """Wait until there is room, and take it up meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: not self._used or self._used + size <= self.size)
            self._used += size
        try:
            yield
        finally:
            with self._changed:
                self._used -= size
                self._changed.notify_all()


@dataclass(slots=True)
class RayCluster:
    """Reads papers on the nodes of the cluster that this process has joined."""

    setup: Setup
    model: str
    at_once: int
    """Papers under way at the same time."""
    room: _Room
    nodes: Mapping[str, str]
    """{id: host} of the nodes at the beginning."""
    key: bytes = field(default_factory=new_key, repr=False)
    _expected: bytes = b""
    _under_way: dict[str, Any] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _given_up: bool = False
    _cancelled: list[Any] = field(default_factory=list)
    _looked_at: float = 0.0
    _lonely_since: float = 0.0

    def __post_init__(self) -> None:
        """Write down once what is expected of a node."""
        self._expected = setup_to_json(self.setup)

    def understand(
        self,
        path: Path,
        *,
        name: str,
        digest: str,
        scans: ScanReading,
        pages: WorkOnPaper | None,
        passage_words: int,
        admitted: frozenset[str],
    ) -> tuple[UnderstoodFile, Vectors | None]:
        """Have a node read, understand and embed a paper; raises as `understand_paper`.

        An archive is opened here, since nothing in it is read before it is unpacked. Raises
        ClusterError where the cluster is lost, or a node joined it that is not fit.
        """
        own = frozenset(one for one in admitted if one.startswith(f"{digest[:16]}-"))
        size = path.stat().st_size
        if path.suffix.lower() == ".zip" or size > STANDARD_LIMITS.file_size:
            file = understand_paper(
                path,
                name=name,
                digest=digest,
                scans=scans,
                pages=pages,
                passage_words=passage_words,
                admitted=own,
            )
            return file, None
        suffix = path.suffix.lower()
        order = Order(
            # The node needs no folders of the name, and they may be many.
            PurePosixPath(name).name,
            suffix if suffix in SUFFIXES | OTHER_DOCUMENTS else "",
            digest,
            scans.languages,
            passage_words,
            tuple(sorted(own)),
        )
        with self.room.taking(size):
            kept = kept_pieces(pages) if pages is not None else {}
            reply = self._ask(seal(self.key, pack_order(order, path.read_bytes(), kept)))
        if reply.refused:
            if reply.again and pages is not None:
                _keep(pages, reply)
            raise (ReaderStoppedError if reply.again else ReadError)(reply.refused)
        try:
            file = decode_file(reply.answer, name=name, digest=digest, admitted=own)
        except TransferError as error:
            raise ReaderStoppedError(f"the node gave no sound answer ({error}); {AGAIN}") from None
        if file.understood is None or file.understood.restricted:
            return file, None
        if pages is not None:
            _keep(pages, reply)
        rows = len(file.understood.passages)
        sound = reply.vectors is not None and len(reply.vectors) == rows
        return file, reply.vectors if sound else None

    def give_up(self) -> None:
        """Cancel what is under way, and begin nothing more."""
        import ray

        with self._changed:
            if self._given_up:
                return
            self._given_up = True
            self._cancelled = list(self._under_way.values())
        for ref in self._cancelled:
            with suppress(Exception):
                ray.cancel(ref)

    def wait_until_idle(self) -> None:
        """Wait for what was cancelled to end, and for no thread to ask Ray, but not for long."""
        import ray

        if self._cancelled:
            with suppress(Exception):
                ray.wait(self._cancelled, num_returns=len(self._cancelled), timeout=LEAVE_SECONDS)
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, LEAVE_SECONDS)

    def notes(self) -> list[str]:
        """Return a line for each node that was lost on the way."""
        try:
            here = {node["NodeID"] for node in _nodes()}
        except Exception:
            return []
        lost = [host for number, host in self.nodes.items() if number not in here]
        return [f"the Ray node {host} was lost; others took over what it had" for host in lost]

    def _ask(self, parcel: bytes) -> Reply:
        """Send a sealed paper, wait for what comes back, and let go of both in Ray's store."""
        import ray

        task = ray.remote(read_on_node).options(num_cpus=1, max_retries=RETRIES, name="read")
        number = secrets.token_hex(8)
        with self._changed:
            if self._given_up:
                raise ClusterError(GIVEN_UP)
            ref = task.remote(self.key, ray.put(parcel), self.model, self._expected)
            self._under_way[number] = ref
        del parcel
        try:
            kind, data = self._wait_for(ref)
        finally:
            del ref
            with self._changed:
                del self._under_way[number]
                self._changed.notify_all()
        if kind == SEALED:
            with suppress(TransferError):
                return unpack_reply(unseal(self.key, data))
            raise ReaderStoppedError(f"the node gave no sound answer; {AGAIN}")
        if kind == OTHER:
            host, _, setup = data.partition(b"\n")
            other = difference(self.setup, setup_from_json(setup)) or "is not as this machine is"
            raise ClusterError(f"the Ray node {host.decode(errors='replace')} {other}")
        raise ReaderStoppedError(f"the node failed ({data.decode(errors='replace')[:40]}); {AGAIN}")

    def _wait_for(self, ref: Any) -> tuple[str, bytes]:
        import ray
        from ray import exceptions

        while True:
            try:
                kind, data = ray.get(ref, timeout=POLL_SECONDS)
                return str(kind), bytes(data)
            except exceptions.GetTimeoutError:
                if self._given_up:
                    raise ClusterError(GIVEN_UP) from None
                self._require_nodes()
            except exceptions.TaskCancelledError:
                raise ClusterError(GIVEN_UP) from None
            except exceptions.RayTaskError as error:
                raise ClusterError(
                    f"a Ray node cannot run Townclerk ({_cause(error)}); install the same version "
                    "on all of them"
                ) from None
            except (exceptions.RayError, ConnectionError) as error:
                if self._given_up:
                    raise ClusterError(GIVEN_UP) from None
                raise ReaderStoppedError(
                    f"the cluster lost it {RETRIES + 1} times ({type(error).__name__}), perhaps "
                    f"for want of memory; {AGAIN}"
                ) from None

    def _require_nodes(self) -> None:
        """Raise ClusterError where there has been no node that reads for some time."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN_SECONDS:
            return
        self._looked_at = time.monotonic()
        with suppress(Exception):  # the cluster itself may be gone
            if _nodes():
                self._lonely_since = 0.0
                return
        self._lonely_since = self._lonely_since or time.monotonic()
        if time.monotonic() - self._lonely_since > LONELY_SECONDS:
            raise ClusterError(
                "no node of the Ray cluster is left; what was stored is kept: start a node and run "
                "townclerk ingest again"
            )


AGAIN = "try again, or without --ray"
GIVEN_UP = "the ingest was stopped; what was stored is kept"


def _keep(pages: WorkOnPaper, reply: Reply) -> None:
    """Keep what a node did on a paper until the paper is stored."""
    for number, piece in reply.pieces.items():
        pages.keep(number, piece)

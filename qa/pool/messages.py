"""What passes between the web process, the nursery and the workers.

A message is a frame: four bytes with the length of what follows, then JSON. Everything that comes
in is checked against its type: a worker reads councils' papers with libraries in C and Rust, so
what it sends is not trusted to be whole.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from qa import errors
from qa.answers import Answer
from qa.engines import EMBEDDED, Engines
from qa.errors import TownclerkError
from qa.protocols import EVERYTHING, Filter

MAX_FRAME = 32 * 2**20
"""Bytes. An answer with 50 hits takes less than half a megabyte."""
_LENGTH = struct.Struct("!I")


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Model(_Message):
    """The language model that chooses what answers, as the settings name it."""

    name: str
    url: str
    key: str | None = Field(repr=False)
    seconds: float
    tokens: int = 400
    window: int = 8_192
    thinking_off: bool = True


class Setup(_Message):
    """To the nursery, once: what its workers hold."""

    type: Literal["setup"] = "setup"
    embedder: str
    reranker: str | None = None
    """None: the embedded one, where there is one."""
    language_model: Model | None
    engines: Engines = Field(default=EMBEDDED, repr=False)
    """Where the library's catalogue and vectors are: a worker has no settings of its own."""
    at_once: int = Field(ge=1)
    """Questions that a worker answers at the same time."""
    threads: int = Field(ge=1)
    """Processor threads that a worker may use."""


class Loaded(_Message):
    """From the nursery: the models are loaded, and workers can be had if it has one thread."""

    type: Literal["loaded"] = "loaded"
    threads: int


class Fork(_Message):
    """To the nursery, with a socket beside it: make a worker that answers on that socket."""

    type: Literal["fork"] = "fork"
    library: Path


class Ended(_Message):
    """From the nursery: a worker has ended. `status` as `os.waitstatus_to_exitcode` gives it."""

    type: Literal["ended"] = "ended"
    pid: int
    status: int


class Born(_Message):
    """From a worker, at once: its process id, by which it can be ended."""

    type: Literal["born"] = "born"
    pid: int


class Ready(_Message):
    """From a worker: the library is open, and questions can come."""

    type: Literal["ready"] = "ready"
    papers: int
    passages: int


class Failed(_Message):
    """From nursery or worker: a start, or a question, failed. `kind` is the error's class."""

    type: Literal["failed"] = "failed"
    number: int = 0
    """Of the question; 0 for the start."""
    kind: str
    message: str

    @classmethod
    def of(cls, error: Exception, number: int = 0) -> Failed:
        """Describe an error; the words of one that is not ours may hold anything, and stay."""
        known = isinstance(error, TownclerkError)
        return cls(number=number, kind=type(error).__name__, message=str(error) if known else "")

    def as_error(self) -> Exception:
        """Return the error as the asker would have met it; an unknown one as RuntimeError."""
        kind = getattr(errors, self.kind, None)
        if isinstance(kind, type) and issubclass(kind, TownclerkError):
            error: TownclerkError = kind.__new__(kind)
            error.args = (self.message,)
            return error
        return RuntimeError(f"the process that answers met {self.kind}")


class Ask(_Message):
    """To a worker: a question."""

    type: Literal["ask"] = "ask"
    number: int = Field(ge=1)
    question: str
    hits: int
    previous: tuple[str, ...]
    as_at: date | None
    filters: Filter = EVERYTHING


class Cancel(_Message):
    """To a worker: nobody waits for this answer any more."""

    type: Literal["cancel"] = "cancel"
    number: int


class Sentence(_Message):
    """From a worker: a sentence of an answer that is being written."""

    type: Literal["sentence"] = "sentence"
    number: int
    text: str


class Answered(_Message):
    """From a worker: the answer."""

    type: Literal["answered"] = "answered"
    number: int
    answer: Answer


_BY_TYPE = Field(discriminator="type")
TO_NURSERY: TypeAdapter[Setup | Fork] = TypeAdapter(Annotated[Setup | Fork, _BY_TYPE])
FROM_NURSERY: TypeAdapter[Loaded | Failed | Ended] = TypeAdapter(
    Annotated[Loaded | Failed | Ended, _BY_TYPE]
)
TO_WORKER: TypeAdapter[Ask | Cancel] = TypeAdapter(Annotated[Ask | Cancel, _BY_TYPE])
FROM_WORKER: TypeAdapter[Born | Ready | Failed | Sentence | Answered] = TypeAdapter(
    Annotated[Born | Ready | Failed | Sentence | Answered, _BY_TYPE]
)

_Kind = TypeVar("_Kind")


def frame(message: BaseModel) -> bytes:
    """Return a message as it is sent."""
    text = message.model_dump_json().encode()
    return _LENGTH.pack(len(text)) + text


def receive(source: socket.socket, kind: TypeAdapter[_Kind]) -> _Kind | None:
    """Wait for a message; None where the other side is gone. Raises ValueError for a wrong one."""
    head = _exactly(source, _LENGTH.size)
    if head is None:
        return None
    body = _exactly(source, _checked_length(head))
    return None if body is None else kind.validate_json(body)


async def receive_async(source: asyncio.StreamReader, kind: TypeAdapter[_Kind]) -> _Kind | None:
    """Wait for a message, as `receive` does."""
    try:
        head = await source.readexactly(_LENGTH.size)
        body = await source.readexactly(_checked_length(head))
    except (asyncio.IncompleteReadError, OSError):
        return None
    return kind.validate_json(body)


def _checked_length(head: bytes) -> int:
    length: int = _LENGTH.unpack(head)[0]
    if length > MAX_FRAME:
        raise ValueError(f"a message of {length:,} bytes is longer than any can be")
    return length


def _exactly(source: socket.socket, count: int) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        try:
            part = source.recv(count - len(data))
        except OSError:
            return None
        if not part:
            return None
        data += part
    return bytes(data)

"""A worker: it has the library and the models open, takes questions, and sends answers.

The nursery forks it. It may be ended by force at any time, so it keeps nothing that is not in the
library. It ends by itself as soon as the web process is gone.
"""

from __future__ import annotations

import logging
import os
import queue
import socket
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from qa.answers import Answer
from qa.errors import TownclerkError
from qa.pool.messages import (
    TO_WORKER,
    Answered,
    Ask,
    Born,
    Cancel,
    Failed,
    Ready,
    Sentence,
    frame,
    receive,
)

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.pool.nursery import Models

WARM_UP = "warm up: what was decided?"
"""Asked before the first question, so that what is loaded at first use is loaded."""

log = logging.getLogger(__name__)


def work(descriptor: int, library: Path, models: Models) -> None:
    """Open the library, then answer on an inherited socket until the other side closes it."""
    with socket.socket(fileno=descriptor) as line:
        line.sendall(frame(Born(pid=os.getpid())))
        try:
            answerer, ready = _open(library, models)
        except Exception as error:
            _report("the library could not be opened for questions", error)
            line.sendall(frame(Failed.of(error)))
            return
        line.sendall(frame(ready))
        _Worker(line, answerer).run(models.setup.at_once)


def _open(folder: Path, models: Models) -> tuple[Answerer, Ready]:
    from qa.bootstrap import answer_from, name_embedder, open_library

    # First: where there is none, nothing slow is loaded.
    library = open_library(folder, engines=models.setup.engines)
    name_embedder(library, models.setup.embedder)
    embedder, language_model, reranker = models.load()
    torch = sys.modules.get("torch")  # only some models need it
    if torch is not None:
        torch.set_num_threads(models.setup.threads)
    answer_from(library, embedder).ask(WARM_UP)
    ready = Ready(papers=library.coverage().papers, passages=library.passage_count())
    return answer_from(library, embedder, language_model, reranker), ready


class _Worker:
    """Answers the questions that come over a socket, some at the same time."""

    def __init__(self, line: socket.socket, answerer: Answerer) -> None:
        self._line, self._answerer = line, answerer
        self._sending = threading.Lock()
        self._asked: queue.SimpleQueue[Ask] = queue.SimpleQueue()
        self._unwanted: set[int] = set()

    def run(self, at_once: int) -> None:
        """Take questions until the other side is gone."""
        for _ in range(at_once):
            threading.Thread(target=self._answer_all, daemon=True).start()
        while True:
            message = receive(self._line, TO_WORKER)
            if message is None:
                return  # and whatever is being answered ends with the process
            if isinstance(message, Cancel):
                self._unwanted.add(message.number)
            else:
                self._asked.put(message)

    def _answer_all(self) -> None:
        while True:
            asked = self._asked.get()
            try:
                self._answer(asked)
            except Exception as error:
                _report("a question could not be answered", error)
                self._send(Failed.of(error, asked.number))
            finally:
                self._unwanted.discard(asked.number)

    def _answer(self, asked: Ask) -> None:
        parts = self._answerer.stream(
            asked.question,
            hits=asked.hits,
            previous=asked.previous,
            as_at=asked.as_at,
            filters=asked.filters,
        )
        with closing(parts):  # type: ignore[type-var]
            for part in parts:
                if isinstance(part, Answer):
                    self._send(Answered(number=asked.number, answer=part))
                elif asked.number in self._unwanted:
                    raise CancelledError
                else:
                    self._send(Sentence(number=asked.number, text=part))

    def _send(self, message: BaseModel) -> None:
        data = frame(message)
        try:
            with self._sending:
                self._line.sendall(data)
        except OSError:  # the web process is gone
            os._exit(0)


class CancelledError(TownclerkError):
    """Nobody waits for the answer any more."""

    def __init__(self) -> None:
        super().__init__("the question was taken back")


def _report(what: str, error: Exception) -> None:
    """Log an error that is not ours: its class and place; its words may hold a question."""
    if not isinstance(error, TownclerkError):
        where = traceback.extract_tb(error.__traceback__)[-4:]
        lines = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in where)
        log.error("%s: %s at %s", what, type(error).__name__, lines)

"""An answerer that counts its answers, and logs questions where that is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from qa.answers import Answer
from qa.errors import QuestionError
from qa.monitoring.metrics import Metrics

if TYPE_CHECKING:
    from qa.library import Library

log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the service asks of an answerer, in this process or in others."""

    @property
    def library(self) -> Library:
        """The papers held."""

    def ask(
        self,
        question: str,
        *,
        hits: int = ...,
        previous: Sequence[str] = ...,
        as_at: date | None = ...,
    ) -> Answer:
        """Answer a question."""

    def stream(
        self,
        question: str,
        *,
        hits: int = ...,
        previous: Sequence[str] = ...,
        as_at: date | None = ...,
    ) -> Iterator[str | Answer]:
        """Yield each sentence of a written answer, then the answer."""


class ObservedAnswerer:
    """Counts what another answerer answers."""

    def __init__(self, answerer: Answers, metrics: Metrics, *, log_questions: bool = False) -> None:
        """Take the answerer that does the work."""
        self._answerer, self._metrics, self._log_questions = answerer, metrics, log_questions

    @property
    def library(self) -> Library:
        """The papers held."""
        return self._answerer.library

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
    ) -> Answer:
        """Answer a question, and count the answer or the failure."""
        try:
            answer = self._answerer.ask(question, hits=hits, previous=previous, as_at=as_at)
        except Exception as error:
            self._count_failure(error)
            raise
        self._count(answer)
        return answer

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
    ) -> Iterator[str | Answer]:
        """Yield what the answerer does, and count the answer or the failure."""
        try:
            for part in self._answerer.stream(question, hits=hits, previous=previous, as_at=as_at):
                if isinstance(part, Answer):
                    self._count(part)
                yield part
        except Exception as error:
            self._count_failure(error)
            raise

    def _count(self, answer: Answer) -> None:
        self._metrics.count_answer(answer)
        fields = {
            "status": answer.status.value,
            "standing": answer.standing.value if answer.standing else None,
            "declined_by": answer.declined_by,
            "citations": len(answer.citations),
            "ms": round(answer.timings_ms.get("total", 0.0), 1),
        }
        if self._log_questions:
            fields["question"] = answer.question
        said = " ".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        log.info("answered %s", said, extra={"fields": fields})

    def _count_failure(self, error: Exception) -> None:
        if not isinstance(error, QuestionError):  # the question itself was not to be answered
            self._metrics.count_failure(error)

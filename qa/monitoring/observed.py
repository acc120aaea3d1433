"""An answerer that counts its answers, and logs questions where that is asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from qa.answers import Answer
from qa.errors import QuestionError
from qa.monitoring.metrics import Metrics
from qa.protocols import EVERYTHING, Filter

if TYPE_CHECKING:
    from qa.answerer import Answering
    from qa.library import Library

log = logging.getLogger(__name__)


class ObservedAnswerer:
    """Counts what another answerer answers."""

    def __init__(
        self, answerer: Answering, metrics: Metrics, *, log_questions: bool = False
    ) -> None:
        """Take the answerer that does the work."""
        self._answerer, self._metrics, self._log_questions = answerer, metrics, log_questions

    @property
    def unobserved(self) -> Answering:
        """What answers, to be asked without being counted."""
        return self._answerer

    @property
    def library(self) -> Library:
        """The papers held."""
        return self._answerer.library

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Iterator[str | Answer]:
        """Return what the answerer does; the answer or the failure is counted when it comes."""
        try:
            parts = self._answerer.stream(
                question, hits=hits, previous=previous, as_at=as_at, filters=filters
            )
        except Exception as error:
            self._count_failure(error)
            raise
        return _Counted(parts, self._count, self._count_failure)

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


class _Counted(Iterator[str | Answer]):
    """Counts what another iterator gives. No generator, since it may be closed from any thread."""

    def __init__(
        self,
        parts: Iterator[str | Answer],
        count: Callable[[Answer], None],
        count_failure: Callable[[Exception], None],
    ) -> None:
        self._parts, self._count, self._count_failure = parts, count, count_failure

    def __next__(self) -> str | Answer:
        try:
            part = next(self._parts)
        except StopIteration:
            raise
        except Exception as error:
            self._count_failure(error)
            raise
        if isinstance(part, Answer):
            self._count(part)
        return part

    def close(self) -> None:
        """Give up what is still to come."""
        end = getattr(self._parts, "close", None)
        if end is not None:
            end()

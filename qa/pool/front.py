"""What the web process asks in place of an `Answerer`: the same questions, answered elsewhere.

It has the catalogue open, for lists and pages of papers; the indexes and the models are open in the
workers alone.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from qa.answers import Answer
from qa.api.health import Part
from qa.bootstrap import name_embedder, name_language_model, open_library
from qa.errors import IndexMismatchError
from qa.library import Library
from qa.pool.crew import Asked, Crew, Plan, Staffing
from qa.pool.messages import Ask, Model, Setup
from qa.pool.readiness import Readiness
from qa.protocols import EVERYTHING, Filter
from qa.questions.question import read_question
from qa.settings import Settings

WRITING_AT_ONCE = 8
"""Questions that one worker answers at the same time where a language model writes: most of that
time it waits for the model's server. Without one, two at once take as long as one by one."""


class Parts(Iterator[str | Answer]):
    """Sentences as they are written, then the answer. May be closed from any thread."""

    def __init__(self, asked: Asked, crew: Crew) -> None:
        """Take a question that is on its way."""
        self._asked, self._crew = asked, crew
        self._over = False

    def __next__(self) -> str | Answer:
        """Wait for the next part. Raises what went wrong."""
        if self._over:
            raise StopIteration
        part = self._asked.parts.get()
        self._over = not isinstance(part, str)
        if isinstance(part, Exception):
            raise part
        return part

    def close(self) -> None:
        """Give up the answer, so that what waits or writes for it can stop."""
        if not self._over:
            self._over = True
            self._crew.take_back(self._asked)


class PooledAnswerer:
    """Asks workers. Has the methods of `Answerer` that the service uses, safe on any thread."""

    def __init__(self, settings: Settings) -> None:
        """Open the catalogue; `start` starts the workers.

        Raises LibraryError where there is no library, IndexMismatchError where it was built with
        another model than the settings name, SettingsError where they name half a language model.
        """
        self._folder = settings.library.absolute()
        self._library = open_library(self._folder)
        self._embedder = settings.embedder if "embedder" in settings.model_fields_set else None
        name_embedder(self._library, self._embedder)
        self._reranker = settings.reranker
        self.language_model = _language_model(settings)
        """The one that the settings name; None where the papers are quoted only."""
        writes = self.language_model is not None
        self._threads = max(1, len(os.sched_getaffinity(0)) // settings.workers)
        self._at_once = WRITING_AT_ONCE if writes else 1
        plan = Plan(
            library=self._folder,
            workers=settings.workers,
            at_once=self._at_once,
            question_seconds=settings.question_seconds
            + (self.language_model.seconds if self.language_model else 0),
            max_waiting=settings.max_waiting,
        )
        self._crew = Crew(plan, self._setup)
        self._numbers = itertools.count(1)
        self._readiness = Readiness(
            self._folder, lambda: self.library, lambda: self.staffing, self.language_model
        )

    @property
    def library(self) -> Library:
        """The catalogue as it lies in its folder now."""
        try:
            self._library.refresh()
        except IndexMismatchError:  # it was built anew; here no model is open
            self._library = open_library(self._folder)
        return self._library

    @property
    def staffing(self) -> Staffing:
        """How many workers are ready, how many questions wait, and what is wrong."""
        return self._crew.staffing

    def parts(self) -> dict[str, Part]:
        """Return how each part of the service is, by name."""
        return self._readiness.parts()

    def start(self) -> None:
        """Begin to start the workers; returns at once."""
        self._crew.start()

    def when_changed(self, tell: Callable[[], None]) -> None:
        """Call `tell`, on another thread, when a worker is ready or could not be started."""
        self._crew.tell_changes(tell)

    def ask(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Answer:
        """Answer as `Answerer.ask` does.

        Raises QuestionError for an unusable question, UnavailableError where it cannot be
        answered just now, LibraryError where the library cannot be used.
        """
        parts = self.stream(question, hits=hits, previous=previous, as_at=as_at, filters=filters)
        for part in parts:
            if isinstance(part, Answer):
                return part
        raise AssertionError("an answer always comes last")

    def stream(
        self,
        question: str,
        *,
        hits: int = 10,
        previous: Sequence[str] = (),
        as_at: date | None = None,
        filters: Filter = EVERYTHING,
    ) -> Parts:
        """Yield sentences and then the answer, as `Answerer.stream` does. Raises as `ask`."""
        read_question(question)  # what cannot be asked need not wait
        asked = Asked(
            Ask(
                number=next(self._numbers),
                question=_whole(question),
                hits=hits,
                previous=tuple(_whole(one) for one in previous),
                as_at=as_at,
                filters=filters,
            )
        )
        self._crew.take(asked)
        return Parts(asked, self._crew)

    def close_to_questions(self) -> None:
        """Refuse questions from now on; those that are being answered go on."""
        self._crew.close_to_questions()

    def close(self, seconds: float = 0) -> None:
        """Give running questions so many seconds, then end the workers and close the catalogue."""
        self._crew.stop(seconds)
        self._library.close()

    def _setup(self) -> Setup:
        return Setup(
            embedder=name_embedder(self.library, self._embedder),
            reranker=self._reranker,
            language_model=self.language_model,
            engines=self._library.engines,
            at_once=self._at_once,
            threads=self._threads,
        )


def _language_model(settings: Settings) -> Model | None:
    named = name_language_model(settings)
    if named is None:
        return None
    key = settings.language_model_key
    return Model(
        name=named[0],
        url=named[1],
        key=key.get_secret_value() if key else None,
        seconds=settings.language_model_seconds,
        tokens=settings.language_model_tokens,
        window=settings.language_model_window,
        thinking_off=settings.language_model_thinking == "off",
    )


def _whole(text: str) -> str:
    """Return a text without halves of surrogate pairs, which cannot be sent."""
    return text.encode("utf-8", "replace").decode()

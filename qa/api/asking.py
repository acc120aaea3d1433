"""What the API asks, and how it waits for an answer without holding up anything else.

Whatever answers works on threads of its own and is waited for on one thread a question. These
threads are not those that the other routes share, so a list of papers never waits for an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import to_thread
from fastapi import Request

from qa.answers import Answer
from qa.api.pages import current_library
from qa.api.schemas import AskRequest
from qa.narrowing.choices import check_known
from qa.protocols import EVERYTHING, Filter

if TYPE_CHECKING:
    from qa.answerer import Answering

MOST_THREADS = 1_000
"""Questions that are waited for at once. The crew refuses questions long before."""

_Result = TypeVar("_Result")


class ClientGoneError(Exception):
    """Nobody waits for the response any more."""


class Waiting:
    """Waits for the parts of answers, each on a thread."""

    def __init__(self) -> None:
        self._threads = anyio.CapacityLimiter(MOST_THREADS)

    async def next_part(self, parts: Iterator[str | Answer]) -> str | Answer | None:
        """Return the next part; None after the last. Raises what went wrong."""
        return await to_thread.run_sync(
            next, parts, None, limiter=self._threads, abandon_on_cancel=True
        )

    async def answer(self, parts: Iterator[str | Answer], request: Request) -> Answer:
        """Return the answer that comes last. Raises ClientGoneError if the asker has gone."""
        try:
            while True:
                part = await unless_gone(self.next_part(parts), request)
                if isinstance(part, Answer):
                    return part
        finally:
            close(parts)

    async def work(self, work: Callable[[], bytes]) -> bytes:
        """Return what comes of work that is done with the answers, on such a thread."""
        return await to_thread.run_sync(work, limiter=self._threads)

    async def rest(
        self, first: str | Answer | None, parts: Iterator[str | Answer]
    ) -> AsyncIterator[str | Answer]:
        """Yield a first part and those that follow it."""
        try:
            part = first
            while part is not None:
                yield part
                part = await self.next_part(parts)
        finally:
            close(parts)


async def unless_gone(work: Coroutine[Any, Any, _Result], request: Request) -> _Result:
    """Return what comes of the work. Raises ClientGoneError if the asker goes before."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((working, gone), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientGoneError
        return working.result()
    finally:
        working.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def close(parts: Iterator[str | Answer]) -> None:
    """Give up what an answer has still to come."""
    end = getattr(parts, "close", None)
    with suppress(ValueError):  # a generator that a thread is still in ends by itself
        if end is not None:
            end()


# What is asked


def filters_of(answerer: Answering, asked: AskRequest) -> Filter:
    """Return what a question is narrowed to. Raises NarrowingError where that is of no paper."""
    filters = asked.filters.as_filter() if asked.filters is not None else EVERYTHING
    if filters != EVERYTHING:
        check_known(filters, current_library(answerer))
    return filters


def asked_of(answerer: Answering, asked: AskRequest, filters: Filter) -> Iterator[str | Answer]:
    """Ask a question as it was sent, narrowed to `filters`, and return the parts of its answer."""
    return answerer.stream(
        asked.question,
        hits=asked.hits,
        previous=asked.previous,
        as_at=asked.as_at,
        filters=filters,
    )

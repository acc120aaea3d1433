"""A stopwatch for the stages of an answer. Where none is running, a stage costs next to nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Stopwatch:
    """Adds up milliseconds by stage; what a stage calls for in another counts for that one only."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.milliseconds: dict[str, float] = {}
        self._inner = [0.0]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time the stages that this thread goes through within."""
        before = _running.set(self)
        try:
            yield
        finally:
            _running.reset(before)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Count what is done within for a stage."""
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            spent = (time.perf_counter() - started) * 1000
            own = spent - self._inner.pop()
            self._inner[-1] += spent
            self.milliseconds[name] = self.milliseconds.get(name, 0.0) + own


_running: ContextVar[Stopwatch | None] = ContextVar("_running", default=None)


def stage(name: str) -> Callable[[Callable[_Given, _Result]], Callable[_Given, _Result]]:
    """Make a function a stage under a name, for a stopwatch that is running."""

    def staged(function: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
        @wraps(function)
        def timed(*args: _Given.args, **named: _Given.kwargs) -> _Result:
            watch = _running.get()
            if watch is None:
                return function(*args, **named)
            with watch.timing(name):
                return function(*args, **named)

        return timed

    return staged

"""The stopwatch that times the stages of an answer."""

from __future__ import annotations

import time

import pytest

from qa.timing import Stopwatch, stage


@stage("inner")
def _inner() -> str:
    time.sleep(0.03)
    return "done"


@stage("outer")
def _outer() -> str:
    time.sleep(0.01)
    return _inner()


def test_a_stage_within_a_stage_is_counted_once() -> None:
    watch = Stopwatch()
    started = time.perf_counter()
    with watch.running():
        assert _outer() == "done"
        _inner()
    elapsed = (time.perf_counter() - started) * 1000
    assert list(watch.milliseconds) == ["inner", "outer"]
    assert watch.milliseconds["inner"] >= 60
    assert watch.milliseconds["outer"] >= 10
    assert sum(watch.milliseconds.values()) <= elapsed


def test_nothing_is_timed_where_no_stopwatch_runs() -> None:
    watch = Stopwatch()
    with watch.running():
        pass
    assert _outer() == "done"
    assert watch.milliseconds == {}


def test_a_stage_that_fails_is_counted_and_fails_on() -> None:
    @stage("failing")
    def fail() -> None:
        raise ValueError("no")

    watch = Stopwatch()
    with watch.running(), pytest.raises(ValueError, match="no"):
        fail()
    assert "failing" in watch.milliseconds

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from qa.answers import Answer
from qa.errors import LibraryError, QuestionError
from qa.monitoring.metrics import Metrics
from qa.monitoring.observed import ObservedAnswerer
from tests.fakes import FakeAnswerer, fake_library


def samples(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Return {(name, label values in the order of their names): value}."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


@pytest.fixture
def answerer(tmp_path: Path) -> FakeAnswerer:
    return FakeAnswerer(fake_library(tmp_path))


def test_an_answer_is_counted_by_status_and_standing_and_its_stages_timed(
    answerer: FakeAnswerer,
) -> None:
    metrics = Metrics()
    observed = ObservedAnswerer(answerer, metrics)
    (answer,) = observed.stream("What was decided on the market?")
    assert isinstance(answer, Answer)
    held = samples(metrics)
    standing = answer.standing.value if answer.standing else "none"
    assert held[("townclerk_answers_total", standing, answer.status.value)] == 1
    for stage in answer.timings_ms:
        assert held[("townclerk_answer_seconds_count", stage)] == 1


def test_a_streamed_answer_is_counted_once(answerer: FakeAnswerer) -> None:
    metrics = Metrics()
    parts = list(ObservedAnswerer(answerer, metrics).stream("What was decided on the market?"))
    assert parts
    counted = [
        value for (name, *_), value in samples(metrics).items() if name == "townclerk_answers_total"
    ]
    assert counted == [1]


class Failing(FakeAnswerer):
    error: Exception = LibraryError("the library is gone")

    def stream(self, *_args: object, **_named: object) -> Iterator[str | Answer]:
        raise self.error


def test_a_failure_is_counted_by_its_kind_and_a_bad_question_is_none(tmp_path: Path) -> None:
    metrics = Metrics()
    failing = Failing(fake_library(tmp_path))
    for error in (LibraryError("gone"), QuestionError("too long")):
        failing.error = error
        with pytest.raises(type(error)):
            list(ObservedAnswerer(failing, metrics).stream("What?"))
    held = samples(metrics)
    assert held[("townclerk_answers_failed_total", "LibraryError")] == 1
    assert ("townclerk_answers_failed_total", "QuestionError") not in held


def test_figures_that_are_looked_up_may_fail_without_harm_to_the_others() -> None:
    metrics = Metrics()
    metrics.watch("townclerk_library", "Papers held.", lambda: {"papers": 14})

    def fail() -> dict[str, float]:
        raise LibraryError("gone")

    metrics.watch("townclerk_queue", "Questions that wait.", fail)
    held = samples(metrics)
    assert held[("townclerk_library_papers",)] == 14
    assert not any(name.startswith("townclerk_queue") for name, *_ in held)

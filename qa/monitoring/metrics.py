"""Figures for Prometheus: requests, answers, time by stage, questions that wait, papers held.

No label holds what a request says: addresses stand as their pattern (`/api/papers/{paper_id}`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from qa.answers import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one service. Safe from several threads."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "townclerk_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "townclerk_request_seconds",
            "From a request to the end of its reply.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.running = Gauge(
            "townclerk_requests_running", "Requests at work now.", registry=self._registry
        )
        self._answers = Counter(
            "townclerk_answers",
            "Questions answered or declined.",
            ("status", "standing"),
            registry=self._registry,
        )
        self._declined = Counter(
            "townclerk_declined",
            "Questions declined, by the check that found what the papers lack.",
            ("check",),
            registry=self._registry,
        )
        self._failed = Counter(
            "townclerk_answers_failed",
            "Questions that could not be answered, by the kind of error.",
            ("kind",),
            registry=self._registry,
        )
        self._stages = Histogram(
            "townclerk_answer_seconds",
            "Time of an answer by stage.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been replied to."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def count_answer(self, answer: Answer) -> None:
        """Count an answer, and the time of its stages."""
        standing = answer.standing.value if answer.standing else "none"
        self._answers.labels(answer.status.value, standing).inc()
        if answer.declined_by is not None:
            self._declined.labels(answer.declined_by).inc()
        for name, milliseconds in answer.timings_ms.items():
            self._stages.labels(name).observe(milliseconds / 1000)

    def count_failure(self, error: Exception) -> None:
        """Count a question that could not be answered."""
        self._failed.labels(type(error).__name__).inc()

    def watch(self, name: str, about: str, figures: Callable[[], dict[str, float]]) -> None:
        """Add gauges that are looked up whenever the figures are asked for.

        `figures` returns {end of the gauge's name: value}; where it raises there are none.
        """
        self._registry.register(_LookedUp(name, about, figures))

    def text(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)


class _LookedUp(Collector):
    """Gauges whose values are held elsewhere."""

    def __init__(self, name: str, about: str, figures: Callable[[], dict[str, float]]) -> None:
        self._name, self._about, self._figures = name, about, figures

    def describe(self) -> Iterator[Metric]:
        """Yield nothing, so that nothing is looked up when it is registered."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges with their values now."""
        try:
            found = self._figures()
        except Exception:  # what is looked up may be the very part that has failed
            return
        for end, value in found.items():
            yield GaugeMetricFamily(f"{self._name}_{end}", self._about, value=value)

"""The figures of the service, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Response

from qa.monitoring.metrics import CONTENT_TYPE, Metrics

_EXAMPLE = """# HELP townclerk_answers_total Questions answered or declined.
# TYPE townclerk_answers_total counter
townclerk_answers_total{standing="decided",status="answered"} 12.0
"""


def metrics_routes(metrics: Metrics) -> APIRouter:
    """Return the route that gives the figures; it asks for the scope `administer`."""
    routes = APIRouter()

    @routes.get(
        "/metrics",
        summary="Figures for Prometheus: requests, answers, times, questions that wait",
        tags=["Service"],
        response_class=Response,
        responses={
            200: {
                "description": "In Prometheus' text format.",
                "content": {"text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE}},
            }
        },
    )
    def figures() -> Response:
        """Give all figures; none holds what a request said."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return routes

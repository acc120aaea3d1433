"""The figures of the service, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Response

from qa.monitoring.metrics import CONTENT_TYPE, Metrics


def metrics_routes(metrics: Metrics) -> APIRouter:
    """Return the route that gives the figures; it asks for the scope `administer`."""
    routes = APIRouter()

    @routes.get(
        "/metrics",
        summary="Figures for Prometheus: requests, answers, times, questions that wait",
        tags=["Service"],
        response_class=Response,
        responses={
            200: {"description": "In Prometheus' text format.", "content": {"text/plain": {}}}
        },
    )
    def figures() -> Response:
        """Give all figures; none holds what a request said."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return routes

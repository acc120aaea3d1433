"""Traces for OpenTelemetry, where an administrator names a collector. In the extra `telemetry`."""

from __future__ import annotations

from starlette.applications import Starlette

from qa.errors import SettingsError


def send_traces(app: Starlette, endpoint: str) -> None:
    """Send a trace of each request to a collector, by OTLP over HTTP; without the query.

    Raises SettingsError where the extra `telemetry` is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(
            "TOWNCLERK_OTEL_ENDPOINT is set, and OpenTelemetry is not installed; "
            "pip install 'townclerk[telemetry]', or take the setting away"
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "townclerk"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    FastAPIInstrumentor.instrument_app(
        app,  # type: ignore[arg-type]  # a FastAPI, which only qa.api and ui import
        tracer_provider=provider,
        server_request_hook=_without_query,
        exclude_spans=["receive", "send"],
    )


_WITH_QUERY = ("http.url", "http.target", "url.full", "url.query")
"""What a span says of an address; the query of a page picture holds a quote."""


def _without_query(span: object, _scope: object) -> None:
    """Take the query out of a span's address."""
    held = getattr(span, "attributes", None) or {}
    for name in _WITH_QUERY:
        if name in held:
            value = "" if name == "url.query" else str(held[name]).partition("?")[0]
            span.set_attribute(name, value)  # type: ignore[attr-defined]

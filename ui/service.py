"""Run the web service: one process that owns the library for reading."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import uvicorn

from ui.app import create_app

if TYPE_CHECKING:
    from qa.answerer import Answerer


def run_service(answerer: Answerer, *, host: str, port: int) -> None:
    """Serve until stopped. Questions are not logged: only method, path and status are."""
    answerer.ask("warm up: what was decided?")  # the first question pays for lazy loading
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(create_app(answerer), host=host, port=port, log_level="info")

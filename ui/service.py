"""Run the web service: one process that owns the library for reading."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

from qa.errors import SettingsError
from ui.app import create_app

if TYPE_CHECKING:
    from qa.answerer import Answerer


def check_address(host: str, port: int) -> None:
    """Raise SettingsError where the service could not listen; cheap, so asked before loading."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server will: an address that was in use a moment ago can be had again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingsError(
            f"the service cannot listen on {host}, port {port} ({error.strerror}); "
            "set another with --host and --port, or end what listens there"
        ) from error


def run_service(answerer: Answerer, *, host: str, port: int) -> None:
    """Serve until stopped. Questions are not logged: only method, path and status are."""
    answerer.ask("warm up: what was decided?")  # the first question pays for lazy loading
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(create_app(answerer), host=host, port=port, log_level="info")

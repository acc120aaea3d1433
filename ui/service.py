"""The web service: the API under `/api`, its documentation and the chat at `/`, on one port.

One process opens the library for reading and serves until it is stopped.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Collection
from importlib import resources
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from qa.api.app import create_api
from qa.api.connections import server_options
from qa.api.hosts import LOOPBACK, host_names
from qa.api.limits import Paths
from qa.errors import SettingsError
from qa.settings import Limits

if TYPE_CHECKING:
    from qa.answerer import Answerer


# How the chat's addresses are counted.
_CHAT_PATHS = Paths(
    free=("/assets/", "/static/", "/theme.css", "/favicon.ico"),
    questions=frozenset({"/gradio_api/queue/join"}),
    open=("/gradio_api/heartbeat/", "/gradio_api/queue/data"),
)


def create_app(
    answerer: Answerer, *, hosts: Collection[str] = LOOPBACK, limits: Limits | None = None
) -> FastAPI:
    """Return the API with the chat at `/`, for these names of the service."""
    limits = limits or Limits()
    # Before gradio is imported: by default it reports its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    from ui.chat import THEME, build_chat
    from ui.guard import ChatGuard

    style = (resources.files("ui") / "static" / "chat.css").read_text(encoding="utf-8")
    app = create_api(answerer, hosts=hosts, limits=limits, paths=_CHAT_PATHS)
    blocks = build_chat(answerer)
    blocks.queue(max_size=limits.questions_waiting)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=THEME,
        # Not as `css`, because Gradio would put its own selectors before ours.
        head=f"<style>{style}</style>",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    # Gradio leaves out its own check of files where it believes that it was not launched.
    blocks.has_launched = True
    chat = mounted.router.routes[-1]
    assert isinstance(chat, Mount)
    chat.app = ChatGuard(chat.app, blocks)
    return mounted


def check_address(host: str, port: int) -> None:
    """Check that the service can listen here, before anything slow is loaded.

    Raises:
        SettingsError: the address is unknown, in use or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: an address that was in use a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingsError(
            f"the service cannot listen on {host}, port {port} ({error.strerror}); "
            "set another with --host and --port, or stop the program that listens there"
        ) from error


def run_service(
    answerer: Answerer,
    *,
    host: str,
    port: int,
    hosts: Collection[str] = (),
    limits: Limits | None = None,
) -> None:
    """Serve until stopped. No log holds a question, a quote or an address with one.

    Args:
        answerer: What answers.
        host: The address to listen on.
        port: Its port.
        hosts: Names by which readers reach the service, beside those of this machine to itself.
        limits: What may be asked of it.
    """
    limits = limits or Limits()
    answerer.ask("warm up: what was decided?")  # loads what is loaded at first use
    logging.getLogger("httpx").setLevel(logging.WARNING)
    app = create_app(answerer, hosts=host_names(hosts, host), limits=limits)
    uvicorn.run(app, host=host, port=port, log_level="info", **server_options(limits))

"""The web service: the API under `/api`, its documentation and the chat at `/`, on one port.

One process opens the library for reading and serves until it is stopped.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from importlib import resources
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.access.setup import Access, describe_access
from qa.api.app import add_door, add_proxies, create_api
from qa.errors import SettingsError

if TYPE_CHECKING:
    from qa.answerer import Answerer

# Gradio needs inline scripts. The policy lets the browser load from this host only.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_GRADIO_API = "/gradio_api/"
# The routes that a conversation needs. Others take uploads, fetch addresses, keep a history.
_GRADIO_ROUTES = ("queue/", "run/", "heartbeat/", "startup-events", "theme.css", "info")


def create_app(answerer: Answerer, access: Access | None = None) -> FastAPI:
    """Return the API with the chat at `/`.

    Without `access`, everybody who reaches it may use it: for tests of one part.
    """
    # Before gradio is imported: by default it reports its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    from ui.chat import THEME, build_chat

    static = resources.files("ui") / "static"
    style = (static / "chat.css").read_text(encoding="utf-8")
    script = (static / "refused.js").read_text(encoding="utf-8")
    app = create_api(answerer, access)
    app.add_middleware(ChatGuard)
    # The last that is added is the first that a request meets.
    if access:
        add_door(app, access)
        add_proxies(app, access)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        build_chat(answerer, signs_out=bool(access and access.ways.issuer)),
        path="/",
        theme=THEME,
        # Not as `css`, because Gradio would put its own selectors before ours.
        head=f"<style>{style}</style><script>{script}</script>",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    return mounted


class ChatGuard:
    """Adds a policy to the chat's pages, and refuses the routes of Gradio that it does not need."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 for a route that is not needed; add the policy to HTML that has none."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(_GRADIO_API) and not path[len(_GRADIO_API) :].startswith(_GRADIO_ROUTES):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", _CHAT_POLICY)
            await send(message)

        await self.app(scope, receive, send_with_policy)


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


def run_service(answerer: Answerer, *, host: str, port: int, access: Access) -> None:
    """Serve until stopped. The log has method, path and status, never a question."""
    answerer.ask("warm up: what was decided?")  # loads what is loaded at first use
    logging.getLogger("httpx").setLevel(logging.WARNING)
    sys.stderr.write(f"Townclerk: {describe_access(access)}\n")
    uvicorn.run(
        create_app(answerer, access),
        host=host,
        port=port,
        log_level="info",
        proxy_headers=False,  # qa.access.proxies does this, for the proxies that are named
    )

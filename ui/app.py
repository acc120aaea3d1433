"""The whole service on one port: the API under `/api`, its documentation, and the chat at `/`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.app import create_api

if TYPE_CHECKING:
    from qa.answerer import Answerer

# Gradio runs its scripts inline; whatever it may try, the browser asks this host only.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_GRADIO_API = "/gradio_api/"
# What a conversation needs. The others take uploads, fetch files and addresses, keep history.
_GRADIO_ROUTES = ("queue/", "run/", "heartbeat/", "startup-events", "theme.css", "info")


def create_app(answerer: Answerer) -> FastAPI:
    """Return the API with the chat at `/`."""
    # Before gradio is imported: it counts its users unless told not to.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    from ui.chat import CSS_FILE, THEME, build_chat

    app = create_api(answerer)
    app.add_middleware(ChatGuard)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        build_chat(answerer),
        path="/",
        theme=THEME,
        # As `css`, Gradio would put its own selectors before ours.
        head=f"<style>{CSS_FILE.read_text(encoding='utf-8')}</style>",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    return mounted


class ChatGuard:
    """Keeps the chat to this host: a policy for its pages, and none of Gradio's other routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what a conversation does not need, and add the policy to HTML without one."""
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

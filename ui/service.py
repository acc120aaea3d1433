"""The web service: the API under `/api`, its documentation and the chat at `/`, on one port.

This process serves; the questions are answered in others (`qa.pool`).
"""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from qa.access.setup import Access, describe_access
from qa.api.app import Surroundings, create_api
from qa.api.middleware.connections import server_options
from qa.api.middleware.hosts import LOOPBACK, host_names
from qa.api.middleware.limits import Paths
from qa.errors import SettingsError
from qa.monitoring.logs import set_up_logs
from qa.monitoring.observed import ObservedAnswerer
from qa.monitoring.version import installed_version
from qa.pool.front import PooledAnswerer
from ui.feedback.pages import feedback_routes
from ui.feedback.receiving import Feedback, Switches
from ui.pages import FAVICON, Council, page_routes, with_own_head
from ui.records.routes import record_routes
from ui.server import Server

if TYPE_CHECKING:
    from qa.answerer import Answering
    from qa.monitoring.metrics import Metrics
    from qa.settings import Settings

log = logging.getLogger(__name__)

# How the chat's addresses are counted.
_CHAT_PATHS = Paths(
    free=("/assets/", "/static/", "/theme.css", "/favicon.ico"),
    questions=frozenset({"/gradio_api/queue/join"}),
    open=("/gradio_api/heartbeat/", "/gradio_api/queue/data"),
)


def create_app(
    answerer: Answering,
    around: Surroundings | None = None,
    *,
    council: Council | None = None,
    session_hours: float = 4.0,
    keeps: Switches | None = None,
) -> FastAPI:
    """Return the API with the chat at `/`, and the council's pages beside it."""
    council = council or Council()
    around = replace(
        around or Surroundings(hosts=LOOPBACK), paths=_CHAT_PATHS, council=council.name
    )
    # Before gradio is imported: by default it reports its use to its makers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio
    from gradio.routes import templates

    from ui.chat import THEME, build_chat
    from ui.conversation import Sessions
    from ui.guard import ChatGuard

    with_own_head(templates.env)
    static = resources.files("ui") / "static"
    style, script = _joined(static / "styles"), _joined(static / "scripts")
    observed = ObservedAnswerer(answerer, around.metrics, log_questions=around.log_questions)
    app = create_api(answerer, around)
    folder = answerer.library.folder
    feedback = Feedback(folder, keeps or Switches(), hours=session_hours)
    app.include_router(page_routes(council, session_hours, feedback.switches))
    app.include_router(record_routes(answerer, council))
    app.include_router(feedback_routes(lambda: answerer.library, feedback.switches))
    blocks = build_chat(
        observed,
        answerer.library.browser_secret,
        council=council.name,
        email=council.email,
        sessions=Sessions(session_hours),
        signs_out=bool(around.access and around.access.ways.issuer),
        feedback=feedback,
    )
    blocks.queue(max_size=around.limits.questions_waiting)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=THEME,
        # Not as `css`, because Gradio would put its own selectors before ours.
        head=f"<style>{style}</style><script>{script}</script>",
        favicon_path=str(FAVICON),
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


def _joined(folder: Traversable) -> str:
    """Return the files of a folder as one text, in the order of their names."""
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


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


def run_service(settings: Settings, access: Access) -> None:
    """Serve until stopped. No log holds a question, a quote or an address with one.

    Raises LibraryError, IndexMismatchError or SettingsError where it cannot begin.
    """
    set_up_logs(settings.log_level, settings.log_format)
    log.info("Townclerk %s: %s", installed_version(), describe_access(access))
    around = Surroundings(
        access=access,
        hosts=host_names(settings.allowed_hosts, settings.host),
        limits=settings,
        log_questions=settings.log_questions,
    )
    answerer = PooledAnswerer(settings)
    _watch(around.metrics, answerer)
    try:
        answerer.start()  # the models are loaded while the app is made
        app = create_app(
            answerer,
            around,
            council=Council.from_settings(settings),
            session_hours=settings.session_hours,
            keeps=Switches(settings.feedback, settings.keep_declined, settings.feedback_days),
        )
        if settings.otel_endpoint:
            from qa.monitoring.telemetry import send_traces

            send_traces(app, settings.otel_endpoint)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,  # the log is set up already
            proxy_headers=False,  # qa.access.proxies does this, for the proxies that are named
            **server_options(settings),
        )
        Server(config, answerer, stop_seconds=settings.stop_seconds).run()
    finally:
        answerer.close()


def _watch(metrics: Metrics, answerer: PooledAnswerer) -> None:
    """Add to the figures what waits, who answers, and what the library holds."""

    def questions() -> dict[str, float]:
        staffing = answerer.staffing
        return {
            "waiting": staffing.waiting,
            "answering": staffing.answering,
            "workers_ready": staffing.ready,
        }

    def library() -> dict[str, float]:
        return {
            "papers": answerer.library.coverage().papers,
            "passages": answerer.library.passage_count(),
        }

    def ingest() -> dict[str, float]:
        return answerer.library.last_ingest()

    metrics.watch("townclerk_questions", "Questions in hand, and who answers them.", questions)
    metrics.watch("townclerk_library", "What the library holds.", library)
    metrics.watch(
        "townclerk_last_ingest", "When it ended, in s since 1970; what came of it.", ingest
    )

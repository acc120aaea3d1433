"""Serve the whole app over the stand-ins: `python tests/ui/serve_fakes.py PORT FOLDER`.

With addresses for tests alone: how many sessions of the chat are kept, and to forget them; what was
asked; what the process still holds of a text; and to take a paper away.
"""

import gc
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from qa.api.connections import server_options
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from ui import conversation
from ui.service import create_app

KEPT: list[conversation.Sessions] = []


class Counted(conversation.Sessions):
    """Sessions that can be counted from without."""

    def __init__(self, hours: float) -> None:
        super().__init__(hours)
        KEPT.append(self)


def add_hooks(app: FastAPI, answerer: FakeAnswerer) -> None:
    """Put the addresses for tests before the chat's, which take all others."""

    @app.get("/test/sessions", include_in_schema=False)
    def sessions() -> int:
        return sum(len(kept) for kept in KEPT)

    @app.get("/test/forget", include_in_schema=False)
    def forget() -> None:
        for kept in KEPT:
            kept._held.clear()

    @app.get("/test/asked_after", include_in_schema=False)
    def asked_after() -> list[tuple[str, ...]]:
        return answerer.asked_after

    @app.get("/test/withdraw", include_in_schema=False)
    def withdraw(gone: bool) -> None:
        answerer.withdrawn = gone

    @app.get("/test/holds", include_in_schema=False)
    def holds(text: str) -> list[str]:
        """Return what still holds a text with this one in it."""
        answerer.asked_after.clear()
        gc.collect()
        return [
            f"{type(one).__name__}: {str(one)[:200]}"
            for one in gc.get_objects()
            if any(type(part) is str and text in part != text for part in gc.get_referents(one))
        ]

    added = [route for route in app.router.routes if "/test/" in getattr(route, "path", "")]
    app.router.routes[:] = [*added, *(r for r in app.router.routes if r not in added)]


if __name__ == "__main__":
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    conversation.Sessions = Counted  # type: ignore[misc]
    answerer = FakeAnswerer(fake_library(folder))
    app = create_app(answerer)
    add_hooks(app, answerer)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", **server_options(Limits()))

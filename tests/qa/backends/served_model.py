"""A server on loopback that speaks OpenAI's chat protocol and says what a test scripts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server says next, and what it was asked."""

    says: str | Callable[[dict[str, Any]], str] = ""
    status: int = 200
    pause: float = 0.0
    """Seconds before each piece."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """Serve a script; yield the server's address, without a path."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            script.asked.append(body)
            script.keys.append(self.headers.get("Authorization", ""))
            text = script.says(body) if callable(script.says) else script.says
            self.send_response(script.status)
            self.send_header(
                "Content-Type", "text/event-stream" if body.get("stream") else "application/json"
            )
            self.end_headers()
            pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
            by_ollama = self.path == "/api/chat"
            if body.get("stream"):
                lines = _ollama(pieces) if by_ollama else _openai(pieces)
            else:
                lines = iter([json.dumps(_whole(text, by_ollama=by_ollama))])
            for line in lines if script.status == 200 else []:
                time.sleep(script.pause)
                try:
                    self.wfile.write(line.encode())
                    self.wfile.flush()
                except OSError:  # the reader has gone
                    return

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _openai(pieces: list[str]) -> Iterator[str]:
    for piece in pieces:
        delta = {"index": 0, "delta": {"role": "assistant", "content": piece}}
        yield f"data: {json.dumps(_chunk(delta))}\n\n"
    yield f"data: {json.dumps(_chunk({'index': 0, 'delta': {}, 'finish_reason': 'stop'}))}\n\n"
    yield "data: [DONE]\n\n"


def _whole(text: str, *, by_ollama: bool) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    if by_ollama:
        return {"model": "scripted", "message": message, "done": True}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {**_chunk(choice), "object": "chat.completion"}


def _chunk(choice: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }


def _ollama(pieces: list[str]) -> Iterator[str]:
    for piece in pieces:
        message = {"role": "assistant", "content": piece}
        yield json.dumps({"model": "scripted", "message": message, "done": False}) + "\n"
    yield (
        json.dumps(
            {"model": "scripted", "message": {"role": "assistant", "content": ""}, "done": True}
        )
        + "\n"
    )

"""The log: one line an event, with time, level and request; no question and no quote.

A question tells what an officer is working on, and a quote may be of a paper that is withdrawn
later. So neither is logged, unless the administrator asks for questions
(`TOWNCLERK_LOG_QUESTIONS`). What an exception says may hold either. So of an exception the log has
its kind and the places in the code, and not its words.
"""

from __future__ import annotations

import json
import logging
import logging.config
import sys
import time
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from types import TracebackType
from typing import Literal

LogFormat = Literal["text", "json"]

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""Of the request at hand; it stands in each line of the log and in the reply's `X-Request-ID`."""

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_QUIET = ("httpx", "httpcore", "gradio", "chromadb", "urllib3", "asyncio", "multipart")
"""What these write at level info is of no use to an administrator, or names an address in full."""


def set_up_logs(level: str = "info", form: LogFormat = "text") -> None:
    """Send the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    # Each request has a line of ours, without the query: that of a page picture holds a quote.
    logging.getLogger("uvicorn.access").disabled = True


class TextLines(logging.Formatter):
    """`2026-03-02T09:15:00.123Z INFO 4f1c… qa.api: GET /api/ask 200 34 ms`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write a record on one line, and the places of an exception below it."""
        record.request_id = request_id.get()
        record.exc_text = None  # another formatter may have kept the exception's words there
        # Whatever is logged, one event stays one line.
        head, *rest = super().format(record).split("\n")
        return "\n".join([head, *(f"    {line}" for line in rest)])

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return the time in UTC, to the millisecond."""
        return utc(record.created)

    def formatException(self, ei: _Failure) -> str:
        """Return kinds and places of an exception and its causes, without their words."""
        return "\n".join(kinds_and_places(ei[1]))


class JsonLines(TextLines):
    """One JSON object a line, for a collector of logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as JSON, its `extra` fields beside the message."""
        line: dict[str, object] = {
            "time": utc(record.created),
            "level": record.levelname.lower(),
            "request_id": request_id.get(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = list(kinds_and_places(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def utc(seconds: float) -> str:
    """Return a time in seconds since 1970 as ISO 8601 in UTC."""
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03}Z"


def kinds_and_places(error: BaseException | None) -> Iterator[str]:
    """Yield the kind of an exception and of each one behind it, with the places it went through."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__

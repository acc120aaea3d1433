"""Lets through to the chat only what a conversation sends, checked before Gradio sees it.

Gradio takes files, addresses and calls of every kind from whoever asks. So each address of the
chat that a browser needs is listed here with its method; every other is refused. What an event
may send is derived from the chat itself: from the kinds of its inputs (`_INPUTS`) and from what
its buttons report (`_REPORTS`). A request is parsed here, and Gradio gets what was understood of
it, written anew: keys given twice, numbers out of range and the like end here.

To give the chat a new kind of input or a button that reports something, add it to one of the two
tables. The service does not start with an event that they do not cover.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    create_model,
)
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.pages import MAX_FIND
from qa.api.problems import UNEXPECTED, log_failure, problem_response
from qa.feedback.records import MAX_WORDS, Reason, Verdict
from qa.questions.follow_ups import TURNS
from ui.chat import KEY, MAX_KEY, MAX_QUESTION
from ui.narrow.sent import DAY, LONGEST

if TYPE_CHECKING:
    import gradio as gr

MAX_EVENT = 128 * 1024
"""Bytes of one event: a question, or what the browser keeps of the conversation."""
MAX_DEPTH = 8
"""Levels of lists and dictionaries in what the browser keeps."""
_FILE_KEYS = frozenset({"path", "url", "meta", "_type", "is_file", "is_stream", "orig_name"})
"""Keys by which Gradio takes a dictionary for a file, to be opened or fetched."""
_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Gradio needs inline scripts. The policy lets the browser load from this host only.
_CHAT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_API = "/gradio_api"
_FIXED = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/robots.txt",
        "/manifest.json",
        f"{_API}/startup-events",
        f"{_API}/theme.css",
        f"{_API}/app_id",
    }
)
"""Addresses that a browser reads. Their query is dropped: with one, Gradio would read files."""
_FILES = re.compile(
    r"/(?:assets|static)/(?:[\w@+-][\w.@+-]{0,99}/){0,6}[\w@+-][\w.@+-]{0,99}", re.ASCII
)
"""The chat's own scripts, styles and fonts."""
_HEARTBEAT = re.compile(rf"{_API}/heartbeat/({_SESSION.pattern})")
_STREAM = f"{_API}/queue/data"
_CALLS = {f"{_API}/run/predict": False, f"{_API}/queue/join": True}
"""The addresses to which events are sent, and whether those events wait in a queue."""

log = logging.getLogger(__name__)


# What an event may send


def _plain(text: str) -> str:
    """Refuse characters that no keyboard types."""
    if _CONTROLS.search(text):
        raise ValueError("control characters are not taken")
    return text


def _no_file(value: JsonValue, depth: int = 0) -> JsonValue:
    """Refuse what is nested too deep, and dictionaries that Gradio would take for a file."""
    if depth > MAX_DEPTH:
        raise ValueError("this is nested too deep")
    if isinstance(value, float) and value - value != 0:  # infinite, or no number
        raise ValueError("a number must be finite")
    if isinstance(value, dict):
        if not _FILE_KEYS.isdisjoint(value):
            raise ValueError("files are not taken")
        for part in value.values():
            _no_file(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _no_file(part, depth + 1)
    return value


def _text_up_to(length: int) -> Any:
    return Annotated[str, StringConstraints(max_length=length), AfterValidator(_plain)]


_Number = (
    Annotated[str, StringConstraints(pattern=r"^[0-9]{1,7}$")]
    | Annotated[int, Field(ge=0, lt=10**7)]
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Key = Annotated[str, StringConstraints(pattern=f"^{KEY.pattern}$")]


_Place = (
    Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,6}$")]
    | Annotated[int, Field(ge=1, lt=10**7)]
)
"""A page, a line, or one of many places on it; from 1."""


_Day = Annotated[str, StringConstraints(pattern=f"^(?:{DAY.pattern})?$")]


class NarrowReport(_Strict):
    """What of the papers held a question is asked of."""

    body: _text_up_to(LONGEST) = ""  # type: ignore[valid-type]
    council: _text_up_to(LONGEST) = ""  # type: ignore[valid-type]
    kind: _text_up_to(LONGEST) = ""  # type: ignore[valid-type]
    first: _Day = ""
    last: _Day = ""
    as_at: _Day = ""


class QuestionReport(_Strict):
    """What the conversation reports when a question is asked."""

    key: _Key
    turn: _Key
    question: _text_up_to(MAX_QUESTION)  # type: ignore[valid-type]
    previous: _text_up_to(TURNS * (MAX_QUESTION + 1)) = ""  # type: ignore[valid-type]
    fingerprint: Annotated[str, StringConstraints(max_length=MAX_KEY)] = ""
    was: Annotated[str, StringConstraints(pattern="^(?:[0-9a-f]{16})?$")] = ""
    narrow: NarrowReport | None = None


class CitationReport(_Strict):
    """What the number of a citation reports, and a button of the page that it opened.

    Such a button names another place of the cited paper, or words to mark there.
    """

    exchange: _Key
    number: _Number
    page: _Place | None = None
    line: _Place | None = None
    find: _text_up_to(MAX_FIND) = ""  # type: ignore[valid-type]
    nth: _Place = 1


class FeedbackReport(_Strict):
    """What *Right? Yes / No* under an answer reports."""

    key: _Key
    turn: _Key
    question: _text_up_to(MAX_QUESTION)  # type: ignore[valid-type]
    verdict: Literal[tuple(verdict.value for verdict in Verdict)]  # type: ignore[valid-type]
    reason: Literal[tuple(reason.value for reason in Reason)] | None = None  # type: ignore[valid-type]
    words: _text_up_to(MAX_WORDS) = ""  # type: ignore[valid-type]


class NothingReport(_Strict):
    """What is reported where there is nothing to say but that it happened."""


_INPUTS: dict[str, Callable[[Any], Any]] = {
    "textbox": lambda box: _text_up_to(box.max_length or MAX_QUESTION),
    # A session's state stays on the server; a browser sends null for it.
    "state": lambda _: None,
    "browserstate": lambda _: Annotated[JsonValue, AfterValidator(_no_file)],
}
"""By kind of input: what an event sends for it."""
_REPORTS: dict[tuple[str, str], Any] = {
    ("html", "submit"): QuestionReport,
    ("html", "click"): CitationReport,
    ("html", "clear"): NothingReport,
    ("html", "like"): FeedbackReport,
    ("html", "tick"): NothingReport,
}
"""By kind of component and by event: what is reported about it. Other events report nothing."""


def event_models(blocks: gr.Blocks) -> dict[int, tuple[bool, type[BaseModel]]]:
    """Return, by number, whether each event of the chat waits in a queue, and what it may send.

    Left out are events that the browser or the server handles alone.

    Raises:
        KeyError: an input is of a kind that is not in the table of inputs.
    """
    pressed = {
        number for fn in blocks.fns.values() for number, _ in fn.targets if number is not None
    }
    triggers: Any = Literal[tuple(sorted(pressed))]
    models: dict[int, tuple[bool, type[BaseModel]]] = {}
    for number, fn in blocks.fns.items():
        if fn.fn is None or all(event == "unload" for _, event in fn.targets):
            continue
        inputs: Any = tuple(_INPUTS[part.get_block_name()](part) for part in fn.inputs)
        reports = [
            _REPORTS.get(
                (blocks.blocks[part].get_block_name() if part in blocks.blocks else "", event)
            )
            for part, event in fn.targets
        ]
        report: Any = Union[tuple(reports)]  # noqa: UP007 - of as many as there are
        fields: dict[str, Any] = {
            "data": (tuple[inputs] if inputs else tuple[()], ...),
            "event_data": (report, None if None in reports else ...),
            "fn_index": (Literal[number], ...),
            "trigger_id": (triggers | None, None),
            "session_hash": (
                Annotated[str, StringConstraints(pattern=f"^{_SESSION.pattern}$")],
                ...,
            ),
        }
        models[number] = fn.queue, create_model(f"Event{number}", __base__=_Strict, **fields)
    return models


class _Which(BaseModel):
    """The number of an event; its other fields are checked by the event's own model."""

    fn_index: Annotated[int, Field(strict=True)]


# Who may pass


class _RefusedError(Exception):
    """A request that is not let through."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


class ChatGuard:
    """Stands before Gradio's app: refuses, or passes on what was checked.

    HTML gets a policy that keeps the browser to this host. Errors of Gradio are logged by their
    class alone, and the caller gets a problem.
    """

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        """Take Gradio's app and the chat that it shows."""
        self.app = app
        self._events = event_models(blocks)
        self._queue = blocks._queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with a problem, or let Gradio answer it."""
        if scope["type"] != "http":
            await send({"type": "websocket.close"})  # no conversation needs a web socket
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                # Gradio would let pages of other hosts read this.
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", _CHAT_POLICY)
            await send(message)

        try:
            checked = await self._check(scope, receive)
            await self.app(*checked, send_guarded)
        except _RefusedError as refused:
            refusal = problem_response(
                Request(scope), refused.status, refused.detail, refused.headers
            )
            await refusal(scope, receive, send)
        except Exception as error:
            number = log_failure(log, scope, error)
            # Where an answer has begun, the server closes the connection.
            if not started:
                detail = f"{UNEXPECTED} It is number {number} there."
                await problem_response(Request(scope), 500, detail)(scope, receive, send)

    async def _check(self, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """Return the request as Gradio may see it. Raises _RefusedError."""
        path = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/")) or "/"
        if path in _CALLS:
            _allow(scope, "POST")
            body = self._checked_event(_CALLS[path], scope, await _read_json(scope, receive))
            return _with_body({**scope, "query_string": b""}, body, receive)
        if path in _FIXED or _FILES.fullmatch(path):
            _allow(scope, "GET", "HEAD")
            return {**scope, "query_string": b""}, receive
        if _HEARTBEAT.fullmatch(path):
            _allow(scope, "GET")
            return {**scope, "query_string": b""}, receive
        if path == _STREAM:
            _allow(scope, "GET")
            session = scope["query_string"].decode("latin-1").removeprefix("session_hash=")
            if not _SESSION.fullmatch(session):
                raise _RefusedError(422, "session_hash: send the one of the conversation.")
            if session not in self._queue.pending_messages_per_session:
                raise _RefusedError(404, "No question of this conversation waits for an answer.")
            return {**scope, "query_string": f"session_hash={session}".encode()}, receive
        raise _RefusedError(
            404, "There is no such address here; the chat is at /, the API at /docs."
        )

    def _checked_event(self, queued: bool, scope: Scope, body: bytes) -> bytes:
        """Return an event as it was understood, as JSON. Raises _RefusedError."""
        try:
            waits, model = self._events[_Which.model_validate_json(body).fn_index]
            if waits is not queued:
                raise KeyError
            event = model.model_validate_json(body)
        except KeyError:
            raise _RefusedError(404, "The chat has no such event at this address.") from None
        except ValidationError as error:
            raise _RefusedError(422, _describe(error)) from None
        return event.model_dump_json(exclude_unset=True).encode()


def _describe(error: ValidationError) -> str:
    """Say what is wrong, without repeating what was sent."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part)[:40] for part in first["loc"][:4])
    kind = "this is no JSON" if first["type"] == "json_invalid" else str(first["msg"])[:200]
    return f"{where}: {kind}" if where else f"{kind[:1].upper()}{kind[1:]}."


def _allow(scope: Scope, *methods: str) -> None:
    """Raise _RefusedError if the request's method is none of these."""
    if scope["method"] not in methods:
        allowed = ", ".join(methods)
        raise _RefusedError(405, f"This address takes {allowed}.", {"Allow": allowed})


async def _read_json(scope: Scope, receive: Receive) -> bytes:
    """Return the body of an event. Raises _RefusedError if it is too large, or no plain JSON."""
    headers = Headers(scope=scope)
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.strip().casefold()
    if kind.strip().casefold() != "application/json" or charset not in ("", "charset=utf-8"):
        raise _RefusedError(415, "Send JSON, as application/json.")
    if headers.get("content-encoding", "identity") != "identity":
        raise _RefusedError(415, "Send JSON as it is, not compressed.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _RefusedError(400, "The request broke off.")
        body += message.get("body", b"")
        if len(body) > MAX_EVENT:
            raise _RefusedError(413, f"An event may hold {MAX_EVENT:,} bytes.")
        if not message.get("more_body", False):
            return bytes(body)


def _with_body(scope: Scope, body: bytes, receive: Receive) -> tuple[Scope, Receive]:
    """Return the request with another body."""
    kept = [
        pair
        for pair in scope["headers"]
        if pair[0] not in (b"content-length", b"content-type", b"transfer-encoding")
    ]
    length = str(len(body)).encode()
    headers = [*kept, (b"content-length", length), (b"content-type", b"application/json")]
    sent = False

    async def receive_checked() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, receive_checked

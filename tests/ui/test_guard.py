"""Whatever is sent to the chat, it opens no file, asks no other host, and goes on answering."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from pydantic import BaseModel

from tests.fakes import FakeAnswerer, fake_library
from tests.ui.conftest import serve
from ui.chat import build_chat
from ui.guard import ChatGuard, event_models

CALLS = ("/gradio_api/run/predict", "/gradio_api/queue/join")
JSON = {"Content-Type": "application/json"}
ADDRESSES = (
    "/dev/zero",
    "/etc/hostname",
    "/proc/self/environ",
    "{secret}",
    "file://{secret}",
    "{outside}/paper.pdf",
    "http://169.254.169.254/latest/meta-data/",
    "https://example.com/",
    "//example.com/x",
    "..\\..\\etc\\passwd",
    "data:text/plain;base64,aGVsbG8=",
)
VALUES: dict[str, Any] = {
    "nothing": None,
    "a number": 987,
    "a truth": True,
    "a list": ["x"],
    "an empty dictionary": {},
    "a long text": "x" * 2001,
    "a text with NUL": "mill\x00",
    "a text with an escape": "mill\x1b[2J",
    "nested lists": json.loads("[" * 100 + "]" * 100),
    "a fraction": 0.5,
    "a large number": 10**30,
}


class Chat:
    """A served chat, with what its process opened and where it connected to."""

    def __init__(self, address: str, folder: Path, outside: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=60)
        self.watched = folder / "watched"
        self.secret = folder / "secret.txt"
        self.secret.write_text("nobody may read this")
        self.outside = outside
        self.connected: list[str] = []

    def answers(self) -> bool:
        return self.client.get("/api/health", timeout=60).status_code == 200

    def seen(self) -> str:
        """What was opened or connected to since the server began to serve."""
        return self.watched.read_text()

    def hostile(self) -> list[Any]:
        """Values that Gradio takes for a file, or by which it is told to fetch one."""
        found: list[Any] = []
        for address in ADDRESSES:
            path = address.format(secret=self.secret, outside=self.outside)
            data = {"path": path, "meta": {"_type": "gradio.FileData"}}
            found += [path, {"path": path}, data, [data], {"a": {"b": [data]}}]
            found += [{"url": path, "path": path, "meta": data["meta"], "orig_name": "x"}]
            found += [{**data, "is_stream": True}, {"is_file": True, "name": path, "data": path}]
        return found


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("watched")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        outside = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for address in serve("serve_watched.py", folder):
            chat = Chat(address, folder, outside)
            threading.Thread(target=_accept, args=(listener, chat), daemon=True).start()
            yield chat
            # Whatever the tests sent, the process asked no other host and read no foreign file.
            seen = chat.seen()
            assert chat.connected == []
            assert "socket." not in seen
            for path in ("secret.txt", "/dev/zero", "/etc/hostname", "environ", "passwd"):
                assert path not in seen


def _accept(listener: socket.socket, chat: Chat) -> None:
    while True:
        try:
            connection, client = listener.accept()
        except OSError:
            return
        chat.connected.append(str(client))
        connection.close()


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> gr.Blocks:
    answerer = FakeAnswerer(fake_library(tmp_path_factory.mktemp("blocks")))
    return built(lambda: build_chat(answerer, "secret"))  # type: ignore[arg-type]


def built(build: Callable[[], gr.Blocks]) -> gr.Blocks:
    """Build a chat; without a running loop Gradio makes one, and leaves it open."""

    async def build_in_loop() -> gr.Blocks:
        return build()

    return asyncio.run(build_in_loop())


def chat_of(part: Callable[[], gr.components.Component]) -> gr.Blocks:
    """A chat with one event, which sends one input."""

    def build() -> gr.Blocks:
        with gr.Blocks() as blocks:
            blocks.load(lambda sent: None, part(), None)
        return blocks

    return built(build)


def events(blocks: gr.Blocks) -> list[tuple[int, str, dict[str, Any]]]:
    """Each event of the chat with its address and a body that is let through."""
    usual = {"textbox": "The Old Mill?", "state": None, "browserstate": {"questions": []}}
    found = []
    for number in event_models(blocks):
        fn = blocks.fns[number]
        data = [usual[part.get_block_name()] for part in fn.inputs]
        body = {"data": data, "fn_index": number, "session_hash": f"s{number}"}
        if fn.name.startswith("ask"):
            asked = {"key": f"talk-{number}", "turn": "x-1", "question": "The Old Mill?"}
            body["event_data"] = {**asked, "previous": "", "fingerprint": ""}
        elif fn.name.startswith("open_page"):
            body["event_data"] = {"exchange": "talk-1", "number": "1"}
        elif fn.name.startswith(("forget", "more_examples")):
            body["event_data"] = {}
        found.append((number, CALLS[fn.queue], body))
    return found


def refused(chat: Chat, path: str, body: bytes | str, headers: dict[str, str] = JSON) -> int:
    """Send it; return the status, which is that of a refusal, as a problem."""
    reply = chat.client.post(path, content=body, headers=headers)
    assert 400 <= reply.status_code < 500, (path, body[:200], reply.status_code)
    assert reply.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in reply.text
    assert len(reply.text) < 1000
    return reply.status_code


def test_what_a_conversation_sends_is_let_through(chat: Chat, blocks: gr.Blocks) -> None:
    for _, path, body in events(blocks):
        assert chat.client.post(path, json=body).status_code == 200, body


def test_files_and_addresses_are_refused_in_every_place_of_every_event(
    chat: Chat, blocks: gr.Blocks
) -> None:
    for _, path, body in events(blocks):
        for value in chat.hostile():
            for place in range(len(body["data"])):
                if isinstance(value, str) and isinstance(body["data"][place], str):
                    continue  # a question may be about an address; it is a text all the same
                data = [*body["data"]]
                data[place] = value
                assert refused(chat, path, json.dumps({**body, "data": data})) == 422
            assert refused(chat, path, json.dumps({**body, "event_data": value})) == 422
            assert refused(chat, path, json.dumps({**body, "event_data": {"page": value}})) == 422
            assert refused(chat, path, json.dumps({**body, "file": value})) == 422
            assert refused(chat, path, json.dumps({**body, "data": value})) == 422
            data = [*body["data"], value]
            assert refused(chat, path, json.dumps({**body, "data": data})) == 422
    assert chat.answers()


@pytest.mark.parametrize(
    ("report", "status"),
    [
        ({"page": "2"}, 200),
        ({"line": "1200"}, 200),
        ({"page": "2", "find": "old mill", "nth": "3"}, 200),
        ({"page": "0"}, 422),
        ({"page": "-1"}, 422),
        ({"page": "12345678"}, 422),
        ({"line": 10**7}, 422),
        ({"nth": "x"}, 422),
        ({"find": "x" * 201}, 422),
        ({"find": "a\x1bb"}, 422),
        ({"find": ["x"]}, 422),
        ({"paper": "x"}, 422),
    ],
)
def test_a_page_is_asked_for_by_bounded_values_alone(
    chat: Chat, blocks: gr.Blocks, report: dict[str, Any], status: int
) -> None:
    for number, path, body in events(blocks):
        if blocks.fns[number].name != "open_page":
            continue
        sent = {**body, "event_data": {**body["event_data"], **report}}
        assert chat.client.post(path, json=sent).status_code == status


def test_a_question_about_an_address_is_a_question(chat: Chat, blocks: gr.Blocks) -> None:
    _, path, body = next(e for e in events(blocks) if blocks.fns[e[0]].name == "ask")
    for address in ADDRESSES:
        text = address.format(secret=chat.secret, outside=chat.outside)
        report = {**body["event_data"], "question": text, "previous": text}
        assert chat.client.post(path, json={**body, "event_data": report}).status_code == 200


def test_values_of_the_wrong_type_are_refused(chat: Chat, blocks: gr.Blocks) -> None:
    for _, path, body in events(blocks):
        for name, value in VALUES.items():
            for place, usual in enumerate(body["data"]):
                data = [*body["data"]]
                data[place] = value
                if value is not usual:
                    assert refused(chat, path, json.dumps({**body, "data": data})) == 422, name
            for key in ("fn_index", "session_hash"):
                status = refused(chat, path, json.dumps({**body, key: value}))
                assert status in (404, 422), (key, name)
            if value is not None:
                assert refused(chat, path, json.dumps({**body, "trigger_id": value})) == 422
            if value != body.get("event_data"):
                assert refused(chat, path, json.dumps({**body, "event_data": value})) == 422
    assert chat.answers()


def test_what_a_button_reports_is_not_left_out(chat: Chat, blocks: gr.Blocks) -> None:
    reporting = [(path, body) for _, path, body in events(blocks) if "event_data" in body]
    assert reporting
    for path, body in reporting:
        for report in (None, {}, {"exchange": "1"}, {"question": None}, {"number": 1}):
            if report == body["event_data"]:
                continue
            assert refused(chat, path, json.dumps({**body, "event_data": report})) == 422
        rest = {key: value for key, value in body.items() if key != "event_data"}
        assert refused(chat, path, json.dumps(rest)) == 422


@pytest.mark.parametrize(
    "extra",
    [
        {"event_id": "x"},
        {"batched": True},
        {"simple_format": True},
        {"oauth_token": "x"},
        {"request": {"url": "http://example.com/"}},
        {"__class__": "x"},
    ],
)
def test_no_other_key_is_taken(chat: Chat, blocks: gr.Blocks, extra: dict[str, Any]) -> None:
    for _, path, body in events(blocks):
        assert refused(chat, path, json.dumps({**body, **extra})) == 422


def test_an_event_is_taken_at_its_own_address_only(chat: Chat, blocks: gr.Blocks) -> None:
    for _, path, body in events(blocks):
        other = CALLS[path == CALLS[0]]
        assert refused(chat, other, json.dumps(body)) == 404
        for name in ("begin", "open_page", "finish", "start"):
            assert refused(chat, f"/gradio_api/run/{name}", json.dumps(body)) == 404
            assert refused(chat, f"/gradio_api/call/{name}", json.dumps(body)) == 404
    for number in (-1, len(blocks.fns), 10**9):
        for path in CALLS:
            body = {"data": [], "fn_index": number, "session_hash": "x"}
            assert refused(chat, path, json.dumps(body)) == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"\xff\xfe{}",
        b"\x00",
        b"[" * 50_000,
        b'{"a":' * 20_000,
        b"1" * 100_000,
        b'{"fn_index": 1e999}',
        b'{"fn_index": NaN, "data": []}',
        b'{"fn_index": -Infinity, "data": []}',
        b'{"fn_index": 0, "data": [], "session_hash": "\\ud800"}',
        b'{"fn_index": 1, "data": ["\\ud800", null], "session_hash": "x"}',
        b'{"fn_index": 1, "data": ["\xed\xa0\x80", null], "session_hash": "x"}',
        b'{"fn_index": 1, "data": [NaN, null], "session_hash": "x"}',
        b'{"fn_index": 1, "data": ["a", 1e999], "session_hash": "x"}',
        b'{"fn_index": 0, "data": [], "session_hash": "../../etc/passwd"}',
        b'{"fn_index": 0, "data": [], "session_hash": ""}',
        b'{"fn_index": 0, "data": [], "session_hash": "' + b"x" * 65 + b'"}',
        b"question=mill",
    ],
)
def test_what_is_no_event_is_refused(chat: Chat, body: bytes) -> None:
    for path in CALLS:
        assert refused(chat, path, body) in (404, 422)
    assert chat.answers()


def test_of_a_key_that_is_given_twice_gradio_gets_what_was_checked(
    chat: Chat, blocks: gr.Blocks
) -> None:
    file = {"path": "/dev/zero", "meta": {"_type": "gradio.FileData"}}
    for _, path, body in events(blocks):
        rest, good = json.dumps(body)[1:], json.dumps(body["data"])
        bad = json.dumps([file] * max(len(body["data"]), 1))
        last_is_good = f'{{"data": {bad}, {rest}'
        assert chat.client.post(path, content=last_is_good, headers=JSON).status_code == 200
        last_is_bad = f'{{{rest[:-1]}, "data": {good}, "data": {bad}}}'
        assert refused(chat, path, last_is_bad) == 422


def test_only_plain_json_of_a_small_size_is_taken(chat: Chat, blocks: gr.Blocks) -> None:
    for _, path, body in events(blocks):
        text = json.dumps(body).encode()
        for kind in ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            assert refused(chat, path, text, {"Content-Type": kind}) == 415
        assert (
            refused(chat, path, text, {"Content-Type": "application/json; charset=utf-16"}) == 415
        )
        packed = {**JSON, "Content-Encoding": "gzip"}
        assert refused(chat, path, gzip.compress(text), packed) == 415
        assert refused(chat, path, text + b" " * 140_000) == 413
        parts = iter([text[:10], text[10:]])  # in chunks, without its length
        reply = chat.client.post(path, content=parts, headers=JSON)
        assert reply.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/gradio_api/upload", 404),
        ("GET", "/gradio_api/upload_progress?upload_id=x", 404),
        ("GET", "/gradio_api/file=/etc/hostname", 404),
        ("GET", "/gradio_api/file/etc/hostname", 404),
        ("HEAD", "/gradio_api/file=/etc/hostname", 404),
        ("GET", "/gradio_api/proxy=https://elsewhere.example/", 404),
        ("POST", "/gradio_api/stream/x", 404),
        ("GET", "/gradio_api/stream/x/1/1/playlist.m3u8", 404),
        ("POST", "/gradio_api/component_server", 404),
        ("POST", "/gradio_api/reset", 404),
        ("POST", "/gradio_api/cancel", 404),
        ("GET", "/gradio_api/info", 404),
        ("GET", "/gradio_api/openapi.json", 404),
        ("GET", "/gradio_api/runs", 404),
        ("GET", "/gradio_api/dev/reload", 404),
        ("GET", "/gradio_api/token", 404),
        ("GET", "/gradio_api/custom_component/x/client/component/x", 404),
        ("POST", "/gradio_api/process_recording", 404),
        ("POST", "/gradio_api/vibe-edit", 404),
        ("GET", "/gradio_api/vibe-code", 404),
        ("GET", "/gradio_api/call/finish/x", 404),
        ("POST", "/gradio_api/api/predict", 404),
        ("POST", "/login", 404),
        ("GET", "/logout", 404),
        ("GET", "/monitoring", 404),
        ("GET", "/monitoring/summary", 404),
        ("GET", "/pwa_icon/100000", 404),
        ("GET", "/svelte/x.js", 404),
        ("GET", "/static/../../routes.py", 404),
        ("GET", "/static/%2e%2e/%2e%2e/routes.py", 404),
        ("GET", "/assets/%2Fetc%2Fhostname", 404),
        ("GET", "/static/" + "%C3%A9" * 200, 404),
        ("GET", "/static/" + "x" * 5000, 404),
        ("GET", "/assets/" + "x/" * 500 + "x.js", 404),
        ("GET", "/static/x%00.js", 404),
        ("GET", "/assets//etc/hostname", 404),
        ("GET", "/gradio_api//queue/data", 404),
        ("GET", "/gradio_api/queue/join", 405),
        ("GET", "/gradio_api/run/predict", 405),
        ("POST", "/gradio_api/queue/data", 405),
        ("POST", "/gradio_api/heartbeat/x", 405),
        ("POST", "/", 405),
        ("DELETE", "/config", 405),
        ("OPTIONS", "/gradio_api/queue/join", 405),
        ("GET", "/gradio_api/heartbeat/" + "x" * 65, 404),
        ("GET", "/gradio_api/heartbeat/a%00b", 404),
        ("GET", "/gradio_api/queue/data", 422),
        ("GET", "/gradio_api/queue/data?session_hash=../x", 422),
        ("GET", "/gradio_api/queue/data?session_hash=a&session_hash=b", 422),
        ("GET", "/gradio_api/queue/data?session_hash=unknown", 404),
    ],
)
def test_what_a_conversation_does_not_need_is_not_served(
    chat: Chat, method: str, path: str, status: int
) -> None:
    reply = chat.client.request(method, path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert status != 405 or reply.headers["allow"]


def test_a_link_into_the_temporary_folder_is_not_followed(chat: Chat) -> None:
    usual = chat.client.get("/").text
    assert '"deep_link_state":"none"' in usual
    assert chat.client.get("/", params={"deep_link": "x"}).text == usual
    assert "state.json" not in chat.seen()


def test_a_page_of_another_host_is_not_given_leave_to_read(chat: Chat) -> None:
    reply = chat.client.get("/config", headers={"Origin": chat.client.base_url.__str__()})
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_a_kind_of_input_without_a_rule_stops_the_start(blocks: gr.Blocks) -> None:
    other = chat_of(gr.File)
    with pytest.raises(KeyError, match="file"):
        ChatGuard(None, other)  # type: ignore[arg-type]
    assert {blocks.fns[number].name for number in event_models(blocks)} == {
        "start",
        "ask",
        "forget",
        "more_examples",
        "open_page",
        "welcome",
    }


def test_events_that_are_none_of_the_browsers_or_none_of_the_servers_cannot_be_called() -> None:
    def build() -> gr.Blocks:
        with gr.Blocks() as blocks:
            talk = gr.HTML()
            blocks.load(lambda: None, None, None)
            blocks.unload(lambda: None)
            talk.change(None, None, None, js="() => []")
        return blocks

    assert list(event_models(built(build))) == [0]


def test_what_the_conversation_reports_of_a_question_is_checked() -> None:
    def build() -> gr.Blocks:
        with gr.Blocks() as blocks:
            talk = gr.HTML()
            talk.submit(lambda: None, None, None)
            talk.clear(lambda: None, None, None)
        return blocks

    (_, asks), (_, clears) = event_models(built(build)).values()
    usual = {"fn_index": 0, "session_hash": "x", "data": []}
    sent = {"key": "ab1-2", "turn": "x-1", "question": "Why?", "previous": "A?\nB?"}

    def check(model: type[BaseModel], **body: Any) -> None:
        model.model_validate_json(json.dumps({**usual, **body}))

    check(asks, event_data={**sent, "fingerprint": "f"})
    check(clears, event_data={}, fn_index=1)
    for key, value in (
        ("key", "../x"),
        ("key", ""),
        ("turn", "x" * 41),
        ("question", "x" * 2001),
        ("question", None),
        ("previous", ["A?"]),
        ("previous", "x" * 20_000),
        ("fingerprint", {"path": "/etc/hostname"}),
        ("path", "/etc/hostname"),
    ):
        with pytest.raises(ValueError, match="event_data"):
            check(asks, event_data={**sent, key: value})
    with pytest.raises(ValueError, match="event_data"):
        check(clears, event_data={"path": "x"}, fn_index=1)


def test_what_the_browser_keeps_may_be_any_json_but_a_file() -> None:
    _, model = event_models(chat_of(gr.BrowserState))[0]
    usual = {"fn_index": 0, "session_hash": "x"}
    for value in (None, [], {"questions": ["a", 1, 0.5, True, None]}, "text"):
        model.model_validate_json(json.dumps({**usual, "data": [value]}))
    for value in (
        {"path": "/etc/hostname"},
        {"a": [{"b": {"path": "x", "meta": {}}}]},
        [{"url": "http://example.com/"}],
        {"_type": "gradio.FileData"},
        json.loads("[" * 20 + "]" * 20),
        float("inf"),
        [float("nan")],
    ):
        with pytest.raises(ValueError, match=r"data\.0"):
            model.model_validate_json(json.dumps({**usual, "data": [value]}))


NARROW = {
    "body": "Cabinet",
    "kind": "minutes",
    "council": "",
    "first": "2024-01-01",
    "last": "",
    "as_at": "2024-12-31",
}


@pytest.mark.parametrize(
    ("report", "taken"),
    [
        ({"narrow": NARROW}, True),
        ({"narrow": None, "was": ""}, True),
        ({"narrow": {}, "was": "0123456789abcdef"}, True),
        ({"narrow": {**NARROW, "body": "x" * 201}}, False),
        ({"narrow": {**NARROW, "body": "Cab\u0007inet"}}, False),
        ({"narrow": {**NARROW, "body": {"path": "/etc/passwd"}}}, False),
        ({"narrow": {**NARROW, "body": None}}, False),
        ({"narrow": {**NARROW, "first": "tomorrow"}}, False),
        ({"narrow": {**NARROW, "first": "2024-01-01\n"}}, False),
        ({"narrow": {**NARROW, "first": 20240101}}, False),
        ({"narrow": {**NARROW, "path": "x"}}, False),
        ({"narrow": [NARROW]}, False),
        ({"narrow": "Cabinet"}, False),
        ({"was": "<b>"}, False),
        ({"was": "0123456789abcdef0"}, False),
        ({"was": None}, False),
    ],
)
def test_what_a_question_is_narrowed_to_is_checked(
    chat: Chat, blocks: gr.Blocks, report: dict[str, Any], taken: bool
) -> None:
    _, path, body = next(e for e in events(blocks) if blocks.fns[e[0]].name == "ask")
    sent = json.dumps({**body, "event_data": {**body["event_data"], **report}})
    reply = chat.client.post(path, content=sent, headers={"content-type": "application/json"})
    assert reply.status_code == (200 if taken else 422)
    assert "passwd" not in reply.text

"""One reader cannot take the service from the others, nor all together its health."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.access.scopes import Visitor
from qa.answers import Answer
from qa.api.app import Surroundings, create_api
from qa.api.middleware.limits import Paths, Rate, reader_of
from qa.settings import Limits
from tests.fakes import FakeAnswerer, fake_library
from tests.qa.api.test_problems import problem_of

MILL = {"question": "The Old Mill?"}


@dataclass
class StuckAnswerer(FakeAnswerer):
    """Answers no question about a stuck matter before it is let go."""

    let_go: threading.Event = field(default_factory=threading.Event)
    stuck: int = 0

    def ask(self, question: str, **options: Any) -> Answer:
        if "stuck" in question:
            self.stuck += 1
            self.let_go.wait(60)
            self.stuck -= 1
        return super().ask(question, **options)

    def stream(self, question: str, **options: Any) -> Iterator[str | Answer]:
        if "half" in question:
            yield "The lease was renewed [1]."
            self.let_go.wait(60)
        yield self.ask(question, **options)


@pytest.fixture
def answerer(tmp_path: Path) -> Iterator[StuckAnswerer]:
    answerer = StuckAnswerer(fake_library(tmp_path))
    yield answerer
    answerer.let_go.set()


def client_of(
    answerer: FakeAnswerer, paths: Paths | None = None, address: str = "10.0.0.1", **limits: Any
) -> httpx.AsyncClient:
    app = create_api(answerer, Surroundings(limits=Limits(**limits), paths=paths or Paths()))
    transport = httpx.ASGITransport(app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60)


def as_reader(client: httpx.AsyncClient, address: str) -> httpx.AsyncClient:
    """The same service, asked from another address."""
    transport = httpx.ASGITransport(client._transport.app, client=(address, 1))  # type: ignore[attr-defined]
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60)


async def until(true: Any) -> None:
    while not true():
        await asyncio.sleep(0.01)


def test_a_rate_is_kept_for_each_reader_and_comes_back_with_time() -> None:
    now = [0.0]
    rate = Rate(60, clock=lambda: now[0])
    assert [rate.take("a") for _ in range(60)] == [0] * 60
    assert rate.take("a") == 1
    assert rate.take("b") == 0
    now[0] = 1.0
    assert (rate.take("a"), rate.take("a")) == (0, 1)
    now[0] = 3600.0
    assert [rate.take("a") for _ in range(61)] == [0] * 60 + [1]


def test_a_slow_rate_says_how_long_to_wait() -> None:
    rate = Rate(2, clock=lambda: 0.0)
    assert [rate.take("a") for _ in range(3)] == [0, 0, 30]


def test_no_rate_is_no_limit() -> None:
    rate = Rate(0)
    assert {rate.take("a") for _ in range(5000)} == {0}


def test_the_rates_of_no_more_readers_are_kept_than_there_is_room_for() -> None:
    rate = Rate(1, clock=lambda: 0.0)
    for number in range(20_000):
        rate.take(f"reader {number}")
    assert len(rate._left) == 10_000


@pytest.mark.parametrize(
    ("scope", "reader"),
    [
        ({"client": ("10.0.0.1", 5)}, "10.0.0.1"),
        ({"client": ("::ffff:10.0.0.1", 5)}, "10.0.0.1"),
        ({"client": ("fd00:1:2:3:4:5:6:7", 5)}, "fd00:1:2:3::/64"),
        ({"client": ("testclient", 5)}, "testclient"),
        ({"client": None}, "unknown"),
        (
            {"client": ("10.0.0.1", 5), "townclerk.visitor": Visitor("key 7", frozenset())},
            "reader key 7",
        ),
    ],
)
def test_a_reader_is_who_is_signed_in_or_else_an_address(
    scope: dict[str, Any], reader: str
) -> None:
    assert reader_of(scope) == reader


def test_a_reader_who_asks_too_much_waits_and_the_others_do_not(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        async with client_of(answerer, requests_per_minute=5) as client:
            for _ in range(5):
                assert (await client.get("/api/papers")).status_code == 200
            refused = await client.get("/api/papers")
            problem_of(refused, 429)
            assert 1 <= int(refused.headers["retry-after"]) <= 60
            problem_of(await client.post("/api/ask", json=MILL), 429)
            assert (await client.get("/api/health")).status_code == 200
            async with as_reader(client, "10.0.0.2") as other:
                assert (await other.get("/api/papers")).status_code == 200

    asyncio.run(run())


def test_questions_have_a_rate_of_their_own(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        paths = Paths(questions=frozenset({"/elsewhere"}))
        async with client_of(answerer, paths, questions_per_minute=2) as client:
            assert (await client.post("/api/ask", json=MILL)).status_code == 200
            assert (await client.post("/elsewhere", json=MILL)).status_code == 404
            problem_of(await client.post("/api/ask/stream", json=MILL), 429)
            assert (await client.get("/api/papers")).status_code == 200

    asyncio.run(run())


def test_what_costs_nothing_is_not_counted(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        paths = Paths(free=("/assets/",))
        async with client_of(answerer, paths, requests_per_minute=1) as client:
            statuses = [(await client.get("/assets/x.js")).status_code for _ in range(9)]
            assert statuses == [404] * 9

    asyncio.run(run())


def test_with_32_questions_stuck_health_and_papers_are_answered(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        async with client_of(answerer) as client:
            asked = [
                asyncio.create_task(client.post("/api/ask", json={"question": "stuck mill"}))
                for _ in range(32)
            ]
            await until(lambda: answerer.stuck == 16)
            assert (await client.get("/api/health")).status_code == 200
            assert (await client.get("/api/papers")).status_code == 200
            assert answerer.stuck == 16  # the other half waits, and takes no thread
            answerer.let_go.set()
            assert {reply.status_code for reply in await asyncio.gather(*asked)} == {200}

    asyncio.run(run())


def test_no_more_questions_wait_than_there_is_room_for(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        limits = {"questions_at_once": 1, "questions_waiting": 3, "questions_waiting_per_reader": 2}
        async with (
            client_of(answerer, **limits) as client,
            as_reader(client, "10.0.0.2") as other,
        ):
            stuck = {"question": "stuck mill"}
            asked = [asyncio.create_task(client.post("/api/ask", json=stuck)) for _ in range(3)]
            await until(lambda: answerer.stuck == 1)
            refused = await client.post("/api/ask", json=stuck)
            problem_of(refused, 429)  # two of this reader wait already
            assert refused.headers["retry-after"]
            asked.append(asyncio.create_task(other.post("/api/ask", json=stuck)))
            await asyncio.sleep(0)  # the other reader's question waits, as the third
            await asyncio.sleep(0.05)
            refused = await other.post("/api/ask", json=stuck)
            problem_of(refused, 503)
            assert refused.headers["retry-after"]
            answerer.let_go.set()
            assert {reply.status_code for reply in await asyncio.gather(*asked)} == {200}
            assert (await client.post("/api/ask", json=MILL)).status_code == 200

    asyncio.run(run())


def test_a_question_that_takes_too_long_is_given_up_and_its_slot_is_free(
    answerer: StuckAnswerer,
) -> None:
    async def run() -> None:
        async with client_of(answerer, questions_at_once=1, answer_seconds=2) as client:
            refused = await client.post("/api/ask", json={"question": "stuck mill"})
            assert "took too long" in problem_of(refused, 503)["detail"]
            assert refused.headers["retry-after"]
            assert answerer.stuck == 1
            assert (await client.post("/api/ask", json=MILL)).status_code == 200

    asyncio.run(run())


def test_a_stream_that_takes_too_long_ends_with_a_problem(answerer: StuckAnswerer) -> None:
    async def run() -> None:
        async with client_of(answerer, answer_seconds=0.5) as client:
            reply = await client.post("/api/ask/stream", json={"question": "half a mill"})
            assert "event: sentence" in reply.text
            assert reply.text.rstrip().rpartition("\n\n")[2].startswith("event: problem")
            assert "event: answer" not in reply.text

    asyncio.run(run())


def test_a_question_as_at_a_day_and_every_route_pass_the_limits_unchanged(
    answerer: StuckAnswerer,
) -> None:
    async def run() -> None:
        async with client_of(answerer) as client:
            body = {**MILL, "as_at": "2024-05-01"}
            assert (await client.post("/api/ask", json=body)).json()["status"] == "answered"
            assert answerer.asked_as_at == [date(2024, 5, 1)]
            streamed = await client.post("/api/ask/stream", json=MILL)
            assert streamed.text.startswith("event: answer\n")
            assert (await client.get("/api/papers/none")).status_code == 404

    asyncio.run(run())


def test_a_failure_says_its_number_in_the_log_and_nothing_else(
    answerer: StuckAnswerer, caplog: pytest.LogCaptureFixture
) -> None:
    answerer.error = ZeroDivisionError("the zebra is secret")

    async def run() -> None:
        async with client_of(answerer) as client:
            reply = await client.post("/api/ask", json={"question": "about the zebra"})
            number = problem_of(reply, 500)["detail"].rpartition("number ")[2].split()[0]
            assert f"request {number} failed: ZeroDivisionError at " in caplog.text
            assert "zebra" not in caplog.text + reply.text
            assert "Traceback" not in caplog.text

    asyncio.run(run())


def test_files_of_answers_leave_slots_to_questions(answerer: StuckAnswerer) -> None:
    file = {"format": "txt", "questions": [{"question": "stuck?"}]}

    async def run() -> None:
        client = client_of(answerer, questions_at_once=4)
        files = [
            asyncio.create_task(client.post("/api/answers/document", json=file)) for _ in range(6)
        ]
        await until(lambda: answerer.stuck)
        asked = await asyncio.wait_for(client.post("/api/ask", json=MILL), 10)
        assert asked.status_code == 200
        assert answerer.stuck == 1
        answerer.let_go.set()
        assert [each.status_code for each in await asyncio.gather(*files)] == [200] * 6

    asyncio.run(run())


def test_a_file_that_finds_no_room_gives_its_slot_back(answerer: StuckAnswerer) -> None:
    file = {"format": "txt", "questions": [MILL]}

    async def run() -> None:
        client = client_of(answerer, questions_at_once=1, questions_waiting=1)
        stuck = {"question": "stuck?"}
        asked = [asyncio.create_task(client.post("/api/ask", json=stuck)) for _ in range(2)]
        await until(lambda: answerer.stuck)
        await asyncio.sleep(0.05)  # the other one waits
        assert (await client.post("/api/answers/document", json=file)).status_code == 503
        answerer.let_go.set()
        await asyncio.gather(*asked)
        assert (await client.post("/api/answers/document", json=file)).status_code == 200

    asyncio.run(run())

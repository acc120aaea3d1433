"""How the chat feels to several readers at once: real pages in Chromium on the real server.

Each reader has a browser window of their own and asks one question after the other. In the page it
is timed when the question is seen in the conversation and when its answer is, from the press of
Enter; the bytes are those that the browser sent and received meanwhile. Another checkout of
Townclerk can be served in the same run, to compare with. The browser runs on the same machine and
takes its share of it, of both sides alike.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.processes import BenchmarkError
from eval.progress import Step
from eval.runs.summary import at
from eval.speed.load import Side, bring_up_to_date, served
from qa.errors import MissingExtraError

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

ANSWER_SECONDS = 120
SETTLE_SECONDS = 0.4
"""After an answer, for what still comes in of it."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
WINDOW: Any = {"width": 1280, "height": 800}
# What the page is asked to do; it works with every version of the chat. Times are in ms.
_ASK = """([question, most]) => new Promise((done, fail) => {
  const box = document.querySelector("#tc-ask textarea");
  const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  setter.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => {
    const began = performance.now();
    let seen = 0;
    const look = () => {
      const now = performance.now() - began;
      const shown = [...document.querySelectorAll("#tc-talk .tc-exchange")]
        .filter((one) => one.textContent.includes(question)).at(-1);
      if (shown && !seen) seen = now;
      if (shown?.querySelector(".tc-answer .tc-badge, .tc-badge, .tc-problem")) done([seen, now]);
      else if (now > most) fail(new Error("no answer"));
      else setTimeout(look, 5);
    };
    const enter = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
    box.dispatchEvent(new KeyboardEvent("keydown", enter));
    box.dispatchEvent(new KeyboardEvent("keypress", enter));
    look();
  }, 100);
})"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one reader."""

    number: int
    """Which of the reader's questions it was, from 1."""
    seen_ms: float
    answer_ms: float
    sent: int
    """Bytes."""
    received: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class ChatLoad:
    """What the readers of one server saw."""

    server: str
    readers: int
    questions: int
    """Of each reader."""
    failed: int
    seen_p50_ms: float
    seen_p95_ms: float
    answer_p50_ms: float
    answer_p95_ms: float
    first_bytes: float
    """Sent and received with a reader's first question, the median over readers."""
    last_bytes: float
    """The same with the last one."""
    p50_bytes: float


@dataclass
class _Wire:
    """Counts what a page sends and receives."""

    sent: int = 0
    received: int = 0
    asked: list[Asked] = field(default_factory=list)

    async def watch(self, page: Page) -> None:
        session: CDPSession = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._add_sent)
        session.on("Network.dataReceived", self._add_received)

    def _add_sent(self, event: Any) -> None:
        self.sent += len(event["request"].get("postData", "").encode())

    def _add_received(self, event: Any) -> None:
        self.received += int(event["dataLength"])


def measure_chat(
    side: Side,
    questions: Sequence[str],
    library: Path,
    *,
    readers: int,
    count: int,
    step: Step = lambda what: None,
) -> ChatLoad:
    """Serve a copy of a library, and let readers ask `count` questions each.

    Raises:
        BenchmarkError: no Chromium is found, there are too few questions, or nothing is answered.
        MissingExtraError: playwright is not installed.
    """
    different = list(dict.fromkeys(" ".join(question.split()) for question in questions))
    if len(different) < count:
        raise BenchmarkError(
            f"{len(different)} questions are too few to ask {count} different ones"
        )
    chromium = find_chromium()
    with tempfile.TemporaryDirectory(prefix="townclerk-chat-") as folder:
        copy = Path(folder) / "library"
        shutil.copytree(library, copy)
        bring_up_to_date(side, copy)
        step(f"{side.name}: starting")
        with served(side, copy, Path(folder) / "server.log") as (_, port):
            step(f"{side.name}: {readers} readers ask {count} questions each")
            address = f"http://127.0.0.1:{port}/"
            wires, failed = asyncio.run(_read(chromium, address, different, readers, count))
    asked = [one for wire in wires for one in wire.asked]
    if not asked:
        raise BenchmarkError(f"{side.name} gave no answer")

    def size(number: int | None) -> float:
        return at([one.sent + one.received for one in asked if number in (None, one.number)], 50)

    return ChatLoad(
        server=side.name,
        readers=readers,
        questions=count,
        failed=failed,
        seen_p50_ms=at([one.seen_ms for one in asked], 50),
        seen_p95_ms=at([one.seen_ms for one in asked], 95),
        answer_p50_ms=at([one.answer_ms for one in asked], 50),
        answer_p95_ms=at([one.answer_ms for one in asked], 95),
        first_bytes=size(1),
        last_bytes=size(count),
        p50_bytes=size(None),
    )


def find_chromium() -> str:
    """Return the path of Chromium. Raises BenchmarkError where there is none."""
    found = os.environ.get("TOWNCLERK_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if not found:
        raise BenchmarkError("no Chromium is found; name it in TOWNCLERK_CHROMIUM")
    return found


async def _read(
    chromium: str, address: str, questions: Sequence[str], readers: int, count: int
) -> tuple[list[_Wire], int]:
    """Let readers ask at once; return what each saw, and how many questions had no answer."""
    try:
        from playwright.async_api import async_playwright
    except ImportError as error:
        raise MissingExtraError("reading in a browser", "test") from error
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            pages = [await _open(browser, address) for _ in range(readers)]
            wires = [_Wire() for _ in pages]
            # So that what is read once has been read; it is not counted.
            await _ask(pages[0], questions[-1])
            await pages[0].context.close()
            pages[0] = await _open(browser, address)
            far = max(1, len(questions) // readers)
            told = await asyncio.gather(
                *(
                    _reader(page, wire, questions, number * far, count)
                    for number, (page, wire) in enumerate(zip(pages, wires, strict=True))
                )
            )
        finally:
            await browser.close()
    return wires, sum(told)


async def _open(browser: Browser, address: str) -> Page:
    context = await browser.new_context(viewport=WINDOW)
    page = await context.new_page()
    await page.goto(address)
    await page.locator(".tc-welcome").wait_for(timeout=ANSWER_SECONDS * 1000)
    await page.wait_for_timeout(1000)  # until the page has looked for what it keeps
    return page


async def _ask(page: Page, question: str) -> tuple[float, float]:
    seen, answered = await page.evaluate(_ASK, [question, ANSWER_SECONDS * 1000])
    return float(seen), float(answered)


async def _reader(page: Page, wire: _Wire, questions: Sequence[str], first: int, count: int) -> int:
    """Ask one question after the other; return how many had no answer."""
    from playwright.async_api import Error

    await wire.watch(page)
    failed = 0
    for number in range(count):
        wire.sent = wire.received = 0
        try:
            seen, answered = await _ask(page, questions[(first + number) % len(questions)])
        except Error:
            failed += 1
            continue
        await asyncio.sleep(SETTLE_SECONDS)
        wire.asked.append(Asked(number + 1, seen, answered, wire.sent, wire.received))
    return failed

"""Nothing of a conversation is lost: each way to lose one, in real Chromium on a real server."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.ui.conftest import Server
from ui.html import CHANGED

WIDE = {"width": 1280, "height": 800}
BADGES = ".tc-answer > p:first-child > .tc-badge"
SLOW = 30_000
"""Milliseconds that a lost server may take to be noticed, and found again."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server("serve_fakes.py", tmp_path_factory.mktemp("lost"))
    server.start()
    yield server
    server.end()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Page:
    return opened(context, server.address)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


def ask(page: Page, *questions: str) -> None:
    for question in questions:
        before = page.locator(BADGES).count()
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(BADGES)).to_have_count(before + 1, timeout=SLOW)


def asked(page: Page) -> list[str]:
    """Return the questions on the screen, folded ones too."""
    found = page.locator(".tc-question").all_text_contents()
    return [text.removeprefix("You asked: ") for text in found]


# An empty question


@pytest.mark.parametrize("how", ["Enter", "Ask"])
def test_an_empty_question_keeps_the_screen_and_says_so(page: Page, how: str) -> None:
    expect(page.locator(".tc-welcome")).to_be_visible()
    box = page.get_by_label("Your question")

    def press_nothing() -> None:
        box.fill("   ")
        box.press("Enter") if how == "Enter" else page.get_by_role("button", name="Ask").click()

    press_nothing()
    expect(page.locator("#tc-problem")).to_have_text("Type a question first.")
    expect(page.locator("#tc-problem")).to_be_in_viewport()
    expect(page.get_by_role("status").first).to_have_text("Type a question first.")
    expect(box).to_be_focused()
    assert box.get_attribute("aria-invalid") == "true"
    assert box.get_attribute("aria-describedby") == "tc-problem"
    expect(page.locator(".tc-welcome")).to_be_visible()
    ask(page, "The Old Mill?")
    expect(page.locator("#tc-problem")).to_be_hidden()
    assert box.get_attribute("aria-invalid") is None
    page.wait_for_timeout(1100)  # an empty Enter right after a question is taken for its second
    press_nothing()
    expect(page.locator("#tc-problem")).to_be_visible()
    expect(page.locator(BADGES)).to_have_text(["Decided"])


def test_the_newest_answer_is_brought_into_sight(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(server.address)
    for question in ("compare", "The Old Mill?", "compare again"):
        ask(page, question)
        expect(page.locator(".tc-question").last).to_be_in_viewport(ratio=1)
        expect(page.locator(BADGES).last).to_be_in_viewport(ratio=1)
    page.locator(".tc-cite").first.click()
    page.reload()
    expect(page.locator(BADGES)).to_have_count(3)
    expect(page.locator(BADGES).last).to_be_in_viewport(ratio=1)


# Reload, back, another tab, a new browser window


def test_a_reload_and_going_back_lose_nothing(page: Page, server: Server) -> None:
    ask(page, "The Old Mill?", "The market?")
    page.get_by_label("Your question").fill("half a quest")
    page.reload()
    expect(page.locator(BADGES)).to_have_text(["Decided", "Recommended – not yet decided"])
    expect(page.get_by_label("Your question")).to_have_value("half a quest")
    page.goto(f"{server.address}/privacy")
    page.go_back()
    expect(page.locator(BADGES)).to_have_count(2)
    assert asked(page) == ["The Old Mill?", "The market?"]
    page.locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Cabinet minutes")


def test_a_conversation_is_there_again_in_a_new_tab_and_two_tabs_are_apart(
    page: Page, context: BrowserContext, server: Server
) -> None:
    ask(page, "The Old Mill?")
    other = opened(context, server.address)
    expect(other.locator(".tc-welcome")).to_be_visible()
    ask(other, "The market?")
    ask(page, "The Old Mill again?")
    assert asked(other) == ["The market?"]
    for tab, questions in ((other, 1), (page, 2)):
        tab.reload()
        expect(tab.locator(BADGES)).to_have_count(questions)
    other.close()
    page.close()
    later = opened(context, server.address)
    expect(later.locator(BADGES)).to_have_count(2)
    assert asked(later) == ["The Old Mill?", "The Old Mill again?"]
    later.get_by_role("button", name="New conversation").click()
    expect(later.locator(".tc-resume")).to_have_text(["The Old Mill?", "The market?"])
    later.get_by_role("button", name="The market?").click()
    expect(later.locator(BADGES)).to_have_text(["Recommended – not yet decided"])


def test_a_copied_tab_goes_on_with_a_copy_of_the_conversation(page: Page) -> None:
    ask(page, "The Old Mill?")
    with page.expect_popup() as found:
        page.evaluate("window.open(location.href)")
    other = found.value
    expect(other.locator(BADGES)).to_have_text(["Decided"])
    ask(other, "The market?")
    ask(page, "compare")
    for tab, questions in (
        (other, ["The Old Mill?", "The market?"]),
        (page, ["The Old Mill?", "compare"]),
    ):
        tab.reload()
        expect(tab.locator(BADGES)).to_have_count(2)
        assert asked(tab) == questions


SLOW_TO_SAY = """
    const post = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (said) {
        setTimeout(() => post.call(this, said), 1000);
    };
"""
"""What makes a tab tell the others a second late that it shows a conversation."""
SHOWN = "() => sessionStorage.getItem('townclerk-talk')"


@pytest.mark.parametrize("at_once", [True, False])
def test_a_copied_tab_is_apart_from_one_that_is_slow_to_say_what_it_shows(
    page: Page, at_once: bool
) -> None:
    ask(page, "The Old Mill?")
    page.evaluate(SLOW_TO_SAY)
    with page.expect_popup() as found:
        page.evaluate("window.open(location.href)")
    other = found.value
    expect(other.locator(BADGES)).to_have_text(["Decided"])
    shown = page.evaluate(SHOWN)

    def wait_until_apart() -> None:
        other.wait_for_function(f"shown => ({SHOWN})() !== shown", arg=shown)

    if not at_once:
        wait_until_apart()
    other.get_by_label("Your question").fill("The market?")
    other.keyboard.press("Enter")
    wait_until_apart()
    expect(other.locator(BADGES)).to_have_count(2, timeout=SLOW)
    ask(page, "compare")
    for tab, last in ((other, "The market?"), (page, "compare")):
        tab.reload()
        expect(tab.locator(BADGES)).to_have_count(2)
        assert asked(tab) == ["The Old Mill?", last]


def test_a_new_tab_gives_up_the_conversation_of_a_tab_that_is_slow_to_say_what_it_shows(
    page: Page, context: BrowserContext, server: Server
) -> None:
    ask(page, "The Old Mill?")
    page.evaluate(SLOW_TO_SAY)
    other = opened(context, server.address)
    shown = page.evaluate(SHOWN)
    other.wait_for_function(f"shown => ![null, shown].includes(({SHOWN})())", arg=shown)
    expect(other.locator(".tc-welcome")).to_be_visible()
    assert asked(other) == []
    assert asked(page) == ["The Old Mill?"]


def test_questions_beyond_what_a_browser_can_keep_are_counted(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    bound = "const MOST_ASKED = "

    def with_less(route: Route) -> None:
        reply = route.fetch()
        assert f"{bound}500" in reply.text()
        route.fulfill(response=reply, body=reply.text().replace(f"{bound}500", f"{bound}4"))

    page.route(f"{server.address}/", with_less)
    page.goto(server.address)
    for number in range(6):
        page.get_by_label("Your question").fill(f"The Old Mill {number}?")
        page.keyboard.press("Enter")
        newest = page.locator(".tc-exchange").last
        expect(newest).to_contain_text(f"The Old Mill {number}?")
        expect(newest.locator(BADGES)).to_be_visible()
    page.reload()
    expect(page.locator(BADGES)).to_have_count(3)
    expect(page.locator(".tc-earlier summary")).to_have_text("Earlier questions (3)")
    page.locator(".tc-earlier summary").click()
    expect(page.locator(".tc-gone")).to_have_text("2 before these are no longer kept.")


def test_what_is_kept_cannot_be_read_on_the_disk_and_can_be_deleted(
    page: Page, server: Server
) -> None:
    ask(page, "The Old Mill quince?")
    kept = "JSON.stringify([localStorage, sessionStorage])"
    assert "quince" not in page.evaluate(kept)
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.locator(".tc-welcome")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert "quince" not in page.evaluate(kept)
    page.reload()
    expect(page.locator(".tc-welcome")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.wait_for_timeout(500)
    assert asked(page) == []
    assert "quince" not in page.evaluate(kept)


def test_past_thirty_questions_the_earlier_ones_are_folded_and_asked_again_when_opened(
    page: Page,
) -> None:
    for number in range(33):
        ask(page, f"The Old Mill {number}?") if number < 30 else None
        if number >= 30:
            page.get_by_label("Your question").fill(f"The Old Mill {number}?")
            page.keyboard.press("Enter")
            expect(page.locator(".tc-latest .tc-exchange").last.locator(BADGES)).to_be_visible()
    expect(page.locator(".tc-earlier summary")).to_have_text("Earlier questions (3)")
    assert asked(page) == [f"The Old Mill {number}?" for number in range(33)]
    page.locator(".tc-earlier summary").click()
    page.get_by_role("button", name="Show the answer to: The Old Mill 1?").click()
    first = page.locator(".tc-older .tc-exchange").nth(1)
    expect(first.locator(BADGES)).to_have_text("Decided")
    first.locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_be_visible()
    page.reload()
    expect(page.locator(".tc-earlier summary")).to_have_text("Earlier questions (30)")
    expect(page.locator(BADGES)).to_have_count(3)
    assert asked(page) == [f"The Old Mill {number}?" for number in range(33)]


def test_only_the_newest_exchange_is_sent_with_a_question(page: Page) -> None:
    for number in range(20):
        ask(page, f"compare {number}")
    sent: list[int] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on(
        "Network.requestWillBeSent",
        lambda event: sent.append(len(event["request"].get("postData", ""))),
    )
    wire.on("Network.dataReceived", lambda event: sent.append(event["dataLength"]))
    ask(page, "compare the last")
    assert 1000 < sum(sent) < 15_000


# The server


def test_a_restart_loses_nothing_and_a_follow_up_keeps_its_matter(
    page: Page, server: Server
) -> None:
    ask(page, "The Old Mill?")
    server.kill()
    server.start()
    page.get_by_label("Your question").fill("and the market?")
    page.keyboard.press("Enter")
    expect(page.locator(BADGES)).to_have_text(
        ["Decided", "Recommended – not yet decided"], timeout=SLOW
    )
    assert asked(page) == ["The Old Mill?", "and the market?"]
    page.locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Cabinet minutes", timeout=SLOW)
    after = httpx.get(f"{server.address}/test/asked_after").json()
    assert ["The Old Mill?"] in after


def test_a_question_while_the_server_is_away_is_kept_and_asked_when_it_is_back(
    page: Page, server: Server
) -> None:
    ask(page, "The Old Mill?")
    server.kill()
    box = page.get_by_label("Your question")
    for question in ("The market?", "compare"):
        box.fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".tc-question").last).to_contain_text(question)
    expect(page.locator(".tc-lost")).to_have_text(
        "Townclerk cannot be reached. Your question is kept; it will be asked when it is back.",
        timeout=SLOW,
    )
    expect(page.locator(".tc-lost")).to_be_in_viewport()
    assert "Attempting reconnection" not in page.locator("body").inner_text()
    box.fill("half a quest")
    server.start()
    expect(page.locator(BADGES)).to_have_count(3, timeout=SLOW)
    assert asked(page) == ["The Old Mill?", "The market?", "compare"]
    expect(page.locator(".tc-lost")).to_be_hidden()
    expect(box).to_have_value("half a quest")


def test_a_frozen_server_shows_the_question_at_once_and_its_answer_later(
    page: Page, server: Server
) -> None:
    expect(page.locator(".tc-welcome")).to_be_visible()
    server.signal(signal.SIGSTOP)
    try:
        page.get_by_label("Your question").fill("The Old Mill?")
        page.keyboard.press("Enter")
        expect(page.locator(".tc-question")).to_contain_text("The Old Mill?")
        expect(page.locator(".tc-lost")).to_be_visible(timeout=SLOW)
    finally:
        server.signal(signal.SIGCONT)
    expect(page.locator(BADGES)).to_have_text(["Decided"], timeout=SLOW)
    expect(page.locator(".tc-lost")).to_be_hidden()


def test_a_citation_pressed_while_the_server_is_away_says_so(page: Page, server: Server) -> None:
    ask(page, "The Old Mill?")
    server.kill()
    page.locator(".tc-cite").first.click()
    expect(page.locator(".tc-lost")).to_contain_text("cannot be reached", timeout=SLOW)
    server.start()
    expect(page.locator(".tc-lost")).to_be_hidden(timeout=SLOW)
    expect(page.locator(BADGES)).to_have_text(["Decided"], timeout=SLOW)


def test_two_presses_of_enter_ask_one_question(page: Page, server: Server) -> None:
    page.get_by_label("Your question").fill("The Old Mill?")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(BADGES)).to_have_count(1)
    page.get_by_label("Your question").fill("The market?")
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    expect(page.locator(BADGES)).to_have_count(2)
    expect(page.locator("#tc-problem")).to_be_hidden()
    assert asked(page) == ["The Old Mill?", "The market?"]


def test_a_session_ends_with_its_tab_and_no_question_stays_in_memory(
    page: Page, server: Server
) -> None:
    ask(page, "The Old Mill quincunx?")
    count = f"{server.address}/test/sessions"
    assert httpx.get(count).json() == 1
    page.close()
    for _ in range(100):
        if httpx.get(count).json() == 0:
            break
        time.sleep(0.1)
    assert httpx.get(count).json() == 0
    held = httpx.get(f"{server.address}/test/holds", params={"text": "quincunx"}, timeout=60)
    assert held.json() == []


def test_an_answer_that_the_server_has_forgotten_is_asked_again_to_open_its_page(
    page: Page, server: Server
) -> None:
    ask(page, "The Old Mill?")
    httpx.get(f"{server.address}/test/forget")
    page.locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Cabinet minutes")


def test_an_answer_that_has_changed_since_says_so(page: Page, server: Server) -> None:
    ask(page, "The Old Mill?")
    httpx.get(f"{server.address}/test/withdraw", params={"gone": "true"})
    try:
        page.reload()
        expect(page.locator(BADGES)).to_have_text(["Nothing found"])
        expect(page.locator(".tc-answer .tc-notice")).to_have_text(CHANGED)
    finally:
        httpx.get(f"{server.address}/test/withdraw", params={"gone": "false"})


# Focus


def test_an_example_leaves_the_focus_on_its_question(page: Page) -> None:
    page.locator(".tc-example").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tc-question")).to_be_focused()
    expect(page.locator(BADGES)).to_have_count(1)
    expect(page.locator(".tc-question")).to_be_focused()


def test_the_way_back_to_the_answer_holds_after_the_next_question(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(server.address)
    ask(page, "The Old Mill?")
    page.locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_be_focused()
    ask(page, "The market?")
    page.get_by_role("button", name="Back to the answer").click()
    expect(page.locator("#tc-talk [aria-current]")).to_be_focused()


def test_the_button_has_a_border_where_the_system_chooses_the_colours(
    page: Page,
) -> None:
    page.emulate_media(forced_colors="active")
    border = page.get_by_role("button", name="Ask", exact=True).evaluate(
        "e => [getComputedStyle(e).borderTopStyle, getComputedStyle(e).borderTopWidth]"
    )
    assert border == ["solid", "2px"]


def test_nothing_is_written_to_the_servers_disk(page: Page, server: Server) -> None:
    folder = Path(server.command[-1])
    ask(page, "The Old Mill quoits?")
    found = [
        path.name for path in folder.rglob("*") if path.is_file() and b"quoits" in path.read_bytes()
    ]
    assert found == []
    assert json.dumps(asked(page)) == '["The Old Mill quoits?"]'

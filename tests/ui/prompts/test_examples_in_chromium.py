"""Examples that are still being tried when the page comes, as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.ui.conftest import Server

SIZES = [
    {"width": 1280, "height": 800},
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
]
KINDS = 4  # of which the stand-in's papers give examples
EXAMPLES = ".tc-welcome .tc-example"
# What may be pressed, and where it is; the meetings lie below the examples.
PLACES = """() =>
  [...document.querySelectorAll('.tc-welcome a, #tc-ask textarea, #tc-ask button')]
    .filter(one => one.checkVisibility())
    .map(one => [one.textContent, one.getBoundingClientRect().top])"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = Server("serve_tried.py", tmp_path)
    server.start()
    yield server.address
    server.end()


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page of who comes first, with none of the examples tried yet."""
    page = browser.new_page(viewport=request.param)
    page.goto(address)
    expect(page.locator(".tc-welcome")).to_contain_text("Latest meetings")
    expect(page.locator(".tc-welcome")).to_contain_text("Examples are being tried…")
    yield page
    page.close()


def let_try(address: str, *answered: bool) -> None:
    for one in answered:
        httpx.get(f"{address}/test/try", params={"answered": one}).raise_for_status()


def test_examples_come_one_by_one_and_move_nothing(page: Page, address: str) -> None:
    expect(page.locator(EXAMPLES)).to_have_count(0)
    places = page.evaluate(PLACES)
    assert len(places) == 3  # a meeting, the box and its button
    let_try(address, True)
    expect(page.locator(EXAMPLES)).to_have_text(["What was decided on Mill bridge?"])
    expect(page.locator(".tc-welcome")).to_contain_text("For example:")
    assert page.evaluate(PLACES) == places

    first = page.locator(EXAMPLES).first
    first.focus()
    let_try(address, False, True, True)  # of the second kind, the first is not answered
    expect(page.locator(EXAMPLES)).to_have_count(3)
    expect(first).to_be_focused()
    assert page.evaluate(PLACES) == places
    let_try(address, True)
    expect(page.locator(EXAMPLES)).to_have_count(KINDS)
    assert page.evaluate(PLACES) == places
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-question")).to_contain_text("What was decided on Mill bridge?")
    expect(page.locator(".tc-answer .tc-badge").first).to_have_text("Decided")


def test_where_none_is_answered_nothing_is_promised(page: Page, address: str) -> None:
    said = page.locator("#tc-start [data-ready]")
    expect(said).to_be_visible()
    places = page.evaluate(PLACES)
    let_try(address, *[False] * 3 * KINDS)
    expect(said).to_be_hidden()
    assert page.evaluate(PLACES) == places
    expect(page.locator(EXAMPLES)).to_have_count(0)
    # While something else is shown, the room that was kept for them is given back.
    page.get_by_label("Your question").fill("The Old Mill?")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-answer .tc-badge").first).to_be_visible()
    expect(page.locator(".tc-room > [aria-hidden]")).to_have_count(0)


def test_where_they_are_ready_the_page_comes_with_them_and_asks_no_more(
    browser: Browser, address: str
) -> None:
    let_try(address, *[True] * KINDS)
    page = browser.new_page()
    page.goto(address)
    expect(page.locator(EXAMPLES)).to_have_count(KINDS)
    events: list[Request] = []
    page.on("request", lambda sent: events.append(sent) if "/run/" in sent.url else None)
    page.reload()
    expect(page.locator(EXAMPLES)).to_have_count(KINDS)
    expect(page.locator("[aria-hidden] > li")).to_have_count(0)
    begun = len(events)
    assert begun > 0
    page.wait_for_timeout(1500)
    assert len(events) == begun
    page.close()

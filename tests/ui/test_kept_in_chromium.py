"""The list of conversations: opened, named, deleted and put back, as a person does it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.ui.conftest import Server

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server("serve_fakes.py", tmp_path_factory.mktemp("kept"))
    server.start()
    yield server
    server.end()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".tc-side-toggle")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_visible()
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    newest = page.locator(".tc-exchange").last
    expect(newest.locator(".tc-question")).to_contain_text(question)
    expect(newest.locator(".tc-answer .tc-badge").first).to_be_visible()


def two_conversations(context: BrowserContext, address: str) -> Page:
    page = opened(context, address)
    expect(page.locator(".tc-welcome")).to_be_visible()
    ask(page, "The Old Mill?")
    ask(page, "compare")
    page.get_by_role("button", name="New conversation").click()
    ask(page, "The market?")
    page.get_by_role("button", name="Conversations").click()
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".tc-side-open").all_inner_texts()


def test_a_conversation_is_named_and_the_name_outlives_a_reload_and_a_restart(
    context: BrowserContext, server: Server
) -> None:
    page = two_conversations(context, server.address)
    expect(page.locator(".tc-side-toggle")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".tc-side-toggle")).to_be_focused()
    expect(page.locator("#tc-side h3")).to_have_text(["Today"])
    assert titles(page) == ["The market?", "The Old Mill?"]
    expect(page.locator(".tc-side-open[aria-current]")).to_have_text("The market?")

    page.get_by_role("button", name="Rename The Old Mill?").click()
    field = page.get_by_label("New name")
    expect(field).to_be_focused()
    field.fill("not this")
    field.press("Escape")
    expect(page.get_by_role("button", name="Rename The Old Mill?")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("New name").fill("  Lease of   the mill ")
    page.get_by_label("New name").press("Enter")
    expect(page.get_by_role("button", name="Rename Lease of the mill")).to_be_focused()
    assert titles(page) == ["The market?", "Lease of the mill"]

    server.kill()
    server.start()
    page.close()
    later = opened(context, server.address)  # the list is open, as it was left
    expect(later.locator(".tc-side-open").nth(1)).to_have_text("Lease of the mill")
    later.get_by_role("button", name="Lease of the mill", exact=True).click()
    expect(later.locator(".tc-question")).to_have_count(2)
    expect(later.get_by_label("Your question")).to_be_focused()
    kept = later.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "Lease" not in kept and "Mill" not in kept


def test_what_is_deleted_can_be_put_back_and_deleting_all_asks_first(
    context: BrowserContext, server: Server
) -> None:
    page = two_conversations(context, server.address)
    page.get_by_role("button", name="Delete The market?").click()
    expect(page.locator(".tc-welcome")).to_be_visible()
    expect(page.locator(".tc-side-said")).to_contain_text("Deleted: The market?")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".tc-question")).to_contain_text("The market?")
    assert titles(page) == ["The market?", "The Old Mill?"]

    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(page) == ["The market?", "The Old Mill?"]
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("button", name="Delete all of them").click()
    expect(page.locator("#tc-side")).to_contain_text("2 conversations are deleted.")
    expect(page.locator("#tc-side")).to_contain_text("There is none yet.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-side-open")).to_have_text(["The market?", "The Old Mill?"])
    page.reload()
    expect(page.locator(".tc-side-open")).to_have_text(["The market?", "The Old Mill?"])

    page.get_by_role("button", name="New conversation").click()
    page.locator(".tc-side-toggle").click()
    page.get_by_role("button", name="Delete them all").click()  # of the first screen
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    page.get_by_role("button", name="Delete all of them").click()
    page.reload()
    expect(page.locator("#tc-side")).to_contain_text("There is none yet.")
    expect(page.locator(".tc-welcome")).to_be_visible()


def said(page: Page) -> Locator:
    """What a screen reader reads out."""
    return page.locator("#tc-status [role=status], #tc-status[role=status]").first


def delete_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Delete this conversation").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tc-welcome")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_open_conversation_is_deleted_and_put_back_by_keyboard(
    browser: Browser, server: Server, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    page = opened(context, server.address)
    ask(page, "The Old Mill?")
    ask(page, "compare")
    delete_by_keyboard(page)
    expect(page.locator("#tc-undone")).to_contain_text("Deleted: The Old Mill? Undo")
    expect(page.locator("#tc-undone")).to_be_in_viewport()
    expect(said(page)).to_have_text("Deleted: The Old Mill? You can undo it.")
    expect(page.locator(".tc-question")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".tc-question")).to_have_text(
        ["You asked: The Old Mill?", "You asked: compare"]
    )
    expect(page.locator(".tc-question").last).to_be_focused()
    expect(page.locator("#tc-undone")).to_be_hidden()
    expect(page.locator(".tc-answer .tc-badge").last).to_be_visible()
    page.reload()
    expect(page.locator(".tc-question")).to_have_count(2)
    context.close()


def test_what_was_deleted_can_be_put_back_after_a_reload_and_goes_with_its_time(
    context: BrowserContext, server: Server
) -> None:
    page = opened(context, server.address)
    page.clock.install()
    ask(page, "The Old Mill?")
    delete_by_keyboard(page)
    page.reload()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-question")).to_have_text("You asked: The Old Mill?")
    page.reload()
    expect(page.locator(".tc-question")).to_have_text("You asked: The Old Mill?")

    delete_by_keyboard(page)
    expect(page.get_by_role("heading", name="Townclerk")).to_be_visible()
    example = page.locator(".tc-example").first
    before = example.bounding_box()
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_be_focused()
    assert example.bounding_box() == before
    page.reload()
    expect(page.locator(".tc-welcome")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("#tc-undone")).to_have_count(0)
    assert "Mill" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_what_is_put_back_once_another_was_begun_stands_in_the_list(
    context: BrowserContext, server: Server
) -> None:
    page = opened(context, server.address)
    ask(page, "The Old Mill?")
    delete_by_keyboard(page)
    ask(page, "The market?")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-question")).to_have_text("You asked: The market?")
    expect(page.locator(".tc-side-toggle")).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(page) == ["The market?", "The Old Mill?"]
    # One is offered at a time, where it was deleted; the list may be closed meanwhile.
    page.get_by_role("button", name="Delete The Old Mill?").click()
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-side-open")).to_have_text(["The market?"])
    page.get_by_role("button", name="Delete The market?").click()
    page.locator(".tc-side-toggle").click()
    page.locator(".tc-side-toggle").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-question")).to_have_text("You asked: The market?")


def test_two_tabs_have_one_list_and_each_its_own_conversation(
    context: BrowserContext, server: Server
) -> None:
    page = two_conversations(context, server.address)
    other = opened(context, server.address)  # takes up the one that no tab shows
    expect(other.locator(".tc-question")).to_have_count(2)
    expect(page.locator("#tc-side li").nth(1)).to_contain_text("Open in another tab")
    expect(page.get_by_role("button", name="Delete The Old Mill?")).to_have_count(0)
    other.get_by_role("button", name="Rename The Old Mill?").click()
    other.get_by_label("New name").fill("Mill")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tc-side-title")).to_have_text("Mill")

    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("button", name="Delete all of them").click()
    expect(page.locator(".tc-side-said")).to_contain_text("1 conversation is deleted.")
    expect(other.locator(".tc-side-open")).to_have_text(["Mill"])
    page.get_by_role("button", name="Undo").click()
    expect(other.locator("#tc-side li")).to_have_count(2)
    ask(other, "The Old Mill again?")
    assert page.locator(".tc-question").all_text_contents() == ["You asked: The market?"]
    for tab, questions in ((page, 1), (other, 3)):
        tab.reload()
        expect(tab.locator(".tc-question")).to_have_count(questions)


def test_on_a_phone_the_list_is_closed_and_goes_when_a_conversation_is_chosen(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = two_conversations(context, server.address)
    page.get_by_role("button", name="The Old Mill?", exact=True).click()
    expect(page.locator(".tc-side-toggle")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".tc-question")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".tc-side-toggle").click()
    page.keyboard.press("Escape")
    expect(page.locator(".tc-side-toggle")).to_be_focused()
    expect(page.locator(".tc-side-panel")).to_be_hidden()
    page.reload()
    expect(page.locator(".tc-question")).to_have_count(2)
    expect(page.locator(".tc-side-panel")).to_be_hidden()
    context.close()

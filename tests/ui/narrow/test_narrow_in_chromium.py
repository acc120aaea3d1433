"""Narrowing, links and ways on, as a person uses them: the real service over the sample papers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import Samples
from tests.ui.conftest import serve

MERTON = "What did Cabinet decide on Merton House?"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def service(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("narrow")
    shutil.copytree(samples.folder, folder / "library")
    yield from serve("serve_samples.py", folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service: str) -> Page:
    return opened(context, service)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#tc-narrow summary")).to_be_visible()
    return page


def answers(page: Page) -> Locator:
    return page.locator(".tc-exchange .tc-answer > p:first-child > .tc-badge")


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the exchange once it is answered."""
    before = answers(page).count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(answers(page)).to_have_count(before + 1)
    return page.locator(".tc-exchange").last


def choose(page: Page, **chosen: str) -> None:
    page.locator("#tc-narrow summary").click()
    for label, value in chosen.items():
        control = page.get_by_label(label.replace("_", " "), exact=True)
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".tc-choices")).to_be_hidden()


def test_a_question_is_asked_of_what_was_chosen_until_that_is_cleared(page: Page) -> None:
    line = page.locator(".tc-asking")
    expect(line).to_have_text("Asking: all meetings · all papers · to today")
    choose(page, Meetings_of="Cabinet", Kind_of_paper="minutes", Meetings_from="2024-09-01")
    chosen = "meetings of Cabinet · minutes · from 1 September 2024"
    expect(line).to_have_text(f"Asking: {chosen}")
    first = ask(page, MERTON)
    expect(first).to_contain_text("Asked only: Cabinet; minutes; meetings from 1 September 2024 (")
    expect(first.locator(".tc-where").first).not_to_contain_text("18 January 2024")
    page.get_by_role("button", name="Ask all papers again").click()
    expect(line).to_have_text("Asking: all meetings · all papers · to today")
    expect(page.get_by_role("button", name="Ask all papers again")).to_be_hidden()
    expect(page.locator("#tc-narrow summary")).to_be_focused()
    expect(ask(page, MERTON)).not_to_contain_text("Asked only")


def test_a_conversation_keeps_what_each_question_was_asked_of(page: Page) -> None:
    choose(page, As_it_stood_on="2024-03-01")
    expect(ask(page, MERTON)).to_contain_text("As at 1 March 2024")
    page.reload()
    expect(answers(page)).to_have_count(1)
    expect(page.locator(".tc-exchange")).to_contain_text("As at 1 March 2024")
    expect(page.locator(".tc-asking")).to_have_text(
        "Asking: all meetings · all papers · as at 1 March 2024"
    )
    expect(page.locator(".tc-exchange")).not_to_contain_text("is not the one")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".tc-asking")).to_contain_text("to today")


def test_the_panel_is_used_by_keyboard_alone_and_closed_with_escape(page: Page) -> None:
    summary = page.locator("#tc-narrow summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Meetings of")).to_be_focused()
    page.keyboard.press("C")
    expect(page.locator(".tc-asking")).to_contain_text("meetings of C")
    page.keyboard.press("Escape")
    expect(page.locator(".tc-choices")).to_be_hidden()
    expect(summary).to_be_focused()


def test_on_a_phone_the_panel_fits_and_its_controls_are_large_enough(
    browser: Browser, service: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = opened(context, service)
    page.locator("#tc-narrow summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    controls = page.locator("#tc-narrow :is(select, input, summary, button):visible")
    assert controls.count() >= 7
    for box in (control.bounding_box() for control in controls.all()):
        assert box and box["height"] >= 24 and box["width"] >= 24
    context.close()


def link_of(exchange: Locator) -> str:
    exchange.get_by_role("button", name="Link to this answer").click()
    field = exchange.get_by_label("Link to this answer", exact=True)
    expect(field).to_be_visible()
    return field.input_value()


def test_a_link_asks_again_in_a_new_conversation_with_the_same_papers(
    page: Page, context: BrowserContext, service: str
) -> None:
    choose(page, Meetings_of="Cabinet", Meetings_to="2024-03-31")
    link = link_of(ask(page, MERTON))
    sent = parse_qs(urlsplit(link).query)
    assert sent["q"] == [MERTON] and sent["body"] == ["Cabinet"] and sent["to"] == ["2024-03-31"]
    assert re.fullmatch("[0-9a-f]{16}", sent["was"][0])
    other = opened(context, link)
    expect(answers(other)).to_have_count(1)
    exchange = other.locator(".tc-exchange")
    expect(exchange).to_contain_text("Asked only: Cabinet; meetings to 31 March 2024")
    expect(exchange).not_to_contain_text("is not the one")
    assert other.url == f"{service}/"
    other.reload()
    expect(answers(other)).to_have_count(1)
    changed = opened(context, link.replace(sent["was"][0], "0123456789abcdef"))
    expect(changed.locator(".tc-exchange")).to_contain_text(
        "This answer is not the one that the link was made for"
    )


def test_a_link_to_a_follow_up_takes_the_questions_before_it_along(
    page: Page, context: BrowserContext
) -> None:
    ask(page, MERTON)
    exchange = ask(page, "Who moved it?")
    expect(exchange).to_contain_text("Understood as: Who moved it, about")
    link = link_of(exchange)
    assert parse_qs(urlsplit(link).query)["after"] == [MERTON]
    other = opened(context, link)
    expect(answers(other)).to_have_count(2)
    last = other.locator(".tc-exchange").last
    expect(last).to_contain_text("Understood as: Who moved it, about")
    expect(last).not_to_contain_text("is not the one")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("q=" + "x" * 2001, "its question is too long"),
        ("q=" + "x" * 13000, "it is too long"),
        ("q=%20", "it holds no question"),
        ("q=a%00b", "characters that nobody types"),
        ("q=Merton&from=2024-02-30", "“from” is no day"),
        ("q=Merton&as_at=yesterday", "“as_at” is no day"),
        ("q=Merton&body=" + "x" * 201, "“body” is too long"),
        ("q=Merton&was=<b>", "its last part (“was”) is not complete"),
        ("&".join(["q=Merton", *["after=Merton"] * 9]), "it holds too many questions"),
    ],
)
def test_a_link_that_cannot_be_right_asks_nothing_and_says_why(
    search: str, said: str, context: BrowserContext, service: str
) -> None:
    page = opened(context, f"{service}/?{search}")
    expect(page.locator("#tc-problem")).to_contain_text(said)
    assert page.url == f"{service}/"
    expect(page.locator(".tc-exchange")).to_have_count(0)


def test_a_hostile_link_does_no_harm(context: BrowserContext, service: str) -> None:
    text = "<img src=x onerror=document.title='taken'>"
    page = opened(context, f"{service}/?q={quote(text)}&body={quote(text)}&kind=secrets")
    expect(page.locator(".tc-exchange .tc-problem")).to_contain_text("no such kind of paper")
    expect(page.locator(".tc-question")).to_contain_text(text)
    assert page.title() == "Townclerk" and page.locator("#tc-talk img").count() == 0
    page = opened(context, f"{service}/?q=Merton&body={quote(text)}")
    problem = page.locator(".tc-exchange .tc-problem")
    expect(problem).to_contain_text(f"a body called “{text}”. The bodies held: Cabinet")
    assert page.locator("#tc-talk img").count() == 0 and page.title() == "Townclerk"


def test_a_question_that_was_taken_for_a_follow_up_is_asked_alone(page: Page) -> None:
    ask(page, MERTON)
    exchange = ask(page, "How many otters were counted in the river?")
    expect(exchange).to_contain_text("Understood as")
    exchange.get_by_role("button", name="Ask as a new question").click()
    expect(answers(page)).to_have_count(3)
    alone = page.locator(".tc-exchange").last
    expect(alone.locator(".tc-question")).to_be_focused()
    expect(alone).not_to_contain_text("Understood as")
    page.reload()
    expect(answers(page)).to_have_count(3)
    expect(page.locator(".tc-exchange").last).not_to_contain_text("Understood as")


def test_what_is_nearest_opens_its_page(page: Page) -> None:
    exchange = ask(page, "How many otters were counted in the river?")
    expect(answers(page)).to_have_text("Nothing found")
    expect(exchange.locator("details")).to_have_count(0)
    nearest = exchange.locator(".tc-nearest button")
    assert nearest.count() >= 1
    nearest.first.click()
    expect(page.locator("#tc-page-title")).to_be_visible()
    expect(page.locator(".tc-page :is(img, mark)").first).to_be_visible()


def test_a_question_that_is_offered_next_is_answered(page: Page) -> None:
    exchange = ask(page, "What was decided on the Revenue Budget and Council Tax 2024/25?")
    offered = exchange.locator(".tc-next button")
    expect(offered.first).to_be_visible()
    assert offered.count() <= 3
    offered.first.click()
    expect(answers(page)).to_have_count(2)
    expect(answers(page).last).not_to_have_text(re.compile("Nothing found|do not say|Not in the"))


@pytest.mark.parametrize("text", ["help", "Qui a voté contre le budget ?", "you are useless"])
def test_what_asks_nothing_of_the_papers_gets_a_plain_reply(page: Page, text: str) -> None:
    exchange = ask(page, text)
    expect(answers(page)).to_have_text("Not searched")
    expect(exchange).to_contain_text("For example: “What was decided at ")
    expect(exchange.locator(".tc-link")).to_have_count(0)


def test_the_welcome_has_examples_of_six_kinds(page: Page) -> None:
    expect(page.locator(".tc-welcome .tc-example").first).to_be_visible()
    page.reload()  # all are made by now, or the first reader waited for them
    expect(page.locator(".tc-welcome .tc-example")).to_have_count(6)

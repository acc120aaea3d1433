"""The page beside the answer as a person uses it, over the sample papers, in real Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.conftest import Samples
from tests.ui.conftest import PROJECT, serve

WIDE: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}
GOLD = [
    json.loads(line) for line in (PROJECT / "samples/gold.jsonl").read_text("utf-8").splitlines()
]
MERTON = "What did Cabinet decide on Merton House?"
"""Its first citation is page 2 of a PDF of four pages."""
IN_SIGHT = """() => {
  const box = (one) => one.getBoundingClientRect();
  const sheet = box(document.querySelector(".tc-sheet"));
  const marks = [...document.querySelectorAll(".tc-sheet .tc-at, .tc-sheet mark")]
    .filter((mark) => mark.offsetParent);
  const top = Math.min(...marks.map((mark) => box(mark).top)) - sheet.top;
  const foot = Math.max(...marks.map((mark) => box(mark).bottom)) - sheet.top;
  const whole = top >= -1 && foot <= sheet.height + 1;
  const begun = foot - top > sheet.height - 32 && top >= -1 && top < 40;
  const shown = (one) => box(one).height > 0 && box(one).top >= 0 && box(one).bottom <= innerHeight;
  return marks.length > 0 && (whole || begun)
    && [document.querySelector("#tc-page-title"), document.querySelector(".tc-back")].every(shown);
}"""


@pytest.fixture(scope="module")
def service(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(samples.folder, folder / "library")
    yield from serve("serve_samples.py", folder)


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    page = browser.new_page(viewport=WIDE, device_scale_factor=2)
    page.goto(service)
    expect(page.locator(".tc-welcome")).to_be_visible()
    yield page
    page.close()


@pytest.fixture
def phone(browser: Browser, service: str) -> Iterator[Page]:
    page = browser.new_page(viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True)
    page.goto(service)
    expect(page.locator(".tc-welcome")).to_be_visible()
    yield page
    page.close()


def ask(page: Page, question: str) -> Locator:
    """Ask, and return what shows the answer."""
    before = page.locator(".tc-searched").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".tc-searched")).to_have_count(before + 1)
    return page.locator(".tc-exchange").nth(before)


def opened(page: Page, question: str = MERTON) -> Locator:
    """Ask, open the first citation, and return its button."""
    button = ask(page, question).locator(".tc-cite").first
    button.click()
    expect(title(page)).to_be_focused()
    return button


def title(page: Page) -> Locator:
    return page.locator("#tc-page-title")


def button(page: Page, name: str) -> Locator:
    return page.locator("#tc-panel").get_by_role("button", name=name, exact=True)


def drawn(page: Page, width: int) -> None:
    """Wait until the picture shown is so many pixels wide."""
    page.wait_for_function(
        f"document.querySelector('.tc-picture img')?.naturalWidth === {width}", timeout=60_000
    )


def said(page: Page) -> Locator:
    return page.locator("#tc-panel [role=status]")


def test_pages_are_turned_and_gone_to_and_the_standing_stays_with_the_quote(page: Page) -> None:
    opened(page)
    badge = page.locator("#tc-panel .tc-badge")
    expect(badge).to_have_text("Decided")
    button(page, "Next page").click()
    told = page.locator(".tc-elsewhere")
    expect(told).to_have_text("Page 3 of 4; the quote is on page 2.")
    expect(badge).to_have_count(0)
    expect(button(page, "Next page")).to_be_focused()
    expect(said(page)).to_have_text("Page 3 of 4; the quote is on page 2.")
    field = page.get_by_label("Page", exact=True)
    field.fill("9")
    field.press("Enter")
    expect(page.get_by_text("Type a page from 1 to 4.").first).to_be_visible()
    field.fill("4")
    field.press("Enter")
    expect(told).to_have_text("Page 4 of 4; the quote is on page 2.")
    expect(field).to_be_focused()
    expect(button(page, "Next page")).to_be_disabled()
    button(page, "Back to the quote").click()
    expect(badge).to_have_text("Decided")
    expect(page.locator(".tc-at")).to_be_in_viewport(ratio=0.99)


def test_the_picture_is_drawn_sharper_when_it_is_zoomed_by_button_or_key(page: Page) -> None:
    opened(page)
    drawn(page, 1000)
    width = "document.querySelector('.tc-picture').clientWidth"
    before = page.evaluate(width)
    button(page, "Zoom in").click()
    page.keyboard.press("+")
    expect(page.locator(".tc-percent")).to_have_text("150 %")
    assert page.evaluate(width) == pytest.approx(1.5 * before, abs=2)
    drawn(page, 2000)
    expect(said(page)).to_have_text("Zoom 150 per cent")
    page.keyboard.press("-")
    expect(page.locator(".tc-percent")).to_have_text("125 %")
    button(page, "Fit width").click()
    assert page.evaluate(width) == before
    # The keys are the paper's only while it has the focus.
    page.get_by_label("Your question").press("+")
    expect(page.get_by_label("Your question")).to_have_value("+")
    expect(page.locator(".tc-percent")).to_have_text("100 %")


def test_words_are_found_and_each_match_opens_marked(page: Page) -> None:
    opened(page)
    button(page, "Find").first.click()
    field = page.get_by_label("Find in this paper")
    expect(field).to_be_focused()
    field.fill("car park")
    field.press("Enter")
    matches = page.locator(".tc-matches button")
    expect(matches.first).to_be_visible()
    expect(page.locator(".tc-found-count")).to_contain_text(f"{matches.count()} matches for")
    assert matches.count() > 2
    last = matches.last
    number = last.locator("strong").inner_text().removeprefix("Page ").rstrip(": ")
    last.click()
    expect(page.get_by_label("Page", exact=True)).to_have_value(number)
    expect(page.locator(".tc-at")).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".tc-at-match")).to_have_text(f"{matches.count()} of {matches.count()}")
    button(page, "Next match").click()
    expect(page.locator(".tc-at-match")).to_have_text(f"1 of {matches.count()}")
    expect(page.locator(".tc-at")).to_be_in_viewport(ratio=0.99)
    field.fill("zebra crossing of the moon")
    field.press("Enter")
    expect(page.locator(".tc-found-count")).to_contain_text("is not in the text held")
    button(page, "Close find").click()
    expect(field).to_be_hidden()
    expect(page.locator(".tc-picture")).to_be_visible()


def test_a_page_is_read_as_text_with_the_same_mark(page: Page) -> None:
    opened(page)
    button(page, "Read as text").click()
    expect(said(page)).to_have_text("Shown as text.")
    expect(button(page, "Read as text")).to_have_attribute("aria-pressed", "true")
    text = page.locator(".tc-text")
    expect(text.locator("mark").first).to_be_in_viewport()
    expect(page.locator(".tc-picture")).to_be_hidden()
    marked = " ".join(text.locator("mark").all_inner_texts())
    assert "option to end the lease of Merton House" in marked
    button(page, "Next page").click()
    expect(page.locator(".tc-elsewhere")).to_be_visible()
    expect(text).to_contain_text("REVIEW OF CAR PARK CHARGES")
    assert text.locator("mark").count() == 0
    button(page, "Read as text").click()
    expect(page.locator(".tc-picture")).to_be_visible()
    drawn(page, 1000)


def test_escape_and_back_lead_to_the_citation_that_opened_the_page(page: Page) -> None:
    citation = opened(page)
    page.keyboard.press("Escape")
    expect(citation).to_be_focused()
    citation.press("Enter")  # the same page once more
    expect(title(page)).to_be_focused()
    ask(page, "What was decided about car park charges?")
    title(page).focus()
    button(page, "Back to the answer").click()
    expect(citation).to_be_focused()
    expect(citation).to_be_in_viewport()
    button(page, "Close the page").click()
    expect(citation).to_be_focused()
    expect(title(page)).to_be_hidden()
    expect(page.get_by_text("The page is closed.").first).to_be_visible()


def test_on_a_phone_the_page_covers_all_and_a_tap_zooms(phone: Page) -> None:
    citation = opened(phone)
    drawn(phone, 1000)
    assert phone.evaluate("document.querySelector('#tc-left').inert")
    assert phone.evaluate(IN_SIGHT)
    expect(phone.get_by_role("dialog")).to_contain_text("Minutes of Cabinet")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator(".tc-picture img").tap(position={"x": 150, "y": 150})
    expect(phone.locator(".tc-percent")).to_have_text("250 %")
    drawn(phone, 2000)
    phone.locator(".tc-sheet").tap()
    expect(phone.locator(".tc-percent")).to_have_text("100 %")
    ask_again = button(phone, "Back to the answer")
    expect(ask_again).to_be_in_viewport(ratio=1)
    ask_again.click()
    expect(citation).to_be_focused()
    expect(title(phone)).to_be_hidden()
    assert not phone.evaluate("document.querySelector('#tc-left').inert")
    ask(phone, "What was decided about car park charges?")
    citation.click()
    expect(title(phone)).to_be_focused()
    phone.keyboard.press("Escape")
    expect(citation).to_be_focused()


def test_a_picture_that_cannot_be_drawn_gives_its_text(page: Page) -> None:
    page.route("**/*.png?*", lambda route: route.fulfill(status=503, body="{}"))
    opened(page)
    expect(page.locator(".tc-not-drawn")).to_contain_text("cannot be shown as a picture")
    expect(page.locator(".tc-text mark").first).to_be_in_viewport()


def test_a_search_that_reaches_no_server_says_so(page: Page) -> None:
    opened(page)
    page.route("**/find?*", lambda route: route.abort())
    button(page, "Find").first.click()
    page.get_by_label("Find in this paper").fill("lease")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-unreached")).to_have_text(
        "Townclerk cannot be reached. Try again in a little."
    )


def test_a_paper_is_downloaded_under_its_own_name(page: Page) -> None:
    opened(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Download").click()
    assert got.value.suggested_filename == "cabinet-2024-01-18-minutes.pdf"


def test_of_every_citation_the_mark_the_title_and_the_way_back_are_in_sight(page: Page) -> None:
    seen, missed = 0, []
    for gold in GOLD[:4]:
        answer = ask(page, gold["question"])
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for cited in answer.locator(".tc-where .tc-cite").all():
            shown = page.locator(".tc-paper").get_attribute("data-opened") if seen else ""
            cited.click()
            expect(page.locator(f".tc-paper:not([data-opened='{shown}'])")).to_be_visible()
            expect(title(page)).to_be_focused()
            seen += 1
            if not page.evaluate(IN_SIGHT):
                missed.append((gold["id"], cited.inner_text()))
    assert seen >= 6
    assert missed == []

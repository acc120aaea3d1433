"""The pages beside the chat as a person uses them: the sample papers, real Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Samples
from tests.ui.conftest import serve

NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def service(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(samples.folder, folder / "library")
    yield from serve("serve_samples.py", folder)


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(service)
    expect(page.locator(".tc-welcome")).to_be_visible()
    yield page
    page.close()


def test_any_minute_is_two_clicks_from_asking(page: Page) -> None:
    page.get_by_role("link", name="Meetings", exact=True).click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(7)
    row = rows.filter(has_text="18 January 2024")
    row.get_by_role("link").click()
    item = page.locator("#item-57")
    expect(item.get_by_role("heading")).to_contain_text("LEASE OF MERTON HOUSE")
    expect(item.locator(".badge").first).to_have_text("Decided, later changed")
    expect(item).to_contain_text("(3) £140,000 be released from the Transformation Reserve")
    address = item.get_by_role("link", name="page 2").first.evaluate("link => link.href")
    assert re.search(r"/papers/[0-9a-f]{16}#page=2$", address)
    assert page.request.get(address).headers["content-type"] == "application/pdf"
    item.get_by_role("link", name="minute 27").click()
    expect(page.locator("#item-27:target")).to_contain_text("Minute 57 (2)")


def test_the_welcome_leads_to_the_latest_meetings_and_the_head_to_the_papers(page: Page) -> None:
    latest = page.locator(".tc-latest a")
    expect(latest).to_have_count(3)
    latest.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("20 March 2025")
    page.go_back()
    page.get_by_role("link", name="14 papers").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Papers held")


def test_an_answer_leads_to_its_meeting_and_to_all_on_its_matter(page: Page) -> None:
    page.get_by_label("Your question").fill("What did Cabinet decide on Merton House?")
    page.get_by_role("button", name="Ask", exact=True).click()
    everything = page.get_by_role("link", name="Everything on this, in order")
    expect(everything).to_be_visible()
    everything.click()
    stages = page.locator(".stage")
    expect(stages.filter(has_text="7 December 2023: Proposal").first).to_be_visible()
    expect(stages.filter(has_text="12 September 2024: Variation")).to_be_visible()
    expect(stages.filter(has_text="4 February 2025: Progress")).to_be_visible()
    expect(page.locator("ins").filter(has_text="£135,000")).to_be_visible()


def test_a_form_narrows_with_the_keyboard_alone_and_without_scripts(
    browser: Browser, service: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{service}/papers")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("budget")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 paper found")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    context.close()


def test_votes_are_folded_with_who_voted_how_and_nothing_runs_off_a_narrow_screen(
    browser: Browser, service: str
) -> None:
    page = browser.new_page(viewport=NARROW)
    for address in ("papers", "meetings", "help", "matters?q=Merton+House"):
        page.goto(f"{service}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.goto(f"{service}/meetings?from=2024-02-29&to=2024-02-29")
    page.locator("tbody tr a").click()
    votes = page.locator("#item-82-23 summary").last
    expect(page.get_by_text("Kettlewell").last).to_be_hidden()
    votes.click()
    expect(page.get_by_text("Kettlewell").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.close()

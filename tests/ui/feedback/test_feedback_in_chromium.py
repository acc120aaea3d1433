"""Right? Yes or No, as a reader presses it and as the administrator reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from qa.feedback.records import Reason, Verdict
from qa.feedback.store import declined_of, remarks_of
from tests.ui.conftest import serve
from ui.feedback.receiving import NOT_KEPT, THANKS

WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[str]:
    yield from serve("serve_feedback.py", folder)


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    page = browser.new_page(viewport=WIDE)
    page.goto(service)
    expect(page.locator(".tc-welcome")).to_be_visible()
    yield page
    page.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".tc-answer").last.locator(".tc-verdict").first).to_be_visible()


def test_a_press_is_kept_with_its_reason_and_the_administrator_reads_it(
    page: Page, service: str, folder: Path
) -> None:
    ask(page, "=The Old Mill?")
    note = page.locator(".tc-right-note")
    expect(note).to_have_text("If you press, your question is kept for the council (privacy).")
    assert not remarks_of(folder).path.exists()
    page.get_by_role("button", name="No – something is wrong").click()
    expect(page.get_by_label("Wrong page")).to_be_focused()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".tc-wrong-problem")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".tc-wrong")).to_have_count(0)
    no = page.get_by_role("button", name="No – something is wrong")
    expect(no).to_be_focused()
    assert not remarks_of(folder).path.exists()
    no.press("Enter")
    page.get_by_label("Wrong page").check()
    page.get_by_label("In other words").fill("it is on <b>page 1</b>")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".tc-right-said")).to_have_text(THANKS)
    expect(page.get_by_role("status").first).to_have_text(THANKS)
    ask(page, "The market?")
    page.get_by_role("button", name="Yes – the answer is right").click()
    expect(page.locator(".tc-right-said")).to_have_text([THANKS, THANKS])

    wrong, right = remarks_of(folder).read().records
    assert (wrong.question, wrong.verdict, wrong.reason) == (
        "=The Old Mill?",
        Verdict.NO,
        Reason.WRONG_PAGE,
    )
    assert (wrong.words, wrong.standing) == ("it is on <b>page 1</b>", "decided")
    assert [cited.page for cited in wrong.citations] == [2]
    assert (right.question, right.verdict, right.standing) == (
        "The market?",
        Verdict.YES,
        "recommended",
    )

    page.goto(f"{service}/feedback")
    expect(page.locator("main")).to_contain_text("2 presses: 1 yes, 1 no: wrong page 1.")
    expect(page.locator("td").filter(has_text="<b>page 1</b>")).to_be_visible()
    expect(page.locator("table")).to_contain_text("cabinet-2024-03-14-minutes.pdf, page 2")
    page.get_by_label("Right?").select_option("yes")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tr")).to_have_count(2)
    expect(page.locator("table")).to_contain_text("The market?")
    address = page.get_by_role("link", name="Save as CSV").get_attribute("href") or ""
    assert address.endswith("verdict=yes")
    text = httpx.get(f"{service}/feedback/remarks.csv").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["question"] for row in rows] == ["The market?", "'=The Old Mill?"]


def test_a_declined_question_is_listed_once_though_a_reload_asks_it_again(
    page: Page, service: str, folder: Path
) -> None:
    ask(page, "Who will win the cup?")
    page.reload()
    expect(page.locator(".tc-answer .tc-badge")).to_have_text("Nothing found")
    assert [one.question for one in declined_of(folder).read().records] == ["Who will win the cup?"]
    page.goto(f"{service}/feedback/declined")
    expect(page.locator("table")).to_contain_text("Who will win the cup?")
    expect(page.locator("table")).to_contain_text("Nothing found")
    page.goto(f"{service}/privacy")
    expect(page.locator("main")).to_contain_text("It is deleted after 90 days.")
    expect(page.locator("main")).to_contain_text("townclerk feedback --delete-before")


def test_where_it_cannot_be_kept_the_reader_is_told_and_goes_on(page: Page, folder: Path) -> None:
    ask(page, "The Old Mill?")
    file = remarks_of(folder).path
    aside = file.with_suffix(".aside")
    if file.exists():
        file.rename(aside)
    file.mkdir()  # no file can be written there
    try:
        page.get_by_role("button", name="Yes – the answer is right").click()
        expect(page.locator(".tc-right-said")).to_have_text(NOT_KEPT)
        ask(page, "The market?")
    finally:
        file.rmdir()
        if aside.exists():
            aside.rename(file)
    page.get_by_role("button", name="Yes – the answer is right").first.click()
    expect(page.locator(".tc-right-said").first).to_have_text(THANKS)


def test_where_it_is_switched_off_nobody_is_asked(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(served)
    page.get_by_label("Your question").fill("The Old Mill?")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-answer .tc-badge").first).to_be_visible()
    assert page.locator(".tc-right, #tc-report").count() == 0
    page.goto(f"{served}/privacy")
    expect(page.locator("main")).to_contain_text("Nothing of your questions or answers.")
    page.goto(f"{served}/feedback")
    expect(page.locator("main")).to_contain_text("Readers are not asked now.")
    page.close()

"""What one does with an answer: copy, save, print, in real Chromium over the sample papers."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.conftest import Samples
from tests.ui.conftest import serve

DECISION = "What did Cabinet decide on Merton House?"
TABLE = "Band E council tax for 24/25 (council's own bit)"
LISTING = "What decisions were made at Cabinet on 18 January 2024?"
RESOLVED = "notice be served on the landlord not later than 28 March 2024"
PLACE = "Minutes of Cabinet, 18 January 2024, Brackwater Borough Council, minute 57, page 2"
WITHOUT_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
WITHOUT_COPYING = f"{WITHOUT_CLIPBOARD} document.execCommand = () => false;"


@pytest.fixture(scope="module")
def service(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(samples.folder, folder / "library")
    yield from serve("serve_samples.py", folder)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, service: str) -> Page:
    return opened(context, service)


def opened(context: BrowserContext, address: str, script: str = "") -> Page:
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(address)
    expect(page.locator(".tc-welcome")).to_be_visible()
    return page


def ask(page: Page, *questions: str) -> None:
    for question in questions:
        before = page.locator(".tc-standing").count()
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".tc-standing")).to_have_count(before + 1)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def clipboard(page: Page, kind: str) -> str:
    text: str = page.evaluate(
        """async (kind) => {
            const [item] = await navigator.clipboard.read();
            return (await item.getType(kind)).text();
        }""",
        kind,
    )
    return text


# The card


def test_a_decision_is_told_in_a_line_and_what_changed_it_is_folded(page: Page) -> None:
    ask(page, DECISION)
    expect(page.locator(".tc-standing .tc-badge")).to_have_text("Decided, later changed")
    changed = "Later changed: Cabinet, 12 September 2024, minute 27 (of limbs (2) and (3))"
    expect(page.locator(".tc-later")).to_have_text(changed)
    expect(page.locator(".tc-line")).to_contain_text("end the lease of Merton House")
    # All limbs, in the paper's order, though the line tells one of them.
    text = page.locator(".tc-group").first.inner_text()
    found = [text.find(words) for words in (RESOLVED, "£140,000", "£398,000", "£135,000")]
    assert found == sorted(found) and found[0] > 0
    fold = page.locator(".tc-group details").first
    expect(fold.locator("summary")).to_have_text("The resolution, word for word")
    expect(fold.locator("blockquote").first).to_be_hidden()
    fold.locator("summary").press("Enter")
    expect(fold.locator("blockquote").first).to_be_visible()
    expect(fold).to_contain_text("in place of 31 March 2025")
    expect(page.locator(".tc-where").first).to_contain_text("minute 57, pages 2 and 3")


def test_rows_are_a_table_with_headings(page: Page) -> None:
    ask(page, TABLE)
    table = page.get_by_role("table").first
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Band", "Proportion of Band D", "2023/24 £", "2024/25 £"]
    )
    expect(table.get_by_role("rowheader")).to_have_text("E")
    expect(table.get_by_role("cell")).to_have_text(["11/9", "2,028.34", "2,129.55"])
    expect(table.locator("caption")).to_contain_text("Council tax 2024/25 for each valuation band")


def test_a_list_has_a_line_for_each_item_that_opens_its_decisions(page: Page) -> None:
    ask(page, LISTING)
    items = page.locator(".tc-listed > li")
    expect(items).to_have_count(5)
    expect(items.nth(2)).to_contain_text("LEASE OF MERTON HOUSE")
    items.nth(2).locator("summary").click()
    expect(items.nth(2).locator("blockquote")).to_have_count(5)
    items.nth(2).locator(".tc-where .tc-cite").last.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Minutes of Cabinet")


# Copying


def test_an_answer_is_copied_with_its_sources_as_text_and_as_html(page: Page, service: str) -> None:
    ask(page, DECISION)
    press(page, "Copy with sources")
    expect(page.locator(".tc-told")).to_have_text("Copied, with its sources.")
    expect(page.get_by_role("status").first).to_have_text("Copied, with its sources.")
    text = clipboard(page, "text/plain")
    line, first, *_ = text.split("\n\n")
    assert line.startswith("Decided: the Council's option to end the lease")
    assert re.fullmatch(
        rf"“Decision Made: That\n\(1\).*{RESOLVED};.*” \({re.escape(PLACE)}\)\. Decided\. "
        rf"{re.escape(service)}/papers/[0-9a-f]{{16}}#page=2",
        first,
        re.DOTALL,
    )
    html = clipboard(page, "text/html")
    assert "<blockquote" in html and RESOLVED in html and "#page=2</a>" in html
    assert "<button" not in html


def test_a_table_is_copied_as_a_table(page: Page) -> None:
    ask(page, TABLE)
    press(page, "Copy with sources")
    expect(page.locator(".tc-told")).to_contain_text("Copied")
    assert "E\t11/9\t2,028.34\t2,129.55" in clipboard(page, "text/plain")
    assert "<table>" in clipboard(page, "text/html")


def test_where_there_is_no_clipboard_the_copy_command_is_used(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service, WITHOUT_CLIPBOARD)
    ask(page, DECISION)
    press(page, "Copy with sources")
    expect(page.locator(".tc-told")).to_have_text("Copied, with its sources.")
    box = page.get_by_label("Your question")
    box.focus()
    page.keyboard.press("Control+V")
    expect(box).to_have_value(re.compile(re.escape(PLACE)))


def test_where_copying_is_refused_the_text_is_given_to_copy_by_hand(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service, WITHOUT_COPYING)
    ask(page, DECISION)
    press(page, "Copy with sources")
    area = page.get_by_label("Text to copy")
    expect(area).to_be_focused()
    expect(area).to_have_value(re.compile(re.escape(PLACE)))
    expect(page.locator(".tc-told")).to_contain_text("does not let Townclerk copy")
    selected = page.evaluate("document.activeElement.selectionEnd")
    assert selected == len(area.input_value())


def test_what_is_selected_by_hand_has_no_bare_digits_and_no_glued_words(page: Page) -> None:
    ask(page, DECISION)
    page.locator(".tc-group summary").first.click()
    page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector(".tc-exchange"));
            document.execCommand("copy");
        }"""
    )
    text = clipboard(page, "text/plain")
    assert text.lstrip().startswith(DECISION)
    assert "You asked" not in text and "Copy with sources" not in text
    assert RESOLVED in " ".join(text.split())
    assert not re.search(r"^\s*\d+(\s+\d+)*\s*$", text, re.MULTILINE)


# Saving


def test_an_answer_is_saved_as_word_with_its_follow_up_understood(
    page: Page, tmp_path: Path
) -> None:
    ask(page, DECISION, "and who moved it?")
    with page.expect_download() as held:
        press(page, "Save as Word")
    assert re.fullmatch(r"Townclerk answer \d{4}-\d\d-\d\d\.docx", held.value.suggested_filename)
    path = tmp_path / "answer.docx"
    held.value.save_as(path)
    text = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert "and who moved it?" in text and DECISION not in text
    assert any(line.startswith("Understood as: ") and "MERTON HOUSE" in line for line in text)
    expect(page.locator(".tc-told")).to_contain_text("Saved: Townclerk answer")


def test_a_conversation_is_saved_as_a_pdf(page: Page, tmp_path: Path) -> None:
    ask(page, DECISION, TABLE)
    with page.expect_download() as held:
        press(page, "Save all as PDF")
    path = tmp_path / "conversation.pdf"
    held.value.save_as(path)
    text = pdf_text(path.read_bytes())
    assert DECISION in text and "Band E council tax" in text and "2,129.55" in text


@pytest.mark.parametrize(
    ("fail", "told"),
    [
        (lambda route: route.abort(), "Townclerk cannot be reached."),
        (
            lambda route: route.fulfill(
                status=429,
                content_type="application/problem+json",
                body='{"detail": "You ask too many questions in a minute."}',
            ),
            "You ask too many questions in a minute.",
        ),
    ],
    ids=["lost", "refused"],
)
def test_a_file_that_cannot_be_made_is_told(page: Page, fail: object, told: str) -> None:
    ask(page, DECISION)

    def answer(route: Route) -> None:
        fail(route)  # type: ignore[operator]

    page.route("**/api/answers/document", answer)
    press(page, "Save as PDF")
    expect(page.locator(".tc-told")).to_have_text(f"The file could not be made. {told}")
    expect(page.locator("#tc-refused")).to_have_count(0)
    button = page.get_by_role("button", name="Save as PDF", exact=True)
    expect(button).to_be_enabled()
    expect(button).to_be_focused()


# Printing


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.replace("\ufffe", "-").split())


@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_print_holds_every_word_of_the_conversation_and_no_buttons(
    page: Page, landscape: bool
) -> None:
    ask(page, DECISION, TABLE, LISTING)
    data = page.pdf(format="A4", landscape=landscape)
    shown: str = page.evaluate(
        """() => {
            for (const fold of document.querySelectorAll("#tc-talk details")) fold.open = true;
            const told = document.querySelector("#tc-talk").cloneNode(true);
            const pressed = ".tc-tools, .tc-actions, .tc-kept, .tc-cite, .tc-next, .tc-right"
                + ", .tc-leads";
            const left = `.tc-hidden, [hidden], ${pressed}, h3:has(+ .tc-next)`;
            const apart = "p, td, th, summary, br, span, strong";
            for (const part of [...told.querySelectorAll(`${left}, #tc-start`)]) part.remove();
            for (const part of told.querySelectorAll(apart)) part.append(" ");
            return told.textContent;
        }"""
    )
    printed = words(pdf_text(data))
    missing = {word: n for word, n in words(shown).items() if printed[word] < n}
    assert missing == {}
    assert sum(words(shown).values()) > 700
    assert "Save" not in printed and "Ask" not in printed and "Choose" not in printed
    assert any("#page=2" in part for part in pdf_text(data).split())
    # What was folded on the screen is folded again.
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")

"""The chat as a reader sees it, in real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.fakes import DECIDED_QUOTE, RECOMMENDED_QUOTE

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


class Watched:
    """A page, and what the browser asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on(
            "response",
            lambda reply: self.complaints.append(reply.url) if reply.status >= 400 else None,
        )


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def chat(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Watched]:
    page = browser.new_page(viewport=request.param)
    watched = Watched(page)
    page.goto(served)
    expect(page.get_by_role("heading", name="Townclerk")).to_be_visible()
    expect(page.locator(".tc-welcome")).to_be_visible()
    yield watched
    page.close()


def ask(page: Page, question: str) -> None:
    answers = page.locator(".tc-answer > p:first-child > .tc-badge, .tc-answer .tc-problem")
    before = answers.count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(answers).to_have_count(before + 1)


def test_a_question_is_answered_and_a_click_on_its_citation_opens_the_page(chat: Watched) -> None:
    page = chat.page
    ask(page, "What was decided about the Old Mill?")
    expect(page.locator(".tc-answer .tc-badge").first).to_have_text("Decided")
    expect(page.locator(".tc-body blockquote")).to_contain_text(DECIDED_QUOTE)
    page.get_by_role("button", name="Source 1: open page 2").first.click()
    picture = page.get_by_role("img", name="Page 2 of Cabinet minutes, 14 March 2024")
    expect(picture).to_be_visible()
    expect(picture).to_be_in_viewport()
    page.wait_for_function("document.querySelector('.tc-page img').naturalWidth === 1000")
    assert _has_yellow(page)
    panel = page.locator("#tc-panel")
    expect(panel).to_contain_text("cabinet-2024-03-14-minutes.pdf")
    expect(panel).to_contain_text("minute 52")
    expect(panel.locator(".tc-badge")).to_have_text("Decided")
    link = panel.get_by_role("link", name="Open the paper")
    assert (link.get_attribute("href") or "").endswith("#page=2")
    assert chat.complaints == []


def _has_yellow(page: Page) -> bool:
    """Tell whether the picture shown has highlighter yellow in it."""
    found: bool = page.evaluate(
        """() => {
          const image = document.querySelector('.tc-page img');
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const dots = pen.getImageData(0, 0, canvas.width, canvas.height).data;
          for (let i = 0; i < dots.length; i += 4)
            if (dots[i] === 255 && dots[i + 1] === 232 && dots[i + 2] === 64) return true;
          return false;
        }"""
    )
    return found


def test_pages_can_be_turned_and_the_quote_is_yellow_only_where_it_stands(chat: Watched) -> None:
    page = chat.page
    ask(page, "The Old Mill?")
    page.locator(".tc-cite").first.click()
    expect(page.get_by_label("Page", exact=True)).to_have_value("2")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_role("button", name="Previous page").click()
    expect(page.get_by_role("img", name="Page 1 of")).to_be_visible()
    page.wait_for_function("document.querySelector('.tc-page img').naturalWidth === 1000")
    assert not _has_yellow(page)
    expect(page.get_by_role("button", name="Previous page")).to_be_disabled()


def test_a_quote_far_down_its_page_is_brought_into_view(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 500})
    page.goto(served)
    ask(page, "the footnote")
    page.locator(".tc-cite").first.click()
    expect(page.locator(".tc-page img")).to_be_visible()
    expect(page.locator(".tc-at")).to_be_in_viewport()
    at = page.locator(".tc-at").evaluate("e => parseFloat(e.style.top)")
    assert 60 < at < 90
    page.close()


def test_a_text_paper_opens_as_lines_with_the_quote_marked_and_no_markup_of_its_own(
    chat: Watched,
) -> None:
    page = chat.page
    ask(page, "The market?")
    expect(page.locator(".tc-answer .tc-badge").first).to_have_text("Recommended – not yet decided")
    page.locator(".tc-cite").first.click()
    lines = page.locator(".tc-lines")
    expect(lines).to_be_visible()
    assert " ".join(lines.locator("mark").all_inner_texts()) == RECOMMENDED_QUOTE
    expect(lines).to_contain_text("<b>Forty-two</b> traders")
    assert lines.locator("b, script").count() == 0
    assert page.title() == "Townclerk"
    href = page.get_by_role("link", name="Open the paper").get_attribute("href") or ""
    assert href.endswith("#L5")


def test_an_example_question_is_asked_by_a_click(chat: Watched) -> None:
    page = chat.page
    page.get_by_role("button", name="What was decided on Lease of the Old Mill?").click()
    expect(page.locator(".tc-question")).to_contain_text("Lease of the Old Mill")
    expect(page.locator(".tc-answer .tc-badge").first).to_have_text("Decided")


def test_what_the_papers_do_not_say_is_said_to_be_missing(chat: Watched) -> None:
    page = chat.page
    ask(page, "Who will win the cup?")
    expect(page.locator(".tc-answer .tc-badge")).to_have_text("Nothing found")
    expect(page.locator(".tc-body")).to_have_text("The papers held do not say.")
    ask(page, "The private part?")
    expect(page.locator(".tc-answer .tc-badge").last).to_have_text("Not published")
    assert page.locator(".tc-cite").count() == 0


def test_a_conversation_goes_on_and_old_citations_still_open(chat: Watched) -> None:
    page = chat.page
    ask(page, "The Old Mill?")
    ask(page, "The market?")
    ask(page, "compare")
    assert page.locator(".tc-question").count() == 3
    page.locator(".tc-exchange").nth(0).locator(".tc-cite").first.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Cabinet minutes")
    page.keyboard.press("Escape")  # on a phone, the page lies over the conversation
    page.locator(".tc-exchange").nth(2).locator(".tc-cite[data-number='2']").first.click()
    expect(page.locator("#tc-page-title")).to_contain_text("Market Square")


def test_markup_in_a_question_is_shown_and_not_run(chat: Watched) -> None:
    page = chat.page
    question = "<img src=x onerror=\"document.title='taken'\"> {{value}} ${1+1} **bold** [1]"
    ask(page, question)
    expect(page.locator(".tc-question")).to_contain_text(question)
    assert page.title() == "Townclerk"
    assert chat.complaints == []


def test_nothing_is_asked_of_any_other_host(chat: Watched, served: str) -> None:
    page = chat.page
    ask(page, "compare")
    for number in (1, 2):
        page.locator(f".tc-cite[data-number='{number}']").first.click()
        expect(page.locator("#tc-page-title")).to_be_focused()
        page.keyboard.press("Escape")
    page.wait_for_timeout(1000)
    elsewhere = [url for url in chat.requests if not url.startswith((served, "data:", "blob:"))]
    assert elsewhere == []
    assert len(chat.requests) > 10


def test_the_chat_can_be_used_with_the_keyboard_alone(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(served)
    expect(page.locator(".tc-welcome")).to_be_visible()
    page.get_by_label("Your question").focus()
    page.keyboard.type("The Old Mill?")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-searched")).to_contain_text("2 papers")
    assert page.get_by_role("status").first.inner_text() == "Answer: Decided. Sources: 1."
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('tc-cite')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#tc-page-title")).to_be_focused()
    page.close()


def test_a_narrow_screen_has_no_sideways_scrolling_and_a_way_back(
    browser: Browser, served: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(served)
    ask(page, "compare")
    page.locator(".tc-cite[data-number='2']").first.click()
    expect(page.locator(".tc-lines")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Back to the answer").click()
    expect(page.locator("#tc-talk [aria-current]")).to_be_focused()
    page.close()


def test_a_page_that_cannot_be_drawn_says_so_and_leaves_the_link(
    browser: Browser, served: str
) -> None:
    page = browser.new_page(viewport=WIDE)
    page.route("**/*.png?*", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(served)
    ask(page, "The Old Mill?")
    page.locator(".tc-cite").first.click()
    said = page.locator(".tc-not-drawn")
    expect(said).to_contain_text("This page cannot be shown as a picture.")
    expect(said).to_be_visible()
    expect(page.get_by_role("link", name="Open the paper")).to_be_visible()
    page.close()


def test_the_documentation_opens_with_no_way_out(browser: Browser, served: str) -> None:
    page = browser.new_page()
    watched = Watched(page)
    page.goto(f"{served}/docs")
    expect(page.get_by_role("heading", name="POST /api/ask", exact=True)).to_be_visible()
    page.get_by_text("200, application/json").first.click()
    expect(page.get_by_text('"status": "answered"').first).to_be_visible()
    assert watched.requests == [f"{served}/docs"]
    page.close()


def test_a_citation_link_to_a_text_paper_opens_at_its_line(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(served)
    ask(page, "The market?")
    page.locator(".tc-cite").first.click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the paper").click()
    tab = opened.value
    expect(tab.locator("li:target")).to_contain_text("Cabinet is asked to agree")
    page.close()
    tab.close()


@pytest.mark.parametrize("pressed", [False, True], ids=["enter", "button"])
def test_a_question_asked_before_the_page_is_ready_is_answered(
    browser: Browser, served: str, pressed: bool
) -> None:
    page = browser.new_page(viewport=WIDE)
    held: list[Route] = []
    # The part of Gradio that runs our scripts comes late.
    page.route("**/assets/HTML-*.js", lambda route: held.append(route))
    page.goto(served)
    page.get_by_label("Your question").fill("The Old Mill?")
    if pressed:
        page.get_by_role("button", name="Ask", exact=True).focus()
    page.keyboard.press("Enter")
    assert held and not page.evaluate("Boolean(window.townclerk)")
    for route in held:
        route.continue_()
    expect(page.locator(".tc-question")).to_contain_text("The Old Mill?")
    expect(page.locator(".tc-answer .tc-badge").first).to_have_text("Decided")
    page.close()

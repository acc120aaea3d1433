"""The chat for everybody: keyboard, large text, narrow and forced colours by hand; then axe."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui.conftest import serve

WIDE = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSED = """() => {
  const one = document.activeElement, place = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const seen = place.width > 0 && place.bottom > 0 && place.top < innerHeight;
  const name = one.className || one.parentElement.className;
  return { kind: one.tagName, name, text: one.textContent.trim().slice(0, 60),
    ring: ring || style.boxShadow !== "none" || Boolean(one.closest(".tc-skip")), seen };
}"""
SMALL = """() => [...document.querySelectorAll("button, summary, input, textarea")]
  .filter((one) => one.getClientRects().length && !one.closest(".tc-hidden"))
  .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
  .filter(([, place]) => place.height < 24 || place.width < 24).map(([name]) => name)"""
SHAPELESS = """() => [...document.querySelectorAll("button, .tc-badge")]
  .filter((one) => one.getClientRects().length)
  .filter((one) => {
    const style = getComputedStyle(one);
    const edge = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    return !edge && !style.textDecorationLine.includes("underline");
  }).map((one) => one.className)"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat with all that can be switched on."""
    yield from serve("serve_feedback.py", tmp_path_factory.mktemp("access"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE)
    yield context
    context.close()


def opened(context: BrowserContext, service: str, size: dict[str, int] | None = None) -> Page:
    page = context.new_page()
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(service)
    expect(page.locator(".tc-welcome")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    newest = page.locator(".tc-exchange").last
    expect(newest.locator(".tc-question")).to_contain_text(question)
    expect(newest.locator(".tc-answer .tc-badge").first).to_be_visible()


def open_source(page: Page, number: int = 1) -> None:
    page.locator(f".tc-cite[data-number='{number}']").first.click()
    expect(page.locator("#tc-page-title")).to_be_visible()


def press_until(page: Page, key: str, wanted: str, most: int = 60) -> dict[str, Any]:
    """Press a key until what is focused has this class; each on the way must be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        if focused["kind"] != "BODY":
            assert focused["ring"], f"no focus to be seen on {focused}"
        if wanted in str(focused["name"]).split() or wanted == focused["kind"]:
            assert focused["seen"], f"focused out of sight: {focused}"
            return focused
    pytest.fail(f"{key} does not reach {wanted}")


def no_wider_than_it_is(page: Page) -> bool:
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    return found


def test_a_whole_conversation_with_the_keyboard_alone(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("compare")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-verdict").first).to_be_visible()
    press_until(page, "Shift+Tab", "tc-cite")
    page.keyboard.press("Enter")
    expect(page.locator("#tc-page-title")).to_be_focused()
    # From the page round to the head, where one link leads back to the question.
    press_until(page, "Tab", "tc-skip")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("The Old Mill?")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-exchange")).to_have_count(2)
    expect(page.locator(".tc-verdict").nth(3)).to_be_visible()
    press_until(page, "Shift+Tab", "tc-verdict")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-wrong input").first).to_be_focused()
    page.keyboard.press("Space")
    press_until(page, "Tab", "tc-wrong-send")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-right-said")).to_be_focused()
    press_until(page, "Shift+Tab", "tc-side-toggle")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "tc-side-rename")
    page.keyboard.press("Enter")
    page.keyboard.type("Mill")
    page.keyboard.press("Enter")
    expect(page.locator(".tc-side-open")).to_have_text("Mill")
    press_until(page, "Tab", "tc-side-delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".tc-side-open")).to_have_text("Mill")
    expect(page.locator(".tc-side-toggle")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".tc-side-panel")).to_be_hidden()
    press_until(page, "Tab", "TEXTAREA")  # no trap on the way


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_on_a_phone_the_box_stays_in_sight_and_covers_nothing_that_is_focused(
    context: BrowserContext, service: str, size: dict[str, int]
) -> None:
    page = opened(context, service, size)
    assert page.evaluate("document.activeElement === document.body")
    for question in ("compare", "The Old Mill?"):
        ask(page, question)
    page.evaluate("scrollTo(0, 0)")
    button = page.get_by_role("button", name="Ask", exact=True)
    expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1)
    expect(button).to_be_in_viewport(ratio=1)
    assert no_wider_than_it_is(page)
    top = page.locator("#tc-ask").bounding_box()
    assert top is not None and top["height"] < 0.25 * size["height"]
    for cite in page.locator(".tc-cite").all():
        cite.focus()
        place = cite.bounding_box()
        assert place is not None and place["y"] + place["height"] <= top["y"]
    page.wait_for_timeout(1100)  # an empty question right after another is its second press
    button.click()
    expect(page.locator("#tc-problem")).to_be_in_viewport(ratio=1)


def test_at_400_percent_nothing_is_cut_off_and_the_box_covers_nothing(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service, {"width": 320, "height": 180})
    ask(page, "compare")
    page.locator(".tc-side-toggle").click()
    assert no_wider_than_it_is(page)
    assert page.locator("#tc-ask").evaluate("e => getComputedStyle(e).position") != "fixed"


def test_with_letters_twice_as_large_the_answer_can_be_read(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service)
    page.add_style_tag(content="html { font-size: 200% !important; }")
    ask(page, "compare")
    open_source(page)
    assert no_wider_than_it_is(page)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport(ratio=1)
    cut = page.evaluate(
        """() => [...document.querySelectorAll("#tc-talk :is(button, h2, p, li), .tc-side *")]
          .filter((one) => one.getClientRects().length && !one.closest(".tc-hidden, #tc-status"))
          .filter((one) => one.scrollWidth > one.clientWidth + 2 && one.clientWidth > 40)
          .map((one) => one.className || one.textContent.slice(0, 40))"""
    )
    assert cut == []
    page.locator(".tc-side-toggle").click()
    assert no_wider_than_it_is(page)


def test_where_the_system_chooses_the_colours_every_button_has_a_shape(
    context: BrowserContext, service: str
) -> None:
    page = opened(context, service)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for question in ("compare", "Who will win the cup?", "The private part?"):
        ask(page, question)
    open_source(page)
    page.locator(".tc-side-toggle").click()
    page.locator(".tc-verdict[value='no']").first.click()
    assert page.evaluate(SHAPELESS) == []
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate(SMALL) == []


def axe(page: Page, state: str, source: str) -> list[str]:
    page.evaluate(source)
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", AXE_TAGS)
    assert len(found["passes"]) > 10, state
    return [f"{state}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (NARROW, "dark")]
)
def test_axe_finds_nothing(
    browser: Browser, service: str, size: dict[str, int], scheme: str
) -> None:
    package = pytest.importorskip("axe_playwright_python", reason="install the extra test")
    source = (resources.files(package) / "axe.min.js").read_text("utf-8")
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = opened(context, service)
    wrong = axe(page, "welcome", source)
    ask(page, "compare")
    wrong += axe(page, "answer", source)
    open_source(page)
    wrong += axe(page, "page", source)
    page.keyboard.press("Escape")  # on a phone the page covers the conversation
    for question in ("The footnote?", "Who will win the cup?", "The private part?"):
        ask(page, question)
    open_source(page, 2)
    wrong += axe(page, "badges and lines", source)
    page.keyboard.press("Escape")
    page.locator(".tc-verdict[value='no']").last.click()
    wrong += axe(page, "what is wrong", source)
    page.locator(".tc-side-toggle").click()
    page.locator(".tc-side-rename").first.click()
    wrong += axe(page, "conversations, a name", source)
    page.keyboard.press("Escape")
    page.locator(".tc-side-delete").first.click()
    wrong += axe(page, "conversations, deleted", source)
    for path in ("docs", "privacy", "accessibility", "feedback", "feedback/declined"):
        page.goto(f"{service}/{path}")
        wrong += axe(page, path, source)
    assert wrong == []
    context.close()

"""The council's pages, and what the chat's page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2 import DictLoader, Environment
from playwright.sync_api import Browser, expect

from qa.settings import Settings
from ui.pages import CHAT_PAGE, Council, page_routes, with_own_head

FULL = Council(
    name="Ashcombe & District Council",
    email="clerk@ashcombe.example",
    phone="01632 960000",
    prepared=date(2026, 11, 29),
    privacy_contact="The Data Protection Officer, Town Hall, <b>Ashcombe</b>",
)


def pages(council: Council) -> TestClient:
    app = FastAPI()
    app.include_router(page_routes(council, 4.0))
    return TestClient(app)


def test_a_page_has_what_the_council_filled_in() -> None:
    client = pages(FULL)
    accessibility, privacy = client.get("/accessibility").text, client.get("/privacy").text
    for page in (accessibility, privacy):
        assert "Not filled in yet" not in page
        assert "Ashcombe &amp; District Council" in page
        assert "mailto:clerk@ashcombe.example" in page and "01632 960000" in page
    assert "29 November 2026" in accessibility
    assert "&lt;b&gt;Ashcombe" in privacy and "4 hours" in privacy


def test_a_page_says_where_the_council_has_not_filled_it_in() -> None:
    client = pages(Council())
    fields = set(Settings.model_fields)
    for path, count in (("/accessibility", 3), ("/privacy", 3)):
        page = client.get(path).text
        assert page.count("Not filled in yet") == count
        assert set(re.findall(r"<code>(.+?)</code>", page)) <= fields


def test_enforcement_depends_on_the_nation() -> None:
    assert "Advisory and Support Service" in pages(FULL).get("/accessibility").text
    there = pages(replace(FULL, northern_ireland=True)).get("/accessibility").text
    assert "Equality Commission for Northern Ireland" in there
    assert "Advisory and Support Service" not in there


def test_the_settings_fill_in_the_pages() -> None:
    settings = Settings(council_name="Ashcombe", council_nation="northern ireland")
    council = Council.from_settings(settings)
    assert (council.name, council.northern_ireland) == ("Ashcombe", True)
    assert Council.from_settings(Settings()) == Council()


def test_the_pages_may_load_nothing_and_are_not_for_search_engines() -> None:
    client = pages(FULL)
    for path in ("/accessibility", "/privacy"):
        reply = client.get(path)
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert 'content="noindex, nofollow"' in reply.text
        assert "http://" not in reply.text and "https://" not in reply.text
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_the_chats_page_names_no_one_else(served: str) -> None:
    page = httpx.get(served).text
    head = page[: page.index("window.gradio_config")] + page[page.index('<link rel="icon"') :]
    assert "gradio.app" not in head and "githubusercontent" not in page
    assert "twitter:" not in page and "manifest.json" not in page
    assert page.count('property="og:title"') == 1
    assert '<meta property="og:title" content="Townclerk">' in page
    assert "noindex" in page
    assert "<noscript><p>Townclerk’s chat needs JavaScript." in page
    assert httpx.get(f"{served}/robots.txt").text.startswith("User-agent: *\nDisallow: /")
    icon = httpx.get(f"{served}/favicon.ico")
    assert icon.content.startswith(b"\x89PNG") and len(icon.content) < 2000


def test_a_second_service_in_one_process_gets_the_same_page() -> None:
    known = '<head><meta property="og:title" content="Gradio" /></head><body class="x"></body>'
    templates = Environment(loader=DictLoader({CHAT_PAGE: known}), autoescape=True)
    for _ in range(2):
        with_own_head(templates)
        page = templates.get_template(CHAT_PAGE).render()
        assert page.count("<noscript>") == page.count("og:title") == page.count("noindex") == 1


def test_a_page_of_gradio_that_is_not_known_stops_the_start() -> None:
    unknown = Environment(loader=DictLoader({CHAT_PAGE: "<html></html>"}), autoescape=True)
    with pytest.raises(RuntimeError, match="not known"):
        with_own_head(unknown)


@pytest.fixture
def without_script(browser: Browser, served: str) -> Iterator[str]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    yield page.locator("noscript").inner_text()
    context.close()


def test_without_javascript_the_reader_is_told(without_script: str) -> None:
    assert "needs JavaScript" in without_script


def test_the_pages_are_linked_from_the_foot_of_the_chat(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(served)
    for name, title in (
        ("Accessibility", "Accessibility statement"),
        ("Privacy", "Privacy notice"),
    ):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.get_by_role("link", name="Townclerk").click()
        expect(page.locator(".tc-welcome")).to_be_visible()
    page.close()

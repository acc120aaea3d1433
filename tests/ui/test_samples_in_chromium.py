"""The whole service over the sample papers: real reading, real search, real Chromium."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from qa.page_images.worker import quote_boxes
from tests.conftest import Samples
from tests.ui.conftest import PROJECT, serve

SAMPLES = PROJECT / "samples"
GOLD = [json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text("utf-8").splitlines()]
RESTRICTED = SAMPLES / "papers" / "cabinet-2024-09-12-item-9-restricted.pdf"


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


def post(service: str, question: str, hits: int = 0) -> dict[str, Any]:
    body = {"question": question, "hits": hits}
    response = httpx.post(f"{service}/api/ask", json=body, timeout=60)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".tc-answer > p:first-child > .tc-badge")).to_be_visible()


def test_an_example_is_asked_and_its_citation_opens_with_the_quote_marked(page: Page) -> None:
    page.locator(".tc-example").first.click()
    expect(page.locator(".tc-answer > p:first-child > .tc-badge")).not_to_have_text("Nothing found")
    page.locator(".tc-cite").first.click()
    # The picture of a PDF's page, or the lines of a paper without pages.
    expect(page.locator(".tc-page img, mark").first).to_be_visible()


def test_a_citation_of_a_pdf_opens_the_picture_of_its_page_with_the_quote_marked(
    page: Page,
) -> None:
    ask(page, "What did Cabinet decide on Merton House?")
    page.locator(".tc-cite").first.click()
    expect(page.locator(".tc-page img")).to_be_visible()
    page.wait_for_function("document.querySelector('.tc-page img').naturalWidth === 1000")
    expect(page.locator(".tc-at")).to_be_in_viewport()


def test_every_gold_question_gets_an_answer_that_follows_the_schema(service: str) -> None:
    schema = json.loads((PROJECT / "qa" / "answer.schema.json").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    for gold in GOLD:
        answer = post(service, gold["question"], hits=3)
        check.validate(answer)
        assert len(answer["hits"]) <= 3


def test_every_citation_of_a_pdf_can_be_marked_on_its_page(service: str) -> None:

    missed, seen = [], 0
    for gold in GOLD:
        for citation in post(service, gold["question"])["citations"]:
            if not citation["paper"]["file"].endswith(".pdf"):
                continue
            seen += 1
            document = pypdfium2.PdfDocument(SAMPLES / "papers" / citation["paper"]["file"])
            if not quote_boxes(document[citation["page"]["first"] - 1], citation["quote"]):
                missed.append((gold["id"], citation["paper"]["file"], citation["page"]))
            document.close()
    assert seen > 50
    assert missed == []


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_a_paper_without_pages_opens_as_lines_with_the_quote_marked(
    page: Page, service: str, ending: str
) -> None:
    for gold in GOLD:
        if not any(evidence["doc"].endswith(ending) for evidence in gold["evidence"]):
            continue
        cited = [
            citation["number"]
            for citation in post(service, gold["question"])["citations"]
            if citation["paper"]["file"].endswith(ending)
        ]
        if cited:
            break
    else:
        pytest.fail(f"no gold question is answered from a {ending} paper")
    ask(page, gold["question"])
    page.locator(f".tc-cite[data-number='{cited[0]}']").first.click()
    expect(page.locator(".tc-lines mark").first).to_be_in_viewport()


def test_the_restricted_paper_is_nowhere(service: str) -> None:
    paper_id = hashlib.sha256(RESTRICTED.read_bytes()).hexdigest()[:16]
    for path in (
        f"/papers/{paper_id}",
        f"/api/papers/{paper_id}",
        f"/api/papers/{paper_id}/pages/1",
        f"/api/papers/{paper_id}/pages/1.png",
    ):
        assert httpx.get(service + path).status_code == 404
    listed = httpx.get(f"{service}/api/papers", params={"limit": 200})
    assert RESTRICTED.name not in listed.text
    held = len(list((SAMPLES / "papers").iterdir())) - 1
    assert listed.json()["total"] == httpx.get(f"{service}/api/health").json()["papers"] == held

"""Answers as files: what each kind holds, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from fastapi.testclient import TestClient

from qa.api.documents.schemas import MAX_QUESTIONS, MEDIA_TYPES, FileKind
from qa.api.documents.text import COLUMNS
from qa.protocols import Filter
from tests.fakes import DECIDED_QUOTE, RECOMMENDED_QUOTE
from tests.qa.api.documents.conftest import ADDRESS, COUNCIL, WELSH, CardAnswerer

QUESTION = "What was decided on the mill?"
LINE = "Decided: the lease of the Old Mill be renewed [1]"
PLACE = "Cabinet minutes, 14 March 2024, Ashcombe Borough Council, minute 52, page 2"


def saved(client: TestClient, kind: str, *questions: str) -> bytes:
    asked = {"format": kind, "questions": [{"question": one} for one in questions or (QUESTION,)]}
    response = client.post("/api/answers/document", json=asked)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == MEDIA_TYPES[FileKind(kind)]
    assert response.headers["cache-control"] == "no-store"
    name = response.headers["content-disposition"]
    what = "conversation" if len(questions) > 1 else "answer"
    assert name.startswith(f'attachment; filename="Townclerk {what} 20')
    assert name.endswith(f'.{kind}"')
    return response.content


def link(answerer: CardAnswerer, name: str, place: str) -> str:
    return f"{ADDRESS}/papers/{answerer.library.paper(name).id}{place}"


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_a_text_holds_each_quote_with_its_place_standing_and_link(
    client: TestClient, answerer: CardAnswerer
) -> None:
    text = saved(client, "txt").decode()
    assert f"{QUESTION}\n-----" in text
    assert COUNCIL in text and "Asked on " in text and "Standing: Decided." in text
    assert LINE in text
    address = link(answerer, "cabinet-2024-03-14-minutes.pdf", "#page=2")
    assert f"[1] “{DECIDED_QUOTE}” ({PLACE}). Decided. {address}" in text
    assert "Recorded votes: 5 for, 1 against [1]." in text
    before, after = text.split("Found as well:")
    assert RECOMMENDED_QUOTE in after and RECOMMENDED_QUOTE not in before
    assert f"Made by Townclerk at {ADDRESS}, from the 2 papers, of 14 March 2024" in after
    assert "Check the page before you rely on it." in after


def test_a_table_of_quotes_opens_in_a_spreadsheet_and_runs_nothing(
    client: TestClient, answerer: CardAnswerer
) -> None:
    rows = list(csv.reader(io.StringIO(saved(client, "csv", "=1+1 compare?").decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row[3] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert {row[0] for row in rows[1:]} == {"'=1+1 compare?"}
    assert rows[1][4] == DECIDED_QUOTE
    assert rows[1][7] == link(answerer, "cabinet-2024-03-14-minutes.pdf", "#page=2")


def test_a_word_file_has_headings_quotes_tables_links_and_languages(
    client: TestClient, answerer: CardAnswerer
) -> None:
    document = docx.Document(io.BytesIO(saved(client, "docx")))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Answer from the papers held"] == "Title"
    assert styles[QUESTION] == "Heading 1"
    assert styles["Found as well"] == "Heading 2"
    assert styles[DECIDED_QUOTE] == styles[WELSH] == "Quote"
    assert document.core_properties.language == "en-GB"
    languages = {
        "".join(text.text or "" for text in run.iter(qn("w:t"))): language.get(qn("w:val"))
        for run in document.element.body.iter(qn("w:r"))
        for language in run.iter(qn("w:lang"))
    }
    assert languages[WELSH] == "cy-GB"
    assert languages[DECIDED_QUOTE] == "en-GB"
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Band", "2024/25 £"],
        ["E", "2,129.55"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert link(answerer, "cabinet-2024-03-14-minutes.pdf", "#page=2") in links
    assert f"[1] {PLACE}. Decided. " in "".join(styles)


def test_a_pdf_holds_the_same_and_says_what_each_part_is(
    client: TestClient, answerer: CardAnswerer
) -> None:
    data = saved(client, "pdf")
    text = pdf_text(data)
    address = link(answerer, "cabinet-2024-03-14-minutes.pdf", "#page=2")
    for part in (QUESTION, COUNCIL, LINE, DECIDED_QUOTE, WELSH, RECOMMENDED_QUOTE, "2,129.55"):
        assert part in text
    assert f"[1] {PLACE}. Decided. " in text
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.MarkInfo.Marked
        tags = list(walk(document.Root.StructTreeRoot.K))
        uris = {str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])}
    assert [tag for tag, _ in tags if tag.startswith("/H")] == ["/H1", "/H2", "/H3"]
    assert [tag for tag, _ in tags if tag in ("/TH", "/TD")] == ["/TH", "/TH", "/TD", "/TD"]
    assert ("/BlockQuote", "cy") in tags and ("/BlockQuote", "") in tags
    assert address in uris


def walk(element: Any) -> list[tuple[str, str]]:
    """Return the tags below an element with their languages; each must draw something."""
    found = [(str(element.S), str(element.get("/Lang", "")))]
    kids = list(element.K)
    assert kids
    for kid in kids:
        if "/S" in kid:
            found += walk(kid)
        else:
            assert int(kid.MCID) >= 0
    return found


def test_a_paragraph_over_the_end_of_a_page_stays_one_part(client: TestClient) -> None:
    data = saved(client, "pdf", *["What was decided on the mill? " * 20] * 12)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) > 3
        numbers = [int(page.StructParents) for page in document.pages]
        assert numbers == list(range(len(document.pages)))
        assert len(document.Root.StructTreeRoot.ParentTree.Nums) == 2 * len(document.pages)
        walk(document.Root.StructTreeRoot.K)


def test_an_answer_without_a_card_is_saved_with_its_text_and_quotes(client: TestClient) -> None:
    text = saved(client, "txt", "plain mill?", "plain nothing?").decode()
    assert "Cabinet decided:" in text and DECIDED_QUOTE in text
    assert "Standing: Nothing found." in text
    assert "The papers held do not say." in text
    assert "2 answers from the papers held" in text


def test_each_question_is_asked_with_what_came_before_it(
    client: TestClient, answerer: CardAnswerer
) -> None:
    asked = {"format": "txt", "questions": [{"question": "plain mill?", "previous": ["a?", "b?"]}]}
    seen: list[dict[str, Any]] = []
    ask = answerer.stream

    def noted(question: str, **options: Any) -> Any:
        seen.append(options)
        return ask(question, **options)

    answerer.stream = noted  # type: ignore[method-assign]
    assert client.post("/api/answers/document", json=asked).status_code == 200
    asked_with = {"hits": 0, "previous": ["a?", "b?"], "as_at": None, "filters": Filter()}
    assert seen == [asked_with]


@pytest.mark.parametrize(
    "body",
    [
        {"format": "docx", "questions": []},
        {"format": "docx", "questions": [{"question": "a?"}] * (MAX_QUESTIONS + 1)},
        {"format": "exe", "questions": [{"question": "a?"}]},
        {"format": "docx", "questions": [{"question": "a?", "more": 1}]},
        {"format": "docx", "questions": [{"question": ""}]},
        {"format": "docx", "questions": [{"question": "a?"}], "council": "Mine"},
        {"format": "docx", "questions": [{"question": "  "}]},
    ],
)
def test_what_is_no_document_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/api/answers/document", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_each_question_of_a_file_counts_in_the_limit(client: TestClient) -> None:
    body = {"format": "txt", "questions": [{"question": "plain mill?"}] * 30}
    assert client.post("/api/answers/document", json=body).status_code == 200
    refused = client.post("/api/answers/document", json=body)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0


def test_a_quote_that_the_pdf_cannot_show_is_told_and_word_takes_it(
    client: TestClient, answerer: CardAnswerer
) -> None:
    answerer.welsh = "Penderfynwyd \U000269b1 ar y mater"
    body = {"format": "pdf", "questions": [{"question": QUESTION}]}
    response = client.post("/api/answers/document", json=body)
    assert response.status_code == 503
    assert "no shape for \U000269b1. Save as Word" in response.json()["detail"]
    assert saved(client, "docx")


def test_a_letter_of_the_question_that_the_pdf_cannot_show_is_a_question_mark(
    client: TestClient,
) -> None:
    assert "plain mill (?)" in pdf_text(saved(client, "pdf", "plain mill (\U000269b1)"))


def test_what_xml_cannot_hold_is_left_out(client: TestClient) -> None:
    document = docx.Document(io.BytesIO(saved(client, "docx", "plain \x0bmill\x07?")))
    assert any("mill?" in paragraph.text for paragraph in document.paragraphs)

"""Ways in which the same marking stands in a paper, each a real file that its reader reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.message import EmailMessage
from html import escape
from pathlib import Path

import docx
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen import canvas

from ingest.document import SourceDocument
from ingest.readers.docx.reader import read_docx
from ingest.readers.email import read_message
from ingest.readers.html.reader import read_html
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.text import read_text

COUNCIL, MEETING = "Borough of Eastmere", "Cabinet, 12 March 2025"
TITLE = "Disposal of Quillmark House"
BODY = "The Council will pay Zephyrco £4m for the land, in two parts, over three years."
SECRET = "Zephyrco"


def text_single(marking: str, path: Path) -> SourceDocument:
    return _text(path, f"{COUNCIL}\n{MEETING}\n{marking}\n\n{TITLE}\n\n{BODY}\n")


def text_blank_lines(marking: str, path: Path) -> SourceDocument:
    return _text(path, "\n\n".join([COUNCIL, MEETING, marking, TITLE, BODY]))


def markdown(marking: str, path: Path) -> SourceDocument:
    return _text(path, f"# {TITLE}\n\n{COUNCIL}, {MEETING}\n\n**{marking}**\n\n{BODY}\n")


def word_paragraph(marking: str, path: Path) -> SourceDocument:
    document = docx.Document()
    for words in (COUNCIL, MEETING, marking, TITLE, BODY):
        document.add_paragraph(words)
    return _word(document, path)


def word_header(marking: str, path: Path) -> SourceDocument:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = marking
    for words in (COUNCIL, MEETING, TITLE, BODY):
        document.add_paragraph(words)
    return _word(document, path)


def word_cell(marking: str, path: Path) -> SourceDocument:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    rows = [("Meeting:", MEETING), ("Subject:", TITLE), (marking, "")]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph(BODY)
    return _word(document, path)


def pdf_line(marking: str, path: Path) -> SourceDocument:
    return _pdf(path, [[COUNCIL, MEETING, marking, "", TITLE, "", BODY]])


def pdf_running_head(marking: str, path: Path) -> SourceDocument:
    return _pdf(path, [[COUNCIL, MEETING, "", TITLE, "", BODY], [BODY, "", BODY]], head=marking)


def web_page(marking: str, path: Path) -> SourceDocument:
    lines = "".join(f"<p>{escape(words)}</p>" for words in (MEETING, marking, BODY))
    path = path.with_suffix(".html")
    path.write_text(
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{lines}</body></html>",
        "utf-8",
    )
    return read_html(path)


def message(marking: str, path: Path) -> SourceDocument:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@eastmere.example", "b@eastmere.example", TITLE
    mail["Message-ID"] = "<1@eastmere.example>"
    mail.set_content(f"{MEETING}\n\n{marking}\n\n{BODY}\n")
    path = path.with_suffix(".eml")
    path.write_bytes(mail.as_bytes())
    return read_message(path)


def word_footer(marking: str, path: Path) -> SourceDocument:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = marking
    for words in (COUNCIL, MEETING, TITLE, BODY):
        document.add_paragraph(words)
    return _word(document, path)


def pdf_running_foot(marking: str, path: Path) -> SourceDocument:
    pages = [[COUNCIL, MEETING, "", TITLE, "", BODY], [BODY, "", BODY], [BODY]]
    return _pdf(path, pages, foot=marking)


def pdf_foot_line(marking: str, path: Path) -> SourceDocument:
    return _pdf(path, [[COUNCIL, MEETING, "", TITLE, "", BODY]], foot=marking)


def pdf_note(marking: str, path: Path) -> SourceDocument:
    return _pdf(path, [[COUNCIL, MEETING, "", TITLE, "", BODY]], note=marking)


def pdf_property(marking: str, path: Path) -> SourceDocument:
    return _pdf(path, [[COUNCIL, MEETING, "", TITLE, "", BODY]], subject=marking)


PLACES: dict[str, Callable[[str, Path], SourceDocument]] = {
    one.__name__: one
    for one in (word_footer, pdf_running_foot, pdf_foot_line, pdf_note, pdf_property)
}
"""Other places than a paper's head, at which a marking says as much."""
CONTAINERS: dict[str, Callable[[str, Path], SourceDocument]] = {
    one.__name__: one
    for one in (
        *(text_single, text_blank_lines, markdown, word_paragraph, word_header),
        *(word_cell, pdf_line, pdf_running_head, web_page, message),
    )
}


def _text(path: Path, words: str) -> SourceDocument:
    path = path.with_suffix(".txt")
    path.write_text(words, "utf-8")
    return read_text(path)


def _word(document: docx.document.Document, path: Path) -> SourceDocument:
    path = path.with_suffix(".docx")
    document.save(str(path))
    return read_docx(path)


def _pdf(
    path: Path,
    pages: list[list[str]],
    head: str = "",
    foot: str = "",
    note: str = "",
    subject: str = "",
) -> SourceDocument:
    drawn = io.BytesIO()
    page = canvas.Canvas(drawn)
    page.setSubject(subject)
    for lines in pages:
        _draw(page, [head], 800, 9)
        _draw(page, lines, 740, 11)
        _draw(page, [foot], 40, 8)
        if note:
            page.textAnnotation(note, Rect=(400, 700, 420, 720))
        page.showPage()
    page.save()
    path = path.with_suffix(".pdf")
    path.write_bytes(drawn.getvalue())
    return read_pdf(path)


def _draw(page: canvas.Canvas, lines: list[str], top: float, size: float) -> None:
    page.setFont("Helvetica", size)
    for line in lines:
        for printed in simpleSplit(line, "Helvetica", size, 470) or [""]:
            page.drawString(60, top, printed)
            top -= size * 1.3

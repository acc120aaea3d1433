"""Set a sample paper's text as a Word document."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph
from markup import Block, Text

STYLES = {
    "section": "Heading 1",
    "item": "Heading 2",
    "heading": "Heading 3",
    "bullet": "List Bullet",
    "caption": "Caption",
}
RUN = re.compile(r"(\*\*.+?\*\*)")


def set_docx(text: Text) -> bytes:
    """Return the paper as a DOCX. Its text is fixed; the zip's own dates are not."""
    paper = Document()
    paper.core_properties.title = text.settings["title"]
    paper.core_properties.author = "Brackwater Borough Council (an invented council)"
    paper.core_properties.comments = "A sample paper of an invented council"
    paper.core_properties.created = paper.core_properties.modified = datetime(2023, 9, 26)
    for block in text.blocks:
        _add(paper, block)
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _add(paper: WordDocument, block: Block) -> None:
    match block.kind:
        case "table":
            _add_table(paper, block)
        case "page":
            paper.add_page_break()
        case "title":
            title = _write(paper.add_paragraph(), f"**{block.text}**")
            title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        case _:
            paragraph = paper.add_paragraph(style=STYLES.get(block.kind))
            _write(paragraph, f"{block.label} {block.text}" if block.label else block.text)


def _write(paragraph: Paragraph, words: str) -> Paragraph:
    for part in filter(None, RUN.split(words)):
        paragraph.add_run(part.strip("*")).bold = part.startswith("**") or None
    return paragraph


def _add_table(paper: WordDocument, block: Block) -> None:
    table = paper.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for number, row in enumerate(block.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words.strip("*")
            if number == 0:
                cell.paragraphs[0].runs[0].bold = True

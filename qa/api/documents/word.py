"""Answers as a Word file: real headings, lists and tables, and the language of each text."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from qa.answers import QuotedTable
from qa.api.documents.contents import Saved, SavedAnswer, Source, name_table
from qa.writing.languages import ENGLISH

_QUIET = RGBColor(0x50, 0x5A, 0x5F)
_LINK = RGBColor(0x1D, 0x70, 0xB8)
_TAGS = {"cy": "cy-GB"}
"""Word's tags of languages, where they are not ours."""


def as_word(saved: Saved, now: datetime) -> bytes:
    """Return the file."""
    document = Document()
    _set_up(document, saved, now)
    document.add_heading(saved.title, 0)
    for text in (saved.council, f"Asked on {saved.made}"):
        if text:
            document.add_paragraph(text)
    for answer in saved.answers:
        _add_answer(document, answer)
    document.add_paragraph(saved.origin, style="Source")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, saved: Saved, now: datetime) -> None:
    """Set the language, the properties and the styles."""
    document.core_properties.title = saved.title
    document.core_properties.author = "Townclerk"
    document.core_properties.language = ENGLISH
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = now
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0x0B, 0x0C, 0x0C)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    source = document.styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    source.base_style, source.font.size, source.font.color.rgb = normal, Pt(10), _QUIET
    for rpr in document.styles.element.iter(qn("w:rPr")):
        for language in rpr.findall(qn("w:lang")):
            language.set(qn("w:val"), ENGLISH)
    _set_language(normal.element.get_or_add_rPr(), ENGLISH)


def _set_language(properties: Any, tag: str) -> None:
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), _TAGS.get(tag, tag))


def _add_answer(document: Any, answer: SavedAnswer) -> None:
    document.add_heading(answer.question, 1)
    if answer.understood_as:
        document.add_paragraph(f"Understood as: {answer.understood_as}", style="Source")
    document.add_paragraph("Standing: ").add_run(answer.standing).bold = True
    if answer.line:
        document.add_paragraph().add_run(answer.line).bold = True
    for note in [*([f"Later changed: {answer.later}"] if answer.later else []), *answer.notes]:
        document.add_paragraph(note)
    for section in answer.sections:
        if section.heading:
            document.add_heading(section.heading, 2)
        for source in section.sources:
            _add_source(document, source)
        for note in section.notes:
            document.add_paragraph(note)


def _add_source(document: Any, source: Source) -> None:
    lines: list[str] = []
    for part in source.parts:
        if isinstance(part, QuotedTable):
            _add_quote(document, lines, source.language)
            lines = []
            _add_table(document, part, source.language)
        else:
            lines.append(part)
    _add_quote(document, lines, source.language)
    below = document.add_paragraph(
        f"[{source.number}] {source.where}. {source.standing}. ", style="Source"
    )
    _add_link(below, source.link)


def _add_quote(document: Any, lines: list[str], language: str) -> None:
    if not lines:
        return
    paragraph = document.add_paragraph(style="Quote")
    for at, line in enumerate(lines):
        run = paragraph.add_run(line)
        _set_language(run._element.get_or_add_rPr(), language)
        if at < len(lines) - 1:
            run.add_break()


def _add_table(document: Any, table: QuotedTable, language: str) -> None:
    if name := name_table(table):
        document.add_paragraph(name, style="Caption")
    width = max(len(table.columns), *(len(row) for row in table.rows))
    rows = [table.columns, *table.rows] if any(table.columns) else list(table.rows)
    made = document.add_table(rows=0, cols=width, style="Table Grid")
    for cells in rows:
        row = made.add_row()
        for cell, text in zip(row.cells, cells, strict=False):
            run = cell.paragraphs[0].add_run(text)
            run.bold = cells is table.columns
            _set_language(run._element.get_or_add_rPr(), language)
        if cells is table.columns:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _add_link(paragraph: Any, address: str) -> None:
    """Add an address that opens when it is pressed; python-docx has no function for it."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(address)
    run.font.color.rgb, run.font.underline = _LINK, True
    link.append(run._element)
    paragraph._p.append(link)

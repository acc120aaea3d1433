"""Answers as a PDF with headings, quotes and tables that a screen reader tells apart."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table, TableStyle

from qa.answers import QuotedTable
from qa.api.documents.contents import Saved, SavedAnswer, Source, name_table
from qa.api.documents.tagged import Element, MarkedParagraph, TaggedCanvas
from qa.errors import UnavailableError
from qa.writing.languages import ENGLISH

_FONTS = (
    ("/usr/share/fonts/truetype/dejavu", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    (str(Path(rl_config.__file__).parent / "fonts"), "Vera.ttf", "VeraBd.ttf"),
)
"""Folders with a font and its bold: with all letters of Welsh and more; reportlab's own without."""
_MARGIN = 20 * mm
_INDENT = 6 * mm
_TEXT, _QUIET, _LINK, _LINE = map(HexColor, ("#0b0c0c", "#505a5f", "#1d70b8", "#b1b4b6"))


class MissingLetterError(UnavailableError):
    """The PDF's font has no shape for a letter of a quote, which must stay as it is."""


@cache
def _load_fonts() -> frozenset[int]:
    """Register the first font that is there; return the letters that it has."""
    for folder, plain, bold in _FONTS:
        if (Path(folder) / plain).exists() and (Path(folder) / bold).exists():
            font = TTFont("Text", str(Path(folder) / plain))
            pdfmetrics.registerFont(font)
            pdfmetrics.registerFont(TTFont("Text-Bold", str(Path(folder) / bold)))
            pdfmetrics.registerFontFamily("Text", normal="Text", bold="Text-Bold")
            return frozenset(font.face.charToGlyph)
    raise UnavailableError("No font for a PDF is installed here. Save as Word instead.")


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    settings = {"fontName": "Text", "textColor": _TEXT, "leading": size * 1.35, "spaceAfter": 6}
    return ParagraphStyle(name, fontSize=size, **{**settings, **more})


_STYLES = {
    "Title": _style("Title", 18, fontName="Text-Bold", spaceAfter=4),
    "H1": _style("H1", 13, fontName="Text-Bold", spaceBefore=14, keepWithNext=1),
    "H2": _style("H2", 11, fontName="Text-Bold", spaceBefore=6, keepWithNext=1),
    "P": _style("P", 10),
    "Source": _style("Source", 8.5, textColor=_QUIET, spaceAfter=10),
    "BlockQuote": _style("BlockQuote", 10, leftIndent=_INDENT, spaceAfter=3),
    "Cell": _style("Cell", 8.5, spaceAfter=0),
    "Head": _style("Head", 8.5, fontName="Text-Bold", spaceAfter=0),
}


def as_pdf(saved: Saved) -> bytes:
    """Return the file. Raises MissingLetterError where the font lacks a letter of a quote."""
    writer = _Writer(_load_fonts())
    writer.write(saved)
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, title=saved.title, author="Townclerk", lang=ENGLISH,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    )  # fmt: skip
    canvas = type("Canvas", (TaggedCanvas,), {"root": writer.root})
    template.build(writer.story, _number, _number, canvasmaker=canvas)
    return out.getvalue()


def _number(canvas: TaggedCanvas, template: SimpleDocTemplate) -> None:
    """Draw the number of a page at its foot."""
    canvas.begin_artifact()
    canvas.setFont("Text", 8)
    canvas.setFillColor(_QUIET)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"Page {template.page}")
    canvas.end_part()


class _Writer:
    """The parts of a file, as they are drawn and as they are read out."""

    def __init__(self, letters: frozenset[int]) -> None:
        self.root = Element("Document")
        self.story: list[Flowable] = []
        self._letters = letters

    def write(self, saved: Saved) -> None:
        self._add("H1", saved.title, style="Title")
        for text in (saved.council, f"Asked on {saved.made}"):
            if text:
                self._add("P", text)
        for answer in saved.answers:
            self._add_answer(answer)
        self._add("P", saved.origin, style="Source")

    def _add_answer(self, answer: SavedAnswer) -> None:
        self._add("H2", answer.question, style="H1")
        if answer.understood_as:
            self._add("P", f"Understood as: {answer.understood_as}", style="Source")
        self._add("P", f"Standing: <b>{self._text(answer.standing)}</b>", is_marked_up=True)
        if answer.line:
            self._add("P", f"<b>{self._text(answer.line)}</b>", is_marked_up=True)
        for note in [*([f"Later changed: {answer.later}"] if answer.later else []), *answer.notes]:
            self._add("P", note)
        for section in answer.sections:
            if section.heading:
                self._add("H3", section.heading, style="H2")
            for source in section.sources:
                self._add_source(source)
            for note in section.notes:
                self._add("P", note)

    def _add_source(self, source: Source) -> None:
        quote = self.root.add("BlockQuote", source.language)
        for part in source.parts:
            if isinstance(part, QuotedTable):
                self._add_table(quote, part)
            else:
                line = self._paragraph(quote.add("P", source.language), part, "BlockQuote")
                self.story.append(line)
        told = self._text(f"[{source.number}] {source.where}. {source.standing}. ")
        link = f"<a href={quoteattr(source.link)} color='#1d70b8'>{self._text(source.link)}</a>"
        self._add("P", told + link, style="Source", is_marked_up=True)

    def _add_table(self, quote: Element, table: QuotedTable) -> None:
        language = quote.language
        if name := name_table(table):
            self.story.append(self._paragraph(quote.add("P", language), name, "Head"))
        element = quote.add("Table", language)
        width = max(len(table.columns), *(len(row) for row in table.rows))
        rows = []
        for cells in ([table.columns] if any(table.columns) else []) + list(table.rows):
            tag = "TH" if cells is table.columns else "TD"
            row = element.add("TR")
            style = "Head" if tag == "TH" else "Cell"
            told = [*cells, *[""] * (width - len(cells))]
            rows.append([self._paragraph(row.add(tag, language), cell, style) for cell in told])
        grid = TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, _LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        room = A4[0] - 2 * _MARGIN - 2 * _INDENT
        self.story += [
            Table(rows, [room / width] * width, style=grid, repeatRows=0),
            Spacer(1, 6),
        ]

    def _add(
        self,
        tag: str,
        text: str,
        *,
        style: str | None = None,
        language: str = ENGLISH,
        is_marked_up: bool = False,
    ) -> None:
        told = text if is_marked_up else self._text(text)
        element = self.root.add(tag, language)
        self.story.append(self._paragraph(element, told, style or tag, is_marked_up=True))

    def _paragraph(
        self, element: Element, text: str, style: str, *, is_marked_up: bool = False
    ) -> MarkedParagraph:
        paragraph = MarkedParagraph(text if is_marked_up else self._exact(text), _STYLES[style])
        paragraph.element = element
        return paragraph

    def _text(self, text: str) -> str:
        """Return a text as the paragraphs take it; a letter that the font lacks is a "?"."""
        return escape("".join(letter if self._has(letter) else "?" for letter in text))

    def _exact(self, text: str) -> str:
        """Return words of a paper as they are. Raises MissingLetterError."""
        missing = sorted({letter for letter in text if not self._has(letter)})
        if missing:
            raise MissingLetterError(
                f"The PDF's font has no shape for {', '.join(missing[:5])}. Save as Word instead, "
                "or ask your IT desk to install the DejaVu fonts on the server."
            )
        return escape(text)

    def _has(self, letter: str) -> bool:
        return ord(letter) in self._letters or letter in "\n\t"

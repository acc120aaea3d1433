"""Tables drawn on a PDF's page as spreadsheets and word processors draw them. All invented."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from ingest.document import SourceDocument
from ingest.readers.pdf.reader import read_pdf

Draw = Callable[[Canvas], None]
SIZE = 10
PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=SIZE, leading=SIZE * 1.2)
BOLD = ParagraphStyle("bold", fontName="Helvetica-Bold", fontSize=SIZE, leading=SIZE * 1.2)
WIDTH, HEIGHT = 595, 842


def read_drawn(folder: Path, *pages: Draw, turn: int = 0) -> SourceDocument:
    """Draw pages and read them as the PDF they make; `turn` is each page's own turning."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        if turn:
            canvas.setPageRotation(turn)
        page(canvas)
        canvas.showPage()
    canvas.save()
    (folder / "drawn.pdf").write_bytes(buffer.getvalue())
    return read_pdf(folder / "drawn.pdf")


def write(canvas: Canvas, text: str, top: float, *, left: float = 72, bold: bool = False) -> None:
    """Write a line of text at a distance from the page's top."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", SIZE)
    canvas.drawString(left, HEIGHT - top, text)


def ruled(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    top: float,
    *,
    headers: int = 1,
    style: Sequence[tuple[object, ...]] = (("GRID", (0, 0), (-1, -1), 0.5, colors.black),),
) -> None:
    """Draw a table whose cells wrap; it has a line round each cell unless told otherwise."""
    cells = [
        [Paragraph(cell, BOLD if row < headers else PLAIN) for cell in line]
        for row, line in enumerate(rows)
    ]
    table = Table(cells, colWidths=list(widths), style=list(style))
    _, height = table.wrap(WIDTH, HEIGHT)
    table.drawOn(canvas, 72, HEIGHT - top - height)


def in_columns(
    canvas: Canvas, row: Sequence[str], rights: Sequence[float], top: float, *, bold: bool = False
) -> None:
    """Write a row without any line: a label at the left, and cells set to the right."""
    write(canvas, row[0], top, bold=bold)
    for cell, right in zip(row[1:], rights, strict=True):
        canvas.drawRightString(right, HEIGHT - top, cell)


def cells_of(document: SourceDocument, table: int = 0) -> list[list[str]]:
    """Return the rows of a table found, cell by cell."""
    first, last = document.tables[table].lines
    return [line.text.split("\t") for line in document.lines[first - 1 : last]]

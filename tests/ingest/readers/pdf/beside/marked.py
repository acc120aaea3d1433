"""PDFs of an invented council with something on or beside their pages."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from reportlab.pdfgen import canvas

from ingest.document import SeenAt, SourceDocument
from ingest.readers.pdf.reader import read_pdf

MARKING = "NOT FOR PUBLICATION"


def opened(draw: Callable[[canvas.Canvas], None] = lambda page: None, *, pages: int = 1) -> Pdf:
    """A PDF whose pages have a line of text each, and on the last what is drawn."""
    data = io.BytesIO()
    page = canvas.Canvas(data, pagesize=(595, 842))
    for number in range(1, pages + 1):
        page.setFont("Helvetica", 11)
        page.drawString(72, 760, f"Oldport Council, page {number} of the report.")
        if number == pages:
            draw(page)
        page.showPage()
    page.save()
    return pikepdf.open(io.BytesIO(data.getvalue()))


def saved(pdf: Pdf, path: Path) -> Path:
    with warnings.catch_warnings():  # of a field that the form does not list, as is meant
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(path)
    return path


def seen_in(path: Path, where: SeenAt) -> list[tuple[str, int | None]]:
    return of_kind(read_pdf(path), where)


def of_kind(document: SourceDocument, where: SeenAt) -> list[tuple[str, int | None]]:
    return [(one.words, one.page) for one in document.seen if one.where is where]


def note(pdf: Pdf, kind: str, **entries: Any) -> Dictionary:
    """Put an annotation on the last page."""
    made = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([100, 500, 400, 560]), F=4)
    )
    for key, value in entries.items():
        made[f"/{key}"] = String(value) if isinstance(value, str) else value
    page = pdf.pages[-1].obj
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(made)
    return made


def drawing(pdf: Pdf, content: str) -> Dictionary:
    """The appearance of an annotation, 300 by 60 points, with Helvetica as F1."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    stream = Stream(pdf, content.encode("latin-1"))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, 300, 60])
    stream.Resources = Dictionary(Font=Dictionary(F1=font))
    return Dictionary(N=pdf.make_indirect(stream))


def written(pdf: Pdf, words: str) -> Dictionary:
    return drawing(pdf, f"BT /F1 14 Tf 5 20 Td ({words}) Tj ET")

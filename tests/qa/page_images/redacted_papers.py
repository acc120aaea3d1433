"""Minutes with a redaction that left its words in the file, drawn for a test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.pdfgen.canvas import Canvas

A4 = (595, 842)
HEAD = (
    "BRACKWATER BOROUGH COUNCIL",
    "CABINET",
    "Minutes of the meeting held on 7 March 2024",
    "31. SALE OF THE OLD MILL",
)
RESOLVED = "RESOLVED that the Old Mill be sold and the lease of the quay be ended."
BEFORE, SECRET, AFTER = "The bid of", "Marlow Trust Limited", "was the highest of all."
LEFT, TOP, PITCH, SIZE = 72.0, 770.0, 18.0, 12
LINE = TOP - PITCH * len(HEAD)
"""How high on the page the line with the secret stands."""

Draw = Callable[[Canvas], None]


def over_secret(page: Canvas) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a box over the secret words of the line."""
    left = LEFT + page.stringWidth(f"{BEFORE} ", "Helvetica", SIZE)
    return left - 1, LINE - 3, page.stringWidth(SECRET, "Helvetica", SIZE) + 2, SIZE + 2


def write_lines(page: Canvas, lines: Sequence[str] = (*HEAD, f"{BEFORE} {SECRET} {AFTER}")) -> None:
    """Write lines of type from the head of the page."""
    page.setFont("Helvetica", SIZE)
    page.setFillGray(0)
    for number, line in enumerate(lines):
        page.drawString(LEFT, TOP - PITCH * number, line)


def boxed(page: Canvas) -> None:
    """Draw a page with a black box over the secret."""
    write_lines(page)
    page.rect(*over_secret(page), stroke=0, fill=1)


def faint(page: Canvas) -> None:
    """Draw a page with the secret in all but black on a black box."""
    page.setFont("Helvetica", SIZE)
    page.rect(*over_secret(page), stroke=0, fill=1)
    write_lines(page, (*HEAD, BEFORE))
    left, *_ = over_secret(page)
    page.setFillGray(0.06)
    page.drawString(left + 1, LINE, SECRET)


def open_page(page: Canvas) -> None:
    """Draw a page with nothing to hide."""
    write_lines(page, (*HEAD, RESOLVED))


def pdf_of(*pages: Draw) -> bytes:
    """Return a PDF of these pages."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def marked(data: bytes, index: int = 0) -> bytes:
    """Return the PDF with a redaction marked over the secret of a page, and not applied."""
    left, bottom, across, up = over_secret(Canvas(io.BytesIO()))
    sides = [FloatObject(side) for side in (left, bottom, left + across, bottom + up)]
    mark = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Redact"),
        "/Rect": ArrayObject(sides),
        "/F": NumberObject(4),
    }
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    entries = {NameObject(key): value for key, value in mark.items()}
    writer.add_annotation(index, DictionaryObject(entries))
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return what a writer writes."""
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def all_within(data: bytes) -> bytes:
    """Return all that a PDF holds, every stream of it unpacked, whether a page names it or not."""
    reader = PdfReader(io.BytesIO(data))
    found = [data]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(number)
        found.append(repr(thing).encode())
        if isinstance(thing, StreamObject) and thing.get("/Subtype") != "/Image":
            found.append(thing.get_data())
    return b"\n".join(found)

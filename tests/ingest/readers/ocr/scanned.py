"""Papers as a scanner leaves them: pages that are pictures of print, drawn for a test."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

A4 = (595, 842)
MINUTES = (
    "BRACKWATER BOROUGH COUNCIL",
    "CABINET",
    "Minutes of the meeting held on 7 March 2024",
    "Present: Councillor Ashdown (Chair), Councillor Pryce",
    "",
    "31. DREDGING OF THE NORTH QUAY",
    "",
    "RESOLVED that the north quay be dredged at a cost of 41,500 pounds.",
)
SHEET = (
    "NOT FOR PUBLICATION",
    "",
    "This report is not for publication by virtue of paragraph 3 of Part 1",
    "of Schedule 12A of the Local Government Act 1972.",
    "",
    "SALE OF ZEBEDEE YARD",
    "The highest offer, from Wobbleton Estates, is 7,654,321 pounds.",
)
SECRETS = ("zebedee", "wobbleton", "7,654,321")
"""Words of the restricted sheet that stand nowhere else, in small letters."""


def _has_tesseract() -> bool:
    # In a process of its own: Tesseract brings another OpenMP, and where that comes before
    # torch's the encoder's bfloat16 products are silently wrong.
    probe = "from ingest.readers.ocr.tesseract import Tesseract; Tesseract('eng').close()"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False)
    return done.returncode == 0


needs_tesseract = pytest.mark.skipif(
    not _has_tesseract(), reason="Tesseract is not installed; apt-get install tesseract-ocr"
)


def printed_pdf(*pages: Sequence[str], size: float = 12) -> bytes:
    """Return a PDF with these lines of type on each page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for lines in pages:
        canvas.setFont("Helvetica", size)
        for number, line in enumerate(lines):
            canvas.drawString(72, 770 - 1.5 * size * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned_pdf(*pages: Sequence[str], size: float = 12) -> bytes:
    """Return a PDF of pictures of pages with these lines."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        canvas.drawImage(ImageReader(scan_of(printed_pdf(page, size=size))), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scan_of(data: bytes, number: int = 1) -> Image.Image:
    """Return what a clean scanner at 200 dpi makes of a page."""
    with pdfium.PdfDocument(data) as pdf:
        return pdf[number - 1].render(scale=200 / 72, grayscale=True).to_pil()


def joined(*parts: bytes) -> bytes:
    """Return one PDF of the pages of several."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()

"""What the PDFs of these tests are drawn with."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Pdf
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
PROSE = (
    "The Committee considered the report of the Director of Places.",
    "Members asked how the money would be spent in the second year.",
    "The Director said that a plan would come to the next meeting.",
)


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """A paper, and what is right of it."""

    name: str
    make: Callable[[Path], Path]
    right: tuple[str, ...]
    """Words that follow one another among the lines, line breaks and tabs taken as spaces."""
    wrong: tuple[str, ...] = ()
    notice: str | None = None
    """Words of the notice that must be given."""
    in_order: tuple[str, ...] = ()
    """Words of which each must come after the one before."""


def drawn(draw: Callable[[Canvas], None]) -> Pdf:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return pikepdf.open(io.BytesIO(data.getvalue()))


def prose(canvas: Canvas, top: float = 780, left: float = 72) -> float:
    canvas.setFont("Helvetica", 11)
    for line in PROSE:
        canvas.drawString(left, top, line)
        top -= 14
    return top


def kept(pdf: Pdf, folder: Path, name: str) -> Path:
    path = folder / f"{name}.pdf"
    pdf.save(path)
    return path
